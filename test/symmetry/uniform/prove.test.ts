import { describe, expect, it } from 'vitest';
import { type Ball, BallField } from '../../../src/arithmetic/ball.ts';
import { compareRationals, type Rational, rationalOf } from '../../../src/arithmetic/exact.ts';
import { readCertificate, serialise, type UniformInterval } from '../../../src/certificate/index.ts';
import { Calculus } from '../../../src/symmetry/uniform/arithmetic.ts';
import { blocks } from '../../../src/symmetry/uniform/blocks.ts';
import { definiteMargin, perronUpper } from '../../../src/symmetry/uniform/definite-model.ts';
import { equations } from '../../../src/symmetry/uniform/equations.ts';
import { jacobianOn } from '../../../src/symmetry/uniform/existence.ts';
import { centreModel, parameterModel, proveInterval } from '../../../src/symmetry/uniform/interval.ts';
import { inverse } from '../../../src/symmetry/uniform/kernel-matrices.ts';
import { scaled } from '../../../src/symmetry/uniform/scaled.ts';
import { familyOf, type ScaledFamily } from '../../../src/symmetry/uniform/scaled-family.ts';
import { TaylorArithmetic, type TaylorModel } from '../../../src/symmetry/uniform/taylor.ts';
import { inverseRoot, type ProveResult, proveForAll } from '../../../src/verify/uniform.ts';
import { expectRefusals } from '../../wrong-arguments.ts';
import { BallArithmetic } from './ball-arithmetic.ts';

const typeTwo = familyOf(1, []);
const field = BallField.ofDigits(40);
const calc = new Calculus(new BallArithmetic(field));

function proved(result: ProveResult): Extract<ProveResult, { proved: true }> {
  if (!result.proved) throw new Error(result.reason);
  return result;
}

/** The proof of type II from 6 with a λ that leaves room, on few intervals. */
const result = proved(proveForAll({ bad: 1, extras: [] }, 6, null, { lambda: '0.003' }));

function polynomialAt(coefficients: readonly string[], t: Ball): Ball {
  return coefficients.reduceRight((sum, c) => field.add(field.mul(sum, t), field.exact(c)), field.zero);
}

/** s and t of a point of an interval: t = part/16. */
function pointOf({ from, to }: UniformInterval, part: number): { s: Ball; t: Ball } {
  const t = field.rational({ numerator: BigInt(part), denominator: 16n });
  const [low, high] = [field.exact(from), field.exact(to)];
  const half = field.shiftBy(field.sub(high, low), -1);
  return { s: field.add(field.add(low, half), field.mul(half, t)), t };
}

/** The zero of the equations at s to some 30 digits, by Newton's method in balls with a Jacobian in doubles. */
function zeroAt(family: ScaledFamily, s: Ball, start: readonly Ball[], jacobian: number[][]): Ball[] {
  const step = inverse(jacobian);
  let y = start.map((x) => field.ofUnits(x.mid, 0n));
  for (let i = 0; i < 8; i++) {
    const values = equations(calc, scaled(calc, family, s, y));
    y = y.map((x, a) => {
      const change = values.reduce(
        (sum, v, b) => field.add(sum, field.mul(field.exact(step[a]![b]!), v)),
        field.zero,
      );
      return field.ofUnits(field.sub(x, change).mid, 0n);
    });
  }
  return y;
}

describe('the theorem for type II', () => {
  const { certificate, intervals } = result;
  const order = certificate.witness.order;
  const arithmetic = new TaylorArithmetic(order);

  it('covers k ≥ 6 without a gap', () => {
    const square = (x: string): Rational => {
      const { numerator, denominator } = rationalOf(x);
      return { numerator: numerator ** 2n, denominator: denominator ** 2n };
    };
    expect(intervals[0]!.from).toBe('0');
    for (let i = 1; i < intervals.length; i++) expect(intervals[i]!.from).toBe(intervals[i - 1]!.to);
    const sixth = { numerator: 1n, denominator: 6n };
    expect(compareRationals(square(intervals.at(-1)!.to), sixth)).toBeGreaterThanOrEqual(0);
    expect(intervals.every(({ margins }) => Object.values(margins).every((x) => x > 0))).toBe(true);
  });

  it('is written as a certificate that can be read', () => {
    expect(readCertificate(serialise(certificate))).toEqual(certificate);
    expect(certificate.statement).toContain('every integer k >= 6 and every dimension d >= k');
  });

  it('has boxes with the branch at every s, computed to 30 digits; blocks and Jacobian enclose their values', () => {
    for (const interval of intervals) {
      const model = parameterModel(arithmetic, interval);
      const centres = interval.centre.map((row) => centreModel(arithmetic, row));
      const radius = interval.radius.map(Number);
      const jacobian = jacobianOn(arithmetic, typeTwo, model, centres, radius);
      const taylor = new Calculus(arithmetic);
      const boxes = centres.map((x, i) => arithmetic.shifted(x, 0, radius[i]!));
      const enclosed = blocks(taylor, scaled(taylor, typeTwo, model, boxes));
      for (const part of [-16, 5, 16]) {
        const { s, t } = pointOf(interval, part);
        const centre = interval.centre.map((row) => polynomialAt(row, t));
        const start = jacobian.map((row) =>
          row.map(({ c }) => c.reduceRight((sum, x) => (sum * part) / 16 + x, 0)),
        );
        const y = zeroAt(typeTwo, s, centre, start);
        const residual = equations(calc, scaled(calc, typeTwo, s, y));
        for (const value of residual)
          expect(field.less(field.abs(value), field.exact('1e-30')), 'residual').toBe('yes');
        for (const [i, value] of y.entries()) {
          const distance = field.abs(field.sub(value, centre[i]!));
          expect(field.less(distance, field.exact(interval.radius[i]!)), `y_${i}, part ${part}`).toBe('yes');
        }
        const inside = (x: TaylorModel, value: Ball, where: string): void => {
          const polynomial = x.c.reduceRight(
            (sum, c) => field.add(field.mul(sum, t), field.exact(c)),
            field.zero,
          );
          const distance = field.abs(field.sub(value, polynomial));
          expect(field.less(distance, field.exact(x.radius)), `${where}, part ${part}`).toBe('yes');
        };
        const exact = blocks(calc, scaled(calc, typeTwo, s, y));
        for (const [i, row] of exact.standard.entries())
          for (const [j, value] of row.entries())
            inside(enclosed.standard[i]![j]!, value, `standard ${i}, ${j}`);
        for (const [i, row] of exact.transverse.entries())
          for (const [j, value] of row.entries()) inside(enclosed.transverse[i]![j]!, value, `M ${i}, ${j}`);
        inside(enclosed.alt, exact.alt, 'alt');
        inside(enclosed.sym, exact.sym, 'sym');
      }
    }
  });

  it('does not close with a centre that is moved, a λ that is too large, or on an interval beyond the threshold', () => {
    const last = intervals.at(-1)!;
    const attempt = (change: Partial<UniformInterval>, lambda: string) =>
      proveInterval(arithmetic, typeTwo, { ...last, ...change }, change.centre ?? last.centre, lambda);
    expect(attempt({}, '0.003')).toHaveProperty('margins');
    const moved = last.centre.map((row) => [String(Number(row[0]) + 0.5), ...row.slice(1)]);
    expect(attempt({ centre: moved }, '0.003')).toHaveProperty('condition');
    expect(attempt({}, '0.0048')).toMatchObject({ condition: 'standard block' });
    expect(attempt({ from: '0.424', to: '0.4241' }, '0.003')).toHaveProperty('condition');
  });
});

describe('the hypotheses of the theorem', () => {
  const last = result.intervals.at(-1)!;
  const arithmetic = new TaylorArithmetic(result.certificate.witness.order);

  it.each([
    '0',
    '-1',
    '-0.003',
    '0e5',
    '-1e-300',
  ])('λ = %s, with which a saddle would pass, is refused', (lambda) => {
    expect(() => proveForAll({ bad: 1, extras: [] }, 5, null, { lambda })).toThrow(
      /^options\.lambda: .*above 0/,
    );
    expect(() => proveInterval(arithmetic, typeTwo, last, last.centre, lambda)).toThrow(/^lambda: .*above 0/);
  });

  it('the interval, the family and the centre belong together', () => {
    const refused = expectRefusals(proveInterval as (...args: unknown[]) => unknown, [
      { name: 'arithmetic', value: arithmetic, wrong: [null, undefined, {}, 10] },
      { name: 'family', value: typeTwo, loose: ['family.extras'] },
      { name: 'interval', value: { from: '0.3', to: '0.4' } },
      { name: 'centre', value: last.centre.slice(0, typeTwo.unknowns) },
      { name: 'lambda', value: '0.003' },
    ]);
    expect(refused).toBeGreaterThan(100);
    const inside = { from: '-0.1', to: '0.1' };
    expect(() => proveInterval(arithmetic, typeTwo, inside, last.centre, '0.003')).toThrow(/^interval\.from/);
    const turned = { from: '0.4', to: '0.3' };
    expect(() => proveInterval(arithmetic, typeTwo, turned, last.centre, '0.003')).toThrow(/^interval\.to/);
  });

  it.each<[number, number[][], number, number | null, RegExp]>([
    [2, [[]], 11, null, /^problem\.extras\[0\]/],
    [2, [[2, 1]], 11, null, /^problem\.extras\[0\]\[1\]/],
    [2, [[3]], 11, null, /^problem\.extras\[0\]\[0\]/],
    [13, [], 40, null, /^problem\.bad/],
    [1, [], 4, null, /^kFrom/],
    [1, [], 1e9 + 1, null, /^kFrom/],
    [1, [], 8, 7, /^kTo/],
    [1, new Array(25).fill([1]), 40, null, /^problem\.extras/],
  ])('r = %i, extras %j, k from %i to %j is no problem', (bad, extras, kFrom, kTo, message) => {
    expect(() => proveForAll({ bad, extras }, kFrom, kTo)).toThrow(message);
  });
});

describe('what cannot be proved', () => {
  it.each<[string, number, number[][], number, number | null, RegExp]>([
    ['type II from 5', 1, [], 5, null, /standard.*-0\.00\d+ in doubles at k = 5\./],
    ['{1} from 6', 1, [[1]], 6, null, /standard/],
    ['{1}, {2} for every k from 11 on', 2, [[1], [2]], 11, null, /standard.*k = infinity/],
    ['{1}, {2} up to 101', 2, [[1], [2]], 90, 101, /standard.*k = 101/],
  ])('%s', (_, bad, extras, kFrom, kTo, reason) => {
    const answer = proveForAll({ bad, extras }, kFrom, kTo);
    expect(answer).toMatchObject({ proved: false, reason: expect.stringMatching(reason) });
  });

  it('a λ above the least eigenvalue: the reason names interval, condition and amount', () => {
    const answer = proveForAll({ bad: 1, extras: [] }, 20, 25, { lambda: '0.056', order: 4 });
    expect(answer).toMatchObject({
      proved: false,
      reason: expect.stringMatching(/s in \[0\.\d+, 0\.\d+\], k from .*standard block/),
    });
  });

  it('fewer than four good coordinates are no problem for this proof', () => {
    expect(() => proveForAll({ bad: 2, extras: [] }, 5, null)).toThrow(RangeError);
  });
});

describe('positive definiteness over an interval', () => {
  const arithmetic = new TaylorArithmetic(2);
  const matrix = (entries: number[][][], radius = 0): TaylorModel[][] =>
    entries.map((row) => row.map((c) => arithmetic.polynomial(c, radius)));

  it('is decided by the worst t', () => {
    expect(
      definiteMargin(
        matrix([
          [[2, 0.5], [1]],
          [[1], [1]],
        ]),
      ),
    ).toBeGreaterThan(0);
    // At t = −1 the determinant is 1.1 − 1.2·… < 0.
    expect(
      definiteMargin(
        matrix([
          [[2, 1.2], [1]],
          [[1], [1]],
        ]),
      ),
    ).toBeLessThan(0);
    expect(
      definiteMargin(
        matrix([
          [[1], [2]],
          [[2], [1]],
        ]),
      ),
    ).toBe(Number.NEGATIVE_INFINITY);
  });

  it('takes radii in full', () => {
    const entries = [
      [[1], [0]],
      [[0], [1]],
    ];
    expect(definiteMargin(matrix(entries, 0.49))).toBeGreaterThan(0);
    expect(definiteMargin(matrix(entries, 0.51))).toBeLessThan(0);
  });

  it('bounds spectral radii from above', () => {
    expect(
      perronUpper([
        [0, 2],
        [0.5, 0],
      ]),
    ).toBeGreaterThanOrEqual(1);
    expect(
      perronUpper([
        [0.1, 0.2],
        [0.3, 0.4],
      ]),
    ).toBeCloseTo((0.5 + Math.sqrt(0.33)) / 2, 6);
    expect(perronUpper([[Number.NaN]])).toBeNaN();
  });
});

describe('ends of the range of s', () => {
  it.each([6, 7, 10, 22, 100, 101, 1_000_000_000])('k = %i', (k) => {
    const low = rationalOf(inverseRoot(k, -1));
    const high = rationalOf(inverseRoot(k, 1));
    const one = { numerator: 1n, denominator: 1n };
    const times = ({ numerator, denominator }: Rational): Rational => ({
      numerator: numerator ** 2n * BigInt(k),
      denominator: denominator ** 2n,
    });
    expect(compareRationals(times(low), one)).toBeLessThanOrEqual(0);
    expect(compareRationals(times(high), one)).toBeGreaterThanOrEqual(0);
  });
});
