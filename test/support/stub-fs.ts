import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

import { onTestFinished } from 'vitest';

/** Replaces functions of `node:fs` until the test is over, for modules that imported them too. */
export function stubFs(stubs: Partial<Record<keyof typeof fs, (...args: never[]) => unknown>>): void {
  const originals = Object.fromEntries(Object.entries(fs).filter(([name]) => name in stubs));
  Object.assign(fs, stubs);
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs, originals);
    syncBuiltinESMExports();
  });
}
