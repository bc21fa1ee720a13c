import { checkFunction, checkObject } from '../arithmetic/argument.ts';
import type { Candidate } from '../model/candidate.ts';
import { checkCandidate } from '../model/check-candidate.ts';
import { expandBlocks } from '../model/expand.ts';
import { sizesOf } from '../model/sizes.ts';
import type { Propose } from '../proof/constants.ts';
import { decide } from '../proof/decide.ts';
import type { NegativeDirections } from '../proof/dense-spectrum.ts';
import type { Verification } from '../proof/figures.ts';
import { settingsOf, type VerifyOptions } from '../proof/options.ts';
import { negativeDirections } from '../proposals/dense/negative-directions.ts';
import { polish } from '../proposals/dense/newton.ts';
import { detectSymmetry } from '../proposals/symmetric/detect.ts';
import { polishSymmetric } from '../proposals/symmetric/newton.ts';
import { denseForm, MAX_DENSE_SIZE, SLOW_DENSE_SIZE } from './dense.ts';
import { type DetectSymmetry, verifyNearSymmetric } from './near-symmetric.ts';
import { blockForm, isReducible, type ProposeSymmetric } from './symmetric.ts';
import { verifyWide } from './wide.ts';
import { isQuickerInSpan, isWide } from './widths.ts';

/** What proposes: whatever these say is proved before it is believed. */
export interface Proposers {
  readonly polish: Propose;
  readonly polishSymmetric: ProposeSymmetric;
  readonly negativeDirections: NegativeDirections;
  readonly detectSymmetry: DetectSymmetry;
}

/** The proposers of `spurious verify`. */
export const PROPOSERS: Proposers = { polish, polishSymmetric, negativeDirections, detectSymmetry };

/**
 * Proves what lies next to a candidate, as `spurious verify` does: symmetric points in reduced form, unless they are to be
 * taken neuron by neuron; a dense candidate that is too large for a dense proof in the span of its targets, or by a symmetric
 * point near it.
 *
 * @example
 * const { verdict, lambdaMin, certify } = verify(readCandidate(text));
 */
export function verify(
  candidate: Candidate,
  options: VerifyOptions = {},
  proposers: Proposers = PROPOSERS,
): Verification {
  checkCandidate(candidate);
  const settings = settingsOf(options, sizesOf(candidate).d);
  checkObject('proposers', proposers);
  for (const name of Object.keys(PROPOSERS) as (keyof Proposers)[])
    checkFunction(`proposers.${name}`, proposers[name]);
  const dense = { ...proposers, polish: settings.polish ? proposers.polish : null };
  const symmetric = settings.polish ? proposers.polishSymmetric : null;
  if (candidate.form === 'dense') {
    const wide = isWide(candidate);
    if (wide || (isQuickerInSpan(candidate) && !settings.sharp)) {
      const inSpan = verifyWide(candidate, settings, dense);
      if (wide || inSpan.verdict !== 'inconclusive') return inSpan;
    }
    const size = candidate.n * candidate.d;
    const whole = (): Verification => decide(denseForm(candidate, settings, dense), settings);
    // What is asked for of a dense proof is made by a dense proof.
    const asked = settings.exact || settings.sharp;
    if (size <= SLOW_DENSE_SIZE || (asked && size <= MAX_DENSE_SIZE)) return whole();
    const near = verifyNearSymmetric(candidate, settings, proposers.detectSymmetry, symmetric);
    if (near === null) return whole();
    const { gradientNorm } = decide(denseForm(candidate, settings, dense, 0), settings);
    if (near.verdict !== 'inconclusive' || size > MAX_DENSE_SIZE) return { ...near, gradientNorm };
    return whole();
  }
  return takesNeuronsOneByOne(candidate, settings)
    ? decide(denseForm(expandBlocks(candidate), settings, dense), settings)
    : decide(blockForm(candidate, settings, symmetric), settings);
}

/** Only such a proof knows the options `exact` and `sharp`; all others leave the neurons of one type together. */
export function takesNeuronsOneByOne(candidate: Candidate, { sharp }: Pick<VerifyOptions, 'sharp'>): boolean {
  const { n, d } = sizesOf(candidate);
  if (candidate.form === 'dense') return n * d <= MAX_DENSE_SIZE && !isWide(candidate);
  return n * d <= SLOW_DENSE_SIZE && (sharp === true || !isReducible(candidate));
}
