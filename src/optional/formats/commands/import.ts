/** Imports a file, or shows what would be added. */
import type { Moment } from '../../../domain/dates/calendar.ts';
import { TodoError } from '../../../domain/errors.ts';
import { withStep } from '../../../domain/history.ts';
import { importTodos } from '../../../domain/import-todos.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import { momentOf } from '../../../mcp/context.ts';
import { backupOf } from '../../../store/file/daily-backup.ts';
import { decode } from '../decode.ts';
import { formatOf, READERS } from '../formats.ts';
import { type Takeable, takeAll } from '../take.ts';
import type { InOutContext } from './context.ts';
import { type FileResult, reportOf } from './import-report.ts';
import type { ImportOptions } from './in-out-options.ts';
import { Progress } from './progress.ts';
import { readInput } from './read-input.ts';

/** What an import is called in the undo history. */
const STEP = 'import';

/**
 * Adds the todos of files in one change, or with `dryRun` only shows which; the report goes to stdout. Of several files,
 * one that can't be read is named, and the others are imported.
 *
 * @returns whether anything could be imported
 * @throws TodoError when no file can be read, or the list can't be changed; then nothing was added
 */
export async function importFiles(options: ImportOptions, context: InOutContext): Promise<boolean> {
  const { file, clock, store, out, err } = context;
  const { dryRun, duplicates } = options;
  const progress = new Progress(err, clock);
  const setting = momentOf(clock);
  const files: FileResult[] = [];
  for (const input of options.inputs) files.push(await readFile(input, options, setting, context, progress));
  const imported = files.flatMap(({ takeable }) => takeable.taken.map((each) => each.imported));
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
  const { notice, ...result } = await progress.during('Waiting for the list', work);
  if (notice) err(`${notice}\n`);
  out(reportOf(files, { ...result, dryRun }, setting));
  return imported.length > 0;
}

/** @throws TodoError when it can't be read and is the only file */
async function readFile(
  input: string,
  { inputs, format: given, dateOrder, ...placing }: ImportOptions,
  moment: Moment,
  { zone }: InOutContext,
  progress: Progress,
): Promise<FileResult> {
  const from = input === '-' ? 'the input' : input;
  const nothing: Takeable = { taken: [], refused: [], cancelled: [], notes: [] };
  try {
    const text = decode(await progress.during(`Reading ${from}`, readInput(input)));
    progress.say(`Reading ${from}`, text.length);
    const format = given ?? formatOf(text, input);
    const setting = { moment, zone, dateOrder };
    const reading = READERS[format].read(text, setting, input === '-' ? '' : input);
    return {
      input,
      format,
      takeable: takeAll(reading, placing, setting, (left) =>
        progress.say(`Checking ${left} entries of ${from}`),
      ),
    };
  } catch (error) {
    if (!(error instanceof TodoError) || inputs.length === 1) throw error;
    return {
      input,
      format: undefined,
      takeable: { ...nothing, notes: [`${error.message} ${error.hint}`.trim()] },
    };
  }
}
