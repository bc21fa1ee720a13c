/** The claim in words: one paragraph, a function of problem and claim alone, that a referee can hold it to. */
import { blockStatement } from './block.ts';
import { completeStatement } from './complete.ts';
import { dataStatement } from './data.ts';
import { decisionStatement } from './decision.ts';
import { denseStatement } from './dense.ts';
import { eliminationStatement } from './elimination.ts';
import type { Certificate } from './kinds.ts';
import { splitStatement } from './split.ts';
import { uniformStatement } from './uniform.ts';
import { uniformSplitStatement } from './uniform-split.ts';
import { wideStatement } from './wide.ts';

/** What the certificate claims, in one paragraph of plain English; the stored statement plays no part. */
export function statementOf(certificate: Certificate): string {
  switch (certificate.kind) {
    case 'dense':
      return denseStatement(certificate);
    case 'block':
      return blockStatement(certificate);
    case 'elimination':
      return eliminationStatement(certificate);
    case 'uniform':
      return uniformStatement(certificate);
    case 'split':
      return splitStatement(certificate);
    case 'uniform-split':
      return uniformSplitStatement(certificate);
    case 'wide':
      return wideStatement(certificate);
    case 'data':
      return 'added' in certificate ? decisionStatement(certificate) : dataStatement(certificate);
    case 'complete':
      return completeStatement(certificate);
  }
}
