/**
 * The JSON of apps. Their shapes are as their own documentation or public readers have them: Google Tasks
 * (developers.google.com/tasks/reference/rest), Trello
 * (developer.atlassian.com/cloud/trello), Things (github.com/thingsapi/things.py), github.com/keith/reminders-cli.
 */
import type { Priority } from '../../../domain/todo.ts';
import { readInstant } from '../wall-time.ts';
import {
  isObject,
  type Item,
  type ItemsOf,
  type Json,
  objectsIn,
  stepsText,
  textOf,
  without,
} from './items.ts';

/** A due date is a day, written as midnight in UTC, whatever the user's time zone is. */
export const googleTasks: ItemsOf = (content) => {
  if (!isObject(content) || !textOf(content['kind']).startsWith('tasks#')) return undefined;
  const items = objectsIn(content['items']);
  const lists = items.every((each) => textOf(each['kind']) === 'tasks#task') ? [content] : items;
  return lists.flatMap((list) =>
    objectsIn(list['items']).map((task): Item => {
      const links = objectsIn(task['links']).map((link) =>
        `${textOf(link['description'])} ${textOf(link['link'])}`.trim(),
      );
      return {
        source: task,
        id: task['id'],
        parent: task['parent'],
        values: {
          ...without(
            task,
            'kind id etag parent position selfLink webViewLink links hidden deleted notes due completed updated task_type',
          ),
          project: list['title'],
          description: task['notes'],
          due: textOf(task['due']).slice(0, 10),
          completed_at: task['completed'],
        },
        more: {
          extra: links.map((link) => `Link: ${link}`),
          ...(task['deleted'] === true && { leftOut: 'it is deleted' }),
        },
      };
    }),
  );
};

/** Cards and lists that were put away are left out, unless the card is done. */
export const trello: ItemsOf = (content) => {
  if (!isObject(content) || !Array.isArray(content['cards']) || !Array.isArray(content['lists']))
    return undefined;
  const byId = (name: string) => new Map(objectsIn(content[name]).map((each) => [each['id'], each]));
  const [lists, checklists, members] = [byId('lists'), byId('checklists'), byId('members')];
  return objectsIn(content['cards']).map((card): Item => {
    const list = lists.get(card['idList']);
    const ids = (name: string): unknown[] => (Array.isArray(card[name]) ? card[name] : []);
    const steps = ids('idChecklists').flatMap((id) =>
      objectsIn(checklists.get(id)?.['checkItems']).toSorted((a, b) => Number(a['pos']) - Number(b['pos'])),
    );
    const names = ids('idMembers')
      .map((id) => textOf(members.get(id), 'fullName'))
      .filter((name) => name);
    const isAway = (card['closed'] === true || list?.['closed'] === true) && card['dueComplete'] !== true;
    return {
      source: card,
      values: {
        title: textOf(card['name']),
        description: card['desc'],
        due: card['due'],
        planned: card['start'],
        completed: card['dueComplete'] === true,
        tags: objectsIn(card['labels']).map((label) => textOf(label['name']) || textOf(label['color'])),
        board: content['name'],
        list: list?.['name'],
        checklist: stepsText(steps),
      },
      more: {
        extra: [
          ...(names.length ? [`Members: ${names.join(', ')}`] : []),
          ...objectsIn(card['attachments']).map((each) => `Attachment: ${textOf(each['url'])}`),
        ],
        ...(isAway && { leftOut: 'it is archived and not done' }),
      },
    };
  });
};

/** To-dos, also inside of projects. Projects and headings are no todos. */
export const things: ItemsOf = (content) => {
  const all = objectsIn(content);
  if (!all.some((each) => /^(?:to-do|project)$/.test(textOf(each['type'])) && 'uuid' in each))
    return undefined;
  const inside = (each: Json): Json[] => [each, ...objectsIn(each['items']).flatMap(inside)];
  return all
    .flatMap(inside)
    .filter((each) => each['type'] === 'to-do')
    .map((todo): Item => {
      const heading = textOf(todo['heading_title']);
      const reminder = textOf(todo['reminder_time']);
      return {
        source: todo,
        values: {
          ...without(
            todo,
            'uuid type area area_title project project_title heading heading_title deadline start start_date stop_date reminder_time modified index ' +
              'today_index checklist trashed items',
          ),
          status: textOf(todo['status']),
          due: todo['deadline'],
          planned: todo['start_date'],
          completed_at: todo['stop_date'],
          area: todo['area_title'],
          project: todo['project_title'],
          checklist: stepsText(objectsIn(todo['checklist'])),
        },
        more: {
          ...(heading && { heading }),
          extra: [
            heading && `Heading: ${heading}`,
            todo['start'] === 'Someday' && 'Someday',
            reminder && `Reminder: ${reminder}`,
          ]
            .filter((line) => typeof line === 'string' && line !== '')
            .map(String),
          ...(todo['trashed'] === true && { leftOut: 'it is in the trash' }),
        },
      };
    });
};

/** Whole days are written as midnight of the user. */
export const remindersCli: ItemsOf = (content, { moment }) => {
  const all = objectsIn(content);
  if (!all.some((each) => 'isCompleted' in each && ('externalId' in each || 'list' in each)))
    return undefined;
  return all.map((each): Item => {
    const [due, start] = [each['dueDate'], each['startDate']].map((date) =>
      readInstant(textOf(date), moment),
    );
    const place = [textOf(each['locationTitle']), textOf(each['location'])].filter((part) => part).join(', ');
    const completed = textOf(each['completionDate']);
    return {
      source: each,
      values: {
        ...without(
          each,
          'externalId listId lastModified location locationTitle startDate completionDate creationDate priority url',
        ),
        planned: start && start.day !== due?.day ? start.day : '',
        priority: applePriority(Number(each['priority'])),
        created: each['creationDate'],
        completed_at: completed,
      },
      more: {
        extra: [
          ...(place ? [`Location: ${place}`] : []),
          ...(textOf(each['url']) ? [`URL: ${textOf(each['url'])}`] : []),
        ],
      },
    };
  });
};

/** 1 is the highest of 9, as in calendars; 0 is none. */
export function applePriority(number: number): Priority | undefined {
  if (!(number > 0)) return undefined;
  if (number === 5) return 'medium';
  return number < 5 ? 'high' : 'low';
}
