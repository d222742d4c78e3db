/** The cached list, what is newer in the database, and what a change writes. */
import { TodoError } from '../../domain/errors.ts';
import { idsIn, isHistory } from '../../domain/history.ts';
import { changedSpan, EMPTY_SNAPSHOT, type Snapshot } from '../../domain/snapshot.ts';
import { issueText, valueAt } from '../../domain/text/describe-value.ts';
import { exactJson } from '../../domain/text/exact-numbers.ts';
import type { Reading } from '../../domain/todo-store.ts';
import { storedTodoSchema, type Todo } from '../../domain/todo.ts';
import { parseExactly } from '../../store/exact-json.ts';
import type { Row } from './connection.ts';
import { FORMAT } from './statements.ts';
import { keyText, nextKeys, type StepKeys, stepRows } from './step-keys.ts';

/** The list in the database as this process knows it. Immutable. */
export interface KnownList extends Reading {
  readonly revision: number;
  /** the id of the change that made this revision; null if there is no list */
  readonly change: string | null;
  readonly keys: StepKeys;
  /** the size of the todos as JSON */
  readonly bytes: number;
}

export const NO_LIST: KnownList = {
  snapshot: EMPTY_SNAPSHOT,
  revision: 0,
  change: null,
  keys: new Map(),
  bytes: 0,
};

/**
 * Applies what was read to what is known; returns the same object when nothing is new. Todos are ordered by id.
 *
 * @param place the database's name in messages
 * @throws TodoError `store_too_new` or `store_damaged`
 */
export function withRows(known: KnownList, rows: readonly Row[], place: string): KnownList {
  const [, revision, nextId, change, extra] = rows.find(([kind]) => kind === 'list') ?? [];
  const [, base, format] = rows.find(([kind]) => kind === 'base') ?? [];
  if (!change) return known.change === null ? known : noListAnyMore(place);
  if (Number(format) > FORMAT) throw tooNew(place, Number(format));
  if (change === known.change) return known;
  const old = Number(base) > 0 ? known : NO_LIST;
  const { todos, bytes } = withTodos(old, rows, place);
  const keys = withSteps(old.keys, rows, place);
  const history = [...keys.keys()];
  let highest = todos.at(-1)?.id ?? 0;
  for (const id of idsIn(history)) highest = Math.max(highest, id);
  const snapshot: Snapshot = {
    todos,
    next_id: Math.max(Number(nextId), highest + 1),
    ...fieldsOf(parsed(extra ?? '', place, [])),
    ...(history.length && { history }),
  };
  // At revision 0 the list was just created in place of one that is gone, which the user doesn't know yet.
  const notice = Number(revision) === 0 ? known.notice : undefined;
  return { snapshot, notice, revision: Number(revision), change, keys, bytes };
}

/** The tables were dropped: a new list, with a notice for the user. */
function noListAnyMore(place: string): KnownList {
  const notice = `There is no list in the ${place} any more, so this is a new list. doctor says where it looks for one.`;
  return { ...NO_LIST, notice };
}

/** The values of WRITE that turn the list into `after`, from `next_id` on. */
export function valuesFor({ snapshot, keys }: KnownList, after: Snapshot): unknown[] {
  const { added, removed } = differing(snapshot, after);
  const ids = new Set(added.map(({ id }) => id));
  const gone = removed.filter(({ id }) => !ids.has(id));
  const steps = stepRows(keys, after.history ?? []);
  const extra = extraOf(after);
  return [
    after.next_id,
    extra === extraOf(snapshot) ? null : extra,
    [...added, ...gone].map(({ id }) => id),
    [...added.map((todo) => exactJson(todo)), ...gone.map(() => null)],
    steps.map(({ made }) => made),
    steps.map(({ part }) => part),
    steps.map(({ step }) => step && exactJson(step)),
  ];
}

/** What is known after `change` has written `after` as `revision`. */
export function written(known: KnownList, after: Snapshot, revision: number, change: string): KnownList {
  const keys = nextKeys(known.keys, after.history ?? [], revision);
  return { snapshot: after, revision, change, keys, bytes: bytesAfter(known, after) };
}

/** The size of the todos of `after` as JSON, in bytes. */
export function bytesAfter({ snapshot, bytes }: KnownList, after: Snapshot): number {
  const { added, removed } = differing(snapshot, after);
  return bytes + bytesOf(added) - bytesOf(removed);
}

/** The todos that differ between two versions; a changed one is both removed and added. */
function differing(before: Snapshot, after: Snapshot) {
  const span = changedSpan(before.todos, after.todos);
  const [were, are] = [new Set(span.before), new Set(span.after)];
  return {
    added: span.after.filter((todo) => !were.has(todo)),
    removed: span.before.filter((todo) => !are.has(todo)),
  };
}

function bytesOf(todos: readonly Todo[]): number {
  return todos.reduce((sum, todo) => sum + Buffer.byteLength(JSON.stringify(todo)), 0);
}

function withTodos({ snapshot, bytes: before }: KnownList, rows: readonly Row[], place: string) {
  const byId = new Map(snapshot.todos.map((todo) => [todo.id, todo]));
  let bytes = before;
  for (const [kind, id, , , body] of rows) {
    if (kind !== 'todo') continue;
    const old = byId.get(Number(id));
    if (old) bytes -= bytesOf([old]);
    byId.delete(Number(id));
    if (typeof body !== 'string') continue;
    const todo = parsed(body, place, ['todos', 0]);
    checkTodo(Number(id), todo, place);
    bytes += Buffer.byteLength(body);
    byId.set(todo.id, todo);
  }
  return { todos: [...byId.values()].toSorted((a, b) => a.id - b.id), bytes };
}

function withSteps(known: StepKeys, rows: readonly Row[], place: string): StepKeys {
  const byKey = new Map([...known].map(([step, key]) => [keyText(key), { step, key }]));
  for (const [kind, made, part, , body] of rows) {
    if (kind !== 'step') continue;
    const key = { made: Number(made), part: Number(part) };
    byKey.delete(keyText(key));
    // A step that can't be used must not block the todos.
    const steps = typeof body === 'string' ? [parsed(body, place, ['history', 0])] : [];
    if (isHistory(steps)) for (const step of steps) byKey.set(keyText(key), { step, key });
  }
  const inOrder = [...byKey.values()].toSorted(
    ({ key: a }, { key: b }) => a.made - b.made || a.part - b.part,
  );
  return new Map(inOrder.map(({ step, key }) => [step, key]));
}

/** Checks a todo: rows can be edited with other programs. */
function checkTodo(id: number, todo: unknown, place: string): asserts todo is Todo {
  const issue = storedTodoSchema.safeParse(todo).error?.issues[0];
  if (issue) {
    const field = issue.path.length ? `"${issue.path.join('.')}"` : 'it';
    throw damaged(place, `todo #${id}: ${field} ${issueText(issue, valueAt(todo, issue.path))}`);
  }
  if (valueAt(todo, ['id']) !== id) throw damaged(place, `todo #${id}: its JSON has another id`);
}

/** @param root what leads to this part from the list, as in {@link parseExactly} */
function parsed(text: string, place: string, root: readonly (string | number)[]): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return exactJson(value) === text ? value : parseExactly(text, root).value;
  } catch (error) {
    throw damaged(place, String(error));
  }
}

function fieldsOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

/** The list's fields that this program doesn't know, as JSON. */
function extraOf(snapshot: Snapshot): string {
  const { todos: _todos, next_id: _nextId, history: _history, ...extra } = snapshot;
  return exactJson(extra);
}

function damaged(place: string, problem: string): TodoError {
  return new TodoError(
    'store_damaged',
    `The list in the ${place} can't be used: ${problem}.`,
    'It was left as it is. Repair that row of todo_item with a database tool; no restart is needed.',
  );
}

function tooNew(place: string, format: number): TodoError {
  return new TodoError(
    'store_too_new',
    `The list in the ${place} was written by a newer Todo Manager (format ${format}; this one knows ${FORMAT}).`,
    'Update this server; until then nothing in the database is touched.',
  );
}
