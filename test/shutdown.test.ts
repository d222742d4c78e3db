import { describe, expect, test } from 'vitest';

import { createLogger } from '../src/logger.ts';
import { shutdownOnce } from '../src/shutdown.ts';

/** Ends a server whose parts do nothing but tell that they were asked, or what `parts` says. */
function startEnding(parts: { settled?: () => Promise<void>; flushed?: () => Promise<void> } = {}) {
  const told: unknown[] = [];
  const tell = (what: string) => async () => void told.push(what);
  const transport = {
    piecesSent: 0,
    caughtUp: tell('caught up'),
    stopReading: () => told.push('deaf'),
    flushed: parts.flushed ?? tell('flushed'),
  };
  const exited = new Promise<number>((exit) => {
    const shutdown = shutdownOnce({
      transport,
      server: { idle: tell('idle') },
      store: { stopWaiting: () => told.push('not waiting'), settled: parts.settled ?? tell('settled') },
      logger: createLogger(
        'warning',
        (line) => told.push(line),
        () => new Date(0),
      ),
      exit,
    });
    shutdown('SIGTERM');
    shutdown('SIGTERM');
    shutdown('end of input');
  });
  return { told, transport, exited };
}

describe('shutdown', () => {
  test('goes through its steps once, in order', async () => {
    const { told, exited } = startEnding();
    expect(await exited).toBe(0);
    expect(told).toEqual(['caught up', 'deaf', 'not waiting', 'idle', 'settled', 'flushed']);
  });

  test('waits for a client that reads slowly, however long its replies are', async () => {
    const turns = [1, 2, 3, 4];
    const { transport, exited } = startEnding({
      flushed: () => new Promise((resolve) => turns.length || resolve()),
    });
    // It takes a piece more often than every 500 ms, but is never done within that time.
    const reading = setInterval(() => {
      transport.piecesSent += 1;
      turns.pop();
    }, 300);
    const started = performance.now();
    expect(await exited).toBe(0);
    clearInterval(reading);
    expect(turns).toEqual([]);
    expect(performance.now() - started).toBeGreaterThan(1_000);
  });

  test('ends without a client that has stopped reading', async () => {
    const started = performance.now();
    expect(await startEnding({ flushed: () => new Promise(() => {}) }).exited).toBe(0);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('that fails is told and ends all the same', async () => {
    const { told, exited } = startEnding({ settled: () => Promise.reject(new Error('impossible')) });
    expect(await exited).toBe(1);
    expect(told.at(-1)).toContain('failed to stop in order');
  });
});
