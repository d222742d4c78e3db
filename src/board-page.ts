import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { TodoError } from './domain/errors.ts';

/** The built page. The path is the same from here and from the bundle in dist/. */
const PAGE = new URL('../dist/board.html', import.meta.url);

/**
 * Reads the board's page, on request rather than at the start.
 *
 * @throws TodoError `store_unavailable` when it can't be read
 */
export async function readBoardPage(): Promise<string> {
  try {
    return await readFile(PAGE, 'utf8');
  } catch (cause) {
    throw new TodoError(
      'store_unavailable',
      `The page of the board can't be read: ${fileURLToPath(PAGE)}.`,
      'Install the server again, or run npm run prepare in a checkout. All tools work without the page.',
      { cause },
    );
  }
}
