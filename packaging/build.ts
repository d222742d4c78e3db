/**
 * Bundles src/main.ts and everything it imports into dist/main.js. A module of ours imported with `import()` becomes a
 * chunk beside it, which imports from main.js what both need: two copies of a class would break `instanceof`. Also
 * writes the licences of the bundled packages (dist/LICENSES.txt) and the pages of optional parts (dist/board.html).
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { build, type OutputFile, type Plugin } from 'esbuild';

import { escaped, pages } from './pages.ts';

/**
 * Modules that the server never uses, each with its replacement, which throws if it is used after all. Loading them
 * would take a third of the start-up time.
 */
const LEFT_OUT: readonly (readonly [path: RegExp, standIn: string])[] = [
  // zod's messages in some fifty languages; zod configures English elsewhere.
  [/zod\/v4\/locales\/index\.js$/, `export { default as en } from './en.js';`],
  // Validates answers to elicitations, which this server never requests.
  [
    /validation\/ajv-provider\.js$/,
    `export class AjvJsonSchemaValidator { getValidator() { ${absent('ajv')} } }`,
  ],
  // For zod 3 schemas; ours are zod 4.
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
  // Not minified: that would save little time and cost readable stack traces.
  banner: {
    // For CommonJS dependencies, which use `require` and `__filename`.
    js: [
      `import { createRequire as __createRequire } from 'node:module';`,
      'const require = __createRequire(import.meta.url);',
      'const __filename = import.meta.filename;',
    ].join('\n'),
  },
  // esbuild can't follow how its CommonJS form loads its parts.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  legalComments: 'none',
  metafile: true,
  plugins: [leaveOut(), dropUnusedSchemas(), oneProgram()],
  logLevel: 'warning',
});
mkdirSync('dist', { recursive: true });
for (const name of readdirSync('dist')) if (/\.(?:js|html)$/.test(name)) rmSync(join('dist', name));
for (const [name, text] of filesOf(outputFiles)) writeFileSync(join('dist', name), escaped(text));
for (const [name, text] of await pages()) writeFileSync(join('dist', name), text);
writeFileSync('dist/LICENSES.txt', licencesOf(Object.keys(metafile.inputs)));

/**
 * Makes every chunk import the whole program, so that esbuild keeps what main.ts imports in one file and in the order of
 * the source. Packages imported with `import()` stay in the program: an update may replace the chunks beside a running
 * server, and its next change must not fail because of that.
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
 * The names and texts of the files to write. esbuild's main.js only imports another file, which holds the program; that
 * file becomes main.js, so that a start loads one file.
 */
function filesOf(outputs: readonly OutputFile[]): (readonly [name: string, text: string])[] {
  const texts = new Map(outputs.map(({ path, text }) => [basename(path), text]));
  const program = /import "\.\/([^"]+)";\s*$/.exec(texts.get('main.js') ?? '')?.[1];
  const text = program && texts.get(program);
  if (!text) throw new Error('main.js should only import the program');
  texts.delete(program);
  texts.set('main.js', `#!/usr/bin/env node\n${text}`);
  return [...texts].map(([name, own]) => [name, own.replaceAll(`"./${program}"`, '"./main.js"')]);
}

/**
 * Marks the SDK's schemas as free of side effects, so that esbuild drops the 60 of 160 that nothing uses. Creating them
 * would take 8 ms and 4 MB of every start.
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

/** The licence text in a package's folder, which may be a section of its README. */
function licenceIn(folder: string): string {
  const textOf = (name: RegExp) => {
    const file = readdirSync(folder).find((each) => name.test(each));
    return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  };
  const text = textOf(/^licen[cs]e/i) || /^#+ licen[cs]e\s+([^]*)$/im.exec(textOf(/^readme/i))?.[1];
  if (!text) throw new Error(`${folder} has no licence`);
  return text;
}
