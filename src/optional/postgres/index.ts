/** The list in a PostgreSQL database. The driver and what works with the database are loaded when it is used. */
import type { Part } from '../../part.ts';
import { chooseDatabase, holdsPassword, isDatabaseUrl, withoutPassword } from './database-url.ts';
import { storeOf } from './store-of.ts';

const list = { name: 'LIST', example: 'a file or the URL of a database' };

const PASSWORD_GIVEN =
  'must not hold a password, as others can see command lines. Leave the password out of the URL and set PGPASSWORD or write it into ~/.pgpass, or set TODOS_DATABASE_URL to the whole URL instead of --database.';
export const postgres: Part = {
  name: 'postgres',
  options: {
    database: {
      value: { name: 'URL', example: 'a URL, as in --database postgres://ada@db.example.org/todos' },
      help: 'keep the todos in PostgreSQL instead (or set TODOS_DATABASE_URL)',
    },
  },
  variables: ['TODOS_DATABASE_URL'],
  // Every user of a computer can see the command lines of all programs, and shells record them.
  refuse: (text) => (holdsPassword(text) ? PASSWORD_GIVEN : undefined),
  commands: [
    {
      name: 'copy',
      summary: 'copy a list with its ids and undo history',
      details: 'A LIST is a file or the URL of a database.',
      options: {
        from: { value: list, help: 'the list to copy, by default the file of a server here' },
        to: { value: list, help: 'where to copy it' },
        replace: { help: 'replace another list that is there, and keep it in a file' },
      },
      endsOn: 'out',
      listOf: async (given, setup) => (await import('./copy.ts')).targetOf(given, setup),
      run: async (given, setup, output) => (await import('./copy.ts')).runCopy(given, setup, output),
    },
  ],
  configure(given, { file }) {
    const [flag, variable] = [given.option('file') ?? '', given.variable('TODOS_FILE') ?? ''];
    const misplaced = isDatabaseUrl(flag) ? '--file' : isDatabaseUrl(variable) ? 'TODOS_FILE' : undefined;
    const database = chooseDatabase({
      flag: given.option('database'),
      variable: given.variable('TODOS_DATABASE_URL'),
      file,
      misplaced,
    });
    if (!database) return {};
    return { store: storeOf(database), variables: { TODOS_DATABASE_URL: withoutPassword(database.url) } };
  },
};
