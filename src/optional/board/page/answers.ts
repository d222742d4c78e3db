/** The results of the tools, as the page reads them. */
import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import type { Filter } from './model.ts';
import { listOf, plain, textOf, type Values, valuesOf } from './values.ts';

/** The result of a tool; `structured` is empty if the host leaves it out. */
export interface Answer {
  readonly structured: Values;
  readonly text: string;
}

/** The list as it was read. */
export interface Reading {
  readonly today: CalendarDate;
  /** the server's clock, `HH:MM`; undefined if it doesn't say */
  readonly time: string | undefined;
  /** the open todos in the server's order, as many as were wanted, and those completed today */
  readonly todos: readonly TodoView[];
  /** whether these are all open todos */
  readonly isComplete: boolean;
}

export interface Labels {
  readonly projects: readonly string[];
  readonly tags: readonly string[];
}

/** The server rejects the arguments: trying again doesn't help. */
export class ToolRefusal extends Error {}

/** The code of a tool error when the arguments are at fault. */
const INVALID_PARAMS = -32602;

/**
 * Reads a tool's result.
 *
 * @throws ToolRefusal or Error with the message of a tool error, without codes
 */
export function answerIn(result: unknown): Answer {
  const { content, structuredContent, isError, _meta } = valuesOf(result);
  const text = listOf(content)
    .map((block) => textOf(valuesOf(block)['text']) ?? '')
    .join('\n');
  if (isError === true) {
    const isRefused = valuesOf(_meta)['io.github.todo-manager/code'] === INVALID_PARAMS;
    throw isRefused ? new ToolRefusal(plain(text)) : new Error(plain(text));
  }
  return { structured: valuesOf(structuredContent), text };
}

/** A todo of an answer; undefined if `value` is none. Its fields other than these are trusted. */
export function todoIn(value: unknown): TodoView | undefined {
  const todo = valuesOf(value);
  const { id, title, completed } = todo;
  if (typeof id !== 'number' || typeof title !== 'string') return undefined;
  return { ...todo, id, title, completed: completed === true };
}

export function todosIn(value: unknown): TodoView[] {
  return listOf(value).flatMap((each) => todoIn(each) ?? []);
}

/** The filter in the arguments of `show_board`. */
export function filterIn(args: unknown): Filter {
  const { project, tag } = valuesOf(args);
  return { project: textOf(project), tag: textOf(tag) };
}

/** A page of a list, the result of `show_board` and `list_todos`; undefined if the host left it out. */
export function pageIn({ todos, today, time, next_cursor: cursor }: Values) {
  if (!Array.isArray(todos) || typeof today !== 'string') return undefined;
  return { todos: todosIn(todos), today, time: textOf(time), cursor: textOf(cursor) };
}

export type ListPage = NonNullable<ReturnType<typeof pageIn>>;

/** Whether no further page can hold an open todo, or one that was completed today. */
export function isLast({ todos, today, cursor }: ListPage): boolean {
  const last = todos.at(-1);
  return cursor === undefined || (last?.completed === true && !isDoneOn(last, today));
}

/** A page as a reading: open todos come before completed ones, and those newest first. */
export function readingOf({ todos, today, time, cursor }: ListPage): Reading {
  return {
    today,
    time,
    todos: todos.filter((todo) => !todo.completed || isDoneOn(todo, today)),
    isComplete: cursor === undefined || todos.at(-1)?.completed === true,
  };
}

function isDoneOn({ completed, completed_at: at }: TodoView, today: CalendarDate): boolean {
  return completed === true && at?.startsWith(today) === true;
}
