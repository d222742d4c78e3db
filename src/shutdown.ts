import type { Logger } from './logger.ts';

interface Ending {
  readonly transport: {
    stopReading(): void;
    flushed(): Promise<void>;
    readonly isFlushed: boolean;
    readonly piecesSent: number;
  };
  readonly server: { idle(): Promise<void> };
  readonly store: { stopWaiting(): void; settled(): Promise<void> };
  readonly logger: Logger;
  readonly exit: (code: number) => void;
}

/** How often the client is seen to take nothing, and at what distance in milliseconds, before it counts as gone. */
const QUIET_LOOKS = 5;
const LOOK_MS = 100;
/** How long a client that reads slowly can hold up the end, in milliseconds. */
const FLUSH_MS = 10_000;
/** How long a request that is never answered could, which would be a fault of ours. */
const ANSWER_MS = 10_000;

/**
 * The way out, the same for the end of the input, signals and a vanished client: no new requests are taken, what was
 * received is answered, a change under way is finished, one that waits for another process's lock is given up, replies
 * are flushed, and the process ends with exit code 0. Calls after the first do nothing.
 *
 * What was written before a signal counts as received: Node hands on the input that is there before it tells of signals.
 */
export function shutdownOnce({ transport, server, store, logger, exit }: Ending): (reason: string) => void {
  let ending = false;

  async function end(): Promise<void> {
    transport.stopReading();
    store.stopWaiting();
    await within(ANSWER_MS, server.idle());
    await store.settled();
    await within(FLUSH_MS, flushed());
    exit(0);
  }

  /** Resolves when all has left, or when the client has taken nothing for a while. */
  async function flushed(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_LOOKS; quiet += 1) {
      const before = transport.piecesSent;
      await within(LOOK_MS, transport.flushed());
      if (transport.isFlushed) return;
      if (transport.piecesSent > before) quiet = 0;
    }
  }

  return (reason) => {
    if (ending) return;
    ending = true;
    logger.debug('stopping', { reason });
    end().catch((error: unknown) => {
      logger.error('failed to stop in order', { error });
      exit(1);
    });
  };
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
