import { describeTodoStore } from '../../store/store-contract.ts';
import { newDatabase, sql, storeAt } from './database.ts';

describeTodoStore(async () => {
  const url = await newDatabase();
  return {
    store: await storeAt(url),
    writeMark: async () => {
      const [{ made } = {}] = await sql(url, "select to_regclass('todo_list') made");
      return made === null ? 'no tables' : sql(url, 'select revision, change from todo_list');
    },
  };
});
