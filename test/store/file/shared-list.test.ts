import { chmodSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { ANNA, BERT, folderOfAnna } from '../../support/several-users.ts';
import { ignoresModes } from '../../support/temp-folder.ts';

describe.skipIf(!ignoresModes)('several users of one list (only root can act as them)', () => {
  test.for([['todos.json'], ['new', 'todos.json']])(
    'what root makes (%s) belongs to the owner of the folder',
    (path) => {
      const { add, owners } = folderOfAnna(0o700, ...path);
      for (const id of [1, 2]) expect(add(0, 'By root')).toContain(`Added #${id}`);
      expect(add(ANNA, 'By Anna')).toContain('Added #3');
      expect([...owners()]).toEqual([ANNA]);
    },
  );

  test('can both change it if both may write to the folder and the file', () => {
    const { file, add } = folderOfAnna(0o770, 'todos.json');
    expect(add(ANNA, 'By Anna')).toContain('Added #1');
    expect(add(BERT, 'By Bert')).toContain('permission was denied');
    chmodSync(file, 0o660);
    expect(add(BERT, 'By Bert')).toContain('Added #2');
    expect(add(ANNA, 'By Anna')).toContain('Added #3');
    expect(add(0, 'By root')).toContain('Added #4');
  });

  test('can do so whoever of them came first', () => {
    const { file, add } = folderOfAnna(0o770, 'todos.json');
    expect(add(BERT, 'By Bert')).toContain('Added #1');
    chmodSync(file, 0o660);
    expect(add(ANNA, 'By Anna')).toContain('Added #2');
    // Now the list is Anna's, and its lock Bert's.
    expect(add(ANNA, 'By Anna')).toContain('Added #3');
    expect(add(BERT, 'By Bert')).toContain('Added #4');
  });
});
