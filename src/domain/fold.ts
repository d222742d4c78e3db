/** Accents. The marks of other scripts, such as dakuten or vowel signs, make other letters and stay. */
const ACCENTS = /[\u0300-\u036f]/g;

/**
 * `text` as it is compared: without case (ß is ss), width, other compatibility forms or accents. Two texts that fold to
 * the same mean the same to a person who types in a hurry.
 */
export function fold(text: string): string {
  // Most texts have nothing else to fold.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  // Upper case first: only that way ß becomes ss. A sigma at the end of a word has a lower-case form of its own.
  const caseless = text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return caseless.normalize('NFD').replace(ACCENTS, '').normalize('NFC');
}

/** What two spellings of the same tag or project share: `#Café` and `cafe`, `Work / Reports` and `work/reports`. */
export function labelKey(label: string): string {
  return fold(withoutHash(label)).replace(/\s*\/\s*/g, '/');
}

/** A tag without the `#` that people write before it. */
export function withoutHash(label: string): string {
  return label.replace(/^[#\s]+/, '');
}
