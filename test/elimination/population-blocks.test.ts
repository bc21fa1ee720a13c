import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type BlockCertificate,
  type DenseCertificate,
  type EliminationCertificate,
  makeCertificate,
  readCertificate,
  serialise,
} from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import { proveEliminated } from '../../src/elimination/population/eliminate.ts';
import { proposeBlockDirection } from '../../src/proposals/elimination/block-direction.ts';
import { proposeDirection } from '../../src/proposals/elimination/direction.ts';

const options = {
  lambda: '1',
  propose: proposeDirection,
  proposeBlocks: proposeBlockDirection,
  producer: { name: 'test', version: '1' },
};

function eliminated(path: string, changed: Partial<typeof options> = {}): EliminationCertificate {
  const subject = readCertificate(readFileSync(path, 'utf8')) as BlockCertificate | DenseCertificate;
  const result = proveEliminated(subject, { ...options, ...changed });
  if ('reason' in result) throw new Error(result.reason);
  return result.certificate;
}

const FAMILIES = 'certificates/families/bad-1';
const reasonOf = (certificate: EliminationCertificate): string => {
  const answer = checkCertificate(serialise(makeCertificate<EliminationCertificate>(certificate)));
  return answer.accepted ? 'accepted' : answer.reason;
};

describe('elimination of symmetric minima', () => {
  it.each([
    '-k-100',
    '-k-1000000',
    '-k-1000000000',
    '-extra-1-k-7',
    '-extra-1-k-1000',
  ])('bad-1%s: accepted by the checker', (name) =>
    expect(reasonOf(eliminated(`${FAMILIES}${name}.certificate.json`))).toBe('accepted'));

  it.each([
    ['certificates/families/bad-1-extra-1-k-7.certificate.json', 'certificates/7-8.certificate.json'],
    ['certificates/families/bad-1-extra-1-k-9.certificate.json', 'certificates/9-10.certificate.json'],
  ])('%s and the dense certificate of the same point say the same', (blocks, dense) => {
    const a = eliminated(blocks).claim;
    const b = eliminated(dense).claim;
    for (const name of ['correlationAtZero', 'largestDecrease', 'infimum'] as const) {
      const [x, y] = [a[name], b[name]];
      expect(Math.abs(Number(x.lower) - Number(y.lower)), name).toBeLessThan(1e-12);
      expect(Math.abs(Number(x.upper) - Number(y.upper)), name).toBeLessThan(1e-12);
    }
  });

  it('c(u) does not depend on the form in which the point is given', () => {
    // The block of size k − 1 and the bad coordinate of (9, 10); the dense candidate has its own order of coordinates.
    const block = eliminated('certificates/families/bad-1-extra-1-k-9.certificate.json');
    const { subject, witness } = block;
    if (subject.kind !== 'block') throw new Error('not a block certificate');
    const rows = subject.point.centre.flatMap(({ attached, diagonal, values }) => {
      const row = subject.problem.blocks.flatMap((m, r) => Array.from({ length: m }, () => values[r]!));
      if (attached === null) return [row];
      const first = subject.problem.blocks.slice(0, attached).reduce((x, m) => x + m, 0);
      return Array.from({ length: subject.problem.blocks[attached]! }, (_, i) =>
        row.map((x, a) => (a === first + i ? diagonal! : x)),
      );
    });
    const u = subject.problem.blocks.flatMap((m, r) =>
      Array.from({ length: m }, () => witness.direction[r]!),
    );
    const dense = readCertificate(
      readFileSync('certificates/9-10.certificate.json', 'utf8'),
    ) as DenseCertificate;
    const turned = { ...dense, point: { ...dense.point, centre: rows } };
    const result = proveEliminated(turned, { ...options, propose: () => u });
    if ('reason' in result) throw new Error(result.reason);
    expect(Number(result.certificate.claim.correlation.lower)).toBeCloseTo(
      Number(block.claim.correlation.lower),
      13,
    );
  });

  it('spoiled certificates are rejected', () => {
    const certificate = eliminated(`${FAMILIES}-k-1000000.certificate.json`);
    const { claim, witness, subject } = certificate;
    const { correlation, step } = claim;
    const spoiled: Record<string, EliminationCertificate> = {
      'c(u)': {
        ...certificate,
        claim: { ...claim, correlation: { ...correlation, lower: correlation.upper } },
      },
      'c(0)': { ...certificate, claim: { ...claim, correlationAtZero: { lower: '0', upper: '0' } } },
      decrease: { ...certificate, claim: { ...claim, step: { ...step, decrease: '1e-3' } } },
      direction: {
        ...certificate,
        witness: { direction: witness.direction.map((x) => (Number(x) * 1.001).toFixed(15)) },
      },
      'order of the blocks': { ...certificate, witness: { direction: [...witness.direction].reverse() } },
      'a block more': { ...certificate, witness: { direction: [...witness.direction, '0'] } },
      subject: {
        ...certificate,
        subject: { ...(subject as BlockCertificate), sha256: '0'.repeat(64) },
      },
    };
    for (const [name, changed] of Object.entries(spoiled)) {
      let answer = '';
      try {
        answer = reasonOf(changed);
      } catch (error) {
        answer = (error as Error).message;
      }
      expect(answer, name).not.toBe('accepted');
    }
  });
});
