/** How long something took, in milliseconds. */
export interface Timing {
  readonly median: number;
  readonly p99: number;
  readonly runs: number;
}

/** Something to measure; `turn` counts from 0, so that no two turns need be alike. */
export type Work = (turn: number) => Promise<unknown>;

/**
 * Measures all of `works`, taking turns, so that whatever else the machine does falls on all of them alike
 * and their ratios mean something on a busy machine too.
 *
 * @param runs how often each; a tenth as many turns before them don't count
 */
export async function measure<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  runs: number,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(works) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const warmUp = Math.ceil(runs / 10);
  for (let turn = 0; turn < warmUp + runs; turn += 1) {
    // Each starts in turn: what one leaves behind, garbage above all, would always fall on the same next one.
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

function timingOf(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99), runs: sorted.length };
}
