import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Progress } from '../../../src/optional/formats/commands/progress.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A progress whose clock moves by hand, with the timers, and what it has printed. */
function watched() {
  const printed: string[] = [];
  const progress = new Progress((text) => printed.push(text), { now: () => new Date() });
  return { progress, printed };
}

test('a long text is named before it is read, a short one is not', () => {
  const { progress, printed } = watched();
  progress.say('Reading a.csv', 999_999);
  expect(printed).toEqual([]);
  progress.say('Reading b.csv', 1_000_000);
  expect(printed).toEqual(['Reading b.csv ...\n']);
});

test('steps that keep the process busy are named each second', () => {
  const { progress, printed } = watched();
  for (let left = 9; left > 0; left--) {
    vi.setSystemTime(Date.now() + 400);
    progress.say(`Checking ${left} entries`);
  }
  expect(printed).toEqual([
    'Checking 7 entries ...\n',
    'Checking 4 entries ...\n',
    'Checking 1 entries ...\n',
  ]);
});

test('work that waits is named after a second, and not a second time when it goes on', async () => {
  const { progress, printed } = watched();
  const work = progress.during('Reading the input', new Promise((done) => setTimeout(done, 1_500)));
  await vi.advanceTimersByTimeAsync(999);
  expect(printed).toEqual([]);
  await vi.advanceTimersByTimeAsync(501);
  await work;
  progress.say('Reading the input', 2_000_000);
  expect(printed).toEqual(['Reading the input ...\n']);
});

test('work that ends in time, or fails, is not named', async () => {
  const { progress, printed } = watched();
  await progress.during('Reading a.csv', Promise.resolve());
  await expect(progress.during('Reading b.csv', Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(printed).toEqual([]);
});
