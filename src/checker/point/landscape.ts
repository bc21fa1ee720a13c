/**
 * The landscape at one point given by all coordinates, enclosed: ∇F, ∇²F and the matrix M. All vectors are rows of integers
 * in one unit of length. Gradient and Hessian are sums of exact vectors and outer products times enclosed coefficients; a
 * coefficient becomes an integer in units of 2^−places and a radius, and the radii add up to a bound of the error in norm.
 */
import { bitsOf, dot, floorRoot, type Triangle, UNIT } from '../numbers/exact.ts';
import { ceilOf, type Interval, type Intervals } from '../numbers/interval.ts';
import { type Pair, PairSums, type Partner, type Vector } from './pair-sums.ts';

/** A matrix in units of 2^−UNIT, and a bound of the spectral norm of its error in the same unit. */
export interface EnclosedMatrix {
  readonly entries: Triangle;
  readonly error: bigint;
}

type Row = readonly bigint[];

/** An exact vector by its index, and the enclosed coefficient that it has in a sum. */
type Term = readonly [coefficient: Interval, vector: number];

/** A block identity·I + Σ left rightᵀ of a matrix, in units of 2^−places, and a bound of the norm of its error. */
interface Block {
  readonly identity: bigint;
  readonly products: readonly { readonly left: Row; readonly right: Row }[];
  readonly error: bigint;
}

/** A sum of vectors in units of 2^−places times that of the vectors, and a bound of the norm of its error. */
interface Enclosed {
  readonly row: Row;
  readonly error: bigint;
}

/** An entry of Σ left rightᵀ. */
function sumAt(products: Block['products'], a: number, b: number): bigint {
  let sum = 0n;
  for (let p = 0; p < products.length; p++) {
    const x = products[p]!.left[a]!;
    const y = products[p]!.right[b]!;
    if (x !== 0n && y !== 0n) sum += x * y;
  }
  return sum;
}

export class Landscape extends PairSums {
  readonly d: number;
  /** Neurons and targets that are not 0: a target 0 contributes nothing. */
  private readonly rows: readonly Row[];
  /** Their lengths in the unit, rounded up. */
  private readonly lengths: readonly bigint[];
  private readonly pairs: readonly (readonly Pair[])[];
  /** Of coefficients in matrices: errors of a unit times two lengths are far below 2^−UNIT. */
  private readonly places: number;
  private readonly squareUnit: Interval;

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
    this.places = UNIT + 16 + 2 * Math.ceil(Math.max(...this.lengths.map(bitsOf)));
    this.squareUnit = this.enclosed(1n, 2);
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
    return this.matrix(this.d, (i, j) => (i === j ? this.diagonalBlock(i) : this.offDiagonalBlock(i, j)));
  }

  /**
   * A symmetric matrix of n x n blocks, each known up to an error in norm, in units of 2^−UNIT. Rounding down costs less than a
   * unit an entry, below N in norm. The norm of a symmetric matrix of blocks is at most the largest sum of the norms of the blocks
   * in a row.
   */
  private matrix(size: number, blockAt: (i: number, j: number) => Block): EnclosedMatrix {
    const sums = this.neurons.map(() => 0n);
    const entries = Array.from({ length: this.neurons.length * size }, (): bigint[] => []);
    const finer = BigInt(this.places - UNIT);
    for (const i of this.neurons.keys()) {
      for (let j = 0; j <= i; j++) {
        const { identity, products, error } = blockAt(i, j);
        sums[i]! += error;
        if (i !== j) sums[j]! += error;
        for (let a = 0; a < size; a++) {
          for (let b = 0; b < (i === j ? a + 1 : size); b++) {
            const entry = sumAt(products, a, b);
            entries[i * size + a]!.push((a === b ? entry + identity : entry) >> finer);
          }
        }
      }
    }
    const largest = sums.reduce((x, y) => (x > y ? x : y));
    return { entries, error: (largest >> finer) + 1n + BigInt(entries.length) };
  }

  /**
   * identity·I + Σ p xᵀ for exact vectors p and sums x of vectors, the last `turned` of them transposed. What p xᵀ is off counts
   * twice: of a block on the diagonal only the lower half is used, which mirrored has at most √2 times the Frobenius norm.
   */
  private block(
    identity: Interval,
    products: readonly (readonly [vector: number, terms: readonly Term[]])[],
    turned = 0,
  ): Block {
    const { middle, radius } = this.fixed(identity, this.places);
    let error = radius;
    const outer = products.map(([p, terms], at) => {
      const x = this.combination(terms, this.places);
      error += 2n * this.lengths[p]! * x.error;
      const exact = this.rows[p]!;
      return at < products.length - turned ? { left: exact, right: x.row } : { left: x.row, right: exact };
    });
    return { identity: middle, products: outer, error };
  }

  /**
   * h2(w, v) = ( (π−θ) I + (wvᵀ + vwᵀ)/R − (z/R)( wwᵀ/‖w‖² + vvᵀ/‖v‖² ) )/2π, written as (π−θ)/2π I + w xᵀ + v yᵀ
   * with x = βv − γw, y = βw − δv. Collinear: what follows (π−θ)/2π I has norm sin θ/2π = R/(2π‖w‖‖v‖) (mathematics.md 1.5).
   */
  private offDiagonalBlock(i: number, j: number): Block {
    const { arithmetic: I, neurons } = this;
    const { area, inner, normProduct, share, inverseTwoPiArea } = this.pair(i, j);
    if (inverseTwoPiArea === null)
      return this.wider(this.block(share, []), I.divide(area, I.multiply(I.twoPi, normProduct)));
    const beta = I.multiply(inverseTwoPiArea, this.squareUnit);
    const negative = I.negate(I.multiply(inner, beta));
    const own = (p: number): Term => [I.divide(negative, neurons[p]!.square), p];
    return this.block(share, [
      [i, [[beta, j], own(i)]],
      [j, [[beta, i], own(j)]],
    ]);
  }

  /**
   * H_ii = ½I + Σ_q s_q h1(w, q), h1(w, q) = ( (R/‖w‖²)(I − wwᵀ/‖w‖²) + (1/R) uuᵀ )/2π with u = q − cw, c = z/‖w‖². So with
   * β = s_q/2πR it is a multiple of I plus Σ q (βq)ᵀ + w yᵀ + xwᵀ, x = −Σ βcq, y = x + Σ (βc² − s_q R/2π‖w‖⁴)w. Collinear: h1
   * has norm at most sin θ‖q‖/π‖w‖ = R/(π‖w‖²).
   */
  private diagonalBlock(i: number): Block {
    const { arithmetic: I, squareUnit } = this;
    const { square } = this.neurons[i]!;
    let [isotropic, along, collinear] = [I.of('0.5'), I.zero, I.zero];
    const products: [number, Term[]][] = [];
    const mixed: Term[] = [];
    for (const { sign, pair, vector: q } of this.partners(i)) {
      const { area, inner, inverseTwoPiArea } = pair;
      const ratio = I.divide(area, I.multiply(I.twoPi, square));
      if (inverseTwoPiArea === null) {
        collinear = I.add(collinear, I.add(ratio, ratio));
        continue;
      }
      const beta = I.multiply(this.signed(sign, inverseTwoPiArea), squareUnit);
      const projection = I.divide(inner, square);
      const across = I.negate(I.multiply(beta, projection));
      products.push([q, [[beta, q]]]);
      mixed.push([across, q]);
      const signedRatio = this.signed(sign, ratio);
      isotropic = I.add(isotropic, signedRatio);
      const radial = I.multiply(I.divide(signedRatio, square), squareUnit);
      along = I.subtract(along, I.add(I.multiply(across, projection), radial));
    }
    products.push([i, [[along, i], ...mixed]], [i, mixed]);
    return this.wider(this.block(isotropic, products, 1), collinear);
  }

  private wider(block: Block, by: Interval): Block {
    return { ...block, error: block.error + ceilOf(by, this.places) };
  }
}
