import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../files/fixtures.ts';
import { type Finished, spuriousHere } from './run.ts';

const folder = temporaryDirectory();
const file = (name: string, contents: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
};
const model = file(
  'xor.json',
  JSON.stringify({
    format: 'spurious-model',
    version: 1,
    layers: [
      {
        weights: [
          [0.5, '0.25'],
          [-0.5, 1],
        ],
        bias: [0, 0.125],
        activation: 'z*tanh(z)',
      },
      { weights: [[1, -1]], activation: 'linear' },
    ],
  }),
);
const data = file('xor.csv', '-1,-1,-1\n-1,1,1\n1,-1,1\n1,1,-1\n');
const one = file('one.csv', '0,-1\n');
const formulas = (output: unknown, parameters: unknown = { theta: '0.22' }): string =>
  file(
    'formula.json',
    JSON.stringify({
      format: 'spurious-model',
      version: 1,
      kind: 'expression',
      inputs: 1,
      outputs: [output],
      parameters,
    }),
  );

const eliminate = (...args: string[]): Promise<Finished> => spuriousHere('eliminate', ...args);

/** One line on stderr, the code, and nothing on stdout. */
function expectLine({ code, out, err }: Finished, expected: number, words: string): void {
  expect(err.trim().split('\n'), err).toHaveLength(1);
  expect(err).toContain(words);
  expect(err).not.toMatch(/\n\s+at /);
  expect(err.length).toBeLessThan(600);
  expect(out).toBe('');
  expect(code).toBe(expected);
}

describe('a loss of one’s own', () => {
  // docs/own-network.md, section 3.
  test.each([
    ['(1 - y*q)^2', 'yes', 'yes', 'no'],
    ['log(1 + exp(-y*q))', 'yes', 'yes', 'no'],
    ['max(0, 1 - y*q)^3', 'yes', 'yes', 'no'],
    ['1 - exp(-(q - y)^2)', 'no', 'yes', 'no'],
    ['q - y', 'yes', 'yes', 'no'],
    ['abs(q - y)', 'undecided', 'undecided', 'no'],
    ['q^4 - 2*q^2 + y', 'no', 'no', null],
  ])('XOR with %s', async (loss, first, second, localMinimum) => {
    const { out, code } = await eliminate('--model', model, '--data', data, '--loss', loss, '--json');
    const [result] = JSON.parse(out).results;
    expect(result.loss).toBe(loss);
    const applies = Object.fromEntries(
      result.theorems.map((entry: { theorem: string; applies: string }) => [entry.theorem, entry.applies]),
    );
    expect([applies['K Theorem 1'], applies['K Theorem 2']]).toEqual([first, second]);
    expect(result.claims?.localMinimum ?? null).toBe(localMinimum);
    if (loss === 'q - y') expect(result.claims.hasLocalMinimum.answer).toBe('no');
    if (loss === 'q - y') expect(result.claims.infimumOverFunctions).toBeNull();
    expect(code).toBe(localMinimum === null ? 1 : 0);
  });

  test('a stated range is named in the hypothesis', async () => {
    const loss = '(q - y)^2 + 0.1*sin(q - y)';
    const ask = async (...more: string[]) =>
      (await eliminate('--model', model, '--data', data, '--loss', loss, ...more)).out;
    expect(await ask()).toContain('state the outputs that matter with --range A..B');
    expect(await ask('--range=-20..20', '--json')).toContain('for outputs from -20 to 20');
  });

  test.each([
    ['squred', 2, 'not "squred"'],
    ['q + foo', 2, '--loss: unknown name "foo"; the variables are q, y'],
    ['exp(q, 2)', 2, '--loss: exp takes 1 argument, not 2'],
    ['2q', 2, 'a product without *'],
    [`${'('.repeat(2000)}q${')'.repeat(2000)}`, 2, 'nested more than 400 deep'],
    ['q+'.repeat(60_000), 2, '120000 characters; at most 20000 are read'],
    ['log(q)', 3, 'logarithm'],
    ['1/(y - 1)', 3, 'division'],
    ['sqrt(q - 100)', 3, 'square root'],
    ['exp(1000*q*q*1000000)', 3, 'exponential'],
  ])('%.20s is refused in one line', async (loss, code, words) => {
    expectLine(await eliminate('--model', model, '--data', data, '--loss', loss), code, words);
  });

  test.each([
    [['--loss', 'squared', '--range', '0..1'], '--range goes with a loss that is an expression'],
    [['--loss', 'q', '--range', '1..0'], '--range takes A..B'],
    [['--loss', 'q', '--range', 'a..b'], '--range takes A..B'],
    [
      ['--loss', 'squared', '--neuron', 'exp(z)', '--augment', 'layer'],
      '--neuron goes with --augment output or single',
    ],
    [['--loss', 'squared', '--neuron', 'exp(x)'], 'unknown name "x"; the variable is z'],
    [['--loss', 'squared', '--lambda', '-1'], '--lambda takes a number of at least 0'],
    [['--loss', 'squared', '--outputs', 'f.csv'], '--model and --outputs together'],
  ])('%s', async (args, words) => {
    expectLine(await eliminate('--model', model, '--data', data, ...args), 2, words);
  });
});

describe('a neuron of one’s own', () => {
  test('the condition is decided, and printed', async () => {
    const ask = (neuron: string) =>
      eliminate(
        '--model',
        model,
        '--data',
        data,
        '--loss',
        'max(0, 1 - y*q)^3',
        '--neuron',
        neuron,
        '--json',
      );
    const right = await ask('2*exp(3*z + 1)');
    expect(JSON.parse(right.out).results[0]).toMatchObject({
      augmentation: 'output',
      neuron: { expression: '2*exp(3*z + 1)', holds: 'yes', c1: '0', c0: '1/3' },
      claims: { localMinimum: 'no' },
    });
    const power = await ask('(2*z + 1)^3/7');
    expect(JSON.parse(power.out).results[0]).toMatchObject({
      augmentation: 'monomial:3',
      neuron: { c1: '1/3', c0: '1/6' },
    });
    const wrong = await ask('tanh(z)');
    expect(JSON.parse(wrong.out).results[0]).toMatchObject({
      neuron: { holds: 'no', c1: null },
      claims: null,
    });
    expect([right.code, power.code, wrong.code]).toEqual([0, 0, 1]);
  });
});

describe('models of one’s own', () => {
  const TEXT = '5*(-0.3*exp(-16*(theta - 0.2)^2) - 0.7*exp(-32*(theta - 0.8)^2) + 0.5)';

  test('K Example 1 from its text', async () => {
    const ask = async (theta: string) =>
      JSON.parse(
        (await eliminate('--model', formulas(TEXT, { theta }), '--data', one, '--loss', 'hinge:3', '--json'))
          .out,
      ).results[0];
    const away = await ask('0.200027831049582632');
    expect(away.claims).toMatchObject({ localMinimum: 'no', misclassified: { certainly: 1, possibly: 1 } });
    // docs/elimination.md, L at the critical point: 7.9995827452261…
    expect(away.claims.lossAtTheta.lower).toMatch(/^7\.9995827452261/);
    expect((await ask('0.8')).claims.localMinimum).toBe('yes');
  });

  test('descent moves the parameters of a formula', async () => {
    const { out, code } = await eliminate(
      ...['--model', formulas(TEXT), '--data', one, '--loss', 'hinge:3', '--descent', 'gd', '--trials', '1'],
      ...['--step', '0.001', '--max-iterations', '3000', '--json'],
    );
    expect(code).toBe(0);
    const [original] = JSON.parse(out).results[0].ways;
    expect(original.ends[0].loss).toBeCloseTo(7.99958274523, 6);
  });

  test.each([
    ['theta + foo', {}, 'outputs[0]: unknown name "theta"'],
    ['x +', { theta: 1 }, 'outputs[0]: unexpected end'],
    [7, { theta: 1 }, 'outputs[0]: found'],
    ['x', { exp: 1 }, 'parameters.exp: no name for a parameter'],
    ['x', { x: 1 }, 'parameters.x: no name for a parameter'],
    ['x', { a: 'b' }, 'parameters.a: '],
    ['log(x)', {}, 'logarithm'],
  ])('%s is refused', async (output, parameters, words) => {
    expectLine(
      await eliminate('--model', formulas(output, parameters), '--data', one, '--loss', 'squared'),
      3,
      words,
    );
  });

  test('outputs in the place of a model, data in gzip form', async () => {
    const outputs = file('f.csv', '0.1\n0.2\n0.3\n-0.4\n');
    const packed = file('xor.csv.gz', new Uint8Array(gzipSync(readFileSync(data))));
    const { out, code } = await eliminate(
      '--outputs',
      outputs,
      '--data',
      packed,
      '--loss',
      'squared',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).results[0]).toMatchObject({
      source: outputs,
      outputs: 1,
      distinctInputs: 4,
      claims: { localMinimum: 'no', nullSpace: { stationary: 'undecided' } },
    });
    expectLine(
      await eliminate('--outputs', file('three.csv', '1\n2\n3\n'), '--data', data, '--loss', 'squared'),
      3,
      '3 rows; expected 4, one for each example',
    );
    const twice = file('twice.csv', '1,1\n1,1\n');
    expectLine(
      await eliminate('--outputs', file('two.csv', '1\n2\n'), '--data', twice, '--loss', 'squared'),
      3,
      'row 2: examples 1 and 2 have the same input and different outputs',
    );
    expectLine(
      await eliminate('--outputs', outputs, '--data', data, '--loss', 'squared', '--descent', 'gd'),
      2,
      '--descent goes with --model or --example',
    );
  });
});
