/**
 * Power cuts: each folder that one may leave, in the middle of a change or after it, is built, read and changed by another
 * server.
 */
import fs, { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { BRIEF } from '../support/another-server.ts';
import { add, openFile, titlesIn, titlesOf } from '../support/file-store.ts';
import { watchFs } from '../support/fs-calls.ts';
import { leftAfter, type Node, Recording, type Step, treeOf } from '../support/power-cut.ts';
import { stubFs } from '../support/stub-fs.ts';
import { tempFolder } from '../support/temp-folder.ts';

const LIST = '{"todos": [{"id": 1, "title": "Buy milk", "completed": false}]}';
const BACKUP = '{"todos": []}';

/** A list that a change finds: where it is in its folder, and the titles in it. */
interface Found {
  readonly at: string;
  readonly titles: readonly string[];
}

function noList(): Found {
  return { at: join('new', 'lists', 'todos.json'), titles: [] };
}

/** With a backup of another day. */
function listWithBackup(folder: string): Found {
  const file = join(folder, 'todos.json');
  writeFileSync(file, LIST, { mode: 0o600 });
  writeFileSync(`${file}.bak`, BACKUP);
  utimesSync(`${file}.bak`, new Date('2020-01-01'), new Date('2020-01-01'));
  return { at: 'todos.json', titles: ['Buy milk'] };
}

/** A change that was recorded. */
interface Recorded extends Found {
  readonly root: Node;
  readonly initial: readonly Step[];
  readonly steps: readonly Step[];
}

async function recordAdd(prepare: (folder: string) => Found): Promise<Recorded> {
  const folder = tempFolder();
  const found = prepare(folder);
  // Flushed at once: a busy disk takes long.
  stubFs({ fsync: (_file: number, done: (error: null) => void) => void setImmediate(done, null) });
  const { root, initial, steps, note } = new Recording(folder);
  watchFs(folder, () => undefined, note);
  const store = openFile(join(folder, found.at));
  await add(store, 'Call Mum').then(
    () => steps.push({ kind: 'acknowledged' }),
    () => undefined,
  );
  await store.settled();
  return { ...found, root, initial, steps };
}

/** @returns what may be wrong after a power cut */
async function problemsIn({ at, titles, root, initial, steps }: Recorded): Promise<string[]> {
  const tried = new Set<string>();
  const problems: string[] = [];
  const folder = tempFolder();
  for (let done = 0; done <= steps.length; done++) {
    const isAcknowledged = steps.slice(0, done).some(({ kind }) => kind === 'acknowledged');
    const allowed = [[...titles, 'Call Mum'], ...(isAcknowledged ? [] : [titles])];
    for (const left of leftAfter(initial, steps.slice(0, done))) {
      const tree = [...treeOf(left, root)];
      const key = JSON.stringify([isAcknowledged, tree]);
      if (tried.has(key)) continue;
      const place = join(folder, String(tried.add(key).size));
      const check = async () => {
        build(place, tree);
        await checkList(join(place, at), allowed);
      };
      await check().catch((error: unknown) => problems.push(`after step ${done}: ${String(error)}`));
    }
  }
  expect(tried.size).toBeGreaterThan(20);
  return problems;
}

function build(place: string, tree: readonly (readonly [path: string, content?: string])[]): void {
  mkdirSync(place);
  for (const [path, content] of tree) {
    if (content === undefined) mkdirSync(join(place, path));
    else writeFileSync(join(place, path), content, { mode: 0o600 });
  }
}

/** A server that is started after the power cut must find one of these lists, and be able to change it. */
async function checkList(file: string, allowed: readonly (readonly string[])[]): Promise<void> {
  if (existsSync(`${file}.bak`)) expect([LIST, BACKUP]).toContain(readFileSync(`${file}.bak`, 'utf8'));
  const store = openFile(file, { waits: BRIEF });
  const found = await titlesOf(store);
  expect(allowed).toContainEqual(found);
  await add(store, 'Afterwards');
  await store.settled();
  expect(await titlesIn(file)).toEqual([...found, 'Afterwards']);
}

describe('a power cut leaves the version before a change or the one after it, and after its acknowledgement that one', () => {
  test.for([
    ['in a folder that the change makes', noList],
    ['with a backup to be replaced', listWithBackup],
  ] as const)('%s', async ([, prepare]) => {
    expect(await problemsIn(await recordAdd(prepare))).toEqual([]);
  });

  test('on a disk that cuts the new version short', async () => {
    const { writeSync } = fs;
    const recorded = await recordAdd((folder) => {
      const found = listWithBackup(folder);
      const lengths = [20, 0];
      stubFs({
        writeSync: (file: number, text: Buffer, start: number, length?: number) =>
          writeSync(file, text, start, lengths.shift() ?? length),
      });
      return found;
    });
    expect(recorded.steps.map(({ kind }) => kind)).not.toContain('acknowledged');
    expect(await problemsIn(recorded)).toEqual([]);
  });
});

test.for(['flush of a file', 'flush of a folder'] as const)('without the %s it would not', async (kind) => {
  const recorded = await recordAdd(listWithBackup);
  const steps = recorded.steps.filter((step) => step.kind !== kind);
  expect(await problemsIn({ ...recorded, steps })).not.toEqual([]);
});
