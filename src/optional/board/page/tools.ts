/** Calls of the server's tools. */
import type { TodoView } from '../../../render/todo-view.ts';
import {
  type Answer,
  answerIn,
  isLast,
  type Labels,
  pageIn,
  type Reading,
  readingOf,
  todoIn,
  todosIn,
} from './answers.ts';
import type { Host } from './host.ts';
import { type Filter, labelsOf } from './model.ts';
import { listOf, numberOf, textOf, valuesOf } from './values.ts';

/** The server may wait 10 seconds for a lock, and the host may ask the person first. */
const TIMEOUT_MS = 60_000;
const PAGE_SIZE = 200;

/** The server's tools, called through the host. */
export class Tools {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** @throws Error with the message of the server or the host */
  async call(name: string, args: object = {}): Promise<Answer> {
    return answerIn(await this.#host.request('tools/call', { name, arguments: args }, TIMEOUT_MS));
  }

  /** A todo with its description and checklist; undefined if the host leaves them out. */
  async whole(id: number): Promise<TodoView | undefined> {
    const { structured } = await this.call('get_todo', { todo_id: id });
    return todoIn(structured['todo']);
  }

  /**
   * Reads the list, which takes one call if it fits into one page.
   *
   * @param wanted how many open todos to read at least
   * @returns the text of the result if the host leaves out the rest
   */
  async read(filter: Filter, wanted: number): Promise<Reading | string> {
    const todos: TodoView[] = [];
    let cursor: string | undefined;
    for (;;) {
      const { structured, text } = await this.call('list_todos', { ...filter, limit: PAGE_SIZE, cursor });
      const page = pageIn(structured);
      if (!page) return text;
      todos.push(...page.todos);
      ({ cursor } = page);
      const reading = readingOf({ ...page, todos });
      if (isLast(page)) return reading;
      if (!reading.isComplete && todos.length >= wanted)
        return { ...reading, todos: [...reading.todos, ...(await this.#done(filter))] };
    }
  }

  /** The projects and tags in use, and how many todos are open. */
  async overview(): Promise<Labels & { open: number | undefined }> {
    const { structured } = await this.call('get_overview');
    const namesIn = (labels: unknown) =>
      listOf(labels).flatMap((label) => textOf(valuesOf(label)['name']) ?? []);
    const { projects } = labelsOf(
      namesIn(structured['projects']).map((project) => ({ id: 0, title: '', completed: false, project })),
    );
    return {
      projects,
      tags: namesIn(structured['tags']),
      open: numberOf(valuesOf(structured['counts'])['open']),
    };
  }

  async #done(filter: Filter): Promise<TodoView[]> {
    const { structured } = await this.call('list_todos', {
      ...filter,
      completed_from: 'today',
      limit: PAGE_SIZE,
    });
    return todosIn(structured['todos']);
  }
}
