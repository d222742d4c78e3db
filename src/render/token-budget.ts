import { shorten } from '../domain/text.ts';

/** About how many tokens an answer may cost a model; clients cut or spill what is longer. */
export const ANSWER_TOKENS = 8_000;

/** What an answer holds beside its todos, in tokens. */
export const FRAME_TOKENS = 500;

/** From which code unit on (up to the next row) a letter beyond ASCII costs how many tokens at most. */
const OTHER_SCRIPTS: readonly (readonly [from: number, tokens: number])[] = [
  [0x80, 2],
  // Greek to Arabic
  [0x370, 1.2],
  [0x700, 2],
  [0x1800, 3],
  // typographic quotes and dashes
  [0x2010, 1.7],
  [0x2060, 3],
  // kana and the punctuation that goes with it
  [0x3000, 1.5],
  [0x3100, 3],
  // Han
  [0x4e00, 2],
  [0xa000, 3],
  // Hangul
  [0xac00, 2.3],
  [0xd7a4, 3],
  // half of a surrogate pair, such as an emoji
  [0xd800, 2],
  [0xe000, 3],
  [0xff00, 1.7],
  [0xff61, 3],
];

/**
 * A cautious estimate of the tokens of `text` (o200k_base and its like), the vocabulary itself being too large to
 * ship: words, numbers and runs of signs count as such models cut them, noise and rare scripts at their worst.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let kind: Kind = 'space';
  let run = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) {
      tokens += otherCost(code);
      [kind, run] = ['other', 0];
      continue;
    }
    const next = kindOf(code);
    const goesOn = next === kind || (next === 'lower' && kind === 'upper' && run === 1);
    // A space belongs to the word behind it, but not to a number; and letters mixed with numbers are noise.
    if (next === 'digit' && kind === 'space') tokens++;
    if (next === 'digit' && (kind === 'lower' || kind === 'upper')) tokens += 0.3;
    run = goesOn ? run + 1 : 1;
    kind = next;
    tokens += asciiCost(kind, run);
  }
  return Math.ceil(tokens);
}

/** `text` cut until it costs at most about `tokens`. */
export function shortenToTokens(text: string, tokens: number): string {
  let cut = text;
  for (let cost = estimateTokens(cut); cost > tokens && cut.length > 1; cost = estimateTokens(cut)) {
    cut = shorten(text, Math.max(1, Math.floor((Array.from(cut).length * tokens) / cost) - 1));
  }
  return cut;
}

type Kind = 'lower' | 'upper' | 'digit' | 'sign' | 'space' | 'control' | 'other';

function kindOf(code: number): Kind {
  if (code === 0x20) return 'space';
  if (code < 0x20) return 'control';
  if (code >= 0x61 && code <= 0x7a) return 'lower';
  if (code >= 0x41 && code <= 0x5a) return 'upper';
  return code >= 0x30 && code <= 0x39 ? 'digit' : 'sign';
}

/** What the character at place `run` of a run of its kind adds. */
function asciiCost(kind: Kind, run: number): number {
  switch (kind) {
    case 'lower':
      // Longer runs than words are get no cheaper than noise.
      return run === 1 ? 1 : run <= 4 ? 0.05 : run <= 12 ? 0.25 : 0.75;
    case 'upper':
      return run === 1 ? 1 : 0.7;
    case 'digit':
      return run % 3 === 1 ? 1 : 0;
    case 'sign':
      return run === 1 ? 1 : run <= 3 ? 0 : 0.75;
    case 'space':
      return run === 1 ? 0 : 0.1;
    default:
      return 1;
  }
}

function otherCost(code: number): number {
  return OTHER_SCRIPTS.findLast(([from]) => code >= from)?.[1] ?? 3;
}
