/** Reads the built page. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { TodoError } from '../../domain/errors.ts';

/** The built page, beside the bundle, or in dist/ when the source itself runs. */
const PAGE = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/board.html' : 'board.html',
  import.meta.url,
);

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
