/** One line of `check --json`. */
export interface CheckLine {
  readonly certificate: string;
  /** The run that was proved again, or null. */
  readonly run: number | null;
  readonly accepted: boolean;
  /** The claim id, or null. */
  readonly id: string | null;
  readonly reason: string | null;
  readonly milliseconds: number | null;
}
