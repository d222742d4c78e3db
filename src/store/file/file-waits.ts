/** How long the store over a file waits, in milliseconds. Tests wait less. */
export interface FileWaits {
  /** for other programs that use the file, until a change is refused */
  readonly patience: number;
  /** before an unusable file is read again: another program may be saving it */
  readonly lookAgain: number;
  /** before a missing file counts as deleted: git and others remove a file before they write it again */
  readonly gone: number;
  /** between two checks for changes by others */
  readonly watchInterval: number;
}

export const FILE_WAITS: FileWaits = { patience: 10_000, lookAgain: 50, gone: 250, watchInterval: 500 };
