import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { npmCommand } from '../../packaging/npm-command.ts';

/** Runs a program until it ends; throws when it fails, with its stderr in the message. */
export const run = promisify(execFile);

/** Runs a script of packaging/, and returns its stdout; throws when it fails. */
export async function runScript(script: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...args]);
  return stdout;
}

/** Runs npm in `folder` without the network, and returns its stdout; throws when it fails. */
export async function runNpm(folder: string, ...args: readonly string[]): Promise<string> {
  const [npm, ...npmArgs] = npmCommand();
  const options = ['--offline', '--no-audit', '--no-fund'];
  const { stdout } = await run(npm, [...npmArgs, ...args, ...options], { cwd: folder });
  return stdout;
}
