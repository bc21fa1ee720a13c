import { expect, it } from 'vitest';
import { BallField } from '../../src/arithmetic/ball.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { Evaluation } from '../../src/landscape/evaluation.ts';
import { pointOf } from '../../src/landscape/problem.ts';
import { publishedFigures } from '../../src/proof/published.ts';

/** The figures at n orthonormal neurons on their targets, where λ_min is 1/2 − 1/π and more, with ε = 10⁻²⁰. */
function figuresAt(n: number) {
  const balls = BallField.ofDigits(32);
  const field = new BallLandscape(balls);
  const rows = Array.from({ length: n }, (_, i) => field.unitVector(n, i));
  const point = new Evaluation(field, pointOf(field, n, rows, rows, true));
  const lambda = { text: '0.09', value: balls.exact('0.09') };
  return publishedFigures(point, balls.exact('1e-20'), lambda);
}

it('Lemma 1 holds at an exact minimum of two neurons', () => {
  expect(figuresAt(2).lemma1).toMatchObject({ holds: true });
});

it('of one neuron, (A.2) is no bound on third derivatives: the lemma is not said to hold', () => {
  const { lemma1, lemma2 } = figuresAt(1);
  expect(Number(lemma1.discriminant)).toBeGreaterThan(0);
  expect([lemma1.holds, lemma2.holds]).toEqual([false, false]);
});
