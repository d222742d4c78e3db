/** What the URL and the environment say about a connection. */
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { ConnectionOptions } from 'node:tls';

import { Client } from 'pg';
import pgpass from 'pgpass';

import { homeFolder } from '../../config/home.ts';
import { isPrivate } from '../../config/private-host.ts';
import { parsedUrl } from './database-url.ts';

/** Before an unused connection is probed, which also keeps routers from forgetting it, in milliseconds. */
const PROBE_AFTER_MS = 30_000;

/**
 * A client that isn't connected yet. What the URL leaves out comes from libpq's environment variables and, for the
 * password, `~/.pgpass`, as with `psql`.
 *
 * @throws Error when a setting can't be followed, such as a file that isn't there
 */
export async function newClient(url: string, connectMs: number): Promise<Client> {
  const address = parsedUrl(url);
  const { searchParams } = address;
  if (process.env['PGSERVICE'] && !address.hostname && !searchParams.has('host'))
    throw new Error('PGSERVICE is set');
  const ssl = tlsFor(address);
  const binding = setting(searchParams, 'channel_binding') ?? 'disable';
  for (const name of ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'channel_binding'])
    searchParams.delete(name);
  const client = new Client({
    connectionString: address.href,
    connectionTimeoutMillis: connectMs,
    application_name: 'todo-manager',
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_AFTER_MS,
    ssl,
    enableChannelBinding: binding !== 'disable',
  });
  if (binding === 'require') requireBinding(client);
  // The driver would read ~/.pgpass itself, but print a deprecation warning.
  if (!client.password) client.password = await new Promise((resolve) => pgpass(client, resolve));
  return client;
}

/**
 * How the connection is encrypted. The certificate is checked unless the setting says otherwise, and to a public host
 * nothing is sent in plain text unless it says so.
 */
function tlsFor({ hostname, searchParams }: URL): ConnectionOptions | false {
  const rootFile = setting(searchParams, 'sslrootcert');
  const host = searchParams.get('host') || decodeURIComponent(hostname) || process.env['PGHOST'];
  const usual = rootFile === undefined && isPrivate(host ?? 'localhost') ? 'disable' : 'verify-full';
  const mode = setting(searchParams, 'sslmode') ?? usual;
  if (mode === 'disable') return false;
  if (mode === 'no-verify') return { rejectUnauthorized: false };
  const files = {
    // The word names the authorities that the system trusts; here those that Node does.
    ca: rootFile === 'system' ? undefined : rootFile,
    cert: setting(searchParams, 'sslcert'),
    key: setting(searchParams, 'sslkey'),
  };
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, path]) => (path ? [[name, contentOf(path)]] : [])),
  );
}

/** A parameter of the URL, else the variable of libpq with that meaning. */
function setting(parameters: URLSearchParams, name: string): string | undefined {
  return parameters.get(name) ?? (process.env[`PG${name.replace('_', '').toUpperCase()}`] || undefined);
}

/** The current directory differs from client to client, so a path must not depend on it. */
function contentOf(path: string): Buffer {
  const full = path.replace(/^~(?=[\\/])/, () => homeFolder(process.env).home);
  if (!isAbsolute(full)) throw new Error('relative path');
  return readFileSync(full);
}

/** Refuses a server that doesn't prove, in the log-in, that it is the one at the other end of the encryption. */
function requireBinding({ connection }: Client): void {
  let proves = false;
  connection.on('authenticationSASL', ({ mechanisms }: { readonly mechanisms: readonly string[] }) => {
    proves = mechanisms.includes('SCRAM-SHA-256-PLUS');
  });
  for (const step of ['SASL', 'CleartextPassword', 'MD5Password', 'Ok'])
    connection.on(`authentication${step}`, () => {
      if (!proves) connection.stream.destroy(new Error('no channel binding'));
    });
}
