/** How long the store waits for the database, in milliseconds. Tests wait less. */
export interface DatabaseWaits {
  /** until a connection is open */
  readonly connect: number;
  /** until a statement is answered */
  readonly statement: number;
  /** until a call is, however often it has to begin again */
  readonly call: number;
  /** until a change looks at the list before it is written */
  readonly recent: number;
  /** until a change is refused because other machines were first again and again */
  readonly others: number;
  /** until a connection that nobody uses is closed */
  readonly idle: number;
  /** until a connection that is being closed counts as closed */
  readonly close: number;
  /** how often the list is looked at while changes of others are wanted */
  readonly watchInterval: number;
}

export const DATABASE_WAITS: DatabaseWaits = {
  connect: 10_000,
  statement: 15_000,
  call: 30_000,
  recent: 2_000,
  others: 10_000,
  idle: 30_000,
  close: 1_000,
  watchInterval: 3_000,
};
