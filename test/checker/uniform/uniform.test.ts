import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CertificateParts,
  makeCertificate,
  readCertificate,
  serialise,
  type UniformCertificate,
  type UniformInterval,
} from '../../../src/certificate/index.ts';
import { checkCertificate, checkPart } from '../../../src/checker/index.ts';
import { EXTRA_1, type Plan, propose, TYPE_II } from './uniform-fixture.ts';

/** Why it is rejected, or 'accepted'. */
function answer(certificate: UniformCertificate): string {
  const result = checkCertificate(serialise(certificate));
  return result.accepted ? 'accepted' : result.reason;
}

/** The same of a certificate that is spoiled in interval i only, without the intervals before: these are those of an accepted one. */
function answerAt(certificate: UniformCertificate, i: number): string {
  const of = certificate.witness.intervals.length;
  const result = checkPart(serialise(certificate), { index: i, of });
  if (result.answer.accepted) return 'accepted';
  expect(result.step, 'the interval that is rejected').toBe(i);
  return result.answer.reason;
}

/** The certificate with other parts, its statement and hash made anew. */
function changed(certificate: UniformCertificate, parts: Partial<UniformCertificate>): UniformCertificate {
  const { statement: _statement, sha256: _hash, ...rest } = certificate;
  return makeCertificate<UniformCertificate>({ ...rest, ...parts } as CertificateParts<UniformCertificate>);
}

function withInterval(
  certificate: UniformCertificate,
  i: number,
  change: (interval: UniformInterval) => Partial<UniformInterval>,
): UniformCertificate {
  const { order, intervals } = certificate.witness;
  return changed(certificate, {
    witness: { order, intervals: intervals.map((x, j) => (i === j ? { ...x, ...change(x) } : x)) },
  });
}

describe('theorems for every k', () => {
  it.each([
    ['type II from 6', TYPE_II],
    ['n = k + 1, extra {1}, from 7', EXTRA_1],
  ])('%s is accepted', (_, plan) => {
    expect(answer(propose(plan))).toBe('accepted');
  });
});

describe.each([
  ['bad-1-from-6', '0.0048', 'std'],
  ['bad-1-extra-1-from-7', '0.0027', 'std'],
])('certificates/uniform/%s', (name, raised, block) => {
  const text = readFileSync(`certificates/uniform/${name}.certificate.json`, 'utf8');
  const certificate = readCertificate(text) as UniformCertificate;
  const { order, intervals } = certificate.witness;

  it('is accepted', () => {
    expect(checkCertificate(text).accepted).toBe(true);
  });

  it('is rejected when spoiled', () => {
    for (let i = 0; i < intervals.length; i++) {
      const left = changed(certificate, {
        witness: { order, intervals: intervals.filter((_, j) => j !== i) },
      });
      expect(answer(left)).toMatch(/begins|ends/);
      // docs/trust.md: boxes are no larger than they need be.
      const shrunk = withInterval(certificate, i, ({ radius }) => ({
        radius: radius.map((entry) => String(Number(entry) / 10)),
      }));
      expect(answerAt(shrunk, i)).toMatch(/mapped into itself/);
    }
    const other = withInterval(certificate, 0, ({ centre }) => ({
      centre: centre.map((row, i) => (i === 3 ? [String(Number(row[0]) + 1e-3), ...row.slice(1)] : row)),
    }));
    expect(answer(other)).toMatch(/mapped into itself/);
    const more = { ...certificate.claim, lambdaMin: raised };
    const last = changed(certificate, {
      claim: { ...more, kTo: certificate.claim.kFrom },
      witness: { order, intervals: intervals.slice(-1) },
    });
    expect(answer(last)).toMatch(new RegExp(`block ${block}`));
  });
});

it('an extra neuron that is not negative at a member of its set', () => {
  const name = 'bad-3-extra-1_2-extra-1_3-extra-2_3-from-11';
  const certificate = readCertificate(
    readFileSync(`certificates/uniform/${name}.certificate.json`, 'utf8'),
  ) as UniformCertificate;
  const { order, intervals } = certificate.witness;
  const wrong = changed(certificate, {
    problem: {
      ...certificate.problem,
      extras: [
        [1, 2, 3],
        [1, 3],
        [2, 3],
      ],
    },
    claim: { ...certificate.claim, kTo: 11 },
    witness: { order, intervals: intervals.slice(-1) },
  });
  expect(answer(wrong)).toMatch(/the entry of extra 0 at 3 > 0/);
});

it('the set of an extra neuron names where its entries are below half of the least one', () => {
  const change = (name: string, extras: readonly (readonly number[])[], k: number): string => {
    const certificate = readCertificate(
      readFileSync(`certificates/uniform/${name}.certificate.json`, 'utf8'),
    ) as UniformCertificate;
    const { order, intervals } = certificate.witness;
    return answer(
      changed(certificate, {
        problem: { ...certificate.problem, extras },
        claim: { ...certificate.claim, kFrom: k, kTo: k },
        witness: { order, intervals: intervals.slice(-1) },
      }),
    );
  };
  const pair = 'bad-2-extra-1-extra-2-from-11-to-100';
  expect(change(pair, [[1], [2]], 11)).toBe('accepted');
  // All entries of both neurons are negative: signs alone would let these pass.
  expect(change(pair, [[1, 2], [2]], 11)).toMatch(/half of the entry of extra 0 at 1, less that at 2, > 0/);
  expect(change(pair, [[1], [1, 2]], 11)).toMatch(/half of the entry of extra 1 at 2/);
  expect(change(pair, [[2], [1]], 11)).toMatch(/extra 0/);
  const triples = 'bad-4-extra-1_2_3-extra-1_3_4-extra-2_3_4-from-25';
  expect(
    change(
      triples,
      [
        [1, 2],
        [1, 3, 4],
        [2, 3, 4],
      ],
      25,
    ),
  ).toMatch(/the entry of extra 0 at 3 is above half of one in its set/);
});

/** Type II for 6 ≤ k ≤ 8 in two intervals: small enough to be spoiled often. */
const SHORT: Plan = {
  ...TYPE_II,
  order: 4,
  kTo: 8,
  lambdaMin: '0.0046',
  ends: ['0.3535', '0.38', '0.408248291'],
};
const EXTRA: Plan = {
  ...EXTRA_1,
  kFrom: 8,
  kTo: 9,
  order: 4,
  lambdaMin: '0.004',
  ends: ['0.3333', '0.35355340'],
  start: [-0.36, -1.91, -0.45, 0.55, 1.453, 1.011, -0.535],
};

describe('a spoiled proof', () => {
  const short = propose(SHORT);
  const { order, intervals } = short.witness;

  it('is accepted before', () => {
    expect(answer(short)).toBe('accepted');
  });

  it('an interval left out', () => {
    expect(answer(changed(short, { witness: { order, intervals: intervals.slice(1) } }))).toMatch(
      /begins at kTo/,
    );
    expect(answer(changed(short, { witness: { order, intervals: intervals.slice(0, 1) } }))).toMatch(
      /ends at kFrom/,
    );
    const middle = propose({ ...SHORT, ends: ['0.3535', '0.37', '0.38', '0.408248291'] });
    const [first, , last] = middle.witness.intervals;
    const hole = changed(middle, { witness: { order, intervals: [first!, last!] } });
    expect(answer(hole)).toMatch(/begins where the one before ends/);
  });

  it('an interval that ends a digit too early', () => {
    expect(answer(withInterval(short, 1, () => ({ to: '0.4082482904' })))).toMatch(/ends at kFrom/);
  });

  it('the remainder radius of each unknown halved', () => {
    for (let i = 0; i < intervals[0]!.radius.length; i++) {
      const halved = withInterval(short, 0, ({ radius }) => ({
        radius: radius.map((entry, j) => (i === j ? String(Number(entry) / 2) : entry)),
      }));
      expect(answer(halved)).toMatch(/mapped into itself/);
    }
  });

  it('a box blown up', () => {
    const blown = withInterval(short, 1, ({ radius }) => ({ radius: radius.map(() => '0.05') }));
    expect(answerAt(blown, 1)).toMatch(/not confirmed/);
  });

  it('a coefficient changed, each in one unknown', () => {
    intervals[1]!.centre.forEach((_, i) => {
      const wrong = withInterval(short, 1, ({ centre }) => ({
        centre: centre.map((row, j) =>
          i === j ? row.map((entry, p) => (p === 1 ? String(Number(entry) + 1e-5) : entry)) : row,
        ),
      }));
      expect(answerAt(wrong, 1)).toMatch(/mapped into itself, in unknown \d, in interval 1/);
    });
  });

  it('lambdaMin raised above the smallest eigenvalue, .0047003547 at k = 6', () => {
    const raised = (lambdaMin: string) => answer(changed(short, { claim: { ...short.claim, lambdaMin } }));
    expect(raised('0.00469')).toBe('accepted');
    expect(raised('0.0047004')).toMatch(/block std/);
    expect(raised('0')).toMatch(/lambdaMin > 0/);
    expect(raised('-1')).toMatch(/lambdaMin > 0/);
  });

  it('a range that is too long', () => {
    const claim = (parts: Partial<UniformCertificate['claim']>) =>
      answer(changed(short, { claim: { ...short.claim, ...parts } }));
    expect(claim({ kTo: 9 })).toMatch(/begins at kTo/);
    expect(claim({ kTo: null })).toMatch(/begins at 0/);
    expect(claim({ kFrom: 5 })).toMatch(/ends at kFrom/);
  });

  it('k = 5, where the branch is a saddle', () => {
    const lower = propose({ ...SHORT, kFrom: 5, kTo: 5, lambdaMin: '1e-9', ends: ['0.44721', '0.4472136'] });
    expect(answer(lower)).toMatch(/block std/);
  });

  it('other neurons', () => {
    const certificate = propose(EXTRA);
    expect(answer(certificate)).toBe('accepted');
    const more = { ...certificate.problem, bad: 2, extras: [] };
    expect(() => changed(certificate, { problem: more })).toThrow(/rows/);
    // The extra and the matched neuron of the centre exchanged.
    const exchanged = withInterval(certificate, 0, ({ centre }) => ({
      centre: [...centre.slice(0, 3), ...centre.slice(5), ...centre.slice(3, 5)],
    }));
    expect(answer(exchanged)).toMatch(/not confirmed/);
  });

  it('an extra without a negative entry where it claims one', () => {
    // r = 1: its mirror image −w is no zero; the sign itself is checked after existence.
    const certificate = propose(EXTRA);
    const mirrored = withInterval(certificate, 0, ({ centre }) => ({
      centre: centre.map((row, i) => (i >= 5 ? row.map((entry) => String(-Number(entry))) : row)),
    }));
    expect(answer(mirrored)).toMatch(/not confirmed/);
  });

  it('hostile sizes', () => {
    const huge = withInterval(short, 0, ({ centre }) => ({
      centre: centre.map((row) => row.map(() => '1e1100')),
    }));
    expect(answer(huge)).toMatch(/not huge/);
    const many = changed(short, {
      witness: { order, intervals: Array.from({ length: 201 }, () => intervals[0]!) },
    });
    expect(answer(many)).toMatch(/at most 200 intervals/);
    const deep = changed(short, {
      witness: {
        order: 25,
        intervals: intervals.map((x) => ({
          ...x,
          centre: x.centre.map((row) => [...row, ...Array<string>(21).fill('0')]),
        })),
      },
    });
    expect(answer(deep)).toMatch(/order/);
    const negative = withInterval(short, 0, () => ({ from: '-0.1' }));
    expect(answer(negative)).toMatch(/interval 0 is within/);
    const zeros = withInterval(short, 0, ({ centre }) => ({
      centre: centre.map((row) => row.map(() => '0')),
    }));
    expect(answer(zeros)).toMatch(/not confirmed/);
  });
});
