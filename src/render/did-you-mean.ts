import { distance } from 'fastest-levenshtein';

/** Longer inputs are no misspelt names; comparing them would only cost time. */
const LONGEST_COMPARED = 60;

/**
 * The known name somebody most likely meant by `given`, for "did you mean" in error messages.
 *
 * Spelling comes first: the same letters in another style (`due-date`, `dueDate`), then a few slips. Otherwise one name
 * must contain the other (`dueDate` and `due`, `complete` and `complete_todo`). Two equally good candidates give none:
 * a wrong guess costs a model another failed call.
 */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  if (given.length > LONGEST_COMPARED || lettersOf(given) === '') return undefined;
  return (
    onlyBest(known, (name) => slipsBetween(given, name)) ??
    onlyBest(known, (name) => surplusLetters(given, name))
  );
}

/** Whether `given` is `name` but for style and a few slips. */
export function isSpelledAlike(given: string, name: string): boolean {
  return slipsBetween(given, name) !== undefined;
}

/** How many letters are wrong, missing or extra (swapped ones count twice); undefined when they are too many. */
function slipsBetween(given: string, name: string): number | undefined {
  const [wanted, letters] = [lettersOf(given), lettersOf(name)];
  const slips = distance(wanted, letters);
  const allowed = wanted.length < 5 ? 1 : Math.max(2, Math.floor(wanted.length / 4));
  // A name as short as the slips allowed would be near to anything.
  return slips <= allowed && slips < letters.length - 1 ? slips : undefined;
}

/** The candidate with the lowest score, or none when nothing scores or two share the lowest. */
function onlyBest(
  names: readonly string[],
  scoreOf: (name: string) => number | undefined,
): string | undefined {
  const scored = names
    .flatMap((name) => {
      const score = scoreOf(name);
      return score === undefined ? [] : [{ name, score }];
    })
    .toSorted((a, b) => a.score - b.score);
  return scored[0]?.score === scored[1]?.score ? undefined : scored[0]?.name;
}

/** How many letters one name has beyond the other it contains; undefined when neither contains the other. */
function surplusLetters(a: string, b: string): number | undefined {
  const [short = '', long = ''] = [a, b].toSorted((x, y) => lettersOf(x).length - lettersOf(y).length);
  const within =
    lettersOf(short).length >= 3
      ? lettersOf(long).includes(lettersOf(short))
      : wordsOf(long).includes(lettersOf(short)); // two letters are in too many words by chance
  return within ? lettersOf(long).length - lettersOf(short).length : undefined;
}

function wordsOf(name: string): string[] {
  const spaced = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2');
  return spaced.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function lettersOf(name: string): string {
  return wordsOf(name).join('');
}
