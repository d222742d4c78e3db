/** Where a text stops being JSON; line and column count from 1, the column in characters. */
export interface SyntaxFlaw {
  readonly line: number;
  readonly column: number;
  /** what stands there, such as `"}"`, or `the end of the file` */
  readonly found: string;
}

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;

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
    const [whole, mark, string, other] = match;
    const start = at + whole.length - (mark ?? string ?? other ?? '').length;
    const wantsValue = expected === 'value' || expected === 'value or ]';
    if (wantsValue && (mark === '{' || mark === '[')) {
      open.push(mark);
      expected = mark === '{' ? 'key or }' : 'value or ]';
    } else if (wantsValue && mark === undefined) {
      expected = afterValue();
    } else if ((expected === 'key' || expected === 'key or }') && string !== undefined) {
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
    at = TOKEN.lastIndex;
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
