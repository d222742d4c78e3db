import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { type History, runHistory } from '../support/list-history.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SEEDS = Array.from({ length: 24 }, (_, index) => index + 1);
const histories: History[] = [];

test.for(SEEDS)(
  'a random history of several servers is explained by one order of its calls (seed %i)',
  async (seed) => {
    const file = join(tempFolder(), 'todos.json');
    const servers = 2 + (seed % 4);
    const writers = seed % 2 ? 1 : servers;
    const options = {
      file,
      seed,
      servers,
      writers,
      calls: 300,
      slowMs: 50,
      faultRate: 0.01,
      disturbances: 6,
    };
    const history = await runHistory(options);
    histories.push(history);
    expect(history.unexplained).toBeUndefined();
  },
);

afterAll(() => {
  const total = (name: keyof History['counts']) =>
    histories.reduce((sum, { counts }) => sum + counts[name], 0);
  console.log(
    `${histories.filter(({ unexplained }) => unexplained).length} of ${histories.length} histories not explained: ` +
      `${total('calls')} calls to ${total('processes')} processes; ${total('killed')} killed, ${total('suspended')} suspended, ` +
      `${total('faults')} faults of the disk, ${total('refused')} calls refused, ${total('unanswered')} never answered`,
  );
});
