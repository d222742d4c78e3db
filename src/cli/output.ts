/** Writers to stdout and stderr. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}
