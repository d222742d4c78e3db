import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import {
  type Dialect,
  dialects,
  type ModelCall,
  type OfferedTool,
  offeredTools,
  type Shown,
  shownOf,
} from './dialects.ts';

/** Decides the next call from the tools that are offered and the answer to the last call; undefined ends the talk. */
export type Script = (offered: readonly OfferedTool[], shown?: Shown) => Omit<ModelCall, 'id'> | undefined;

/** A model on loopback that follows a script. */
export interface Model {
  readonly url: string;
  /** the bodies of all requests, in order */
  readonly requests: readonly string[];
  readonly close: () => void;
}

export async function startModel(script: Script): Promise<Model> {
  const requests: string[] = [];
  let calls = 0;
  let pending: ModelCall | undefined;

  function answer(dialect: Dialect, body: object): object[] {
    const offered = offeredTools(body);
    // Titles and other side questions come without tools.
    if (offered.length === 0) return dialect.say('ok');
    const shown = pending && shownOf(body, pending.id);
    if (!pending || shown) {
      const next = script(offered, shown);
      pending = next && { id: `call_${++calls}`, ...next };
    }
    return pending ? dialect.call(pending) : dialect.say('Done.');
  }

  async function serve(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const raw = await text(request);
    const path = request.url?.split('?')[0] ?? '';
    const dialect = dialects.find((each) => each.path.test(path));
    if (!dialect || request.method !== 'POST') {
      reply.setHeader('content-type', 'application/json');
      reply.end(
        JSON.stringify({ data: [{ id: 'fake-model', object: 'model' }], models: [], input_tokens: 10 }),
      );
      return;
    }
    requests.push(raw);
    reply.setHeader('content-type', 'text/event-stream');
    for (const event of answer(dialect, JSON.parse(raw) as object)) {
      if ('type' in event) reply.write(`event: ${String(event.type)}\n`);
      reply.write(`data: ${JSON.stringify(event)}\n\n`);
    }
    reply.end(path.endsWith('/chat/completions') ? 'data: [DONE]\n\n' : '');
  }

  const server = createServer((request, reply) => void serve(request, reply));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => server.close() };
}
