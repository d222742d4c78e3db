/** Says where a text is not the JSON it should be, for people who edit the file by hand. */
import { type JSONVisitor, visit } from 'jsonc-parser';

/** Only what RFC 8259 allows. */
const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/**
 * The first place where `text` is not JSON, such as `line 3, column 12: unexpected "}"`. The message of
 * `JSON.parse` in Node 20 often leaves the place out.
 *
 * @returns undefined when none is found
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
 * The first key that stands twice in one object, such as `"title" stands twice (line 3 and line 7)`. `JSON.parse`
 * silently drops all but the last, which after a merge by hand can be a whole list.
 *
 * @param text valid JSON
 * @returns undefined when none is found
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
        repeated ??= `"${key}" stands twice in one place (lines ${first} and ${line + 1})`;
      open.at(-1)?.set(key, line + 1);
    },
  });
  return repeated;
}

/** The parser is recursive: a text nested tens of thousands deep is given up, whatever was found by then stays. */
function walk(text: string, visitor: JSONVisitor): void {
  try {
    visit(text, visitor, STRICT);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}
