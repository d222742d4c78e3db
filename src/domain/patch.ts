/** The fields of a todo that can be set and cleared, and their stored form. */
import { checklistOf, type NewEntry } from './checklist.ts';
import type { CalendarDate } from './dates/calendar.ts';
import type { ClockTime } from './dates/due.ts';
import { TodoError } from './errors.ts';
import { clearedBy, fieldsWith } from './fields.ts';
import { labelKey } from './text/text.ts';
import { type ChecklistEntry, LIMITS, type Priority, type Todo } from './todo.ts';

/** The fields that may be empty. */
export const CLEARABLE = fieldsWith('clearable', true);
type Clearable = (typeof CLEARABLE)[number];

/** The optional fields of a todo, as they can be set. */
export interface OptionalFields {
  readonly description?: string | undefined;
  readonly priority?: Priority | undefined;
  readonly due?: CalendarDate | undefined;
  /** a new due date without it keeps the old time */
  readonly due_time?: ClockTime | undefined;
  readonly planned?: CalendarDate | undefined;
  /** a rule in its canonical form; see repeating.ts */
  readonly repeat?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly project?: string | undefined;
  /** its entries, or their texts */
  readonly checklist?: readonly (NewEntry | string)[] | undefined;
}

/** What to change in a todo; other fields stay as they are. */
export interface TodoPatch extends OptionalFields {
  readonly title?: string | undefined;
  /** a line to add to the description */
  readonly append?: string | undefined;
  readonly add_tags?: readonly string[] | undefined;
  readonly remove_tags?: readonly string[] | undefined;
  /** entries to add to the checklist */
  readonly add_items?: readonly NewEntry[] | undefined;
  /** fields to empty */
  readonly clear?: readonly Clearable[] | undefined;
}

/** Two ways to change one field; a patch may use only one of them. */
const EXCLUSIVE: readonly (readonly [keyof TodoPatch & Clearable, keyof TodoPatch])[] = [
  ['description', 'append'],
  ['tags', 'add_tags'],
  ['tags', 'remove_tags'],
  ['checklist', 'add_items'],
];

/**
 * The fields of `todo` that `patch` sets, null for those it empties.
 *
 * @throws TodoError `invalid_input` when nothing is given, a field is changed in two ways or would become too long
 */
export function valuesOf(todo: Todo, patch: TodoPatch): Partial<Todo> {
  refuseContradiction(patch);
  const { append, add_tags, remove_tags, checklist, add_items, clear = [], ...fields } = patch;
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const emptied = clear
    .flatMap(clearedBy)
    .filter((field) => todo[field] !== undefined)
    .map((field) => [field, null]);
  const values: Partial<Todo> = Object.fromEntries([...given, ...emptied]);
  return {
    // A time without a day was left by a program that knows no times; it isn't meant for the new day.
    ...(patch.due && !todo.due && todo.due_time && { due_time: null }),
    ...values,
    ...(append !== undefined && { description: appended(todo, append) }),
    ...((add_tags ?? remove_tags) && { tags: retagged(todo, add_tags, remove_tags) }),
    ...(checklist && { checklist: checklistOf(checklist, todo.checklist ?? []) }),
    ...(add_items && { checklist: lengthened(todo, add_items) }),
  };
}

function refuseContradiction(patch: TodoPatch): void {
  const { clear = [] } = patch;
  if (!clear.length && Object.values(patch).every((value) => value === undefined)) {
    throw new TodoError(
      'invalid_input',
      'There is nothing to change.',
      'Give at least one field to set, or name fields to empty in clear, e.g. clear: ["due"].',
    );
  }
  const cleared = clear.find((field) => patch[field] !== undefined);
  if (cleared) throw contradiction(`${cleared} is both given and in clear.`);
  for (const [field, other] of EXCLUSIVE) {
    if (patch[other] === undefined) continue;
    if (patch[field] !== undefined)
      throw contradiction(`${field}, which replaces, and ${other} are both given.`);
    if (clear.includes(field)) throw contradiction(`${other} is given, and ${field} is in clear.`);
  }
}

function contradiction(problem: string): TodoError {
  return new TodoError('invalid_input', problem, 'Give one of the two.');
}

function appended({ description }: Todo, line: string): string {
  const whole = description ? `${description}\n${line}` : line;
  const length = Array.from(whole).length;
  if (length <= LIMITS.description) return whole;
  throw new TodoError(
    'invalid_input',
    `The description would become ${length} characters long; ${LIMITS.description} is the limit.`,
    'Replace it with a shorter description.',
  );
}

function lengthened({ checklist }: Todo, added: readonly NewEntry[]): ChecklistEntry[] {
  const all = [...(checklist ?? []), ...checklistOf(added)];
  if (all.length <= LIMITS.checklist) return all;
  throw new TodoError(
    'invalid_input',
    `The checklist would have ${all.length} entries; ${LIMITS.checklist} is the limit.`,
    'Give checklist with those that are still needed, or make a second todo.',
  );
}

function retagged(todo: Todo, added: readonly string[] = [], removed: readonly string[] = []): string[] {
  const unwanted = new Set(removed.map(labelKey));
  const both = added.find((tag) => unwanted.has(labelKey(tag)));
  if (both !== undefined) throw contradiction(`The tag "${both}" is in add_tags and in remove_tags.`);
  const kept = (todo.tags ?? []).filter((tag) => !unwanted.has(labelKey(tag)));
  const keys = new Set(kept.map(labelKey));
  const tags = [...kept, ...added.filter((tag) => !keys.has(labelKey(tag)))];
  if (tags.length <= LIMITS.tags || !added.length) return tags;
  throw new TodoError(
    'invalid_input',
    `The todo would have ${tags.length} tags; ${LIMITS.tags} is the limit.`,
    'Take some away with remove_tags.',
  );
}
