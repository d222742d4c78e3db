/** The host's colours, fonts and insets. */
import type { HostContext } from './host-context.ts';
import { numberOf, textOf } from './values.ts';

/** Takes over the host's colours, fonts, radii and insets; page.css has defaults for what it doesn't send. */
export function applyTheme({ theme = '', variables, insets }: HostContext): void {
  const { style } = document.documentElement;
  style.colorScheme = theme;
  for (const [name, value] of Object.entries(variables))
    if (/^--(?:border|color|font|shadow)-/.test(name)) style.setProperty(name, textOf(value) ?? '');
  for (const side of ['top', 'right', 'bottom', 'left'])
    style.setProperty(`--inset-${side}`, `${numberOf(insets[side]) ?? 0}px`);
}
