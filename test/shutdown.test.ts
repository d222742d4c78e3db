import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { createLogger } from '../src/logger.ts';
import { shutdownOnce } from '../src/shutdown.ts';

/** Ends a server whose parts only record their calls, or do what `parts` says. */
function startEnding(
  parts: Partial<Record<'idle' | 'settled' | 'flushed' | 'stuck', () => Promise<void>>> = {},
) {
  const steps: unknown[] = [];
  const record = (what: string) => async () => void steps.push(what);
  const transport = {
    stopReading: () => steps.push('stopped reading'),
    flushed: parts.flushed ?? record('flushed'),
    stuck: parts.stuck ?? (() => new Promise<void>(() => {})),
  };
  const exited = new Promise<number>((exit) => {
    const shutdown = shutdownOnce({
      transport,
      server: {
        idle: parts.idle ?? record('idle'),
        endSubscriptions: () => steps.push('ended subscriptions'),
      },
      store: { stopWaiting: () => steps.push('not waiting'), settled: parts.settled ?? record('settled') },
      logger: createLogger('warning', (line) => steps.push(line)),
      exit,
    });
    shutdown('SIGTERM');
    shutdown('SIGTERM');
    shutdown('end of input');
  });
  return { steps, exited };
}

describe('shutdown', () => {
  test('takes its steps once, in order', async () => {
    const { steps, exited } = startEnding();
    expect(await exited).toBe(0);
    expect(steps).toEqual([
      'stopped reading',
      'not waiting',
      'idle',
      'settled',
      'ended subscriptions',
      'flushed',
    ]);
  });

  test('does not wait for replies that a stuck client keeps waiting', async () => {
    const never = () => new Promise<void>(() => {});
    const { steps, exited } = startEnding({ idle: never, flushed: never, stuck: () => Promise.resolve() });
    expect(await exited).toBe(0);
    expect(steps).toEqual(['stopped reading', 'not waiting', 'settled', 'ended subscriptions']);
  });

  test('says so when a request is still unanswered after ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { steps, exited } = startEnding({ idle: () => new Promise(() => {}) });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(steps).toEqual(['stopped reading', 'not waiting']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await exited).toBe(0);
    expect(steps.slice(2)).toEqual([
      expect.stringContaining('a request was left unanswered'),
      'settled',
      'ended subscriptions',
      'flushed',
    ]);
  });

  test('ends and logs the error when a step fails', async () => {
    const { steps, exited } = startEnding({ settled: () => Promise.reject(new Error('impossible')) });
    expect(await exited).toBe(1);
    expect(steps.at(-1)).toContain('failed to stop in order');
  });
});
