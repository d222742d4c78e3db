import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { temporaryFolder } from './in-process.ts';

/** The environment in which a server runs `source`, an ES module, before anything of its own. */
export function preloading(source: string): Record<string, string> {
  const script = join(temporaryFolder(), 'preload.mjs');
  writeFileSync(script, source);
  return { NODE_OPTIONS: `--import=${pathToFileURL(script).href} --trace-warnings` };
}

/** The environment in which a server runs modules of this folder before anything of its own. */
export function preloadingModules(...modules: string[]): Record<string, string> {
  const urls = modules.map((module) => new URL(module, import.meta.url).href);
  return { NODE_OPTIONS: [import.meta.resolve('tsx'), ...urls].map((url) => `--import=${url}`).join(' ') };
}

/** Says `flushing` on stderr before a new version is flushed to the disk, and takes its time. */
export const SLOW_FLUSH = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { fsync } = fs;
  fs.fsync = (file, done) => {
    process.stderr.write('flushing\\n');
    setTimeout(() => fsync(file, done), 300);
  };
  syncBuiltinESMExports();
`;
