import { CertificateError, type PointCertificate, readCertificate } from '../../certificate/index.ts';
import { checkCertificate } from '../../checker/index.ts';

/** A certificate about one point; why nothing can be said of another one; or why it is none. */
export type Subject = PointCertificate | { readonly reason: string } | { readonly invalid: string };

/** The certificate that a text holds, once the checker has confirmed it. */
export function checkedSubject(text: string): Subject {
  try {
    const certificate = readCertificate(text);
    if (certificate.kind !== 'dense' && certificate.kind !== 'block' && certificate.kind !== 'wide') {
      const reason = `a certificate of kind "${certificate.kind}" is not about one point`;
      const splits = '; spurious prove --split says what becomes of all its minima when a neuron is split';
      return { reason: certificate.kind === 'uniform' ? reason + splits : reason };
    }
    const answer = checkCertificate(text);
    return answer.accepted ? certificate : { invalid: answer.reason };
  } catch (error) {
    if (error instanceof CertificateError) return { invalid: error.message };
    throw error;
  }
}
