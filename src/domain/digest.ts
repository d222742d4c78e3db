/**
 * A short fingerprint of a value: FNV-1a (Fowler, Noll, Vo) over the UTF-16 code units of its JSON, with two seeds for 64
 * bits in all. Keys are sorted and nulls left out, so that a todo stays the same when another program reorders its fields
 * or writes explicit nulls.
 */
export function digestOf(value: object): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? sortedWithoutNulls(inner) : inner,
  );
  return [0x811c9dc5, 0x050c5d1f].map((seed) => fnv1a(text, seed).toString(16).padStart(8, '0')).join('');
}

function fnv1a(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

function sortedWithoutNulls(value: object): object {
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries.filter(([, inner]) => inner !== null).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
