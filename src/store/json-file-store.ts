import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

import { TodoError } from '../domain/errors.ts';
import type { Changed, Snapshot } from '../domain/snapshot.ts';
import type { ChangeListener, TodoStore } from '../domain/todo-store.ts';
import { LIMITS } from '../domain/todo.ts';
import { ChangeFeed } from './change-feed.ts';
import { type Calendar, DailyBackup } from './daily-backup.ts';
import { unavailable } from './disk-errors.ts';
import { durableReplace } from './durable-replace.ts';
import { withFileLock } from './file-lock.ts';
import { makeFolder } from './make-folder.ts';
import { realPathOf } from './real-path.ts';
import { diskFileSystem, type ReplaceFileSystem } from './replace-file-system.ts';
import { SnapshotReader, type Stamp } from './snapshot-reader.ts';
import { SnapshotText } from './snapshot-text.ts';

/** A call that waits for its turn. */
interface Job {
  /** whether it may change the list; a read is a job that doesn't */
  readonly changes: boolean;
  /** Takes its turn; the caller learns of the outcome only when `settle` is called. Never throws. */
  readonly run: (snapshot: Snapshot) => Outcome;
  readonly reject: (error: unknown) => void;
}

/** What comes of a call on one version of the list. */
interface Outcome {
  /** the next version; the same one when nothing changed */
  readonly snapshot: Snapshot;
  readonly settle: () => void;
}

/**
 * Todos in one JSON file. Calls take effect in the order they are made; changes that wait at the same time share one
 * write, and none is acknowledged before it is on disk.
 */
export class JsonFileStore implements TodoStore {
  readonly #path: string;
  readonly #backup: DailyBackup;
  readonly #disk: ReplaceFileSystem;
  readonly #reader: SnapshotReader;
  readonly #feed: ChangeFeed;
  readonly #text = new SnapshotText();
  readonly #closing = new AbortController();
  #waiting: Job[] = [];
  #work: Promise<void> | undefined;

  /**
   * @param path absolute; the file need not exist, and nothing is touched before the first call
   * @param calendar for the backup that the first change of a day makes
   * @param disk what new versions are written with; only tests, which need one that fails, have another
   */
  constructor(path: string, calendar: Calendar, disk: ReplaceFileSystem = diskFileSystem) {
    this.#path = path;
    this.#backup = new DailyBackup(calendar);
    this.#disk = disk;
    this.#reader = new SnapshotReader(path);
    this.#feed = new ChangeFeed(
      () => this.read(),
      () => calendar.dayOf(calendar.now()),
    );
  }

  read(): Promise<Snapshot> {
    return this.#enqueue(false, (snapshot) => ({ snapshot, result: snapshot }));
  }

  update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    return this.#enqueue(true, change);
  }

  onChange(listener: ChangeListener): () => void {
    return this.#feed.listen(listener);
  }

  watchOthers(): Promise<() => void> {
    return this.#feed.watchOthers();
  }

  /** Gives up changes that wait for another process's lock, now and from now on; a free lock is still taken. */
  stopWaiting(): void {
    this.#closing.abort();
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
      this.#waiting.push({ changes, run: onceFor(run), reject });
      this.#work ??= this.#takeTurns();
    });
  }

  async #takeTurns(): Promise<void> {
    while (this.#waiting.length) {
      if (await this.#changeIsNext()) await this.#commitWaiting();
    }
    this.#work = undefined;
  }

  /**
   * Whether the next job in turn changes something. Those before it that don't, reads and failures, are settled here:
   * they need no lock and leave no trace.
   */
  async #changeIsNext(): Promise<boolean> {
    try {
      const [next] = this.#waiting;
      const guess = next?.changes ? await this.#reader.guess() : undefined;
      // A guess is enough here: under the lock it is seen whether it was right.
      if (guess && next && next.run(guess).snapshot !== guess) return true;
      const { snapshot } = await this.#reader.read();
      for (let job = this.#waiting[0]; job; job = this.#waiting[0]) {
        const outcome = job.run(snapshot);
        if (outcome.snapshot !== snapshot) return true;
        this.#waiting.shift();
        outcome.settle();
      }
    } catch (error) {
      for (const job of this.#waiting.splice(0)) job.reject(error);
    }
    return false;
  }

  /** Runs everything that waits, reads between changes included, and keeps what comes of it with one write. */
  async #commitWaiting(): Promise<void> {
    let group: Job[] = [];
    try {
      const path = await this.#madeReady();
      await withFileLock(path, { signal: this.#closing.signal }, async ({ folder }) => {
        // Only now, so that what came while the lock was waited for is part of it.
        group = this.#waiting.splice(0);
        await this.#commit(group, path, folder);
      });
    } catch (error) {
      if (!group.length) group = this.#waiting.splice(0);
      // None of it is in the file: the changes failed, and the reads are for what the file still holds.
      for (const job of group) if (job.changes) job.reject(error);
      this.#waiting.unshift(...group.filter(({ changes }) => !changes));
    }
  }

  /** The real path of the file, in a folder that exists. */
  async #madeReady(): Promise<string> {
    const path = await realPathOf(this.#path);
    try {
      if (!existsSync(path)) await makeFolder(dirname(path), this.#disk);
    } catch (error) {
      throw unavailable(`Can't save ${path}`, error);
    }
    return path;
  }

  /** Applies the jobs of `group` one after the other and settles them, when what came of them is on disk. */
  async #commit(group: Job[], path: string, stagingFolder: string): Promise<void> {
    const before = await this.#reader.read();
    let after = before.snapshot;
    const outcomes = group.map((job) => {
      const outcome = job.run(after);
      const changed = outcome.snapshot !== after;
      after = outcome.snapshot;
      return { ...outcome, changed, reject: job.reject };
    });
    const bytes = after === before.snapshot ? undefined : this.#text.render(after);
    if (bytes && bytes.length > LIMITS.bytes && after.todos.length > before.snapshot.todos.length) {
      if (group.length === 1) throw tooLarge();
      // One of them asks for too much; alone, the others can do.
      this.#waiting.unshift(...group.splice(1));
      return this.#commit(group, path, stagingFolder);
    }
    let unconfirmed: TodoError | undefined;
    try {
      if (bytes) await this.#replace(path, bytes, after, before.stamp, stagingFolder);
    } catch (error) {
      if (error instanceof ChangedMeanwhile) {
        // From the beginning, with the lock as well: it may be that a link leads to another file now.
        this.#waiting.unshift(...group.splice(0));
        return;
      }
      if (!(error instanceof TodoError) || error.code !== 'saved_unconfirmed') throw error;
      unconfirmed = error;
    }
    for (const { changed, settle, reject } of outcomes) {
      if (unconfirmed && changed) reject(unconfirmed);
      else settle();
    }
    this.#feed.tell(before.snapshot, after);
  }

  async #replace(
    path: string,
    bytes: Buffer,
    after: Snapshot,
    stamp: Stamp,
    stagingFolder: string,
  ): Promise<void> {
    // Editors know nothing of our lock: what they saved since we read it must be part of the next version.
    const checkSame = async () => {
      const unchanged = (await realPathOf(this.#path)) === path && (await this.#reader.stamp()) === stamp;
      if (!unchanged) throw new ChangedMeanwhile();
    };
    const checkUnchanged = async () => {
      // Only now, when the new version has its room on the disk.
      await this.#backup.keep(path, stagingFolder, checkSame);
      await checkSame();
    };
    this.#reader.forget();
    const replaced = await durableReplace(path, bytes, { stagingFolder, checkUnchanged, fs: this.#disk });
    if (replaced) this.#reader.remember(after, bytes, replaced);
  }
}

/** Calls are pure: on the list they were last run on, they need not run again. */
function onceFor(run: Job['run']): Job['run'] {
  let last: { readonly before: Snapshot; readonly outcome: Outcome } | undefined;
  return (before) => {
    if (last?.before !== before) last = { before, outcome: run(before) };
    return last.outcome;
  };
}

/** The file is not the one that was read any more, or not the one that was locked. */
class ChangedMeanwhile extends Error {}

function tooLarge(): TodoError {
  const limit = `${LIMITS.bytes / 1024 / 1024} MiB`;
  return new TodoError(
    'limit_reached',
    `The list is full: its file would pass ${limit}.`,
    'Delete completed todos first.',
  );
}
