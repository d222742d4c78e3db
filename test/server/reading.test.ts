import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import { expect, test } from 'vitest';

import { startChecked } from '../support/checked-call.ts';
import { usualTodo, writeTodos } from '../support/long-lists.ts';

test.each([false, true])(
  'what reads leaves file and folder as they are (read-only: %s)',
  async (readOnly) => {
    const { client, call, file } = await startChecked({ readOnly });
    writeTodos(file, 30, usualTodo);
    const look = () => ({
      bytes: readFileSync(file, 'utf8'),
      mtime: statSync(file, { bigint: true }).mtimeNs,
      folder: readdirSync(dirname(file)),
    });
    const before = look();
    const { tools } = await client.listTools();
    const reading = tools.filter(({ annotations }) => annotations?.readOnlyHint);
    expect(reading.map(({ name }) => name)).toEqual(expect.arrayContaining(['list_todos', 'get_todo']));
    for (const { name } of reading) {
      expect((await call(name, name === 'get_todo' ? { todo_id: 1 } : {})).isError).toBe(false);
    }
    const { resources } = await client.listResources();
    for (const { uri } of resources) await client.readResource({ uri });
    const { prompts } = await client.listPrompts();
    for (const { name } of prompts) await client.getPrompt({ name });
    await client.subscribeResource({ uri: 'todos://today' });
    await client.unsubscribeResource({ uri: 'todos://today' });
    expect(look()).toEqual(before);
  },
);

test('every tool that reads says that the list is gone', async () => {
  const { client, call, file } = await startChecked();
  await call('add_todo', { title: 'Buy milk' });
  rmSync(file);
  const { tools } = await client.listTools();
  for (const { name, annotations } of tools) {
    if (!annotations?.readOnlyHint) continue;
    const { text } = await call(name, name === 'get_todo' ? { todo_id: 1 } : {});
    expect(`${name}: ${text}`).toContain('so this is a new list');
  }
});

test.each(['update_todo', 'complete_todo', 'reopen_todo', 'delete_todo', 'batch_todos', 'undo'])(
  '%s that fails leaves no file behind',
  async (name) => {
    const { call, file } = await startChecked();
    expect((await call(name, name === 'undo' ? {} : { todo_id: 1, title: 'x' })).isError).toBe(true);
    expect(readdirSync(dirname(file))).toEqual([]);
  },
);
