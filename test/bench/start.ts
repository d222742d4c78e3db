import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LineClient } from './line-client.ts';
import { measure } from './measure.ts';
import { figureOf, ratio, type Row, row } from './report.ts';

/** How much longer than Node alone a start may take, in milliseconds, by Node's major version. */
const GOALS: Readonly<Record<string, number>> = { 20: 110, 24: 80 };
const OURS = [process.execPath, 'dist/main.js'];
const RUNS = 30;

/**
 * From spawn to the result of `initialize`, and the memory after `tools/list`, compared with Node alone.
 *
 * @param other the command of another server to measure as well
 */
export async function start(folder: string, other?: readonly string[]): Promise<Row[]> {
  const env = { TODOS_FILE: join(folder, 'none.json') };
  const startOf = (command: readonly string[]) => async () => {
    const client = new LineClient(command, env);
    await client.initialize();
    client.child.kill('SIGKILL');
    await once(client.child, 'exit');
  };
  const startNode = async () => once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  const works = { bare: startNode, ours: startOf(OURS), other: startOf(other ?? OURS) };
  const { bare, ours, ...others } = await measure(works, RUNS);
  const goal = GOALS[process.versions.node.split('.')[0] ?? ''];
  const over = figureOf('ms over bare Node', ours.median - bare.median, goal);
  const rows = [
    row('start', 'node -e 0', bare),
    row('start', 'spawn to the result of initialize', ours, over),
    row('start', 'the same', undefined, ratio('x bare', ours, bare)),
  ];
  if (other)
    rows.push(row('start', `other: ${other.join(' ')}`, others.other, ratio('x bare', others.other, bare)));
  return [...rows, ...(await memory(other ? [OURS, other] : [OURS], env))];
}

async function memory(
  commands: readonly (readonly string[])[],
  env: Readonly<Record<string, string>>,
): Promise<Row[]> {
  if (!existsSync('/proc/self/status')) return [];
  const bare = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)']);
  await once(bare.stdout, 'data');
  const base = residentMegabytes(bare.pid);
  bare.kill('SIGKILL');
  const rows = [row('memory', 'node alone', undefined, figureOf('MB', base))];
  for (const command of commands) {
    const client = new LineClient(command, env);
    await client.initialize();
    await client.request('tools/list');
    const used = residentMegabytes(client.child.pid);
    client.child.kill('SIGKILL');
    const [what, goal] = command === OURS ? ['server, tools listed', 1.4] : [`other: ${command.join(' ')}`];
    rows.push(
      row('memory', `${what}, ${used.toFixed(1)} MB`, undefined, figureOf('x bare', used / base, goal)),
    );
  }
  return rows;
}

function residentMegabytes(pid: number | undefined): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
