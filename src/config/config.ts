/** The settings of the core. */
import { LOG_LEVELS, type LogLevel } from '../logger.ts';
import type { Given } from './given.ts';
import { chooseFile, type ChosenFile } from './todos-file.ts';

/** The settings of the core, from the command line and the environment. */
export interface Config {
  readonly file: ChosenFile;
  readonly readOnly: boolean;
  readonly logLevel: LogLevel;
  /** An IANA time zone, or undefined for the system's. */
  readonly timeZone: string | undefined;
  /** One for each invalid value of any setting, to be logged. */
  readonly warnings: readonly string[];
}

/** What a process is started with. */
export interface ProcessInfo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** absolute path of the user's home folder */
  readonly home: string;
  /** why it isn't the one that the environment names, as a warning */
  readonly homeProblem?: string;
  /** path of the script that was started */
  readonly entry: string;
}

/**
 * Combines the options and the environment. An invalid value causes a warning, not an error: a server that doesn't start
 * is of no use.
 */
export function readConfig(given: Given, { home, entry }: Pick<ProcessInfo, 'home' | 'entry'>): Config {
  const paths = { flag: given.option('file'), variable: given.variable('TODOS_FILE') };
  const file = chooseFile({ ...paths, home, entry });
  const inPath = /^(?:\$\{[^}]*\}|\$\w+|%\w+%)(?=[\\/])/.exec(paths.flag ?? paths.variable ?? '')?.[0];
  if (inPath !== undefined) {
    given.warnings.push(
      `${file.chosenBy} begins with ${inPath}, which nothing has replaced, so the list is ${file.path}. Write the path out, or begin it with ~/.`,
    );
  }
  return {
    file,
    readOnly: given.has('read-only') || readOnlyFrom(given),
    logLevel: given.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    timeZone: timeZoneFrom(given),
    warnings: given.warnings,
  };
}

/** An unknown value means read-only: setting the variable shows that protection is wanted. */
function readOnlyFrom(given: Given): boolean {
  const value = given.variable('TODOS_READ_ONLY');
  if (value === undefined || /^(?:0|false|no|off)$/i.test(value)) return false;
  if (!/^(?:1|true|yes|on)$/i.test(value)) {
    given.warnings.push(
      `TODOS_READ_ONLY "${value}" is neither 1 nor 0; starting read-only. Set it to 0 to allow changes.`,
    );
  }
  return true;
}

function timeZoneFrom(given: Given): string | undefined {
  const value = given.variable('TODOS_TIMEZONE');
  if (value === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    given.warnings.push(
      `TODOS_TIMEZONE "${value}" is not a time zone such as Europe/Berlin; using the system's.`,
    );
    return undefined;
  }
}
