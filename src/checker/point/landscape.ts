/**
 * The landscape at one point, enclosed: norms and angles of all neurons and targets, F, ∇F, ∇²F, the matrix M and
 * the Lipschitz constants. All vectors are rows of integers in units of 10^−scale, so that inner products are exact;
 * only lengths and angles are enclosed. Gradient and Hessian are sums of exact vectors and outer products times
 * enclosed coefficients; a coefficient becomes an integer in units of 10^−digits and a radius, and the radii add up
 * to a bound of the error in norm.
 */
import { dot, floorDivide, floorTimes, type Triangle, UNIT, unitsAbove } from '../numbers/exact.ts';
import { type Interval, type Intervals, intervals, isPositive } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { type Gram, sharpValue } from './sharp.ts';

/**
 * Digits for the sharp Lipschitz constant, which takes n(n + k)² angles. Where projections of vectors are parallel (all are
 * in the plane) half of them are lost; 64 bits of a producer lose them, too, and must not be the sharper ones.
 */
const SHARP_DIGITS = 30;

/** A neuron (sign +1) or a target (sign −1). */
interface Vector {
  readonly sign: 1 | -1;
  readonly row: readonly bigint[];
  readonly square: Interval;
  readonly norm: Interval;
}

/** Two vectors: inner = z = p·q, area = R = ‖p‖‖q‖ sin θ, normProduct = ‖p‖‖q‖, θ (mathematics.md 1.4). */
interface Pair {
  readonly area: Interval;
  readonly inner: Interval;
  readonly normProduct: Interval;
  readonly angle: Interval;
  /** sin θ is too small to divide by */
  readonly collinear: boolean;
}

/** A matrix in units of 2^−UNIT, and a bound of the spectral norm of its error in the same unit. */
export interface EnclosedMatrix {
  readonly entries: Triangle;
  readonly error: bigint;
}

export class Landscape {
  readonly arithmetic: Intervals;
  readonly n: number;
  readonly d: number;
  private readonly scale: number;
  private readonly vectors: readonly Vector[];
  private readonly pairs: readonly (readonly Pair[])[];

  /** Neurons and targets in units of 10^−scale; no neuron is 0. Targets that are 0 contribute nothing and are left out. */
  constructor(
    arithmetic: Intervals,
    neurons: readonly (readonly bigint[])[],
    targets: readonly (readonly bigint[])[],
    scale: number,
  ) {
    this.arithmetic = arithmetic;
    this.n = neurons.length;
    this.d = neurons[0]!.length;
    this.scale = scale;
    const vector = (sign: 1 | -1, row: readonly bigint[]): Vector => {
      const square = arithmetic.exact(dot(row, row), 2 * scale);
      return { sign, row, square, norm: arithmetic.sqrt(square) };
    };
    this.vectors = [
      ...neurons.map((row) => vector(1, row)),
      ...targets.filter((row) => row.some((entry) => entry !== 0n)).map((row) => vector(-1, row)),
    ];
    this.pairs = this.vectors.map((_, p) => Array.from({ length: p }, (_, q) => this.makePair(p, q)));
  }

  /** R² = ‖p‖²‖q‖² − (p·q)² is exact, so that R is sharp for nearly collinear pairs too. */
  private makePair(p: number, q: number): Pair {
    const { arithmetic, scale } = this;
    const [x, y] = [this.vectors[p]!, this.vectors[q]!];
    const product = dot(x.row, y.row);
    const inner = arithmetic.exact(product, 2 * scale);
    const normProduct = arithmetic.multiply(x.norm, y.norm);
    const square = dot(x.row, x.row) * dot(y.row, y.row) - product * product;
    const area = arithmetic.sqrt(arithmetic.exact(square, 4 * scale));
    const smallest = arithmetic.multiply(normProduct, arithmetic.of(`1e-${arithmetic.digits >> 1}`));
    return {
      area,
      inner,
      normProduct,
      angle: arithmetic.angle(area, inner, normProduct),
      collinear: !area.lo.gt(smallest.hi),
    };
  }

  private pair(p: number, q: number): Pair {
    return p > q ? this.pairs[p]![q]! : this.pairs[q]![p]!;
  }

  private neuronNorms(): readonly Interval[] {
    return this.vectors.slice(0, this.n).map((vector) => vector.norm);
  }

  private targetNorms(): readonly Interval[] {
    return this.vectors.slice(this.n).map((vector) => vector.norm);
  }

  smallestNorm(): Interval {
    return this.neuronNorms().reduce((x, y) => this.arithmetic.min(x, y));
  }

  largestNorm(): Interval {
    return this.neuronNorms().reduce((x, y) => this.arithmetic.max(x, y));
  }

  largestTargetNorm(): Interval {
    return this.targetNorms().reduce((x, y) => this.arithmetic.max(x, y), this.arithmetic.zero);
  }

  /** (π − θ)/2π */
  private share(pair: Pair): Interval {
    const { arithmetic } = this;
    return arithmetic.divide(arithmetic.subtract(arithmetic.pi, pair.angle), arithmetic.twoPi);
  }

  private signed(sign: number, x: Interval): Interval {
    return sign < 0 ? this.arithmetic.negate(x) : x;
  }

  /** F = ½ Σ_p Σ_q s_p s_q f(p, q), f(p, q) = (R + (π−θ) p·q)/2π, f(p, p) = ½‖p‖². */
  objective(): Interval {
    const { arithmetic } = this;
    let total = arithmetic.zero;
    this.vectors.forEach((x, p) => {
      total = arithmetic.add(total, arithmetic.divide(x.square, arithmetic.integer(4)));
      for (let q = 0; q < p; q++) {
        const pair = this.pair(p, q);
        const rotated = arithmetic.multiply(this.share(pair), pair.inner);
        const f = arithmetic.add(arithmetic.divide(pair.area, arithmetic.twoPi), rotated);
        total = arithmetic.add(total, this.signed(x.sign * this.vectors[q]!.sign, f));
      }
    });
    return total;
  }

  /** An enclosed coefficient as an integer in units of 10^−digits, and the radius about it. */
  private fixed(x: Interval): { readonly middle: bigint; readonly radius: Interval } {
    const { arithmetic } = this;
    const unit = 10n ** BigInt(arithmetic.digits);
    const low = floorTimes(x.lo.toString(), unit);
    const high = floorTimes(x.hi.toString(), unit) + 1n;
    const middle = (low + high) >> 1n;
    return { middle, radius: arithmetic.exact(high - middle, arithmetic.digits) };
  }

  /**
   * ‖∇F‖. Block i is (½ + Σ_q s_q R_iq/2π‖w_i‖²) w_i + Σ_q s_q (π−θ_iq)/2π q, all q ≠ i: (S8), mathematics.md 1.3, with
   * ‖q‖ sin θ w̄ = (R/‖w‖²) w. An error of a coefficient counts with the norm of its vector.
   */
  gradientNorm(): Interval {
    const { arithmetic, vectors, n, d, scale } = this;
    const unit = scale + arithmetic.digits;
    let squares = 0n;
    let error = arithmetic.zero;
    for (let i = 0; i < n; i++) {
      const block = new Array<bigint>(d).fill(0n);
      const accumulate = (coefficient: Interval, vector: Vector): void => {
        const { middle, radius } = this.fixed(coefficient);
        error = arithmetic.add(error, arithmetic.multiply(radius, vector.norm));
        vector.row.forEach((entry, a) => {
          if (entry !== 0n) block[a]! += middle * entry;
        });
      };
      accumulate(this.isotropic(i), vectors[i]!);
      vectors.forEach((vector, q) => {
        if (q !== i) accumulate(this.signed(vector.sign, this.share(this.pair(i, q))), vector);
      });
      squares += dot(block, block);
    }
    const middle = arithmetic.sqrt(arithmetic.exact(squares, 2 * unit));
    return {
      lo: arithmetic.subtract(middle, error).lo,
      hi: arithmetic.add(middle, error).hi,
    };
  }

  /** ½ + Σ_q s_q R_iq/(2π‖w_i‖²): the coefficient of w_i in ∇F, M_ii, and the isotropic part of H_ii. */
  private isotropic(i: number): Interval {
    const { arithmetic } = this;
    const terms = this.vectors.map((vector, q) =>
      q === i ? arithmetic.zero : this.signed(vector.sign, this.pair(i, q).area),
    );
    const scaled = arithmetic.divide(
      arithmetic.sum(terms),
      arithmetic.multiply(arithmetic.twoPi, this.vectors[i]!.square),
    );
    return arithmetic.add(arithmetic.of('0.5'), scaled);
  }

  /** The n x n matrix M of mathematics.md 6.2. Norm of the error: the largest sum of radii in a row. */
  transverse(): EnclosedMatrix {
    const sums = Array.from({ length: this.n }, () => this.arithmetic.zero);
    const entries = sums.map((_, i) =>
      Array.from({ length: i + 1 }, (_, j) => {
        const { middle, radius } = this.fixed(i === j ? this.isotropic(i) : this.share(this.pair(i, j)));
        this.addToRows(sums, i, j, radius);
        return middle;
      }),
    );
    return this.inUnits(entries, this.arithmetic.digits, sums);
  }

  /** Adds a bound of block (i, j) and, by symmetry, of block (j, i). */
  private addToRows(sums: Interval[], i: number, j: number, bound: Interval): void {
    sums[i] = this.arithmetic.add(sums[i]!, bound);
    if (i !== j) sums[j] = this.arithmetic.add(sums[j]!, bound);
  }

  /**
   * Integers in units of 10^−digits as units of 2^−UNIT, rounded down: an error below one unit an entry, below N in
   * norm. A symmetric matrix of blocks has a norm of at most the largest sum of norms in a row of blocks.
   */
  private inUnits(entries: Triangle, digits: number, rowSums: readonly Interval[]): EnclosedMatrix {
    const unit = 10n ** BigInt(digits);
    const largest = rowSums.reduce((x, y) => this.arithmetic.max(x, y));
    return {
      entries: entries.map((row) => row.map((entry) => floorDivide(entry << BigInt(UNIT), unit))),
      error: unitsAbove(largest.hi.toString()) + BigInt(entries.length),
    };
  }

  /** The Hessian in R^{nd}. Row i·d + a belongs to coordinate a of neuron i. */
  hessian(): EnclosedMatrix {
    const { n, d } = this;
    const sums = Array.from({ length: n }, () => this.arithmetic.zero);
    const entries = Array.from({ length: n * d }, (_, row) => new Array<bigint>(row + 1).fill(0n));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const { block, error } = i === j ? this.diagonalBlock(i) : this.offDiagonalBlock(i, j);
        this.addToRows(sums, i, j, error);
        for (let a = 0; a < d; a++) {
          const row = entries[i * d + a]!;
          for (let b = 0; b < d && j * d + b < row.length; b++) row[j * d + b] = block[a]![b]!;
        }
      }
    }
    return this.inUnits(entries, this.arithmetic.digits + 2 * this.scale, sums);
  }

  /**
   * h2(w, v) = ( (π−θ) I + (wvᵀ + vwᵀ)/R − (z/R)( wwᵀ/‖w‖² + vvᵀ/‖v‖² ) )/2π, written as (π−θ)/2π I + w xᵀ + v yᵀ
   * with x = βv − γw, y = βw − δv. Collinear: what follows (π−θ)/2π I has norm sin θ/2π = R/(2π‖w‖‖v‖) (mathematics.md 1.5).
   */
  private offDiagonalBlock(i: number, j: number): { block: bigint[][]; error: Interval } {
    const { arithmetic } = this;
    const [w, v] = [this.vectors[i]!, this.vectors[j]!];
    const { area, inner, normProduct, collinear } = this.pair(i, j);
    const identity = this.fixed(this.share(this.pair(i, j)));
    if (collinear) {
      const rest = arithmetic.divide(area, arithmetic.multiply(arithmetic.twoPi, normProduct));
      return {
        block: this.blockOf(identity.middle, () => 0n),
        error: arithmetic.add(identity.radius, rest),
      };
    }
    const inverse = arithmetic.divide(arithmetic.one, arithmetic.multiply(arithmetic.twoPi, area));
    const ratio = arithmetic.multiply(inner, inverse);
    const beta = this.fixed(inverse);
    const gamma = this.fixed(arithmetic.divide(ratio, w.square));
    const delta = this.fixed(arithmetic.divide(ratio, v.square));
    const x = w.row.map((entry, a) => beta.middle * v.row[a]! - gamma.middle * entry);
    const y = v.row.map((entry, a) => beta.middle * w.row[a]! - delta.middle * entry);
    return {
      block: this.blockOf(identity.middle, (a, b) => w.row[a]! * x[b]! + v.row[a]! * y[b]!),
      // ‖wvᵀ + vwᵀ‖ ≤ 2‖w‖‖v‖, ‖wwᵀ‖ = ‖w‖²
      error: arithmetic.sum([
        identity.radius,
        arithmetic.multiply(beta.radius, arithmetic.add(normProduct, normProduct)),
        arithmetic.multiply(gamma.radius, w.square),
        arithmetic.multiply(delta.radius, v.square),
      ]),
    };
  }

  /**
   * H_ii = ½I + Σ_q s_q h1(w, q), h1(w, q) = ( (R/‖w‖²)(I − wwᵀ/‖w‖²) + (1/R) uuᵀ )/2π with u = q − (z/‖w‖²) w, that
   * is uuᵀ = qqᵀ − (z/‖w‖²)(qwᵀ + wqᵀ) + (z/‖w‖²)² wwᵀ. Collinear: h1 has norm at most sin θ‖q‖/π‖w‖ = R/(π‖w‖²).
   */
  private diagonalBlock(i: number): { block: bigint[][]; error: Interval } {
    const { arithmetic, d } = this;
    const w = this.vectors[i]!;
    const block = this.blockOf(0n, () => 0n);
    const cross = new Array<bigint>(d).fill(0n);
    let isotropic = arithmetic.of('0.5');
    let alongNeuron = arithmetic.zero;
    let error = arithmetic.zero;
    this.vectors.forEach((vector, q) => {
      if (q === i) return;
      const { area, inner, normProduct, collinear } = this.pair(i, q);
      const ratio = arithmetic.divide(area, arithmetic.multiply(arithmetic.twoPi, w.square));
      if (collinear) {
        error = arithmetic.add(error, arithmetic.add(ratio, ratio));
        return;
      }
      const inverse = arithmetic.divide(
        this.signed(vector.sign, arithmetic.one),
        arithmetic.multiply(arithmetic.twoPi, area),
      );
      const projection = arithmetic.divide(inner, w.square);
      const signedRatio = this.signed(vector.sign, ratio);
      isotropic = arithmetic.add(isotropic, signedRatio);
      alongNeuron = arithmetic.add(
        alongNeuron,
        arithmetic.subtract(
          arithmetic.multiply(inverse, arithmetic.square(projection)),
          arithmetic.divide(signedRatio, w.square),
        ),
      );
      const outer = this.fixed(inverse);
      const mixed = this.fixed(arithmetic.multiply(inverse, projection));
      // ‖qqᵀ‖ = ‖q‖², ‖qwᵀ + wqᵀ‖ ≤ 2‖q‖‖w‖
      error = arithmetic.sum([
        error,
        arithmetic.multiply(outer.radius, vector.square),
        arithmetic.multiply(mixed.radius, arithmetic.add(normProduct, normProduct)),
      ]);
      vector.row.forEach((entry, a) => {
        if (entry === 0n) return;
        cross[a]! -= mixed.middle * entry;
        const scaled = outer.middle * entry;
        vector.row.forEach((other, b) => {
          if (b <= a && other !== 0n) block[a]![b]! += scaled * other;
        });
      });
    });
    const identity = this.fixed(isotropic);
    const along = this.fixed(alongNeuron);
    const one = this.blockOf(identity.middle, (a, b) => {
      const sum = block[Math.max(a, b)]![Math.min(a, b)]! + cross[a]! * w.row[b]!;
      return sum + w.row[a]! * (cross[b]! + along.middle * w.row[b]!);
    });
    const rest = arithmetic.multiply(along.radius, w.square);
    return { block: one, error: arithmetic.sum([error, identity.radius, rest]) };
  }

  /** The d x d matrix identity·I + entries, the first in units of 10^−digits, the others of 10^−(digits + 2 scale). */
  private blockOf(identity: bigint, entry: (a: number, b: number) => bigint): bigint[][] {
    const diagonal = identity * 10n ** BigInt(2 * this.scale);
    return Array.from({ length: this.d }, (_, a) =>
      Array.from({ length: this.d }, (_, b) => entry(a, b) + (a === b ? diagonal : 0n)),
    );
  }

  /**
   * ‖∇²F‖ in every dimension, from norms of blocks: ‖h2‖ = (π−θ+sin θ)/2π; the eigenvalues of H_ii lie between
   * ½ − Σ_targets R/(π‖w_i‖²) and ½ + Σ_neurons R/(π‖w_i‖²). Then the largest sum in a row of blocks (mathematics.md 1.7).
   */
  hessianNorm(): Interval {
    const { arithmetic, n } = this;
    const half = arithmetic.of('0.5');
    const rows = this.vectors.slice(0, n).map((w, i) => {
      let [up, down, beside] = [half, arithmetic.negate(half), arithmetic.zero];
      this.vectors.forEach((vector, q) => {
        if (q === i) return;
        const pair = this.pair(i, q);
        const bound = arithmetic.divide(pair.area, arithmetic.multiply(arithmetic.pi, w.square));
        if (vector.sign < 0) {
          down = arithmetic.add(down, bound);
          return;
        }
        up = arithmetic.add(up, bound);
        const sine = arithmetic.divide(pair.area, arithmetic.multiply(arithmetic.twoPi, pair.normProduct));
        beside = arithmetic.sum([beside, this.share(pair), sine]);
      });
      return arithmetic.add(arithmetic.max(up, down), beside);
    });
    return rows.reduce((x, y) => arithmetic.max(x, y));
  }

  /**
   * L(R) = √(L₁² + L₂²) of mathematics.md 3.2 and 3.6 for targets whose norms sum to at most Σ‖v_j‖ + extra. With `sharp` each
   * neuron enters L₂ with the smaller of its plain and its sharp value.
   */
  lipschitz(radius: Interval, sharp: boolean, extra: Interval = this.arithmetic.zero): Interval {
    const { arithmetic, n } = this;
    const norms = this.neuronNorms();
    const least = arithmetic.subtract(this.smallestNorm(), radius);
    confirm(isPositive(least), 'min ‖w_i‖ − lipschitzRadius > 0');
    const first = arithmetic.divide(
      arithmetic.multiply(arithmetic.integer(3), arithmetic.sqrt(arithmetic.integer(n - 1))),
      arithmetic.multiply(arithmetic.pi, least),
    );
    const targets = arithmetic.add(arithmetic.sum(this.targetNorms()), extra);
    const factor = arithmetic.divide(
      arithmetic.multiply(arithmetic.integer(3), arithmetic.sqrt(arithmetic.integer(3))),
      arithmetic.multiply(arithmetic.integer(4), arithmetic.pi),
    );
    const gram = this.gram();
    const seconds = norms.map((norm, i) => {
      const others = norms.map((other, j) => (i === j ? arithmetic.zero : arithmetic.add(other, radius)));
      const reach = arithmetic.square(arithmetic.subtract(norm, radius));
      const masses = arithmetic.add(arithmetic.sum(others), targets);
      const plain = arithmetic.divide(arithmetic.multiply(factor, masses), reach);
      return sharp ? arithmetic.min(plain, sharpValue(intervals(SHARP_DIGITS), gram, i, radius)) : plain;
    });
    const second = seconds.reduce((x, y) => arithmetic.max(x, y));
    return arithmetic.sqrt(arithmetic.add(arithmetic.square(first), arithmetic.square(second)));
  }

  private gram(): Gram {
    return {
      neurons: this.n,
      signs: this.vectors.map((vector) => vector.sign),
      norms: this.vectors.map((vector) => vector.norm),
      products: this.vectors.map((vector, p) =>
        this.vectors.map((_, q) => (p === q ? vector.square : this.pair(p, q).inner)),
      ),
    };
  }
}
