import type { TestProject } from 'vitest/node';

import { PostgresServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** of a database whose user may make others */
    databaseUrl: string;
  }
}

/** The server that all of these tests share: the one that TEST_DATABASE_URL names, or one of our own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? undefined : await PostgresServer.start();
  project.provide('databaseUrl', given ?? server?.url() ?? '');
  return async () => server?.remove();
}
