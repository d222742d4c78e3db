import type { Timing } from './measure.ts';

/** One line of the table: what was measured, and what it means beside its goal. */
export interface Row {
  readonly group: string;
  readonly what: string;
  readonly timing?: Timing;
  /** what it is compared with, and how many times as long it took (or how many there were, for a count) */
  readonly figure?: Figure;
}

export interface Figure {
  readonly name: string;
  readonly value: number;
  /** the most it should be; without one the figure is only told */
  readonly goal?: number;
}

/** How many times as long `timing` took as `base`, by their medians. */
export function ratio(name: string, timing: Timing, base: Timing, goal?: number): Figure {
  return { name, value: timing.median / base.median, ...(goal !== undefined && { goal }) };
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ group, what, timing, figure }) => [
    group,
    what,
    timing ? timing.median.toFixed(3) : '',
    timing ? timing.p99.toFixed(3) : '',
    figure ? `${figure.name}: ${trimmed(figure.value)}` : '',
    figure?.goal === undefined ? '' : `<= ${figure.goal} ${figure.value <= figure.goal ? 'met' : 'MISSED'}`,
  ]);
  const lines = [['group', 'what', 'median ms', 'p99 ms', 'figure', 'goal'], ...cells];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function trimmed(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
