import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  decimalCase as decimals,
  fractions,
  stream,
  wrongIntervals,
} from '../../../scripts/interval-cases.mjs';
import { decimalIntervals } from '../../../src/checker/numbers/decimal.ts';
import * as module from '../../../src/checker/numbers/interval.ts';
import { type Interval, intervals, isAtMost, isLess } from '../../../src/checker/numbers/interval.ts';
import { ROOT_OF_2_LN_100 } from '../../../src/checker/point/robustness.ts';

const TENS: bigint[] = [];

function tenTo(places: bigint): bigint {
  const n = Number(places);
  TENS[n] ??= 10n ** places;
  return TENS[n];
}

/** A finite decimal as numerator / 10^places, exactly. */
function rational(x: Decimal): { numerator: bigint; places: bigint } {
  const [mantissa = '', power = '0'] = x.toString().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const exponent = Number(power) - fraction.length;
  const digits = BigInt(whole + fraction);
  return exponent >= 0
    ? { numerator: digits * tenTo(BigInt(exponent)), places: 0n }
    : { numerator: digits, places: BigInt(-exponent) };
}

/** The sign of x − p/q for q > 0. */
function compare(x: Decimal, p: bigint, q: bigint): number {
  const { numerator, places } = rational(x);
  const left = numerator * q;
  const right = p * tenTo(places);
  return left > right ? 1 : left < right ? -1 : 0;
}

describe('directed rounding of decimal.js', () => {
  for (const precision of [1, 2, 7, 18, 40]) {
    const down = Decimal.clone({ precision, rounding: Decimal.ROUND_FLOOR, defaults: true });
    const up = Decimal.clone({ precision, rounding: Decimal.ROUND_CEIL, defaults: true });

    it(`+ − × ÷ at ${precision} digits: the exact result lies between, one unit apart`, () => {
      const next = stream(20260 + precision);
      const wrong: string[] = [];
      for (let trial = 0; trial < 3000; trial++) {
        const [a, b] = [decimals(next), decimals(next)];
        const [a0, b0, a1, b1] = [new down(a), new down(b), new up(a), new up(b)];
        const [x, y] = [rational(a0), rational(b0)];
        const scale = tenTo(x.places + y.places);
        const left = x.numerator * tenTo(y.places);
        const right = y.numerator * tenTo(x.places);
        const cases: [string, Decimal, Decimal, bigint, bigint][] = [
          ['+', down.add(a0, b0), up.add(a1, b1), left + right, scale],
          ['−', down.sub(a0, b0), up.sub(a1, b1), left - right, scale],
          ['×', down.mul(a0, b0), up.mul(a1, b1), x.numerator * y.numerator, scale],
        ];
        if (right !== 0n) {
          const sign = right < 0n ? -1n : 1n;
          cases.push(['÷', down.div(a0, b0), up.div(a1, b1), sign * left, sign * right]);
        }
        for (const [name, lo, hi, p, q] of cases) {
          const wrongly = (what: string): number => wrong.push(`${a} ${name} ${b} ${what}`);
          if (compare(lo, p, q) > 0) wrongly('from below');
          if (compare(hi, p, q) < 0) wrongly('from above');
          // Exact results are not rounded, others lie between neighbours.
          if (lo.eq(hi) || lo.isZero() || hi.isZero()) continue;
          const unit = new Decimal(`1e${Math.min(lo.e, hi.e) - precision + 1}`);
          if (hi.minus(lo).gt(unit)) wrongly('more than a unit apart');
        }
      }
      expect(wrong).toEqual([]);
    });

    it(`√ at ${precision} digits: squares of the bounds enclose`, () => {
      const next = stream(77 + precision);
      const wrong: string[] = [];
      for (let trial = 0; trial < 1500; trial++) {
        const plain = decimals(next).replace('-', '');
        const root = rational(new Decimal(plain));
        // Half of the cases are squares, or a little beside one.
        const beside = [0n, 1n, -1n][next() % 3]!;
        const p = trial % 2 === 0 ? root.numerator : root.numerator ** 2n * 10n ** 40n + beside;
        const places = trial % 2 === 0 ? root.places : 2n * root.places + 40n;
        if (p < 0n) continue;
        const x = `${p}e-${places}`;
        const lo = rational(down.sqrt(x));
        const hi = rational(up.sqrt(x));
        const below = lo.numerator ** 2n * tenTo(places) - p * tenTo(2n * lo.places);
        const above = hi.numerator ** 2n * tenTo(places) - p * tenTo(2n * hi.places);
        if (!(below <= 0n)) wrong.push(`√${x} from below`);
        if (!(above >= 0n)) wrong.push(`√${x} from above`);
      }
      expect(wrong).toEqual([]);
    });
  }

  it('the global constructor is left alone', () => {
    const before = JSON.stringify([Decimal.precision, Decimal.rounding]);
    decimalIntervals(33).sqrt(decimalIntervals(33).of('2'));
    expect(JSON.stringify([Decimal.precision, Decimal.rounding])).toBe(before);
  });
});

/** The lower and the upper end in float64. */
function numbers(x: Interval): [number, number] {
  const [lo, hi] = fractions(x).map(({ p, q }) => Number((p << 300n) / q) * 2 ** -300);
  return [lo!, hi!];
}

function expectInside(inner: Interval, outer: Interval, what: string): void {
  const lower = isAtMost(intervals(60).lower(outer), intervals(60).lower(inner));
  const upper = isAtMost(intervals(60).upper(inner), intervals(60).upper(outer));
  if (lower && upper) return;
  const [[a, b], [c, d]] = [numbers(inner), numbers(outer)];
  expect.fail(`${what}: [${a}, ${b}] in [${c}, ${d}]`);
}

function expectNarrow(x: Interval, width: string, what: string): void {
  const I = intervals(120);
  const narrow = isLess(I.subtract(intervals(60).upper(x), intervals(60).lower(x)), I.of(width));
  if (!narrow) expect.fail(`${what}: narrower than ${width}`);
}

describe.each([
  ['BigInt', intervals],
  ['decimal.js', decimalIntervals],
] as const)('intervals with ends in %s', (_, intervals) => {
  const PI =
    '3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798';

  it('π', () => {
    for (const digits of [18, 40, 60, 100]) {
      const { pi } = intervals(digits);
      expectInside(intervals(100).of(PI), pi, `${digits} digits`);
      expectNarrow(pi, `1e-${digits - 3}`, `${digits} digits`);
    }
  });

  it('operations against exact rational numbers', () => {
    const digits = [18, 40, 60, 80, 300];
    const wrong: string[] = [];
    for (let i = 0; i < 2500; i++)
      wrong.push(...wrongIntervals(module, intervals(digits[i % digits.length]!), 20270 + i));
    expect(wrong).toEqual([]);
  });

  it('sums, differences and products of decimals are exact while they are short', () => {
    const I = intervals(40);
    const [x, y] = [I.of('1.23456789e-250'), I.of('-9.87e-245')];
    for (const [result, exact] of [
      [I.add(x, y), '-9.8699876543211e-245'],
      [I.subtract(x, y), '9.8700123456789e-245'],
      [I.multiply(x, y), '-1.21851850743e-494'],
      [I.divide(I.of('0.3'), I.of('4')), '0.075'],
      [I.sqrt(I.of('1.44e-300')), '1.2e-150'],
    ] as const) {
      expectInside(result, I.of(exact), exact);
      expectInside(I.of(exact), result, exact);
    }
  });

  it('ends of 0', () => {
    const I = intervals(20);
    const ends = ['-2', '0', '3'].map((end) => I.of(end));
    for (const x of ends.flatMap((lo, i) => ends.slice(i).map((hi) => I.hull(lo, hi)))) {
      const [lo, hi] = numbers(x);
      const [least, most] = numbers(I.absolute(x));
      expect([least, most]).toEqual([lo > 0 ? lo : hi < 0 ? -hi : 0, Math.max(Math.abs(lo), Math.abs(hi))]);
      expect(numbers(I.square(x))).toEqual([least * least, most * most]);
      expect(numbers(I.divide(x, I.of('4')))).toEqual([lo / 4, hi / 4]);
    }
    expect(() => I.divide(I.one, I.zero)).toThrow('a divisor is not enclosed away from 0');
    expect(() => I.divide(I.one, I.hull(I.zero, I.one))).toThrow('a divisor is not enclosed away from 0');
    expect(() => I.sqrt(I.of('-1e-300'))).toThrow('the root of a negative number');
    expect(numbers(I.sqrt(I.hull(I.of('-1'), I.of('4'))))).toEqual([0, 2]);
  });

  it('angles: enclosures of few digits contain those of many, and agree with float64', () => {
    const next = stream(9);
    const [coarse, fine] = [intervals(18), intervals(60)];
    for (let trial = 0; trial < 300; trial++) {
      const size = 10 ** -(next() % 12);
      const z = ((next() % 1000003) / 1000003) * (trial % 3 === 0 ? size : 1) + 1e-13;
      const r = ((next() % 2000003) / 1000003 - 1) * (trial % 3 === 1 ? size : 1);
      const results = [coarse, fine].map((I) => {
        const [Z, R] = [I.of(String(z)), I.of(String(r))];
        return I.angle(Z, R, I.sqrt(I.add(I.square(Z), I.square(R))));
      });
      expectInside(results[1]!, results[0]!, `angle(${z}, ${r})`);
      expectNarrow(results[1]!, '1e-55', `angle(${z}, ${r})`);
      const [angle] = numbers(results[1]!);
      const off = Math.abs(angle - Math.atan2(z, r));
      if (!(off < 1e-14)) expect(off, `angle(${z}, ${r})`).toBeLessThan(1e-14);
    }
  });

  it('angles: addition theorem π = angle(z, r) + angle(z, −r), and multiples of π', () => {
    const I = intervals(40);
    const two = I.of('2');
    const root3 = I.sqrt(I.of('3'));
    const multiples: [Interval, Interval, Interval, number][] = [
      [I.one, root3, two, 6],
      [root3, I.one, two, 3],
      [I.one, I.one, I.sqrt(two), 4],
      [I.one, I.zero, I.one, 2],
      [I.zero, I.negate(I.one), I.one, 1],
    ];
    for (const [z, r, h, part] of multiples) {
      const angle = I.angle(z, r, h);
      const scaled = I.multiply(I.integer(part), angle);
      expect(isLess(scaled, I.pi) || isLess(I.pi, scaled), `π/${part}`).toBe(false);
      expectNarrow(angle, '1e-35', `π/${part}`);
      const sum = I.add(angle, I.angle(z, I.negate(r), h));
      expect(isLess(sum, I.pi) || isLess(I.pi, sum), `π/${part} and its supplement`).toBe(false);
    }
    expect(numbers(I.angle(I.zero, I.one, I.one))).toEqual([0, 0]);
  });

  it('wide and undecided input gives wide output that contains every angle', () => {
    const I = intervals(20);
    for (const [zLo, zHi, rLo, rHi] of [
      [0, 1e-10, 1, 1],
      [0, 0.3, -0.2, 0.4],
      [0, 0, 0, 0],
      [0.5, 0.6, -1e-9, 1e-9],
      [0, 1, -1, -0.5],
    ] as const) {
      const h = I.hull(I.of(String(Math.hypot(zLo, 0))), I.of(String(Math.hypot(zHi, 1))));
      const [z, r] = [
        I.hull(I.of(String(zLo)), I.of(String(zHi))),
        I.hull(I.of(String(rLo)), I.of(String(rHi))),
      ];
      const angle = I.angle(z, r, h);
      for (const s of [zLo, (zLo + zHi) / 2, zHi]) {
        for (const c of [rLo, (rLo + rHi) / 2, rHi]) {
          const exact = Math.atan2(s, c);
          const [lo, hi] = numbers(angle);
          expect(lo <= exact + 1e-15 && exact - 1e-15 <= hi, `atan2(${s}, ${c})`).toBe(true);
        }
      }
    }
  });
});

describe('constants', () => {
  it('√(2 ln 100) ≤ the constant: the exponential series of x²/2 exceeds 100 after 30 terms', () => {
    const denominator = 10n ** 7n;
    const numerator = BigInt(ROOT_OF_2_LN_100.replace('.', ''));
    const [p, q] = [numerator ** 2n, 2n * denominator ** 2n];
    // Σ_{j≤30} (p/q)^j/j! = top/(q^30·30!)
    let [top, bottom] = [1n, 1n];
    for (let j = 30n; j >= 1n; j--) [top, bottom] = [j * q * bottom + p * top, j * q * bottom];
    expect(top > 100n * bottom).toBe(true);
  });
});
