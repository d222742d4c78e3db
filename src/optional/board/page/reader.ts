/** Reads the list, and keeps it fresh. */
import type { TodoView } from '../../../render/todo-view.ts';
import { answerIn, isLast, pageIn, type Reading, readingOf } from './answers.ts';
import { type Filter, isNarrow, labelsOf } from './model.ts';
import type { Store } from './store.ts';
import type { Tools } from './tools.ts';
import { messageOf } from './values.ts';
import { shortTime } from './words.ts';

/** In view, the list is at most this old. */
const OLD_MS = 60_000;
/** When the pointer comes back to the page, it may be this old. */
const POINTED_MS = 5_000;
const SEARCH_MS = 250;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** How many open todos are read in fullscreen. */
const ALL = 1000;
/** How many more are read on demand. */
const MORE = 100;

/** Reads the list: at the start, every minute in view, at midnight, and on demand. */
export class Reader {
  readonly #store: Store;
  readonly #tools: Tools;
  /** resolves when no change is under way */
  readonly #settled: () => Promise<void>;
  #last = 0;
  /** rises with each answer to a change, which outdates readings under way */
  #version = 0;
  #wanted = 1;
  #midnight: ReturnType<typeof setTimeout> | undefined;
  #search: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, tools: Tools, settled: () => Promise<void>) {
    this.#store = store;
    this.#tools = tools;
    this.#settled = settled;
  }

  /** Shows the result of show_board, and reads what it lacks. */
  accept(result: object): void {
    const { filter } = this.#store.state;
    try {
      const { structured, text } = answerIn(result);
      const page = pageIn(structured);
      this.#keep(page ? readingOf(page) : text);
      if (page && isLast(page)) return void this.#readLabels(readingOf(page), filter);
    } catch (error) {
      this.#store.set({ readError: messageOf(error), readAt: new Date() });
    }
    void this.refresh();
  }

  /** Reads the list again. An answer that a later reading or a change has made outdated is dropped. */
  async refresh(): Promise<void> {
    const { abilities } = this.#store.state;
    if (!abilities?.callsTools) return;
    const mine = ++this.#last;
    for (;;) {
      const version = this.#version;
      const { filter } = this.#store.state;
      try {
        const reading = await this.#tools.read(filter, this.#wanted);
        await this.#readLabels(reading, filter);
        if (mine !== this.#last) return;
        if (version === this.#version) return this.#keep(reading);
      } catch (error) {
        if (mine === this.#last) this.#store.set({ readError: messageOf(error) });
        return;
      }
      await this.#settled();
    }
  }

  async refreshIfOlder(ms: number): Promise<void> {
    const { readAt } = this.#store.state;
    if (readAt && Date.now() - readAt.getTime() > ms) await this.refresh();
  }

  /** Reads more of the list: all of it in fullscreen, or some more. */
  async readMore(mode: 'all' | 'some'): Promise<void> {
    const read = this.#store.state.reading?.todos.length ?? 0;
    const wanted = mode === 'all' ? ALL : read + MORE;
    if (wanted <= this.#wanted) return;
    this.#wanted = wanted;
    const { reading, readAt } = this.#store.state;
    if (readAt && !reading?.isComplete) await this.refresh();
  }

  /** Narrows the list. */
  filter(filter: Filter): void {
    const isTyped = filter.query !== this.#store.state.filter.query;
    this.#store.set({ filter, starts: [0] });
    clearTimeout(this.#search);
    this.#search = setTimeout(() => void this.refresh(), isTyped ? SEARCH_MS : 0);
  }

  /** Changes the list as the answer to a change says, which outdates readings under way. */
  apply(change: (todos: readonly TodoView[]) => readonly TodoView[]): void {
    this.#version++;
    const { reading } = this.#store.state;
    if (reading) this.#store.set({ reading: { ...reading, todos: change(reading.todos) } });
  }

  /** Keeps the list fresh while the page is in view. */
  watch(): void {
    const isSeen = () => document.visibilityState === 'visible';
    document.addEventListener('visibilitychange', () => {
      if (isSeen()) void this.refresh();
    });
    // The page stays visible while the chat scrolls it out of view.
    window.addEventListener('focus', () => void this.refreshIfOlder(OLD_MS));
    document.addEventListener('pointerenter', () => void this.refreshIfOlder(POINTED_MS));
    let isInView = true;
    new IntersectionObserver((entries) => {
      isInView = entries.at(-1)?.isIntersecting ?? isInView;
      if (isInView) void this.refreshIfOlder(OLD_MS);
    }).observe(document.body);
    setInterval(() => {
      if (isSeen() && isInView) void this.refresh();
    }, OLD_MS);
  }

  #keep(read: Reading | string): void {
    const { state } = this.#store;
    const fresh = { readAt: new Date(), readError: '' };
    if (typeof read === 'string') return this.#store.set({ ...fresh, reading: undefined, text: read });
    // Unchanged todos stay the same objects, so their rows aren't drawn again.
    const known = new Map(state.reading?.todos.map((todo) => [JSON.stringify(todo), todo]));
    const todos = read.todos.map((todo) => known.get(JSON.stringify(todo)) ?? todo);
    this.#store.set({ ...fresh, reading: { ...read, todos } });
    this.#closeIfGone(todos);
    clearTimeout(this.#midnight);
    this.#midnight = setTimeout(() => void this.refresh(), this.#untilMidnight(read));
  }

  /** Closes what is open for a todo that is gone, and says what was typed there. */
  #closeIfGone(todos: readonly TodoView[]): void {
    const { opened, drafts, filter, pending } = this.#store.state;
    if (!opened || todos.some(({ id }) => id === opened.id) || pending.length) return;
    const typed = Object.values(drafts.get(opened.id)?.edits ?? {}).map(({ value }) => value);
    const words = `#${opened.id} is no longer on the list.${typed.length ? ` You had typed: ${typed.join(', ')}` : ''}`;
    this.#store.set({ opened: undefined, whole: undefined, ...(!isNarrow(filter) && { status: words }) });
  }

  /** The names for the filters, which only the whole list holds. */
  async #readLabels(reading: Reading | string, filter: Filter): Promise<void> {
    if (typeof reading === 'string') return;
    const isWhole = reading.isComplete && !isNarrow(filter);
    const { labels } = this.#store.state;
    if (isWhole) return this.#store.set({ labels: labelsOf(reading.todos), openInAll: undefined });
    if (reading.isComplete && (labels.projects.length || labels.tags.length)) return;
    if (!this.#store.state.abilities?.callsTools) return;
    const { open, ...others } = await this.#tools.overview();
    this.#store.set({ labels: others, openInAll: isNarrow(filter) ? undefined : open });
  }

  /** Milliseconds until the server's day ends, judged by its clock, or by the host's. */
  #untilMidnight({ time }: Reading): number {
    const now = new Date();
    const { timeZone } = this.#store.state.context;
    const [hours = 0, minutes = 0] = (time ?? shortTime(now, { timeZone })).split(':').map(Number);
    return (DAY_MINUTES - hours * 60 - minutes) * MINUTE_MS - (now.getTime() % MINUTE_MS);
  }
}
