import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

/** Builds of development tools for other platforms, of which the registry in use offered no hash. */
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
