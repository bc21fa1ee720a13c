import type { Ball, BallField } from '../../arithmetic/ball.ts';
import { type Dual, DualScalars } from '../../arithmetic/dual.ts';
import type { Scalars } from '../../arithmetic/scalars.ts';
import { BallLandscape } from '../../landscape/ball-field.ts';
import { applied, type EnclosedZero, encloseSolution, encloseZero } from './krawczyk.ts';

/** Equations at real k, as many as unknowns. */
export type EquationsAtK = <S>(field: Scalars<S>, k: S, unknowns: readonly S[]) => S[];

/** Enclosures on a window are wide: whatever is certainly positive may divide. */
export class WindowField extends BallLandscape {
  override isSafelyPositive(a: Ball): boolean {
    return this.balls.positive(a) === 'yes';
  }
}

/** What a proof of a branch begins with; none of it is trusted. */
export interface BranchProposal {
  /** Exact, with the unknowns there, exact. */
  readonly k: Ball;
  readonly unknowns: readonly Ball[];
  /** Approximate inverse of the Jacobian of the equations there. */
  readonly inverse: readonly (readonly number[])[];
}

/** Zeros x(k), one for each k of the window, analytic in k. */
export interface EnclosedBranch {
  /** The window: all k at once. */
  readonly wide: Ball;
  /** Holds exactly one zero for each k of the window. */
  readonly box: readonly Ball[];
  /** Computes x'(k) for all k of the window; null where it is not bounded. */
  readonly velocity: () => readonly Ball[] | null;
  /** x at the middle of the window. */
  readonly middle: readonly Ball[];
}

/**
 * Steps 1 and 2 of mathematics.md 10.4 for k within `radius` of the proposal: the equations have exactly one zero x(k) in a box, nondegenerate, so
 * x is analytic in k (Krawczyk with interval k), and x'(k) = −J⁻¹ ∂G/∂k. Null where a step fails.
 */
export function encloseBranch(
  field: WindowField,
  equations: EquationsAtK,
  { k, unknowns, inverse }: BranchProposal,
  radius: Ball,
): EnclosedBranch | null {
  const { balls } = field;
  const centre = balls.ofUnits(k.mid, 0n);
  const wide = balls.ofUnits(k.mid, balls.upper(balls.abs(radius)).mid);
  const count = unknowns.length;
  const dual = new DualScalars<Ball>(field, count + 1);
  const atOneK = new DualScalars<Ball>(field, count);
  const evaluate = (size: Ball, box: readonly Ball[]): Dual<Ball>[] =>
    equations(
      dual,
      dual.unknown(size, count),
      box.map((x, i) => dual.unknown(x, i)),
    );
  const alongK = (found: readonly Dual<Ball>[]): Ball[] => found.map((x) => dual.slopes(x)[count]!);
  const approximateInverse = inverse.map((row) => row.map((x) => balls.exact(x)));
  const there = evaluate(centre, unknowns);
  const shift = applied(
    balls,
    approximateInverse,
    there.map((x) => x.value),
  );
  /**
   * The zero for each k of a ball about the middle. C G(x, k) is taken at the middle, with its derivative by k from `found`, the equations at all these k
   * (mean value theorem): C ∂G/∂k, about −x'(k), is small where ∂G/∂k is not.
   */
  const zeroAt = (size: Ball, found: readonly Dual<Ball>[]): EnclosedZero | null => {
    const drift = applied(balls, approximateInverse, alongK(found));
    const moved = shift.map((x, i) => balls.add(x, balls.mul(drift[i]!, balls.sub(size, centre))));
    return encloseZero(balls, unknowns, approximateInverse, moved, (box) =>
      equations(
        atOneK,
        atOneK.constant(size),
        box.map((x, i) => atOneK.unknown(x, i)),
      ).map((x) => atOneK.slopes(x)),
    );
  };
  const branch = zeroAt(wide, evaluate(wide, unknowns));
  const middle = zeroAt(centre, there);
  if (branch === null || middle === null) return null;
  // The zero at the middle is that of the branch if it lies in the box where that is unique.
  if (!middle.box.every((x, i) => contains(branch.box[i]!, x))) return null;
  const velocity = (): Ball[] | null => encloseSolution(balls, branch, alongK(evaluate(wide, branch.box)));
  return { wide, box: branch.box, velocity, middle: middle.box };
}

/** Whether the second branch is the first one: the first window has the middle of the second, and the first box the zero there. */
export function continues(
  { wide, box }: EnclosedBranch,
  { k }: BranchProposal,
  { middle }: EnclosedBranch,
): boolean {
  return contains(wide, k) && middle.every((x, i) => contains(box[i]!, x));
}

/** Does the first ball contain the second? */
function contains(outer: Ball, inner: Ball): boolean {
  const distance = outer.mid > inner.mid ? outer.mid - inner.mid : inner.mid - outer.mid;
  return distance + inner.rad <= outer.rad;
}

export interface SignChange {
  /** k* lies here. */
  readonly lower: Ball;
  readonly upper: Ball;
  readonly window: { readonly lower: Ball; readonly upper: Ball };
}

/**
 * The one zero k* of a function whose derivative has one sign on a window and lies in `slope`, from its value at the middle k: by the mean value
 * theorem in N = k − value/slope, if that lies inside the window. Null where it does not.
 */
export function encloseSignChange(
  balls: BallField,
  k: Ball,
  wide: Ball,
  value: Ball,
  slope: Ball,
): SignChange | null {
  const enclosure = balls.sub(k, balls.div(value, slope));
  const [lower, upper] = [balls.lower(enclosure), balls.upper(enclosure)];
  const window = { lower: balls.lower(wide), upper: balls.upper(wide) };
  if (balls.less(window.lower, lower) !== 'yes' || balls.less(upper, window.upper) !== 'yes') return null;
  return { lower, upper, window };
}
