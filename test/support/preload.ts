import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryFolder } from './in-process.ts';

/** The environment in which a server runs `source`, an ES module, before anything of its own. */
export function preloading(source: string): Record<string, string> {
  const script = join(temporaryFolder(), 'preload.mjs');
  writeFileSync(script, source);
  return { NODE_OPTIONS: `--import=${script} --trace-warnings` };
}

/** Says `renaming` on stderr before the todos file is replaced, and takes its time. */
export const SLOW_RENAME = `
  import fs from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const { rename } = fs;
  fs.rename = async (from, to) => {
    if (to.endsWith('todos.json')) {
      process.stderr.write('renaming\\n');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return rename(from, to);
  };
  syncBuiltinESMExports();
`;
