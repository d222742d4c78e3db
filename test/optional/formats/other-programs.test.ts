/** Files as the documentation of other programs has them, with odd rows. */
import { expect, test } from 'vitest';

import { TodoError } from '../../../src/domain/errors.ts';
import { importedFrom, settingIn } from './imported-from.ts';
import { importedLines as shown } from './imported-lines.ts';

// https://todoist.com/help/articles/format-a-csv-file-to-import-into-todoist-UVUXTmm6
const TODOIST = `TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT,DEADLINE,DEADLINE_LANG,Colour
meta,view_style=board,,,,,,,,,,,,
task,Repot the basil @garden @weekend,"From the shed
with ""care""",1,1,Kai (4815),,Dec 5 2026,en,Europe/Berlin,30,minute,,
task,Buy compost @shop,,4,2,Kai (4815),Ada (1623),,en,Europe/Berlin,,None,,
note,Peat-free,,,,Kai (4815),,,,,,,,
task,Order seeds,,4,2,Kai (4815),,2026-12-01,en,Europe/Berlin,,None,,,green
,,,,,,,,,,,,,

section,Weekly,,,,,,,,,,,,
task,Water the ferns,,2,1,Kai (4815),,every monday at 9am,en,Europe/Berlin,,,,
task,Feed the fish,,3,1,Kai (4815),,every! 3 days,en,Europe/Berlin,,,,
task,Call,,4,1,Kai (4815),,24 Dec 10:00,en,America/New_York,,,2026-12-31,en
task,Invoice,,4,1,Kai (4815),,every 15th at 12:00,en,Europe/Berlin,,,,
task,Standup,,4,1,Kai (4815),,every weekday at 9am,en,America/New_York,,,,
task,Late,,4,1,Kai (4815),,every mon at 9pm,en,America/New_York,,,,
task,Boka resa,,4,1,Kai (4815),,varannan fredag,sv,Europe/Berlin,,,,
task,,,4,1,Kai (4815),,,en,,,,,
event,Party,,4,1,Kai (4815),,,en,,,,,
`;
const TODOIST_TAKEN = [
  '3 Repot the basil (due Sat 2026-12-05, high, tags garden, weekend, checklist 0/1)\n  From the shed\n  with "care"\n  Duration: 30 minute\n  Buy compost: Tags: shop; Responsible: Ada (1623); Peat-free\n  1. [ ] Buy compost',
  '7 Order seeds (due Tue 2026-12-01)\n  Colour: green',
  '11 Water the ferns (due Mon 2026-11-23 09:00, repeats every mon, medium, project Weekly)',
  '12 Feed the fish (due Sat 2026-11-21, repeats every 3 days after completion, low, project Weekly)',
  '13 Call (due Thu 2026-12-31, planned Thu 2026-12-24, project Weekly)\n  Date: 2026-12-24 16:00',
  '14 Invoice (due Tue 2026-12-15 12:00, repeats every month on the 15th, project Weekly)',
  '15 Standup (due Mon 2026-11-23 15:00, repeats every weekday, project Weekly)',
  '16 Late (project Weekly)\n  Date: every mon at 9pm',
  '17 Boka resa (project Weekly)\n  Date: varannan fredag',
  'refused 18 : it has no title',
  'refused 19 Party: its TYPE "event" is neither task, section nor note',
  'note Columns kept in the description: Colour.',
  'note 3 a step has no fields: those of "Buy compost" are in the description',
  'note 11 it repeats and had no due date: it is due 2026-11-23, when the rule begins',
  'note 12 it repeats and had no due date: it is due 2026-11-21, when the rule begins',
  'note 13 its date "24 Dec 10:00" has no year; 2026-12-24 is the next such day',
  'note 14 it repeats and had no due date: it is due 2026-12-15, when the rule begins',
  'note 15 it repeats and had no due date: it is due 2026-11-23, when the rule begins',
  'note 16 the date "every mon at 9pm" can\'t be read; it is in the description',
  'note 17 the date "varannan fredag" can\'t be read; it is in the description',
];

// TickTick doesn't document its backup; the columns are those of https://github.com/dongdongbh/Mindwtr/issues/754
const TICKTICK = `"Date: 2026-11-21+0000"
"Version: 7.1"
"Status: 
0 Normal
1 Completed
2 Archived"
"Folder Name","List Name","Title","Kind","Tags","Content","Is Check list","Start Date","Due Date","Reminder","Repeat","Priority","Status","Created Time","Completed Time","Order","Timezone","Is All Day","Is Floating","Column Name","Column Order","View Mode","taskId","parentId","Colour"
"","Inbox","Buy stamps","TEXT","","","N","","2026-11-24T23:00:00+0000","","","0","0","2026-11-01T08:00:00+0000","","-1","Europe/Berlin","true","false","","","list","1","","green"
"Home","Moving","Pack books","CHECKLIST","home, urgent","Big boxes
▫Living room
▪Bedroom","Y","","2026-11-28T08:30:00+0000","-PT30M","RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=SA;WKST=SU","5","0","","","2","Europe/Berlin","false","false","To do","","kanban","2",""
"Home","Moving","Get a quote","TEXT","","Ask Ada
▫By phone","N","","","","","0","0","","","4","","","","","","list","4","3"
"Home","Moving","Hire a van","TEXT","","","N","2026-11-22T23:00:00+0000","2026-11-24T23:00:00+0000","","","3","2","","2026-11-20T10:00:00+0000","3","Europe/Berlin","true","","","","list","3",""
"","📥Inbox","Stretch","TEXT","","","N","2026-11-25T06:00:00+0000","2026-11-25T06:30:00+0000","","ERULE:NAME=CUSTOM;BYDATE=20261125","1","0","","","5","America/New_York","false","true","Not Sectioned","","list","5",""
"","Inbox","Never mind","TEXT","","","N","","","","","0","-1","","","6","","","","","","list","6",""
"","Inbox","An idea","NOTE","","","N","","","","","0","0","","","7","","","","","","list","7",""
"","Inbox","Odd","TEXT","","","N","","","","","0","0","","","8","","","","","","list","8","","","surplus"
"","Inbox","Odd, too","TEXT","","","N","","tomorrow","","","0","0","","","9","","","","","","list","9",""
`;
const TICKTICK_TAKEN = [
  '8 Buy stamps (due Wed 2026-11-25)\n  Colour: green',
  '9 Pack books (due Sat 2026-11-28 09:30, repeats every sat, high, project Home/Moving, tags home, urgent, checklist 1/2)\n  Big boxes\n  Reminder: -PT30M\n  Column: To do\n  1. [ ] Living room\n  2. [x] Bedroom',
  '14 Hire a van (completed Fri 2026-11-20, due Wed 2026-11-25, planned Mon 2026-11-23, medium, project Home/Moving, checklist 0/2)\n  Get a quote: Ask Ada\n  1. [ ] Get a quote\n  2. [ ] By phone',
  '15 Stretch (due Wed 2026-11-25 01:30, low)\n  Start: 01:00\n  Repeat: ERULE:NAME=CUSTOM;BYDATE=20261125',
  'refused 17 An idea: it is a note, not a task',
  'refused 18 Odd: it has more cells than the header: "surplus"',
  'refused 19 Odd, too: the due date "tomorrow" is not a date such as 2026-11-23',
  'left out 16 Never mind: it is cancelled',
  'note Columns kept in the description: Colour.',
  'note 14 a step has no fields: those of "Get a quote" are in the description',
  'note 15 the rule "ERULE:NAME=CUSTOM;BYDATE=20261125" can\'t be stored here; it is in the description',
];

// https://publish.obsidian.md/tasks/Reference/Task+Formats/Tasks+Emoji+Format and .../Getting+Started/Recurring+Tasks
const OBSIDIAN = `---
tags: [daily]
---
# Home
Some text.

- [ ] #task Buy milk 🔺 ➕ 2026-11-01 🛫 2026-11-22 ⏳ 2026-11-23 📅 2026-11-24
- [x] Pay rent ⏬ ✅ 2026-11-20
- [ ] Water #garden plants 🔁 every week on Tuesday, Friday 📅 2026-11-24 #home/balcony ^abc123
\t- [ ] Kitchen
\t- [x] Balcony 🔽
\t\t- [ ] Behind the #chair
\t- [ ] Buy compost 📅 2026-11-25
\tFrom the **shop**
  - a note
- [ ] Backup 🔁 every 10 days when done 🆔 dcf64c ⛔ 0h17ye,x
- [ ] Card 🔁 every January on the 15th
- [ ] Rent 🔁 every month on the last 📅 2026-11-30
- [ ] Filter 🔁 every 6 months on the 1st Wednesday 📅 2026-12-02
- [/] Taxes 🔁 every other month 📅 2026-12-01
- [ ] Tides 🔁 every full Moon and tide 📅 2026-12-24
- [-] Old ❌ 2026-11-18
  - [ ] Older
- [ ] Bad 📅 2026-02-30
- [ ] Odd 📅 soon
- [ ]
- [x] Bad ✅ 2026-02-30
\`\`\`tasks
- [ ] not this
\`\`\`
> [!todo]
> * [ ] Quoted #1
> 1) [X] Numbered`;
const OBSIDIAN_TAKEN = [
  '7 Buy milk (due Tue 2026-11-24, planned Mon 2026-11-23, high, tags task)\n  Start: 2026-11-22',
  '8 Pay rent (completed Fri 2026-11-20, low)',
  '9 Water garden plants (due Tue 2026-11-24, repeats every tue, fri, tags garden, home/balcony, checklist 1/3)\n  From the **shop**\n  - a note\n  Balcony: Priority: low\n  Behind the: Tags: chair\n  1. [ ] Kitchen\n  2. [x] Balcony\n  3. [ ] Behind the',
  '13 Buy compost (due Wed 2026-11-25)',
  '16 Backup (due Sat 2026-11-21, repeats every 10 days after completion)\n  🆔 dcf64c\n  ⛔ 0h17ye,x',
  '17 Card (due Fri 2027-01-15, repeats every year on jan 15)',
  '18 Rent (due Mon 2026-11-30, repeats every month on the last day)',
  '19 Filter (due Wed 2026-12-02, repeats every 6 months on the 1st wed)',
  '20 Taxes (due Tue 2026-12-01, repeats every 2 months on the 1st)',
  '21 Tides (due Thu 2026-12-24)\n  Repeat: every full Moon and tide',
  '25 Odd 📅 soon',
  '32 Quoted #1',
  '33 Numbered (completed)',
  'refused 24 Bad: the due date "2026-02-30" does not exist',
  'refused 26 : it has no title',
  'refused 27 Bad: the completion date "2026-02-30" does not exist',
  'left out 22 Old: it is cancelled; its checklist (1 step) is left out too',
  'note 2 lines of other text ignored (5, 31); entries begin with "- [ ]".',
  'note 9 a step has no fields: those of "Balcony" are in the description',
  'note 9 a step has no fields: those of "Behind the" are in the description',
  'note 16 it repeats and had no due date: it is due 2026-11-21, when the rule begins',
  'note 17 it repeats and had no due date: it is due 2027-01-15, when the rule begins',
  'note 21 the rule "every full Moon and tide" can\'t be stored here; it is in the description',
  'note 25 a mark could not be read, or is not at the end of its line: it stays in the title',
];

// https://github.com/todotxt/todo.txt, and t:, rec: and pri: as Simpletask and others have them
const TODO_TXT = `(A) Thank Mom for the meatballs @phone
(B) 2026-11-01 Schedule Goodwill pickup +GarageSale @phone due:2026-11-24
@GroceryStore Eskimo pies
x 2026-11-20 2026-11-01 Review Tim's pull request +TodoTxtTouch @github pri:C
xylophone lesson rec:+1b due:2026-11-23T15:00
Really gotta call +Mom about https://example.com/a:b (A) rec:2w t:2026-11-25
(D) Email SoAndSo@example.com +a +b
Pay due:2026-13-01
Move rec:3b
+only @labels`;
const TODO_TXT_TAKEN = [
  '1 Thank Mom for the meatballs (high, tags phone)',
  '2 Schedule Goodwill pickup (due Tue 2026-11-24, medium, project GarageSale, tags phone)',
  '3 Eskimo pies (tags GroceryStore)',
  "4 Review Tim's pull request (completed Fri 2026-11-20, low, project TodoTxtTouch, tags github)",
  '5 xylophone lesson (due Mon 2026-11-23 15:00, repeats every weekday)',
  '6 Really gotta call Mom about https://example.com/a:b (A) (due Wed 2026-11-25, planned Wed 2026-11-25, repeats every 2 weeks after completion, project Mom)',
  '7 Email SoAndSo@example.com (project a, tags b)',
  '9 Move\n  Repeat: rec:3b',
  '10 +only @labels (project only, tags labels)',
  'refused 8 Pay: the due date "2026-13-01" does not exist',
  'note 6 it repeats and had no due date: it is due 2026-11-25, when the rule begins',
  "note 7 the priority (D) can't be stored here",
  'note 7 a todo has one project: +b became a tag',
  'note 9 the rule "rec:3b" can\'t be stored here; it is in the description',
];

// RFC 5545; COMPLETED, RELATED-TO and the time zone as Nextcloud Tasks, Tasks.org and Outlook write them
const VTODO = `BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VTODO
UID:1
SUMMARY:Plan\\, then
  go
DESCRIPTION:One\\nTwo
DUE;TZID=America/New_York:20261123T200000
DTSTART;VALUE=DATE:20261122
PRIORITY:4
CATEGORIES:home,a\\,b
LOCATION:Attic
PERCENT-COMPLETE:40
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
END:VALARM
END:VTODO
BEGIN:VTODO
UID:2
RELATED-TO:1
SUMMARY:Step
STATUS:COMPLETED
END:VTODO
BEGIN:VTODO
UID:3
RELATED-TO;RELTYPE=CHILD:3a
RELATED-TO;RELTYPE=SIBLING:1
SUMMARY:Bins
DTSTART;VALUE=DATE:20261124
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
END:VTODO
BEGIN:VTODO
UID:3a
SUMMARY:Glass
END:VTODO
BEGIN:VTODO
UID:4
SUMMARY:Done
STATUS:COMPLETED
COMPLETED:20261120T230000Z
DUE;TZID=W. Europe Standard Time:20260701T090000
END:VTODO
BEGIN:VTODO
UID:5
SUMMARY:Given up
STATUS:CANCELLED
END:VTODO
BEGIN:VTODO
UID:6
SUMMARY:Nowhere
DUE;TZID=Custom:20261123T200000
END:VTODO
BEGIN:VTODO
UID:7
SUMMARY:February
DUE;VALUE=DATE:20260230
END:VTODO
BEGIN:VEVENT
SUMMARY:Meeting
END:VEVENT
BEGIN:VTODO
SUMMARY Broken
END:VTODO
BEGIN:VTODO
SUMMARY:Until when
RRULE:FREQ=WEEKLY;UNTIL=x
END:VTODO
END:VCALENDAR`;
const VTODO_TAKEN = [
  '18 Plan, then go (due Tue 2026-11-24 02:00, planned Sun 2026-11-22, high, tags home, a,b, checklist 1/1)\n  One\n  Two\n  Location: Attic\n  Progress: 40%\n  Reminder: -PT15M\n  1. [x] Step',
  '40 Bins (due Tue 2026-11-24, repeats every 2 weeks on tue, checklist 0/1)\n  1. [ ] Glass',
  '52 Done (completed Sat 2026-11-21, due Wed 2026-07-01 09:00)',
  'refused 64 Nowhere: its time zone "Custom" is not known',
  'refused 69 February: the due date "2026-02-30" does not exist',
  'refused 77 : it is not valid iCalendar (invalid line (no token ";" or ":") "SUMMARY Broken")',
  'refused 80 Until when: it is not valid iCalendar (Could not extract integer from "x--")',
  'left out 59 Given up: it is cancelled',
  'note 1 event ignored: only tasks (VTODO) are imported.',
];

test.for([
  ['Todoist', TODOIST, 'csv', TODOIST_TAKEN],
  ['TickTick', TICKTICK, 'csv', TICKTICK_TAKEN],
  ['Obsidian Tasks', OBSIDIAN, 'md', OBSIDIAN_TAKEN],
  ['todo.txt', TODO_TXT, 'todo.txt', TODO_TXT_TAKEN],
  ['a calendar', VTODO, 'ics', VTODO_TAKEN],
] as const)('a file of %s is read, and what is left out is named', ([, file, format, taken]) => {
  const imported = importedFrom(file);
  expect(imported.format).toBe(format);
  expect(shown(imported)).toEqual(taken);
});

test("TickTick's days are those of the file's zone, its times are the user's", () => {
  const rows = TICKTICK.replace('+0000","",""', '+0000","","RRULE:FREQ=WEEKLY;BYDAY=WE"')
    .split('\n')
    .slice(0, 8);
  const timed = rows.at(-1)?.replace('"true"', '"false"');
  const { todos } = importedFrom([...rows, timed].join('\r\n'), { setting: settingIn('America/New_York') });
  expect(todos.map(({ due, due_time, repeat }) => [due, due_time, repeat])).toEqual([
    ['2026-11-25', undefined, 'every wed'],
    ['2026-11-24', '18:00', undefined],
  ]);
});

const PLAIN = 'due,TITLE,mood\r\n2026-11-25,Žofie,calm\r\n';
test.for([
  ['UTF-8', Buffer.from(PLAIN)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${PLAIN}`)],
  ['UTF-16', Buffer.from(PLAIN, 'utf16le')],
  ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${PLAIN}`, 'utf16le')],
  ['big-endian UTF-16', Buffer.from(PLAIN, 'utf16le').swap16()],
  ['big-endian UTF-16 with a byte order mark', Buffer.from(`\uFEFF${PLAIN}`, 'utf16le').swap16()],
  ['semicolons', Buffer.from(PLAIN.replaceAll(',', ';'))],
] as const)('a table with columns in any order is read: %s', ([, bytes]) => {
  expect(importedFrom(bytes).todos).toMatchObject([
    { title: 'Žofie', due: '2026-11-25', description: 'mood: calm' },
  ]);
});

test.for([
  [
    'Latin-1',
    '',
    Buffer.from('title\nB\xfccher', 'latin1'),
    'Line 2 is neither UTF-8 nor UTF-16 text. Save the',
  ],
  ['other bytes', '', Buffer.from([0, 1, 2, 0xff, 0, 0]), 'This is not a text file.'],
  ['UTF-16 cut off', '', Buffer.from('x\ny', 'utf16le').subarray(1), 'This is UTF-16 text that was cut off.'],
  ['nothing', '', '\ufeff\r\n', 'There is nothing in it. Check that it is the right file.'],
  [
    'prose',
    '',
    'Dear diary',
    "doesn't show what format it has. These are read: Microsoft To Do, Google Tasks",
  ],
  ['control characters', 'x.csv', 'pri\u001bce;\u202ex\n', 'the first line is "pri ce;\uFFFDx".'],
  ['an unknown table', 'x.csv', 'price,shop\na,1', 'No header with known columns was found'],
  ['an open quotation mark', 'x.csv', 'x\ntitle,due\na,\n"b,\nc,', 'the row that begins in line 4 has a'],
  ['JSON cut off', '', '{"todos": [', 'This is not valid JSON (line 1, column 12'],
  ['other JSON', '', '{"a": 1}', 'This JSON holds no list of todos.'],
  ['a newer list', '', '{"todos": [], "version": 9}', 'A newer Todo Manager wrote this list.'],
  ['only events', '', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT', 'has no tasks (VTODO), only 1 event.'],
  ['too many entries', '', '- [ ] a\n'.repeat(100_001), 'more than 100000 entries; a list holds 50000 todos'],
] as const)('a file of %s is refused', ([, name, file, refusal]) => {
  expect(refusalOf(file, name)).toContain(refusal);
});

function refusalOf(file: Buffer | string, name: string): string {
  try {
    importedFrom(file, { name });
  } catch (error) {
    if (error instanceof TodoError) return `${error.message} ${error.hint}`;
  }
  return 'none';
}

test('what is too long for its field is kept in the description', () => {
  const long = 'x'.repeat(250);
  const steps = Array.from({ length: 60 }, (_, index) => `  - [ ] ${index}`);
  const { todos, refused } = importedFrom(
    [`- [ ] ${long}`, ...steps, `- [ ] y`, `  ${'z'.repeat(10_001)}`].join('\n'),
  );
  expect(todos).toMatchObject([{ title: `${'x'.repeat(199)}…`, checklist: { length: 50 } }]);
  expect(todos[0]?.description).toBe([long, ...steps.slice(50).map((step) => step.trim())].join('\n'));
  expect(refused).toEqual(['62 y: its description has 10001 characters; 10000 is the limit']);
});

function task(title: string, ...properties: readonly string[]): string {
  return ['BEGIN:VTODO', `SUMMARY:${title}`, ...properties, 'END:VTODO\n'].join('\n');
}

test.for<[behaviour: string, name: string, file: string, expected: string[], project?: string]>([
  [
    "times without a zone are the user's, and what isn't a time is refused",
    'x.csv',
    'title,completed,completed_at\na,yes,2026-11-20T23:30\nb,yes,2026-11-20T23:30:00Z\nc,yes,5\nd,yes,2030-01-01',
    [
      '2 a (completed Fri 2026-11-20)',
      '3 b (completed Sat 2026-11-21)',
      '5 d (completed Tue 2030-01-01)',
      'refused 4 c: the completion date "5" is not a date such as 2026-11-23',
    ],
  ],
  [
    'plain lines of a file named todo.txt are todos, without the signs of a list',
    'Work/todo.txt',
    'Buy milk\n- [ ] nested\ntitle\n',
    [
      '1 Buy milk',
      '2 nested',
      '3 title',
      'note Most lines have no mark of todo.txt, such as (A) or +project; each became a todo.',
    ],
  ],
  [
    'another text file with a checklist is Markdown',
    'notes.txt',
    'Shop\n- [ ] Milk',
    ['2 Milk', 'note 1 line of other text ignored (1); entries begin with "- [ ]".'],
  ],
  [
    "a rule stays text where its days differ from the user's, or from the due date",
    'x.ics',
    task('Far', 'DUE;TZID=America/New_York:20261123T200000', 'RRULE:FREQ=WEEKLY;BYDAY=MO') +
      task('UTC', 'DUE:20261123T233000Z', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=23') +
      task('Later', 'DTSTART;VALUE=DATE:20261123', 'DUE;VALUE=DATE:20261125', 'RRULE:FREQ=WEEKLY;BYDAY=MO') +
      task('Any', 'DUE;TZID=America/New_York:20261123T200000', 'RRULE:FREQ=WEEKLY') +
      task('Here', 'DUE;TZID=America/New_York:20261123T100000', 'RRULE:FREQ=WEEKLY;BYDAY=MO'),
    [
      '1 Far (due Tue 2026-11-24 02:00)\n  Repeat: FREQ=WEEKLY;BYDAY=MO',
      '6 UTC (due Tue 2026-11-24 00:30)\n  Repeat: FREQ=MONTHLY;BYMONTHDAY=23',
      '11 Later (due Wed 2026-11-25, planned Mon 2026-11-23)\n  Repeat: FREQ=WEEKLY;BYDAY=MO',
      '17 Any (due Tue 2026-11-24 02:00, repeats every tue)',
      '22 Here (due Mon 2026-11-23 16:00, repeats every mon)',
      'note 1 the rule "FREQ=WEEKLY;BYDAY=MO" can\'t be stored here; it is in the description',
      'note 6 the rule "FREQ=MONTHLY;BYMONTHDAY=23" can\'t be stored here; it is in the description',
      'note 11 the rule "FREQ=WEEKLY;BYDAY=MO" can\'t be stored here; it is in the description',
    ],
  ],
  [
    "a time in the user's zone is kept, even if the clocks skip it",
    'x.ics',
    task('Gap', 'DUE;TZID=Europe/Berlin:20270328T023000'),
    ['1 Gap (due Sun 2027-03-28 02:30)'],
  ],
  [
    "a spreadsheet's times are read, and its columns without a name or with a repeated one are kept",
    'x.csv',
    'title,due,due_time,title,\na,2026-11-24,9:00,b,c\nd,2026-11-24,3 PM,,\ne,2026-11-24,09:00:00,,\nf,2026-11-24,9.00,,',
    [
      '2 a (due Tue 2026-11-24 09:00)\n  column 4: b\n  column 5: c',
      '3 d (due Tue 2026-11-24 15:00)',
      '4 e (due Tue 2026-11-24 09:00)',
      'refused 5 f: the time "9.00" is not a time such as 15:00',
      'note Columns kept in the description: column 4, column 5.',
    ],
  ],
  [
    'properties without a field are kept, and dates beside a rule are mentioned',
    'x.ics',
    task(
      'Sync',
      'DUE;VALUE=DATE:20261123',
      'RRULE:FREQ=DAILY',
      'EXDATE;VALUE=DATE:20261125',
      'RESOURCES:Beamer',
    ) + task('Long', 'DTSTART:20261123T090000', 'DURATION:P2D', 'ORGANIZER:mailto:ada@example.org'),
    [
      '1 Sync (due Mon 2026-11-23, repeats every day)\n  Resources: Beamer\n  Not on: 2026-11-25',
      '8 Long (due Wed 2026-11-25 09:00, planned Mon 2026-11-23)\n  Organizer: mailto:ada@example.org\n  Planned: 2026-11-23 09:00',
      'note 1 dates that its rule adds or leaves out are only in the description',
    ],
  ],
  [
    'a second date is kept, a rule counts from the start, and marks within the title are mentioned',
    'x.md',
    '- [ ] a 📅 2026-11-24 📅 2026-11-25\n- [ ] b 🛫 2026-11-25 🔁 every week\n- [ ] c [due:: soon]',
    [
      '1 a (due Wed 2026-11-25)\n  📅 2026-11-24',
      '2 b (due Wed 2026-11-25, planned Wed 2026-11-25, repeats every wed)\n  Start: 2026-11-25',
      '3 c [due:: soon]',
      'note 2 it repeats and had no due date: it is due 2026-11-25, when the rule begins',
      'note 3 a mark could not be read, or is not at the end of its line: it stays in the title',
    ],
  ],
  [
    'tasks that are parts of each other end up as one with a checklist',
    'x.ics',
    task('a', 'UID:1', 'RELATED-TO:2') + task('b', 'UID:2', 'RELATED-TO:1'),
    ['1 a (checklist 0/1)\n  1. [ ] b'],
  ],
  [
    'a second due date and a rule of zero days are kept',
    'x.txt',
    'a due:2026-11-24 due:2026-11-25\nb due:2026-11-24 rec:0d',
    [
      '1 a (due Wed 2026-11-25)\n  due:2026-11-24',
      '2 b (due Tue 2026-11-24)\n  Repeat: rec:0d',
      'note 2 the rule "rec:0d" can\'t be stored here; it is in the description',
    ],
  ],
  [
    'projects go below the one that is asked for',
    'x.csv',
    'title,project\na,\nb,Work\nc,Home/Attic\nd,HOME',
    ['2 a (project Home)', '3 b (project Home/Work)', '4 c (project Home/Attic)', '5 d (project Home)'],
    'Home',
  ],
  [
    'an entry below a refused one is refused with it',
    'x.csv',
    'TYPE,CONTENT,INDENT\ntask,Shop,1\ntask,Milk,2\ntask,Pack,1,surplus\ntask,Socks,2',
    [
      '2 Shop (project x, checklist 0/1)\n  1. [ ] Milk',
      'refused 4 Pack: it has more cells than the header: "surplus"; its checklist (1 step) is left out too',
    ],
  ],
])('%s', ([, name, file, expected, project]) => {
  expect(shown(importedFrom(file, { name, ...(project && { project }) }))).toEqual(expected);
});
