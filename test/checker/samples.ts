import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  type Certificate,
  CertificateError,
  type CertificateParts,
  canonicalForm,
  canonicalText,
  type DenseCertificate,
  type Json,
  makeCertificate,
  readCertificate,
  serialise,
} from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';

const FOLDER = new URL('./vectors/', import.meta.url);

interface Sample {
  readonly name: string;
  readonly certificate: DenseCertificate;
}

let read: readonly Sample[] | undefined;

/** Certificates of every verdict, written by the producer; the statement is made anew. */
export function samples(): readonly Sample[] {
  read ??= readdirSync(FOLDER)
    .sort()
    .map((name) => ({
      name,
      certificate: dense(readFileSync(new URL(name, FOLDER), 'utf8')),
    }));
  return read;
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

/** A copy in which the value at a path is replaced, or taken out if it is undefined; what lies beside the path is shared. */
export function replaced(
  source: unknown,
  path: readonly (string | number)[],
  value: unknown,
): Record<string, unknown> {
  if (typeof source !== 'object' || source === null) throw new Error(`nothing at ${path.join('.')}`);
  const copy = (Array.isArray(source) ? [...source] : { ...source }) as Record<string, unknown>;
  const [first, ...rest] = path;
  if (rest.length > 0) copy[first!] = replaced(copy[first!], rest, value);
  else if (value === undefined) delete copy[first!];
  else copy[first!] = value;
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
  // Nobody reads where thousands of rejections were thrown.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return !checkCertificate(text).accepted;
  } catch (error) {
    return error instanceof CertificateError;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The document with its hash made anew, but nothing else. */
export function rehashed(document: Record<string, unknown>): string {
  const { text, hash } = canonicalForm(document);
  return withHash(text, document['sha256']) ?? canonicalText({ ...document, sha256: hash() } as Json);
}

/** The text of a document with another statement and its hash made anew, but nothing else. */
export function restated(certificate: Certificate, statement: string): string {
  const parts = serialise(certificate).split(field('statement', certificate.statement));
  const text = parts.length === 2 ? parts.join(field('statement', statement)) : '';
  const made = withHash(text, certificate.sha256);
  if (made === null) throw new Error('no statement or no hash');
  return made;
}

function field(name: string, value: unknown): string {
  return `,\n  ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

/** A canonical text with the hash of Node in place of the one that is stored; null where none is. */
function withHash(text: string, stored: unknown): string | null {
  const old = field('sha256', stored);
  const at = text.lastIndexOf(old);
  if (at < 0) return null;
  const [before, after] = [text.slice(0, at), text.slice(at + old.length)];
  const hash = createHash('sha256')
    .update(before + after)
    .digest('hex');
  return before + field('sha256', hash) + after;
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
