import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gamma, outward } from '../../../src/arithmetic/rounding.ts';
import type { FloatMatrix } from '../../../src/numerics/matrix.ts';
import { floats } from '../../../src/proposals/uniform/floats.ts';
import { type Arithmetic, Calculus } from '../../../src/symmetry/uniform/arithmetic.ts';
import { blocks } from '../../../src/symmetry/uniform/blocks.ts';
import { deviations } from '../../../src/symmetry/uniform/deviation.ts';
import { DualArithmetic } from '../../../src/symmetry/uniform/dual.ts';
import { equations } from '../../../src/symmetry/uniform/equations.ts';
import { blocksOf, equationsOf, slopesOf } from '../../../src/symmetry/uniform/formulas.ts';
import { inverse, inverseSeries, pencilMinimum } from '../../../src/symmetry/uniform/kernel-matrices.ts';
import { kernelCoefficients } from '../../../src/symmetry/uniform/model-kernel.ts';
import { asinSeries, atanSeries } from '../../../src/symmetry/uniform/quotients.ts';
import { Recorded } from '../../../src/symmetry/uniform/recorded.ts';
import { scaled } from '../../../src/symmetry/uniform/scaled.ts';
import { familyOf } from '../../../src/symmetry/uniform/scaled-family.ts';
import {
  doublesAt,
  TaylorArithmetic,
  TaylorError,
  type TaylorModel,
} from '../../../src/symmetry/uniform/taylor.ts';
import { holds } from '../../arithmetic/support.ts';
import { expectEqual } from '../../equal.ts';

/** Every double of the models; 0 for −0. */
const doublesOf = (models: readonly TaylorModel[]): number[] =>
  models.flatMap(({ c, radius, norm }) => [...c, radius, norm].map((x) => x + 0));

type Formula = <S>(on: Arithmetic<S>, a: S, b: S) => S[];

/** What a formula gives over Taylor models, or why it does not. */
function attempt(models: () => readonly TaylorModel[]): number[] | string {
  try {
    return doublesOf(models());
  } catch (error) {
    if (!(error instanceof TaylorError)) throw error;
    return error.message;
  }
}

const FORMULAS: readonly (readonly [string, Formula])[] = [
  ['a + b, a − b, 0 − b', (on, a, b) => [on.add(a, b), on.sub(a, b), on.sub(on.zero, b)]],
  ['ab, a², ab + ba', (on, a, b) => [on.mul(a, b), on.square(a), on.mulAdd(a, b, b, a)]],
  ['−3a/2 + 5, 0 + 5', (on, a) => [on.plus(on.scale(a, -1.5), 5), on.plus(on.zero, 5)]],
  ['1/a', (on, a) => [on.reciprocal(a)]],
  ['√a', (on, a) => [on.sqrt(a)]],
  ['As(a)', (on, a) => [on.asinQuotient(a)]],
  ['As′(a)', (on, a) => [on.asinQuotientDerivative(a)]],
  ['At(a)', (on, a) => [on.atanQuotient(a)]],
  ['At′(a)', (on, a) => [on.atanQuotientDerivative(a)]],
  [
    'what takes no step, and one quantity twice',
    (on, a, b) => [a, on.zero, on.one, on.halfPi, on.mul(a, on.one), on.mulAdd(a, on.zero, b, a), a],
  ],
  [
    'slots that are used again, and what nobody needs',
    (on, a, b) => {
      let sum = on.add(a, b);
      const kept = on.mul(sum, a);
      for (let i = 0; i < 20; i++) {
        on.mul(sum, sum);
        sum = on.scale(on.mulAdd(sum, a, on.mul(b, sum), kept), 0.125);
      }
      return [sum, kept];
    },
  ],
];

describe('recorded formulas', () => {
  const real = (low: number, high: number): fc.Arbitrary<number> =>
    fc.double({ min: low, max: high, noNaN: true });
  /** Constant term, the others as a part of what the order leaves, radius. */
  const parts = (order: number) =>
    fc.tuple(
      fc.oneof(real(1e-9, 1.5), real(-1, 0.3)),
      real(0, 1.2),
      fc.array(real(-1, 1), { minLength: order, maxLength: order }),
      fc.oneof(fc.constant(0), real(0, 1e-3)),
    );

  it.each(
    FORMULAS,
  )('%s: every double as TaylorArithmetic has it, every refusal with its reason', (name, formula) => {
    const recorded = new Recorded(2, (on, [a, b]) => formula(on, a!, b!));
    let refused = 0;
    let done = 0;
    for (const order of [0, 1, 2, 5, 10, 13, 20])
      holds(
        [parts(order), parts(order)],
        (x, y) => {
          const on = new TaylorArithmetic(order);
          const [a, b] = [x, y].map(([head, size, rest, radius]) =>
            on.polynomial([head, ...rest.map((c, i) => (c * size) / 2 ** i)], radius),
          ) as [TaylorModel, TaylorModel];
          const expected = attempt(() => formula(on, a, b));
          expectEqual(
            attempt(() => recorded.models(on, [a, b])),
            expected,
          );
          if (typeof expected === 'string') refused++;
          else done++;
        },
        40,
      );
    expect(done).toBeGreaterThan(30);
    if (/^(1\/|√|A)/.test(name)) expect(refused).toBeGreaterThan(3);
  });

  it('overflow is refused', () => {
    const on = new TaylorArithmetic(3);
    const large = on.polynomial([1e29], 0);
    for (const formula of [FORMULAS[1]![1], FORMULAS[10]![1]]) {
      const recorded = new Recorded(2, (recorder, [a, b]) => formula(recorder, a!, b!));
      expect(() => recorded.models(on, [large, large])).toThrow('numbers grow beyond all bounds');
    }
    const wide = on.polynomial([1], 9e29);
    const sum = new Recorded(1, (recorder, [a]) => recorder.add(a!, a!));
    expect(() => sum.models(on, [wide])).toThrow(TaylorError);
  });

  it.each<[string, number, number[][]]>([
    ['type II', 1, []],
    ['three bad coordinates', 3, []],
    ['{1}', 1, [[1]]],
    ['{1,2}, {2}', 2, [[1, 2], [2]]],
  ])('%s: equations, derivatives and blocks, over models and in doubles', (_, bad, extras) => {
    const family = familyOf(bad, extras);
    const n = family.unknowns;
    // No zero of the equations: what is checked holds anywhere.
    const y = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -0.4 : 0.3) - 0.03 * (i % 5));
    const on = new TaylorArithmetic(6);
    const models = [
      on.polynomial([0.2, 0.01], 1e-15),
      ...y.map((x, i) => on.polynomial([x, 0.01, 0.0005 * i], i % 3 === 0 ? 0 : 1e-9)),
    ];
    const direct = <S>(arithmetic: Arithmetic<S>, [s, ...unknowns]: readonly S[]) => {
      const calc = new Calculus(arithmetic);
      const q = scaled(calc, family, s!, unknowns);
      const duals = new DualArithmetic(arithmetic, n);
      const lines = equations(
        new Calculus(duals),
        scaled(
          new Calculus(duals),
          family,
          duals.constant(s!),
          unknowns.map((x, i) => duals.unknown(x, i)),
        ),
      );
      const { standard, transverse, sym, alt } = blocks(calc, q);
      return {
        values: equations(calc, q),
        jacobian: lines.flatMap((line) => duals.slopes(line)),
        blocks: [...standard.flat(), ...transverse.flat(), sym, alt, q.a, ...q.differenceCosines],
      };
    };
    const expected = direct(on, models);
    expect(doublesOf(equationsOf(family).models(on, models))).toEqual(doublesOf(expected.values));
    expect(doublesOf(slopesOf(family).models(on, models).jacobian.flat())).toEqual(
      doublesOf(expected.jacobian),
    );
    const found = blocksOf(family).models(on, models);
    const flat = [...found.standard.flat(), ...found.transverse.flat(), found.sym, found.alt, found.a];
    expect(doublesOf([...flat, ...found.differenceCosines])).toEqual(doublesOf(expected.blocks));
    const numbers = direct(floats, [0.2, ...y]);
    const inDoubles = slopesOf(family).doubles(floats, [0.2, ...y]);
    expect(inDoubles.values).toEqual(numbers.values);
    expect(inDoubles.jacobian.flat().map((x) => x + 0)).toEqual(numbers.jacobian.map((x) => x + 0));
    const plain = blocksOf(family).doubles(floats, [0.2, ...y]);
    expect([...plain.standard.flat(), ...plain.transverse.flat(), plain.sym].map((x) => x + 0)).toEqual(
      numbers.blocks
        .slice(0, plain.standard.length ** 2 + plain.transverse.length ** 2 + 1)
        .map((x) => x + 0),
    );
  });
});

describe('coefficients of As and At in pairs of doubles', () => {
  it.each([
    ['As', 0, asinSeries, 0.45],
    ['At', 1, atanSeries, 1],
  ] as const)('%s: the doubles and bounds that balls give', (_, number, series, most) => {
    const x = fc.oneof(
      fc.double({ min: 0, max: most, noNaN: true }),
      fc.double({ min: -60, max: 0, noNaN: true }).map((e) => most * 2 ** e),
      fc.constantFrom(0, most, most * (1 + 2 ** -52), 0.0625, 1e-60, 9e-61, 5e-324, 0.7),
    );
    holds(
      [x, fc.constantFrom(3, 30, 48, 49, 136)],
      (at, count) => {
        const expected = doublesAt(series, at, count).slice(0, count);
        expect(kernelCoefficients(number, at, count), `x = ${at}`).toEqual(expected);
      },
      60,
    );
  });
});

describe('matrices in the kernel', () => {
  /** Far from singular, with exchanges of rows. */
  const matrix = (n: number, seed: number): number[][] =>
    Array.from({ length: n }, (_, i) =>
      Array.from(
        { length: n },
        (_, j) => Math.sin(7 * seed + 3 * i * i + 5 * j + i * j) + ((i + 1) % n === j ? 3 : 0),
      ),
    );
  const eliminated = (a: FloatMatrix): number[][] => {
    const n = a.length;
    const rows = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
    for (let k = 0; k < n; k++) {
      let pivot = k;
      for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
      [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
      const factor = 1 / rows[k]![k]!;
      for (let j = k; j < 2 * n; j++) rows[k]![j]! *= factor;
      for (let i = 0; i < n; i++) {
        const multiple = rows[i]![k]!;
        if (i !== k) for (let j = k; j < 2 * n; j++) rows[i]![j]! -= multiple * rows[k]![j]!;
      }
    }
    return rows.map((row) => row.slice(n));
  };

  it.each([1, 2, 3, 6, 7])('n = %i: inverses, their series, I − YJ', (n) => {
    expect(inverse(matrix(n, 1))).toEqual(eliminated(matrix(n, 1)));
    const order = 4;
    const on = new TaylorArithmetic(order);
    const layers = Array.from({ length: order + 1 }, (_, k) =>
      matrix(n, k).map((row) => row.map((x) => x / 5 ** k)),
    );
    const models = (radius: number) =>
      matrix(n, 0).map((row, i) =>
        row.map((_, j) =>
          on.polynomial(
            layers.map((layer) => layer[i]![j]!),
            radius,
          ),
        ),
      );
    const jacobian = models(1e-9);
    const y = inverseSeries(on, jacobian);
    const times = (a: FloatMatrix, b: FloatMatrix): number[][] =>
      a.map((row) => row.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
    const found = [eliminated(layers[0]!)];
    for (let k = 1; k <= order; k++) {
      let sum = matrix(n, 0).map((row) => row.map(() => 0));
      for (let i = 1; i <= k; i++) {
        const product = times(layers[i]!, found[k - i]!);
        sum = sum.map((row, a) => row.map((x, b) => x - product[a]![b]!));
      }
      found.push(times(found[0]!, sum));
    }
    expect(y.map((row) => row.map(({ c }) => [...c]))).toEqual(
      found[0]!.map((row, i) => row.map((_, j) => found.map((layer) => layer[i]![j]!))),
    );

    // The formula of deviation.ts, term by term.
    const wide = models(1e-7);
    const unit = gamma(n * (order + 1) + 1);
    const size = (x: number): number => Math.abs(x);
    const expected = wide.map((row, i) =>
      row.map((_, j) => {
        const sums = Array.from({ length: order + 1 }, (_, l) => (i === j && l === 0 ? -1 : 0));
        let rest = 0;
        for (let k = 0; k < n; k++) {
          const [a, b] = [wide[i]![k]!, jacobian[k]![j]!];
          for (let l = 0; l <= order; l++)
            for (let m = 0; l + m <= order; m++) sums[l + m]! += a.c[l]! * b.c[m]!;
          for (let l = 1; l <= order; l++)
            rest += size(a.c[l]!) * b.c.slice(order + 1 - l).reduceRight((sum, c) => size(c) + sum, 0);
          rest += a.norm * (b.radius + unit * b.norm);
          rest += a.radius * b.magnitude;
        }
        const total = sums.reduce((sum, x) => sum + size(x), rest + (i === j ? unit : 0));
        return outward(total * (1 + gamma(2 * n * (order + 1))));
      }),
    );
    for (const [i, row] of deviations(wide, jacobian).entries())
      for (const [j, x] of row.entries()) expect(x / expected[i]![j]!).toBeCloseTo(1, 13);
  });

  it('the least λ of a pencil', () => {
    // diag(1, 2) − 2πλ·diag(2, 1) is singular at λ = 1/(4π).
    const [b, gram] = [
      [
        [1, 0],
        [0, 2],
      ],
      [
        [2, 0],
        [0, 1],
      ],
    ];
    const infinity = Number.POSITIVE_INFINITY;
    expect(pencilMinimum(b, gram, infinity)).toBeCloseTo(1 / (4 * Math.PI), 10);
    expect(pencilMinimum(b, gram, 0.01)).toBe(0.01);
    expect(pencilMinimum(b, gram, 0.1)).toBeCloseTo(1 / (4 * Math.PI), 10);
    expect(pencilMinimum([[-1]], [[1]], infinity)).toBeCloseTo(-1 / (2 * Math.PI), 10);
    const [upper, lower] = [
      [
        [2, 9],
        [1, 2],
      ],
      [
        [1, 9],
        [0, 1],
      ],
    ];
    expect(pencilMinimum(upper, lower, infinity)).toBeCloseTo(1 / (2 * Math.PI), 10);
  });
});
