/** Estimates how many tokens a text costs. */
import { shorten } from '../domain/text/text.ts';

/** About how many tokens the todos of an answer may cost in each form; the rest of the answer comes on top. */
export const ANSWER_BUDGET = 5_700;
/** About how many tokens the todos that a prompt embeds may cost. */
export const PROMPT_BUDGET = 7_600;
/**
 * How many characters the todos of an answer may have, text and JSON together, if nobody asked for more. Some clients show
 * both forms and cut the middle out of what is longer than 8,000; the difference is for the rest of the answer.
 */
export const ANSWER_CHARACTERS = 7_000;

const LATIN = 'A-Za-z\\u00c0-\\u024f\\u1e80-\\u1eff';
const WORD = new RegExp(`^[${LATIN}]`, 'u');
/** Text split roughly as models do: words, numbers, runs of signs, line breaks, single other characters. */
const PIECES = new RegExp(`[${LATIN}]+|\\d{1,3}|[!-/:-@[-\`{-~]{1,3}|[\\n\\t]|[^\\w\\s]`, 'gu');

/**
 * What a piece that isn't a word costs; the first match counts. Any other costs 4: one token for each of up to four
 * bytes.
 */
const OTHER_CHARACTERS: readonly (readonly [characters: RegExp, tokens: number])[] = [
  // ASCII signs and digits, which come as pieces of up to three
  [/^[\0-\u007f]/u, 1],
  // alphabets from Greek to Thai, Hangul
  [/[\u0370-\u0e7f\uac00-\ud7a3]/u, 0.9],
  // kana, Han
  [/[\u3000-\u30ff\u4e00-\u9fff]/u, 1.5],
  // accents, typographic signs, full-width forms, emoji
  [/[\u0080-\u036f\u2000-\u2bff\uff00-\uff60\u{1f000}-\u{1faff}]/u, 2.5],
];

/**
 * Estimates the tokens of `text` in o200k_base and similar vocabularies, which are too large to ship: close for usual text,
 * too high rather than too low for other scripts and noise.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += WORD.test(piece) ? wordCost(piece) : costOf(piece);
  return Math.ceil(tokens);
}

/** `text` cut to cost at most about `tokens`. */
export function shortenToTokens(text: string, tokens: number): string {
  let cut = text;
  for (let cost = estimateTokens(cut); cost > tokens && cut.length > 1; cost = estimateTokens(cut)) {
    cut = shorten(text, Math.max(1, Math.floor((Array.from(cut).length * tokens) / cost) - 1));
  }
  return cut;
}

/** Very long words, and words in mixed case, are noise such as base64. */
function wordCost(word: string): number {
  const accents = 0.7 * word.replace(/[A-Za-z]+/g, '').length;
  if (/[a-z][A-Z]|[A-Z]{3}/.test(word)) return Math.max(1, 0.68 * word.length) + accents;
  if (word.length > 12) return word.length / 2 + accents;
  return (word.length > 7 ? 1.5 : 1) + accents;
}

function costOf(piece: string): number {
  return OTHER_CHARACTERS.find(([characters]) => characters.test(piece))?.[1] ?? 4;
}
