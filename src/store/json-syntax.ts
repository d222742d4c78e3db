/** Where a text stops being JSON; line and column count from 1, the column in characters. */
export interface SyntaxFlaw {
  readonly line: number;
  readonly column: number;
  /** what stands there, such as `"}"`, or `the end of the file` */
  readonly found: string;
}

/** A mark, the quote that opens a string, or a whole number or word. */
const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|(")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;
/** A part of a string: plain characters or one escape. One regular expression for all of it runs out of stack. */
const STRING_PART = /[ !#-[\]-\u{10ffff}]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/uy;

/**
 * Finds the first place where `text` is not JSON (RFC 8259), or undefined when it is. `JSON.parse` of Node 20 often
 * leaves the place out of its message, and a person who edits the file by hand needs it.
 */
export function findSyntaxFlaw(text: string): SyntaxFlaw | undefined {
  /** What may come next: a value, a key or `}` after `{`, and so on. */
  let expected: 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or close' | 'end' = 'value';
  const open: ('{' | '[')[] = [];
  let at = 0;
  const afterValue = (): typeof expected => (open.length ? ', or close' : 'end');
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) {
      const rest = /[^ \t\n\r]/g;
      rest.lastIndex = at;
      const next = rest.exec(text);
      return !next && expected === 'end' ? undefined : placeOf(text, next?.index ?? text.length);
    }
    const [whole, mark, quote, other] = match;
    const start = at + whole.length - (mark ?? quote ?? other ?? '').length;
    const wantsValue = expected === 'value' || expected === 'value or ]';
    const wantsKey = expected === 'key' || expected === 'key or }';
    at = TOKEN.lastIndex;
    if (quote !== undefined && (wantsValue || wantsKey)) {
      at = endOfStringParts(text, at);
      if (text[at] !== '"') return placeOf(text, at);
      at++;
    }
    if (wantsValue && (mark === '{' || mark === '[')) {
      open.push(mark);
      expected = mark === '{' ? 'key or }' : 'value or ]';
    } else if (wantsValue && mark === undefined) {
      expected = afterValue();
    } else if (wantsKey && quote !== undefined) {
      expected = ':';
    } else if (expected === ':' && mark === ':') {
      expected = 'value';
    } else if (expected === ', or close' && mark === ',') {
      expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if (
      (mark === '}' && open.at(-1) === '{' && (expected === 'key or }' || expected === ', or close')) ||
      (mark === ']' && open.at(-1) === '[' && (expected === 'value or ]' || expected === ', or close'))
    ) {
      open.pop();
      expected = afterValue();
    } else {
      return placeOf(text, start);
    }
  }
}

/** Where the inside of a string that begins at `start` ends: at the closing quote, or else at the flaw in it. */
function endOfStringParts(text: string, start: number): number {
  let at = start;
  for (;;) {
    STRING_PART.lastIndex = at;
    if (!STRING_PART.test(text)) return at;
    at = STRING_PART.lastIndex;
  }
}

function placeOf(text: string, index: number): SyntaxFlaw {
  const before = text.slice(0, index).split('\n');
  const character = text.codePointAt(index);
  return {
    line: before.length,
    column: Array.from(before.at(-1) ?? '').length + 1,
    found: character === undefined ? 'the end of the file' : JSON.stringify(String.fromCodePoint(character)),
  };
}
