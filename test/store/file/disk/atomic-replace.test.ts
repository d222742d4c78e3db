import { execFileSync } from 'node:child_process';
import { fstatSync, ftruncateSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test as base, vi } from 'vitest';

import { atomicReplace, type AtomicReplaceOptions } from '../../../../src/store/file/disk/atomic-replace.ts';
import { diskFileSystem, type FileSystem } from '../../../../src/store/file/disk/file-system.ts';
import { failure } from '../../../support/failure.ts';
import { watchFs } from '../../../support/fs-calls.ts';
import { stubFs } from '../../../support/stub-fs.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

interface Place {
  readonly file: string;
  readonly tempFolder: string;
  /** What the folder holds besides the file and the (empty) temp folder. */
  readonly litter: () => Promise<string[]>;
}

const test = base.extend<{ place: Place }>({
  place: async ({}, use) => {
    const folder = tempFolder();
    await mkdir(join(folder, 'temp'));
    const litter = async () =>
      (await readdir(folder, { recursive: true })).filter((name) => !['temp', 'todos.json'].includes(name));
    await use({ file: join(folder, 'todos.json'), tempFolder: join(folder, 'temp'), litter });
  },
});

const replace = (path: string, content: string, options: AtomicReplaceOptions) =>
  atomicReplace(path, Buffer.from(content), options);

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

function failing(step: keyof FileSystem, code: string): FileSystem {
  return { ...diskFileSystem, [step]: () => Promise.reject(systemError(code)) };
}

describe('the new content', () => {
  test('is for the owner alone in a new file, and its stat is returned', async ({ place }) => {
    const made = await replace(place.file, 'Grüße', place);
    expect(made).toEqual(await stat(place.file, { bigint: true }));
    expect(await readFile(place.file, 'utf8')).toBe('Grüße');
    expect(process.platform === 'win32' ? 0o600 : Number(made?.mode) & 0o777).toBe(0o600);
    expect(await place.litter()).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('keeps the mode of the old file', async ({ place }) => {
    await writeFile(place.file, 'old');
    await chmod(place.file, 0o664);
    await replace(place.file, 'new', place);
    expect(await readFile(place.file, 'utf8')).toBe('new');
    expect((await stat(place.file)).mode & 0o777).toBe(0o664);
  });

  test('keeps the owner and group of the old file where that is permitted', async ({ place, skip }) => {
    skip(process.getuid?.() !== 0, 'only the superuser may give files away');
    await writeFile(place.file, 'old');
    await chown(place.file, 1234, 2345);
    await chmod(place.file, 0o640);
    await replace(place.file, 'new', place);
    const { uid, gid, mode } = await stat(place.file);
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 1234, gid: 2345, mode: 0o640 });
    await chown(place.file, 4321, 2345);
    const fchownSync = vi.fn<() => void>(() => {
      throw systemError('EPERM');
    });
    stubFs({ fchownSync });
    await replace(place.file, 'newer', place);
    expect(fchownSync).toHaveBeenCalledTimes(2);
    expect(await readFile(place.file, 'utf8')).toBe('newer');
    // Another group must not get the old group's rights.
    expect((await stat(place.file)).mode & 0o777).toBe(0o600);
  });

  test.for([
    ['keeps the access control list of the old file', process.env['PATH'], 0o660, 'user:1234:rw-'],
    ['gives nobody the rights of a list that it can not copy', '/nowhere', 0o600, 'group::---'],
  ] as const)('%s', async ([, tools, mode, kept], { place, skip }) => {
    const list = () => execFileSync('getfacl', ['-c', '-E', '-p', place.file], { encoding: 'utf8' });
    await writeFile(place.file, 'old', { mode: 0o600 });
    try {
      execFileSync('setfacl', ['-m', 'u:1234:rw,g::---', place.file], { stdio: 'ignore' });
    } catch {
      skip('there is no setfacl here, or no disk with access control lists');
    }
    vi.stubEnv('PATH', tools);
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const content of ['new', 'newer']) await replace(place.file, content, place);
    expect((await stat(place.file)).mode & 0o777).toBe(mode);
    vi.unstubAllEnvs();
    expect(list()).toContain(kept);
    expect(list()).toContain('group::---');
    // A list that is added later is noticed.
    await chmod(place.file, 0o640);
    await replace(place.file, 'plain', place);
    execFileSync('setfacl', ['-m', 'u:4321:rw', place.file]);
    await replace(place.file, 'newest', place);
    expect(list()).toContain('user:4321:rw-');
  });

  test("gives nobody the rights of its folder's default list", async ({ place, skip }) => {
    await writeFile(place.file, 'old');
    await chmod(place.file, 0o640);
    try {
      execFileSync('setfacl', ['-d', '-m', 'u:1234:rw', place.tempFolder], { stdio: 'ignore' });
    } catch {
      skip('there is no setfacl here, or no disk with access control lists');
    }
    for (const content of ['new', 'newer']) await replace(place.file, content, place);
    const list = execFileSync('getfacl', ['-c', '-p', place.file], { encoding: 'utf8' });
    expect(list.trim()).toBe('user::rw-\ngroup::r--\nother::---');
  });

  test('is not returned if another program replaced it right afterwards', async ({ place }) => {
    const fs: FileSystem = {
      ...diskFileSystem,
      flushFolder: async () => writeFile(place.file, 'somebody else'),
    };
    expect(await replace(place.file, 'ours', { ...place, fs })).toBeUndefined();
  });
});

describe('a disk that fails before the rename', () => {
  test('with a short write: the old file stays', async ({ place }) => {
    await writeFile(place.file, 'old and complete');
    const fs: FileSystem = {
      ...diskFileSystem,
      create: async (path, content) => diskFileSystem.create(path, content.subarray(0, -1)),
    };
    const error = await failure(replace(place.file, 'new and complete', { ...place, fs }));
    expect(error.code).toBe('store_unavailable');
    expect(error.message).toContain(
      'the disk is full, or files may not become that large (it took 15 of 16 bytes)',
    );
    expect(await readFile(place.file, 'utf8')).toBe('old and complete');
    expect(await place.litter()).toEqual([]);
  });

  test.for([
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EIO', 'the disk reported an error'],
    ['EROFS', 'the disk is read-only'],
    ['EACCES', 'permission was denied'],
    ['EBUSY', 'another program has the file open'],
    ['ERR_ACCESS_DENIED', "Node's permission model forbids it (node --permission)"],
    ['EWEIRD', 'the system reported EWEIRD'],
  ] as const)('with %s: it says that %s', async ([code, words], { place }) => {
    await writeFile(place.file, 'old');
    for (const step of ['create', 'flush', 'rename'] as const) {
      const error = await failure(replace(place.file, 'new', { ...place, fs: failing(step, code) }));
      expect(error).toMatchObject({ code: 'store_unavailable', cause: { code } });
      expect(error.message).toBe(`Can't save ${place.file}: ${words}.`);
      expect(error.hint).toMatch(/^Nothing was changed\. .*try again\.$/);
    }
    expect(await readFile(place.file, 'utf8')).toBe('old');
    expect(await place.litter()).toEqual([]);
  });

  test('by refusing the rename for a moment: it is tried again, after another check', async ({ place }) => {
    let tries = 0;
    let checks = 0;
    const fs: FileSystem = {
      ...diskFileSystem,
      rename: async (from, to) => {
        tries += 1;
        await (tries < 3 ? Promise.reject(systemError('EBUSY')) : diskFileSystem.rename(from, to));
      },
    };
    const checkUnchanged = (): void => void (checks += 1);
    await replace(place.file, 'new', { ...place, fs, checkUnchanged });
    expect({ tries, checks }).toEqual({ tries: 3, checks: 3 });
    expect(await readFile(place.file, 'utf8')).toBe('new');
  });
});

test('an error of checkUnchanged passes through, and the old file stays', async ({ place }) => {
  await writeFile(place.file, 'old');
  const objection = new Error('changed meanwhile');
  const checkUnchanged = async (): Promise<void> => {
    const [staged = ''] = await readdir(place.tempFolder);
    expect(await readFile(join(place.tempFolder, staged), 'utf8')).toBe('new');
    throw objection;
  };
  await expect(replace(place.file, 'new', { ...place, checkUnchanged })).rejects.toBe(objection);
  expect(await readFile(place.file, 'utf8')).toBe('old');
  expect(await place.litter()).toEqual([]);
});

test('is made where the disk sets other times after the flush, as network and FUSE disks do', async ({
  place,
}) => {
  await writeFile(place.file, 'old');
  const checkUnchanged = async (): Promise<void> => {
    const [staged = ''] = await readdir(place.tempFolder);
    await utimes(join(place.tempFolder, staged), 1_700_000_000, 1_700_000_000);
  };
  await replace(place.file, 'new', { ...place, checkUnchanged });
  expect(await readFile(place.file, 'utf8')).toBe('new');
  expect(await place.litter()).toEqual([]);
});

test('a rename that was made but reported as failed counts as saved', async ({ place }) => {
  await writeFile(place.file, 'old');
  const fs: FileSystem = {
    ...diskFileSystem,
    rename: async (from, to) => {
      await diskFileSystem.rename(from, to);
      throw systemError('EIO');
    },
  };
  const error = await failure(replace(place.file, 'new', { ...place, fs }));
  expect(error).toMatchObject({ code: 'saved_unconfirmed', cause: { code: 'EIO' } });
  expect(await readFile(place.file, 'utf8')).toBe('new');
});

test('what fails after the rename is reported as saved', async ({ place }) => {
  await writeFile(place.file, 'old');
  const error = await failure(replace(place.file, 'new', { ...place, fs: failing('flushFolder', 'EIO') }));
  expect(error).toMatchObject({ code: 'saved_unconfirmed', cause: { code: 'EIO' } });
  expect(error.message).toMatch(/^Saved, but .*the disk reported an error\.$/);
  expect(error.hint).toMatch(/^Don't repeat this change/);
  expect(await readFile(place.file, 'utf8')).toBe('new');
});

test('an error on closing the new version, which is flushed by then, is no reason to refuse it', async ({
  place,
}) => {
  await writeFile(place.file, 'old');
  watchFs(place.tempFolder, ({ name }) => (name === 'closeSync' ? { code: 'EIO', isMade: true } : undefined));
  expect(await replace(place.file, 'new', place)).toMatchObject({ size: 3n });
  expect(await readFile(place.file, 'utf8')).toBe('new');
});

test('the complete file and then its folder are flushed', async ({ place }) => {
  const flushed: string[] = [];
  stubFs({
    fsync: (file: number, done: (error: null) => void) => {
      const found = fstatSync(file);
      flushed.push(found.isDirectory() ? 'folder' : `file of ${found.size} bytes`);
      // Fails unless the file is open for writing: SMB refuses or skips the flush of any other.
      if (found.isFile()) ftruncateSync(file, found.size);
      done(null);
    },
  });
  await replace(place.file, 'new', place);
  expect(flushed).toEqual(['file of 3 bytes', ...(process.platform === 'win32' ? [] : ['folder'])]);
});

test.skipIf(process.platform !== 'linux')(
  'no file is left open, whether it succeeds or fails',
  async ({ place }) => {
    const open = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    const before = await open();
    for (let turn = 0; turn < 20; turn++) {
      await replace(place.file, 'new', place);
      await failure(replace(place.file, 'new', { ...place, fs: failing('rename', 'EIO') }));
      await failure(replace(place.file, 'new', { ...place, fs: failing('flushFolder', 'EIO') }));
    }
    expect(await open()).toBeLessThan(before + 10);
  },
);
