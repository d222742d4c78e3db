import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The command line that runs a script of this folder. */
export function scriptCommand(script: string, ...args: string[]): string[] {
  return [process.execPath, '--import', 'tsx', fileURLToPath(new URL(script, import.meta.url)), ...args];
}

/** A running process that prints lines. */
export interface TalkingChild {
  readonly process: ChildProcess;
  /** The next line on its stdout; throws at the end. */
  readonly nextLine: () => Promise<string>;
}

export function startChild(command: readonly string[]): TalkingChild {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) {
      throw new Error('the child ended without a further line');
    }
    return line.value;
  };
  return { process: child, nextLine };
}

/** A process that holds the lock of `file`, and its pid. */
export async function startHolder(file: string): Promise<TalkingChild & { readonly pid: number }> {
  const child = startChild(scriptCommand('hold-lock.ts', file));
  return { ...child, pid: heldBy(await child.nextLine()) };
}

export function heldBy(line: string): number {
  const pid = Number(/^held (\d+)$/.exec(line)?.[1]);
  if (!Number.isInteger(pid)) {
    throw new Error(`not a holder's line: ${line}`);
  }
  return pid;
}

/** Kills a process and waits until it is reaped. */
export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** The state letter of a process in /proc (`T` suspended, `Z` zombie); undefined if there is no such process. */
export function processState(pid: number): string | undefined {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}
