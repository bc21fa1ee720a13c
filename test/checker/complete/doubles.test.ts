import { expect, it } from 'vitest';
import { compareRationals, type Rational, rationalOf } from '../../../src/arithmetic/exact.ts';
import type { Span } from '../../../src/checker/complete/doubles.ts';
import * as doubles from '../../../src/checker/complete/doubles.ts';
import { BALLS, random } from '../../complete/support.ts';
import { expectTrue } from '../../equal.ts';

const SEED = 7;

/** A number of one of many sizes, sometimes 0. */
function number(next: () => number): number {
  if (next() < 0.05) return 0;
  return (
    (next() < 0.5 ? -1 : 1) *
    (1 + next()) *
    2 ** Math.round(next() < 0.8 ? 8 * next() - 4 : 200 * next() - 100)
  );
}

function interval(next: () => number): { readonly span: Span; readonly inside: readonly number[] } {
  const [lo, hi] = [number(next), number(next)].sort((x, y) => x - y) as [number, number];
  const between = lo + (hi - lo) * next();
  return { span: { lo, hi }, inside: [lo, hi, Math.min(hi, Math.max(lo, between))] };
}

function holds({ lo, hi }: Span, x: Rational): boolean {
  return compareRationals(rationalOf(lo), x) <= 0 && compareRationals(x, rationalOf(hi)) <= 0;
}

const combined = (op: '+' | '-' | '*' | '/', x: number, y: number): Rational => {
  const a = rationalOf(x);
  const b = rationalOf(y);
  const sign = b.numerator < 0n ? -1n : 1n;
  switch (op) {
    case '+':
    case '-': {
      const n = op === '+' ? b.numerator : -b.numerator;
      return {
        numerator: a.numerator * b.denominator + n * a.denominator,
        denominator: a.denominator * b.denominator,
      };
    }
    case '*':
      return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
    case '/':
      return {
        numerator: sign * a.numerator * b.denominator,
        denominator: sign * a.denominator * b.numerator,
      };
  }
};

it('sums, products, quotients, squares and roots hold the exact results', () => {
  const next = random(SEED);
  for (let round = 0; round < 800; round++) {
    const x = interval(next);
    const y = interval(next);
    const results = {
      '+': doubles.plus(x.span, y.span),
      '-': doubles.minus(x.span, y.span),
      '*': doubles.times(x.span, y.span),
      '/': y.span.lo > 0 ? doubles.over(x.span, y.span) : null,
    };
    for (const a of x.inside) {
      for (const b of y.inside)
        for (const [op, result] of Object.entries(results) as ['+' | '-' | '*' | '/', Span | null][])
          if (result !== null)
            expectTrue(
              holds(result, combined(op, a, b)),
              () => `seed ${SEED}, round ${round}: ${a} ${op} ${b}`,
            );
      expectTrue(holds(doubles.squared(x.span), combined('*', a, a)), () => `${a} squared`);
      expectTrue(holds(doubles.multiple(-3, x.span), combined('*', a, -3)), () => `-3 times ${a}`);
      if (a >= 0) {
        const { lo, hi } = doubles.rooted(x.span);
        expectTrue(holds({ lo: lo * lo * (1 - 2 ** -52), hi: hi * hi }, rationalOf(a)), () => `root of ${a}`);
        expectTrue(compareRationals(combined('*', lo, lo), rationalOf(a)) <= 0, () => `root of ${a}`);
      }
    }
  }
});

it('π − θ holds the values of all vectors, and is tight on one', () => {
  const next = random(SEED + 1);
  for (let round = 0; round < 500; round++) {
    const z = interval(next);
    const [r0, r1] = [Math.abs(number(next)), Math.abs(number(next))].sort((x, y) => x - y) as [
      number,
      number,
    ];
    const result = doubles.supplements({ lo: r0, hi: r1 }, z.span);
    for (const a of z.inside)
      for (const r of [r0, r1]) {
        if (a === 0 && r === 0) continue;
        // Balls have a fixed point: the vector is scaled, by a power of two.
        const scale = 2 ** -Math.ceil(Math.log2(Math.max(Math.abs(a), r)));
        const theta = BALLS.angle(BALLS.exact(a * scale), BALLS.exact(r * scale));
        const value = BALLS.sub(BALLS.pi, theta);
        const inside =
          BALLS.less(value, BALLS.exact(result.lo)) !== 'yes' &&
          BALLS.less(BALLS.exact(result.hi), value) !== 'yes';
        expectTrue(inside, () => `seed ${SEED + 1}, round ${round}: vector (${a}, ${r})`);
      }
    const r = 0.1 + r0;
    const one = doubles.supplements(doubles.exactly(r), doubles.exactly(z.span.lo));
    expectTrue(one.hi - one.lo < 3e-15, () => `round ${round}: ${one.hi} − ${one.lo}`);
  }
});

it('the vector 0 has any angle, and what is not a number passes no test', () => {
  const { lo, hi } = doubles.supplements(doubles.span(0, 1), doubles.span(-1, 1));
  expect([lo, hi >= Math.PI]).toEqual([0, true]);
  const none = { lo: Number.NaN, hi: Number.NaN };
  expect(doubles.isApartFromZero(none) || doubles.isEmpty(none)).toBe(false);
  expect(doubles.isApartFromZero(doubles.inverted(doubles.span(-1, 1)))).toBe(false);
  // 0·∞: an end that is not known must not be taken for one that is.
  for (const half of [
    { lo: Number.NaN, hi: 1 },
    { lo: -1, hi: Number.NaN },
  ])
    for (const other of [doubles.span(-2, 3), doubles.span(1, 3), doubles.span(-3, -1)])
      for (const { lo, hi } of [doubles.times(half, other), doubles.times(other, half)]) {
        const about = `[${half.lo}, ${half.hi}] times [${other.lo}, ${other.hi}]`;
        if (other.lo < 0 && other.hi > 0) expect([lo, hi], about).toEqual([Number.NaN, Number.NaN]);
        else expect(Number.isNaN(lo) || Number.isNaN(hi), about).toBe(true);
      }
});
