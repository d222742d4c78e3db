import { isDeepStrictEqual } from 'node:util';

import { describe, expect, test } from 'vitest';

import { CARELESS } from '../support/careless.ts';
import { startSpawned } from '../support/spawned.ts';

const TOOLS =
  'The tools are add_todo, list_todos, get_todo, update_todo, complete_todo, reopen_todo, delete_todo, batch_todos, undo, get_overview.';
const PROMPTS = 'The prompts are plan_next_week, review_today, break_down_todo.';
const CALL = 'Example of params: {"name": "add_todo", "arguments": {}}';
const GET = 'Example of params: {"name": "plan_next_week", "arguments": {}}';
const URI = 'Example of params: {"uri": "todos://full-markdown"}';
const COMPLETE =
  'Example of params: {"ref": {"type": "ref/prompt", "name": "plan_next_week"}, "argument": {"name": "…", "value": "…"}}';
const INITIALIZE =
  'Example of params: {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "my-client", "version": "1.0"}}';
const ONE_PAGE = 'bad cursor, the text "x". This list has one page; ask without a cursor.';
const NO_TODO = 'No todo #9. No todo is open.';

type Row = readonly [method: string, params: unknown, message: string, data?: unknown];

/** Asks one server all the questions, in order, and returns the answers that are not as they should be. */
async function wrongAnswers(code: number, rows: readonly Row[]): Promise<unknown[]> {
  const server = await startSpawned();
  const wrong: unknown[] = [];
  for (const [method, params, message, data] of rows) {
    const { error } = await server.request(method, params);
    const expected = { code, message, ...(data !== undefined && { data }) };
    if (!isDeepStrictEqual(error, expected)) wrong.push([method, params, error]);
  }
  return [...wrong, ...server.lines.filter((line) => CARELESS.test(line))];
}

describe('JSON-RPC errors', () => {
  test('what does not exist', async () => {
    const noResource = (uri: string) =>
      `There is no resource ${uri}. A single todo is todos:// and its id, such as todos://7; resources/list shows the others.`;
    const unknownResource = (uri: string) =>
      `Unknown resource "${uri}". The resources are todos://full-markdown, todos://today, todos://stats, ` +
      'and those that fit a template of resources/templates/list.';
    const wrong = await wrongAnswers(-32602, [
      ['tools/call', { name: 'nope', arguments: {} }, `Unknown tool "nope". ${TOOLS}`],
      ['tools/call', { name: 'addTodo' }, `Unknown tool "addTodo". Did you mean "add_todo"? ${TOOLS}`],
      ['tools/call', { name: '__proto__' }, `Unknown tool "__proto__". ${TOOLS}`],
      ['prompts/get', { name: 'nope' }, `Unknown prompt "nope". ${PROMPTS}`],
      ['prompts/get', { name: 'plan' }, `Unknown prompt "plan". Did you mean "plan_next_week"? ${PROMPTS}`],
      ['prompts/get', { name: 'break_down_todo', arguments: { todo_id: '9' } }, NO_TODO],
      ['resources/read', { uri: 'todos://9' }, NO_TODO, { uri: 'todos://9' }],
      ['resources/read', { uri: 'todos://nope' }, noResource('todos://nope'), { uri: 'todos://nope' }],
      ['resources/read', { uri: 'nope://a/b' }, unknownResource('nope://a/b'), { uri: 'nope://a/b' }],
      ['resources/subscribe', { uri: 'todos://9' }, NO_TODO, { uri: 'todos://9' }],
      ['resources/subscribe', { uri: 'nope://a' }, noResource('nope://a'), { uri: 'nope://a' }],
      [
        'completion/complete',
        { ref: { type: 'ref/prompt', name: 'nope' }, argument: { name: 'a', value: '' } },
        `Unknown prompt "nope". ${PROMPTS}`,
      ],
      [
        'completion/complete',
        { ref: { type: 'ref/resource', uri: 'nope://a' }, argument: { name: 'a', value: '' } },
        'Resource template nope://a not found',
      ],
    ]);
    expect(wrong).toEqual([]);
  });

  test('malformed params of every method', async () => {
    const list = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'] as const;
    const uri = ['resources/read', 'resources/subscribe', 'resources/unsubscribe'] as const;
    const wrong = await wrongAnswers(-32602, [
      ['initialize', {}, `initialize: "protocolVersion" is missing; it must be a text. ${INITIALIZE}`],
      ['ping', [1], 'ping: "params" must be an object with named members, not a list. Example of params: {}'],
      ...list.map((method) => [method, { cursor: 'x' }, `${method}: ${ONE_PAGE}`] as const),
      ['tools/call', {}, `tools/call: "name" is missing; it must be a text. ${CALL}`],
      [
        'tools/call',
        { name: 'add_todo', arguments: 5 },
        `tools/call: "arguments" must be an object, not the number 5. ${CALL}`,
      ],
      ['prompts/get', { name: null }, `prompts/get: "name" must be a text, not null. ${GET}`],
      [
        'prompts/get',
        { name: 'plan_next_week', arguments: { focus: [1] } },
        `prompts/get: "arguments.focus" must be a text, not a list. ${GET}`,
      ],
      ...uri.map(
        (method) =>
          [method, { uri: 7 }, `${method}: "uri" must be a text, not the number 7. ${URI}`] as const,
      ),
      [
        'resources/read',
        { uri: 'x' },
        `resources/read: "uri" must be a whole URI, not the text "x". ${URI}`,
        { uri: 'x' },
      ],
      ['completion/complete', {}, `completion/complete: "ref" is missing; it must be an object. ${COMPLETE}`],
    ]);
    expect(wrong).toEqual([]);
  });

  test('unknown methods, the ones of other revisions and capabilities among them', async () => {
    const methods = ['nope', 'server/discover', 'logging/setLevel', 'tasks/list', 'constructor', ''];
    const rows = methods.map((method): Row => [method, {}, 'Method not found']);
    expect(await wrongAnswers(-32601, rows)).toEqual([]);
  });
});
