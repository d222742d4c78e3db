/** Files that describe the server to other programs say what the code says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const [compose, dockerfile, example, packageJson, serverJson] = [
  'packaging/container/compose.yaml',
  'packaging/container/Dockerfile',
  'packaging/container/example.env',
  'package.json',
  'packaging/server.json',
].map((file) => readFileSync(file, 'utf8')) as [string, string, string, string, string];

const partFiles = readdirSync('src/optional', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `src/optional/${name}/index.ts`);
/** The code that reads the settings of the core and of the optional parts. */
const settings = ['src/config/config.ts', ...partFiles].map((file) => readFileSync(file, 'utf8')).join('\n');
const reading = (name: string): RegExp => new RegExp(`given\\.(?:variable|choice)\\('${name}'`);

/** The variables of mcp-auth-proxy, and the one that only compose.yaml reads. */
const OF_OTHERS = ['EXTERNAL_URL', 'PASSWORD', 'TLS_ACCEPT_TOS', 'DATA_PATH', 'PROXY_BEARER_TOKEN', 'DOMAIN'];

test('the container sets variables that are read, and copies files that exist', () => {
  const set = [
    ...compose.matchAll(/^ {6}([A-Z_]+): /gm),
    ...dockerfile.matchAll(/ ([A-Z_]+)=\S+/g),
    ...example.matchAll(/^#?([A-Z_]+)=/gm),
  ];
  const names = set.map(([, name = '']) => name);
  expect(names).toEqual(expect.arrayContaining(['TODOS_DATABASE_URL', 'TODOS_HTTP', 'TODOS_HTTP_TOKEN']));
  for (const name of names.filter((each) => !OF_OTHERS.includes(each))) {
    expect(settings).toMatch(reading(name));
  }
  for (const [, name = ''] of compose.matchAll(/\$\{([A-Z_]+)/g)) {
    expect(example).toMatch(new RegExp(`^#?${name}=`, 'm'));
  }
  for (const [, path = ''] of dockerfile.matchAll(/ \/app\/(\S+)(?= )/g)) expect(existsSync(path)).toBe(true);
  expect(existsSync(/dockerfile: (\S+)/.exec(compose)?.[1] ?? '')).toBe(true);
});

test('the container is hardened', () => {
  expect(dockerfile).toMatch(/\nUSER node\n[^]*\nHEALTHCHECK [^]*\nENTRYPOINT \["node", /);
  const services = compose.split(/^ {2}(?=\w+:$)/m).filter((text) => /^ {4}(?:image|build):/m.test(text));
  expect(services).toHaveLength(3);
  for (const service of services) expect(service).toContain('<<: *hardened');
  for (const rule of [
    'read_only: true',
    'cap_drop:\n    - ALL',
    'no-new-privileges:true',
    'pids_limit',
    'mem_limit',
  ])
    expect(compose.slice(0, compose.indexOf('services:'))).toContain(rule);
  // The server itself is reached only from this computer, or through one of the others.
  expect(services[0]).toMatch(/ports:\n {6}- '127\.0\.0\.1:8080:8080'\n {4}env_file/);
  for (const [, image] of `${compose}\n${dockerfile}`.matchAll(/(?:image:|FROM) (\S+)/g))
    expect(image).toMatch(/:v?\d+\.\d+\.\d+/);
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
