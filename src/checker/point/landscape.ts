/**
 * The landscape at one point given by all coordinates, enclosed: ∇F, ∇²F and the matrix M. All vectors are rows of integers
 * in one unit of length. The gradient is a sum of exact vectors times enclosed coefficients; a coefficient becomes an integer in units
 * of 2^−places and a radius, and the radii add up to a bound of the error in norm. Matrices are made in doubles, from directions that
 * are computed from exact vectors, with a bound of all roundings.
 */
import {
  doubleOf,
  type EnclosedMatrix,
  outward,
  ROUNDOFF,
  roundings,
  sumOfProducts,
} from '../numbers/definite.ts';
import { dot, floorRoot } from '../numbers/exact.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { type Pair, PairSums, type Partner, type Vector } from './pair-sums.ts';

type Row = readonly bigint[];

/** An exact vector by its index, and the enclosed coefficient that it has in a sum. */
type Term = readonly [coefficient: Interval, vector: number];

/** A sum of vectors in units of 2^−places times that of the vectors, and a bound of the norm of its error. */
interface Enclosed {
  readonly row: Row;
  readonly error: bigint;
}

/** Directions of vectors, those that can be told. */
type Directions = readonly (Float64Array | null)[];

/** weight·x yᵀ of two directions. */
type Product = readonly [weight: Interval, x: Float64Array, y: Float64Array];

/** A block of a matrix: its entry in row a and column b, and a bound of the norm of its error. */
interface Block {
  readonly entry: (a: number, b: number) => number;
  readonly error: number;
}

/** ‖x‖² is in the range of doubles once so many bits are cut off, as often as it takes. */
const CUT = 400n;

/**
 * x/‖x‖ in doubles, each entry off by at most directionError(d) of it: the roundings of the entry, of the root and of the quotient, half of those
 * that x_a² meets in Σx_a², two of them for the entry, and one for what is cut off a long x, less than 2^−90 of ‖x‖.
 */
function directionOf(x: Row): Float64Array {
  const numbers = Float64Array.from(x, Number);
  const norm = Math.sqrt(sumOfProducts(numbers, numbers, numbers.length));
  if (norm === Infinity) return directionOf(x.map((entry) => entry >> CUT));
  return numbers.map((entry) => entry / norm);
}

const directionError = (d: number): number => (5 + roundings(d) / 2) * ROUNDOFF;

export class Landscape extends PairSums {
  readonly d: number;
  /** Neurons and targets that are not 0: a target 0 contributes nothing. */
  private readonly rows: readonly Row[];
  /** Their lengths in the unit, rounded up. */
  private readonly lengths: readonly bigint[];
  private readonly pairs: readonly (readonly Pair[])[];
  private readonly others: readonly (readonly (Partner & { readonly vector: number })[])[];
  /** x · y for y before x, as integers in squared units. */
  private readonly products: readonly (readonly bigint[])[];

  /** Neurons and targets in units of 2^−scale·5^−fives; no neuron is 0. */
  constructor(
    arithmetic: Intervals,
    neurons: readonly Row[],
    targets: readonly Row[],
    scale: number,
    fives: number = scale,
  ) {
    const rows = [...neurons, ...targets.filter((row) => row.some((entry) => entry !== 0n))];
    const vector = (row: Row, p: number): Pick<Vector, 'sign' | 'count' | 'exactSquare'> => {
      return { sign: p < neurons.length ? 1 : -1, count: 1n, exactSquare: dot(row, row) };
    };
    super(arithmetic, rows.map(vector), scale, fives);
    this.d = neurons[0]!.length;
    this.rows = rows;
    this.lengths = this.vectors.map(({ exactSquare }) => floorRoot(exactSquare) + 1n);
    this.products = rows.map((x, p) => rows.slice(0, p).map((y) => dot(x, y)));
    const all = this.vectors;
    this.pairs = all.map((x, p) => this.products[p]!.map((product, q) => this.pairOf(x, all[q]!, product)));
    this.others = all.map((_, p) =>
      all.flatMap(({ sign }, q) => (q === p ? [] : [{ sign, number: 1n, pair: this.pair(p, q), vector: q }])),
    );
  }

  pair(p: number, q: number): Pair {
    return p > q ? this.pairs[p]![q]! : this.pairs[q]![p]!;
  }

  partners(p: number): readonly (Partner & { readonly vector: number })[] {
    return this.others[p]!;
  }

  /** Σ coefficient · vector. An error of a coefficient counts with the length of its vector. */
  private combination(terms: readonly Term[], places: number): Enclosed {
    const row = new Array<bigint>(this.d).fill(0n);
    let error = 0n;
    for (const [coefficient, q] of terms) {
      const { middle, radius } = this.fixed(coefficient, places);
      error += radius * this.lengths[q]!;
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
    const { arithmetic: I } = this;
    const blocks = this.neurons.map((_, i) => {
      const others = this.partners(i).map(
        ({ sign, pair, vector }): Term => [this.signed(sign, pair.share), vector],
      );
      return this.combination([[this.isotropic(i), i], ...others], I.bits);
    });
    const squares = blocks.reduce((sum, { row }) => sum + dot(row, row), 0n);
    const middle = I.sqrt(this.enclosed(squares, 2, 2 * I.bits));
    const error = this.enclosed(
      blocks.reduce((sum, block) => sum + block.error, 0n),
      1,
      I.bits,
    );
    return I.hull(I.subtract(middle, error), I.add(middle, error));
  }

  /** The n x n matrix M of mathematics.md 6.2. */
  transverse(): EnclosedMatrix {
    return this.matrix(1, (i, j) => this.block(i === j ? this.isotropic(i) : this.pair(i, j).share, []));
  }

  /** The Hessian in R^{nd}, the same for vectors of any scale. Row i·d + a belongs to coordinate a of neuron i. */
  hessian(): EnclosedMatrix {
    const directions = this.neurons.map((_, i) => this.vectors.map((_, q) => this.direction(i, q)));
    return this.matrix(this.d, (i, j) =>
      i === j ? this.diagonalBlock(i, directions[i]!) : this.offDiagonalBlock(i, j, directions),
    );
  }

  /**
   * A symmetric matrix of n x n blocks, each known up to an error in norm. The norm of a symmetric matrix of blocks is at most the largest sum of
   * the norms of the blocks in a row.
   */
  private matrix(size: number, blockAt: (i: number, j: number) => Block): EnclosedMatrix {
    const sums = this.neurons.map(() => 0);
    const rows = Array.from({ length: sums.length * size }, (_, row) => new Float64Array(row + 1));
    for (const i of sums.keys()) {
      for (let j = 0; j <= i; j++) {
        const { entry, error } = blockAt(i, j);
        sums[i]! += error;
        if (i !== j) sums[j]! += error;
        for (let a = 0; a < size; a++) {
          const row = rows[i * size + a]!;
          for (let b = 0; b < (i === j ? a + 1 : size); b++) row[j * size + b] = entry(a, b);
        }
      }
    }
    return { rows, error: outward(Math.max(...sums)) };
  }

  /** w̄, or the direction of q across w, of q − (z/‖w‖²)w, from ‖w‖²q − zw, which is exact; none where the two are collinear. */
  private direction(i: number, q: number): Float64Array | null {
    const w = this.rows[i]!;
    if (q === i) return directionOf(w);
    if (this.pair(i, q).collinear) return null;
    const square = this.vectors[i]!.exactSquare;
    const product = i > q ? this.products[i]![q]! : this.products[q]![i]!;
    return directionOf(this.rows[q]!.map((x, a) => (x === 0n ? 0n : square * x) - product * w[a]!));
  }

  /**
   * identity·I + Σ weight·x yᵀ, and what is left out of norm at most `rest`. An entry is a sum of products, each off by the errors of its factors, a
   * rounding for weight·x and those of the sum, and then a rounding for the identity.
   */
  private block(identity: Interval, terms: readonly Product[], rest: Interval = this.arithmetic.zero): Block {
    const [isotropic, left] = [doubleOf(identity), doubleOf(rest)];
    const weights = terms.map(([weight]) => doubleOf(weight));
    const columns = Array.from({ length: this.d }, (_, a) => ({
      x: Float64Array.from(terms, ([, x], t) => weights[t]!.value * x[a]!),
      y: Float64Array.from(terms, ([, , y]) => y[a]!),
    }));
    const relative = 2 * directionError(this.d) + (roundings(terms.length) + 2) * ROUNDOFF;
    let error = isotropic.error + ROUNDOFF * Math.abs(isotropic.value) + left.value + left.error;
    for (const weight of weights) error += weight.error + relative * Math.abs(weight.value);
    const entry = (a: number, b: number): number => {
      const sum = sumOfProducts(columns[a]!.x, columns[b]!.y, terms.length);
      return a === b ? sum + isotropic.value : sum;
    };
    return { entry, error };
  }

  /**
   * h2(w, v) = ( (π−θ) I + w̄xᵀ + v̄yᵀ )/2π, x and y the directions of v across w and of w across v (mathematics.md 5.10). Collinear: what follows
   * (π−θ)/2π I has norm sin θ/2π = R/(2π‖w‖‖v‖).
   */
  private offDiagonalBlock(i: number, j: number, directions: readonly Directions[]): Block {
    const { arithmetic: I } = this;
    const { share, area, normProduct, collinear } = this.pair(i, j);
    if (collinear) return this.block(share, [], I.divide(area, I.multiply(I.twoPi, normProduct)));
    const product = (p: number, q: number): Product => {
      return [I.divide(I.one, I.twoPi), directions[p]![p]!, directions[p]![q]!];
    };
    return this.block(share, [product(i, j), product(j, i)]);
  }

  /**
   * H_ii = ½I + Σ_q s_q h1(w, q), h1(w, q) = (R/2π‖w‖²)(I − w̄w̄ᵀ + xxᵀ), x the direction of q across w: with ρ_q = s_q R/2π‖w‖² it is
   * (½ + Σρ_q)I − (Σρ_q)w̄w̄ᵀ + Σρ_q xxᵀ. Collinear: h1 has norm at most sin θ‖q‖/π‖w‖ = R/(π‖w‖²).
   */
  private diagonalBlock(i: number, directions: Directions): Block {
    const { arithmetic: I } = this;
    const circle = I.multiply(I.twoPi, this.neurons[i]!.square);
    let [total, collinear] = [I.zero, I.zero];
    const terms: Product[] = [];
    for (const { sign, pair, vector: q } of this.partners(i)) {
      const ratio = I.divide(pair.area, circle);
      const x = directions[q];
      if (!x) {
        collinear = I.add(collinear, I.add(ratio, ratio));
        continue;
      }
      const weight = this.signed(sign, ratio);
      terms.push([weight, x, x]);
      total = I.add(total, weight);
    }
    terms.push([I.negate(total), directions[i]!, directions[i]!]);
    return this.block(I.add(I.of('0.5'), total), terms, collinear);
  }
}
