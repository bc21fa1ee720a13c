import type { PointCertificate } from '../certificate/subject.ts';
import type { Claim, PublishedFigures } from '../certificate/types.ts';

export type Verdict =
  | 'spurious-local-minimum'
  | 'saddle'
  | 'not-spurious'
  | 'no-critical-point'
  | 'inconclusive';

export type { PointCertificate };

/** What was proved about a candidate. Bounds are decimals on their safe side; what does not apply is null. */
export interface Figures {
  readonly verdict: Verdict;
  /** The inequality that held or failed, with both sides; null for not-spurious. */
  readonly reason: string | null;
  readonly index: number | null;
  readonly gradientNorm: string | null;
  readonly lambdaMin: string | null;
  readonly lambdaMinAllDimensions: string | null;
  readonly lipschitz: string | null;
  readonly radius: string | null;
  readonly basinRadius: string | null;
  readonly objective: { readonly lower: string; readonly upper: string } | null;
  readonly robustnessRadius: string | null;
  readonly gaussianDimension: string | null;
  readonly published: Pick<PublishedFigures, 'lemma1' | 'lemma2'> | null;
  readonly digits: number;
}

/** A verdict on a candidate, its figures, and the certificate. */
export interface Verification extends Figures {
  /** The certificate, made when it is first asked for; null for inconclusive. */
  readonly certify: () => PointCertificate | null;
}

/** Nothing was proved. */
export function inconclusive(
  reason: string,
  digits: number,
  gradientNorm: string | null = null,
): Verification {
  return { ...nothing, verdict: 'inconclusive', reason, gradientNorm, digits, certify: () => null };
}

const nothing: Omit<Figures, 'verdict' | 'reason' | 'digits'> = {
  index: null,
  gradientNorm: null,
  lambdaMin: null,
  lambdaMinAllDimensions: null,
  lipschitz: null,
  radius: null,
  basinRadius: null,
  objective: null,
  robustnessRadius: null,
  gaussianDimension: null,
  published: null,
};

/** The figures that a claim holds, as they are reported. */
export function figuresOf(claim: Claim): Omit<Figures, 'reason' | 'digits'> {
  const base = {
    ...nothing,
    verdict: claim.verdict,
    gradientNorm: claim.gradientNorm,
    lipschitz: claim.lipschitz,
  };
  switch (claim.verdict) {
    case 'no-critical-point':
      return base;
    case 'saddle':
      return {
        ...base,
        index: claim.index,
        lambdaMin: claim.lambdaMin,
        radius: claim.radius,
        objective: claim.objective,
      };
    case 'not-spurious':
      return {
        ...base,
        index: 0,
        lambdaMin: claim.lambdaMin,
        lambdaMinAllDimensions: claim.lambdaMinAllDimensions,
        radius: claim.radius,
        basinRadius: claim.basinRadius,
        objective: { lower: '0', upper: '0' },
      };
    default:
      return {
        ...base,
        index: 0,
        lambdaMin: claim.lambdaMin,
        lambdaMinAllDimensions: claim.lambdaMinAllDimensions,
        radius: claim.radius,
        basinRadius: claim.basinRadius,
        objective: claim.objective,
        robustnessRadius: claim.robustnessRadius,
        gaussianDimension: claim.gaussianDimension,
        published: { lemma1: claim.published.lemma1, lemma2: claim.published.lemma2 },
      };
  }
}
