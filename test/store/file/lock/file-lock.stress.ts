import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { withFileLock } from '../../../../src/store/file/lock/file-lock.ts';
import { scriptCommand, startChild } from '../../../support/lock-child.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const processes = 6;
const seconds = Number(process.env['STRESS_SECONDS'] ?? 60);
/** How likely a process is to kill itself in one cycle; about as many are killed from outside. */
const deathRate = 0.01;

/** What happened in all processes of one run. */
interface Tally {
  acks: number;
  deaths: number;
  /** Milliseconds between two acknowledged cycles of one process, at most. */
  longestWait: number;
}

/** Keeps one process running until `stopped`, however often it dies. */
async function keepRunning(file: string, tally: Tally, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const child = startChild(scriptCommand('stress-lock.ts', file, String(deathRate)));
    const killer = setTimeout(() => child.process.kill('SIGKILL'), 500 + Math.random() * 6_000);
    try {
      await child.nextLine();
      for (let last = performance.now(); ; last = performance.now()) {
        tally.acks += 1;
        await child.nextLine();
        tally.longestWait = Math.max(tally.longestWait, performance.now() - last);
      }
    } catch {
      // Its output ended, so it is dead or dying.
      clearTimeout(killer);
      tally.deaths += 1;
    }
  }
}

test.skipIf(!existsSync('/proc/self/stat'))(
  'no two hold the lock at once, whichever process is killed at whatever point',
  async () => {
    const folder = tempFolder();
    const file = join(folder, 'counter');
    await writeFile(file, '0');
    const tally: Tally = { acks: 0, deaths: 0, longestWait: 0 };
    const end = performance.now() + seconds * 1_000;
    const stopped = (): boolean => performance.now() > end;
    await Promise.all(Array.from({ length: processes }, () => keepRunning(file, tally, stopped)));

    const started = performance.now();
    const litter = await withFileLock(file, { timeoutMs: 10_000 }, (inside) => readdir(inside));
    const takeover = performance.now() - started;

    const count = Number(await readFile(file, 'utf8'));
    console.log({ ...tally, count, takeover });
    expect(
      existsSync(join(folder, 'violations')) ? await readFile(join(folder, 'violations'), 'utf8') : '',
    ).toBe('');
    const journal = (await readFile(join(folder, 'journal'), 'utf8')).trimEnd().split('\n').map(Number);
    expect(journal.filter((value, index) => value <= (journal[index - 1] ?? 0))).toEqual([]);
    expect(count - (journal.at(-1) ?? 0)).toBeOneOf([0, 1]);
    // No cycle that was acknowledged is missing, and only a killed process can have made one that was not.
    expect(count).toBeGreaterThanOrEqual(tally.acks);
    expect(count).toBeLessThanOrEqual(tally.acks + tally.deaths);
    expect(tally.acks).toBeGreaterThan(0);
    expect(tally.deaths).toBeGreaterThan(processes);
    expect(litter).toEqual([expect.stringMatching(/,held,/)]);
    expect(await readdir(`${file}.lock`)).toEqual(['turn']);
  },
);
