/** Ties the parts together: what the person can do. */
import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import { type QuickTodo, readQuickTodo } from '../../../domain/quick-add.ts';
import { filterIn } from './answers.ts';
import { Changer } from './changer.ts';
import { adding, deleting, moving, ticking } from './changes.ts';
import { Drafts } from './drafts.ts';
import { abilitiesIn, contextIn, withContext } from './host-context.ts';
import { Host } from './host.ts';
import { isNarrow } from './model.ts';
import { Reader } from './reader.ts';
import { Store } from './store.ts';
import { applyTheme } from './theme.ts';
import { Tools } from './tools.ts';
import { textOf, type Values, valuesOf } from './values.ts';
import { named } from './words.ts';

/** After this time without a handshake the page says that the host is silent. */
const HANDSHAKE_MS = 5000;
/** After this time without the result of show_board the page reads the list itself. */
const RESULT_MS = 2000;
const SILENT =
  'The app around this page does not answer, and the todos come from there. Ask your assistant to list them.';
const PLAN_WEEK =
  'Plan my week with me: propose which of my todos to do on which day, and write the days as planned once I agree.';

/** What the person can do on the board. It connects the host, the list and the state. */
export class Board {
  readonly store: Store;
  readonly drafts: Drafts;
  readonly #host: Host;
  readonly #tools: Tools;
  readonly reader: Reader;
  readonly #changer: Changer;
  /** the context as the host has sent it so far */
  #sentContext: Values = {};
  #lastNew = 0;

  constructor(isReadOnly: boolean, draw: () => void) {
    this.store = new Store(isReadOnly, draw);
    this.#host = new Host({
      notified: (method, params) => this.#notified(method, params),
      teardown: () => this.#leave(),
    });
    this.#tools = new Tools(this.#host);
    this.#changer = new Changer(this.store, this.#tools, {
      reader: () => this.reader,
      tell: (summary) => this.#tellModel(summary),
    });
    this.drafts = new Drafts(this.store, this.#tools, this.#changer);
    this.reader = new Reader(this.store, this.#tools, () => this.#changer.settled());
  }

  /** Connects to the host, and shows what it sends. */
  async start(version: string): Promise<void> {
    const silence = setTimeout(() => this.store.set({ status: SILENT, readAt: new Date() }), HANDSHAKE_MS);
    const { hostCapabilities, hostContext } = await this.#host.connect(version);
    clearTimeout(silence);
    if (this.store.state.status === SILENT) this.store.set({ status: '', readAt: undefined });
    this.store.set({ abilities: abilitiesIn(hostCapabilities) });
    this.#takeOver(hostContext);
    setTimeout(() => {
      if (!this.store.state.readAt) void this.reader.refresh();
    }, RESULT_MS);
    this.reader.watch();
  }

  undo(): void {
    void this.#changer.undo();
  }

  tick(id: number, done: boolean): void {
    const todo = this.store.find(id);
    if (!todo) return;
    this.#changer.stay(todo);
    void this.#changer.make(ticking(todo, done, this.#today));
  }

  /** @param day empty for no day */
  move(id: number, day: CalendarDate): void {
    const todo = this.store.find(id);
    const change = todo && moving(todo, day);
    this.drafts.close();
    if (change) void this.#changer.make(change);
  }

  delete(id: number): void {
    const todo = this.store.find(id);
    if (todo) void this.#changer.make(deleting(todo));
  }

  /** What is typed in the line that adds, as it is read. */
  get quickTodo(): QuickTodo {
    return readQuickTodo(this.store.state.line, this.#today);
  }

  add(): void {
    const { line, filter } = this.store.state;
    const quick = this.quickTodo;
    if (!quick.title) return;
    const change = adding(quick, filter, { id: -++this.#lastNew, today: this.#today });
    this.store.set({ line: '', lineError: '' });
    void this.#changer.make(change).then((error) => {
      if (error === undefined) return;
      // Keeps what was typed in the meantime.
      const { line: typed } = this.store.state;
      this.store.set({ line: typed || line, lineError: typed ? `"${line}" was not added: ${error}` : error });
    });
  }

  async display(mode: 'inline' | 'fullscreen'): Promise<void> {
    const answer = await this.#host.request('ui/request-display-mode', { mode }).catch(() => undefined);
    // The host may have chosen another mode.
    this.#takeOver({ displayMode: textOf(valuesOf(answer)['mode']) });
  }

  planWeek(): void {
    this.#ask(PLAN_WEEK);
  }

  breakDown(id: number): void {
    const todo = this.store.find(id);
    if (todo) this.#ask(`Break ${named(todo)} down into steps, as its checklist.`);
  }

  openLink(url: string): void {
    this.#host
      .request('ui/open-link', { url })
      .catch(() => this.store.set({ status: 'The link was not opened.' }));
  }

  resized(height: number): void {
    this.#host.notify('ui/notifications/size-changed', { height });
  }

  get #today(): CalendarDate {
    return this.store.state.reading?.today ?? '';
  }

  #notified(method: string, params: Values): void {
    if (method === 'ui/notifications/host-context-changed') this.#takeOver(params);
    // Some hosts notify the page of its own tool calls as well.
    if (this.store.state.readAt) return;
    if (method === 'ui/notifications/tool-input') {
      const filter = filterIn(params['arguments']);
      this.store.set({ filter, hasFilters: isNarrow(filter) });
    } else if (method === 'ui/notifications/tool-result') {
      this.reader.accept(params);
    } else if (method === 'ui/notifications/tool-cancelled') {
      this.store.set({ status: 'Showing the board was cancelled.', readAt: new Date() });
    }
  }

  #takeOver(said: unknown): void {
    const sent = withContext(this.#sentContext, said);
    if (JSON.stringify(sent) === JSON.stringify(this.#sentContext)) return;
    this.#sentContext = sent;
    const context = contextIn(sent);
    applyTheme(context);
    this.store.set({ context });
    if (context.displayMode === 'fullscreen') void this.reader.readMore('all');
  }

  /** Finishes what is under way, before the host removes the page. */
  async #leave(): Promise<void> {
    for (const id of this.store.state.drafts.keys()) this.drafts.save(id);
    await this.#changer.settled();
    this.#changer.flush();
  }

  #tellModel(text: string): void {
    if (!this.store.state.abilities?.takesContext) return;
    // A failure doesn't matter to the person: the change is saved.
    this.#host
      .request('ui/update-model-context', { content: [{ type: 'text', text }] })
      .catch(() => undefined);
  }

  #ask(text: string): void {
    this.#changer.flush();
    this.#host
      .request('ui/message', { role: 'user', content: [{ type: 'text', text }] })
      .catch(() => this.store.set({ status: 'The assistant could not be asked.' }));
  }
}
