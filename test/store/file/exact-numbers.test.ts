/** Numbers that a double can't hold, or would write differently, in fields where they have no meaning for us. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { updateTodo } from '../../../src/domain/changes.ts';
import { withStep } from '../../../src/domain/history.ts';
import { parseSnapshot } from '../../../src/store/file/file-format.ts';
import { renderSnapshot } from '../../../src/store/file/file-text.ts';
import { parsedExactly, valueOf } from '../../support/exact-parser.ts';
import { failure } from '../../support/failure.ts';
import { add, NOW, openFile, titlesOf } from '../../support/file-store.ts';
import { startInProcess } from '../../support/in-process.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ODD = '{"id": 9007199254740993, "list": [1e400, 1.0, -0, 0.1000000000000000055511151231257827]}';

function fileWith(json: string): string {
  const file = join(tempFolder(), 'todos.json');
  writeFileSync(file, json);
  return file;
}

test('stay as they are: at the top, in a todo that is changed or not, in its next occurrence, and in the history', async () => {
  const file = fileWith(`{"chat": ${ODD}, "todos": [
    {"id": 1, "title": "Nap", "completed": false, "due": "2026-11-21", "repeat": "every day", "mail": ${ODD}},
    {"id": 2, "title": "Buy milk", "completed": false, "mail": ${ODD}, "checklist": [{"text": "a", "mail": ${ODD}}]}]}`);
  const { call } = await startInProcess({ file });
  const seen = (count: number): void => {
    const all = readFileSync(file, 'utf8').replaceAll(' ', '');
    expect(all.split(ODD.replaceAll(' ', ''))).toHaveLength(count + 1);
  };
  await call('complete_todo', { todo_id: 1 });
  // Beside those from before: the successor's, and the history's.
  seen(4 + 2);
  await call('update_todo', { todo_id: 2, title: 'Buy bread' });
  seen(4 + 2 + 2);
  const other = await startInProcess({ file });
  await other.call('undo', { steps: 2 });
  seen(4);
  await other.call('delete_todo', { todo_id: 2 });
  await call('undo');
  seen(4);
});

test('stay as they are where a rule, a date or an id belongs, and are shown so', async () => {
  const odd = `"repeat": 9007199254740993, "series_date": 1.10, "continued_as": 1e400`;
  const nested = `"repeat": {"every": 1.10}, "series_date": [9007199254740993], "continued_as": -0.1234567890123456789`;
  const file = fileWith(`{"todos": [
    {"id": 1, "title": "a", "completed": true, ${odd}},
    {"id": 2, "title": "b", "completed": false, "due": "2026-11-21", ${nested}}]}`);
  const { call } = await startInProcess({ file });
  await call('add_todo', { title: 'd' });
  await call('update_todo', { todo_id: 1, title: 'e' });
  const { structured: shown } = await call('complete_todo', { todo_id: 2 });
  expect(JSON.stringify(shown)).not.toMatch(/[\uD800-\uDFFF]|\\ud|\uFFFD/);
  const text = readFileSync(file, 'utf8');
  for (const each of [odd, nested]) expect(text).toContain(each.replaceAll(/([:,]) /g, '$1'));
  expect(await call('get_todo', { todo_id: 1 })).toMatchObject({
    structured: { todo: { repeat: '9007199254740993' } },
  });
  expect(await call('get_todo', { todo_id: 2 })).toMatchObject({
    structured: { todo: { repeat: '{"every":1.10}' } },
  });
});

test('are ids where they are whole: reopening takes the next occurrence back that 2.0 names', async () => {
  const file = fileWith(
    '{"todos": [{"id": 1, "title": "a", "completed": false, "due": "2026-11-21", "repeat": "every day"}]}',
  );
  const { call } = await startInProcess({ file });
  await call('complete_todo', { todo_id: 1 });
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('"continued_as":2');
  writeFileSync(file, text.replace('"continued_as":2', '"continued_as":2.0'));
  await call('reopen_todo', { todo_id: 1 });
  expect(await titlesOf(openFile(file))).toEqual(['a']);
});

test('are understood again line by line when another server has changed the list', async () => {
  const file = fileWith(`{"todos": [{"id": 1, "title": "a", "completed": false, "mail": ${ODD}}]}`);
  const [one, other] = [openFile(file), openFile(file)];
  await add(one, 'b');
  await add(other, 'c');
  await add(one, 'd');
  expect(readFileSync(file, 'utf8')).toContain('9007199254740993');
  expect(await titlesOf(other)).toEqual(['a', 'b', 'c', 'd']);
});

test('survive any change, by the judgement of another parser', () => {
  const numbers = fc.stringMatching(/^-?(?:0|[1-9]\d{0,24})(?:\.\d{1,24})?(?:[eE][+-]?\d{1,3})?$/);
  const values = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, numbers, fc.json({ maxDepth: 1 }), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 3 }).map((each) => `[${each.join(',')}]`),
    object: fc
      .uniqueArray(fc.tuple(fc.string(), tie('value')), { maxLength: 3, selector: ([key]) => key })
      .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
  })).value;
  fc.assert(
    fc.property(values, values, (top, field) => {
      const json = `{"todos":[{"id":1,"title":"a","completed":false,"x":${field}}],"y":${top}}`;
      const before = parseSnapshot(Buffer.from(json), 'x.json');
      const { snapshot } = updateTodo(before, 1, { title: 'b' }, NOW);
      const after = withStep(before, snapshot, 'update_todo', NOW);
      const written = parsedExactly(renderSnapshot(after).toString());
      const [given] = valueOf(parsedExactly(json), 'todos') as unknown[];
      const [todo] = valueOf(written, 'todos') as unknown[];
      const [step] = valueOf(written, 'history') as unknown[];
      const [change] = valueOf(step, 'changes') as unknown[];
      expect(valueOf(todo, 'x')).toEqual(valueOf(given, 'x'));
      expect(valueOf(change, 'before')).toEqual(given);
      expect(valueOf(written, 'y')).toEqual(valueOf(parsedExactly(json), 'y'));
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('are told from texts that look like one: no such text becomes a number', async () => {
  const { call, file } = await startInProcess();
  const mark = '\uDFFF\uDFFF';
  await call('add_todo', { title: `${mark}12`, description: `"${mark}12`, tags: [`${mark}1`] });
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('udfff');
  expect(JSON.parse(text)).toMatchObject({ todos: [{ title: expect.any(String) as string }] });
  const forged = fileWith('{"x": "\\udfff\\uDFFF12", "todos": []}');
  expect((await failure(add(openFile(forged), 'b'))).code).toBe('store_damaged');
});

test('and nesting too deep to be written is damage, a repeated key behind it as well', async () => {
  const lists = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const objects = `${'{"a":'.repeat(3_700)}1${'}'.repeat(3_700)}`;
  const todo = '{"id": 1, "title": "precious", "completed": false}';
  for (const json of [
    `{"e": ${lists}, "todos": [${todo}]}`,
    `{"todos": ${lists}}`,
    `{"todos": [${todo.replace('}', `, "e": ${lists}}`)}]}`,
    `{"e": ${objects}, "todos": [${todo}], "todos": []}`,
  ]) {
    const file = fileWith(json);
    expect((await failure(add(openFile(file), 'X'))).code).toBe('store_damaged');
    expect(readFileSync(file, 'utf8')).toBe(json);
  }
});
