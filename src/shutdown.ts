/** Ends the process once its input has ended and everything is answered. */
import type { Logger } from './logger.ts';

/** A server that can be ended. */
export interface Served {
  /** `stuck` resolves when its clients no longer read */
  readonly transport: { stopReading(): void; flushed(): Promise<void>; stuck(): Promise<void> };
  readonly server: { idle(): Promise<void>; endSubscriptions(): void };
}

interface Ending extends Served {
  readonly store: { stopWaiting(): void; settled(): Promise<void> };
  readonly logger: Logger;
  readonly exit: (code: number) => void;
}

/** Upper bound for a request that is never answered (a bug), in milliseconds. */
const ANSWER_MS = 10_000;

/**
 * Makes the function that ends the process, the same way for the end of the input, a signal and a vanished client. It
 * takes no new requests, answers those received, lets a write finish, gives up changes that wait for another process's
 * lock, ends the subscriptions, flushes the replies and exits with code 0. Calls after the first do nothing.
 *
 * What was written before a signal counts as received: Node delivers input that is already there before it reports signals.
 */
export function shutdownOnce({ transport, server, store, logger, exit }: Ending): (reason: string) => void {
  let ending = false;

  async function end(): Promise<void> {
    transport.stopReading();
    store.stopWaiting();
    const stuck = transport.stuck();
    if (!(await within(ANSWER_MS, Promise.race([server.idle(), stuck]))))
      logger.warning('a request was left unanswered');
    await store.settled();
    server.endSubscriptions();
    await Promise.race([transport.flushed(), stuck]);
    exit(0);
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

/** Whether `work` ended within that time. */
async function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const isInTime = await Promise.race([work.then(() => true), timeout]);
  clearTimeout(timer);
  return isInTime;
}
