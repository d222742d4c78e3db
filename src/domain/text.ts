/** Halves of surrogate pairs that stand alone: no UTF-8 can hold them. */
const LONE_SURROGATES = /\p{Surrogate}/gu;
const BREAKS_AND_CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

/** Text as it is stored: trimmed, and without lone surrogates, which become U+FFFD. Line breaks stay. */
export function cleanText(text: string): string {
  return text.replace(LONE_SURROGATES, '\uFFFD').replace(/\r\n?/g, '\n').trim();
}

/** Text as it is stored where only one line fits: line breaks and control characters become spaces. */
export function cleanLine(text: string): string {
  return cleanText(text.replace(BREAKS_AND_CONTROLS, ' '));
}

/** `text` cut to at most `length` characters, the last one an ellipsis when anything is missing. */
export function shorten(text: string, length: number): string {
  const characters = text.length <= length ? [] : Array.from(text);
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/** `1 todo`, `2 todos`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
