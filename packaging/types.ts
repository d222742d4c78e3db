/** Checks the types of the program, its tests and scripts, and of the pages of optional parts, which run in browsers. */
import { execFileSync } from 'node:child_process';

import { pageFolders } from './pages.ts';

for (const project of ['.', ...pageFolders().map(([, folder]) => folder)]) {
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], { stdio: 'inherit' });
  } catch {
    process.exitCode = 1;
  }
}
