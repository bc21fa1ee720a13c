import { describe, expect, test } from 'vitest';
import { DomainError } from '../../src/arithmetic/ball.ts';
import { type Augmented, addedShape } from '../../src/elimination/data/augmented.ts';
import { type Claims, decide } from '../../src/elimination/data/decide.ts';
import { type Augmentation, parseAugmentation } from '../../src/elimination/data/empirical.ts';
import { type Loss, lossName, parseLoss } from '../../src/elimination/data/loss.ts';
import { excludesZero } from '../../src/elimination/data/residual.ts';
import { doubleOf } from '../../src/elimination/data/ring.ts';
import { readExamples, readModel } from '../../src/files/index.ts';
import type { Network } from '../../src/model/network.ts';
import { guesses } from '../../src/proposals/elimination/data.ts';
import { shared } from '../shared.ts';
import { expectRefusals } from '../wrong-arguments.ts';
import { bruteForceDecrease, randomProblem } from './brute-force.ts';
import {
  drawOf,
  layer,
  networkOf,
  problemOf,
  randomInputs,
  randomNetwork,
  roughObjective,
} from './problems.ts';

const decided = (augmented: Augmented): ReturnType<typeof decide> => decide(augmented, guesses);

const SEED = 7;
/** Random problems for each loss; docs/elimination-data.md has a longer run. */
const RUNS = Number(process.env['SPURIOUS_RUNS'] ?? 45);
const OUTPUT: Augmentation = { kind: 'output' };

function claimsOf(
  network: Network,
  loss: string,
  inputs: readonly (readonly (number | string)[])[],
  labels: readonly (readonly (number | string)[])[],
  augmentation: Augmentation = OUTPUT,
  lambda = '1',
): Claims {
  const problem = problemOf(network, parseLoss(loss)!, { inputs, labels });
  const { claims } = decided({ problem, augmentation, lambda });
  expect(claims).not.toBeNull();
  return claims!;
}

const linear = (w: number, b = 0): Network => networkOf([layer([[w]], [b], 'linear')]);

describe('what is no problem of the papers is refused', () => {
  const classes = networkOf([layer([[0.7], [-0.3]], [0.1, 0.2], 'tanh')]);
  const problem = problemOf(
    classes,
    { kind: 'cross-entropy' },
    {
      inputs: [[0.5], [-1.25]],
      labels: [
        ['0.25', 0.75],
        ['0.5', '0.5'],
      ],
    },
  );
  const augmented = { problem, augmentation: OUTPUT, lambda: '0.5' };

  test('what is right is decided', () => {
    expect(decide(augmented, guesses).claims!.localMinimum.answer).toBe('no');
  });

  test('wrong values everywhere, by name', () => {
    const added = { a: ['0.5', 0.25], b: [0.5, '0.5'], w: [['0.5'], [0.25]] };
    const whole = { ...augmented, problem: { ...problem, network: { ...classes, added } } };
    const loose = ['augmented.problem.network.added'];
    const refused = expectRefusals(decide as (...args: unknown[]) => unknown, [
      { name: 'augmented', value: whole, loose },
      { name: 'guesses', value: guesses },
    ]);
    expect(refused).toBeGreaterThan(250);
  });

  test.each(['-1', -0.5, '-1e-300'])('λ = %s', (lambda) => {
    expect(() => decide({ ...augmented, lambda }, guesses)).toThrow(/^augmented\.lambda: .*at least 0/);
  });

  test('cross-entropy with one class: L̃ = λa² has a minimum, which the labels alone do not tell', () => {
    const one = networkOf([layer([[1]], [0], 'tanh')]);
    const examples = { inputs: [[0.5], [-1.25], [2]], labels: [[1], [1], [1]] };
    const empirical = problemOf(one, { kind: 'cross-entropy' }, examples);
    expect(() => decide({ problem: empirical, augmentation: OUTPUT, lambda: 1 }, guesses)).toThrow(
      /^augmented\.problem\.loss: .*at least 2 classes/,
    );
    const [model, data] = [shared('cases', 'k1-model.json'), shared('cases', 'k1-class.csv')];
    if (model === null || data === null) return;
    const network = readModel(model);
    const read = readExamples(data, { inputs: 1, outputs: 1, labels: 'class' });
    const given = problemOf(network, { kind: 'cross-entropy' }, read);
    expect(() => decide({ problem: given, augmentation: OUTPUT, lambda: 1 }, guesses)).toThrow(RangeError);
  });

  test('labels, outputs, powers and slopes with which a loss is not the one of the theorem', () => {
    const with_ = (loss: Loss, labels: (number | string)[][], network: Network = linear(1)) => {
      const inputs = labels.map((_, i) => [i]);
      return () =>
        decide(
          { problem: problemOf(network, loss, { inputs, labels }), augmentation: OUTPUT, lambda: 1 },
          guesses,
        );
    };
    expect(with_({ kind: 'logistic' }, [['1.0'], [-1]])).not.toThrow();
    expect(with_({ kind: 'logistic' }, [[1], [0]])).toThrow(/groups\[1\]\.labels\[0\]\.label/);
    expect(with_({ kind: 'hinge', power: 2 }, [[1], [2]])).toThrow(/label/);
    expect(with_({ kind: 'hinge', power: 1 }, [[1]])).toThrow(/loss\.power/);
    expect(with_({ kind: 'hinge', power: 2.5 }, [[1]])).toThrow(/loss\.power/);
    expect(with_({ kind: 'logistic' }, [[1, 1]], classes)).toThrow(/problem\.loss/);
    expect(with_({ kind: 'cross-entropy' }, [[0.5, 0.25]], classes)).toThrow(/label/);
    expect(with_({ kind: 'cross-entropy' }, [[1.5, -0.5]], classes)).toThrow(/label/);
    expect(with_({ kind: 'squared' }, [])).toThrow(/groups/);
    const bent = networkOf([layer([[1]], [0], 'relu', 0.25)]);
    expect(with_({ kind: 'squared' }, [[1]], bent)).toThrow(/slope/);
  });

  test('equal inputs as two groups, wrong counts, added neurons of another augmentation', () => {
    const [first, second] = problem.groups;
    const twice = { ...first!, input: ['5e-1'] };
    const wrong = (change: Partial<typeof problem>, message: RegExp): void => {
      expect(() => decide({ ...augmented, problem: { ...problem, ...change } }, guesses)).toThrow(message);
    };
    wrong({ groups: [first!, twice] }, /groups.*distinct/);
    wrong({ groups: [first!] }, /examples/);
    wrong({ groups: [{ ...first!, count: 2 }, second!], examples: 3 }, /count/);
    const one = networkOf([layer([[1]], [0], 'linear')]);
    const plain = problemOf(one, { kind: 'squared' }, { inputs: [[1]], labels: [[2]] });
    const layers = { problem: plain, augmentation: { kind: 'layer' }, lambda: 1 } as const;
    expect(() => decide(layers, guesses)).toThrow(/hidden layer/);
    const wider = networkOf([layer([[1], [1]], [0, 0], 'linear'), layer([[1, 1]], [0], 'linear')]);
    expect(() =>
      decide({ problem: plain, augmentation: OUTPUT, lambda: 1, witness: wider }, guesses),
    ).toThrow(/witness.*architecture/);
  });
});

describe('test (ii) against brute force', () => {
  const LOSSES = ['squared', 'logistic', 'cross-entropy', 'hinge:2', 'hinge:3'];
  test.each(LOSSES)('%s, random small problems', (name) => {
    const loss = parseLoss(name)!;
    const count = { yes: 0, no: 0 };
    for (let run = 0; run < RUNS; run++) {
      const draw = drawOf(SEED, run);
      const problem = randomProblem(draw, loss);
      const augmentation: Augmentation =
        problem.network.outputs === 1 && draw.chance(0.5) ? { kind: 'single' } : OUTPUT;
      const where = `seed ${SEED}, run ${run}: ${JSON.stringify({ ...problem, augmentation })}`;
      const empirical = problemOf(problem.network, loss, problem);
      const { claims } = decided({ problem: empirical, augmentation, lambda: '0.01' });
      const { answer } = claims!.localMinimum;
      expect(answer, where).not.toBe('undecided');
      const found = bruteForceDecrease(draw, problem, augmentation, 0.01, 25);
      if (answer === 'yes') {
        expect(found, where).toBeLessThan(1e-9);
        expect(claims!.critical, where).toBe('yes');
        expect(claims!.step, where).toBeNull();
        count.yes += 1;
      } else {
        expect(problem.planted, where).toBe(false);
        expect(found, where).toBeGreaterThan(1e-9);
        checkStep(claims!, problem, augmentation, loss, where);
        count.no += 1;
      }
      if (problem.planted) expect(answer, where).toBe('yes');
    }
    expect(count.yes).toBeGreaterThan(10);
    expect(count.no).toBeGreaterThan(10);
  });

  /** The certified step against L̃ in doubles, written apart, and the moment against its definition. */
  function checkStep(
    claims: Claims,
    problem: { network: Network; inputs: number[][]; labels: number[][] },
    augmentation: Augmentation,
    loss: Loss,
    where: string,
  ): void {
    const { moment, step } = claims;
    expect(moment, where).not.toBeNull();
    expect(step, where).not.toBeNull();
    expect(excludesZero(moment!.value), where).toBe(true);
    const empirical = problemOf(problem.network, loss, problem);
    expect(moment!.order, where).toBeLessThan(empirical.groups.length);
    const { neurons, width } = addedShape({ problem: empirical, augmentation, lambda: '0.01' });
    const zero = {
      a: new Array<number>(neurons).fill(0),
      b: new Array<number>(neurons).fill(0),
      w: Array.from({ length: neurons }, () => new Array<number>(width).fill(0)),
    };
    const rough = (point: typeof zero): number =>
      roughObjective(problem.network, loss, augmentation, problem, 0.01, point);
    const scale = 1e-12 * (1 + rough(zero));
    const after = { a: [...step!.a], b: [...step!.b], w: step!.w.map((row) => [...row]) };
    expect(Math.abs(doubleOf(step!.before) - rough(zero)), where).toBeLessThan(scale);
    expect(Math.abs(doubleOf(step!.after) - rough(after)), where).toBeLessThan(scale);
    expect(doubleOf(step!.before) - doubleOf(step!.after), where).toBeGreaterThan(0);
  }

  test('tanh and softplus: random labels are refuted, a hinge with margins beyond 1 is confirmed', () => {
    for (let run = 0; run < 30; run++) {
      const draw = drawOf(SEED + 1, run);
      const network = randomNetwork(draw, 2, 1, ['tanh', 'softplus']);
      const inputs = randomInputs(draw, 2, 4);
      const answer = claimsOf(
        network,
        'squared',
        inputs,
        inputs.map(() => [draw.normal()]),
      ).localMinimum.answer;
      expect(answer, `run ${run}`).toBe('no');
    }
    const wide = networkOf([layer([[1]], [0], 'tanh'), layer([[3]], [0], 'linear')]);
    expect(claimsOf(wide, 'hinge:3', [[1], [-1]], [[1], [-1]]).localMinimum.answer).toBe('yes');
    // The margin 3·tanh(x) is 1 only nearly: r is tiny, and not 0.
    const x = Math.atanh(1 / 3);
    expect(claimsOf(wide, 'hinge:3', [[x - 1e-12]], [[1]]).localMinimum.answer).toBe('no');
  });

  test('a monomial neuron sees moments up to its degree, and no more', () => {
    // r = −2(y) with y = (1, −2, 1) at −1, 0, 1: moments of degree 0 and 1 vanish, degree 2 does not.
    const inputs = [[-1], [0], [1]];
    const labels = [[1], [-2], [1]];
    const degree = (p: number): string => {
      const problem = problemOf(linear(0), { kind: 'squared' }, { inputs, labels });
      const { applies, claims } = decided({
        problem,
        augmentation: { kind: 'monomial', power: p },
        lambda: '1',
      });
      // Squared loss: L Proposition 1 does not apply, and nothing is claimed.
      expect(applies).toBe('no');
      return String(claims);
    };
    expect(degree(1)).toBe('null');
    const hinge = (p: number): Claims =>
      claimsOf(linear(0), 'hinge:3', [[-1], [1]], [[-1], [1]], { kind: 'monomial', power: p });
    expect(hinge(1).localMinimum.answer).toBe('no');
    expect(hinge(1).moment!.order).toBe(1);
    expect(hinge(1).step).not.toBeNull();
    expect(hinge(2).localMinimum.answer).toBe('no');
    const random = { no: 0, yes: 0 };
    for (let run = 0; run < 40; run++) {
      const draw = drawOf(SEED + 2, run);
      const problem = randomProblem(draw, { kind: 'hinge', power: 3 });
      const augmentation: Augmentation = { kind: 'monomial', power: draw.integer(1, 4) };
      const { claims } = decided({
        problem: problemOf(problem.network, problem.loss, problem),
        augmentation,
        lambda: '0.01',
      });
      if (claims === null) continue;
      const where = `seed ${SEED + 2}, run ${run}: ${JSON.stringify({ ...problem, augmentation })}`;
      const found = bruteForceDecrease(draw, problem, augmentation, 0.01, 60);
      const { answer } = claims.localMinimum;
      expect(answer, where).toBe(found > 1e-9 ? 'no' : 'yes');
      random[answer as 'yes' | 'no'] += 1;
    }
    expect(random.yes).toBeGreaterThan(3);
    expect(random.no).toBeGreaterThan(3);
  });
});

describe('the examples of the papers', () => {
  test('K Example 4: a point with a = 0, w = 0 is critical and no minimum; a moment of order 1 shows it', () => {
    const claims = claimsOf(linear(0), 'squared', [[1], [-1]], [[1], [-1]]);
    expect(claims.critical).toBe('yes');
    expect(claims.localMinimum.answer).toBe('no');
    expect(claims.moment!.order).toBe(1);
    expect(claims.gradientBasis!.consistent).toBe('no');
    expect(doubleOf(claims.loss)).toBe(1);
  });

  test('K Example 5: equal inputs; every point with a = 0 is a minimum', () => {
    const claims = claimsOf(linear(0), 'squared', [['1.0'], [1]], [[1], [-1]]);
    expect(claims.localMinimum.answer).toBe('yes');
    expect(claims.jointMinimum).toBe('yes');
    expect(claims.infimumAttained).toBe('yes');
    expect(doubleOf(claims.infimum!)).toBe(1);
    expect(claims.gradientBasis!.consistent).not.toBe('no');
  });

  test('K Examples 3 and 6: one input, a step in a alone', () => {
    const square = claimsOf(linear(0, 2), 'squared', [[1]], [[1]]);
    expect(square.moment!.order).toBe(0);
    expect(square.step!.a[0]).toBeLessThan(0);
    const hinge = claimsOf(linear(0, -1), 'hinge:3', [[1]], [[1]]);
    // Printed a = −2e^(−1/ε): the step that descends has a > 0.
    expect(hinge.step!.a[0]).toBeGreaterThan(0);
    expect(doubleOf(hinge.loss)).toBe(8);
  });

  test('a ≠ 0 is refuted by the first-order identity, with a step', () => {
    const network: Network = { ...linear(1), added: { a: ['0.5'], b: [0], w: [[0]] } };
    const claims = claimsOf(network, 'squared', [[1]], [[1]]);
    expect(claims.localMinimum.answer).toBe('no');
    expect(claims.critical).toBe('no');
    expect(claims.moment).toBeNull();
    expect(claims.step).not.toBeNull();
  });
});

describe('how sharp the test is', () => {
  test("the order m' − 1 is needed: differences of order 5 on 6 inputs have no lower moment", () => {
    const binomials = [1, 5, 10, 10, 5, 1];
    const inputs = binomials.map((_, j) => [j]);
    const labels = binomials.map((c, j) => [j % 2 === 0 ? c : -c]);
    const claims = claimsOf(linear(0), 'squared', inputs, labels);
    expect(claims.critical).toBe('yes');
    expect(claims.nullSpace.stationary).toBe('yes');
    expect(claims.moment!.order).toBe(5);
    expect(claims.step).not.toBeNull();
    expect(claims.gradientBasis!.consistent).toBe('no');
  });

  test('a label spoiled in a far digit is seen: by balls, by finer balls, and last by exact arithmetic', () => {
    const network = networkOf([layer([[1], [-1]], [0, 0.5], 'relu'), layer([[1, 0.125]], [0], 'linear')]);
    const inputs = [[1], ['2.0'], [2]];
    // f(1) = 1, f(2) = 2.
    const good = [['1'], ['1.5'], ['2.5']];
    expect(claimsOf(network, 'squared', inputs, good).localMinimum.answer).toBe('yes');
    for (const [digits, shown] of [
      [30, true],
      [100, true],
      [390, false],
    ] as const) {
      const spoiled = [['1'], ['1.5'], [`2.5${'0'.repeat(digits)}1`]];
      const claims = claimsOf(network, 'squared', inputs, spoiled);
      expect(claims.localMinimum.answer, `digit ${digits}`).toBe('no');
      expect(claims.step !== null, `digit ${digits}`).toBe(shown);
      expect(claims.residualsZero).toBe(1);
    }
  });
});

describe('existence, theorems and the null space', () => {
  const existence = (network: Network, loss: string, x: number[][], y: number[][]): string =>
    claimsOf(network, loss, x, y).existence.answer;

  test('does L̃ have a local minimum at all?', () => {
    expect(existence(linear(1), 'logistic', [[1]], [[1]])).toBe('no');
    expect(existence(linear(1), 'logistic', [[1], [1]], [[1], [-1]])).toBe('undecided');
    expect(existence(linear(0), 'logistic', [[1], [1]], [[1], [-1]])).toBe('yes');
    const pairs = [
      [0, 0],
      [1, 1],
      [2, 4],
    ];
    const x = pairs.map(([a]) => [a!]);
    expect(
      existence(
        linear(1),
        'squared',
        x,
        pairs.map(([, b]) => [b!]),
      ),
    ).toBe('no');
    expect(existence(linear(1), 'squared', x, [[1], [3], [5]])).toBe('yes');
    const wide = networkOf([
      layer([[1], [0], [0]], [0, 0, 0], 'softplus'),
      layer([[1, 0, 0]], [0], 'linear'),
    ]);
    expect(
      existence(
        wide,
        'squared',
        x,
        pairs.map(([, b]) => [b!]),
      ),
    ).toBe('yes');
    const narrow = networkOf([layer([[1], [0]], [0, 0], 'softplus'), layer([[1, 0]], [0], 'linear')]);
    expect(
      existence(
        narrow,
        'squared',
        x,
        pairs.map(([, b]) => [b!]),
      ),
    ).toBe('undecided');
  });

  test('which hypotheses hold', () => {
    const status = (
      network: Network,
      loss: string,
      augment: string,
      x: number[][],
      y: number[][],
    ): string[] => {
      const problem = problemOf(network, parseLoss(loss)!, { inputs: x, labels: y });
      const { theorems } = decided({ problem, augmentation: parseAugmentation(augment)!, lambda: '1' });
      return theorems.filter(({ concerned }) => concerned).map((t) => `${t.theorem} ${t.applies}`);
    };
    const x = [[1], [-1]];
    const y = [[1], [-1]];
    const both = ['K Theorem 1', 'K Theorem 2', 'L Theorem 1', 'L Proposition 2', 'L Proposition 3'];
    const all = (...answers: string[]): string[] => both.map((name, i) => `${name} ${answers[i]}`);
    expect(status(linear(1), 'hinge:3', 'single', x, y)).toEqual(all('yes', 'yes', 'yes', 'yes', 'yes'));
    // Not beyond its margin the point is not even critical, and Proposition 3 is about others.
    expect(status(linear(0.5), 'hinge:3', 'single', x, y)).toEqual(all('yes', 'yes', 'yes', 'yes', 'no'));
    expect(status(linear(1), 'hinge:2', 'single', x, y)).toEqual(all('yes', 'yes', 'no', 'no', 'no'));
    expect(status(linear(1), 'hinge:3', 'single', [[1], [1]], y)).toEqual(
      all('yes', 'no', 'no', 'yes', 'no'),
    );
    expect(status(linear(1), 'squared', 'single', x, y)).toEqual(all('yes', 'yes', 'no', 'no', 'no'));
    const deep = (activation: 'tanh' | 'relu'): Network =>
      networkOf([layer([[1]], [0], activation), layer([[2]], [0], 'linear')]);
    expect(status(deep('tanh'), 'hinge:3', 'layer', x, y)).toEqual(['L Theorem 2 yes']);
    expect(status(deep('relu'), 'hinge:3', 'layer', x, y)).toEqual(['L Theorem 2 no']);
    expect(status(deep('tanh'), 'squared', 'layer', x, y)).toEqual(['L Theorem 2 no']);
    expect(status(linear(1), 'hinge:3', 'monomial:1', x, y)).toEqual(['L Proposition 1 yes']);
    const square = [
      [0, 0],
      [1, 1],
      [0, 1],
      [1, 0],
    ];
    const xor = [[1], [1], [-1], [-1]];
    const plane = networkOf([layer([[1, 1]], [0], 'linear')]);
    expect(status(plane, 'hinge:3', 'monomial:1', square, xor)).toEqual(['L Proposition 1 no']);
    expect(status(plane, 'hinge:3', 'monomial:2', square, xor)).toEqual(['L Proposition 1 no']);
    const two = networkOf([layer([[0, 0]], [0], 'linear'), layer([[0], [1]], [0, 0], 'linear')]);
    const zeros = xor.map(() => [0, 0]);
    expect(status(two, 'squared', 'single', square, zeros)).toEqual([
      'L Theorem 1 no',
      'L Proposition 2 no',
      'L Proposition 3 no',
    ]);
  });

  test('one neuron in each layer: the last hidden layer is what the added neuron sees', () => {
    const deep = (v: number): Network =>
      networkOf([layer([[1], [-1]], [0, 0], 'tanh'), layer([[v, -v]], [0], 'linear')]);
    const layerOf = { kind: 'layer' } as const;
    const bad = claimsOf(deep(0.5), 'hinge:3', [[1], [-1]], [[1], [-1]], layerOf);
    expect(bad.localMinimum.answer).toBe('no');
    expect(bad.step).not.toBeNull();
    expect(claimsOf(deep(2), 'hinge:3', [[1], [-1]], [[1], [-1]], layerOf).localMinimum.answer).toBe('yes');
  });

  test('with one neuron in each layer an outgoing weight that is not 0 is no minimum', () => {
    const added = { a: [0.5], b: [1], w: [[0.25]] };
    const deep = networkOf([layer([[1]], [0], 'tanh'), layer([[2]], [0], 'linear')], added);
    const claims = claimsOf(deep, 'hinge:3', [[1], [0]], [[1], [-1]], { kind: 'layer' });
    expect(claims.localMinimum).toEqual({ answer: 'no', reason: expect.stringContaining('first-order') });
    expect(claims.critical).toBe('no');
    expect(claims.step).not.toBeNull();
  });

  test('a witness shows what the architecture can express', () => {
    const network = networkOf([layer([[1], [1]], [0, 0], 'tanh'), layer([[0, 0]], [0], 'linear')]);
    const good = networkOf([layer([[2], [0]], [0, 0], 'tanh'), layer([[3, 0]], [0], 'linear')]);
    const inputs = [[-2], [-1], [1], [2]];
    const labels = [[-1], [-1], [1], [1]];
    const of = (loss: string, witness?: Network) =>
      decided({
        problem: problemOf(network, parseLoss(loss)!, { inputs, labels }),
        augmentation: { kind: 'single' },
        lambda: '1',
        witness,
      });
    const realizable = (decision: ReturnType<typeof of>) =>
      decision.theorems
        .find(({ theorem }) => theorem === 'L Theorem 1')!
        .hypotheses.find(({ text }) => text.startsWith('some parameters'))!;
    expect(realizable(of('hinge:3')).holds).toBe('undecided');
    expect(realizable(of('hinge:3', good))).toMatchObject({
      holds: 'yes',
      text: expect.stringContaining('witness'),
    });
    expect(realizable(of('hinge:3', network))).toMatchObject({
      holds: 'undecided',
      text: expect.stringContaining('those of the witness do not'),
    });
    // All margins of the witness are beyond 1: it attains the least loss of all functions.
    expect(of('hinge:3').claims!.existence.answer).toBe('undecided');
    expect(of('hinge:3', good).claims!.existence).toEqual({
      answer: 'yes',
      reason: expect.stringContaining('the witness is one'),
    });
  });

  test('the null-space test: θ stationary for L, and moved by the added neurons', () => {
    // Least squares of x² by a line on −1, 0, 1: r is orthogonal to 1 and x, exactly.
    const optimal = networkOf([layer([[0]], [2], 'linear')]);
    const claims = claimsOf(optimal, 'squared', [[-1], [0], [1]], [[3], [0], [3]]);
    expect(claims.nullSpace.stationary).toBe('yes');
    expect(claims.nullSpace.stationaryAfter).toBe('no');
    expect(claims.moment!.order).toBe(2);
    expect(claims.gradientBasis!.consistent).toBe('no');
    expect(claims.existence.answer).toBe('no');
    expect(claimsOf(linear(1), 'squared', [[1]], [[3]]).nullSpace.stationary).toBe('no');
    const dead = networkOf([layer([[1]], [-1], 'relu'), layer([[1]], [0], 'linear')]);
    expect(claimsOf(dead, 'squared', [[1]], [[0]]).nullSpace).toMatchObject({
      stationary: 'yes',
      kink: true,
    });
  });

  test('names of losses and augmentations', () => {
    for (const name of ['squared', 'logistic', 'cross-entropy', 'hinge:2', 'hinge:64'])
      expect(lossName(parseLoss(name)!)).toBe(name);
    for (const name of ['hinge', 'hinge:1', 'hinge:65', 'hinge:2.5', 'Squared', ''])
      expect(parseLoss(name)).toBeNull();
    for (const name of ['monomial:0', 'monomial', 'monomial:65', 'both'])
      expect(parseAugmentation(name)).toBeNull();
  });

  test('numbers at the ends of the doubles: a verdict, never an accident', () => {
    const extremes = [1e308, -1e308, 5e-324, 1e150, -1e-150];
    for (const [i, x] of extremes.entries())
      for (const [loss, label] of [
        ['squared', 1e308],
        ['hinge:3', 1],
      ] as const) {
        const activation = (['relu', 'tanh', 'softplus'] as const)[i % 3]!;
        const network = networkOf([layer([[x, 1]], [1], activation), layer([[-x]], [0], 'linear')]);
        const inputs = [
          [1, x],
          [x, 0],
        ];
        const claims = claimsOf(network, loss, inputs, [[label], [-1]]);
        expect(['yes', 'no', 'undecided'], `${x} ${loss}`).toContain(claims.localMinimum.answer);
      }
    const far: Network = { ...linear(1), added: { a: [0], b: [1e9], w: [[0]] } };
    expect(() => claimsOf(far, 'squared', [[1]], [[3]])).toThrow(DomainError);
  });
});

describe('layers without biases have none', () => {
  const unbiased = (...given: Parameters<typeof layer>[]): Network =>
    networkOf(given.map((one) => ({ ...layer(...one), unbiased: true as const })));
  const line = unbiased([[[1]], [0], 'linear']);

  test('the best line through the origin is no less for lines that miss it', () => {
    const claims = claimsOf(line, 'squared', [[1], [2]], [[0], [2.5]]);
    // w = Σxy/Σx² = 5/5
    expect(claims.linearBound!.consistent).not.toBe('no');
    expect(claims.nullSpace.stationary).toBe('yes');
    expect(claims.existence.answer).toBe('no');
    expect(claimsOf(line, 'squared', [[1], [2]], [[3], [6]]).existence.answer).toBe('yes');
    const biased = claimsOf(linear(1), 'squared', [[1], [2]], [[0], [2.5]]);
    expect(biased.linearBound!.consistent).toBe('no');
    expect(biased.nullSpace.stationary).toBe('no');
    expect(biased.existence.answer).toBe('yes');
    // A bias in front of a last layer without one: the theorem is not about that.
    const mixed = networkOf([
      layer([[1]], [0.5], 'linear'),
      { ...layer([[1]], [0], 'linear'), unbiased: true },
    ]);
    expect(claimsOf(mixed, 'squared', [[1], [2]], [[0], [2.5]]).linearBound).toBeNull();
  });

  test('a wide layer takes any values only with biases: without them f(0) = 0', () => {
    const wide: Parameters<typeof layer>[] = [
      [[[1], [-1], [0.5]], [0, 0, 0], 'relu'],
      [[[1, 2, 0.5]], [0], 'linear'],
    ];
    const data = [
      [[0], [1], [2]],
      [[1], [2], [7]],
    ] as const;
    expect(claimsOf(unbiased(...wide), 'squared', ...data).existence.answer).toBe('undecided');
    expect(claimsOf(networkOf(wide.map((one) => layer(...one))), 'squared', ...data).existence.answer).toBe(
      'yes',
    );
  });

  test('a witness with biases is one of another architecture', () => {
    const problem = problemOf(line, parseLoss('squared')!, { inputs: [[1]], labels: [[1]] });
    const augmented: Augmented = { problem, augmentation: OUTPUT, lambda: '1', witness: linear(1, 1) };
    expect(() => decided(augmented)).toThrow(/^augmented\.witness: .*same architecture/);
  });
});

describe('no local minimum at all needs more than that r ≡ 0 is out of reach', () => {
  test('without a regulariser a minimum may have a ≠ 0', () => {
    // −.1026 x − .1806 + 1.148 e^(.9607 x) is one for these data (mpmath): eigenvalues above .04 but for that of (a, b) as one.
    const inputs = [[-2], [-1], [0], [1], [2], [3]];
    const labels = [['0.2'], ['0.3'], ['1.1'], ['2.6'], ['7.5'], [20]];
    const { existence } = claimsOf(linear(1), 'squared', inputs, labels, OUTPUT, '0');
    expect(existence.answer).toBe('undecided');
    expect(existence.reason).toMatch(/without a regulariser/);
    expect(claimsOf(linear(1), 'squared', inputs, labels).existence.answer).toBe('no');
  });

  test('with one neuron at the first of two outputs only, nothing is claimed', () => {
    // Output 1 is met exactly, so that a = 0 is best; what is wrong is output 2, which the neuron does not reach.
    const two = networkOf([layer([[1], [1]], [0, 0], 'linear')]);
    const problem = problemOf(two, parseLoss('squared')!, {
      inputs: [[1], [2]],
      labels: [
        [1, 2],
        [2, 7],
      ],
    });
    for (const name of ['single', 'monomial:1', 'monomial:3'])
      for (const lambda of ['0', '1'])
        expect(decided({ problem, augmentation: parseAugmentation(name)!, lambda }).claims).toBeNull();
  });
});
