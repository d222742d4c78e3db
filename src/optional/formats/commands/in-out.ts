/** Runs the commands import and export. */
import { TodoError } from '../../../domain/errors.ts';
import type { Arguments, Output, Setup } from '../../../part.ts';
import { type InOutContext, openInOut } from './context.ts';
import { exportTodos } from './export.ts';
import { importFiles } from './import.ts';
import { exportOptions, importOptions } from './in-out-options.ts';

/**
 * Runs `import`.
 *
 * @returns whether anything could be imported
 * @throws UsageError
 * @throws TodoError when it failed; then nothing was changed
 */
export async function runImport(given: Arguments, setup: Setup, output: Output): Promise<boolean> {
  const options = importOptions(given);
  return withContext(setup, output, async (context) => {
    if (setup.config.readOnly) {
      throw new TodoError(
        'invalid_input',
        'This list is read-only, so nothing was imported.',
        'Leave --read-only and TODOS_READ_ONLY out.',
      );
    }
    return importFiles(options, context);
  });
}

/** Runs `export`; throws like `runImport`. */
export async function runExport(given: Arguments, setup: Setup, output: Output): Promise<boolean> {
  const options = exportOptions(given);
  await withContext(setup, output, (context) => exportTodos(options, context));
  return true;
}

async function withContext<T>(
  setup: Setup,
  output: Output,
  work: (context: InOutContext) => Promise<T>,
): Promise<T> {
  for (const warning of setup.config.warnings) output.err(`${warning}\n`);
  const context = await openInOut(setup, output);
  try {
    return await work(context);
  } finally {
    await context.store.settled();
  }
}
