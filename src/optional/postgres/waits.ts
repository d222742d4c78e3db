/** How long the store waits, in milliseconds. Tests wait less. */
export interface DatabaseWaits {
  /** for a connection to open, and for a database that is starting */
  readonly connect: number;
  /** for the answer to a statement */
  readonly statement: number;
  /** for a call in all, from when it is made */
  readonly call: number;
  /** how long an unused connection is taken for alive */
  readonly fresh: number;
  /** for the first sign of an answer on a connection that was unused for longer, before it is taken for dead */
  readonly sign: number;
  /** how long a change is tried while other machines keep changing the list first */
  readonly others: number;
  /** before an unused connection is closed */
  readonly idle: number;
  /** for a connection to close */
  readonly close: number;
  /** between two checks for changes by other machines */
  readonly watchInterval: number;
}

export const DATABASE_WAITS: DatabaseWaits = {
  connect: 10_000,
  statement: 15_000,
  call: 30_000,
  fresh: 2_000,
  sign: 3_000,
  others: 10_000,
  idle: 30_000,
  close: 1_000,
  watchInterval: 3_000,
};
