/** One thing that doctor looked at. */
export interface Finding {
  /** `note`: worth knowing, but nothing is broken */
  readonly verdict: 'ok' | 'note' | 'problem';
  readonly about: string;
  /** what was found and, where something is to be done, what */
  readonly text: string;
}

export function ok(about: string, text: string): Finding {
  return { verdict: 'ok', about, text };
}

export function note(about: string, text: string): Finding {
  return { verdict: 'note', about, text };
}

export function problem(about: string, text: string): Finding {
  return { verdict: 'problem', about, text };
}
