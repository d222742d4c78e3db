/** JSON-RPC with the host. */
import { isObject, plain, textOf, type Values, valuesOf } from './values.ts';

interface Handlers {
  readonly notified: (method: string, params: Values) => void;
  /** The host removes the page when the promise settles. */
  readonly teardown: () => Promise<unknown>;
}

const SPECIFICATION = '2026-01-26';
const METHOD_NOT_FOUND = -32601;
const LATE = 'The app around this page did not answer in time. Refresh to see whether it was saved.';

/** The host, which frames this page: JSON-RPC over window messages. */
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

  /** Makes the handshake, and returns what the host says about itself. It never times out. */
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
   * Sends a request.
   *
   * @param timeout in milliseconds; without it the answer may take any time
   * @throws Error with the host's message, or when the request timed out
   */
  request(method: string, params: object, timeout?: number): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (timeout !== undefined) setTimeout(() => reject(new Error(LATE)), timeout);
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
      else waiting?.reject(new Error(plain(textOf(valuesOf(error)['message']) ?? 'The app refused.')));
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
    // The page can't know the host's origin; the host decides who may frame it.
    window.parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
  }
}
