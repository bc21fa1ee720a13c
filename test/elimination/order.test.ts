import { describe, expect, test } from 'vitest';
import { decide } from '../../src/elimination/data/decide.ts';
import { parseLoss } from '../../src/elimination/data/loss.ts';
import type { Network } from '../../src/model/network.ts';
import { guesses } from '../../src/proposals/elimination/data.ts';
import { drawOf, layer, networkOf, problemOf, roughObjective } from './problems.ts';

const SEED = 31;

/** All sign vectors of length d, with their parity as label: the moments below degree d vanish where f does. */
function parity(d: number): { inputs: number[][]; labels: number[][] } {
  const inputs = Array.from({ length: 2 ** d }, (_, i) =>
    Array.from({ length: d }, (_, c) => ((i >> c) & 1 ? 1 : -1)),
  );
  return { inputs, labels: inputs.map((x) => [x.reduce<number>((product, s) => product * s, 1)]) };
}

const zero = (d: number, w: readonly number[] = new Array<number>(d).fill(0)): Network =>
  networkOf([layer([new Array<number>(d).fill(0)], [0], 'linear')], { a: [0], b: [0.5], w: [w] });

const decided = (
  network: Network,
  examples: { inputs: number[][]; labels: number[][] },
  { loss = 'squared', lambda = '0.25', augment = 'single' } = {},
) =>
  decide(
    {
      problem: problemOf(network, parseLoss(loss)!, examples),
      augmentation: { kind: augment as 'single' | 'output' },
      lambda,
    },
    guesses,
  );

describe('the order of a stationary point', () => {
  test.each([
    [1, 1],
    [2, 3],
    [3, 5],
  ])('parity of %s signs at f = 0: order %s', (d, order) => {
    for (const loss of ['squared', 'logistic', 'hinge:2', 'hinge:3'])
      for (const augment of ['single', 'output']) {
        const { claims } = decided(zero(d), parity(d), { loss, augment });
        expect(claims!.order, `${loss}, ${augment}`).toEqual(
          loss === 'logistic' ? { atLeast: 0, atMost: order } : { atLeast: order, atMost: order },
        );
      }
  });

  test('XOR: the order 3 of the zero network is just below the 4 that are enough', () => {
    const { theorems, claims } = decided(zero(2), parity(2), { loss: 'hinge:3' });
    expect(claims!.localMinimum.answer).toBe('no');
    const { hypotheses, applies } = theorems.find(({ theorem }) => theorem === 'L Proposition 3')!;
    expect(applies).toBe('no');
    expect(hypotheses.at(-1)).toEqual({
      text: 'the point is stationary of order 4 (in (a, b, W) its order is 3)',
      holds: 'no',
    });
  });

  test('a minimum is stationary of every order, a point that is not critical of none', () => {
    const examples = { inputs: [[1], [-1]], labels: [[1], [-1]] };
    const at = (slope: number) =>
      decided(networkOf([layer([[slope]], [0], 'linear')]), examples, { loss: 'hinge:3' });
    expect(at(1).claims!.order).toEqual({ atLeast: null, atMost: null });
    expect(at(1).theorems.find(({ theorem }) => theorem === 'L Proposition 3')!.applies).toBe('yes');
    // Both residuals have one sign times y: the moment of order 1 is not 0.
    expect(at(0.5).claims!.order).toEqual({ atLeast: 1, atMost: 1 });
    expect(decided(zero(2, [1, 0]), parity(2)).claims!.order).toEqual({ atLeast: 1, atMost: 1 });
    expect(decided(zero(2, [1, 0.5]), parity(2)).claims!.order).toEqual({ atLeast: 0, atMost: 0 });
    const moved = networkOf([layer([[0]], [0], 'linear')], { a: [1], b: [0], w: [[0]] });
    expect(decided(moved, examples).claims!.order).toEqual({ atLeast: 0, atMost: 0 });
    // Without a regulariser the order is at least p and at most 2p − 1.
    expect(decided(zero(2), parity(2), { lambda: '0' }).claims!.order).toEqual({ atLeast: 2, atMost: 3 });
  });

  test.each([1, 2])('the decrease within a small distance has that power, %s signs', (d) => {
    const examples = parity(d);
    const loss = parseLoss('squared')!;
    const network = zero(d);
    const draw = drawOf(SEED, d);
    const directions = Array.from({ length: 30 }, () => Array.from({ length: d }, () => draw.normal()));
    const value = (a: number, w: readonly number[]): number =>
      roughObjective(network, loss, { kind: 'single' }, examples, 0.25, { a: [a], b: [0.5], w: [w] });
    const before = value(0, new Array<number>(d).fill(0));
    const decrease = (radius: number): number =>
      Math.max(
        ...directions.map((u) => {
          const length = Math.hypot(...u);
          const w = u.map((x) => (radius * x) / length);
          // A parabola in a: its least value by three of its values.
          const [minus, none, plus] = [value(-1, w), value(0, w), value(1, w)];
          const [slope, bend] = [(plus - minus) / 2, plus + minus - 2 * none];
          return slope ** 2 / (2 * bend) + before - none;
        }),
      );
    const ratio = decrease(0.02) / decrease(0.01);
    expect(ratio, `seed ${SEED}, directions ${JSON.stringify(directions)}`).toBeGreaterThan(4 ** d * 0.8);
    expect(ratio).toBeLessThan(4 ** d * 1.25);
  });
});
