import { join } from 'node:path';

import { expect, test } from 'vitest';

import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { expectSizeLimit } from './size-limit.ts';

test('a change that asks for more than the file may hold fails alone', async () => {
  const path = join(await tempFolder(), 'todos.json');
  await expect(expectSizeLimit(new JsonFileStore(path, systemClock('UTC')))).resolves.toBeUndefined();
});
