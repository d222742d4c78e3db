/** What the list can't do, in one honest line with a way out. */
/** What a model can do instead, if it depends on the tool: by an argument that only that tool has. */
type WayOut = string | Readonly<Record<string, string>>;

const TO_ADD = 'title';
const TO_UPDATE = 'clear';
const TO_LIST = 'query';
const ALWAYS = '';

/** What the list can't do, by the names that models give such an argument. The first row that has a way for a tool counts. */
const CANNOT: readonly (readonly [names: RegExp, wayOut: WayOut])[] = [
  [
    /^(?:remind|alarm|alert|notif|ring)/,
    "The list can't ring or notify: never promise a reminder. Give due a time; for a calendar that rings there is the command export --alarm",
  ],
  [
    /^(?:assign|owner$|responsible|delegate|who$|person|people|shared?with)/,
    {
      [TO_LIST]: 'People are tags: use tag',
      [ALWAYS]: "The list can't assign or notify anybody: people are tags, such as Tom",
    },
  ],
  [
    /^(?:location|place$|where$|geo|context)/,
    {
      [TO_LIST]: 'Places are tags: use tag',
      [ALWAYS]: 'The list knows no places: use a tag, such as office',
    },
  ],
  [
    /^(?:starttime|begintime)$/,
    'A todo has one time, in due: fri 15:00. Put a range of times into the title',
  ],
  [
    /^(?:duration|estimat|effort|endtime|end$|length$|hours?$|minutes?$|pomodoros?$|points$|size$|energy)/,
    {
      [TO_LIST]: 'No durations are kept, but tags such as 15min may be',
      [ALWAYS]: 'No durations or estimates are kept: put it into the title, or use a tag such as 15min',
    },
  ],
  [
    /^(?:is)?(?:done|completed?|finished|checked|closed)$|^(?:status|state)$/,
    {
      [TO_UPDATE]:
        'Complete it with complete_todo, open it again with reopen_todo. There are no other states: use a tag, such as waiting',
      [TO_LIST]:
        'show_completed: false leaves completed ones out; completed_from finds what got done since a day. There are no other states, only tags',
      [ALWAYS]:
        'A todo is open or completed: complete_todo completes it. There are no other states: use a tag, such as waiting',
    },
  ],
  [
    /^(?:progress|percent|inprogress|started|stage|column|kanban|blocked$|waiting$|someday$|cancel)/,
    {
      [TO_LIST]: 'A todo is open or completed; other states are tags: use tag',
      [ALWAYS]:
        'A todo is open or completed. Use a tag, such as waiting, or note it in the description; delete what was cancelled',
    },
  ],
  [
    /^(?:waits?for|depends?|dependenc|blocks|blockedby|blocker|requires|prerequisite|after$|before$)/,
    "Todos can't depend on each other: use a checklist for steps in order, or a tag such as waiting",
  ],
  [
    /^(?:parent|subtaskof|child|children)/,
    'Todos have no todos below them: use a checklist, or a project such as Work/Reports',
  ],
  [
    /^(?:sort|order|rank|position|index$|sequence|moveafter|movebefore)/,
    {
      [TO_LIST]: 'The order is fixed: open ones most urgent first, then completed ones, newest first',
      [ALWAYS]: "Todos can't be ordered by hand: use priority, or planned",
    },
  ],
  [/^(?:group|aggregate|countby)/, 'get_overview counts by project and by tag'],
  [/^(?:section|heading|area|goal)/, 'There are no sections: use a project such as Work/Reports'],
  [
    /^(?:archiv|hidden$|hide$)/,
    {
      [TO_LIST]: 'Nothing is archived; show_completed: false leaves completed ones out',
      [ALWAYS]: 'Nothing is archived: complete what is done, delete what no longer matters',
    },
  ],
  [
    /^(?:skip|page|offset)/,
    {
      [TO_LIST]: 'Give the cursor of the last page instead',
      [ALWAYS]: 'To skip an occurrence, set due to the next date of its rule with update_todo',
    },
  ],
  [/^(?:exception|exdate|except)/, 'A rule has no exceptions: set due to the next date when one falls away'],
  [/^(?:attach|files?$|images?$|photos?$)/, "Files can't be attached: put a link into the description"],
  [
    /^(?:colou?r|emoji|icon|star(?:red)?$|flag|pin(?:ned)?$)/,
    'There are no colours or flags: use priority or a tag',
  ],
  [
    /^(?:ontime|doneon|completedon|completedat|donedate|completiondate|completedate|finishedon)$/,
    {
      [TO_LIST]: 'completed_from and completed_to find what got done on these days',
      [ALWAYS]: 'complete_todo takes the day it was done as on',
    },
  ],
  [
    /^(?:due|duedate|date|day|when|on|planned|plannedfor|scheduled|deadline)$/,
    { [TO_LIST]: 'For one day give it as due_from and due_to, which also find what is planned for it' },
  ],
  [/^planned/, { [TO_LIST]: 'due_from and due_to also find what is planned for these days' }],
  [
    /^(?:days?|weeks?|months?|period|range|interval)$/,
    { [TO_LIST]: 'Give the first day as due_from and the last as due_to, or "this week" as both' },
  ],
  [/^(?:no|has|with(?:out)?|un)(?:due|dated?|scheduled?)/, { [TO_LIST]: 'Use view: "no_date"' }],
  [
    /^(?:created|added)(?:to|on|before|until|at)/,
    { [TO_LIST]: 'created_from finds what was added since a day; it has no end' },
  ],
  [/^(?:todo|task)?id$/, { [TO_LIST]: 'get_todo shows one todo; query finds words' }],
  [
    /^(?:postpone|snooze|shift|defer|delay|push|reschedule)/,
    'Give the new day as due (the deadline) or planned (the day to do it)',
  ],
  [/^(?:overdue|late)$/, { [TO_LIST]: 'Use view: "overdue"' }],
  [/^(?:stale|untouched)/, { [TO_LIST]: 'get_overview names the stale ones' }],
  [
    /^(?:updated|changed|modified|touched)/,
    {
      [TO_LIST]:
        'undo with preview shows the latest changes; created_from finds what was added, completed_from what got done',
    },
  ],
  [
    /^(?:not|exclude|without|except|hide|no)(?:tags?|projects?|labels?)$/,
    { [TO_LIST]: 'A filter can\'t leave a name out; "none" finds todos without any tag or project' },
  ],
  [
    /^(?:remove|delete|drop|without)(?:checklist)?(?:items?|steps?|subtasks?|entry|entries)$/,
    {
      [TO_UPDATE]: 'To take entries away give checklist with those that stay; clear: ["checklist"] takes all',
    },
  ],
  [/^(?:todo|task)?ids$/, 'batch_todos makes one change to many: {"action": ..., "todo_ids": [...]}'],
  [/^language|^locale/, 'Dates and rules are read in English'],
  [
    /^time(?:zone)?$|^tz$/,
    { [TO_ADD]: "The time belongs in due, such as fri 15:00, in the user's own time zone" },
  ],
];

/** What does what models ask for by values that an argument doesn't have. */
const NOT_A_VALUE: readonly (readonly [argument: string, values: RegExp, wayOut: WayOut])[] = [
  ['view', /^(?:open|active|pending|todo|incomplete)/, 'show_completed: false leaves completed ones out'],
  ['view', /^(?:done|complete|finish|closed|archiv)/, 'completed_from finds what got done since a day'],
  ['view', /^(?:stale|stuck|old)/, 'get_overview names the stale ones'],
  ['view', /^(?:blocked|waiting|someday)/, 'Use tag, if such a tag is in use'],
  ['view', /^inbox/, 'project: "none" finds those without a project'],
  ['view', /^(?:high|urgent|important)/, 'Use priority'],
  [
    'view',
    /day|week|month|date|due|planned|schedule|tomorrow|next|later/,
    'Give days as due_from and due_to',
  ],
  ['priority', /^(?:all|any)/, 'For all leave it out'],
  [
    'priority',
    /^no/,
    { [TO_UPDATE]: 'To have none, use clear: ["priority"]', [ALWAYS]: 'To have none, leave it out' },
  ],
  ['show_completed', /^only/, 'For completed ones only use completed_from'],
];

/** What to say about a value that `argument` doesn't take; undefined for others. */
export function otherValue(argument: string, value: unknown, known: readonly string[]): string | undefined {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const row = NOT_A_VALUE.find(([name, values]) => name === argument && values.test(text));
  return row && wayFor(row[2], known);
}

/** What to say about an argument for something that the list can't do; undefined for others. */
export function cannot(given: string, known: readonly string[]): string | undefined {
  const name = given.toLowerCase().replaceAll(/[^a-z]/g, '');
  for (const [names, wayOut] of CANNOT) {
    if (!names.test(name)) continue;
    const way = wayFor(wayOut, known);
    if (way !== undefined) return way;
  }
  return undefined;
}

/** The way out for the tool that takes the arguments `known`. */
function wayFor(wayOut: WayOut, known: readonly string[]): string | undefined {
  if (typeof wayOut === 'string') return wayOut;
  const tool = [TO_UPDATE, TO_LIST, TO_ADD].find((argument) => known.includes(argument));
  return wayOut[tool ?? ALWAYS] ?? wayOut[ALWAYS];
}
