import type { BallField } from '../src/arithmetic/ball.ts';
import type { BallLandscape } from '../src/landscape/ball-field.ts';
import type { fixedEvaluation } from '../src/landscape/fixed-field.ts';
import type { gradient } from '../src/landscape/gradient.ts';
import type { pairOf, pairsOf } from '../src/landscape/pairs.ts';
import type { pointOf } from '../src/landscape/problem.ts';
import type { Shadow } from '../src/trajectory/shadow.ts';

export interface ShadowCase {
  readonly kind: string;
  readonly n: number;
  readonly k: number;
  readonly weights: Float64Array;
}

export interface ShadowEngine {
  readonly Shadow: typeof Shadow;
  readonly BallField: typeof BallField;
  readonly BallLandscape: typeof BallLandscape;
  readonly pairOf: typeof pairOf;
  readonly pairsOf: typeof pairsOf;
  readonly pointOf: typeof pointOf;
  readonly gradient: typeof gradient;
  readonly fixedEvaluation: typeof fixedEvaluation;
}

/** Largest true errors over their bounds. */
export interface ShadowRatios {
  readonly residual: number;
  readonly inner: number;
  readonly area: number;
  readonly angle: number;
}

export const SHADOW_KINDS: readonly string[];
export function shadowCase(seed: number, largest?: number): ShadowCase;
export function compareStep(
  engine: ShadowEngine,
  point: Pick<ShadowCase, 'n' | 'k' | 'weights'>,
  options?: { readonly pairs?: boolean },
): ShadowRatios | null;
