import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { storedList } from '../../../support/left-behind.ts';
import { preloadingModules } from '../../../support/preload.ts';
import { startSpawned } from '../../../support/spawned.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** The titles of all todos that servers acknowledged but their common file doesn't have. */
async function lostTitles(processes: number, adds: number, env: Record<string, string>): Promise<string[]> {
  const file = join(tempFolder(), 'todos.json');
  const servers = await Promise.all(Array.from({ length: processes }, () => startSpawned({ file, env })));
  const acknowledged: string[] = [];
  await Promise.all(
    servers.map(async (server, index) => {
      for (let call = 0; call < adds; call += 1) {
        const title = `Todo ${call} of server ${index}`;
        const { result } = await server.call('add_todo', { title });
        if (result?.['structuredContent']) acknowledged.push(title);
      }
    }),
  );
  const kept = new Set(storedList(file).todos.map(({ title }) => title));
  const lost = acknowledged.filter((title) => !kept.has(title));
  expect(acknowledged.length).toBeGreaterThan(adds);
  console.log(`${lost.length} of ${acknowledged.length} acknowledged adds lost`);
  return lost;
}

describe.runIf(process.platform === 'linux')('renames as on NTFS', () => {
  test('let two servers hold a lock without a guard, and lose acknowledged changes', async () => {
    expect(await lostTitles(4, 100, preloadingModules('nt-rename.ts'))).not.toEqual([]);
  });

  test('lose nothing with the guard of Windows', async () => {
    expect(await lostTitles(4, 100, preloadingModules('nt-rename.ts', 'nt-share-none.ts'))).toEqual([]);
  });
});
