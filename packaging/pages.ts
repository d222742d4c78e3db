/** Builds the pages of the optional parts: each one HTML file with its style and script, which loads nothing else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { build } from 'esbuild';

import packageJson from '../package.json' with { type: 'json' };

/** For each part with a folder `page`, the file in dist/ and its text, in ASCII. */
export async function pages(): Promise<(readonly [file: string, text: string])[]> {
  return Promise.all(
    pageFolders().map(async ([part, folder]) => [`${part}.html`, await pageIn(folder)] as const),
  );
}

/** The parts with a page, and the folders of their pages. */
export function pageFolders(): (readonly [part: string, folder: string])[] {
  const folders = readdirSync('src/optional').map((part) => [part, `src/optional/${part}/page`] as const);
  return folders.filter(([, folder]) => existsSync(folder));
}

async function pageIn(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: { script: `${folder}/main.tsx`, style: `${folder}/page.css` },
    bundle: true,
    write: false,
    outdir: '.',
    platform: 'browser',
    // Browsers and desktop apps of 2024, the first with light-dark().
    target: ['chrome123', 'firefox120', 'safari17.5'],
    format: 'iife',
    charset: 'ascii',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [script = '', style = ''] = ['script.js', 'style.css'].map((name) =>
    outputFiles.find(({ path }) => path.endsWith(name))?.text.trim(),
  );
  return readFileSync(`${folder}/page.html`, 'utf8')
    .replaceAll(/\s*\n\s*/g, '\n')
    .replace('VERSION', packageJson.version)
    .replace('STYLE', () => style)
    .replace('SCRIPT', () => escaped(script));
}

/**
 * Code without characters beyond ASCII: one, even in a comment, makes V8 store the whole source in two bytes a character.
 * esbuild leaves those in regular expressions as they are.
 */
export function escaped(text: string): string {
  return text.replaceAll(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
