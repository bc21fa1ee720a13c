import { describe, expect, it } from 'vitest';
import { type DenseCertificate, serialise, type WideCertificate } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import type { DenseCandidate, ExactNumber } from '../../src/model/candidate.ts';
import type { Verification } from '../../src/proof/figures.ts';
import { settingsOf, type VerifyOptions } from '../../src/proof/options.ts';
import { PROPOSERS, verify } from '../../src/verify/verify.ts';
import { verifyWide } from '../../src/verify/wide.ts';
import { isQuickerInSpan, isWide } from '../../src/verify/widths.ts';
import { sample } from '../checker/samples.ts';
import { normals, projectCandidate, randomMatrix, rotation } from '../points.ts';

type Matrix = readonly (readonly ExactNumber[])[];

/** X·Q for d orthonormal rows Q of R^D: every vector of R^d as one of R^D. */
function embedded(rows: Matrix, Q: number[][]): number[][] {
  return rows.map((row) =>
    Q[0]!.map((_, a) => row.reduce<number>((sum, x, j) => sum + Number(x) * Q[j]![a]!, 0)),
  );
}

const unitRows = (k: number, d: number): number[][] =>
  Array.from({ length: k }, (_, j) => Array.from({ length: d }, (_, a) => (a === j ? 1 : 0)));

/** A point of R^d in a random d-dimensional subspace of R^D. */
function inWidth(point: DenseCandidate, D: number, seed: number): DenseCandidate {
  const Q = rotation(D, seed, point.d);
  const targets = embedded(point.targets ?? unitRows(point.k, point.d), Q);
  return { ...point, d: D, targets, weights: embedded(point.weights, Q) };
}

function candidateOf({ problem, point }: DenseCertificate): DenseCandidate {
  const { k, n, d, targets } = problem;
  return {
    form: 'dense',
    k,
    n,
    d,
    targets: targets === 'standard-basis' ? null : targets,
    weights: point.candidate,
  };
}

function wide(candidate: DenseCandidate, options: VerifyOptions = {}): Verification {
  const settings = settingsOf(options, candidate.d);
  return verifyWide(candidate, settings, settings.polish ? PROPOSERS : { ...PROPOSERS, polish: null });
}

/** The certificate of a wide proof, once the checker has accepted it. */
function accepted(proof: Verification): WideCertificate {
  expect(proof.verdict, proof.reason ?? '').not.toBe('inconclusive');
  const certificate = proof.certify();
  expect(certificate!.kind).toBe('wide');
  const answer = checkCertificate(serialise(certificate!));
  expect(answer, JSON.stringify(answer)).toMatchObject({ accepted: true });
  return certificate as WideCertificate;
}

const close = (found: string | null, expected: string | null, relative: number, what: string): void => {
  const [x, y] = [Number(found), Number(expected)];
  expect(Math.abs(x - y), `${what}: ${found} against ${expected}`).toBeLessThanOrEqual(
    relative * Math.abs(y),
  );
};

/** Three targets with pairwise cosines of .6 and lengths from .8 to 1.5, and neurons near a permutation of them. */
const SLANTED = [
  [1.5, 0, 0],
  [0.6, 0.8, 0],
  [0.48, 0.24, 0.59],
];

describe('a wide point against the dense proof of the same one', () => {
  it.each([
    ['6-6', 14],
    ['8-9', 12],
  ])('%s in a random subspace of R^%d', (name, width) => {
    const point = projectCandidate(name);
    const turned = inWidth(point, width, 11);
    const direct = verify(turned);
    const proof = wide(turned);
    const certificate = accepted(proof);
    expect(proof.verdict).toBe('spurious-local-minimum');
    expect(direct.verdict).toBe('spurious-local-minimum');
    expect(certificate.reduction!.coordinates.length).toBe(point.k);
    expect(Number(certificate.reduction!.defect)).toBeLessThan(1e-20);
    for (const field of ['lambdaMinAllDimensions', 'robustnessRadius', 'lipschitz'] as const)
      close(proof[field], direct[field], 1e-6, field);
    for (const field of ['gradientNorm', 'radius'] as const) close(proof[field], direct[field], 1e-9, field);
    close(proof.objective!.lower, direct.objective!.lower, 1e-9, 'objective.lower');
    close(proof.objective!.upper, direct.objective!.upper, 1e-9, 'objective.upper');
    // The direct Hessian in R^30 has the eigenvalues of M among its own.
    close(proof.lambdaMinAllDimensions, direct.lambdaMin, 1e-6, 'lambdaMin');
    expect(proof.published).toMatchObject({ lemma1: { holds: direct.published!.lemma1.holds } });
  });

  it.each([
    ['saddle', 'saddle'],
    ['saddle-index-2', 'saddle'],
    ['not-spurious', 'not-spurious'],
    ['not-spurious-targets', 'not-spurious'],
    ['no-critical-point', 'no-critical-point'],
  ])('%s: the same verdict, figures and index', (name, verdict) => {
    const point = candidateOf(sample(name));
    const turned = inWidth(point, point.d + 4, 5);
    const direct = verify(turned);
    const proof = wide(turned);
    accepted(proof);
    expect([proof.verdict, proof.index]).toEqual([verdict, direct.index]);
    expect(direct.verdict).toBe(verdict);
    for (const field of ['gradientNorm', 'radius', 'lambdaMin'] as const)
      if (direct[field] !== null && Number(direct[field]) > 1e-12 && verdict !== 'not-spurious')
        close(proof[field], direct[field], 1e-6, field);
  });

  it('the standard basis, decimals, one dimension, no Newton steps, a problem times 2^−700', () => {
    const point = projectCandidate('6-6');
    const padded = (weights: Matrix): DenseCandidate => ({
      ...point,
      d: 9,
      weights: weights.map((row) => [...row, 0, 0, 0]),
    });
    const basis = wide(padded(point.weights));
    expect(accepted(basis).problem.targets).toBe('standard-basis');
    expect(Number(accepted(basis).reduction!.defect)).toBeLessThan(1e-60);
    const decimals = wide(padded(point.weights.map((row) => row.map((x) => Number(x).toFixed(15)))));
    expect(Array.isArray(accepted(decimals).point.candidate[0])).toBe(true);
    const turned = inWidth(point, 12, 3);
    const one = wide(turned, { dimension: 100 });
    expect(accepted(one).statement).toContain('In dimension D = 100,');
    accepted(wide(turned, { polish: false }));
    accepted(wide(turned, { digits: 60 }));
    accepted(wide(turned, { exact: true }));
    const small = (rows: Matrix): number[][] => rows.map((row) => row.map((x) => Number(x) * 2 ** -700));
    const shrunk = wide({ ...turned, targets: small(turned.targets!), weights: small(turned.weights) });
    accepted(shrunk);
    const given = wide(turned);
    for (const field of ['verdict', 'lambdaMin', 'index', 'digits'] as const)
      expect(shrunk[field]).toBe(given[field]);
  });

  it('correlated targets of unequal lengths', () => {
    const point: DenseCandidate = { form: 'dense', k: 3, n: 3, d: 3, targets: SLANTED, weights: SLANTED };
    const proof = wide(inWidth(point, 40, 2));
    expect(proof.verdict).toBe('not-spurious');
    accepted(proof);
  });
});

describe('neurons beside the span of the targets', () => {
  const point = projectCandidate('6-6');
  const turned = inWidth(point, 40, 4);

  it('a part outside that r0 allows counts as distance', () => {
    const noise = randomMatrix(6, 40, 9, 1e-6);
    const near = {
      ...turned,
      weights: turned.weights.map((row, i) => row.map((x, a) => Number(x) + noise[i]![a]!)),
    };
    const proof = wide(near);
    accepted(proof);
    const size = Math.hypot(...noise.flat());
    close(proof.radius, String(size), 1e-2, 'radius');
    const direct = verify(near);
    close(proof.gradientNorm, direct.gradientNorm, 1e-9, 'gradientNorm');
  });

  it('farther out nothing is isolated: a critical point of two neurons with a common part in the span', () => {
    // Found in doubles: w = (a, a, ±u) for targets e_1, e_2; every rotation of u is one as well.
    const pair = [1, -1].map((sign) => [0.5245792225437378, 0.5245792225437376, sign * 0.409139, 0, 0, 0]);
    const far: DenseCandidate = { form: 'dense', k: 2, n: 2, d: 6, targets: null, weights: pair };
    const proof = wide(far);
    expect(proof.verdict).toBe('inconclusive');
    expect(proof.reason).toMatch(
      /^the neurons leave the span of the targets by about 0\.68 of the largest of them/,
    );
    expect(verify(far).verdict).toBe('inconclusive');
  });

  it('no critical point there needs inner products alone', () => {
    const normal = normals(1);
    const weights = turned.weights.map((row) => row.map((x) => Number(x) + 0.05 * normal()));
    const proof = wide({ ...turned, weights });
    expect(proof.verdict).toBe('no-critical-point');
    expect(accepted(proof).reduction).toBeNull();
  });
});

describe('between a dense proof and none', () => {
  const point = inWidth(projectCandidate('6-6'), 280, 4);

  it('given targets from n·d = 1600 on are taken in their span, if that succeeds', () => {
    const proof = verify(point);
    expect(accepted(proof).problem.d).toBe(280);
    expect(proof.verdict).toBe('spurious-local-minimum');
    expect(isWide(point)).toBe(false);
    expect([point, { ...point, targets: null }, { ...point, d: 266 }].map(isQuickerInSpan)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('what is not proved, and why', () => {
  const point = projectCandidate('6-6');
  const turned = inWidth(point, 12, 8);

  it('targets that have not full rank', () => {
    const targets = turned.targets!.map((row) => [...row]);
    targets[5] = targets[0]!.map((x, a) => Number(x) + Number(targets[1]![a]));
    const proof = wide({ ...turned, targets });
    expect(proof.verdict).toBe('inconclusive');
    expect(proof.reason).toMatch(/not full rank 6 as far as can be seen: target 5 /);
    expect(proof.gradientNorm).not.toBeNull();
    expect(proof.certify()).toBeNull();
    targets[5] = targets[0]!.map(() => 0);
    expect(wide({ ...turned, targets }).reason).toMatch(
      /target 5 \(counted from 0\) is 0: the targets have not full rank 6/,
    );
  });

  it('a neuron that is 0', () => {
    const weights = turned.weights.map((row, i) => (i === 2 ? row.map(() => 0) : row));
    expect(wide({ ...turned, weights }).reason).toMatch(/^neuron 2 /);
  });
});
