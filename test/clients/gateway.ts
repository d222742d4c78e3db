import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { type ClientUnderTest, type ServerCommand, sessionOf } from './client.ts';

/** A client on another machine: it reaches the server over HTTP, through a gateway on the server's machine. */
export const gateway: ClientUnderTest = {
  title: 'Official SDK 1.x client over HTTP, through a gateway',
  packages: ['mcp-proxy', '@modelcontextprotocol/sdk'],
  shownBy: 'result of `callTool`',
  async connect(server) {
    const { url, stop } = await startGateway(server);
    const client = new Client({ name: 'phone', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(url));
    return sessionOf(client, stop);
  },
};

/** Starts the gateway in front of the server, for this machine alone. */
async function startGateway({ command, args, env }: ServerCommand) {
  const port = await freePort();
  const bin = fileURLToPath(import.meta.resolve('mcp-proxy')).replace(
    /dist[\\/].*$/,
    'dist/bin/mcp-proxy.mjs',
  );
  const options = ['--host', '127.0.0.1', '--port', `${port}`, '--server', 'stream'];
  const child = spawn(process.execPath, [bin, ...options, '--', command, ...args], { env, stdio: 'ignore' });
  const exited = once(child, 'exit');
  const url = new URL(`http://127.0.0.1:${port}/mcp`);
  const isUp = () =>
    fetch(url, { method: 'OPTIONS' }).then(
      () => true,
      () => false,
    );
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with exit code ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
