/** The kinds of change that a batch can hold. */
import type { Moment } from '../../domain/dates/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { alternatives, isObject, shown } from '../../domain/text/describe-value.ts';
import { addInBatch } from './add-todo.ts';
import { completeTodoTool } from './complete-todo.ts';
import { deleteTodoTool } from './delete-todo.ts';
import { titleForId, withTodosMeant } from './kit/arguments.ts';
import type { ListedSchema } from './kit/listed-schema.ts';
import type { ChangedTodo, SingleTodoTool } from './kit/single-todo.ts';
import { tidiedIds } from './kit/tidy-arguments.ts';
import { reopenTodoTool } from './reopen-todo.ts';
import { updateTodoTool } from './update-todo.ts';

const ACTIONS: ReadonlyMap<string, SingleTodoTool> = new Map([
  ['add', addInBatch],
  ['update', updateTodoTool],
  ['complete', completeTodoTool],
  ['reopen', reopenTodoTool],
  ['delete', deleteTodoTool],
]);
const ACTION_NAMES = [...ACTIONS.keys()];
const IDS: ListedSchema = { type: 'array', items: { type: 'integer' } };
/** Without their choices, which update_todo lists. */
const NAMES: ListedSchema = { type: 'array', items: { type: 'string' } };

/** The outcome of one change of a batch. */
export interface Outcome {
  /** `unknown` for an unknown action */
  readonly action: string;
  /** the change in short: `complete 9` */
  readonly of: string;
  /** whether it has `todo_ids` */
  readonly many: boolean;
  readonly changed: readonly ChangedTodo[];
  /** the arguments of the change, as the model wrote them */
  readonly given: Readonly<Record<string, unknown>>;
  /** how many of `changed` had nothing to change */
  readonly idle: number;
  readonly errors: readonly string[];
  /** what such arguments take; the answer says each once, whatever number of changes it is for */
  readonly guides: readonly string[];
  /** for how many todos it failed */
  readonly failed: number;
}

interface Step {
  readonly snapshot: Snapshot;
  readonly outcome: Outcome;
}

/** Makes one change; a todo for which it fails stays as it is. */
export function makeChange(snapshot: Snapshot, change: unknown, moment: Moment): Step {
  const { action, todo_ids, ...args } = isObject(change) ? change : {};
  const word = typeof action === 'string' ? action.trim().toLowerCase() : '';
  const tool = ACTIONS.get(word);
  const ids = new Set(tidiedIds(todo_ids));
  const [id] = tidiedIds(args['todo_id']);
  const name = tool ? word : 'unknown';
  const about = { action: name, given: args, of: id === undefined ? name : `${name} ${shown(id)}` };
  const one = ['todo_id', 'item'].filter((argument) => tidiedIds(args[argument]).length);
  const problem = problemOf(change, action, tool, ids.size ? one : []);
  if (!tool || problem !== undefined) {
    const errors = [problem ?? ''];
    return {
      snapshot,
      outcome: { ...about, many: false, changed: [], idle: 0, errors, guides: [], failed: 1 },
    };
  }
  // A new todo has no id yet: add refuses todo_ids like any unknown argument.
  const many = ids.size > 0 && tool !== addInBatch;
  const calls = many ? [...ids].map((todo_id) => ({ ...args, todo_id })) : [{ ...args, todo_ids }];
  const changing = many ? new Set([...ids].filter((each) => typeof each === 'number')) : undefined;
  return applied(snapshot, calls, (list, call) => tool.apply(list, call, moment, changing), {
    ...about,
    many,
  });
}

/** An action in the past tense, such as `added`, for a todo or for a checklist entry. */
export function doneWord(action: string, toItem: boolean): string {
  return ACTIONS.get(action)?.[toItem ? 'doneToItem' : 'done'] ?? action;
}

/** Whether an action completes todos, so that a line about one needn't say that it is completed. */
export function completes(action: string): boolean {
  return ACTIONS.get(action)?.completes ?? false;
}

/** How many todos a change is for. */
export function todosIn(change: unknown): number {
  return Math.max(1, isObject(change) ? tidiedIds(change['todo_ids']).length : 1);
}

/**
 * The listed schema of a change: the fields of all tools that it can stand for, without the descriptions that those
 * tools list.
 */
export function listedChange(): ListedSchema {
  const { todo_id = IDS, ...fields } = {
    ...updateTodoTool.inputSchema.properties,
    item: completeTodoTool.inputSchema.properties?.['item'] ?? IDS,
    completed: addInBatch.inputSchema.properties?.['completed'] ?? IDS,
  };
  const listed = { todo_id, todo_ids: IDS, ...fields, clear: NAMES };
  const plain = Object.entries(listed).map(([name, field]) => {
    const { description: _, ...withoutDescription } = field;
    return [name, withoutDescription] as const;
  });
  return {
    type: 'object',
    properties: { action: { type: 'string', enum: ACTION_NAMES }, ...Object.fromEntries(plain) },
    required: ['action'],
  };
}

function applied(
  snapshot: Snapshot,
  calls: readonly object[],
  apply: (snapshot: Snapshot, call: object) => ReturnType<SingleTodoTool['apply']>,
  about: Pick<Outcome, 'action' | 'given' | 'of' | 'many'>,
): Step {
  let list = snapshot;
  let idle = 0;
  const changed: ChangedTodo[] = [];
  const errors: string[] = [];
  const guides: string[] = [];
  for (const call of calls) {
    try {
      const { snapshot: next, result } = apply(list, call);
      if (next === list) idle++;
      list = next;
      changed.push(result);
    } catch (error) {
      if (!(error instanceof TodoError)) throw error;
      const title = titleForId(call);
      const { said, guide } = title === undefined ? error : withTodosMeant(error, title, list);
      errors.push(said);
      guides.push(guide);
    }
  }
  // Says the same error for many todos once.
  const outcome = { ...about, changed, idle, errors: [...new Set(errors)], guides, failed: errors.length };
  return { snapshot: list, outcome };
}

function problemOf(
  change: unknown,
  action: unknown,
  tool: SingleTodoTool | undefined,
  besideIds: readonly string[],
): string | undefined {
  if (!isObject(change))
    return `A change must be an object, not ${shown(change)}. Such as {"action": "complete", "todo_id": 7}.`;
  if (!tool) {
    const problem = action === undefined ? 'action is missing' : `${shown(action)} is not an action`;
    return `${problem}; give ${alternatives(ACTION_NAMES)}.`;
  }
  if (besideIds.includes('todo_id')) return 'todo_id and todo_ids are both given. Give one of the two.';
  return besideIds.includes('item') ? 'item is for one todo. Give todo_id, not todo_ids.' : undefined;
}
