/** Ties list, page and host together. */
import { readDue } from '../../../domain/dates/due.ts';
import { enableAdding } from './add-line.ts';
import { adding } from './changes.ts';
import { contextIn, type HostContext, withContext } from './host-context.ts';
import { Host } from './host.ts';
import { filterIn } from './model.ts';
import { Page } from './page.ts';
import { RowControl } from './row-control.ts';
import { TodoList } from './todo-list.ts';
import { Tools } from './tools.ts';
import { textOf, type Values, valuesOf } from './values.ts';
import { shortDay } from './words.ts';

/** After this time without a handshake the page says that the host is silent. */
const HANDSHAKE_MS = 5000;
/** After this time without the result of show_board the page reads the list itself. */
const RESULT_MS = 2000;
/** A list older than this is read again when the person comes back to the page. */
const OLD_MS = 60_000;
/** How many open todos are read in fullscreen. */
const ALL = 1000;
const SILENT =
  'The app around this page does not answer, and the todos come from there. Ask your assistant to list them.';

/** The board: connects the host, the list, the page and what the person does. */
export class Board {
  readonly #host: Host;
  readonly #list: TodoList;
  readonly #page: Page;
  /** the context as the host has sent it so far */
  #sentContext: Values = {};
  #tellsModel = false;
  /** ends the wait for the result of show_board */
  #waiting: number | undefined;

  constructor(isReadOnly: boolean) {
    this.#host = new Host({
      notified: (method, params) => this.#notified(method, params),
      // Changes under way are finished first.
      teardown: () => this.#list.settled(),
    });
    this.#list = new TodoList(new Tools(this.#host), isReadOnly, {
      changed: () => this.#page.show(this.#context),
      failed: (why) => this.#page.say(`The list could not be read: ${why}`),
      ownChanged: (summary) => this.#tellModel(summary),
    });
    const control = new RowControl({
      list: this.#list,
      format: () => this.#context,
      changed: () => this.#page.show(this.#context),
      say: (words) => this.#page.say(words),
    });
    this.#page = new Page(this.#list, control, {
      resize: (height) => this.#host.notify('ui/notifications/size-changed', { height }),
      display: (mode) => void this.#display(mode),
    });
    enableAdding({
      add: async (todo) => {
        const words = await this.#list.make(adding(todo, this.#list.filter));
        this.#page.say(todo.due === undefined ? words : `${words} Due: ${this.#dayInWords(todo.due)}.`);
      },
      today: () => this.#list.reading?.today,
      inWords: (due) => this.#dayInWords(due),
    });
  }

  /** Connects to the host, and shows what it sends. */
  async start(version: string): Promise<void> {
    const silence = setTimeout(() => this.#page.say(SILENT), HANDSHAKE_MS);
    const { hostCapabilities, hostContext } = await this.#host.connect(version);
    clearTimeout(silence);
    const { serverTools, updateModelContext } = valuesOf(hostCapabilities);
    this.#list.canCall = serverTools !== undefined;
    this.#tellsModel = updateModelContext !== undefined;
    this.#takeOver(hostContext);
    this.#waiting = setTimeout(() => {
      if (!this.#list.readAt) void this.#list.refresh();
    }, RESULT_MS);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#list.refresh();
    });
    // The page stays visible while the chat scrolls it out of view.
    window.addEventListener('focus', () => this.#refreshIfOld());
    new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting) this.#refreshIfOld();
    }).observe(document.body);
  }

  #refreshIfOld(): void {
    const { readAt } = this.#list;
    if (readAt && Date.now() - readAt.getTime() > OLD_MS) void this.#list.refresh();
  }

  get #context(): HostContext {
    return contextIn(this.#sentContext);
  }

  #notified(method: string, params: Values): void {
    if (method === 'ui/notifications/host-context-changed') this.#takeOver(params);
    // Some hosts notify the page of its own tool calls as well.
    if (this.#list.readAt) return;
    if (method === 'ui/notifications/tool-input') {
      this.#list.filter = filterIn(params['arguments']);
    } else if (method === 'ui/notifications/tool-result') {
      this.#list.accept(params);
      // The result lacks the todos completed today and the choices for the filters.
      void this.#list.refresh();
    } else if (method === 'ui/notifications/tool-cancelled') {
      clearTimeout(this.#waiting);
      this.#page.say('Showing the board was cancelled.');
    }
  }

  #takeOver(said: unknown): void {
    this.#sentContext = withContext(this.#sentContext, said);
    this.#page.show(this.#context);
    if (this.#context.displayMode === 'fullscreen') void this.#list.readAtLeast(ALL);
  }

  async #display(mode: string): Promise<void> {
    const answer = await this.#host.request('ui/request-display-mode', { mode }).catch(() => undefined);
    // The host may have chosen another mode.
    this.#takeOver({ displayMode: textOf(valuesOf(answer)['mode']) });
  }

  #tellModel(text: string): void {
    if (!this.#tellsModel) return;
    const context = { content: [{ type: 'text', text }] };
    // A failure doesn't matter to the person: the change is saved.
    this.#host.request('ui/update-model-context', context).catch(() => undefined);
  }

  #dayInWords(due: string): string {
    const { today = '' } = this.#list.reading ?? {};
    const { due: day = '', due_time: time = '' } = readDue(due, today) ?? {};
    return `${shortDay(day, today, this.#context)} ${time}`.trim();
  }
}
