import type { Certificate, PointCertificate } from '../../certificate/index.ts';

/** The certificate about one point whose pictures can be drawn. */
export function drawnPart(certificate: Certificate): PointCertificate | null {
  switch (certificate.kind) {
    case 'dense':
    case 'block':
    case 'wide':
      return certificate;
    case 'data':
    case 'uniform':
    case 'uniform-split':
    case 'complete':
      return null;
    default:
      return certificate.subject;
  }
}
