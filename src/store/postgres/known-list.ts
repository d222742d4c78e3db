import { changedSpan } from '../../domain/changed-span.ts';
import { TodoError } from '../../domain/errors.ts';
import { idsIn, isHistory } from '../../domain/history.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../domain/snapshot.ts';
import { storedTodoSchema, type Todo } from '../../domain/todo.ts';
import { issueText, valueAt } from '../../render/describe-value.ts';
import { FORMAT } from './statements.ts';
import { nextKeys, type StepKeys, stepRows } from './step-keys.ts';

/** A row of the statement that reads: kind, two numbers, two texts. */
export type Row = readonly (string | null)[];

/** What this process knows of the list in the database. Immutable. */
export interface KnownList {
  readonly snapshot: Snapshot;
  readonly revision: number;
  /** the id of the change that made this revision; null while there is no list */
  readonly change: string | null;
  readonly keys: StepKeys;
}

export const NO_LIST: KnownList = { snapshot: EMPTY_SNAPSHOT, revision: 0, change: null, keys: new Map() };

/**
 * The list with what was read of the database; the same object when nothing is new. Todos are in the order of their ids.
 *
 * @param place of the database, for the messages
 * @throws TodoError `store_too_new` or `store_damaged`
 */
export function withRows(known: KnownList, rows: readonly Row[], place: string): KnownList {
  const [, revision, nextId, change, extra] = rows.find(([kind]) => kind === 'list') ?? [];
  const [, base, format] = rows.find(([kind]) => kind === 'base') ?? [];
  if (!change) return NO_LIST;
  if (Number(format) > FORMAT) throw tooNew(place, Number(format));
  if (change === known.change) return known;
  const old = Number(base) > 0 ? known : NO_LIST;
  const todos = withTodos(old.snapshot.todos, rows, place);
  const keys = withSteps(old.keys, rows, place);
  const history = [...keys.keys()];
  const highest = Math.max(todos.at(-1)?.id ?? 0, ...idsIn(history));
  const snapshot: Snapshot = {
    todos,
    next_id: Math.max(Number(nextId), highest + 1),
    ...fieldsOf(parsed(extra ?? '', place)),
    ...(history.length && { history }),
  };
  return { snapshot, revision: Number(revision), change, keys };
}

/** What to write so that the list becomes `after`: values for the statement, from `next_id` on. */
export function valuesFor({ snapshot, keys }: KnownList, after: Snapshot): unknown[] {
  const span = changedSpan(snapshot.todos, after.todos);
  const before = new Map(span.before.map((todo) => [todo.id, todo]));
  const kept = new Set(span.after.map(({ id }) => id));
  const changed = span.after.filter((todo) => before.get(todo.id) !== todo);
  const gone = span.before.filter(({ id }) => !kept.has(id));
  const steps = stepRows(keys, after.history ?? []);
  const extra = extraOf(after);
  return [
    after.next_id,
    extra === extraOf(snapshot) ? null : extra,
    [...changed, ...gone].map(({ id }) => id),
    [...changed.map((todo) => JSON.stringify(todo)), ...gone.map(() => null)],
    steps.map(({ made }) => made),
    steps.map(({ part }) => part),
    steps.map(({ step }) => step && JSON.stringify(step)),
  ];
}

/** What is known when the list has become `after` by the change that made `revision`. */
export function written(known: KnownList, after: Snapshot, revision: number, change: string): KnownList {
  return { snapshot: after, revision, change, keys: nextKeys(known.keys, after.history ?? [], revision) };
}

function withTodos(known: readonly Todo[], rows: readonly Row[], place: string): readonly Todo[] {
  const byId = new Map(known.map((todo) => [todo.id, todo]));
  for (const [kind, id, , , body] of rows) {
    if (kind !== 'todo') continue;
    byId.delete(Number(id));
    if (typeof body !== 'string') continue;
    const todo = parsed(body, place);
    checkTodo(Number(id), todo, place);
    byId.set(todo.id, todo);
  }
  return [...byId.values()].toSorted((a, b) => a.id - b.id);
}

function withSteps(known: StepKeys, rows: readonly Row[], place: string): StepKeys {
  const byKey = new Map([...known].map(([step, key]) => [`${key.made}.${key.part}`, { step, key }]));
  for (const [kind, made, part, , body] of rows) {
    if (kind !== 'step') continue;
    byKey.delete(`${made}.${part}`);
    // A step that can't be used must not block the todos.
    const steps = typeof body !== 'string' ? [] : [parsed(body, place)];
    if (isHistory(steps))
      for (const step of steps)
        byKey.set(`${made}.${part}`, { step, key: { made: Number(made), part: Number(part) } });
  }
  const inOrder = [...byKey.values()].toSorted(
    ({ key: a }, { key: b }) => a.made - b.made || a.part - b.part,
  );
  return new Map(inOrder.map(({ step, key }) => [step, key]));
}

/** Rows can be edited with other programs, too. */
function checkTodo(id: number, todo: unknown, place: string): asserts todo is Todo {
  const issue = storedTodoSchema.safeParse(todo).error?.issues[0];
  if (issue) {
    const field = issue.path.length ? `"${issue.path.join('.')}"` : 'it';
    throw damaged(place, `todo #${id}: ${field} ${issueText(issue, valueAt(todo, issue.path))}`);
  }
  if (valueAt(todo, ['id']) !== id) throw damaged(place, `todo #${id}: its JSON has another id`);
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(place, String(error));
  }
}

function fieldsOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

/** The fields beside the todos that this program doesn't know, as JSON. */
function extraOf(snapshot: Snapshot): string {
  const { todos: _todos, next_id: _nextId, history: _history, ...extra } = snapshot;
  return JSON.stringify(extra);
}

function damaged(place: string, problem: string): TodoError {
  return new TodoError(
    'store_damaged',
    `The list in the ${place} can't be used: ${problem}.`,
    'It was left as it is. Repair that row of todo_item with a database tool; this server goes on with it at the next call.',
  );
}

function tooNew(place: string, format: number): TodoError {
  return new TodoError(
    'store_too_new',
    `The list in the ${place} was written by a newer Todo Manager (format ${format}; this one knows ${FORMAT}).`,
    'Update this server; until then nothing in the database is touched.',
  );
}
