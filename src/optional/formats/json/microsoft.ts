/** Microsoft To Do, as Graph has its tasks: https://learn.microsoft.com/graph/api/resources/todotask */
import { isObject } from '../../../domain/text/describe-value.ts';
import { type Json, labelled, objectsIn, stepsText, textOf } from '../items.ts';
import type { Setting } from '../reading.ts';
import { instantIn, isZone, userTime, type WallTime } from '../wall-time.ts';
import { type App, inOneList } from './apps.ts';

const GRAPH_KEYS = ['importance', 'dueDateTime', 'checklistItems', 'lastModifiedDateTime'];

/** Tasks of Microsoft Graph, or lists of them. */
export const microsoftToDo: App = {
  entriesIn: (content) => {
    const all = objectsIn(isObject(content) ? (content['value'] ?? content['lists']) : content);
    const isTask = (each: Json) => 'title' in each && GRAPH_KEYS.some((key) => key in each);
    const lists = all.some((each) => 'displayName' in each && Array.isArray(each['tasks'])) ? all : [];
    const tasks = lists.length
      ? lists.flatMap((list) => inOneList(objectsIn(list['tasks']), list))
      : inOneList(all);
    return tasks.some(({ entry }) => isTask(entry)) ? tasks : undefined;
  },
  known:
    'id @odata.etag body status isReminderOn createdDateTime lastModifiedDateTime bodyLastModifiedDateTime dueDateTime startDateTime ' +
    'completedDateTime reminderDateTime checklistItems recurrence hasAttachments',
  read: (task, list, setting) => {
    const content = textOf(task['body'], 'content');
    const { day = '', time = '' } = graphTime(task['reminderDateTime'], setting) ?? {};
    return {
      values: {
        status: textOf(task['status']).replace('notStarted', ''),
        description: textOf(task['body'], 'contentType') === 'html' ? textOfHtml(content) : content,
        due: graphTime(task['dueDateTime'], setting)?.day,
        planned: graphTime(task['startDateTime'], setting)?.day,
        completed_at: textOf(task['completedDateTime'], 'dateTime').slice(0, 10),
        created: task['createdDateTime'],
        list: list['displayName'],
        repeat: graphRule(task['recurrence']),
        checklist: stepsText(objectsIn(task['checklistItems'])),
      },
      draft: {
        extra: [
          ...labelled({ Reminder: `${day} ${time}` }),
          ...(task['hasAttachments'] === true ? ['It has attachments in Microsoft To Do.'] : []),
        ],
      },
    };
  },
};

/** A time of Graph in the user's time; one without a time of day is that day. */
function graphTime(value: unknown, { moment }: Setting): WallTime | undefined {
  const [text, zone] = [textOf(value, 'dateTime').slice(0, 19), textOf(value, 'timeZone')];
  const [day = '', time = ''] = text.split('T');
  if (!day) return undefined;
  if (time.startsWith('00:00') || !isZone(zone)) return { day };
  return userTime(instantIn(zone, { day, time }), moment);
}

const FREQUENCIES: Readonly<Record<string, string>> = {
  daily: 'DAILY',
  weekly: 'WEEKLY',
  absoluteMonthly: 'MONTHLY',
  relativeMonthly: 'MONTHLY',
  absoluteYearly: 'YEARLY',
  relativeYearly: 'YEARLY',
};
const PLACES: Readonly<Record<string, string>> = {
  first: '1',
  second: '2',
  third: '3',
  fourth: '4',
  last: '-1',
};

/** A recurrence of Graph as an RRULE. */
function graphRule(recurrence: unknown): string {
  if (!isObject(recurrence)) return '';
  const { pattern, range } = recurrence;
  const type = textOf(pattern, 'type');
  const days = isObject(pattern) && Array.isArray(pattern['daysOfWeek']) ? pattern['daysOfWeek'] : [];
  const place = type.startsWith('relative') ? (PLACES[textOf(pattern, 'index')] ?? '') : '';
  const end = textOf(range, 'type');
  return [
    `FREQ=${FREQUENCIES[type] ?? type}`,
    `INTERVAL=${textOf(pattern, 'interval') || 1}`,
    days.length && `BYDAY=${days.map((day) => place + String(day).slice(0, 2).toUpperCase()).join(',')}`,
    type.endsWith('Yearly') && `BYMONTH=${textOf(pattern, 'month')}`,
    type.startsWith('absolute') && `BYMONTHDAY=${textOf(pattern, 'dayOfMonth')}`,
    end === 'numbered' && `COUNT=${textOf(range, 'numberOfOccurrences')}`,
    end === 'endDate' && `UNTIL=${textOf(range, 'endDate').replaceAll('-', '')}`,
  ]
    .filter((part) => part)
    .join(';');
}

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
};

function textOfHtml(html: string): string {
  return html
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/tr)\b[^<>]*>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(nbsp|amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replaceAll(/[ \t]*\n\s*/g, '\n')
    .trim();
}
