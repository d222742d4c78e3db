import { LOG_LEVELS, type LogLevel } from '../logger.ts';
import { BOARD_LISTINGS, type BoardListing } from '../mcp/context.ts';
import { chooseDatabase, type ChosenDatabase, isDatabaseUrl } from '../optional/postgres/database-url.ts';
import { chooseFile, type ChosenFile } from './todos-file.ts';

/** The settings from the command line and the environment. */
export interface Config {
  readonly file: ChosenFile;
  /** holds the list instead of the file, if set */
  readonly database: ChosenDatabase | undefined;
  readonly readOnly: boolean;
  readonly logLevel: LogLevel;
  /** An IANA time zone, or undefined for the system's. */
  readonly timeZone: string | undefined;
  readonly board: BoardListing;
  /** One for each invalid value, to be logged. */
  readonly warnings: readonly string[];
}

/** The options of the command line. */
export interface Flags {
  /** of `--file`, as it was written */
  readonly file?: string | undefined;
  /** of `--database`, as it was written */
  readonly database?: string | undefined;
  readonly readOnly: boolean;
}

/** What a process is started with. */
export interface ProcessInfo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** absolute path of the user's home folder */
  readonly home: string;
  /** path of the script that was started */
  readonly entry: string;
}

/**
 * Combines the flags and the environment. An invalid value causes a warning, not an error: a server that doesn't start
 * is of no use.
 */
export function readConfig(flags: Flags, { env, home, entry }: ProcessInfo): Config {
  const warnings: string[] = [];
  const [flag, variable] = [given(flags.file), given(env['TODOS_FILE'])];
  const misplaced = misplacedUrl(flag, variable);
  const file = chooseFile({ ...(!misplaced && { flag, variable }), home, entry });
  const databaseUrls = { flag: given(flags.database), variable: given(env['TODOS_DATABASE_URL']) };
  return {
    file,
    database: chooseDatabase({ ...databaseUrls, file, misplaced }),
    readOnly: flags.readOnly || readOnlyFrom(given(env['TODOS_READ_ONLY']), warnings),
    logLevel: choiceFrom('LOG_LEVEL', given(env['LOG_LEVEL']), LOG_LEVELS, 'info', warnings),
    timeZone: timeZoneFrom(given(env['TODOS_TIMEZONE']), warnings),
    board: choiceFrom('TODOS_BOARD', given(env['TODOS_BOARD']), BOARD_LISTINGS, 'auto', warnings),
    warnings,
  };
}

/** The setting for the file that holds the URL of a database instead of a path. */
function misplacedUrl(flag = '', variable = ''): '--file' | 'TODOS_FILE' | undefined {
  if (isDatabaseUrl(flag)) return '--file';
  return isDatabaseUrl(variable) ? 'TODOS_FILE' : undefined;
}

/** Clients pass an unset option as empty text, or leave its `${...}` placeholder in. */
function given(value: string | undefined): string | undefined {
  const text = value?.trim();
  return !text || /^\$\{[^}]*\}$/.test(text) ? undefined : text;
}

/** An unknown value means read-only: setting the variable shows that protection is wanted. */
function readOnlyFrom(value: string | undefined, warnings: string[]): boolean {
  if (value === undefined || /^(?:0|false|no|off)$/i.test(value)) return false;
  if (!/^(?:1|true|yes|on)$/i.test(value)) {
    warnings.push(
      `TODOS_READ_ONLY "${value}" is neither 1 nor 0; starting read-only. Set it to 0 to allow changes.`,
    );
  }
  return true;
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

function choiceFrom<T extends string>(
  name: string,
  value: string | undefined,
  choices: readonly T[],
  fallback: T,
  warnings: string[],
): T {
  const choice = choices.find((each) => each === value?.toLowerCase());
  if (value !== undefined && !choice)
    warnings.push(`${name} "${value}" is not one of ${choices.join(', ')}; using ${fallback}.`);
  return choice ?? fallback;
}
