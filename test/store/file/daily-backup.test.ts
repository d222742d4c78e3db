import { chmod, chown, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Calendar } from '../../../src/domain/dates/calendar.ts';
import { JsonFileStore } from '../../../src/store/file/json-file-store.ts';
import { add as addTo } from '../../support/file-store.ts';
import { lockEntries } from '../../support/left-behind.ts';
import { ignoresModes, tempFolder } from '../../support/temp-folder.ts';

const ORIGINAL = '{"todos": [{"id": 1, "title": "By hand", "completed": false}]}\n';

/** A store over a file with one todo, and a calendar that can advance to the next day. */
async function begin() {
  const path = join(tempFolder(), 'todos.json');
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
    nextDay: () => void (days += 1),
    add: (title: string) => addTo(store, title),
  };
}

test('the first change of a day copies the file as it was before', async () => {
  const { path, backup, calendar, nextDay, add } = await begin();
  await add('Buy milk');
  expect(await readFile(backup, 'utf8')).toBe(ORIGINAL);
  await add('Call Mum');
  await addTo(new JsonFileStore(path, calendar), 'By another process');
  expect(await readFile(backup, 'utf8')).toBe(ORIGINAL);
  const evening = await readFile(path, 'utf8');
  nextDay();
  await add('Water plants');
  expect(await readFile(backup, 'utf8')).toBe(evening);
});

test('a backup of an earlier day is replaced', async () => {
  const { backup, add } = await begin();
  await writeFile(backup, 'of another day');
  await utimes(backup, new Date('2020-01-01'), new Date('2020-01-01'));
  await add('Buy milk');
  expect(await readFile(backup, 'utf8')).toBe(ORIGINAL);
});

test('a backup that can not be made does not prevent the change, and is made later that day', async () => {
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

test('the backup has the owner, group and mode of the file', async (ctx) => {
  if (!ignoresModes) ctx.skip('only the superuser may give files away');
  const { path, backup, add } = await begin();
  await chown(path, 1234, 2345);
  await chmod(path, 0o640);
  await add('Buy milk');
  const { uid, gid, mode } = await stat(backup);
  expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 1234, gid: 2345, mode: 0o640 });
});
