/** Durations in milliseconds. */
export interface Timing {
  readonly median: number;
  readonly p99: number;
  readonly runs: number;
}

/** Something to measure; `turn` counts from 0. */
type Work = (turn: number) => Promise<unknown>;

/**
 * Measures all of `works` in turns, so that their ratios are meaningful on a busy machine, too.
 *
 * @param runs how often each, after a tenth as many turns to warm up
 */
export async function measure<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  runs: number,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(works) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const warmUp = Math.ceil(runs / 10);
  for (let turn = 0; turn < warmUp + runs; turn += 1) {
    // Another one first in each turn: otherwise the garbage of one would always be a cost of the next.
    const from = turn % names.length;
    for (const name of [...names.slice(from), ...names.slice(0, from)]) {
      const started = performance.now();
      await works[name](turn);
      if (turn >= warmUp) times.get(name)?.push(performance.now() - started);
    }
  }
  return Object.fromEntries(names.map((name) => [name, timingOf(times.get(name) ?? [])])) as Record<
    Name,
    Timing
  >;
}

export function timingOf(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99), runs: sorted.length };
}
