/**
 * JSON whose numbers are written again as they were read. Message ids, for example, have more digits than a double holds,
 * and `1.10` is not written as it was. In memory such a number is a text: a mark, and the number as it was written.
 *
 * No other text has the mark, two surrogates in the wrong order: texts from outside are cleaned of lone surrogates or, as
 * JSON, of the mark, and a list that has it is refused.
 */
import { createScanner } from 'jsonc-parser';

import { storedTodoSchema } from '../domain/todo.ts';

/** A marked number as `JSON.stringify` writes it. A quote after a backslash is part of a text. */
const WRITTEN = /(?<!\\)"\\udfff\\udfff(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g;
/** The mark as JSON may have it. */
const MARK = /\\udfff\\udfff/gi;

/** JSON from outside with other characters, which stand for nothing either, in place of the mark. */
export function withoutMark(json: string): string {
  return json.replaceAll(MARK, '\\ufffd\\ufffd');
}

/** `JSON.stringify`, with the marked numbers in `value` as they were. */
export function exactJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes('\\udfff') ? json.replaceAll(WRITTEN, '$1') : json;
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
  if (repeatedKey !== undefined) return { value, problem: repeatedKey };
  const unknown = numbers.filter(({ place }) => !isKnownField([...root, ...place]));
  return { value: unknown.length ? JSON.parse(withMarks(json, unknown)) : value };
}

/** Whether a value is part of a field that this program reads as a number, or keeps without effect. */
function isKnownField([list, , ...inside]: Place): boolean {
  if (list === 'todos') return isTodoField(inside);
  if (list !== 'history') return list === 'version' || list === 'next_id';
  const [changes, , field, ...before] = inside;
  return changes === 'changes' && (field === 'id' || (field === 'before' && isTodoField(before)));
}

/** The entries of a checklist have no numbers of ours. */
function isTodoField([field]: Place): boolean {
  return field !== undefined && field !== 'checklist' && Object.hasOwn(storedTodoSchema.shape, field);
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
        if (first !== undefined) return { repeatedKey: repeated(value, first, line), numbers };
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
  return { numbers };
}

function repeated(key: string, first: number, second: number): string {
  return `the key "${key}" appears twice in one object (lines ${first} and ${second})`;
}
