/** Adds imported todos in one change. */
import { type NewTodo, newTodo, refuseTooMany } from './changes.ts';
import { dayOf, type Moment } from './dates/calendar.ts';
import { spellingOf } from './labels.ts';
import { successorId } from './repeat/repeating.ts';
import type { Changed, Snapshot } from './snapshot.ts';
import { fold, labelKey } from './text/text.ts';
import type { ChecklistEntry, Todo } from './todo.ts';

/** A new todo, or one from another Todo Manager list, which is taken as it is. */
export type Imported = (
  | { readonly fields: NewTodo; readonly checklist: readonly ChecklistEntry[] }
  | { readonly stored: Todo }
) & {
  /** where in its file it is, such as the heading above it: equal titles in different places are different todos */
  readonly place?: string | undefined;
  /** whether its due date is the first of its rule from today on, so that another day it would be another */
  readonly dueByRule?: boolean | undefined;
};

/** The outcome for one todo: it was added, or left out because it is a duplicate of `twin`. */
export type ImportOutcome = { readonly added: Todo } | { readonly twin: Todo };

/**
 * Adds many todos at once and leaves out duplicates. Duplicates are: two open todos with the same folded title and due
 * date; two such completed ones, unless they are known to have been completed on different days; and a todo from another
 * Todo Manager list with the same title and time of creation as one here. Two in different places of a file are never
 * duplicates of each other, nor both of one todo in the list. Where only the rule gives the due date, any repeating todo with
 * the title is a duplicate.
 *
 * @param duplicates whether to add duplicates too
 * @returns an outcome for each of `imported`
 * @throws TodoError `limit_reached`; then nothing is added
 */
export function importTodos(
  snapshot: Snapshot,
  imported: readonly Imported[],
  { moment, duplicates }: { readonly moment: Moment; readonly duplicates: boolean },
): Changed<ImportOutcome[]> {
  const known = new Twins(moment, duplicates ? [] : snapshot.todos);
  const inSpelling = spellingOf(snapshot.todos);
  /** ids in the other list to ids in this one */
  const ids = new Map<number, number>();
  let id = snapshot.next_id;
  const outcomes = imported.map((each): ImportOutcome => {
    const todo = inSpelling(made(each, id, moment.now));
    const twin = duplicates ? undefined : known.of(todo, each);
    if ('stored' in each) ids.set(each.stored.id, twin?.id ?? id);
    if (twin) return { twin };
    id += 1;
    return { added: todo };
  });
  const settled = outcomes.map((outcome) =>
    'added' in outcome ? { added: withSuccessor(outcome.added, ids) } : outcome,
  );
  const added = settled.flatMap((outcome) => ('added' in outcome ? [outcome.added] : []));
  if (!added.length) return { snapshot, result: settled };
  refuseTooMany(snapshot, added.length);
  return { snapshot: { ...snapshot, todos: [...snapshot.todos, ...added], next_id: id }, result: settled };
}

/** Any day of completion, or any project. */
const ANY = '*';
/** In place of the due date. */
const BY_RULE = 'by rule';

/** Finds the todo that another one is a duplicate of. */
class Twins {
  readonly #moment: Moment;
  /** the todos of the list by what they have in common with a twin, the earliest last */
  readonly #listed = new Map<string, Todo[]>();
  /** the twins that were found, so that each serves only one place of the file */
  readonly #taken = new Set<Todo>();
  /** what an entry of the file became, by its place and day */
  readonly #imported = new Map<string, Todo>();
  /** only todos of the list, as two imported ones may have been created at the same instant */
  readonly #created = new Map<string, Todo>();

  constructor(moment: Moment, list: readonly Todo[]) {
    this.#moment = moment;
    for (const todo of list.toReversed()) {
      const places = [projectOf(todo), ANY];
      const byRule = todo.repeat ? keysOf(todo, this.#daysOf(todo), places, BY_RULE) : [];
      for (const key of [...keysOf(todo, this.#daysOf(todo), places), ...byRule]) {
        const alike = this.#listed.get(key);
        if (alike) alike.push(todo);
        else this.#listed.set(key, [todo]);
      }
      if (todo.created_at) this.#created.set(creationOf(todo), todo);
    }
  }

  /** The twin of `todo`; without one, `todo` itself becomes known. */
  of(todo: Todo, imported: Imported): Todo | undefined {
    // The creation time of a todo from a Todo Manager list can be trusted.
    const same = 'stored' in imported && todo.created_at ? this.#created.get(creationOf(todo)) : undefined;
    if (same) return same;
    const [day] = this.#daysOf(todo);
    // A completed todo without a day may be any of those with one.
    const days = day === '' ? [ANY] : [day, ''];
    const place = imported.place ?? projectOf(todo);
    const by = imported.dueByRule ? BY_RULE : undefined;
    const twin =
      firstFound(keysOf(todo, days, [place], by), (key) => this.#imported.get(key)) ??
      firstFound(keysOf(todo, days, [projectOf(todo), ANY], by), (key) => this.#untaken(key));
    if (twin) this.#taken.add(twin);
    for (const key of keysOf(todo, this.#daysOf(todo), [place], by)) {
      if (!this.#imported.has(key)) this.#imported.set(key, twin ?? todo);
    }
    return twin;
  }

  #untaken(key: string): Todo | undefined {
    const alike = this.#listed.get(key) ?? [];
    let todo = alike.at(-1);
    for (; todo && this.#taken.has(todo); todo = alike.at(-1)) alike.pop();
    return todo;
  }

  /** The day of completion, empty if it has none, and {@link ANY}. */
  #daysOf({ completed, completed_at }: Todo): [string, string] {
    return [(completed && dayOf(completed_at, this.#moment)) || '', ANY];
  }
}

function keysOf(
  { completed, due, title }: Todo,
  days: readonly string[],
  places: readonly string[],
  by: string = due ?? '',
): string[] {
  const alike = `${completed ? 'completed' : 'open'}\n${by}\n${fold(title)}`;
  return places.flatMap((place) => days.map((day) => `${place}\n${day}\n${alike}`));
}

function projectOf({ project }: Todo): string {
  return labelKey(project ?? '');
}

/** The first result of `find` that isn't undefined. */
function firstFound<T>(keys: readonly string[], find: (key: string) => T | undefined): T | undefined {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function creationOf({ created_at, title }: Todo): string {
  return `${created_at}\n${fold(title)}`;
}

function made(imported: Imported, id: number, now: string): Todo {
  if ('stored' in imported) return { ...imported.stored, id };
  const { fields, checklist } = imported;
  const todo = newTodo(id, { ...fields, checklist: checklist.map(({ text }) => text) }, now);
  return checklist.length ? { ...todo, checklist: [...checklist] } : todo;
}

/** Translates `continued_as`, which is an id in the other list. */
function withSuccessor(todo: Todo, ids: ReadonlyMap<number, number>): Todo {
  if (todo.continued_as === undefined) return todo;
  const { continued_as: _, ...others } = todo;
  const successor = ids.get(successorId(todo) ?? 0);
  return successor === undefined ? others : { ...others, continued_as: successor };
}
