import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import writeFileAtomic from 'write-file-atomic';

import { TodoError } from '../domain/errors.ts';
import type { Changed, Snapshot } from '../domain/snapshot.ts';
import type { TodoStore } from '../domain/todo-store.ts';
import { LIMITS } from '../domain/todo.ts';
import { serializeSnapshot } from './file-format.ts';
import { unavailable } from './file-problem.ts';
import { realPathOf } from './real-path.ts';
import { ABSENT, SnapshotReader } from './snapshot-reader.ts';

/** A call that waits for its turn. */
interface Job {
  /** whether it may change the list; a read is a job that doesn't */
  readonly changes: boolean;
  /** Takes its turn; the caller learns of the outcome only when `settle` is called. Never throws. */
  readonly run: (snapshot: Snapshot) => { readonly snapshot: Snapshot; readonly settle: () => void };
  readonly reject: (error: unknown) => void;
}

/**
 * Todos in one JSON file. Calls take effect in the order they are made; changes that wait at the same time share one
 * write, and none is acknowledged before it is on disk.
 */
export class JsonFileStore implements TodoStore {
  readonly #path: string;
  readonly #reader: SnapshotReader;
  #waiting: Job[] = [];
  #work: Promise<void> | undefined;

  /** @param path absolute; the file need not exist, and nothing is touched before the first call */
  constructor(path: string) {
    this.#path = path;
    this.#reader = new SnapshotReader(path);
  }

  read(): Promise<Snapshot> {
    return this.#enqueue(false, (snapshot) => ({ snapshot, result: snapshot }));
  }

  update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    return this.#enqueue(true, change);
  }

  /** Resolves when every call made so far has been settled. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #enqueue<T>(changes: boolean, change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const run: Job['run'] = (before) => {
        try {
          const { snapshot, result } = change(before);
          return { snapshot, settle: () => resolve(result) };
        } catch (error) {
          return { snapshot: before, settle: () => reject(error) };
        }
      };
      this.#waiting.push({ changes, run, reject });
      this.#work ??= this.#takeTurns();
    });
  }

  async #takeTurns(): Promise<void> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      await (next.changes ? this.#commitWaiting() : this.#answerReads());
    }
    this.#work = undefined;
  }

  /** Answers the reads that no change stands before. */
  async #answerReads(): Promise<void> {
    const firstChange = this.#waiting.findIndex(({ changes }) => changes);
    const reads = this.#waiting.splice(0, firstChange < 0 ? this.#waiting.length : firstChange);
    try {
      const { snapshot } = await this.#reader.read();
      for (const read of reads) read.run(snapshot).settle();
    } catch (error) {
      for (const read of reads) read.reject(error);
    }
  }

  /** Runs everything that waits, reads between changes included, and keeps what comes of it with one write. */
  async #commitWaiting(): Promise<void> {
    const group = this.#waiting.splice(0);
    try {
      await this.#commit(group);
    } catch (error) {
      this.#reader.forget();
      // None of it is in the file: the changes failed, and the reads are for what the file still holds.
      for (const job of group) if (job.changes) job.reject(error);
      this.#waiting.unshift(...group.filter(({ changes }) => !changes));
    }
  }

  async #commit(group: Job[]): Promise<void> {
    const before = await this.#reader.read();
    let after = before.snapshot;
    const settles = group.map((job) => {
      const outcome = job.run(after);
      after = outcome.snapshot;
      return outcome.settle;
    });
    if (after !== before.snapshot) {
      const bytes = Buffer.from(serializeSnapshot(after));
      if (bytes.length > LIMITS.bytes && after.todos.length > before.snapshot.todos.length) {
        if (group.length === 1) throw tooLarge();
        // One of them asks for too much; alone, the others can do.
        this.#waiting.unshift(...group.splice(1));
        return this.#commit(group);
      }
      await this.#replaceFile(bytes, before.stamp === ABSENT);
      await this.#reader.remember(after, bytes);
    }
    for (const settle of settles) settle();
  }

  async #replaceFile(bytes: Buffer, isNew: boolean): Promise<void> {
    try {
      const path = await realPathOf(this.#path);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFileAtomic(path, bytes, isNew ? { mode: 0o600 } : {});
    } catch (error) {
      throw error instanceof TodoError ? error : unavailable('write', this.#path, error);
    }
  }
}

function tooLarge(): TodoError {
  const limit = `${LIMITS.bytes / 1024 / 1024} MiB`;
  return new TodoError(
    'limit_reached',
    `The list is full: its file would pass ${limit}.`,
    'Delete completed todos first.',
  );
}
