import { EMPTY_SNAPSHOT, type Snapshot } from '../domain/snapshot.ts';
import type { ServerContext } from './errors.ts';

/** Something from the list, or from an empty one when it can't be read: for listings, which must work all the same. */
export function fromListOrNone<T>(
  what: string,
  { store, errors }: ServerContext,
  work: (list: Snapshot) => T,
): Promise<T> {
  return errors.guard(what, async () => work(await store.read().catch(() => EMPTY_SNAPSHOT)));
}
