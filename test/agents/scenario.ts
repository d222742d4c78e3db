import assert from 'node:assert/strict';

import { tools } from '../../src/mcp/tools/index.ts';
import type { Agent } from './agents.ts';
import type { OfferedTool, Shown } from './dialects.ts';
import type { Script } from './model.ts';
import { readWire, type ToolResult, toolResults } from './wire.ts';

/** A call, and what for: an answer or a refusal that must reach the model whole, or to see what the agent does. */
interface Step {
  readonly why: 'answer' | 'refusal' | 'own check' | 'long answer' | 'resource';
  readonly tool: string;
  readonly args: Record<string, unknown>;
  /** how the page names what the agent may refuse */
  readonly what?: string;
}

const answer = (tool: string, args = {}): Step => ({ why: 'answer', tool, args });
const refusal = (tool: string, args = {}): Step => ({ why: 'refusal', tool, args });
const ownCheck = (what: string, tool: string, args = {}): Step => ({ why: 'own check', tool, args, what });

const sixty = Array.from({ length: 60 }, (_, index) => ({
  action: 'add',
  title: `Write report ${index}`,
  description: 'Ask what it costs, how long it takes and who else has to know.',
  ...(index % 3 === 0 && { due: `2031-03-${10 + (index % 20)}`, tags: ['work'] }),
}));
const READER = /read_?mcp_?resource/i;
const STEPS: readonly Step[] = [
  answer('add_todo', { title: 'Call the "dentist"', due: '2031-03-26', tags: ['phone'], checklist: ['Ask'] }),
  answer('batch_todos', { changes: sixty }),
  answer('list_todos'),
  answer('get_overview'),
  answer('get_todo', { todo_id: 1 }),
  answer('update_todo', { todo_id: 1, append: 'Ask about Friday', priority: 'high' }),
  answer('complete_todo', { todo_id: 1 }),
  answer('reopen_todo', { todo_id: 1 }),
  answer('delete_todo', { todo_id: 2 }),
  answer('undo'),
  refusal('complete_todo', { todo_id: 9999 }),
  refusal('add_todo', { title: 'x', due: '12/11' }),
  ownCheck('an unknown argument', 'add_todo', { title: 'x', notes: 'y' }),
  ownCheck('`urgent`', 'add_todo', { title: 'Ring', priority: 'urgent' }),
  ownCheck('`"#1"`', 'get_todo', { todo_id: '#1' }),
  { why: 'long answer', tool: 'list_todos', args: { limit: 200 } },
  { why: 'resource', tool: 'resource', args: { server: 'todos', uri: 'todos://full-markdown' } },
];
const NAMES = tools.map(({ name }) => name);
assert.deepEqual(
  NAMES.filter((name) => !STEPS.some(({ tool }) => tool === name)),
  [],
  'the scenario leaves out tools',
);

/** What was seen in one conversation. */
export class Seen {
  readonly forms = new Set<string>();
  /** what never reached the server, because the agent refused it */
  readonly refusedItself: string[] = [];
  readonly marks = new Set<string>();
  readonly problems: string[] = [];
  /** the tools had to be searched for */
  searched = false;
  longAnswer = '';
  resource = false;
  done = false;
}

/** The script of the model in this agent; what it is shown is checked against what the server sent, in `seen`. */
export function scenario(agent: Agent, record: string, seen: Seen): Script {
  let [answered, waits] = [0, 0];
  let asked: Step | undefined;
  const steps = STEPS.values();
  let step = steps.next().value;

  /** The call of a step with the tools that are offered now, or one that brings it nearer. */
  function callFor({ tool, args }: Step, offered: readonly OfferedTool[]) {
    const pattern = tool === 'resource' ? READER : new RegExp(`(^|[_-])${tool}$`);
    const found = offered.find(({ name }) => pattern.test(name));
    asked = step;
    if (found) return { ...found, args };
    if (agent.bridge !== undefined && seen.searched) {
      return { name: agent.bridge, args: { name: `mcp__todos__${tool}`, arguments: args } };
    }
    asked = undefined;
    const { search } = agent;
    if (search && !seen.searched && offered.some(({ name }) => name === search.tool)) {
      seen.searched = true;
      return { name: search.tool, args: search.args(NAMES) };
    }
    return ++waits > 20 ? undefined : waiting(offered);
  }

  return (offered, shown) => {
    if (asked && shown) {
      const results = toolResults(readWire(record));
      try {
        judge(seen, asked, shown, results[answered]);
      } catch (error) {
        seen.problems.push(`${asked.tool} ${JSON.stringify(asked.args).slice(0, 80)}: ${String(error)}`);
      }
      answered = results.length;
      step = steps.next().value;
    }
    if (step?.why === 'resource' && !offered.some(({ name }) => READER.test(name))) {
      step = steps.next().value;
    }
    seen.done = !step;
    return step && callFor(step, offered);
  };
}

/** Some agents ask the model before the server is connected: a shell lets it wait. */
function waiting(offered: readonly OfferedTool[]) {
  const shell = offered.find(({ name }) => /^(bash|shell|exec_command|run_(shell_)?commands?)/i.test(name));
  const command = 'sleep 2';
  return shell && { ...shell, args: { command, cmd: command, commands: [command], description: 'Wait' } };
}

/** Notes what came of a call. Throws if something should have reached the model and didn't. */
function judge(seen: Seen, { why, what = '' }: Step, shown: Shown, result?: ToolResult): void {
  const excerpt = `the model was shown: ${shown.text.slice(0, 300)} ... ${shown.text.slice(-300)}`;
  if (why === 'resource') {
    seen.resource = holds(shown.text, '- [ ] #1: Call the "dentist"');
    assert(seen.resource, excerpt);
    return;
  }
  if (!result) {
    assert.equal(why, 'own check', `the server was not asked; ${excerpt}`);
    seen.refusedItself.push(what);
    return;
  }
  const text = result.content?.map((part) => part.text).join('\n') ?? '';
  const data = result.structuredContent ?? {};
  if (result.isError) {
    assert(why === 'refusal' || why === 'own check', `refused: ${text}`);
    assert(holds(shown.text, text), `not in our words; ${excerpt}`);
    seen.marks.add(shown.marked || /"isError":\s*true/.test(shown.text) ? 'marked' : 'by our words only');
    return;
  }
  const showsData = [JSON.stringify(data), JSON.stringify(data, null, 2)].some((json) =>
    holds(shown.text, json),
  );
  const forms = [holds(shown.text, text) && 'text', showsData && 'structured'].filter(Boolean).join(' and ');
  if (why === 'long answer') {
    seen.longAnswer = forms === '' ? `cut to ${shown.text.length} characters` : 'whole';
    return;
  }
  assert.notEqual(forms, '', `not whole in any form; ${excerpt}`);
  if (why === 'answer') seen.forms.add(forms);
}

/** Whether a text holds another one as it is, or as a string in JSON, also in JSON inside of JSON. */
function holds(whole: string, part: string): boolean {
  const once = JSON.stringify(part).slice(1, -1);
  return [part, once, JSON.stringify(once).slice(1, -1)].some((each) => whole.includes(each));
}
