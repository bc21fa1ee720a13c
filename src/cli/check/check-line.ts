import type { RunProof } from '../../search/prove-runs.ts';

/** One line of `check --json`. */
export interface CheckLine {
  readonly certificate: string;
  /** The run that was proved again, or null. */
  readonly run: number | null;
  /** What is claimed of that run; of an undecided one nothing. */
  readonly outcome: RunProof['outcome'] | null;
  readonly accepted: boolean;
  /** The claim id, or null. */
  readonly id: string | null;
  readonly reason: string | null;
  readonly milliseconds: number | null;
}
