import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type DataCertificate, readCertificate, serialise } from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import type { FormulaModel, Network } from '../../../src/model/network.ts';
import { type TrainingVerifyOptions, verifyTraining } from '../../../src/verify/training.ts';
import { auer, formula, layer, network, problemOf, type Rows } from '../../training/problems.ts';
import { altered } from '../samples.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../schema/data-certificate.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

function certified(
  model: Network | FormulaModel,
  rows: Rows,
  loss = 'squared',
  options: TrainingVerifyOptions = {},
): DataCertificate {
  const { decision, certify } = verifyTraining(problemOf(model, rows, loss), options);
  const certificate = certify();
  if (certificate === null) throw new Error(`no certificate: ${decision.verdict}, ${decision.reason}`);
  return certificate;
}

const ODD: Rows = [
  [-1, -1],
  [1, 1],
];
const LINE: Rows = [
  [-1, -1],
  [0, '0.5'],
  [1, '1.5'],
  [2, 2],
];
const tanhNet = (w: number, a: number): Network => network(layer([[w]], null, 'tanh'), layer([[a]], null));
const { model: oneNeuron, rows: auerRows } = auer([1, -1]);
/** Every function of formulas. */
const EVERYTHING =
  't^2/2 + 0.01*(exp(sin(t)) + log(2 + cos(t)) + sqrt(3 + tanh(t)) + atan(t)*abs(t - 3) + erf(t) + softplus(t) + sigmoid(t)/pi + logsumexp(t, 1, -t) + max(t, -5)*min(t, 5) + (2 + t^2)^0.3 + (1 + t^2)^(-2) + x)';

const CASES: Readonly<Record<string, () => DataCertificate>> = {
  'spurious, one ReLU neuron': () => certified(oneNeuron, auerRows, 'squared', { better: [1, 1, 1] }),
  'local minimum with decay': () => certified(tanhNet(0, 0), ODD, 'squared', { decay: '2.5' }),
  'saddle with decay': () => certified(tanhNet(0.0001, 0), ODD, 'squared', { decay: '1.5' }),
  'dead network': () =>
    certified(network(layer([[1], [-1]], [-3, -3], 'relu'), layer([[1, 2]], ['0.75'])), LINE),
  convex: () => certified(network(layer([['1.0004']], ['0.2499'])), LINE),
  'convex, three classes': () =>
    certified(
      network(layer([[1], [0], [-1]], [0, 0, 0])),
      [
        [-1, 0, 0, 1],
        [0, 0, 1, 0],
        [1, 1, 0, 0],
        [2, 0, 1, 0],
      ],
      'cross-entropy',
      { decay: '0.1' },
    ),
  'interpolation, a loss that is not convex': () =>
    certified(
      formula('a*tanh(w*x) + b*x^2 + c', 1, { a: '0.5', w: '0.8', b: '0.1', c: '0.2' }),
      [
        [1, '0.632'],
        [-2, '0.139'],
      ],
      '1 - exp(-(q - y)^2)',
    ),
  region: () =>
    certified(
      network(
        layer(
          [
            [1, 0],
            [2, 0],
          ],
          null,
          'leaky-relu',
        ),
        layer([[1, 1]], null),
      ),
      [
        [1, 0, 4],
        [1, 0, 2],
        [2, '0.5', 6],
        [3, '-0.5', 9],
      ],
      'sqrt(1 + (q - y)^2)',
    ),
  'no critical point by the gradient': () =>
    certified(network(layer([[3]], [1], 'tanh'), layer([[2]], [1])), LINE),
  'no critical point, another one near by': () =>
    certified(formula('t^2 + x', 1, { t: '0.01' }), [[0, 0]], 'q - y'),
  'every function': () => certified(formula(EVERYTHING, 1, { t: '-0.0099' }), [['0.5', 0]], 'q - y'),
};

describe('certificates about points on finite data', () => {
  const made = new Map<string, DataCertificate>();
  const of = (name: string): DataCertificate => {
    const known = made.get(name) ?? CASES[name]!();
    made.set(name, known);
    return known;
  };
  const names = Object.keys(CASES);

  it.each(names)('%s: has the form, is accepted, and says so', (name) => {
    const certificate = of(name);
    expect(valid(JSON.parse(serialise(certificate))), JSON.stringify(valid.errors)).toBe(true);
    expect(checkCertificate(serialise(certificate))).toMatchObject({ accepted: true });
    expect(serialise(readCertificate(serialise(certificate)))).toBe(serialise(certificate));
    if (!name.startsWith('s')) return;
    const decimal = checkCertificate(serialise(certificate), undefined, { arithmetic: 'decimal' });
    expect(decimal).toMatchObject({ accepted: true });
  });

  it('the cases are what their names say', () => {
    const words = (name: string): unknown[] => {
      const { claim } = of(name);
      return [claim.verdict, claim.by, claim.steep !== null];
    };
    expect(words('spurious, one ReLU neuron')).toEqual(['spurious-local-minimum', null, false]);
    expect(words('saddle with decay')).toEqual(['saddle', null, false]);
    expect(words('convex')).toEqual(['global-minimum', 'convex', false]);
    expect(words('interpolation, a loss that is not convex')).toEqual([
      'global-minimum',
      'interpolation',
      false,
    ]);
    expect(words('region')).toEqual(['local-minimum', 'region', false]);
    expect(words('no critical point by the gradient')).toEqual(['no-critical-point', null, true]);
    expect(words('no critical point, another one near by')).toEqual(['no-critical-point', null, false]);
  });

  /** A decimal moved by a part of its size, or by 10^-20 from 0. */
  const moved = (text: string, part: number): string =>
    Number(text) === 0 ? String(Math.sign(part) * 1e-20) : (Number(text) * (1 + part)).toPrecision(15);
  /** For each number of a claim the direction in which it says more than what was proved. */
  const LESS = -1;
  const MORE = 1;
  const directions = ({ claim }: DataCertificate): [string[], number][] => {
    const found: [string[], number][] = [[['claim', 'gradientNorm'], LESS]];
    const { critical, steep, verdict } = claim;
    const away = verdict === 'no-critical-point';
    found.push([['claim', 'searchRadius'], away ? LESS : MORE]);
    if (steep !== null)
      found.push([['claim', 'steep', 'gradientLower'], MORE], [['claim', 'steep', 'hessianNorm'], LESS]);
    if (critical === null) return found;
    const at = (name: string): string[] => ['claim', 'critical', name];
    found.push([at('centreGradientNorm'), LESS], [at('centreRadius'), LESS], [at('lambdaMin'), MORE]);
    if (Number(critical.centreDistance) > 1e-25) found.push([at('centreDistance'), LESS]);
    found.push([['claim', 'radius'], away ? MORE : LESS]);
    found.push([
      ['claim', 'critical', 'objective', 'lower'],
      critical.objective.lower.startsWith('-') ? LESS : MORE,
    ]);
    found.push([
      ['claim', 'critical', 'objective', 'upper'],
      critical.objective.upper.startsWith('-') ? MORE : LESS,
    ]);
    if (critical.index > 0) found.push([at('reflectionNorm'), LESS]);
    if (claim.betterUpper !== null) found.push([['claim', 'betterUpper'], LESS]);
    return found;
  };

  it.each(names)('%s: no number may say a little more', (name) => {
    const certificate = of(name);
    for (const [path, direction] of directions(certificate)) {
      const value = path.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], certificate);
      // Gradients and losses that are as good as 0 are claimed with room.
      if (/gradientNorm$|lower|upper/i.test(String(path.at(-1))) && Math.abs(Number(value)) < 1e-25) continue;
      const part = path.at(-1) === 'hessianNorm' ? 0.7 : 1e-3;
      const text = altered(certificate, path, moved(String(value), direction * part));
      expect(checkCertificate(text), `${path.join('.')}: ${value} ${direction}`).toMatchObject({
        accepted: false,
      });
    }
  });

  it.each(names)('%s: another point, another datum, another formula is another claim', (name) => {
    const certificate = of(name);
    const shifted = (path: (string | number)[], by: number): string => {
      const value = path.reduce<unknown>(
        (part, key) => (part as Record<string | number, unknown>)[key],
        certificate,
      );
      return altered(certificate, path, (Number(value) + by).toPrecision(12));
    };
    if (certificate.point.centre !== null)
      expect(checkCertificate(shifted(['point', 'centre', 0], 1e-3))).toMatchObject({ accepted: false });
    expect(checkCertificate(shifted(['point', 'candidate', 0], 0.2))).toMatchObject({ accepted: false });
    expect(checkCertificate(shifted(['problem', 'data', 'labels', 0, 0], -0.4))).toMatchObject({
      accepted: false,
    });
    const loss = altered(certificate, ['problem', 'loss'], `1.5*(${certificate.problem.loss})`);
    expect(checkCertificate(loss)).toMatchObject({ accepted: false });
  });

  it('residuals that are 0 exactly: a global minimum without second derivatives', () => {
    // A ReLU at a kink at the third datum, and an output that does not change the sum of squares.
    const model = network(layer([[2], [-1]], [-2, 0], 'relu'), layer([['0.5', 1]], [0]));
    const rows: Rows = [
      [2, '0.5'],
      [2, '1.5'],
      [1, 0],
      [-3, 3],
    ];
    const certificate = certified(model, rows);
    expect(certificate.claim).toMatchObject({
      verdict: 'global-minimum',
      by: 'residuals',
      critical: null,
      gradientNorm: '0',
    });
    expect(valid(JSON.parse(serialise(certificate))), JSON.stringify(valid.errors)).toBe(true);
    expect(checkCertificate(serialise(certificate))).toMatchObject({ accepted: true });
    expect(certificate.statement).toMatch(/global minimum at the candidate.*No function of the input/);
    const reason = (path: (string | number)[], value: unknown): string => {
      const result = checkCertificate(altered(certificate, path, value));
      return result.accepted ? 'accepted' : result.reason;
    };
    const zero = /summed over the examples of an input, are 0/;
    expect(reason(['point', 'candidate', 0], '2.0000000000000000000000000000000001')).toMatch(zero);
    expect(reason(['problem', 'data', 'labels', 0, 0], '0.51')).toMatch(zero);
    expect(reason(['problem', 'data', 'counts', 0], 2)).toMatch(zero);
    expect(reason(['problem', 'data', 'inputs', 0, 0], '2.5')).toMatch(zero);
    expect(reason(['problem', 'decay'], '1e-9')).toMatch(/without decay/);
    expect(reason(['problem', 'loss'], '((q - y)^2 - 0.25)^2')).toMatch(/has its minimum where|summed over/);
    expect(reason(['problem', 'loss'], 'abs(q - y)')).toMatch(/differentiable/);
    expect(reason(['claim', 'gradientNorm'], '1')).toMatch(/gradientNorm is 0/);
    expect(() => altered(certificate, ['claim', 'by'], 'convex')).toThrow(/claim\.critical/);
    expect(() => altered(certificate, ['claim', 'verdict'], 'local-minimum')).toThrow(/"residuals"/);
    // With one label an input the loss need not be convex; with two it has to be.
    const single = certified(
      model,
      [
        [2, 1],
        [-3, 3],
      ],
      '1 - exp(-(q - y)^2)',
    );
    expect(checkCertificate(serialise(single))).toMatchObject({ accepted: true });
    expect(reason(['problem', 'loss'], '1 - exp(-(q - y)^2)')).toMatch(/equal labels|known exactly/);
  });

  it('what is held is held for a reason', () => {
    const spurious = of('spurious, one ReLU neuron');
    const reason = (text: string): string => {
      const result = checkCertificate(text);
      return result.accepted ? 'accepted' : result.reason;
    };
    expect(reason(altered(spurious, ['point', 'held', 0, 'why'], 'dependent'))).toMatch(/held for a reason/);
    expect(reason(altered(spurious, ['point', 'held', 0, 'why'], 'dead'))).toMatch(/held for a reason/);
    expect(reason(altered(spurious, ['point', 'held', 0, 'entry'], 0))).toMatch(/held for a reason/);
    expect(reason(altered(spurious, ['problem', 'layers', 0, 'activation'], 'max(0, z)^1'))).toMatch(
      /σ\(cz\)/,
    );
    expect(reason(altered(spurious, ['problem', 'decay'], '1e-60'))).toMatch(/without decay/);
    const dead = of('dead network');
    expect(reason(altered(dead, ['problem', 'layers', 0, 'activation'], 'max(0, z)*1'))).toMatch(
      /dead neurons/,
    );
    expect(reason(altered(dead, ['point', 'centre', 2], '3.5'))).not.toBe('accepted');
    const region = of('region');
    // Negative labels on the far side of a loss with two valleys: the rules do not find it convex.
    expect(reason(altered(region, ['problem', 'loss'], '((q - y)^2 - 1)^2'))).not.toBe('accepted');
    expect(reason(altered(region, ['claim', 'by'], null))).toMatch(/held for a reason/);
    expect(reason(altered(region, ['claim', 'by'], 'interpolation'))).toMatch(
      /global minimum|as many entries/,
    );
    expect(reason(altered(of('local minimum with decay'), ['claim', 'verdict'], 'global-minimum'))).toMatch(
      /why it is a global minimum/,
    );
    expect(reason(altered(of('local minimum with decay'), ['claim', 'by'], 'convex'))).toMatch(/one layer/);
  });

  it('a power whose exponent depends on outputs is no constant, whatever its base', () => {
    // Two valleys, near q = −1 and q = 1, of which the second is the higher one.
    const loss = '2^((q^2 - 1)^2 + q/10)';
    const higher = certified(network(layer([['0.9873']], null)), [[1, 0]], loss);
    expect(higher.claim).toMatchObject({ verdict: 'local-minimum', by: null });
    const convex = {
      ...higher,
      claim: { ...higher.claim, verdict: 'global-minimum' as const, by: 'convex' as const },
    };
    const result = checkCertificate(altered(convex, ['producer', 'digits'], 40));
    expect(result).toMatchObject({ accepted: false, reason: expect.stringContaining('convex') });
  });

  it('a minimum cannot be made of a saddle, nor a saddle of a minimum', () => {
    const saddle = of('saddle with decay');
    const text = JSON.parse(serialise(saddle)) as DataCertificate;
    const asMinimum = {
      ...text,
      claim: {
        ...text.claim,
        verdict: 'local-minimum',
        critical: { ...text.claim.critical!, index: 0, reflectionNorm: '1', lambdaMin: '0.1' },
      },
      witness: { ...text.witness, reflection: null },
    };
    const result = checkCertificate(altered(asMinimum as DataCertificate, ['producer', 'digits'], 40));
    expect(result).toMatchObject({ accepted: false });
  });

  it.each([
    ['max(0, z', '")"'],
    ['zz', 'one of the names'],
    ['exp(z, z)', 'a function with its arguments'],
    ['z +z', 'the end'],
    ['-', 'a number'],
    [`${'('.repeat(600)}z${')'.repeat(600)}`, 'at most 500 levels'],
    ['z^z', 'a logarithm is taken'],
    ['1/z', 'a divisor'],
  ])('a formula that is none: %s', (activation, expected) => {
    const text = altered(of('local minimum with decay'), ['problem', 'layers', 0, 'activation'], activation);
    const result = checkCertificate(text);
    expect(result.accepted ? 'accepted' : result.reason).toContain(expected);
  });
});
