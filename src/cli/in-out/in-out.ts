import type { Config } from '../../config/config.ts';
import { TodoError } from '../../domain/errors.ts';
import { isZone } from '../../formats/wall-time.ts';
import { openStore } from '../../open-store.ts';
import { systemClock } from '../../system-clock.ts';
import type { CommandLine } from '../command-line.ts';
import type { Output } from '../output.ts';
import { exportTodos } from './export.ts';
import { importFile } from './import.ts';
import type { InOut } from './setting.ts';

/** A long list over a slow line, in milliseconds. */
const LONG = 10 * 60_000;

/**
 * Runs `import` or `export`.
 *
 * @returns the exit code: 1 when it failed, or nothing could be taken, else 0
 */
export async function runInOut(
  line: Extract<CommandLine, { command: 'import' | 'export' }>,
  config: Config,
  { out, err }: Output,
): Promise<number> {
  for (const warning of config.warnings) err(`${warning}\n`);
  const clock = systemClock(config.timeZone);
  // A system can have a time zone that nobody knows; its clock is then that of UTC.
  const zone = [config.timeZone ?? systemZone()].find(isZone) ?? 'UTC';
  const store = await openStore(config, clock, { statement: LONG, call: LONG });
  const inOut: InOut = { config, clock, zone, store, out, err };
  try {
    if (line.command === 'export') {
      await exportTodos(line.options, inOut);
      return 0;
    }
    if (config.readOnly) {
      throw new TodoError(
        'invalid_input',
        'This list is read-only, so nothing was imported.',
        'Leave --read-only and TODOS_READ_ONLY out.',
      );
    }
    return (await importFile(line.options, inOut)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    err(`${error.message}\n${error.hint}\n`);
    return 1;
  } finally {
    await store.settled();
  }
}

/** The name of the system's time zone; Node has none where TZ is wrong. */
function systemZone(): string {
  const { timeZone }: { readonly timeZone?: string } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone ?? '';
}
