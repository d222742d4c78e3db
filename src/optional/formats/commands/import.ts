import { withStep } from '../../../domain/history.ts';
import { importTodos } from '../../../domain/import-todos.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import { momentOf } from '../../../mcp/context.ts';
import { backupOf } from '../../../store/file/daily-backup.ts';
import { decode } from '../decode.ts';
import { formatOf, FORMATS } from '../formats.ts';
import { takeAll } from '../take.ts';
import type { InOutContext } from './context.ts';
import { reportOf } from './import-report.ts';
import type { ImportOptions } from './in-out-options.ts';
import { readInput } from './read-input.ts';

/** What an import is called in the undo history. */
const STEP = 'import';
/** How long a step may take before it is named on stderr, in milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * Adds the todos of a file in one change, or with `dryRun` only shows which; the report goes to stdout.
 *
 * @returns whether anything could be imported
 * @throws TodoError when the file can't be read, or the list can't be changed; then nothing was added
 */
export async function importFile(options: ImportOptions, context: InOutContext): Promise<boolean> {
  const { file, clock, zone, store, out, err } = context;
  const { input, project, dryRun, duplicates } = options;
  const from = input === '-' ? 'the input' : input;
  const text = decode(await named(`Reading ${from}`, readInput(input), err));
  const format = options.format ?? formatOf(text, input);
  const setting = { moment: momentOf(clock), zone };
  const takeable = takeAll(FORMATS[format].read(text, setting), project, setting);
  const imported = takeable.taken.map((each) => each.imported);
  const change = (before: Snapshot, notice?: string) => {
    const moment = momentOf(clock);
    const { snapshot, result: outcomes } = importTodos(before, imported, { moment, duplicates });
    const after = withStep(before, snapshot, STEP, moment.now);
    const undoable = after.history?.at(-1)?.changes !== null;
    const backup = file === undefined || !before.todos.length ? undefined : backupOf(file);
    return { snapshot: after, result: { outcomes, undoable, backup, notice } };
  };
  const work = dryRun
    ? store.read().then(({ snapshot, notice }) => change(snapshot, notice).result)
    : store.update(change);
  const { notice, ...result } = await named('Waiting for the list', work, err);
  if (notice) err(`${notice}\n`);
  out(reportOf(takeable, { ...result, format, dryRun }, setting.moment));
  return takeable.taken.length > 0;
}

/** Names `work` on stderr if it takes long. */
async function named<T>(name: string, work: Promise<T>, err: InOutContext['err']): Promise<T> {
  const timer = setTimeout(() => err(`${name} ...\n`), PATIENCE_MS);
  return work.finally(() => clearTimeout(timer));
}
