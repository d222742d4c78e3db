import { type NewTodo, newTodo, refuseTooMany } from './changes.ts';
import { fold } from './fold.ts';
import { dayOf, type Moment } from './moment.ts';
import { successorId } from './repeating.ts';
import type { Changed, Snapshot } from './snapshot.ts';
import type { ChecklistEntry, Todo } from './todo.ts';
import { spellingAfter } from './vocabulary.ts';

/** What is to be added: a new todo, or one of another list of ours, which is taken as it is. */
export type Imported =
  | { readonly fields: NewTodo; readonly checklist: readonly ChecklistEntry[] }
  | { readonly stored: Todo };

/** What became of one of them: it was added, or left out because it is `twin` already. */
export type ImportOutcome = { readonly added: Todo } | { readonly twin: Todo };

/**
 * Adds many todos at once, those that are there already left out. An open one is there already when an open todo has the
 * same title, folded, and the same due date; a completed one when a completed todo has both, and was completed on the
 * same day; one from another list of ours also when a todo has the same title and was created at the same instant.
 *
 * @param duplicates whether to add those, too
 * @returns one outcome for each of `imported`
 * @throws TodoError `limit_reached`; then nothing is added
 */
export function importTodos(
  snapshot: Snapshot,
  imported: readonly Imported[],
  { moment, duplicates }: { readonly moment: Moment; readonly duplicates: boolean },
): Changed<ImportOutcome[]> {
  const known = new Map<string, Todo>();
  if (!duplicates) for (const todo of snapshot.todos) remember(known, todo, moment);
  const spelling = spellingAfter(snapshot.todos);
  const newIds = new Map<number, number>();
  let id = snapshot.next_id;
  const outcomes = imported.map((each): ImportOutcome => {
    const todo = spelling(made(each, id, moment.now));
    const twin = keysOf(todo, moment, 'stored' in each)
      .map((key) => known.get(key))
      .find((found) => found !== undefined);
    if (twin) return { twin };
    if ('stored' in each) newIds.set(each.stored.id, id);
    id += 1;
    if (!duplicates) remember(known, todo, moment);
    return { added: todo };
  });
  const settled = outcomes.map((outcome) =>
    'added' in outcome ? { added: withNewSuccessor(outcome.added, newIds) } : outcome,
  );
  const added = settled.flatMap((outcome) => ('added' in outcome ? [outcome.added] : []));
  if (!added.length) return { snapshot, result: settled };
  refuseTooMany(snapshot, added.length);
  return { snapshot: { ...snapshot, todos: [...snapshot.todos, ...added], next_id: id }, result: settled };
}

function made(imported: Imported, id: number, now: string): Todo {
  if ('stored' in imported) return { ...imported.stored, id };
  const { fields, checklist } = imported;
  const todo = newTodo(id, { ...fields, checklist: checklist.map(({ text }) => text) }, now);
  return checklist.length ? { ...todo, checklist: [...checklist] } : todo;
}

function remember(known: Map<string, Todo>, todo: Todo, moment: Moment): void {
  for (const key of keysOf(todo, moment, true)) if (!known.has(key)) known.set(key, todo);
}

/** What two todos share that are the same one. */
function keysOf(todo: Todo, moment: Moment, hasInstant: boolean): string[] {
  const title = fold(todo.title);
  const state = todo.completed ? `completed ${dayOf(todo.completed_at, moment) ?? ''}` : 'open';
  const same = [`${state}\n${todo.due ?? ''}\n${title}`];
  return hasInstant && todo.created_at ? [...same, `created ${todo.created_at}\n${title}`] : same;
}

/** `continued_as` names an id of the other list. */
function withNewSuccessor(todo: Todo, newIds: ReadonlyMap<number, number>): Todo {
  if (todo.continued_as === undefined) return todo;
  const { continued_as: _, ...others } = todo;
  const successor = newIds.get(successorId(todo) ?? 0);
  return successor === undefined ? others : { ...others, continued_as: successor };
}
