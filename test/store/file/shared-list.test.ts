import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { ENTRY, toolCall } from '../../support/spawned.ts';
import { ignoresModes, tempFolder } from '../../support/temp-folder.ts';

const [ANNA, BERT, FAMILY] = [1_234, 1_235, 2_345];

/** A folder of Anna's, and a copy of the server that every user may run. */
async function begin(mode: number, ...path: readonly string[]) {
  const base = tempFolder();
  const [folder, entry] = [join(base, 'list'), join(base, 'main.js')];
  chmodSync(base, 0o755);
  copyFileSync(ENTRY, entry);
  mkdirSync(folder);
  chownSync(folder, ANNA, FAMILY);
  chmodSync(folder, mode);
  const file = join(folder, ...path);
  const add = (uid: number, title: string): string => {
    const options = uid ? { uid, gid: FAMILY } : {};
    const input = toolCall(1, 'add_todo', { title });
    return spawnSync(process.execPath, [entry, '--file', file], { ...options, input }).stdout.toString();
  };
  /** The owners of everything in the folder but the lock's token, of which only the name counts. */
  const owners = () =>
    new Set(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.endsWith(',free'))
        .map((name) => statSync(join(folder, name)).uid),
    );
  return { file, add, owners };
}

describe.skipIf(!ignoresModes)('several users of one list (only root can act as them)', () => {
  test.for([['todos.json'], ['new', 'todos.json']])(
    'what root makes (%s) belongs to the owner of the folder',
    async (path) => {
      const { add, owners } = await begin(0o700, ...path);
      for (const id of [1, 2]) expect(add(0, 'By root')).toContain(`Added #${id}`);
      expect(add(ANNA, 'By Anna')).toContain('Added #3');
      expect([...owners()]).toEqual([ANNA]);
    },
  );

  test('can both change it if both may write to the folder and the file', async () => {
    const { file, add } = await begin(0o770, 'todos.json');
    expect(add(ANNA, 'By Anna')).toContain('Added #1');
    expect(add(BERT, 'By Bert')).toContain('permission was denied');
    chmodSync(file, 0o660);
    expect(add(BERT, 'By Bert')).toContain('Added #2');
    expect(add(ANNA, 'By Anna')).toContain('Added #3');
  });
});
