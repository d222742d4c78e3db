/** What doctor reports about a database. */
import type { Connection, Safety } from './connection.ts';
import { GRANTS } from './database-errors.ts';

/** What doctor reports about a database. */
export interface DatabaseFacts extends Safety {
  /** of the server */
  readonly version: string;
  /** the settings that make the server confirm a change before it is on its disk, such as `fsync=off` */
  readonly lazy: string | undefined;
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
  end, (select string_agg(name || '=off', ' and ') from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off')`;

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
  const [[version, readOnly, mayWrite, lazy] = []] = await connection.query(FACTS, [], until);
  return {
    version: version ?? 'unknown',
    ...connection.safety,
    lazy: lazy ?? undefined,
    connectMs: connected - started,
    answerMs: performance.now() - connected,
    readOnly: readOnly === 't',
    missingRights: mayWrite === 't' ? undefined : GRANTS,
  };
}
