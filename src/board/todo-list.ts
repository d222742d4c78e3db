import type { CalendarDate } from '../domain/dates/calendar.ts';
import type { TodoView } from '../render/todo-view.ts';
import type { Change } from './changes.ts';
import { type Filter, isTodo, type Listing, listingIn } from './model.ts';
import { OwnChanges, stateOf } from './own-changes.ts';
import { answerIn, type Reading, Refusal, type Tools } from './tools.ts';
import { listOf, numberOf, textOf, valuesOf, wordsOf } from './values.ts';

interface Listeners {
  /** What is known of the list changed. */
  readonly changed: () => void;
  /** The list could not be read; what is known stays. */
  readonly failed: (why: string) => void;
  /** What the person has done changed. */
  readonly told: (summary: string) => void;
}

/** The list as the board knows it: read by the server's tools, and changed by them. */
export class TodoList {
  /** a text where the host hands on nothing else; undefined before the first answer */
  reading: Reading | string | undefined;
  readAt: Date | undefined;
  filter: Filter = {};
  /** whether the host lets the board call tools */
  canCall = false;
  /** how many open todos to read at least */
  wanted = 1;
  readonly own = new OwnChanges();
  readonly #tools: Tools;
  readonly #listeners: Listeners;
  #lastRead = 0;
  #changes: Promise<unknown> = Promise.resolve();

  constructor(tools: Tools, listeners: Listeners) {
    this.#tools = tools;
    this.#listeners = listeners;
  }

  /** Today for the server; undefined while nothing was read. */
  get today(): CalendarDate | undefined {
    return typeof this.reading === 'object' ? this.reading.today : undefined;
  }

  /** A todo as it was read; undefined when it isn't in the list. */
  find(id: number): TodoView | undefined {
    if (typeof this.reading !== 'object') return undefined;
    return [...this.reading.open, ...this.reading.done].find((todo) => todo.id === id);
  }

  /** Takes over the answer of show_board. */
  accept(result: object): void {
    try {
      const { structured, text } = answerIn(result);
      const listing = listingIn(structured);
      this.#keep(listing ? readingOf(listing) : text);
    } catch (error) {
      this.#listeners.failed(wordsOf(error));
    }
  }

  /** Reads the list again. An answer that was overtaken by a later question is dropped: it says what was true before. */
  async refresh(): Promise<void> {
    if (!this.canCall) return;
    const thisRead = ++this.#lastRead;
    try {
      const reading = await this.#tools.read(this.filter, this.wanted);
      if (thisRead === this.#lastRead) this.#keep(reading);
    } catch (error) {
      if (thisRead === this.#lastRead) this.#listeners.failed(wordsOf(error));
    }
  }

  /**
   * Makes a change, after those that are under way, and reads the list again whatever came of it.
   *
   * @returns what happened, for the person
   * @throws Error with the server's words when it was refused
   */
  make(change: Change): Promise<string> {
    return this.#inTurn(async () => {
      const { structured } = await this.#tools.call(change.tool, change.args);
      const { todo, warnings, next } = structured;
      const { id, due } = valuesOf(next);
      const notes = listOf(warnings).flatMap((warning) => textOf(warning) ?? []);
      if (next !== undefined) notes.push(`It continues as #${numberOf(id)}, due ${textOf(due)}.`);
      if (!isTodo(todo)) return `${change.did} it.`;
      if (notes.some((note) => note.endsWith('nothing changed.'))) return notes.join(' ');
      const { words } = this.own.add(change.did, todo);
      this.#listeners.told(this.own.summary());
      return [`${words}.`, change.note, ...notes].filter(Boolean).join(' ');
    });
  }

  /**
   * Takes back the last change made here, unless its todo was changed elsewhere since.
   *
   * @returns what happened, for the person
   * @throws Error with the server's words when it was refused
   */
  undo(): Promise<string> {
    return this.#inTurn(async () => {
      const { last } = this.own;
      if (!last) return 'There is nothing to undo.';
      try {
        const todo = await this.whole(last.id);
        if (!todo || stateOf(todo) !== last.state)
          throw new Refusal(`#${last.id} was changed elsewhere since; nothing was undone.`);
        await this.#tools.call('undo', { todo_id: last.id });
      } catch (error) {
        // Otherwise the next click tries it again, and takes back nothing else.
        if (error instanceof Refusal) this.own.drop();
        throw error;
      }
      this.own.drop();
      this.#listeners.told(this.own.summary());
      return `Undone: ${last.words}.`;
    });
  }

  /** Everything about one todo; undefined when it can't be had. */
  async whole(id: number): Promise<TodoView | undefined> {
    const { structured } = await this.#tools.call('get_todo', { todo_id: id });
    const { todo } = structured;
    return isTodo(todo) ? todo : undefined;
  }

  /** Resolves when no change is under way. */
  async settled(): Promise<void> {
    await this.#changes;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    // What is being read now says what was true before.
    this.#lastRead++;
    const done = this.#changes.then(work);
    const refresh = () => this.refresh();
    const settled = done.then(refresh, refresh);
    this.#changes = settled;
    return settled.then(() => done);
  }

  #keep(reading: Reading | string): void {
    this.reading = reading;
    this.readAt = new Date();
    this.#listeners.changed();
  }
}

/** The answer of show_board as a reading: what it doesn't hold is missing. */
function readingOf({ todos, total, today, cursor }: Listing): Reading {
  const open = todos.filter((todo) => !todo.completed);
  const done = todos.filter((todo) => todo.completed && todo.completed_at?.startsWith(today));
  return { today, open, done, total: cursor === undefined ? open.length : total, projects: [], tags: [] };
}
