/**
 * The landscape at one point given by all coordinates, enclosed: ∇F, ∇²F and the matrix M. All vectors are rows of integers
 * in units of 10^−scale. Gradient and Hessian are sums of exact vectors and outer products times enclosed coefficients; a
 * coefficient becomes an integer in units of 10^−places and a radius, and the radii add up to a bound of the error in norm.
 */
import { dot, floorDivide, type Triangle, UNIT, unitsAbove } from '../numbers/exact.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { type Pair, PairSums, type Partner, type Vector } from './pair-sums.ts';

/** A matrix in units of 2^−UNIT, and a bound of the spectral norm of its error in the same unit. */
export interface EnclosedMatrix {
  readonly entries: Triangle;
  readonly error: bigint;
}

type Row = readonly bigint[];

/** An exact vector by its index, and the enclosed coefficient that it has in a sum. */
type Term = readonly [coefficient: Interval, vector: number];

/** A block of a matrix in units of 10^−(places + 2 scale), and a bound of the norm of its error. */
interface Block {
  readonly block: readonly Row[];
  readonly error: Interval;
}

/** A sum of vectors in units of 10^−(places + scale), and a bound of the norm of its error. */
interface Enclosed {
  readonly row: Row;
  readonly error: Interval;
}

export class Landscape extends PairSums {
  readonly d: number;
  /** Neurons and targets that are not 0: a target 0 contributes nothing. */
  private readonly rows: readonly Row[];
  private readonly pairs: readonly (readonly Pair[])[];
  private readonly power: number;

  /** Neurons and targets in units of 10^−scale; no neuron is 0. Digits are set aside for vectors of length 10^power. */
  constructor(
    arithmetic: Intervals,
    neurons: readonly Row[],
    targets: readonly Row[],
    scale: number,
    power = 0,
  ) {
    const rows = [...neurons, ...targets.filter((row) => row.some((entry) => entry !== 0n))];
    const vector = (row: Row, p: number): Pick<Vector, 'sign' | 'count' | 'exactSquare'> => {
      return { sign: p < neurons.length ? 1 : -1, count: 1n, exactSquare: dot(row, row) };
    };
    super(arithmetic, scale, rows.map(vector));
    this.d = neurons[0]!.length;
    this.rows = rows;
    this.power = power;
    const all = this.vectors;
    this.pairs = all.map((x, p) =>
      Array.from({ length: p }, (_, q) => this.pairOf(x, all[q]!, dot(rows[p]!, rows[q]!))),
    );
  }

  pair(p: number, q: number): Pair {
    return p > q ? this.pairs[p]![q]! : this.pairs[q]![p]!;
  }

  partners(p: number): readonly (Partner & { readonly vector: number })[] {
    return this.vectors.flatMap(({ sign }, q) =>
      q === p ? [] : [{ sign, number: 1n, pair: this.pair(p, q), vector: q }],
    );
  }

  /** Σ coefficient · vector. An error of a coefficient counts with the norm of its vector. */
  private combination(terms: readonly Term[], places: number): Enclosed {
    const { arithmetic: I, vectors } = this;
    const row = new Array<bigint>(this.d).fill(0n);
    let error = I.zero;
    for (const [coefficient, q] of terms) {
      const { middle, radius } = this.fixed(coefficient, places);
      error = I.add(error, I.multiply(radius, vectors[q]!.norm));
      this.rows[q]!.forEach((entry, a) => {
        if (entry !== 0n) row[a]! += middle * entry;
      });
    }
    return { row, error };
  }

  /**
   * ‖∇F‖. Block i is (½ + Σ_q s_q R_iq/2π‖w_i‖²) w_i + Σ_q s_q (π−θ_iq)/2π q, all q ≠ i: (S8), mathematics.md 1.3, with
   * ‖q‖ sin θ w̄ = (R/‖w‖²) w.
   */
  gradientNorm(): Interval {
    const { arithmetic: I, scale } = this;
    const blocks = this.neurons.map((_, i) => {
      const others = this.partners(i).map(
        ({ sign, pair, vector }): Term => [this.signed(sign, pair.share), vector],
      );
      return this.combination([[this.isotropic(i), i], ...others], I.digits);
    });
    const squares = blocks.reduce((sum, { row }) => sum + dot(row, row), 0n);
    const middle = I.sqrt(I.exact(squares, 2 * (scale + I.digits)));
    const error = I.sum(blocks.map((block) => block.error));
    return I.hull(I.subtract(middle, error), I.add(middle, error));
  }

  /** The n x n matrix M of mathematics.md 6.2. */
  transverse(): EnclosedMatrix {
    const { digits } = this.arithmetic;
    return this.matrix(1, digits, (i, j) => {
      const { middle, radius } = this.fixed(i === j ? this.isotropic(i) : this.pair(i, j).share, digits);
      return { block: [[middle]], error: radius };
    });
  }

  /** The Hessian in R^{nd}, the same for vectors of any scale. Row i·d + a belongs to coordinate a of neuron i. */
  hessian(): EnclosedMatrix {
    const places = this.arithmetic.digits + 2 * this.power;
    return this.matrix(this.d, places + 2 * this.scale, (i, j) =>
      i === j ? this.diagonalBlock(i, places) : this.offDiagonalBlock(i, j, places),
    );
  }

  /**
   * A symmetric matrix of n x n blocks of integers in units of 10^−digits, each known up to an error in norm, as units of
   * 2^−UNIT. Rounding down costs less than a unit an entry, below N in norm. The norm of a symmetric matrix of blocks is at
   * most the largest sum of the norms of the blocks in a row.
   */
  private matrix(size: number, digits: number, blockAt: (i: number, j: number) => Block): EnclosedMatrix {
    const { arithmetic: I } = this;
    const unit = 10n ** BigInt(digits);
    const sums = this.neurons.map(() => I.zero);
    const entries = Array.from({ length: this.neurons.length * size }, (): bigint[] => []);
    for (const i of this.neurons.keys()) {
      for (let j = 0; j <= i; j++) {
        const { block, error } = blockAt(i, j);
        sums[i] = I.add(sums[i]!, error);
        if (i !== j) sums[j] = I.add(sums[j]!, error);
        block.forEach((row, a) => {
          const lower = i === j ? row.slice(0, a + 1) : row;
          entries[i * size + a]!.push(...lower.map((entry) => floorDivide(entry << BigInt(UNIT), unit)));
        });
      }
    }
    const largest = sums.reduce((x, y) => I.max(x, y));
    return { entries, error: unitsAbove(largest.hi.toString()) + BigInt(entries.length) };
  }

  /** identity·I + Σ p xᵀ for exact vectors p and enclosed x, in units of 10^−(places + 2 scale). */
  private block(
    identity: Interval,
    products: readonly (readonly [vector: number, x: Enclosed])[],
    places: number,
  ): Block {
    const { arithmetic: I, d, scale } = this;
    const { middle: diagonal, radius } = this.fixed(identity, places + 2 * scale);
    const block = Array.from({ length: d }, (_, a) =>
      Array.from({ length: d }, (_, b) => (a === b ? diagonal : 0n)),
    );
    let error = radius;
    for (const [p, x] of products) {
      error = I.add(error, I.multiply(this.vectors[p]!.norm, x.error));
      this.rows[p]!.forEach((entry, a) => {
        if (entry === 0n) return;
        const row = block[a]!;
        for (let b = 0; b < d; b++) row[b]! += entry * x.row[b]!;
      });
    }
    return { block, error };
  }

  /**
   * h2(w, v) = ( (π−θ) I + (wvᵀ + vwᵀ)/R − (z/R)( wwᵀ/‖w‖² + vvᵀ/‖v‖² ) )/2π, written as (π−θ)/2π I + w xᵀ + v yᵀ
   * with x = βv − γw, y = βw − δv. Collinear: what follows (π−θ)/2π I has norm sin θ/2π = R/(2π‖w‖‖v‖) (mathematics.md 1.5).
   */
  private offDiagonalBlock(i: number, j: number, places: number): Block {
    const { arithmetic: I, neurons } = this;
    const { area, inner, normProduct, share, inverseTwoPiArea: beta } = this.pair(i, j);
    if (beta === null) {
      const { block, error } = this.block(share, [], places);
      return { block, error: I.add(error, I.divide(area, I.multiply(I.twoPi, normProduct))) };
    }
    const negative = I.negate(I.multiply(inner, beta));
    const x = this.combination(
      [
        [beta, j],
        [I.divide(negative, neurons[i]!.square), i],
      ],
      places,
    );
    const y = this.combination(
      [
        [beta, i],
        [I.divide(negative, neurons[j]!.square), j],
      ],
      places,
    );
    return this.block(
      share,
      [
        [i, x],
        [j, y],
      ],
      places,
    );
  }

  /**
   * H_ii = ½I + Σ_q s_q h1(w, q), h1(w, q) = ( (R/‖w‖²)(I − wwᵀ/‖w‖²) + (1/R) uuᵀ )/2π with u = q − cw, c = z/‖w‖². So with
   * β = s_q/2πR it is a multiple of I plus Σ q xᵀ + w yᵀ, x = βq − βcw, y = Σ (βc² − s_q R/2π‖w‖⁴)w − βcq. Collinear: h1
   * has norm at most sin θ‖q‖/π‖w‖ = R/(π‖w‖²).
   */
  private diagonalBlock(i: number, places: number): Block {
    const { arithmetic: I } = this;
    const { square } = this.neurons[i]!;
    let [isotropic, along, collinear] = [I.of('0.5'), I.zero, I.zero];
    const products: [number, Enclosed][] = [];
    const mixed: Term[] = [];
    for (const { sign, pair, vector: q } of this.partners(i)) {
      const { area, inner, inverseTwoPiArea } = pair;
      const ratio = I.divide(area, I.multiply(I.twoPi, square));
      if (inverseTwoPiArea === null) {
        collinear = I.add(collinear, I.add(ratio, ratio));
        continue;
      }
      const beta = this.signed(sign, inverseTwoPiArea);
      const projection = I.divide(inner, square);
      const across = I.negate(I.multiply(beta, projection));
      products.push([
        q,
        this.combination(
          [
            [beta, q],
            [across, i],
          ],
          places,
        ),
      ]);
      mixed.push([across, q]);
      const signedRatio = this.signed(sign, ratio);
      isotropic = I.add(isotropic, signedRatio);
      const twice = I.multiply(beta, I.square(projection));
      along = I.add(along, I.subtract(twice, I.divide(signedRatio, square)));
    }
    const rest = this.combination([[along, i], ...mixed], places);
    const { block, error } = this.block(isotropic, [...products, [i, rest]], places);
    return { block, error: I.add(error, collinear) };
  }
}
