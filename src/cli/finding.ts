/** The result of one check of doctor. */
export interface Finding {
  /** `note`: worth knowing, but nothing is broken */
  readonly verdict: 'ok' | 'note' | 'problem';
  readonly about: string;
  /** what was found and what to do about it */
  readonly text: string;
}

export const ok = (about: string, text: string): Finding => ({ verdict: 'ok', about, text });
export const note = (about: string, text: string): Finding => ({ verdict: 'note', about, text });
export const problem = (about: string, text: string): Finding => ({ verdict: 'problem', about, text });
