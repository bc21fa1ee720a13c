import { type Ball, BallField } from '../../arithmetic/ball.ts';
import { decimalOf, type Rational, rationalOf } from '../../arithmetic/exact.ts';
import type { Decimal } from '../../certificate/types.ts';
import { Calculus } from './arithmetic.ts';
import { blocks } from './blocks.ts';
import { follow, seriesOf } from './centre-proposal.ts';
import { definiteMargin } from './definite.ts';
import { proveBranch } from './existence.ts';
import type { Family } from './family.ts';
import { eigen } from './float-matrix.ts';
import {
  centreDecimals,
  centreModel,
  type Interval,
  onBranch,
  parameterModel,
  sideConditions,
} from './interval.ts';
import { type BlockName, leastEigenvalues } from './lambda-proposal.ts';
import { limitStart } from './start-proposal.ts';
import { outward, TaylorArithmetic, TaylorError, type TaylorModel } from './taylor.ts';

/**
 * A number k* at which the critical point of a family turns from a strict minimum into a saddle: for real k in the
 * window its branch exists and all blocks but one are positive definite; that one is so on one side of k*, and has
 * exactly one negative eigenvalue on the other.
 */
export interface Threshold {
  readonly lower: Decimal;
  readonly upper: Decimal;
  readonly block: BlockName;
  /** true: minimum for k > k*, saddle for k < k*. */
  readonly minimumAbove: boolean;
  /** The range of k in which the sign change is proved to be the only one. */
  readonly window: { readonly lower: Decimal; readonly upper: Decimal };
  /** |d/ds| of the last pivot is at least this. */
  readonly slopeLower: number;
}

/** A sign change of a block in doubles (untrusted). */
export interface SignChange {
  readonly s: number;
  readonly block: BlockName;
  readonly y: readonly number[];
}

const ORDER = 10;
/** Half-widths of the windows in s that are tried. */
const HALF_WIDTHS = [0.004, 0.0015, 0.0005, 0.00015, 0.00005];
const field = new BallField(256);

/** Sign changes of the least eigenvalue for 0 ≤ s ≤ last, in the order of s: a proposal (untrusted). */
export function signChanges(family: Family, last = 0.45): SignChange[] {
  const found: SignChange[] = [];
  let y = limitStart(family);
  if (y === null) return found;
  const least = (s: number, at: readonly number[]): [BlockName, number] =>
    (Object.entries(leastEigenvalues(family, s, at)) as [BlockName, number][]).reduce((a, b) =>
      b[1] < a[1] ? b : a,
    );
  let s = 0;
  let sign = least(0, y)[1] > 0;
  while (s < last) {
    const next = s + 0.01;
    const there = follow(family, s, next, y);
    if (there === null) return found;
    if (least(next, there)[1] > 0 !== sign) {
      let low = { s, y };
      let high = { s: next, y: there };
      for (let step = 0; step < 45; step++) {
        const mid = (low.s + high.s) / 2;
        const at = follow(family, low.s, mid, low.y);
        if (at === null) return found;
        if (least(mid, at)[1] > 0 === sign) low = { s: mid, y: at };
        else high = { s: mid, y: at };
      }
      found.push({ ...high, block: least(high.s, high.y)[0] });
      sign = !sign;
    }
    s = next;
    y = there;
  }
  return found;
}

/** Encloses the threshold near a sign change, or says what is not proved. */
export function encloseThreshold(family: Family, change: SignChange): Threshold | string {
  let reason = 'no window was tried';
  for (const half of HALF_WIDTHS) {
    const from = String(Number((change.s - half).toFixed(8)));
    const to = String(Number((change.s + half).toFixed(8)));
    try {
      const result = inWindow(family, { from, to }, change);
      if (typeof result !== 'string') return result;
      reason = result;
    } catch (error) {
      if (!(error instanceof TaylorError)) throw error;
      reason = error.message;
    }
  }
  return reason;
}

function inWindow(
  family: Family,
  interval: Interval,
  { block, y: start, s: near }: SignChange,
): Threshold | string {
  const arithmetic = new TaylorArithmetic(ORDER);
  const calc = new Calculus(arithmetic);
  const mid = (Number(interval.from) + Number(interval.to)) / 2;
  const half = (Number(interval.to) - Number(interval.from)) / 2;
  const there = follow(family, near, mid, start);
  const series = there === null ? null : seriesOf(family, mid, half, there, ORDER);
  if (series === null) return 'a critical point near the branch in doubles';
  const s = parameterModel(arithmetic, interval);
  const centre = centreDecimals(series).map((row) => centreModel(arithmetic, row));
  const branch = proveBranch(arithmetic, family, s, centre, THIN);
  if ('condition' in branch) return branch.condition;
  const q = onBranch(arithmetic, family, s, centre, branch);
  for (const [condition, margin] of Object.entries(sideConditions(family, q)))
    if (!condition.startsWith('entries of extras') && !(margin > 0)) return condition;
  const found = blocks(calc, q);
  const all: Record<BlockName, readonly (readonly TaylorModel[])[]> = {
    trivial: branch.jacobian,
    standard: found.standard,
    sym: [[found.sym]],
    alt: [[found.alt]],
    'M standard': [[found.transverseStandard]],
    'M trivial': found.transverse,
  };
  for (const [name, matrix] of Object.entries(all))
    if (name !== block && !(definiteMargin(matrix) > 0)) return `${name} block positive definite`;
  const pivot = lastPivot(arithmetic, all[block]);
  if (pivot === null) return `all pivots of the ${block} block but the last positive`;
  return thresholdOf(pivot, interval, block);
}

/** Boxes as small as doubles allow: their size blurs the threshold. */
const THIN = 1e-13;

/**
 * The last pivot d(t) of V B Vᵀ = LDLᵀ, the others being positive; null where that is not shown. V holds eigenvectors of
 * B(0) in doubles, taken exactly, that of the least eigenvalue last. Where d(t) ≠ 0 for one t the constant matrix V is
 * invertible, and then B(t) is positive definite where d(t) > 0 and has exactly one negative eigenvalue where d(t) < 0.
 */
function lastPivot(arithmetic: TaylorArithmetic, b: readonly (readonly TaylorModel[])[]): TaylorModel | null {
  const n = b.length;
  const { vectors } = eigen(b.map((row, i) => row.map((x, j) => (x.c[0]! + b[j]![i]!.c[0]!) / 2)));
  const combine = (rows: readonly TaylorModel[], v: readonly number[]): TaylorModel =>
    rows.reduce((sum, x, i) => arithmetic.add(sum, arithmetic.multiple(x, v[i]!)), arithmetic.zero);
  // Row i of V B, then the products with the rows of V; both triangles of B enclose the same symmetric matrix.
  const half = vectors.map((v) =>
    b[0]!.map((_, j) =>
      combine(
        b.map((row) => row[j]!),
        v,
      ),
    ),
  );
  const a = half.map((row) => vectors.map((v) => combine(row, v)));
  for (let k = 0; k < n - 1; k++) {
    const pivot = a[k]![k]!;
    if (!(pivot.lower > 0)) return null;
    const inverse = arithmetic.reciprocal(pivot);
    for (let i = k + 1; i < n; i++) {
      const factor = arithmetic.mul(a[k]![i]!, inverse);
      for (let j = i; j < n; j++) {
        a[i]![j] = arithmetic.sub(a[i]![j]!, arithmetic.mul(factor, a[k]![j]!));
        a[j]![i] = a[i]![j]!;
      }
    }
  }
  return a[n - 1]![n - 1]!;
}

/**
 * On |t| ≤ 1/2 the remainder R = Σ R_j t^j has |R′| ≤ Σ j|R_j|2^(1−j) ≤ ρ, so |d′| ≥ |d_1| − Σ_{i≥2} i|d_i|2^(1−i) − ρ =: μ.
 * Where μ > 0, d has at most one zero there, and one within (|P(t0)| + ρ)/μ of t0, P the polynomial, if that is inside.
 */
function thresholdOf(d: TaylorModel, interval: Interval, block: BlockName): Threshold | string {
  let rest = 0;
  let power = 1;
  for (let i = 2; i < d.c.length; i++) {
    power /= 2;
    rest += i * Math.abs(d.c[i]!) * power;
  }
  const slope = Math.abs(d.c[1]!) - outward(rest + d.radius);
  if (!(slope > 0)) return `a slope of the ${block} block`;
  const lowered = slope * (1 - 1e-12);
  const value = (t: number): number => d.c.reduceRight((sum, c) => sum * t + c, 0);
  let t0 = 0;
  for (let step = 0; step < 8; step++) t0 -= value(t0) / d.c[1]!;
  if (!(Math.abs(t0) < 0.5)) return `a zero of the ${block} block in the window`;
  // The polynomial at t0 in balls, with the radius of the model.
  const at = field.exact(t0);
  const exact = d.c.reduceRight((sum, c) => field.add(field.mul(sum, at), field.exact(c)), field.zero);
  const distance = field.div(field.add(field.abs(exact), field.exact(d.radius)), field.exact(lowered));
  const low = field.sub(at, distance);
  const high = field.add(at, distance);
  const quarter = field.exact(0.5);
  if (field.less(high, quarter) !== 'yes' || field.less(field.neg(low), quarter) !== 'yes')
    return `a zero of the ${block} block in the window`;
  const [from, to] = [field.exact(interval.from), field.exact(interval.to)];
  const centre = field.shiftBy(field.add(from, to), -1);
  const half = field.shiftBy(field.sub(to, from), -1);
  // k = s^(−2) decreases in s.
  const k = (t: Ball): Ball => {
    const s = field.add(centre, field.mul(half, t));
    return field.div(field.one, field.square(s));
  };
  return {
    lower: decimalOf(field.lowerRational(k(high)), 'down', 15),
    upper: decimalOf(field.upperRational(k(low)), 'up', 15),
    block,
    minimumAbove: d.c[1]! < 0,
    window: {
      lower: decimalOf(field.upperRational(k(quarter)), 'up', 8),
      upper: decimalOf(field.lowerRational(k(field.neg(quarter))), 'down', 8),
    },
    slopeLower: (lowered / Number(decimalOf(half2(interval), 'up', 12))) * (1 - 1e-9),
  };
}

/** (to − from)/2 */
function half2({ from, to }: Interval): Rational {
  const a = rationalOf(to);
  const b = rationalOf(from);
  return {
    numerator: a.numerator * b.denominator - b.numerator * a.denominator,
    denominator: 2n * a.denominator * b.denominator,
  };
}
