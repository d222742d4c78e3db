import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { addTodo } from '../../src/domain/changes.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../src/domain/snapshot.ts';
import { renderSnapshot } from '../../src/store/file/file-text.ts';

/** The lengths of the lists to measure. */
export const SIZES = [100, 1_000, 10_000] as const;

const NOW = '2026-11-21T12:00:00.000Z';

/** A realistic list: some todos have some of the optional fields. */
export function listOf(size: number): Snapshot {
  const todos = Array.from({ length: size }, (_, index) => {
    const fields = {
      title: `Todo number ${index + 1}: call the plumber`,
      ...(index % 3 === 0 && { description: 'The tap in the kitchen drips again. '.repeat(4).trim() }),
      ...(index % 2 === 0 && { priority: 'medium' as const }),
      ...(index % 4 === 0 && { due: '2026-12-01', tags: ['home', 'calls'] }),
    };
    return addTodo({ ...EMPTY_SNAPSHOT, next_id: index + 1 }, fields, NOW).result;
  });
  return { todos, next_id: size + 1 };
}

/** Writes a list of `size` todos, and returns its path. */
export function fileOf(folder: string, size: number): string {
  const file = join(folder, `todos-${size}.json`);
  writeFileSync(file, renderSnapshot(listOf(size)), { mode: 0o600 });
  const anHourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(file, anHourAgo, anHourAgo);
  return file;
}
