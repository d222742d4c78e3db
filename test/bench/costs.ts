import { statSync } from 'node:fs';
import { join } from 'node:path';

import { encode } from 'gpt-tokenizer/encoding/o200k_base';

import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { tools } from '../../src/tools/index.ts';
import { usualTodo, writeTodos } from '../support/long-lists.ts';
import type { Row } from './report.ts';

/** What the server costs without running: tokens in every conversation, bytes on disk. */
export async function costs(folder: string): Promise<Row[]> {
  const file = join(folder, 'usual.json');
  writeTodos(file, 100, usualTodo);
  const clock = systemClock(undefined);
  const ignore = () => {};
  const logger = { debug: ignore, info: ignore, warning: ignore, error: ignore };
  const context = { store: new JsonFileStore(file, clock), clock, logger, place: { file }, readOnly: false };
  const listed = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const answer = await tools.find(({ name }) => name === 'list_todos')?.call({ limit: 100 }, context);
  const text = answer?.content.map((part) => ('text' in part ? part.text : '')).join('\n') ?? '';
  const tokens = (value: string) => encode(value).length;
  return [
    {
      group: 'tokens',
      what: 'tools/list as the model sees it',
      figure: { name: 'tokens', value: tokens(JSON.stringify(listed)), goal: 1500 },
    },
    {
      group: 'tokens',
      what: '100 listed todos, text',
      figure: { name: 'tokens', value: tokens(text), goal: 1700 },
    },
    {
      group: 'tokens',
      what: '100 listed todos, structured',
      figure: { name: 'tokens', value: tokens(JSON.stringify(answer?.structuredContent)) },
    },
    {
      group: 'size',
      what: 'dist/main.js, KB',
      figure: { name: 'KB', value: statSync('dist/main.js').size / 1024 },
    },
  ];
}
