import type { TodoView } from '../../../render/todo-view.ts';
import type { Change } from './changes.ts';
import { type Filter, isTodo, type Listing, listingIn } from './model.ts';
import { OwnChanges, stateOf } from './own-changes.ts';
import { answerIn, type Reading, Refusal, type Tools } from './tools.ts';
import { listOf, messageOf, numberOf, textOf, valuesOf } from './values.ts';

interface Listeners {
  /** The list was read. */
  readonly changed: () => void;
  /** The list can't be read; what was read before stays. */
  readonly failed: (why: string) => void;
  /** The person made or undid a change. */
  readonly ownChanged: (summary: string) => void;
}

/** The list as the board knows it: read and changed through the server's tools. */
export class TodoList {
  /** when the list was last read; undefined before that */
  readAt: Date | undefined;
  reading: Reading | undefined;
  /** shown instead of the reading if the host hands on only the text of results */
  text = '';
  filter: Filter = {};
  /** whether the host lets the board call tools */
  canCall = false;
  /** how many open todos to read at least */
  #wanted = 1;
  readonly own = new OwnChanges();
  readonly #tools: Tools;
  readonly #isReadOnly: boolean;
  readonly #listeners: Listeners;
  #lastRead = 0;
  #changes: Promise<unknown> = Promise.resolve();

  constructor(tools: Tools, isReadOnly: boolean, listeners: Listeners) {
    this.#tools = tools;
    this.#isReadOnly = isReadOnly;
    this.#listeners = listeners;
  }

  get canChange(): boolean {
    return this.reading !== undefined && this.canCall && !this.#isReadOnly;
  }

  find(id: number): TodoView | undefined {
    const { open = [], done = [] } = this.reading ?? {};
    return [...open, ...done].find((todo) => todo.id === id);
  }

  /** Keeps the result of show_board until the list is read. */
  accept(result: object): void {
    try {
      const { structured, text } = answerIn(result);
      const listing = listingIn(structured);
      this.#keep(listing ? readingOf(listing) : text);
    } catch (error) {
      this.#listeners.failed(messageOf(error));
    }
  }

  /** Reads the list. The answer is dropped if a later read or change has made it outdated. */
  async refresh(): Promise<void> {
    if (!this.canCall) return;
    const thisRead = ++this.#lastRead;
    try {
      const reading = await this.#tools.read(this.filter, this.#wanted);
      if (thisRead === this.#lastRead) this.#keep(reading);
    } catch (error) {
      if (thisRead === this.#lastRead) this.#listeners.failed(messageOf(error));
    }
  }

  /** Reads at least `wanted` open todos, from now on. */
  async readAtLeast(wanted: number): Promise<void> {
    if (wanted <= this.#wanted) return;
    this.#wanted = wanted;
    await this.refresh();
  }

  /**
   * Makes a change, after those under way, and reads the list again even if it fails.
   *
   * @returns what happened, for the person
   * @throws Error with the server's message
   */
  make(change: Change): Promise<string> {
    return this.#inTurn(async () => {
      const { structured } = await this.#tools.call(change.tool, change.args);
      const { todo, warnings, next, unchanged } = structured;
      const { id, due } = valuesOf(next);
      const notes = listOf(warnings).flatMap((warning) => textOf(warning) ?? []);
      if (next !== undefined) notes.push(`It continues as #${numberOf(id)}, due ${textOf(due)}.`);
      if (!isTodo(todo)) return `${change.did} it.`;
      if (unchanged === true) return notes.join(' ');
      const words = this.own.add(change.did, todo);
      this.#listeners.ownChanged(this.own.summary());
      return [`${words}.`, change.note, ...notes].filter(Boolean).join(' ');
    });
  }

  /**
   * Undoes the last change made here, unless its todo was changed elsewhere since.
   *
   * @returns what happened, for the person
   * @throws Error with the server's message
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
        // After any other error the next click tries again.
        if (error instanceof Refusal) this.own.drop();
        throw error;
      }
      this.own.drop();
      this.#listeners.ownChanged(this.own.summary());
      return `Undone: ${last.words}.`;
    });
  }

  /** A todo with its description and checklist; undefined if the host leaves them out. */
  async whole(id: number): Promise<TodoView | undefined> {
    const { structured } = await this.#tools.call('get_todo', { todo_id: id });
    return isTodo(structured['todo']) ? structured['todo'] : undefined;
  }

  /** Resolves when no change is under way. */
  async settled(): Promise<void> {
    await this.#changes;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    // Outdates a read that is under way.
    this.#lastRead++;
    const done = this.#changes.then(work);
    const refresh = () => this.refresh();
    const settled = done.then(refresh, refresh);
    this.#changes = settled;
    return settled.then(() => done);
  }

  #keep(read: Reading | string): void {
    if (typeof read === 'string') [this.reading, this.text] = [undefined, read];
    else this.reading = read;
    this.readAt = new Date();
    this.#listeners.changed();
  }
}

/** The result of show_board as a reading, without the choices for the filters. */
function readingOf({ todos, total, today, cursor }: Listing): Reading {
  const open = todos.filter((todo) => !todo.completed);
  const done = todos.filter((todo) => todo.completed && todo.completed_at?.startsWith(today));
  return { today, open, done, total: cursor === undefined ? open.length : total, projects: [], tags: [] };
}
