import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { Snapshot } from '../../domain/snapshot.ts';
import { LIMITS } from '../../domain/todo.ts';
import { tooLarge } from '../store-errors.ts';
import { type Connection, LostConnection } from './connection.ts';
import {
  isMissingTable,
  isOutdated,
  isStarting,
  NoSchema,
  toTodoError,
  unconfirmed,
} from './database-errors.ts';
import { bytesAfter, type KnownList, NO_LIST, type Row, valuesFor, withRows, written } from './known-list.ts';
import { FIND, FORGET, KEPT_REVISIONS, READ, SCHEMA, setUp, WRITE } from './statements.ts';

/** How much longer each wait for a database is that can't be reached, in milliseconds. */
const RECONNECT_MS = 100;

/** The list in the tables: keeps what is known of it, reads what is new, and writes what differs. */
export class DatabaseList {
  readonly #connection: Connection;
  readonly #place: string;
  readonly #patience: number;
  #known: KnownList = NO_LIST;
  #lookedAt = -Infinity;
  /** the revision by which keys of what is gone are to be removed */
  #due: number | undefined;

  /**
   * @param place the database in messages
   * @param patience how long a database is waited for that is starting, in milliseconds
   */
  constructor(connection: Connection, place: string, patience: number) {
    this.#connection = connection;
    this.#place = place;
    this.#patience = patience;
  }

  /** How long ago the list was last looked at or written, in milliseconds. */
  get age(): number {
    return performance.now() - this.#lookedAt;
  }

  /** The list as it was at the last look. */
  get snapshot(): Snapshot {
    return this.#known.snapshot;
  }

  /**
   * Reads what is new in the list.
   *
   * @param until when to give up, in milliseconds of `performance.now()`, as below
   * @param inDoubt whether an earlier write may have taken effect: then the database is waited for whatever the reason
   * @throws TodoError
   */
  async refresh(until: number, inDoubt = false): Promise<void> {
    const { revision, change } = this.#known;
    this.#lookedAt = -Infinity;
    try {
      const rows = await this.#ask(READ, [revision, change], until, inDoubt).catch((error: unknown) =>
        this.#rowsWithoutTables(error, until),
      );
      this.#known = withRows(this.#known, rows, this.#place);
    } catch (error) {
      throw inDoubt ? unconfirmed(this.#place, error) : toTodoError(error, this.#place);
    }
    this.#lookedAt = performance.now();
  }

  /**
   * Makes the list `after`, if nobody has changed it since the last look; where there are no tables yet, makes those.
   *
   * @param change the id of the write, a UUID
   * @param inDoubt whether an earlier write with that id may still take effect
   * @returns `lost` when the connection was lost before the answer: then it is written or not
   * @throws TodoError when nothing was written; `limit_reached` when the list would become too large
   */
  async write(
    after: Snapshot,
    change: string,
    until: number,
    inDoubt: boolean,
  ): Promise<'written' | 'outdated' | 'lost'> {
    const known = this.#known;
    const grows = after.todos.length > known.snapshot.todos.length;
    if (grows && !inDoubt && bytesAfter(known, after) > LIMITS.bytes) throw tooLarge();
    try {
      if (known.change === null) {
        await this.#connection.query(setUp(randomUUID()), [], until);
        return 'outdated';
      }
      const values = [known.change, change, ...valuesFor(known, after)];
      const [row] = await this.#connection.query(WRITE, values, until);
      if (!row) return 'outdated';
      const revision = Number(row[0]);
      this.#known = written(known, after, revision, change);
      this.#lookedAt = performance.now();
      if (revision % KEPT_REVISIONS === 0) this.#due = revision;
      return 'written';
    } catch (error) {
      if (error instanceof LostConnection) return 'lost';
      if (isOutdated(error)) return 'outdated';
      throw inDoubt ? unconfirmed(this.#place, error) : toTodoError(error, this.#place);
    }
  }

  /**
   * Whether the write with this id took effect, although nobody said so.
   *
   * @throws TodoError `saved_unconfirmed`
   */
  async has(change: string, until: number): Promise<boolean> {
    if (this.#known.change === null) return false;
    try {
      const [found] = await this.#ask(FIND, [change], until, true);
      if (found) await this.refresh(until).catch(() => {});
      return found !== undefined;
    } catch (error) {
      throw unconfirmed(this.#place, error);
    }
  }

  /** Once every so many revisions, removes the keys of what was gone before those. Best effort: they harm nobody. */
  async forget(until: number): Promise<void> {
    if (this.#due === undefined) return;
    const before = this.#due - KEPT_REVISIONS;
    this.#due = undefined;
    try {
      for (const statement of FORGET) await this.#connection.query(statement, [before], until);
    } catch {
      // The next time will do.
    }
  }

  /**
   * Runs a statement that changes nothing. A connection that turns out to be dead is opened once more; a database that
   * is starting is waited for, and when a write is in doubt any database.
   */
  async #ask(text: string, values: readonly unknown[], until: number, inDoubt: boolean): Promise<Row[]> {
    const patience = Math.min(performance.now() + this.#patience, until);
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#connection.query(text, values, until);
      } catch (error) {
        const now = performance.now();
        const wasDead = attempt === 0 && error instanceof LostConnection && now < until;
        const mayWait = (inDoubt || isStarting(error)) && now < patience && !isMissingTable(error);
        if (!wasDead && !mayWait) throw error;
      }
      await delay(attempt * RECONNECT_MS);
    }
  }

  /** None, where there are no tables yet. */
  async #rowsWithoutTables(error: unknown, until: number): Promise<Row[]> {
    if (!isMissingTable(error)) throw error;
    const [row] = await this.#connection.query(SCHEMA, [], until);
    if (row?.[0] === null) throw new NoSchema();
    return [];
  }
}
