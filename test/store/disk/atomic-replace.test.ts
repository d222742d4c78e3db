import { execFileSync } from 'node:child_process';
import nodeFs from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test as base, vi } from 'vitest';

import { atomicReplace, type AtomicReplaceOptions } from '../../../src/store/disk/atomic-replace.ts';
import { diskFileSystem, type FileSystem } from '../../../src/store/disk/file-system.ts';
import { failure } from '../../support/failure.ts';

interface Place {
  readonly file: string;
  readonly tempFolder: string;
  /** What the folder holds besides the file and the (empty) staging folder. */
  readonly litter: () => Promise<string[]>;
}

async function placeIn(folder: string): Promise<Place> {
  const tempFolder = join(folder, 'staging');
  await mkdir(tempFolder);
  const litter = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true })).filter((name) => !['staging', 'todos.json'].includes(name));
  return { file: join(folder, 'todos.json'), tempFolder, litter };
}

const replace = (path: string, content: string, options: AtomicReplaceOptions) =>
  atomicReplace(path, Buffer.from(content), options);

const test = base.extend<{ place: Place }>({
  place: async ({}, use) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'durable-replace-')));
    await use(await placeIn(folder));
    await rm(folder, { recursive: true, force: true });
  },
});

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** Watches or breaks one of the system's calls until the test is over. */
function spyOnDisk<Name extends 'fsync' | 'fchownSync'>(name: Name) {
  const spy = vi.spyOn(nodeFs, name);
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
  return spy;
}

function failing(step: keyof FileSystem, code: string): FileSystem {
  return { ...diskFileSystem, [step]: () => Promise.reject(systemError(code)) };
}

describe('the new content', () => {
  test('is a private file at first, and its stat is returned', async ({ place }) => {
    const { file, tempFolder } = place;
    const made = await replace(file, 'Grüße', { tempFolder });
    expect(made).toEqual(await stat(file, { bigint: true }));
    expect(await readFile(file, 'utf8')).toBe('Grüße');
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
    const refused = spyOnDisk('fchownSync').mockImplementation(() => {
      throw systemError('EPERM');
    });
    await replace(place.file, 'newer', place);
    expect(refused).toHaveBeenCalledTimes(2);
    expect(await readFile(place.file, 'utf8')).toBe('newer');
    // The rights of the old group are not the new one's.
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
    // A list that comes later is seen as well.
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

  test('is not recognised when somebody else replaced it right afterwards', async ({ place }) => {
    const fs: FileSystem = {
      ...diskFileSystem,
      flushFolder: async () => writeFile(place.file, 'somebody else'),
    };
    expect(await replace(place.file, 'ours', { ...place, fs })).toBeUndefined();
  });
});

describe('a disk that fails before the rename', () => {
  test('by taking only a part: the old file stays', async ({ place }) => {
    await writeFile(place.file, 'old and complete');
    const fs: FileSystem = {
      ...diskFileSystem,
      write: async (path, content) => {
        await diskFileSystem.write(path, content);
        await truncate(path, content.length - 1);
      },
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
    ['EWEIRD', 'the system reported EWEIRD'],
  ] as const)('with %s: it says that %s', async ([code, words], { place }) => {
    await writeFile(place.file, 'old');
    for (const step of ['write', 'flush', 'rename'] as const) {
      const error = await failure(replace(place.file, 'new', { ...place, fs: failing(step, code) }));
      expect(error).toMatchObject({ code: 'store_unavailable', cause: { code } });
      expect(error.message).toBe(`Can't save ${place.file}: ${words}.`);
      expect(error.hint).toMatch(/^Nothing was changed\. .*try again\.$/);
    }
    expect(await readFile(place.file, 'utf8')).toBe('old');
    expect(await place.litter()).toEqual([]);
  });

  test('by refusing the rename for good: the old file stays', async ({ place }) => {
    await writeFile(place.file, 'old');
    const error = await failure(replace(place.file, 'new', { ...place, fs: failing('rename', 'EIO') }));
    expect(error.code).toBe('store_unavailable');
    expect(await readFile(place.file, 'utf8')).toBe('old');
    expect(await place.litter()).toEqual([]);
  });

  test('by refusing the rename for a moment: it is tried again', async ({ place }) => {
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

  test('by refusing the rename again and again: it gives up', async ({ place }) => {
    await writeFile(place.file, 'old');
    const error = await failure(replace(place.file, 'new', { ...place, fs: failing('rename', 'EBUSY') }));
    expect(error.message).toContain('another program has the file open');
    expect(await readFile(place.file, 'utf8')).toBe('old');
    expect(await place.litter()).toEqual([]);
  });
});

test('an objection of the caller passes through as it is, and the old file stays', async ({ place }) => {
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

test('a rename that was made although it is reported as failed counts as saved', async ({ place }) => {
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

test('each step happens in the order that makes it durable', async ({ place }) => {
  const steps: string[] = [];
  const fs: FileSystem = {
    ...diskFileSystem,
    write: async (...args) => {
      steps.push('write');
      await diskFileSystem.write(...args);
    },
    flush: async (...args) => {
      steps.push('flush');
      return diskFileSystem.flush(...args);
    },
    rename: async (...args) => {
      steps.push('rename');
      await diskFileSystem.rename(...args);
    },
    flushFolder: async (path) => {
      steps.push('flush the folder');
      expect(path).toBe(join(place.file, '..'));
      await diskFileSystem.flushFolder(path);
    },
  };
  await replace(place.file, 'new', { ...place, fs, checkUnchanged: () => void steps.push('check') });
  expect(steps).toEqual(['write', 'flush', 'check', 'rename', 'flush the folder']);
});

test('both the file, when it is complete, and its folder are flushed', async ({ place }) => {
  const flushed: string[] = [];
  spyOnDisk('fsync').mockImplementation((descriptor, done) => {
    const found = nodeFs.fstatSync(descriptor);
    flushed.push(found.isDirectory() ? 'folder' : `file of ${found.size} bytes`);
    done(null);
  });
  await replace(place.file, 'new', place);
  expect(flushed).toEqual(['file of 3 bytes', ...(process.platform === 'win32' ? [] : ['folder'])]);
});

test.skipIf(process.platform !== 'linux')('no file is left open, whatever comes of it', async ({ place }) => {
  const open = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
  const before = await open();
  for (let turn = 0; turn < 50; turn++) {
    await replace(place.file, 'new', place);
    await failure(replace(place.file, 'new', { ...place, fs: failing('rename', 'EIO') }));
    await failure(replace(place.file, 'new', { ...place, fs: failing('flushFolder', 'EIO') }));
  }
  // The last ones are closed in the background.
  await vi.waitFor(async () => expect(await open()).toBeLessThan(before + 10));
});

test('a disk that is really full keeps the old file, and takes a new one once there is room', async ({
  place,
  skip,
}) => {
  const disk = join(place.file, '..', 'disk');
  await mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    skip('mounting a small disk is not permitted here');
  }
  try {
    const small = await placeIn(disk);
    await replace(small.file, 'x'.repeat(400_000), small);
    await writeFile(join(disk, 'ballast'), 'x'.repeat(400_000));
    const error = await failure(replace(small.file, 'y'.repeat(500_000), small));
    expect(error.code).toBe('store_unavailable');
    expect(error.message).toContain('the disk is full');
    expect(await readFile(small.file, 'utf8')).toBe('x'.repeat(400_000));
    expect(await small.litter()).toEqual(['ballast']);
    await rm(join(disk, 'ballast'));
    await replace(small.file, 'y'.repeat(500_000), small);
    expect(await readFile(small.file, 'utf8')).toBe('y'.repeat(500_000));
  } finally {
    execFileSync('umount', [disk]);
  }
});
