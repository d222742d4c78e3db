/**
 * Counts the functions and files of src/ that one `add_todo` into an empty folder runs, by comparing the coverage with
 * and without the call. `tsx test/bench/walk.ts --list` names them.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { LineClient } from './line-client.ts';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** How often each function of src/ runs in a server that gets `calls` after the handshake. */
async function countsWith(calls: (client: LineClient) => Promise<void>): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'todo-manager-walk-'));
  const coverage = join(folder, 'coverage');
  try {
    const env = { TODOS_FILE: join(folder, 'todos.json'), NODE_V8_COVERAGE: coverage };
    const client = new LineClient([process.execPath, '--import', 'tsx', 'src/main.ts'], env);
    await client.initialize();
    await calls(client);
    await client.end();
    return countsIn(coverage);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countsIn(coverage: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of readdirSync(coverage)) {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as Coverage;
    for (const { url, functions } of result.filter(isOurs)) {
      const file = relative(resolve('src'), fileURLToPath(url));
      // The first function is the module itself.
      for (const { functionName, ranges } of functions.slice(1)) {
        // A helper of the compiler.
        if (functionName === '__name') continue;
        const key = `${file} ${functionName || 'anonymous'} ${ranges[0]?.startOffset}`;
        counts.set(key, (counts.get(key) ?? 0) + (ranges[0]?.count ?? 0));
      }
    }
  }
  return counts;
}

function isOurs({ url }: { readonly url: string }): boolean {
  return url.startsWith('file:') && fileURLToPath(url).startsWith(resolve('src'));
}

const without = await countsWith(async () => {});
const withCall = await countsWith((client) => client.call('add_todo', { title: 'Buy milk' }));
const walked = [...withCall].filter(([key, count]) => count > (without.get(key) ?? 0)).map(([key]) => key);
const files = new Set(walked.map((key) => key.split(' ')[0]));
if (process.argv.includes('--list')) console.log(walked.toSorted().join('\n'));
console.log(`add_todo runs ${walked.length} functions in ${files.size} files`);
