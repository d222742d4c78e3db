/**
 * Numbers that a double can't hold, or would write differently, such as message ids and `1.10`. In memory such a number is
 * a text: a mark, and the number as it was written. `store/exact-json.ts` reads them.
 *
 * No other text has the mark, two surrogates in the wrong order: texts from outside are cleaned of lone surrogates or, as
 * JSON, of the mark, and a list that has it is refused.
 */
const MARK = '\udfff\udfff';
/** A marked number as `JSON.stringify` writes it. A quote after a backslash is part of a text. */
const WRITTEN = /(?<!\\)"\\udfff\\udfff(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g;

/** `JSON.stringify`, with the marked numbers in `value` as they were. */
export function exactJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes('\\udfff') ? json.replaceAll(WRITTEN, '$1') : json;
}

/** A text as it is; a marked number as it was written. */
export function exactText(text: string): string {
  return text.startsWith(MARK) ? text.slice(MARK.length) : text;
}
