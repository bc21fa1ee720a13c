import { describe, expect, it } from 'vitest';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import verifyTask from '../../src/cli/verify/verify-task.ts';
import type { DenseCandidate } from '../../src/model/candidate.ts';
import { settingsOf } from '../../src/proof/options.ts';
import { descend } from '../../src/search/descent.ts';
import { generatorOf, randomStart } from '../../src/search/generator.ts';
import { denseForm } from '../../src/verify/dense.ts';
import { verify } from '../../src/verify/verify.ts';

const SEED = 81;

function random(n: number, k: number, d: number): DenseCandidate {
  const { normal } = generatorOf({ seed: SEED, k, n, run: d });
  const weights = Array.from({ length: n }, () => Array.from({ length: d }, () => normal() / Math.sqrt(d)));
  return { form: 'dense', k, n, d, targets: null, weights };
}

describe('dense points above n·d = 4096', () => {
  it('are decided, and their certificates checked', { timeout: 60_000 }, () => {
    const result = verify(random(64, 65, 65));
    expect(result.verdict, result.reason ?? '').toBe('no-critical-point');
    const certificate = result.certify()!;
    expect(certificate.kind).toBe('dense');
    expect(checkCertificate(serialise(certificate))).toMatchObject({ accepted: true });
  });

  it.each([
    [4096, 2, 2, null],
    [90, 90, 90, null],
    [91, 91, 91, 'n·d = 8281 is above 8192, the largest dense Hessian that is tested'],
    [50, 140, 140, 'k·d = 19600 is above 8192, the most that a certificate holds'],
    [4100, 1, 1, 'of n, k and d one is 4100, above 4096, the most that a certificate holds'],
  ])('%i neurons for %i targets in R^%i: %s', (n, k, d, reason) => {
    const proposers = { polish: null, negativeDirections: () => null };
    expect(denseForm(random(n, k, d), settingsOf({}, d), proposers).tooLarge).toBe(reason);
  });
});

describe('the task of verify', () => {
  it('tells how far it is, while the factors of a large Hessian are made', { timeout: 60_000 }, () => {
    const [n, k] = [25, 24];
    const { weights } = descend(randomStart({ seed: SEED, k, n, run: 0 }), n, k, { drop: 0 });
    const rows = Array.from({ length: n }, (_, i) => [...weights.subarray(i * k, i * k + k)]);
    const candidate: DenseCandidate = { form: 'dense', k, n, d: k, targets: null, weights: rows };
    const shares: number[] = [];
    const task = { candidate, options: settingsOf({}, k), certificate: false };
    const told = verifyTask(task, (done, of) => void shares.push(done / of));
    expect(shares.length).toBeGreaterThan(9);
    for (const share of shares) expect(share >= 0 && share <= 1, `${shares}`).toBe(true);
    expect(shares).toContain(0.5);
    const { milliseconds: _own, ...silent } = verifyTask(task);
    expect(told).toMatchObject(silent);
  });
});
