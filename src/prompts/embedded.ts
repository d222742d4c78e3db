import type { PromptMessage } from '@modelcontextprotocol/sdk/types.js';

/** A Markdown resource as a message of its own: in many clients the model can't read resources by itself. */
export function embeddedMarkdown(uri: string, text: string): PromptMessage {
  return { role: 'user', content: { type: 'resource', resource: { uri, mimeType: 'text/markdown', text } } };
}

/** What keeps planning from moving deadlines. */
export const DUE_STAYS =
  'A due date is a deadline: leave each one as it is, and write the day to do it as planned.';

/** What ends a prompt that leads to changes: how to make them once they are agreed, where that is possible at all. */
export function onceAgreed(change: string, readOnly: boolean): string {
  return readOnly
    ? 'This list can only be read here: propose, but change nothing.'
    : `Change nothing before I have agreed. Then ${change} with one batch_todos; a single undo takes it back.`;
}

export function userText(lines: readonly string[]): PromptMessage {
  return { role: 'user', content: { type: 'text', text: lines.join('\n') } };
}
