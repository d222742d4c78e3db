import { TLSSocket } from 'node:tls';

import { type Client, DatabaseError } from 'pg';

import type { Row } from './known-list.ts';
import { newClient } from './new-client.ts';
import type { DatabaseWaits } from './waits.ts';

/** There is no connection, so nothing was sent. The driver's reason is the cause. */
export class NotConnected extends Error {}

/**
 * The connection was lost, or the answer did not come in time: what was sent may have taken effect or not, or may still
 * do so. The driver's reason is the cause.
 */
export class LostConnection extends Error {}

/**
 * One connection to the database: opened when it is first needed, closed after a while without use. It keeps the process
 * alive only while a statement is under way.
 */
export class Connection {
  readonly #url: string;
  readonly #waits: DatabaseWaits;
  #client: Client | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(url: string, waits: DatabaseWaits) {
    this.#url = url;
    this.#waits = waits;
  }

  /**
   * Runs one statement. Values are sent beside it; without any it may be several statements, in one transaction.
   *
   * @param until when to give up, in milliseconds of `performance.now()`
   * @returns the rows, every value as text
   * @throws NotConnected; LostConnection when the connection was lost after the statement was sent; DatabaseError when the
   *   server refused it, and so changed nothing
   */
  async query(text: string, values: readonly unknown[], until: number): Promise<Row[]> {
    clearTimeout(this.#idle);
    const client = await this.#open(until);
    client.ref();
    const patience = Math.max(0, Math.min(this.#waits.statement, until - performance.now()));
    // Ending a connection with a statement under way breaks it, and the statement with it.
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#drop(client);
    }, patience);
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
      client.unref();
      this.#idle = setTimeout(() => void this.close(), this.#waits.idle).unref();
    }
  }

  /** The protocol of the open connection, such as `TLSv1.3`; undefined when it isn't encrypted. */
  get tls(): string | undefined {
    const stream = this.#client?.connection.stream;
    return stream instanceof TLSSocket ? (stream.getProtocol() ?? undefined) : undefined;
  }

  /** Closes the connection; the next statement opens another. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    // The process must not end before what waits for this. Nor wait for a server that is gone.
    client.ref();
    const timer = setTimeout(() => client.connection.stream.destroy(), this.#waits.close);
    await client.end().catch(() => {});
    clearTimeout(timer);
  }

  async #open(until: number): Promise<Client> {
    if (this.#client) return this.#client;
    const patience = Math.max(1, Math.min(this.#waits.connect, until - performance.now()));
    const client = await newClient(this.#url, patience).catch((error: unknown) => {
      throw new NotConnected('not connected', { cause: error });
    });
    // A connection that breaks between two calls is no failure yet.
    client.on('error', () => this.#drop(client));
    client.on('end', () => this.#drop(client));
    try {
      await client.connect();
    } catch (error) {
      this.#drop(client);
      throw new NotConnected('not connected', { cause: error });
    }
    this.#client = client;
    return client;
  }

  #drop(client: Client): void {
    if (this.#client === client) this.#client = undefined;
    void client.end().catch(() => {});
  }
}

/** Numbers beyond double precision and the exact text of JSON survive. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };

/**
 * Whether the server refused the statement, so that it changed nothing. More severe errors end the session, perhaps after
 * the statement took effect; with 40003 a distributed database says that it doesn't know the outcome.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && error.severity === 'ERROR' && error.code !== '40003';
}
