import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, inject, onTestFinished, test } from 'vitest';

import { failure } from '../../support/failure.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { add, newDatabase, storeAt, titles } from './database.ts';
import { AS_ROOT, freePort, NOBODY } from './server.ts';

const pgbouncer = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((path) => existsSync(path));
if (!pgbouncer) console.log('Without pgbouncer, a transaction pooler is not tested.');

test.skipIf(!pgbouncer)('the store works through a transaction pooler', async () => {
  const url = await pooled(await newDatabase());
  const stores = await Promise.all([1, 2, 3].map(() => storeAt(url)));
  const numbers = Array.from({ length: 10 }, (_, index) => index);
  await Promise.all(
    stores.flatMap((store, index) => numbers.map((number) => add(store, `${index}.${number}`))),
  );
  const all = stores.flatMap((_, index) => numbers.map((number) => `${index}.${number}`));
  for (const store of stores) {
    expect((await titles(store)).toSorted()).toEqual(all);
    expect((await store.read()).snapshot.next_id).toBe(31);
  }
});

test.skipIf(!pgbouncer).for<[string, string, (url: URL) => void, string]>([
  ['a wrong password', '', (url) => void (url.password = 'wrong'), 'refused the user name or the password'],
  ['an unknown user', '', (url) => void (url.username = 'bob'), 'refused the user name or the password'],
  ['too many clients', 'max_client_conn = 0', () => {}, 'the server has no free connection'],
  [
    'options',
    '',
    (url) => url.searchParams.set('options', '-c search_path=mum'),
    'its pooler refuses options',
  ],
])('a transaction pooler refuses %s in plain words', async ([, settings, spoil, reason]) => {
  const url = new URL(await pooled(await newDatabase(), `auth_type = scram-sha-256\n${settings}`));
  url.password = 'right';
  spoil(url);
  const { message } = await failure((await storeAt(url.href)).read());
  expect(message).toContain(reason);
});

/** The URL of the same database through a pgbouncer that gives each transaction one of two connections. */
async function pooled(direct: string, settings = 'auth_type = any'): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(direct);
  const folder = tempFolder();
  const own = await freePort();
  const server = new URL(inject('databaseUrl'));
  const users = join(folder, 'users.txt');
  const configuration = join(folder, 'pgbouncer.ini');
  writeFileSync(
    configuration,
    `[databases]
     * = host=${hostname} port=${port || server.port} user=${username} password='${decodeURIComponent(password)}'
     [pgbouncer]
     listen_addr = 127.0.0.1
     listen_port = ${own}
     unix_socket_dir =
     auth_file = ${users}
     ${settings}
     pool_mode = transaction
     default_pool_size = 2
    `.replaceAll(/^ +/gm, ''),
  );
  writeFileSync(users, `"${username}" "right"\n`);
  if (AS_ROOT) for (const path of [folder, users, configuration]) chownSync(path, NOBODY, NOBODY);
  const user = AS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(pgbouncer ?? '', [configuration], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (data: Buffer) => {
      log += data.toString();
      if (log.includes('process up')) resolve();
    });
    child.once('exit', () => reject(new Error(log)));
  });
  return `postgres://${username}@127.0.0.1:${own}${pathname}`;
}
