import { counted } from '../../../arithmetic/counted.ts';
import { mismatches } from '../claims.ts';
import type { Finding } from '../types.ts';
import type { Evidence } from './evidence.ts';
import { answersOf, finding } from './select.ts';
import { atMost, nameOf } from './words.ts';

/** What is wrong with the data or the claims at hand, and what is open. */

export function unreadableFiles({ unreadable }: Evidence): Finding[] {
  return unreadable.map(({ source, message }) =>
    finding('unreadable', 'error', source, `1 file could not be used: ${message}`),
  );
}

export function inconclusiveFamilies({ families }: Evidence): Finding[] {
  return families
    .filter(({ outcome }) => outcome.verification.verdict === 'inconclusive')
    .map((family) => {
      const { reason, gradientNorm } = family.outcome.verification;
      const size = gradientNorm === null ? '' : ` (‖∇F‖ ≤ ${atMost(gradientNorm)})`;
      return finding('inconclusive', 'error', nameOf(family), `nothing was proved${size}: ${reason}`);
    });
}

export function claimMismatches({ families, claims }: Evidence): Finding[] {
  if (claims === null) return [];
  return [...mismatches(claims, families)].map(([source, texts]) =>
    finding(
      'claims-mismatch',
      'error',
      source,
      `${counted(texts.length, 'place', 'places')} where claims and archive do not fit: ${texts.slice(0, 5).join('; ')}${texts.length > 5 ? '; …' : ''}`,
    ),
  );
}

/** An altered point is told from a false claim by the stopping rule of the published descent, which it violates. */
export function refutedClaims({ families }: Evidence): Finding[] {
  return families.flatMap((family) => {
    const { check } = family.outcome;
    if (check === null || !answersOf(check).includes('refuted')) return [];
    const altered = check.stopping === 'refuted';
    const id = altered ? 'altered' : 'claim-refuted';
    const head = altered
      ? 'the point is not the one that was published'
      : 'a published constant does not hold';
    return [finding(id, 'error', nameOf(family), `${head}: ${check.reasons.join('; ')}`)];
  });
}

export function undecidedClaims({ families }: Evidence): Finding[] {
  return families.flatMap((family) => {
    const { check } = family.outcome;
    if (check === null) return [];
    const answers = answersOf(check);
    if (answers.includes('refuted') || !answers.includes('not decidable')) return [];
    return [
      finding('claim-not-decided', 'warning', nameOf(family), `not decidable: ${check.reasons.join('; ')}`),
    ];
  });
}
