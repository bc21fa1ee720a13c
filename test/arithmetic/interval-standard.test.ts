import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ball } from '../../src/arithmetic/ball.ts';
import { DomainError } from '../../src/arithmetic/ball.ts';
import { compareRationals, type Rational, rationalOf } from '../../src/arithmetic/exact.ts';
import { exp, log } from '../../src/arithmetic/exponential.ts';
import { expectTrue } from '../equal.ts';
import { fieldOf } from './support.ts';

// The test cases for IEEE 1788 (interval arithmetic) in shared data: path in SPURIOUS_SHARED, default ../shared.

const root = resolve(import.meta.dirname, '../..');
const folder = join(process.env['SPURIOUS_SHARED'] ?? join(root, '../shared'), 'itl');
const present = existsSync(folder);
if (!present) console.warn(`no IEEE 1788 test cases in ${folder}: set SPURIOUS_SHARED to run them`);

/** Enough for every finite double and every midpoint of two to be exact. */
const f = fieldOf(1200);

interface Interval {
  readonly low: number;
  readonly high: number;
}
interface Statement {
  readonly test: string;
  readonly op: string;
  readonly args: readonly (Interval | null)[];
  /** An interval, null when empty; a truth value; or a number. */
  readonly result: Interval | null | boolean | number;
  readonly text: string;
}

// ---- doubles around a rational ------------------------------------------------------------------------------

const words = new DataView(new ArrayBuffer(8));

/** Doubles in their order: an integer for each, consecutive for neighbours. */
function doubleAt(order: bigint): number {
  words.setBigUint64(0, order >= 0n ? order : (1n << 63n) | -order);
  return words.getFloat64(0);
}

const INFINITE = 0x7ffn << 52n;

/** The double that is so many places further up. */
function neighbour(x: number, places: bigint): number {
  words.setFloat64(0, Math.abs(x));
  const order = words.getBigUint64(0);
  return doubleAt((x < 0 ? -order : order) + places);
}

/** The greatest double ≤ x (−∞ if there is none). */
function roundDown(x: Rational): number {
  let low = -INFINITE;
  let high = INFINITE;
  // Invariant: doubleAt(low) ≤ x < doubleAt(high).
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (compareRationals(rationalOf(doubleAt(middle)), x) <= 0) low = middle;
    else high = middle;
  }
  return doubleAt(low);
}

const roundUp = (x: Rational): number => -roundDown({ numerator: -x.numerator, denominator: x.denominator });

// ---- reading ------------------------------------------------------------------------------------------------

/** The number that a literal means, or an infinity. */
function literal(text: string): Rational | number {
  const match = /^([+-]?)(?:0x([0-9a-f]+)(?:\.([0-9a-f]*))?p([+-]?\d+)|inf(?:inity)?|(\d.*))$/i.exec(text);
  if (match === null) throw new Error(`no number: ${text}`);
  const [, sign, whole, fraction = '', exponent, decimal] = match;
  const negative = sign === '-';
  if (decimal !== undefined) return rationalOf(`${sign}${decimal}`);
  if (whole === undefined) return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const mantissa = BigInt(`0x${whole}${fraction}`) * (negative ? -1n : 1n);
  const power = Number(exponent) - 4 * fraction.length;
  return power >= 0
    ? { numerator: mantissa << BigInt(power), denominator: 1n }
    : { numerator: mantissa, denominator: 1n << BigInt(-power) };
}

/** An interval of doubles, decimal ends rounded outward. */
function interval(text: string): Interval | null {
  const body = text.slice(1, text.indexOf(']')).trim();
  if (body === 'empty' || body === 'nai') return null;
  if (body === 'entire') return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const [first, last = first] = body.split(',').map((part) => literal(part.trim()));
  return {
    low: typeof first === 'number' ? first : roundDown(first!),
    high: typeof last === 'number' ? last : roundUp(last!),
  };
}

function resultOf(text: string): Statement['result'] {
  if (text.startsWith('[')) return interval(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'NaN') return Number.NaN;
  const value = literal(text);
  return typeof value === 'number' ? value : roundDown(value);
}

/** The statements about operations that we have, and the number of the others. */
function statements(file: string): { ours: Statement[]; others: number } {
  const ours: Statement[] = [];
  let others = 0;
  const source = readFileSync(join(folder, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '');
  for (const [, name, body] of source.matchAll(/testcase\s+(\S+)\s*\{([^}]*)\}/g))
    for (const text of body!.split(';').map((part) => part.replace(/\s+/g, ' ').trim())) {
      if (text === '') continue;
      const [left, right] = text.split(' = ');
      const op = left!.slice(0, left!.indexOf(' '));
      if (!(op in enclosing || op in deciding || op in measuring)) {
        others++;
        continue;
      }
      const args = [...left!.matchAll(/\[[^\]]*\](?:_\w+)?/g)].map(([part]) => interval(part));
      ours.push({ test: name!, op, args, result: resultOf(right!), text });
    }
  return { ours, others };
}

// ---- our operations -----------------------------------------------------------------------------------------

const enclosing: Readonly<Record<string, (...balls: Ball[]) => Ball>> = {
  pos: (a) => a!,
  neg: (a) => f.neg(a!),
  add: (a, b) => f.add(a!, b!),
  sub: (a, b) => f.sub(a!, b!),
  mul: (a, b) => f.mul(a!, b!),
  div: (a, b) => f.div(a!, b!),
  recip: (a) => f.div(f.one, a!),
  sqr: (a) => f.square(a!),
  sqrt: (a) => f.sqrt(a!),
  abs: (a) => f.abs(a!),
  min: (a, b) => f.min(a!, b!),
  max: (a, b) => f.max(a!, b!),
  fma: (a, b, c) => f.add(f.mul(a!, b!), c!),
  acos: (a) => f.acos(a!),
  asin: (a) => f.asin(a!),
  atan: (a) => f.atan(a!),
  atan2: (r, z) => f.angle(z!, r!),
  exp: (a) => exp(f, a!),
  log: (a) => log(f, a!),
  convexHull: (a, b) => f.hull(a!, b!),
};
const deciding: Readonly<Record<string, (a: Ball, b: Ball) => boolean>> = {
  precedes: (a, b) => f.lessOrEqual(a, b) === 'yes',
  strictPrecedes: (a, b) => f.less(a, b) === 'yes',
};
const measuring: Readonly<Record<string, (a: Ball) => Rational>> = {
  inf: (a) => f.lowerRational(a),
  sup: (a) => f.upperRational(a),
  mag: (a) => f.upperRational(f.abs(a)),
  mig: (a) => f.lowerRational(f.abs(a)),
};

/** Where our balls have to be as tight as intervals, so that the result must be the listed one. */
const TIGHT = new Set(['pos', 'neg', 'add', 'sub', 'abs', 'min', 'max', 'atan', 'exp', 'log', 'convexHull']);

const isBounded = (x: Interval): boolean => Number.isFinite(x.low) && Number.isFinite(x.high);

/** Why a case says nothing about us, or null. */
function skipped({ test: name, op, args }: Statement): string | null {
  if (name.endsWith('_dec_test')) return 'decorated';
  if (args.some((x) => x === null)) return 'empty argument';
  if (!args.every((x) => isBounded(x!))) return 'unbounded argument';
  if (op === 'atan2' && args[0]!.low < 0) return 'angle below the axis';
  return null;
}

const ball = ({ low, high }: Interval): Ball => {
  const hull = f.hull(f.exact(low), f.exact(high));
  expect(
    [f.lowerRational(hull), f.upperRational(hull)].map((x, i) =>
      compareRationals(x, rationalOf(i ? high : low)),
    ),
  ).toEqual([0, 0]);
  return hull;
};

/** Rounded outward to doubles, the enclosure contains the listed interval; where it must be tight, it is. */
function expectAround(enclosure: Ball, listed: Interval, { op, args, text }: Statement): void {
  const low = roundDown(f.lowerRational(enclosure));
  const high = roundUp(f.upperRational(enclosure));
  expectTrue(low <= listed.low && high >= listed.high, `${text}: [${low}, ${high}]`);
  if (!TIGHT.has(op) && args.some((x) => x!.low !== x!.high)) return;
  // The listed ends are the tightest doubles; ours may be the next ones where an end is a double itself.
  if (Number.isFinite(listed.low)) expect(low, text).toBeGreaterThanOrEqual(neighbour(listed.low, -1n));
  if (Number.isFinite(listed.high)) expect(high, text).toBeLessThanOrEqual(neighbour(listed.high, 1n));
}

describe.skipIf(!present)('IEEE 1788 test cases', () => {
  const files = ['elem', 'bool', 'num', 'set'].map((part) => `libieeep1788_${part}.itl`).concat('atan2.itl');
  const read = present ? files.map(statements) : [];
  const ours = read.flatMap((part) => part.ours);
  const skips = new Map([['operation we do not have', read.reduce((sum, part) => sum + part.others, 0)]]);
  const refusals = new Map<string, number>();
  const ran = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);

  test('every enclosure, rounded outward to doubles, contains the listed result', () => {
    for (const statement of ours) {
      const { op, args, result, text } = statement;
      const reason = skipped(statement);
      if (reason !== null) {
        count(skips, reason);
        continue;
      }
      const balls = args.map((x) => ball(x!));
      if (op in deciding) {
        expect(deciding[op]!(balls[0]!, balls[1]!), text).toBe(result);
      } else if (op in measuring) {
        expect(compareRationals(measuring[op]!(balls[0]!), rationalOf(result as number)), text).toBe(0);
      } else {
        let enclosure: Ball;
        try {
          enclosure = enclosing[op]!(...balls);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          count(refusals, op);
          continue;
        }
        // An empty result is in any enclosure.
        const listed = result as Interval | null;
        if (listed !== null) expectAround(enclosure, listed, statement);
      }
      count(ran, op);
    }
  });

  test('the cases that are skipped or refused, and how many run', () => {
    expect(Object.fromEntries(skips)).toEqual({
      'operation we do not have': 2527,
      decorated: 355,
      'empty argument': 236,
      'unbounded argument': 862,
      'angle below the axis': 61,
    });
    // Divisions by intervals that contain 0, logarithms of intervals that reach 0: a DomainError.
    expect(Object.fromEntries(refusals)).toEqual({ div: 65, recip: 7, log: 4 });
    expect([...ran.values()].reduce((a, b) => a + b)).toBe(335);
    expect(ran.size).toBe(26);
  });
});
