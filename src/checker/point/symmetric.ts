/**
 * The landscape at a symmetric point, enclosed, from the types of its vectors. The formulas are those of the dense check
 * (S6–S10), summed over classes of pairs of vectors: a component of R^{nd} under the group is looked at on
 * representatives that single out D coordinates of a block, so that the coordinates of a block fall into D
 * distinguished ones and the rest, and the vectors attached to it likewise. Inner products are exact integers; only
 * norms, angles and what is made of them are enclosed.
 */
import type { BlockNeurons } from '../../certificate/index.ts';
import { floorTimes } from '../numbers/exact.ts';
import { type Interval, type Intervals, isPositive } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import type { PointFigures } from './claims.ts';
import {
  type Classes,
  type Component,
  classesOf,
  componentsOf,
  dot,
  type Numbers,
  type Vector,
  type VectorClass,
} from './representatives.ts';

/** Neurons (sign 1) or the targets of a block (sign −1), in units of 10^−scale. */
export interface Type {
  readonly sign: 1 | -1;
  readonly attached: number | null;
  /** Entries on the blocks; for an attached type on the other coordinates of its own. */
  readonly values: readonly bigint[];
  /** What the entry at the own coordinate is more than that on the others of the block. */
  readonly excess: bigint;
}

/** Two vectors x, y: inner = z = x·y, area = R = ‖x‖‖y‖ sin θ, normProduct = ‖x‖‖y‖. */
interface ReducedPair {
  readonly inner: Interval;
  readonly area: Interval;
  readonly normProduct: Interval;
  /** (π − θ)/2π */
  readonly share: Interval;
  /** 1/(2πR), or null where sin θ is too small to divide by. */
  readonly inverseTwoPiArea: Interval | null;
}

/** How many vectors of type b stand to one of type a in a relation; `same`: at the same coordinate of one block. */
interface Relation {
  readonly same: boolean;
  readonly number: bigint;
}

/** The form ⟨ξ_a, A ξ_b⟩ on representatives, enclosed (lower triangle), and their Gram matrix. */
export interface Form {
  readonly entries: readonly (readonly Interval[])[];
  readonly gram: readonly (readonly bigint[])[];
  /** How often the eigenvalues of the form relative to the Gram matrix occur. */
  readonly multiplicity: bigint;
}

export type Matrix = 'hessian' | 'transverse';

export class SymmetricLandscape implements PointFigures {
  readonly arithmetic: Intervals;
  private readonly blocks: readonly bigint[];
  private readonly scale: number;
  /** Neurons, then the targets of each block. */
  private readonly types: readonly Type[];
  private readonly neuronTypes: number;
  private readonly squares: readonly Interval[];
  private readonly norms: readonly Interval[];
  private readonly pairs = new Map<string, ReducedPair>();
  private readonly made = new Map<Matrix, readonly Form[]>();
  private slackValue: Interval | undefined;

  constructor(
    arithmetic: Intervals,
    blocks: readonly number[],
    neurons: readonly BlockNeurons[],
    scale: number,
  ) {
    this.arithmetic = arithmetic;
    this.blocks = blocks.map(BigInt);
    this.scale = scale;
    this.neuronTypes = neurons.length;
    const unit = 10n ** BigInt(scale);
    const own = neurons.map<Type>(({ attached, diagonal, values }) => {
      const exact = values.map((x) => floorTimes(x, unit));
      const excess =
        attached === null || diagonal === null ? 0n : floorTimes(diagonal, unit) - exact[attached]!;
      return { sign: 1, attached, values: exact, excess };
    });
    const targets = blocks.map<Type>((_, r) => ({
      sign: -1,
      attached: r,
      values: blocks.map(() => 0n),
      excess: unit,
    }));
    this.types = [...own, ...targets];
    const squares = this.types.map((_, a) => this.product(a, a, true));
    squares.forEach((square, a) => {
      confirm(square !== 0n, `neurons of type ${a} are not 0`);
    });
    this.squares = squares.map((square) => arithmetic.exact(square, 2 * scale));
    this.norms = this.squares.map((square) => arithmetic.sqrt(square));
  }

  /** Number of vectors of a type. */
  private count(a: number): bigint {
    const { attached } = this.types[a]!;
    return attached === null ? 1n : this.blocks[attached]!;
  }

  /** n */
  neurons(): bigint {
    return this.own().reduce((sum, a) => sum + this.count(a), 0n);
  }

  private own(): number[] {
    return Array.from({ length: this.neuronTypes }, (_, a) => a);
  }

  /** ‖W − W'‖² in units of 10^(−2 scale), for a point with types attached to the same blocks. */
  squaredDistance(other: SymmetricLandscape): bigint {
    return this.own().reduce((sum, a) => {
      const [x, y] = [this.types[a]!, other.types[a]!];
      const values = x.values.map((value, s) => value - y.values[s]!);
      const excess = x.excess - y.excess;
      const square = values.reduce((total, value, s) => {
        if (x.attached !== s) return total + this.blocks[s]! * value * value;
        return total + (this.blocks[s]! - 1n) * value * value + (value + excess) * (value + excess);
      }, 0n);
      return sum + this.count(a) * square;
    }, 0n);
  }

  /**
   * Every neuron is a target and every target is taken once: on each block of size ≥ 2 one attached type, with 1 at the
   * own coordinate or, in a block of two, at the other one; on each block of size one a single neuron.
   */
  confirmPermutation(): void {
    const unit = 10n ** BigInt(this.scale);
    const taken = new Set<number>();
    for (const a of this.own()) {
      const { attached, values, excess } = this.types[a]!;
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

  /** x·y in units of 10^(−2 scale). */
  private product(a: number, b: number, same: boolean): bigint {
    const [x, y] = [this.types[a]!, this.types[b]!];
    let sum = 0n;
    this.blocks.forEach((size, s) => {
      sum += size * x.values[s]! * y.values[s]!;
    });
    if (x.attached !== null) sum += x.excess * y.values[x.attached]!;
    if (y.attached !== null) sum += y.excess * x.values[y.attached]!;
    return same ? sum + x.excess * y.excess : sum;
  }

  /** R² = ‖x‖²‖y‖² − (x·y)² is exact, so that R is sharp for nearly collinear pairs too. */
  private pair(a: number, b: number, same: boolean): ReducedPair {
    const key = a < b ? `${a} ${b} ${same}` : `${b} ${a} ${same}`;
    const known = this.pairs.get(key);
    if (known !== undefined) return known;
    const { arithmetic: I, scale } = this;
    const exact = this.product(a, b, same);
    const square = this.product(a, a, true) * this.product(b, b, true) - exact * exact;
    const inner = I.exact(exact, 2 * scale);
    const area = I.sqrt(I.exact(square, 4 * scale));
    const normProduct = I.multiply(this.norms[a]!, this.norms[b]!);
    const collinear = !area.lo.gt(I.multiply(normProduct, I.of(`1e-${I.digits >> 1}`)).hi);
    const share = I.divide(I.subtract(I.pi, I.angle(area, inner, normProduct)), I.twoPi);
    const inverseTwoPiArea = collinear ? null : I.divide(I.one, I.multiply(I.twoPi, area));
    const pair = { inner, area, normProduct, share, inverseTwoPiArea };
    this.pairs.set(key, pair);
    return pair;
  }

  private relations(a: number, b: number): readonly Relation[] {
    const { attached } = this.types[a]!;
    if (attached === null || attached !== this.types[b]!.attached)
      return a === b ? [] : [{ same: false, number: this.count(b) }];
    const different = { same: false, number: this.blocks[attached]! - 1n };
    return a === b ? [different] : [{ same: true, number: 1n }, different];
  }

  private times(number: bigint, x: Interval): Interval {
    return this.arithmetic.multiply(this.arithmetic.exact(number, 0), x);
  }

  private signed(b: number, x: Interval): Interval {
    return this.types[b]!.sign < 0 ? this.arithmetic.negate(x) : x;
  }

  smallestNorm(): Interval {
    return this.own().reduce((least, a) => this.arithmetic.min(least, this.norms[a]!), this.norms[0]!);
  }

  largestNorm(): Interval {
    return this.own().reduce((most, a) => this.arithmetic.max(most, this.norms[a]!), this.norms[0]!);
  }

  largestTargetNorm(): Interval {
    return this.arithmetic.one;
  }

  /** F = ½ Σ_p Σ_q s_p s_q f(p, q), f(p, q) = (R + (π−θ) p·q)/2π, f(p, p) = ½‖p‖². */
  objective(): Interval {
    const { arithmetic: I } = this;
    let total = I.zero;
    this.types.forEach(({ sign }, a) => {
      total = I.add(total, this.times(this.count(a), I.divide(this.squares[a]!, I.integer(4))));
      this.types.forEach((other, b) => {
        for (const { same, number } of this.relations(a, b)) {
          const { area, inner, share } = this.pair(a, b, same);
          const f = I.divide(I.add(I.divide(area, I.twoPi), I.multiply(share, inner)), I.integer(2));
          const part = this.times(this.count(a) * number, f);
          total = sign === other.sign ? I.add(total, part) : I.subtract(total, part);
        }
      });
    });
    return total;
  }

  /** ½ + Σ_q s_q R/(2π‖w‖²): the coefficient of w in ∇F, the diagonal of M, and the isotropic part of H_ww. */
  private isotropic(a: number): Interval {
    const { arithmetic: I } = this;
    let sum = I.zero;
    this.types.forEach((_, b) => {
      for (const { same, number } of this.relations(a, b))
        sum = I.add(sum, this.signed(b, this.times(number, this.pair(a, b, same).area)));
    });
    return I.add(I.of('0.5'), I.divide(sum, I.multiply(I.twoPi, this.squares[a]!)));
  }

  /**
   * ‖∇F‖. Along δ, 1 on c coordinates on which the gradient of a neuron is constant, it has ⟨∇_wF, δ⟩²/c for square:
   * ⟨∇_wF, δ⟩ = (isotropic)(w·δ) + Σ_q s_q (π−θ)/2π (q·δ).
   */
  gradientNorm(): Interval {
    const { arithmetic: I, scale } = this;
    let squares = I.zero;
    for (const a of this.own()) {
      const r = this.types[a]!.attached;
      const isotropic = this.isotropic(a);
      const add = (coordinates: bigint, along: (b: number, same: boolean) => bigint): void => {
        let slope = I.multiply(isotropic, I.exact(along(a, true), scale));
        this.types.forEach((_, b) => {
          for (const { same, number } of this.relations(a, b)) {
            const value = I.exact(number * along(b, same), scale);
            slope = I.add(slope, this.signed(b, I.multiply(this.pair(a, b, same).share, value)));
          }
        });
        const square = I.divide(I.square(slope), I.exact(coordinates, 0));
        squares = I.add(squares, this.times(this.count(a), square));
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
    }
    return I.sqrt(squares);
  }

  /** As for a dense point: the largest sum of norms of blocks in a row. */
  hessianNorm(): Interval {
    const { arithmetic: I } = this;
    const rows = this.own().map((a) => {
      let [up, down, beside] = [I.of('0.5'), I.of('-0.5'), I.zero];
      this.types.forEach(({ sign }, b) => {
        for (const { same, number } of this.relations(a, b)) {
          const { area, normProduct, share } = this.pair(a, b, same);
          const bound = this.times(number, I.divide(area, I.multiply(I.pi, this.squares[a]!)));
          if (sign < 0) down = I.add(down, bound);
          else {
            up = I.add(up, bound);
            const sine = I.divide(area, I.multiply(I.twoPi, normProduct));
            beside = I.add(beside, this.times(number, I.add(share, sine)));
          }
        }
      });
      return I.add(I.max(up, down), beside);
    });
    return rows.reduce((x, y) => I.max(x, y));
  }

  /** The plain L(R) = √(L₁² + L₂²) of mathematics.md 3.2 for targets whose norms sum to at most k + extra. */
  lipschitz(radius: Interval, sharp: boolean, extra: Interval = this.arithmetic.zero): Interval {
    const { arithmetic: I } = this;
    confirm(!sharp, 'lipschitz is the plain constant');
    const others = I.exact(this.neurons() - 1n, 0);
    const least = I.subtract(this.smallestNorm(), radius);
    confirm(isPositive(least), 'min ‖w_i‖ − lipschitzRadius > 0');
    const first = I.divide(I.multiply(I.integer(3), I.sqrt(others)), I.multiply(I.pi, least));
    const targets = this.blocks.reduce((sum, size) => sum + size, 0n);
    let mass = I.add(I.add(I.exact(targets, 0), extra), I.multiply(others, radius));
    for (const a of this.own()) mass = I.add(mass, this.times(this.count(a), this.norms[a]!));
    const factor = I.divide(I.multiply(I.integer(3), I.sqrt(I.integer(3))), I.multiply(I.integer(4), I.pi));
    const second = this.own()
      .map((a) => {
        const reach = I.square(I.subtract(this.norms[a]!, radius));
        return I.divide(I.multiply(factor, I.subtract(mass, this.norms[a]!)), reach);
      })
      .reduce((x, y) => I.max(x, y));
    return I.sqrt(I.add(I.square(first), I.square(second)));
  }

  // ---------------------------------------------------------------- forms

  /**
   * What collinear pairs may add to H, in norm: of h1 − (R/2π‖w‖²)I at most R/(2π‖w‖²) and of h2 − (π−θ)/2π I at most
   * R/(2π‖x‖‖y‖) (mathematics.md 9.6); these parts are left out of the forms.
   */
  get slack(): Interval {
    const { arithmetic: I } = this;
    this.slackValue ??= this.own()
      .map((a) => {
        let row = I.zero;
        this.types.forEach(({ sign }, b) => {
          for (const { same, number } of this.relations(a, b)) {
            const { area, normProduct, inverseTwoPiArea } = this.pair(a, b, same);
            if (inverseTwoPiArea !== null) continue;
            const own = I.divide(area, I.multiply(I.twoPi, this.squares[a]!));
            const both = sign > 0 ? I.add(own, I.divide(area, I.multiply(I.twoPi, normProduct))) : own;
            row = I.add(row, this.times(number, both));
          }
        });
        return row;
      })
      .reduce((x, y) => I.max(x, y));
    return this.slackValue;
  }

  /** Forms on all components of R^{nk} (H) or R^n (M), whose dimensions are confirmed to add up. */
  forms(matrix: Matrix): readonly Form[] {
    const known = this.made.get(matrix);
    if (known !== undefined) return known;
    const attached = this.types.slice(0, this.neuronTypes).map((type) => type.attached);
    const forms = componentsOf(this.blocks, attached).flatMap((component) => {
      const form = matrix === 'hessian' ? this.hessianForm(component) : this.transverseForm(component);
      return form.entries.length === 0 ? [] : [form];
    });
    const dimension = forms.reduce((sum, form) => sum + form.multiplicity * BigInt(form.gram.length), 0n);
    const width = matrix === 'hessian' ? this.blocks.reduce((sum, size) => sum + size, 0n) : 1n;
    confirm(dimension === this.neurons() * width, 'Σ multiplicity × size of the forms is the dimension');
    this.made.set(matrix, forms);
    return forms;
  }

  private vector({ type, own }: VectorClass, { coordinates }: Classes): Vector {
    const { values, excess } = this.types[type]!;
    return { values: coordinates.map(({ block }) => values[block]!), excess, own };
  }

  /** The ordered pairs of two different vectors, one of class x and one of class y. */
  private relationsBetween(x: VectorClass, y: VectorClass): readonly Relation[] {
    if (x.own < 0 || x.own !== y.own) return x === y ? [] : [{ same: false, number: x.count * y.count }];
    const different = { same: false, number: x.count * (x.count - 1n) };
    const relations = x.type === y.type ? [different] : [{ same: true, number: x.count }, different];
    return relations.filter(({ number }) => number > 0n);
  }

  /**
   * ⟨ξ_a, H ξ_b⟩ = Σ_w [ (isotropic) δ·δ' + Σ_q s_q( (1/2πR) U U' − (R/2π‖w‖⁴) P P' ) ]
   *   + Σ_{w≠y} [ (π−θ)/2π δ·δ' + (1/2πR)( P S' + S P' − (z/‖w‖²) P P' − (z/‖y‖²) S S' ) ],
   * δ, δ' the moves of the neurons, P = w·δ, S = q·δ or y·δ, U = S − (z/‖w‖²) P; in the second sum δ' belongs to y.
   */
  private hessianForm(component: Component): Form {
    const { arithmetic: I, scale } = this;
    const classes = classesOf(this.blocks, this.types, this.neuronTypes, component.distinguished);
    const directions = component.directions(classes);
    const { entries, gram } = emptyForm(directions.length, I);
    const add = (a: number, b: number, value: Interval): void => {
      if (b <= a) entries[a]![b] = I.add(entries[a]![b]!, value);
    };
    const vectors = classes.vectors.map((x) => this.vector(x, classes));
    const moves = classes.neurons.map((_, x) =>
      directions.flatMap((direction, a) => {
        const delta = direction[x]!;
        return delta === null ? [] : [{ a, delta }];
      }),
    );
    const along = (x: number, y: number, same: boolean): Interval[] =>
      moves[x]!.map(({ delta }) => I.exact(dot(classes, vectors[y]!, delta, same), scale));
    classes.neurons.forEach((neuron, x) => {
      const own = moves[x]!;
      if (own.length === 0) return;
      const square = this.squares[neuron.type]!;
      const P = along(x, x, true);
      const isotropic = this.times(neuron.count, this.isotropic(neuron.type));
      own.forEach(({ a, delta }, i) => {
        own.slice(0, i + 1).forEach(({ a: b, delta: other }) => {
          const product = dot(classes, delta, other, true);
          gram[a]![b] = gram[a]![b]! + neuron.count * product;
          add(a, b, this.times(product, isotropic));
        });
      });
      let radial = I.zero;
      classes.vectors.forEach((vector, y) => {
        for (const { same, number } of this.relationsBetween(neuron, vector)) {
          const { inner, area, inverseTwoPiArea } = this.pair(neuron.type, vector.type, same);
          if (inverseTwoPiArea === null) continue;
          const share = this.times(number, I.divide(area, I.multiply(I.twoPi, I.square(square))));
          radial = I.subtract(radial, this.signed(vector.type, share));
          const weight = this.signed(vector.type, this.times(number, inverseTwoPiArea));
          const S = along(x, y, same);
          const ratio = I.divide(inner, square);
          const U = S.map((value, i) => I.subtract(value, I.multiply(ratio, P[i]!)));
          own.forEach(({ a }, i) => {
            const scaled = I.multiply(weight, U[i]!);
            own.slice(0, i + 1).forEach(({ a: b }, j) => {
              add(a, b, I.multiply(scaled, U[j]!));
            });
          });
        }
      });
      own.forEach(({ a }, i) => {
        const scaled = I.multiply(radial, P[i]!);
        own.slice(0, i + 1).forEach(({ a: b }, j) => {
          add(a, b, I.multiply(scaled, P[j]!));
        });
      });
      classes.neurons.forEach((vector, y) => {
        const theirs = moves[y]!;
        if (theirs.length === 0) return;
        for (const { same, number } of this.relationsBetween(neuron, vector)) {
          const { inner, share, inverseTwoPiArea } = this.pair(neuron.type, vector.type, same);
          const angle = this.times(number, share);
          const weight = inverseTwoPiArea && this.times(number, inverseTwoPiArea);
          const S = along(x, y, same);
          const [otherP, otherS] = [along(y, x, same), along(y, y, true)];
          const [mine, other] = [I.divide(inner, square), I.divide(inner, this.squares[vector.type]!)];
          own.forEach(({ a, delta }, i) => {
            // (P S' + S P' − mine P P' − other S S') = P (S' − mine P') + S (P' − other S')
            theirs.forEach(({ a: b, delta: move }, j) => {
              if (b > a) return;
              const product = dot(classes, delta, move, same);
              if (product !== 0n) add(a, b, this.times(product, angle));
              if (weight === null) return;
              const first = I.multiply(P[i]!, I.subtract(otherS[j]!, I.multiply(mine, otherP[j]!)));
              const second = I.multiply(S[i]!, I.subtract(otherP[j]!, I.multiply(other, otherS[j]!)));
              add(a, b, I.multiply(weight, I.add(first, second)));
            });
          });
        }
      });
    });
    return { entries, gram, multiplicity: component.multiplicity };
  }

  /** ⟨x, M x'⟩ = Σ_w (isotropic) x x' + Σ_{w≠y} (π−θ)/2π x x'. */
  private transverseForm(component: Component): Form {
    const { arithmetic: I } = this;
    const classes = classesOf(this.blocks, this.types, this.neuronTypes, component.distinguished);
    const numbers: Numbers = component.numbers(classes);
    const { entries, gram } = emptyForm(numbers.length, I);
    classes.neurons.forEach((neuron, x) => {
      const isotropic = this.isotropic(neuron.type);
      numbers.forEach((own, a) => {
        numbers.slice(0, a + 1).forEach((others, b) => {
          const product = neuron.count * own[x]! * others[x]!;
          gram[a]![b] = gram[a]![b]! + product;
          entries[a]![b] = I.add(entries[a]![b]!, this.times(product, isotropic));
          classes.neurons.forEach((vector, y) => {
            for (const { same, number } of this.relationsBetween(neuron, vector)) {
              const weight = number * own[x]! * others[y]!;
              if (weight === 0n) continue;
              const { share } = this.pair(neuron.type, vector.type, same);
              entries[a]![b] = I.add(entries[a]![b]!, this.times(weight, share));
            }
          });
        });
      });
    });
    return { entries, gram, multiplicity: component.multiplicity };
  }
}

function emptyForm(size: number, I: Intervals): { entries: Interval[][]; gram: bigint[][] } {
  return {
    entries: Array.from({ length: size }, (_, a) => new Array<Interval>(a + 1).fill(I.zero)),
    gram: Array.from({ length: size }, (_, a) => new Array<bigint>(a + 1).fill(0n)),
  };
}
