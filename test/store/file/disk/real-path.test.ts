import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { realPathOf } from '../../../../src/store/file/disk/real-path.ts';
import { watchFs } from '../../../support/fs-calls.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** A folder with a file, folders, and links of every kind. */
async function folderWithLinks(): Promise<string> {
  const folder = tempFolder();
  await mkdir(join(folder, 'deep', 'down'), { recursive: true });
  await writeFile(join(folder, 'file'), '');
  const links = {
    absolute: join(folder, 'file'),
    relative: 'file',
    chain: './relative',
    folder: join('deep', 'down'),
    dangling: join(folder, 'later', 'todos.json'),
    'dangling chain': 'dangling',
    'through a folder': join('folder', 'todos.json'),
    [join('deep', 'down', 'up')]: join('..', 'todos.json'),
    circle: 'back',
    back: 'circle',
  };
  for (const [link, target] of Object.entries(links)) await symlink(target, join(folder, link));
  return folder;
}

test.for([
  ['a file', 'file', 'file'],
  ['a missing file', 'todos.json', 'todos.json'],
  ['a file in a missing folder', 'a/b/todos.json', 'a/b/todos.json'],
  ['an absolute link', 'absolute', 'file'],
  ['a chain of links', 'chain', 'file'],
  ['a missing file in a linked folder', 'folder/todos.json', 'deep/down/todos.json'],
  ['a missing folder in a linked folder', 'folder/new/todos.json', 'deep/down/new/todos.json'],
  ['a dangling link', 'dangling', 'later/todos.json'],
  ['a chain that dangles', 'dangling chain', 'later/todos.json'],
  ['a dangling link through a linked folder', 'through a folder', 'deep/down/todos.json'],
  ['a dangling relative link in a linked folder', 'folder/up', 'deep/todos.json'],
] as const)('the real path of %s', async ([, path, real]) => {
  const folder = await folderWithLinks();
  expect(await realPathOf(join(folder, path))).toBe(join(folder, real));
});

test.for([
  ['links that form a circle', 'circle', 'its symbolic links form a circle'],
  ['a path through a file', 'file/todos.json', 'something that is not a folder is in the way'],
] as const)('%s have no real path', async ([, path, reason]) => {
  const folder = await folderWithLinks();
  await expect(realPathOf(join(folder, path))).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining(reason),
  });
});

test('a folder that can not be looked at has none either', async () => {
  const folder = await folderWithLinks();
  watchFs(folder, ({ name }) => (name === 'statSync' ? { code: 'EIO', isMade: false } : undefined));
  await expect(realPathOf(join(folder, 'todos.json'))).rejects.toMatchObject({
    code: 'store_unavailable',
    message: `Can't find ${folder}: the disk reported an error.`,
  });
});
