import type { Calendar } from '../domain/dates/calendar.ts';
import { TodoError } from '../domain/errors.ts';
import type { Changed, Snapshot } from '../domain/snapshot.ts';
import type { ChangeListener, TodoStore } from '../domain/todo-store.ts';
import { LIMITS } from '../domain/todo.ts';
import { CallQueue } from './call-queue.ts';
import { applyAll, type Call, refuse } from './call.ts';
import { ChangeFeed } from './change-feed.ts';
import { diskFileSystem, type FileSystem } from './disk/file-system.ts';
import { checkSnapshot } from './file-format.ts';
import { renderSnapshot } from './file-text.ts';
import { ChangedMeanwhile, ListFile, type Target } from './list-file.ts';
import { waitAborted } from './lock/lock-errors.ts';
import { keepsChanging, tooLarge } from './store-errors.ts';
import { type Waits, WAITS } from './waits.ts';

export interface JsonFileStoreOptions {
  /** what new versions are written with; tests have one that fails */
  readonly disk?: FileSystem;
  readonly waits?: Partial<Waits>;
}

/**
 * Todos in one JSON file. Calls take effect in the order they are made; changes that wait at the same time share one
 * write, and none is acknowledged before it is on disk.
 */
export class JsonFileStore implements TodoStore {
  readonly #path: string;
  readonly #waits: Waits;
  readonly #file: ListFile;
  readonly #feed: ChangeFeed;
  readonly #closing = new AbortController();
  readonly #queue = new CallQueue(() => this.#serve());

  /**
   * @param path absolute; the file need not exist, and nothing is touched before the first call
   * @param calendar for the backup that the first change of a day makes
   */
  constructor(path: string, calendar: Calendar, { disk, waits }: JsonFileStoreOptions = {}) {
    this.#path = path;
    this.#waits = { ...WAITS, ...waits };
    this.#file = new ListFile(path, calendar, disk ?? diskFileSystem, this.#waits);
    const today = () => calendar.dayOf(calendar.now());
    this.#feed = new ChangeFeed(() => this.read(), today, this.#waits.watchInterval);
  }

  read(): Promise<Snapshot> {
    return this.#queue.read();
  }

  update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    return this.#queue.update(change);
  }

  onChange(listener: ChangeListener): () => void {
    return this.#feed.listen(listener);
  }

  watchOthers(): Promise<() => void> {
    return this.#feed.watchOthers();
  }

  /**
   * Gives up changes that wait for other programs, now and from then on; a free lock is still taken.
   *
   * @param graceMs how much longer they may wait, in milliseconds
   */
  stopWaiting(graceMs = 500): void {
    setTimeout(() => this.#closing.abort(), graceMs);
  }

  /** Resolves when every call made so far has been settled. */
  async settled(): Promise<void> {
    await this.#queue.settled();
  }

  async #serve(): Promise<void> {
    const changeIsNext = await this.#answerWithoutLock();
    if (changeIsNext) await this.#commitUnderLock();
  }

  /**
   * Answers the calls up to the first one that changes something: reads, refusals, and changes with nothing to do.
   *
   * @returns whether there is one that changes something
   */
  async #answerWithoutLock(): Promise<boolean> {
    const version = await this.#file.read();
    const calls = this.#queue.waiting;
    let answered = 0;
    for (; answered < calls.length; answered++) {
      const call = calls[answered];
      const outcome = call?.run(version.snapshot);
      if (!call || !outcome || outcome.snapshot !== version.snapshot) break;
      const failure = outcome.claimsSaved ? await this.#file.confirm(version) : undefined;
      if (failure) call.reject(failure);
      else outcome.settle();
    }
    this.#queue.take(answered);
    return this.#queue.waiting.length > 0;
  }

  /** Commits everything that waits, reads between changes included, with one write. */
  async #commitUnderLock(): Promise<void> {
    let group: Call[] = [];
    try {
      const options = {
        signal: this.#closing.signal,
        timeoutMs: this.#waits.patience,
        since: this.#queue.waiting[0]?.since,
      };
      await this.#file.withLock(options, async (target) => {
        // Only now, so that calls made during the wait are part of it.
        group = this.#queue.take();
        group = await this.#commit(group, target);
      });
    } catch (error) {
      if (!group.length) group = this.#queue.take();
      group = refuse(group, error, this.#patienceMs());
    }
    this.#queue.putBack(group);
  }

  /**
   * Applies the calls one after the other and answers them when the result is on disk.
   *
   * @returns the calls that must be run again
   * @throws TodoError when the file is as it was
   */
  async #commit(group: Call[], target: Target): Promise<Call[]> {
    const before = await this.#file.readAgain();
    const { after, outcomes } = applyAll(group, before.snapshot);
    // The list has come to be what they ask for; that is answered without the lock.
    if (after === before.snapshot) return group;
    checkSnapshot(before.snapshot, after);
    const bytes = renderSnapshot(after);
    if (bytes.length > LIMITS.bytes && after.todos.length > before.snapshot.todos.length) {
      return this.#commitFirst(group, target);
    }
    let failure: TodoError | undefined;
    try {
      await this.#file.save(before, after, bytes, target);
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.#startOver(group);
      if (!(error instanceof TodoError) || error.code !== 'saved_unconfirmed') throw error;
      failure = error;
    }
    for (const { call, outcome } of outcomes) {
      if (failure && outcome.claimsSaved) call.reject(failure);
      else outcome.settle();
    }
    this.#feed.tell(before.snapshot, after);
    return [];
  }

  /** For a group that together asks for too much: commits its first call alone, or refuses it. */
  async #commitFirst(group: Call[], target: Target): Promise<Call[]> {
    const [first, ...others] = group;
    if (!first || !others.length) throw tooLarge();
    try {
      return [...(await this.#commit([first], target)), ...others];
    } catch (error) {
      return [...refuse([first], error, this.#patienceMs()), ...others];
    }
  }

  /** From the beginning, with the lock as well, since a link may lead to another file now. But not for ever. */
  #startOver(group: readonly Call[]): Call[] {
    const error = this.#closing.signal.aborted ? waitAborted() : keepsChanging(this.#path);
    return refuse(group, error, this.#patienceMs());
  }

  #patienceMs(): number {
    return this.#closing.signal.aborted ? 0 : this.#waits.patience;
  }
}
