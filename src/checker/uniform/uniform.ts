/**
 * The check of a theorem for every k (mathematics.md 11.8; existence 11.6, blocks 11.7). For every interval of s = k^(−1/2) and every real t in [−1, 1]:
 *
 * - Existence. With any matrix Y(t), T(z) = z − Y G(y_c + z) maps the box |z_i| ≤ r_i into itself and contracts there
 *   if |Y G(y_c)| + |I − Y J| r < r with J over the box (mean value theorem): one zero of the equations in the box.
 * - Strictness. The blocks, evaluated over the whole box and so at the zero, less 2πλ·Gram are positive definite, all
 *   in all dimensions d ≥ k.
 * - Spuriousness. The entry of matched neuron β at β is negative, so F > 0 (landscape: sign of an entry).
 * - Names. Every extra has the entries that its set stands for.
 *
 * Intervals are independent of each other; that they cover the range of s is checked exactly.
 */
import { type UniformCertificate, type UniformInterval, unknownsOf } from '../../certificate/uniform.ts';
import { decimalsOf, floorTimes } from '../numbers/exact.ts';
import { confirm, Rejection } from '../rejection.ts';
import type { Share } from '../share.ts';
import { blocksOf, trivialBlock } from './blocks.ts';
import { positiveDefinite } from './definite-series.ts';
import { Dual } from './dual.ts';
import { equationsOf, jacobianOf } from './equations.ts';
import { contracts } from './krawczyk.ts';
import { type FamilyShape, ScaledPoint } from './scaled.ts';
import { confirmPositive, constant, ONE, piOver, Series } from './series.ts';

/** Larger proofs are not looked at: their check would take hours. */
const MOST = { unknowns: 120, order: 24, intervals: 200 } as const;
/**
 * By how much the order of the enclosures is higher than the centre's: it keeps more of what the proof depends on. The
 * residual always takes the last one; derivatives and blocks, which take the time, as a rule need no more than the first.
 */
const MORE = { first: 2, last: 8 } as const;
/** Coefficients of a centre and radii up to this size. */
const LARGEST = 1_000_000n;

/**
 * Throws a Rejection unless the theorem is confirmed, on the intervals of the share; what `further` throws on the box of an
 * interval is a reason to reject, too.
 */
export function checkUniform(
  { problem, claim, witness }: UniformCertificate,
  share: Share,
  further: (box: ScaledPoint) => void = () => {},
): void {
  const shape: FamilyShape = { bad: problem.bad, singles: problem.bad + problem.extras.length };
  const unknowns = unknownsOf(problem);
  confirm(unknowns <= MOST.unknowns, `at most ${MOST.unknowns} unknowns`);
  confirm(witness.order <= MOST.order, `order ≤ ${MOST.order}`);
  confirm(witness.intervals.length <= MOST.intervals, `at most ${MOST.intervals} intervals`);
  confirm(claim.kFrom - problem.bad >= 4, 'kFrom ≥ bad + 4');
  confirmComplete(shape, unknowns, claim.kFrom - problem.bad);
  confirmCovered(witness.intervals, claim.kFrom, claim.kTo);
  confirm(floorTimes(claim.lambdaMin, ONE) > 0n, 'lambdaMin > 0');
  share.each(witness.intervals, (interval, i) => {
    try {
      const radii = radiiOf(interval);
      const residual = residualOf(shape, witness.order + MORE.last, interval);
      const check = (more: number) => {
        const order = witness.order + more;
        further(checkInterval(shape, problem.extras, order, claim.lambdaMin, interval, radii, residual));
      };
      try {
        check(MORE.first);
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        check(MORE.last);
      }
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      throw new Rejection(`${error.inequality}, in interval ${i} (${interval.from} ≤ s ≤ ${interval.to})`);
    }
  });
}

/**
 * The blocks with their multiplicities fill R^{n·k}, and those of M R^n. Both sides are polynomials of degree ≤ 2 in
 * m, so three values of m decide.
 */
function confirmComplete({ bad, singles }: FamilyShape, unknowns: number, from: number): void {
  for (const m of [from, from + 1, from + 2]) {
    const dimension = unknowns + (m - 1) * (3 + bad + singles) + (m * (m - 3)) / 2 + ((m - 1) * (m - 2)) / 2;
    confirm(dimension === (m + singles) * (m + bad), 'the blocks are all of the Hessian');
    confirm(1 + singles + (m - 1) === m + singles, 'the blocks are all of M');
  }
}

/** Every s = k^(−1/2) of the claim lies in an interval; integers only. */
function confirmCovered(intervals: readonly UniformInterval[], kFrom: number, kTo: number | null): void {
  const scale = 10n ** BigInt(decimalsOf(intervals.flatMap(({ from, to }) => [from, to])));
  const ends = intervals.map(({ from, to }) => ({
    from: floorTimes(from, scale),
    to: floorTimes(to, scale),
  }));
  const one = scale * scale;
  ends.forEach(({ from, to }, i) => {
    confirm(from >= 0n && from <= to && to <= scale, `interval ${i} is within 0 ≤ from ≤ to ≤ 1`);
    if (i > 0) confirm(from <= ends[i - 1]!.to, `interval ${i} begins where the one before ends`);
  });
  const first = ends[0]!.from;
  if (kTo === null) confirm(first === 0n, 'the first interval begins at 0');
  else confirm(first * first * BigInt(kTo) <= one, 'the first interval begins at kTo^(−1/2) or below');
  const reach = ends.reduce((most, { to }) => (to > most ? to : most), 0n);
  confirm(reach * reach * BigInt(kFrom) >= one, 'the last interval ends at kFrom^(−1/2) or above');
}

/** Rounded down; where a larger radius is the safe side, a unit is added. */
function radiiOf(interval: UniformInterval): readonly bigint[] {
  return interval.radius.map((entry) => {
    const radius = floorTimes(entry, ONE);
    confirm(radius > 0n && radius <= LARGEST * ONE, 'radii are positive and not huge');
    return radius;
  });
}

/** The equations at the centre. */
function residualOf(shape: FamilyShape, order: number, interval: UniformInterval): readonly Series[] {
  const centre = interval.centre.map((row) => new Dual(polynomial(row, order)));
  return equationsOf(new ScaledPoint(shape, parameter(interval, order), centre)).map(({ value }) => value);
}

/** The box of an interval that holds the critical point. */
function checkInterval(
  shape: FamilyShape,
  extras: readonly (readonly number[])[],
  working: number,
  lambdaMin: string,
  interval: UniformInterval,
  radii: readonly bigint[],
  residual: readonly Series[],
): ScaledPoint {
  const box = new ScaledPoint(
    shape,
    parameter(interval, working),
    interval.centre.map((row, i) => boxed(polynomial(row, working), radii[i]! + 1n, i)),
  );
  const jacobian = jacobianOf(equationsOf(box));
  contracts(jacobian, residual, radii);

  extras.forEach((set, u) => {
    confirmNamed(
      box.extras[u]!.ye.map((entry) => entry.value),
      set,
      `extra ${u}`,
    );
  });
  const lambda = floorTimes(lambdaMin, ONE);
  const twoPiLambda = piOver(working, 1n)
    .multiple(2n)
    .times(constant(working, lambda, 1n));
  const blocks = { triv: trivialBlock(box, jacobian, twoPiLambda), ...blocksOf(box, twoPiLambda) };
  for (const [name, block] of Object.entries(blocks)) {
    confirm(positiveDefinite(block), `the block ${name} has no eigenvalue below lambdaMin`);
  }
  return box;
}

/**
 * The set that names an extra neuron: its entries are negative there, and it is the set of all coordinates with an entry
 * below half of the least one. A member is below half of every other entry; another coordinate is above half of some
 * member's, which is at least half of the least.
 */
function confirmNamed(entries: readonly Series[], set: readonly number[], name: string): void {
  const members = set.map((beta) => entries[beta - 1]!);
  entries.forEach((entry, b) => {
    const twice = entry.multiple(2n);
    if (set.includes(b + 1)) {
      confirmPositive(entry.negative(), `minus the entry of ${name} at ${b + 1}`);
      entries.forEach((other, c) => {
        if (c !== b)
          confirmPositive(
            other.minus(twice),
            `half of the entry of ${name} at ${c + 1}, less that at ${b + 1},`,
          );
      });
    } else {
      const above = members.some((member) => twice.minus(member).below() > 0n);
      confirm(above, `the entry of ${name} at ${b + 1} is above half of one in its set`);
    }
  });
}

/** s = (from + to)/2 + t(to − from)/2; two floors and two shifts err by less than 4 units in all. */
function parameter({ from, to }: UniformInterval, order: number): Series {
  const low = floorTimes(from, ONE);
  const high = floorTimes(to, ONE);
  return new Series(order, [(low + high) >> 1n, (high - low) >> 1n], 4n);
}

/** A polynomial with decimal coefficients, each rounded by less than a unit. */
function polynomial(decimals: readonly string[], order: number): Series {
  const coefficients = decimals.map((entry) => floorTimes(entry, ONE));
  const bounded = coefficients.every((entry) => entry <= LARGEST * ONE && entry >= -LARGEST * ONE);
  confirm(bounded, 'the coefficients of a centre are not huge');
  return new Series(order, coefficients, BigInt(coefficients.length));
}

/** An unknown within its box: y_c + z, |z| ≤ radius. */
function boxed(centre: Series, radius: bigint, index: number): Dual {
  const slopes: (Series | null)[] = Array<null>(index).fill(null);
  slopes.push(constant(centre.order, ONE));
  return new Dual(new Series(centre.order, centre.coefficients, centre.radius + radius), slopes);
}
