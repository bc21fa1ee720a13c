import type { Scalars } from '../../arithmetic/scalars.ts';
import { type Reduced, reduce, reducedGradient } from '../point/reduced.ts';

/**
 * Points with one large symmetric block at a REAL number k of targets: a block of m = k − r coordinates with one neuron
 * each (entry a at its own coordinate, b on the others of the block, c_β on the bad ones) and r "bad" coordinates by
 * themselves; single neurons have d on the block and e_β on the bad coordinates. Unknowns in the order
 * a, b, c_1…c_r, then d, e_1…e_r for each single neuron. For integers m ≥ 2 these are points of the landscape; every
 * formula of the reduced problem is analytic in the size of a block, which may be any number here (mathematics.md 10.2).
 */
export interface FamilyShape {
  readonly bad: number;
  readonly singles: number;
}

export function unknownCount({ bad, singles }: FamilyShape): number {
  return 2 + bad + singles * (1 + bad);
}

/** Entry of the unknowns where single neuron t begins. */
export function singleOffset({ bad }: FamilyShape, t: number): number {
  return 2 + bad + t * (1 + bad);
}

/** Where unknown i stands among the entries of the reduced point, in which a comes after b and c. */
export function entryPlace({ bad }: FamilyShape, i: number): number {
  return i === 0 ? 1 + bad : i < 2 + bad ? i - 1 : i;
}

/** The point with the given unknowns at k = m + r targets; its block is taken as one of four coordinates and more. */
export function memberPoint<S>(
  field: Scalars<S>,
  shape: FamilyShape,
  k: S,
  unknowns: readonly S[],
): Reduced<S> {
  const { bad, singles } = shape;
  const one = field.integer(1);
  const each = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);
  return reduce(field, {
    shape: { classes: [4, ...each(bad, 1)], attached: [0, ...each(singles, null)] },
    sizes: [field.sub(k, field.integer(bad)), ...each(bad, one)],
    neurons: [
      [...unknowns.slice(1, 2 + bad), unknowns[0]!],
      ...Array.from({ length: singles }, (_, t) => {
        const from = singleOffset(shape, t);
        return unknowns.slice(from, from + 1 + bad);
      }),
    ],
  });
}

/** 2π∇F: the entries that are not equal by symmetry, one for each unknown. The point is critical where all are 0. */
export function memberGradient<S>(shape: FamilyShape, point: Reduced<S>): S[] {
  const entries = reducedGradient(point).flat();
  return entries.map((_, i) => entries[entryPlace(shape, i)]!);
}

/** Number of entries of W that are equal to each unknown. */
export function unknownWeights<S>(field: Scalars<S>, shape: FamilyShape, k: S): S[] {
  const one = field.integer(1);
  const m = field.sub(k, field.integer(shape.bad));
  const bad = (weight: S): S[] => Array.from({ length: shape.bad }, () => weight);
  return [
    m,
    field.mul(m, field.sub(m, one)),
    ...bad(m),
    ...Array.from({ length: shape.singles }, () => [m, ...bad(one)]).flat(),
  ];
}
