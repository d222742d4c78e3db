/** The icons. */

const PATHS = {
  move: 'M4 5.5h12v11H4zM4 9h12M7 3.5v3M13 3.5v3',
  refresh: 'M15.5 6.5A6.5 6.5 0 1 0 16.5 11M16 3v4h-4',
  expand: 'M11.5 4H16v4.5M16 4l-5 5M8.5 16H4v-4.5M4 16l5-5',
  repeat:
    'M4 9V8a2.5 2.5 0 0 1 2.5-2.5H16M13.5 3 16 5.5 13.5 8M16 11v1a2.5 2.5 0 0 1-2.5 2.5H4M6.5 17 4 14.5 6.5 12',
  search: 'M13 13l4 4M14.5 9a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0z',
  plan: 'M10 3l1.8 5.2L17 10l-5.2 1.8L10 17l-1.8-5.2L3 10l5.2-1.8z',
  due: 'M5 17V3.5h9l-2 3.5 2 3.5H5',
  planned: 'M4 5.5h12v11H4zM7 11l2 2 4-4',
  progress: 'M4 6h2M4 10h2M4 14h2M9 6h7M9 10h7M9 14h7',
} as const;
export type IconName = keyof typeof PATHS;

/** A decorative icon: its meaning is also given in words. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
