/**
 * Builds the Claude Desktop extension, dist/todo-manager.mcpb, and validates its manifest. What manifest.json here
 * leaves out comes from package.json and from the tables of tools and prompts.
 *
 *     tsx packaging/mcpb/bundle.ts [FOLDER]
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

import { packExtension } from '@anthropic-ai/mcpb';

import packageJson from '../../package.json' with { type: 'json' };
import { prompts } from '../../src/prompts/index.ts';
import { tools } from '../../src/tools/index.ts';
import written from './manifest.json' with { type: 'json' };

const [, , target = 'dist'] = process.argv;
const folder = `${target}/mcpb`;

/** Each file of the extension and where it is in the repository. */
const FILES = {
  'dist/board.html': 'dist/board.html',
  'dist/LICENSES.txt': 'dist/LICENSES.txt',
  'icon.png': 'packaging/icon.png',
  LICENSE: 'LICENSE',
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(`${folder}/dist`, { recursive: true });
for (const [file, source] of Object.entries(FILES)) cpSync(source, `${folder}/${file}`);
// main.js and its chunks.
for (const name of readdirSync('dist'))
  if (name.endsWith('.js')) cpSync(`dist/${name}`, `${folder}/dist/${name}`);
// The server finds its own folder by the package.json, and Node that the bundle is a module.
const { name, version, description, license, keywords, engines } = packageJson;
writeJson('package.json', { name, version, license, type: 'module' });
writeJson('manifest.json', {
  ...written,
  version,
  description,
  license,
  keywords,
  tools: tools.map((tool) => ({ name: tool.name, description: tool.description })),
  prompts: prompts.map((prompt) => ({
    name: prompt.name,
    description: prompt.description,
    ...(Object.keys(prompt.args).length && { arguments: Object.keys(prompt.args) }),
    text: textFor(prompt),
  })),
  compatibility: { ...written.compatibility, runtimes: { node: engines.node } },
});

// Validates the manifest first, and says what is wrong with it.
const packed = await packExtension({
  extensionPath: folder,
  outputPath: `${target}/todo-manager.mcpb`,
  silent: true,
});
if (!packed) throw new Error('The extension could not be built.');
console.log(`Built ${target}/todo-manager.mcpb.`);

/** For a client that takes a prompt's text from here; the server's own prompt brings the todos along as well. */
function textFor({ description: what, args }: (typeof prompts)[number]): string {
  const given = Object.keys(args).map((argument) => `${argument}: \${arguments.${argument}}`);
  return [`${what}, with the tools of Todo Manager.`, ...given].join('\n');
}

function writeJson(file: string, content: object): void {
  writeFileSync(`${folder}/${file}`, `${JSON.stringify(content, null, 2)}\n`);
}
