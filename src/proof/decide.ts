import { type Ball, DomainError } from '../arithmetic/ball.ts';
import { briefDecimal } from '../arithmetic/exact.ts';
import type { Certificate } from '../certificate/kinds.ts';
import type { Claim, LipschitzConstant, Witness } from '../certificate/types.ts';
import type { ProofSetting } from './constants.ts';
import type { Failure } from './existence.ts';
import { figuresOf, inconclusive, type Verification } from './figures.ts';
import { proveGlobalMinimum } from './global-minimum.ts';
import { proveMinimum } from './minimum.ts';
import { hessianNormFromNorms, proveNoCriticalPoint } from './no-critical-point.ts';
import type { ProofPoint, Spectrum } from './point.ts';
import { proveSaddle } from './saddle.ts';

/** A point at which a proof is made, C the form in which a certificate holds it. */
export interface Centre<C> {
  readonly point: ProofPoint;
  /** ‖W − W_p‖ */
  readonly distance: Ball;
  readonly spectrum: Spectrum;
  written(): C;
}

/** What a decision is made from. */
export interface Question<C> {
  /** The candidate itself. */
  readonly candidate: Centre<C>;
  /** Number of targets, those that are 0 included. */
  readonly k: number;
  /** It is proved that n neurons can copy the target network, so that the least value of F is 0. */
  readonly targetsCanBeCopied: boolean;
  /** Every dimension from d on, or one. */
  readonly dimension: 'all' | number;
  readonly lipschitzConstants: readonly LipschitzConstant[];
  /** A permutation of the targets (those that are not 0, n of them) within reach of the candidate, or null. */
  permutedTargets(): (Centre<C> & { readonly witness: Witness | null }) | null;
  /** Untrusted: a better centre within r0, the candidate itself, or null where there seems to be no critical point. */
  propose(): Centre<C> | null;
}

export interface Decision<C> {
  readonly claim: Claim;
  readonly centre: Centre<C>;
  readonly witness: Witness | null;
  readonly reason: string | null;
}

/**
 * The order of attempts: not-spurious, spurious-local-minimum, saddle, no-critical-point; else why not. Where the
 * gradient is far from small, norms alone exclude a critical point, and with it all the others: that comes first.
 */
export function decide<C>(question: Question<C>): Decision<C> | Failure {
  const { candidate, k, dimension, lipschitzConstants } = question;
  const { n, d } = candidate.point;
  const failures: string[] = [];
  let precision = false;
  const fail = (what: string, failure: Failure): void => {
    failures.push(`${what}: ${failure.reason}`);
    precision ||= failure.precision;
  };
  const noneWith = (hessianNorm: Ball): Decision<C> | Failure => {
    const claim = proveNoCriticalPoint(candidate.point, hessianNorm);
    return 'reason' in claim ? claim : { claim, centre: candidate, witness: null, reason: reasonOf(claim) };
  };
  const steep = noneWith(hessianNormFromNorms(candidate.point));
  if ('claim' in steep) return steep;
  const extra = dimension !== 'all' && dimension > d;
  const settingAt = ({ point, distance, spectrum }: Centre<C>): ProofSetting => ({
    candidate: candidate.point,
    centre: point,
    distance,
    spectrum,
    everyDimension: dimension === 'all',
    transverse: dimension === 'all' || extra,
    lipschitzConstants,
    anyTargetsCanBeCopied: n >= k,
  });
  const targets = question.permutedTargets();
  if (targets !== null) {
    const claim = proveGlobalMinimum(settingAt(targets));
    if (!('reason' in claim)) return { claim, centre: targets, witness: targets.witness, reason: null };
    fail('global minimum', claim);
  }
  if (!question.targetsCanBeCopied)
    failures.push(`n = ${n} < k = ${k}: the global minimum is not known, so nothing is claimed about minima`);
  const centre = question.propose();
  // With many neurons and no critical point in sight the proofs below need not be tried.
  if (centre !== null) {
    const setting = settingAt(centre);
    if (question.targetsCanBeCopied) {
      const minimum = proveMinimum(setting);
      if (!('reason' in minimum)) return { claim: minimum, centre, witness: null, reason: reasonOf(minimum) };
      fail('minimum', minimum);
    }
    const saddle = proveSaddle(setting, extra);
    if (!('reason' in saddle))
      return { claim: saddle.claim, centre, witness: saddle.witness, reason: reasonOf(saddle.claim) };
    fail('saddle', saddle);
  } else failures.push('Newton’s iteration finds no critical point within r0');
  const none = noneWith(candidate.spectrum.hessianNorm());
  if ('claim' in none) return none;
  fail('no critical point', none);
  return { reason: failures.join('; '), precision };
}

/** What one attempt with a number of digits came to. */
export interface Attempt<C extends Certificate> {
  readonly verification: Verification<C>;
  /** More digits may help. */
  readonly precision: boolean;
}

/** A decision as a verification; the certificate is made when it is first asked for. */
export function verificationOf<C, D extends Certificate>(
  decision: Decision<C>,
  digits: number,
  certify: (decision: Decision<C>) => D,
): Attempt<D> {
  let made: D | null = null;
  const verification: Verification<D> = {
    ...figuresOf(decision.claim),
    reason: decision.reason,
    digits,
    get certificate() {
      made ??= certify(decision);
      return made;
    },
  };
  return { verification, precision: false };
}

/**
 * Tries with more digits, doubled up to the cap, while a proof fails for want of precision. An enclosure too wide for
 * an operation (a quotient by what may be 0) is a want of digits, not an error.
 */
export function withRisingDigits<C extends Certificate>(
  first: number,
  cap: number,
  attempt: (digits: number) => Attempt<C>,
): Verification<C> {
  for (let digits = first; ; digits = Math.min(cap, 2 * digits)) {
    let result: Attempt<C>;
    try {
      result = attempt(digits);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const reason = `not decided with ${digits} digits: ${error.message}`;
      result = { verification: inconclusive(reason, digits), precision: true };
    }
    const { verification, precision } = result;
    if (verification.verdict !== 'inconclusive' || !precision || digits >= cap) return verification;
  }
}

/** The inequality that a claim rests on, with numbers of at most 15 digits on their safe sides; null for not-spurious. */
export function reasonOf(claim: Claim): string | null {
  const atMost = (x: string): string => briefDecimal(x, 'up');
  const atLeast = (x: string): string => briefDecimal(x, 'down');
  switch (claim.verdict) {
    case 'spurious-local-minimum':
      return `2Lε < λ² with ε = ${atMost(claim.centreGradientNorm)}, λ = ${claim.lambdaMinAllDimensions ?? claim.centreLambdaMin}, L = ${atMost(claim.lipschitz)}; F ≥ ${atLeast(claim.objective.lower)} > 0`;
    case 'saddle':
      return `λ_min ≤ ${claim.lambdaMin ?? 'λ_min(M)'} < 0 at a critical point; index ${claim.index}${claim.transverseIndex === null ? '' : ` + ${claim.transverseIndex}·(D − d) in dimension D`}`;
    case 'no-critical-point':
      return `‖∇F‖ ≥ ${atLeast(claim.gradientNormLower)} > R(Λ + LR/2) with R = ${atMost(claim.lipschitzRadius)}, Λ = ${claim.hessianNorm}, L = ${atMost(claim.lipschitz)}`;
    default:
      return null;
  }
}
