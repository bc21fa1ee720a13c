import { type Ball, DomainError } from '../arithmetic/ball.ts';
import { briefDecimal } from '../arithmetic/exact.ts';
import type { Claim, Witness } from '../certificate/types.ts';
import { upperBound } from './bounds.ts';
import type { ProofSetting } from './constants.ts';
import type { Failure } from './existence.ts';
import { figuresOf, inconclusive, type PointCertificate, type Verification } from './figures.ts';
import type { Centre, FormAt, FormPoint, PointForm } from './form.ts';
import { proveGlobalMinimum } from './global-minimum.ts';
import { proveMinimum } from './minimum.ts';
import { hessianNormFromNorms, onlyZeroNeuronsCritical, proveNoCriticalPoint } from './no-critical-point.ts';
import { MAX_DIGITS, type VerifySettings } from './options.ts';
import { proveSaddle } from './saddle.ts';
import { scaledClaim, scaledDecimal } from './scale.ts';

/**
 * Decides about a candidate in whatever form in the closed ball of radius r0 = 10⁻³·max‖w_i‖ about it. Digits are doubled
 * up to four times those to begin with while a proof fails for want of precision.
 */
export function decide<P extends FormPoint<P>, R>(
  form: PointForm<P, R>,
  settings: VerifySettings,
): Verification {
  if (form.obstacle !== null) return inconclusive(form.obstacle, settings.digits);
  const first = Math.min(MAX_DIGITS, settings.digits + form.lostDigits);
  const cap = Math.min(MAX_DIGITS, 4 * first);
  for (let digits = first; ; digits = Math.min(cap, 2 * digits)) {
    const { verification, precision } = attempt(form, settings, digits);
    if (!precision || digits >= cap) return verification;
  }
}

/** What one attempt with a number of digits came to. */
interface Attempt {
  readonly verification: Verification;
  /** Nothing was proved, and more digits may help. */
  readonly precision: boolean;
}

function attempt<P extends FormPoint<P>, R>(
  form: PointForm<P, R>,
  settings: VerifySettings,
  digits: number,
): Attempt {
  const failed = ({ reason, precision }: Failure, gradientNorm: string | null = null): Attempt => ({
    verification: inconclusive(reason, digits, gradientNorm),
    precision,
  });
  const { exponent, tooLarge } = form;
  try {
    const at = form.at(digits);
    if ('reason' in at) return failed(at);
    const decision =
      tooLarge === null ? decisionOf(form, at, settings) : { reason: tooLarge, precision: false };
    if ('claim' in decision) {
      const verification = verificationOf(form, at.candidate, decision, settings, digits);
      return { verification, precision: false };
    }
    const { point } = at.candidate;
    const gradientNorm = scaledDecimal(upperBound(point.balls, point.quickGradientNorm()).text, 1, -exponent);
    const units =
      exponent === 0 || tooLarge !== null
        ? ''
        : ` (numbers of this reason: for the problem times 2^${exponent})`;
    return failed({ ...decision, reason: decision.reason + units }, gradientNorm);
  } catch (error) {
    // An enclosure too wide for an operation (a quotient by what may be 0) is a want of digits, not an error.
    if (!(error instanceof DomainError)) throw error;
    return failed({ reason: `not decided with ${digits} digits: ${error.message}`, precision: true });
  }
}

interface Decision<P, R> {
  readonly claim: Claim;
  readonly centre: Centre<P, R>;
  readonly witness: Witness | null;
}

/** A decision about the given candidate, of whatever size; the certificate is made when it is first asked for. */
function verificationOf<P extends FormPoint<P>, R>(
  form: PointForm<P, R>,
  candidate: Centre<P, R>,
  decision: Decision<P, R>,
  { producer }: VerifySettings,
  digits: number,
): Verification {
  const claim = scaledClaim(decision.claim, -form.exponent);
  let made: PointCertificate | null = null;
  return {
    ...figuresOf(claim),
    reason: reasonOf(claim),
    digits,
    ...form.inGivenWidth?.(claim),
    certify() {
      made ??= form.certificate(
        {
          format: 'spurious-certificate',
          version: 1,
          producer: { ...producer, digits },
          point: { candidate: candidate.written(), centre: decision.centre.written() },
          claim,
        },
        decision.witness,
      );
      return made;
    },
  };
}

/**
 * The order of attempts: not-spurious, spurious-local-minimum, saddle, no-critical-point; else why not. Where the
 * gradient is far from small, norms alone exclude a critical point, and with it all the others: that comes first.
 */
function decisionOf<P extends FormPoint<P>, R>(
  form: PointForm<P, R>,
  at: FormAt<P, R>,
  { dimension }: VerifySettings,
): Decision<P, R> | Failure {
  const { candidate, withoutCoordinates } = at;
  if (withoutCoordinates) return withoutCoordinates;
  const { k, lipschitzConstants } = form;
  const targetsCanBeCopied = form.targetsCanBeCopied();
  const { balls, n, d } = candidate.point;
  const failures: string[] = [];
  let precision = false;
  const fail = (what: string, failure: Failure): void => {
    failures.push(`${what}: ${failure.reason}`);
    precision ||= failure.precision;
  };
  const noneWith = (hessianNorm: Ball, gradientNorm: Ball): Decision<P, R> | Failure => {
    const claim = proveNoCriticalPoint(candidate.point, hessianNorm, gradientNorm);
    return 'reason' in claim ? claim : { claim, centre: candidate, witness: null };
  };
  const quickNorm = candidate.point.quickGradientNorm();
  const steep = noneWith(hessianNormFromNorms(candidate.point), quickNorm);
  if ('claim' in steep) return steep;
  // Where no Hessian, however small, would do, but nothing is critical, no proof below can succeed.
  if ('reason' in noneWith(balls.zero, quickNorm) && onlyZeroNeuronsCritical(candidate.point, quickNorm))
    return {
      ...steep,
      reason: `no critical point: ${steep.reason}; no point without a zero neuron is critical there`,
    };
  const extra = dimension !== 'all' && dimension > d;
  const settingAt = ({ point, spectrum }: Centre<P, R>): ProofSetting => ({
    candidate: candidate.point,
    centre: point,
    distance: point === candidate.point ? point.balls.zero : candidate.point.distanceTo(point),
    spectrum,
    everyDimension: dimension === 'all',
    transverse: dimension === 'all' || extra,
    lipschitzConstants,
    inSpan: form.inGivenWidth !== undefined,
    anyTargetsCanBeCopied: n >= k,
  });
  const targets = at.permutedTargets();
  if (targets !== null) {
    const claim = proveGlobalMinimum(settingAt(targets));
    if (!('reason' in claim)) return { claim, centre: targets, witness: targets.witness ?? null };
    fail('global minimum', claim);
  }
  if (!targetsCanBeCopied)
    failures.push(`n = ${n} < k = ${k}: the global minimum is not known, so nothing is claimed about minima`);
  const centre = at.propose();
  // With many neurons and no critical point in sight the proofs below need not be tried.
  if (centre !== null) {
    const setting = settingAt(centre);
    if (targetsCanBeCopied) {
      const minimum = proveMinimum(setting);
      if (!('reason' in minimum)) return { claim: minimum, centre, witness: null };
      fail('minimum', minimum);
    }
    const saddle = proveSaddle(setting, extra);
    if (!('reason' in saddle)) return { claim: saddle.claim, centre, witness: saddle.witness };
    fail('saddle', saddle);
  } else failures.push('Newton’s iteration finds no critical point within r0');
  const none = noneWith(candidate.spectrum.hessianNorm(), candidate.point.gradientNorm());
  if ('claim' in none) return none;
  fail('no critical point', none);
  return { reason: failures.join('; '), precision };
}

/** The inequality that a claim rests on, with numbers of at most 15 digits on their safe sides; null for not-spurious. */
function reasonOf(claim: Claim): string | null {
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
