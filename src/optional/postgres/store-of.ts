/** The database as the place of the list, for the core. */
import type { OtherStore } from '../../part.ts';
import type { ChosenDatabase } from './database-url.ts';

/** Longer waits, in milliseconds, for commands that move a whole list. */
const WHOLE_LIST_WAITS = { statement: 10 * 60_000, call: 10 * 60_000 };

const PASSWORD_ADVICE = [
  'No password is printed. If the database needs one, put it into ~/.pgpass (a line HOST:PORT:DATABASE:USER:PASSWORD in',
  'a file that only you can read), or add PGPASSWORD beside TODOS_DATABASE_URL in "env".',
];

/** A database as a store of the core, which loads the driver when it is opened. */
export function storeOf(database: ChosenDatabase): OtherStore {
  const { name, url, problem, chosenBy } = database;
  return {
    name: `database ${name}`,
    problem,
    open: async (calendar, wholeList) => {
      const { PostgresStore } = await import('./postgres-store.ts');
      return new PostgresStore(url, name, calendar, wholeList ? WHOLE_LIST_WAITS : {});
    },
    check: async (config) => (await import('./doctor-database.ts')).checkDatabase(database, config),
    // The server reads the environment itself.
    options: chosenBy === '--database' ? ['--database', url] : [],
    advice: PASSWORD_ADVICE,
  };
}
