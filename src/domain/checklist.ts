/** The steps of a todo's checklist. */
import { TodoError } from './errors.ts';
import { cleanLine, fold, shorten, titleKey } from './text/text.ts';
import type { ChecklistEntry, Todo } from './todo.ts';

/** How many entries an error names. */
const NAMED = 10;

const BULLET = /^[-*+\u2022\u2610\u2611] +/;
const BOX = /^\[(?<tick>[ xX])\] */;
const NUMBER = /^(?<place>\d{1,2})[.)] +(?=\S)/;

/** An entry to put into a checklist. Without `done` it is open, or stays as it was. */
export interface NewEntry {
  readonly text: string;
  readonly done?: boolean;
}

/**
 * Entries as people and models write them, without the marks of a list: `- [x] milk` is a ticked `milk`. Numbers are only
 * marks where they count the entries from 1: `2. Advent` keeps its own.
 */
export function entriesIn(lines: readonly string[]): NewEntry[] {
  const plain = lines.map((line) => line.replace(BULLET, ''));
  const numbered = plain.filter((line, index) => line === lines[index] && !BOX.test(line));
  const counted = numbered.every((line, index) => NUMBER.exec(line)?.groups?.['place'] === String(index + 1));
  return plain
    .map((line, index) => {
      const unnumbered = counted && line === lines[index] ? line.replace(NUMBER, '') : line;
      const tick = BOX.exec(unnumbered)?.groups?.['tick'];
      const text = tick === undefined ? unnumbered : unnumbered.replace(BOX, '');
      return { text, ...(tick !== undefined && { done: tick !== ' ' }) };
    })
    .filter(({ text }) => text !== '');
}

/** A checklist of these entries. Those that were in the checklist `before` keep their tick. */
export function checklistOf(
  entries: readonly (NewEntry | string)[],
  before: readonly ChecklistEntry[] = [],
): ChecklistEntry[] {
  const left = [...before];
  return entries.map((entry) => {
    const { text, done } = typeof entry === 'string' ? { text: entry, done: undefined } : entry;
    const place = left.findIndex((other) => fold(other.text) === fold(text));
    const [kept] = place < 0 ? [] : left.splice(place, 1);
    return { ...kept, text, done: done ?? kept?.done ?? false };
  });
}

/** How many entries are done, such as `2/5`; undefined without a checklist. */
export function progressOf({ checklist }: Todo): string | undefined {
  return checklist?.length ? `${checklist.filter(({ done }) => done).length}/${checklist.length}` : undefined;
}

/**
 * The number, from 1, of the entry that `item` names: its number, its text, or words that only it has.
 *
 * @throws TodoError `invalid_input` when the checklist has no such entry, or several
 */
export function entryNumber(todo: Todo, item: string): number {
  const checklist = todo.checklist ?? [];
  const [, number = '', , words = item] = /^\s*#?(\d{1,15})(\.\s*(.*\S)?)?\s*$/.exec(item) ?? [];
  const places = checklist.map((_, index) => index + 1);
  const textAt = (place: number) => checklist[place - 1]?.text ?? '';
  const same = places.filter((place) => titleKey(textAt(place)) === titleKey(item));
  if (same.length === 1 && same[0] !== undefined) return same[0];
  if (number && (words === item || titleKey(textAt(Number(number))) === titleKey(words))) {
    if (places.includes(Number(number))) return Number(number);
    throw noEntry(todo, `has no entry ${number}; it has ${checklist.length}.`, checklist);
  }
  const wanted = fold(item).split(/\s+/).filter(Boolean);
  const found = places.filter((place) => wanted.every((word) => fold(textAt(place)).includes(word)));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw noEntry(
    todo,
    `has ${found.length ? 'several entries' : 'no entry'} "${shorten(item, 60)}".`,
    checklist,
  );
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
  if (!entry) throw noEntry(todo, `has no entry ${item}; it has ${checklist.length}.`, checklist);
  if (!!entry.done === done) return todo;
  return { ...todo, checklist: checklist.with(item - 1, { ...entry, done }) };
}

function noEntry({ id }: Todo, problem: string, checklist: readonly ChecklistEntry[]): TodoError {
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
    `The checklist of #${id} ${problem}`,
    `Give the number of one of these: ${named.join(', ')}${more}.`,
  );
}
