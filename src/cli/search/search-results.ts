import { join } from 'node:path';
import {
  type Certificate,
  CertificateError,
  claimId,
  type DenseCertificate,
  hashOf,
  readCertificate,
  sha256,
  type WideCertificate,
} from '../../certificate/index.ts';
import { FileError, readTextFile } from '../../files/index.ts';
import type { RowSummary, RunResult } from '../../search/results.ts';
import { unitExponent } from '../../search/targets.ts';
import { readManifest, readResults } from './search-files.ts';

/** One (k, n), or (k, n, d), of a finished search: the ends of its runs, and the certificates of its points by number. */
export interface FoundRow {
  readonly k: number;
  readonly n: number;
  readonly d?: number;
  /** Random sets of targets; null for others. */
  readonly samples: number | null;
  readonly drop: number;
  readonly results: readonly RunResult[];
  readonly certificates: ReadonlyMap<number, DenseCertificate>;
}

/** What a search wrote, with every reference followed: hashes agree, and verdicts are those of the certificates. */
export function readSearch(folder: string): FoundRow[] {
  const manifest = readManifest(folder);
  return manifest.rows.map((row) => {
    const results = readResults(folder, row);
    const path = join(folder, row.results);
    if (sha256(new TextEncoder().encode(readTextFile(path))) !== row.sha256 || results.length !== row.runs)
      throw new FileError(
        path,
        '',
        'is not the file that manifest.json describes',
        'the file that was written',
      );
    const certificates = certificatesOf(folder, row);
    for (const { run, point, verdict } of results)
      if (point !== null && certificates.get(point)?.claim.verdict !== verdict)
        throw new FileError(path, `run ${run}`, `no certificate says ${verdict} of point ${point}`, 'one');
    const { plan } = manifest;
    const given = plan.targets !== undefined && plan.targets !== 'gaussian' ? plan.targets : null;
    // Lengths of a search are measured in the unit of its targets, and F in its square.
    const drop = given === null ? plan.drop : plan.drop * 4 ** unitExponent(given);
    const { k, n, d } = row;
    return {
      k,
      n,
      ...(d !== undefined && { d }),
      samples: plan.samples ?? null,
      drop,
      results,
      certificates,
    };
  });
}

function certificatesOf(folder: string, row: RowSummary): Map<number, DenseCertificate> {
  return new Map(
    row.points.map(({ id, certificate: name }) => {
      const path = join(folder, name);
      const certificate = readCertificateFile(path);
      if (certificate.kind !== 'dense') throw new FileError(path, 'kind', `"${certificate.kind}"`, '"dense"');
      const { k, n } = certificate.problem;
      if (k !== row.k || n !== row.n)
        throw new FileError(path, 'problem', `(k, n) = (${k}, ${n})`, `(${row.k}, ${row.n})`);
      return [id, certificate];
    }),
  );
}

/** The certificate, when it is about one point; FileError at one of another kind. */
export function onePoint(certificate: Certificate, path: string): DenseCertificate | WideCertificate {
  if (certificate.kind === 'dense' || certificate.kind === 'wide') return certificate;
  throw new FileError(path, 'kind', `"${certificate.kind}"`, 'a certificate about one point');
}

/** A certificate about one point; see readAnyCertificateFile. */
export function readCertificateFile(path: string): DenseCertificate | WideCertificate {
  return onePoint(readAnyCertificateFile(path), path);
}

/** A certificate of the right form whose hash is that of its contents; the mathematics is for `spurious check`. */
export function readAnyCertificateFile(path: string): Certificate {
  const text = readTextFile(path);
  try {
    const certificate = readCertificate(text);
    if (hashOf(certificate) !== certificate.sha256)
      throw new FileError(
        path,
        'sha256',
        `${claimId(certificate.sha256)}… is not the hash of the contents`,
        'it',
      );
    return certificate;
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new FileError(path, '', error.message, 'a certificate as spurious verify writes it');
  }
}
