import { realpathSync } from 'node:fs';

import { readConfig, type Surroundings } from '../config/config.ts';
import { VERSION } from '../version.ts';
import { type CommandLine, HELP } from './command-line.ts';
import { copyList } from './copy.ts';
import { doctor } from './doctor.ts';
import type { Output } from './output.ts';
import { printConfig } from './print-config.ts';

/**
 * Runs any command but the server itself.
 *
 * @returns the exit code: 1 when doctor found a problem, or nothing could be copied, imported or exported, else 0
 */
export async function runCommand(
  line: Exclude<CommandLine, { command: 'serve' }>,
  surroundings: Surroundings,
  { out, err }: Output,
): Promise<number> {
  if (line.command === 'help') {
    out(HELP);
    return 0;
  }
  if (line.command === 'version') {
    out(`${VERSION}\n`);
    return 0;
  }
  const config = readConfig(line.flags, surroundings);
  if (line.command === 'doctor') {
    const { report, well } = await doctor({ config, ...surroundings });
    out(report);
    return well ? 0 : 1;
  }
  if (line.command === 'copy') {
    const { report, done } = await copyList(line, surroundings);
    (done ? out : err)(report);
    return done ? 0 : 1;
  }
  if (line.command === 'import' || line.command === 'export') {
    // The libraries of its formats are for these two alone.
    const { runInOut } = await import('./in-out/in-out.ts');
    return runInOut(line, config, { out, err });
  }
  const installation = { node: process.execPath, entry: realpathSync(surroundings.entry) };
  const system = { platform: process.platform, ...surroundings };
  const { json, advice } = printConfig(line.client, config, installation, system);
  // Only the JSON goes to stdout, so that it can be redirected into a file.
  out(json);
  err(`\n${advice}`);
  return 0;
}
