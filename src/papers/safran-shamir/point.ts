import type { Ball } from '../../arithmetic/ball.ts';
import type { DefiniteMethod } from '../../arithmetic/definite.ts';
import { approximately, decomposeDouble } from '../../arithmetic/exact.ts';
import type { LipschitzConstant } from '../../certificate/types.ts';
import type { Evaluation } from '../../landscape/evaluation.ts';
import { lowerBound, upperBound } from '../../proof/bounds.ts';
import { smallestEigenvalueLower } from '../../proof/eigenvalue.ts';
import { lipschitzUpper } from '../../proof/lipschitz.ts';
import { authorsTest } from './authors-test.ts';
import { leastEigenvalueUpper } from './direction.ts';
import { rangeOf } from './range.ts';
import type { PointFigures } from './types.ts';

/**
 * Everything that is compared at the point as given, whatever lies near it. Neurons must not be 0. `maxFroDiff` is the
 * published distance to the other runs of the family, 0 where nothing is published; `lowestDirection`, untrusted, an approximate
 * eigenvector for the smallest eigenvalue.
 */
export function pointFigures(
  point: Evaluation,
  method: DefiniteMethod,
  sharp: boolean,
  maxFroDiff: number,
  lowestDirection: Float64Array | null = null,
): PointFigures {
  const { balls, field } = point;
  const gradientNorm = point.gradientNorm();
  const { hessian } = point.hessians;
  const lower = smallestEigenvalueLower(balls, hessian, method);
  const approximate = lower === null ? null : Number(lower.text);
  const upper = upperBound(balls, balls.exact(leastEigenvalueUpper(hessian, approximate, lowestDirection)));
  const r0 = point.ballRadius();
  const lipschitzOn = (constant: LipschitzConstant): string | null => {
    const value = lipschitzUpper(point, r0, constant);
    return value === null ? null : upperBound(balls, value).text;
  };
  const twoPi = balls.scale(balls.pi, 2);
  const stopping = point.gradient
    .map((g) => balls.mul(twoPi, field.norm([g])))
    .reduce((a, b) => balls.max(a, b));
  const { distance, sine } = collinearity(point);
  const scale = field.doubleScale;
  const gradient = point.gradient.flatMap((g) => g.mids.map((mid) => Number(mid) * scale));
  return {
    gradientNorm: rangeOf(balls, gradientNorm),
    stoppingNorm: rangeOf(balls, stopping),
    lambdaMin: { lower: lower?.text ?? null, upper: upper.text },
    objective: rangeOf(balls, point.objective),
    smallestNorm: rangeOf(balls, point.smallestNorm()),
    normMargin: lowerBound(balls, balls.sub(point.smallestNorm(), r0)).text,
    collinearDistance: lowerBound(balls, distance).text,
    leastSine: lowerBound(balls, sine).text,
    lipschitz: lipschitzOn('plain'),
    sharpLipschitz: sharp ? lipschitzOn('sharp') : null,
    ulpChange: ulpChange(gradient),
    test: authorsTest(point, gradientNorm, { lower: lower?.value ?? null, upper: upper.value }, maxFroDiff),
  };
}

/**
 * D > 0 such that no two of the vectors are collinear at points nearer than D to W, and the least sine of an angle.
 * With a = ‖p‖‖q‖ sin θ the area that two vectors span: moving w_i, w_j by δ_i, δ_j, δ_i² + δ_j² ≤ D² ≤ 1, changes it
 * by at most δ_i‖w_j‖ + δ_j‖w_i‖ + δ_iδ_j ≤ D(‖w_i‖ + ‖w_j‖ + 1), moving w_i alone against a target by at most D‖v‖.
 */
function collinearity(point: Evaluation): { distance: Ball; sine: Ball } {
  const { balls, pairs, norms } = point;
  const { neuronNorms } = norms;
  let distance = balls.one;
  let sine = balls.one;
  /** The lesser of x and area/by; most quotients are certainly the greater, which one product tells. */
  const lesser = (x: Ball, area: Ball, by: Ball): Ball =>
    area.mid << BigInt(balls.bits) >= (x.mid + x.rad) * (by.mid + by.rad)
      ? x
      : balls.min(x, balls.div(area, by));
  const take = (area: Ball, product: Ball, rate: Ball): void => {
    const least = balls.max(balls.lower(area), balls.zero);
    distance = lesser(distance, least, rate);
    sine = lesser(sine, least, product);
  };
  neuronNorms.forEach((a, i) => {
    for (let j = 0; j < i; j++) {
      const b = neuronNorms[j]!;
      take(pairs.neurons[i]![j]!.area, balls.mul(a, b), balls.add(balls.add(a, b), balls.one));
    }
    pairs.targets[i]!.forEach(({ area }, j) => {
      const v = balls.sqrt(point.point.targetNormsSquared[j]!);
      take(area, balls.mul(a, v), v);
    });
  });
  return { distance, sine };
}

/**
 * (Σ(x + u)² − Σx²)/Σx², u > 0 the unit in the last place of x. With x = m·2^e and u = 2^e the difference is
 * Σ(2m + 1)·4^e, an exact sum of integers in units of the least 4^e: its sign is exact, its size rounded.
 */
export function ulpChange(entries: readonly number[]): number {
  const parts = entries.filter((x) => x !== 0).map(decomposeDouble);
  const least = Math.min(...parts.map(({ exponent }) => exponent));
  let change = 0n;
  let squares = 0n;
  for (const { mantissa, exponent } of parts) {
    const shift = BigInt(2 * (exponent - least));
    change += (2n * mantissa + 1n) << shift;
    squares += (mantissa * mantissa) << shift;
  }
  return squares === 0n ? 0 : approximately({ numerator: change, denominator: squares });
}
