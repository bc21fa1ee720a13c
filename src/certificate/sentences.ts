/** A claim about a point in words, whatever the form of the point. */

import type {
  CentreConstants,
  Claim,
  GlobalMinimumClaim,
  LipschitzConstant,
  MinimumClaim,
  NoCriticalPointClaim,
  Problem,
  PublishedFigures,
  SaddleClaim,
  WideProblem,
} from './types.ts';

/** What a point is given by, for the sentences that differ. */
export interface PointForm {
  /** How candidate and centre stand for points. */
  readonly given: string;
  /** The reflection of a saddle, as the beginning of a sentence. */
  readonly reflection: string;
  /** The coordinates in which the proof is made, where these are fewer than the given ones. */
  readonly reduced?: { readonly width: number; readonly sentences: readonly string[] };
}

type AnyProblem = Problem | WideProblem;

/** Problem and claim in words. */
export function claimSentences(problem: AnyProblem, claim: Claim, form: PointForm): string {
  return [
    setting(problem, form),
    ...(form.reduced?.sentences ?? []),
    ...sentences(problem, claim, form),
  ].join(' ');
}

function sentences(problem: AnyProblem, claim: Claim, form: PointForm): string[] {
  switch (claim.verdict) {
    case 'spurious-local-minimum':
      return minimum(problem, claim, form);
    case 'saddle':
      return saddle(problem, claim, form);
    case 'not-spurious':
      return globalMinimum(problem, claim, form);
    case 'no-critical-point':
      return noCriticalPoint(problem, claim);
  }
}

function setting({ k, n, d, targets }: AnyProblem, form: PointForm): string {
  const vectors =
    targets === 'standard-basis'
      ? `the first ${k} standard basis vectors of R^D`
      : `the ${k} rows of problem.targets`;
  return (
    'Let F(W) = E (1/2)(sum_i max(0, w_i.x) - sum_j max(0, v_j.x))^2 with x ~ N(0, I) in R^D be the population ' +
    `loss of a two-layer ReLU network with n = ${n} neurons w_i, the rows of W, against k = ${k} target neurons ` +
    `v_j: ${vectors}; ${form.given} with ${d} coordinates and padded with zeros to ` +
    'D coordinates, and norms of points of R^(nD) are Euclidean.'
  );
}

/** Which dimensions D a sentence is about, as its beginning. */
function inDimensions({ d, dimension }: AnyProblem): string {
  return dimension === 'all' ? `For every dimension D >= ${d},` : `In dimension D = ${dimension},`;
}

function constantsName(constant: LipschitzConstant): string {
  return constant === 'plain' ? 'by the plain constant' : 'by the sharp constant';
}

function lipschitz(claim: Omit<CentreConstants, 'centreGradientNorm' | 'centreRadius'>): string {
  return (
    `on the ball of radius ${claim.lipschitzRadius} about the centre the Hessian is Lipschitz with constant ` +
    `${claim.lipschitz} (${constantsName(claim.lipschitzConstant)})`
  );
}

function location(claim: CentreConstants): string[] {
  return [
    `It lies within ${claim.radius} of the candidate, which is no more than 1/1000 of the candidate's largest ` +
      `neuron norm, and within ${claim.centreRadius} of the centre, and it is the only critical point in the ` +
      `open ball of radius ${claim.uniquenessRadius} about the centre.`,
    `The candidate is within ${claim.centreDistance} of the centre; the norm of the gradient is at most ` +
      `${claim.gradientNorm} at the candidate and at most ${claim.centreGradientNorm} at the centre; ${lipschitz(claim)}.`,
  ];
}

/** Lower bounds on the spectrum at a minimum, at the centre and at the critical point. */
function spectrum(
  { d }: AnyProblem,
  claim: MinimumClaim | GlobalMinimumClaim,
  { reduced }: PointForm,
): string[] {
  const coordinates = reduced === undefined ? `${d} given coordinates` : `${reduced.width} coordinates`;
  const here =
    `The smallest eigenvalue of the Hessian in the ${coordinates} of every neuron is at least ` +
    `${claim.centreLambdaMin} at the centre and at least ${claim.lambdaMin} at W*`;
  if (claim.centreLambdaMinTransverse === null) return [here + '.'];
  return [
    `${here}; that of the matrix M, whose eigenvalues each further coordinate adds, is at least ` +
      `${claim.centreLambdaMinTransverse} at the centre, and the whole Hessian at W* has no eigenvalue below ` +
      `${claim.lambdaMinAllDimensions}.`,
  ];
}

function basin(claim: MinimumClaim | GlobalMinimumClaim): string {
  return (
    `Gradient flow started anywhere in the open ball of radius ${claim.basinRadius} about the candidate ` +
    '(no such ball if the radius is 0) converges to W*.'
  );
}

function minimum(problem: AnyProblem, claim: MinimumClaim, form: PointForm): string[] {
  const { lower, upper } = claim.objective;
  const perturbed =
    claim.robustnessRadius === null
      ? 'No robustness against perturbed targets is claimed.'
      : `For all perturbed targets v_j + e_j in R^D whose norms ||e_j|| sum to at most ${claim.robustnessRadius} ` +
        `there is a strict spurious local minimum within ${claim.lipschitzRadius} of the centre too.`;
  const gaussian =
    claim.gaussianDimension === null
      ? 'Nothing is claimed about random targets.'
      : `In every dimension D >= ${claim.gaussianDimension}, for targets drawn independently from N(0, c I) with ` +
        'any c > 0, F has a strict spurious local minimum with probability at least 99 %.';
  return [
    `${inDimensions(problem)} F has a spurious local minimum W*: a critical point of index ${claim.index}, a strict ` +
      `local minimum with ${lower} <= F(W*) <= ${upper}, where ${lower} > 0, whereas the infimum of F is 0.`,
    ...location(claim),
    ...spectrum(problem, claim, form),
    basin(claim),
    perturbed,
    gaussian,
    ...published(claim.published),
  ];
}

function published({ lambdaMin, lemma1, lemma2 }: PublishedFigures): string[] {
  const figure = (value: string | null): string => value ?? 'not defined';
  return [
    'With the published constants of Safran & Shamir (2018) at the candidate (smallest eigenvalue at least ' +
      `${figure(lambdaMin)}) Lemma 1 ${holds(lemma1.holds)}: bound on the third derivatives ${figure(lemma1.B)}, ` +
      `discriminant at least ${figure(lemma1.discriminant)}, radius ${figure(lemma1.radius)}; and Lemma 2 ` +
      `${holds(lemma2.holds)}: threshold ${figure(lemma2.threshold)}.`,
  ];
}

function holds(value: boolean): string {
  return value ? 'holds' : 'is not shown to hold';
}

function saddle(problem: AnyProblem, claim: SaddleClaim, form: PointForm): string[] {
  const { dimension } = problem;
  const { reduced } = form;
  const d = reduced?.width ?? problem.d;
  const { index, transverseIndex } = claim;
  // Negative eigenvalues that only further coordinates bring make a saddle only where there are such coordinates.
  const where =
    index === 0 && dimension === 'all' && reduced === undefined
      ? `For every dimension D >= ${d + 1} (in dimension D = ${d} the same point is a strict local minimum),`
      : inDimensions(problem);
  let indexWords = `exactly ${index} negative eigenvalues`;
  if (transverseIndex !== null) {
    indexWords +=
      dimension === 'all'
        ? ` + (D - ${d}) times ${transverseIndex} negative eigenvalues`
        : ` + ${dimension - d} times ${transverseIndex} negative eigenvalues`;
  }
  const descent =
    claim.lambdaMin === null
      ? `In the ${reduced === undefined ? 'given' : d} coordinates the Hessian at W* is positive definite; the negative eigenvalues belong to further coordinates.`
      : `The smallest eigenvalue of the Hessian at W* is at most ${claim.lambdaMin}.`;
  const transverse =
    claim.transverseMonotonicity === null
      ? ''
      : `, and ${claim.transverseMonotonicity} for the matrix M of further coordinates`;
  return [
    `${where} F has a saddle W*: a critical point that is no local minimum, whose Hessian is nonsingular with ` +
      `${indexWords}, and ${claim.objective.lower} <= F(W*) <= ${claim.objective.upper}.`,
    ...location(claim),
    descent,
    `${form.reflection}, of norm at most ${claim.reflectionNorm}, the symmetric part of reflection ` +
      `times Hessian at the centre has no eigenvalue below ${claim.monotonicity}${transverse}; the norm of the ` +
      `Hessian at the centre is at most ${claim.hessianNorm}.`,
  ];
}

function globalMinimum(problem: AnyProblem, claim: GlobalMinimumClaim, form: PointForm): string[] {
  const targets = problem.n < problem.k ? 'targets other than 0' : 'targets';
  return [
    `${inDimensions(problem)} the critical point W* of F next to the candidate is a global minimum, not spurious: it is the centre, ` +
      `whose neurons are the ${targets} in another order (F(W*) = 0, index ${claim.index}, a strict local minimum).`,
    `It lies within ${claim.radius} of the candidate, which is no more than 1/1000 of the candidate's largest ` +
      `neuron norm, and it is the only critical point in the open ball of radius ${claim.uniquenessRadius} about it.`,
    `The candidate is within ${claim.centreDistance} of the centre; the norm of the gradient is at most ` +
      `${claim.gradientNorm} at the candidate; ${lipschitz(claim)}.`,
    ...spectrum(problem, claim, form),
    basin(claim),
  ];
}

function noCriticalPoint(problem: AnyProblem, claim: NoCriticalPointClaim): string[] {
  return [
    `${inDimensions(problem)} F has no critical point in the closed ball of radius ${claim.lipschitzRadius} about the candidate, ` +
      "which contains that of 1/1000 of the candidate's largest neuron norm.",
    `At the candidate the norm of the gradient is at least ${claim.gradientNormLower} and at most ` +
      `${claim.gradientNorm}, and the norm of the Hessian is at most ${claim.hessianNorm}; on that ball the Hessian ` +
      `is Lipschitz with constant ${claim.lipschitz} (${constantsName(claim.lipschitzConstant)}).`,
  ];
}
