/** Reads the file that import was given, or standard input. */
import { createReadStream } from 'node:fs';
import { stdin } from 'node:process';

import { TodoError } from '../../../domain/errors.ts';
import { LIMITS } from '../../../domain/todo.ts';
import { diskReason, errorCode } from '../../../store/file/disk/disk-errors.ts';

/**
 * The content of a file, or of standard input for `-`.
 *
 * @throws TodoError `invalid_input` when it can't be read, or is larger than a list may be
 */
export async function readInput(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of path === '-' ? stdin : createReadStream(path)) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > LIMITS.bytes) throw tooLarge(path);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof TodoError) throw error;
    const reason = errorCode(error) === 'ENOENT' ? 'there is no such file' : diskReason(error);
    throw new TodoError(
      'invalid_input',
      `Can't read ${path}: ${reason}.`,
      'Give the path of the file to import.',
    );
  }
  return Buffer.concat(chunks);
}

function tooLarge(path: string): TodoError {
  return new TodoError(
    'invalid_input',
    `${path === '-' ? 'The input' : path} is larger than 64 MiB, the limit of a list.`,
    'Import it in parts.',
  );
}
