import type { HostContext } from './host-context.ts';

/** Takes over the colours, fonts and radii of the host; what it doesn't send stays as in page.css. */
export function applyTheme({ theme = '', variables = [] }: HostContext): void {
  const { style } = document.documentElement;
  style.colorScheme = theme;
  for (const [name, value] of variables) {
    if (/^--(?:border|color|font|shadow)-/.test(name)) style.setProperty(name, value);
  }
}
