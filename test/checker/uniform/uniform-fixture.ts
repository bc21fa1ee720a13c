/** Test only: float proposals of uniform proofs, from Newton's method on series with the checker's own equations. */
import { makeCertificate, type UniformCertificate } from '../../../src/certificate/index.ts';
import { Dual } from '../../../src/checker/uniform/dual.ts';
import { equationsOf, jacobianOf } from '../../../src/checker/uniform/equations.ts';
import { ScaledPoint } from '../../../src/checker/uniform/scaled.ts';
import { approximate, constant, ONE, Series } from '../../../src/checker/uniform/series.ts';

/** Orders by which a branch is followed further than its centre, for the radii. */
const MORE = 5;

export function fixed(x: number): bigint {
  return (BigInt(Math.round(x * 2 ** 50)) * ONE) >> 50n;
}

/** The family at s = middle + t·half, at polynomials y_i(t) of doubles. */
export function familyAt(
  bad: number,
  singles: number,
  middle: number,
  half: number,
  y: readonly (readonly number[])[],
  order: number,
  differentiate = false,
): ScaledPoint {
  const s = new Series(order, [fixed(middle), fixed(half)], 0n);
  const unknowns = y.map((row, i) => {
    const slopes: (Series | null)[] = Array<null>(i).fill(null);
    slopes.push(constant(order, ONE));
    return new Dual(new Series(order, row.slice(0, order + 1).map(fixed), 0n), differentiate ? slopes : []);
  });
  return new ScaledPoint({ bad, singles }, s, unknowns);
}

/** Solution of A x = b by elimination. */
export function solve(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = A.map((row, i) => [...row, b[i]!]);
  const size = b.length;
  for (let p = 0; p < size; p++) {
    let best = p;
    for (let i = p; i < size; i++) if (Math.abs(rows[i]![p]!) > Math.abs(rows[best]![p]!)) best = i;
    [rows[p], rows[best]] = [rows[best]!, rows[p]!];
    for (let i = 0; i < size; i++) {
      if (i === p) continue;
      const factor = rows[i]![p]! / rows[p]![p]!;
      rows[i] = rows[i]!.map((entry, j) => entry - factor * rows[p]![j]!);
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}

export interface Plan {
  readonly extras: readonly (readonly number[])[];
  readonly bad: number;
  readonly kFrom: number;
  readonly kTo: number | null;
  readonly lambdaMin: string;
  readonly order: number;
  /** Ends of the intervals, as decimals. */
  readonly ends: readonly string[];
  /** Unknowns near s = the first end. */
  readonly start: readonly number[];
}

/** A point on the branch at s, by Newton's method from y. */
export function newton(bad: number, singles: number, s: number, y: readonly number[]): number[] {
  let point = [...y];
  for (let round = 0; round < 30; round++) {
    const equations = equationsOf(
      familyAt(
        bad,
        singles,
        s,
        0,
        point.map((entry) => [entry]),
        0,
        true,
      ),
    );
    const J = jacobianOf(equations).map((row) => row.map((entry) => approximate(entry.coefficients[0]!)));
    const step = solve(
      J,
      equations.map((entry) => approximate(entry.value.coefficients[0]!)),
    );
    point = point.map((entry, i) => entry - step[i]!);
    if (Math.max(...step.map(Math.abs)) < 1e-13) return point;
  }
  throw new Error(`no branch at s = ${s}`);
}

/** Taylor coefficients of the branch in t, up to the order. */
function branch(
  bad: number,
  singles: number,
  middle: number,
  half: number,
  start: readonly number[],
  order: number,
): number[][] {
  const y = newton(bad, singles, middle, start).map((entry) => [entry]);
  const first = equationsOf(familyAt(bad, singles, middle, 0, y, 0, true));
  const J = jacobianOf(first).map((row) => row.map((entry) => approximate(entry.coefficients[0]!)));
  for (let i = 1; i <= order; i++) {
    const equations = equationsOf(familyAt(bad, singles, middle, half, y, i));
    const step = solve(
      J,
      equations.map((entry) => approximate(entry.value.coefficients[i] ?? 0n)),
    );
    y.forEach((row, j) => {
      row.push(-step[j]!);
    });
  }
  return y;
}

export function propose(plan: Plan): UniformCertificate {
  const singles = plan.bad + plan.extras.length;
  let start = [...plan.start];
  const intervals = plan.ends.slice(1).map((to, i) => {
    const from = plan.ends[i]!;
    const middle = (Number(from) + Number(to)) / 2;
    const half = (Number(to) - Number(from)) / 2;
    const y = branch(plan.bad, singles, middle, half, start, plan.order + MORE);
    start = y.map((row) => row.reduce((sum, entry) => sum + entry, 0));
    const rest = y.map((row) => row.slice(plan.order + 1).reduce((sum, entry) => sum + Math.abs(entry), 0));
    return {
      from,
      to,
      centre: y.map((row) => row.slice(0, plan.order + 1).map(String)),
      radius: rest.map((own) => (1.3 * own + 1e-13).toExponential(3)),
    };
  });
  return makeCertificate({
    format: 'spurious-certificate',
    version: 1,
    kind: 'uniform',
    producer: { name: 'test', version: '0', digits: 15 },
    problem: { bad: plan.bad, extras: plan.extras, dimension: 'all' },
    claim: {
      verdict: 'spurious-local-minima',
      kFrom: plan.kFrom,
      kTo: plan.kTo,
      lambdaMin: plan.lambdaMin,
    },
    witness: { order: plan.order, intervals },
  }) as UniformCertificate;
}

/** Type II and its relatives with r bad coordinates at s = 0. */
export function withoutExtras(bad: number): number[] {
  const single = [4 / Math.PI, ...Array<number>(bad).fill(0)];
  return [
    0,
    (-4 * bad) / Math.PI,
    ...Array<number>(bad).fill(0),
    ...Array.from({ length: bad }, () => single).flat(),
  ];
}

export const TYPE_II: Plan = {
  bad: 1,
  extras: [],
  kFrom: 6,
  kTo: null,
  lambdaMin: '0.0047',
  order: 10,
  ends: ['0', '.1', '.24', '.3772', '.408248291'].map((end) => end.replace(/^\./, '0.')),
  start: withoutExtras(1),
};

export const EXTRA_1: Plan = {
  bad: 1,
  extras: [[1]],
  kFrom: 7,
  kTo: null,
  lambdaMin: '0.0026',
  order: 10,
  ends: ['0', '0.1', '0.198', '0.29404', '0.37797'],
  start: [
    -0.572287878935855, -1.614589890520955, 0.296298546446044, 0.69671110076059, 1.0920365644265397,
    0.91787878976037, -1.38833511087258,
  ],
};
