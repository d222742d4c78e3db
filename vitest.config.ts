import { defineConfig } from 'vitest/config';

/**
 * Limits that only end a test, hook or wait that hangs. No test passes or fails by them, so they are far longer than
 * anything takes on a machine that is twenty times slower.
 */
const patient = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  teardownTimeout: 60_000,
  expect: { poll: { timeout: 120_000 } },
  /** The product's settings of zod, for the tests that run the server in their own process, and one seed for all. */
  setupFiles: ['src/zod-settings.ts', 'test/support/fixed-seed.ts'],
};

/** Most tests wait for child processes: three files at a time keep two cores busy. They share no state to isolate. */
const quick = {
  ...patient,
  include: ['test/**/*.test.ts'],
  exclude: ['**/node_modules/**'],
  maxWorkers: 3,
  isolate: false,
};
const stress = {
  ...patient,
  include: ['test/**/*.stress.ts'],
  fileParallelism: false,
};
const board = { ...patient, include: ['test/optional/board/browser/*.board.ts'], fileParallelism: false };
const postgres = {
  ...patient,
  include: ['test/optional/postgres/*.postgres.ts'],
  globalSetup: 'test/optional/postgres/global-setup.ts',
  fileParallelism: false,
};

// One configuration for all runs: `npm test` takes the quick tests, `npm run test:stress` the long ones,
// `npm run test:postgres` those that need a database server, and `npm run test:board` those that need a browser.
export default defineConfig(({ mode }) => ({ test: { stress, postgres, board }[mode] ?? quick }));
