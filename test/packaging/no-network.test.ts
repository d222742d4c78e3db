import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { ENTRY } from '../support/spawned.ts';

test('the bundle loads none of the modules that reach the network', () => {
  const bundle = readFileSync(ENTRY, 'utf8');
  const loaded = [...bundle.matchAll(/(?:from|import\(|require\()\s*["'](?:node:)?([\w/]+)["']/g)];
  expect([...new Set(loaded.map(([, module]) => module))].toSorted()).toEqual([
    'buffer',
    'child_process',
    'crypto',
    'events',
    'fs',
    'fs/promises',
    'os',
    'path',
    'readline',
    'stream',
    'timers',
    'timers/promises',
    'util',
    'worker_threads',
  ]);
  expect(bundle).not.toMatch(/\b(?:fetch|WebSocket|EventSource|XMLHttpRequest)\(/);
});
