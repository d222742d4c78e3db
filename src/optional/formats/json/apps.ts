/**
 * The JSON of apps. Their shapes are as their own documentation or public readers have them: Google Tasks
 * (developers.google.com/tasks/reference/rest), Trello
 * (developer.atlassian.com/cloud/trello), Things (github.com/thingsapi/things.py), github.com/keith/reminders-cli.
 */
import { isObject } from '../../../domain/text/describe-value.ts';
import { type Json, labelled, objectsIn, type Read, stepsText, textOf } from '../items.ts';
import { priorityOfNine } from '../marks.ts';
import type { Setting } from '../reading.ts';
import { readInstant } from '../wall-time.ts';

/** An app whose JSON has a form of its own. */
export interface App {
  /** The objects that are its entries, with the list that each is in; undefined for another app's file. */
  readonly entriesIn: (content: unknown) => readonly Found[] | undefined;
  /** the keys that `read` reads, and those that say nothing about the todo; others are read by their names */
  readonly known: string;
  readonly read: (entry: Json, list: Json, setting: Setting) => Read;
}

interface Found {
  readonly entry: Json;
  readonly list: Json;
}

/** The entries of a file that are all in one list. */
export function inOneList(entries: readonly Json[], list: Json = {}): Found[] {
  return entries.map((entry) => ({ entry, list }));
}

/** A due date is a day, written as midnight in UTC, whatever the user's time zone is. */
export const googleTasks: App = {
  entriesIn: (content) => {
    if (!isObject(content) || !textOf(content['kind']).startsWith('tasks#')) return undefined;
    const items = objectsIn(content['items']);
    const isList = items.every((each) => textOf(each['kind']) === 'tasks#task');
    return (isList ? [content] : items).flatMap((list) => inOneList(objectsIn(list['items']), list));
  },
  known:
    'kind id etag parent position selfLink webViewLink links hidden deleted notes due completed updated task_type',
  read: (task, list) => ({
    id: task['id'],
    parent: task['parent'],
    values: {
      project: list['title'],
      description: task['notes'],
      due: textOf(task['due']).slice(0, 10),
      completed_at: task['completed'],
    },
    draft: {
      extra: labelled({
        Link: objectsIn(task['links']).map(
          (link) => `${textOf(link['description'])} ${textOf(link['link'])}`,
        ),
      }),
      ...(task['deleted'] === true && { leftOut: 'it is deleted' }),
    },
  }),
};

/** Cards and lists that were put away are left out, unless the card is done. */
export const trello: App = {
  entriesIn: (content) =>
    isObject(content) && Array.isArray(content['cards']) && Array.isArray(content['lists'])
      ? inOneList(objectsIn(content['cards']), boardOf(content))
      : undefined,
  // What a card has besides says nothing about the todo.
  known: '*',
  read: (card, { name, lists, checklists, members }, { moment }) => {
    const partsOf = (key: string, all: unknown): Json[] =>
      [card[key]].flat().flatMap((id) => (all instanceof Map && isObject(all.get(id)) ? [all.get(id)] : []));
    const [list] = partsOf('idList', lists);
    const isAway = (card['closed'] === true || list?.['closed'] === true) && card['dueComplete'] !== true;
    return {
      values: {
        title: textOf(card['name']),
        description: card['desc'],
        due: card['due'],
        // It has a time of day only in the file.
        planned: readInstant(textOf(card['start']), moment)?.day,
        completed: card['dueComplete'] === true,
        tags: objectsIn(card['labels']).map((label) => textOf(label['name']) || textOf(label['color'])),
        board: name,
        list: list?.['name'],
        checklist: stepsText(
          partsOf('idChecklists', checklists).flatMap(({ checkItems }) =>
            objectsIn(checkItems).toSorted((a, b) => Number(a['pos']) - Number(b['pos'])),
          ),
        ),
      },
      draft: {
        extra: labelled({
          Members: partsOf('idMembers', members)
            .map(({ fullName }) => textOf(fullName))
            .join(', '),
          Attachment: objectsIn(card['attachments']).map(({ url }) => url),
        }),
        ...(isAway && { leftOut: 'it is archived and not done' }),
      },
    };
  },
};

/** The name of a board, and its parts by their ids. */
function boardOf(content: Json): Json {
  const byId = (key: string) => new Map(objectsIn(content[key]).map((each) => [each['id'], each]));
  const [lists, checklists, members] = [byId('lists'), byId('checklists'), byId('members')];
  return { name: content['name'], lists, checklists, members };
}

/** To-dos, also inside of projects. Projects and headings are no todos. */
export const things: App = {
  entriesIn: (content) => {
    const all = objectsIn(content);
    const isThings = (each: Json) => /^(?:to-do|project)$/.test(textOf(each['type'])) && 'uuid' in each;
    const inside = (each: Json): Json[] => [each, ...objectsIn(each['items']).flatMap(inside)];
    if (!all.some(isThings)) return undefined;
    return inOneList(all.flatMap(inside).filter((each) => each['type'] === 'to-do'));
  },
  known:
    'uuid type area area_title project project_title heading heading_title deadline start start_date stop_date reminder_time modified index ' +
    'today_index checklist trashed items',
  read: (todo) => {
    const heading = textOf(todo['heading_title']);
    return {
      values: {
        due: todo['deadline'],
        planned: todo['start_date'],
        completed_at: todo['stop_date'],
        area: todo['area_title'],
        project: todo['project_title'],
        checklist: stepsText(objectsIn(todo['checklist'])),
      },
      draft: {
        ...(heading && { heading }),
        extra: [
          ...labelled({ Heading: heading }),
          ...(todo['start'] === 'Someday' ? ['Someday'] : []),
          ...labelled({ Reminder: todo['reminder_time'] }),
        ],
        ...(todo['trashed'] === true && { leftOut: 'it is in the trash' }),
      },
    };
  },
};

/** Whole days are written as midnight of the user. */
export const remindersCli: App = {
  entriesIn: (content) => {
    const all = objectsIn(content);
    const isReminder = (each: Json) => 'isCompleted' in each && ('externalId' in each || 'list' in each);
    return all.some(isReminder) ? inOneList(all) : undefined;
  },
  known:
    'externalId listId lastModified location locationTitle startDate completionDate creationDate priority url',
  read: (each, _, { moment }) => {
    const [due, start] = [each['dueDate'], each['startDate']].map((date) =>
      readInstant(textOf(date), moment),
    );
    const place = [textOf(each['locationTitle']), textOf(each['location'])].filter((part) => part);
    return {
      values: {
        planned: start && start.day !== due?.day ? `${start.day} ${start.time ?? ''}` : '',
        priority: priorityOfNine(Number(each['priority'])),
        created: each['creationDate'],
        completed_at: each['completionDate'],
      },
      draft: { extra: labelled({ Location: place.join(', '), URL: each['url'] }) },
    };
  },
};
