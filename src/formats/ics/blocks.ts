/** A component of a calendar file, before it is read. */
export interface Block {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  readonly text: string;
}

/** The outermost components of a kind, and how many there are of each. */
export interface Blocks {
  readonly tasks: readonly Block[];
  readonly zones: readonly Block[];
  readonly events: number;
}

/** Takes a calendar file apart, so that what is wrong with one entry doesn't spoil the others. */
export function blocksIn(text: string): Blocks {
  const found: Record<string, Block[]> = { VTODO: [], VTIMEZONE: [], VEVENT: [] };
  let open: { kind: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, word = '', kind = ''] = /^(BEGIN|END):(\w+)\s*$/i.exec(line) ?? [];
    const name = kind.toUpperCase();
    if (!open && word.toUpperCase() === 'BEGIN' && found[name])
      open = { kind: name, line: index + 1, lines: [] };
    open?.lines.push(line);
    if (open && word.toUpperCase() === 'END' && name === open.kind) {
      found[name]?.push({ line: open.line, text: open.lines.join('\r\n') });
      open = undefined;
    }
  }
  if (open) found[open.kind]?.push({ line: open.line, text: open.lines.join('\r\n') });
  const { VTODO: tasks = [], VTIMEZONE: zones = [], VEVENT: events = [] } = found;
  return { tasks, zones, events: events.length };
}
