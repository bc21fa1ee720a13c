import { type Ball, DomainError } from '../../arithmetic/ball.ts';
import type { Scalars } from '../../arithmetic/scalars.ts';
import type { BallLandscape } from '../../landscape/ball-field.ts';
import {
  type BranchProposal,
  continues,
  type EquationsAtK,
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

/** A window of k below k*, from the upper end of the path down. */
export interface PathWindow {
  readonly proposal: BranchProposal;
  readonly radius: Ball;
}

/**
 * The real k* at which the bad neuron's norm is 0 along a branch of critical points (docs/complete.md 7.1). For every k of the window the
 * equations have exactly one zero in a box, analytic in k; its t is 0 at k* alone, positive below and negative above: a critical point below k*, none
 * above.
 */
export interface Vanishing extends SignChange {
  /** a, b, c, d at k*. */
  readonly entries: readonly Ball[];
}

/**
 * In a window about k* t falls with k, by its derivative. The window is longer by the path, if there is one: a chain of windows, each with the middle of the next, in which t > 0. Null
 * where the proof fails.
 */
export function proveVanishing(
  { balls }: BallLandscape,
  proposal: VanishingProposal,
  windowRadius: Ball,
  path: readonly PathWindow[] = [],
  tick: () => void = () => {},
): Vanishing | null {
  const field = new WindowField(balls);
  const { e, k } = proposal;
  const equations: EquationsAtK = (numbers, size, x) => signedEquations(numbers, size, x, numbers.integer(e));
  try {
    const branch = encloseBranch(field, equations, proposal, windowRadius);
    const velocity = branch?.velocity();
    if (!branch || !velocity) return null;
    const slope = velocity[4]!;
    if (balls.positive(balls.neg(slope)) !== 'yes') return null;
    const there = encloseSignChange(balls, k, branch.wide, branch.middle[4]!, slope);
    if (there === null) return null;
    const step = balls.sub(balls.hull(there.lower, there.upper), k);
    const entries = branch.middle.slice(0, 4).map((x, i) => balls.add(x, balls.mul(velocity[i]!, step)));
    let last = branch;
    for (const { proposal: next, radius } of path) {
      const found = encloseBranch(field, equations, next, radius);
      if (found === null || balls.positive(found.box[4]!) !== 'yes' || !continues(last, next, found))
        return null;
      last = found;
      tick();
    }
    const window = { ...there.window, lower: balls.lower(last.wide) };
    return { ...there, window, entries };
  } catch (error) {
    // An enclosure too wide for a quotient or a root: this window is not proven.
    if (error instanceof DomainError) return null;
    throw error;
  }
}
