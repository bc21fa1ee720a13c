import { describe, expect, test } from 'vitest';
import { type Ball, BallField, DomainError } from '../../src/arithmetic/ball.ts';
import { approximately } from '../../src/arithmetic/exact.ts';
import { evaluateTree } from '../../src/expression/algebra.ts';
import { BallAlgebra } from '../../src/expression/balls.ts';
import { alongDirection, differentiated } from '../../src/expression/duals.ts';
import { exactAlgebra } from '../../src/expression/exact.ts';
import { floatAlgebra } from '../../src/expression/floats.ts';
import { loadParser } from '../../src/expression/parse.ts';
import { smoothness } from '../../src/expression/smoothness.ts';
import { Tape } from '../../src/expression/tape.ts';
import { type Tree, textOf } from '../../src/expression/tree.ts';
import { drawOf, smoothTree } from './trees.ts';

const parse = await loadParser();
const field = BallField.ofDigits(60);
const algebra = new BallAlgebra(field);
const SEED = 4;
const NAMES = ['u', 'v'];

const middle = (x: Ball): number => approximately({ numerator: x.mid, denominator: 1n << BigInt(x.bits) });
const contains = (outer: Ball, inner: Ball): boolean =>
  field.lessOrEqual(field.lower(outer), field.upper(inner)) !== 'no' &&
  field.lessOrEqual(field.lower(inner), field.upper(outer)) !== 'no';

/** Random trees with a point; those whose values are out of range are left out. */
function* draws(runs: number): Generator<{ tree: Tree; at: Record<string, Ball>; where: string }> {
  for (let run = 0; run < runs; run++) {
    const draw = drawOf(SEED, run);
    const tree = smoothTree(draw, 4, NAMES);
    const at = Object.fromEntries(NAMES.map((name) => [name, field.exact(draw.half(2) + 1 / 8)]));
    const where = `seed ${SEED}, run ${run}: ${textOf(tree)} at ${NAMES.map((name) => middle(at[name]!)).join(', ')}`;
    if (!(Math.abs(middle(evaluateTree(algebra, tree, at))) < 1e6)) continue;
    yield { tree, at, where };
  }
}

describe('values', () => {
  // Fifty digits by mpmath 1.3.
  test.each([
    ['sin(1)', '0.8414709848078965066525023216302989996225630607984'],
    ['cos(2.5)', '-0.8011436155469337148335027904673516644285678487678'],
    ['sin(1e10)', '-0.4875060250875106915277942943481060416764473169228'],
    ['cos(-7.25)', '0.5679241732886948644238363482181612943445442208090'],
    ['erf(0.7)', '0.6778011938374184729756288092441513967162881743349'],
    ['erf(-2.5)', '-0.9995930479825550410604357842600250872796513225963'],
    ['2^0.5', '1.4142135623730950488016887242096980785696718753769'],
    ['2^-2 + pi', '3.3915926535897932384626433832795028841971693993751'],
  ])('%s', (text, digits) => {
    const value = evaluateTree(algebra, parse(text, []), {});
    const difference = field.abs(field.sub(value, field.exact(digits)));
    expect(field.less(difference, field.exact('1e-46'))).toBe('yes');
  });

  test('in doubles, on a tape and in balls they are the same', () => {
    let count = 0;
    for (const { tree, at, where } of draws(300)) {
      const values = Object.fromEntries(NAMES.map((name) => [name, middle(at[name]!)]));
      const expected = middle(evaluateTree(algebra, tree, at));
      const scale = 1e-9 * (1 + Math.abs(expected));
      expect(Math.abs(evaluateTree(floatAlgebra, tree, values) - expected), where).toBeLessThan(scale);
      const tape = new Tape([tree], NAMES);
      const [output, gradient] = [new Float64Array(1), new Float64Array(2)];
      tape.take(
        NAMES.map((name) => values[name]!),
        0,
      );
      tape.run(output);
      tape.accumulate([1], gradient, 2);
      expect(Math.abs(output[0]! - expected), where).toBeLessThan(scale);
      const slopes = differentiated(algebra, tree, at, NAMES).gradient.map(middle);
      for (const [i, slope] of slopes.entries())
        expect(Math.abs(gradient[i]! - slope), where).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
      count += 1;
    }
    expect(count).toBeGreaterThan(200);
  });

  test('a wide ball holds the values and both derivatives at points in it', () => {
    for (const { tree, at, where } of draws(150)) {
      const wide = { ...at, u: field.hull(at['u']!, field.add(at['u']!, field.exact(0.25))) };
      let outer: ReturnType<typeof alongDirection<Ball>>;
      try {
        outer = alongDirection(algebra, tree, wide, { u: field.one });
      } catch (error) {
        if (error instanceof DomainError) continue;
        throw error;
      }
      for (const step of [0, 0.0625, 0.25]) {
        const point = { ...at, u: field.add(at['u']!, field.exact(step)) };
        const inner = alongDirection(algebra, tree, point, { u: field.one });
        for (const part of ['value', 'first', 'second'] as const) {
          const holds = contains(outer[part], inner[part]);
          if (!holds) expect(holds, `${where}, ${part} at +${step}`).toBe(true);
        }
      }
    }
  });
});

describe('derivatives', () => {
  test('first and second along a direction, against differences at 60 digits', () => {
    const h = field.exact('1e-15');
    for (const { tree, at, where } of draws(200)) {
      const direction = { u: field.exact(0.75), v: field.exact(-0.5) };
      const { value, first, second } = alongDirection(algebra, tree, at, direction);
      const moved = (t: Ball): Ball =>
        evaluateTree(
          algebra,
          tree,
          Object.fromEntries(
            NAMES.map((name) => [name, field.add(at[name]!, field.mul(t, direction[name as 'u']))]),
          ),
        );
      const [plus, minus] = [moved(h), moved(field.neg(h))];
      const scale =
        1e-18 * (1 + Math.abs(middle(value)) + Math.abs(middle(first)) + Math.abs(middle(second))) ** 4;
      const slope = field.div(field.sub(plus, minus), field.scale(h, 2));
      const bend = field.div(field.sub(field.add(plus, minus), field.scale(value, 2)), field.square(h));
      expect(Math.abs(middle(field.sub(slope, first))), where).toBeLessThan(scale);
      expect(Math.abs(middle(field.sub(bend, second))), where).toBeLessThan(scale);
      const { gradient } = differentiated(algebra, tree, at, NAMES);
      const along = field.add(field.mul(gradient[0]!, direction.u), field.mul(gradient[1]!, direction.v));
      expect(Math.abs(middle(field.sub(along, first))), where).toBeLessThan(
        1e-30 * (1 + Math.abs(middle(first))),
      );
    }
  });
});

describe('kinks and what has no value', () => {
  const smooth = (text: string, q: number): number =>
    smoothness(algebra, parse(text, ['q']), { q: field.exact(q) });

  test.each([
    ['abs(q)', 0, 0],
    ['abs(q)', 1, Infinity],
    ['abs(q)^3', 0, 2],
    ['abs(q)^4', 0, Infinity],
    ['max(0, 1 - q)', 1, 0],
    ['max(0, 1 - q)^2', 1, 1],
    ['max(0, 1 - q)^3', 1, 2],
    ['max(1, q)^3', 1, 0],
    ['max(q, 2, -q)', 0, Infinity],
    ['min(q, 0)^5', 0, 4],
    ['sqrt(q)', 1, Infinity],
    ['sqrt(q^2)', 0, 0],
    ['exp(-q)/(1 + q^2)', 0, Infinity],
    ['max(sqrt(q), 1)', 0, 0],
    ['max(sqrt(q), 1)', 0.25, Infinity],
    ['min(exp(-sqrt(q)), 2)', 0, 0],
  ])('%s at %s: %s times', (text, q, times) => {
    expect(smooth(text, q)).toBe(times);
  });

  test.each([
    '1/q',
    'log(q)',
    'q^0.5',
    'q^-1',
    'sqrt(q - 1)',
    'log(-1)',
    '1/(1 - 1)',
    'exp(70000)',
    '(((9^1000)^1000)^1000)^1000',
    '((9^1000)^1000)^-1000',
  ])('%s has no value at 0', (text) => {
    expect(() => evaluateTree(algebra, parse(text, ['q']), { q: field.zero })).toThrow(DomainError);
  });

  test('a hinge beyond its margin is exactly 0, and so is its slope', () => {
    const tree = parse('max(0, 1 - q)^3', ['q']);
    const { value, gradient } = differentiated(
      algebra,
      tree,
      { q: field.div(field.exact(4), field.exact(3)) },
      ['q'],
    );
    expect(field.isZero(value) && field.isZero(gradient[0]!)).toBe(true);
  });
});

describe('exact numbers', () => {
  const exact = (text: string, q: string) => {
    const { value, gradient } = differentiated(
      exactAlgebra,
      parse(text, ['q']),
      { q: exactAlgebra.decimal(q) },
      ['q'],
    );
    return [value, gradient[0]!].map((x) => (typeof x === 'string' ? x : `${x.numerator}/${x.denominator}`));
  };
  test.each([
    ['(q - 1/3)^2', '0.5', ['1/36', '1/3']],
    [
      '0.3333333333333333333333333*q^3',
      '3',
      ['8999999999999999999999999100/1000000000000000000000000000', ''],
    ],
    ['max(0, 1 - q)^2', '2', ['0/1', '0/1']],
    ['max(0, 1 - q)^2', '1', ['0/1', '0/1']],
    ['sqrt(q)^2', '0', ['0/1', 'unknown']],
    ['max(0, 1 - q)', '1', ['0/1', 'bounded']],
    ['1/(2 - abs(q))^2', '0', ['1/4', 'bounded']],
    ['abs(q)', '0', ['0/1', 'bounded']],
    ['softplus(-q)', '0', ['unknown', '-1/2']],
    ['tanh(q)', '0', ['0/1', '1/1']],
    ['tanh(q)', '1', ['unknown', 'unknown']],
    ['logsumexp(q, 2*q)', '0', ['unknown', '3/2']],
    ['0*log(q)', '2', ['unknown', '0/1']],
    ['1/q', '0', ['unknown', 'unknown']],
    ['log(q)^0', '-1', ['unknown', '0/1']],
    ['abs(q)^0', '0', ['1/1', '0/1']],
    ['(q/2)^-3', '1', ['8/1', '-24/1']],
    ['((3/2)^1000)^1000*q', '0', ['unknown', 'unknown']],
  ])('%s at %s', (text, q, expected) => {
    const found = exact(text, q);
    if (text.startsWith('0.333'))
      expect(found[0]).toBe('89999999999999999999999991/10000000000000000000000000');
    else expect(found).toEqual(expected);
  });
});
