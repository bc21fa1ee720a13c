/** The check of a list of critical points: docs/complete.md has the theorems. */
import type { BlockCertificate } from '../../certificate/block.ts';
import { blockStatement } from '../../certificate/block.ts';
import type { CompleteCertificate, CompletePoint } from '../../certificate/complete.ts';
import { confirmEmbedded } from '../embedded.ts';
import { parsed } from '../numbers/exact.ts';
import type { Precisions } from '../numbers/interval.ts';
import { checkBlock } from '../point/block.ts';
import { confirm, Rejection } from '../rejection.ts';
import type { Share } from '../share.ts';
import { Boxes, type Chart, chartOf, type DirectionBox } from './boxes.ts';
import { confirmSlab } from './circle.ts';
import {
  decimalSpan,
  exactly,
  minus,
  multiple,
  opposite,
  over,
  plus,
  rooted,
  type Span,
  size,
  span,
  squared,
  times,
} from './doubles.ts';
import { type Sizes, sizesOf } from './equations.ts';

/** Throws a Rejection unless the list is confirmed to be complete. */
export function checkComplete(certificate: CompleteCertificate, share: Share, precisions: Precisions): void {
  share.each(
    certificate.claim.points,
    ({ certificate: own }) => {
      if (own === null) return;
      confirmEmbedded(own, blockStatement(own));
      checkBlock(own, precisions);
    },
    () => 0,
  );
  if (certificate.problem.symmetry === 'Sk') checkSymmetric(certificate, share);
  else checkOneBad(certificate, share);
}

/** The slabs cover all s = (k−1)^(−1/2) that are asked for; the two points are the identity and one with a < 0 < b. */
function checkSymmetric({ problem, claim, witness }: CompleteCertificate, share: Share): void {
  const { slabs } = witness;
  const { kFrom, kTo } = problem;
  const first = slabs[0]!;
  const last = slabs[slabs.length - 1]!;
  if (kTo === null) confirm(compared(first.from, 0n) <= 0, 'the first slab begins at s = 0');
  else confirm(isAtMostInverseRoot(first.from, kTo), `the first slab begins at most at (kTo − 1)^(−1/2)`);
  confirm(isAtLeastInverseRoot(last.to, kFrom), 'the last slab ends at least at (kFrom − 1)^(−1/2)');
  share.each(slabs, (slab, i) => {
    if (i > 0) confirm(difference(slab.from, slabs[i - 1]!.to) <= 0n, 'each slab begins in the one before');
    confirm(difference(slab.from, slab.to) <= 0n, 'a slab ends after its beginning');
    confirmSlab(slab, `slab ${i + 1}`);
  });
  const [identity, other] = claim.points;
  if (identity === undefined || other === undefined) return;
  const { diagonal, values } = identity.certificate!.point.centre[0]!;
  const isIdentity = compared(diagonal!, 1n) === 0 && compared(values[0]!, 0n) === 0;
  confirm(
    isIdentity && identity.certificate!.claim.verdict === 'not-spurious',
    'the first point is the identity',
  );
  const [a, b] = entriesOf(other.certificate!) as [Span, Span];
  confirm(a.hi < 0 && b.lo > 0, 'the second point has a < 0 < b');
}

/** All isolated points are in boxes with one zero each, and the rest of each chart holds none but those of the segments. */
function checkOneBad(certificate: CompleteCertificate, share: Share): void {
  const sizes = sizesOf(certificate.problem.kFrom);
  const known = boxesOfPoints(certificate, sizes);
  share.each(
    certificate.witness.charts,
    ({ trace }, number, within) => {
      new Boxes(sizes, chartOf(number)).replay(trace, known[number]!, `chart ${number + 1}`, within);
    },
    ({ trace }) => trace.length,
  );
}

/** The boxes with one zero, by chart: each holds the point that it is said to hold, every point is in one, and no two points are one. */
function boxesOfPoints({ claim, witness }: CompleteCertificate, sizes: Sizes): readonly DirectionBox[][] {
  const entries = claim.points.map(({ certificate }) =>
    certificate === null ? null : entriesOf(certificate),
  );
  const seen = new Set<number>();
  const known = witness.charts.map(({ zeros }, number) => {
    const chart = chartOf(number);
    const boxes = new Boxes(sizes, chart);
    return zeros.map((zero, i): DirectionBox => {
      const place = `chart ${number + 1}, box ${i + 1} with one zero`;
      const radius = Number(zero.radius);
      const box = zero.centre.map(Number).map((x) => span(x - radius, x + radius));
      const found = boxes.uniqueZero(box, place);
      const point = claim.points[zero.point]!;
      entries[zero.point] ??= mergedEntries(sizes, entriesOfZero(sizes, chart, found), point, place);
      const inside = directionsOf(sizes, chart, entries[zero.point]!);
      confirm(
        inside?.every((x, c) => x.lo > box[c]!.lo && x.hi < box[c]!.hi) === true,
        `${place}: the directions of point ${zero.point + 1} lie in it`,
      );
      seen.add(zero.point);
      return box;
    });
  });
  claim.points.forEach((_, i) => {
    confirm(seen.has(i), `point ${i + 1} is in a box with one zero`);
    for (let j = 0; j < i; j++)
      confirm(
        entries[i]!.some((x, e) => x.hi < entries[j]![e]!.lo || x.lo > entries[j]![e]!.hi),
        `points ${j + 1} and ${i + 1} differ`,
      );
  });
  return known;
}

/** a, b, … of the critical point that a block certificate is about. */
function entriesOf({ point, claim }: BlockCertificate): Span[] {
  const radius = 'centreRadius' in claim ? decimalSpan(claim.centreRadius).hi : 0;
  return point.centre
    .flatMap(({ diagonal, values }) => (diagonal === null ? values : [diagonal, ...values]))
    .map((x) => plus(decimalSpan(x), span(-radius, radius)));
}

/** a, b, c, d, e of directions and norms. */
function entriesOfZero(sizes: Sizes, { faces, free }: Chart, [x, y, z, tau, t]: DirectionBox): Span[] {
  const q: Span[] = [];
  for (const [face, sign] of faces) q[face] = exactly(sign);
  for (const [i, j] of free.entries()) q[j] = [x!, y!, z!][i]!;
  const factors = [tau!, times(tau!, sizes.inverseRootOthers), tau!, times(t!, sizes.inverseRootM), t!];
  return q.map((entry, i) => times(entry, factors[i]!));
}

/** The free directions of a point in a chart; null unless it certainly has directions there. */
function directionsOf(
  { m, rootOthers }: Sizes,
  { faces, free }: Chart,
  entries: readonly Span[],
): Span[] | null {
  const [a, b, c, d, e] = entries as [Span, Span, Span, Span, Span];
  const q = [a, times(rootOthers, b), c, times(rooted(exactly(m)), d), e];
  const divisors = faces.map(([face, sign]) => (sign === 1 ? q[face]! : opposite(q[face]!)));
  if (!divisors.every((x) => x.lo > 0)) return null;
  return free.map((j) => over(q[j]!, divisors[j < 3 ? 0 : 1]!));
}

/**
 * A point whose good neurons are nearly equal: with σ = √2|a − b|/‖w_i‖ < .001 they are equal, and it is no local minimum, if
 * ‖w_k‖ sin θ₂ + 2.1(‖w_k‖ + m‖w_i‖)σ < k − 1 (docs/complete.md 2.5).
 */
function mergedEntries(
  { m }: Sizes,
  found: readonly Span[],
  { values, radius }: CompletePoint,
  place: string,
): Span[] {
  const others = m - 1;
  const [a, b, c, d, e] = found as [Span, Span, Span, Span, Span];
  const apart = minus(a, b);
  const good = rooted(plus(plus(squared(a), multiple(others, squared(b))), squared(c)));
  const bad = rooted(plus(multiple(m, squared(d)), squared(e)));
  const sigma = over(times(rooted(exactly(2)), size(apart)), good);
  const cd = times(c, d);
  const area = plus(
    plus(multiple(others, squared(times(apart, d))), squared(minus(times(a, e), cd))),
    multiple(others, squared(minus(times(b, e), cd))),
  );
  const lengths = plus(bad, multiple(m, good));
  const sum = plus(over(rooted(area), good), times(decimalSpan('2.1'), times(lengths, sigma)));
  confirm(sigma.hi < 0.001 && sum.hi < m, `${place}: the good neurons are equal, and it is no local minimum`);
  const claimed = values!.map(decimalSpan);
  const within = decimalSpan(radius!).lo;
  confirm(
    found.every((x, i) => size(minus(x, claimed[i]!)).hi <= within),
    `${place}: the point is within the claimed radius of the claimed values`,
  );
  return [...found];
}

/** The sign of x − integer. */
function compared(x: string, integer: bigint): number {
  return Number(difference(x, String(integer)) > 0n) - Number(difference(x, String(integer)) < 0n);
}

/** x − y in units of the last place of either. */
function difference(x: string, y: string): bigint {
  const one = parsed(x);
  const other = parsed(y);
  const least = Math.min(one.exponent, other.exponent);
  const units = ({ digits, exponent }: { digits: bigint; exponent: number }): bigint =>
    digits * 10n ** BigInt(exponent - least);
  return units(one) - units(other);
}

/** x²(k − 1) − 1 in units of 10^(2·exponent), for x ≥ 0. */
function excess(x: string, k: number): bigint {
  const { digits, exponent } = parsed(x);
  if (digits < 0n) throw new Rejection('ends of slabs are at least 0');
  const square = digits * digits * BigInt(k - 1);
  return exponent >= 0 ? square * 10n ** BigInt(2 * exponent) - 1n : square - 10n ** BigInt(-2 * exponent);
}

function isAtMostInverseRoot(x: string, k: number): boolean {
  return excess(x, k) <= 0n;
}

function isAtLeastInverseRoot(x: string, k: number): boolean {
  return excess(x, k) >= 0n;
}
