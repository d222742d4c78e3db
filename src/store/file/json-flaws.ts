/** Finds what is wrong with JSON, for people who edit the file by hand. */
import { type JSONVisitor, visit } from 'jsonc-parser';

/** Only what RFC 8259 allows. */
const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/**
 * The first place where `text` is not JSON, such as `line 3, column 12: unexpected "}"`; undefined if none is found.
 * The message of `JSON.parse` in Node 20 often omits the place.
 */
export function findFlaw(text: string): string | undefined {
  let flaw: string | undefined;
  walk(text, {
    onError: (_code, offset, _length, line, column) => {
      const character = text.codePointAt(offset);
      const found = character === undefined ? 'end of file' : JSON.stringify(String.fromCodePoint(character));
      flaw ??= `line ${line + 1}, column ${column + 1}: unexpected ${found}`;
    },
  });
  return flaw;
}

/**
 * The first key that one object has twice, with its lines; undefined if none is found. `JSON.parse` silently drops all
 * but the last, which after a merge by hand can be a whole list.
 *
 * @param text valid JSON
 */
export function findRepeatedKey(text: string): string | undefined {
  let repeated: string | undefined;
  const open: Map<string, number>[] = [];
  walk(text, {
    onObjectBegin: () => void open.push(new Map()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, _offset, _length, line) => {
      const first = open.at(-1)?.get(key);
      if (first !== undefined)
        repeated ??= `the key "${key}" appears twice in one object (lines ${first} and ${line + 1})`;
      open.at(-1)?.set(key, line + 1);
    },
  });
  return repeated;
}

/** The parser is recursive: it stops in a text nested tens of thousands deep, with what it has found by then. */
function walk(text: string, visitor: JSONVisitor): void {
  try {
    visit(text, visitor, STRICT);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}
