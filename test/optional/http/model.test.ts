import { join } from 'node:path';

import { expect, test } from 'vitest';

import { tempFolder } from '../../support/temp-folder.ts';
import { runHttpHistory } from './http-history.ts';

test('all that three clients are answered is true of one list, though connections are cut and the server is killed', async () => {
  const file = join(tempFolder(), 'todos.json');
  const { counts, unexplained } = await runHttpHistory({
    file,
    seed: 1,
    clients: 3,
    calls: 60,
    disturbances: 4,
  });
  expect(unexplained).toBeUndefined();
  expect(counts.calls).toBe(64);
  expect(counts.unanswered).toBeLessThan(32);
});
