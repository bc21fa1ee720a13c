import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import { verifyTraining } from '../../src/verify/training.ts';
import { layer, network, problemOf } from './problems.ts';

interface Case {
  readonly activation: string;
  readonly sizes: readonly number[];
  readonly loss: string;
  readonly decay: string;
  readonly inputs: readonly (readonly string[])[];
  readonly labels: readonly (readonly string[])[];
  readonly theta: readonly string[];
  readonly reference: {
    readonly critical: readonly string[];
    readonly distance: string;
    readonly objective: string;
    readonly eigenvalues: readonly string[];
  };
}

/**
 * Written by `scripts/training_reference.py make 18 11` and `sample` on 2026-11-29 (Python 3, mpmath with 50 digits, numpy): Newton's
 * iteration and Hessians by finite differences, apart from this library. docs/own-network.md, section 9, has the runs of 260.
 */
const CASES = JSON.parse(readFileSync(new URL('./reference.json', import.meta.url), 'utf8')) as Case[];

function modelOf({ sizes, activation, theta }: Case) {
  let at = 0;
  const take = (count: number): string[] => {
    at += count;
    return theta.slice(at - count, at);
  };
  const layers = sizes.slice(1).map((rows, l) => {
    const weights = Array.from({ length: rows }, () => take(sizes[l]!));
    return layer(weights, take(rows), l + 2 === sizes.length ? 'linear' : activation);
  });
  return network(...layers);
}

describe('against an independent reference: mpmath and numpy', () => {
  it('there are some of each kind', () => {
    const indices = CASES.map(({ reference }) => reference.eigenvalues.filter((x) => Number(x) < 0).length);
    expect(CASES.length).toBeGreaterThanOrEqual(6);
    expect(indices.filter((index) => index === 0).length).toBeGreaterThanOrEqual(2);
    expect(indices.filter((index) => index > 0).length).toBeGreaterThanOrEqual(2);
  });

  it.each(
    CASES.map((own, i) => [i, own.activation, own.loss, own] as const),
  )('problem %d, %s, %s: verdict, index, λ, radius, objective and certificate', (_, __, ___, own) => {
    const rows = own.inputs.map((row, i) => [...row, ...own.labels[i]!]);
    const { decision, certify } = verifyTraining(problemOf(modelOf(own), rows, own.loss), {
      decay: own.decay,
    });
    const { critical, distance, objective, eigenvalues } = own.reference;
    const index = eigenvalues.filter((x) => Number(x) < 0).length;
    expect(decision.reason).not.toBe('');
    expect(decision.verdict).toBe(index > 0 ? 'saddle' : 'local-minimum');
    expect(decision.index).toBe(index);
    const proof = decision.proof!;
    const least = Number(eigenvalues[0]);
    const bound = Number(proof.lambdaMin.text);
    if (index === 0) {
      expect(bound).toBeLessThanOrEqual(least + 1e-8);
      expect(bound).toBeGreaterThan(0.999 * least - 1e-8);
    } else {
      expect(bound).toBeLessThan(0);
      expect(bound).toBeGreaterThanOrEqual(least - 1e-8);
    }
    const radius = Number(decision.radius!.text);
    expect(radius).toBeGreaterThanOrEqual(Number(distance) * (1 - 1e-9));
    expect(radius).toBeLessThanOrEqual(Number(distance) * (1 + 1e-6) + 1e-14);
    expect(Number(proof.objective.lower.text)).toBeLessThanOrEqual(Number(objective) + 1e-15);
    expect(Number(proof.objective.upper.text)).toBeGreaterThanOrEqual(Number(objective) - 1e-15);
    expect(Number(proof.objective.upper.text) - Number(proof.objective.lower.text)).toBeLessThan(1e-12);
    for (const [i, x] of proof.centre.entries())
      expect(Math.abs(Number(x) - Number(critical[i]))).toBeLessThan(1e-12);
    expect(checkCertificate(serialise(certify()!))).toMatchObject({ accepted: true });
  });
});
