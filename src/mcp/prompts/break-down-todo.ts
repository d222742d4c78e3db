/** The prompt break_down_todo. */
import { withWeekday } from '../../domain/dates/calendar.ts';
import { openTodosMatching } from '../../domain/find-todo.ts';
import { listAsMarkdown, todoAsMarkdown } from '../../render/markdown.ts';
import { uriOf } from '../../render/todo-uri.ts';
import { PROMPT_BUDGET } from '../../render/token-budget.ts';
import { embeddedMarkdown, onceAgreed, type Prompt, userText } from './prompt.ts';
import { todoMeant } from './todo-argument.ts';

export const breakDownTodo: Prompt = {
  name: 'break_down_todo',
  title: 'Break down a todo',
  description: 'Turn one big todo into a checklist of small steps',
  args: {
    todo_id: {
      description: 'Id of the todo, or words of its title; left out, the biggest one is looked for',
      complete: openTodosMatching,
    },
  },
  build(snapshot, { todo_id }, setting) {
    const steps = [
      '1. Say in one sentence what "done" means for it.',
      '2. Propose three to seven steps, each of them doable in one sitting, the first one in ten minutes.',
      `3. Name the steps that need their own day, and suggest that day, so that everything is done in time. Today is ${withWeekday(setting.today)}.`,
      '',
      onceAgreed(
        'add the steps to the checklist of the todo with add_items, which keeps the entries it has; those that need a day become separate todos instead, planned for that day, in the same project and with the number of the todo in their descriptions. Do it',
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
        embeddedMarkdown('todos://full-markdown', listAsMarkdown(snapshot, setting, PROMPT_BUDGET)),
      ];
    }
    const todo = todoMeant(snapshot, todo_id, setting);
    return [
      userText([`Break down my todo #${todo.id}, which is attached.`, '', ...steps]),
      embeddedMarkdown(uriOf(todo.id), todoAsMarkdown(todo, setting, PROMPT_BUDGET)),
    ];
  },
};
