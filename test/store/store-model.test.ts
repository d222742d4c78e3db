import { expect, test } from 'vitest';

import { agreesWithModel } from '../support/store-commands.ts';

test('the store agrees with a simple model, whatever happens to its file', async () => {
  await expect(agreesWithModel(80)).resolves.toBeUndefined();
});
