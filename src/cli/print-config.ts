import type { Config } from '../config.ts';
import { clientConfig, type ClientName, type ServerCommand, type System } from './client-configs.ts';

/** The server as it was started just now, as absolute paths: clients have neither our folder nor our PATH. */
interface Installation {
  /** of node */
  readonly node: string;
  /** of the built server */
  readonly entry: string;
}

/**
 * The configuration with which `client` starts the server as it was set up just now, flags and variables included.
 *
 * @returns `json` for the file alone, and `advice` for the person
 */
export function printConfig(
  client: ClientName,
  { file, readOnly, timeZone }: Config,
  { node, entry }: Installation,
  system: System,
): { readonly json: string; readonly advice: string } {
  const server: ServerCommand = {
    command: node,
    args: [
      entry,
      ...(file.chosenBy === 'default' ? [] : ['--file', file.path]),
      ...(readOnly ? ['--read-only'] : []),
    ],
    ...(timeZone !== undefined && { env: { TODOS_TIMEZONE: timeZone } }),
  };
  const { content, where } = clientConfig(client);
  const advice = [
    'This goes into the following file; what it holds already stays beside it:',
    ...where(system, server).map((line) => `  ${line}`),
    `The todos are in ${file.path}.`,
    ...(/[\\/]_npx[\\/]/.test(entry)
      ? [
          "This copy is in npx's cache, which is cleaned up some day: install it first (npm install --global).",
        ]
      : []),
  ];
  return { json: `${JSON.stringify(content(server), null, 2)}\n`, advice: `${advice.join('\n')}\n` };
}
