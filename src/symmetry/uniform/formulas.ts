import { Calculus } from './arithmetic.ts';
import { blocks, type ScaledBlocks } from './blocks.ts';
import { DualArithmetic } from './dual.ts';
import { equations, trivialGram } from './equations.ts';
import { Recorded } from './recorded.ts';
import { type ScaledPoint, scaled } from './scaled.ts';
import type { ScaledFamily } from './scaled-family.ts';
import { type SplitNumbers, splitNumbers } from './splits.ts';

/** The equations and their derivatives: a row for each equation, a column for each unknown. */
interface Slopes<S> {
  readonly values: S[];
  readonly jacobian: S[][];
}

/** Blocks, and the scaled quantities that have to be of some sign. */
interface SignedBlocks<S>
  extends ScaledBlocks<S>,
    Pick<ScaledPoint<S>, 'a' | 'e' | 'ye' | 'differenceCosines'> {
  readonly trivialGram: S[];
}

type OfFamily<Q> = (family: ScaledFamily) => Recorded<Q>;

/** Formulas of s and then the unknowns, recorded when those of a family are first asked for. */
function recorded<Q>(
  formulas: (calc: Calculus<number>, family: ScaledFamily, s: number, y: number[]) => Q,
): OfFamily<Q> {
  const known = new WeakMap<ScaledFamily, Recorded<Q>>();
  return (family) => {
    let found = known.get(family);
    if (found === undefined) {
      found = new Recorded(1 + family.unknowns, (on, [s, ...y]) => formulas(new Calculus(on), family, s!, y));
      known.set(family, found);
    }
    return found;
  };
}

export const equationsOf: OfFamily<number[]> = recorded((calc, family, s, y) =>
  equations(calc, scaled(calc, family, s, y)),
);

export const slopesOf: OfFamily<Slopes<number>> = recorded(({ on }, family, s, y) => {
  const duals = new DualArithmetic(on, family.unknowns);
  const calc = new Calculus(duals);
  const unknowns = y.map((x, i) => duals.unknown(x, i));
  const lines = equations(calc, scaled(calc, family, duals.constant(s), unknowns));
  return { values: lines.map(({ value }) => value), jacobian: lines.map((line) => duals.slopes(line)) };
});

export const blocksOf: OfFamily<SignedBlocks<number>> = recorded((calc, family, s, y) => {
  const q = scaled(calc, family, s, y);
  const { a, e, ye, differenceCosines } = q;
  return { ...blocks(calc, q), trivialGram: trivialGram(calc, family, s), a, e, ye, differenceCosines };
});

export const splitsOf: OfFamily<SplitNumbers<number>[]> = recorded((calc, family, s, y) =>
  splitNumbers(calc, scaled(calc, family, s, y)),
);
