/** What public files showed, reduced to a few lines; all names in them are made up. */
import { expect, test } from 'vitest';

import { importedFrom } from './imported-from.ts';
import { importedLines } from './imported-lines.ts';

const task = (...lines: readonly string[]) => ['BEGIN:VTODO', ...lines, 'END:VTODO', ''].join('\n');

test.for<[behaviour: string, name: string, file: string, expected: string[]]>([
  [
    'JSON of texts is a list of open todos',
    'todos.json',
    '["Bake bread",\n "Feed the cat", 7]',
    ['1 Bake bread', '2 Feed the cat', 'refused 2 todo number 3: it must be an object, not 7'],
  ],
  [
    'fields with other names and in any case are read',
    'todos.json',
    '[{"Title": "Bake", "Completed": true, "CompleteTime": "2026-11-19T10:00:00Z"}, {"task": "Mow", "created_on": "2026-11-01"}]',
    ['1 Bake (completed Thu 2026-11-19)', '1 Mow'],
  ],
  [
    'a priority of another kind is kept',
    'x.csv',
    'title,priority\nBake,P0\nMow,High',
    [
      '2 Bake\n  Priority: P0',
      '3 Mow (high)',
      'note 2 the priority "P0" can\'t be stored here; it is in the description',
    ],
  ],
  [
    'a table with a description and no title has it as the title',
    'tasks.csv',
    'description,status\nGo to the gym,Completed\nBake,Pending',
    ['2 Go to the gym (completed)', '3 Bake'],
  ],
  [
    'JSON with a description and no title has it as the title, and only as that',
    'tasks.json',
    '[{"id": 1, "description": "Bake", "status": "done"}, {"title": "Mow", "description": "All of it"}]',
    ['1 Bake (completed)', '1 Mow\n  All of it'],
  ],
  [
    'what is in a file named done.txt is completed, also below a heading',
    'my.done.txt',
    '2026-10-02 Bake\nx 2026-11-02 2026-11-01 Mow\n# October\n2026-10-03 Call +Home',
    [
      '1 Bake (completed)',
      '2 Mow (completed Mon 2026-11-02)',
      '4 Call (completed, project Home)',
      'note 1 line without an entry ignored (3).',
    ],
  ],
  [
    'a row is a step of the nearest row above that has the title of its parent, else of one below, else a todo',
    'x.csv',
    'title,due,parent\nEarly,,Trip\nTrip,2026-12-01,\nPack,,Trip\nTrip,2026-12-08,\nBook,,Trip\nFair,soon,\nRide,,Fair\nEat,,Nowhere',
    [
      '3 Trip (due Tue 2026-12-01, checklist 0/1)\n  1. [ ] Pack',
      '5 Trip (due Tue 2026-12-08, checklist 0/2)\n  1. [ ] Early\n  2. [ ] Book',
      '8 Ride\n  Part of: Fair',
      '9 Eat\n  Part of: Nowhere',
      'refused 7 Fair: "soon" is no day',
    ],
  ],
  [
    'midnight in a table is the whole day, as programs write it',
    'x.csv',
    'title,due\nBake,2026-12-01 00:00:00\nMow,2026-12-02T09:30:00',
    ['2 Bake (due Tue 2026-12-01)', '3 Mow (due Wed 2026-12-02 09:30)'],
  ],
  [
    'the time of a start, which a planned day lacks, is kept',
    'x.ics',
    task('SUMMARY:Call', 'DTSTART;TZID=Europe/Berlin:20261201T153000'),
    ['1 Call (planned Tue 2026-12-01)\n  Planned: 2026-12-01 15:30'],
  ],
  [
    'the time of a start is kept from a table, too',
    'x.csv',
    'title,start date\nCall,2026-12-01 15:30',
    ['2 Call (planned Tue 2026-12-01)\n  Planned: 2026-12-01 15:30'],
  ],
  [
    'a series goes on after its completed occurrences, also if they are on another day in the time zone of the user',
    'x.ics',
    task(
      'UID:1',
      'SUMMARY:Feed',
      'DTSTART;TZID=America/Chicago:20261120T200000',
      'DUE;TZID=America/Chicago:20261120T200000',
      'RRULE:FREQ=DAILY',
    ) +
      task(
        'UID:1',
        'SUMMARY:Feed',
        'RECURRENCE-ID;TZID=America/Chicago:20261120T200000',
        'DUE;TZID=America/Chicago:20261120T200000',
        'STATUS:COMPLETED',
        'COMPLETED:20261121T090000Z',
      ),
    [
      '1 Feed (due Sun 2026-11-22 03:00, repeats every day)',
      '8 Feed (completed Sat 2026-11-21, due Sat 2026-11-21 03:00)\n  Instead of: 2026-11-20T20:00:00',
      'note 1 its occurrences before 2026-11-22 are done or changed, so it begins on that day',
    ],
  ],
  [
    'a list has its whole name, commas included',
    'Tasks.json',
    '{"kind": "tasks#taskLists", "items": [{"title": "House, garden", "items": [{"title": "Mow", "status": "needsAction"}]}]}',
    ['1 Mow (project House, garden)'],
  ],
  [
    'stars that underline a word are no headings of org-mode',
    'todo.txt',
    '************************ NEXT PATCH ************************\nfix the door\n************************ TODO ************************\npaint the wall',
    [
      '1 ************************ NEXT PATCH ************************',
      '2 fix the door',
      '3 ************************ TODO ************************',
      '4 paint the wall',
      'note Most lines have no mark of todo.txt, such as (A) or +project; each became a todo.',
    ],
  ],
  [
    'headings of org-mode may have several spaces after the stars',
    'todo.org',
    '#+TITLE: GTD\n*  TODO [#A] Haircut :@home:\n   DEADLINE: <2026-12-01 Tue .+7d -2d>\n:LOGBOOK:\n- State "DONE" from "TODO" [2026-11-12 Thu]\n:END:',
    ['2 Haircut (due Tue 2026-12-01, repeats every 7 days after completion, high, tags @home)'],
  ],
  [
    'an org file without a keyword has no todos, whatever lists and drawers are in it',
    'ideas.org',
    '* Build a boat\n  :PROPERTIES:\n  :ID: 7\n  :END:\n- Find wood\n* Fly a kite\n',
    [
      'note 1 line of other text ignored (5); entries begin with a word such as TODO.',
      'note 2 lines with other headings ignored (1, 6).',
    ],
  ],
  [
    'a page of Logseq may begin with its properties',
    '2026_02_20.md',
    '---\ntitle: Feb 20th, 2026\n---\n\n- DONE Write the letter\n  done:: 1614350275750',
    ['5 Write the letter (completed)\n  done:: 1614350275750'],
  ],
  [
    'tasks of TaskPaper may have boxes, and the signs that its programs draw',
    'x.taskpaper',
    'House:\n\t✔ Sweep @done\n\t☐ Dust @due(2026-12-01)\n\t✘ Polish\n\t- [x] Wash\n\t- Mow',
    [
      '2 Sweep (completed, project House)',
      '3 Dust (due Tue 2026-12-01, project House)',
      '5 Wash (completed, project House)',
      '6 Mow (project House)',
      'left out 4 Polish: it is cancelled',
    ],
  ],
  [
    'what a list without boxes has below "Done" is completed',
    'todo.txt',
    'TODO:\nAdd a page\nFix the link\n\nDONE:\nBuy a domain\nTODO LATER:\nPaint it',
    [
      '2 Add a page',
      '3 Fix the link',
      '6 Buy a domain (completed)',
      '8 Paint it',
      'note Most lines have no mark of todo.txt, such as (A) or +project; each became a todo.',
      'note 3 lines without an entry ignored (1, 5, 7).',
    ],
  ],
  [
    'what a list without boxes has below a heading "Done" is completed',
    'list.md',
    '# Open\n- Mow\n# Done\n- Bake\n- Sow\n## Later\n- Sell',
    [
      '2 Mow',
      '4 Bake (completed)',
      '5 Sow (completed)',
      '7 Sell (completed)',
      'note No line has a check box, so each item of the list became an open todo, or below "Done" a completed one.',
      'note Headings are left out; --headings project (or tag) keeps them.',
    ],
  ],
  [
    'a task with an indent below a section of Todoist is no subtask of the one above the section',
    'Home.csv',
    'TYPE,CONTENT,INDENT\ntask,Mow,1\nsection,Week,\ntask,Bake,2',
    ['2 Mow (project Home)', '4 Bake (project Home/Week)'],
  ],
  [
    'a refused subtask is named, not taken as a step',
    'Home.csv',
    'TYPE,CONTENT,INDENT\ntask,Mow,1\ntask,Rake,2,surplus',
    ['2 Mow (project Home)', 'refused 3 Rake: it has more cells than the header: "surplus"'],
  ],
  [
    'of several projects, as Asana writes them, the first is taken and all are kept',
    'x.csv',
    'Name,Projects,Due Date\nMow,"Garden, House",2026-12-01',
    ['2 Mow (due Tue 2026-12-01, project Garden)\n  Projects: Garden, House'],
  ],
  [
    'a warning before a date of org-mode is no rule',
    'x.org',
    '* TODO Mow\n  DEADLINE: <2026-12-01 Tue -3d>',
    ['1 Mow (due Tue 2026-12-01)'],
  ],
  [
    'a time zone of the file counts from the last clock change, also from that of the year before, until its rule ends',
    'x.ics',
    [
      'BEGIN:VTIMEZONE\nTZID:My\nBEGIN:DAYLIGHT\nDTSTART:20000326T020000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20270328T020000Z\nEND:DAYLIGHT',
      'BEGIN:STANDARD\nDTSTART:20001029T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n',
    ].join('\n') +
      task('SUMMARY:Winter', 'DUE;TZID=My:20270110T120000') +
      task('SUMMARY:Summer', 'DUE;TZID=My:20270710T120000') +
      task('SUMMARY:No more', 'DUE;TZID=My:20280710T120000'),
    [
      '16 Winter (due Sun 2027-01-10 13:00)',
      '20 Summer (due Sat 2027-07-10 13:00)',
      '24 No more (due Mon 2028-07-10 14:00)',
    ],
  ],
  [
    'midnight in UTC is the whole day, as programs write it',
    'x.csv',
    'title,due\nMow,2026-12-04T00:00:00Z\nBake,2026-12-04T00:00:00.000+00:00',
    ['2 Mow (due Fri 2026-12-04)', '3 Bake (due Fri 2026-12-04)'],
  ],
  [
    'the last change of a time zone, at an end written in UTC, is one',
    'x.ics',
    [
      'BEGIN:VTIMEZONE\nTZID:My\nBEGIN:DAYLIGHT\nDTSTART:20000326T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20270328T010000Z\nEND:DAYLIGHT',
      'BEGIN:STANDARD\nDTSTART:20001029T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n',
    ].join('\n') + task('SUMMARY:Summer', 'DUE;TZID=My:20270328T120000'),
    ['16 Summer (due Sun 2027-03-28 12:00)'],
  ],
  [
    'text in a quote is not part of the task above the quote',
    'x.md',
    '- [ ] Mow\n>   Somebody said\n> - [ ] Bake\n  Not this either',
    ['1 Mow', '3 Bake', 'note 2 lines of other text ignored (2, 4); entries begin with "- [ ]".'],
  ],
  [
    'what is in the trash of Things is left out',
    'things.json',
    '[{"uuid": "a", "type": "to-do", "title": "Mow", "status": "incomplete", "trashed": true}]',
    ['left out 1 Mow: it is in the trash'],
  ],
  [
    'a project that is too long is kept in the description',
    'x.csv',
    `title,project\nMow,${'long '.repeat(21)}name`,
    [
      `2 Mow (project ${'long '.repeat(19)}long…)\n  Project: ${'long '.repeat(21)}name`,
      'note 2 the project is longer than 100 characters, so all of it is in the description',
    ],
  ],
])('%s', ([, name, file, expected]) => {
  expect(importedLines(importedFrom(file, { name, duplicates: false }))).toEqual(expected);
});
