export const LOG_LEVELS = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type LogDetails = Readonly<Record<string, unknown>>;

/** Writes one line of diagnostics a call; never throws. */
export type Logger = Readonly<Record<LogLevel, (message: string, details?: LogDetails) => void>>;

/**
 * A logger that writes one JSON object a line, with `time` (UTC, ISO 8601), `level` and `message`, and leaves out
 * what is below `level`.
 */
export function createLogger(level: LogLevel, write: (line: string) => void, now: () => Date): Logger {
  const log = (own: LogLevel) => (message: string, details?: LogDetails) => {
    if (LOG_LEVELS.indexOf(own) < LOG_LEVELS.indexOf(level)) return;
    write(
      `${JSON.stringify({ time: now().toISOString(), level: own, message, ...details }, errorsAsText)}\n`,
    );
  };
  return { debug: log('debug'), info: log('info'), warning: log('warning'), error: log('error') };
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
