import { open } from 'node:fs/promises';
import { stdin } from 'node:process';

import { TodoError } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/todo.ts';
import { diskReason, errorCode } from '../../store/disk/disk-errors.ts';

/**
 * The content of a file, or of standard input for `-`.
 *
 * @throws TodoError `invalid_input` when it can't be read, or is larger than a list may be
 */
export async function readInput(path: string): Promise<Buffer> {
  if (path === '-') return whole(stdin, 'The input');
  try {
    const file = await open(path);
    return await whole(file.createReadStream(), path);
  } catch (error) {
    if (error instanceof TodoError) throw error;
    const reason = errorCode(error) === 'ENOENT' ? 'there is no such file' : diskReason(error);
    throw new TodoError(
      'invalid_input',
      `Can't read ${path}: ${reason}.`,
      'Give the path of the file to import.',
    );
  }
}

async function whole(stream: NodeJS.ReadableStream, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LIMITS.bytes) {
      throw new TodoError(
        'invalid_input',
        `${name} is larger than 64 MiB, the limit of a list.`,
        'Import it in parts.',
      );
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
