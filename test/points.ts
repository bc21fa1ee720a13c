import { readFileSync } from 'node:fs';
import type { BlockCertificate, DenseCertificate } from '../src/certificate/index.ts';
import type { Candidate, DenseCandidate } from '../src/model/candidate.ts';
import type { Figures, PointCertificate } from '../src/proof/figures.ts';
import type { VerifyOptions } from '../src/proof/options.ts';
import { PROPOSERS, type Proposers, verify } from '../src/verify/verify.ts';

/** A candidate of the project. */
export function projectCandidate(name: string): DenseCandidate {
  const { k, n, d, weights } = JSON.parse(readFileSync(`candidates/${name}.json`, 'utf8')) as {
    k: number;
    n: number;
    d?: number;
    weights: number[][];
  };
  return { form: 'dense', k, n, d: d ?? weights[0]!.length, targets: null, weights };
}

export function dense(weights: number[][], k: number = weights[0]!.length): DenseCandidate {
  return { form: 'dense', k, n: weights.length, d: weights[0]!.length, targets: null, weights };
}

/** A verification with its certificate. */
export interface Verified<C extends PointCertificate> extends Figures {
  readonly certificate: C | null;
}

/** Verifies, and makes the certificate. */
export function verified<C extends Candidate>(
  candidate: C,
  options: VerifyOptions = {},
  proposers: Partial<Proposers> = {},
): Verified<C extends DenseCandidate ? DenseCertificate : BlockCertificate> {
  const producer = { name: 'test', version: '0' };
  const { certify, ...figures } = verify(candidate, { producer, ...options }, { ...PROPOSERS, ...proposers });
  return { ...figures, certificate: certify() as never };
}

/** Small deterministic generator of uniform numbers in [0, 1) for tests. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers by Box and Muller. */
export function normals(seed: number): () => number {
  const uniform = generator(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** n x d matrix of normals with the given standard deviation. */
export function randomMatrix(n: number, d: number, seed: number, deviation = 1): number[][] {
  const normal = normals(seed);
  return Array.from({ length: n }, () => Array.from({ length: d }, () => deviation * normal()));
}

/** The first rows of a rotation of R^d by Gram–Schmidt on random rows: no row depends on a later one. */
export function rotation(d: number, seed: number, count = d): number[][] {
  const rows = randomMatrix(count, d, seed);
  for (const [i, row] of rows.entries()) {
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < i; j++) {
        const other = rows[j]!;
        let c = 0;
        for (let a = 0; a < d; a++) c += row[a]! * other[a]!;
        for (let a = 0; a < d; a++) row[a]! -= c * other[a]!;
      }
    const length = Math.hypot(...row);
    for (let a = 0; a < d; a++) row[a]! /= length;
  }
  return rows;
}

export function times(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((s, x, i) => s + x * b[i]![j]!, 0)));
}
