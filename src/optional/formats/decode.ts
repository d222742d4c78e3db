/** Turns a file's bytes into text, or says what kind of file it is. */
import { isUtf8 } from 'node:buffer';

import { unreadable } from './reading.ts';

/** How files of other kinds begin, and what to do with them. */
const OTHER_KINDS: readonly (readonly [magic: string, what: string, wayOut: string])[] = [
  ['PK\x03\x04', 'a ZIP archive or a spreadsheet', 'Unpack it, or save the sheet as CSV, then import that.'],
  ['\x1f\x8b', 'compressed with gzip', 'Unpack it first.'],
  ['%PDF', 'a PDF', 'Export text from the program it comes from.'],
  ['SQLite format 3', 'a database', 'Export text from the program it comes from.'],
];

/** How many bytes are examined to distinguish UTF-16 from UTF-8. */
const SAMPLE = 4_096;

/**
 * The text of a file in UTF-8, or in UTF-16 as spreadsheets write it, with or without a byte order mark. Line ends
 * become `\n`.
 *
 * @throws TodoError `invalid_input` for anything else
 */
export function decode(bytes: Buffer): string {
  const start = bytes.subarray(0, 16).toString('latin1');
  for (const [magic, what, wayOut] of OTHER_KINDS) {
    if (start.startsWith(magic)) throw unreadable(`This is ${what}, not text.`, wayOut);
  }
  return new TextDecoder(encodingOf(bytes)).decode(bytes).replaceAll(/\r\n?/g, '\n');
}

function encodingOf(bytes: Buffer): string {
  const utf16 = utf16Of(bytes.subarray(0, SAMPLE));
  if (utf16) {
    if (bytes.length % 2) throw unreadable('This is UTF-16 text that was cut off.', 'Export it again.');
    return utf16;
  }
  if (isUtf8(bytes)) return 'utf-8';
  const lines = bytes.toString('latin1').split('\n');
  const line = lines.findIndex((each) => !isUtf8(Buffer.from(each, 'latin1'))) + 1;
  if (bytes.includes(0)) {
    throw unreadable('This is not a text file.', 'Export text from the program it comes from.');
  }
  throw unreadable(
    `Line ${line} is neither UTF-8 nor UTF-16 text.`,
    'Save the file as UTF-8 (in a spreadsheet "CSV UTF-8"), then import it again.',
  );
}

/** UTF-16 has a mark, or zeros in every second byte, as Latin letters have. */
function utf16Of(sample: Buffer): string | undefined {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (const [place, byte] of sample.entries()) if (!byte) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 5;
  if (odd > many && !even) return 'utf-16le';
  return even > many && !odd ? 'utf-16be' : undefined;
}
