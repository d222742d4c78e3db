/** The part board: a page on which people tick and edit their todos. */
import type { Part } from '../../part.ts';
import { boardFor, LISTINGS } from './listing.ts';

/** A page on which people tick and edit their todos, for clients that show pages. */
export const board: Part = {
  name: 'board',
  variables: ['TODOS_BOARD'],
  configure(given) {
    const listing = given.choice('TODOS_BOARD', LISTINGS, 'auto');
    return { ...boardFor(listing), ...(listing !== 'auto' && { variables: { TODOS_BOARD: listing } }) };
  },
};
