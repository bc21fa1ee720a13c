/**
 * The landscape at a symmetric point, enclosed, from the types of its vectors. The formulas are those of the dense check
 * (S6–S8), summed over classes of pairs of vectors. Inner products are exact integers.
 */
import type { BlockNeurons } from '../../certificate/block.ts';
import { floorTimes } from '../numbers/exact.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import { type Pair, PairSums, type Partner } from './pair-sums.ts';

/** Neurons (sign 1) or the targets of a block (sign −1), in units of 10^−scale. */
export interface Type {
  readonly sign: 1 | -1;
  readonly attached: number | null;
  /** Entries on the blocks; for an attached type on the other coordinates of its own. */
  readonly values: readonly bigint[];
  /** What the entry at the own coordinate is more than that on the others of the block. */
  readonly excess: bigint;
}

/** Vectors of type b; `same`: at the same coordinate of one block. */
interface TypePartner extends Partner {
  readonly type: number;
  readonly same: boolean;
}

export class SymmetricLandscape extends PairSums {
  readonly blocks: readonly bigint[];
  /** Neurons, then the targets of each block. */
  readonly types: readonly Type[];
  private readonly pairs = new Map<string, Pair>();

  constructor(
    arithmetic: Intervals,
    sizes: readonly number[],
    neurons: readonly BlockNeurons[],
    scale: number,
  ) {
    const blocks = sizes.map(BigInt);
    const own = neurons.map<Type>(({ attached, diagonal, values }) => {
      const exact = values.map((x) => floorTimes(x, 1n, scale));
      const excess =
        attached === null || diagonal === null ? 0n : floorTimes(diagonal, 1n, scale) - exact[attached]!;
      return { sign: 1, attached, values: exact, excess };
    });
    const targets = blocks.map<Type>((_, r) => ({
      sign: -1,
      attached: r,
      values: blocks.map(() => 0n),
      excess: 10n ** BigInt(scale),
    }));
    const types = [...own, ...targets];
    const vectors = types.map((type, a) => {
      const exactSquare = product(blocks, type, type, true);
      confirm(exactSquare !== 0n, `neurons of type ${a} are not 0`);
      return { sign: type.sign, count: type.attached === null ? 1n : blocks[type.attached]!, exactSquare };
    });
    super(arithmetic, vectors, scale);
    this.blocks = blocks;
    this.types = types;
  }

  /** ‖W − W'‖² in units of 10^(−2 scale), for a point with types attached to the same blocks. */
  squaredDistance(other: SymmetricLandscape): bigint {
    return this.neurons.reduce((sum, { count }, a) => {
      const [x, y] = [this.types[a]!, other.types[a]!];
      const values = x.values.map((value, s) => value - y.values[s]!);
      const excess = x.excess - y.excess;
      const square = values.reduce((total, value, s) => {
        if (x.attached !== s) return total + this.blocks[s]! * value * value;
        return total + (this.blocks[s]! - 1n) * value * value + (value + excess) * (value + excess);
      }, 0n);
      return sum + count * square;
    }, 0n);
  }

  /**
   * Every neuron is a target and every target is taken once: on each block of size ≥ 2 one attached type, with 1 at the
   * own coordinate or, in a block of two, at the other one; on each block of size one a single neuron.
   */
  confirmPermutation(): void {
    const unit = 10n ** BigInt(this.scale);
    const taken = new Set<number>();
    for (const { attached, values, excess } of this.types.slice(0, this.neurons.length)) {
      const ones = values.flatMap((value, s) => (value === unit ? [s] : []));
      const zeros = values.filter((value) => value === 0n).length;
      const whole = ones.length + zeros === values.length;
      let block = -1;
      if (attached === null && ones.length === 1 && this.blocks[ones[0]!] === 1n) block = ones[0]!;
      if (attached !== null && ones.length === 0 && excess === unit) block = attached;
      const swapped = ones.length === 1 && ones[0] === attached && excess === -unit;
      if (attached !== null && swapped && this.blocks[attached] === 2n) block = attached;
      confirm(whole && block >= 0 && !taken.has(block), 'the neurons of the centre are the permuted targets');
      taken.add(block);
    }
    confirm(taken.size === this.blocks.length, 'the neurons of the centre are all targets');
  }

  /** A vector of type a and one of type b; `same`: attached to the same coordinate. */
  pair(a: number, b: number, same: boolean): Pair {
    const key = a < b ? `${a} ${b} ${same}` : `${b} ${a} ${same}`;
    const known = this.pairs.get(key);
    if (known !== undefined) return known;
    const exact = product(this.blocks, this.types[a]!, this.types[b]!, same);
    const pair = this.pairOf(this.vectors[a]!, this.vectors[b]!, exact);
    this.pairs.set(key, pair);
    return pair;
  }

  partners(a: number): readonly TypePartner[] {
    const { attached } = this.types[a]!;
    return this.types.flatMap((other, type) => {
      const partner = (same: boolean, number: bigint): TypePartner => {
        return { sign: other.sign, number, pair: this.pair(a, type, same), type, same };
      };
      if (attached === null || attached !== other.attached)
        return a === type ? [] : [partner(false, this.vectors[type]!.count)];
      const different = partner(false, this.blocks[attached]! - 1n);
      return a === type ? [different] : [partner(true, 1n), different];
    });
  }

  /**
   * ‖∇F‖. Along δ, 1 on c coordinates on which the gradient of a neuron is constant, it has ⟨∇_wF, δ⟩²/c for square:
   * ⟨∇_wF, δ⟩ = (isotropic)(w·δ) + Σ_q s_q (π−θ)/2π (q·δ).
   */
  gradientNorm(): Interval {
    const { arithmetic: I, scale } = this;
    let squares = I.zero;
    this.neurons.forEach(({ count }, a) => {
      const r = this.types[a]!.attached;
      const isotropic = this.isotropic(a);
      const partners = this.partners(a);
      const add = (coordinates: bigint, along: (b: number, same: boolean) => bigint): void => {
        let slope = I.multiply(isotropic, I.exact(along(a, true), scale));
        for (const { sign, number, pair, type, same } of partners) {
          const value = I.exact(number * along(type, same), scale);
          slope = I.add(slope, this.signed(sign, I.multiply(pair.share, value)));
        }
        const square = I.divide(I.square(slope), I.exact(coordinates, 0));
        squares = I.add(squares, this.times(count, square));
      };
      this.blocks.forEach((size, s) => {
        add(r === s ? size - 1n : size, (b, same) => {
          const { attached, values, excess } = this.types[b]!;
          // All of block s but, for an attached neuron, its own coordinate.
          const whole = size * values[s]! + (attached === s ? excess : 0n);
          return r === s ? whole - values[s]! - (same ? excess : 0n) : whole;
        });
      });
      if (r !== null) add(1n, (b, same) => this.types[b]!.values[r]! + (same ? this.types[b]!.excess : 0n));
    });
    return I.sqrt(squares);
  }
}

/** x·y in units of 10^(−2 scale). */
function product(blocks: readonly bigint[], x: Type, y: Type, same: boolean): bigint {
  let sum = 0n;
  blocks.forEach((size, s) => {
    sum += size * x.values[s]! * y.values[s]!;
  });
  if (x.attached !== null) sum += x.excess * y.values[x.attached]!;
  if (y.attached !== null) sum += y.excess * x.values[y.attached]!;
  return same ? sum + x.excess * y.excess : sum;
}
