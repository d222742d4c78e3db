/** Longer inputs are no misspelt names; comparing them would only cost time. */
const LONGEST_COMPARED = 60;

/**
 * The known name somebody most likely meant by `given`, for "did you mean" in error messages.
 *
 * Spelling comes first: the same letters in another style (`due-date`, `dueDate`), then up to one slip for every
 * four letters (a wrong, missing, extra or swapped one). Otherwise one name must contain the other (`dueDate` and
 * `due`, `complete` and `complete_todo`). Two equally good candidates give none: a wrong guess costs a model another
 * failed call.
 */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  if (given.length > LONGEST_COMPARED) return undefined;
  const wanted = lettersOf(given);
  if (wanted === '') return undefined;
  const allowedSlips = Math.max(1, Math.floor(wanted.length / 4));
  const spelling = (name: string) => {
    const slips = editDistance(wanted, lettersOf(name));
    // A name as short as the slips allowed would be near to anything.
    return slips <= allowedSlips && slips < lettersOf(name).length - 1 ? slips : undefined;
  };
  return onlyBest(known, spelling) ?? onlyBest(known, (name) => surplusLetters(given, name));
}

/** The candidate with the lowest score, or none when nothing scores or two share the lowest. */
function onlyBest(
  names: readonly string[],
  scoreOf: (name: string) => number | undefined,
): string | undefined {
  let best: string | undefined;
  let lowest = Infinity;
  for (const name of names) {
    const score = scoreOf(name);
    if (score === undefined || score > lowest) continue;
    best = score === lowest ? undefined : name;
    lowest = score;
  }
  return best;
}

/** How many letters one name has beyond the other it contains; `undefined` when neither contains the other. */
function surplusLetters(a: string, b: string): number | undefined {
  const [short, long] = lettersOf(a).length <= lettersOf(b).length ? [a, b] : [b, a];
  const within =
    lettersOf(short).length >= 3
      ? lettersOf(long).includes(lettersOf(short))
      : wordsOf(long).includes(lettersOf(short)); // two letters are in too many words by chance
  return within ? lettersOf(long).length - lettersOf(short).length : undefined;
}

function wordsOf(name: string): string[] {
  const spaced = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2');
  return spaced
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function lettersOf(name: string): string {
  return wordsOf(name).join('');
}

/** Damerau-Levenshtein distance (optimal string alignment): slips that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
