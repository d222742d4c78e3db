/** Doctor's checks of the database. */
import { checkContent } from '../../cli/doctor-content.ts';
import { attempt, note, ok, problem } from '../../cli/finding.ts';
import type { Config } from '../../config/config.ts';
import type { Finding } from '../../part.ts';
import { systemClock } from '../../system-clock.ts';
import type { ChosenDatabase } from './database-url.ts';
import type { DatabaseFacts } from './inspect.ts';

/** Checks whether the database can be reached and used, and changes nothing in it. User and password aren't shown. */
export async function checkDatabase(
  { url, name, chosenBy, problem: invalid }: ChosenDatabase,
  { readOnly }: Config,
): Promise<Finding[]> {
  if (invalid) return [problem('Database', `${invalid.message}\n${invalid.hint}`)];
  const { PostgresStore } = await import('./postgres-store.ts');
  const store = new PostgresStore(url, name, systemClock(undefined));
  const findings = await attempt('Reached', async () => {
    const facts = await store.inspect();
    return [
      reached(facts),
      encrypted(facts),
      readOnly ? ok('Writable', 'not needed: the server is read-only') : writable(facts),
      ...(await checkContent(
        async () => (await store.read()).snapshot,
        'delete the rows of the table todo_step',
      )),
      note('Backup', 'not made by this server: copy --from URL --to FILE makes one.'),
    ];
  });
  await store.settled();
  return [ok('Database', `${name}\nchosen with ${chosenBy}`), ...findings];
}

function reached({ version, connectMs, answerMs }: DatabaseFacts): Finding {
  return ok('Reached', `PostgreSQL ${version}; connected in ${ms(connectMs)}, answers in ${ms(answerMs)}`);
}

function encrypted({ tls }: DatabaseFacts): Finding {
  if (tls !== undefined) return ok('Encrypted', tls);
  return note(
    'Encrypted',
    'no: anyone on the network can read the todos. Over the internet add ?sslmode=require.',
  );
}

function writable({ readOnly, missingRights }: DatabaseFacts): Finding {
  if (readOnly) {
    return problem('Writable', 'the server is a replica or read-only. Use the URL of the primary server.');
  }
  if (missingRights === undefined) return ok('Writable', 'yes');
  return problem('Writable', `the user may not create or change the tables.\n${missingRights}`);
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}
