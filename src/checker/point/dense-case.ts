/** A point given by all its coordinates, with what is confirmed of it for every claim. */
import type { Point, Problem } from '../../certificate/minimum.ts';
import { decimalsOf, dot, integerRows, smallestEigenvalueAtLeast, unitsAbove } from '../numbers/exact.ts';
import { Intervals, intervals } from '../numbers/interval.ts';
import { confirm, Rejection } from '../rejection.ts';
import { type EnclosedMatrix, Landscape } from './landscape.ts';
import { digitsFor } from './pair-sums.ts';
import type { Case } from './theorem.ts';

type Rows = readonly (readonly bigint[])[];

export interface DenseCase extends Case {
  readonly atCentre: Landscape;
  /** Exact rows, in one unit. */
  readonly centre: Rows;
  readonly targets: Rows;
  readonly centreIsCandidate: boolean;
}

/** What of a claim says how many digits are needed. */
type Digits = { readonly gradientNorm: string; readonly centreGradientNorm?: string };

export function denseCase(problem: Problem, point: Point, claim: Digits): DenseCase {
  const { n, k, d } = problem;
  const { gradientNorm, centreGradientNorm = null } = claim;
  const targetRows = problem.targets === 'standard-basis' ? basis(k, d) : problem.targets;
  const scale = decimalsOf([point.candidate, point.centre, targetRows].flat(2));
  const candidate = integerRows(point.candidate, scale);
  const centre = integerRows(point.centre, scale);
  const targets = integerRows(targetRows, scale);
  for (const [name, rows] of Object.entries({ candidate, centre }))
    rows.forEach((row, i) => {
      const zero = row.every((entry) => entry === 0n);
      confirm(!zero, `neuron ${i} of the ${name} is not 0`);
    });
  const power = powerOf(targets, scale) ?? powerOf(candidate, scale) ?? 0;
  const at = (rows: Rows, norm: string | null): Landscape => {
    const digits = norm === null ? 40 : digitsFor(norm, power);
    return new Landscape(intervals(digits), rows, targets, scale, power);
  };
  const atCandidate = at(candidate, gradientNorm);
  const centreIsCandidate = equalRows(candidate, centre);
  const atCentre =
    centreIsCandidate && centreGradientNorm === null ? atCandidate : at(centre, centreGradientNorm);
  const I = intervalsFor(claim);
  const squares = candidate.reduce((sum, row, i) => {
    const difference = row.map((entry, a) => entry - centre[i]![a]!);
    return sum + dot(difference, difference);
  }, 0n);
  const largestNorm = candidate
    .map((row) => I.sqrt(I.exact(dot(row, row), 2 * scale)))
    .reduce((x, y) => I.max(x, y));
  return {
    problem,
    centre,
    targets,
    atCandidate,
    atCentre,
    centreIsCandidate,
    I,
    searchRadius: I.multiply(I.of('1e-3'), largestNorm),
    distance: I.sqrt(I.exact(squares, 2 * scale)),
    confirmCopies: () =>
      confirm(
        n >= k || holdsAtMost(targets, n),
        'targets lie on at most n rays, so that the infimum of F is 0',
      ),
    confirmLeast: (matrix, claimed, inequality) => checkEigenvalue(atCentre[matrix](), claimed, inequality),
    confirmSharp: () => {
      throw new Rejection('lipschitzConstant: only the plain one is confirmed here');
    },
  };
}

/** For numbers derived from claimed ones. A claim about a problem of another scale may be exact in very many digits. */
export function intervalsFor(claim: object): Intervals {
  const longest = Object.values(claim).reduce((most: number, x) => Math.max(most, String(x).length), 0);
  return longest <= 30 ? intervals(60) : new Intervals(2 * longest, intervals(60));
}

/**
 * Do at most n half-lines from 0 hold all targets? Those of one add up to one neuron: [v·x]_+ + [cv·x]_+ = [(1 + c)v·x]_+
 * for c > 0. Two rows other than 0 are on one half-line iff v·w > 0 and (v·w)² = ‖v‖²‖w‖² (Cauchy–Schwarz).
 */
function holdsAtMost(targets: Rows, n: number): boolean {
  const rays: (readonly bigint[])[] = [];
  for (const row of targets) {
    const square = dot(row, row);
    const known = rays.some((ray) => {
      const product = dot(row, ray);
      return product > 0n && product * product === square * dot(ray, ray);
    });
    if (square !== 0n && !known) rays.push(row);
    if (rays.length > n) return false;
  }
  return true;
}

function basis(k: number, d: number): readonly (readonly string[])[] {
  return Array.from({ length: k }, (_, j) => Array.from({ length: d }, (_, a) => (a === j ? '1' : '0')));
}

/** Of two lists with rows of one length. */
export function equalRows(x: Rows, y: Rows): boolean {
  return String(x) === String(y);
}

/** The largest row, in units of 10^−scale, has a length between 10^(p − ½) and 10^(p + ½); undefined where all are 0. */
export function powerOf(rows: Rows, scale: number): number | undefined {
  return powerOfSquares(
    rows.map((row) => dot(row, row)),
    scale,
  );
}

/** The same from the squared norms of the rows, in units of 10^(−2 scale). */
export function powerOfSquares(squares: readonly bigint[], scale: number): number | undefined {
  const largest = squares.reduce((x, y) => (y > x ? y : x));
  return largest === 0n ? undefined : Math.ceil((largest.toString().length - 1) / 2) - scale;
}

/** λ_min ≥ claimed > 0 for an enclosed matrix. */
export function checkEigenvalue(matrix: EnclosedMatrix, claimed: string, inequality: string): void {
  const units = unitsAbove(claimed);
  confirm(units > 0n, `${inequality}: the claimed number > 0`);
  confirm(smallestEigenvalueAtLeast(matrix.entries, matrix.error, units), inequality);
}
