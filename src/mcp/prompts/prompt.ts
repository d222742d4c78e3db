/** What a prompt is, and what it is built from. */
import type { PromptMessage } from '@modelcontextprotocol/sdk/types.js';

import type { Moment } from '../../domain/dates/calendar.ts';
import type { Snapshot } from '../../domain/snapshot.ts';

/** A prompt: a pure function of the list and of its arguments, all of which are optional. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly args: Readonly<Record<string, PromptArgument>>;
  readonly build: (snapshot: Snapshot, args: PromptArguments, setting: PromptSetting) => PromptMessage[];
}

/** What a prompt may know besides the list and its arguments. */
interface PromptSetting extends Moment {
  /** whether only the tools that read are offered */
  readonly readOnly: boolean;
}

interface PromptArgument {
  readonly description: string;
  /** Suggests values, given the text typed so far. */
  readonly complete: (snapshot: Snapshot, typed: string) => string[];
}

/** The arguments given, by name; none of them is empty. */
type PromptArguments = Readonly<Record<string, string | undefined>>;

/**
 * The last line of a prompt that leads to changes: how to make them once the user agrees, or that the list is
 * read-only.
 */
export function onceAgreed(change: string, readOnly: boolean): string {
  return readOnly
    ? 'This list can only be read here: propose, but change nothing.'
    : `Change nothing before I have agreed. Then ${change} with one batch_todos; a single undo takes it back.`;
}

export function userText(lines: readonly string[]): PromptMessage {
  return { role: 'user', content: { type: 'text', text: lines.join('\n') } };
}

/** A Markdown resource as a separate message, because in many clients the model can't read resources itself. */
export function embeddedMarkdown(uri: string, text: string): PromptMessage {
  return { role: 'user', content: { type: 'resource', resource: { uri, mimeType: 'text/markdown', text } } };
}
