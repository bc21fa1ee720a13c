import { checkThat } from '../arithmetic/argument.ts';
import { type Ball, BallField } from '../arithmetic/ball.ts';
import { decimalOf, exactDecimal } from '../arithmetic/exact.ts';
import type { BlockCertificate } from '../certificate/block.ts';
import { CHARTS, type CompletePoint, type CompleteZero } from '../certificate/complete.ts';
import { type Chart, chartOf } from './chart.ts';
import type { ChartResult, UniqueZero } from './subdivision.ts';

/** Proves what lies next to (a, b, c, d, e): a certificate of a critical point, or null. */
export type ProvePoint = (values: readonly number[]) => BlockCertificate | null;

export type ListResult =
  | {
      readonly points: readonly CompletePoint[];
      /** By chart. */
      readonly zeros: readonly (readonly CompleteZero[])[];
    }
  | { readonly reason: string };

const DIGITS = 60;
/** Entries of two zeros that agree to this are taken for those of one point; it is proved afterwards. */
const SAME = 1e-7;
/** |a − b| below this: the good neurons are taken to be equal; it is proved afterwards. */
const EQUAL = 1e-9;
const FIELD: BallField = BallField.ofDigits(DIGITS);

/** A point that is proved to be critical: enclosures of a, b, c, d, e. */
interface Located {
  readonly entries: readonly Ball[];
  readonly point: CompletePoint;
}

/**
 * The critical points in the boxes of all charts: each is proved, and so is which point each box holds (its directions lie in the
 * box, which holds one zero) and that no two points are one (some entry differs).
 */
export function listPoints(k: number, charts: readonly ChartResult[], prove: ProvePoint): ListResult {
  checkThat(charts.length === CHARTS, 'charts', charts, `the results of ${CHARTS} charts`);
  const located: Located[] = [];
  const approximate: (readonly number[])[] = [];
  const zeros: CompleteZero[][] = [];
  for (const [number, result] of charts.entries()) {
    const chart = chartOf(number);
    const own: CompleteZero[] = [];
    for (const zero of result.zeros) {
      const entries = entriesOf(k, chart, zero);
      const values = entries.map(toNumber);
      const size = Math.max(...values.map(Math.abs));
      let index = approximate.findIndex((known) =>
        known.every((x, i) => Math.abs(x - values[i]!) < SAME * size),
      );
      if (index < 0) {
        const found = locate(k, entries, values, zero, prove);
        if ('reason' in found)
          return { reason: `${found.reason} at (a, b, c, d, e) = (${values.join(', ')})` };
        index = located.push(found) - 1;
        approximate.push(values);
      }
      if (!inside(k, located[index]!.entries, chart, zero))
        return { reason: `chart ${number}: a box with one zero is not proved to hold point ${index + 1}` };
      own.push({
        point: index,
        centre: zero.centre.map(exactDecimal),
        radius: exactDecimal(zero.radius),
      });
    }
    zeros.push(own);
  }
  for (const [i, one] of located.entries())
    for (const [j, other] of located.slice(0, i).entries())
      if (!one.entries.some((x, e) => differ(x, other.entries[e]!)))
        return { reason: `points ${j + 1} and ${i + 1} are not proved to differ` };
  return { points: located.map(({ point }) => point), zeros };
}

/** a, b, c, d, e of a zero from its directions and norms. */
function entriesOf(k: number, chart: Chart, { enclosure }: UniqueZero): Ball[] {
  const f = FIELD;
  const q: Ball[] = [];
  q[chart.faceA] = f.integer(chart.signA);
  q[chart.faceB] = f.integer(chart.signB);
  const ends = enclosure.map(([low, high]) => f.hull(f.exact(low), f.exact(high)));
  for (const [i, j] of chart.free.entries()) q[j] = ends[i]!;
  const [, , , tau, t] = ends as [Ball, Ball, Ball, Ball, Ball];
  const [good, bad] = scalesOf(k);
  const times = [tau, f.div(tau, good), tau, f.div(t, bad), t];
  return q.map((x, i) => f.mul(x, times[i]!));
}

/** √(k − 2), √(k − 1) */
function scalesOf(k: number): readonly [Ball, Ball] {
  return [FIELD.sqrt(FIELD.integer(k - 2)), FIELD.sqrt(FIELD.integer(k - 1))];
}

/** The point by a certificate; or by the enclosure itself, where the good neurons are proved to be equal. */
function locate(
  k: number,
  entries: readonly Ball[],
  values: readonly number[],
  { enclosure }: UniqueZero,
  prove: ProvePoint,
): Located | { readonly reason: string } {
  const f = FIELD;
  for (const norm of [3, 4])
    if (!(enclosure[norm]![0] > 0)) return { reason: 'a neuron is not proved to differ from 0' };
  if (Math.abs(values[0]! - values[1]!) >= EQUAL) {
    const certificate = prove(values);
    if (certificate === null) return { reason: 'verdict and index are not proved' };
    return {
      entries: entriesOfCertificate(certificate),
      point: { certificate, values: null, radius: null },
    };
  }
  if (!areMerged(k, entries)) return { reason: 'the good neurons are not proved to be equal' };
  const radius = values.reduce(
    (most, value, i) => f.max(most, f.abs(f.sub(entries[i]!, f.exact(value)))),
    f.zero,
  );
  // Room for a checker with wider enclosures.
  const claimed = decimalOf(f.upperRational(f.add(f.scale(radius, 16), f.exact('1e-9'))), 'up', 3);
  return { entries, point: { certificate: null, values: values.map(exactDecimal), radius: claimed } };
}

/**
 * With σ = √2|a − b|/‖w_i‖ < .001: if ‖w_k‖ sin θ₂ + 2.1(‖w_k‖ + m‖w_i‖)σ < k − 1, the good neurons of a critical point are equal, and
 * it is no local minimum (docs/complete.md 2.5).
 */
function areMerged(k: number, entries: readonly Ball[]): boolean {
  const f = FIELD;
  const [a, b, c, d, e] = entries as [Ball, Ball, Ball, Ball, Ball];
  const m = f.integer(k - 1);
  const others = f.integer(k - 2);
  const X = f.add(f.add(f.square(a), f.mul(others, f.square(b))), f.square(c));
  const Y = f.add(f.mul(m, f.square(d)), f.square(e));
  if (f.positive(X) !== 'yes' || f.positive(Y) !== 'yes') return false;
  const good = f.sqrt(X);
  const sigma = f.div(f.mul(f.sqrt(f.integer(2)), f.abs(f.sub(a, b))), good);
  // ‖w_k‖ sin θ₂ is the area of the two over ‖w_i‖.
  const area = f.add(
    f.add(f.mul(others, f.square(f.mul(f.sub(a, b), d))), f.square(f.sub(f.mul(a, e), f.mul(c, d)))),
    f.mul(others, f.square(f.sub(f.mul(b, e), f.mul(c, d)))),
  );
  const across = f.div(f.sqrt(area), good);
  const lengths = f.add(f.sqrt(Y), f.mul(m, good));
  const sum = f.add(across, f.mul(f.mul(f.exact('2.1'), lengths), sigma));
  return f.less(sigma, f.exact('0.001')) === 'yes' && f.less(sum, m) === 'yes';
}

/** Enclosures of the entries of the critical point that a certificate is about. */
function entriesOfCertificate({ point, claim }: BlockCertificate): Ball[] {
  const f = FIELD;
  const [good, bad] = point.centre as [
    BlockCertificate['point']['centre'][number],
    BlockCertificate['point']['centre'][number],
  ];
  const radius = 'centreRadius' in claim ? f.exact(claim.centreRadius) : f.zero;
  return [good.diagonal!, ...good.values, ...bad.values].map((x) => {
    const centre = f.exact(x);
    return f.hull(f.sub(centre, radius), f.add(centre, radius));
  });
}

/** The directions of a point are certainly inside of the box of a zero. */
function inside(k: number, entries: readonly Ball[], chart: Chart, { centre, radius }: UniqueZero): boolean {
  const f = FIELD;
  const [good, bad] = scalesOf(k);
  const [a, b, c, d, e] = entries as [Ball, Ball, Ball, Ball, Ball];
  const q = [a, f.mul(b, good), c, f.mul(d, bad), e];
  const overA = f.scale(q[chart.faceA]!, chart.signA);
  const overB = f.scale(q[chart.faceB]!, chart.signB);
  if (f.positive(overA) !== 'yes' || f.positive(overB) !== 'yes') return false;
  return chart.free.every((j, i) => {
    const x = f.div(q[j]!, j < 3 ? overA : overB);
    // The ends as the kernel has them, in doubles.
    const low = f.exact(centre[i]! - radius);
    const high = f.exact(centre[i]! + radius);
    return f.less(low, x) === 'yes' && f.less(x, high) === 'yes';
  });
}

function differ(x: Ball, y: Ball): boolean {
  return FIELD.less(x, y) === 'yes' || FIELD.less(y, x) === 'yes';
}

function toNumber({ mid }: Ball): number {
  const shift = FIELD.bits - 60;
  return Number(mid >> BigInt(shift)) * 2 ** -60;
}
