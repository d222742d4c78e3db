/** The server over HTTP, for clients that take a URL. What serves is loaded when it is used. */
import type { Part } from '../../part.ts';
import { readSettings } from './settings.ts';

export const http: Part = {
  name: 'http',
  options: {
    http: {
      value: { name: '[HOST:]PORT', example: 'a port, as in --http 8080' },
      help: 'serve over HTTP instead of stdio (or set TODOS_HTTP); doctor takes a URL, too',
    },
  },
  variables: ['TODOS_HTTP', 'TODOS_HTTP_TOKEN', 'TODOS_HTTP_TOKEN_FILE', 'TODOS_HTTP_HOSTS'],
  configure(given) {
    const address = given.option('http') ?? given.variable('TODOS_HTTP');
    if (address === undefined) return {};
    const settings = readSettings(address, {
      token: given.variable('TODOS_HTTP_TOKEN'),
      tokenFile: given.variable('TODOS_HTTP_TOKEN_FILE'),
      hosts: given.variable('TODOS_HTTP_HOSTS'),
    });
    return {
      serve: async (context, setup) => (await import('./serve.ts')).serveHttp(context, setup, settings),
      checks: [async () => (await import('./doctor-http.ts')).checkWayIn(settings)],
    };
  },
};
