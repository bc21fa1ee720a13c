import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { type DenseCertificate, serialise } from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import { intervals } from '../../../src/checker/numbers/interval.ts';
import { powerOf } from '../../../src/checker/point/dense-case.ts';
import { Landscape } from '../../../src/checker/point/landscape.ts';
import { digitsFor } from '../../../src/checker/point/pair-sums.ts';
import type { DenseCandidate } from '../../../src/model/candidate.ts';
import { projectCandidate, verified } from '../../points.ts';
import { altered, leaves, refused, STRONGER, valueAt } from '../samples.ts';

const Exact = Decimal.clone({ precision: 400 });

/** Weights and standard basis times c. */
function certified(weights: readonly (readonly number[])[], c: number): DenseCertificate {
  const k = weights[0]!.length;
  const candidate: DenseCandidate = {
    form: 'dense',
    k,
    n: weights.length,
    d: k,
    targets: Array.from({ length: k }, (_, j) => Array.from({ length: k }, (_, a) => (a === j ? c : 0))),
    weights: weights.map((row) => row.map((x) => x * c)),
  };
  const { certificate } = verified(candidate);
  if (certificate === null) throw new Error('inconclusive');
  return certificate;
}

const SCALED: readonly (readonly [string, DenseCertificate])[] = [
  ['minimum', certified(projectCandidate('6-6').weights as number[][], 3 ** -40)],
  [
    'saddle',
    certified(
      [
        [0.7227321612243935, 0.1932403411871052, 0.7227321612243924],
        [0.2826096634146562, -0.3446425292619367, 0.282609663414655],
        [0.019280121953849826, 1.170183731270281, 0.019280121953851842],
      ],
      1e14,
    ),
  ],
  [
    'global minimum',
    certified(
      [
        [1, 1e-5],
        [-1e-6, 1],
      ],
      2 ** 70,
    ),
  ],
  [
    'no critical point',
    certified(
      [
        [1.5, 0.25],
        [-0.5, 2],
      ],
      1e-60,
    ),
  ],
];

describe.each(SCALED)('a scaled %s', (_, certificate) => {
  it('is accepted', () => expect(checkCertificate(serialise(certificate)).accepted).toBe(true));

  // A claim scaled with a wrong power of 2^e would be far off on one of the two sides.
  it('every number a little stronger is refused, a little weaker not for its own sake', () => {
    const accepted: string[] = [];
    const blamed: string[] = [];
    for (const path of leaves(certificate.claim, ['claim'])) {
      const name = String(path[path.length - 1]);
      const value = valueAt(certificate, path);
      const saddle = certificate.claim.verdict === 'saddle' && name === 'lambdaMin';
      const direction = saddle ? -1 : STRONGER[name]?.[0];
      if (typeof value !== 'string' || direction === undefined || new Exact(value).isZero()) continue;
      // A choice of the producer, with no right size of its own.
      if (name === 'lipschitzRadius') continue;
      if (new Exact(value).abs().lt(new Exact(certificate.claim.lipschitz).pow(-1).times('1e-25'))) continue;
      // Eigenvalues are claimed below what is proved, and the robustness radius is one of many.
      // ‖∇²F‖ is claimed from norms alone, far above what is so.
      const rough = name === 'robustnessRadius' ? '1e-4' : name === 'hessianNorm' ? '0.99' : null;
      const relative = rough ?? (/lambda|monoto/i.test(name) ? '2e-5' : '2e-6');
      const step = new Exact(value).abs().times(relative).times(direction);
      const stronger = new Exact(value).plus(step).toString();
      if (!refused(altered(certificate, path, stronger))) accepted.push(`${path.join('.')} = ${stronger}`);
      if (certificate.problem.n > 3) continue;
      const weaker = altered(certificate, path, new Exact(value).minus(step).toString());
      const answer = checkCertificate(weaker);
      if (!answer.accepted && answer.reason.startsWith(`not confirmed: ${name} `)) blamed.push(answer.reason);
    }
    expect(accepted).toEqual([]);
    expect(blamed).toEqual([]);
  });
});

describe('the power of ten of the targets', () => {
  const decimals = (places: number) => ({ twos: places, fives: places });

  it('is about the same in units that are powers of two', () => {
    for (const places of [0, 1, 80, 400])
      expect(powerOf([[1n << BigInt(places)]], { twos: places, fives: 0 })).toBe(0);
  });

  it('is decided on integers, and 0 for the standard basis', () => {
    expect(powerOf([[0n], [0n]], decimals(5))).toBeUndefined();
    expect(powerOf([[1n]], decimals(0))).toBe(0);
    expect(powerOf([[3n]], decimals(0))).toBe(0);
    expect(powerOf([[4n]], decimals(0))).toBe(1);
    expect(powerOf([[3n, 4n]], decimals(1))).toBe(0);
    expect(powerOf([[0n], [-3n]], decimals(1))).toBe(-1);
    expect(powerOf([[10n ** 400n]], decimals(400))).toBe(0);
    expect(powerOf([[1n]], decimals(4000))).toBe(-4000);
    expect(powerOf([[10n ** 4000n]], decimals(0))).toBe(4000);
  });

  it('leaves as many digits to a small gradient as there are beside targets of length 1', () => {
    for (const power of [-380, -7, 0, 380])
      for (const [size, digits] of [
        [3, 40],
        [-10, 40],
        [-11, 60],
        [-30, 60],
        [-31, 80],
        [-400, 300],
      ] as const) {
        expect(digitsFor(`1e${size + power}`, power), `1e${size}`).toBe(digits);
        expect(digitsFor(`0.00999e${size + power + 3}`, power), `9.99e${size}`).toBe(digits);
      }
    expect(digitsFor('0')).toBe(300);
  });
});

describe('the Hessian of targets and neurons times 10^p', () => {
  const neurons = [
    [17n, 3n],
    [-5n, 21n],
  ];
  const targets = [
    [10n, 0n],
    [0n, 10n],
  ];
  const I = intervals(40);
  const plain = new Landscape(I, neurons, targets, 1).hessian();

  it.each([-300, -1, 1, 300])('is the same for p = %d, and as exact', (p) => {
    const factor = 10n ** BigInt(Math.max(p, 0));
    const times = (rows: readonly (readonly bigint[])[]) => rows.map((row) => row.map((x) => x * factor));
    const { rows, error } = new Landscape(I, times(neurons), times(targets), 1 + Math.max(-p, 0)).hessian();
    // Each is within its own error of the true one.
    const near = error + plain.error;
    for (const [i, row] of rows.entries())
      for (const [j, entry] of row.entries()) {
        const difference = Math.abs(entry - plain.rows[i]![j]!);
        expect(difference, `entry ${i}, ${j}`).toBeLessThanOrEqual(near);
      }
    expect(error).toBeLessThan(1e-14);
  });
});
