import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';

import { tempFolder } from './temp-folder.ts';

/**
 * Builds the server with a change of its source, to see whether a test notices that a guard is missing.
 *
 * @param file in `src/`
 * @param found stands there once
 * @returns the path of the built entry
 */
export async function alteredServer(file: string, found: string, replacement: string): Promise<string> {
  const altered = resolve('src', file);
  const source = readFileSync(altered, 'utf8');
  if (source.split(found).length !== 2) throw new Error(`${file} has not one place to alter: ${found}`);
  const outfile = join(tempFolder(), 'main.mjs');
  const banner = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;
  await build({
    entryPoints: ['src/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: banner },
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    logLevel: 'error',
    plugins: [
      {
        name: 'altered',
        setup: (bundle) =>
          bundle.onLoad({ filter: /\.ts$/ }, ({ path }) =>
            path === altered
              ? { contents: source.replace(found, () => replacement), loader: 'ts' }
              : undefined,
          ),
      },
    ],
  });
  return outfile;
}
