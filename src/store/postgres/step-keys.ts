import type { HistoryStep } from '../../domain/history.ts';

/** The key of an undo step: the revision that made it, and its part of that. Steps are in the order of their keys. */
interface StepKey {
  readonly made: number;
  readonly part: number;
}

/** The steps of the history with their keys, in their order. */
export type StepKeys = ReadonlyMap<HistoryStep, StepKey>;

/** A row to be written: a step, or null where none is any more. Without `made` it is of the revision to be made. */
interface StepRow {
  readonly made: number | null;
  readonly part: number;
  readonly step: HistoryStep | null;
}

/**
 * What to write for the next version of the history. There is always a row of the new revision, as it carries the id of
 * the change.
 */
export function stepRows(keys: StepKeys, history: readonly HistoryStep[]): StepRow[] {
  const kept = inPlace(keys, history) ?? new Map<HistoryStep, StepKey>();
  const used = new Set([...kept.values()].map(textOf));
  const replaced = [...kept].flatMap(([step, key]) => (keys.has(step) ? [] : [{ ...key, step }]));
  const gone = [...keys.values()].filter((key) => !used.has(textOf(key)));
  const added = history.filter((step) => !kept.has(step));
  return [
    ...gone.map((key) => ({ ...key, step: null })),
    ...replaced,
    ...(added.length ? added : [null]).map((step, part) => ({ made: null, part, step })),
  ];
}

/** The keys of the next version of the history, written as `revision`. */
export function nextKeys(keys: StepKeys, history: readonly HistoryStep[], revision: number): StepKeys {
  const kept = inPlace(keys, history) ?? new Map<HistoryStep, StepKey>();
  let part = 0;
  return new Map(history.map((step) => [step, kept.get(step) ?? { made: revision, part: part++ }]));
}

/**
 * The keys of the steps that need no new one: those known, and any between them that takes the place of one that is gone.
 * The steps behind them get new keys.
 *
 * @returns undefined when the order of the steps can't be had that way
 */
function inPlace(keys: StepKeys, history: readonly HistoryStep[]): Map<HistoryStep, StepKey> | undefined {
  const last = history.findLastIndex((step) => keys.has(step));
  const stays = new Set(history);
  const places = [...keys];
  const kept = new Map<HistoryStep, StepKey>();
  for (const step of history.slice(0, last + 1)) {
    const place = places.findIndex(([old]) => (keys.has(step) ? old === step : !stays.has(old)));
    const [, key] = places[place] ?? [];
    if (!key) return undefined;
    places.splice(0, place + 1);
    kept.set(step, key);
  }
  return kept;
}

function textOf({ made, part }: StepKey): string {
  return `${made}.${part}`;
}
