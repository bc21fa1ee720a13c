import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  type CertificateParts,
  type DecisionCertificate,
  dataFileOf,
  dataFileText,
  makeCertificate,
  readCertificate,
  serialise,
} from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import { neuronCondition } from '../../../src/elimination/data/added-neuron.ts';
import { type Augmented, addedShape } from '../../../src/elimination/data/augmented.ts';
import { certifiedDecision } from '../../../src/elimination/data/certificate.ts';
import { decide } from '../../../src/elimination/data/decide.ts';
import { empiricalOf, parseAugmentation } from '../../../src/elimination/data/empirical.ts';
import { parseLoss } from '../../../src/elimination/data/loss.ts';
import { loadParser } from '../../../src/expression/parse.ts';
import type { AddedNeurons, FormulaModel, Network, OutputModel } from '../../../src/model/network.ts';
import { guesses } from '../../../src/proposals/elimination/data.ts';
import { randomProblem } from '../../elimination/brute-force.ts';
import { drawOf } from '../../elimination/problems.ts';
import { formula, layer, lossOf, network, type Rows } from '../../training/problems.ts';
import { altered, leaves, replaced, valueAt } from '../samples.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../schema/data-certificate.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const producer = { name: 'test', version: '1', digits: 60 };

interface Asked {
  readonly loss: string;
  readonly where?: string;
  readonly lambda?: string;
  readonly added?: AddedNeurons;
  readonly neuron?: string;
  readonly witness?: Network;
}

const parse = await loadParser();

function augmentedOf(model: Network | FormulaModel, rows: Rows, asked: Asked): Augmented {
  const { loss, where = 'output', lambda = '0.5', added = null } = asked;
  const examples = {
    inputs: rows.map((row) => row.slice(0, model.inputs)),
    labels: rows.map((row) => row.slice(model.inputs)),
  };
  const shape = asked.neuron === undefined ? null : neuronCondition(parse(asked.neuron, ['z'])).shape;
  return {
    problem: empiricalOf({ ...model, added }, lossOf(loss, model.outputs), examples),
    augmentation: parseAugmentation(shape?.power == null ? where : `monomial:${shape.power}`)!,
    lambda,
    ...(shape === null ? {} : { neuron: shape }),
    ...(asked.witness === undefined ? {} : { witness: asked.witness }),
  };
}

function certified(augmented: Augmented): DecisionCertificate {
  const made = certifiedDecision(augmented, decide(augmented, guesses), producer);
  if (made.certificate === null) throw new Error(made.uncertified.join('; '));
  return made.certificate;
}

const XOR: Rows = [
  [0, 0, -1],
  [0, 1, 1],
  [1, 0, 1],
  [1, 1, -1],
];
const zero = network(
  layer(
    [
      [0, 0],
      [0, 0],
    ],
    [0, 0],
    'relu',
  ),
  layer([[0, 0]], [0]),
);
/** x1 + x2 − 2 max(0, x1 + x2 − 1) less ½, twice. */
const solved = network(
  layer(
    [
      [1, 1],
      [1, 1],
    ],
    [0, -1],
    'relu',
  ),
  layer([[4, -8]], [-2]),
);
const line = network(layer([[1]], [0]));
const LINE: Rows = [
  [1, 1],
  [1, '1.0'],
  [-2, -2],
  ['0.5', '5e-1'],
];
const SIGNS: Rows = [
  [1, 1],
  [3, 1],
  [-2, -1],
];
const tanhLine = network(layer([[1], [-1]], [0, '0.5'], 'tanh'), layer([['0.7', '-0.2']], [0]));

const CASES: Readonly<Record<string, () => DecisionCertificate>> = {
  'a moment of order 2 at a critical point': () => certified(augmentedOf(zero, XOR, { loss: 'hinge:3' })),
  'a moment of order 0': () => certified(augmentedOf(tanhLine, LINE, { loss: '1 - exp(-(q - y)^2)' })),
  'residuals that vanish': () => certified(augmentedOf(line, LINE, { loss: 'squared' })),
  'a loss that is not convex, residuals vanish': () =>
    certified(augmentedOf(line, LINE, { loss: '1 - exp(-(q - y)^2)' })),
  'no minimum at all': () => certified(augmentedOf(solved, XOR, { loss: 'logistic', where: 'single' })),
  'realized by a witness': () =>
    certified(augmentedOf(zero, XOR, { loss: 'hinge:3', where: 'single', witness: solved })),
  'an outgoing weight': () =>
    certified(augmentedOf(line, LINE, { loss: 'squared', added: { a: ['0.5'], b: [0], w: [[1]] } })),
  'a gradient, without a regulariser': () =>
    certified(
      augmentedOf(line, LINE, { loss: 'squared', lambda: '0', added: { a: ['0.5'], b: [0], w: [[1]] } }),
    ),
  'a neuron in each layer': () =>
    certified(augmentedOf(tanhLine, SIGNS, { loss: 'logistic', where: 'layer' })),
  'moments of a power': () =>
    certified(augmentedOf(zero, XOR, { loss: 'hinge:3', where: 'monomial:1', lambda: '0' })),
  'a power of one’s own': () =>
    certified(augmentedOf(zero, XOR, { loss: 'hinge:3', neuron: '3*(2*z + 1)^3/7' })),
  'an exponential of one’s own': () =>
    certified(augmentedOf(zero, XOR, { loss: '(1 - y*q)^2', neuron: 'exp(z/3)*2' })),
  classes: () =>
    certified(
      augmentedOf(
        network(layer([[1], [0], [-1]], [0, '0.5', 0])),
        [
          [-1, 0, 0, 1],
          [-1, 0, 1, 0],
          [1, 1, 0, 0],
        ],
        { loss: 'cross-entropy' },
      ),
    ),
  formulas: () =>
    certified(augmentedOf(formula('c*sin(x) + d', 1, { c: '0.3', d: 1 }), LINE, { loss: 'squared' })),
};

const answer = (text: string): string => {
  const result = checkCertificate(text);
  return result.accepted ? 'accepted' : result.reason;
};

describe('certificates of decisions about added neurons', () => {
  const made = new Map<string, DecisionCertificate>();
  const of = (name: string): DecisionCertificate => {
    const known = made.get(name) ?? CASES[name]!();
    made.set(name, known);
    return known;
  };
  const names = Object.keys(CASES);

  it.each(names)('%s: has the form, is accepted in both arithmetics, and says so', (name) => {
    const certificate = of(name);
    const text = serialise(certificate);
    expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)).toBe(true);
    expect(answer(text)).toBe('accepted');
    expect(checkCertificate(text, undefined, { arithmetic: 'decimal' })).toMatchObject({ accepted: true });
    expect(serialise(readCertificate(text))).toBe(text);
    expect(certificate.statement).toMatch(/^[ -~]*$/);
  });

  it('the cases are what their names say', () => {
    const words = (name: string): unknown[] => {
      const { verdict, by, critical, hasLocalMinimum, moment } = of(name).claim;
      return [verdict, by, critical, hasLocalMinimum, moment?.order ?? null];
    };
    const no = 'no-augmented-minimum';
    const yes = 'augmented-minimum';
    expect(words('a moment of order 2 at a critical point')).toEqual([no, 'moment', 'yes', null, 2]);
    expect(words('a moment of order 0')).toEqual([no, 'moment', 'no', null, 0]);
    expect(words('residuals that vanish')).toEqual([yes, 'residuals', 'yes', 'yes', null]);
    expect(words('a loss that is not convex, residuals vanish')).toEqual([
      yes,
      'residuals',
      'yes',
      'yes',
      null,
    ]);
    expect(words('no minimum at all')).toEqual([no, 'moment', null, 'no', 2]);
    expect(words('an outgoing weight')).toEqual([no, 'outgoing-weight', 'no', null, null]);
    expect(words('a gradient, without a regulariser')).toEqual([no, 'gradient', 'no', null, null]);
    expect(words('moments of a power')).toEqual([yes, 'moments', 'yes', null, null]);
    expect(words('a neuron in each layer')).toEqual([no, 'moment', 'no', null, 0]);
    expect(of('no minimum at all').claim.theorems).toContain('L Theorem 1');
    expect(of('realized by a witness').witness.realizing).not.toBeNull();
    expect(of('residuals that vanish').claim.theorems).toEqual(['K Theorem 1', 'K Theorem 2']);
    expect(of('a loss that is not convex, residuals vanish').claim.theorems).toEqual(['K Theorem 2']);
  });

  it.each(names)('%s: what is enclosed lies where it is claimed, not a little beside', (name) => {
    const certificate = of(name);
    const enclosed = leaves(certificate.claim).filter((path) =>
      ['lower', 'upper', 'decrease'].includes(String(path.at(-1))),
    );
    expect(enclosed.length).toBeGreaterThan(1);
    for (const path of enclosed) {
      const value = valueAt(certificate.claim, path);
      const x = Number(value);
      // Towards the inside, beyond the room that is left: what is 0 is left alone.
      if (Math.abs(x) < 1e-25) continue;
      const inward = path.at(-1) === 'upper' ? -1e-3 : 1e-3;
      const text = altered(certificate, ['claim', ...path], (x + inward * Math.abs(x)).toPrecision(15));
      expect(answer(text), `${path.join('.')}: ${value}`).not.toBe('accepted');
    }
  });

  it.each(names)('%s: a stronger claim or other numbers are refused, and never by a fault', (name) => {
    const certificate = of(name);
    const { claim } = certificate;
    const changes: [readonly (string | number)[], unknown][] = [
      [['claim', 'hasLocalMinimum'], claim.hasLocalMinimum === 'no' ? 'yes' : 'no'],
      [['claim', 'critical'], claim.critical === 'yes' ? 'no' : 'yes'],
      [['problem', 'data', 'labels', 0, 0], '-0.4'],
    ];
    if (certificate.point.a.every((x) => x === '0')) changes.push([['point', 'a', 0], '0.001']);
    if (certificate.point.theta.length > 0 && claim.by !== 'outgoing-weight')
      changes.push([['point', 'theta', certificate.point.theta.length - 1], '0.123']);
    if (claim.theorems.length > 0) changes.push([['added', 'lambda'], '0']);
    if (claim.moment !== null) changes.push([['claim', 'moment', 'value'], { lower: '-1', upper: '1' }]);
    for (const [path, value] of changes) {
      let text: string;
      try {
        text = altered(certificate, path, value);
      } catch {
        // Refused by its form already.
        continue;
      }
      const reason = answer(text);
      expect(reason, path.join('.')).not.toBe('accepted');
      expect(reason, path.join('.')).not.toMatch(/undefined|Cannot|is not a function/);
    }
  });

  it.each([
    ['residuals that vanish', ['problem', 'loss'], '(q - y)^2 + 0*abs(q)'],
    ['residuals that vanish', ['problem', 'loss'], '((q - y)^2 - 1)^2'],
    ['no minimum at all', ['problem', 'loss'], 'softplus(-(y*q)) + 0.01*(q - y)^2'],
    ['moments of a power', ['added', 'neuron', 'power'], 2],
    ['a neuron in each layer', ['added', 'where'], 'single'],
    ['realized by a witness', ['witness', 'realizing', 0], '-3'],
    ['classes', ['claim', 'infimum', 'attained'], 'yes'],
    ['a power of one’s own', ['added', 'neuron', 'scale', 0], '0'],
  ] as const)('%s: not with %j = %j', (name, path, value) => {
    let reason: string;
    try {
      reason = answer(altered(of(name), path, value));
    } catch (error) {
      reason = String(error);
    }
    expect(reason).not.toBe('accepted');
  });

  it.each(names)('%s: junk in any field is a reason to reject', (name) => {
    const certificate = of(name);
    const junk = [null, -1, '', '1e99999', 'NaN', [], {}, '0x1', 'z', 1e99, 'é'];
    let refused = 0;
    for (const [i, path] of leaves(certificate).entries()) {
      if (path[0] === 'statement' || path[0] === 'sha256') continue;
      const value = junk[i % junk.length];
      if (JSON.stringify(valueAt(certificate, path)) === JSON.stringify(value)) continue;
      const changed = replaced(certificate, path, value);
      let text: string;
      try {
        text = serialise(makeCertificate(changed as unknown as CertificateParts));
      } catch {
        refused += 1;
        continue;
      }
      const reason = answer(text);
      // A claim left out, another number of a formula that happens to hold.
      if (reason !== 'accepted') refused += 1;
      expect(reason).not.toMatch(/undefined|Cannot|is not a function|RangeError|TypeError/);
    }
    expect(refused).toBeGreaterThan(20);
  });

  /** Outputs of f alone: a point with a = 0, said to be a minimum. */
  const atOutputs = (
    loss: string,
    data: { inputs: string[][]; labels: string[][]; outputs: string[][] },
    by: 'residuals' | 'moments',
  ): string => {
    const given = of('residuals that vanish');
    const zeros = data.labels[0]!.map(() => '0');
    return serialise(
      makeCertificate({
        ...given,
        problem: {
          ...given.problem,
          layers: null,
          loss,
          data: { ...data, counts: data.inputs.map(() => 1) },
        },
        added: { ...given.added, neuron: { ...given.added.neuron, power: by === 'moments' ? 1 : null } },
        point: { theta: [], a: zeros, b: zeros, w: zeros.map(() => ['0']) },
        claim: {
          ...given.claim,
          by,
          critical: null,
          lossAtTheta: null,
          infimum: null,
          hasLocalMinimum: null,
          theorems: [],
        },
      }),
    );
  };

  it('moments are 0 at every output, not at the first alone', () => {
    const claimed = (second: string): string =>
      answer(
        atOutputs(
          '(q1 - y1)^2 + (q2 - y2)^2',
          {
            inputs: [['1'], ['2']],
            labels: [
              ['1', '1'],
              ['2', '2'],
            ],
            outputs: [
              ['1', '1'],
              ['2', second],
            ],
          },
          'moments',
        ),
      );
    expect(claimed('2')).toBe('accepted');
    expect(claimed('3')).toMatch(/moments of degree 0 are 0/);
  });

  it('outputs that are no function of the input are those of no model', () => {
    const claimed = (loss: string, labels: string[][], outputs: string[][]): string =>
      answer(atOutputs(loss, { inputs: [['1'], ['1.0']], labels, outputs }, 'residuals'));
    expect(claimed('(q - y)^2', [['0'], ['1']], [['0.5'], ['0.50']])).toBe('accepted');
    // The derivatives at −1 and 2 add up to 0. The second loss is least where q = y only.
    for (const loss of ['(q - y)^2', 'log(1 + (q - y)^2)'])
      expect(claimed(loss, [['0'], ['1']], [['-1'], ['2']])).toMatch(/equal inputs have equal outputs/);
  });

  it('an example that stands in two rows: the statement says how many are different', () => {
    const rows = (...inputs: string[]): string =>
      answer(
        atOutputs(
          '(q - y)^2',
          {
            inputs: inputs.map((x) => [x]),
            labels: inputs.map(() => ['0']),
            outputs: inputs.map(() => ['0']),
          },
          'residuals',
        ),
      );
    // Two numbers with one nearest double.
    expect(rows('1', '1.00000000000000000001', '-2')).toBe('accepted');
    for (const again of ['1', '1.0', '10e-1', '1.000000000000000000010'])
      expect(rows('1', '1.00000000000000000001', again), again).toMatch(/each example stands in one row/);
  });

  it('outputs alone, and data in a file beside the certificate', () => {
    const inputs = [[0], [1], [2]];
    const outputs = [['0.5'], ['-0.25'], [1]];
    const labels = [[1], [-1], [1]];
    const model: OutputModel = { given: 'outputs', inputs: 1, outputs: 1, added: null };
    const problem = empiricalOf(model, parseLoss('logistic')!, { inputs, labels, outputs });
    const augmented: Augmented = { problem, augmentation: { kind: 'output' }, lambda: '1' };
    expect(addedShape(augmented)).toEqual({ neurons: 1, width: 1 });
    const inside = certified(augmented);
    expect(answer(serialise(inside))).toBe('accepted');
    let file = '';
    const { certificate } = certifiedDecision(augmented, decide(augmented, guesses), producer, (rows) => {
      file = dataFileText(rows);
      return dataFileOf('data-1.csv', rows, file);
    });
    const text = serialise(certificate!);
    expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)).toBe(true);
    expect(text).not.toContain('-0.25"');
    const checked = (beside?: (name: string) => string): string => {
      const result = checkCertificate(text, undefined, beside === undefined ? {} : { beside });
      return result.accepted ? 'accepted' : result.reason;
    };
    expect(checked((name) => (name === 'data-1.csv' ? file : ''))).toBe('accepted');
    expect(checked()).toMatch(/data-1\.csv beside the certificate, which is not at hand/);
    expect(checked(() => file.replace('-0.25', '-0.26'))).toMatch(/this one was changed/);
    expect(checked(() => `${file}\n`)).toMatch(/this one was changed/);
    expect(() =>
      checked(() => {
        throw new Error('no such file');
      }),
    ).toThrow('no such file');
    // Another file with its own hash is another claim, and has to be one.
    const named = (content: string): string => {
      const rows = (certificate!.problem.data as { rows: number }).rows;
      const data = {
        ...dataFileOf('data-1.csv', { inputs: [], labels: [], counts: [], outputs: [] }, content),
        rows,
        examples: 3,
      };
      const other = serialise(
        makeCertificate({ ...certificate!, problem: { ...certificate!.problem, data } }),
      );
      const result = checkCertificate(other, undefined, { beside: () => content });
      return result.accepted ? 'accepted' : result.reason;
    };
    expect(named(file)).toBe('accepted');
    expect(named(file.replace('1,0,1,0.5', '2,0,1,0.5'))).toMatch(/counts that add up to 3/);
    expect(named(file.replace('1,0,1,0.5', '1,0,1'))).toMatch(/line 1: expected 4 numbers/);
    expect(named(file.replace('1,0,1,0.5', '1,0,1,x'))).toMatch(/line 1/);
    expect(named(file.replace('1,0,1,0.5\n', ''))).toMatch(/3 lines/);
  });
});

describe('random problems', () => {
  const SEED = 29;
  const RUNS = Number(process.env['SPURIOUS_RUNS'] ?? 6);
  it.each([
    'squared',
    'logistic',
    'cross-entropy',
    'hinge:2',
    'hinge:3',
  ])('%s: every certificate of a decision is accepted', (loss) => {
    let count = 0;
    for (let run = 0; run < RUNS; run++) {
      const draw = drawOf(SEED, run);
      const { network: model, inputs, labels } = randomProblem(draw, parseLoss(loss)!);
      const outputs = model.outputs;
      const ways = ['output', ...(outputs === 1 ? ['single', 'monomial:2'] : [])];
      if (outputs === 1 && model.layers.length > 1) ways.push('layer');
      for (const way of ways)
        for (const moved of [false, true]) {
          const neurons = way === 'output' ? outputs : 1;
          const width = way === 'layer' ? model.layers.at(-1)!.weights[0]!.length : model.inputs;
          const list = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make);
          const added = {
            a: list(neurons, () => (draw.chance(0.4) ? draw.half(1) : 0)),
            b: list(neurons, () => draw.half(1)),
            w: list(neurons, () => list(width, () => draw.half(1))),
          };
          const lambda = moved && draw.chance(0.4) ? '0' : '0.5';
          const problem = empiricalOf({ ...model, added: moved ? added : null }, parseLoss(loss)!, {
            inputs,
            labels,
          });
          const augmented = { problem, augmentation: parseAugmentation(way)!, lambda };
          const { certificate } = certifiedDecision(augmented, decide(augmented, guesses), producer);
          if (certificate === null) continue;
          count += 1;
          expect(answer(serialise(certificate)), `seed ${SEED}, run ${run}, ${way}, ${moved}`).toBe(
            'accepted',
          );
        }
    }
    expect(count).toBeGreaterThan(RUNS);
  });
});
