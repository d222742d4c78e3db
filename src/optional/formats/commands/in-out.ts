import type { CommandLine } from '../../../cli/command-line.ts';
import type { Output } from '../../../cli/output.ts';
import type { Config } from '../../../config/config.ts';
import { TodoError } from '../../../domain/errors.ts';
import { openContext } from './context.ts';
import { exportTodos } from './export.ts';
import { importFile } from './import.ts';

/**
 * Runs `import` or `export`.
 *
 * @returns whether anything could be imported, or the export succeeded
 * @throws TodoError when it failed; then nothing was changed
 */
export async function runInOut(
  line: Extract<CommandLine, { command: 'import' | 'export' }>,
  config: Config,
  output: Output,
): Promise<boolean> {
  for (const warning of config.warnings) output.err(`${warning}\n`);
  const context = await openContext(config, output);
  try {
    if (line.command === 'export') {
      await exportTodos(line.options, context);
      return true;
    }
    if (config.readOnly) {
      throw new TodoError(
        'invalid_input',
        'This list is read-only, so nothing was imported.',
        'Leave --read-only and TODOS_READ_ONLY out.',
      );
    }
    return await importFile(line.options, context);
  } finally {
    await context.store.settled();
  }
}
