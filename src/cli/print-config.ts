/** The command print-config: how clients start the server. */
import { realpathSync } from 'node:fs';

import type { Arguments, Output, Setup } from '../part.ts';
import type { System } from './claude-desktop.ts';
import { clientNamed, CLIENTS, commandLine, type ServerCommand, standardForm } from './clients.ts';
import { didYouMean, UsageError } from './options.ts';
import { urlConfig } from './url-config.ts';

/** Absolute paths, since clients have neither our current directory nor our PATH. */
interface Installation {
  readonly node: string;
  /** the built server */
  readonly entry: string;
}

export const CLIENT_NAMES = CLIENTS.map(({ names: [name] }) => name);

/** Prints the configuration for the client that was named. */
export function runPrintConfig({ operand, valueOf }: Arguments, setup: Setup, { out, err }: Output): boolean {
  const { entry } = setup.processInfo;
  if (operand === undefined) {
    throw new UsageError(`print-config needs a client, such as ${CLIENT_NAMES.join(', ')}.`);
  }
  const system = { platform: process.platform, ...setup.processInfo };
  const url = valueOf('url');
  const installation = { node: process.execPath, entry: realpathSync(entry) };
  const { text, advice } =
    url === undefined ? printConfig(operand, setup, installation, system) : urlConfig(operand, url, system);
  // Only the configuration goes to stdout, so that it can be redirected into a file.
  out(text);
  err(`\n${advice}`);
  return true;
}

/**
 * The configuration with which `client` starts the server with the same flags and variables as this process; for an unknown
 * client, in the form that most take.
 *
 * @returns `text`, the content of the client's file, and `advice` for the user
 */
export function printConfig(
  client: string,
  { config: { file, readOnly, timeZone }, store, variables }: Pick<Setup, 'config' | 'store' | 'variables'>,
  { node, entry }: Installation,
  system: System,
): { readonly text: string; readonly advice: string } {
  const fileArgs = file.chosenBy === 'default' || file.problem ? [] : ['--file', file.path];
  const env = { ...(timeZone !== undefined && { TODOS_TIMEZONE: timeZone }), ...variables };
  const server: ServerCommand = {
    command: node,
    args: [entry, ...fileArgs, ...(readOnly ? ['--read-only'] : [])],
    ...(Object.keys(env).length && { env }),
  };
  const known = clientNamed(client);
  const problem = store ? store.problem : file.problem;
  const advice = [
    ...(known
      ? [
          'Add this to the following file, keeping what is already in it:',
          ...known.where(system).map((line) => `  ${line}`),
        ]
      : [
          `"${client}" is not a client that this command knows.${didYouMean(client, CLIENT_NAMES)} Most clients take this form:`,
          '  look for MCP servers in its settings or its documentation.',
        ]),
    ...(known?.command
      ? ['For all projects, run this instead:', `  ${commandLine(known.command, server, system)}`]
      : []),
    ...(known?.link ? ['Or open this link on this computer:', `  ${known.link(server)}`] : []),
    ...(store?.advice ?? []),
  ];
  if (problem) advice.push(`It can't be used as it is: ${problem.message} ${problem.hint}`);
  if (/[\\/]_npx[\\/]/.test(entry)) {
    advice.push(
      "This copy is in npx's cache, which npm may delete: install the package first (npm install --global).",
    );
  }
  const form = known?.form ?? standardForm;
  return { text: form(server), advice: `${advice.join('\n')}\n` };
}
