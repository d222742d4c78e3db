import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

import { onTestFinished } from 'vitest';

/** What happens to the next message that matches. */
export type Cut =
  /** it never reaches the server */
  | 'before'
  /** half of it does */
  | 'during'
  /** it does, but its answer doesn't reach the client */
  | 'after'
  /** the same, but the connection stays open */
  | 'unanswered'
  /** it does, but only when the client has given it up and sends the next message that matches `release` */
  | 'late';

/** A proxy in front of the database server that breaks connections on demand, and counts what passes. */
export class Proxy {
  /** bytes from and to clients, and round trips */
  up = 0;
  down = 0;
  trips = 0;
  #cuts: { how: Cut; message: RegExp; forGood: boolean; release: RegExp }[] = [];
  #late: { readonly message: RegExp; readonly send: () => Promise<void> } | undefined;
  #before: { readonly message: RegExp; readonly work: () => Promise<unknown> } | undefined;
  #isDown = false;
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((client) => this.#serve(client));
  }

  /** Starts a proxy in front of the server of `url`, until the test is over. */
  static async before(url: string): Promise<Proxy> {
    const proxy = await Proxy.start(url);
    onTestFinished(() => proxy.stop());
    return proxy;
  }

  static async start(url: string): Promise<Proxy> {
    const proxy = new Proxy(new URL(url));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  stop(): void {
    this.breakAll();
    this.#server.close();
  }

  /** The URL of the same database, through the proxy. */
  get url(): string {
    const url = new URL(this.#target);
    const address = this.#server.address();
    url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    return url.href;
  }

  /**
   * Breaks the connection at the next message that matches, once.
   *
   * @param forGood whether connections are refused from then on
   * @param release by default the same message, once more
   */
  cut(how: Cut, message: RegExp, { forGood = false, release = message } = {}): void {
    this.#cuts.push({ how, message, forGood, release });
  }

  /** Does something else before it passes on the next message that matches, once. */
  doBefore(message: RegExp, work: () => Promise<unknown>): void {
    this.#before = { message, work };
  }

  /** Whether connections are refused from now on; those that are open are broken. */
  set isDown(isDown: boolean) {
    this.#isDown = isDown;
    if (isDown) this.breakAll();
  }

  breakAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Stops passing data on open connections, without closing them. */
  silence(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  resetCounts(): void {
    this.up = this.down = this.trips = 0;
  }

  #serve(client: Socket): void {
    if (this.#isDown) {
      client.destroy();
      return;
    }
    const server = connect(Number(this.#target.port), this.#target.hostname);
    let asked = false;
    let isMute = false;
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (!isMute) other.destroy();
      });
    }
    client.on('data', (data) => {
      this.up += data.length;
      if (!asked) this.trips += 1;
      asked = true;
      void this.#forward(data, client, server, () => (isMute = true));
    });
    server.on('data', (data) => {
      this.down += data.length;
      asked = false;
      if (isMute) client.destroy();
      else client.write(data);
    });
  }

  async #forward(data: Buffer, client: Socket, server: Socket, mute: () => void): Promise<void> {
    const isMeant = (message: RegExp | undefined) => message?.test(data.toString('latin1')) ?? false;
    if (isMeant(this.#late?.message)) {
      const { send } = this.#late ?? {};
      this.#late = undefined;
      await send?.();
    }
    if (isMeant(this.#before?.message)) {
      const { work } = this.#before ?? {};
      this.#before = undefined;
      await work?.();
    }
    const cut = this.#cuts.find((each) => isMeant(each.message));
    if (!cut) {
      server.write(data);
      return;
    }
    this.#cuts = this.#cuts.filter((other) => other !== cut);
    if (cut.forGood) this.#isDown = true;
    if (cut.how === 'before') {
      client.destroy();
    } else if (cut.how === 'during') {
      server.write(data.subarray(0, data.length / 2), () => client.destroy());
    } else if (cut.how === 'after' || cut.how === 'unanswered') {
      mute();
      if (cut.how === 'unanswered') server.removeAllListeners('data').resume();
      server.write(data);
    } else {
      mute();
      client.destroy();
      const send = async () => {
        server.write(data);
        await once(server, 'data');
        server.destroy();
      };
      this.#late = { message: cut.release, send };
    }
  }
}
