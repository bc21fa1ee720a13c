/** Ends (θ, a, b, W) of a descent on L̃, in all their variables (mathematics.md 13.12). */
import { type Ball, BallField, DomainError } from '../arithmetic/ball.ts';
import type { ExactNumber } from '../arithmetic/exact.ts';
import { minimumOverFunctions } from '../elimination/data/attainment.ts';
import { isPositive } from '../elimination/data/critical.ts';
import { vanishingSuffices } from '../elimination/data/decide.ts';
import type { Augmentation } from '../elimination/data/empirical.ts';
import { residualAt } from '../elimination/data/loss.ts';
import { lossFacts } from '../elimination/data/loss-facts.ts';
import { excludesZero } from '../elimination/data/residual.ts';
import { BallAlgebra } from '../expression/balls.ts';
import type { AddedNeurons } from '../model/network.ts';
import { type Bound, lowerBound, upperBound } from '../proof/bounds.ts';
import type { TrainingDecision } from './decide.ts';
import { ballsAbout, type TrainingProblem } from './problem.ts';

export type AugmentedEndVerdict = 'global-minimum' | 'no-local-minimum' | 'inconclusive';

/** What is proved of L̃ near a point. */
export interface AugmentedEnd {
  readonly verdict: AugmentedEndVerdict;
  readonly reason: string;
  /** A global minimum is this near; no local minimum is nearer than this (null: there is none at all, or nothing is claimed). */
  readonly radius: Bound | null;
}

/** A global minimum farther than the size of the point divided by this is not what the end is about. */
const FAR = 10;
/** Digits for norms and outputs. */
const DIGITS = 40;

/**
 * λ > 0 and a differentiable loss: a local minimum of L̃ has a = 0 and r ≡ 0 at its θ (13.2, 13.3). So there is none within r0 = 10⁻³ max(1, ‖(θ, a, b, W)‖)
 * where some r_k(x̄), enclosed for all θ' within r0, is not 0; and none at all where r ≡ 0 means the infimum over functions, which none attains.
 * r ≡ 0 at a θ* near by, and (θ*, 0, b, W) is a global minimum. `own` is what is decided of L, at θ or a point near by.
 */
export function decideAugmentedEnd(
  problem: TrainingProblem,
  augmentation: Augmentation,
  lambda: ExactNumber,
  theta: readonly ExactNumber[],
  { a, b, w }: AddedNeurons,
  own: { readonly theta: readonly ExactNumber[]; readonly decision: TrainingDecision },
): AugmentedEnd {
  const nothing = (reason: string): AugmentedEnd => ({ verdict: 'inconclusive', reason, radius: null });
  const facts = lossFacts(problem.empirical);
  if (augmentation.kind !== 'output' && augmentation.kind !== 'single')
    return nothing('ends with another neuron than an exponential one at the outputs are not looked at');
  if (!isPositive(lambda)) return nothing('without a regulariser a minimum may have a ≠ 0');
  if (facts.differentiable.holds !== 'yes') return nothing('the loss is not known to be differentiable');
  const field = BallField.ofDigits(DIGITS);
  const suffices = vanishingSuffices(problem.empirical, facts);
  if (suffices && minimumOverFunctions(field, problem.empirical).attained === 'no')
    return {
      verdict: 'no-local-minimum',
      reason: 'no function of the input attains the infimum: there is no local minimum at all',
      radius: null,
    };
  const norm = (x: readonly ExactNumber[]): Ball =>
    field.sqrt(x.reduce((sum, y) => field.add(sum, field.square(field.exact(y))), field.zero));
  const scale = field.max(field.one, norm([...theta, ...a, ...b, ...w.flat()]));
  const r0 = lowerBound(field, field.divideByInteger(scale, 1000));
  const { verdict, proof, radius } = own.decision;
  const exactly = proof === null ? verdict === 'global-minimum' : proof.extra === 'interpolation';
  if (suffices && exactly && radius !== null) {
    // In the field of other digits.
    const near = field.exact(radius.text);
    const moved = own.theta.map((x, i) => field.sub(field.exact(x), field.exact(theta[i]!)));
    const away = field.sqrt(moved.reduce((sum, x) => field.add(sum, field.square(x)), field.zero));
    const size = field.square(norm(a));
    const distance = upperBound(field, field.sqrt(field.add(field.square(field.add(near, away)), size)));
    if (field.lessOrEqual(distance.value, field.divideByInteger(scale, FAR)) === 'yes')
      return {
        verdict: 'global-minimum',
        reason: 'there r = 0 at every input, with a = 0, for the same b and W',
        radius: distance,
      };
  }
  const found = awayFromZero(problem, field, theta, r0);
  if (found === null) return nothing('near the end r may be 0 at every input, and is not shown to be');
  return {
    verdict: 'no-local-minimum',
    reason: `r is not 0 at input ${found} (from 0), for all θ within r0`,
    radius: r0,
  };
}

/** A distinct input at which some r_k is certainly not 0 for all θ' of a ball. */
function awayFromZero(
  { empirical, program, outputs }: TrainingProblem,
  field: BallField,
  theta: readonly ExactNumber[],
  radius: Bound,
): number | null {
  const algebra = new BallAlgebra(field);
  const balls = ballsAbout(
    field,
    theta,
    radius.value,
    theta.map((_, i) => i),
  );
  for (const [j, { input, labels }] of empirical.groups.entries())
    try {
      const rest = [...Array.from(input), ...labels[0]!.label].map((x) => field.exact(x));
      const values = program.run(algebra, [...balls, ...rest]);
      const q = outputs.map((slot) => values[slot]!);
      if (residualAt(field, empirical.loss, q, labels).some(excludesZero)) return j;
    } catch (error) {
      // No value somewhere on the ball: another input may do.
      if (!(error instanceof DomainError)) throw error;
    }
  return null;
}
