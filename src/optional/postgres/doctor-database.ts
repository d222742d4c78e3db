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
    const content = await checkContent(
      async () => (await store.read()).snapshot,
      'delete the rows of the table todo_step',
    );
    const isReadable = content.every(({ verdict }) => verdict !== 'problem');
    return [
      reached(facts),
      encrypted(facts),
      ...(isReadable
        ? [readOnly ? ok('Writable', 'not needed: the server is read-only') : writable(facts)]
        : []),
      ...durable(facts),
      ...content,
      note('Backup', 'not made by this server: copy --from URL --to FILE makes one.'),
    ];
  });
  await store.settled();
  return [ok('Database', `${name}\nchosen with ${chosenBy}`), ...findings];
}

function reached({ version, connectMs, answerMs }: DatabaseFacts): Finding {
  return ok('Reached', `PostgreSQL ${version}; connected in ${ms(connectMs)}, answers in ${ms(answerMs)}`);
}

function encrypted({ tls, isChecked, isPrivate }: DatabaseFacts): Finding {
  if (tls !== undefined && isChecked) return ok('Encrypted', tls);
  if (tls !== undefined)
    return note('Encrypted', `${tls}, but sslmode=no-verify: the server's certificate isn't checked.`);
  const who = 'no: the todos and perhaps the password can be read and changed on the way.';
  if (isPrivate) return note('Encrypted', `${who} The host is in a private network, or this computer.`);
  return problem(
    'Encrypted',
    `${who}\nTake sslmode=disable out of the URL, and PGSSLMODE out of the environment.`,
  );
}

/** Some settings let the server acknowledge what it hasn't written to its disk yet. */
function durable({ lazy }: DatabaseFacts): Finding[] {
  if (!lazy) return [];
  return [
    problem(
      'Durable',
      `no: with ${lazy} a crash of the server can lose changes that were confirmed.\nSet it to on.`,
    ),
  ];
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
