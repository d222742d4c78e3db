/** The steps of a todo's checklist. */
import { TodoError } from './errors.ts';
import { cleanLine, fold, shorten } from './text/text.ts';
import type { ChecklistEntry, Todo } from './todo.ts';

/** How many entries an error names. */
const NAMED = 10;

/** A checklist of these texts. Entries that were in the checklist `before` keep their tick. */
export function checklistOf(
  texts: readonly string[],
  before: readonly ChecklistEntry[] = [],
): ChecklistEntry[] {
  const left = [...before];
  return texts.map((text) => {
    const place = left.findIndex((entry) => fold(entry.text) === fold(text));
    const [kept] = place < 0 ? [] : left.splice(place, 1);
    return { ...kept, text, done: kept?.done ?? false };
  });
}

/** How many entries are done, such as `2/5`; undefined without a checklist. */
export function progressOf({ checklist }: Todo): string | undefined {
  return checklist?.length ? `${checklist.filter(({ done }) => done).length}/${checklist.length}` : undefined;
}

/**
 * `todo` with one entry of its checklist ticked or unticked; the same object when nothing changes.
 *
 * @param item the number of the entry, from 1
 * @throws TodoError `invalid_input` when the checklist has no such entry
 */
export function withTick(todo: Todo, item: number, done: boolean): Todo {
  const checklist = todo.checklist ?? [];
  const entry = checklist[item - 1];
  if (!entry) throw noEntry(todo, item, checklist);
  if (!!entry.done === done) return todo;
  return { ...todo, checklist: checklist.with(item - 1, { ...entry, done }) };
}

function noEntry({ id }: Todo, item: number, checklist: readonly ChecklistEntry[]): TodoError {
  if (!checklist.length) {
    return new TodoError(
      'invalid_input',
      `#${id} has no checklist.`,
      'Leave item out to mean the todo itself.',
    );
  }
  const named = checklist
    .slice(0, NAMED)
    .map(({ text }, index) => `${index + 1}. ${shorten(cleanLine(text), 40)}`);
  const more = checklist.length > NAMED ? ', ...' : '';
  return new TodoError(
    'invalid_input',
    `The checklist of #${id} has no entry ${item}; it has ${checklist.length}.`,
    `Give the number of one of these: ${named.join(', ')}${more}.`,
  );
}
