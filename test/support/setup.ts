import { resolve } from 'node:path';

import { parseCommandLine } from '../../src/cli/command-line.ts';
import { fullGrammar } from '../../src/cli/commands.ts';
import type { ProcessInfo } from '../../src/config/config.ts';
import { type Part, type Setup, setUp } from '../../src/part.ts';

/** A process that is started with this command line and environment. */
export interface Asked extends ProcessInfo {
  readonly argv: readonly string[];
}

/** What a process is set up to do that is started like this. */
export function setupFor({ argv = [], ...given }: Partial<Asked> = {}, parts: readonly Part[] = []): Setup {
  const { given: options } = parseCommandLine(argv, fullGrammar(parts));
  return setUp(parts, options, { env: {}, home: resolve('/home/ada'), entry: 'main.js', ...given });
}

/** Runs a command line with a command in this process, and returns what it printed. */
export async function runLine(
  argv: readonly string[],
  parts: readonly Part[] = [],
): Promise<{ readonly succeeded: boolean; readonly out: string; readonly err: string }> {
  const { command, given } = parseCommandLine(argv, fullGrammar(parts));
  const printed = { out: '', err: '' };
  const succeeded = await command?.run(given, setupFor({ argv }, parts), {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
  });
  return { succeeded: succeeded ?? false, ...printed };
}
