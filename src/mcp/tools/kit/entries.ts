/** Reads checklist entries as people write them. */
import { entriesIn, type NewEntry } from '../../../domain/checklist.ts';

interface EntryArguments {
  readonly checklist?: readonly string[] | undefined;
  readonly add_items?: readonly string[] | undefined;
}

interface EntriesRead {
  readonly checklist?: readonly NewEntry[];
  readonly add_items?: readonly NewEntry[];
}

/** `args` with the marks of a list read from its checklist entries. */
export function withEntriesRead<A extends EntryArguments>({
  checklist,
  add_items,
  ...others
}: A): Omit<A, keyof EntryArguments> & EntriesRead {
  return {
    ...others,
    ...(checklist && { checklist: entriesIn(checklist) }),
    ...(add_items && { add_items: entriesIn(add_items) }),
  };
}
