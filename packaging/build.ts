/** Bundles src/main.ts and all it needs into the one file that is run: dist/main.js. */
import { build } from 'esbuild';

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // Some dependencies are CommonJS and ask for Node's own modules with require.
  banner: {
    js: `#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);`,
  },
  legalComments: 'linked',
  logLevel: 'warning',
});
