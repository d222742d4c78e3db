import { addTodoTool } from './add-todo.ts';
import { completeTodoTool } from './complete-todo.ts';
import type { Tool } from './define-tool.ts';
import { deleteTodoTool } from './delete-todo.ts';
import { listTodosTool } from './list-todos.ts';

/** The tool table, in the order clients list it. */
export const tools: readonly Tool[] = [addTodoTool, listTodosTool, completeTodoTool, deleteTodoTool];
