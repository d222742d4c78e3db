import { readFileSync } from 'node:fs';

import { checkedCalls } from './checked-call.ts';
import { startInProcess } from './in-process.ts';

/** What tests look at in a todos file. */
export interface FileContent {
  todos: Record<string, unknown>[];
  next_id?: number;
  history?: { tool: string; changes: { id: number; before: unknown; after: string | null }[] | null }[];
}

/** A server in this process whose answers are all checked, with a look into its file. */
export async function startWithContent(file?: string) {
  const server = await startInProcess(file === undefined ? {} : { file });
  const call = await checkedCalls(server.client);
  const content = () => JSON.parse(readFileSync(server.file, 'utf8')) as FileContent;
  return { ...server, call, content, todos: () => content().todos };
}
