import { TodoError } from '../domain/errors.ts';

const PROBLEMS: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  EACCES: ['the permission is missing', 'Give the user who runs this server access to it.'],
  EPERM: ['the permission is missing', 'Give the user who runs this server access to it.'],
  EROFS: ['the disk is read-only', 'Choose a file on a disk that can be written, with TODOS_FILE or --file.'],
  EISDIR: [
    'a folder stands in its place',
    'Move the folder away, or choose another file with TODOS_FILE or --file.',
  ],
  ENOTDIR: ['a part of its path is no folder', 'Choose another file with TODOS_FILE or --file.'],
  ELOOP: ['its symbolic links lead in a circle', 'Choose another file with TODOS_FILE or --file.'],
  ENAMETOOLONG: ['its path is too long', 'Choose another file with TODOS_FILE or --file.'],
  ENOSPC: ['the disk is full', 'Make room on the disk, then try again.'],
  EDQUOT: ['the disk quota is used up', 'Make room on the disk, then try again.'],
  EFBIG: ['it would be larger than the disk allows', 'Delete completed todos, then try again.'],
  EIO: ['the disk reports an error', 'Check the disk and keep a copy of the file.'],
  EMFILE: ['too many files are open', 'Close other programs, then try again.'],
  ENFILE: ['too many files are open', 'Close other programs, then try again.'],
};

/** The error for a file that the operating system doesn't let us read or write; nothing was changed. */
export function unavailable(verb: 'read' | 'write', path: string, cause: unknown): TodoError {
  const code = errorCode(cause);
  const [problem, hint] = PROBLEMS[code] ?? [
    code ? `the system says ${code}` : String(cause),
    'Look at the file and its folder, then try again.',
  ];
  const kept = verb === 'write' ? ' Nothing was changed.' : '';
  return new TodoError(
    'store_unavailable',
    `The todos file ${path} can't be ${verb === 'read' ? 'read' : 'written'}: ${problem}.${kept}`,
    hint,
    {
      cause,
    },
  );
}

/** The system's name for what went wrong, such as `ENOENT`; empty for any other error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
