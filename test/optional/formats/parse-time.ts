/** How long reading a file takes as it doubles, for each reader: `npx tsx test/optional/formats/parse-time.ts`. Growth is shown, not judged. */
import { importedFrom } from './imported-from.ts';

const repeated = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join('\n');
const ics = (...parts: readonly string[]) => ['BEGIN:VCALENDAR', ...parts, 'END:VCALENDAR'].join('\n');
const zone = (inner: string) => `BEGIN:VTIMEZONE\nTZID:My\n${inner}\nEND:VTIMEZONE`;
const observance = (rule: string) =>
  `BEGIN:STANDARD\nDTSTART:19700101T000000\n${rule}\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD`;
const task = (index: number) =>
  `BEGIN:VTODO\nUID:${index}\nSUMMARY:t\nDUE;TZID=My:20270101T100000\nEND:VTODO`;
const override = (index: number) =>
  `BEGIN:VTODO\nUID:1\nSUMMARY:t\nRECURRENCE-ID;VALUE=DATE:${new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10).replaceAll('-', '')}\nSTATUS:COMPLETED\nEND:VTODO`;

/** A file of a size, by what it is made of. */
const GENERATORS: Readonly<Record<string, (size: number) => string>> = {
  'md tasks': (size) => repeated(size, (index) => `- [ ] t${index} 📅 2026-12-01 #a`),
  'md nested': (size) => repeated(size, (index) => `${' '.repeat(index % 400)}- [ ] t${index}`),
  'md comments': (size) => `- [ ] a\n${repeated(size, () => '<!-- x %% y')}`,
  'md brackets': (size) => `- [ ] ${'[due:: '.repeat(size)}`,
  'md headings': (size) => repeated(size, (index) => `# h${index}\n- [ ] same`),
  'plain list': (size) => repeated(size, (index) => `- t${index}`),
  'todo.txt': (size) => repeated(size, (index) => `(A) 2026-01-01 t${index} +p @c due:2026-12-01`),
  taskpaper: (size) => repeated(size, (index) => `P${index}:\n\t- t @due(2026-12-01) @tag`),
  logseq: (size) => repeated(size, (index) => `- TODO t${index}\n  DEADLINE: <2027-01-01 Fri .+1w>`),
  org: (size) => repeated(size, (index) => `* H${index}\n** TODO t :tag:\n   SCHEDULED: <2027-01-01 Fri>`),
  'csv rows': (size) => `title,due,tags\n${repeated(size, (index) => `t${index},2026-12-01,"a, b"`)}`,
  'csv columns': (size) => `title,${repeated(size, (index) => `c${index}`).replaceAll('\n', ',')}\nt`,
  'csv short rows': (size) =>
    `title,${repeated(900, (index) => `c${index}`).replaceAll('\n', ',')}\n${repeated(size, () => 't')}`,
  'csv parents': (size) => `title,parent\n${repeated(size, (index) => `t${index},t${index + 1}`)}`,
  'json entries': (size) =>
    `[${repeated(size, (index) => `{"text":"t${index}","done":false},`)}{"text":"x"}]`,
  'json google': (size) =>
    `{"kind":"tasks#taskLists","items":[{"title":"L","items":[${repeated(size, (index) => `{"id":"${index}","parent":"${index - 1}","title":"t"},`)}{"title":"x"}]}]}`,
  'ics tasks': (size) =>
    ics(zone(observance('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU')), repeated(size, task)),
  'ics observances': (size) => ics(zone(repeated(size, () => observance('COMMENT:x'))), task(1)),
  'ics secondly': (size) => ics(zone(observance('RRULE:FREQ=SECONDLY')), repeated(size, task)),
  'ics overrides': (size) =>
    ics(
      'BEGIN:VTODO\nUID:1\nSUMMARY:t\nDUE;VALUE=DATE:20260101\nRRULE:FREQ=DAILY\nEND:VTODO',
      repeated(size, override),
    ),
};
const SIZES = [2_000, 4_000, 8_000, 16_000];

process.stdout.write(`| input | ${SIZES.map((size) => `${size} (ms)`).join(' | ')} |\n`);
for (const [name, generate] of Object.entries(GENERATORS)) {
  const times = SIZES.map((size) => {
    const text = generate(size);
    const start = performance.now();
    try {
      importedFrom(text, { name: 'x' });
    } catch {
      // A refusal takes time, too.
    }
    return Math.round(performance.now() - start);
  });
  process.stdout.write(`| ${name} | ${times.join(' | ')} |\n`);
}
