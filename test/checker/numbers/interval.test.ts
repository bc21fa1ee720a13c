import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { type Interval, intervals } from '../../../src/checker/numbers/interval.ts';
import { ROOT_OF_2_LN_100 } from '../../../src/checker/point/robustness.ts';

/** A finite decimal as numerator / 10^places, exactly. */
function rational(x: Decimal): { numerator: bigint; places: bigint } {
  const [mantissa = '', power = '0'] = x.toString().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const exponent = Number(power) - fraction.length;
  const digits = BigInt(whole + fraction);
  return exponent >= 0
    ? { numerator: digits * 10n ** BigInt(exponent), places: 0n }
    : { numerator: digits, places: BigInt(-exponent) };
}

/** The sign of x − p/q for q > 0. */
function compare(x: Decimal, p: bigint, q: bigint): number {
  const { numerator, places } = rational(x);
  const difference = numerator * q - p * 10n ** places;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** A reproducible stream of 32-bit numbers (xorshift). */
function stream(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Decimals of all sizes, near-halves, powers, neighbours of one another, long and short. */
function decimals(next: () => number): string {
  const digits = 1 + (next() % 30);
  let mantissa = '';
  const kind = next() % 4;
  for (let i = 0; i < digits; i++) {
    mantissa += kind === 0 ? '9' : kind === 1 && i > 0 && i < digits - 1 ? '0' : String(next() % 10);
  }
  const exponent = (next() % 5 === 0 ? 200 : 12) - (next() % (next() % 5 === 0 ? 400 : 24));
  return `${next() % 2 === 0 ? '-' : ''}${BigInt(mantissa)}e${exponent}`;
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
        const [x, y] = [rational(new Decimal(a)), rational(new Decimal(b))];
        const scale = 10n ** (x.places + y.places);
        const left = x.numerator * 10n ** y.places;
        const right = y.numerator * 10n ** x.places;
        const cases: [string, Decimal, Decimal, bigint, bigint][] = [
          ['+', down.add(a, b), up.add(a, b), left + right, scale],
          ['−', down.sub(a, b), up.sub(a, b), left - right, scale],
          ['×', down.mul(a, b), up.mul(a, b), x.numerator * y.numerator, scale],
        ];
        if (right !== 0n) {
          const sign = right < 0n ? -1n : 1n;
          cases.push(['÷', down.div(a, b), up.div(a, b), sign * left, sign * right]);
        }
        for (const [name, lo, hi, p, q] of cases) {
          const at = `${a} ${name} ${b}`;
          if (compare(lo, p, q) > 0) wrong.push(`${at} from below`);
          if (compare(hi, p, q) < 0) wrong.push(`${at} from above`);
          // Exact results are not rounded, others lie between neighbours.
          if (lo.eq(hi) || lo.isZero() || hi.isZero()) continue;
          const unit = new Decimal(10).pow(Math.min(lo.e, hi.e) - precision + 1);
          if (hi.minus(lo).gt(unit)) wrong.push(`${at}: more than a unit apart`);
        }
      }
      expect(wrong).toEqual([]);
    });

    it(`√ at ${precision} digits: squares of the bounds enclose`, () => {
      const next = stream(77 + precision);
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
        const below = lo.numerator ** 2n * 10n ** places - p * 10n ** (2n * lo.places);
        const above = hi.numerator ** 2n * 10n ** places - p * 10n ** (2n * hi.places);
        expect(below <= 0n, `√${x} from below`).toBe(true);
        expect(above >= 0n, `√${x} from above`).toBe(true);
      }
    });
  }

  it('the global constructor is left alone', () => {
    const before = JSON.stringify([Decimal.precision, Decimal.rounding]);
    intervals(33).sqrt(intervals(33).of('2'));
    expect(JSON.stringify([Decimal.precision, Decimal.rounding])).toBe(before);
  });
});

function expectInside(inner: Interval, outer: Interval, what: string): void {
  expect(
    outer.lo.lte(inner.lo) && inner.hi.lte(outer.hi),
    `${what}: [${inner.lo}, ${inner.hi}] in [${outer.lo}, ${outer.hi}]`,
  ).toBe(true);
}

describe('intervals', () => {
  const PI =
    '3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798';

  it('π', () => {
    for (const digits of [18, 40, 60, 100]) {
      const { pi } = intervals(digits);
      expect(pi.lo.lte(PI) && pi.hi.gte(PI), `${digits} digits`).toBe(true);
      expect(pi.hi.minus(pi.lo).lt(`1e-${digits - 3}`), `${digits} digits`).toBe(true);
    }
  });

  it('zeros of both signs at the ends of an interval', () => {
    const I = intervals(20);
    const ends = ['-2', '-0', '0', '3'].map((end) => new Decimal(end));
    const all = ends.flatMap((lo) => ends.filter((hi) => lo.lte(hi)).map((hi) => ({ lo, hi })));
    expect(all).toHaveLength(11);
    for (const x of all) {
      const size = I.absolute(x);
      const name = (y: Interval): string => `[${y.lo.valueOf()}, ${y.hi.valueOf()}]`;
      expect(size.lo.gte(0) && size.hi.eq(Decimal.max(x.lo.abs(), x.hi.abs())), `|${name(x)}|`).toBe(true);
      expect(I.square(x).hi.eq(size.hi.mul(size.hi)), `square of ${name(x)}`).toBe(true);
      const quotient = I.divide(x, I.of('4'));
      expect(quotient.lo.eq(x.lo.div(4)) && quotient.hi.eq(x.hi.div(4)), `${name(x)} over 4`).toBe(true);
      for (const y of all) {
        const products = [x.lo, x.hi].flatMap((a) => [y.lo, y.hi].map((b) => a.mul(b)));
        const { lo, hi } = I.multiply(x, y);
        const ends = lo.eq(Decimal.min(...products)) && hi.eq(Decimal.max(...products));
        expect(ends, `${name(x)} times ${name(y)}`).toBe(true);
      }
    }
  });

  it('products and quotients of intervals of any sign contain those of their ends and middles', () => {
    const I = intervals(20);
    const fine = Decimal.clone({ precision: 60 });
    const next = stream(5);
    const interval = (): Interval => {
      const [a, b] = [I.of(decimals(next)), I.of(decimals(next))];
      return a.lo.lt(b.lo) ? I.hull(a, b) : I.hull(b, a);
    };
    const points = (x: Interval): Decimal[] => [x.lo, x.hi, fine.add(x.lo, x.hi).div(2)];
    for (let trial = 0; trial < 2000; trial++) {
      const [x, y] = [interval(), interval()];
      const product = I.multiply(x, y);
      const square = I.square(x);
      const divisor = I.add(I.absolute(y), I.of('1e-300'));
      const quotient = I.divide(x, divisor);
      for (const p of points(x)) {
        expect(square.lo.lte(fine.mul(p, p)) && square.hi.gte(fine.mul(p, p)), `${p}²`).toBe(true);
        for (const q of points(y)) {
          const exact = fine.mul(p, q);
          expect(product.lo.lte(exact) && product.hi.gte(exact), `${p} × ${q}`).toBe(true);
        }
        for (const q of points(divisor)) {
          if (q.isZero()) continue;
          const near = fine.div(p, q);
          const slack = near.abs().times('1e-50');
          expect(quotient.lo.lte(near.plus(slack)) && quotient.hi.gte(near.minus(slack)), `${p} ÷ ${q}`).toBe(
            true,
          );
        }
      }
    }
  });

  it('angles: enclosures of few digits contain those of many, and agree with float64', () => {
    const next = stream(9);
    const [coarse, fine] = [intervals(18), intervals(60)];
    for (let trial = 0; trial < 600; trial++) {
      const size = 10 ** -(next() % 12);
      const z = ((next() % 1000003) / 1000003) * (trial % 3 === 0 ? size : 1) + 1e-13;
      const r = ((next() % 2000003) / 1000003 - 1) * (trial % 3 === 1 ? size : 1);
      const results = [coarse, fine].map((I) => {
        const [Z, R] = [I.of(String(z)), I.of(String(r))];
        return I.angle(Z, R, I.sqrt(I.add(I.square(Z), I.square(R))));
      });
      expectInside(results[1]!, results[0]!, `angle(${z}, ${r})`);
      expect(results[1]!.hi.minus(results[1]!.lo).lt('1e-55'), `angle(${z}, ${r})`).toBe(true);
      expect(Math.abs(Number(results[1]!.lo) - Math.atan2(z, r)), `angle(${z}, ${r})`).toBeLessThan(1e-14);
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
      expect(scaled.lo.lte(I.pi.hi) && scaled.hi.gte(I.pi.lo), `π/${part}`).toBe(true);
      expect(angle.hi.minus(angle.lo).lt('1e-35'), `π/${part}`).toBe(true);
      const sum = I.add(angle, I.angle(z, I.negate(r), h));
      expect(sum.lo.lte(I.pi.hi) && sum.hi.gte(I.pi.lo), `π/${part} and its supplement`).toBe(true);
    }
    expect(I.angle(I.zero, I.one, I.one).hi.toNumber()).toBe(0);
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
      const h = { lo: I.of(String(Math.hypot(zLo, 0))).lo, hi: I.of(String(Math.hypot(zHi, 1))).hi };
      const [z, r] = [
        I.hull(I.of(String(zLo)), I.of(String(zHi))),
        I.hull(I.of(String(rLo)), I.of(String(rHi))),
      ];
      const angle = I.angle(z, r, h);
      for (const s of [zLo, (zLo + zHi) / 2, zHi]) {
        for (const c of [rLo, (rLo + rHi) / 2, rHi]) {
          const exact = Math.atan2(s, c);
          expect(
            Number(angle.lo) <= exact + 1e-15 && exact - 1e-15 <= Number(angle.hi),
            `atan2(${s}, ${c})`,
          ).toBe(true);
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
