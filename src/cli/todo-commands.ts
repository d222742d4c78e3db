/** The commands add, list and done: tools for a person in a shell. */
import * as z from 'zod';

import { TodoError } from '../domain/errors.ts';
import { VIEWS } from '../domain/query.ts';
import { readQuickTodo } from '../domain/quick-add.ts';
import { createLogger } from '../logger.ts';
import { type AppContext, momentOf } from '../mcp/context.ts';
import { addTodoTool } from '../mcp/tools/add-todo.ts';
import { completeTodoTool } from '../mcp/tools/complete-todo.ts';
import type { Tool } from '../mcp/tools/kit/define-tool.ts';
import { listingOutput, listTodosTool, renderListing } from '../mcp/tools/list-todos.ts';
import { openContext } from '../open-context.ts';
import type { Arguments, Output, Setup } from '../part.ts';
import { UsageError } from './options.ts';

const answer = z.looseObject({ content: z.tuple([z.looseObject({ text: z.string() })]) });

/**
 * Runs `add`: the words are one todo, read as in a line of the board.
 *
 * @throws UsageError
 * @throws TodoError when nothing was added
 */
export async function runAdd({ operands }: Arguments, setup: Setup, output: Output): Promise<boolean> {
  const line = operands.join(' ');
  if (!line.trim()) throw new UsageError('add needs a text, such as Pay rent tomorrow.');
  return withTool(addTodoTool, setup, output, async (context) => {
    const args = readQuickTodo(line, momentOf(context.clock).today);
    output.out(`${await textOf(addTodoTool, args, context)}\n`);
    return true;
  });
}

/**
 * Runs `list`: a view by its name, else a search; without words, all open todos.
 *
 * @throws TodoError when the list can't be read
 */
export async function runList({ operands }: Arguments, setup: Setup, output: Output): Promise<boolean> {
  const words = operands.join(' ').trim();
  const view = VIEWS.find((name) => name === words.toLowerCase().replace(/[ -]/g, '_'));
  const filter = view ? { view } : words ? { query: words } : { show_completed: false };
  return withTool(listTodosTool, setup, output, async (context) => {
    const todos = [];
    const notes = new Set<string>();
    // A person wants no pages.
    for (let cursor: string | undefined; ;) {
      const { structuredContent } = await listTodosTool.call({ ...filter, cursor }, context);
      const page = listingOutput.parse(structuredContent);
      todos.push(...page.todos);
      for (const note of page.notes ?? []) notes.add(note);
      cursor = page.next_cursor;
      if (cursor !== undefined) continue;
      output.out(`${renderListing({ ...page, todos, notes: [...notes] })}\n`);
      return true;
    }
  });
}

/**
 * Runs `done`: completes todos one by one, and says which can't be.
 *
 * @returns whether all are completed
 * @throws UsageError
 * @throws TodoError when the list is read-only
 */
export async function runDone({ operands }: Arguments, setup: Setup, output: Output): Promise<boolean> {
  if (!operands.length) throw new UsageError('done needs the number of a todo, such as 7.');
  return withTool(completeTodoTool, setup, output, async (context) => {
    let succeeded = true;
    for (const todo_id of operands) {
      try {
        output.out(`${await textOf(completeTodoTool, { todo_id }, context)}\n`);
      } catch (error) {
        if (!(error instanceof TodoError)) throw error;
        output.err(`${error.message}\n${error.hint}\n`);
        succeeded = false;
      }
    }
    return succeeded;
  });
}

async function textOf(tool: Tool, args: object, context: AppContext): Promise<string> {
  return answer.parse(await tool.call(args, context)).content[0].text;
}

/** Does `work` with the list, once it is clear that the tool may be used. */
async function withTool(
  { annotations }: Tool,
  setup: Setup,
  output: Output,
  work: (context: AppContext) => Promise<boolean>,
): Promise<boolean> {
  const { logLevel, readOnly, warnings } = setup.config;
  for (const warning of warnings) output.err(`${warning}\n`);
  if (readOnly && !annotations.readOnlyHint) {
    throw new TodoError(
      'invalid_input',
      'This list is read-only, so nothing was changed.',
      'Leave --read-only and TODOS_READ_ONLY out.',
    );
  }
  const context = await openContext(setup, createLogger(logLevel, output.err));
  try {
    return await work(context);
  } finally {
    await context.store.settled();
  }
}
