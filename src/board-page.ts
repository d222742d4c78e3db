import { readFile } from 'node:fs/promises';

/**
 * Reads the board's page, which `npm run prepare` builds beside the server. It is read when it is asked for, so that it
 * costs nothing at the start. The path is the same for the bundle in dist/ and for this file in src/.
 *
 * @throws when the page was not built
 */
export async function readBoardPage(): Promise<string> {
  return await readFile(new URL('../dist/board.html', import.meta.url), 'utf8');
}
