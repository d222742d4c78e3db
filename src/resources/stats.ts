import { countsOf, overviewOf } from '../domain/overview.ts';
import type { FixedResource } from './fixed-resource.ts';

export const stats: FixedResource = {
  uri: 'todos://stats',
  name: 'stats',
  title: 'Counts',
  description: 'How many todos are open, completed, overdue, for today and stale, as JSON',
  mimeType: 'application/json',
  read: (snapshot, moment) =>
    JSON.stringify({ today: moment.today, ...countsOf(overviewOf(snapshot, moment)) }, null, 2),
};
