/**
 * A document that is no certificate: where, and what was expected there.
 *
 * @example
 * try {
 *   checkCertificate(text);
 * } catch (error) {
 *   if (error instanceof CertificateError) console.error(error.place, error.expected);
 * }
 */
export class CertificateError extends Error {
  readonly place: string;
  readonly expected: string;

  constructor(place: string, expected: string) {
    super(`${place}: expected ${expected}`);
    this.name = 'CertificateError';
    this.place = place;
    this.expected = expected;
  }
}
