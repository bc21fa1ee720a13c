import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  CertificateError,
  canonicalText,
  type DenseCertificate,
  type Json,
  type MinimumClaim,
  serialise,
} from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import {
  altered,
  fields,
  leaves,
  refused,
  rehashed,
  replaced,
  restated,
  STRONGER,
  sample,
  samples,
  valueAt,
} from './samples.ts';

const Exact = Decimal.clone({ precision: 100 });
type Path = readonly (string | number)[];

const all = samples();

describe('untouched certificates', () => {
  for (const { name, certificate } of all) {
    it(`${name} is accepted`, () => {
      expect(checkCertificate(serialise(certificate))).toEqual({
        accepted: true,
        id: certificate.sha256.slice(0, 16),
      });
      // So that what is altered below, and is written by these, is not refused for its form.
      expect(rehashed({ ...certificate })).toBe(serialise(certificate));
      expect(restated(certificate, certificate.statement)).toBe(serialise(certificate));
    });
  }
});

describe('bytes, the stored sha256 kept', () => {
  for (const { name, certificate } of all) {
    it(`${name}: any byte changed, added or removed`, () => {
      const text = serialise(certificate);
      const wrong: number[] = [];
      for (let at = 0; at < text.length; at += 3) {
        const code = text.charCodeAt(at);
        const changes = [
          text.slice(0, at) + String.fromCharCode(code ^ (1 << (at % 7))) + text.slice(at + 1),
          text.slice(0, at) + (at % 2 === 0 ? ' ' : '0') + text.slice(at),
          text.slice(0, at) + text.slice(at + 1),
        ];
        if (changes.some((change) => change !== text && !refused(change))) wrong.push(at);
      }
      expect(wrong).toEqual([]);
    });
  }
});

/** Where the last name of a path says too little. */
function directions(certificate: DenseCertificate, path: Path): readonly (1 | -1)[] {
  const name = String(path[path.length - 1]);
  if (certificate.claim.verdict === 'saddle' && name === 'lambdaMin') return [-1];
  return STRONGER[name] ?? [];
}

function moved(value: string, direction: 1 | -1, relative: string): string {
  const number = new Exact(value);
  const step = number.isZero() ? new Exact('1e-30') : number.abs().times(relative);
  const result = number.plus(step.times(direction));
  return (number.isInteger() ? result.round() : result).toFixed();
}

describe('claimed bounds, statement and sha256 made anew', () => {
  for (const { name, certificate } of all) {
    it(`${name}: every bound moved past the checker's own`, () => {
      const tried: string[] = [];
      const accepted: string[] = [];
      for (const path of leaves(certificate.claim, ['claim'])) {
        const value = valueAt(certificate, path);
        if (typeof value !== 'string') continue;
        for (const direction of directions(certificate, path)) {
          // Numbers that are 0 but for rounding may be claimed far above what the checker finds.
          if (new Exact(value).abs().lt('1e-30')) continue;
          const lambda = /lambda|monotonicity/i.test(String(path[path.length - 1]));
          // The producer's largest radius is not the largest one: the checker has none of its own.
          const far = path[path.length - 1] === 'robustnessRadius';
          const changed = moved(value, direction, far ? '1e-4' : lambda ? '1.01e-5' : '1.01e-6');
          tried.push(path.join('.'));
          if (!refused(altered(certificate, path, changed))) accepted.push(`${path.join('.')} = ${changed}`);
        }
      }
      expect(accepted).toEqual([]);
      expect(tried.length).toBeGreaterThan(5);
    });

    it(`${name}: every bound replaced by nonsense`, () => {
      const accepted: string[] = [];
      for (const path of leaves(certificate.claim, ['claim'])) {
        const value = valueAt(certificate, path);
        if (typeof value !== 'string' || directions(certificate, path).length === 0) continue;
        for (const direction of directions(certificate, path)) {
          for (const nonsense of direction > 0 ? ['1e1000'] : ['-1e1000']) {
            if (!refused(altered(certificate, path, nonsense)))
              accepted.push(`${path.join('.')} = ${nonsense}`);
          }
        }
      }
      expect(accepted).toEqual([]);
    });
  }
});

describe('published figures, statement and sha256 made anew', () => {
  const minima = all.flatMap(({ name, certificate }) =>
    certificate.claim.verdict === 'spurious-local-minimum'
      ? [{ name, certificate, claim: certificate.claim }]
      : [],
  );
  for (const { name, certificate, claim } of minima) {
    it(`${name}: every figure is the checker's own, on both sides`, () => {
      const path = ['claim', 'published'];
      const tried = leaves(claim.published, path).filter(
        (leaf) => typeof valueAt(certificate, leaf) === 'string',
      );
      expect(tried).toHaveLength(5);
      for (const leaf of tried) {
        const value = valueAt(certificate, leaf) as string;
        // Radius and threshold are measured with r0 and F, many digits above them.
        const weaker = new Exact(value).plus('1e-8').toFixed();
        const others = ['radius', 'threshold'].includes(String(leaf.at(-1)))
          ? [moved(value, -1, '1e-5'), weaker, `-${value}`, '-1e9', '1e9']
          : [moved(value, 1, '1e-5'), moved(value, -1, '1e-5'), `-${value}`, '-1e9', '1e9'];
        for (const other of others)
          expect(refused(altered(certificate, leaf, other)), `${leaf.join('.')} = ${other}`).toBe(true);
      }
    });

    it(`${name}: λ_c is not squared without its sign`, () => {
      const wild = replaced(claim, ['published', 'lambdaMin'], '-94.3');
      const squared = replaced(wild, ['published', 'lemma1', 'discriminant'], '80000');
      expect(refused(altered(certificate, ['claim'], squared))).toBe(true);

      // A true constant so large that λ_c = λ − L·centreDistance lies below 0, and what follows from it.
      const distance = new Exact(claim.centreDistance);
      const lipschitz = new Exact(3).times(claim.centreLambdaMin).div(distance).toSD(20);
      const lambda = new Exact(claim.centreLambdaMin).minus(lipschitz.times(distance));
      const r = new Exact(claim.centreRadius).times(2).plus('1e-40');
      const transverse = new Exact(claim.centreLambdaMinTransverse ?? claim.centreLambdaMin);
      const least = Decimal.min(transverse, claim.centreLambdaMin);
      const spread = new Exact(25).times(claim.published.lemma1.B!).times(claim.gradientNorm);
      const low = (x: Decimal): string => x.toSD(15, Decimal.ROUND_FLOOR).toFixed();
      const claimed = (discriminant: Decimal): string =>
        altered(certificate, ['claim'], {
          ...claim,
          lipschitzConstant: 'plain',
          lipschitz: lipschitz.toFixed(),
          centreRadius: r.toFixed(),
          uniquenessRadius: low(Decimal.min(claim.lipschitzRadius, least.div(lipschitz))),
          radius: distance.plus(r).toFixed(),
          lambdaMin: low(new Exact(claim.centreLambdaMin).minus(lipschitz.times(r))),
          lambdaMinAllDimensions:
            claim.lambdaMinAllDimensions && low(least.minus(lipschitz.times(r)).times('0.999')),
          basinRadius: '0',
          objective: { ...claim.objective, lower: low(new Exact(claim.objective.lower).times('0.999')) },
          robustnessRadius: null,
          gaussianDimension: null,
          published: {
            lambdaMin: low(lambda),
            lemma1: {
              ...claim.published.lemma1,
              discriminant: low(discriminant),
              radius: null,
              holds: false,
            },
            lemma2: { threshold: null, holds: false },
          },
        } satisfies MinimumClaim);
      expect(checkCertificate(claimed(spread.neg()))).toMatchObject({ accepted: true });
      const answer = checkCertificate(claimed(lambda.times(lambda).times(9).minus(spread)));
      expect(answer).toMatchObject({
        accepted: false,
        reason: expect.stringContaining('9 max(0, λ)² − 25Bε'),
      });
    });
  }
});

describe('weights, statement and sha256 made anew', () => {
  for (const { name, certificate } of all) {
    if (name.startsWith('minimum-')) continue;
    it(`${name}: every weight moved by 1e-3`, () => {
      const accepted: string[] = [];
      const paths = [
        ...leaves(certificate.point, ['point']),
        ...(certificate.problem.targets === 'standard-basis'
          ? []
          : leaves(certificate.problem.targets, ['problem', 'targets'])),
      ];
      for (const path of paths) {
        const value = new Exact(valueAt(certificate, path) as string).plus('1e-3').toFixed();
        if (!refused(altered(certificate, path, value))) accepted.push(path.join('.'));
      }
      expect(accepted).toEqual([]);
    });
  }

  for (const name of ['saddle', 'saddle-index-2', 'saddle-dimension-3']) {
    it(`${name}: every entry of the reflection moved by 1e-3`, () => {
      const certificate = sample(name);
      for (const path of leaves(certificate.witness, ['witness'])) {
        const value = valueAt(certificate, path);
        if (typeof value !== 'string') continue;
        const changed = new Exact(value).plus('1e-3').toFixed();
        expect(refused(altered(certificate, path, changed)), path.join('.')).toBe(true);
      }
    });
  }
});

describe('enums, counts and dimensions, statement and sha256 made anew', () => {
  const changes: readonly (readonly [string, unknown, (certificate: DenseCertificate) => boolean])[] = [
    ['format', 'spurious-candidate', () => true],
    ['version', 2, () => true],
    ['kind', 'block', () => true],
    ['problem.k', 1, () => true],
    ['problem.k', 7, () => true],
    ['problem.n', 2, (c) => c.problem.n !== 2],
    ['problem.n', 7, () => true],
    ['problem.d', 7, () => true],
    ['problem.dimension', 2, (c) => c.problem.dimension !== 2],
    ['problem.dimension', 'every', () => true],
    ['problem.dimension', 'all', (c) => c.problem.dimension !== 'all'],
    ['problem.targets', 'standard-basis', (c) => c.problem.targets !== 'standard-basis'],
    ['claim.verdict', 'saddle', (c) => c.claim.verdict !== 'saddle'],
    ['claim.verdict', 'not-spurious', (c) => c.claim.verdict !== 'not-spurious'],
    ['claim.verdict', 'no-critical-point', (c) => c.claim.verdict !== 'no-critical-point'],
    ['claim.verdict', 'spurious-local-minimum', (c) => c.claim.verdict !== 'spurious-local-minimum'],
    ['claim.verdict', 'inconclusive', () => true],
    ['claim.index', 1, (c) => 'index' in c.claim && c.claim.index !== 1],
    ['claim.index', 0, (c) => c.claim.verdict === 'saddle'],
    ['claim.index', 2, (c) => 'index' in c.claim && c.claim.index !== 2],
    ['claim.transverseIndex', 0, (c) => c.claim.verdict === 'saddle' && c.claim.transverseIndex !== 0],
    ['claim.transverseIndex', 2, (c) => c.claim.verdict === 'saddle'],
    ['claim.lipschitzConstant', 'sharp', (c) => c.claim.lipschitzConstant === 'plain'],
    ['claim.lipschitzConstant', 'plain', (c) => c.claim.lipschitzConstant === 'sharp'],
    ['claim.lipschitzConstant', 'best', () => true],
    ['claim.published.lemma1.holds', false, (c) => c.claim.verdict === 'spurious-local-minimum'],
    ['claim.published.lemma2.holds', false, (c) => c.claim.verdict === 'spurious-local-minimum'],
    ['witness', null, (c) => c.witness !== null],
  ];
  for (const { name, certificate } of all) {
    it(name, () => {
      for (const [place, value, applies] of changes) {
        if (!applies(certificate)) continue;
        const path = place.split('.');
        const text = rehashed(replaced(certificate, path, value));
        expect(refused(text), `${place} = ${JSON.stringify(value)}`).toBe(true);
        let anew: string;
        try {
          anew = altered(certificate, path, value);
        } catch (error) {
          expect(error).toBeInstanceOf(CertificateError);
          continue;
        }
        expect(refused(anew), `${place} = ${JSON.stringify(value)}, statement made anew`).toBe(true);
      }
    });
  }

  it('a permutation that is none, or another one', () => {
    for (const permutation of [
      [0, 1, 2, 3],
      [2, 2, 3, 1],
      [2, 0, 3, 9],
    ]) {
      expect(refused(altered(sample('not-spurious'), ['witness', 'permutation'], permutation))).toBe(true);
    }
  });
});

describe('fields and words, sha256 made anew', () => {
  for (const { name, certificate } of all) {
    it(`${name}: every field removed, a field added anywhere`, () => {
      const accepted: string[] = [];
      for (const path of fields(certificate)) {
        const without = replaced(certificate, path, undefined);
        const text = path[0] === 'sha256' ? canonicalText(without as unknown as Json) : rehashed(without);
        if (!refused(text)) accepted.push(`without ${path.join('.')}`);
        const value = valueAt(certificate, path);
        if (value === null || typeof value !== 'object' || Array.isArray(value)) continue;
        const added = rehashed(replaced(certificate, [...path, 'note'], 'x'));
        if (!refused(added)) accepted.push(`${path.join('.')}.note`);
      }
      expect(accepted).toEqual([]);
      expect(refused(rehashed(replaced(certificate, ['note'], 'x')))).toBe(true);
    });

    it(`${name}: the statement's words altered`, () => {
      const words = certificate.statement.split(' ');
      const accepted: string[] = [];
      for (let at = 0; at < words.length; at++) {
        for (const other of [words.with(at, `${words[at]}s`), words.toSpliced(at, 1)]) {
          if (!refused(restated(certificate, other.join(' '))))
            accepted.push(`word ${at}: ${other.slice(at, at + 3).join(' ')}`);
        }
      }
      expect(accepted).toEqual([]);
    });
  }

  it('the producer is metadata', () => {
    const { certificate } = all[0]!;
    expect(refused(altered(certificate, ['producer', 'name'], 'somebody else'))).toBe(false);
  });
});

describe('what is no certificate', () => {
  it('throws if it is no JSON object', () => {
    for (const text of ['', '{', '[]', 'null', '"x"', '\ufeff{}', '{"a":1,}']) {
      expect(() => checkCertificate(text), text).toThrow(CertificateError);
    }
  });

  it('is rejected if it is any JSON object', () => {
    for (const text of [
      '{}',
      '{"format":"spurious-certificate"}',
      '{"__proto__":{}}',
      `{"a":${'['.repeat(99)}${']'.repeat(99)}}`,
    ]) {
      expect(checkCertificate(text).accepted, text).toBe(false);
    }
  });
});
