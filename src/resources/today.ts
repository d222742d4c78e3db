import { todayAsMarkdown } from '../render/markdown.ts';
import type { FixedResource } from './fixed-resource.ts';

export const today: FixedResource = {
  uri: 'todos://today',
  name: 'today',
  title: 'Today',
  description: 'What is overdue, due and planned for today, as Markdown',
  mimeType: 'text/markdown',
  read: (snapshot, moment) => todayAsMarkdown(snapshot, moment),
};
