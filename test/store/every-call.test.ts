import { describe, expect, test } from 'vitest';

import { SITUATIONS, sweepFaults } from '../support/fault-sweep.ts';

describe('whichever call that takes or releases the lock fails, nothing is lost or said falsely, and another server gets the lock', () => {
  test.for(Object.keys(SITUATIONS) as (keyof typeof SITUATIONS)[])('%s', async (situation) => {
    const { failed, violations } = await sweepFaults(situation, 'lock');
    expect(violations).toEqual([]);
    expect(failed).toEqual(expect.arrayContaining(['lstatSync', 'readdirSync', 'renameSync']));
  });
});
