import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { ENTRY } from './spawned.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built entry to its end, with hardly any environment. */
export async function runEntry(
  args: readonly string[],
  {
    home,
    env = {},
    entry = ENTRY,
    input,
  }: { home: string; env?: Readonly<Record<string, string>>; entry?: string; input?: string },
): Promise<Ended> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: home,
    env: { PATH, HOME: home, USERPROFILE: home, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that reads nothing may have ended by then.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
