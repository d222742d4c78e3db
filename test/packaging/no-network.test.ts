import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { ENTRY } from '../support/spawned.ts';

const NETWORK = /^(?:node:)?(?:cluster|dgram|dns|dns\/promises|http|http2|https|inspector|net|tls|undici)$/;

test('the bundle loads none of the modules that reach the network, and uses no global that does', () => {
  const bundle = readFileSync(ENTRY, 'utf8');
  const loaded = [...bundle.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"'\n]+)["']/g)];
  const modules = loaded.map(([, module = '']) => module);
  expect(modules).toContain('node:fs');
  expect(modules.filter((module) => NETWORK.test(module))).toEqual([]);
  expect(bundle).not.toMatch(/\b(?:fetch|WebSocket|EventSource)\(/);
});
