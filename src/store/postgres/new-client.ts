import { Client } from 'pg';
import pgpass from 'pgpass';

declare module 'pg' {
  // Missing in its types.
  interface Client {
    ref(): void;
    unref(): void;
  }
}

/**
 * A client for the database at `url`, not connected yet. What the URL leaves out comes from where `psql` takes it: the
 * variables of libpq, and for the password `~/.pgpass`.
 *
 * @param connectMs how long connecting may take, in milliseconds
 * @throws Error when a file that the URL names can't be read
 */
export async function newClient(url: string, connectMs: number): Promise<Client> {
  const client = new Client({
    connectionString: withCurrentSslMode(url),
    connectionTimeoutMillis: connectMs,
    application_name: 'todo-manager',
    keepAlive: true,
  });
  // The driver would look there itself, but print a deprecation warning.
  if (!client.password) client.password = await new Promise((resolve) => pgpass(client, resolve));
  return client;
}

/** The driver takes all of these for `verify-full`; named otherwise, it prints a warning. */
function withCurrentSslMode(url: string): string {
  const parsed = new URL(url);
  const { searchParams } = parsed;
  const isStrict = ['prefer', 'require', 'verify-ca'].includes(searchParams.get('sslmode') ?? '');
  if (isStrict && !searchParams.has('uselibpqcompat')) searchParams.set('sslmode', 'verify-full');
  return parsed.href;
}
