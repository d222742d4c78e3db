import { isObject, textOf, type Values, valuesOf } from './values.ts';

/** What the board does about messages of the host. */
interface Handlers {
  readonly notified: (method: string, params: Values) => void;
  /** Called before the host removes the page; it is removed when the promise settles. */
  readonly teardown: () => Promise<unknown>;
}

const SPECIFICATION = '2026-01-26';
const METHOD_NOT_FOUND = -32601;
const LATE = 'The app around this page did not answer in time. Read the list again to see what is true.';

/** The host: JSON-RPC over the messages between this page's window and the one around it. */
export class Host {
  readonly #handlers: Handlers;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (why: Error) => void }>();
  #lastId = 0;

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
    window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      // Any window can send messages to this one.
      if (source === window.parent && isObject(data)) this.#receive(data);
    });
  }

  /** The handshake: answers what the host says of itself, however long that takes. */
  async connect(version: string): Promise<Values> {
    const info = await this.request('ui/initialize', {
      appInfo: { name: 'todo-manager-board', title: 'Todo Manager', version },
      appCapabilities: { availableDisplayModes: ['inline', 'fullscreen'] },
      protocolVersion: SPECIFICATION,
    });
    this.notify('ui/notifications/initialized', {});
    return valuesOf(info);
  }

  /**
   * Asks the host.
   *
   * @param patience how long to wait for the answer, in milliseconds
   * @throws Error with the host's message, or when it didn't answer in time
   */
  request(method: string, params: object, patience?: number): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (patience !== undefined) setTimeout(() => reject(new Error(LATE)), patience);
      this.#post({ id, method, params });
    });
  }

  notify(method: string, params: object): void {
    this.#post({ method, params });
  }

  #receive({ id, method, params, result, error }: Values): void {
    if (typeof method !== 'string') {
      const waiting = this.#waiting.get(Number(id));
      this.#waiting.delete(Number(id));
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(textOf(valuesOf(error)['message']) ?? 'The app refused.'));
    } else if (id === undefined) {
      this.#handlers.notified(method, valuesOf(params));
    } else {
      void this.#answer(id, method);
    }
  }

  async #answer(id: unknown, method: string): Promise<void> {
    if (method === 'ui/resource-teardown') await this.#handlers.teardown().catch(() => undefined);
    const known = method === 'ui/resource-teardown' || method === 'ping';
    const error = { code: METHOD_NOT_FOUND, message: `Method not found: ${method}` };
    this.#post(known ? { id, result: {} } : { id, error });
  }

  #post(message: object): void {
    // The page can't know the host's origin; it is the host that decides who may frame it.
    window.parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
  }
}
