/** The independent checker: from the text of a certificate to accepted or rejected. */
import {
  type Certificate,
  certificateOf,
  claimId,
  hashOf,
  parseDocument,
  serialise,
  statementOf,
} from '../certificate/index.ts';
import { checkBlock } from './block.ts';
import { checkDense } from './dense.ts';
import { checkElimination } from './elimination.ts';
import { confirm } from './rejection.ts';
import { checkSplit } from './split.ts';
import { checkUniform } from './uniform.ts';

export { CertificateError } from '../certificate/index.ts';

export type CheckResult =
  | { readonly accepted: true; readonly id: string }
  | { readonly accepted: false; readonly reason: string };

/** Hears of the parts of a long proof that are confirmed. */
export type CheckProgress = (done: number, of: number) => void;

/** Throws a Rejection unless every number of the claim is confirmed. */
function checkClaim(certificate: Certificate, progress: CheckProgress): void {
  switch (certificate.kind) {
    case 'dense':
      checkDense(certificate);
      break;
    case 'block':
      checkBlock(certificate);
      break;
    case 'elimination':
      checkElimination(certificate);
      break;
    case 'uniform':
      checkUniform(certificate, progress);
      break;
    case 'split':
      checkSplit(certificate, progress);
      break;
  }
}

/**
 * Checks a certificate from its text alone. Throws a CertificateError if the text is no JSON object; whatever else
 * is wrong is a reason to reject, and so is a failure of the checker itself.
 */
export function checkCertificate(text: string, progress: CheckProgress = () => {}): CheckResult {
  if (typeof text !== 'string') throw new RangeError('text: expected the text of a certificate');
  if (typeof progress !== 'function') throw new RangeError('progress: expected a function');
  const document = parseDocument(text);
  try {
    const certificate = certificateOf(document);
    checkForm(text, certificate);
    checkClaim(certificate, progress);
    return { accepted: true, id: claimId(certificate.sha256) };
  } catch (error) {
    return { accepted: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Canonical bytes, hash, and a statement that says what is claimed. */
function checkForm(text: string, certificate: Certificate): void {
  confirm(text === serialise(certificate), 'the file consists of the canonical bytes');
  confirm(certificate.sha256 === hashOf(certificate), 'sha256 is that of the canonical bytes');
  confirm(certificate.statement === statementOf(certificate), 'the statement says what is claimed');
}
