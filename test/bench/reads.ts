import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { measure } from './measure.ts';
import type { Row } from './report.ts';
import { fileOf, SIZES } from './sample.ts';

/** The most a read of an unchanged file may take, in milliseconds, however long the list. */
const GOAL_MS = 1;

/** Reads of a file that nobody changes. */
export async function reads(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const store = new JsonFileStore(fileOf(folder, size), systemClock(undefined));
    await store.read();
    const { read } = await measure({ read: () => store.read() }, 500);
    rows.push({
      group: 'read',
      what: `${size} todos, file unchanged`,
      timing: read,
      figure: { name: 'ms', value: read.median, goal: GOAL_MS },
    });
  }
  return rows;
}
