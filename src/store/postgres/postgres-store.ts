import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { TodoError } from '../../domain/errors.ts';
import type { Changed, Snapshot } from '../../domain/snapshot.ts';
import type { ChangeListener, TodoStore } from '../../domain/todo-store.ts';
import { CallQueue } from '../call-queue.ts';
import { applyAll, type Call, refuse, type Served } from '../call.ts';
import { ChangeFeed } from '../change-feed.ts';
import type { Calendar } from '../daily-backup.ts';
import { checkSnapshot } from '../file-format.ts';
import { Connection } from './connection.ts';
import { othersFirst, toTodoError, unconfirmed } from './database-errors.ts';
import { DatabaseList } from './database-list.ts';
import { type DatabaseFacts, inspect } from './inspect.ts';
import { DATABASE_WAITS, type DatabaseWaits } from './waits.ts';

/** How long a change waits at most before it is applied again because others were first, in milliseconds. */
const JITTER_MS = 50;

/**
 * Todos in a PostgreSQL database, shared with other machines. Calls take effect in the order they are made; changes that
 * wait at the same time share one write, and none is acknowledged before it is committed.
 *
 * Nobody holds a lock: a write names the change that the list must be as it left it, and does nothing when another
 * machine was first; then the changes are applied to what that made. Each write carries an id of its own, by which it is
 * found again when the connection was lost before the answer came.
 */
export class PostgresStore implements TodoStore {
  /** the database in messages */
  readonly #place: string;
  readonly #waits: DatabaseWaits;
  readonly #connection: Connection;
  readonly #list: DatabaseList;
  readonly #feed: ChangeFeed;
  readonly #queue = new CallQueue(() => this.#serve());
  /** when calls under way must be over, in milliseconds of `performance.now()` */
  #lastMoment = Infinity;
  /** how many calls at the head of the queue must not share a write */
  #single = 0;

  /**
   * @param url valid; nothing is done with it before the first call
   * @param name of database and host for people, such as `todos on db.example.org`
   */
  constructor(url: string, name: string, calendar: Calendar, waits: Partial<DatabaseWaits> = {}) {
    this.#place = `database ${name}`;
    this.#waits = { ...DATABASE_WAITS, ...waits };
    this.#connection = new Connection(url, this.#waits);
    this.#list = new DatabaseList(this.#connection, this.#place, this.#waits.connect);
    const today = () => calendar.dayOf(calendar.now());
    this.#feed = new ChangeFeed(() => this.read(), today, this.#waits.watchInterval);
  }

  read(): Promise<Snapshot> {
    return this.#queue.read();
  }

  update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    return this.#queue.update(change);
  }

  onChange(listener: ChangeListener): () => void {
    return this.#feed.listen(listener);
  }

  watchOthers(): Promise<() => void> {
    return this.#feed.watchOthers();
  }

  /**
   * What doctor reports about the database; nothing is changed.
   *
   * @throws TodoError `store_unavailable`
   */
  async inspect(): Promise<DatabaseFacts> {
    try {
      return await inspect(this.#connection, performance.now() + this.#waits.call);
    } catch (error) {
      throw toTodoError(error, this.#place);
    }
  }

  /**
   * Limits the time for calls under way and still to come. Unlike a held lock, a slow database is no reason to give up at once.
   *
   * @param graceMs how much longer it may take, in milliseconds
   */
  stopWaiting(graceMs = 8_000): void {
    this.#lastMoment = performance.now() + graceMs;
    setTimeout(() => void this.#connection.close(), graceMs).unref();
  }

  /** Resolves when every call made so far has been settled and the connection is closed; a later call opens another. */
  async settled(): Promise<void> {
    await this.#queue.settled();
    await this.#connection.close();
  }

  async #serve(): Promise<void> {
    const until = Math.min(performance.now() + this.#waits.call, this.#lastMoment);
    // What was looked at a moment ago is built on: the write itself finds out if another machine was faster.
    const isRecent = this.#list.age < this.#waits.recent;
    if (!isRecent) await this.#list.refresh(until);
    const before = this.#list.snapshot;
    const group = this.#queue.take(this.#single > 0 ? 1 : undefined);
    this.#single = Math.max(0, this.#single - 1);
    try {
      for (const { outcome } of await this.#commit(group, until, !isRecent)) outcome.settle();
    } catch (error) {
      this.#queue.putBack(this.#mayPassAlone(group, error) ? group : refuse(group, error, 0));
    }
    this.#feed.tell(before, this.#list.snapshot);
    await this.#list.forget(until);
  }

  /** A group may ask for too much together: then its calls are served one by one. */
  #mayPassAlone(group: readonly Call[], error: unknown): boolean {
    if (group.length === 1 || !(error instanceof TodoError) || error.code !== 'limit_reached') return false;
    this.#single = group.length;
    return true;
  }

  /**
   * Applies the calls one after the other and writes the result.
   *
   * @param isCurrent whether the list was looked at after the calls were made; if not, only a write that succeeds shows that
   *   it is
   * @returns the outcomes, which hold
   * @throws TodoError when nothing was changed, or `saved_unconfirmed`
   */
  async #commit(group: readonly Call[], until: number, isCurrent: boolean): Promise<Served[]> {
    const change = randomUUID();
    const patience = Math.min(performance.now() + this.#waits.others, until);
    let inDoubt = false;
    for (let attempt = 0; ; attempt++) {
      const before = this.#list.snapshot;
      const { after, outcomes } = applyAll(group, before);
      if (after === before && isCurrent) return outcomes;
      if (after !== before) {
        if (attempt > 0 && performance.now() >= (inDoubt ? until : patience)) {
          throw inDoubt ? unconfirmed(this.#place) : othersFirst(this.#place);
        }
        checkSnapshot(before, after);
        const result = await this.#list.write(after, change, until, inDoubt);
        if (result === 'written') return outcomes;
        inDoubt ||= result === 'lost';
        if (attempt > 0) await delay(Math.random() * Math.min(JITTER_MS, attempt * 5));
      }
      // First what is new, then what became of the write: once the list has moved on, a write that is still under way
      // does nothing any more.
      await this.#list.refresh(until, inDoubt);
      isCurrent = true;
      if (inDoubt && (await this.#list.has(change, until))) return outcomes;
    }
  }
}
