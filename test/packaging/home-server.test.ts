import { existsSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const [compose = '', dockerfile = '', example = '', config = ''] = [
  'packaging/home-server/compose.yaml',
  'packaging/home-server/Dockerfile',
  'packaging/home-server/example.env',
  'src/config/config.ts',
].map((file) => readFileSync(file, 'utf8'));

/** What mcp-auth-proxy reads. */
const OF_GATEWAY = ['EXTERNAL_URL', 'PASSWORD', 'TLS_ACCEPT_TOS', 'DATA_PATH'];

test('the files for a home server set variables that the server or its gateway reads, and copy what is there', () => {
  const set = [...compose.matchAll(/^ {6}([A-Z_]+): /gm), ...dockerfile.matchAll(/([A-Z_]+)=\/\S+/g)];
  const names = set.map(([, name = '']) => name);
  expect(names).toContain('TODOS_DATABASE_URL');
  for (const name of names.filter((each) => !OF_GATEWAY.includes(each))) {
    expect(config).toContain(`env['${name}']`);
  }
  for (const [, name = ''] of compose.matchAll(/\$\{([A-Z_]+)/g)) {
    expect(example).toMatch(new RegExp(`^#?${name}=`, 'm'));
  }
  for (const [, path = ''] of dockerfile.matchAll(/ \/app\/(\S+)(?= )/g)) expect(existsSync(path)).toBe(true);
  expect(existsSync(/dockerfile: (\S+)/.exec(compose)?.[1] ?? '')).toBe(true);
});
