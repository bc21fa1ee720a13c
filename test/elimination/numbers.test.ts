import { describe, expect, test } from 'vitest';
import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { approximately, compareRationals, type Rational, rationalOf } from '../../src/arithmetic/exact.ts';
import { empiricalOf } from '../../src/elimination/data/empirical.ts';
import {
  labelMinimum,
  lossGradient,
  lossValue,
  parseLoss,
  valueAt,
} from '../../src/elimination/data/loss.ts';
import { BallRing, doubleOf, terminating } from '../../src/elimination/data/ring.ts';
import { monomialFactors } from '../../src/elimination/data/separation.ts';
import { BallAlgebra } from '../../src/expression/balls.ts';
import { logistic, softplus, tanh } from '../../src/expression/elementary.ts';
import { drawOf, layer, networkOf, roughLoss } from './problems.ts';

const SEED = 13;
const coarse = BallField.ofDigits(30);
const fine = BallField.ofDigits(70);

/** Whether the first ball contains the second, which may be of a finer field. */
function contains(outer: Ball, inner: Ball): boolean {
  const shift = BigInt(inner.bits - outer.bits);
  const low = (outer.mid - outer.rad) << shift;
  const high = (outer.mid + outer.rad) << shift;
  return low <= inner.mid - inner.rad && inner.mid + inner.rad <= high;
}

describe('elementary functions in balls', () => {
  const functions = [
    ['tanh', tanh, Math.tanh],
    ['softplus', softplus, (x: number) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))],
    ['logistic', logistic, (x: number) => 1 / (1 + Math.exp(-x))],
    [
      'power',
      (field: BallField, x: Ball) => new BallAlgebra(field).integerPower(x, 5),
      (x: number) => x ** 5,
    ],
  ] as const;

  test.each(functions)('%s: values of all numbers of a ball are in the result', (name, enclosed, rough) => {
    for (let run = 0; run < 200; run++) {
      const draw = drawOf(SEED, run);
      const x = draw.normal() * 10 ** draw.integer(-3, 2);
      const where = `seed ${SEED}, run ${run}, x ${x}`;
      const mid = coarse.exact(x);
      const spread = draw.chance(0.3) ? 0n : BigInt(draw.integer(1, 1e9)) << BigInt(draw.integer(0, 60));
      const result = enclosed(coarse, coarse.ofUnits(mid.mid, mid.rad + spread));
      for (const t of [-1, -0.5, 0, 1]) {
        const inside = fine.ofUnits(
          (mid.mid << BigInt(fine.bits - coarse.bits)) +
            ((BigInt(Math.round(t * 1024)) * (spread << BigInt(fine.bits - coarse.bits))) >> 10n),
          0n,
        );
        const holds = contains(result, enclosed(fine, inside));
        // Thousands of times: `expect` takes longer than what it looks at.
        if (!holds) expect(holds, where).toBe(true);
      }
      const value = rough(x);
      expect(Math.abs(doubleOf(enclosed(fine, fine.exact(x))) - value), `${name} ${where}`).toBeLessThan(
        1e-13 * (1 + Math.abs(value)),
      );
    }
  });
});

describe('exact numbers', () => {
  test('sums and products of doubles and decimals, against rationals', () => {
    for (let run = 0; run < 300; run++) {
      const draw = drawOf(SEED, run);
      const numbers = Array.from({ length: 4 }, () =>
        draw.chance(0.5)
          ? draw.normal() * 2 ** draw.integer(-60, 60)
          : `${draw.integer(-999, 999)}.${draw.integer(0, 99)}e${draw.integer(-30, 30)}`,
      );
      const [a, b, c, d] = numbers.map((x) => rationalOf(x)) as [Rational, Rational, Rational, Rational];
      const exact = terminating.dot(
        [terminating.of(numbers[0]!), terminating.of(numbers[1]!)],
        [terminating.of(numbers[2]!), terminating.of(numbers[3]!)],
      );
      const expected = {
        numerator:
          a.numerator * c.numerator * b.denominator * d.denominator +
          b.numerator * d.numerator * a.denominator * c.denominator,
        denominator: a.denominator * b.denominator * c.denominator * d.denominator,
      };
      const where = `seed ${SEED}, run ${run}: ${numbers.join(' ')}`;
      expect(compareRationals(terminating.rational(exact), expected), where).toBe(0);
      const ring = new BallRing(coarse);
      const ball = ring.dot(
        [ring.of(numbers[0]!), ring.of(numbers[1]!)],
        [ring.of(numbers[2]!), ring.of(numbers[3]!)],
      );
      expect(compareRationals(coarse.lowerRational(ball), expected), where).toBeLessThanOrEqual(0);
      expect(compareRationals(coarse.upperRational(ball), expected), where).toBeGreaterThanOrEqual(0);
    }
  });

  test('equal inputs are one, however they are written', () => {
    const network = networkOf([layer([[1, 1]], [0], 'linear')]);
    const inputs = [
      [0.5, 1],
      ['0.50', '1e0'],
      ['5e-1', 1],
      [0.5, '1.0000000000000000000001'],
      [-0, 0],
      ['-0', '0.0'],
    ];
    const labels = [['1'], [1], ['2'], [0], [0], [0]];
    const { groups, examples } = empiricalOf(network, { kind: 'squared' }, { inputs, labels });
    expect(examples).toBe(6);
    expect(groups.map(({ count }) => count)).toEqual([3, 1, 2]);
    expect(groups[0]!.labels.map(({ count }) => count)).toEqual([2, 1]);
  });

  test('monomials', () => {
    expect(monomialFactors(2, 2, 100)).toEqual([[], [0], [1], [0, 0], [0, 1], [1, 1]]);
    expect(monomialFactors(3, 4, 1000)).toHaveLength(35);
    expect(monomialFactors(30, 4, 1000)).toBeNull();
  });
});

describe('losses', () => {
  const CASES = ['squared', 'logistic', 'cross-entropy', 'hinge:2', 'hinge:5'];
  const labelsOf = (name: string): number[][] =>
    name === 'squared'
      ? [
          [1, 2, -3],
          [0, 0.5, 0.25],
        ]
      : name === 'cross-entropy'
        ? [
            [1, 0, 0],
            [0.25, 0.25, 0.5],
          ]
        : [[1], [-1]];

  test.each(CASES)('%s: value and gradient, against doubles and differences', (name) => {
    const loss = parseLoss(name)!;
    for (let run = 0; run < 20; run++) {
      const draw = drawOf(SEED, run);
      for (const y of labelsOf(name)) {
        const q = y.map(() => 2 * draw.normal());
        const balls = (x: readonly number[]): Ball[] => x.map((t) => fine.exact(t));
        const value = doubleOf(lossValue(fine, loss, balls(q), balls(y)));
        expect(Math.abs(value - roughLoss(loss, q, y))).toBeLessThan(1e-12 * (1 + value));
        const gradient = lossGradient(fine, loss, balls(q), balls(y)).map(doubleOf);
        for (const [k, slope] of gradient.entries()) {
          const at = (by: number): number =>
            roughLoss(
              loss,
              q.map((x, i) => (i === k ? x + by : x)),
              y,
            );
          expect(Math.abs(slope - (at(1e-6) - at(-1e-6)) / 2e-6)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
        }
      }
    }
  });

  test.each(CASES)('%s: the least loss of an input, against a search', (name) => {
    const loss = parseLoss(name)!;
    for (let run = 0; run < 10; run++) {
      const draw = drawOf(SEED, run);
      const labels = labelsOf(name).map((label) => ({ label, count: draw.integer(1, 5) }));
      const { value, attained } = labelMinimum(fine, loss, labels);
      expect(attained).toBe('yes');
      // Coordinate search in doubles, from 0.
      let q = labels[0]!.label.map(() => 0);
      const at = (x: readonly number[]): number =>
        labels.reduce((sum, { label, count }) => sum + count * roughLoss(loss, x, label), 0);
      for (let size = 1; size > 1e-7; )
        for (let k = 0, moved = false; ; k++) {
          if (k === q.length) {
            if (!moved) size /= 2;
            break;
          }
          for (const sign of [-1, 1]) {
            const next = q.map((x, i) => (i === k ? x + sign * size : x));
            if (at(next) < at(q)) {
              q = next;
              moved = true;
            }
          }
        }
      const found = at(q);
      expect(Math.abs(found - doubleOf(value!)), `${name}, run ${run}`).toBeLessThan(1e-9 * (1 + found));
      const here = valueAt(
        fine,
        loss,
        q.map((x) => fine.exact(x)),
        labels,
      );
      expect(fine.less(here, value!)).not.toBe('yes');
    }
  });

  test('an infimum that is not attained', () => {
    const only = (name: string, label: number[]): string =>
      labelMinimum(fine, parseLoss(name)!, [{ label, count: 3 }]).attained;
    expect(only('logistic', [1])).toBe('no');
    expect(only('cross-entropy', [0, 1])).toBe('no');
    expect(only('cross-entropy', [0.5, 0.5])).toBe('yes');
    expect(only('hinge:2', [1])).toBe('yes');
    expect(
      approximately(
        fine.upperRational(labelMinimum(fine, parseLoss('logistic')!, [{ label: [1], count: 3 }]).value!),
      ),
    ).toBe(0);
  });
});
