import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { TodoError } from './domain/errors.ts';

/** Where the build puts the page: beside the server. Seen from the bundle in dist/ and from here the path is the same. */
const PAGE = new URL('../dist/board.html', import.meta.url);

/**
 * Reads the board's page. It is read when it is asked for, so that it costs nothing at the start.
 *
 * @throws TodoError `store_unavailable` when it isn't there
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
