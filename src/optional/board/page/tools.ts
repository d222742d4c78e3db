/** Calls the server's tools through the host. */
import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import type { Host } from './host.ts';
import { type Filter, listingIn } from './model.ts';
import { listOf, textOf, type Values, valuesOf } from './values.ts';

/** The result of a tool; `structured` is empty if the host leaves it out. */
export interface Answer {
  readonly structured: Values;
  readonly text: string;
}

export interface Reading {
  readonly today: CalendarDate;
  /** in the server's order; as many as were wanted */
  readonly open: readonly TodoView[];
  /** how many are open in all */
  readonly total: number;
  /** completed today */
  readonly done: readonly TodoView[];
  /** in use, to filter by */
  readonly projects: readonly string[];
  readonly tags: readonly string[];
}

/** The server rejects the arguments: trying again doesn't help. */
export class Refusal extends Error {}

/** The code of a tool error when the arguments are at fault. */
const INVALID_PARAMS = -32602;

/** The server may wait 10 seconds for a lock, and the host may ask the person first. */
const TIMEOUT_MS = 60_000;

/**
 * Reads a tool's result.
 *
 * @throws Refusal or Error with the message of a tool error
 */
export function answerIn(result: unknown): Answer {
  const { content, structuredContent, isError, _meta } = valuesOf(result);
  const text = listOf(content)
    .map((block) => textOf(valuesOf(block)['text']) ?? '')
    .join('\n');
  if (isError === true) {
    const words = text.replace(/^MCP error -?\d+: /, '');
    throw valuesOf(_meta)['io.github.todo-manager/code'] === INVALID_PARAMS
      ? new Refusal(words)
      : new Error(words);
  }
  return { structured: valuesOf(structuredContent), text };
}

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

  /**
   * Reads the list.
   *
   * @param wanted how many open todos to read at least
   * @returns the text of the result if the host leaves out the rest
   */
  async read(filter: Filter, wanted: number): Promise<Reading | string> {
    const [first, done, overview] = await Promise.all([
      this.#page(filter),
      this.call('list_todos', { ...filter, completed_from: 'today', limit: 200 }),
      this.call('get_overview'),
    ]);
    if (typeof first === 'string') return first;
    const open = [...first.todos];
    let cursor = first.cursor;
    while (cursor !== undefined && open.length < wanted) {
      const page = await this.#page(filter, cursor);
      if (typeof page === 'string') break;
      open.push(...page.todos);
      cursor = page.cursor;
    }
    return {
      today: first.today,
      open,
      total: first.total,
      done: listingIn(done.structured)?.todos ?? [],
      projects: namesIn(overview.structured['projects']),
      tags: namesIn(overview.structured['tags']),
    };
  }

  async #page(filter: Filter, cursor?: string) {
    const args = { ...filter, show_completed: false, limit: 200, ...(cursor && { cursor }) };
    const { structured, text } = await this.call('list_todos', args);
    return listingIn(structured) ?? text;
  }
}

function namesIn(labels: unknown): string[] {
  return listOf(labels).flatMap((label) => textOf(valuesOf(label)['name']) ?? []);
}
