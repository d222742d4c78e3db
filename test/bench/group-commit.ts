import { join } from 'node:path';

import { addTodo } from '../../src/domain/changes.ts';
import { diskFileSystem } from '../../src/store/disk/file-system.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { measure } from './measure.ts';
import type { Row } from './report.ts';

const CHANGES = 200;
const GOAL_WRITES = 5;

/** Many changes made at once in one process. */
export async function groupCommit(folder: string): Promise<Row[]> {
  let writes = 0;
  let most = 0;
  const disk = {
    ...diskFileSystem,
    rename: async (from: string, to: string) => {
      writes += 1;
      await diskFileSystem.rename(from, to);
    },
  };
  const { burst } = await measure(
    {
      burst: async (turn) => {
        const store = new JsonFileStore(join(folder, `burst-${turn}.json`), systemClock(undefined), { disk });
        const now = new Date().toISOString();
        writes = 0;
        await Promise.all(
          Array.from({ length: CHANGES }, (_, index) =>
            store.update((snapshot) => addTodo(snapshot, { title: `Todo ${index}` }, now)),
          ),
        );
        most = Math.max(most, writes);
      },
    },
    20,
  );
  return [
    {
      group: 'group commit',
      what: `${CHANGES} concurrent changes`,
      timing: burst,
      figure: { name: 'writes', value: most, goal: GOAL_WRITES },
    },
  ];
}
