/** A document that is no certificate: where, and what was expected there. */
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
