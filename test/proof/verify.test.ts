import { describe, expect, it } from 'vitest';
import { type ExactNumber, exactDecimal, rationalOf } from '../../src/arithmetic/exact.ts';
import type { DenseCandidate } from '../../src/model/candidate.ts';
import { expandBlocks } from '../../src/model/expand.ts';
import type { PointCertificate } from '../../src/proof/figures.ts';
import {
  dense,
  generator,
  projectCandidate,
  randomMatrix,
  rotation,
  times,
  type Verified,
  verified,
} from '../points.ts';

const identity = (k: number): number[][] =>
  Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => (i === j ? 1 : 0)));

function expectClose(a: string | null, b: string | null, relative: number): void {
  expect(a).not.toBeNull();
  expect(Math.abs(Number(a) - Number(b))).toBeLessThanOrEqual(relative * Math.abs(Number(b)));
}

describe('spurious minima', () => {
  const known: [string, number, number][] = [
    ['6-6', 0.0047003547035875, 0.025080581002463],
    ['8-9', 0.005944624706, 0.020560791803],
    ['10-10', 0.03196402765, 0.018702194585607],
  ];

  it.each(known)('%s is proved, with the published figures', (name, lambda, value) => {
    const proof = verified(projectCandidate(name));
    expect(proof.verdict).toBe('spurious-local-minimum');
    expect(proof.index).toBe(0);
    expect(Number(proof.lambdaMin)).toBeLessThanOrEqual(lambda + 1e-11);
    expect(Number(proof.lambdaMin)).toBeGreaterThan(lambda - 1e-9);
    expect(Number(proof.objective!.lower)).toBeLessThanOrEqual(value);
    expect(Number(proof.objective!.upper)).toBeGreaterThanOrEqual(value - 1e-12);
    expect(Number(proof.objective!.upper) - Number(proof.objective!.lower)).toBeLessThan(1e-12);
    expect(proof.published!.lemma1.holds).toBe(true);
    expect(proof.published!.lemma2.holds).toBe(true);
    expect(Number(proof.basinRadius)).toBeGreaterThan(0);
    expect(proof.certificate).not.toBeNull();
  });

  it('(6,6): the other constants are those of the reference', () => {
    const proof = verified(projectCandidate('6-6'));
    expect(Number(proof.lipschitz)).toBeCloseTo(8.03, 1);
    expect(Number(proof.published!.lemma1.B)).toBeCloseTo(58.9, 1);
    expect(Number(proof.robustnessRadius)).toBeGreaterThan(1e-6);
    expect(Number(proof.gaussianDimension)).toBeLessThan(2.6e14);
    const sharp = verified(projectCandidate('6-6'), { sharp: true });
    expect(Number(sharp.lipschitz)).toBeLessThan(3.2);
    expect(Number(sharp.basinRadius)).toBeGreaterThan(2 * Number(proof.basinRadius));
  });

  it('(20,20) is proved', () => {
    const proof = verified(projectCandidate('20-20'));
    expect(proof.verdict).toBe('spurious-local-minimum');
    expect(Number(proof.lambdaMinAllDimensions)).toBeGreaterThan(3e-4);
  });

  it('the methods of the definiteness test agree', () => {
    const fast = verified(projectCandidate('6-6'));
    const exact = verified(projectCandidate('6-6'), { exact: true });
    expect(Math.abs(Number(fast.lambdaMin) - Number(exact.lambdaMin))).toBeLessThan(1e-10);
  });
});

/** Rows times the rotation (3/5, 4/5) of the first two coordinates, in exact decimals, and so its targets. */
function exactlyTurned(candidate: DenseCandidate): DenseCandidate {
  const turn = (row: readonly ExactNumber[]): string[] => {
    const [x, y] = [rationalOf(row[0]!), rationalOf(row[1]!)];
    const mix = (p: bigint, q: bigint): string => {
      // All denominators are powers of two (doubles), so 2^e·5^e is a power of ten.
      const numerator = p * x.numerator * y.denominator + q * y.numerator * x.denominator;
      const exponent = (5n * x.denominator * y.denominator).toString(2).length;
      const scaled = (numerator * 10n ** BigInt(exponent)) / (5n * x.denominator * y.denominator);
      return `${scaled}e-${exponent}`;
    };
    return [mix(3n, -4n), mix(4n, 3n), ...row.slice(2).map(exactDecimal)];
  };
  return { ...candidate, weights: candidate.weights.map(turn), targets: identity(candidate.k).map(turn) };
}

describe('the same point in other clothes', () => {
  const candidate = projectCandidate('6-6');
  const weights = candidate.weights as number[][];
  const plain = verified(candidate);
  const variants: [string, DenseCandidate][] = [
    [
      'padded with two zero coordinates',
      { ...candidate, d: 8, weights: weights.map((row) => [...row, 0, 0]) },
    ],
    [
      'permuted neurons and coordinates',
      {
        ...candidate,
        weights: [3, 1, 5, 0, 2, 4].map((i) => [2, 0, 5, 4, 1, 3].map((a) => weights[i]![a]!)),
      },
    ],
    [
      'rotated with its targets',
      {
        ...candidate,
        weights: times(weights, rotation(6, 11)),
        targets: times(identity(6), rotation(6, 11)),
      },
    ],
    ['with its targets written out', { ...candidate, targets: identity(6) }],
    ['turned by an exact rotation, as decimals', exactlyTurned(candidate)],
    ['as decimal strings', { ...candidate, weights: weights.map((row) => row.map((x) => x.toString())) }],
  ];

  it.each(variants)('%s: same verdict, same figures', (name, variant) => {
    const proof = verified(variant);
    expect(proof.verdict).toBe('spurious-local-minimum');
    expect(
      Math.abs(Number(proof.lambdaMinAllDimensions) - Number(plain.lambdaMinAllDimensions)),
    ).toBeLessThan(1e-10);
    // A rotation in doubles is rounded: the gradient is that of another point, 1e-16 away.
    expectClose(proof.gradientNorm, plain.gradientNorm, name === 'rotated with its targets' ? 1e-5 : 1e-6);
    expectClose(proof.lipschitz, plain.lipschitz, 1e-6);
    expectClose(proof.radius, plain.radius, 1e-6);
    expect(Number(proof.objective!.lower)).toBeLessThanOrEqual(Number(plain.objective!.upper));
    expect(Number(proof.objective!.upper)).toBeGreaterThanOrEqual(Number(plain.objective!.lower));
  });

  it('one dimension only leaves M out', () => {
    const one = verified(candidate, { dimension: 6 });
    expect(one.verdict).toBe('spurious-local-minimum');
    expect(one.lambdaMinAllDimensions).toBeNull();
    const nine = verified(candidate, { dimension: 9 });
    expect(nine.lambdaMinAllDimensions).not.toBeNull();
    expect(nine.gaussianDimension).toBeNull();
    expect(() => verified(candidate, { dimension: 5 })).toThrow(RangeError);
  });

  it('without Newton steps the theorem holds about the raw point', () => {
    const raw = verified(candidate, { polish: false });
    expect(raw.verdict).toBe('spurious-local-minimum');
    expect(Number(raw.radius)).toBeGreaterThan(0.9 * Number(plain.radius));
  });
});

describe('saddles', () => {
  /** Type II at k = 5 (mathematics.md 16.2): the standard block is negative, index 4. */
  const typeTwo = expandBlocks({
    form: 'block',
    blocks: [4, 1],
    neurons: [
      {
        attached: 0,
        diagonal: '0.96160683135873309',
        values: ['-0.07908255347289981', '0.37606504595781761'],
      },
      { attached: null, diagonal: null, values: ['0.28754992883063061', '-0.5597784125911439'] },
    ],
  });

  it('are proved, with their index', () => {
    const proof = verified(typeTwo);
    expect(proof.verdict).toBe('saddle');
    expect(proof.index).toBe(3);
    expect(Number(proof.lambdaMin)).toBeLessThan(-0.007);
    expect(Number(proof.lambdaMin)).toBeGreaterThan(-0.0085);
    expect(Number(proof.objective!.lower)).toBeLessThanOrEqual(0.0269704695256001);
    expect(Number(proof.objective!.upper)).toBeGreaterThanOrEqual(0.0269704695256001);
    expect(proof.certificate!.claim.verdict).toBe('saddle');
  });
});

/** What may be said where there is no theorem about a minimum. */
function expectNoTheorem(proof: Verified<PointCertificate>): void {
  expect(['inconclusive', 'no-critical-point']).toContain(proof.verdict);
  expect(proof.reason).not.toBe('');
  expect(proof.reason).not.toBeNull();
}

describe('global minima', () => {
  it('and their permutations are recognised', () => {
    for (const order of [
      [0, 1, 2, 3, 4, 5],
      [5, 3, 0, 1, 4, 2],
    ]) {
      const point = dense(order.map((j) => identity(6)[j]!));
      expect(verified(point).verdict).toBe('not-spurious');
      const near = dense(order.map((j) => identity(6)[j]!.map((x, a) => x + 1e-5 * Math.sin(j + 3 * a))));
      const proof = verified(near);
      expect(proof.verdict).toBe('not-spurious');
      expect(Number(proof.lambdaMin)).toBeCloseTo(0.0908, 3);
      expect(proof.certificate!.witness).toEqual({ permutation: order });
    }
  });

  it('of over-parameterised networks are no theorem', () => {
    const half = (j: number): number[] => identity(6)[j]!.map((x) => x / 2);
    const base = identity(6);
    const points = [
      [...base, [0, 0, 0, 0, 0, 0]],
      [...base, [1e-9, 0, 0, 0, 0, 0]],
      [...base, [1e-6, 1e-6, 0, 0, 0, 0]],
      [...base.slice(1), half(0), half(0)],
      [...base.slice(1), base[0]!.map((x) => 0.3 * x), base[0]!.map((x) => 0.7 * x)],
      [...base.slice(1), base[0]!.map((x, a) => 0.3 * x + 1e-7 * a), base[0]!.map((x) => 0.7 * x)],
    ];
    for (const weights of points) expectNoTheorem(verified(dense(weights)));
  });

  it('a zero neuron is named', () => {
    const proof = verified(dense([...identity(3).slice(0, 2), [0, 0, 0]]));
    expect(proof.verdict).toBe('inconclusive');
    expect(proof.reason).toContain('neuron 2');
  });
});

describe('other points', () => {
  it('moved by 0.05 in every entry: Newton finds back, but outside r0', () => {
    const uniform = generator(5);
    const candidate = projectCandidate('6-6');
    for (let trial = 0; trial < 4; trial++) {
      const weights = candidate.weights.map((row) =>
        row.map((x) => Number(x) + (uniform() < 0.5 ? 0.05 : -0.05)),
      );
      expectNoTheorem(verified({ ...candidate, weights }));
    }
  });

  it('random points', () => {
    for (let seed = 0; seed < 8; seed++)
      expectNoTheorem(verified(dense(randomMatrix(6, 6, 900 + seed, 0.4))));
    expect(verified(dense(randomMatrix(6, 6, 901))).verdict).toBe('no-critical-point');
  });

  it('n < k', () => {
    const candidate = projectCandidate('6-6');
    const proof = verified({ ...candidate, n: 5, weights: candidate.weights.slice(0, 5) });
    expectNoTheorem(proof);
    expect(verified(dense(identity(6).slice(0, 5), 6)).verdict).not.toBe('spurious-local-minimum');
  });

  it('hopeless scales', () => {
    expectNoTheorem(verified(dense(randomMatrix(3, 3, 1, 1e30))));
    expectNoTheorem(verified(dense(randomMatrix(3, 3, 1, 1e-30))));
    expectNoTheorem(verified(dense(randomMatrix(3, 3, 1, 1e300))));
    expectNoTheorem(verified(dense(randomMatrix(3, 3, 1, 1e-300))));
  });

  it('more digits are taken, not fewer theorems', () => {
    const proof = verified(projectCandidate('6-6'), { digits: 60 });
    expect(proof.verdict).toBe('spurious-local-minimum');
    expect(proof.digits).toBe(60);
  });
});
