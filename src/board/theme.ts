import type { HostContext } from './host-context.ts';
import { numberOf } from './values.ts';

/** Takes over the colours, fonts, radii and insets of the host; what it doesn't send stays as in page.css. */
export function applyTheme({ theme = '', variables = [], insets = {} }: HostContext): void {
  const { style } = document.documentElement;
  style.colorScheme = theme;
  for (const [name, value] of variables) {
    if (/^--(?:border|color|font|shadow)-/.test(name)) style.setProperty(name, value);
  }
  for (const side of ['top', 'right', 'bottom', 'left'])
    style.setProperty(`--inset-${side}`, `${numberOf(insets[side]) ?? 0}px`);
}
