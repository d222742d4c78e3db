import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { systemClock } from '../src/system-clock.ts';

const ZONES = [
  'UTC',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
] as const;
type Zone = (typeof ZONES)[number];

/** 0:30 and 23:30 on days in several zones. The offsets of a day differ where its clocks change. */
const HOURS: readonly (readonly [zone: Zone, local: string, offset: string])[] = [
  ['UTC', '2026-11-23T00:30', 'Z'],
  ['UTC', '2026-11-23T23:30', 'Z'],
  ['America/Los_Angeles', '2026-11-23T00:30', '-08:00'],
  ['America/Los_Angeles', '2026-11-23T23:30', '-08:00'],
  ['America/Los_Angeles', '2026-03-08T00:30', '-08:00'],
  ['America/Los_Angeles', '2026-03-08T23:30', '-07:00'],
  ['America/Los_Angeles', '2026-11-01T00:30', '-07:00'],
  ['America/Los_Angeles', '2026-11-01T23:30', '-08:00'],
  ['Asia/Kolkata', '2026-11-23T00:30', '+05:30'],
  ['Asia/Kolkata', '2026-11-23T23:30', '+05:30'],
  ['Pacific/Auckland', '2026-11-23T00:30', '+13:00'],
  ['Pacific/Auckland', '2026-11-23T23:30', '+13:00'],
  ['Pacific/Auckland', '2026-04-05T00:30', '+13:00'],
  ['Pacific/Auckland', '2026-04-05T23:30', '+12:00'],
  ['Pacific/Auckland', '2026-09-27T00:30', '+12:00'],
  ['Pacific/Auckland', '2026-09-27T23:30', '+13:00'],
  ['Pacific/Kiritimati', '2026-12-31T23:30', '+14:00'],
  ['Pacific/Kiritimati', '2027-01-01T00:30', '+14:00'],
];

describe('today', () => {
  test.for(HOURS)('in %s at %s local time is the local day', ([zone, local, offset]) => {
    const clock = systemClock(zone, () => new Date(local + offset));
    expect(clock.dayOf(clock.now())).toBe(local.slice(0, 10));
    expect(clock.localTime(clock.now())).toBe(`${local}:00${offset.replace('Z', '+00:00')}`);
  });

  test('follows the system zone without a zone of its own', async () => {
    const local = HOURS.map(([, time, offset]) => `${time}:00${offset.replace('Z', '+00:00')}`);
    expect(await timesInSystemZones()).toEqual(local);
    expect(await timesInSystemZones('UTC')).not.toEqual(local);
  });

  test('moves on while the program runs', () => {
    let instant = '2026-11-23T23:59:59Z';
    const clock = systemClock('UTC', () => new Date(instant));
    expect(clock.dayOf(clock.now())).toBe('2026-11-23');
    instant = '2026-11-24T00:00:00Z';
    expect(clock.dayOf(clock.now())).toBe('2026-11-24');
  });
});

test('now is the current instant', () => {
  const before = Date.now();
  const now = systemClock(undefined).now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

/** The local times of HOURS in a process whose system zone is that of the row. */
async function timesInSystemZones(zone?: Zone): Promise<unknown> {
  const program = `
    import { systemClock } from ${JSON.stringify(new URL('../src/system-clock.ts', import.meta.url))};
    const times = ${JSON.stringify(HOURS)}.map(([systemZone, local, offset]) => {
      process.env.TZ = systemZone;
      return systemClock(${JSON.stringify(zone)}, () => new Date()).localTime(new Date(local + offset));
    });
    console.log(JSON.stringify(times));
  `;
  const options = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  return JSON.parse(stdout);
}
