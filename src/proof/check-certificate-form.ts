import { CertificateError, certificateOf } from '../certificate/index.ts';

/** Throws a RangeError unless the argument has the form of a certificate; what it says is the matter of the checker. */
export function checkCertificateForm(name: string, x: unknown): void {
  try {
    certificateOf(x);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new RangeError(error.message.replace(/^certificate/, name));
  }
}
