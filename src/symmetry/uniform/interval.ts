import {
  checkExact,
  checkObject,
  checkPositive,
  checkRows,
  checkThat,
  checkWhole,
} from '../../arithmetic/argument.ts';
import { BallField } from '../../arithmetic/ball.ts';
import { compareRationals, type Rational, rationalOf } from '../../arithmetic/exact.ts';
import { outward } from '../../arithmetic/rounding.ts';
import type { Decimal } from '../../certificate/types.ts';
import type { UniformInterval } from '../../certificate/uniform.ts';
import { definiteMargin } from './definite-model.ts';
import { type Branch, type BranchFailure, proveBranch } from './existence.ts';
import { blocksOf } from './formulas.ts';
import type { ScaledPoint } from './scaled.ts';
import { checkFamily, familyOf, type ScaledFamily } from './scaled-family.ts';
import { doubleOf, TaylorArithmetic, TaylorError, type TaylorModel, UNIT } from './taylor.ts';

/** What was proved on an interval of s, and by how much: every margin is positive. */
export interface ProvedInterval extends UniformInterval {
  readonly margins: Readonly<Record<string, number>>;
}

const TRIVIAL = 'trivial block';
const STANDARD = 'standard block';
const TRANSVERSE = 'trivial block of M';
/** The margins that are 1 less a bound of a spectral radius. */
export const DEFINITE: readonly string[] = [TRIVIAL, STANDARD, TRANSVERSE];

/** An interval of s as it is written down. */
export interface Interval {
  readonly from: Decimal;
  readonly to: Decimal;
}

const field = new BallField(256);

function combination(a: Rational, b: Rational, sign: bigint): Rational {
  return {
    numerator: a.numerator * b.denominator + sign * b.numerator * a.denominator,
    denominator: 2n * a.denominator * b.denominator,
  };
}

/** s = (from + to)/2 + t(to − from)/2 with the rounding of both coefficients in the radius. */
export function parameterModel(arithmetic: TaylorArithmetic, { from, to }: Interval): TaylorModel {
  const low = rationalOf(from);
  const high = rationalOf(to);
  const mid = doubleOf(field.rational(combination(high, low, 1n)));
  const half = doubleOf(field.rational(combination(high, low, -1n)));
  if (half.mid === 0) return arithmetic.polynomial([mid.mid], outward(mid.error + half.error));
  return arithmetic.polynomial([mid.mid, half.mid], outward(mid.error + half.error));
}

/** Σ_j c_j t^j for decimals c_j: Number() rounds to nearest, which the radius takes in. */
export function centreModel(arithmetic: TaylorArithmetic, coefficients: readonly Decimal[]): TaylorModel {
  const doubles = coefficients.map(Number);
  return arithmetic.polynomial(doubles, outward(UNIT * doubles.reduce((sum, x) => sum + Math.abs(x), 0)));
}

/**
 * Decimals with at most 11 places: the coefficients of a proposal as a certificate shows them. What is cut off counts
 * more than the roundings of doubles, so that boxes are not larger than any arithmetic needs.
 */
export function centreDecimals(coefficients: readonly (readonly number[])[]): Decimal[][] {
  return coefficients.map((row) => row.map((x) => decimalText(Number(x.toFixed(11)))));
}

/** A double as the shortest decimal that rounds to it. */
function decimalText(x: number): Decimal {
  return Object.is(x, -0) ? '0' : String(x);
}

/**
 * The branch of the family over an interval of s: a zero of the equations in a box for every s, at which all side
 * conditions hold and all blocks less 2πλ·Gram are positive definite. For s = k^(−1/2) > 0 with m ≥ 4 this makes a
 * strict spurious local minimum with a Hessian ≥ λ in every dimension d ≥ k: mathematics.md 11.8.
 */
export function proveInterval(
  arithmetic: TaylorArithmetic,
  family: ScaledFamily,
  interval: Interval,
  centre: readonly (readonly Decimal[])[],
  lambda: Decimal,
): ProvedInterval | BranchFailure {
  checkInterval(arithmetic, family, interval, centre);
  checkPositive('lambda', lambda);
  try {
    const s = parameterModel(arithmetic, interval);
    const models = centre.map((row) => centreModel(arithmetic, row));
    const branch = proveBranch(arithmetic, family, s, models);
    if ('condition' in branch) return branch;
    const found = margins(arithmetic, family, s, models, branch, lambda);
    for (const [condition, margin] of Object.entries(found))
      if (!(margin > 0)) return { condition, margin: Number.isFinite(margin) ? margin : null };
    return { ...interval, centre, radius: branch.radius.map(decimalText), margins: found };
  } catch (error) {
    if (!(error instanceof TaylorError)) throw error;
    return { condition: error.message, margin: null };
  }
}

/** Throws a RangeError unless the interval lies in s ≥ 0 and the centre is a polynomial for each unknown. */
function checkInterval(
  arithmetic: TaylorArithmetic,
  family: ScaledFamily,
  interval: Interval,
  centre: readonly (readonly Decimal[])[],
): void {
  checkThat(arithmetic instanceof TaylorArithmetic, 'arithmetic', arithmetic, 'a TaylorArithmetic');
  checkObject('family', family);
  checkObject('interval', interval);
  const { from, to } = interval;
  checkFamily('family', family.bad, family.extras);
  const { singles, unknowns } = familyOf(family.bad, family.extras);
  checkWhole('family.singles', family.singles, singles, singles);
  checkWhole('family.unknowns', family.unknowns, unknowns, unknowns);
  checkExact('interval.from', from);
  checkExact('interval.to', to);
  checkThat(rationalOf(from).numerator >= 0n, 'interval.from', from, 'a number of at least 0');
  checkThat(compareRationals(rationalOf(from), rationalOf(to)) <= 0, 'interval.to', to, `at least ${from}`);
  checkRows('centre', centre, unknowns, arithmetic.order + 1);
}

/** Every condition with a number that is positive only if the condition holds. */
function margins(
  arithmetic: TaylorArithmetic,
  family: ScaledFamily,
  s: TaylorModel,
  centre: readonly TaylorModel[],
  branch: Branch,
  lambda: Decimal,
): Record<string, number> {
  const { radius, distance, jacobian } = branch;
  const y = centre.map((x, i) => arithmetic.shifted(x, 0, distance[i]!));
  const found = blocksOf(family).models(arithmetic, [s, ...y]);
  const shift = lambdaModel(arithmetic, lambda);
  const lowered = (block: readonly (readonly TaylorModel[])[], gram: (i: number, j: number) => TaylorModel) =>
    block.map((row, i) => row.map((entry, j) => arithmetic.sub(entry, arithmetic.mul(shift, gram(i, j)))));
  const diagonal = (gram: readonly TaylorModel[]) => (i: number, j: number) =>
    i === j ? gram[i]! : arithmetic.zero;
  const above = (value: TaylorModel): number => arithmetic.sub(value, shift).lower;
  return {
    'radius of the box': Math.min(...radius.map((r, i) => 1 - distance[i]! / r)),
    ...sideConditions(arithmetic, family, found),
    [TRIVIAL]: definiteMargin(lowered(jacobian, diagonal(found.trivialGram))),
    [STANDARD]: definiteMargin(lowered(found.standard, (i, j) => found.standardGram[i]![j]!)),
    'symmetric block': above(found.sym),
    'alternating block': above(found.alt),
    'standard block of M': above(found.transverseStandard),
    [TRANSVERSE]: definiteMargin(lowered(found.transverse, diagonal(found.transverseGram))),
  };
}

/** 2πλ */
function lambdaModel(arithmetic: TaylorArithmetic, lambda: Decimal): TaylorModel {
  const value = centreModel(arithmetic, [lambda]);
  return arithmetic.scale(arithmetic.mul(arithmetic.halfPi, value), 4);
}

/**
 * What the formulas need besides roots and divisors (which the arithmetic refuses where they may be 0, so that no
 * neuron is 0 and no two vectors are parallel): the signs that choose the branches of the angles, and F > 0, which
 * follows from the negative entry of a matched neuron. Extras have the entries that name them: negative at the members of
 * the set, and below half of the least entry exactly there.
 */
function sideConditions(
  arithmetic: TaylorArithmetic,
  family: ScaledFamily,
  q: Pick<ScaledPoint<TaylorModel>, 'a' | 'e' | 'ye' | 'differenceCosines'>,
): Record<string, number> {
  const own = Array.from({ length: family.bad }, (_, b) => -q.e[b]![b]!.upper);
  const named = family.extras.flatMap((set, u) => set.map((beta) => -q.ye[family.bad + u]![beta - 1]!.upper));
  /** y − 2x */
  const room = (x: TaylorModel, y: TaylorModel): TaylorModel => arithmetic.sub(y, arithmetic.scale(x, 2));
  const apart = family.extras.flatMap((set, u) => {
    const entries = q.ye[family.bad + u]!;
    const members = set.map((beta) => entries[beta - 1]!);
    return entries.map((entry, b) =>
      set.includes(b + 1)
        ? Math.min(...entries.map((other) => (other === entry ? Number.MAX_VALUE : room(entry, other).lower)))
        : Math.max(...members.map((member) => -room(entry, member).upper)),
    );
  });
  return {
    'own entry of good neurons positive': q.a.lower,
    'own entry of matched neurons negative': Math.min(...own),
    'entries of extras negative': Math.min(Number.MAX_VALUE, ...named),
    'entries of extras below half of the least exactly on their sets': Math.min(Number.MAX_VALUE, ...apart),
    'cosines of differences of angles positive': Math.min(
      Number.MAX_VALUE,
      ...q.differenceCosines.map(({ lower }) => lower),
    ),
  };
}
