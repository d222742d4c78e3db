import type { Timing } from './measure.ts';

/** One line of the table. */
export interface Row {
  readonly group: string;
  readonly what: string;
  readonly timing?: Timing | undefined;
  readonly figure?: Figure | undefined;
}

/** What counts about a measurement: a ratio, a time or a number. */
interface Figure {
  readonly name: string;
  readonly value: number;
  /** the most it should be */
  readonly goal?: number | undefined;
}

export function row(group: string, what: string, timing?: Timing, figure?: Figure): Row {
  return { group, what, timing, figure };
}

export function figureOf(name: string, value: number, goal?: number): Figure {
  return { name, value, goal };
}

/** How many times as long `timing` took as `base`, by their medians. */
export function ratio(name: string, timing: Timing, base: Timing, goal?: number): Figure {
  return { name, value: timing.median / base.median, goal };
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ group, what, timing, figure }) => [
    group,
    what,
    timing?.median.toFixed(3) ?? '',
    timing?.p99.toFixed(3) ?? '',
    figure ? `${figure.name}: ${trimmed(figure.value)}` : '',
    figure?.goal === undefined ? '' : `<= ${figure.goal} ${figure.value <= figure.goal ? 'met' : 'MISSED'}`,
  ]);
  const lines = [['group', 'what', 'median ms', 'p99 ms', 'figure', 'goal'], ...cells];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const padded = lines.map((line) => line.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)));
  return padded.map((line) => line.join('  ').trimEnd()).join('\n');
}

function trimmed(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
