import { describe, expect, test } from 'vitest';
import { decide } from '../../src/elimination/data/decide.ts';
import { nullVector } from '../../src/elimination/data/exact-elimination.ts';
import { parseLoss } from '../../src/elimination/data/loss.ts';
import { inseparableBy, separatedBy } from '../../src/elimination/data/separation.ts';
import { guesses } from '../../src/proposals/elimination/data.ts';
import { drawOf, layer, networkOf, problemOf } from './problems.ts';

const SEED = 12;
const hinge = parseLoss('hinge:3')!;

test('XOR: no hyperplane separates it, a polynomial of degree 2 does: order 4 is enough for L Proposition 3', () => {
  const inputs = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const labels = [[-1], [1], [1], [-1]];
  const linear = networkOf([layer([[0, 0]], [0], 'linear')]);
  const problem = problemOf(linear, hinge, { inputs, labels });
  expect(separatedBy(problem, 1, guesses)).toBeNull();
  expect(inseparableBy(problem, 1, guesses)).toBe(true);
  expect(separatedBy(problem, 2, guesses)).not.toBeNull();
  expect(inseparableBy(problem, 2, guesses)).toBe(false);
  const { theorems } = decide({ problem, augmentation: { kind: 'single' }, lambda: 1 }, guesses);
  const third = theorems.find(({ theorem }) => theorem === 'L Proposition 3')!;
  expect(third.remark).toContain('stationary points of order 4 are covered');
  expect(third.remark).toContain('none of degree 1 does');
  // A linear model cannot give XOR its signs: L Assumption 2 is refuted.
  expect(third.hypotheses.at(-1)).toMatchObject({ holds: 'no' });
  const monomial = decide({ problem, augmentation: { kind: 'monomial', power: 1 }, lambda: 1 }, guesses);
  const first = monomial.theorems.find(({ theorem }) => theorem === 'L Proposition 1')!;
  expect(first.hypotheses.at(-1)).toMatchObject({ holds: 'no' });
});

describe('exact weights', () => {
  test('on a line the least degree is the number of changes of sign', () => {
    const network = networkOf([layer([[0]], [0], 'linear')]);
    let found = 0;
    for (let run = 0; run < 60; run++) {
      const draw = drawOf(SEED, run);
      const count = draw.integer(2, 7);
      const inputs = Array.from({ length: count }, (_, i) => [i / 2 - 1]);
      const labels = inputs.map(() => [draw.chance(0.5) ? 1 : -1]);
      const changes = labels.filter(([y], i) => i > 0 && labels[i - 1]![0] !== y).length;
      const problem = problemOf(network, hinge, { inputs, labels });
      const where = `seed ${SEED}, run ${run}: ${labels.join()}`;
      for (let degree = 1; degree <= changes + 1; degree++) {
        const refuted = inseparableBy(problem, degree, guesses);
        if (degree >= changes) expect(refuted, `${where}, degree ${degree}`).toBe(false);
        else {
          expect(separatedBy(problem, degree, guesses), `${where}, degree ${degree}`).toBeNull();
          if (refuted) found += 1;
          expect(refuted, `${where}, degree ${degree}`).toBe(true);
        }
      }
    }
    expect(found).toBeGreaterThan(30);
  });

  test('what is proposed is not trusted', () => {
    const network = networkOf([layer([[0]], [0], 'linear')]);
    const problem = problemOf(network, hinge, { inputs: [[0], [1], [2]], labels: [[-1], [1], [1]] });
    for (const support of [[0], [0, 1], [0, 1, 2], [1, 2], [0, 2, 7], [Number.NaN], []])
      expect(inseparableBy(problem, 1, { ...guesses, farkas: () => support })).toBe(false);
  });

  test('null vectors in whole numbers', () => {
    const times = (rows: bigint[][], v: readonly bigint[]) =>
      rows.map((row) => row.reduce((sum, x, i) => sum + x * v[i]!, 0n));
    let unique = 0;
    for (let run = 0; run < 200; run++) {
      const draw = drawOf(SEED + 1, run);
      const [rows, columns] = [draw.integer(1, 5), draw.integer(1, 5)];
      const matrix = Array.from({ length: rows }, () =>
        Array.from({ length: columns }, () => BigInt(draw.integer(-3, 3))),
      );
      const v = nullVector(matrix);
      if (v === null) continue;
      unique += 1;
      expect(v.some((x) => x !== 0n)).toBe(true);
      expect(
        times(matrix, v).every((x) => x === 0n),
        `seed ${SEED + 1}, run ${run}`,
      ).toBe(true);
    }
    expect(unique).toBeGreaterThan(20);
  });
});
