/**
 * Acquires the lock of the file given as its argument again and again, and does what two holders at once could not do
 * unnoticed: it creates a marker with its pid (a symbolic link, which appears together with its content), reads a
 * counter, waits, writes the counter plus one and appends the new value to a journal. Now and then it kills itself,
 * with or without the lock. It prints `ack` after each completed cycle.
 */
import {
  appendFileSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { withFileLock } from '../../src/store/file/lock/file-lock.ts';
import { processState } from './lock-child.ts';

const [, , file = '', deathRate = '0'] = process.argv;
const folder = dirname(file);
const marker = join(folder, 'inside');
const journal = join(folder, 'journal');

function maybeDie(): void {
  if (Math.random() < Number(deathRate) / 6) {
    process.kill(process.pid, 'SIGKILL');
  }
}

function report(violation: string): void {
  appendFileSync(join(folder, 'violations'), `${process.pid} ${violation}\n`);
}

/** Checks the marker without using the lock's code. */
function enter(): void {
  try {
    symlinkSync(String(process.pid), marker);
  } catch {
    const other = Number(readlinkSync(marker));
    if (![undefined, 'Z', 'X'].includes(processState(other))) {
      report(`met ${other} inside`);
    }
    unlinkSync(marker);
    symlinkSync(String(process.pid), marker);
  }
}

function leave(): void {
  if (readlinkSync(marker) !== String(process.pid)) {
    report(`was joined by ${readlinkSync(marker)}`);
  }
  unlinkSync(marker);
}

async function cycle(): Promise<void> {
  maybeDie();
  await withFileLock(file, { timeoutMs: 10_000 }, async (tempFolder) => {
    enter();
    maybeDie();
    const next = Number(readFileSync(file, 'utf8')) + 1;
    const staging = join(tempFolder, `save,${crypto.randomUUID()}`);
    writeFileSync(staging, String(next));
    maybeDie();
    await (Math.random() < 0.3 ? sleep(Math.random() * 2) : new Promise(setImmediate));
    renameSync(staging, file);
    maybeDie();
    appendFileSync(journal, `${next}\n`);
    leave();
    maybeDie();
  });
  maybeDie();
  console.log('ack');
}

try {
  for (;;) {
    await cycle();
  }
} catch (error) {
  // A marker that vanished, or a lock that could not be acquired: neither may happen.
  report(String(error));
}
