import { AddLine } from './add-line.ts';
import { adding } from './changes.ts';
import { Frame } from './frame.ts';
import { type HostContext, withContext } from './host-context.ts';
import { Host } from './host.ts';
import { filterIn } from './model.ts';
import { RowControl } from './row-control.ts';
import { TodoList } from './todo-list.ts';
import { Tools } from './tools.ts';
import { textOf, type Values, valuesOf, wordsOf } from './values.ts';
import { dayInShort, type Manner } from './words.ts';

/** How long the host may be silent before the page says so, and before it asks for what wasn't sent. */
const HANDSHAKE_MS = 5000;
const RESULT_MS = 2000;
/** After how long the list is read again when the person comes back to the page. */
const OLD_MS = 60_000;
/** How many open todos are read where all are shown; more on demand. */
const ALL = 1000;
/** How many more are read on demand. */
const MORE = 100;
const SILENT =
  'The app around this page does not answer, and the todos come from there. Ask your assistant to list them.';

/** The board: brings together the host, the list, what the person does, and the frame that shows it. */
export class Board {
  readonly #host: Host;
  readonly #list: TodoList;
  readonly #control: RowControl;
  readonly #frame: Frame;
  readonly #isReadOnly: boolean;
  #context: HostContext = {};
  #tellsModel = false;
  /** runs out when the answer of show_board doesn't come */
  #waiting: number | undefined;

  /** @param isReadOnly whether the server offers no change */
  constructor(isReadOnly: boolean) {
    this.#isReadOnly = isReadOnly;
    this.#host = new Host({
      notified: (method, params) => this.#notified(method, params),
      // A change under way must not be cut off.
      teardown: () => this.#list.settled(),
    });
    this.#list = new TodoList(new Tools(this.#host), {
      changed: () => this.#show(),
      failed: (why) => this.#frame.say(`The list could not be read: ${why}`),
      told: (text) => this.#tell(text),
    });
    this.#control = new RowControl({
      list: this.#list,
      manner: () => this.#manner,
      changed: () => this.#show(),
      say: (words) => this.#frame.say(words),
    });
    this.#frame = new Frame({
      refresh: () => void this.#list.refresh(),
      undo: () => void this.#undo(),
      filter: (filter) => {
        this.#list.filter = filter;
        void this.#list.refresh();
      },
      readMore: () => this.#readMore(this.#list.wanted + MORE),
      resize: (height) => this.#host.notify('ui/notifications/size-changed', { height }),
      display: (mode) => void this.#display(mode),
      drop: (id, day) => this.#control.plan(id, day),
      escape: () => this.#control.close(),
    });
    const line = new AddLine({
      add: async (todo) => {
        const words = await this.#list.make(adding(todo, this.#list.filter));
        this.#frame.say(todo.due === undefined ? words : `${words} Due: ${this.#dayInWords(todo.due)}.`);
      },
      today: () => this.#list.today,
      inWords: (due) => this.#dayInWords(due),
    });
    line.listen();
  }

  /** Introduces the page to its host, and shows what that sends. */
  async start(version: string): Promise<void> {
    const silence = setTimeout(() => this.#frame.say(SILENT), HANDSHAKE_MS);
    const { hostCapabilities, hostContext } = await this.#host.connect(version);
    clearTimeout(silence);
    const { serverTools, updateModelContext } = valuesOf(hostCapabilities);
    this.#list.canCall = serverTools !== undefined;
    this.#tellsModel = updateModelContext !== undefined;
    this.#place(hostContext);
    this.#waiting = setTimeout(() => {
      if (this.#list.reading === undefined) void this.#list.refresh();
    }, RESULT_MS);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#list.refresh();
    });
    // The chat goes on around the page, and scrolls it out of sight.
    window.addEventListener('focus', () => this.#refreshIfOld());
    new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting) this.#refreshIfOld();
    }).observe(document.body);
  }

  #refreshIfOld(): void {
    const { readAt } = this.#list;
    if (readAt && Date.now() - readAt.getTime() > OLD_MS) void this.#list.refresh();
  }

  get #manner(): Manner {
    const { locale, timeZone } = this.#context;
    return { locale, timeZone };
  }

  #notified(method: string, params: Values): void {
    if (method === 'ui/notifications/host-context-changed') {
      this.#place(params);
    }
    // What comes later is about calls that the page made itself; some hosts tell of those, too.
    if (this.#list.reading !== undefined) return;
    if (method === 'ui/notifications/tool-input') {
      this.#list.filter = filterIn(params['arguments']);
    } else if (method === 'ui/notifications/tool-result') {
      this.#list.accept(params);
      // The answer doesn't hold what was done today, nor what can be looked for.
      void this.#list.refresh();
    } else if (method === 'ui/notifications/tool-cancelled') {
      clearTimeout(this.#waiting);
      this.#frame.say('Showing the board was cancelled.');
    }
  }

  /** Takes over what the host says of the place the page is shown in. */
  #place(said: unknown): void {
    this.#context = withContext(this.#context, said);
    this.#show();
    if (this.#context.displayMode === 'fullscreen' && this.#list.wanted < ALL) void this.#readMore(ALL);
  }

  async #readMore(wanted: number): Promise<void> {
    this.#list.wanted = wanted;
    await this.#list.refresh();
  }

  async #undo(): Promise<void> {
    this.#frame.say(await this.#list.undo().catch(wordsOf));
  }

  async #display(mode: string): Promise<void> {
    const answer = await this.#host.request('ui/request-display-mode', { mode }).catch(() => undefined);
    // It may be another mode than the one asked for.
    this.#place({ displayMode: textOf(valuesOf(answer)['mode']) });
  }

  #tell(text: string): void {
    if (!this.#tellsModel) return;
    const told = { content: [{ type: 'text', text }] };
    // The change itself is saved, whether the model hears of it or not.
    this.#host.request('ui/update-model-context', told).catch(() => undefined);
  }

  #show(): void {
    const { reading, canCall, today = '' } = this.#list;
    const canChange = canCall && !this.#isReadOnly && typeof reading === 'object';
    const { opened, errors } = this.#control;
    this.#frame.show(this.#list, this.#context, {
      today,
      manner: this.#manner,
      actions: canChange ? this.#control : undefined,
      opened,
      errors,
    });
  }

  #dayInWords(due: string): string {
    const [day = '', time = ''] = due.split(' ');
    return `${dayInShort(day, this.#list.today ?? day, this.#manner)} ${time}`.trim();
  }
}
