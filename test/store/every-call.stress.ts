import { describe, expect, test } from 'vitest';

import { SITUATIONS, sweepFaults } from '../support/fault-sweep.ts';

describe('whichever call of a change fails, nothing is lost or said falsely, and another server makes the next change', () => {
  test.for(Object.keys(SITUATIONS) as (keyof typeof SITUATIONS)[])('%s', async (situation) => {
    const { failed, violations } = await sweepFaults(situation, 'all');
    expect(violations).toEqual([]);
    expect(failed).toEqual(expect.arrayContaining(['fsync', 'openSync', 'renameSync', 'writeSync']));
    console.log(`${failed.length} faults`);
  });
});
