/** Wires everything: reads the command line, then runs a command or the server. */
import './mcp/wire/protocol-stdout.ts';
import './zod-settings.ts';
import { parseCommandLine, usageOf } from './cli/command-line.ts';
import { fullGrammar } from './cli/commands.ts';
import { UsageError } from './cli/options.ts';
import { listLines, otherLists, placeOf } from './cli/other-lists.ts';
import { shellLine } from './cli/shell.ts';
import { writerTo } from './cli/terminal.ts';
import { homeFolder } from './config/home.ts';
import { TodoError } from './domain/errors.ts';
import { createLogger } from './logger.ts';
import { createServer } from './mcp/create-server.ts';
import { protocolOutput } from './mcp/wire/protocol-stdout.ts';
import { StdioTransport } from './mcp/wire/stdio-transport.ts';
import { openContext } from './open-context.ts';
import { parts } from './optional/index.ts';
import { type Arguments, type Command, type Output, type Serve, type Setup, setUp } from './part.ts';
import { shutdownOnce } from './shutdown.ts';
import { VERSION } from './version.ts';

async function main(): Promise<void> {
  const [, entry = '', ...argv] = process.argv;
  const grammar = fullGrammar(parts);
  const err = writerTo(process.stderr, process.stderr.isTTY);
  try {
    const { command, given } = parseCommandLine(argv, grammar);
    if (given.has('version')) return void protocolOutput.write(`${VERSION}\n`);
    const setup = setUp(parts, given, { env: process.env, ...homeFolder(process.env), entry });
    if (!command) return await serve(setup);
    // A reader that stops early (`doctor | head`) isn't an error.
    protocolOutput.on('error', () => {});
    // Stays if the process ends before the command is done.
    process.exitCode = 1;
    const output = { out: writerTo(protocolOutput, process.stdout.isTTY), err };
    if (await runCommand(command, given, setup, output)) process.exitCode = 0;
  } catch (error) {
    if (error instanceof UsageError) {
      err(`${error.message}\n${usageOf(grammar)}\n`);
      process.exitCode = 2;
    } else if (error instanceof TodoError) {
      err(`${error.message}\n${error.hint}\n`);
      process.exitCode = 1;
    } else throw error;
  }
}

/** Runs a command and ends with its list, also when it fails. */
async function runCommand(
  command: Command,
  given: Arguments,
  setup: Setup,
  output: Output,
): Promise<boolean> {
  let succeeded = false;
  let { endsOn } = command;
  try {
    succeeded = await command.run(given, setup, output);
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    output.err(`${error.message}\n${error.hint}\n`);
    endsOn &&= 'err';
  }
  if (endsOn) {
    const named = await command.listOf?.(given, setup);
    output[endsOn](named === undefined ? await listLines(setup) : `List: ${named}\n`);
  }
  return succeeded;
}

async function serve(setup: Setup): Promise<void> {
  const { file, logLevel, warnings } = setup.config;
  const logger = createLogger(logLevel, (line) => process.stderr.write(line));
  const context = { ...(await openContext(setup, logger)), remarks: remarksOf(setup) };
  const { store, place } = context;
  const { start, ...served } = await (setup.serve ?? overStdio)(context, setup);
  const shutdown = shutdownOnce({ ...served, store, logger, exit: (code) => process.exit(code) });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => shutdown(signal));
  // By default this signal opens Node's debugger on a port.
  process.on('SIGUSR1', () => {});

  const details = await start(shutdown);
  // A bug in one request must not end the others. Until here an error ends the process, as it can't serve.
  process.on('uncaughtException', (error) => logger.error('uncaught error', { error }));
  for (const warning of warnings) logger.warning(warning);
  const problem = setup.store ? setup.store.problem : file.problem;
  if (problem) logger.error(`${problem.message} ${problem.hint}`);
  logger.info('started', { version: VERSION, ...place, ...details });
  if (process.stdin.isTTY && !setup.serve) {
    process.stderr.write(terminalNotice(placeOf(setup)));
  }
}

const overStdio: Serve = async (context, setup) => {
  const transport = new StdioTransport(process.stdin, protocolOutput);
  const server = createServer(context, setup);
  return {
    transport,
    server,
    start: async (stop) => {
      transport.oninputend = () => stop('end of input');
      transport.onclose = () => stop('client gone');
      await server.connect(transport);
      return {};
    },
  };
};

/** What get_overview says about the setup: each warning once, and where other todos are. */
function remarksOf(setup: Setup): () => Promise<readonly string[]> {
  const untold = [...setup.config.warnings];
  return async () => [...untold.splice(0), ...(await otherLists(setup))];
}

/** For a person who starts the server by hand and wonders why nothing happens. */
function terminalNotice(place: string): string {
  return [
    '',
    `Todo Manager ${VERSION} is an MCP server: it waits for a client such as Claude Desktop on standard input.`,
    `The todos are in ${place}.`,
    `To connect a client, give it this command: ${shellLine(['node', process.argv[1] ?? ''])}`,
    'Press Ctrl+C to stop.',
    '',
  ].join('\n');
}

// Not awaited, because chunks import this module and would wait for its end.
void main();
