/** About how many tokens an answer may cost a model; clients cut or spill what is longer. */
export const ANSWER_TOKENS = 8_000;

/** What an answer holds beside its todos, in tokens. */
export const FRAME_TOKENS = 500;

/**
 * A cautious estimate of the tokens of `text` (o200k_base and its like): JSON and dates come to some three ASCII
 * characters a token, other scripts to up to one and a half tokens a character.
 */
export function estimateTokens(text: string): number {
  let others = 0;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) others++;
  return Math.ceil((text.length - others) / 3 + others * 1.5);
}
