import { chmod, chown, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { addTodo } from '../../src/domain/changes.ts';
import type { Calendar } from '../../src/store/daily-backup.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { lockEntries } from '../support/left-behind.ts';
import { ignoresModes, tempFolder } from '../support/temp-folder.ts';

const ORIGINAL = '{"todos": [{"id": 1, "title": "By hand", "completed": false}]}\n';

/** A file with one todo, and a calendar on which the same store can wake up another day. */
async function begin() {
  const path = join(await tempFolder(), 'todos.json');
  await writeFile(path, ORIGINAL);
  let days = 0;
  const calendar: Calendar = {
    now: () => new Date(Date.now() + days * 86_400_000),
    dayOf: (instant) => instant.toISOString().slice(0, 10),
  };
  const store = new JsonFileStore(path, calendar);
  return {
    path,
    backup: `${path}.bak`,
    calendar,
    sleep: () => void (days += 1),
    add: (title: string) => addTo(store, title),
  };
}

test('the first change of a day leaves the file as it was, the others leave that alone', async () => {
  const { path, backup, calendar, sleep, add } = await begin();
  await add('Buy milk');
  expect(await readFile(backup, 'utf8')).toBe(ORIGINAL);
  await add('Call Mum');
  await addTo(new JsonFileStore(path, calendar), 'By another process');
  expect(await readFile(backup, 'utf8')).toBe(ORIGINAL);
  const evening = await readFile(path, 'utf8');
  sleep();
  await add('Water plants');
  expect(await readFile(backup, 'utf8')).toBe(evening);
});

test("a backup of an earlier day is replaced, and the file's mode kept", async () => {
  const { path, backup, add } = await begin();
  await writeFile(backup, 'of another day');
  await utimes(backup, new Date('2020-01-01'), new Date('2020-01-01'));
  await add('Buy milk');
  expect(await readFile(backup, 'utf8')).toBe(ORIGINAL);
  expect((await stat(backup)).mode & 0o777).toBe((await stat(path)).mode & 0o777);
});

test('a backup that can not be made stops no change, and is made as soon as it can be', async () => {
  const { path, backup, add } = await begin();
  await mkdir(join(backup, 'in the way'), { recursive: true });
  await utimes(backup, new Date('2020-01-01'), new Date('2020-01-01'));
  await add('Buy milk');
  const then = await readFile(path, 'utf8');
  expect(then).toContain('Buy milk');
  expect(lockEntries(path)).toEqual([expect.stringMatching(/,free$/)]);
  await rm(backup, { recursive: true });
  await add('Call Mum');
  expect(await readFile(backup, 'utf8')).toBe(then);
});

async function addTo(store: JsonFileStore, title: string): Promise<void> {
  await store.update((snapshot) => addTodo(snapshot, { title }, '2026-11-23T09:00:00.000Z'));
}

test('the backup is for those who may use the file, nobody else', async (ctx) => {
  if (!ignoresModes) ctx.skip('only the superuser may give files away');
  const { path, backup, add } = await begin();
  await chown(path, 1234, 2345);
  await chmod(path, 0o640);
  await add('Buy milk');
  const { uid, gid, mode } = await stat(backup);
  expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 1234, gid: 2345, mode: 0o640 });
});
