/**
 * The landscape at one point given by all coordinates, enclosed: ∇F, ∇²F and the matrix M. All vectors are rows of integers
 * in one unit of length. The gradient is a sum of exact vectors times enclosed coefficients; a coefficient becomes an integer in units
 * of 2^−places and a radius, and the radii add up to a bound of the error in norm. Matrices are made in doubles, from directions that
 * are computed from exact vectors, with a bound of all roundings.
 */
import { doubleOf, type EnclosedMatrix, outward, ROUNDOFF, sumOfProducts } from '../numbers/definite.ts';
import { dot, floorRoot } from '../numbers/exact.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { type Pair, PairSums, type Partner, type Vector } from './pair-sums.ts';

type Row = readonly bigint[];

/** Directions of vectors, those that can be told. */
type Directions = readonly (Float64Array | null)[];

/** A number in doubles, and how far others may be from it. */
type Rounded = ReturnType<typeof doubleOf>;

/** A block of a matrix: identity·I and, if there is more, the entry in row a and column b of that; a bound of the norm of its error. */
interface Block {
  readonly identity: number;
  readonly entry?: (a: number, b: number) => number;
  readonly error: number;
}

/** ‖x‖² is in the range of doubles once so many bits are cut off, as often as it takes. */
const CUT = 400n;

/**
 * x/‖x‖ in doubles, each entry off by at most directionError(d) of it: the roundings of the entry, of the root and of the quotient, half of those
 * that x_a² meets in Σx_a², two of them for the entry, and one for what is cut off a long x, less than 2^−90 of ‖x‖.
 */
function directionOf(x: Row): Float64Array {
  const direction = new Float64Array(x.length);
  for (let a = 0; a < x.length; a++) direction[a] = Number(x[a]!);
  const norm = Math.sqrt(sumOfProducts(direction, direction, direction.length));
  if (norm === Infinity) return directionOf(x.map((entry) => entry >> CUT));
  for (let a = 0; a < x.length; a++) direction[a]! /= norm;
  return direction;
}

const directionError = (d: number): number => (5 + d / 2) * ROUNDOFF;

export class Landscape extends PairSums {
  readonly d: number;
  /** Neurons and targets that are not 0: a target 0 contributes nothing. */
  private readonly rows: readonly Row[];
  /** Their lengths in the unit, rounded up. */
  private readonly lengths: readonly bigint[];
  private readonly pairs: readonly (readonly Pair[])[];
  private readonly others: readonly (readonly Partner[])[];
  /** x · y for y before x, as integers in squared units. */
  private readonly products: readonly (readonly bigint[])[];
  /** 1/2π */
  private readonly turn: Rounded;

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
    this.turn = doubleOf(this.perTurn);
    this.rows = rows;
    this.lengths = this.vectors.map(({ exactSquare }) => floorRoot(exactSquare) + 1n);
    this.products = rows.map((x, p) => rows.slice(0, p).map((y) => dot(x, y)));
    const all = this.vectors;
    this.pairs = all.map((x, p) => this.products[p]!.map((product, q) => this.pairOf(x, all[q]!, product)));
    this.others = all.map((_, p) =>
      all.flatMap(({ sign }, q) => (q === p ? [] : [{ sign, number: 1n, pair: this.pair(p, q) }])),
    );
  }

  pair(p: number, q: number): Pair {
    return p > q ? this.pairs[p]![q]! : this.pairs[q]![p]!;
  }

  partners(p: number): readonly Partner[] {
    return this.others[p]!;
  }

  /**
   * ‖∇F‖. Block i is (½ + Σ_q s_q R_iq/2π‖w_i‖²) w_i + Σ_q s_q (π−θ_iq)/2π q, all q ≠ i: (S8), mathematics.md 1.3, with
   * ‖q‖ sin θ w̄ = (R/‖w‖²) w. What a coefficient is off by counts with the length of its vector.
   */
  gradientNorm(): Interval {
    const { arithmetic: I, vectors } = this;
    let [squares, error] = [0n, 0n];
    for (const i of this.neurons.keys()) {
      const sum = new Array<bigint>(this.d).fill(0n);
      for (const [q, { sign }] of vectors.entries()) {
        const { middle, radius } = this.fixed(q === i ? this.isotropic(i) : this.pair(i, q).share);
        const coefficient = sign < 0 ? -middle : middle;
        const row = this.rows[q]!;
        for (let a = 0; a < sum.length; a++) if (row[a] !== 0n) sum[a]! += coefficient * row[a]!;
        error += radius * this.lengths[q]!;
      }
      squares += dot(sum, sum);
    }
    const middle = I.rootOf(squares, this.scale + I.bits, this.fives);
    const off = this.enclosed(error, 1, I.bits);
    return I.hull(I.subtract(middle, off), I.add(middle, off));
  }

  /** The n x n matrix M of mathematics.md 6.2. */
  transverse(): EnclosedMatrix {
    return this.matrix(1, (i, j) => {
      const { value, error } = doubleOf(i === j ? this.isotropic(i) : this.pair(i, j).share);
      return { identity: value, error };
    });
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
        const { identity, entry, error } = blockAt(i, j);
        sums[i]! += error;
        if (i !== j) sums[j]! += error;
        for (let a = 0; a < size; a++) {
          const row = rows[i * size + a]!;
          const from = j * size;
          if (entry) for (let b = 0; b < (i === j ? a + 1 : size); b++) row[from + b] = entry(a, b);
          row[from + a]! += identity;
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
   * What identity·I + Σ weight·x yᵀ is off by in norm, `size` = Σ|weight| of `count` products: an entry is a sum of products, each off by the
   * errors of its factors, a rounding for weight·x and those of the sum, and then a rounding for the identity.
   */
  private errorOf(identity: Rounded, count: number, size: number): number {
    const relative = 2 * directionError(this.d) + (count + 2) * ROUNDOFF;
    return identity.error + ROUNDOFF * Math.abs(identity.value) + relative * size;
  }

  /**
   * h2(w, v) = ( (π−θ) I + w̄xᵀ + v̄yᵀ )/2π, x and y the directions of v across w and of w across v (mathematics.md 5.10). Collinear: what follows
   * (π−θ)/2π I has norm sin θ/2π = R/(2π‖w‖‖v‖).
   */
  private offDiagonalBlock(i: number, j: number, directions: readonly Directions[]): Block {
    const { arithmetic: I } = this;
    const { share, area, normProduct, collinear } = this.pair(i, j);
    const identity = doubleOf(share);
    if (collinear) {
      const rest = doubleOf(I.divide(area, I.multiply(I.twoPi, normProduct)));
      return { identity: identity.value, error: identity.error + rest.value + rest.error };
    }
    const { value: weight, error } = this.turn;
    const [w, x] = [directions[i]![i]!, directions[i]![j]!];
    const [v, y] = [directions[j]![j]!, directions[j]![i]!];
    return {
      identity: identity.value,
      entry: (a, b) => weight * w[a]! * x[b]! + weight * v[a]! * y[b]!,
      error: this.errorOf(identity, 2, 2 * weight) + 2 * error,
    };
  }

  /**
   * H_ii = ½I + Σ_q s_q h1(w, q), h1(w, q) = (R/2π‖w‖²)(I − w̄w̄ᵀ + xxᵀ), x the direction of q across w: with ρ_q = s_q R/2π‖w‖² it is
   * (½ + Σρ_q)I − (Σρ_q)w̄w̄ᵀ + Σρ_q xxᵀ. Collinear: ρ_q xxᵀ has the norm |ρ_q|.
   */
  private diagonalBlock(i: number, directions: Directions): Block {
    const { arithmetic: I } = this;
    const inverseCircle = this.inverseCircle(i);
    const count = directions.length;
    // The entries in one coordinate of all directions, and times their weights.
    const [weighted, plain] = [0, 1].map(() =>
      Array.from({ length: this.d }, () => new Float64Array(count)),
    ) as [Float64Array[], Float64Array[]];
    let [size, errors] = [0, 0];
    for (const [q, x] of directions.entries()) {
      const ratio =
        q === i
          ? I.subtract(I.of('0.5'), this.isotropic(i))
          : I.multiply(this.pair(i, q).area, inverseCircle);
      const { value, error } = doubleOf(q === i || this.vectors[q]!.sign > 0 ? ratio : I.negate(ratio));
      errors += error;
      if (x === null) errors += Math.abs(value);
      else {
        size += Math.abs(value);
        for (let a = 0; a < x.length; a++) {
          weighted[a]![q] = value * x[a]!;
          plain[a]![q] = x[a]!;
        }
      }
    }
    const identity = doubleOf(this.isotropic(i));
    return {
      identity: identity.value,
      entry: (a, b) => sumOfProducts(weighted[a]!, plain[b]!, count),
      error: this.errorOf(identity, count, size) + errors,
    };
  }
}
