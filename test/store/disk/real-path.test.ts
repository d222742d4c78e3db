import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { describe, expect, test } from 'vitest';

import { realPathOf } from '../../../src/store/disk/real-path.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the real path', () => {
  test('of a plain file is its own', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'todos.json');
    await writeFile(file, '');
    expect(await realPathOf(file)).toBe(file);
  });

  test('of a missing file is its own, also in a missing folder', async () => {
    const folder = await tempFolder();
    expect(await realPathOf(join(folder, 'todos.json'))).toBe(join(folder, 'todos.json'));
    expect(await realPathOf(join(folder, 'a', 'b', 'todos.json'))).toBe(join(folder, 'a', 'b', 'todos.json'));
  });

  test('of a link is that of the file it leads to, through a chain too', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'todos.json');
    await writeFile(file, '');
    await symlink(file, join(folder, 'first'));
    await symlink('first', join(folder, 'second'));
    await symlink('./second', join(folder, 'third'));
    expect(await realPathOf(join(folder, 'third'))).toBe(file);
  });

  test('leads through links to folders', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'real'));
    await symlink('real', join(folder, 'link'));
    expect(await realPathOf(join(folder, 'link', 'todos.json'))).toBe(join(folder, 'real', 'todos.json'));
    expect(await realPathOf(join(folder, 'link', 'new', 'todos.json'))).toBe(
      join(folder, 'real', 'new', 'todos.json'),
    );
  });

  test('of a dangling link is where its file would be', async () => {
    const folder = await tempFolder();
    await symlink(join(folder, 'later', 'todos.json'), join(folder, 'absolute'));
    await symlink('later.json', join(folder, 'relative'));
    await symlink('relative', join(folder, 'chain'));
    expect(await realPathOf(join(folder, 'absolute'))).toBe(join(folder, 'later', 'todos.json'));
    expect(await realPathOf(join(folder, 'chain'))).toBe(join(folder, 'later.json'));
  });

  test('of a dangling relative link begins where the link really is', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'deep', 'down'), { recursive: true });
    await symlink(join('deep', 'down'), join(folder, 'link'));
    await symlink(join('..', 'todos.json'), join(folder, 'deep', 'down', 'todos.json'));
    expect(await realPathOf(join(folder, 'link', 'todos.json'))).toBe(join(folder, 'deep', 'todos.json'));
  });

  test('of links that lead in a circle does not exist', async () => {
    const folder = await tempFolder();
    await symlink('b', join(folder, 'a'));
    await symlink('a', join(folder, 'b'));
    await expect(realPathOf(join(folder, 'a'))).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('its symbolic links form a circle'),
    });
  });

  test('below a file does not exist', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(realPathOf(join(folder, 'file', 'todos.json'))).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('something that is not a folder is in the way'),
    });
  });

  test('is the same for every path to one file', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'home'));
    await symlink('home', join(folder, 'link'));
    await symlink(join(folder, 'link', 'todos.json'), join(folder, 'dangling'));
    const paths = [
      join(folder, 'home', 'todos.json'),
      join(folder, 'link', 'todos.json'),
      join(folder, 'dangling'),
    ];
    const real = await Promise.all(paths.map((path) => realPathOf(path)));
    expect(real.map((path) => relative(folder, path))).toEqual(Array(3).fill(join('home', 'todos.json')));
  });
});
