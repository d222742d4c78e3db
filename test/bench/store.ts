import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { addTodo, updateTodo } from '../../src/domain/changes.ts';
import { diskFileSystem } from '../../src/store/file/disk/file-system.ts';
import { JsonFileStore } from '../../src/store/file/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { measure } from './measure.ts';
import { figureOf, ratio, type Row, row } from './report.ts';
import { fileOf, listOf, SIZES } from './sample.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const clock = systemClock(undefined);

/** One change at a time, compared with writing the same list in less careful ways. */
export async function changes(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const store = new JsonFileStore(fileOf(folder, size), clock);
    const list = listOf(size);
    const path = join(folder, `bare-${size}.json`);
    const { change, bare, bareAndFolder, write } = await measure(
      {
        change: (turn) =>
          store.update((before) => updateTodo(before, 1 + (turn % size), { title: `Turn ${turn}` }, NOW)),
        bare: () => writeList(path, list, { flushFile: true }),
        bareAndFolder: () => writeList(path, list, { flushFile: true, flushFolder: true }),
        write: () => writeList(path, list, {}),
      },
      size > 1_000 ? 60 : 200,
    );
    const group = `change, ${size} todos`;
    rows.push(
      row(group, 'one change, acknowledged', change, ratio('x bare', change, bare, 1.5)),
      row(group, 'bare: stringify, write, fsync, rename', bare),
      row(
        group,
        'bare and fsync of the folder',
        bareAndFolder,
        ratio('change is x this', change, bareAndFolder),
      ),
      row(group, 'stringify and write alone', write, ratio('change is x this', change, write)),
    );
  }
  return rows;
}

async function writeList(
  path: string,
  list: object,
  {
    flushFile = false,
    flushFolder = false,
  }: { readonly flushFile?: boolean; readonly flushFolder?: boolean },
): Promise<void> {
  const file = await open(`${path}.tmp`, 'w');
  await file.writeFile(JSON.stringify(list));
  if (flushFile) await file.sync();
  await file.close();
  if (flushFile) await rename(`${path}.tmp`, path);
  if (!flushFolder) return;
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}

/** Reads of an unchanged file. */
export async function reads(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const store = new JsonFileStore(fileOf(folder, size), clock);
    await store.read();
    const { read } = await measure({ read: () => store.read() }, 500);
    rows.push(row('read', `${size} todos, file unchanged`, read, figureOf('ms', read.median, 1)));
  }
  return rows;
}

/** Concurrent changes in one process: how often the file is written. */
export async function groupCommit(folder: string): Promise<Row[]> {
  const numbers = Array.from({ length: 200 }, (_, index) => index);
  let writes = 0;
  let most = 0;
  const counted = async (from: string, to: string) => {
    writes++;
    await diskFileSystem.rename(from, to);
  };
  const burst = async (turn: number) => {
    const file = join(folder, `burst-${turn}.json`);
    const store = new JsonFileStore(file, clock, { disk: { ...diskFileSystem, rename: counted } });
    writes = 0;
    const add = (title: string) => store.update((before) => addTodo(before, { title }, NOW));
    await Promise.all(numbers.map((number) => add(`Todo ${number}`)));
    most = Math.max(most, writes);
  };
  const timings = await measure({ burst }, 20);
  return [row('group commit', '200 concurrent changes', timings.burst, figureOf('writes', most, 5))];
}
