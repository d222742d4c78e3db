/** Cleans, shortens and compares text, and cuts it into words. */

/** Unpaired halves of surrogate pairs, which UTF-8 can't encode. */
const LONE_SURROGATES = /\p{Surrogate}/gu;
const BREAKS_AND_CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
/** Control characters but tabs and line breaks, and what overrides the direction of writing. */
const UNSAFE = /(?![\t\n\r])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;
/** Letters and apostrophes that Unicode doesn't decompose, and what people type for them. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  '‘': "'",
  '’': "'",
};
const LOOKALIKE = new RegExp(`[${Object.keys(LOOKALIKES).join('')}]`, 'g');
/** Accents only: the marks of other scripts, such as dakuten or vowel signs, make different letters. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Text as it is stored: trimmed, lone surrogates replaced by U+FFFD. Line breaks stay. */
export function cleanText(text: string): string {
  return text.replace(LONE_SURROGATES, '\uFFFD').replace(/\r\n?/g, '\n').trim();
}

/** Text as it is stored in one line: line breaks and control characters become spaces. */
export function cleanLine(text: string): string {
  return cleanText(text.replace(BREAKS_AND_CONTROLS, ' '));
}

/** `value` with every text in it safe to show: nothing in it controls a terminal or changes the direction of a line. */
export function safely<T>(value: T): T;
export function safely(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(UNSAFE, '\uFFFD');
  if (Array.isArray(value)) return value.map((each: unknown) => safely(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, safely<unknown>(each)]));
}

/** `text` cut to at most `length` characters; the last one is an ellipsis when something was cut. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  // A character has at most two units. The text may be megabytes.
  const characters = Array.from(text.slice(0, 2 * length + 1));
  if (characters.length <= length) return text;
  const start = characters.slice(0, length - 1).join('');
  return `${start.trimEnd()}…`;
}

/** `1 todo`, `2 todos`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a, b and 3 more`: the first `most` of `names`. */
export function firstOf(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}

/** `#7 Buy milk`: a todo as sentences name it, with at most `length` characters of its title. */
export function nameOf({ id, title }: { readonly id: number; readonly title: string }, length = 60): string {
  return `#${id} ${shorten(cleanLine(title), length)}`;
}

/** `text` for comparison: without case (ß equals ss), width, other compatibility forms, accents or curly apostrophes. */
export function fold(text: string): string {
  // Most text is ASCII, which has nothing else to fold.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  // Upper case first turns ß into ss; a final sigma has its own lower-case form.
  const caseless = text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  const plain = caseless.normalize('NFD').replace(ACCENTS, '').normalize('NFC');
  return plain.replace(LOOKALIKE, (letter) => LOOKALIKES[letter] ?? letter);
}

/**
 * The key that all spellings of a label (a tag or a project) share: `#Café` and `cafe`, `Work / Reports` and
 * `work/reports`.
 */
export function labelKey(label: string): string {
  return fold(withoutHash(label)).replace(/\s*\/\s*/g, '/');
}

/** A tag without the `#` that people write before it, which Japanese keyboards write as `＃`. */
export function withoutHash(label: string): string {
  return label.replace(/^[#\uff03\s]+/, '');
}

/** The tags in one text: `#home #errand` is two, `Room #5` is one. */
export function tagsIn(text: string): string[] {
  const line = cleanLine(text);
  return (/^[#\uff03]/.test(line) ? line.split(/\s+(?=[#\uff03])/) : [line]).map(withoutHash);
}

/** The words a query looks for, folded, each once, without `#` and punctuation around them. */
export function wordsOfQuery(query: string): string[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return [...new Set(words.map((word) => word.replace(/^[#"'(]+|[,.;:!?"')]+$/g, '') || word))];
}

/** The words of a title, folded and without apostrophes, to find similar ones by. */
export function wordsOfTitle(title: string): string[] {
  return (
    fold(title)
      .replaceAll("'", '')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** The same for titles that differ only in case, accents, spaces and punctuation. */
export function titleKey(title: string): string {
  return wordsOfTitle(title).join('') || fold(title);
}
