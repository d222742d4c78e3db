import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { tempFolder } from './temp-folder.ts';

/** The environment that makes a server run `source`, an ES module, first. */
export function preloading(source: string): Record<string, string> {
  const script = join(tempFolder(), 'preload.mjs');
  writeFileSync(script, source);
  return { NODE_OPTIONS: `--import=${pathToFileURL(script).href} --trace-warnings` };
}

/** The environment that makes a server run modules of this folder first. */
export function preloadingModules(...modules: string[]): Record<string, string> {
  const urls = modules.map((module) => new URL(module, import.meta.url).href);
  return { NODE_OPTIONS: [import.meta.resolve('tsx'), ...urls].map((url) => `--import=${url}`).join(' ') };
}

/** Prints `flushing` to stderr before a new version is flushed to the disk, and delays that. */
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
