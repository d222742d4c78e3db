/** Other users who can write to the folder of the list, and swap files between two steps of a change. */
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { shareWithFolderGroup } from '../../../src/store/file/disk/access-rights.ts';
import { diskFileSystem, type FileSystem } from '../../../src/store/file/disk/file-system.ts';
import { announceWaiting } from '../../../src/store/file/lock/lock-folder.ts';
import { failure } from '../../support/failure.ts';
import { add, newStore, openFile, titlesIn } from '../../support/file-store.ts';
import { storedList } from '../../support/left-behind.ts';
import { kill } from '../../support/lock-child.ts';
import { ANNA, BERT, FAMILY, folderOfAnna, runAs, startAs } from '../../support/several-users.ts';
import { ignoresModes, tempFolder } from '../../support/temp-folder.ts';

/** A private file of ours, and what may never change of it. */
function secretIn(folder: string, owner?: number) {
  const path = join(folder, 'secret');
  writeFileSync(path, 'a private key', { mode: 0o600 });
  if (owner !== undefined) chownSync(path, owner, owner);
  const seen = () => {
    const { ino, uid, gid, mode, size } = statSync(path);
    return { ino, uid, gid, mode: mode & 0o7777, size, text: readFileSync(path, 'utf8') };
  };
  return { path, seen, before: seen() };
}

// Windows lets ordinary users make no links.
describe.skipIf(process.platform === 'win32')('a link put in place of', () => {
  const swaps: [step: string, swapped: (swap: (path: string) => void) => Partial<FileSystem>][] = [
    [
      'before its rights are set',
      (swap) => ({
        create: async (path, content) => {
          const file = await diskFileSystem.create(path, content);
          swap(path);
          return file;
        },
      }),
    ],
    [
      'before it is created',
      (swap) => ({
        create: (path, content) => {
          swap(path);
          return diskFileSystem.create(path, content);
        },
      }),
    ],
  ];

  test.for(swaps)('the new version, %s, is not followed', async ([, swapped]) => {
    const { folder, path, store } = await newStore();
    const secret = secretIn(folder);
    await add(store, 'Buy milk');
    chmodSync(path, 0o644);
    const swap = (temp: string): void => {
      symlinkSync(secret.path, join(folder, 'link'));
      renameSync(join(folder, 'link'), temp);
    };
    const attacked = openFile(path, { disk: { ...diskFileSystem, ...swapped(swap) } });
    expect((await failure(add(attacked, 'Call Mum'))).message).toContain("Can't save");
    expect(secret.seen()).toEqual(secret.before);
    expect(lstatSync(path).isFile()).toBe(true);
    expect(await titlesIn(path)).toEqual(['Buy milk']);
    await add(openFile(path), 'Call Mum');
    expect(await titlesIn(path)).toEqual(['Buy milk', 'Call Mum']);
  });

  test('the new version, after the last check, is never taken for a saved change', async () => {
    const { folder, path, store } = await newStore();
    const secret = secretIn(folder);
    await add(store, 'Buy milk');
    const rename = async (from: string, to: string): Promise<void> => {
      symlinkSync(secret.path, join(folder, 'link'));
      renameSync(join(folder, 'link'), from);
      renameSync(from, to);
    };
    const attacked = openFile(path, { disk: { ...diskFileSystem, rename } });
    expect((await failure(add(attacked, 'Call Mum'))).code).toBe('saved_unconfirmed');
    expect(secret.seen()).toEqual(secret.before);
  });

  test('the mark of a waiter is not written through', () => {
    const folder = tempFolder();
    const secret = secretIn(folder);
    symlinkSync(secret.path, join(folder, 'wait,0123456789ab'));
    announceWaiting(folder, '0123456789ab');
    expect(secret.seen()).toEqual(secret.before);
  });

  test.for(['a link', 'a folder with something in it'])(
    'a new lock (%s) is not shared in its place',
    (kind) => {
      const folder = tempFolder();
      chmodSync(folder, 0o770);
      const [mine, lock] = [join(folder, 'mine'), join(folder, 'lock')];
      mkdirSync(mine, { mode: 0o700 });
      writeFileSync(join(mine, 'diary'), '');
      if (kind === 'a link') symlinkSync(mine, lock);
      else renameSync(mine, lock);
      shareWithFolderGroup(lock, folder);
      expect(statSync(lock).mode & 0o777).toBe(0o700);
    },
  );
});

test('rights that another program changes meanwhile are not replaced by older ones', async ({ skip }) => {
  skip(process.platform === 'win32', 'files have no such modes');
  const { path, disk, store } = await newStore();
  await add(store, 'Buy milk');
  chmodSync(path, 0o644);
  // A neighbour puts a file of laxer rights in the list's place for a moment.
  let times = 0;
  disk.beforeRename = async () => {
    if ((times += 1) === 1) chmodSync(path, 0o600);
  };
  await add(store, 'Call Mum');
  expect({ times, mode: statSync(path).mode & 0o777 }).toEqual({ times: 2, mode: 0o600 });
  expect(await titlesIn(path)).toEqual(['Buy milk', 'Call Mum']);
});

/** Puts a link to the second argument in place of each new version in the token folder, the first argument. */
const RACER = `
  const { readdirSync, renameSync, symlinkSync } = require('node:fs');
  const [, turn, target] = process.argv;
  for (let count = 0; ; ) {
    let names = [];
    try { names = readdirSync(turn); } catch {}
    for (const name of names.filter((each) => each.startsWith('save,'))) {
      try {
        symlinkSync(target, turn + '/../link' + ++count);
        renameSync(turn + '/../link' + count, turn + '/' + name);
      } catch {}
    }
  }
`;

describe.skipIf(!ignoresModes)('a neighbour (only root can act as several users)', () => {
  test('who made the lock of a list in a folder where all may write is refused', () => {
    const { folder, file, add: addAs } = folderOfAnna(0o1777, 'todos.json');
    chownSync(folder, 0, 0);
    runAs(BERT, 'mkdir', '-p', '-m', '0777', `${file}.lock/turn`);
    runAs(BERT, 'touch', `${file}.lock/turn/1,free`);
    for (const uid of [ANNA, 0]) expect(addAs(uid, 'Buy milk')).toContain('belongs to another user');
    runAs(BERT, 'mv', `${file}.lock`, `${folder}/elsewhere`);
    expect(addAs(ANNA, 'Buy milk')).toContain('Added #1');
    expect(statSync(`${file}.lock`).mode & 0o777).toBe(0o700);
  });

  test.for([
    ['of a shared list', ANNA, FAMILY],
    ['of whom root changes the list', 0, FAMILY],
  ] as const)('%s who swaps files gains nothing', async ([, user, group]) => {
    const { base, folder, file, add: addAs } = folderOfAnna(0o2770, 'todos.json');
    // For root, everything is Bert's; for Anna, the folder is shared with Bert's group.
    if (user === 0) chownSync(folder, BERT, group);
    expect(addAs(BERT, 'Buy milk')).toContain('Added #1');
    chmodSync(file, 0o664);
    const secret = secretIn(base, user);
    const racer = startAs(BERT, RACER, `${file}.lock/turn`, secret.path);
    const known = new Set(['Buy milk']);
    for (let turn = 0; turn < 8; turn++) {
      const title = `Todo ${turn}`;
      const before = readFileSync(file);
      const answer = addAs(user, title);
      expect(secret.seen()).toEqual(secret.before);
      const [isAdded, isReplaced] = [answer.includes('Added'), !lstatSync(file).isFile()];
      // Whoever may write to the folder can replace the list itself at any time, but not unnoticed.
      expect(isAdded && isReplaced).toBe(false);
      if (isReplaced) {
        unlinkSync(file);
        writeFileSync(file, before, { mode: 0o664 });
        chownSync(file, BERT, group);
      }
      if (isAdded) known.add(title);
      expect(storedList(file).todos.map((each) => each.title)).toEqual([...known]);
    }
    await kill(racer);
    expect(addAs(user, 'At last')).toContain('Added');
  });
});
