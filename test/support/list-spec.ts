/** What the answers of a server say about its list, for a list of titles. */
import type { Message } from './spawned.ts';

/** A list as its clients know it: each todo's title by its id, after `x ` if it is completed. */
export interface List {
  readonly nextId: number;
  readonly todos: ReadonlyMap<number, string>;
}
export const EMPTY_LIST: List = { nextId: 1, todos: new Map() };

export interface Call {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Shares of the tools in the calls of one who changes the list, and of one who finds nothing to do. */
const WRITING = {
  add_todo: 5,
  complete_todo: 35,
  reopen_todo: 35,
  update_todo: 13,
  delete_todo: 2,
  get_todo: 10,
};
const LOOKING = { complete_todo: 40, get_todo: 40, list_todos: 20 };

/** The calls that a history begins with. */
export const FIRST_CALLS: readonly Call[] = [
  ...['one', 'two', 'three'].map((title) => ({ tool: 'add_todo', args: { title } })),
  { tool: 'complete_todo', args: { todo_id: 1 } },
];

/** A random call, for few todos, so that calls meet. #1 stays completed: who looks has something to find done already. */
export function randomCall(random: () => number, isWriter: boolean, newTitle: () => string): Call {
  const tool = chosen(isWriter ? WRITING : LOOKING, random() * 100);
  const todo_id = 2 + Math.floor(random() * 2);
  if (tool === 'add_todo') return { tool, args: { title: newTitle() } };
  if (tool === 'update_todo') return { tool, args: { todo_id, title: newTitle() } };
  if (tool === 'delete_todo') return { tool, args: { todo_id: todo_id + 2 } };
  if (tool === 'list_todos') return { tool, args: { limit: 200 } };
  return { tool, args: { todo_id: isWriter || tool === 'get_todo' ? todo_id : 1 } };
}

function chosen(shares: Readonly<Record<string, number>>, at: number): string {
  let sum = 0;
  return Object.keys(shares).find((tool) => (sum += shares[tool] ?? 0) > at) ?? 'list_todos';
}

/** The same text for equal lists only. */
export function textOf({ nextId, todos }: List): string {
  const sorted = [...todos].toSorted(([a], [b]) => a - b);
  return `next #${nextId}: ${sorted.map(([id, todo]) => `#${id} ${todo}`).join(', ')}`;
}

interface Todo {
  readonly id: number;
  readonly title: string;
  readonly completed: boolean;
}

/** The todos of an answer or a file as the model has them. */
export function todosOf(todos: readonly Todo[]): List['todos'] {
  return new Map(todos.map((todo) => [todo.id, shown(todo)]));
}

function shown({ title, completed }: Todo): string {
  return completed ? `x ${title}` : title;
}

/** What a tool's answer says, as far as the model knows it. */
interface Said {
  readonly text: string;
  readonly todo: Todo | undefined;
  readonly todos: readonly Todo[] | undefined;
  readonly unchanged: boolean;
}

function saidBy({ result }: Message): Said {
  const { content, structuredContent } = (result ?? {}) as {
    content?: { text: string }[];
    structuredContent?: { todo?: Todo; todos?: Todo[]; unchanged?: boolean };
  };
  const { todo, todos, unchanged = false } = structuredContent ?? {};
  return { text: content?.[0]?.text ?? '', todo, todos, unchanged };
}

/** The text of a tool's answer. */
export function textIn(answer: Message): string {
  return saidBy(answer).text;
}

/** Whether a call failed in the store. Then the answer must say whether the change was made. */
export function isRefused(answer: Message): boolean {
  return textIn(answer).startsWith('MCP error -32603');
}

/** Whether an answer says that all asked for is in the list, but not whether there was anything to do. */
export function isUnconfirmed(answer: Message): boolean {
  return isRefused(answer) && textIn(answer).includes('Saved, but');
}

/**
 * The list after a call.
 *
 * @param answer undefined if the server was killed before it answered
 * @returns undefined if the answer isn't true of the list `before`
 */
export function afterCall({ tool, args }: Call, before: List, answer: Message | undefined): List | undefined {
  const said = answer && saidBy(answer);
  if (answer && isRefused(answer) && !isUnconfirmed(answer)) {
    return said?.text.includes('Nothing was changed') ? before : undefined;
  }
  if (tool === 'list_todos') {
    const listed = said?.todos && textOf({ ...before, todos: todosOf(said.todos) });
    return listed === undefined || listed === textOf(before) ? before : undefined;
  }
  const id = tool === 'add_todo' ? before.nextId : Number(args['todo_id']);
  const known = before.todos.get(id);
  if (known === undefined && tool !== 'add_todo') {
    return !said || said.text.includes(`No todo #${id}`) ? before : undefined;
  }
  const changed = changedTodo(tool, known ?? '', args);
  if (answer && said && !isRefused(answer) && !isTrue(said, tool, id, known, changed)) return undefined;
  const todos = new Map(before.todos);
  if (changed === undefined) todos.delete(id);
  else todos.set(id, changed);
  return { nextId: Math.max(before.nextId, id + 1), todos };
}

/** What becomes of a todo; undefined if it is deleted. */
function changedTodo(tool: string, known: string, { title: newTitle }: Call['args']): string | undefined {
  const title = known.replace(/^x /, '');
  if (tool === 'add_todo') return String(newTitle);
  if (tool === 'complete_todo') return `x ${title}`;
  if (tool === 'reopen_todo') return title;
  if (tool === 'update_todo') return known.replace(title, String(newTitle));
  return tool === 'delete_todo' ? undefined : known;
}

/** Whether an answer shows the todo as it must be, and says that nothing changed only if that is so. */
function isTrue(
  { unchanged, todo }: Said,
  tool: string,
  id: number,
  known: string | undefined,
  changed: string | undefined,
): boolean {
  const isNoop = tool !== 'get_todo' && changed === known;
  return todo?.id === id && shown(todo) === (changed ?? known) && unchanged === isNoop;
}
