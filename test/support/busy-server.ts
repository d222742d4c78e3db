import { expect } from 'vitest';

import { SpawnedServer, type SpawnOptions } from './spawned.ts';

/** The stages of a todo, in their order. */
const STAGES = ['added', 'completed', 'deleted'] as const;
type Stage = (typeof STAGES)[number];

/**
 * The built server, kept busy by several chains of calls that add todos, complete them and delete every third.
 * Remembers what was acknowledged, so that a test can look for it in the file.
 */
export class BusyServer {
  readonly server: SpawnedServer;
  /** the last acknowledged stage of each todo, by id */
  readonly acknowledged = new Map<number, Stage>();
  #stopped = false;
  #chains: Promise<void>[] = [];

  constructor(place: Pick<SpawnOptions, 'file' | 'database'>) {
    this.server = new SpawnedServer(place);
  }

  get pid(): number {
    return this.server.child.pid ?? Number.NaN;
  }

  async start(chains = 3): Promise<void> {
    await this.server.initialize();
    this.#chains = Array.from({ length: chains }, (_, chain) => this.#work(chain));
  }

  /** Resolves as soon as one more change is acknowledged. */
  async oneMore(): Promise<void> {
    const before = this.server.lines.length;
    await this.server.until(() => (this.server.lines.length > before ? true : undefined));
  }

  /** Ends the chains after their current calls. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#chains);
  }

  /** Kills the process and waits until it is gone. */
  async kill(): Promise<void> {
    this.server.child.kill('SIGKILL');
    await this.ended();
  }

  /** The exit code, once the process has ended and all its output was read; null if a signal ended it. */
  async ended(): Promise<number | null> {
    this.#stopped = true;
    const code = await this.server.exitCode();
    await Promise.allSettled(this.#chains);
    return code;
  }

  async #work(chain: number): Promise<void> {
    for (let round = 0; !this.#stopped; round += 1) {
      const id = await changedTodo(this.server, 'add_todo', {
        title: `Todo ${round} of chain ${chain} of ${this.pid}`,
      });
      this.acknowledged.set(id, 'added');
      if (this.#stopped) return;
      await changedTodo(this.server, 'complete_todo', { todo_id: id });
      this.acknowledged.set(id, 'completed');
      if (this.#stopped || round % 3 !== 0) continue;
      await changedTodo(this.server, 'delete_todo', { todo_id: id });
      this.acknowledged.set(id, 'deleted');
    }
  }
}

/** Calls a tool that changes one todo, and returns the todo's id. Throws if the tool fails. */
export async function changedTodo(
  server: SpawnedServer,
  tool: string,
  args: Record<string, unknown>,
): Promise<number> {
  const { result, error } = await server.call(tool, args);
  const { todo } = (result?.['structuredContent'] ?? {}) as { todo?: { id: number } };
  if (!todo) throw new Error(JSON.stringify(error ?? result));
  return todo.id;
}

/**
 * Expects every acknowledged change in the list. A change that was not acknowledged when the process ended may be there
 * or not, so a todo may be one stage further.
 */
export function expectKept(
  acknowledged: ReadonlyMap<number, Stage>,
  todos: readonly { readonly id: number; readonly completed: boolean }[],
): void {
  const completed = new Map(todos.map((todo) => [todo.id, todo.completed]));
  const lost = [...acknowledged].filter(([id, stage]) => {
    const kept = completed.get(id);
    const found: Stage = kept === undefined ? 'deleted' : kept ? 'completed' : 'added';
    const further = STAGES.indexOf(found) - STAGES.indexOf(stage);
    return further < 0 || further > 1;
  });
  expect(lost).toEqual([]);
}
