/** The table of tools. */
import { addTodoTool } from './add-todo.ts';
import { batchTodosTool } from './batch-todos.ts';
import { completeTodoTool } from './complete-todo.ts';
import { deleteTodoTool } from './delete-todo.ts';
import { getOverviewTool } from './get-overview.ts';
import { getTodoTool } from './get-todo.ts';
import type { Tool } from './kit/define-tool.ts';
import { listTodosTool } from './list-todos.ts';
import { reopenTodoTool } from './reopen-todo.ts';
import { undoTool } from './undo.ts';
import { updateTodoTool } from './update-todo.ts';

/** The tool table, in the order clients list it. */
export const tools: readonly Tool[] = [
  addTodoTool,
  listTodosTool,
  getTodoTool,
  updateTodoTool,
  completeTodoTool,
  reopenTodoTool,
  deleteTodoTool,
  batchTodosTool,
  undoTool,
  getOverviewTool,
];
