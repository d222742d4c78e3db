import { test } from 'vitest';

import { expectToSurvive } from '../support/fuzz-server.ts';

test.each([1, 2, 3])('the built server survives ten thousand strange frames, seed %i', async (seed) => {
  await expectToSurvive({ frames: 10_000, seed });
});
