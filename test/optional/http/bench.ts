import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { LineClient } from '../../bench/line-client.ts';
import { timingOf } from '../../bench/measure.ts';
import { figureOf, type Row, row } from '../../bench/report.ts';
import { fileOf } from '../../bench/sample.ts';

const ENTRY = resolve('dist/main.js');
const TOKEN = 'a-token-of-more-than-thirty-two-characters';
const SESSIONS = 50;
const CALLS_EACH = 60;

export const groups = { http };

type Call = (name: string, args: object) => Promise<void>;

/** 50 clients at once on a list of 100 todos: three lists to each add, over HTTP and beside it over one stdio. */
async function http(folder: string): Promise<Row[]> {
  const overStdio = new LineClient([process.execPath, ENTRY], { TODOS_FILE: fileOf(folder, 100) });
  await overStdio.initialize();
  const stdio = await load(Array.from({ length: SESSIONS }, () => overStdio.call.bind(overStdio)));
  const memory = peakMemory(overStdio.child.pid);
  await overStdio.end();

  const TODOS_FILE = fileOf(folder, 100);
  const server = spawn(process.execPath, [ENTRY, '--http', '0'], {
    env: { ...process.env, TODOS_FILE, TODOS_HTTP_TOKEN: TOKEN },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const url = await urlOf(createInterface(server.stderr));
    const sessions = await Promise.all(Array.from({ length: SESSIONS }, () => sessionAt(url)));
    const overHttp = await load(sessions);
    return [...rowsOf('stdio', stdio, memory), ...rowsOf('HTTP', overHttp, peakMemory(server.pid))];
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

/** All clients call at once, each its next when the last is answered. */
async function load(clients: readonly Call[]): Promise<{ times: number[]; seconds: number }> {
  const times: number[] = [];
  const began = performance.now();
  await Promise.all(
    clients.map(async (call, client) => {
      for (let turn = 0; turn < CALLS_EACH; turn += 1) {
        const started = performance.now();
        await (turn % 4 ? call('list_todos', {}) : call('add_todo', { title: `Todo ${client}.${turn}` }));
        times.push(performance.now() - started);
      }
    }),
  );
  return { times, seconds: (performance.now() - began) / 1000 };
}

function rowsOf(over: string, { times, seconds }: Awaited<ReturnType<typeof load>>, memory: number): Row[] {
  const group = `${SESSIONS} clients over ${over}`;
  return [
    row(group, 'a call', timingOf(times), figureOf('calls per second', Math.round(times.length / seconds))),
    row(group, 'memory at most', undefined, figureOf('MiB', memory)),
  ];
}

/** The most memory that a process has used, in MiB; not a number where the system doesn't tell. */
function peakMemory(pid = 0): number {
  if (process.platform !== 'linux') return Number.NaN;
  const kilobytes = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

async function urlOf(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const url = /"url":"([^"]+)"/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the server did not start');
}

async function sessionAt(url: string): Promise<Call> {
  let session: Record<string, string> = {};
  let lastId = 0;
  const send = async (method: string, params: object) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${TOKEN}`,
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        ...session,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++lastId, method, params }),
    });
    const body = await answer.text();
    if (!answer.ok || body.includes('"error":')) throw new Error(`${answer.status} ${body}`);
    return answer.headers;
  };
  const headers = await send('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1.0.0' },
  });
  session = { 'Mcp-Session-Id': headers.get('mcp-session-id') ?? '' };
  return async (name, args) => void (await send('tools/call', { name, arguments: args }));
}
