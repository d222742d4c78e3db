/**
 * Tests the built server in real agents, with a scripted model on loopback: `npm run test:agents [-- NAME...]` fails when
 * something didn't reach the model as the server sent it, or differs from docs/clients.md; with `--update` it rewrites
 * the agents' rows of that page. It runs where nothing but loopback can be reached, if the system can do that.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Agent, agents, type Place } from './agents.ts';
import { startModel } from './model.ts';
import { pageWith, rowOf } from './page.ts';
import { scenario, Seen } from './scenario.ts';
import { readWire } from './wire.ts';

const PAGE = resolve('docs/clients.md');
/** An agent that has not ended by itself after this long is ended. */
const LONGEST_RUN_MS = 300_000;

/** Runs this script again in namespaces of its own: no network but loopback, and whatever an agent leaves behind ends. */
function runShutIn(): never {
  const namespaces = ['--map-root-user', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const shut = [...namespaces, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const canShut = spawnSync('unshare', [...shut, 'true']).status === 0;
  if (!canShut)
    console.warn("The network can't be shut off here: only the agents' settings keep them on loopback.");
  const self = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const [program = '', ...args] = canShut ? ['unshare', ...shut, ...self] : self;
  const { status } = spawnSync(program, args, {
    stdio: 'inherit',
    env: { ...process.env, AGENTS_SHUT_IN: '1' },
  });
  process.exit(status ?? 1);
}

/** Runs an agent through the scenario. Returns its row of the page, and what went wrong. */
async function tryAgent(agent: Agent): Promise<{ row: string; problems: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), `todo-manager-${agent.name}-`));
  const place = (name: string) => join(folder, name);
  for (const each of ['home', 'work', 'tmp', 'record']) mkdirSync(place(each));
  const seen = new Seen();
  const { problems } = seen;
  const model = await startModel(scenario(agent, place('record'), seen));
  const at: Place = {
    home: place('home'),
    work: place('work'),
    model: model.url,
    server: {
      command: process.execPath,
      args: [`--import=${new URL('record.mjs', import.meta.url).href}`, resolve('dist/main.js')],
      env: { TODOS_FILE: place('todos.json'), MCP_RECORD: place('record') },
    },
  };
  for (const [path, content] of Object.entries(agent.files(at))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  const runs = [...(agent.before?.(at) ?? []), [...agent.command(at), 'Go through my todos.']];
  if (agent.prompt !== undefined) runs.push([...agent.command(at), agent.prompt]);
  let output = '';
  for (const command of runs)
    output += await run(command, { ...agent.env(at), HOME: at.home, TMPDIR: place('tmp') }, at.work);
  model.close();
  const wire = readWire(place('record'));
  if (!seen.done) problems.push('the conversation ended early');
  const row = rowOf(agent, seen, wire, model.requests);
  if (problems.length === 0) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  else {
    writeFileSync(place('requests.jsonl'), model.requests.join('\n'));
    writeFileSync(place('output.txt'), output);
    problems.push(`see ${folder}`);
  }
  return { row, problems };
}

/** Runs a command to its end. Returns what it printed, and how it ended. */
async function run(command: string[], own: Record<string, string>, cwd: string): Promise<string> {
  const [program = '', ...args] = command;
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, TERM: 'dumb', CI: 'true', ...own };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const limit = setTimeout(() => child.kill(), LONGEST_RUN_MS);
  const [code, signal] = await ended;
  clearTimeout(limit);
  // Its server may take a moment longer.
  await sleep(1_000);
  return `${output}\n${program} ended: ${code ?? signal}\n`;
}

if (process.env['AGENTS_SHUT_IN'] === undefined) runShutIn();
const [options, names] = [true, false].map((isOption) =>
  process.argv.slice(2).filter((word) => word.startsWith('--') === isOption),
) as [string[], string[]];
const chosen = agents.filter(({ name }) => names.length === 0 || names.includes(name));
assert(chosen.length >= Math.max(names.length, 1), `Agents: ${agents.map(({ name }) => name).join(', ')}`);
const rows = new Map<string, string>();
let failures = 0;
for (const agent of chosen) {
  const began = performance.now();
  const { row, problems } = await tryAgent(agent);
  rows.set(agent.title, row);
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s ${row}`);
  for (const problem of problems) console.error(`${agent.title}: ${problem}`);
  failures += problems.length;
}
assert.equal(failures, 0, 'something did not reach the model');
const current = readFileSync(PAGE, 'utf8');
const page = pageWith(current, rows);
if (options.includes('--update')) writeFileSync(PAGE, page);
else assert(page === current, 'docs/clients.md has other rows: npm run test:agents -- --update');
process.exit(0);
