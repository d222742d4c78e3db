import { once } from 'node:events';

import { expect, test } from 'vitest';

import { expectNoLitter, storedList } from '../support/left-behind.ts';
import { preloading } from '../support/preload.ts';
import { SpawnedServer, startSpawned } from '../support/spawned.ts';

test('a file that another program has open for a moment is tried again', async () => {
  const env = preloading(`
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const failEveryThird = (object, name) => {
      const original = object[name];
      let calls = 0;
      object[name] = (path, ...others) => {
        const isBusy = String(path).includes('todos.json') && calls++ % 3 === 0;
        if (isBusy) throw Object.assign(new Error(name), { code: 'EBUSY' });
        return original(path, ...others);
      };
    };
    // Not unlinkSync: write-file-atomic doesn't retry when it cleans up, so the next change would have to.
    for (const name of ['mkdirSync', 'openSync', 'readdirSync', 'renameSync', 'writeFileSync']) {
      failEveryThird(fs, name);
    }
    failEveryThird(fs.realpathSync, 'native');
    syncBuiltinESMExports();
  `);
  const server = await startSpawned({ env });
  const other = await startSpawned({ env, file: server.file });
  const adds = ['Buy milk', 'Call Ann'].map((title) => ['add_todo', { title }] as const);
  for (const [tool, args] of [...adds, ['complete_todo', { todo_id: 1 }] as const]) {
    expect((await server.call(tool, args)).result).toMatchObject({ structuredContent: {} });
  }
  const again = await other.call('complete_todo', { todo_id: 1 });
  expect(again.result).toMatchObject({ structuredContent: { todo: { title: 'Buy milk' } } });
  const third = await startSpawned({ file: server.file });
  expect((await third.call('add_todo', { title: 'Water plants' })).result).toMatchObject({
    structuredContent: {},
  });
  expect(storedList(server.file).todos.map(({ title }) => title)).toEqual([
    'Buy milk',
    'Call Ann',
    'Water plants',
  ]);
  expect(storedList(`${server.file}.bak`).todos).toHaveLength(1);
  await expectNoLitter(server.file);
});

test('a fault while it starts ends the process with code 1, and says why on stderr only', async () => {
  const env = preloading(`
    const { on } = process.stdin;
    process.stdin.on = (event, listener) => {
      if (event === 'data') throw new Error('the input is broken');
      return on.call(process.stdin, event, listener);
    };
  `);
  const server = new SpawnedServer({ env });
  expect(await server.exitCode()).toBe(1);
  expect(server.stderr).toContain('the input is broken');
  expect(server.stderr).not.toContain('"message":"started"');
  expect(server.lines).toEqual([]);
});

test('a fault in the process is logged to stderr only, and the next requests are served', async ({
  skip,
}) => {
  skip(process.platform === 'win32', 'it has no signals');
  const env = preloading(`
    process.on('SIGUSR2', () => {
      process.emitWarning('beware');
      Promise.reject(new Error('rejected'));
      throw new Error('thrown');
    });
  `);
  const server = await startSpawned({ env });
  server.child.kill('SIGUSR2');
  for (const word of ['beware', 'rejected', 'thrown']) {
    await server.until(() => server.stderr.includes(word) || undefined);
  }
  expect((await server.call('list_todos')).result).toHaveProperty('structuredContent');
  server.child.stdin.end();
  expect(await server.exitCode()).toBe(0);
  expect(server.messages.map(({ jsonrpc, id }) => [jsonrpc, id])).toEqual([
    ['2.0', 'r1'],
    ['2.0', 'r2'],
  ]);
});

test.for([
  ['closed', 'destroy'],
  ['full and never read', 'pause'],
] as const)('a stderr that is %s does not stop the server', async ([, close], { skip }) => {
  skip(process.platform === 'win32', 'writing to a pipe waits there');
  const server = await startSpawned({ env: { LOG_LEVEL: 'debug' } });
  server.child.stderr[close]();
  // Each message leaves a line of over 100 bytes in the log, and a pipe holds 64 KiB.
  server.write('{"jsonrpc":"2.0","method":"notifications/cancelled","params":[1]}\n'.repeat(5_000));
  expect((await server.call('list_todos')).result).toHaveProperty('structuredContent');
  server.child.stdin.end();
  const [code] = (await once(server.child, 'exit')) as [number];
  expect(code).toBe(0);
});
