import { listAsMarkdown } from '../render/markdown.ts';
import type { FixedResource } from './fixed-resource.ts';

export const fullMarkdown: FixedResource = {
  uri: 'todos://full-markdown',
  name: 'full-markdown',
  title: 'All todos',
  description: 'All todos as Markdown, open ones first',
  mimeType: 'text/markdown',
  read: (snapshot, moment) => listAsMarkdown(snapshot, moment),
};
