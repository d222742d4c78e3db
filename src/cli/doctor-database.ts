import type { Config } from '../config/config.ts';
import type { ChosenDatabase } from '../config/database-url.ts';
import { TodoError } from '../domain/errors.ts';
import type { DatabaseFacts } from '../store/postgres/inspect.ts';
import { systemClock } from '../system-clock.ts';
import { checkContent } from './doctor-content.ts';
import { type Finding, note, ok, problem } from './finding.ts';

/**
 * Checks whether the database can be reached and used, and changes nothing in it. User and password are not shown.
 */
export async function checkDatabase(
  { url, name, chosenBy, problem: wrong }: ChosenDatabase,
  { readOnly }: Config,
): Promise<Finding[]> {
  if (wrong) return [problem('Database', `${wrong.message}\n${wrong.hint}`)];
  const place = ok('Database', `${name}\nchosen with ${chosenBy}`);
  const { PostgresStore } = await import('../store/postgres/postgres-store.ts');
  const store = new PostgresStore(url, name, systemClock(undefined));
  try {
    const facts = await store.inspect();
    return [
      place,
      ok(
        'Reached',
        `PostgreSQL ${facts.version}; connected in ${ms(facts.connectMs)}, answers in ${ms(facts.answerMs)}`,
      ),
      facts.tls === undefined
        ? note(
            'Encrypted',
            'no: everybody on the way can read the todos. Over the internet add ?sslmode=require.',
          )
        : ok('Encrypted', facts.tls),
      readOnly ? ok('Writable', 'not needed: the server is read-only') : writable(facts),
      ...(await checkContent(() => store.read(), 'delete the rows of the table todo_step')),
      note('Backup', 'not made by this server: copy --from URL --to FILE makes one.'),
    ];
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return [place, problem('Reached', `${error.message}\n${error.hint}`)];
  } finally {
    await store.settled();
  }
}

function writable({ readOnly, missingRights }: DatabaseFacts): Finding {
  if (readOnly) {
    return problem(
      'Writable',
      'the server is a replica or set to be read only. Use the URL of the primary server.',
    );
  }
  if (missingRights === undefined) return ok('Writable', 'yes');
  return problem('Writable', `the user may not make or change the tables.\n${missingRights}`);
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}
