/** What a fresh checkout guarantees wherever it is installed. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { expect, test } from 'vitest';

import { run, runNpm } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Builds of development tools for other platforms, for which the registry had no hash. */
const WITHOUT_HASH = [
  ...['@oxc-parser/binding-', '@oxfmt/binding-', '@oxlint/binding-'].flatMap((tool) =>
    `android-arm-eabi android-arm64 darwin-arm64 darwin-x64 freebsd-x64 linux-arm-gnueabihf linux-arm-musleabihf
     linux-ppc64-gnu linux-riscv64-gnu linux-riscv64-musl linux-s390x-gnu openharmony-arm64
     win32-arm64-msvc win32-ia32-msvc win32-x64-msvc`
      .split(/\s+/)
      .map((build) => `${tool}${build}`),
  ),
  ...['@oxfmt/binding-', '@oxlint/binding-'].flatMap((tool) => [
    `${tool}linux-arm64-musl`,
    `${tool}linux-x64-musl`,
  ]),
  ...['darwin-arm64', 'darwin-x64', 'win32-arm64', 'win32-x64'].map((build) => `@oxlint-tsgolint/${build}`),
];

test.for([
  ['package-lock.json', WITHOUT_HASH],
  ['test/clients/package-lock.json', []],
  ...locksOfParts().map((file) => [file, []] as const),
] as const)('%s has a hash for every package but these, and names no registry', ([file, withoutHash]) => {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string; resolved?: string }>;
  };
  const entries = Object.entries(packages).filter(([path]) => path !== '');
  const missing = entries.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
  const names = missing.map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(names.toSorted()).toEqual([...withoutHash].toSorted());
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('npm refuses a Node that is too old, and says which one is needed', async () => {
  const folder = tempFolder();
  copyFileSync('.npmrc', join(folder, '.npmrc'));
  writeFileSync(
    join(folder, 'package.json'),
    '{"name": "x", "version": "1.0.0", "engines": {"node": ">=99"}}',
  );
  await expect(runNpm(folder, 'install')).rejects.toThrow(/EBADENGINE[^]*Required: \{"node":">=99"\}/);
});

test('the check of the README accepts CRLF, and finds what is out of date or too long', async () => {
  const folder = tempFolder();
  const check = async (readme: string) => {
    writeFileSync(join(folder, 'README.md'), readme);
    const script = ['--import', import.meta.resolve('tsx'), resolve('packaging/readme.ts'), '--check'];
    await run(process.execPath, script, { cwd: folder });
  };
  const readme = readFileSync('README.md', 'utf8').replaceAll('\r\n', '\n');
  await check(readme.replaceAll('\n', '\r\n'));
  const stale = readme.replace('| `undo` |', '| `redo` |').replace('← Completed #1', '← Finished #1');
  await expect(check(`${stale}${'word '.repeat(1900)}`)).rejects.toThrow(
    /out of date \(tools, transcript\)[^]*1900 at most/,
  );
});

/** The lock files of what only the tests of optional parts install. */
function locksOfParts(): string[] {
  return readdirSync('test/optional', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!node_modules.*)package-lock\.json$/.test(file))
    .map((file) => join('test/optional', file));
}
