import * as z from 'zod';

import type { Config } from '../config/config.ts';
import { defaultFile, homeFile } from '../config/todos-file.ts';
import { count } from '../domain/text.ts';
import { errorCode } from '../store/disk/disk-errors.ts';
import { realPathOf } from '../store/disk/real-path.ts';
import { OLDEST_NODE, VERSION } from '../version.ts';
import { checkFile, checkLock, exists } from './doctor-checks.ts';
import { checkDatabase } from './doctor-database.ts';
import { type Finding, note, ok, problem } from './finding.ts';

interface Subject {
  readonly config: Config;
  /** path of the script that was started */
  readonly entry: string;
  /** absolute path of the user's home folder */
  readonly home: string;
}

/**
 * Checks everything that could keep the server from working, and changes nothing: it makes no file and takes no lock.
 * The report names no todo, so it can be shown to others.
 *
 * @returns the report, in lines for a person, and whether no problem was found
 */
export async function doctor(subject: Subject): Promise<{ readonly report: string; readonly well: boolean }> {
  const findings = [
    nodeVersion(),
    ...(subject.config.database
      ? await checkDatabase(subject.config.database, subject.config)
      : await aboutFile(subject)),
    await checkStart(subject),
    ...subject.config.warnings.map((warning) => note('Setting', warning)),
  ];
  const problems = findings.filter(({ verdict }) => verdict === 'problem').length;
  const lines = findings.map(
    ({ verdict, about, text }) => `${verdict.padEnd(8)}${about.padEnd(10)}${text.replaceAll('\n', INDENTED)}`,
  );
  const end = problems ? `Problems found: ${problems}.` : 'All is well.';
  return { report: `Todo Manager ${VERSION}\n\n${lines.join('\n')}\n\n${end}\n`, well: !problems };
}

const INDENTED = `\n${' '.repeat(18)}`;

function nodeVersion(): Finding {
  const where = `Node ${process.versions.node} on ${process.platform} (${process.execPath})`;
  return isOlder(process.versions.node, OLDEST_NODE)
    ? problem('Node', `${where} is too old: ${OLDEST_NODE} or newer is needed.`)
    : ok('Node', where);
}

/** Whether version `a` (`20.18.1`) comes before version `b` (`20.19`). */
function isOlder(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { numeric: true }) < 0;
}

async function aboutFile({ config, entry, home }: Subject): Promise<Finding[]> {
  const { path } = config.file;
  const findings = [ok('File', `${path}\n${reason(config.file, home)}`)];
  if (/[\\/]AppData[\\/]/i.test(path)) {
    findings.push(
      note('Place', 'Windows may show each program its own copy of AppData: choose another folder.'),
    );
  }
  for (const other of new Set([defaultFile(entry, home), homeFile(home)])) {
    if ((await exists(other)) && !(await isSameFile(path, other))) {
      const text = `There is also ${other},\nwhich this server doesn't use. Choose it with --file or TODOS_FILE.`;
      findings.push(note('Two lists', text));
    }
  }
  try {
    const realPath = await realPathOf(path);
    if (realPath !== path) findings.push(ok('Link', `the file is really ${realPath}`));
    return [...findings, ...(await checkFile(realPath, config)), await checkLock(realPath)];
  } catch (error) {
    return [...findings, problem('File', error instanceof Error ? error.message : `${errorCode(error)}`)];
  }
}

/** Also through links, and where the case of a name doesn't matter. */
async function isSameFile(path: string, other: string): Promise<boolean> {
  const real = (each: string) => realPathOf(each).catch(() => each);
  return (await real(path)) === (await real(other));
}

function reason({ path, chosenBy }: Config['file'], home: string): string {
  if (chosenBy !== 'default') return `chosen with ${chosenBy}`;
  return path === homeFile(home)
    ? 'the default of an installed copy'
    : "the default of a checkout, in the server's own folder";
}

const START_TIMEOUT_MS = 15_000;

const CONVERSATION = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'doctor', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
];

/** Starts the server as a client does, asks for its tools, and lets it end. */
async function checkStart({ config, entry }: Subject): Promise<Finding> {
  // Loaded here because the server, which shares this bundle, never needs it.
  const { spawnSync } = await import('node:child_process');
  const args = [
    ...process.execArgv,
    entry,
    ...placeArgs(config),
    ...(config.readOnly ? ['--read-only'] : []),
  ];
  const startedAt = performance.now();
  const { error, status, stdout, stderr } = spawnSync(process.execPath, args, {
    input: CONVERSATION.map((message) => `${JSON.stringify(message)}\n`).join(''),
    encoding: 'utf8',
    timeout: START_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const elapsed = Math.round(performance.now() - startedAt);
  const lines = stdout.split('\n').filter(Boolean);
  const stray = lines.find((line) => objectIn(line) === undefined);
  if (stray !== undefined) {
    const text = `something prints to stdout, which only the server may use: ${stray.slice(0, 100)}`;
    return problem('Start', text);
  }
  const tools = toolsListed(lines);
  if (tools === undefined) {
    const why = stderr.trim().split('\n').at(-1) || error?.message;
    return problem('Start', `the server doesn't answer. ${why ?? ''}`);
  }
  if (status !== 0) {
    const why = error?.message ?? `exit code ${status}`;
    return problem('Start', `the server answers, but doesn't end as it should: ${why}`);
  }
  return ok('Start', `starts, offers ${count(tools, 'tool')} and stops within ${elapsed} ms`);
}

/** How the server is told where the list is; a database in the environment it finds there. */
function placeArgs({ file, database }: Config): string[] {
  if (!database) return ['--file', file.path];
  return database.chosenBy === '--database' ? ['--database', database.url] : [];
}

/** How many tools the server listed; undefined if it listed none. */
function toolsListed(lines: readonly string[]): number | undefined {
  const reply = z.object({ id: z.literal(2), result: z.object({ tools: z.array(z.unknown()) }) });
  const replies = lines.map((line) => reply.safeParse(objectIn(line)).data);
  return replies.find((found) => found !== undefined)?.result.tools.length;
}

/** The JSON object on a line, or undefined if it holds none. */
function objectIn(line: string): object | undefined {
  try {
    return z.looseObject({}).safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
