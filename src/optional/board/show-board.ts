/** The tool show_board. */
import * as z from 'zod';

import { defineTool } from '../../mcp/tools/kit/define-tool.ts';
import { briefTodo, listAs, listedSchema } from '../../mcp/tools/kit/listed-schema.ts';
import { listing, listingOutput, renderListing } from '../../mcp/tools/list-todos.ts';

/**
 * Shows the todos to the user in hosts that show pages (listing.ts). It answers like list_todos, in case the host fails
 * to show the page.
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
