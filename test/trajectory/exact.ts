import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { log } from '../../src/arithmetic/exponential.ts';
import { BallLandscape, type BallVector } from '../../src/landscape/ball-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf } from '../../src/landscape/problem.ts';
import { generatorOf, preciseVariates, type StreamId } from '../../src/search/generator.ts';

/** Descent and starts in balls of 200 digits: the truth, for small sizes. */
export const field: BallLandscape = new BallLandscape(BallField.ofDigits(200));
const { balls } = field;

/**
 * The start of a run by the polar method in 200 digits, on the generator's uniform variates, of 53 bits or of 117, with 60 more bits
 * each, which are what `bits` gives: n·k entries, row = neuron.
 */
export function exactStart(stream: StreamId, bits: () => bigint, width: 53 | 117 = 53): Ball[] {
  const { uniform } = generatorOf(stream);
  const variate = width === 53 ? (): bigint => BigInt(uniform() * 2 ** 53) : preciseVariates(stream);
  const { n, k } = stream;
  const minusTwo = balls.integer(-2);
  const coordinate = (): Ball =>
    balls.sub(balls.dyadic((variate() << 60n) + bits(), -(width + 59)), balls.one);
  const entries: Ball[] = [];
  while (entries.length < n * k) {
    const [x, y] = [coordinate(), coordinate()];
    const s = balls.add(balls.square(x), balls.square(y));
    if (balls.less(s, balls.one) !== 'yes') continue;
    const factor = balls.sqrt(balls.div(balls.mul(minusTwo, log(balls, s)), balls.mul(s, balls.integer(k))));
    entries.push(balls.mul(x, factor), balls.mul(y, factor));
  }
  return entries.slice(0, n * k);
}

/** Entries as exact midpoints: the point itself, for an orbit that starts there. */
export function midpoint(entries: readonly Ball[], n: number, k: number): bigint[][] {
  return Array.from({ length: n }, (_, i) => entries.slice(i * k, i * k + k).map(({ mid }) => mid));
}

/** ‖W − X‖ for a point in units of 2^−112. */
export function distanceToPrecise(
  rows: readonly (readonly bigint[])[],
  point: readonly (readonly bigint[])[],
): number {
  const further = BigInt(balls.bits - 112);
  let squares = 0;
  rows.forEach((row, i) => {
    row.forEach((mid, a) => {
      squares += (Number(mid - (point[i]![a]! << further)) * field.doubleScale) ** 2;
    });
  });
  return Math.sqrt(squares);
}

/**
 * W − ∇F(W)/10 to about 200 digits: midpoints alone are carried on. What they are off grows like all errors of descent, by less than
 * 10^40 in the runs of the tests.
 */
export function exactStep(rows: readonly (readonly bigint[])[]): bigint[][] {
  const k = rows[0]!.length;
  const neurons = rows.map((row): BallVector => field.vectorOfUnits([...row], 0n));
  const targets = Array.from({ length: k }, (_, j) => field.unitVector(k, j));
  const point = pointOf(field, k, neurons, targets, true);
  const gradients = gradient(field, point, pairsOf(field, point));
  return rows.map((row, i) => row.map((x, a) => x - gradients[i]!.mids[a]! / 10n));
}

/** ‖W − x‖ in doubles, from differences taken exactly. */
export function distanceTo(rows: readonly (readonly bigint[])[], x: Float64Array): number {
  const k = rows[0]!.length;
  let squares = 0;
  rows.forEach((row, i) => {
    row.forEach((mid, a) => {
      const difference = Number(mid - balls.exact(x[i * k + a]!).mid) * field.doubleScale;
      squares += difference * difference;
    });
  });
  return Math.sqrt(squares);
}
