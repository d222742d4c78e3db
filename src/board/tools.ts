import type { CalendarDate } from '../domain/dates/calendar.ts';
import type { TodoView } from '../render/todo-view.ts';
import type { Host } from './host.ts';
import { type Filter, listingIn } from './model.ts';
import { listOf, textOf, type Values, valuesOf } from './values.ts';

/** What a tool answered; `structured` is empty where the host leaves it out. */
export interface Answer {
  readonly structured: Values;
  readonly text: string;
}

/** The list as it was read. */
export interface Reading {
  readonly today: CalendarDate;
  /** open ones, in the server's order, as far as they were asked for */
  readonly open: readonly TodoView[];
  /** how many are open */
  readonly total: number;
  /** those completed today */
  readonly done: readonly TodoView[];
  /** to choose from */
  readonly projects: readonly string[];
  readonly tags: readonly string[];
}

/** The server refuses what was asked: asking again doesn't help. */
export class Refusal extends Error {}

/** A change may wait 10 seconds for another program's, and a person may be asked before it. */
const PATIENCE_MS = 60_000;

/**
 * What a tool's result says.
 *
 * @throws Refusal with the words of a result that is an error and stays one, Error with those of any other
 */
export function answerIn(result: unknown): Answer {
  const { content, structuredContent, isError } = valuesOf(result);
  const text = listOf(content)
    .map((block) => textOf(valuesOf(block)['text']) ?? '')
    .join('\n');
  if (isError === true) {
    const words = text.replace(/^MCP error -?\d+: /, '');
    throw text.startsWith('MCP error -32602') ? new Refusal(words) : new Error(words);
  }
  return { structured: valuesOf(structuredContent), text };
}

/** The server's tools, as the host lets the board call them. */
export class Tools {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** @throws Error with the words of the server or the host, when it was refused */
  async call(name: string, args: object = {}): Promise<Answer> {
    return answerIn(await this.#host.request('tools/call', { name, arguments: args }, PATIENCE_MS));
  }

  /**
   * Reads the list.
   *
   * @param wanted how many open todos are needed at least; there may be fewer
   * @returns the server's text where the host leaves out everything else
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
