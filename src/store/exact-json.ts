/** Reads JSON whose numbers are written again as they were read: what a double can't hold is marked (exact-numbers.ts). */
import { createScanner } from 'jsonc-parser';

import { storedTodoSchema } from '../domain/todo.ts';

/** The mark as JSON may have it. */
const MARK = /\\udfff\\udfff/gi;

/** JSON from outside with other characters, which stand for nothing either, in place of the mark. */
export function withoutMark(json: string): string {
  return json.replaceAll(MARK, '\\ufffd\\ufffd');
}

/**
 * Parses a list, or a part of it, like `JSON.parse`, but keeps the numbers of unknown fields as they are written.
 *
 * @param root the keys and indexes that lead from the list to this part
 * @returns the problem if `JSON.parse` would lose something else
 * @throws SyntaxError
 */
export function parseExactly(
  json: string,
  root: Place = [],
): { readonly value: unknown; readonly problem?: string } {
  const value: unknown = JSON.parse(json);
  if (json.search(MARK) >= 0)
    return { value, problem: 'it has the characters U+DFFF U+DFFF, which no text has' };
  const { repeatedKey, numbers } = findLost(json);
  const unknown = numbers.filter(({ place, text }) => !isKnownField([...root, ...place], text));
  const exact = unknown.length ? { value: JSON.parse(withMarks(json, unknown)) as unknown } : { value };
  return repeatedKey === undefined ? exact : { ...exact, problem: repeatedKey };
}

/**
 * Parses the JSON of another program, like `JSON.parse`, but keeps the numbers that would be rounded.
 *
 * @throws SyntaxError
 */
export function parseUnrounded(json: string): unknown {
  const value: unknown = JSON.parse(json);
  const rounded = findLost(json).numbers.filter(
    ({ text }) => decimalOf(text) !== decimalOf(String(Number(text))),
  );
  return rounded.length ? JSON.parse(withMarks(json, rounded)) : value;
}

/** A number in one form, whatever form it is written in: its sign, its digits without zeros around them, and a power of ten. */
function decimalOf(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (!significant) return whole ? '0' : number;
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** Whether a number is part of a field that this program reads as a number, or keeps without effect. */
function isKnownField([list, , ...inside]: Place, text: string): boolean {
  if (list === 'todos') return isTodoField(inside, text);
  if (list !== 'history') return list === 'version' || list === 'next_id';
  const [changes, , field, ...before] = inside;
  return changes === 'changes' && (field === 'id' || (field === 'before' && isTodoField(before, text)));
}

/** The fields of a todo in which a number has no meaning; it is kept as in those that we don't know. */
const WITHOUT_NUMBERS: readonly unknown[] = ['checklist', 'repeat', 'series_date'];

function isTodoField([field, ...inside]: Place, text: string): boolean {
  if (field === 'continued_as') return !inside.length && Number.isSafeInteger(Number(text));
  return (
    field !== undefined && !WITHOUT_NUMBERS.includes(field) && Object.hasOwn(storedTodoSchema.shape, field)
  );
}

/** JSON text with these numbers marked, and otherwise the same. */
function withMarks(json: string, numbers: readonly InexactNumber[]): string {
  let [marked, end] = ['', 0];
  for (const { offset, text } of numbers) {
    marked += `${json.slice(end, offset)}"\\udfff\\udfff${text}"`;
    end = offset + text.length;
  }
  return marked + json.slice(end);
}

/** The scanner's kinds of tokens (SyntaxKind, a constant enum, which only its own build can use). */
const TOKEN = {
  openObject: 1,
  closeObject: 2,
  openList: 3,
  closeList: 4,
  comma: 5,
  text: 10,
  number: 11,
  end: 17,
} as const;

/** What parsing valid JSON would lose. */
interface Lost {
  /** the first key that one object has twice, with its lines: `JSON.parse` keeps only the last of them */
  readonly repeatedKey?: string;
  /** the numbers that would be written differently, in their order */
  readonly numbers: readonly InexactNumber[];
}

/** The keys and indexes that lead to a value. */
type Place = readonly (string | number)[];

interface InexactNumber {
  readonly text: string;
  readonly offset: number;
  readonly place: Place;
}

/** An object or a list that the scanner is in. */
interface Open {
  /** the lines of its keys; undefined for a list */
  readonly keys: Map<string, number> | undefined;
  /** the key or index of the current value; undefined where a key comes next */
  at: string | number | undefined;
}

/** What parsing `text`, valid JSON, would lose. Nesting may be of any depth: nothing here is recursive. */
function findLost(text: string): Lost {
  const scanner = createScanner(text, true);
  const open: Open[] = [];
  const numbers: InexactNumber[] = [];
  let repeatedKey: string | undefined;
  for (let token = scanner.scan(); token !== TOKEN.end; token = scanner.scan()) {
    const current = open.at(-1);
    const value = scanner.getTokenValue();
    switch (token) {
      case TOKEN.openObject:
        open.push({ keys: new Map(), at: undefined });
        break;
      case TOKEN.openList:
        open.push({ keys: undefined, at: 0 });
        break;
      case TOKEN.closeObject:
      case TOKEN.closeList:
        open.pop();
        break;
      case TOKEN.comma:
        if (current) current.at = typeof current.at === 'number' ? current.at + 1 : undefined;
        break;
      case TOKEN.text: {
        if (!current?.keys || current.at !== undefined) break;
        const line = scanner.getTokenStartLine() + 1;
        const first = current.keys.get(value);
        if (first !== undefined) repeatedKey ??= repeated(value, first, line);
        current.keys.set(value, line);
        current.at = value;
        break;
      }
      case TOKEN.number:
        // Otherwise it would be written differently.
        if (JSON.stringify(Number(value)) !== value) {
          const place = open.map(({ at }) => at ?? '');
          numbers.push({ text: value, offset: scanner.getTokenOffset(), place });
        }
    }
  }
  return { numbers, ...(repeatedKey !== undefined && { repeatedKey }) };
}

function repeated(key: string, first: number, second: number): string {
  return `the key "${key}" appears twice in one object (lines ${first} and ${second})`;
}
