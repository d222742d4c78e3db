/** Quotes a command line that a person pastes into a shell. */
/** Words that every shell takes as they are. */
const PLAIN = /^[\w@:./+-][\w@:./+=-]*$/;

/**
 * A command line that a person can paste: each word reaches the program as it is, whatever is in it. For the POSIX
 * shell; on Windows for PowerShell and, unless a word has a character that only PowerShell's single quotes protect, for
 * the command prompt.
 */
export function shellLine(words: readonly string[], platform: NodeJS.Platform = process.platform): string {
  return words.map(platform === 'win32' ? quotedOnWindows : quoted).join(' ');
}

function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function quotedOnWindows(word: string): string {
  if (PLAIN.test(word.replaceAll('\\', '/'))) return word;
  // PowerShell takes typographic quotes for plain ones.
  return /["$`\u201c-\u201e]/.test(word) ? `'${word.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'` : `"${word}"`;
}
