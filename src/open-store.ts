import type { Config } from './config.ts';
import type { Clock } from './context.ts';
import { JsonFileStore } from './store/json-file-store.ts';

/** The store that the configuration asks for; nothing is touched before its first call. */
export async function openStore({ file }: Config, clock: Clock): Promise<JsonFileStore> {
  return new JsonFileStore(file.path, clock);
}
