const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#2f6f4f"/>' +
  '<path d="m6 12 4 4 8-8" fill="none" stroke="#fff" stroke-width="2.5"/></svg>';

/** The server's picture, as `serverInfo` carries it: a tick on green. Tools have none: every listed word costs tokens. */
export const ICON = {
  src: `data:image/svg+xml,${encodeURIComponent(SVG)}`,
  mimeType: 'image/svg+xml',
  sizes: ['any'],
};
