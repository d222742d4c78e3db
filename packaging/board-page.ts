/** Builds the board's page: one HTML file with its style and script, which loads nothing else. */
import { readFileSync } from 'node:fs';

import { build } from 'esbuild';

import packageJson from '../package.json' with { type: 'json' };

/** The page, in ASCII. */
export async function boardPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: { script: 'src/optional/board/page/main.ts', style: 'src/optional/board/page/page.css' },
    bundle: true,
    write: false,
    outdir: '.',
    platform: 'browser',
    // Browsers and desktop apps of 2024, the first with light-dark().
    target: ['chrome123', 'firefox120', 'safari17.5'],
    format: 'iife',
    charset: 'ascii',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [script = '', style = ''] = ['script.js', 'style.css'].map((name) =>
    outputFiles.find(({ path }) => path.endsWith(name))?.text.trim(),
  );
  return readFileSync('src/optional/board/page/page.html', 'utf8')
    .replaceAll(/\s*\n\s*/g, '\n')
    .replace('VERSION', packageJson.version)
    .replace('STYLE', () => style)
    .replace('SCRIPT', () => script);
}
