/** Files that describe the server to other programs say what the code says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const [compose, dockerfile, example, packageJson, serverJson] = [
  'packaging/home-server/compose.yaml',
  'packaging/home-server/Dockerfile',
  'packaging/home-server/example.env',
  'package.json',
  'packaging/server.json',
].map((file) => readFileSync(file, 'utf8')) as [string, string, string, string, string];

const partFiles = readdirSync('src/optional', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `src/optional/${name}/index.ts`);
/** The code that reads the settings of the core and of the optional parts. */
const settings = ['src/config/config.ts', ...partFiles].map((file) => readFileSync(file, 'utf8')).join('\n');
const reading = (name: string): RegExp => new RegExp(`given\\.(?:variable|choice)\\('${name}'`);

/** The variables of mcp-auth-proxy. */
const OF_GATEWAY = ['EXTERNAL_URL', 'PASSWORD', 'TLS_ACCEPT_TOS', 'DATA_PATH'];

test('the home server sets variables that are read, and copies files that exist', () => {
  const set = [...compose.matchAll(/^ {6}([A-Z_]+): /gm), ...dockerfile.matchAll(/([A-Z_]+)=\/\S+/g)];
  const names = set.map(([, name = '']) => name);
  expect(names).toContain('TODOS_DATABASE_URL');
  for (const name of names.filter((each) => !OF_GATEWAY.includes(each))) {
    expect(settings).toMatch(reading(name));
  }
  for (const [, name = ''] of compose.matchAll(/\$\{([A-Z_]+)/g)) {
    expect(example).toMatch(new RegExp(`^#?${name}=`, 'm'));
  }
  for (const [, path = ''] of dockerfile.matchAll(/ \/app\/(\S+)(?= )/g)) expect(existsSync(path)).toBe(true);
  expect(existsSync(/dockerfile: (\S+)/.exec(compose)?.[1] ?? '')).toBe(true);
});

test('the entry in the MCP registry matches package.json and its schema', () => {
  const { name, mcpName, version, description } = JSON.parse(packageJson) as Record<string, string>;
  const entry = JSON.parse(serverJson) as {
    title: string;
    packages: [{ environmentVariables: { name: string }[] }];
  };
  expect(entry).toMatchObject({
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: mcpName,
    version,
    description,
    packages: [{ identifier: name, version, transport: { type: 'stdio' } }],
  });
  // What that schema demands of them.
  expect(mcpName).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  expect(description?.length).toBeLessThanOrEqual(100);
  expect(entry.title.length).toBeLessThanOrEqual(100);
  for (const variable of entry.packages[0].environmentVariables) {
    expect(settings).toMatch(reading(variable.name));
  }
});
