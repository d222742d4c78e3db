/** Bundles src/main.ts and all it needs into the one file that is run, dist/main.js, with the licences beside it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const { metafile, outputFiles } = await build({
  entryPoints: ['src/main.ts'],
  bundle: true,
  write: false,
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
  // Its CommonJS form loads its parts in a way that esbuild can't follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  legalComments: 'none',
  metafile: true,
  plugins: [leaveOut(), dropUnusedSchemas()],
  logLevel: 'warning',
});
mkdirSync('dist', { recursive: true });
writeFileSync('dist/main.js', outputFiles.map(({ text }) => escaped(withRequire(text))).join(''));
writeFileSync('dist/LICENSES.txt', licencesOf(Object.keys(metafile.inputs)));

/**
 * Lets Node's own modules be required instead of imported. For an import Node makes a namespace of all that the module
 * exports, and so loads what most programs never use: half of its cryptography, a diff, more kinds of streams.
 */
function withRequire(text: string): string {
  const imported = /^import \{([^}]*)\} from ("node:[^"]*");$/gm;
  return text.replaceAll(
    imported,
    (_, names: string, module: string) => `const {${names.replaceAll(' as ', ': ')}} = require(${module});`,
  );
}

/** Comments hold a few characters beyond ASCII, and one is enough for V8 to keep all of the source in twice the memory. */
function escaped(text: string): string {
  return text.replaceAll(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Lets esbuild leave out the SDK's schemas that nothing refers to, some 60 of 160. By itself it can't know that
 * making one has no other effect; here each becomes a call that is marked as such.
 */
function dropUnusedSchemas(): Plugin {
  const definition = /^((?:export )?const \w+ = )((?:z\b|[A-Z]\w*\.)[^;]*);\n(?=[a-z/])/gm;
  return {
    name: 'drop-unused-schemas',
    setup(bundle) {
      bundle.onLoad({ filter: /sdk[\\/]dist[\\/]esm[\\/]types\.js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replaceAll(definition, '$1/* @__PURE__ */ (() => $2)();\n'),
      }));
    },
  };
}

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
