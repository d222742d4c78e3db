import * as z from 'zod';

import { defineTool } from './kit/define-tool.ts';
import { briefTodo, listAs, listedSchema } from './kit/listed-schema.ts';
import { listing, listingOutput, renderListing } from './list-todos.ts';

/**
 * Shows the todos to the person, in hosts that show pages (mcp/board.ts). Its answer is that of list_todos: a host may
 * fail to show the page, and then the text is all there is.
 */
export const showBoardTool = defineTool({
  name: 'show_board',
  title: 'Show board',
  description:
    'Show the person their todos on a board to tick and edit. Only when they ask to see it; to read the list use list_todos.',
  input: z.strictObject({ project: z.string().optional(), tag: z.string().optional() }),
  output: listAs(listingOutput.clone(), listedSchema(z.object({ todos: z.array(briefTodo) }), false)),
  read: listing,
  render: renderListing,
});
