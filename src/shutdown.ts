import type { Logger } from './logger.ts';

interface Ending {
  readonly transport: {
    caughtUp(): Promise<void>;
    stopReading(): void;
    flushed(): Promise<void>;
    readonly piecesSent: number;
  };
  readonly server: { idle(): Promise<void> };
  readonly store: { stopWaiting(): void; settled(): Promise<void> };
  readonly logger: Logger;
  readonly exit: (code: number) => void;
}

/** How long a client that has stopped reading can hold up the end, in milliseconds. */
const STALLED_MS = 500;
/** How long one that reads slowly could. */
const FLUSH_MS = 10_000;
/** How long a request that is never answered could, which would be a fault of ours. */
const ANSWER_MS = 10_000;

/**
 * The way out, the same for the end of the input, signals and a vanished client: what the client has written is taken
 * in and nothing after it, what was received is answered, a change under way is finished, one that waits for another
 * process's lock is given up, replies are flushed, and the process ends with exit code 0. Calls after the first do
 * nothing.
 */
export function shutdownOnce({ transport, server, store, logger, exit }: Ending): (reason: string) => void {
  let ending = false;

  async function end(): Promise<void> {
    await transport.caughtUp();
    transport.stopReading();
    store.stopWaiting();
    await within(ANSWER_MS, server.idle());
    await store.settled();
    await within(FLUSH_MS, flushed());
    exit(0);
  }

  /** Resolves when all has left, or when the client has taken nothing for a while. */
  async function flushed(): Promise<void> {
    let before: number;
    do {
      before = transport.piecesSent;
      await within(STALLED_MS, transport.flushed());
    } while (transport.piecesSent > before);
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
