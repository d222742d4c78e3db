import { defineConfig } from 'vitest/config';

/** The product's settings of zod, for the tests that run the server in their own process. */
const setupFiles = ['src/zod-settings.ts'];

/** Most tests wait for child processes: three files at a time keep two cores busy. They share no state to isolate. */
const quick = {
  include: ['test/**/*.test.ts'],
  exclude: ['**/node_modules/**', 'test/optional/postgres/**'],
  testTimeout: 20_000,
  maxWorkers: 3,
  isolate: false,
  setupFiles,
};
const stress = {
  include: ['test/**/*.stress.ts'],
  testTimeout: 300_000,
  fileParallelism: false,
  setupFiles,
};
const board = {
  include: ['test/optional/board/*.board.ts'],
  testTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
  fileParallelism: false,
  setupFiles,
};

const postgres = {
  include: ['test/optional/postgres/**/*.test.ts'],
  globalSetup: 'test/optional/postgres/global-setup.ts',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  fileParallelism: false,
  setupFiles,
};

// One configuration for all runs: `npm test` takes the quick tests, `npm run test:stress` the long ones,
// `npm run test:postgres` those that need a database server, and `npm run test:board` those that need a browser.
export default defineConfig(({ mode }) => ({ test: { stress, postgres, board }[mode] ?? quick }));
