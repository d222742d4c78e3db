import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LineClient } from './line-client.ts';
import { measure } from './measure.ts';
import { ratio, type Row } from './report.ts';

/** How much longer than Node alone a start may take, in milliseconds, by Node's major version. */
const GOALS: Readonly<Record<string, number>> = { 20: 110, 24: 80 };
const RUNS = 30;

/**
 * From spawn to the answer to `initialize`, and the memory of a server that has listed its tools and waits, against
 * Node alone.
 *
 * @param other another server's command, to be measured side by side
 */
export async function start(folder: string, other?: readonly string[]): Promise<Row[]> {
  const env = { TODOS_FILE: join(folder, 'none.json') };
  const ours = [process.execPath, 'dist/main.js'];
  const startOf = (command: readonly string[]) => async () => {
    const client = new LineClient(command, env);
    await client.initialize();
    client.child.kill('SIGKILL');
    await once(client.child, 'exit');
  };
  const bare = async () => once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  const timings = await measure({ bare, ours: startOf(ours), other: startOf(other ?? ours) }, RUNS);
  const major = process.versions.node.split('.')[0] ?? '';
  const goal = GOALS[major];
  const over = timings.ours.median - timings.bare.median;
  const rows: Row[] = [
    { group: 'start', what: 'node -e 0', timing: timings.bare },
    {
      group: 'start',
      what: 'spawn to the answer to initialize',
      timing: timings.ours,
      figure: { name: 'ms over bare Node', value: over, ...(goal !== undefined && { goal }) },
    },
    { group: 'start', what: 'the same', figure: ratio('x bare', timings.ours, timings.bare) },
  ];
  if (other) {
    rows.push({
      group: 'start',
      what: `other: ${other.join(' ')}`,
      timing: timings.other,
      figure: ratio('x bare', timings.other, timings.bare),
    });
  }
  return [...rows, ...(await memory(ours, other, env))];
}

async function memory(
  ours: readonly string[],
  other: readonly string[] | undefined,
  env: Readonly<Record<string, string>>,
): Promise<Row[]> {
  if (!existsSync('/proc/self/status')) return [];
  const bare = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)']);
  await once(bare.stdout, 'data');
  const base = residentMegabytes(bare.pid);
  bare.kill('SIGKILL');
  const rows: Row[] = [{ group: 'memory', what: 'node alone, MB', figure: { name: 'MB', value: base } }];
  for (const command of other ? [ours, other] : [ours]) {
    const client = new LineClient(command, env);
    await client.initialize();
    await client.request('tools/list');
    const used = residentMegabytes(client.child.pid);
    client.child.kill('SIGKILL');
    const what = command === ours ? 'server, tools listed' : `other: ${command.join(' ')}`;
    rows.push({
      group: 'memory',
      what: `${what}, ${used.toFixed(1)} MB`,
      figure: { name: 'x bare', value: used / base, ...(command === ours && { goal: 1.4 }) },
    });
  }
  return rows;
}

function residentMegabytes(pid: number | undefined): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
