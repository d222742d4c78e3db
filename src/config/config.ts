import { BOARD_LISTINGS, type BoardListing } from '../context.ts';
import { LOG_LEVELS, type LogLevel } from '../logger.ts';
import { chooseDatabase, type ChosenDatabase, isDatabaseUrl } from './database-url.ts';
import { chooseFile, type ChosenFile } from './todos-file.ts';

/** What was asked for on the command line and in the environment. */
export interface Config {
  readonly file: ChosenFile;
  /** what holds the list instead of the file; undefined for the file */
  readonly database: ChosenDatabase | undefined;
  readonly readOnly: boolean;
  readonly logLevel: LogLevel;
  /** An IANA time zone, or undefined for the system's. */
  readonly timeZone: string | undefined;
  readonly board: BoardListing;
  /** One for each invalid value, to be logged. */
  readonly warnings: readonly string[];
}

/** What was asked for on the command line. */
export interface Flags {
  /** of `--file`, as it was written */
  readonly file?: string | undefined;
  /** of `--database`, as it was written */
  readonly database?: string | undefined;
  readonly readOnly: boolean;
}

/** What the operating system passes to a process at its start. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** absolute path of the user's home folder */
  readonly home: string;
  /** path of the script that was started */
  readonly entry: string;
}

/**
 * Combines the flags and the environment. An invalid value falls back to another with a warning, since a server that
 * doesn't start helps nobody.
 */
export function readConfig(flags: Flags, { env, home, entry }: Surroundings): Config {
  const warnings: string[] = [];
  const [flag, variable] = [given(flags.file), given(env['TODOS_FILE'])];
  const misplaced = misplacedUrl(flag, variable);
  const file = chooseFile({ ...(misplaced ? NOTHING : { flag, variable }), home, entry });
  return {
    file,
    database: chooseDatabase({
      flag: given(flags.database),
      variable: given(env['TODOS_DATABASE_URL']),
      file,
      misplaced,
    }),
    readOnly: flags.readOnly || readOnlyFrom(given(env['TODOS_READ_ONLY']), warnings),
    logLevel: logLevelFrom(given(env['LOG_LEVEL']), warnings),
    timeZone: timeZoneFrom(given(env['TODOS_TIMEZONE']), warnings),
    board: boardFrom(given(env['TODOS_BOARD']), warnings),
    warnings,
  };
}

const NOTHING = { flag: undefined, variable: undefined };

/** The setting of the file that holds the URL of a database instead of a path. */
function misplacedUrl(flag: string | undefined, variable: string | undefined) {
  if (isDatabaseUrl(flag ?? '')) return '--file';
  return isDatabaseUrl(variable ?? '') ? 'TODOS_FILE' : undefined;
}

/** Clients pass options that were not set as empty text or leave their `${...}` placeholder in. */
function given(value: string | undefined): string | undefined {
  const text = value?.trim();
  return !text || /^\$\{[^}]*\}$/.test(text) ? undefined : text;
}

/** A value that is neither yes nor no means read-only: the person clearly wanted some protection. */
function readOnlyFrom(value: string | undefined, warnings: string[]): boolean {
  if (value === undefined || /^(?:0|false|no|off)$/i.test(value)) return false;
  if (!/^(?:1|true|yes|on)$/i.test(value)) {
    warnings.push(
      `TODOS_READ_ONLY "${value}" is neither 1 nor 0; starting read-only. Set it to 0 to allow changes.`,
    );
  }
  return true;
}

function logLevelFrom(value: string | undefined, warnings: string[]): LogLevel {
  const level = LOG_LEVELS.find((known) => known === value?.toLowerCase());
  if (value !== undefined && !level) {
    warnings.push(`LOG_LEVEL "${value}" is not one of ${LOG_LEVELS.join(', ')}; using info.`);
  }
  return level ?? 'info';
}

function timeZoneFrom(value: string | undefined, warnings: string[]): string | undefined {
  if (value === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    warnings.push(`TODOS_TIMEZONE "${value}" is not a time zone such as Europe/Berlin; using the system's.`);
    return undefined;
  }
}

function boardFrom(value: string | undefined, warnings: string[]): BoardListing {
  const listing = BOARD_LISTINGS.find((known) => known === value?.toLowerCase());
  if (value !== undefined && !listing) {
    warnings.push(`TODOS_BOARD "${value}" is not one of ${BOARD_LISTINGS.join(', ')}; using auto.`);
  }
  return listing ?? 'auto';
}
