import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, inject, onTestFinished, test } from 'vitest';

import { addTodo } from '../../src/domain/changes.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { newDatabase, storeAt } from './database.ts';
import { AS_ROOT, freePort, NOBODY } from './server.ts';

const NOW = '2026-11-23T09:00:00.000Z';

const pgbouncer = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((path) => existsSync(path));
if (!pgbouncer) console.log('Without pgbouncer, a transaction pooler is not tested.');

test.skipIf(!pgbouncer)('a transaction pooler in front of the server is no hindrance', async () => {
  const { url, stop } = await pooled(await newDatabase());
  onTestFinished(stop);
  const stores = await Promise.all([1, 2, 3].map(() => storeAt(url)));
  const titles = Array.from({ length: 30 }, (_, index) => `Todo ${index}`);
  await Promise.all(
    titles.map(async (title, index) =>
      stores[index % 3]?.update((snapshot) => addTodo(snapshot, { title }, NOW)),
    ),
  );
  for (const store of stores) {
    const { todos, next_id } = await store.read();
    expect(todos.map(({ title }) => title).toSorted()).toEqual(titles.toSorted());
    expect(next_id).toBe(31);
  }
});

/** The URL of the same database through a pgbouncer that gives each transaction any of two connections. */
async function pooled(direct: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const { hostname, port, username, password, pathname } = new URL(direct);
  const folder = await tempFolder();
  const own = await freePort();
  const server = new URL(inject('databaseUrl'));
  const configuration = join(folder, 'pgbouncer.ini');
  writeFileSync(
    configuration,
    `[databases]
     * = host=${hostname} port=${port || server.port} user=${username} password='${decodeURIComponent(password)}'
     [pgbouncer]
     listen_addr = 127.0.0.1
     listen_port = ${own}
     unix_socket_dir =
     auth_type = any
     pool_mode = transaction
     default_pool_size = 2
    `.replaceAll(/^ +/gm, ''),
  );
  if (AS_ROOT) for (const path of [folder, configuration]) chownSync(path, NOBODY, NOBODY);
  const user = AS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(pgbouncer ?? '', [configuration], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (data: Buffer) => {
      log += data.toString();
      if (log.includes('process up')) resolve();
    });
    child.once('exit', () => reject(new Error(log)));
  });
  const url = `postgres://${username}@127.0.0.1:${own}${pathname}`;
  return {
    url,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
