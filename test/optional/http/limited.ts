import { onTestFinished } from 'vitest';

import type { TodoStore } from '../../../src/domain/todo-store.ts';
import { createLogger } from '../../../src/logger.ts';
import { serveHttp } from '../../../src/optional/http/serve.ts';
import { LIMITS, readSettings } from '../../../src/optional/http/settings.ts';
import type { Served } from '../../../src/shutdown.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { setupFor } from '../../support/setup.ts';
import { HttpClient, TOKEN } from './http-client.ts';

class LimitedClient extends HttpClient {
  readonly transport: Served['transport'];

  constructor(url: URL, transport: Served['transport']) {
    super(url);
    this.transport = transport;
  }
}

/** The server over HTTP in this process, with smaller limits. */
export async function startLimited(
  limits: Partial<typeof LIMITS>,
  store: TodoStore = new MemoryStore(),
): Promise<LimitedClient> {
  const logger = createLogger('error', () => {});
  const context = {
    store,
    clock: systemClock('UTC'),
    logger,
    place: { file: '/todos.json' },
    readOnly: false,
  };
  const settings = readSettings('0', { token: TOKEN, tokenFile: undefined, hosts: undefined });
  const { start, transport } = await serveHttp(context, setupFor(), settings, { ...LIMITS, ...limits });
  onTestFinished(() => transport.stopReading());
  const { url = '' } = await start(() => {});
  return new LimitedClient(new URL(url), transport);
}
