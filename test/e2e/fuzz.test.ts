import { expect, test } from 'vitest';

import { survivedFrames } from '../support/fuzz-server.ts';

test('the built server survives what careless clients send; fuzz.stress.ts sends more', async () => {
  expect(await survivedFrames({ frames: 1_000, seed: 5 })).toBe(1_000);
});
