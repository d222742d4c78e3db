/** Sorts the entries of a file by whether they can be added to the list. */
import { count } from '../../domain/text/text.ts';
import { judge, type Placing, type Taken } from './judge.ts';
import { withoutNesting } from './nesting.ts';
import { type LeftOut, type Reading, Refusal, type Setting } from './reading.ts';

/** The entries of a file, sorted by whether they can be added to the list. */
export interface Takeable {
  readonly taken: readonly Taken[];
  readonly refused: readonly LeftOut[];
  /** given up or put away in the other program */
  readonly cancelled: readonly LeftOut[];
  /** what the user should know about the file */
  readonly notes: readonly string[];
}

/**
 * @param placing as of {@link judge}
 * @param before is told before each entry how many are left
 */
export function takeAll(
  { drafts, refused, notes }: Reading,
  placing: Placing,
  setting: Setting,
  before: (left: number) => void = () => {},
): Takeable {
  const taken: Taken[] = [];
  const allRefused = [...refused];
  const cancelled: LeftOut[] = [];
  const staying = withoutNesting(drafts);
  for (const [index, draft] of staying.entries()) {
    before(staying.length - index);
    const { line, title, checklist = [] } = draft;
    const steps = checklist.length
      ? `; its checklist (${count(checklist.length, 'step')}) is left out too`
      : '';
    const leftOut = (reason: string) => ({ line, text: title, reason: `${reason}${steps}` });
    try {
      if (draft.leftOut !== undefined) cancelled.push(leftOut(draft.leftOut));
      else taken.push(judge(draft, placing, setting));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      allRefused.push(leftOut(error.message));
    }
  }
  return { taken, refused: allRefused.toSorted((a, b) => a.line - b.line), cancelled, notes };
}
