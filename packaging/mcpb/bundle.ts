/**
 * Builds the Claude Desktop extension, dist/todo-manager.mcpb. Its manifest is manifest.json here, completed from
 * package.json and the tables of tools and prompts.
 *
 *     tsx packaging/mcpb/bundle.ts [FOLDER]
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

import { packExtension } from '@anthropic-ai/mcpb';

import packageJson from '../../package.json' with { type: 'json' };
import { prompts } from '../../src/mcp/prompts/index.ts';
import { tools } from '../../src/mcp/tools/index.ts';
import written from './manifest.json' with { type: 'json' };

const [, , target = 'dist'] = process.argv;
const folder = `${target}/mcpb`;

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
  tools: tools.map((tool) => ({ name: tool.name, description: tool.description })),
  prompts: prompts.map((prompt) => ({
    name: prompt.name,
    description: prompt.description,
    ...(Object.keys(prompt.args).length && { arguments: Object.keys(prompt.args) }),
    text: textFor(prompt),
  })),
  compatibility: { ...written.compatibility, runtimes: { node: engines.node } },
});

// Also validates the manifest, and prints what is wrong with it.
const packed = await packExtension({
  extensionPath: folder,
  outputPath: `${target}/todo-manager.mcpb`,
  silent: true,
});
if (!packed) throw new Error('The extension could not be built.');
console.log(`Built ${target}/todo-manager.mcpb.`);

/** For clients that take a prompt's text from the manifest; the server's prompt also attaches the todos. */
function textFor({ description: what, args }: (typeof prompts)[number]): string {
  const given = Object.keys(args).map((argument) => `${argument}: \${arguments.${argument}}`);
  return [`${what}, with the tools of Todo Manager.`, ...given].join('\n');
}

function writeJson(file: string, content: object): void {
  writeFileSync(`${folder}/${file}`, `${JSON.stringify(content, null, 2)}\n`);
}
