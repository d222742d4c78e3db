import type { PromptMessage } from '@modelcontextprotocol/sdk/types.js';

import type { Moment } from '../domain/dates/calendar.ts';
import type { Snapshot } from '../domain/snapshot.ts';

/** A prompt: a pure function of the list and of arguments that are all optional. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly args: Readonly<Record<string, PromptArgument>>;
  readonly build: (snapshot: Snapshot, args: PromptArguments, setting: PromptSetting) => PromptMessage[];
}

/** What a prompt may know besides the list and its arguments. */
interface PromptSetting extends Moment {
  /** whether the tools that change the list are not offered */
  readonly readOnly: boolean;
}

interface PromptArgument {
  readonly description: string;
  /** What it may be, given what was typed of it so far. */
  readonly complete: (snapshot: Snapshot, typed: string) => string[];
}

/** The arguments that were given, by name; none is an empty text. */
type PromptArguments = Readonly<Record<string, string | undefined>>;
