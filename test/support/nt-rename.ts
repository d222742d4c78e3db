/**
 * Makes `rename` on Linux behave as on NTFS, in a program started with `--import` of this module.
 *
 * Linux looks up the source and renames it in one step, so exactly one of several processes that rename it succeeds.
 * Windows opens the source and then renames what it opened, whatever its name is by then: all who opened it in time
 * succeed, and the last one has it. Here a few milliseconds pass between the steps, so that this happens often.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const PAUSE_MS = 3;
const { renameSync } = fs;

fs.renameSync = (from, to) => {
  const file = fs.openSync(from, fs.constants.O_RDONLY);
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.random() * PAUSE_MS);
    renameOpen(file, to);
  } finally {
    fs.closeSync(file);
  }
};

function renameOpen(file: number, to: fs.PathLike): void {
  for (;;) {
    const name = nameOf(file);
    try {
      renameSync(name, to);
      return;
    } catch (error) {
      // Otherwise another process renamed it just now.
      if (nameOf(file) === name) throw error;
    }
  }
}

/** The current name of an open file or folder; a name that doesn't exist once it is deleted. */
function nameOf(file: number): string {
  return fs.readlinkSync(`/proc/self/fd/${file}`);
}

syncBuiltinESMExports();
