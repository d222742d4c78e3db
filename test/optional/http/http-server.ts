import { SpawnedServer, type SpawnOptions } from '../../support/spawned.ts';
import { HttpClient, TOKEN } from './http-client.ts';

/** The built server as a child process that serves over HTTP, and a client that talks to it. */
export interface HttpServer {
  readonly server: SpawnedServer;
  readonly client: HttpClient;
}

/** Starts the server. By default the port is one that is free. */
export async function startHttp(
  { args = [], env = {}, ...options }: SpawnOptions = {},
  address = '0',
): Promise<HttpServer> {
  const server = new SpawnedServer({
    ...options,
    args: ['--http', address, ...args],
    env: { TODOS_HTTP_TOKEN: TOKEN, ...env },
  });
  const url = await server.until(() => /"url":"([^"]+)"/.exec(server.stderr)?.[1]);
  return { server, client: new HttpClient(new URL(url)) };
}
