import { findTodo } from '../domain/changes.ts';
import { TodoError } from '../domain/errors.ts';
import { idsStartingWith, readTodoId, uriOf } from '../domain/todo-id.ts';
import { shown } from '../render/describe-value.ts';
import { listAsMarkdown, todoAsMarkdown } from '../render/markdown.ts';
import { ANSWER_TOKENS, FRAME_TOKENS } from '../render/token-budget.ts';
import { embeddedMarkdown, onceAgreed, userText } from './embedded.ts';
import type { Prompt } from './index.ts';

export const breakDownTodo: Prompt = {
  name: 'break_down_todo',
  title: 'Break down a todo',
  description: 'Turn one big todo into small steps',
  args: {
    todo_id: {
      description: 'Id of the todo; left out, the biggest one is looked for',
      complete: idsStartingWith,
    },
  },
  build(snapshot, { todo_id }, { readOnly }) {
    const steps = [
      '1. Say in one sentence what "done" means for it.',
      '2. Propose three to seven steps, each of them doable in one sitting, the first one in ten minutes.',
      '3. Suggest a due date for each, so that the whole is done in time.',
      '',
      onceAgreed(
        'add the steps, in the same project and with the number of the todo in their descriptions,',
        readOnly,
      ),
    ];
    if (todo_id === undefined) {
      const task = userText([
        'One of my todos is too big to begin with. Look through the attached list for the one that most needs it, and break it down.',
        '',
        ...steps,
      ]);
      return [
        task,
        embeddedMarkdown('todos://full-markdown', listAsMarkdown(snapshot, ANSWER_TOKENS - FRAME_TOKENS)),
      ];
    }
    const id = readTodoId(todo_id);
    if (id === undefined) {
      throw new TodoError(
        'invalid_input',
        `${shown(todo_id)} is not the id of a todo.`,
        'Give a number such as 7.',
      );
    }
    const todo = findTodo(snapshot, id);
    return [
      userText([`Break down my todo #${id}, which is attached.`, '', ...steps]),
      embeddedMarkdown(uriOf(id), todoAsMarkdown(todo, ANSWER_TOKENS - FRAME_TOKENS)),
    ];
  },
};
