import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { expectAnotherCanChange } from '../../support/another-server.ts';
import { failure } from '../../support/failure.ts';
import { add, openFile, titlesIn } from '../../support/file-store.ts';
import { expectNoLitter, storedList } from '../../support/left-behind.ts';
import { runEntry } from '../../support/run-entry.ts';
import { smallDisk } from '../../support/small-disk.ts';
import { SpawnedServer } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const REASON = 'mounting a small disk is not permitted here';

describe('a full disk', () => {
  test('keeps the last complete version, and takes changes again once there is space', async (ctx) => {
    const disk = (await smallDisk()) ?? ctx.skip(REASON);
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, 'x'.repeat(600_000));
    const server = new SpawnedServer({ file: join(disk, 'todos.json') });
    await server.initialize();
    const description = 'x'.repeat(9_000);
    let added = 0;
    let refusal: unknown;
    for (; refusal === undefined; added += 1) {
      const { result } = await server.call('add_todo', { title: `Todo ${added}`, description });
      if (result?.['isError']) refusal = result['content'];
      expect(storedList(server.file).todos).toHaveLength(refusal === undefined ? added + 1 : added);
    }
    const kept = readFileSync(server.file);
    expect(JSON.stringify(refusal)).toMatch(/MCP error -32603: .*the disk is full.*Nothing was changed/);
    const { result } = await server.call('complete_todo', { todo_id: 1 });
    expect(result?.['isError']).toBe(true);
    expect(readFileSync(server.file)).toEqual(kept);
    rmSync(ballast);
    await expectNoLitter(server.file);
    expect((await server.call('complete_todo', { todo_id: 1 })).result?.['isError']).toBeUndefined();
    expect(storedList(server.file).todos[0]).toMatchObject({ id: 1, completed: true });
    await expectAnotherCanChange(server.file, await titlesIn(server.file));
    await expectNoLitter(server.file);
  });

  test('is used for the change before the backup', async (ctx) => {
    const disk = (await smallDisk()) ?? ctx.skip(REASON);
    const file = join(disk, 'todos.json');
    writeFileSync(file, JSON.stringify({ todos: [], next_id: 1, ballast: 'x'.repeat(400_000) }));
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, 'x'.repeat(150_000));
    await add(openFile(file), 'Buy milk');
    expect(storedList(file).todos).toHaveLength(1);
    expect(readdirSync(disk)).not.toContain('todos.json.bak');
    rmSync(ballast);
    await expectAnotherCanChange(file, ['Buy milk']);
    await expectNoLitter(file);
  });
});

test('a file that is mounted by itself can not be replaced, and the error and doctor say so', async (ctx) => {
  const folder = tempFolder();
  const [mine, file] = [join(folder, 'mine.json'), join(folder, 'a list', 'todos.json')];
  mkdirSync(dirname(file));
  for (const path of [mine, file]) writeFileSync(path, '{"todos": []}');
  try {
    execFileSync('mount', ['--bind', mine, file], { stdio: 'ignore' });
  } catch {
    ctx.skip('mounting is not permitted here');
  }
  onTestFinished(() => void execFileSync('umount', [file]));
  const error = await failure(add(openFile(file), 'Buy milk'));
  expect(error.message).toContain('the file itself is mounted here');
  expect(error.hint).toContain('Mount its folder instead of the file');
  expect(readFileSync(mine, 'utf8')).toBe('{"todos": []}');
  const { code, stdout } = await runEntry(['doctor', '--file', file], { home: folder });
  expect({ code, stdout }).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('the file itself is mounted here.') as string,
  });
});
