import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

import type { Config } from '../config.ts';
import { count } from '../domain/text.ts';
import { type Finding, ok, problem } from './finding.ts';

/** Clients wait longer for a start, but nobody wants them to. */
const TIMEOUT_MS = 15_000;

const REQUESTS = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'doctor', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
];

/** Starts the server as a client does, greets it, asks for its tools and ends it. */
export async function examineStart({
  config,
  entry,
}: {
  readonly config: Config;
  readonly entry: string;
}): Promise<Finding> {
  // Loaded here, because the server's own start, which this is bundled with, has no use for it.
  const { spawn } = await import('node:child_process');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [
    ...process.execArgv,
    entry,
    '--file',
    config.file.path,
    ...(config.readOnly ? ['--read-only'] : []),
  ]);
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  try {
    return await greeted(child, startedAt);
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

async function greeted(child: ChildProcessWithoutNullStreams, startedAt: number): Promise<Finding> {
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  child.stdin.on('error', () => {});
  const closed = once(child, 'close');
  // When it can't be started, the error comes with the rest of the story below.
  closed.catch(() => {});
  for (const request of REQUESTS) child.stdin.write(`${JSON.stringify(request)}\n`);
  const { createInterface } = await import('node:readline');
  let greetedAfter = 0;
  for await (const line of createInterface(child.stdout)) {
    const answer = jsonOf(line);
    if (answer === undefined) {
      return problem('Start', `something prints to stdout, which clients can't bear: ${line.slice(0, 100)}`);
    }
    greetedAfter ||= performance.now() - startedAt;
    if (!('id' in answer) || answer.id !== 2) continue;
    child.stdin.end();
    const [code] = await closed;
    if (code !== 0) return problem('Start', `it answers, but ends with exit code ${code}`);
    return ok(
      'Start',
      `answers initialize after ${Math.round(greetedAfter)} ms and offers ${count(toolsIn(answer), 'tool')}`,
    );
  }
  return problem('Start', `the server doesn't answer. ${log.trim().split('\n').at(-1) ?? ''}`);
}

function jsonOf(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function toolsIn(answer: object): number {
  const result = 'result' in answer ? answer.result : undefined;
  const tools = typeof result === 'object' && result !== null && 'tools' in result ? result.tools : undefined;
  return Array.isArray(tools) ? tools.length : 0;
}
