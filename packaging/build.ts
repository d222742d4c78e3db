/** Bundles src/main.ts and all it needs into the one file that is run, dist/main.js, with the licences beside it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { build, type Plugin } from 'esbuild';

/**
 * Modules that the server never reaches, each with what stands in for it. Loading them would be a third of the start.
 * Whatever should reach one after all fails loudly.
 */
const LEFT_OUT: readonly (readonly [path: RegExp, standIn: string])[] = [
  // zod's messages in some fifty languages; English is set up elsewhere, and ours are written here anyway.
  [/zod\/v4\/locales\/index\.js$/, `export { default as en } from './en.js';`],
  // For what clients answer to elicitations, which this server never asks for.
  [
    /validation\/ajv-provider\.js$/,
    `export class AjvJsonSchemaValidator { getValidator() { ${absent('ajv')} } }`,
  ],
  // For schemas written with zod 3; ours are of zod 4.
  [/zod\/v3\/index\.js$/, `export function object() { ${absent('zod/v3')} }`],
  [
    /zod-to-json-schema\/dist\/esm\/index\.js$/,
    `export function zodToJsonSchema() { ${absent('zod-to-json-schema')} }`,
  ],
];

const { metafile } = await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // Not minified: that would win little time and lose readable stack traces.
  banner: {
    // Some dependencies are CommonJS: they ask for Node's own modules with require, and for their file's name.
    js: [
      '#!/usr/bin/env node',
      `import { createRequire as __createRequire } from 'node:module';`,
      'const require = __createRequire(import.meta.url);',
      'const __filename = import.meta.filename;',
    ].join('\n'),
  },
  legalComments: 'none',
  metafile: true,
  plugins: [leaveOut()],
  logLevel: 'warning',
});
writeFileSync('dist/LICENSES.txt', licencesOf(Object.keys(metafile.inputs)));

function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    setup(bundle) {
      bundle.onLoad({ filter: /\.js$/ }, ({ path }) => {
        const contents = LEFT_OUT.find(([left]) => left.test(path.replaceAll('\\', '/')))?.[1];
        return contents === undefined ? undefined : { contents, resolveDir: dirname(path) };
      });
    },
  };
}

function absent(module: string): string {
  return `throw new Error('${module} is not part of this bundle');`;
}

/** The licence texts of the packages that the bundle is made from. */
function licencesOf(inputs: readonly string[]): string {
  const folders = inputs.map((input) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? '');
  const texts = [...new Set(folders)]
    .filter(Boolean)
    .toSorted()
    .map((folder) => {
      const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
      if (!file) throw new Error(`${folder} has no licence file`);
      return `${folder.replace('node_modules/', '')}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
