/** Suggests the name that a misspelled one comes closest to. */
import { distance } from 'fastest-levenshtein';

/** Longer input isn't a misspelled name, and comparing it takes time; in characters. */
const LONGEST_COMPARED = 60;

/**
 * The known name most likely meant by `given`, for "did you mean" in error messages: one with the same letters in another
 * style (`due-date`, `dueDate`) or with a few typos; otherwise one that contains the other (`dueDate` and `due`). Of two
 * equally good ones it returns neither, as a wrong guess costs a model another failed call.
 */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  if (given.length > LONGEST_COMPARED || lettersOf(given) === '') return undefined;
  return (
    onlyBest(known, (name) => typosBetween(given, name)) ??
    onlyBest(known, (name) => surplusLetters(given, name))
  );
}

/** Whether `given` is `name` in another style or with a few typos. */
export function isSpelledAlike(given: string, name: string): boolean {
  return typosBetween(given, name) !== undefined;
}

/** How many letters are wrong, missing or extra (swapped ones count twice); undefined when too many are. */
function typosBetween(given: string, name: string): number | undefined {
  const [wanted, letters] = [lettersOf(given), lettersOf(name)];
  const typos = distance(wanted, letters);
  const allowed = wanted.length < 5 ? 1 : Math.max(2, Math.floor(wanted.length / 4));
  // A name as short as the allowed distance would match anything.
  return typos <= allowed && typos < letters.length - 1 ? typos : undefined;
}

/** The name with the lowest score; undefined when no name has one or two share the lowest. */
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

/** How many letters longer one name is than the other it contains; undefined when neither contains the other. */
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
