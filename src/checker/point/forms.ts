/**
 * The forms of H and M at a symmetric point on representatives of the components of R^{nk} and R^n under the group. A component
 * is looked at on representatives that single out D coordinates of a block, so that the coordinates of a block fall into D
 * distinguished ones and the rest, and the vectors attached to it likewise. The formulas are those of the dense check (S10).
 */

import { negativePivots } from '../numbers/inertia.ts';
import type { Interval, Intervals } from '../numbers/interval.ts';
import { confirm } from '../rejection.ts';
import type { Pair } from './pair-sums.ts';
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
import type { SymmetricLandscape } from './symmetric.ts';

/** The form ⟨ξ_a, A ξ_b⟩ on representatives, enclosed (lower triangle), and their Gram matrix. */
export interface Form {
  readonly entries: readonly (readonly Interval[])[];
  readonly gram: readonly (readonly bigint[])[];
  /** How often the eigenvalues of the form relative to the Gram matrix occur. */
  readonly multiplicity: bigint;
}

export type Matrix = 'hessian' | 'transverse';

/** How many ordered pairs of vectors are in a relation; `same`: at the same coordinate of one block. */
interface Relation {
  readonly same: boolean;
  readonly number: bigint;
}

/** 1/(2πR), or null for a collinear pair. */
function inverseTwoPiArea(I: Intervals, { area, collinear }: Pair): Interval | null {
  return collinear ? null : I.divide(I.one, I.multiply(I.twoPi, area));
}

export class Forms {
  private readonly point: SymmetricLandscape;
  private readonly made = new Map<Matrix, readonly Form[]>();
  /**
   * What collinear pairs may add to H, in norm: of h1 − (R/2π‖w‖²)I at most R/(2π‖w‖²) and of h2 − (π−θ)/2π I at most
   * R/(2π‖x‖‖y‖) (mathematics.md 9.6); these parts are left out of the forms.
   */
  readonly slack: Interval;

  constructor(point: SymmetricLandscape) {
    this.point = point;
    const { arithmetic: I } = point;
    const rows = point.neurons.map(({ square }, a) => {
      const terms = point.partners(a).flatMap(({ sign, number, pair }) => {
        const { area, normProduct, collinear } = pair;
        if (!collinear) return [];
        const own = I.divide(area, I.multiply(I.twoPi, square));
        const both = sign > 0 ? I.add(own, I.divide(area, I.multiply(I.twoPi, normProduct))) : own;
        return [point.times(number, both)];
      });
      return I.sum(terms);
    });
    this.slack = rows.reduce((x, y) => I.max(x, y));
  }

  /** Forms on all components of R^{nk} (H) or R^n (M), whose dimensions are confirmed to add up. */
  of(matrix: Matrix): readonly Form[] {
    const known = this.made.get(matrix);
    if (known !== undefined) return known;
    const { blocks, types, neurons } = this.point;
    const attached = types.slice(0, neurons.length).map((type) => type.attached);
    const forms = componentsOf(blocks, attached).flatMap((component) => {
      const form = matrix === 'hessian' ? this.hessianForm(component) : this.transverseForm(component);
      return form.entries.length === 0 ? [] : [form];
    });
    const dimension = forms.reduce((sum, form) => sum + form.multiplicity * BigInt(form.gram.length), 0n);
    const width = matrix === 'hessian' ? blocks.reduce((sum, size) => sum + size, 0n) : 1n;
    confirm(
      dimension === this.point.neuronCount() * width,
      'Σ multiplicity × size of the forms is the dimension',
    );
    this.made.set(matrix, forms);
    return forms;
  }

  /**
   * Negative eigenvalues of B − λ·Gram for the true form B, or null where a pivot has no certain sign. B is known up to
   * slack·Gram, which is subtracted (side 1) or added (side −1): with side 1 the count is not too small, with side −1 not too
   * large.
   */
  negativeCount({ entries, gram }: Form, lambda: Interval, side: 1 | -1): number | null {
    const { arithmetic: I } = this.point;
    const shift = side > 0 ? I.add(lambda, this.slack) : I.subtract(lambda, this.slack);
    const rows = entries.map((row, i) =>
      row.map((x, j) => I.subtract(x, I.multiply(shift, I.exact(gram[i]![j]!, 0)))),
    );
    return negativePivots(I, rows);
  }

  private classes({ distinguished }: Component): Classes {
    const { blocks, types, neurons } = this.point;
    return classesOf(blocks, types, neurons.length, distinguished);
  }

  private vector({ type, own }: VectorClass, { coordinates }: Classes): Vector {
    const { values, excess } = this.point.types[type]!;
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
    const { arithmetic: I, scale } = this.point;
    const classes = this.classes(component);
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
      const square = this.point.vectors[neuron.type]!.square;
      const P = along(x, x, true);
      const isotropic = this.point.times(neuron.count, this.point.isotropic(neuron.type));
      own.forEach(({ a, delta }, i) => {
        own.slice(0, i + 1).forEach(({ a: b, delta: other }) => {
          const product = dot(classes, delta, other, true);
          gram[a]![b] = gram[a]![b]! + neuron.count * product;
          add(a, b, this.point.times(product, isotropic));
        });
      });
      let radial = I.zero;
      classes.vectors.forEach((vector, y) => {
        for (const { same, number } of this.relationsBetween(neuron, vector)) {
          const { sign } = this.point.vectors[vector.type]!;
          const pair = this.point.pair(neuron.type, vector.type, same);
          const { inner, area } = pair;
          const inverse = inverseTwoPiArea(this.point.arithmetic, pair);
          if (inverse === null) continue;
          const share = this.point.times(number, I.divide(area, I.multiply(I.twoPi, I.square(square))));
          radial = I.subtract(radial, this.point.signed(sign, share));
          const weight = this.point.signed(sign, this.point.times(number, inverse));
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
          const pair = this.point.pair(neuron.type, vector.type, same);
          const { inner, share } = pair;
          const angle = this.point.times(number, share);
          const inverse = inverseTwoPiArea(this.point.arithmetic, pair);
          const weight = inverse && this.point.times(number, inverse);
          const S = along(x, y, same);
          const [otherP, otherS] = [along(y, x, same), along(y, y, true)];
          const [mine, other] = [
            I.divide(inner, square),
            I.divide(inner, this.point.vectors[vector.type]!.square),
          ];
          own.forEach(({ a, delta }, i) => {
            // (P S' + S P' − mine P P' − other S S') = P (S' − mine P') + S (P' − other S')
            theirs.forEach(({ a: b, delta: move }, j) => {
              if (b > a) return;
              const product = dot(classes, delta, move, same);
              if (product !== 0n) add(a, b, this.point.times(product, angle));
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
    const { arithmetic: I } = this.point;
    const classes = this.classes(component);
    const numbers: Numbers = component.numbers(classes);
    const { entries, gram } = emptyForm(numbers.length, I);
    classes.neurons.forEach((neuron, x) => {
      const isotropic = this.point.isotropic(neuron.type);
      numbers.forEach((own, a) => {
        numbers.slice(0, a + 1).forEach((others, b) => {
          const product = neuron.count * own[x]! * others[x]!;
          gram[a]![b] = gram[a]![b]! + product;
          entries[a]![b] = I.add(entries[a]![b]!, this.point.times(product, isotropic));
          classes.neurons.forEach((vector, y) => {
            for (const { same, number } of this.relationsBetween(neuron, vector)) {
              const weight = number * own[x]! * others[y]!;
              if (weight === 0n) continue;
              const { share } = this.point.pair(neuron.type, vector.type, same);
              entries[a]![b] = I.add(entries[a]![b]!, this.point.times(weight, share));
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
