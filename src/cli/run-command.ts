import { realpathSync } from 'node:fs';

import { readConfig, type ProcessInfo } from '../config/config.ts';
import { TodoError } from '../domain/errors.ts';
import { copyList } from '../optional/postgres/copy.ts';
import { VERSION } from '../version.ts';
import { type CommandLine, HELP } from './command-line.ts';
import { doctor } from './doctor.ts';
import type { Output } from './output.ts';
import { printConfig } from './print-config.ts';

type Command = Exclude<CommandLine, { command: 'serve' }>;

/**
 * Runs any command except the server itself.
 *
 * @returns the exit code: 1 when doctor found a problem, or nothing could be copied, imported or exported, else 0
 */
export async function runCommand(line: Command, processInfo: ProcessInfo, output: Output): Promise<number> {
  try {
    return (await run(line, processInfo, output)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    output.err(`${error.message}\n${error.hint}\n`);
    return 1;
  }
}

async function run(line: Command, processInfo: ProcessInfo, output: Output): Promise<boolean> {
  const { out, err } = output;
  const config = readConfig(line.flags, processInfo);
  switch (line.command) {
    case 'help':
      out(HELP);
      return true;
    case 'version':
      out(`${VERSION}\n`);
      return true;
    case 'doctor': {
      const { report, well } = await doctor(config, processInfo);
      out(report);
      return well;
    }
    case 'copy':
      out(await copyList(line, processInfo));
      return true;
    case 'import':
    case 'export': {
      // Loaded here because only these two need the libraries of the formats.
      const { runInOut } = await import('../optional/formats/commands/in-out.ts');
      return runInOut(line, config, output);
    }
    default: {
      const installation = { node: process.execPath, entry: realpathSync(processInfo.entry) };
      const system = { platform: process.platform, ...processInfo };
      const { json, advice } = printConfig(line.client, config, installation, system);
      // Only the JSON goes to stdout, so that it can be redirected into a file.
      out(json);
      err(`\n${advice}`);
      return true;
    }
  }
}
