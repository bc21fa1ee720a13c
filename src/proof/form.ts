import type { Ball } from '../arithmetic/ball.ts';
import type { Claim, LipschitzConstant, Producer, Witness } from '../certificate/types.ts';
import type { Failure } from './existence.ts';
import type { Figures, PointCertificate } from './figures.ts';
import type { ProofPoint, Spectrum } from './point.ts';

/** A point that knows how far another of the same form is: ‖W − W_p‖. */
export interface FormPoint<P> extends ProofPoint {
  distanceTo(other: P): Ball;
}

/** A point at which a proof may be made. */
export interface Centre<P, R> {
  readonly point: P;
  readonly spectrum: Spectrum;
  /** The point as a certificate holds it. */
  written(): R;
  readonly witness?: Witness;
}

/** A candidate with its constants to some digits, and the centres near it. */
export interface FormAt<P, R> {
  readonly candidate: Centre<P, R>;
  /** A permutation of the targets (those that are not 0, n of them) within reach of the candidate, or null. */
  permutedTargets(): Centre<P, R> | null;
  /** Why there are no coordinates to prove anything in, where there are none. */
  readonly withoutCoordinates?: Failure;
  /** Untrusted: a better centre within r0, the candidate itself, or null where there seems to be no critical point. */
  propose(): Centre<P, R> | null;
}

/** What a certificate says of a proof in whatever form. */
export interface Proven<R> {
  readonly format: 'spurious-certificate';
  readonly version: 1;
  readonly producer: Producer;
  readonly point: { readonly candidate: R; readonly centre: R };
  readonly claim: Claim;
}

/** A candidate in one of the forms in which points are given: P with its constants, R as a certificate holds it. */
export interface PointForm<P extends FormPoint<P>, R> {
  /** Why nothing can be proved, whatever the digits; null where a proof may be tried. */
  readonly obstacle: string | null;
  /** The same, where the gradient at the candidate can be told all the same. */
  readonly tooLarge: string | null;
  /** Digits that sums over many pairs lose. */
  readonly lostDigits: number;
  /** Proved is the problem times 2^exponent, which leaves every verdict as it is and shifts the figures exactly. */
  readonly exponent: number;
  /** Number of targets, those that are 0 included. */
  readonly k: number;
  /** It is proved that n neurons can copy the target network, so that the least value of F is 0. */
  targetsCanBeCopied(): boolean;
  /** Constants to try, in order. */
  readonly lipschitzConstants: readonly LipschitzConstant[];
  at(digits: number): FormAt<P, R> | Failure;
  /** Of a proof in the span of the targets: the figures that are others in the given width, which is larger. */
  inGivenWidth?(claim: Claim): Partial<Figures>;
  certificate(proven: Proven<R>, witness: Witness | null): PointCertificate;
}
