/** A point given by all its coordinates, with what is confirmed of it for every claim. */
import type { Point, Problem } from '../../certificate/minimum.ts';
import { type EnclosedMatrix, smallestEigenvalueAtLeast } from '../numbers/definite.ts';
import { dot, inOneUnit, type Unit, unitsAbove, unitsInOne } from '../numbers/exact.ts';
import { type Interval, type Intervals, intervals, type Precisions } from '../numbers/interval.ts';
import { confirm, Rejection } from '../rejection.ts';
import { Landscape } from './landscape.ts';
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

const RAYS = 'targets lie on at most n rays, so that the infimum of F is 0';

/** What of a claim says how many digits are needed. */
type Digits = { readonly gradientNorm: string; readonly centreGradientNorm?: string };

export function denseCase(
  problem: Problem,
  point: Point,
  claim: Digits,
  at: Precisions = intervals,
): DenseCase {
  const { n, k, d } = problem;
  const { gradientNorm, centreGradientNorm = null } = claim;
  const given = problem.targets === 'standard-basis' ? basis(k, d) : problem.targets;
  /** Neurons and targets in a unit of their own. */
  const exact = (name: string, decimals: Point['centre']) => {
    const { unit, lists } = inOneUnit([decimals, given]);
    const [rows, targets] = [lists[0]!, lists[1]!];
    for (const [i, row] of rows.entries()) confirm(square(row) !== 0n, `neuron ${i} of the ${name} is not 0`);
    return { unit, rows, targets };
  };
  const located = ({ unit, rows, targets }: ReturnType<typeof exact>, norm: string | null): Landscape => {
    const power = powerOf(targets, unit) ?? powerOf(rows, unit) ?? 0;
    const I = at(norm === null ? 40 : digitsFor(norm, power));
    return new Landscape(I, rows, targets, unit.twos, unit.fives);
  };
  const [from, to] = [exact('candidate', point.candidate), exact('centre', point.centre)];
  const [u, v] = [unitsInOne(from.unit), unitsInOne(to.unit)];
  const moved = from.rows.flatMap((row, i) => row.map((entry, a) => entry * v - to.rows[i]![a]! * u));
  const centreIsCandidate = moved.every((x) => x === 0n);
  const atCandidate = located(from, gradientNorm);
  const same = centreIsCandidate && centreGradientNorm === null;
  const atCentre = same ? atCandidate : located(to, centreGradientNorm);
  const I = intervalsFor(claim, at);
  const root = (x: bigint, { twos, fives }: Unit): Interval => I.sqrt(I.exact(x, 2 * twos, 2 * fives));
  const largestNorm = from.rows.map((row) => root(square(row), from.unit)).reduce((x, y) => I.max(x, y));
  const { twos, fives } = from.unit;
  const both = { twos: twos + to.unit.twos, fives: fives + to.unit.fives };
  return {
    problem,
    centre: to.rows,
    targets: to.targets,
    atCandidate,
    atCentre,
    centreIsCandidate,
    I,
    searchRadius: I.multiply(I.of('1e-3'), largestNorm),
    distance: root(square(moved), both),
    confirmCopies: () => confirm(n >= k || holdsAtMost(to.targets, n), RAYS),
    confirmLeast: (matrix, claimed, inequality) => checkEigenvalue(atCentre[matrix](), claimed, inequality),
    confirmSharp: () => {
      throw new Rejection('lipschitzConstant: only the plain one is confirmed here');
    },
  };
}

/** For numbers derived from claimed ones. A claim about a problem of another scale may be exact in very many digits. */
export function intervalsFor(claim: object, precisions: Precisions): Intervals {
  const longest = Object.values(claim).reduce((most: number, x) => Math.max(most, String(x).length), 0);
  return precisions(longest <= 30 ? 60 : 2 * longest);
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

function square(row: readonly bigint[]): bigint {
  return dot(row, row);
}

/** The largest row has a length of about 10^p; undefined where all are 0. */
export function powerOf(rows: Rows, unit: Unit): number | undefined {
  return powerOfSquares(rows.map(square), unit);
}

/** The same from the squared norms of the rows. */
export function powerOfSquares(squares: readonly bigint[], { twos, fives }: Unit): number | undefined {
  const largest = squares.reduce((x, y) => (y > x ? y : x));
  const places = Math.round(twos * Math.log10(2) + fives * Math.log10(5));
  return largest === 0n ? undefined : Math.ceil((largest.toString().length - 1) / 2) - places;
}

/** λ_min ≥ claimed > 0 for an enclosed matrix. */
export function checkEigenvalue(matrix: EnclosedMatrix, claimed: string, inequality: string): void {
  const units = unitsAbove(claimed);
  confirm(units > 0n, `${inequality}: the claimed number > 0`);
  confirm(smallestEigenvalueAtLeast(matrix, units), inequality);
}
