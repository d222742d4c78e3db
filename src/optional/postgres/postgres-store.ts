/** The store over a database: queues calls and repeats changes that came second. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { Calendar } from '../../domain/dates/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { checkSnapshot } from '../../store/file/file-format.ts';
import {
  applyAll,
  type Call,
  type Outcome,
  QueuedStore,
  refuse,
  withoutCancelled,
} from '../../store/queued-store.ts';
import { Connection } from './connection.ts';
import { othersFirst, toTodoError, unconfirmed } from './database-errors.ts';
import { DatabaseList } from './database-list.ts';
import { type DatabaseFacts, inspect } from './inspect.ts';
import { DATABASE_WAITS, type DatabaseWaits } from './waits.ts';

/** The longest random wait before a change is tried again because another machine was first, in milliseconds. */
const JITTER_MS = 50;

/**
 * Todos in a PostgreSQL database, shared with other machines. Calls take effect in the order they are made, and are
 * acknowledged once they are committed. Changes that wait at the same time share one write (group commit).
 *
 * There is no lock. A change is first tried on the list as it was last known, in one round trip. Its write names the
 * change that it builds on; if another machine has made one since, it does nothing, and is tried again on the new list.
 * Each write has its own id, which the store looks for if the connection was lost before the answer.
 */
export class PostgresStore extends QueuedStore {
  /** the database's name in messages */
  readonly #place: string;
  readonly #waits: DatabaseWaits;
  readonly #connection: Connection;
  readonly #list: DatabaseList;
  /** when every call must be over, in milliseconds of `performance.now()` */
  #lastMoment = Infinity;
  /** how many calls at the head of the queue get a write each */
  #single = 0;

  /**
   * @param url valid; not connected to before the first call
   * @param name of database and host, such as `todos on db.example.org`
   */
  constructor(url: string, name: string, calendar: Calendar, waits: Partial<DatabaseWaits> = {}) {
    super(calendar, waits.watchInterval ?? DATABASE_WAITS.watchInterval);
    this.#place = `database ${name}`;
    this.#waits = { ...DATABASE_WAITS, ...waits };
    this.#connection = new Connection(url, this.#waits);
    this.#list = new DatabaseList(this.#connection, this.#place, this.#waits.connect);
  }

  /**
   * Examines the database for doctor, without changing it.
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
   * Limits the time for all calls from now on. Unlike a held lock, a slow database is no reason to give up at once.
   *
   * @param graceMs how long calls may still take, in milliseconds
   */
  stopWaiting(graceMs = 8_000): void {
    this.#lastMoment = performance.now() + graceMs;
    setTimeout(() => void this.#connection.close(), graceMs).unref();
  }

  /** Resolves when every call made so far is settled and the connection is closed; a later call opens a new one. */
  override async settled(): Promise<void> {
    await super.settled();
    await this.#connection.close();
  }

  protected override async serve(calls: readonly Call[]): Promise<readonly Call[]> {
    const since = calls[0]?.since ?? performance.now();
    const until = Math.min(since + this.#waits.call, this.#lastMoment);
    const count = this.#single > 0 ? 1 : calls.length;
    const first = calls.slice(0, count);
    const isCurrent = !this.#list.isKnown || first.every(({ kind }) => kind === 'read');
    if (isCurrent) await this.#list.refresh(until);
    const before = this.#list.reading.snapshot;
    const group = withoutCancelled(first);
    this.#single = Math.max(0, this.#single - 1);
    let again: readonly Call[] = [];
    try {
      for (const outcome of await this.#commit(group, until, isCurrent)) outcome.settle();
    } catch (error) {
      again = this.#mayPassAlone(group, error) ? group : refuse(group, error, 0);
    }
    this.notify(before, this.#list.reading.snapshot);
    await this.#list.forget(until);
    return [...again, ...calls.slice(count)];
  }

  /** A group may be too large together: then its calls are served one by one. */
  #mayPassAlone(group: readonly Call[], error: unknown): boolean {
    if (group.length === 1 || !isLimit(error)) return false;
    this.#single = group.length;
    return true;
  }

  /**
   * Applies the calls one after the other and writes the result.
   *
   * @param isCurrent whether the list was read after the calls were made; if not, only a successful write proves it current
   * @throws TodoError when nothing was changed, or `saved_unconfirmed`
   */
  async #commit(group: readonly Call[], until: number, isCurrent: boolean): Promise<readonly Outcome[]> {
    const change = randomUUID();
    const patience = Math.min(performance.now() + this.#waits.others, until);
    let inDoubt = false;
    for (let attempt = 0; ; attempt++) {
      const { reading } = this.#list;
      const before = reading.snapshot;
      const { outcomes } = applyAll(group, reading);
      const after = outcomes.at(-1)?.after ?? before;
      if (after === before && isCurrent) return outcomes;
      if (after !== before) {
        if (attempt > 0 && performance.now() >= (inDoubt ? until : patience)) {
          throw inDoubt ? unconfirmed(this.#place) : othersFirst(this.#place);
        }
        const result = await this.#write(after, change, until, inDoubt, isCurrent);
        if (result === 'written') return outcomes;
        inDoubt ||= result === 'lost';
        if (attempt > 0) await delay(Math.random() * Math.min(JITTER_MS, attempt * 5));
      }
      // In this order: once the list has moved on, a write that is still under way can't take effect any more.
      await this.#list.refresh(until, inDoubt);
      isCurrent = true;
      if (inDoubt && (await this.#list.has(change, until))) return outcomes;
    }
  }

  /** As `DatabaseList.write`. A list that is too large counts as outdated until it is read: another machine may have made room. */
  async #write(after: Snapshot, change: string, until: number, inDoubt: boolean, isCurrent: boolean) {
    try {
      checkSnapshot(this.#list.reading.snapshot, after);
      return await this.#list.write(after, change, until, inDoubt);
    } catch (error) {
      if (isCurrent || !isLimit(error)) throw error;
      return 'outdated';
    }
  }
}

function isLimit(error: unknown): boolean {
  return error instanceof TodoError && error.code === 'limit_reached';
}
