import { spawnSync } from 'node:child_process';
import fs, { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test as base } from 'vitest';

import { type LockWait, withFileLock } from '../../../../src/store/file/lock/file-lock.ts';
import { tokenFolderOf } from '../../../../src/store/file/lock/lock-folder.ts';
import {
  formatIdentity,
  hostName,
  ownIdentity,
  type ProcessIdentity,
} from '../../../../src/store/file/lock/process-identity.ts';
import { anotherServer } from '../../../support/another-server.ts';
import { failure } from '../../../support/failure.ts';
import { LOCK_ENTRIES, lockEntries } from '../../../support/left-behind.ts';
import {
  heldBy,
  kill,
  processState,
  scriptCommand,
  startChild,
  startHolder,
} from '../../../support/lock-child.ts';
import { stubFs } from '../../../support/stub-fs.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const hasProc = existsSync('/proc/self/stat');
const nonce = '0123456789ab';

const test = base.extend<{ file: string }>({
  file: async ({}, use) => use(join(tempFolder(), 'todos.json')),
});

/** Makes a lock as a crash of this holder would have left it. */
async function leaveHeldBy(file: string, holder: ProcessIdentity): Promise<void> {
  await mkdir(tokenFolderOf(file), { recursive: true });
  await writeFile(join(tokenFolderOf(file), `7,held,${formatIdentity(holder)},${nonce}`), '');
}

/** Expects that the lock is not held for good: another process gets it, although this one lives. */
async function expectAnotherGets(file: string): Promise<void> {
  const other = await startHolder(file);
  other.process.stdin?.end();
  expect(await other.nextLine()).toBe('released');
  // The script leaves a temp file as well.
  const tokens = lockEntries(file).filter((name) => !name.startsWith('save,'));
  expect(tokens).toEqual([expect.stringMatching(/,free$/)]);
}

/** Makes one rename of a token fail: the first one to a name that `to` matches. */
function breakRename(to: RegExp, code: string, isMade: boolean, isSeen = true): void {
  const { renameSync, existsSync: exists } = fs;
  let broken = '';
  stubFs({
    renameSync: (from: string, target: string) => {
      const isTheOne = !broken && to.test(target);
      if (!isTheOne || isMade) renameSync(from, target);
      if (!isTheOne) return;
      broken = target;
      throw Object.assign(new Error('injected'), { code });
    },
    existsSync: (path: string) => (isSeen || path !== broken) && exists(path),
  });
}

const WAIT = { timeoutMs: 60_000 };

const inLock = <T>(file: string, work: (tempFolder: string) => Promise<T>, wait: Partial<LockWait> = {}) =>
  withFileLock(file, { ...WAIT, ...wait }, work);

const take = (file: string, timeoutMs = WAIT.timeoutMs) =>
  inLock(file, () => Promise.resolve('done'), { timeoutMs });

describe('exclusion', () => {
  test('returns the result of the work and leaves only its folder', async ({ file }) => {
    expect(await inLock(file, () => Promise.resolve(42))).toBe(42);
    expect(await readdir(join(file, '..'))).toEqual(['todos.json.lock']);
    expect(await readdir(`${file}.lock`)).toEqual(LOCK_ENTRIES);
    expect(lockEntries(file)).toEqual(['3,free']);
    expect((await stat(`${file}.lock`)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o700);
  });

  test('ends when the work fails, whose error passes through', async ({ file }) => {
    const broken = new Error('broken');
    await expect(inLock(file, () => Promise.reject(broken))).rejects.toBe(broken);
    expect(await take(file, 0)).toBe('done');
  });

  test('lets in one call of a process at a time', async ({ file }) => {
    let inside = 0;
    let most = 0;
    let count = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      const before = count;
      await new Promise(setImmediate);
      count = before + 1;
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 30 }, () => inLock(file, work)));
    expect({ most, count }).toEqual({ most: 1, count: 30 });
    expect(lockEntries(file)).toEqual([expect.stringMatching(/^\d+,free$/)]);
  });

  test('holds between two instances of the module, although the pid is the same', async ({ file }) => {
    const second = await anotherServer();
    await inLock(file, async () => {
      const refused = second.withFileLock(file, { timeoutMs: 30 }, () => Promise.resolve());
      await expect(refused).rejects.toThrow(`this server itself (process ${process.pid})`);
    });
  });

  test('gives the lock to a waiter before a newcomer', async ({ file }) => {
    const order: string[] = [];
    let waiter: Promise<void> | undefined;
    await inLock(file, async () => {
      waiter = inLock(file, async () => void order.push('waiter'));
      await expect.poll(() => lockEntries(file).join()).toContain('wait,');
    });
    await inLock(file, async () => void order.push('late'));
    await waiter;
    expect(order).toEqual(['waiter', 'late']);
  });
});

describe('a holder in another process', () => {
  test('that is killed loses the lock to one of many waiters at a time, and its leftovers are removed', async ({
    file,
  }) => {
    const other = await startHolder(file);
    expect(lockEntries(file)).toContain('save,00000000-0000-4000-8000-000000000000.1');
    let inside = 0;
    let most = 0;
    const found = new Set<string>();
    const waiters = Array.from({ length: 12 }, () =>
      inLock(file, async () => {
        inside += 1;
        most = Math.max(most, inside);
        for (const name of lockEntries(file)) found.add(name.replace(/,.*/, ''));
        await new Promise(setImmediate);
        inside -= 1;
      }),
    );
    await kill(other.process);
    await Promise.all(waiters);
    expect(most).toBe(1);
    expect(found).not.toContain('save');
  });

  test.skipIf(!hasProc)('that is suspended keeps the lock, and finishes once resumed', async ({ file }) => {
    const holder = await startHolder(file);
    try {
      holder.process.kill('SIGSTOP');
      await expect.poll(() => processState(holder.pid)).toBe('T');
      const error = await failure(take(file, 300));
      expect(error.code).toBe('store_locked');
      expect(error.message).toContain(`process ${holder.pid}`);
      expect(error.message).toContain('0.3 seconds');
      expect(error.hint).toContain(`${holder.pid}`);
      holder.process.kill('SIGCONT');
      holder.process.stdin?.end();
      expect(await holder.nextLine()).toBe('released');
      expect(await take(file)).toBe('done');
    } finally {
      holder.process.kill('SIGKILL');
    }
  });

  test.skipIf(!hasProc)('that is dead but not reaped (a zombie) counts as dead', async ({ file }) => {
    // `sleep` replaces the shell and never reaps its child.
    const shell = startChild([
      'sh',
      '-c',
      '"$@" & exec sleep 60',
      'sh',
      ...scriptCommand('hold-lock.ts', file),
    ]);
    try {
      const pid = heldBy(await shell.nextLine());
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => processState(pid)).toBe('Z');
      expect(await take(file)).toBe('done');
      expect(processState(pid)).toBe('Z');
    } finally {
      await kill(shell.process);
    }
  });
});

describe('a token found', () => {
  test.for([
    ['that no process has', { pid: 2 ** 22 + 1 }],
    ...(hasProc ? [['of another process now', { pid: process.ppid, startedAt: '1' }] as const] : []),
  ] as const)('with a pid %s has a dead holder', async ([, holder], { file }) => {
    await leaveHeldBy(file, { ...ownIdentity(), ...holder });
    expect(await take(file, 0)).toBe('done');
    expect(lockEntries(file)).toEqual(['9,free']);
  });

  test.for([
    ['another computer', { boot: '0123456789abcdef', host: 'elsewhere' }],
    ...(hasProc ? [['another container', { namespaces: '1' }] as const] : []),
    ['another platform', { boot: 'plan9', host: 'elsewhere' }],
  ] as const)('from %s is waited for, and the error names the lock', async ([, other], { file }) => {
    const holder = { ...ownIdentity(), pid: 2 ** 22 + 1, ...other };
    await leaveHeldBy(file, holder);
    const error = await failure(take(file, 40));
    expect(error.code).toBe('store_locked');
    expect(error.message).toContain(`process ${holder.pid} on ${hostName(holder)}`);
    expect(error.hint).toContain(`Deleting the folder ${file}.lock is safe once`);
    expect(lockEntries(file)).toEqual([`7,held,${formatIdentity(holder)},${nonce}`]);
  });

  test('missing in an empty lock is created again', async ({ file }) => {
    await mkdir(tokenFolderOf(file), { recursive: true });
    expect(await take(file)).toBe('done');
  });

  test('that a crash left half created is removed', async ({ file }) => {
    await mkdir(join(`${file}.lock`, 'new,0123456789ab'), { recursive: true });
    await take(file);
    expect(await readdir(`${file}.lock`)).toEqual(LOCK_ENTRIES);
  });

  test('beside files of other programs, whose names may look like ours, removes none of them', async ({
    file,
  }) => {
    await take(file);
    const names = ['.DS_Store', '7,held', 'save,notes', 'wait,for me', '01,free', 'notes.tmp'];
    for (const name of names) await writeFile(join(tokenFolderOf(file), name), 'precious');
    const folder = join(`${file}.lock`, 'new,0123456789ab');
    await mkdir(folder);
    await writeFile(join(folder, 'notes'), 'precious');
    await take(file);
    expect(await readdir(tokenFolderOf(file))).toEqual(expect.arrayContaining(names));
    expect(await readdir(folder)).toEqual(['notes']);
  });

  test('with the highest generation counts if there are two', async ({ file }) => {
    await mkdir(tokenFolderOf(file), { recursive: true });
    await writeFile(join(tokenFolderOf(file), '2,free'), '');
    await writeFile(join(tokenFolderOf(file), '10,free'), '');
    await take(file);
    expect(lockEntries(file)).toEqual(['12,free']);
  });
});

test('a claim that failed, and whose release is tried again later, does not end a later hold', async ({
  file,
}) => {
  await take(file);
  const { renameSync } = fs;
  let renames = 0;
  stubFs({
    renameSync: (from: string, to: string) => {
      renames += 1;
      // The claim fails, and so does its release: some disks report a missing file as busy.
      if (renames === 1 || !existsSync(from)) throw Object.assign(new Error('injected'), { code: 'EBUSY' });
      renameSync(from, to);
    },
  });
  await inLock(file, async () => {
    // A claim, its release, and the claim again: it does not wait for the release.
    expect(renames).toBe(3);
    const held = lockEntries(file);
    expect(held).toEqual([expect.stringContaining(',held,')]);
    // The release is tried again after half a second.
    await expect.poll(() => renames).toBeGreaterThan(3);
    expect(lockEntries(file)).toEqual(held);
  });
  await expectAnotherGets(file);
});

describe('a rename that is reported as failed', () => {
  test.for<[string, string, RegExp, boolean, boolean?]>([
    ['EIO', 'on acquiring, but was made', /,held,/, true],
    ['EIO', 'on acquiring, but was made, which shows only later', /,held,/, true, false],
    ['EIO', 'on acquiring, and was not made', /,held,/, false],
    ['EIO', 'on releasing, but was made', /,free$/, true],
    ['EIO', 'on releasing, and was not made', /,free$/, false],
    ['ENOENT', 'on releasing, but was made', /,free$/, true],
    ['ENOENT', 'on releasing, but was made, which shows only later', /,free$/, true, false],
    ['ENOENT', 'on releasing, and was not made', /,free$/, false],
    ['EXDEV', 'on releasing, and was not made', /,free$/, false],
  ])('(%s, %s) does not block other servers', async ([code, , to, isMade, isSeen], { file }) => {
    await take(file);
    breakRename(to, code, isMade, isSeen);
    const outcome = await take(file).catch((error: { code: string }) => error.code);
    const isFailure = to.test(',held,') && !(isMade && isSeen !== false);
    expect(outcome).toBe(isFailure ? 'store_unavailable' : 'done');
    await expectAnotherGets(file);
  });

  test('because the folder of the lock was away for a moment does not block other servers', async ({
    file,
  }) => {
    const elsewhere = `${file}.elsewhere`;
    await inLock(file, () => rename(`${file}.lock`, elsewhere));
    await rename(elsewhere, `${file}.lock`);
    expect(lockEntries(file)).toHaveLength(1);
    await expectAnotherGets(file);
  });

  test('in the way of mergerfs, because another process was faster, is tried again', async ({ file }) => {
    await take(file);
    breakRename(/,held,/, 'EXDEV', false);
    expect(await take(file)).toBe('done');
    await expectAnotherGets(file);
  });
});

test('a foreign file beside a token that other processes always take first is no reason to give up', async ({
  file,
}) => {
  await take(file);
  await writeFile(join(tokenFolderOf(file), '.DS_Store'), '');
  const { renameSync } = fs;
  stubFs({
    renameSync: (from: string, to: string) =>
      renameSync(to.includes(',held,') ? `${from} is gone` : from, to),
  });
  expect((await failure(take(file, 700))).message).toContain('other processes kept it busy');
  await rm(join(tokenFolderOf(file), '.DS_Store'));
  await expectAnotherGets(file);
});

test.skipIf(!hasProc)('a holder in another time namespace does not count as dead', async ({ file, skip }) => {
  const namespace = ['unshare', '-T', '--boottime', '1000000', '-f'];
  const [program = '', ...args] = namespace;
  skip(spawnSync(program, [...args, 'true']).status !== 0, 'time namespaces are not permitted here');
  const child = startChild([...namespace, ...scriptCommand('hold-lock.ts', file)]);
  const pid = heldBy(await child.nextLine());
  expect((await failure(take(file, 100))).message).toContain(`process ${pid}`);
  child.process.stdin?.end();
  expect(await child.nextLine()).toBe('released');
});

test.skipIf(!hasProc)(
  'a holder in a container with a boot id of its own does not count as dead',
  async ({ file, skip }) => {
    const bootId = join(file, '..', 'boot_id');
    await writeFile(bootId, '01234567-89ab-cdef-0123-456789abcdef\n');
    const mount = 'mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"';
    const container = ['unshare', '-m', 'sh', '-c', mount, bootId];
    const [program = '', ...args] = container;
    skip(spawnSync(program, [...args, 'true']).status !== 0, 'mounting is not permitted here');
    const child = startChild([...container, ...scriptCommand('hold-lock.ts', file)]);
    const pid = heldBy(await child.nextLine());
    const held = lockEntries(file);
    expect((await failure(take(file, 100))).message).toContain(`process ${pid}`);
    expect(lockEntries(file)).toEqual(held);
    child.process.stdin?.end();
    expect(await child.nextLine()).toBe('released');
    await expectAnotherGets(file);
  },
);

describe('the waiting', () => {
  test('ends at once when aborted, and leaves nothing behind', async ({ file }) => {
    const abort = new AbortController();
    await inLock(file, async () => {
      const waiter = failure(inLock(file, () => Promise.resolve(), { signal: abort.signal }));
      await expect.poll(() => lockEntries(file).join()).toContain('wait,');
      abort.abort();
      const error = await waiter;
      expect(error.code).toBe('store_locked');
      expect(error.message).toMatch(/shutting down.*Nothing was changed/);
      expect(lockEntries(file).join()).not.toContain('wait,');
    });
  });

  test('can be aborted; a free lock is still acquired, and running work continues', async ({ file }) => {
    const abort = new AbortController();
    abort.abort();
    expect(await inLock(file, () => Promise.resolve('saved'), { signal: abort.signal })).toBe('saved');
    const late = new AbortController();
    const work = async (): Promise<string> => {
      late.abort();
      await new Promise(setImmediate);
      return 'finished';
    };
    expect(await inLock(file, work, { signal: late.signal })).toBe('finished');
  });
});

describe('a lock that can not be made', () => {
  test.for([
    ['the folder is missing', 'missing/todos.json', 'the folder does not exist'],
    ['a file is in its place', 'todos.json', 'not a folder, so it does not belong to Todo Manager'],
  ] as const)('because %s', async ([, path, reason], { file }) => {
    await writeFile(`${file}.lock`, 'of another program');
    expect(await failure(take(join(file, '..', path)))).toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining(reason),
    });
  });

  test('because the folder is read-only', async ({ file, skip }) => {
    skip(process.getuid?.() === 0, 'the superuser may write everywhere');
    skip(process.platform === 'win32', 'folders have no such mode');
    await chmod(join(file, '..'), 0o500);
    const error = await failure(take(file));
    await chmod(join(file, '..'), 0o700);
    expect(error.code).toBe('store_unavailable');
    expect(error.message).toContain('permission was denied');
  });
});

// Windows can't delete a folder with an open file in it.
describe.skipIf(process.platform === 'win32')('the release', () => {
  test('keeps the result of the work if the folder is gone', async ({ file }) => {
    const work = async (): Promise<string> => {
      await rm(join(file, '..'), { recursive: true });
      return 'saved';
    };
    expect(await inLock(file, work)).toBe('saved');
  });

  test('does not touch a lock that was deleted and created again', async ({ file }) => {
    await inLock(file, async () => {
      await rm(`${file}.lock`, { recursive: true });
      await take(file);
    });
    expect(lockEntries(file)).toEqual(['3,free']);
  });

  test('that failed does not block the next call of the same process', async ({ file }) => {
    const elsewhere = `${file}.elsewhere`;
    const result = await inLock(file, async () => {
      await rename(`${file}.lock`, elsewhere);
      await writeFile(`${file}.lock`, 'in the way');
      return 'saved';
    });
    expect(result).toBe('saved');
    await rm(`${file}.lock`);
    await rename(elsewhere, `${file}.lock`);
    expect(await take(file, 0)).toBe('done');
    await expectAnotherGets(file);
  });
});
