/** Numbers that may be written as words, each at its own place. */
export const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** The number that `text` stands for, in digits or as a word; `a` and `an` are one. */
export function numberIn(text = ''): number {
  if (text === 'a' || text === 'an') return 1;
  const word = NUMBER_WORDS.indexOf(text);
  return word < 0 ? Number(text) : word;
}
