/** Taskwarrior: https://taskwarrior.org/docs/design/task/, as `task export` writes it. */
import { count } from '../../../domain/text/text.ts';
import { type Json, labelled, objectsIn, textOf } from '../items.ts';
import type { Setting } from '../reading.ts';
import { readInstant } from '../wall-time.ts';
import { type App, inOneList } from './apps.ts';

const PRIORITIES: Readonly<Record<string, string>> = { H: 'high', M: 'medium', L: 'low' };

/** A series has a template and its occurrences; only where none of these is open, the template is the todo. */
export const taskwarrior: App = {
  entriesIn: (content) => {
    const all = objectsIn(content);
    const isTask = (each: Json) => ['uuid', 'description', 'entry', 'status'].every((name) => name in each);
    if (!all.some(isTask)) return undefined;
    const isOpen = (each: Json) => /^(?:pending|waiting)$/.test(textOf(each['status']));
    const open = new Set(all.filter(isOpen).map((each) => each['parent']));
    return inOneList(all.filter((each) => each['status'] !== 'recurring' || !open.has(each['uuid'])));
  },
  known:
    'id uuid urgency status description annotations entry modified end due scheduled wait project priority recur rtype mask imask parent depends until',
  read: (task, _, setting) => {
    const status = textOf(task['status']);
    const time = (name: string) => timeOf(textOf(task[name]), setting);
    const depends = [task['depends']].flat().filter((each) => each).length;
    return {
      values: {
        title: task['description'],
        status: ['completed', 'deleted'].includes(status) ? status : '',
        description: objectsIn(task['annotations'])
          .map((each) => textOf(each['description']))
          .join('\n'),
        due: time('due'),
        planned: time('scheduled') || time('wait'),
        completed_at: status === 'completed' ? isoOf(textOf(task['end'])) : '',
        created: isoOf(textOf(task['entry'])),
        project: textOf(task['project']).replaceAll('.', '/'),
        priority: PRIORITIES[textOf(task['priority'])] ?? '',
        repeat: task['recur'],
      },
      draft: {
        extra: [
          ...(depends ? [`Depends on ${count(depends, 'other task')}`] : []),
          ...labelled({ Until: time('until') }),
        ],
        notes: depends ? ["it depends on other tasks, which can't be stored here"] : [],
      },
    };
  },
};

/** The user's time of `20270422T220000Z`; the first and the last second of a day stand for the day. */
function timeOf(text: string, { moment }: Setting): string {
  const { day = '', time = '' } = readInstant(isoOf(text), moment) ?? {};
  return time && !(time === '23:59' && text.endsWith('59Z')) ? `${day} ${time}` : day;
}

function isoOf(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
}
