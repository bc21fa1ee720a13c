import { readdirSync, readFileSync } from 'node:fs';
import {
  type Certificate,
  CertificateError,
  type CertificateParts,
  canonicalText,
  type DenseCertificate,
  hashOf,
  type Json,
  makeCertificate,
  readCertificate,
  serialise,
} from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';

const FOLDER = new URL('./vectors/', import.meta.url);

/** Certificates of every verdict, written by the producer; the statement is made anew. */
export function samples(): readonly { readonly name: string; readonly certificate: DenseCertificate }[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => ({
      name,
      certificate: dense(readFileSync(new URL(name, FOLDER), 'utf8')),
    }));
}

function dense(text: string): DenseCertificate {
  const certificate = makeCertificate(readCertificate(text));
  if (certificate.kind !== 'dense') throw new Error('not dense');
  return certificate;
}

export function sample(name: string): DenseCertificate {
  const found = samples().find((entry) => entry.name === `${name}.json`);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found.certificate;
}

/** A copy in which the value at a path is replaced; statement and sha256 are made anew. */
export function altered(
  certificate: Certificate,
  path: readonly (string | number)[],
  value: unknown,
): string {
  return serialise(makeCertificate(replaced(certificate, path, value) as unknown as CertificateParts));
}

/** A deep copy in which the value at a path is replaced, or taken out if it is undefined. */
export function replaced(
  source: unknown,
  path: readonly (string | number)[],
  value: unknown,
): Record<string, unknown> {
  const copy = structuredClone(source) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = path[path.length - 1]!;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

/** Paths of all scalars below a value. */
export function leaves(
  value: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [path];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, item]) => leaves(item, [...path, key]));
}

/** Paths of all fields of objects below a value. */
export function fields(
  value: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => fields(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => [[...path, key], ...fields(item, [...path, key])]);
}

export function valueAt(source: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], source);
}

/** Rejected, or no JSON at all. */
export function refused(text: string): boolean {
  try {
    return !checkCertificate(text).accepted;
  } catch (error) {
    return error instanceof CertificateError;
  }
}

/** The document with its hash made anew, but nothing else. */
export function rehashed(document: Record<string, unknown>): string {
  const hash = hashOf(document as unknown as Certificate);
  return canonicalText({ ...document, sha256: hash } as unknown as Json);
}

/**
 * The direction in which a claimed number becomes a stronger claim. Numbers that are choices (the radius of the ball
 * on which L is claimed) are moved both ways.
 */
export const STRONGER: Readonly<Record<string, readonly (1 | -1)[]>> = {
  gradientNorm: [-1],
  gradientNormLower: [1],
  centreGradientNorm: [-1],
  centreDistance: [-1],
  lipschitzRadius: [1, -1],
  lipschitz: [-1],
  centreRadius: [-1],
  uniquenessRadius: [1],
  radius: [-1],
  centreLambdaMin: [1],
  centreLambdaMinTransverse: [1],
  lambdaMin: [1],
  lambdaMinAllDimensions: [1],
  basinRadius: [1],
  lower: [1],
  upper: [-1],
  robustnessRadius: [1],
  gaussianDimension: [-1],
  reflectionNorm: [-1],
  monotonicity: [1],
  transverseMonotonicity: [1],
  hessianNorm: [-1],
  B: [-1],
  discriminant: [1],
  threshold: [-1],
};
