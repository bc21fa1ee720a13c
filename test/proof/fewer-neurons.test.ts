import { describe, expect, it } from 'vitest';
import type { DenseCertificate } from '../../src/certificate/index.ts';
import { serialise } from '../../src/certificate/index.ts';
import { type CheckResult, checkCertificate } from '../../src/checker/index.ts';
import { canCopyTargets } from '../../src/landscape/problem.ts';
import type { DenseCandidate } from '../../src/model/candidate.ts';
import type { PointCertificate } from '../../src/proof/figures.ts';
import { altered } from '../checker/samples.ts';
import { expectTrue } from '../equal.ts';
import { dense, generator, projectCandidate, type Verified, verified } from '../points.ts';
import { blockCandidate } from '../symmetry/points.ts';

type Row = (number | string)[];

const unit = (k: number, j: number, size: number | string = 1): Row =>
  Array.from({ length: k }, (_, a) => (a === j ? size : 0));
const basis = (k: number): Row[] => Array.from({ length: k }, (_, j) => unit(k, j));
const sixSix = projectCandidate('6-6');

/** (6,6) against seven targets, of which the last `rows` stand in the place of e_0. */
function against(...rows: Row[]): DenseCandidate {
  const targets = [...basis(6).slice(1), ...rows];
  return { ...sixSix, k: targets.length, targets };
}

function recheck({ certificate }: Verified<PointCertificate>): CheckResult {
  return checkCertificate(serialise(certificate!));
}

function expectAccepted(proof: Verified<DenseCertificate>): DenseCertificate {
  expect(recheck(proof)).toMatchObject({ accepted: true });
  return proof.certificate!;
}

describe('n < k, and n neurons copy the targets', () => {
  it.each<[string, Row[]]>([
    ['two targets on one ray', [unit(6, 0, '0.3'), unit(6, 0, '0.7')]],
    ['three, one of them twice', [unit(6, 0, 0.25), unit(6, 0, 0.5), unit(6, 0, 0.25)]],
    ['a target that is 0', [unit(6, 0), unit(6, 0, 0)]],
  ])('%s: the minimum of (6,6), accepted', (_, rows) => {
    const proof = verified(against(...rows));
    expect(proof.verdict, proof.reason ?? '').toBe('spurious-local-minimum');
    const certificate = expectAccepted(proof);
    const { claim } = certificate;
    if (claim.verdict !== 'spurious-local-minimum') throw new Error('no minimum');
    expect(Number(claim.objective.lower)).toBeCloseTo(0.025080581002463, 9);
    // Perturbed targets need not lie on as few rays.
    expect(claim.robustnessRadius).toBeNull();
    expect(certificate.statement).toContain('No robustness against perturbed targets is claimed.');
    const more = altered(certificate, ['claim', 'robustnessRadius'], '1e-9');
    expect(checkCertificate(more)).toMatchObject({ accepted: false, reason: /robustnessRadius is null/ });
  });

  it.each<[string, Row[]]>([
    ['opposite targets', [unit(6, 0, 1.5), unit(6, 0, -0.5)]],
    ['nearly one ray', [unit(6, 0, '0.3'), [...unit(6, 0, '0.7').slice(0, 5), '1e-25']]],
  ])('%s: nothing is said about minima', (_, rows) => {
    const proof = verified(against(...rows));
    expect(['inconclusive', 'no-critical-point']).toContain(proof.verdict);
    expect(proof.verdict === 'inconclusive' ? proof.reason : 'n = 6 < k = 7').toContain('n = 6 < k = 7');
  });

  it('the checker counts rays itself', () => {
    const certificate = expectAccepted(verified(against(unit(6, 0, '0.3'), unit(6, 0, '0.7'))));
    for (const [entry, value] of [
      [5, '1e-25'],
      [0, '-0.7'],
    ] as const)
      expect(checkCertificate(altered(certificate, ['problem', 'targets', 6, entry], value))).toMatchObject({
        accepted: false,
        reason: /at most n rays/,
      });
  });

  it('the targets that are not 0, in another order: not spurious', () => {
    const order = [2, 0, 1];
    const targets = [unit(3, 0), unit(3, 0, 0), unit(3, 1), unit(3, 2)];
    const weights = order.map((j) => unit(3, j).map((x) => Number(x) + 1e-7));
    const proof = verified({ ...dense(weights), k: 4, targets });
    expect(proof.verdict, proof.reason ?? '').toBe('not-spurious');
    const certificate = expectAccepted(proof);
    expect(certificate.witness).toEqual({ permutation: [3, 0, 2] });
    expect(certificate.statement).toContain('the targets other than 0 in another order');
    const zero = altered(certificate, ['witness', 'permutation', 0], 1);
    expect(checkCertificate(zero)).toMatchObject({ accepted: false });
  });
});

describe('n < k: saddles need no global minimum', () => {
  /** One neuron opposite to Σ v_j: ‖w‖ = (1/π) Σ (sin θ + (π − θ) cos θ), least in ‖w‖ and greatest in every direction. */
  const opposite = (k: number): number => {
    const angle = Math.acos(-1 / Math.sqrt(k));
    const norm = (k / Math.PI) * (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle));
    return -norm / Math.sqrt(k);
  };

  it.each([2, 3, 5])('one neuron against %i targets', (k) => {
    const proof = verified(dense([new Array(k).fill(opposite(k))]));
    expect(proof.verdict, proof.reason ?? '').toBe('saddle');
    expect(proof.index).toBe(k - 1);
    expectAccepted(proof);
  });

  it('as a symmetric point', () => {
    const proof = verified(blockCandidate([50], [null, null, [opposite(50)]]));
    expect(proof.verdict, proof.reason ?? '').toBe('saddle');
    expect(proof.index).toBe(49);
    expect(checkCertificate(serialise(proof.certificate!))).toMatchObject({ accepted: true });
  });

  it('the global minimum of one neuron is no minimum that is called spurious', () => {
    const norm = (2 / Math.PI) * (Math.sin(Math.PI / 4) + ((3 * Math.PI) / 4) * Math.cos(Math.PI / 4));
    const proof = verified(dense([[norm / Math.SQRT2, norm / Math.SQRT2]]), { dimension: 2 });
    expect(proof.verdict).toBe('inconclusive');
    expect(proof.reason).toContain('n = 1 < k = 2');
  });
});

describe('rays of targets', () => {
  it('as many as directions in doubles, whatever the notation', () => {
    const seed = 12;
    const uniform = generator(seed);
    for (let trial = 0; trial < 300; trial++) {
      const targets = Array.from({ length: 6 }, (): Row => {
        const [x, y] = [0, 1].map(() => Math.floor(5 * uniform()) - 2) as [number, number];
        const factor = 2 ** Math.floor(8 * uniform() - 4);
        return uniform() < 0.5 ? [x * factor, y * factor] : [`${3 * x}e-1`, `${0.3 * y}`.slice(0, 4)];
      });
      const angles = targets
        .map(([x, y]) => [Number(x), Number(y)] as const)
        .filter(([x, y]) => x !== 0 || y !== 0)
        .map(([x, y]) => Math.atan2(y, x).toFixed(9).replace('-3.141592654', '3.141592654'));
      const rays = new Set(angles).size;
      for (let n = 1; n < 6; n++) {
        const weights = Array.from({ length: n }, () => [1, 1]);
        const candidate = { ...dense(weights), k: 6, targets };
        expectTrue(
          canCopyTargets(candidate) === n >= rays,
          () => `seed ${seed}: n = ${n}, ${rays} rays, ${JSON.stringify(targets)}`,
        );
      }
    }
  });

  it('standard basis vectors are on rays of their own', () => {
    expect(canCopyTargets(dense([[1, 1]], 2))).toBe(false);
    expect(
      canCopyTargets(
        dense(
          [
            [1, 1],
            [1, 2],
          ],
          2,
        ),
      ),
    ).toBe(true);
  });
});
