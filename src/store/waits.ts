/** How long the store waits for others, in milliseconds. Tests wait less. */
export interface Waits {
  /** how long a change waits for other programs that use the file */
  readonly patience: number;
  /** until a file that can't be used is looked at again: somebody may be saving it */
  readonly lookAgain: number;
  /** how long a file must be missing to be believed gone: git and others remove it before they write it */
  readonly gone: number;
  /** how often the file is looked at while changes of others are wanted */
  readonly watchInterval: number;
}

export const WAITS: Waits = { patience: 10_000, lookAgain: 50, gone: 250, watchInterval: 500 };
