/** Chooses the database, and keeps passwords out of sight. */
import type { ChosenFile, Problem } from '../../config/todos-file.ts';
import { nearestName } from '../../domain/text/did-you-mean.ts';

/** The database to keep the list in. */
export interface ChosenDatabase {
  readonly chosenBy: '--database' | 'TODOS_DATABASE_URL';
  /** never shown, because it may hold a password */
  readonly url: string;
  /** database and host for people, such as `todos on db.example.org` */
  readonly name: string;
  /** why it can't be used and what to do about it; if set, don't connect */
  readonly problem?: Problem;
}

interface DatabaseSettings {
  /** `--database` */
  readonly flag: string | undefined;
  /** `TODOS_DATABASE_URL` */
  readonly variable: string | undefined;
  readonly file: ChosenFile;
  /** the setting for the file that holds the URL of a database instead of a path */
  readonly misplaced: '--file' | 'TODOS_FILE' | undefined;
}

const EXAMPLE = 'postgres://ada@db.example.org/todos';

/** What a URL may set after the `?`, as with `psql`. */
const PARAMETERS =
  'host port user password options application_name channel_binding sslmode sslrootcert sslcert sslkey'.split(
    ' ',
  );
/** Those of `psql` but `allow`, and `no-verify`, which encrypts and checks no certificate. */
const SSL_MODES = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** The database that holds the list instead of the file: `--database`, else `TODOS_DATABASE_URL`, else none. */
export function chooseDatabase({
  flag,
  variable,
  file,
  misplaced,
}: DatabaseSettings): ChosenDatabase | undefined {
  const url = flag ?? variable ?? (misplaced && '');
  if (url === undefined) return undefined;
  const chosenBy = flag === undefined ? 'TODOS_DATABASE_URL' : '--database';
  const database = databaseAt(url, chosenBy, misplaced && noPath(misplaced));
  if (database.problem || file.chosenBy === 'default') return database;
  const { name } = database;
  const message = `Two places are set for the list: the file ${file.path} (${file.chosenBy}) and the database ${name} (${chosenBy}).`;
  const hint = 'Nothing was read or changed. Remove one of the two settings.';
  return { ...database, problem: { message, hint } };
}

/** The database at a URL. */
export function databaseAt(
  url: string,
  chosenBy: ChosenDatabase['chosenBy'],
  problem = problemOf(url),
): ChosenDatabase {
  return problem
    ? { chosenBy, url, name: 'of an invalid URL', problem }
    : { chosenBy, url, name: databaseName(url) };
}

/** Doesn't repeat the URL, which may hold a password. */
function noPath(setting: string): Problem {
  return {
    message: `${setting} holds the URL of a database, not the path of a file.`,
    hint: `Nothing was read or changed. Remove ${setting}, and set TODOS_DATABASE_URL to that URL.`,
  };
}

/** Whether a text is the URL of a database rather than a path. */
export function isDatabaseUrl(text: string): boolean {
  return /^postgres(?:ql)?:/i.test(text);
}

/** Whether a URL holds a password, which on a command line every user of the computer can see. */
export function holdsPassword(url: string): boolean {
  return /^[^/]*\/\/[^/@]*:[^@]*@|[?&]password=/i.test(url);
}

/** A URL whose user and password are parameters if it has no host, which `psql` accepts and `new URL` doesn't. */
export function parsedUrl(url: string): URL {
  const [, scheme, user, password, rest] = /^([^/]*\/\/)([^/@:]*)(?::([^/@]*))?@(\/.*)/s.exec(url) ?? [];
  if (scheme === undefined) return new URL(url);
  const parsed = new URL(`${scheme}${rest}`);
  for (const [name, value] of Object.entries({ user, password }))
    if (value !== undefined) parsed.searchParams.set(name, decodeURIComponent(value));
  return parsed;
}

/** The database and host of a valid URL, for people. */
function databaseName(url: string): string {
  const { hostname, pathname, searchParams, username } = parsedUrl(url);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  const database = decodeURIComponent(pathname.slice(1) || username);
  return [database || "of the user's own name", ...(host ? [`on ${host}`] : [])].join(' ');
}

/** Identifies a list in a database, however its URL is written: server, database, and options that may name a schema. */
export function listKey(url: string): string {
  const { hostname, port, pathname, searchParams, username } = parsedUrl(url);
  const host = (searchParams.get('host') ?? hostname)
    .toLowerCase()
    .replace(/^(?:127\.0\.0\.1|\[::1\])$/, 'localhost');
  const ports = (searchParams.get('port') ?? port) || '5432';
  return [host, ports, pathname.slice(1) || username, searchParams.get('options')].join(' ');
}

/** The URL without its password; an example if it is invalid, because then the password may be anywhere in it. */
export function withoutPassword(url: string): string {
  if (problemOf(url)) return EXAMPLE;
  const parsed = parsedUrl(url);
  parsed.password = '';
  parsed.searchParams.delete('password');
  return parsed.href;
}

/** What is wrong with a URL. Little of it is quoted: in a malformed URL the password may be anywhere. */
function problemOf(url: string): Problem | undefined {
  const parsed = isDatabaseUrl(url) ? decodable(url) : undefined;
  if (/^[^/]*\/\/(?:[^/?]*@)?[^/?@]*,[^/?@]*(?:[/?]|$)|[?&]host=[^&]*,/.test(url))
    return { message: 'The database URL names several hosts.', hint: 'Name the one that takes changes.' };
  if (!parsed) {
    return {
      message: 'The database URL is not a PostgreSQL URL.',
      hint: `It looks like ${EXAMPLE}. In a password, write characters such as @ : / ? # % as %40 %3A %2F %3F %23 %25.`,
    };
  }
  if (`${parsed.pathname}${parsed.search}${parsed.hash}`.includes('@')) {
    return {
      message: 'The database URL has an @ after the host.',
      hint: 'If it is part of the password, write it as %40, and / ? # before it as %2F %3F %23.',
    };
  }
  return wrongParameter(parsed.searchParams);
}

/** A parameter that would be ignored, such as a misspelt wish for encryption. */
function wrongParameter(parameters: URLSearchParams): Problem | undefined {
  const wrong = [...parameters.keys()].find((name) => !PARAMETERS.includes(name));
  if (wrong !== undefined) {
    const named = parameters.has('password') ? '' : `: ${wrong}`;
    const meant = nearestName(wrong, PARAMETERS);
    return {
      message: `The database URL has a parameter that this server doesn't know${named}.`,
      hint: meant ? `Did you mean ${meant}?` : `Remove it; those it knows are ${PARAMETERS.join(', ')}.`,
    };
  }
  const mode = parameters.get('sslmode') ?? 'disable';
  if (SSL_MODES.includes(mode)) return undefined;
  return {
    message: 'The sslmode in the database URL is not one that this server knows.',
    hint: `Did you mean ${nearestName(mode, SSL_MODES) ?? 'verify-full'}? It knows ${SSL_MODES.join(', ')}.`,
  };
}

/** The parsed URL; undefined unless each % is followed by the two digits of a byte, in the parts that are decoded. */
function decodable(url: string): URL | undefined {
  try {
    const parsed = parsedUrl(url);
    decodeURIComponent(`${parsed.hostname}${parsed.pathname}${parsed.username}`);
    return parsed;
  } catch {
    return undefined;
  }
}
