import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { withFileLock } from '../../../../src/store/file/lock/file-lock.ts';
import { anotherServer } from '../../../support/another-server.ts';
import { leaveHeldByDead } from '../../../support/fault-sweep.ts';
import { lockEntries, storedList } from '../../../support/left-behind.ts';
import { preloading } from '../../../support/preload.ts';
import { SpawnedServer, startSpawned, toolCall } from '../../../support/spawned.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** A server that is killed before its call of this number which is about the lock, and not about a new version in it. */
function startVictim(file: string, number: number): SpawnedServer {
  const env = preloading(`
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    let calls = 0;
    for (const [name, original] of Object.entries(fs)) {
      if (!name.endsWith('Sync') || !original) continue;
      const counting = (...args) => {
        const isOfLock = /todos\\.json\\.lock(?!.*save,)/.test(String(args[0]));
        if (isOfLock && ++calls === ${number}) process.kill(process.pid, 'SIGKILL');
        return original(...args);
      };
      fs[name] = Object.assign(counting, original);
    }
    syncBuiltinESMExports();
  `);
  return new SpawnedServer({ file, env });
}

test('a process that is killed anywhere in a takeover loses the lock to one waiter at a time, in this process and others', async () => {
  const file = join(tempFolder(), 'todos.json');
  const waiting = await startSpawned({ file });
  const another = await anotherServer();
  await waiting.call('add_todo', { title: 'First' });
  const titles = ['First'];
  const left = new Set<string>();
  for (let number = 1, isKilled = true; isKilled; number++) {
    leaveHeldByDead(file);
    const victim = startVictim(file, number);
    victim.write(toolCall(1, 'add_todo', { title: `Victim ${number}` }));
    victim.child.stdin.end();
    isKilled = (await victim.exitCode()) === null;
    left.add(lockEntries(file).join().includes(`,held,${victim.child.pid},`) ? 'taken' : 'not taken');
    const isMade = storedList(file).todos.some(({ title }) => title === `Victim ${number}`);
    if (isMade) titles.push(`Victim ${number}`);
    expect(isMade || isKilled).toBe(true);

    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise(setImmediate);
      const names = lockEntries(file).filter((name) => !name.startsWith('wait,'));
      expect(names).toEqual([expect.stringContaining(`,held,${process.pid},`)]);
      inside -= 1;
    };
    const waiters = [withFileLock, another.withFileLock].flatMap((lock) =>
      [1, 2, 3].map(() => lock(file, { timeoutMs: 60_000 }, work)),
    );
    const title = `Waiter ${number}`;
    const added = waiting.call('add_todo', { title });
    await Promise.all(waiters);
    expect((await added).result).toMatchObject({ structuredContent: { todo: { title } } });
    titles.push(title);
    expect(storedList(file).todos.map((todo) => todo.title)).toEqual(titles);
    await expect.poll(() => lockEntries(file)).toEqual([expect.stringMatching(/,free$/)]);
    expect(readdirSync(`${file}.lock`)).not.toContainEqual(expect.stringContaining('new,'));
  }
  expect(left).toEqual(new Set(['not taken', 'taken']));
});
