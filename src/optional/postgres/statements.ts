/** The SQL of the store. Each statement is atomic and leaves no session state, so it works through a transaction pooler. */
import { createHash } from 'node:crypto';

/** A statement, and a function of the database that does the same without planning it anew each time. */
export interface Statement {
  readonly text: string;
  readonly call: string;
  readonly create: string;
}

/** Raised only when an older server would damage a newer database. */
export const FORMAT = 1;

/** The id of our list in the tables. */
const LIST = 'default';

/**
 * Creates the tables and an empty list if they don't exist. One message without parameters is one transaction.
 *
 * Bodies are of type `json`, which keeps the text as it is; `jsonb` would reorder keys and refuse `\u0000`. A removed
 * row keeps its key with a null body for a while, so that other machines learn of the removal.
 *
 * @param change the id of the change that creates the list, a UUID
 */
export function createTables(change: string): string {
  return tight(`
    select pg_advisory_xact_lock(7240716);
    create table if not exists todo_list (id text primary key, revision bigint not null, change uuid not null,
      next_id bigint not null, format int not null, extra json not null);
    create table if not exists todo_item (list text, id bigint,
      revision bigint not null, body json, primary key (list, id));
    create index if not exists todo_item_revision on todo_item (list, revision);
    create table if not exists todo_step (list text, made bigint, part int,
      change uuid not null, revision bigint not null, body json, primary key (list, made, part));
    create index if not exists todo_step_revision on todo_step (list, revision);
    insert into todo_list values ('${LIST}', 0, '${change}', 1, ${FORMAT}, '{}') on conflict do nothing`);
}

/** How many revisions the keys of removed rows are kept for; a server that knows only an older one reads everything. */
export const KEPT_REVISIONS = 1_000;

/**
 * Reads what is newer than revision $1, made by change $2; everything if that is too old or not in the database. Each row
 * is a kind, two numbers and two texts:
 *
 * - `list`: revision, next_id, change, extra
 * - `base`: the revision that the rows are newer than (0: all), format
 * - `step`: the revision that made it, its part in that revision; its JSON, null if removed
 * - `todo`: its id; its JSON, null if removed
 * - `guarded`: nothing else; row level security may hide rows from this user
 */
export const READ = statement(
  'todo_read(bigint, uuid) returns table(kind text, n1 bigint, n2 bigint, t1 text, t2 text)',
  `
  with l as (select *, case when revision - $1 < ${KEPT_REVISIONS} and (change = $2 or
    exists (select from todo_step where list = l.id and made = $1 and change = $2)) then $1 else 0 end base from todo_list l where id = '${LIST}')
  select 'list', revision, next_id, change::text, extra::text from l
  union all select 'base', base, format, null, null from l
  union all select 'step', made, part, null, body::text from l join todo_step s on list = l.id
    where s.revision > base and (base > 0 or body is not null)
  union all select 'todo', i.id, null, null, body::text from l join todo_item i on list = l.id
    where i.revision > base and (base > 0 or body is not null)
  union all select 'guarded', null, null, null, null where row_security_active('todo_list')
    or row_security_active('todo_item') or row_security_active('todo_step')`,
);

/** Returns one row if row level security may hide rows of the list: no policy shows them all, or another restricts it. */
export const HIDDEN = `select from pg_class t, lateral (select bool_or(polpermissive) shown, bool_or(not polpermissive) cut
    from pg_policy where polrelid = t.oid and polcmd in ('*', 'r')
    and (pg_get_expr(polqual, polrelid) = 'true') = polpermissive
    and (polroles = '{0}' or exists (select from unnest(polroles) role where pg_has_role(role, 'usage')))) p
  where oid in ('todo_list'::regclass, 'todo_item'::regclass, 'todo_step'::regclass) and row_security_active(oid)
  and (cut or shown is not true) limit 1`;

/**
 * Writes a change and returns the new revision, if $1 is still the last change; else writes and returns nothing. $2 is the
 * id of the change, $3 next_id, $4 the extra fields (null: unchanged), $5 and $6 the ids and JSON of todos, $7 to $9 the
 * keys and JSON of steps (a null revision: the new one).
 */
export const WRITE = statement(
  'todo_write(uuid, uuid, bigint, json, bigint[], text[], bigint[], int[], text[]) returns setof bigint',
  `
  with w as (update todo_list set revision = revision + 1, change = $2, next_id = $3,
    extra = coalesce($4::json, extra) where id = '${LIST}' and change = $1 and format <= ${FORMAT} returning revision r),
  t as (insert into todo_item select '${LIST}', i, r, b::json from w, unnest($5::bigint[], $6::text[]) u(i, b)
    on conflict (list, id) do update set revision = excluded.revision, body = excluded.body),
  s as (insert into todo_step select '${LIST}', coalesce(m, r), p, $2, r, b::json
    from w, unnest($7::bigint[], $8::int[], $9::text[]) u(m, p, b)
    on conflict (list, made, part) do update set revision = excluded.revision, body = excluded.body)
  select r from w`,
);

/** Creates the functions; another user's tables need no further right for that but one to create in the schema. */
export const CREATE_FUNCTIONS = `select pg_advisory_xact_lock(7240716); ${READ.create}; ${WRITE.create}`;

/**
 * The schema where the tables would be created (null if the user may use none), which tables exist and are missing, the
 * schema elsewhere that has them unless the connection names its own, and which schemas are searched.
 */
export const TABLES = `select current_schema(), string_agg(t, ', ') filter (where to_regclass(t) is not null),
  string_agg(t, ', ') filter (where to_regclass(t) is null), (select min(relnamespace::regnamespace::text) from pg_class
    where relname = 'todo_list' and relkind = 'r' and (select source <> 'client' from pg_settings where name = 'search_path')),
  current_setting('search_path') from unnest('{todo_list,todo_item,todo_step}'::text[]) t`;

/** Returns one row if the change $1 is in the database, else none. */
export const FIND = tight(`select 1 from todo_step where list = '${LIST}' and change = $1`);

/** Delete the keys of rows that were removed before revision $1. */
export const FORGET = ['todo_item', 'todo_step'].map(
  (table) => `delete from ${table} where list = '${LIST}' and body is null and revision < $1`,
);

/**
 * Each version has a function of its own, so that servers of different versions can share a list. Unlike a
 * prepared statement, a function works through a transaction pooler.
 *
 * @param signature of the function, without the version in its name
 */
function statement(signature: string, sql: string): Statement {
  const text = tight(sql);
  const [name = '', types = '', result = ''] = signature.split(/[()](.*)\) (?=returns)/);
  const versioned = `${name}_${createHash('sha256')
    .update(signature + text)
    .digest('hex')
    .slice(0, 8)}`;
  const values = types.split(',').map((_, index) => `$${index + 1}`);
  return {
    text,
    call: `select * from ${versioned}(${values.join(',')})`,
    create: `create or replace function ${versioned}(${types}) ${result} language plpgsql as
      $$begin return query ${text}; end$$`,
  };
}

function tight(sql: string): string {
  return sql
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([=>(),]) ?/g, '$1')
    .trim();
}
