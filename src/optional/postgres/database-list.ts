/** The list in the database: reads its versions, and writes the next one. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { DatabaseError } from 'pg';

import type { Snapshot } from '../../domain/snapshot.ts';
import type { Reading } from '../../domain/todo-store.ts';
import { LIMITS } from '../../domain/todo.ts';
import { tooLarge } from '../../store/file/file-format.ts';
import { type Connection, LostConnection, type Row } from './connection.ts';
import {
  hiddenRows,
  isMissingFunction,
  isMissingTable,
  isOutdated,
  isStarting,
  noSchema,
  otherSchema,
  tablesMissing,
  toTodoError,
  unconfirmed,
} from './database-errors.ts';
import { bytesAfter, type KnownList, NO_LIST, valuesFor, withRows, written } from './known-list.ts';
import {
  CREATE_FUNCTIONS,
  createTables,
  FIND,
  FORGET,
  HIDDEN,
  KEPT_REVISIONS,
  READ,
  type Statement,
  TABLES,
  WRITE,
} from './statements.ts';

/** Each wait for a database that can't be reached is this much longer than the last, in milliseconds. */
const RECONNECT_MS = 100;

/** The list in the tables: caches it, reads what is new, and writes what differs. */
export class DatabaseList {
  readonly #connection: Connection;
  readonly #place: string;
  readonly #patience: number;
  #known: KnownList = NO_LIST;
  /** whether statements run as functions of the database; not if those are missing or not for this user */
  #hasFunctions = true;
  #mayCreateFunctions = true;
  /** set when the keys of removed rows are to be deleted: the revision then */
  #due: number | undefined;

  /**
   * @param place the database's name in messages
   * @param patience how long to wait for a database that is starting, in milliseconds
   */
  constructor(connection: Connection, place: string, patience: number) {
    this.#connection = connection;
    this.#place = place;
    this.#patience = patience;
  }

  /** Whether there was a list when it was last read or written. */
  get isKnown(): boolean {
    return this.#known.change !== null;
  }

  /** The list as last read or written. */
  get reading(): Reading {
    return this.#known;
  }

  /**
   * Reads what is new in the list.
   *
   * @param until when to give up, in milliseconds of `performance.now()`, as below
   * @param inDoubt whether an earlier write may have taken effect: then any failure is retried until the patience ends
   * @throws TodoError
   */
  async refresh(until: number, inDoubt = false): Promise<void> {
    const { revision, change } = this.#known;
    try {
      const read = () => this.#run(READ, [revision, change], until);
      const rows = await this.#ask(read, until, inDoubt).catch((error: unknown) =>
        this.#rowsWithoutTables(error, until, read),
      );
      const isGuarded = rows.some(([kind]) => kind === 'guarded');
      if (isGuarded && (await this.#connection.query(HIDDEN, [], until)).length)
        throw hiddenRows(this.#place);
      this.#known = withRows(this.#known, rows, this.#place);
    } catch (error) {
      throw inDoubt ? unconfirmed(this.#place, error) : toTodoError(error, this.#place);
    }
  }

  /**
   * Writes the list `after` if it hasn't changed in the database since the last read. Creates missing tables instead.
   *
   * @param change the id of the write, a UUID
   * @param inDoubt whether an earlier write with that id may still take effect
   * @returns `outdated` when nothing was written; `lost` when the connection was lost, so it may have been written
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
        await this.#connection.query(createTables(randomUUID()), [], until);
        return 'outdated';
      }
      if (!this.#hasFunctions && this.#mayCreateFunctions) await this.#createFunctions(until);
      const [row] = await this.#run(WRITE, [known.change, change, ...valuesFor(known, after)], until);
      if (!row) return 'outdated';
      const revision = Number(row[0]);
      this.#known = written(known, after, revision, change);
      if (revision % KEPT_REVISIONS === 0) this.#due = revision;
      return 'written';
    } catch (error) {
      if (error instanceof LostConnection) return 'lost';
      if (isOutdated(error)) return 'outdated';
      throw inDoubt ? unconfirmed(this.#place, error) : toTodoError(error, this.#place);
    }
  }

  /**
   * Whether the unacknowledged write with this id took effect.
   *
   * @throws TodoError `saved_unconfirmed`
   */
  async has(change: string, until: number): Promise<boolean> {
    if (this.#known.change === null) return false;
    try {
      const [found] = await this.#ask(() => this.#connection.query(FIND, [change], until), until, true);
      if (found) await this.refresh(until).catch(() => {});
      return found !== undefined;
    } catch (error) {
      throw unconfirmed(this.#place, error);
    }
  }

  /** Every `KEPT_REVISIONS` revisions, deletes the keys of rows removed before. Best effort: leftovers are harmless. */
  async forget(until: number): Promise<void> {
    if (this.#due === undefined) return;
    const before = this.#due - KEPT_REVISIONS;
    this.#due = undefined;
    try {
      for (const statement of FORGET) await this.#connection.query(statement, [before], until);
    } catch {
      // Tried again next time.
    }
  }

  /** Runs a statement as a function; where that is missing or refused, in full, which takes longer to plan. */
  async #run({ call, text }: Statement, values: readonly unknown[], until: number): Promise<Row[]> {
    try {
      if (this.#hasFunctions) return await this.#connection.query(call, values, until);
    } catch (error) {
      if (!isMissingFunction(error)) throw error;
    }
    const rows = await this.#connection.query(text, values, until);
    this.#hasFunctions = false;
    return rows;
  }

  /** Creates the functions in a database of another version. A user who may not does without. */
  async #createFunctions(until: number): Promise<void> {
    try {
      await this.#connection.query(CREATE_FUNCTIONS, [], until);
      this.#hasFunctions = true;
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
    }
    this.#mayCreateFunctions = false;
  }

  /**
   * Runs a statement that changes nothing. Retries once if the connection turns out to be dead, and repeatedly while
   * the database is starting or, with a write in doubt, after any error.
   */
  async #ask(run: () => Promise<Row[]>, until: number, inDoubt: boolean): Promise<Row[]> {
    const patience = Math.min(performance.now() + this.#patience, until);
    for (let attempt = 0; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        const now = performance.now();
        const wasDead = attempt === 0 && error instanceof LostConnection && now < until;
        const mayWait = (inDoubt || isStarting(error)) && now < patience && !isMissingTable(error);
        if (!wasDead && !mayWait) throw error;
      }
      await delay(attempt * RECONNECT_MS);
    }
  }

  /** No rows if no table exists yet. If only some exist, the list is damaged, not new; if all do, they were created since. */
  async #rowsWithoutTables(error: unknown, until: number, read: () => Promise<Row[]>): Promise<Row[]> {
    if (!isMissingTable(error)) throw error;
    const [[schema, found, missing, elsewhere, searched] = []] = await this.#connection.query(
      TABLES,
      [],
      until,
    );
    if (schema === null) throw noSchema(this.#place);
    if (found && missing) throw tablesMissing(this.#place, missing);
    if (found) return read();
    if (elsewhere) throw otherSchema(this.#place, elsewhere, searched ?? '');
    return [];
  }
}
