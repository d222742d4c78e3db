import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs one of the scripts in packaging/, as `npm run` does. Answers its stdout; throws when it fails. */
export async function runScript(script: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...args]);
  return stdout;
}

/** Runs npm in `folder`, without the network. Answers its stdout; throws when it fails. */
export async function runNpm(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('npm', [...args, '--offline', '--no-audit', '--no-fund'], {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  return stdout;
}
