import { describe, expect, test } from 'vitest';

import { createLogger } from '../src/logger.ts';
import { shutdownOnce } from '../src/shutdown.ts';

/** Ends a server whose parts do nothing but tell that they were asked, or what `parts` says. */
function startEnding(parts: { settled?: () => Promise<void>; flushed?: () => Promise<void> } = {}) {
  const told: unknown[] = [];
  const tell = (what: string) => async () => void told.push(what);
  const transport = {
    piecesSent: 0,
    isFlushed: true,
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
    expect(told).toEqual(['deaf', 'not waiting', 'idle', 'settled', 'flushed']);
  });

  test('waits for a client that reads slowly', async () => {
    const { transport, exited } = startEnding({ flushed: () => new Promise(() => {}) });
    transport.isFlushed = false;
    let pieces = 4;
    const reading = setInterval(() => {
      transport.piecesSent += 1;
      pieces -= 1;
      transport.isFlushed = pieces === 0;
    }, 300);
    expect(await exited).toBe(0);
    clearInterval(reading);
    expect(pieces).toBe(0);
  });

  test('ends without a client that has stopped reading', async () => {
    const { transport, exited } = startEnding({ flushed: () => new Promise(() => {}) });
    transport.isFlushed = false;
    const started = performance.now();
    expect(await exited).toBe(0);
    expect(performance.now() - started).toBeLessThan(900);
  });

  test('that fails is told and ends all the same', async () => {
    const { told, exited } = startEnding({ settled: () => Promise.reject(new Error('impossible')) });
    expect(await exited).toBe(1);
    expect(told.at(-1)).toContain('failed to stop in order');
  });
});
