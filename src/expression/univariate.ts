import { type Ball, DomainError } from '../arithmetic/ball.ts';
import { zerosIn } from '../arithmetic/roots.ts';
import type { Ternary } from '../arithmetic/ternary.ts';
import type { BallAlgebra } from './balls.ts';
import { type Along, alongDirection } from './duals.ts';
import { smoothness } from './smoothness.ts';
import type { Tree } from './tree.ts';

/** Pieces of a range that are looked at, at most. */
const MOST_PIECES = 2000;
/** Values and slopes that are looked at for critical points, at most: a few hundred do where these can be told apart. */
const MOST_VALUES = 8000;
/** Equal pieces on which smoothness is looked at. */
const PIECES = 256;

/** A formula in one variable with its first two derivatives, enclosed. */
export class Univariate {
  readonly algebra: BallAlgebra;
  readonly tree: Tree;
  readonly name: string;

  constructor(algebra: BallAlgebra, tree: Tree, name: string) {
    this.algebra = algebra;
    this.tree = tree;
    this.name = name;
  }

  at(x: Ball): Along<Ball> {
    return alongDirection(
      this.algebra,
      this.tree,
      { [this.name]: x },
      { [this.name]: this.algebra.field.one },
    );
  }

  /** How often it is continuously differentiable near all numbers of the ball; −1 where it may have no value. */
  smoothAt(x: Ball): number {
    return orElse(() => smoothness(this.algebra, this.tree, { [this.name]: x }), -1);
  }

  /** Is it certainly so often continuously differentiable near every number from low to high? */
  smoothOn(low: Ball, high: Ball, order: number): boolean {
    const { field } = this.algebra;
    const width = high.mid - low.mid;
    const end = (i: number): Ball => field.ofUnits(low.mid + (width * BigInt(i)) / BigInt(PIECES), 0n);
    for (let i = 0; i < PIECES; i++)
      if (!(this.smoothAt(field.hull(i === 0 ? low : end(i), i + 1 === PIECES ? high : end(i + 1))) >= order))
        return false;
    return true;
  }

  /**
   * Is f^(order) ≥ 0 on [low, high]? Pieces are halved, the widest first, until the derivative has a sign on each, or `most`
   * of them were looked at; a derivative counts only where it certainly exists. No: it is negative somewhere in the range.
   */
  nonnegative(order: 1 | 2, low: Ball, high: Ball, most: number = MOST_PIECES): Ternary {
    const { field } = this.algebra;
    const open: [Ball, Ball][] = [[low, high]];
    for (let i = 0; i < open.length; i++) {
      const [left, right] = open[i]!;
      const piece = field.hull(left, right);
      const value =
        this.smoothAt(piece) >= order
          ? orElse(() => (order === 1 ? this.at(piece).first : this.at(piece).second), null)
          : null;
      if (value !== null && field.positive(field.neg(value)) === 'yes') return 'no';
      if (value !== null && field.less(value, field.zero) === 'no') continue;
      if (i >= most || right.mid - left.mid < 2n) return 'undecided';
      const middle = field.ofUnits((left.mid + right.mid) >> 1n, 0n);
      open.push([left, middle], [middle, right]);
    }
    return 'yes';
  }

  /**
   * The critical points in [low, high], each in a ball of a few units, all simple; null where they are not soon told apart or the
   * function is not certainly twice continuously differentiable.
   */
  criticalPoints(low: Ball, high: Ball): readonly Ball[] | null {
    const { field } = this.algebra;
    if (this.smoothAt(field.hull(low, high)) < 2) return null;
    let looked = 0;
    const at = (x: Ball): Along<Ball> => {
      looked += 1;
      if (looked > MOST_VALUES) throw new DomainError('the critical points are too near each other');
      return this.at(x);
    };
    const derivative = { value: (x: Ball) => at(x).first, slope: (x: Ball) => at(x).second };
    // Critical points like to be where halves meet, at 0 or in the middle of a range, and no sign can be told there.
    const width = high.mid - low.mid;
    const split = field.ofUnits(low.mid + (width * 4142135623730950n) / 10000000000000000n, 0n);
    return orElse(
      () => [...zerosIn(field, derivative, low, split), ...zerosIn(field, derivative, split, high)],
      null,
    );
  }
}

/** What `find` gives, or `otherwise` where an enclosure is too wide or out of range. */
function orElse<T, U>(find: () => T, otherwise: U): T | U {
  try {
    return find();
  } catch (error) {
    if (error instanceof DomainError) return otherwise;
    throw error;
  }
}
