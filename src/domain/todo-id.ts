import { inListingOrder } from './listing-order.ts';
import type { Snapshot } from './snapshot.ts';

/** The id that a text such as `7` or `#7` stands for; undefined when it stands for none. */
export function readTodoId(text: string): number | undefined {
  const digits = /^\s*#?(\d{1,15})\s*$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The ids that begin with what was typed so far, the most urgent todo first. */
export function idsStartingWith(snapshot: Snapshot, typed: string): string[] {
  const digits = typed.replace(/^\s*#/, '').trim();
  return inListingOrder(snapshot)
    .map(({ id }) => String(id))
    .filter((id) => id.startsWith(digits));
}
