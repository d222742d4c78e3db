/** Sends answers, and bounds what waits for clients to read it. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

export class Answers {
  readonly #mostUnread: number;
  /** not read yet, or not even made */
  readonly #open = new Set<ServerResponse>();

  /** @param mostUnread in bytes */
  constructor(mostUnread: number) {
    this.#mostUnread = mostUnread;
  }

  /** Waits for this response, too, when all must have left. */
  expect(response: ServerResponse): void {
    if (response.destroyed) return;
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
  }

  async send(answer: Response, response: ServerResponse): Promise<void> {
    const reader = answer.body?.getReader();
    if (response.destroyed) return reader?.cancel();
    response.on('close', () => void reader?.cancel());
    this.expect(response);
    // nginx would keep events back.
    const headers = { ...Object.fromEntries(answer.headers), 'X-Accel-Buffering': 'no' };
    response.writeHead(answer.status, headers).flushHeaders();
    for (;;) {
      const { value, done = true } = (await reader?.read()) ?? {};
      if (done) break;
      response.write(value);
      this.#cutUnread(response);
    }
    response.end();
  }

  /** Resolves when all have left, or their clients have. */
  async left(): Promise<void> {
    await Promise.all([...this.#open].map((response) => once(response, 'close')));
  }

  /** Answers that nobody reads would fill the memory, so the oldest end. */
  #cutUnread(latest: ServerResponse): void {
    let unread = [...this.#open].reduce((sum, { writableLength }) => sum + writableLength, 0);
    for (const response of this.#open) {
      if (unread <= this.#mostUnread) return;
      unread -= response.writableLength;
      if (response !== latest && response.writableLength) response.destroy();
    }
  }
}
