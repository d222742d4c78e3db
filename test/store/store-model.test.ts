import { expect, test } from 'vitest';

import { agreesWithModel } from '../support/store-commands.ts';

test('whatever happens to the file, the store agrees with a simple model of it', async () => {
  await expect(agreesWithModel(80)).resolves.toBeUndefined();
});
