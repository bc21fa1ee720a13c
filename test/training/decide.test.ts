import { describe, expect, it } from 'vitest';
import type { FormulaModel, Network } from '../../src/model/network.ts';
import { sameShape, type TrainingVerifyOptions, verifyTraining } from '../../src/verify/training.ts';
import { auer, formula, layer, network, problemOf, type Rows } from './problems.ts';

/** Rows of features with the label last. */
function verified(
  model: Network | FormulaModel,
  rows: Rows,
  lossText = 'squared',
  options: TrainingVerifyOptions = {},
) {
  return verifyTraining(problemOf(model, rows, lossText), options).decision;
}

describe('one ReLU neuron with exponentially many minima (Auer, Herbster & Warmuth 1996)', () => {
  for (const d of [1, 2, 3])
    it(`2^${d} − 1 of 2^${d} minima are spurious`, () => {
      const better = [...Array.from({ length: d }, () => 1), 1];
      const verdicts = Array.from({ length: 2 ** d }, (_, mask) => {
        const signs = Array.from({ length: d }, (_unused, i) => (mask & (1 << i) ? -1 : 1));
        const { model, rows } = auer(signs);
        const decision = verified(model, rows, 'squared', { better });
        const flipped = signs.filter((s) => s < 0).length;
        // L = (1/2d)Σ g, g(1) = ¼, g(−½) = 1; the Hessian is (1/d) I in w.
        const value = (flipped + (d - flipped) / 4) / (2 * d);
        expect(Number(decision.proof!.objective.lower.text)).toBeCloseTo(value, 12);
        expect(Number(decision.proof!.lambdaMin.text)).toBeCloseTo(1 / d, 10);
        expect(decision.strict).toBe('up to what is held');
        return decision.verdict;
      });
      expect(verdicts[0]).toBe('local-minimum');
      expect(verdicts.slice(1)).toEqual(verdicts.slice(1).map(() => 'spurious-local-minimum'));
    });
});

describe('verdicts about points of networks', () => {
  const line: Rows = [
    [-1, -1],
    [0, 0.5],
    [1, 1.5],
    [2, 2],
  ];

  it('least squares: a global minimum, which is where linear algebra says', () => {
    // Slope 1.05·… : Σ(x−½)(y−¾)/Σ(x−½)² = 1, intercept ¼
    const decision = verified(network(layer([[1.0004]], [0.2499])), line);
    expect(decision.verdict).toBe('global-minimum');
    expect(decision.proof!.extra).toBe('convex');
    const [slope, bias] = decision.proof!.centre.map(Number);
    expect(slope).toBeCloseTo(1, 14);
    expect(bias).toBeCloseTo(0.25, 14);
  });

  it('a dead network is a local minimum, and spurious with a witness', () => {
    const model = network(layer([[1], [-1]], [-3, -3], 'relu'), layer([[1, 2]], [0.75]));
    const alone = verified(model, line);
    expect(alone.verdict).toBe('local-minimum');
    expect(alone.proof!.slice.held.map(({ why }) => why)).toEqual(Array.from({ length: 6 }, () => 'dead'));
    const better = [1, -1, 1, -3, 1, 0, 0];
    expect(verified(model, line, 'squared', { better }).verdict).toBe('spurious-local-minimum');
    expect(verified(model, line, 'squared', { better: [1, -1, -3, -3, 1, 2, 0.75] }).verdict).toBe(
      'local-minimum',
    );
  });

  it('a datum on a kink is named, not decided', () => {
    const model = network(layer([[1]], [0], 'relu'), layer([[1]], [0]));
    const decision = verified(model, line);
    expect(decision.verdict).toBe('inconclusive');
    expect(decision.reason).toMatch(/neuron 0 of layers\[0\] may be at a kink .* the input \(0\)/);
  });

  it('a saddle with its index', () => {
    // f = a tanh(w x), odd data: θ = 0 is critical, with ∂²/∂a∂w = −2·mean(x y) and 0 on the diagonal.
    const odd: Rows = [
      [-1, -1],
      [1, 1],
    ];
    const model = network(layer([[0]], null, 'tanh'), layer([[0]], null));
    const decision = verified(model, odd);
    expect(decision.verdict).toBe('saddle');
    expect(decision.index).toBe(1);
    expect(Number(decision.proof!.lambdaMin.text)).toBeCloseTo(-2, 8);
    // Decay moves eigenvalues ∓2 up by μ.
    expect(verified(model, odd, 'squared', { decay: '1.5' }).index).toBe(1);
    expect(verified(model, odd, 'squared', { decay: '2.5' }).verdict).toBe('local-minimum');
    // Exactly singular: nothing is claimed.
    expect(verified(model, odd, 'squared', { decay: '2' }).verdict).toBe('inconclusive');
  });

  it('no critical point where the gradient is large', () => {
    const decision = verified(network(layer([[3]], [1], 'tanh'), layer([[2]], [1])), line);
    expect(decision.verdict).toBe('no-critical-point');
  });

  it('a double root of the gradient is no minimum', () => {
    // θ³ has an inflection at 0, θ⁴ a minimum with a singular Hessian.
    const data: Rows = [[0, 0]];
    for (const power of [3, 4])
      expect(verified(formula(`t^${power} + x`, 1, { t: 0 }), data, 'q - y').verdict).toBe('inconclusive');
    expect(verified(formula('t^2 + x', 1, { t: '1e-9' }), data, 'q - y').verdict).toBe('local-minimum');
  });

  it('interpolation by more parameters than data is a global minimum', () => {
    const model = formula('a*tanh(w*x) + b*x^2 + c', 1, { a: '0.5', w: '0.8', b: '0.1', c: '0.2' });
    const data: Rows = [
      [1, '0.632'],
      [-2, '0.139'],
    ];
    const decision = verified(model, data);
    expect(decision.verdict).toBe('global-minimum');
    expect(decision.proof!.extra).toBe('interpolation');
    expect(decision.strict).toBe('not claimed');
  });

  it('one hidden layer of ReLU: critical with a singular Hessian is a local minimum within its region', () => {
    // Two neurons that are active on the same data: their incoming weights matter in one combination only.
    const model = network(
      layer(
        [
          [1, 0],
          [2, 0],
        ],
        null,
        'relu',
      ),
      layer([[1, 1]], null),
    );
    const data: Rows = [
      [1, 0, 4],
      [1, 0, 2],
      [2, 0.5, 6],
      [3, -0.5, 9],
      [-1, 0.25, 5],
    ];
    const decision = verified(model, data, 'squared', { better: [1, 0.1, -5, 0, 3, 1] });
    expect(decision.reason).toMatch(/convex|local minimum with/);
    expect(decision.proof?.extra).toBe('region');
    expect(decision.verdict).toMatch(/local-minimum$/);
  });

  it('XOR by tanh 2-2-1, no biases: the origin is critical in every loss, and singular', () => {
    const xor: Rows = [
      [-1, -1, -1],
      [-1, 1, 1],
      [1, -1, 1],
      [1, 1, -1],
    ];
    const zero = network(
      layer(
        [
          [0, 0],
          [0, 0],
        ],
        [0, 0],
        'tanh',
      ),
      layer([[0, 0]], [0]),
    );
    for (const text of ['squared', 'logistic', 'hinge:3', '1 - exp(-(q - y)^2)']) {
      expect(verified(zero, xor, text).verdict).toBe('inconclusive');
      // With decay the Hessian at 0 is μI plus ℓ'' for the last bias: a minimum.
      const decayed = verified(zero, xor, text, { decay: '0.1' });
      expect(decayed.verdict, text).toBe(text.startsWith('1') ? 'saddle' : 'local-minimum');
    }
  });
});

describe('what is not quite the problem', () => {
  it('a decay below every double is one: no rescaling, and no minimum by exact zeros', () => {
    const model = network(layer([[1, -0.5]], null, 'relu'), layer([[1]], null));
    const rows: Rows = [[1, 0, 1]];
    expect(verified(model, rows).verdict).toBe('global-minimum');
    // (w, a) → (cw, a/c) changes nothing but ‖θ‖², which is not least here.
    const decision = verified(model, rows, 'squared', { decay: '1e-400' });
    expect(decision.verdict).toBe('inconclusive');
    expect(decision.infimum).toBeNull();
  });

  it('a better point has the parameters of the model, biases only where it has them', () => {
    const model = network(layer([[0]], null, 'z*tanh(z)'), layer([[0]], null));
    const biased = network(layer([[0]], [-0.3], 'z*tanh(z)'), layer([[0]], [0]));
    expect(sameShape(model, model)).toBe(true);
    expect(sameShape(model, biased)).toBe(false);
    // Read as parameters, input and label in turn these five numbers had a loss below that of the minimum, 1/4.
    expect(() => verified(model, [[1, 0.5]], 'squared', { decay: 1, better: [0, -0.3, 0, 0] })).toThrow(
      /^options\.better: .*2/,
    );
  });
});
