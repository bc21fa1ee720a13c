/** The landscape at a point of which the inner products are known and no coordinates: there are no matrices. */
import { dot } from '../numbers/exact.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { type Pair, PairSums, type Partner } from './pair-sums.ts';

export class GramLandscape extends PairSums {
  private readonly products: readonly (readonly bigint[])[];
  private readonly pairs: readonly (readonly Pair[])[];

  /** Exact inner products of vectors other than 0 in units of 10^(−2 scale), those of the neurons first. */
  constructor(
    arithmetic: Intervals,
    neurons: number,
    products: readonly (readonly bigint[])[],
    scale: number,
  ) {
    super(
      arithmetic,
      products.map((row, p) => ({ sign: p < neurons ? 1 : -1, count: 1n, exactSquare: row[p]! })),
      scale,
    );
    this.products = products;
    const all = this.vectors;
    this.pairs = all.map((x, p) =>
      Array.from({ length: p }, (_, q) => this.pairOf(x, all[q]!, products[p]![q]!)),
    );
  }

  partners(p: number): readonly Partner[] {
    return this.vectors.flatMap(({ sign }, q) =>
      q === p ? [] : [{ sign, number: 1n, pair: p > q ? this.pairs[p]![q]! : this.pairs[q]![p]! }],
    );
  }

  /** As for a point with coordinates; the square of a block with exact coefficients comes from inner products. */
  gradientNorm(): Interval {
    const { arithmetic: I, vectors } = this;
    let squares = 0n;
    let error = I.zero;
    for (const i of this.neurons.keys()) {
      const coefficients = this.partners(i).map(({ sign, pair }) => this.signed(sign, pair.share));
      coefficients.splice(i, 0, this.isotropic(i));
      const middles = coefficients.map((coefficient, q) => {
        const { middle, radius } = this.fixed(coefficient);
        error = I.add(error, I.multiply(I.exact(radius, I.bits, 0), vectors[q]!.norm));
        return middle;
      });
      squares += dot(
        middles,
        this.products.map((row) => dot(row, middles)),
      );
    }
    const middle = I.sqrt(this.enclosed(squares, 2, 2 * I.bits));
    return I.hull(I.subtract(middle, error), I.add(middle, error));
  }
}
