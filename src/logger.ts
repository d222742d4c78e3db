/** Writes lines of diagnostics at or above a level. */

export const LOG_LEVELS = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type LogDetails = Readonly<Record<string, unknown>>;

/** Each call writes one line of diagnostics. */
export type Logger = Readonly<Record<LogLevel, (message: string, details?: LogDetails) => void>>;

/**
 * A logger that writes one JSON object per line, with `time` (UTC, ISO 8601), `level` and `message`. It skips messages
 * below `level`.
 */
export function createLogger(level: LogLevel, write: (line: string) => void): Logger {
  const log = (own: LogLevel) => (message: string, details?: LogDetails) => {
    if (LOG_LEVELS.indexOf(own) < LOG_LEVELS.indexOf(level)) return;
    const entry = { time: new Date().toISOString(), level: own, message, ...details };
    write(`${JSON.stringify(entry, errorsAsText)}\n`);
  };
  return { debug: log('debug'), info: log('info'), warning: log('warning'), error: log('error') };
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
