/** The command doctor: checks everything that could keep the server from working, and changes nothing. */
import { spawnSync } from 'node:child_process';

import * as z from 'zod';

import { count } from '../domain/text/text.ts';
import type { Finding, Output, Setup } from '../part.ts';
import { OLDEST_NODE, VERSION } from '../version.ts';
import { checkClaudeDesktop } from './claude-desktop.ts';
import { checkFile } from './doctor-file.ts';
import { note, ok, problem } from './finding.ts';
import { otherLists, placeOf } from './other-lists.ts';

const INDENTED = `\n${' '.repeat(18)}`;

/**
 * Checks everything that could keep the server from working, and changes nothing: it creates no file and takes no lock.
 * The report names no todo, so it can be shown to others.
 *
 * @returns whether no problem was found
 */
export async function runDoctor(setup: Setup, { out }: Output): Promise<boolean> {
  const { config, processInfo, store, serve, checks } = setup;
  const others = await otherLists(setup);
  const findings = [
    checkNode(),
    ...(store ? await store.check(config) : await checkFile(config, processInfo.home)),
    ...(await Promise.all(checks.map((check) => check()))).flat(),
    ...others.map((text) => note('Lists', `${text}\nChoose it with --file or TODOS_FILE.`)),
    ...checkClaudeDesktop({ platform: process.platform, ...processInfo }),
    // Another way to serve brings its own check.
    ...(serve ? [] : [checkStart(setup)]),
    ...config.warnings.map((warning) => problem('Setting', warning)),
  ];
  const problems = findings.filter(({ verdict }) => verdict === 'problem').length;
  const lines = findings.map(
    ({ verdict, about, text }) => `${verdict.padEnd(8)}${about.padEnd(10)}${text.replaceAll('\n', INDENTED)}`,
  );
  const end = problems ? `Problems found: ${problems}.` : 'All is well.';
  out(`Todo Manager ${VERSION}\n\n${lines.join('\n')}\n\n${end}\nList: ${placeOf(setup)}\n`);
  return !problems;
}

function checkNode(): Finding {
  const { node } = process.versions;
  const where = `Node ${node} on ${process.platform} (${process.execPath})`;
  return node.localeCompare(OLDEST_NODE, 'en', { numeric: true }) < 0
    ? problem('Node', `${where} is too old: ${OLDEST_NODE} or newer is needed.`)
    : ok('Node', where);
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
const TOOLS_LISTED = z.object({ id: z.literal(2), result: z.object({ tools: z.array(z.unknown()) }) });

/** Starts the server as a client does, asks for its tools, and lets it end. */
function checkStart({ config, store, processInfo }: Setup): Finding {
  const place = store ? store.options : ['--file', config.file.path];
  const flags = [...place, ...(config.readOnly ? ['--read-only'] : [])];
  const startedAt = performance.now();
  const { error, status, stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, processInfo.entry, ...flags],
    {
      input: CONVERSATION.map((message) => `${JSON.stringify(message)}\n`).join(''),
      encoding: 'utf8',
      timeout: START_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    },
  );
  const elapsed = Math.round(performance.now() - startedAt);
  const lines = stdout.split('\n').filter(Boolean);
  const messages = lines.map(messageIn);
  const stray = lines[messages.indexOf(undefined)];
  if (stray !== undefined) {
    const text = `something prints to stdout, which only the server may use: ${stray.slice(0, 100)}`;
    return problem('Start', text);
  }
  const listed = messages.map((message) => TOOLS_LISTED.safeParse(message).data).find((found) => found);
  if (!listed) {
    const why = stderr.trim().split('\n').at(-1) || error?.message;
    return problem('Start', `the server doesn't answer. ${why ?? ''}`);
  }
  if (status !== 0) {
    const why = error?.message ?? `exit code ${status}`;
    return problem('Start', `the server answers, but doesn't end as it should: ${why}`);
  }
  const tools = count(listed.result.tools.length, 'tool');
  return ok('Start', `starts, offers ${tools} and stops within ${elapsed} ms`);
}

/** The JSON object on a line, or undefined if there is none. */
function messageIn(line: string): object | undefined {
  try {
    return z.looseObject({}).safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
