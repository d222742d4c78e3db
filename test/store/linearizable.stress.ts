import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { alteredServer } from '../support/altered-server.ts';
import { type History, type HistoryOptions, runHistory } from '../support/list-history.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

/** A history of 2 to 4 servers, in which one or all but one are asked for many changes. */
function historyOf(seed: number, more: Partial<HistoryOptions> = {}): Promise<History> {
  const servers = 2 + (seed % 3);
  return runHistory({
    file: join(tempFolder(), 'todos.json'),
    seed,
    servers,
    writers: seed % 2 ? 1 : servers - 1,
    meetings: 4,
    calls: 150,
    slowMs: 30,
    faultRate: 0.01,
    disturbances: 6,
    ...more,
  });
}

describe('a random history of several servers', () => {
  const histories: History[] = [];

  test.for(SEEDS)('is explained by one order of its calls (seed %i)', async (seed) => {
    const history = await historyOf(seed);
    histories.push(history);
    expect(history.unexplained).toBeUndefined();
  });

  afterAll(() => {
    const total = (name: keyof History['counts']) =>
      histories.reduce((sum, { counts }) => sum + counts[name], 0);
    console.log(
      `${histories.filter(({ unexplained }) => unexplained).length} of ${histories.length} histories not explained: ` +
        `${total('calls')} calls to ${total('processes')} processes; ${total('killed')} killed, ${total('suspended')} suspended, ` +
        `${total('faults')} faults of the disk, ${total('refused')} calls refused, ${total('unanswered')} never answered`,
    );
  });
});

describe('the check of histories notices', () => {
  test('calls that are answered from a version read before they came', async () => {
    const entry = await alteredServer(
      'store/file/json-file-store.ts',
      'if (mustWrite < 0) return [];',
      `if (mustWrite < 0) {
        const late = this.takeNew();
        const answers = applyAll(late, version).outcomes;
        const count = answers.findIndex(({ after }) => after !== version.snapshot);
        for (const { settle } of answers.slice(0, count < 0 ? late.length : count)) settle();
        return count < 0 ? [] : late.slice(count);
      }`,
    );
    const { unexplained } = await historyOf(1, { entry, calls: 0, disturbances: 0, faultRate: 0 });
    expect(unexplained?.join('\n')).toContain('already; nothing changed');
  });

  test('that the lock is missing', async () => {
    const entry = await alteredServer(
      'store/file/lock/file-lock.ts',
      'const { folder, token, guard } = await acquire(file, wait);',
      `if (wait.timeoutMs > 0) {
        const unlocked = tokenFolderOf(file);
        if (!readTokenFolder(unlocked)?.token) createToken(unlocked);
        return work(unlocked);
      }
      const { folder, token, guard } = await acquire(file, wait);`,
    );
    let found: History['unexplained'];
    for (let round = 0; !found && round < 10; round++)
      found = (await historyOf(4, { entry, disturbances: 0 })).unexplained;
    expect(found).toBeDefined();
  });
});
