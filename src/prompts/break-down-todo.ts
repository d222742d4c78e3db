import { listAsMarkdown, todoAsMarkdown } from '../render/markdown.ts';
import { uriOf } from '../render/todo-uri.ts';
import { ANSWER_BUDGET } from '../render/token-budget.ts';
import { embeddedMarkdown, onceAgreed, userText } from './embedded.ts';
import type { Prompt } from './index.ts';
import { todoMeant, todosMatching } from './todo-argument.ts';

export const breakDownTodo: Prompt = {
  name: 'break_down_todo',
  title: 'Break down a todo',
  description: 'Turn one big todo into small steps',
  args: {
    todo_id: {
      description: 'Id of the todo, or words of its title; left out, the biggest one is looked for',
      complete: todosMatching,
    },
  },
  build(snapshot, { todo_id }, setting) {
    const steps = [
      '1. Say in one sentence what "done" means for it.',
      '2. Propose three to seven steps, each of them doable in one sitting, the first one in ten minutes.',
      '3. Suggest a due date for each, so that the whole is done in time.',
      '',
      onceAgreed(
        'add the steps, in the same project and with the number of the todo in their descriptions,',
        setting.readOnly,
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
        embeddedMarkdown('todos://full-markdown', listAsMarkdown(snapshot, setting, ANSWER_BUDGET)),
      ];
    }
    const todo = todoMeant(snapshot, todo_id, setting);
    return [
      userText([`Break down my todo #${todo.id}, which is attached.`, '', ...steps]),
      embeddedMarkdown(uriOf(todo.id), todoAsMarkdown(todo, setting, ANSWER_BUDGET)),
    ];
  },
};
