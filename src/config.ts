import { parseArgs } from 'node:util';

import { LOG_LEVELS, type LogLevel } from './logger.ts';
import { chooseFile, type ChosenFile } from './todos-file.ts';

/** What was asked for on the command line and in the environment. */
export interface Config {
  readonly file: ChosenFile;
  readonly readOnly: boolean;
  readonly logLevel: LogLevel;
  /** An IANA time zone, or undefined for the system's. */
  readonly timeZone: string | undefined;
  /** What was asked for but can't be had, to be logged. */
  readonly warnings: readonly string[];
}

/** What the operating system tells a process at its start. */
export interface Surroundings {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** absolute path of the user's home folder */
  readonly home: string;
  /** path of the script that was started */
  readonly entry: string;
}

/** The command line can't be understood; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line and the environment. Wishes that can't be fulfilled fall back and leave a warning, since a
 * server that doesn't start helps nobody; an unknown flag is a mistake to be told.
 *
 * @throws UsageError
 */
export function readConfig({ argv, env, home, entry }: Surroundings): Config {
  const flags = readFlags(argv);
  const warnings: string[] = [];
  return {
    file: chooseFile({ flag: given(flags.file), variable: given(env['TODOS_FILE']), home, entry }),
    readOnly: flags['read-only'] || isTrue(given(env['TODOS_READ_ONLY'])),
    logLevel: logLevelFrom(given(env['LOG_LEVEL']), warnings),
    timeZone: timeZoneFrom(given(env['TODOS_TIMEZONE']), warnings),
    warnings,
  };
}

function readFlags(argv: readonly string[]) {
  try {
    const options = { file: { type: 'string' }, 'read-only': { type: 'boolean', default: false } } as const;
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Clients pass options that were not set as empty text or leave their `${...}` placeholder in. */
function given(value: string | undefined): string | undefined {
  const text = value?.trim();
  return !text || /^\$\{[^}]*\}$/.test(text) ? undefined : text;
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(1|true|yes|on)$/i.test(value);
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
