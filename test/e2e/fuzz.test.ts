import { test } from 'vitest';

import { expectToSurvive } from '../support/fuzz-server.ts';

test('the built server survives what careless clients send; fuzz.stress.ts sends more', async () => {
  await expectToSurvive({ frames: 500, seed: 5 });
});
