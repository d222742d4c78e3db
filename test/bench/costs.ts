import { statSync } from 'node:fs';
import { join } from 'node:path';

import { encode } from 'gpt-tokenizer/encoding/o200k_base';

import { tools } from '../../src/mcp/tools/index.ts';
import { JsonFileStore } from '../../src/store/file/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { usualTodo, writeTodos } from '../support/long-lists.ts';
import { figureOf, type Row, row } from './report.ts';

/** The costs besides time: tokens in each conversation, bytes on disk. */
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
    row(
      'tokens',
      'tools/list as the model sees it',
      undefined,
      figureOf('tokens', tokens(JSON.stringify(listed)), 1600),
    ),
    row('tokens', '100 listed todos, text', undefined, figureOf('tokens', tokens(text), 1700)),
    row(
      'tokens',
      '100 listed todos, structured',
      undefined,
      figureOf('tokens', tokens(JSON.stringify(answer?.structuredContent))),
    ),
    row('size', 'dist/main.js', undefined, figureOf('KB', statSync('dist/main.js').size / 1024)),
  ];
}
