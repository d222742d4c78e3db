/**
 * Bundles src/main.ts and all that it imports into the file that is run, dist/main.js. Each of our modules that is
 * imported with `import()` gets a file of its own beside it, a chunk, which takes what it shares with the program from
 * main.js: two copies of a class would break `instanceof`. The licences of all of it are in dist/LICENSES.txt,
 * and the board's page is dist/board.html.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { build, type OutputFile, type Plugin } from 'esbuild';

import { boardPage } from './board-page.ts';

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
  splitting: true,
  outdir: 'dist',
  write: false,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // Not minified: that would win little time and lose readable stack traces.
  banner: {
    // Some dependencies are CommonJS: they ask for Node's own modules with require, and for their file's name.
    js: [
      `import { createRequire as __createRequire } from 'node:module';`,
      'const require = __createRequire(import.meta.url);',
      'const __filename = import.meta.filename;',
    ].join('\n'),
  },
  // Its CommonJS form loads its parts in a way that esbuild can't follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  legalComments: 'none',
  metafile: true,
  plugins: [leaveOut(), dropUnusedSchemas(), oneProgram()],
  logLevel: 'warning',
});
mkdirSync('dist', { recursive: true });
for (const name of readdirSync('dist')) if (name.endsWith('.js')) rmSync(join('dist', name));
for (const [name, text] of filesOf(outputFiles))
  writeFileSync(join('dist', name), escaped(withRequire(text)));
writeFileSync('dist/board.html', await boardPage());
writeFileSync('dist/LICENSES.txt', licencesOf(Object.keys(metafile.inputs)));

/**
 * Has every chunk import the whole program, so that esbuild doesn't spread what main.ts imports over several files by
 * which chunk shares what, and evaluates it in the order of the source. Packages that are imported late stay in the
 * program: an update may replace the files beside a running server, and its next change must not fail because of that.
 */
function oneProgram(): Plugin {
  const latePackage = /await import\('((?!\.|node:)[^']+)'\)/g;
  const chunks = new Set<string>();
  return {
    name: 'one-program',
    setup(bundle) {
      bundle.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind === 'dynamic-import') chunks.add(join(resolveDir, path));
        return undefined;
      });
      bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8').replaceAll(latePackage, `{ default: require('$1') }`);
        const program = chunks.has(path) ? `\nimport ${JSON.stringify(resolve('src/main.ts'))};\n` : '';
        return { contents: source + program, loader: 'ts' };
      });
    },
  };
}

/**
 * The names and texts of the files to be written. Of esbuild, main.js only imports the file with the whole program;
 * that becomes main.js itself, so that a start loads one file.
 */
function filesOf(outputs: readonly OutputFile[]): (readonly [name: string, text: string])[] {
  const texts = new Map(outputs.map(({ path, text }) => [basename(path), text]));
  const program = /import "\.\/([^"]+)";\s*$/.exec(texts.get('main.js') ?? '')?.[1];
  const text = program && texts.get(program);
  if (!text) throw new Error('main.js has more in it than the program');
  texts.delete(program);
  texts.set('main.js', `#!/usr/bin/env node\n${text}`);
  return [...texts].map(([name, own]) => [name, own.replaceAll(`"./${program}"`, '"./main.js"')]);
}

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
    .map((folder) => `${folder.replace('node_modules/', '')}\n\n${licenceIn(folder)}\n`);
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** The licence text in a package's folder; some have it at the end of their README. */
function licenceIn(folder: string): string {
  const textOf = (name: RegExp) => {
    const file = readdirSync(folder).find((each) => name.test(each));
    return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  };
  const text = textOf(/^licen[cs]e/i) || /^#+ licen[cs]e\s+([^]*)$/im.exec(textOf(/^readme/i))?.[1];
  if (!text) throw new Error(`${folder} has no licence`);
  return text;
}
