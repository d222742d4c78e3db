import type { Imported } from '../domain/import-todos.ts';
import { count } from '../domain/text.ts';
import type { Draft, LeftOut, Reading, Setting } from './draft.ts';
import { judge, Refusal } from './judge.ts';
import { withoutNesting } from './nesting.ts';

/** An entry that can be added to the list. */
export interface Taken {
  readonly line: number;
  readonly imported: Imported;
  readonly notes: readonly string[];
}

/** What can be taken of a file, and what can't. */
export interface Takeable {
  readonly taken: readonly Taken[];
  readonly refused: readonly LeftOut[];
  /** what the other program has given up */
  readonly cancelled: readonly LeftOut[];
}

/** Sorts out what a file holds; each entry that isn't taken is named. */
export function takeAll(reading: Reading, project: string | undefined, setting: Setting): Takeable {
  const taken: Taken[] = [];
  const refused = [...reading.refused];
  const cancelled: LeftOut[] = [];
  for (const draft of withoutNesting(reading.drafts)) {
    if (draft.cancelled)
      cancelled.push({ line: draft.line, text: draft.title, reason: `it is cancelled${stepsOf(draft)}` });
    else takeOne(draft);
  }
  return { taken, refused: refused.toSorted((a, b) => a.line - b.line), cancelled };

  function takeOne(draft: Draft): void {
    try {
      taken.push({ line: draft.line, ...judge(draft, project, setting) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ line: draft.line, text: draft.title, reason: `${error.message}${stepsOf(draft)}` });
    }
  }
}

/** What goes with an entry that isn't taken. */
function stepsOf({ checklist = [] }: Draft): string {
  return checklist.length ? `; its checklist (${count(checklist.length, 'step')}) goes with it` : '';
}
