import { type Ball, DomainError } from '../../arithmetic/ball.ts';
import type { Scalars } from '../../arithmetic/scalars.ts';
import type { BallLandscape } from '../../landscape/ball-field.ts';
import {
  type BranchProposal,
  encloseBranch,
  encloseSignChange,
  type SignChange,
  WindowField,
} from './branch.ts';
import { memberGradient, memberPoint } from './member.ts';

const ALONE = { bad: 1, singles: 0 };
const BOTH = { bad: 1, singles: 1 };

/**
 * The equations of docs/complete.md 2.2 at real k, in entries: good neurons (a, b, c), the bad one t(d, e) of given e = ±1; unknowns a, b, c, d, t. They
 * are those of a critical point for t > 0, and make sense for every t: only the direction (d, e) enters the pairs, t the good neurons'
 * equations as a factor of their pair with it, and its own equations by its pair with itself.
 */
export function signedEquations<S>(field: Scalars<S>, k: S, unknowns: readonly S[], e: S): S[] {
  const [a, b, c, d, t] = unknowns as [S, S, S, S, S];
  const good = [a, b, c];
  const direction = [d, e];
  const alone = memberGradient(ALONE, memberPoint(field, ALONE, k, good));
  // 2π∇F where the bad neuron is (d, e) itself.
  const both = memberGradient(BOTH, memberPoint(field, BOTH, k, [...good, ...direction]));
  const excess = field.mul(field.pi, field.sub(t, field.integer(1)));
  return [
    ...alone.map((x, i) => field.add(x, field.mul(t, field.sub(both[i]!, x)))),
    ...direction.map((x, i) => field.add(both[3 + i]!, field.mul(excess, x))),
  ];
}

/** What the proof begins with: a zero with t near 0, and e. */
export interface VanishingProposal extends BranchProposal {
  readonly e: 1 | -1;
}

/**
 * The real k* at which the bad neuron's norm is 0 along a branch of critical points (docs/complete.md 7.1). For every k of the window the
 * equations have exactly one zero in a box, analytic in k; its t falls (`falling`) or grows with k, and is 0 at k* alone. So it is a critical point on
 * one side of k*; on the other one t < 0.
 */
export interface Vanishing extends SignChange {
  readonly falling: boolean;
  /** a, b, c, d at k*. */
  readonly entries: readonly Ball[];
}

/** Null where the proof fails. */
export function proveVanishing(
  { balls }: BallLandscape,
  proposal: VanishingProposal,
  windowRadius: Ball,
): Vanishing | null {
  const field = new WindowField(balls);
  const { e, k } = proposal;
  try {
    const branch = encloseBranch(
      field,
      (numbers, size, x) => signedEquations(numbers, size, x, numbers.integer(e)),
      proposal,
      windowRadius,
    );
    if (branch === null) return null;
    const slope = branch.velocity[4]!;
    const falling = balls.positive(balls.neg(slope)) === 'yes';
    if (!falling && balls.positive(slope) !== 'yes') return null;
    const there = encloseSignChange(balls, k, branch.wide, branch.middle[4]!, slope);
    if (there === null) return null;
    const step = balls.sub(balls.hull(there.lower, there.upper), k);
    const entries = branch.middle
      .slice(0, 4)
      .map((x, i) => balls.add(x, balls.mul(branch.velocity[i]!, step)));
    return { ...there, falling, entries };
  } catch (error) {
    // An enclosure too wide for a quotient or a root: this window is not proven.
    if (error instanceof DomainError) return null;
    throw error;
  }
}
