import { expect, test } from 'vitest';

import { survivedFrames } from '../support/fuzz-server.ts';

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'the built server survives ten thousand strange frames, seed %i',
  async (seed) => {
    expect(await survivedFrames({ frames: 10_000, seed })).toBe(10_000);
  },
);
