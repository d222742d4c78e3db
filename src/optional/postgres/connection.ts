/** The connection to the database: opened on first use, closed when idle. */
import { TLSSocket } from 'node:tls';

import { type Client, DatabaseError } from 'pg';

import { isPrivate } from '../../config/private-host.ts';
import { newClient } from './new-client.ts';
import type { DatabaseWaits } from './waits.ts';

declare module 'pg' {
  // Missing in its types.
  interface Client {
    ref(): void;
    unref(): void;
  }
}

/** A row of a result. */
export type Row = readonly (string | null)[];

/** How a connection is protected. */
export interface Safety {
  /** such as `TLSv1.3`; undefined when the connection isn't encrypted */
  readonly tls: string | undefined;
  /** whether the server's certificate was checked */
  readonly isChecked: boolean;
  /** whether the host is this computer or in a private network */
  readonly isPrivate: boolean;
}

/** Connecting failed, so nothing was sent. The driver's error is the cause. */
export class NotConnected extends Error {}

/**
 * The connection was lost or timed out after the statement was sent: it may have taken effect, or may still do so. The
 * driver's error is the cause.
 */
export class LostConnection extends Error {}

/** A connection that is opened on first use and closed when idle. It keeps the process alive only during a statement. */
export class Connection {
  readonly #url: string;
  readonly #waits: DatabaseWaits;
  #client: Client | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** when it was last opened or used, by the wall clock: the others stand still while a computer sleeps */
  #usedAt = 0;

  constructor(url: string, waits: DatabaseWaits) {
    this.#url = url;
    this.#waits = waits;
  }

  /**
   * Runs one statement, or without values several in one transaction.
   *
   * @param until when to give up, in milliseconds of `performance.now()`
   * @returns the rows, every value as text
   * @throws NotConnected or LostConnection; DatabaseError when the server refused the statement and changed nothing
   */
  async query(text: string, values: readonly unknown[], until: number): Promise<Row[]> {
    clearTimeout(this.#idle);
    const client = await this.#open(until);
    client.ref();
    const patience = Math.max(0, Math.min(this.#waits.statement, until - performance.now()));
    // Ending the connection also breaks off its statement.
    let isLate = false;
    const giveUp = () => {
      isLate = true;
      this.#drop(client);
    };
    const timer = setTimeout(giveUp, patience);
    const isFresh = this.#unused < this.#waits.fresh;
    const sign = isFresh ? undefined : setTimeout(giveUp, Math.min(patience, this.#waits.sign));
    const hear = () => clearTimeout(sign);
    client.connection.stream.once('data', hear);
    try {
      const query = { text, rowMode: 'array' as const, types: AS_TEXT };
      const { rows } = await client.query<(string | null)[]>(
        values.length ? { ...query, values: [...values] } : query,
      );
      return rows ?? [];
    } catch (error) {
      if (isRefusal(error)) throw error;
      this.#drop(client);
      throw new LostConnection('lost', { cause: isLate ? new Error('timeout') : error });
    } finally {
      clearTimeout(timer);
      clearTimeout(sign);
      client.connection.stream.off('data', hear);
      client.unref();
      this.#usedAt = Date.now();
      this.#idle = setTimeout(() => void this.close(), this.#waits.idle).unref();
    }
  }

  /** How the open connection is protected. */
  get safety(): Safety {
    const { host = '', connection } = this.#client ?? {};
    const stream = connection?.stream;
    const isTls = stream instanceof TLSSocket;
    return {
      tls: isTls ? (stream.getProtocol() ?? undefined) : undefined,
      isChecked: isTls && stream.authorized,
      isPrivate: isPrivate(host),
    };
  }

  /** Closes the connection; the next statement opens a new one. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    // Keep the process alive for those who await this, but don't wait for a server that is gone.
    client.ref();
    const timer = setTimeout(() => client.connection.stream.destroy(), this.#waits.close);
    await client.end().catch(() => {});
    clearTimeout(timer);
  }

  /** for how long it has been unused, in milliseconds */
  get #unused(): number {
    return Math.abs(Date.now() - this.#usedAt);
  }

  async #open(until: number): Promise<Client> {
    // The computer slept, or it would be closed.
    if (this.#client && this.#unused > this.#waits.idle) this.#drop(this.#client);
    if (this.#client) return this.#client;
    const patience = Math.max(1, Math.min(this.#waits.connect, until - performance.now()));
    const client = await newClient(this.#url, patience).catch((error: unknown) => {
      throw new NotConnected('not connected', { cause: error });
    });
    // A connection that breaks between two calls isn't an error: the next call opens a new one.
    client.on('error', () => this.#drop(client));
    client.on('end', () => this.#drop(client));
    try {
      await client.connect();
    } catch (error) {
      this.#drop(client);
      throw new NotConnected('not connected', { cause: error });
    }
    this.#client = client;
    this.#usedAt = Date.now();
    return client;
  }

  #drop(client: Client): void {
    if (this.#client === client) this.#client = undefined;
    void client.end().catch(() => {});
  }
}

/** Every value as text: keeps the exact JSON, and numbers beyond double precision. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };

/**
 * Whether the server refused the statement and changed nothing. Errors above `ERROR` end the session, perhaps after the
 * statement took effect; 40003 (statement_completion_unknown) is what a distributed database says when it can't know.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && error.severity === 'ERROR' && error.code !== '40003';
}
