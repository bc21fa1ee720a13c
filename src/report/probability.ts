import { betaQuantile } from './binomial.ts';

/** Runs of one (k, n) of which it is proved where exact gradient descent ends, and all others. */
export interface ProvedCounts {
  readonly spurious: number;
  readonly global: number;
  readonly undecided: number;
}

/** Bounds on the probability p that exact descent ends in a strict spurious local minimum; each holds with the confidence. */
export interface ProbabilityBounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The one-sided bounds of Clopper and Pearson (trajectories.md 7): at least `spurious` runs end in a spurious minimum, at most all but
 * the `global` ones, so undecided runs count against the claim on both sides.
 */
export function probabilityBounds(
  { spurious, global, undecided }: ProvedCounts,
  confidence: number,
): ProbabilityBounds {
  const others = global + undecided;
  const most = spurious + undecided;
  return {
    lower: spurious === 0 ? 0 : betaQuantile(1 - confidence, spurious, others + 1),
    upper: global === 0 ? 1 : betaQuantile(confidence, most + 1, global),
  };
}
