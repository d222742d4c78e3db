/** One row per field of a todo: what the program has to know to treat it as it treats the others. */
import { progressOf } from './checklist.ts';
import { withWeekday } from './dates/calendar.ts';
import { dueInWords } from './dates/todo-days.ts';
import { cleanLine } from './text/text.ts';
import { repeatText, type Todo } from './todo.ts';

/** A todo as it is stored, or in an answer, which may have just the progress of its checklist. */
type ShownTodo = Todo & { readonly checklist_done?: string | undefined };

/** Undefined, null or empty without a value. */
type TextOf = (todo: ShownTodo) => string | null | undefined;

interface Field {
  /** `same`: the next occurrence takes it over; `own`: it gets its own in `nextOccurrence`; `none`: it starts without */
  readonly next: 'same' | 'own' | 'none';
  /** whether a user may set it or leave it out */
  readonly optional?: true;
  /** whether a user may empty it */
  readonly clearable?: true;
  /** the fields that are emptied with it */
  readonly clears?: readonly (keyof Todo)[];
  /** whether a new todo stores it as it is given; the others have a line in `newTodo` */
  readonly asGiven?: true;
  /** its place among the facts in a todo's line */
  readonly place?: number;
  /** what a line says before its text, if that isn't its name */
  readonly label?: string;
  /** its text in a line, and in a change */
  readonly text?: TextOf;
  /** its text in a change, if that is another one */
  readonly inChange?: TextOf;
}

/**
 * The fields of a todo, in the order in which a new one is stored. A field without a row doesn't compile.
 *
 * @internal exported for the census of the tests
 */
export const FIELDS = {
  id: { next: 'none' },
  title: { next: 'same', inChange: ({ title }) => title },
  description: {
    next: 'same',
    optional: true,
    clearable: true,
    inChange: ({ description }) => description,
  },
  completed: { next: 'none' },
  priority: {
    next: 'same',
    optional: true,
    clearable: true,
    asGiven: true,
    place: 4,
    label: '',
    text: ({ priority }) => priority,
  },
  due: {
    next: 'own',
    optional: true,
    clearable: true,
    clears: ['due_time'],
    asGiven: true,
    place: 1,
    text: dueInWords,
  },
  due_time: { next: 'own', optional: true, asGiven: true },
  planned: {
    next: 'own',
    optional: true,
    clearable: true,
    asGiven: true,
    place: 2,
    text: ({ planned }) => planned && withWeekday(planned),
  },
  repeat: {
    next: 'own',
    optional: true,
    clearable: true,
    asGiven: true,
    place: 3,
    label: 'repeats',
    text: repeatText,
  },
  tags: {
    next: 'same',
    optional: true,
    clearable: true,
    asGiven: true,
    place: 6,
    text: ({ tags }) => tags?.map(cleanLine).join(', '),
  },
  project: {
    next: 'same',
    optional: true,
    clearable: true,
    asGiven: true,
    place: 5,
    text: ({ project }) => project,
  },
  checklist: {
    next: 'own',
    optional: true,
    clearable: true,
    place: 7,
    text: (todo) => todo.checklist_done ?? progressOf(todo),
    inChange: (todo) => {
      const entries = todo.checklist?.map(({ text, done }) => (done ? `[x] ${text}` : text));
      return entries?.length ? `${progressOf(todo)}: ${entries.join(', ')}` : undefined;
    },
  },
  series_date: { next: 'none' },
  continued_as: { next: 'none' },
  created_at: { next: 'none' },
  updated_at: { next: 'none' },
  completed_at: { next: 'none' },
} as const satisfies Record<keyof Todo, Field>;

const ROWS: readonly (readonly [name: string, field: Field])[] = Object.entries(FIELDS);

/** The names of the fields that have `V` as `K` in their row. */
export type FieldsWith<K extends keyof Field, V> = {
  [Name in keyof Todo]-?: (typeof FIELDS)[Name] extends Record<K, V> ? Name : never;
}[keyof Todo];

/** The fields that have `value` in their row, in the order of the rows. */
export function fieldsWith<K extends keyof Field, const V extends Field[K]>(
  key: K,
  value: V,
): FieldsWith<K, V>[] {
  const hasValue = (name: string): name is FieldsWith<K, V> =>
    ROWS.some(([each, field]) => each === name && field[key] === value);
  return Object.keys(FIELDS).filter(hasValue);
}

/** A field and those that are emptied with it. */
export function clearedBy(name: keyof Todo): (keyof Todo)[] {
  const { clears = [] }: Field = FIELDS[name];
  return [name, ...clears];
}

const IN_LINE = ROWS.filter(([, { place }]) => place !== undefined).toSorted(
  ([, a], [, b]) => (a.place ?? 0) - (b.place ?? 0),
);

/** The facts about `todo` that a line has room for, in one line each. */
export function factsOf(todo: ShownTodo): { name: string; label: string; text: string }[] {
  return IN_LINE.map(([name, { label = name, text }]) => ({
    name,
    label,
    text: cleanLine(text?.(todo) ?? ''),
  })).filter(({ text }) => text);
}

/** The fields in which two versions of a todo differ, with their texts, empty for none. */
export function differencesOf(before: Todo, after: Todo): { name: string; before: string; after: string }[] {
  return ROWS.map(([name, { text, inChange = text }]) => ({
    name,
    before: inChange?.(before) ?? '',
    after: inChange?.(after) ?? '',
  })).filter((each) => each.before !== each.after);
}
