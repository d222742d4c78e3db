/** Small files as people have them, in the shapes of public files and exports; all names in them are made up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { TodoError } from '../../../src/domain/errors.ts';
import { listOf } from '../../support/todos.ts';
import { importedFrom, settingIn } from './imported-from.ts';
import { importedLines } from './imported-lines.ts';

const CASES: readonly (readonly [file: string, expected: readonly string[]])[] = [
  ['02-prose-with-a-plus-word.txt', ["REFUSED This text doesn't show what format it has."]],
  [
    '04-same-title-under-two-headings.md',
    [
      '2 Paint',
      '3 Floor',
      '5 Paint',
      '6 Floor',
      'note Headings are left out; --headings project (or tag) keeps them.',
    ],
  ],
  ['05-completed-without-a-date.md', ['1 Open one', '2 Done in some year (completed)']],
  [
    '07-series-with-completed-occurrences.ics',
    [
      '4 Water the plants (due Mon 2026-11-30, repeats every day)',
      '11 Water the plants (completed Sat 2026-11-28, due Sat 2026-11-28)',
      '19 Water the plants (completed Sun 2026-11-29, due Sun 2026-11-29)',
      'note 4 its occurrences before 2026-11-30 are done or changed, so it begins on that day',
    ],
  ],
  [
    '08-duration-instead-of-due.ics',
    ['4 Five days from Tuesday (due Sun 2026-12-06, planned Tue 2026-12-01)'],
  ],
  [
    '10-dataview-fields.md',
    [
      '1 Pay the rent (due Sat 2026-12-05, repeats every month on the 5th, high)',
      '2 Call the bank (completed Fri 2026-11-20)',
      '3 Plan (planned Tue 2026-12-01)',
      '4 Think (low)',
    ],
  ],
  ['11-tasks-in-an-html-comment.md', ['1 Real', 'note 4 lines of comments ignored (3, 4, 6, 7).']],
  ['13-instant-in-a-table.csv', ['2 Call (due Fri 2026-12-04 16:00)']],
  ['16-empty-location.ics', ['4 Thing']],
  ['17-apple-place-alarm.ics', ['4 Buy stamps\n  Reminder: on arriving at Post office']],
  ['19-name-of-the-calendar.ics', ['5 Milk (project Groceries)']],
  ['20-gitlab-inapplicable.md', ['1 Wanted', 'left out 2 Not applicable: it is cancelled']],
  [
    '22-todoist-day-without-a-year.csv',
    [
      '2 Overdue since ten days (due Sat 2027-11-20, project 22-todoist-day-without-a-year)',
      'note 2 its date "Nov 20" has no year; 2027-11-20 is the next such day',
    ],
  ],
  [
    '23-todoist-rule-and-deadline.csv',
    [
      '2 Rehearse (due Mon 2026-11-30, repeats every mon, high, project 23-todoist-rule-and-deadline)\n  Deadline: 2026-12-20',
      'note 2 its deadline "2026-12-20" is in the description',
      'note 2 it repeats and had no due date: it is due 2026-11-30, when the rule begins',
    ],
  ],
  ['25-ticktick-child-before-parent.csv', ['3 Parent (high, project Memo, checklist 0/1)\n  1. [ ] Child']],
  ['26-rrule-count-zero.ics', ['4 Bins (due Wed 2026-12-02, repeats every wed)']],
  [
    '29-deep-nesting-with-tabs.md',
    [
      '1 L1 (checklist 1/2)\n  1. [ ] L2\n  2. [x] L2b',
      '3 L3 (due Sat 2026-12-05, checklist 1/1)\n  1. [x] L4',
    ],
  ],
  [
    '31-kanban-board.md',
    [
      '7 One',
      '13 Old (completed Mon 2026-11-02)',
      'note 1 line of other text ignored (9); entries begin with "- [ ]".',
      'note 5 lines of comments ignored (15, 16, 17, 18, 19).',
      'note Headings are left out; --headings project (or tag) keeps them.',
    ],
  ],
  ['32-relations.ics', ['4 Trip (checklist 1/1)\n  1. [x] Pack', '14 Book (due Sat 2026-12-05)']],
  [
    '34-zone-without-its-description.ics',
    ['refused 4 Outlook: its time zone "W. Europe Standard Time" is not known'],
  ],
  ['35-semicolons-and-tabs.csv', ['2 One (due Fri 2026-12-04)', '3 Two (completed)']],
  ['01-checkboxes-in-a-file-named-todo-txt/todo.txt', ['1 Buy milk', '2 Call the bank (completed)']],
  ['14-priority-after-the-completion-date/todo.txt', ['1 Mow the lawn (completed Fri 2026-11-20, medium)']],
  [
    '28-todo-txt-spec/todo.txt',
    [
      '1 Ring the aunt (due Tue 2026-12-01, high, project Relatives, tags home)',
      '2 Oil the hinge (completed Fri 2026-11-20)',
      '3 x-ray appointment',
      '4 (a) lower case',
      '5 Open https://example.org/one+two?z=9 (tags desk)',
      '6 Write to b@example.org about 3+4',
    ],
  ],
  [
    'asana.csv',
    [
      '2 Print the programme (due Mon 2027-01-18, planned Mon 2027-01-11, project Winter concert/Before the concert, tags print, paper, checklist 1/1)\n  A5, folded\n  120 copies\n  Assignee: Noor\n  Assignee Email: noor@example.org\n  1. [x] Choose the paper',
      '5 Book the hall (completed Fri 2026-10-30, due Fri 2026-10-30, project Winter concert/Before the concert)',
      '6 Thank the helpers (project Winter concert/After the concert)',
      'note Columns kept in the description: Assignee, Assignee Email.',
      'note Columns left out, as they only count or identify: Task ID, Last Modified.',
      'note 2 a step has no date: the days on which its steps were completed are left out',
    ],
  ],
  [
    'bullets.md',
    [
      '3 Life jackets',
      '4 Charts (checklist 0/1)\n  1. [ ] North coast',
      '6 New rope',
      '7 Ask Ben about the engine',
      'note No line has a check box, so each item of the list became an open todo.',
    ],
  ],
  [
    'google-tasks-takeout.json',
    [
      '10 Order seed potatoes (due Wed 2027-02-10, project Allotment, checklist 1/1)\n  Two sorts\n  1. [x] Measure the bed',
      '30 Pay the lease (completed Sun 2026-11-01, project Allotment)',
      '56 Learn the alto part (project Choir)\n  Link: Score https://example.org/score',
      'refused 40 : it has no title',
      'note 10 a step has no date: the days on which its steps were completed are left out',
    ],
  ],
  [
    'inbox.org',
    [
      '3 Prune the apple tree (due Sat 2027-02-13, planned Sat 2027-02-13, repeats every year on feb 13, medium, project Garden, tags outdoor, checklist 1/2)\n  Only the water shoots\n  1. [x] Sharpen the shears\n  2. [ ] Borrow the ladder',
      '8 Order seeds (completed Fri 2026-10-09, project Garden)',
      '11 Pay the dentist (due Fri 2027-01-29)',
      'note 3 it repeats and had no due date: it is due 2027-02-13, when the rule begins',
    ],
  ],
  [
    'logseq.md',
    [
      '2 Order the banner (due Wed 2027-01-20, high, tags fair, checklist 0/1)\n  Blue was too dark last year\n  1. [ ] Choose the colours',
      '9 Sweep the hall (due Mon 2026-12-07, planned Mon 2026-12-07, repeats every mon)',
      '11 Write to the sponsors (completed)',
      'left out 12 Hire a tent: it is cancelled',
      'note 1 line of other text ignored (1); entries begin with a word such as TODO.',
      'note 9 it repeats and had no due date: it is due 2026-12-07, when the rule begins',
    ],
  ],
  [
    'microsoft-graph-todo.json',
    [
      '3 Renew the passport (due Fri 2027-01-15, high, tags Papers, checklist 1/2)\n  Photo first\n  Reminder: 2027-01-10 09:00\n  1. [x] Find the old one\n  2. [ ] Book an appointment',
      '19 Water the cactus (due Mon 2026-12-14, repeats every 2 weeks on mon)',
      '30 Sell the skis (completed Mon 2026-11-09)',
    ],
  ],
  [
    'microsoft-outlook-tasks.csv',
    [
      "2 Fix the gutter (due Sat 2027-01-23, planned Mon 2027-01-04, high, tags House, Outside)\n  The ladder is at Omar's\n  Reminder On/Off: True\n  Reminder Date: 1/23/2027\n  Reminder Time: 8:00:00 AM\n  Status: In Progress",
      '3 Return the books (due Thu 2026-12-03)',
      '4 Send the card (completed Thu 2026-11-12, low)',
      '5 Ask for a quote\n  Status: Deferred',
      'note Columns kept in the description: Reminder On/Off, Reminder Date, Reminder Time.',
      'note 2 its status "In Progress" can\'t be stored here: it is open, and the status is in the description',
      'note 5 its status "Deferred" can\'t be stored here: it is open, and the status is in the description',
    ],
  ],
  [
    'notion.csv',
    [
      '2 Plan the hike (due Sat 2027-01-09, tags outdoor, friends)\n  Needs a key: No\n  Owner: Ida\n  Status: In progress',
      '3 Book the hut (due Fri 2027-01-22 18:00)\n  Needs a key: Yes',
      '4 Ski week (due Sat 2027-02-13, planned Sat 2027-02-06, tags outdoor)\n  Needs a key: No',
      '5 Wax the skis (completed)\n  Needs a key: No\n  Owner: Ida',
      'note Columns kept in the description: Needs a key, Owner.',
      'note 2 its status "In progress" can\'t be stored here: it is open, and the status is in the description',
    ],
  ],
  [
    'reminders-cli.json',
    [
      '2 Collect the glasses (due Tue 2027-01-12, high, project Town)\n  Order 5512',
      '14 Call the school (due Wed 2027-01-13 10:15, medium, project Town)',
      '24 Hand in the keys (completed Sat 2026-11-14, project Flat)',
      '33 Buy stamps (project Town)\n  Location: Post office, 52.5, 13.4',
    ],
  ],
  [
    'tasks.taskpaper',
    [
      '2 Bleed the radiators (due Tue 2027-01-12, project House, tags winter)\n  Start on the top floor',
      '4 Insulate the hatch (completed Sun 2026-11-08, project House)',
      '6 Seal the shower (high, project House/Bathroom)',
      '7 Replace the tap (completed, project House/Bathroom)',
      '9 Return the drill (planned Fri 2026-12-04, project Errands)',
    ],
  ],
  [
    'taskwarrior.json',
    [
      '2 Order firewood (due Sat 2027-01-09, medium, project House/Garden, tags outdoor)\n  two cubic metres',
      '29 Change the water filter (due Sun 2027-01-10, repeats every 3 months on the 10th)',
      '43 Phone the bank (due Sat 2027-01-09 15:30, planned Tue 2027-01-05)',
      '55 Sharpen the saw (completed Fri 2026-11-20)',
      'left out 65 Burn the leaves: it is deleted',
    ],
  ],
  [
    'things.json',
    [
      '2 Repair the lamp (due Fri 2027-01-15, planned Fri 2027-01-08, project Home/Attic, tags tools, checklist 1/2)\n  Fuse is 2 A\n  Reminder: 09:30\n  1. [x] Buy a fuse\n  2. [ ] Test it',
      '39 Learn to juggle\n  Someday',
      '51 Ring the roofer (completed Sat 2026-11-21)',
      'left out 61 Buy a ladder: it is canceled',
    ],
  ],
  [
    'trello-board.json',
    [
      '10 Book the van (due Fri 2027-01-22 08:30, planned Mon 2027-01-11, project Flat move/To do, tags transport, red, checklist 1/2)\n  Ask for a ramp\n  1. [x] Compare prices\n  2. [ ] Pay',
      '25 Cancel the power contract (completed, due Mon 2026-11-16 18:00, project Flat move/Papers)',
      'left out 36 Keep the piano?: it is archived and not done',
    ],
  ],
  [
    'trello.csv',
    [
      '2 Book the van (due Fri 2027-01-22 08:30, planned Mon 2027-01-11, project Flat move/To do, tags transport, red)\n  Ask for a ramp\n  Members: ines',
      '3 Cancel the power contract (completed, due Mon 2026-11-16 18:00, project Flat move/Papers)',
      '5 Hand over the keys (project Flat move/Papers, tags papers)\n  Bring\n  both sets',
      'left out 4 Keep the piano?: it is archived and not done',
      'note Columns kept in the description: Members.',
      'note Columns left out, as they only count or identify: Card ID, Card URL, Attachment Count, Checklist Item Completed Count, Vote Count, Comment Count, Last Activity Date, List ID, Board ID.',
      "note 2 its checklist has 2 items, but the file doesn't have their words",
    ],
  ],
  [
    'tutorial-string-ids.json',
    [
      '2 Water the ferns',
      '8 Return the ladder (completed, due Sun 2026-11-15, high)',
      '16 Frame the picture',
    ],
  ],
  ['tutorial-text-done.json', ['3 Water the ferns', '4 Return the ladder (completed Sun 2026-11-15)']],
];

const setting = settingIn('Europe/Berlin', '2026-11-30');
const later = settingIn('Europe/Berlin', '2026-12-07');
const contentOf = (file: string) => readFileSync(join(import.meta.dirname, 'cases', file));

test.for(CASES)('%s is read as expected', ([file, expected]) => {
  expect(linesOf(file)).toEqual(expected);
});

function linesOf(file: string): string[] {
  try {
    return importedLines(importedFrom(contentOf(file), { name: file, duplicates: false, setting }));
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return [`REFUSED ${error.message}`];
  }
}

test.for(CASES.filter(([, [first = '']]) => !first.startsWith('REFUSED')))(
  '%s adds nothing a week later',
  ([file]) => {
    const { todos } = importedFrom(contentOf(file), { name: file, duplicates: false, setting });
    const again = importedFrom(contentOf(file), {
      name: file,
      duplicates: false,
      setting: later,
      into: listOf(...todos),
    });
    expect(again.todos).toEqual([]);
  },
);
