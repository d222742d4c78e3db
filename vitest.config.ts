import { defineConfig } from 'vitest/config';

// One configuration for both runs: `npm test` takes the quick tests, `npm run test:stress` the long ones.
export default defineConfig(({ mode }) => ({
  test:
    mode === 'stress'
      ? { include: ['test/**/*.stress.ts'], testTimeout: 300_000, fileParallelism: false }
      : { include: ['test/**/*.test.ts'], testTimeout: 20_000 },
}));
