/**
 * The pairs of vectors of a point, and what is a sum over them: F, the isotropic part of H, the Lipschitz constant. The
 * vectors are neurons and targets, or types that stand for several alike. Inner products are exact integers; only norms,
 * angles and what is made of them are enclosed.
 */
import { parsed } from '../numbers/exact.ts';
import { ceilOf, floorOf, type Interval, type Intervals, isPositive } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';

/** A neuron (sign 1) or a target (sign −1); `count` vectors like it, itself included. */
export interface Vector {
  readonly sign: 1 | -1;
  readonly count: bigint;
  /** ‖p‖² as an integer in squared units, and enclosed. */
  readonly exactSquare: bigint;
  readonly square: Interval;
  readonly norm: Interval;
}

/** Two vectors: inner = z = p·q, area = R = ‖p‖‖q‖ sin θ, normProduct = ‖p‖‖q‖ (mathematics.md 1.4). */
export interface Pair {
  readonly inner: Interval;
  readonly area: Interval;
  readonly normProduct: Interval;
  /** (π − θ)/2π */
  readonly share: Interval;
  /** f(p, q) = (R + (π−θ) p·q)/2π */
  readonly f: Interval;
  /** sin θ is too small to divide by. */
  readonly collinear: boolean;
}

/** The vectors that stand to a given one as this pair says: `number` of them. */
export interface Partner {
  readonly sign: 1 | -1;
  readonly number: bigint;
  readonly pair: Pair;
}

export abstract class PairSums {
  readonly arithmetic: Intervals;
  /** The unit of length is 2^−scale·5^−fives. */
  readonly scale: number;
  readonly fives: number;
  /** The neurons, and then the targets. */
  readonly vectors: readonly Vector[];
  readonly neurons: readonly Vector[];
  readonly targets: readonly Vector[];
  /** Vectors are collinear where sin² θ is below its reciprocal. */
  private readonly inverseSquaredSine: bigint;
  /** 1/2π */
  protected readonly perTurn: Interval;
  private readonly isotropics: Interval[] = [];

  /** Signs, counts and exact squares of the vectors, the neurons first. */
  constructor(
    arithmetic: Intervals,
    vectors: readonly Pick<Vector, 'sign' | 'count' | 'exactSquare'>[],
    scale: number,
    fives: number = scale,
  ) {
    this.arithmetic = arithmetic;
    this.scale = scale;
    this.fives = fives;
    this.vectors = vectors.map((vector) => {
      const square = this.enclosed(vector.exactSquare, 2);
      return { ...vector, square, norm: arithmetic.rootOf(vector.exactSquare, scale, fives) };
    });
    this.inverseSquaredSine = 10n ** BigInt(2 * (arithmetic.digits >> 1));
    this.perTurn = arithmetic.divide(arithmetic.one, arithmetic.twoPi);
    this.neurons = this.vectors.filter(({ sign }) => sign > 0);
    this.targets = this.vectors.filter(({ sign }) => sign < 0);
  }

  /** What all other vectors are to vector a, counted among the neurons and then the targets. */
  abstract partners(a: number): readonly Partner[];

  /** ‖∇F‖ */
  abstract gradientNorm(): Interval;

  /** An integer in so many factors of the unit, and of 2^−places. */
  protected enclosed(value: bigint, factors: number, places = 0): Interval {
    return this.arithmetic.exact(value, factors * this.scale + places, factors * this.fives);
  }

  /** R² = ‖p‖²‖q‖² − (p·q)² is exact, so that R is sharp for nearly collinear pairs too. */
  protected pairOf(p: Vector, q: Vector, product: bigint): Pair {
    const { arithmetic: I } = this;
    const inner = this.enclosed(product, 2);
    const normProduct = I.multiply(p.norm, q.norm);
    const squares = p.exactSquare * q.exactSquare;
    const squaredArea = squares - product * product;
    const collinear = squaredArea * this.inverseSquaredSine <= squares;
    const right = product === 0n && !collinear;
    const area = right ? normProduct : I.rootOf(squaredArea, 2 * this.scale, 2 * this.fives);
    const share = I.multiply(I.subtract(I.pi, I.angle(area, inner, normProduct)), this.perTurn);
    const f = I.add(I.multiply(area, this.perTurn), I.multiply(share, inner));
    return { inner, area, normProduct, share, f, collinear };
  }

  /** An enclosed coefficient as an integer in units of 2^−bits, and the radius about it in these. */
  protected fixed(x: Interval): { readonly middle: bigint; readonly radius: bigint } {
    const { bits } = this.arithmetic;
    const high = ceilOf(x, bits);
    const middle = (floorOf(x, bits) + high) >> 1n;
    return { middle, radius: high - middle };
  }

  /** A whole number of times x. */
  times(number: bigint, x: Interval): Interval {
    return number === 1n ? x : this.arithmetic.multiply(this.arithmetic.exact(number, 0), x);
  }

  signed(sign: number, x: Interval): Interval {
    return sign < 0 ? this.arithmetic.negate(x) : x;
  }

  /** n */
  neuronCount(): bigint {
    return this.neurons.reduce((sum, { count }) => sum + count, 0n);
  }

  smallestNorm(): Interval {
    return this.neurons.map(({ norm }) => norm).reduce((x, y) => this.arithmetic.min(x, y));
  }

  /** Σ_q s_q R over all other vectors q. */
  private signedAreas(a: number): Interval {
    const signed = ({ sign, number, pair }: Partner) => this.signed(sign, this.times(number, pair.area));
    return this.arithmetic.sum(this.partners(a).map(signed));
  }

  /** F = ½ Σ_p Σ_q s_p s_q f(p, q), f(p, p) = ½‖p‖². */
  objective(): Interval {
    const { arithmetic: I } = this;
    const sums = this.vectors.map(({ sign, count, square }, a) => {
      const others = I.sum(
        this.partners(a).map(({ sign, number, pair }) => this.signed(sign, this.times(number, pair.f))),
      );
      return this.times(count, I.add(this.signed(sign, others), I.divide(square, I.integer(2))));
    });
    return I.divide(I.sum(sums), I.integer(2));
  }

  /** ½ + Σ_q s_q R/(2π‖w‖²): the coefficient of w in ∇F, the diagonal of M, and the isotropic part of H_ww. */
  isotropic(a: number): Interval {
    const { arithmetic: I } = this;
    this.isotropics[a] ??= I.add(I.of('0.5'), I.multiply(this.signedAreas(a), this.inverseCircle(a)));
    return this.isotropics[a];
  }

  /** 1/2π‖w‖² */
  protected inverseCircle(a: number): Interval {
    return this.arithmetic.divide(this.perTurn, this.neurons[a]!.square);
  }

  /** The plain L(R) = √(L₁² + L₂²) of mathematics.md 3.2 for targets whose norms sum to at most Σ‖v_j‖ + extra. */
  lipschitz(radius: Interval, extra: Interval = this.arithmetic.zero): Interval {
    return this.lipschitzOf(radius, this.neuronBounds(radius, extra));
  }

  /** L₂ of the plain constant is the largest of these, one a neuron: 3√3 (Σ_others ‖q‖)/(4π(‖w_i‖ − R)²). */
  neuronBounds(radius: Interval, extra: Interval = this.arithmetic.zero): readonly Interval[] {
    const { arithmetic: I } = this;
    this.leastNormOnBall(radius);
    const others = I.exact(this.neuronCount() - 1n, 0);
    const norms = this.vectors.map(({ count, norm }) => this.times(count, norm));
    const mass = I.sum([...norms, extra, I.multiply(others, radius)]);
    const factor = I.divide(I.multiply(I.integer(3), I.sqrt(I.integer(3))), I.multiply(I.integer(4), I.pi));
    return this.neurons.map(({ norm }) => {
      const reach = I.square(I.subtract(norm, radius));
      return I.divide(I.multiply(factor, I.subtract(mass, norm)), reach);
    });
  }

  /** √(L₁² + L₂²), L₁ = 3√(n−1)/(π(min ‖w_i‖ − R)), from the values that neurons have in L₂. */
  lipschitzOf(radius: Interval, bounds: readonly Interval[]): Interval {
    const { arithmetic: I } = this;
    const least = this.leastNormOnBall(radius);
    const root = I.sqrt(I.exact(this.neuronCount() - 1n, 0));
    const first = I.divide(I.multiply(I.integer(3), root), I.multiply(I.pi, least));
    const second = bounds.reduce((x, y) => I.max(x, y));
    return I.sqrt(I.add(I.square(first), I.square(second)));
  }

  private leastNormOnBall(radius: Interval): Interval {
    const least = this.arithmetic.subtract(this.smallestNorm(), radius);
    confirm(isPositive(least), 'min ‖w_i‖ − lipschitzRadius > 0');
    return least;
  }
}

/** Most working digits: producers compute with at most 250, and an exact critical point has their last one for its ‖∇F‖. */
const MOST_DIGITS = 300;

/** Working digits, a multiple of 20, that leave 30 to a gradient norm of this size beside vectors of length 10^power. */
export function digitsFor(gradientNorm: string, power = 0): number {
  const { digits, exponent } = parsed(gradientNorm);
  if (digits <= 0n) return MOST_DIGITS;
  const size = digits.toString().length - 1 + exponent - power;
  return Math.min(Math.max(20 * Math.ceil((30 - size) / 20), 40), MOST_DIGITS);
}
