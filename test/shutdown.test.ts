import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { createLogger } from '../src/logger.ts';
import { shutdownOnce } from '../src/shutdown.ts';

/** Ends a server whose parts do nothing but tell that they were asked, or what `parts` says. */
function startEnding(parts: { settled?: () => Promise<void>; flushed?: () => Promise<void> } = {}) {
  const told: unknown[] = [];
  const tell = (what: string) => async () => void told.push(what);
  const transport = {
    stopReading: () => told.push('stopped reading'),
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
  return { told, exited };
}

describe('shutdown', () => {
  test('goes through its steps once, in order', async () => {
    const { told, exited } = startEnding();
    expect(await exited).toBe(0);
    expect(told).toEqual(['stopped reading', 'not waiting', 'idle', 'settled', 'flushed']);
  });

  test('gives a client that has stopped reading a second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { exited } = startEnding({ flushed: () => new Promise(() => {}) });
    let code: number | undefined;
    void exited.then((exitCode) => (code = exitCode));
    await vi.advanceTimersByTimeAsync(999);
    expect(code).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(code).toBe(0);
  });

  test('that fails is told and ends all the same', async () => {
    const { told, exited } = startEnding({ settled: () => Promise.reject(new Error('impossible')) });
    expect(await exited).toBe(1);
    expect(told.at(-1)).toContain('failed to stop in order');
  });
});
