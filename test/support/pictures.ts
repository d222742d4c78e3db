/** The record of the pictures in docs/: what each showed when it was taken, since pixels differ with other fonts. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const RECORD = 'docs/pictures.json';

interface Picture {
  /** what it shows, line by line */
  readonly text: readonly string[];
  /** of the file, in hex */
  readonly sha256: string;
}

export function recordedPictures(): Record<string, Picture> {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as Record<string, Picture>;
}

/** Saves a picture, and notes what it shows. */
export function recordPicture(path: string, image: Uint8Array, text: readonly string[]): void {
  writeFileSync(path, image);
  const pictures = { ...recordedPictures(), [path]: { text, sha256: sha256(image) } };
  writeFileSync(RECORD, `${JSON.stringify(pictures, null, 2)}\n`);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
