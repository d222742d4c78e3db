import { expect, test } from 'vitest';

import { endOf, type Situation, trySetup } from '../../support/situation.ts';

const SITUATIONS: readonly Situation[] = [
  {
    what: 'a database that is out of reach',
    env: { TODOS_DATABASE_URL: 'postgres://ada@127.0.0.1:1/todos?sslmode=disable' },
    says: [/^problem Reached .*nothing answers at that host and port/m],
    well: false,
  },
  {
    what: 'a database and a file',
    args: () => ['--file', 't.json'],
    env: { TODOS_DATABASE_URL: 'postgres://ada@db.example.org/todos' },
    says: [/^problem Database .*t\.json.*--file.*todos on db\.example\.org.*TODOS_DATABASE_URL/m],
    well: false,
  },
  {
    what: 'a database that only PGSERVICE names',
    env: { TODOS_DATABASE_URL: 'postgres:///todos', PGSERVICE: 'work' },
    says: [/^problem Reached .*PGSERVICE isn't read\.?[^]*Write host, database and user into the URL/m],
    well: false,
  },
  {
    what: 'a database of another kind',
    env: { TODOS_DATABASE_URL: 'mysql://ada@db.example.org/todos' },
    says: [/^problem Database [^]*postgres:\/\//m],
    well: false,
  },
];

test.for(SITUATIONS)(
  'doctor tells the truth about $what',
  async ({ says, never = [], well, works = well, ...setup }) => {
    const found = await trySetup(setup);
    for (const text of says) expect(found.report).toMatch(text);
    for (const text of never) expect(found.report).not.toMatch(text);
    expect(found.report).toMatch(endOf(well));
    expect(found).toMatchObject({ code: well ? 0 : 1, untouched: true, works });
  },
);
