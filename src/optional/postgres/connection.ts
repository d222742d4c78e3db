/** The connection to the database: opened on first use, closed when idle. */
import { TLSSocket } from 'node:tls';

import { Client, DatabaseError } from 'pg';
import pgpass from 'pgpass';

import type { Row } from './known-list.ts';
import type { DatabaseWaits } from './waits.ts';

declare module 'pg' {
  // Missing in its types.
  interface Client {
    ref(): void;
    unref(): void;
  }
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

  /** The TLS version of the open connection, such as `TLSv1.3`; undefined when it isn't encrypted. */
  get tls(): string | undefined {
    const stream = this.#client?.connection.stream;
    return stream instanceof TLSSocket ? (stream.getProtocol() ?? undefined) : undefined;
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

  async #open(until: number): Promise<Client> {
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

/**
 * A client that isn't connected yet. What the URL leaves out comes from libpq's environment variables and, for the
 * password, `~/.pgpass`, as with `psql`.
 *
 * @throws Error when a file that the URL names can't be read
 */
async function newClient(url: string, connectMs: number): Promise<Client> {
  const client = new Client({
    connectionString: withCurrentSslMode(url),
    connectionTimeoutMillis: connectMs,
    application_name: 'todo-manager',
    keepAlive: true,
  });
  // The driver would read ~/.pgpass itself, but print a deprecation warning.
  if (!client.password) client.password = await new Promise((resolve) => pgpass(client, resolve));
  return client;
}

/** The driver treats these modes as `verify-full`, but warns about any other name. */
function withCurrentSslMode(url: string): string {
  const parsed = new URL(url);
  const { searchParams } = parsed;
  const isStrict = ['prefer', 'require', 'verify-ca'].includes(searchParams.get('sslmode') ?? '');
  if (isStrict && !searchParams.has('uselibpqcompat')) searchParams.set('sslmode', 'verify-full');
  return parsed.href;
}
