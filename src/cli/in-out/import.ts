import { momentOf } from '../../context.ts';
import { withStep } from '../../domain/history.ts';
import { importTodos } from '../../domain/import-todos.ts';
import { NOTICE, type Snapshot } from '../../domain/snapshot.ts';
import { decode } from '../../formats/decode.ts';
import { formatOf, FORMATS } from '../../formats/formats.ts';
import { type Takeable, takeAll } from '../../formats/take.ts';
import { backupOf } from '../../store/daily-backup.ts';
import type { ImportOptions } from '../command-line.ts';
import { type ImportResult, reportOf } from './import-report.ts';
import { Progress } from './progress.ts';
import { readInput } from './read-input.ts';
import type { InOut } from './setting.ts';

/** How undo and its preview name an import. */
const STEP = 'import';

/**
 * Adds the todos of a file in one change, or with `dryRun` only shows which; the report goes to stdout.
 *
 * @returns whether anything could be taken
 * @throws TodoError when the file can't be read, or the list not be changed; then nothing was added
 */
export async function importFile(options: ImportOptions, inOut: InOut): Promise<boolean> {
  const { config, clock, zone, out, err } = inOut;
  const progress = new Progress(err);
  const bytes = await progress.during(`Reading ${options.input === '-' ? 'the input' : options.input}`, () =>
    readInput(options.input),
  );
  const text = decode(bytes);
  const format = options.format ?? formatOf(text, options.input);
  const setting = { moment: momentOf(clock), zone };
  const reading = FORMATS[format].read(text, setting);
  progress.show(`${reading.drafts.length} entries read`);
  const takeable = takeAll(reading, options.project, setting);
  const result = await progress.during('Waiting for the list', () => add(takeable, options, inOut));
  const { notice } = result;
  if (notice) err(`${notice}\n`);
  const facts = {
    format,
    dryRun: options.dryRun,
    backup: config.database ? undefined : backupOf(config.file.path),
  };
  out(reportOf(takeable, reading.notes, result, facts, setting.moment));
  return takeable.taken.length > 0;
}

async function add(
  { taken }: Takeable,
  { dryRun, duplicates }: ImportOptions,
  { clock, store }: InOut,
): Promise<ImportResult> {
  const change = (before: Snapshot) => {
    const moment = momentOf(clock);
    const all = taken.map(({ imported }) => imported);
    const { snapshot, result: outcomes } = importTodos(before, all, { moment, duplicates });
    const after = withStep(before, snapshot, STEP, moment.now);
    const result: ImportResult = {
      outcomes,
      undoable: after.history?.at(-1)?.changes !== null,
      wasEmpty: !before.todos.length,
      notice: before[NOTICE],
    };
    return { snapshot: after, result };
  };
  return dryRun ? change(await store.read()).result : store.update(change);
}
