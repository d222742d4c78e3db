import type { Connection } from './connection.ts';
import { GRANTS } from './failure-reasons.ts';

/** What doctor reports about a database. */
export interface DatabaseFacts {
  /** of the server */
  readonly version: string;
  /** the protocol, such as `TLSv1.3`; undefined when the connection isn't encrypted */
  readonly tls: string | undefined;
  /** how long connecting took, and then one question and its answer, in milliseconds */
  readonly connectMs: number;
  readonly answerMs: number;
  /** whether it is a replica, or set to be read only */
  readonly readOnly: boolean;
  /** what to do when the user may neither make the tables nor write to those that exist; undefined when it may */
  readonly missingRights: string | undefined;
}

const QUESTION = `select current_setting('server_version'),
  pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on',
  case when to_regclass('todo_list') is null then has_schema_privilege(current_schema(), 'create')
    else (select bool_and(has_table_privilege(to_regclass(t), p)) from unnest('{todo_list,todo_item,todo_step}'::text[]) t,
      unnest('{select,insert,update}'::text[]) p)
  end`;

/**
 * Examines a database without changing anything in it.
 *
 * @param until when to give up, in milliseconds of `performance.now()`
 * @throws as `Connection.query`
 */
export async function inspect(connection: Connection, until: number): Promise<DatabaseFacts> {
  const started = performance.now();
  await connection.query('select 1', [], until);
  const connected = performance.now();
  const [[version, readOnly, mayWrite] = []] = await connection.query(QUESTION, [], until);
  return {
    version: version ?? 'unknown',
    tls: connection.tls,
    connectMs: connected - started,
    answerMs: performance.now() - connected,
    readOnly: readOnly === 't',
    missingRights: mayWrite === 't' ? undefined : GRANTS,
  };
}
