import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  CertificateError,
  type DenseCertificate,
  makeCertificate,
  type NeuronSplit,
  type PointCertificate,
  readCertificate,
  type SplitCertificate,
  type SplitWitness,
  serialise,
} from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import { proveSplits } from '../../../src/elimination/split/split.ts';
import { proposeSplit } from '../../../src/proposals/elimination/split-direction.ts';
import { dense, projectCandidate, rotation, times, verified } from '../../points.ts';
import { altered, fields, replaced } from '../samples.ts';

const read = (path: string): PointCertificate =>
  makeCertificate(readCertificate(readFileSync(path, 'utf8')) as PointCertificate);
const made = (subject: PointCertificate, neurons: number[] | null = null): SplitCertificate => {
  const producer = { name: 'test', version: '0' };
  const result = proveSplits(subject, { neurons, propose: proposeSplit, producer });
  if ('reason' in result || result.certificate === null || result.failures.length > 0)
    throw new Error(JSON.stringify(result));
  return result.certificate;
};
const certificate = made(read('test/checker/vectors/minimum.json'), [0, 5]);
const block = made(read('certificates/families/type-I-k-7.certificate.json'));
const reasonOf = (text: string): string => {
  const answer = checkCertificate(text);
  return answer.accepted ? 'accepted' : answer.reason;
};
/** What is said of a certificate with this value there, by the reader of its form or by the checker. */
const at = (of: SplitCertificate, path: string, value: unknown): string => {
  const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  try {
    return reasonOf(altered(of, keys, value));
  } catch (error) {
    if (error instanceof CertificateError) return error.message;
    throw error;
  }
};

describe('split certificates', () => {
  it('are accepted: dense, sharp, of one dimension, symmetric', () => {
    expect(reasonOf(serialise(certificate))).toBe('accepted');
    expect(reasonOf(serialise(block))).toBe('accepted');
    for (const name of ['minimum-sharp', 'minimum-dimension-6'])
      expect(reasonOf(serialise(made(read(`test/checker/vectors/${name}.json`), [1])))).toBe('accepted');
    const narrow = made(read('test/checker/vectors/minimum-dimension-6.json'), [1]);
    expect(narrow.claim.splits[0]!.transverseNegativeDirections).toBeNull();
    // Every form of direction: constant on blocks with and without an own coordinate, and a difference.
    const forms = [
      ...block.witness.splits,
      ...made(read('certificates/families/bad-1-extra-1-k-7.certificate.json')).witness.splits,
      ...made(read('certificates/families/bad-2-k-8.certificate.json')).witness.splits,
    ];
    expect(forms.some((witness) => witness.block === null)).toBe(true);
    expect(forms.some((witness) => witness.block !== null)).toBe(true);
  });

  it('the statement is a single paragraph that names the theorem and the numbers', () => {
    const { statement, claim, subject } = certificate;
    expect(statement).toContain("W(i, alpha) is a strict saddle of F'");
    expect(statement).toContain('0 < alpha < 1');
    for (const { eigenvalueUpper, step, gap } of claim.splits)
      for (const number of [eigenvalueUpper, step.decrease, gap!]) expect(statement).toContain(number);
    expect(statement).toContain(subject.sha256);
    expect(statement).not.toMatch(/\n| {2}|null|undefined/);
  });

  describe.each([
    ['dense', certificate],
    ['symmetric', block],
  ] as [string, SplitCertificate][])('%s: what is altered is rejected', (_, original) => {
    const splits = original.claim.splits.map((own, s): [number, NeuronSplit] => [s, own]).slice(-1);

    it.each(splits)('numbers of split %i', (s, own) => {
      const claim = `claim.splits.${s}`;
      const moved = (x: string, by: number): string => {
        const value = new Decimal(x);
        return value.plus(value.abs().times(by)).toString();
      };
      const { eigenvalueUpper, step, negativeDirections, transverseNegativeDirections, gap } = own;
      expect(at(original, `${claim}.eigenvalueUpper`, moved(eigenvalueUpper, -1e-9))).toContain(
        'eigenvalueUpper ≥',
      );
      expect(at(original, `${claim}.eigenvalueUpper`, '0')).toContain('eigenvalueUpper < 0');
      expect(at(original, `${claim}.step.decrease`, moved(step.decrease, 1e-9))).toContain('step.decrease ≤');
      expect(at(original, `${claim}.step.decrease`, '0')).toContain('step.decrease > 0');
      expect(at(original, `${claim}.step.alpha`, '0.9')).toContain('step.decrease ≤');
      expect(at(original, `${claim}.step.alpha`, '0')).toContain('step.alpha > 0');
      expect(at(original, `${claim}.step.alpha`, '1')).toContain('step.alpha < 1');
      for (const by of [1, -1])
        expect(at(original, `${claim}.negativeDirections`, negativeDirections + by)).toMatch(
          /negativeDirections|an integer/,
        );
      expect(
        at(original, `${claim}.transverseNegativeDirections`, 1 - transverseNegativeDirections!),
      ).toContain('in further coordinates');
      // Twice and a little more of what was claimed: half of the least eigenvalue, rounded.
      expect(at(original, `${claim}.gap`, moved(gap!, 1.1))).toMatch(/eigenvalue/);
      expect(at(original, `${claim}.gap`, '0')).toContain('gap > 0');
      expect(at(original, `${claim}.gap`, `-${gap}`)).toContain('gap > 0');
      expect(at(original, `${claim}.gap`, null)).toContain('negativeDirections');
    });

    it.each(splits)('z of split %i', (s) => {
      const witness = original.witness.splits[s]!;
      const path = `witness.splits.${s}`;
      const scaled = (by: string): string[] =>
        witness.direction.map((x) => new Decimal(x).times(by).toString());
      // A shorter z has the same quotient but not the same decrease; so has −z, at α = ½, where it exchanges the parts.
      expect(at(original, `${path}.direction`, scaled('0.9'))).toContain('step.decrease ≤');
      expect(at(original, `${path}.direction`, scaled('-1'))).toBe('accepted');
      expect(at(original, `${path}.direction`, scaled('0'))).toContain('z is not 0');
      expect(at(original, `${path}.direction`, witness.direction.slice(1))).toContain('numbers');
      if (witness.direction.length < 2) return;
      const turned = [
        new Decimal(witness.direction[0]!).plus('0.1').toString(),
        ...witness.direction.slice(1),
      ];
      expect(at(original, `${path}.direction`, turned)).toMatch(/eigenvalueUpper ≥/);
    });

    it('the range of α, the neuron, the order', () => {
      expect(at(original, 'claim.alpha.above', '-1')).toContain('claim.alpha.above');
      expect(at(original, 'claim.alpha.below', '2')).toContain('claim.alpha.below');
      const { splits: claimed } = original.claim;
      const count = original.subject.point.centre.length;
      expect(at(original, `claim.splits.${claimed.length - 1}.neuron`, count)).toContain('neuron');
      expect(at(original, 'claim.splits', [...claimed].reverse())).toContain('neuron');
      expect(at(original, 'claim.splits', [])).toContain('claim.splits');
      expect(at(original, 'witness.splits', original.witness.splits.slice(1))).toContain('witness.splits');
    });
  });

  it('another part of a symmetric point, or another neuron: rejected', () => {
    const [first] = block.witness.splits;
    const part: SplitWitness =
      first!.block === null
        ? { block: 0, direction: ['0.5'] }
        : { block: null, direction: ['0.1', '0.2', '0.3'] };
    expect(at(block, 'witness.splits.0', part)).toMatch(/eigenvalueUpper ≥/);
    expect(at(block, 'witness.splits.0.block', 7)).toContain('witness.splits[0].block');
    expect(at(certificate, 'witness.splits.0.block', 0)).toContain('null for a dense subject');
    const { splits } = certificate.claim;
    expect(at(certificate, 'claim.splits', [splits[0]!, { ...splits[1]!, neuron: 4 }])).toContain('neuron 4');
  });

  it('the subject counts: its hash, its statement, its proof', () => {
    const { subject } = certificate;
    expect(at(certificate, 'subject', { ...subject, statement: 'Anything.' })).toContain(
      'the sha256 of the subject',
    );
    const upper = new Decimal(
      subject.claim.verdict === 'spurious-local-minimum' ? subject.claim.objective.lower : 0,
    );
    const boast = makeCertificate<DenseCertificate>(
      replaced(subject, ['claim', 'objective', 'lower'], upper.times(1.1).toString()) as never,
    );
    expect(at(certificate, 'subject', boast)).toContain('objective.lower');
    const other = read('certificates/8-9.certificate.json');
    expect(at(certificate, 'subject', other)).not.toBe('accepted');
    const saddle = JSON.parse(readFileSync('test/checker/vectors/saddle.json', 'utf8')) as unknown;
    expect(() => readCertificate(JSON.stringify(replaced(certificate, ['subject'], saddle)))).toThrow(
      'certificate.subject.claim.verdict',
    );
  });

  it('every field is needed, and no other is taken; the schema says the same', () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false });
    const schema = (name: string) => JSON.parse(readFileSync(`schema/${name}`, 'utf8')) as object;
    ajv.addSchema(schema('certificate.schema.json'), 'certificate.schema.json');
    ajv.addSchema(schema('block-certificate.schema.json'), 'block-certificate.schema.json');
    const valid = ajv.compile(schema('split-certificate.schema.json'));
    expect(valid(certificate)).toBe(true);
    expect(valid(block)).toBe(true);
    for (const path of fields(certificate).filter(([first]) => first !== 'subject')) {
      const without = replaced(certificate, path, undefined);
      expect(() => readCertificate(JSON.stringify(without)), path.join('.')).toThrow(
        /expected (this field|"dense")/,
      );
      expect(valid(without), path.join('.')).toBe(false);
      const more = replaced(certificate, [...path.slice(0, -1), 'note'], 1);
      expect(() => readCertificate(JSON.stringify(more))).toThrow('no such field');
      expect(valid(more)).toBe(false);
    }
  });
});

describe('split certificates of other subjects', () => {
  const subjectOf = (candidate: Parameters<typeof verified>[0]): PointCertificate => {
    const { certificate: proof } = verified(candidate);
    if (proof === null) throw new Error('not verified');
    return proof;
  };
  const plain = projectCandidate('6-6');
  const numbers = ({ claim }: SplitCertificate): number[] =>
    claim.splits.map(({ eigenvalueUpper }) => Number(eigenvalueUpper));

  it('turned targets, targets that are 0, another scale: the same eigenvalues', () => {
    const turn = rotation(6, 3);
    const turned = {
      ...dense(times(plain.weights as number[][], turn)),
      targets: turn.map((row) => row.map(Number)),
    };
    const targets = Array.from({ length: 7 }, (_, j) =>
      Array.from({ length: 6 }, (_x, a) => (a === j ? 1 : 0)),
    );
    const wide = { ...plain, k: 7, n: 7, weights: plain.weights, targets };
    const wanted = numbers(made(subjectOf(plain)));
    const scaled = (factor: number) => ({
      ...plain,
      weights: plain.weights.map((row) => row.map((x) => Number(x) * factor)),
      targets: targets.slice(0, 6).map((row) => row.map((x) => x * factor)),
    });
    for (const candidate of [turned, { ...wide, n: 6 }, scaled(2 ** -90)]) {
      const result = made(subjectOf(candidate));
      expect(reasonOf(serialise(result))).toBe('accepted');
      numbers(result).forEach((x, i) => {
        expect(x).toBeCloseTo(wanted[i]!, 12);
      });
    }
  });
});
