import { MemoryStore } from '../support/memory-store.ts';
import { describeTodoStore } from './store-contract.ts';

describeTodoStore(async () => {
  const store = new MemoryStore();
  return { store, writeMark: async () => store.writes };
});
