/**
 * Shows that each optional part can be taken away: deletes its folder in src/optional, its tests and its row in the
 * table, in a copy of the checkout. Then types, build and the core's tests must still pass.
 *
 *     tsx packaging/take-away.ts [PART...]
 *
 * The tests are those that run the program or read its settings with its parts. The others call what the linter and the
 * types keep apart from the parts.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

const TABLE = 'src/optional/index.ts';
const LEFT_IN_PLACE = /^(?:\.git|node_modules|dist)(?:[\\/]|$)|[\\/]node_modules(?:[\\/]|$)/;
const CORE_TESTS = ['test/card.test.ts', 'test/cli/', 'test/config/', 'test/e2e/stdio.test.ts'];

const parts = readdirSync('src/optional', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const asked = process.argv.slice(2);
for (const name of asked)
  if (!parts.includes(name)) throw new Error(`There is no part ${name}: ${parts.join(', ')}.`);

for (const part of asked.length > 0 ? asked : parts) {
  const folder = mkdtempSync(join(tmpdir(), 'todo-manager-without-'));
  try {
    copyWithout(part, folder);
    const failed = ['packaging/types.ts', 'packaging/build.ts']
      .map((script) => [script, '--import', 'tsx', script])
      .concat([['the tests of the core', 'node_modules/vitest/vitest.mjs', 'run', ...CORE_TESTS]])
      .find(
        ([, ...args]) => spawnSync(process.execPath, args, { cwd: folder, stdio: 'inherit' }).status !== 0,
      );
    console.log(failed ? `Without ${part}, ${failed[0]} failed.` : `Without ${part}, everything passes.`);
    if (failed) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies the checkout to `folder`, without one part. */
function copyWithout(part: string, folder: string): void {
  cpSync('.', folder, { recursive: true, filter: (path) => !LEFT_IN_PLACE.test(relative('.', path)) });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  for (const parent of ['src', 'test'])
    rmSync(join(folder, parent, 'optional', part), { recursive: true, force: true });
  const table = readFileSync(TABLE, 'utf8');
  writeFileSync(join(folder, TABLE), withoutRow(part, table));
}

/** The table without the import of a part and without its name. */
function withoutRow(part: string, table: string): string {
  const line = new RegExp(`^import \\{ (\\w+) \\} from '\\./${part}/index\\.ts';\\n`, 'm');
  const name = line.exec(table)?.[1];
  const without = table.replace(line, '').replace(new RegExp(`(?<=[[ ])${name}(?:, |(?=\\]))`), '');
  if (without.includes(part)) throw new Error(`${TABLE} names ${part} in a way that isn't a row.`);
  return without;
}
