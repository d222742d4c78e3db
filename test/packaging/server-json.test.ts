import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const packageJson = readJson('package.json') as {
  name: string;
  mcpName: string;
  version: string;
  description: string;
};
const serverJson = readJson('packaging/server.json') as {
  $schema: string;
  name: string;
  title: string;
  description: string;
  version: string;
  packages: {
    identifier: string;
    version: string;
    transport: { type: string };
    environmentVariables: { name: string }[];
  }[];
};

test('the entry in the MCP registry is of the schema it was written for', () => {
  expect(serverJson.$schema).toBe(
    'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
  );
  // What that schema asks for, and a registry checks.
  expect(serverJson.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  expect(serverJson.description.length).toBeLessThanOrEqual(100);
  expect(serverJson.title.length).toBeLessThanOrEqual(100);
});

test('it says what package.json says', () => {
  const { name, mcpName, version, description } = packageJson;
  expect(serverJson).toMatchObject({ name: mcpName, version, description });
  expect(serverJson.packages).toMatchObject([{ identifier: name, version, transport: { type: 'stdio' } }]);
});

test('it names variables that the server reads', () => {
  const source = readFileSync('src/config/config.ts', 'utf8');
  for (const { name } of serverJson.packages[0]?.environmentVariables ?? []) {
    expect(source).toContain(`env['${name}']`);
  }
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
