/** Bundles src/main.ts and all it needs into the one file that is run: dist/main.js. */
import { build } from 'esbuild';

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // Some dependencies are CommonJS: they ask for Node's own modules with require, and for their file's name.
  banner: {
    js: `#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);\nconst __filename = import.meta.filename;`,
  },
  legalComments: 'linked',
  logLevel: 'warning',
});
