import { type Ball, BallField } from '../arithmetic/ball.ts';
import type { ExactGram } from './exact-gram.ts';
import type { FormulaField } from './field.ts';
import { gradient } from './gradient.ts';
import { type NormData, normData } from './lipschitz.ts';
import { objective } from './objective.ts';
import { type Pairs, pairsOf } from './pairs.ts';
import { type Point, pointOf } from './problem.ts';

/** A vector of the span of the rows of [W; V]: Σ coefficients[i]·row rows[i]. */
interface Combination {
  readonly rows: readonly number[];
  readonly coefficients: readonly Ball[];
}

/** Balls, and vectors of which only the inner products are known. */
class GramField implements FormulaField<Ball, Combination> {
  readonly balls: BallField;
  readonly zero: Ball;
  readonly pi: Ball;
  private readonly products: readonly (readonly Ball[])[];

  constructor(balls: BallField, products: readonly (readonly Ball[])[]) {
    this.balls = balls;
    this.zero = balls.zero;
    this.pi = balls.pi;
    this.products = products;
  }

  integer(n: number): Ball {
    return this.balls.integer(n);
  }
  add(a: Ball, b: Ball): Ball {
    return this.balls.add(a, b);
  }
  sub(a: Ball, b: Ball): Ball {
    return this.balls.sub(a, b);
  }
  neg(a: Ball): Ball {
    return this.balls.neg(a);
  }
  mul(a: Ball, b: Ball): Ball {
    return this.balls.mul(a, b);
  }
  div(a: Ball, b: Ball): Ball {
    return this.balls.div(a, b);
  }
  sqrt(a: Ball): Ball {
    return this.balls.sqrt(a);
  }
  crossNorm(x: Ball, y: Ball, z: Ball): Ball {
    return this.balls.crossNorm(x, y, z);
  }
  angle(z: Ball, r: Ball): Ball {
    return this.balls.angle(z, r);
  }
  row(p: number): Combination {
    return { rows: [p], coefficients: [this.balls.one] };
  }
  dot(x: Combination, y: Combination): Ball {
    const [p, q] = [x.rows[0]!, y.rows[0]!];
    if (x.rows.length === 1 && y.rows.length === 1)
      return this.mul(this.mul(x.coefficients[0]!, y.coefficients[0]!), this.products[p]![q]!);
    let sum = this.zero;
    x.rows.forEach((a, i) => {
      let part = this.zero;
      y.rows.forEach((b, j) => {
        part = this.add(part, this.mul(y.coefficients[j]!, this.products[a]![b]!));
      });
      sum = this.add(sum, this.mul(x.coefficients[i]!, part));
    });
    return sum;
  }
  combine(_d: number, coefficients: readonly Ball[], vectors: readonly Combination[]): Combination {
    const sums = new Map<number, Ball>();
    vectors.forEach(({ rows, coefficients: own }, i) => {
      rows.forEach((p, j) => {
        const term = this.mul(coefficients[i]!, own[j]!);
        const known = sums.get(p);
        sums.set(p, known === undefined ? term : this.add(known, term));
      });
    });
    return { rows: [...sums.keys()], coefficients: [...sums.values()] };
  }
}

/** Rows of a Gram matrix that are the neurons of a point, and its targets, none of which is 0. */
export interface GramRows {
  readonly neurons: readonly number[];
  readonly targets: readonly number[];
}

/**
 * What is known of F at a point from the inner products of its neurons and targets alone: everything but matrices, whatever
 * the width. Inside twice the bits are taken, since a small norm is the root of a square of many terms.
 */
export class GramPoint {
  readonly balls: BallField;
  readonly n: number;
  readonly k: number;
  /** Coordinates in which the second derivatives are taken, at the point or next to it. */
  readonly d: number;
  readonly orthonormalTargets = false;
  readonly norms: NormData<Ball>;
  /** Squared norms and pairs to twice the bits. */
  readonly fine: {
    readonly balls: BallField;
    readonly point: Point<Ball, Combination>;
    readonly pairs: Pairs<Ball>;
    readonly movedHessian: null;
  };
  private readonly field: GramField;
  private objectiveValue: Ball | null = null;
  private gradientNormValue: Ball | null = null;

  /** The point times 2^exponent. */
  constructor(
    balls: BallField,
    gram: ExactGram,
    { neurons, targets }: GramRows,
    d: number,
    exponent: number,
  ) {
    const fine = new BallField(2 * balls.bits);
    const square = gram.unit * gram.unit;
    const [up, down] = [BigInt(2 * Math.max(exponent, 0)), BigInt(2 * Math.max(-exponent, 0))];
    const product = (p: number, q: number): Ball =>
      fine.rational({ numerator: gram.product(p, q) << up, denominator: square << down });
    const size = gram.n + gram.k;
    const products = Array.from({ length: size }, (_, p) =>
      Array.from({ length: size }, (_entry, q) => product(p, q)),
    );
    const field = new GramField(fine, products);
    const point = pointOf(
      field,
      d,
      neurons.map((p) => field.row(p)),
      targets.map((p) => field.row(p)),
      false,
    );
    const norms = normData(field, point);
    this.balls = balls;
    this.n = neurons.length;
    this.k = targets.length;
    this.d = d;
    this.norms = {
      ...norms,
      neuronNorms: norms.neuronNorms.map((x) => balls.from(x)),
      targetNormSum: balls.from(norms.targetNormSum),
    };
    this.field = field;
    this.fine = { balls: fine, point, pairs: pairsOf(field, point), movedHessian: null };
  }

  get longestTarget(): Ball {
    const { balls, point } = this.fine;
    return this.balls.from(
      balls.sqrt(point.targetNormsSquared.reduce((a, b) => balls.max(a, b), balls.zero)),
    );
  }

  get objective(): Ball {
    this.objectiveValue ??= this.balls.from(objective(this.field, this.fine.point, this.fine.pairs));
    return this.objectiveValue;
  }

  /** ‖∇F‖: block i is Σ_p c_p a_p, and its square Σ_p Σ_q c_p c_q a_p·a_q. */
  gradientNorm(): Ball {
    if (this.gradientNormValue === null) {
      const { balls, point, pairs } = this.fine;
      const blocks = gradient(this.field, point, pairs);
      const square = blocks.reduce((sum, x) => balls.add(sum, this.field.dot(x, x)), balls.zero);
      this.gradientNormValue = this.balls.from(balls.sqrt(square));
    }
    return this.gradientNormValue;
  }

  quickGradientNorm(): Ball {
    return this.gradientNorm();
  }

  /** The least index of a neuron whose norm is not certainly positive, or −1. */
  zeroNeuron(): number {
    return this.norms.neuronNorms.findIndex((x) => this.balls.positive(x) !== 'yes');
  }

  largestNorm(): Ball {
    return this.norms.neuronNorms.reduce((a, b) => this.balls.max(a, b));
  }

  smallestNorm(): Ball {
    return this.norms.neuronNorms.reduce((a, b) => this.balls.min(a, b));
  }

  /** r0 = 10⁻³ max ‖w_i‖, the radius of the ball that every verdict is about. */
  ballRadius(): Ball {
    return this.balls.divideByInteger(this.largestNorm(), 1000);
  }

  sharpParts(): null {
    return null;
  }
}
