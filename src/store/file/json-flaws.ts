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

/** The parser is recursive: in a text nested tens of thousands deep it stops with what it has found by then. */
function walk(text: string, visitor: JSONVisitor): void {
  try {
    visit(text, visitor, STRICT);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}
