/** Takes all pictures in docs/ again (`npm run pictures`). */
import { spawnSync } from 'node:child_process';

const VITEST = ['node_modules/vitest/vitest.mjs', 'run'];
const MAKERS: readonly (readonly string[])[] = [
  [...VITEST, '--mode', 'board', 'pictures'],
  ['--import', 'tsx', 'test/optional/board/browser/inspector.ts'],
  [...VITEST, 'test/packaging/pictures.test.ts', '--update'],
];
for (const args of MAKERS) {
  const env = { ...process.env, PICTURES: 'write' };
  process.exitCode ||= spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}
