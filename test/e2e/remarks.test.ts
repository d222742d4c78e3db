import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { entryIn } from '../support/situation.ts';
import { startSpawned, type SpawnOptions } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ONE = '{"todos": [{"id": 1, "title": "x", "completed": false}], "next_id": 2}';

/** What get_overview says twice to the same client, and what is logged. */
async function overviewsOf(options: SpawnOptions): Promise<{ overviews: unknown[]; log: string }> {
  const server = await startSpawned(options);
  const overviews: unknown[] = [];
  for (let i = 0; i < 2; i++) {
    const { result } = await server.call('get_overview');
    overviews.push((result?.['structuredContent'] as { notes?: unknown } | undefined)?.notes);
  }
  return { overviews, log: server.stderr };
}

test('a misspelt variable is logged, and named once by get_overview', async () => {
  const env = { TODOS_READONLY: '1' };
  const { overviews, log } = await overviewsOf({ env });
  const warning =
    'The variable TODOS_READONLY is not a setting of this server and has no effect. Did you mean TODOS_READ_ONLY?';
  expect(overviews[0]).toContain(warning);
  expect(overviews[1] ?? []).not.toContain(warning);
  expect(log).toContain(warning);
});

test('get_overview names another default list as long as it has todos', async () => {
  const home = tempFolder();
  const entry = entryIn(join(home, 'checkout'));
  const other = join(home, '.todo-manager', 'todos.json');
  mkdirSync(join(other, '..'));
  writeFileSync(other, ONE);
  const { overviews } = await overviewsOf({ entry, env: { HOME: home, USERPROFILE: home } });
  const remark = [`Another list, with 1 todo, is in ${other}; it is not used here.`];
  expect(overviews).toEqual([remark, remark]);
});
