import './mcp/wire/protocol-stdout.ts';
import './zod-settings.ts';
import { homedir } from 'node:os';

import { type CommandLine, readCommandLine, USAGE } from './cli/command-line.ts';
import { UsageError } from './cli/options.ts';
import { type Config, readConfig } from './config/config.ts';
import { createLogger } from './logger.ts';
import { createServer } from './mcp/create-server.ts';
import { protocolOutput } from './mcp/wire/protocol-stdout.ts';
import { StdioTransport } from './mcp/wire/stdio-transport.ts';
import { openStore } from './open-store.ts';
import { readBoardPage } from './optional/board/board-page.ts';
import { shutdownOnce } from './shutdown.ts';
import { systemClock } from './system-clock.ts';
import { VERSION } from './version.ts';

async function main(): Promise<void> {
  const [, entry = '', ...argv] = process.argv;
  let line: CommandLine;
  try {
    line = readCommandLine(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  const processInfo = { env: process.env, home: homedir(), entry };
  if (line.command === 'serve') return serve(readConfig(line.flags, processInfo));
  // A reader that stops early (`doctor | head`) isn't an error.
  protocolOutput.on('error', () => {});
  const { runCommand } = await import('./cli/run-command.ts');
  // Stays if the process ends before the command is done.
  process.exitCode = 1;
  process.exitCode = await runCommand(line, processInfo, {
    out: (text) => protocolOutput.write(text),
    err: (text) => process.stderr.write(text),
  });
}

async function serve(config: Config): Promise<void> {
  const { file, database, readOnly, logLevel, timeZone, board, warnings } = config;
  const logger = createLogger(logLevel, (line) => process.stderr.write(line));
  const clock = systemClock(timeZone);
  const store = await openStore(config, clock);
  const place = database ? { database: database.name } : { file: file.path };
  const transport = new StdioTransport(process.stdin, protocolOutput);
  const server = createServer({
    store,
    clock,
    logger,
    place,
    readOnly,
    board: { listing: board, readPage: readBoardPage },
  });
  const shutdown = shutdownOnce({ transport, server, store, logger, exit: (code) => process.exit(code) });
  transport.oninputend = () => shutdown('end of input');
  transport.onclose = () => shutdown('client gone');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => shutdown(signal));
  // By default this signal opens Node's debugger on a port.
  process.on('SIGUSR1', () => {});
  // A bug in one request must not end the others.
  process.on('uncaughtException', (error) => logger.error('uncaught error', { error }));

  await server.connect(transport);
  for (const warning of warnings) logger.warning(warning);
  if (database?.problem) logger.error(`${database.problem.message} ${database.problem.hint}`);
  logger.info('started', { version: VERSION, ...place });
  if (process.stdin.isTTY)
    process.stderr.write(terminalNotice(database ? `the database ${database.name}` : file.path));
}

/** For a person who starts the server by hand and wonders why nothing happens. */
function terminalNotice(place: string): string {
  return [
    '',
    `Todo Manager ${VERSION} is an MCP server: it waits for a client such as Claude Desktop on standard input.`,
    `The todos are in ${place}.`,
    `To connect a client, give it this command: node ${process.argv[1]}`,
    'Press Ctrl+C to stop.',
    '',
  ].join('\n');
}

// Not awaited, because chunks import this module and would wait for its end.
void main();
