import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { type ClientUnderTest, type ServerCommand, sessionOf } from './client.ts';

const TOKEN = 'a-token-of-more-than-thirty-two-characters';
const Authorization = `Bearer ${TOKEN}`;
const requestInit = { headers: { Authorization } };
const MCP_REMOTE = fileURLToPath(new URL('node_modules/mcp-remote/dist/proxy.js', import.meta.url));

/** Clients that reach a server over HTTP, with its token. */
export const overHttp: readonly ClientUnderTest[] = [
  {
    title: 'Official SDK 1.x client over HTTP',
    packages: ['@modelcontextprotocol/sdk'],
    shownBy: 'result of `callTool`',
    connect: async (server) => {
      const { url, stop } = await serve(server);
      const client = new Client({ name: 'sdk-1', version: '1.0.0' });
      await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
      return sessionOf(client, stop);
    },
  },
  {
    title: 'Official SDK 2.x client over HTTP, 2026-07-28',
    packages: ['@modelcontextprotocol/client'],
    shownBy: 'result of `callTool`',
    connect: async (server) => {
      const { url, stop } = await serve(server);
      const info = { name: 'sdk-2', version: '1.0.0' };
      const client = new Client2(info, { versionNegotiation: { mode: 'auto' } });
      await client.connect(new Transport2(url, { requestInit }));
      assert.equal(client.getNegotiatedProtocolVersion(), '2026-07-28');
      return sessionOf(client, stop);
    },
  },
  {
    title: 'Official SDK 1.x client over HTTP, through mcp-remote',
    packages: ['mcp-remote', '@modelcontextprotocol/sdk'],
    shownBy: 'result of `callTool`',
    connect: async (server) => {
      const { url, stop } = await serve(server);
      const client = new Client({ name: 'mcp-remote', version: '1.0.0' });
      const options = ['--header', `Authorization:${Authorization}`, '--transport', 'http-only'];
      await client.connect(
        new StdioClientTransport({
          command: process.execPath,
          args: [MCP_REMOTE, url.href, ...options],
          env: { ...server.env, MCP_REMOTE_CONFIG_DIR: dirname(server.env['TODOS_FILE'] ?? '') },
          stderr: 'ignore',
        }),
      );
      return sessionOf(client, stop);
    },
  },
];

/** Starts the server over HTTP. `stop` fails unless it ends in good order. */
async function serve({ command, args, env }: ServerCommand) {
  const child = spawn(command, [...args, '--http', '0'], {
    env: { ...env, TODOS_HTTP_TOKEN: TOKEN },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let log = '';
  for await (const line of createInterface(child.stderr)) {
    log += `${line}\n`;
    const url = /"url":"([^"]+)"/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stderr.resume();
    return {
      url: new URL(url),
      stop: async () => {
        child.kill();
        assert.deepEqual(await exited, [0, null]);
      },
    };
  }
  throw new Error(`the server did not start: ${log}`);
}
