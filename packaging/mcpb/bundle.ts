/**
 * Builds the Claude Desktop extension, dist/todo-manager.mcpb. Its manifest is manifest.json here, completed from
 * package.json and the tables of tools and prompts.
 *
 *     tsx packaging/mcpb/bundle.ts [FOLDER]
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

import { packExtension } from '@anthropic-ai/mcpb';
import { unzipSync, zipSync } from 'fflate';

import packageJson from '../../package.json' with { type: 'json' };
import { prompts } from '../../src/mcp/prompts/index.ts';
import { allTools } from '../all-tools.ts';
import written from './manifest.json' with { type: 'json' };

const [, , target = 'dist'] = process.argv;
const folder = `${target}/mcpb`;
const bundle = `${target}/todo-manager.mcpb`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(`${folder}/dist`, { recursive: true });
for (const name of readdirSync('dist'))
  if (/\.js$|^board\.html$|^LICENSES\.txt$/.test(name)) cpSync(`dist/${name}`, `${folder}/dist/${name}`);
cpSync('LICENSE', `${folder}/LICENSE`);
cpSync('packaging/icon.png', `${folder}/icon.png`);
// Tells the server where its own folder is, and Node that the bundle is an ES module.
const { name, version, description, license, keywords, engines } = packageJson;
writeJson('package.json', { name, version, license, type: 'module' });
writeJson('manifest.json', {
  ...written,
  version,
  description,
  license,
  keywords,
  tools: allTools.map((tool) => ({ name: tool.name, description: tool.description })),
  prompts: prompts.map((prompt) => ({
    name: prompt.name,
    description: prompt.description,
    ...(Object.keys(prompt.args).length && { arguments: Object.keys(prompt.args) }),
    text: textFor(prompt),
  })),
  compatibility: { ...written.compatibility, runtimes: { node: engines.node } },
});

// Also validates the manifest, and prints what is wrong with it.
if (!(await packExtension({ extensionPath: folder, outputPath: bundle, silent: true })))
  throw new Error('The extension could not be built.');
writeFileSync(bundle, stored(readFileSync(bundle)));
console.log(`Built ${bundle}.`);

/**
 * The same archive without compression, and the same bytes for the same files. yauzl 2.10, with which Claude Desktop
 * unpacks extensions, stops without an error at large compressed files on Node 24.16 (electron/electron#51619).
 */
function stored(zip: Uint8Array): Uint8Array {
  const readable = { os: 3, attrs: 0o100644 << 16, level: 0, mtime: '2026-01-01T12:00:00' } as const;
  return zipSync(
    Object.fromEntries(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, [bytes, readable]])),
  );
}

/** For clients that take a prompt's text from the manifest; the server's prompt also attaches the todos. */
function textFor({ description: what, args }: (typeof prompts)[number]): string {
  const given = Object.keys(args).map((argument) => `${argument}: \${arguments.${argument}}`);
  return [`${what}, with the tools of Todo Manager.`, ...given].join('\n');
}

function writeJson(file: string, content: object): void {
  writeFileSync(`${folder}/${file}`, `${JSON.stringify(content, null, 2)}\n`);
}
