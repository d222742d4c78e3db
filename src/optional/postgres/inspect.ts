/** What doctor reports about a database. */
import type { Connection } from './connection.ts';
import { GRANTS } from './database-errors.ts';

/** What doctor reports about a database. */
export interface DatabaseFacts {
  /** of the server */
  readonly version: string;
  /** such as `TLSv1.3`; undefined when the connection isn't encrypted */
  readonly tls: string | undefined;
  /** time to connect, and for one query then, in milliseconds */
  readonly connectMs: number;
  readonly answerMs: number;
  /** whether the server is a replica or set to be read only */
  readonly readOnly: boolean;
  /** advice if the user may neither create the tables nor write to existing ones */
  readonly missingRights: string | undefined;
}

const FACTS = `select current_setting('server_version'),
  pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on',
  case when to_regclass('todo_list') is null then has_schema_privilege(current_schema(), 'create')
    else (select bool_and(has_table_privilege(to_regclass(t), p)) from unnest('{todo_list,todo_item,todo_step}'::text[]) t,
      unnest('{select,insert,update}'::text[]) p)
  end`;

/**
 * Examines a database without changing it.
 *
 * @param until when to give up, in milliseconds of `performance.now()`
 * @throws as `Connection.query`
 */
export async function inspect(connection: Connection, until: number): Promise<DatabaseFacts> {
  const started = performance.now();
  await connection.query('select 1', [], until);
  const connected = performance.now();
  const [[version, readOnly, mayWrite] = []] = await connection.query(FACTS, [], until);
  return {
    version: version ?? 'unknown',
    tls: connection.tls,
    connectMs: connected - started,
    answerMs: performance.now() - connected,
    readOnly: readOnly === 't',
    missingRights: mayWrite === 't' ? undefined : GRANTS,
  };
}
