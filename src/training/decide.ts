import { type Ball, BallField, DomainError } from '../arithmetic/ball.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import type { ExactNumber } from '../arithmetic/exact.ts';
import { bitLength } from '../arithmetic/integer.ts';
import { minimumOverFunctions } from '../elimination/data/attainment.ts';
import { vanishingSuffices } from '../elimination/data/decide.ts';
import { evaluate } from '../elimination/data/empirical.ts';
import { type LossFacts, lossFacts } from '../elimination/data/loss-facts.ts';
import { residualsOf } from '../elimination/data/residual.ts';
import { layersOf } from '../model/network.ts';
import { type Bound, lowerBound, lowerBoundOfNorm, upperBound } from '../proof/bounds.ts';
import type { NegativeDirections } from '../proof/dense-spectrum.ts';
import { smallestEigenvalueLower } from '../proof/eigenvalue.ts';
import { type Existence, type Failure, proveExistence } from '../proof/existence.ts';
import { type Reflection, rayleighUpper, reflected, reflectionOf } from '../proof/reflection.ts';
import { isLinearInSlice, sameRank } from './convex.ts';
import { BallObjective, FloatObjective, NotSmooth } from './objective.ts';
import { hasDecay, type TrainingProblem } from './problem.ts';
import { type Slice, sliceOf } from './slice.ts';

export type TrainingVerdict =
  | 'global-minimum'
  | 'spurious-local-minimum'
  | 'local-minimum'
  | 'saddle'
  | 'no-critical-point'
  | 'inconclusive';

/** What proposes; all of it is proved before it is believed. */
export interface TrainingProposers {
  /** A better centre in the free entries, at most `reach` away. */
  readonly polish: (
    problem: TrainingProblem,
    theta: readonly ExactNumber[],
    free: readonly number[],
    reach: number,
  ) => ExactNumber[] | null;
  readonly negativeDirections: NegativeDirections;
  readonly independentRows: (matrix: Float64Array, size: number, most: number) => number[];
  /** Points with a loss that may be lower, best first. */
  readonly better: () => readonly Witness[];
}

/** θ' of which L(θ') < L(θ*) may hold. */
export interface Witness {
  readonly theta: readonly ExactNumber[];
  /** Where it comes from, for people. */
  readonly origin: string;
}

/** What is proved about the critical point and on what the proof rests; bounds on their safe side. */
export interface TrainingProof {
  readonly slice: Slice;
  readonly centre: readonly ExactNumber[];
  /** ‖∇L‖ by the free entries at the centre ≤ */
  readonly centreGradientNorm: Bound;
  /** ‖θ − centre‖ ≤, and ≥ */
  readonly centreDistance: Bound;
  readonly centreDistanceLower: Bound;
  /** On the ball of this radius about the centre, in the free entries, … */
  readonly ballRadius: Bound;
  /** … ∇²L (for a saddle ½(S∇²L + ∇²L S)) has no eigenvalue below this > 0. */
  readonly monotonicity: Bound;
  readonly reflection: Reflection;
  readonly reflectionNorm: Bound;
  /** ‖∇²L‖ on the ball ≤ */
  readonly hessianNorm: Bound;
  /** ‖θ* − centre‖ ≤, and the only critical point this near: */
  readonly centreRadius: Bound;
  readonly uniquenessRadius: Bound;
  /** λ_min(∇²L(θ*)) by the free entries: from below for minima, from above for saddles. */
  readonly lambdaMin: Bound;
  readonly objective: { readonly lower: Bound; readonly upper: Bound };
  /** Why more holds than what second derivatives say. */
  readonly extra: 'convex' | 'interpolation' | 'region' | null;
}

/** A verdict about the closed ball of radius r0 = 10⁻³ max(1, ‖θ‖) about θ. */
export interface TrainingDecision {
  readonly verdict: TrainingVerdict;
  readonly reason: string;
  readonly index: number | null;
  /** Is the minimum strict: yes, up to rescaling and dead neurons, or not known to be? */
  readonly strict: 'yes' | 'up to what is held' | 'not claimed' | null;
  readonly digits: number;
  /** r0, from above for no-critical-point, else from below. */
  readonly ballRadius: Bound;
  /** L(θ) and ‖∇L(θ)‖ as given; null at a kink. */
  readonly atCandidate: { readonly lower: Bound; readonly upper: Bound };
  readonly gradientNorm: Bound | null;
  readonly proof: TrainingProof | null;
  /** ‖θ − θ*‖ ≤ */
  readonly radius: Bound | null;
  /** ‖θ − θ*‖ ≥, for the only critical point near by where it is beyond r0. */
  readonly awayBy: Bound | null;
  readonly basinRadius: Bound | null;
  /** inf Σ ℓ over all functions of the input, where it is known. */
  readonly infimum: Bound | null;
  readonly better: { readonly witness: Witness; readonly upper: Bound } | null;
  /** For no critical point near θ that is proved by the gradient alone. */
  readonly steep: { readonly gradientLower: Bound; readonly hessianNorm: Bound } | null;
}

export interface TrainingOptions {
  readonly digits: number;
  readonly proposers: TrainingProposers;
}

/** The ball on which eigenvalues are bounded first has this radius: the critical point lies in it. */
const CLOSE = 2 ** -64;
/** Balls for uniqueness are tried from this part of the scale on, so many of them. */
const FIRST = 2 ** -20;
const ATTEMPTS = 5;
/** What is claimed of norms is larger than what is found, so that another arithmetic confirms it: by this factor, and 2^−NOISE_BITS. */
const ROOM = 1.25;
const NOISE_BITS = 100;
/** An enclosure on a ball by other formulas may be so many times as wide. */
const OTHER_BOUNDS = 16;

/** Proves what lies next to θ. Throws NotSmooth where L has no value at θ. */
export function decideTraining(
  problem: TrainingProblem,
  theta: readonly ExactNumber[],
  { digits, proposers }: TrainingOptions,
): TrainingDecision {
  return new Decider(problem, theta, digits, proposers).decide();
}

interface Found {
  readonly proof: TrainingProof;
  readonly existence: Existence;
  readonly index: number;
}

class Decider {
  private readonly field: BallField;
  private readonly objective: BallObjective;
  private readonly facts: LossFacts;
  private readonly scale: number;
  /** r0 from above and from below. */
  private readonly r0: Bound;
  private readonly r0Lower: Bound;
  private readonly problem: TrainingProblem;
  private readonly theta: readonly ExactNumber[];
  private readonly digits: number;
  private readonly proposers: TrainingProposers;

  constructor(
    problem: TrainingProblem,
    theta: readonly ExactNumber[],
    digits: number,
    proposers: TrainingProposers,
  ) {
    this.problem = problem;
    this.theta = theta;
    this.digits = digits;
    this.proposers = proposers;
    this.field = BallField.ofDigits(digits);
    this.objective = new BallObjective(problem, this.field);
    this.facts = lossFacts(this.problem.empirical);
    const { field } = this;
    const norm = this.norm(theta.map((x) => field.exact(x)));
    const scale = field.max(field.one, norm);
    this.scale = Number(upperBound(field, scale).text);
    this.r0 = upperBound(field, field.divideByInteger(scale, 1000));
    this.r0Lower = lowerBound(field, field.divideByInteger(scale, 1000));
  }

  decide(): TrainingDecision {
    const { field, theta, problem } = this;
    const value = this.objective.value(theta);
    const gradient = this.gradientAt(theta);
    const infimum = hasDecay(problem) ? null : this.infimum();
    const base = {
      digits: this.digits,
      ballRadius: this.r0Lower,
      atCandidate: this.interval(value),
      gradientNorm: 'reason' in gradient ? null : this.normBound(gradient),
      index: null,
      strict: null,
      proof: null,
      radius: null,
      awayBy: null,
      basinRadius: null,
      infimum,
      better: null,
      steep: null,
    } as const;
    if (this.vanishesExactly())
      return {
        ...base,
        verdict: 'global-minimum',
        reason: `the loss of every example has its minimum at the output of θ, exactly`,
        radius: { text: '0', value: field.zero },
        index: 0,
        strict: 'not claimed',
      };
    if ('reason' in gradient) return { ...base, verdict: 'inconclusive', reason: gradient.reason };
    const found = this.find();
    if ('reason' in found) {
      const steep = this.steep(gradient);
      if ('reason' in steep)
        return { ...base, verdict: 'inconclusive', reason: `${found.reason}; ${steep.reason}` };
      const reason = `‖∇L(θ)‖ ≥ ${steep.gradientLower.text}, and it changes by at most r0·‖∇²L‖ ≤ ${steep.changeUpper.text} within r0 = ${this.r0.text}`;
      return { ...base, ballRadius: this.r0, verdict: 'no-critical-point', reason, steep };
    }
    return this.about(found, base);
  }

  /** The verdict about a critical point that is proved to exist. */
  private about(
    { proof, index }: Found,
    base: Omit<TrainingDecision, 'verdict' | 'reason'>,
  ): TrainingDecision {
    const { field } = this;
    const { slice, centreDistance, centreRadius, uniquenessRadius } = proof;
    const radius = upperBound(field, field.add(centreDistance.value, centreRadius.value));
    if (field.lessOrEqual(radius.value, this.r0Lower.value) !== 'yes') {
      const away = lowerBoundOfNorm(field, field.sub(proof.centreDistanceLower.value, centreRadius.value));
      const inside = field.add(centreDistance.value, this.r0.value);
      if (
        slice.held.length === 0 &&
        field.less(this.r0.value, away.value) === 'yes' &&
        field.less(inside, uniquenessRadius.value) === 'yes'
      )
        return {
          ...base,
          ballRadius: this.r0,
          awayBy: away,
          verdict: 'no-critical-point',
          reason: `the only critical point within ${uniquenessRadius.text} of a point near by is about ${centreDistance.text} away, beyond r0 = ${this.r0.text}`,
          proof,
        };
      return {
        ...base,
        verdict: 'inconclusive',
        reason: `a critical point was found about ${centreDistance.text} away, beyond r0 = ${this.r0.text}`,
      };
    }
    const located = { ...base, proof, radius, index };
    if (index > 0)
      return {
        ...located,
        verdict: 'saddle',
        reason: `a critical point with ${index} negative eigenvalue${index === 1 ? '' : 's'}, the others positive${slice.held.length === 0 ? '' : ' up to what is held'}`,
      };
    const basin = field.sub(uniquenessRadius.value, centreDistance.value);
    const minimum = {
      ...located,
      strict:
        proof.extra === 'region' || proof.extra === 'interpolation'
          ? ('not claimed' as const)
          : slice.held.length === 0
            ? ('yes' as const)
            : ('up to what is held' as const),
      basinRadius:
        slice.held.length === 0 && field.positive(basin) === 'yes' ? lowerBound(field, basin) : null,
    };
    if (proof.extra === 'convex' || proof.extra === 'interpolation')
      return {
        ...minimum,
        verdict: 'global-minimum',
        reason:
          proof.extra === 'convex'
            ? 'L is convex in θ, so that its critical point is a global minimum'
            : 'near θ the outputs take all values, so that at the critical point the loss of every example has its minimum',
      };
    const better = this.betterThan(proof.objective.lower);
    if (better !== null)
      return {
        ...minimum,
        verdict: 'spurious-local-minimum',
        reason: `a local minimum with L ≥ ${proof.objective.lower.text}, and L ≤ ${better.upper.text} at a point ${better.witness.origin}`,
        better,
      };
    return {
      ...minimum,
      verdict: 'local-minimum',
      reason:
        proof.extra === 'region'
          ? 'L is convex in the incoming weights where no sum changes its sign, and θ* is critical there'
          : 'a critical point with a positive definite Hessian; no point with a lower loss is known',
    };
  }

  /** ∇L at a point, all of it. */
  private gradientAt(theta: readonly ExactNumber[]): readonly Ball[] | Failure {
    try {
      return this.objective.first(theta).gradient;
    } catch (error) {
      if (!(error instanceof NotSmooth)) throw error;
      return { reason: `at θ ${error.message}`, precision: false };
    }
  }

  /** (1/m) Σ min ℓ over all functions of the input. */
  private infimum(): Bound | null {
    const { field, problem } = this;
    const { value } = minimumOverFunctions(field, problem.empirical);
    return value && lowerBound(field, field.divideByInteger(value, problem.empirical.examples));
  }

  /** Without decay: r ≡ 0 by exact arithmetic, with a loss that has its minimum there. */
  private vanishesExactly(): boolean {
    const { problem } = this;
    if (hasDecay(problem) || !vanishingSuffices(problem.empirical, this.facts)) return false;
    try {
      return residualsOf(problem.empirical, evaluate(problem.empirical, this.digits)).vanish === 'yes';
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }

  /** A critical point near θ in the slice, or where its Hessian is singular in a smaller one. */
  private find(): Found | Failure {
    const { problem, proposers } = this;
    const start = Float64Array.from(this.theta, Number);
    const floats = new FloatObjective(problem);
    const positive = new Set<number>();
    floats.each(start, (values) => {
      for (const { sum } of problem.neurons.flat()) if (!(values[sum]! < 0)) positive.add(sum);
    });
    const slice = sliceOf(problem, start, ({ sum }) => !positive.has(sum));
    if (slice.free.length === 0)
      return { reason: 'nothing is left to vary: all neurons are dead', precision: false };
    const first = this.locate(slice, 'full');
    if (!('reason' in first)) return first;
    const reasons = [first.reason];
    for (const extra of ['interpolation', 'region'] as const) {
      const candidates = this.candidatesFor(extra, slice);
      if (candidates.length === 0) continue;
      const kind = extra === 'interpolation' ? 'squares' : 'hessian';
      const matrix = floats.matrix(start, candidates, kind);
      if (!matrix.every(Number.isFinite)) continue;
      const rows = problem.data.length * problem.outputs.length;
      const most = extra === 'interpolation' ? rows : candidates.length;
      const chosen = proposers.independentRows(matrix, candidates.length, most).map((k) => candidates[k]!);
      if (chosen.length === 0 || (extra === 'interpolation' && chosen.length < rows)) continue;
      const smaller: Slice = {
        ...slice,
        free: chosen,
        held: problem.names.flatMap((_, entry) => {
          const why = slice.held.find((one) => one.entry === entry)?.why;
          if (why !== undefined) return [{ entry, why }];
          return chosen.includes(entry) ? [] : [{ entry, why: 'dependent' as const }];
        }),
      };
      const found = this.locate(smaller, extra);
      if (!('reason' in found)) return found;
      reasons.push(found.reason);
    }
    return { reason: reasons.join('; '), precision: false };
  }

  /** The entries among which those of a smaller slice are chosen; none where the argument does not apply. */
  private candidatesFor(extra: 'interpolation' | 'region', slice: Slice): readonly number[] {
    const { problem, facts } = this;
    if (hasDecay(problem)) return [];
    if (extra === 'region') return facts.convex.holds === 'yes' && isLinearInSlice(problem) ? slice.free : [];
    const rows = problem.data.length * problem.outputs.length;
    const distinct = problem.data.length === problem.empirical.groups.length;
    return distinct && rows <= slice.free.length && vanishingSuffices(problem.empirical, facts)
      ? slice.free
      : [];
  }

  /** Existence in one slice, with what it is good for. */
  private locate(slice: Slice, as: 'full' | 'interpolation' | 'region'): Found | Failure {
    const { proposers, problem } = this;
    const centre = proposers.polish(problem, this.theta, slice.free, 0.1 * this.scale);
    if (centre === null)
      return { reason: 'Newton’s iteration found no critical point near by', precision: false };
    try {
      return this.locatedAt(slice, centre, as);
    } catch (error) {
      if (error instanceof NotSmooth) return { reason: error.message, precision: false };
      if (error instanceof DomainError) return { reason: error.message, precision: true };
      throw error;
    }
  }

  private locatedAt(
    slice: Slice,
    centre: readonly ExactNumber[],
    as: 'full' | 'interpolation' | 'region',
  ): Found | Failure {
    const { field } = this;
    const { free } = slice;
    const { value, gradient } = this.objective.first(centre);
    const centreGradientNorm = this.normBound(free.map((i) => gradient[i]!));
    const close = field.exact(CLOSE * this.scale);
    const near = this.hessianOn(slice, centre, close);
    const own = this.definite(near);
    if ('reason' in own) return own;
    const { reflection, least } = own;
    if (as !== 'full' && reflection.columns.length > 0)
      return { reason: 'the Hessian in the chosen entries is not positive definite', precision: false };
    const half = lowerBound(field, field.divideByInteger(least.value, 2));
    const reflectionNorm = upperBound(field, field.exact(reflection.normUpper));
    const { radius, matrix } = this.ball(slice, centre, reflection, half, near, close);
    const hessianNorm = upperBound(field, field.exact(ROOM * normUpper(matrix)));
    const existence = proveExistence(field, {
      gradientNormUpper: centreGradientNorm.value,
      lambdaMinLower: half.value,
      lipschitzUpper: field.zero,
      ballRadius: radius.value,
      reflectionNormUpper: reflectionNorm.value,
    });
    if ('reason' in existence) return existence;
    const r = existence.radius.value;
    if (field.lessOrEqual(r, close) !== 'yes')
      return {
        reason: `the critical point is known to within ${existence.radius.text} only`,
        precision: true,
      };
    const index = reflection.columns.length;
    let lambdaMin = least;
    if (index > 0) {
      // ∇²L(θ*) is in the enclosure about the centre.
      lambdaMin = upperBound(field, field.exact(rayleighUpper(near, reflection.columns[0]!)));
      if (field.positive(field.neg(lambdaMin.value)) !== 'yes')
        return { reason: `λ_min ≤ ${lambdaMin.text} is not certainly negative`, precision: true };
    }
    const extra = this.extraOf(slice, centre, radius, index, as);
    if (extra !== null && typeof extra === 'object') return extra;
    // |L(θ*) − L(centre)| ≤ r sup‖∇L‖ ≤ r(ε + Λ r); at a minimum L(centre) ≥ L(θ*) ≥ L(centre) − ε r by convexity on the ball.
    const slope =
      index === 0
        ? centreGradientNorm.value
        : field.add(centreGradientNorm.value, field.mul(hessianNorm.value, r));
    const variation = field.mul(r, slope);
    const above = index === 0 ? value : field.add(value, variation);
    const distance = this.norm(centre.map((x, i) => field.sub(field.exact(x), field.exact(this.theta[i]!))));
    return {
      existence,
      index,
      proof: {
        slice,
        centre,
        centreGradientNorm,
        centreDistance: upperBound(field, distance),
        centreDistanceLower: lowerBoundOfNorm(field, distance),
        ballRadius: radius,
        monotonicity: half,
        reflection,
        reflectionNorm,
        hessianNorm,
        centreRadius: existence.radius,
        uniquenessRadius: existence.uniqueness,
        lambdaMin,
        objective: {
          lower: lowerBound(field, field.sub(value, variation)),
          upper: upperBound(field, above),
        },
        extra,
      },
    };
  }

  /** What makes more of a critical point than its second derivatives do; a Failure where that was the point and it fails. */
  private extraOf(
    slice: Slice,
    centre: readonly ExactNumber[],
    radius: Bound,
    index: number,
    as: 'full' | 'interpolation' | 'region',
  ): TrainingProof['extra'] | Failure {
    const { problem, field, facts } = this;
    if (index > 0) return null;
    if (as === 'region') {
      const failure = sameRank(this.objective, slice, centre, radius.value);
      return failure === null ? 'region' : { reason: failure, precision: false };
    }
    const layers = layersOf(problem.empirical.network);
    if (layers?.length === 1 && layers[0]!.activation === 'linear' && facts.convex.holds === 'yes')
      return 'convex';
    const rows = problem.data.length * problem.outputs.length;
    const square = rows === slice.free.length && this.candidatesFor('interpolation', slice).length > 0;
    if (square) {
      const squares = this.objective.squares(centre, radius.value, slice.free);
      if (smallestEigenvalueLower(field, squares, 'cholesky') !== null) return 'interpolation';
    }
    return as === 'interpolation'
      ? { reason: 'the outputs do not certainly take all values near θ', precision: false }
      : null;
  }

  /** λ_min > 0, or the reflection by which the matrix is monotone. */
  private definite(matrix: EnclosedMatrix): { reflection: Reflection; least: Bound } | Failure {
    const { field } = this;
    const none: Reflection = { columns: [], normUpper: 1 };
    const least = smallestEigenvalueLower(field, matrix, 'cholesky');
    if (least !== null) return { reflection: none, least };
    const known = Number.isFinite(matrix.largest) && Number.isFinite(matrix.errorUpper);
    const directions = known ? this.proposers.negativeDirections(matrix.mid, matrix.size) : null;
    const reflection = directions && reflectionOf(directions, matrix.size);
    const monotone = reflection && smallestEigenvalueLower(field, reflected(matrix, reflection), 'cholesky');
    if (!reflection || monotone === null || reflection.columns.length === 0)
      return { reason: 'an eigenvalue of the Hessian is not separated from 0', precision: false };
    return { reflection, least: monotone };
  }

  /**
   * A large ball on which half of the bound at the centre still holds, and would with an enclosure OTHER_BOUNDS times as wide: radii are guessed from how the
   * error of the enclosure grows, and made smaller until it does.
   */
  private ball(
    slice: Slice,
    centre: readonly ExactNumber[],
    reflection: Reflection,
    half: Bound,
    near: EnclosedMatrix,
    close: Ball,
  ): { radius: Bound; matrix: EnclosedMatrix } {
    const { field } = this;
    const wanted = Number(half.text) / OTHER_BOUNDS;
    let best = { radius: lowerBound(field, close), matrix: near };
    let found = 0;
    for (let attempt = 0, radius = FIRST * this.scale; attempt < ATTEMPTS && radius > found; attempt++) {
      const bound = lowerBound(field, field.exact(radius));
      const matrix = this.orKink(() => this.hessianOn(slice, centre, bound.value));
      const error = matrix === null ? Number.POSITIVE_INFINITY : reflection.normUpper * matrix.errorUpper;
      const least =
        matrix !== null && error <= wanted
          ? smallestEigenvalueLower(field, reflected(matrix, reflection), 'cholesky')
          : null;
      if (matrix !== null && least !== null && field.less(half.value, least.value) === 'yes') {
        best = { radius: bound, matrix };
        found = radius;
        // The error grows at least as the radius does.
        const guess = Math.min(0.25 * this.scale, (radius * 0.7 * wanted) / error);
        if (attempt > 0 || guess < 2 * radius) break;
        radius = guess;
      } else radius /= found > 0 ? 4 : 64;
    }
    return best;
  }

  private orKink(find: () => EnclosedMatrix): EnclosedMatrix | null {
    try {
      return find();
    } catch (error) {
      if (error instanceof NotSmooth) return null;
      throw error;
    }
  }

  /** ∇²L on a ball on which the dead neurons are certainly dead. */
  private hessianOn(slice: Slice, centre: readonly ExactNumber[], radius: Ball): EnclosedMatrix {
    const { field } = this;
    return this.objective.hessian(centre, radius, slice.free, (values) => {
      for (const { sum, layer, neuron } of slice.dead)
        if (field.positive(field.neg(values[sum]!)) !== 'yes')
          throw new NotSmooth(`neuron ${neuron} of layers[${layer}] is not certainly dead`);
    });
  }

  /** ‖∇L‖ ≥ ‖∇L(θ)‖ − r0·Λ > 0 within r0, Λ ≥ ‖∇²L‖ there. */
  private steep(
    gradient: readonly Ball[],
  ): { gradientLower: Bound; hessianNorm: Bound; changeUpper: Bound } | Failure {
    const { field, problem } = this;
    const gradientLower = lowerBoundOfNorm(field, this.norm(gradient));
    if (gradientLower.text === '0') return { reason: 'the gradient at θ may be 0', precision: true };
    let matrix: EnclosedMatrix;
    try {
      matrix = this.objective.hessian(
        this.theta,
        this.r0.value,
        problem.names.map((_, i) => i),
      );
    } catch (error) {
      if (!(error instanceof NotSmooth || error instanceof DomainError)) throw error;
      return { reason: `within r0 = ${this.r0.text} ${error.message}`, precision: false };
    }
    const bound = ROOM * normUpper(matrix);
    if (!Number.isFinite(bound)) return { reason: 'the Hessian within r0 is out of range', precision: false };
    const hessianNorm = upperBound(field, field.exact(bound));
    const changeUpper = upperBound(field, field.mul(this.r0.value, hessianNorm.value));
    if (field.less(changeUpper.value, gradientLower.value) !== 'yes')
      return {
        reason: `‖∇L(θ)‖ ≥ ${gradientLower.text} is not above r0·‖∇²L‖ ≤ ${changeUpper.text}, so that a critical point within r0 is not excluded`,
        precision: false,
      };
    return { gradientLower, hessianNorm, changeUpper };
  }

  private betterThan(lower: Bound): TrainingDecision['better'] {
    const { field } = this;
    for (const witness of this.proposers.better()) {
      let upper: Bound;
      try {
        upper = upperBound(field, this.objective.value(witness.theta));
      } catch (error) {
        if (error instanceof NotSmooth) continue;
        throw error;
      }
      if (field.less(upper.value, lower.value) === 'yes') return { witness, upper };
    }
    return null;
  }

  /** ‖x‖ ≤, with room for enclosures in other digits. */
  private normBound(x: readonly Ball[]): Bound {
    const { field } = this;
    return upperBound(field, field.add(this.norm(x), field.shiftBy(field.one, -NOISE_BITS)));
  }

  /** ‖x‖, with as many digits for small numbers: they are multiplied by a power of two first. */
  private norm(x: readonly Ball[]): Ball {
    const { field } = this;
    const size = x.reduce((most, y) => field.max(most, field.abs(y)), field.zero);
    const shift = Math.max(0, field.bits - bitLength(field.upper(size).mid));
    const squares = x.map((y) => field.square(field.shiftBy(y, shift)));
    const root = field.sqrt(squares.reduce((sum, y) => field.add(sum, y), field.zero));
    return field.shiftBy(root, -shift);
  }

  private interval(x: Ball): { lower: Bound; upper: Bound } {
    return { lower: lowerBound(this.field, x), upper: upperBound(this.field, x) };
  }
}

/** ‖A‖ ≤ the largest row sum, over the enclosure. */
function normUpper({ size, mid, errorUpper }: EnclosedMatrix): number {
  let greatest = 0;
  for (let i = 0; i < size; i++) {
    let row = 0;
    for (let j = 0; j < size; j++) row += Math.abs(mid[i * size + j]!);
    if (!(row <= greatest)) greatest = row;
  }
  // At most 2^20 roundings.
  return greatest * (1 + 2 ** -30) + errorUpper * (1 + 2 ** -30);
}
