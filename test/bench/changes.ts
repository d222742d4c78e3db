import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { updateTodo } from '../../src/domain/changes.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { measure } from './measure.ts';
import { ratio, type Row } from './report.ts';
import { fileOf, listOf, SIZES } from './sample.ts';

const NOW = '2026-11-21T12:00:00.000Z';

/** One change at a time, against what the least careful store that keeps anything would do with the same list. */
export async function changes(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) rows.push(...(await changesAt(folder, size)));
  return rows;
}

async function changesAt(folder: string, size: number): Promise<Row[]> {
  const store = new JsonFileStore(fileOf(folder, size), systemClock(undefined));
  const list = listOf(size);
  const bare = join(folder, `bare-${size}.json`);
  const timings = await measure(
    {
      store: (turn) =>
        store.update((snapshot) => updateTodo(snapshot, 1 + (turn % size), { title: `Turn ${turn}` }, NOW)),
      bare: () => writeList(bare, list, { flushFile: true, flushFolder: false }),
      bareAndFolder: () => writeList(bare, list, { flushFile: true, flushFolder: true }),
      write: () => writeList(bare, list, { flushFile: false, flushFolder: false }),
    },
    size > 1_000 ? 60 : 200,
  );
  const group = `change, ${size} todos`;
  return [
    {
      group,
      what: 'one change, acknowledged',
      timing: timings.store,
      figure: ratio('x bare', timings.store, timings.bare, 1.5),
    },
    {
      group,
      what: 'bare: stringify, write, fsync, rename',
      timing: timings.bare,
    },
    {
      group,
      what: 'bare and fsync of the folder',
      timing: timings.bareAndFolder,
      figure: ratio('change is x this', timings.store, timings.bareAndFolder),
    },
    {
      group,
      what: 'stringify and write alone',
      timing: timings.write,
      figure: ratio('change is x this', timings.store, timings.write),
    },
  ];
}

async function writeList(
  path: string,
  list: object,
  { flushFile, flushFolder }: { readonly flushFile: boolean; readonly flushFolder: boolean },
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
