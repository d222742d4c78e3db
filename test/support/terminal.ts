const FONT_SIZE = 14;
const LINE = 21;
/** Wider than the characters of any monospaced font of that size. */
const COLUMN = 8.6;
const MARGIN = 20;

/** Lines as a picture of a terminal (SVG), the commands among them, which begin with `$`, in another colour. */
export function terminal(lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map(({ length }) => length)) * COLUMN) + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = lines.map((line, index) => {
    const y = MARGIN + (index + 0.75) * LINE;
    const colour = line.startsWith('$') ? '#7ee787' : '#e6edf3';
    return `  <text x="${MARGIN}" y="${y}" fill="${colour}" xml:space="preserve">${escaped(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}">`,
    '  <rect width="100%" height="100%" rx="8" fill="#161b22"/>',
    ...texts,
    '</svg>',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
