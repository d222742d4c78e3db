/**
 * A second JSON parser, for comparisons: it keeps each number as it is written. Objects become lists of their entries by
 * key, so that their order doesn't count.
 */
export function parsedExactly(json: string): unknown {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[[\]{}:,]|true|false|null/g) ?? [];
  let next = 0;
  const take = (): string => tokens[next++] ?? '';
  const until = (end: string, entry: () => void): void => {
    if (tokens[next] === end) return void take();
    do entry();
    while (take() === ',');
  };
  const value = (): unknown => {
    const token = take();
    if (token === '[') {
      const list: unknown[] = [];
      until(']', () => list.push(value()));
      return list;
    }
    if (token === '{') {
      const entries: [string, unknown][] = [];
      until('}', () => {
        const key = JSON.parse(take()) as string;
        take();
        entries.push([key, value()]);
      });
      return { entries: entries.toSorted(([a], [b]) => (a < b ? -1 : 1)) };
    }
    return /^[-\d]/.test(token) ? { number: token } : (JSON.parse(token) as unknown);
  };
  return value();
}

/** The value of a key of an object that {@link parsedExactly} made. */
export function valueOf(object: unknown, key: string): unknown {
  const { entries } = object as { entries: [string, unknown][] };
  return entries.find(([name]) => name === key)?.[1];
}
