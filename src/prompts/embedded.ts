import type { PromptMessage } from '@modelcontextprotocol/sdk/types.js';

/** A Markdown resource as a message of its own: in many clients the model can't read resources by itself. */
export function embeddedMarkdown(uri: string, text: string): PromptMessage {
  return { role: 'user', content: { type: 'resource', resource: { uri, mimeType: 'text/markdown', text } } };
}

export function userText(lines: readonly string[]): PromptMessage {
  return { role: 'user', content: { type: 'text', text: lines.join('\n') } };
}
