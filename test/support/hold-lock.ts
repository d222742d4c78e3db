/**
 * Acquires the lock of the file given as its argument, prints `held <pid>` and holds the lock until it is killed or its
 * stdin ends. It leaves a temp file in the lock's folder, as a crash in the middle of a write would.
 */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { withFileLock } from '../../src/store/file/lock/file-lock.ts';

const [, , file = ''] = process.argv;
await withFileLock(file, { timeoutMs: 10_000 }, async (tempFolder) => {
  await writeFile(join(tempFolder, 'save,00000000-0000-4000-8000-000000000000.1'), 'x');
  console.log(`held ${process.pid}`);
  process.stdin.resume();
  await once(process.stdin, 'end');
});
console.log('released');
