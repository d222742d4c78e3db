/** The keys of undo steps in the database. */
import type { HistoryStep } from '../../domain/snapshot.ts';

/** The key of an undo step: the revision that made it, and its part in that revision. Steps are ordered by their keys. */
interface StepKey {
  readonly made: number;
  readonly part: number;
}

/** The steps of the history with their keys, in order. */
export type StepKeys = ReadonlyMap<HistoryStep, StepKey>;

/** A row to write: a step, or null for one that is removed. Without `made` it belongs to the revision being written. */
interface StepRow {
  readonly made: number | null;
  readonly part: number;
  readonly step: HistoryStep | null;
}

/** The rows that turn the known steps into `history`; at least one is new, because it carries the id of the change. */
export function stepRows(keys: StepKeys, history: readonly HistoryStep[]): StepRow[] {
  const kept = keptKeys(keys, history);
  const used = new Set([...kept.values()].map(keyText));
  const replaced = [...kept].flatMap(([step, key]) => (keys.has(step) ? [] : [{ ...key, step }]));
  const gone = [...keys.values()].filter((key) => !used.has(keyText(key)));
  const added = history.filter((step) => !kept.has(step));
  return [
    ...gone.map((key) => ({ ...key, step: null })),
    ...replaced,
    ...(added.length ? added : [null]).map((step, part) => ({ made: null, part, step })),
  ];
}

/** The keys of `history` once it is written as `revision`. */
export function nextKeys(keys: StepKeys, history: readonly HistoryStep[], revision: number): StepKeys {
  const kept = keptKeys(keys, history);
  let part = 0;
  return new Map(history.map((step) => [step, kept.get(step) ?? { made: revision, part: part++ }]));
}

/** A key as a text, to compare keys by. */
export function keyText({ made, part }: StepKey): string {
  return `${made}.${part}`;
}

/**
 * The keys that stay in use: of known steps, and of removed ones whose place a new step takes (part of a step in the
 * middle was undone). Steps after the last known one get new keys; so do all if the known ones are in another order.
 */
function keptKeys(keys: StepKeys, history: readonly HistoryStep[]): Map<HistoryStep, StepKey> {
  const last = history.findLastIndex((step) => keys.has(step));
  const stays = new Set(history);
  const places = [...keys];
  const kept = new Map<HistoryStep, StepKey>();
  for (const step of history.slice(0, last + 1)) {
    const place = places.findIndex(([old]) => (keys.has(step) ? old === step : !stays.has(old)));
    const [, key] = places[place] ?? [];
    if (!key) return new Map();
    places.splice(0, place + 1);
    kept.set(step, key);
  }
  return kept;
}
