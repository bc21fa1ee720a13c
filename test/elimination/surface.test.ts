import { describe, expect, test } from 'vitest';
import { BallField } from '../../src/arithmetic/ball.ts';
import { decimalOf } from '../../src/arithmetic/exact.ts';
import { zerosIn } from '../../src/arithmetic/roots.ts';
import { empiricalOf } from '../../src/elimination/data/empirical.ts';
import { type Loss, lossVariables, parseLoss } from '../../src/elimination/data/loss.ts';
import { Surface } from '../../src/elimination/descent/surface.ts';
import { EXAMPLE_ONE } from '../../src/elimination/example-one.ts';
import { BallAlgebra } from '../../src/expression/balls.ts';
import { loadParser } from '../../src/expression/parse.ts';
import { textOf } from '../../src/expression/tree.ts';
import { Univariate } from '../../src/expression/univariate.ts';
import type { FormulaModel } from '../../src/model/network.ts';
import { curveStatements } from '../../src/papers/kawaguchi-kaelbling/curve.ts';
import { curveAt, reduced } from '../../src/papers/kawaguchi-kaelbling/figure.ts';
import { generator } from '../points.ts';

const parse = await loadParser();
const SEED = 8;
/** f of K Example 1, as it is printed. */
const TEXT = '5*(-0.3*exp(-16*(theta - 0.2)^2) - 0.7*exp(-32*(theta - 0.8)^2) + 0.5)';

const model = (text: string, inputs = 1): FormulaModel => ({
  inputs,
  outputs: 1,
  formulas: [parse(text, ['theta', 'c', 'x', 'x1', 'x2'])],
  parameters: { theta: '0.22', c: '0.5' },
  added: null,
});

describe('Example 1 from its text', () => {
  test('the critical points have the 20 digits that are printed for them', () => {
    const field = BallField.ofDigits(40);
    const f = new Univariate(new BallAlgebra(field), parse(TEXT, ['theta']), 'theta');
    const zeros = zerosIn(
      field,
      { value: (x) => f.at(x).first, slope: (x) => f.at(x).second },
      field.exact('0.2'),
      field.exact('0.8'),
    );
    const printed = curveStatements().slice(0, 3);
    for (const [i, zero] of zeros.entries())
      expect(printed[i]!.enclosure, printed[i]!.text).toEqual({
        lower: decimalOf(field.lowerRational(zero), 'down', 20),
        upper: decimalOf(field.upperRational(zero), 'up', 20),
      });
    expect(zeros).toHaveLength(3);
    // The tree of the program has a sign in another place, and reads back as itself.
    expect(parse(textOf(EXAMPLE_ONE), ['theta'])).toEqual(EXAMPLE_ONE);
  });
});

describe('the surface of a model that is given as formulas', () => {
  const surface = (
    loss: Loss,
    text: string,
    x: number[][],
    y: number[],
    kind: 'output' | 'single' = 'output',
  ) =>
    new Surface(
      {
        problem: empiricalOf(model(text, x[0]!.length), loss, { inputs: x, labels: y.map((own) => [own]) }),
        augmentation: { kind },
        lambda: '0.7',
      },
      'theta',
    );

  test('of Example 1 it is that of Figures 1 and 4', () => {
    const uniform = generator(SEED);
    const one = surface(parseLoss('hinge:3')!, TEXT, [[0]], [-1]);
    const four = surface({ kind: 'squared' }, TEXT, [[0]], [curveAt(0.8).value]);
    for (let i = 0; i < 40; i++) {
      const [theta, b] = [uniform(), 6 * uniform() - 3];
      for (const [own, figure] of [
        [one, 1],
        [four, 4],
      ] as const) {
        const [found, expected] = [own.at(theta, b), reduced(figure, theta, b, 0.7)];
        const where = `seed ${SEED}, figure ${figure}, theta ${theta}, b ${b}`;
        for (const key of ['value', 'slopeTheta', 'slopeB'] as const)
          expect(Math.abs(found[key] - expected[key]), `${key}, ${where}`).toBeLessThan(
            1e-9 * (1 + Math.abs(expected[key])),
          );
      }
    }
    expect(one.original(0.2)).toBeCloseTo(Math.max(0, 1 + curveAt(0.2).value) ** 3, 12);
  });

  test('of another it is least over a, and its slopes are differences', () => {
    const uniform = generator(SEED + 1);
    const { q, y } = lossVariables(1);
    const loss: Loss = { kind: 'expression', tree: parse('log(1 + exp(-y*q))', [...q, ...y]), range: null };
    const x = [
      [0.5, 1],
      [-1, 0.25],
      [2, -1],
    ];
    const labels = [1, -1, 1];
    for (const kind of ['output', 'single'] as const) {
      const own = surface(loss, 'tanh(theta*x1 + c*x2)', x, labels, kind);
      const [divisor, mu] = kind === 'output' ? [3, 0.7] : [1, 0.35];
      const objective = (theta: number, b: number, a: number): number =>
        x.reduce(
          (sum, [x1 = 0, x2 = 0], i) => {
            const f = Math.tanh(theta * x1 + 0.5 * x2) + a * Math.exp(b);
            return sum + Math.log1p(Math.exp(-labels[i]! * f)) / divisor;
          },
          mu * a * a,
        );
      for (let i = 0; i < 15; i++) {
        const [theta, b] = [4 * uniform() - 2, 4 * uniform() - 2];
        const { value, slopeTheta, slopeB, a } = own.at(theta, b);
        const where = `seed ${SEED + 1}, ${kind}, theta ${theta}, b ${b}`;
        expect(value, where).toBeCloseTo(objective(theta, b, a), 10);
        for (const step of [1e-3, -1e-3]) expect(objective(theta, b, a + step), where).toBeGreaterThan(value);
        const h = 1e-5;
        const difference = (t: number, s: number): number =>
          (own.at(theta + t, b + s).value - own.at(theta - t, b - s).value) / (2 * h);
        expect(slopeTheta, where).toBeCloseTo(difference(h, 0), 6);
        expect(slopeB, where).toBeCloseTo(difference(0, h), 6);
      }
    }
  });
});
