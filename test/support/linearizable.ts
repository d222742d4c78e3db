/** A call as its client saw it, with real times in milliseconds of one clock. */
export interface Operation<State> {
  readonly what: string;
  /** just before it was sent */
  readonly start: number;
  /** when its answer had arrived, or its server was known to be dead */
  readonly end: number;
  /** `exact` says what it changed, `vague` only that it was made; with `none`, as its server was killed, it may not have been */
  readonly answer: 'exact' | 'vague' | 'none';
  /** The state after it; undefined if its answer isn't true of `before`. */
  readonly apply: (before: State) => State | undefined;
}

/**
 * Looks for an order of the operations in which each answer is true, and in which none comes before one that had ended
 * when it began (linearizability; the search of Wing and Gong, which remembers what it has tried).
 *
 * @param keyOf the same for equal states only
 * @returns undefined if there is such an order; else the state and the operations at which the search got stuck last
 */
export function unexplained<State>(
  operations: readonly Operation<State>[],
  initial: State,
  keyOf: (state: State) => string,
): string[] | undefined {
  const sorted = operations.toSorted((a, b) => a.start - b.start);
  const tried = new Set<string>();
  let furthest = -1;
  let stuckAt: string[] = [];

  /** @param beyond what is explained already of the operations from `from` on; all before are */
  const search = (from: number, beyond: ReadonlySet<number>, state: State): boolean => {
    let first = from;
    while (beyond.has(first)) first++;
    if (first === sorted.length) return true;
    const ahead = [...beyond].filter((index) => index > first).toSorted((a, b) => a - b);
    const key = `${first} ${ahead.join()} ${keyOf(state)}`;
    if (tried.has(key)) return false;
    tried.add(key);
    const next = mayComeNext(sorted, first, beyond);
    if (first >= furthest) {
      furthest = first;
      const shown = (operation: Operation<State>) =>
        `${operation.start.toFixed()} to ${operation.end.toFixed()} ms: ${operation.what}`;
      stuckAt = [`the state: ${keyOf(state)}`, ...next.map(({ operation }) => shown(operation))];
    }
    const outcomes = next.map(({ index, operation }) => ({
      explained: new Set([...ahead, index]),
      after: operation.apply(state),
      answer: operation.answer,
    }));
    // One that says that it changed nothing can as well come first. Of others that isn't known: they may do it later.
    const harmless = outcomes.find(
      ({ after, answer }) => answer === 'exact' && after !== undefined && keyOf(after) === keyOf(state),
    );
    if (harmless) return search(first, harmless.explained, state);
    return outcomes.some(
      ({ explained, after, answer }) =>
        (after !== undefined && search(first, explained, after)) ||
        (answer === 'none' && search(first, explained, state)),
    );
  };
  return search(0, new Set(), initial) ? undefined : stuckAt;
}

/** The operations from `first` on that began before any other of them had ended. */
function mayComeNext<State>(
  sorted: readonly Operation<State>[],
  first: number,
  explained: ReadonlySet<number>,
): { readonly index: number; readonly operation: Operation<State> }[] {
  const found: { index: number; operation: Operation<State> }[] = [];
  let soonestEnd = Infinity;
  for (const [offset, operation] of sorted.slice(first, first + 1_000).entries()) {
    if (operation.start > soonestEnd) break;
    if (explained.has(first + offset)) continue;
    found.push({ index: first + offset, operation });
    soonestEnd = Math.min(soonestEnd, operation.end);
  }
  return found;
}
