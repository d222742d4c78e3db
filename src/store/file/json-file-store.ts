/** The store over one JSON file: commits waiting changes together, under the lock. */
import type { Calendar } from '../../domain/dates/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/todo.ts';
import { type Applied, applyAll, type Call, QueuedStore, refuse, withoutCancelled } from '../queued-store.ts';
import { diskFileSystem, type FileSystem } from './disk/file-system.ts';
import { checkSnapshot, tooLarge } from './file-format.ts';
import { renderSnapshot } from './file-text.ts';
import { FILE_WAITS, type FileWaits } from './file-waits.ts';
import { ListFile, type Target } from './list-file.ts';

export interface JsonFileStoreOptions {
  /** writes new versions; tests have one that fails */
  readonly disk?: FileSystem;
  readonly waits?: Partial<FileWaits>;
}

/**
 * Todos in one JSON file. Calls take effect in the order they are made; changes that wait at the same time share one
 * write (group commit), and none is acknowledged before it is on disk.
 */
export class JsonFileStore extends QueuedStore {
  readonly #waits: FileWaits;
  readonly #file: ListFile;
  readonly #closing = new AbortController();

  /**
   * @param path absolute; the file need not exist, and nothing is touched before the first call
   * @param calendar for the backup that the first change of a day makes
   */
  constructor(path: string, calendar: Calendar, { disk = diskFileSystem, waits }: JsonFileStoreOptions = {}) {
    super(calendar, waits?.watchInterval ?? FILE_WAITS.watchInterval);
    this.#waits = { ...FILE_WAITS, ...waits };
    this.#file = new ListFile(path, calendar, disk, this.#waits);
  }

  /**
   * Refuses changes that wait for other programs, now and in later calls; a free lock is still taken.
   *
   * @param graceMs how much longer they may wait, in milliseconds
   */
  stopWaiting(graceMs = 500): void {
    setTimeout(() => this.#closing.abort(), graceMs);
  }

  /**
   * Answers the calls before the first one that must write (reads, refusals, and changes with nothing to do), then commits
   * the others under the lock.
   */
  protected override async serve(calls: readonly Call[]): Promise<readonly Call[]> {
    const version = await this.#file.read();
    const { outcomes } = applyAll(calls, version);
    const mustWrite = outcomes.findIndex(
      ({ after, claimsSaved }) =>
        after !== version.snapshot || (claimsSaved && this.#file.isDoubtful(version)),
    );
    const count = mustWrite < 0 ? calls.length : mustWrite;
    for (const { settle, claimsSaved } of outcomes.slice(0, count)) {
      settle(claimsSaved ? await this.#file.confirm(version) : undefined);
    }
    if (mustWrite < 0) return [];
    const rest = { calls: calls.slice(count), before: version, outcomes: outcomes.slice(count) };
    return this.#commitUnderLock(rest);
  }

  /**
   * Commits these calls and those that were made meanwhile, reads between changes included, with one write.
   *
   * @returns the calls that must be served again
   */
  async #commitUnderLock(known: Applied): Promise<readonly Call[]> {
    const options = {
      signal: this.#closing.signal,
      timeoutMs: this.#waits.patience,
      since: known.calls[0]?.since,
    };
    try {
      return await this.#file.withLock(options, (target) =>
        // Taken only now, so that calls made while waiting for the lock are included.
        this.#commitOrRefuse([...known.calls, ...this.takeNew()], target, known),
      );
    } catch (error) {
      return this.#refuse(known.calls, error);
    }
  }

  /** @returns the calls that must be served again */
  async #commitOrRefuse(group: readonly Call[], target: Target, known?: Applied): Promise<readonly Call[]> {
    try {
      return await this.#commit(group, target, known);
    } catch (error) {
      const [first, ...others] = group;
      const isTooLarge = error instanceof TodoError && error.code === 'limit_reached';
      // What is too large together may fit one by one.
      if (isTooLarge && first && others.length)
        return [...(await this.#commitOrRefuse([first], target)), ...others];
      return this.#refuse(group, error);
    }
  }

  /**
   * Applies the calls one after the other and answers them when the result is on disk.
   *
   * @returns the calls that must be served again
   * @throws TodoError if the file was not changed
   */
  async #commit(group: readonly Call[], target: Target, known?: Applied): Promise<readonly Call[]> {
    const before = await this.#file.readAgain();
    const calls = withoutCancelled(group);
    const { outcomes } = applyAll(calls, before, known);
    const after = outcomes.at(-1)?.after ?? before.snapshot;
    const isSame = after === before.snapshot;
    // Another process has made the same change meanwhile; such calls are answered without the lock.
    if (isSame && !this.#file.isDoubtful(before)) return calls;
    checkSnapshot(before.snapshot, after);
    const bytes = isSame ? before.bytes : renderSnapshot(after);
    if (bytes.length > LIMITS.bytes && after.todos.length > before.snapshot.todos.length) throw tooLarge();
    const failure = await this.#file.save(before, after, bytes, target);
    for (const { settle } of outcomes) settle(failure);
    this.notify(before.snapshot, after);
    return [];
  }

  #refuse(calls: readonly Call[], error: unknown): Call[] {
    return refuse(calls, error, this.#closing.signal.aborted ? 0 : this.#waits.patience);
  }
}
