import { type Certificate, serialise } from '../certificate/index.ts';
import { checkCertificateForm } from '../proof/check-certificate-form.ts';

/**
 * The canonical text of a certificate: what its file holds, in UTF-8.
 *
 * @example
 * writeFileSync('certificate.json', writeCertificate(certificate));
 */
export function writeCertificate(certificate: Certificate): string {
  checkCertificateForm('certificate', certificate);
  return serialise(certificate);
}
