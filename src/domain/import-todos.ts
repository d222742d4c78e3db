import { type NewTodo, newTodo, refuseTooMany } from './changes.ts';
import { dayOf, type Moment } from './dates/calendar.ts';
import { spellingOf } from './labels.ts';
import { successorId } from './repeat/repeating.ts';
import type { Changed, Snapshot } from './snapshot.ts';
import { fold } from './text/text.ts';
import type { ChecklistEntry, Todo } from './todo.ts';

/** A new todo, or one from another Todo Manager list, which is taken as it is. */
export type Imported =
  | { readonly fields: NewTodo; readonly checklist: readonly ChecklistEntry[] }
  | { readonly stored: Todo };

/** The outcome for one todo: it was added, or left out because it is a duplicate of `twin`. */
export type ImportOutcome = { readonly added: Todo } | { readonly twin: Todo };

/**
 * Adds many todos at once and leaves out duplicates. Duplicates are: two open todos with the same folded title and due
 * date; two completed ones that were also completed on the same day; and a todo from another Todo Manager list with the
 * same title and time of creation as one here.
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
    const twin = known.of(todo, 'stored' in each);
    if ('stored' in each) ids.set(each.stored.id, twin?.id ?? id);
    if (twin) return { twin };
    id += 1;
    if (!duplicates) known.add(todo);
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

/** Finds the todo that another one is a duplicate of. */
class Twins {
  readonly #moment: Moment;
  readonly #alike = new Map<string, Todo>();
  /** only todos of the list, as two imported ones may have been created at the same instant */
  readonly #created = new Map<string, Todo>();

  constructor(moment: Moment, list: readonly Todo[]) {
    this.#moment = moment;
    for (const todo of list) {
      this.add(todo);
      if (todo.created_at) this.#created.set(creationOf(todo), todo);
    }
  }

  add(todo: Todo): void {
    const key = this.#keyOf(todo);
    if (!this.#alike.has(key)) this.#alike.set(key, todo);
  }

  /** @param isOurs whether it is from a Todo Manager list, so that its creation time can be trusted */
  of(todo: Todo, isOurs: boolean): Todo | undefined {
    const same = isOurs && todo.created_at ? this.#created.get(creationOf(todo)) : undefined;
    return same ?? this.#alike.get(this.#keyOf(todo));
  }

  #keyOf(todo: Todo): string {
    const state = todo.completed ? `completed ${dayOf(todo.completed_at, this.#moment) ?? ''}` : 'open';
    return `${state}\n${todo.due ?? ''}\n${fold(todo.title)}`;
  }
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
