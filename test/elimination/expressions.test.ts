import { describe, expect, test } from 'vitest';
import type { Ball } from '../../src/arithmetic/ball.ts';
import { neuronCondition } from '../../src/elimination/data/added-neuron.ts';
import { type Claims, type Decision, decide } from '../../src/elimination/data/decide.ts';
import { type Augmentation, empiricalOf } from '../../src/elimination/data/empirical.ts';
import { type Loss, lossName, lossTree, lossVariables, parseLoss } from '../../src/elimination/data/loss.ts';
import { lossFacts } from '../../src/elimination/data/loss-facts.ts';
import { loadParser } from '../../src/expression/parse.ts';
import { textOf } from '../../src/expression/tree.ts';
import type { FormulaModel, Layer, Model, Network } from '../../src/model/network.ts';
import { guesses } from '../../src/proposals/elimination/data.ts';
import { bruteForceDecrease, randomProblem } from './brute-force.ts';
import { drawOf, layer, networkOf, problemOf, randomInputs, randomNetwork } from './problems.ts';

const parse = await loadParser();
const SEED = 7;
/** Random problems for each loss; docs/own-network.md has a longer run. */
const RUNS = Number(process.env['SPURIOUS_RUNS'] ?? 20);
const OUTPUT: Augmentation = { kind: 'output' };

/** A loss as an expression, read from its text. */
function expression(text: string, outputs = 1, range: [string, string] | null = null): Loss {
  const { q, y } = lossVariables(outputs);
  const stated = range && { low: range[0], high: range[1] };
  return { kind: 'expression', tree: parse(text, [...q, ...y]), range: stated };
}

/** The same network with every activation as an expression in z. */
function withFormulas(network: Network): Network {
  const texts = { relu: 'max(0, z)', tanh: 'tanh(z)', softplus: 'log(1 + exp(z))', linear: 'z' } as const;
  const layers = network.layers.map((own): Layer => {
    const text =
      own.activation === 'leaky-relu'
        ? `max(z, ${own.slope}*z)`
        : texts[own.activation as keyof typeof texts];
    return { ...own, activation: 'expression', slope: 0, formula: parse(text, ['z']) };
  });
  return { ...network, layers };
}

const near = (a: Ball, b: Ball): boolean => {
  const distance = a.mid > b.mid ? a.mid - b.mid : b.mid - a.mid;
  // Balls of 60 digits: to 50 of them.
  return a.bits === b.bits && distance <= 1n << BigInt(a.bits - 166);
};

/** What both decisions say, and that their numbers agree. */
function expectSame(
  given: Decision,
  other: Decision,
  where: string,
  compared: readonly (keyof Claims)[],
): void {
  expect(other.applies, where).toBe(given.applies);
  const [a, b] = [given.claims!, other.claims!];
  expect(b.localMinimum.answer, where).toBe(a.localMinimum.answer);
  for (const key of ['critical', 'jointMinimum', 'residualsNonzero', 'residualsZero', ...compared] as const)
    expect(b[key], `${key}, ${where}`).toEqual(a[key]);
  // That a hyperplane makes every hinge 0, or a linear map takes all means, is asked of built-in losses only.
  if (!/margins|linear map/.test(a.existence.reason))
    expect(b.existence.answer, where).toBe(a.existence.answer);
  expect(near(a.loss, b.loss), where).toBe(true);
  expect(near(a.objective, b.objective), where).toBe(true);
  expect(b.moment === null, where).toBe(a.moment === null);
  if (a.moment !== null) {
    expect(b.moment!.order, where).toBe(a.moment.order);
    expect(near(a.moment.value, b.moment!.value), where).toBe(true);
  }
  expect(b.step === null, where).toBe(a.step === null);
}

describe('built-in losses and activations through expressions', () => {
  const texts: Record<string, string> = {
    squared: '(q - y)^2',
    logistic: 'log(1 + exp(-y*q))',
    'hinge:2': 'max(0, 1 - y*q)^2',
    'hinge:3': 'max(1 - y*q, 0)^3',
  };
  test.each([...Object.keys(texts), 'cross-entropy'])('%s: the same verdicts and enclosures', (name) => {
    const loss = parseLoss(name)!;
    for (let run = 0; run < RUNS; run++) {
      const problem = randomProblem(drawOf(SEED, run), loss);
      const { outputs } = problem.network;
      const augmentation: Augmentation = outputs === 1 && run % 2 === 0 ? { kind: 'single' } : OUTPUT;
      const where = `seed ${SEED}, run ${run}: ${JSON.stringify({ ...problem, augmentation })}`;
      const text = outputs === 1 ? texts[name]! : textOf(lossTree(loss, outputs));
      const decided = (network: Model, of: Loss): Decision =>
        decide({ problem: empiricalOf(network, of, problem), augmentation, lambda: '0.01' }, guesses);
      const given = decided(problem.network, loss);
      const other = decided(problem.network, expression(text, outputs));
      // What is known of cross-entropy by its entropies, and of several outputs, is not seen from a formula.
      const single = outputs === 1;
      if (single)
        expectSame(
          given,
          other,
          where,
          ['infimumAttained', 'misclassified'].slice(0, name === 'squared' ? 1 : 2) as (keyof Claims)[],
        );
      else {
        expect(other.claims!.localMinimum.answer, where).toBe(given.claims!.localMinimum.answer);
        expect(other.claims!.critical, where).toBe(given.claims!.critical);
        expect(near(given.claims!.objective, other.claims!.objective), where).toBe(true);
      }
      const formulas = decided(withFormulas(problem.network), loss);
      expect(formulas.claims!.localMinimum.answer, where).toBe(given.claims!.localMinimum.answer);
      expect(near(given.claims!.objective, formulas.claims!.objective), where).toBe(true);
    }
  });
});

describe('losses of a user against brute force', () => {
  // Each with the same formula in JavaScript, evaluated apart from the library, and whether theorem 1 or 2 of K applies.
  const losses: [string, (q: number, y: number) => number, string][] = [
    ['1 - exp(-(q - y)^2)', (q, y) => 1 - Math.exp(-((q - y) ** 2)), 'K Theorem 2'],
    ['log(1 + (q - y)^2)', (q, y) => Math.log(1 + (q - y) ** 2), 'K Theorem 2'],
    ['sqrt(1 + (q - y)^2) - 1', (q, y) => Math.sqrt(1 + (q - y) ** 2) - 1, 'K Theorem 1'],
    ['(1 - y*q)^2', (q, y) => (1 - y * q) ** 2, 'K Theorem 1'],
    ['exp(q - y) - q + y - 1', (q, y) => Math.exp(q - y) - q + y - 1, 'K Theorem 1'],
    ['q - y', (q, y) => q - y, 'K Theorem 1'],
  ];
  test.each(losses)('%s', (text, rough, theorem) => {
    const loss = expression(text);
    const count = { yes: 0, no: 0 };
    for (let run = 0; run < RUNS; run++) {
      const draw = drawOf(SEED + 2, run);
      const network = randomNetwork(draw, draw.integer(1, 2), 1, ['relu', 'leaky-relu', 'linear']);
      const inputs = randomInputs(draw, network.inputs, draw.integer(1, 5));
      const planted = draw.chance(0.5);
      // Where labels are met exactly every output is the minimum of a loss in q − y.
      const labels = inputs.map((x) => [planted ? roughLabel(network, x) : draw.half(2)]);
      const where = `seed ${SEED + 2}, run ${run}: ${JSON.stringify({ network, inputs, labels })}`;
      const { claims, theorems } = decide(
        { problem: problemOf(network, loss, { inputs, labels }), augmentation: OUTPUT, lambda: '0.01' },
        guesses,
      );
      const consistent =
        new Map(inputs.map((x, i) => [x.join(), labels[i]![0]])).size ===
        new Set(inputs.map((x, i) => `${x.join()} ${labels[i]![0]}`)).size;
      if (theorem === 'K Theorem 1' || consistent)
        expect(theorems.find((entry) => entry.theorem === theorem)!.applies, where).toBe('yes');
      if (claims === null) continue;
      const found = bruteForceDecrease(
        draw,
        { network, loss, inputs, labels, planted, rough: (q, y) => rough(q[0]!, y[0]!) },
        OUTPUT,
        0.01,
        25,
      );
      const { answer } = claims.localMinimum;
      if (answer === 'yes') {
        expect(found, where).toBeLessThan(1e-9);
        count.yes += 1;
      }
      if (answer === 'no' && claims.step !== null) {
        expect(found, where).toBeGreaterThan(1e-12);
        count.no += 1;
      }
      if (planted && !['q - y', '(1 - y*q)^2'].includes(text)) expect(answer, where).toBe('yes');
    }
    expect(count.no).toBeGreaterThan(3);
    if (!['q - y', '(1 - y*q)^2'].includes(text)) expect(count.yes).toBeGreaterThan(3);
  });

  /** f(x) of a network whose numbers are small halves and quarters: exact in doubles. */
  function roughLabel(network: Network, x: readonly number[]): number {
    let values = [...x];
    for (const { weights, bias, activation, slope } of network.layers)
      values = weights.map((row, o) => {
        const z = row.reduce<number>((sum, w, i) => sum + Number(w) * values[i]!, Number(bias[o]));
        return activation === 'linear' || z > 0 ? z : Number(slope) * z;
      });
    return values[0]!;
  }
});

describe('hypotheses are decided, not assumed', () => {
  const facts = (text: string, labels: readonly number[] = [-1, 1], range: [string, string] | null = null) =>
    lossFacts(
      problemOf(networkOf([layer([[1]], [0], 'linear')]), expression(text, 1, range), {
        inputs: labels.map((_, i) => [i]),
        labels: labels.map((y) => [y]),
      }),
    );
  const holds = (text: string, labels?: readonly number[], range?: [string, string]) => {
    const { differentiable, convex, criticalAreMinima, signed } = facts(text, labels, range ?? null);
    const parts = signed && [signed.form, signed.nondecreasing, signed.twice, signed.critical];
    return [differentiable, convex, criticalAreMinima, ...(parts ?? [])]
      .map((fact) => fact.holds[0])
      .join('');
  };

  // Differentiable, convex, critical points are minima; for labels ±1: a function of −y q, nondecreasing, C², L's last.
  test.each([
    ['(q - y)^2', 'yyyynyy'],
    ['(1 - y*q)^2', 'yyyynyy'],
    ['log(1 + exp(-y*q))', 'yyyyyyy'],
    ['softplus(-y*q)', 'yyyyyyy'],
    ['max(0, 1 - y*q)^3', 'yyyyyyy'],
    ['max(0, 1 - y*q)^2', 'yyyyyuy'],
    ['max(0, 1 - y*q)', 'uyyyyuy'],
    ['exp(-y*q)', 'yyyyyyy'],
    ['q - y', 'yyynnyu'],
    ['abs(q - y)', 'uyyunuy'],
    ['1 - exp(-(q - y)^2)', 'ynyunyu'],
    ['q^4 - 2*q^2 + y', 'ynnnnyn'],
    ['sin(q)', 'ynnnnyn'],
    ['max(0, -y*q)^3', 'yyyyyyn'],
    ['1/(1 + exp(y*q))', 'ynyyyyu'],
  ])('%s: %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  test('labels that are 1 to rounding only are no labels of L', () => {
    const problem = problemOf(networkOf([layer([[1]], [0], 'linear')]), expression('exp(-y*q)'), {
      inputs: [[0], [1]],
      labels: [['1.00000000000000000001'], [-1]],
    });
    expect(lossFacts(problem).signed).toBeNull();
  });

  test('what only enclosures on a stated range show is named as an assumption', () => {
    const text = '(q - y)^2 + 0.1*sin(q - y)';
    expect(holds(text, [0.5, 2])).toBe('yuu');
    expect(holds(text, [0.5, 2], ['-10', '10'])).toBe('yyy');
    expect(facts(text, [0.5, 2], ['-10', '10']).convex.how).toContain('your assumption');
    expect(holds('(q - y)^2 + 5*sin(3*q - y)', [0.5, 2], ['-10', '10'])).toBe('ynn');
    // A polynomial needs no range: outside of the bound of its roots its sign is known.
    expect(facts('q^4 - q^3 + q^2 - y', [0.5, 2])).toMatchObject({
      convex: { holds: 'yes', how: 'a polynomial, by enclosures' },
    });
    expect(holds('q^4 - 1.1*q^3 + 0.43*q^2 - y', [0.5])).toBe('yny');
  });
});

describe('kinks', () => {
  const decided = (text: string, label: number, f = 1) =>
    decide(
      {
        problem: problemOf(networkOf([layer([[0]], [f], 'linear')]), expression(text), {
          inputs: [[0], [1]],
          labels: [[label], [5]],
        }),
        augmentation: OUTPUT,
        lambda: 1,
      },
      guesses,
    ).claims!;

  test('a neuron with a ≠ 0 needs no derivative: its outputs are those of a smaller a', () => {
    const network = networkOf([layer([[0]], [1], 'linear')], { a: [1], b: [0], w: [[0]] });
    const problem = problemOf(network, expression('abs(q - y)'), { inputs: [[0]], labels: [[2]] });
    const { claims } = decide({ problem, augmentation: OUTPUT, lambda: 1 }, guesses);
    // f + g = y, at the kink of the loss.
    expect(claims!.localMinimum).toEqual({ answer: 'no', reason: expect.stringContaining('smaller a') });
    expect(claims!.critical).toBe('undecided');
  });

  test('a datum at a kink of the loss is left undecided where one-sided derivatives do not decide', () => {
    // r is in [−1, 1] at the first input and −1 at the second: the sum is seen, what needs a derivative is not.
    const mixed = decided('abs(q - y)', 1);
    expect(mixed.localMinimum.answer).toBe('undecided');
    expect(mixed.critical).toBe('undecided');
    expect(decided('abs(q - y)', 2).localMinimum.answer).toBe('no');
    expect(decided('3*abs(q - y)', 1).localMinimum.answer).toBe('undecided');
  });
});

describe('neurons other than e^z', () => {
  const condition = (text: string) => neuronCondition(parse(text, ['z']));
  test.each([
    ['exp(z)', '0', '1'],
    ['3*exp(2*z - 1)', '0', '1/2'],
    ['exp(-z)/exp(z + 2)', '0', '-1/2'],
    ['-exp(z/3)^2', '0', '3/2'],
    ['z', '1', '0'],
    ['(2*z + 1)^3/7', '1/3', '1/6'],
    ['z^2 + 2*z + 1', '1/2', '1/2'],
    ['0.3333333333333333333333333*z^3', '1/3', '0'],
  ])('%s: c1 = %s, c0 = %s', (text, c1, c0) => {
    expect(condition(text)).toMatchObject({ holds: 'yes', c1, c0 });
  });
  test.each([
    'z^2 + 1',
    'z^3 + z',
    'tanh(z)',
    'exp(z^2)',
    'exp(z) + 1',
    'sin(z)',
    'max(0, z)^2 + z',
    '7',
    '1 + exp(z) - exp(z)^2',
  ])('%s does not satisfy the condition', (text) => {
    expect(condition(text)).toMatchObject({ holds: 'no', shape: null });
  });

  test('a neuron that is the exponential in other words decides the same', () => {
    const loss = parseLoss('squared')!;
    for (let run = 0; run < 8; run++) {
      const problem = randomProblem(drawOf(SEED + 3, run), loss);
      const empirical = problemOf(problem.network, loss, problem);
      const plain = decide({ problem: empirical, augmentation: OUTPUT, lambda: '0.01' }, guesses);
      const { shape } = condition('2*exp(3*z - 1)');
      const other = decide(
        { problem: empirical, augmentation: OUTPUT, lambda: '0.01', neuron: shape! },
        guesses,
      );
      expect(other.claims!.localMinimum.answer, `run ${run}`).toBe(plain.claims!.localMinimum.answer);
      expect(other.claims!.step === null).toBe(plain.claims!.step === null);
    }
  });
});

describe('λ = 0', () => {
  const at = (label: number, a: number) =>
    decide(
      {
        problem: problemOf(
          networkOf([layer([[0]], [0], 'linear')], { a: [a], b: [0], w: [[0]] }),
          parseLoss('squared')!,
          { inputs: [[0]], labels: [[label]] },
        ),
        augmentation: OUTPUT,
        lambda: 0,
      },
      guesses,
    );
  test('no theorem applies; at a = 0 the question is decided, at a ≠ 0 by the gradient', () => {
    expect(at(0, 0).applies).toBe('no');
    expect(at(0, 0).claims!.localMinimum.answer).toBe('yes');
    expect(at(1, 0).claims!.localMinimum.answer).toBe('no');
    expect(at(1, 2).claims!.localMinimum.answer).toBe('no');
    // f + g = y: a global minimum of L̃ with a ≠ 0, which the first-order identity must not refute.
    expect(at(1, 1).claims!.localMinimum.answer).toBe('undecided');
  });
});

describe('models that are formulas or outputs', () => {
  const text = '5*(-0.3*exp(-16*(theta-0.2)^2) - 0.7*exp(-32*(theta-0.8)^2) + 0.5)';
  const model = (theta: string): FormulaModel => ({
    inputs: 1,
    outputs: 1,
    added: null,
    formulas: [parse(text, ['theta', 'x'])],
    parameters: { theta },
  });
  const hinge = parseLoss('hinge:3')!;
  const decided = (of: Model, loss: Loss, examples: Parameters<typeof empiricalOf>[2]) =>
    decide({ problem: empiricalOf(of, loss, examples), augmentation: OUTPUT, lambda: 1 }, guesses).claims!;

  test('K Example 1: no local minimum at .22, one at .8', () => {
    const examples = { inputs: [[0]], labels: [[-1]] };
    expect(decided(model('0.22'), hinge, examples).localMinimum.answer).toBe('no');
    expect(decided(model('0.22'), hinge, examples).nullSpace.stationary).toBe('no');
    expect(decided(model('0.8'), hinge, examples).localMinimum.answer).toBe('yes');
  });

  test('the outputs of a network in its place decide the same', () => {
    for (let run = 0; run < 12; run++) {
      const problem = randomProblem(drawOf(SEED + 5, run), parseLoss('squared')!);
      const outputs = problem.inputs.map((x) => {
        let values: number[] = [...x];
        for (const { weights, bias, activation, slope } of problem.network.layers)
          values = weights.map((row, o) => {
            const z = row.reduce<number>((sum, w, i) => sum + Number(w) * values[i]!, Number(bias[o]));
            return activation === 'linear' || z > 0 ? z : Number(slope) * z;
          });
        return values;
      });
      const given: Model = {
        given: 'outputs',
        inputs: problem.network.inputs,
        outputs: problem.network.outputs,
        added: null,
      };
      const [a, b] = [
        decided(problem.network, problem.loss, problem),
        decided(given, problem.loss, { ...problem, outputs }),
      ];
      expect(b.localMinimum, `seed ${SEED + 5}, run ${run}`).toEqual(a.localMinimum);
      expect(b.critical).toBe(a.critical);
      expect(near(a.objective, b.objective)).toBe(true);
      expect(b.nullSpace.stationary).toBe(b.localMinimum.answer === 'yes' ? 'yes' : 'undecided');
    }
  });

  test('at kinks of the loss a point may be a minimum although r is out of reach of 0', () => {
    // L̃ ≥ (2|a|e^b + e^(a e^b))/3 near a = 0, where that is least, while no output has the least loss at x = 0.
    const constant: FormulaModel = { ...model('1'), formulas: [parse('0*theta', ['theta', 'x'])] };
    const examples = { inputs: [[-1], [0], [1]], labels: [[0], [1], [0]] };
    const { existence } = decided(constant, expression('abs(q)*(1 - y) + y*exp(q)'), examples);
    expect(existence.answer).toBe('undecided');
    expect(existence.reason).toMatch(/kink/);
  });

  test('L = √|θ|² has no derivative at its minimum, although r = 0 there', () => {
    const root: FormulaModel = { ...model('0'), formulas: [parse('sqrt(abs(theta))', ['theta', 'x'])] };
    const claims = decided(root, parseLoss('squared')!, { inputs: [[0]], labels: [[0]] });
    expect(claims.localMinimum.answer).toBe('yes');
    expect(claims.nullSpace).toMatchObject({ stationary: 'undecided', kink: true });
  });

  test('outputs that are no function of the input are refused', () => {
    const given: Model = { given: 'outputs', inputs: 1, outputs: 1, added: null };
    const examples = { inputs: [[1], ['1.0']], labels: [[0], [0]], outputs: [[1], [2]] };
    expect(() => empiricalOf(given, parseLoss('squared')!, examples)).toThrow(/examples 1 and 2/);
  });
});

test('names of losses are canonical texts', () => {
  expect(lossName(expression('max(0,1-y * q)^3'))).toBe('max(0, 1 - y*q)^3');
  expect(textOf(lossTree(parseLoss('cross-entropy')!, 2))).toBe(
    '(y1 + y2)*logsumexp(q1, q2) - (y1*q1 + y2*q2)',
  );
});
