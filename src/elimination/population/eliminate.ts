/** The proof that a certified spurious local minimum does not survive one added exponential neuron (mathematics.md 12.2). */
import {
  checkExact,
  checkFunction,
  checkList,
  checkObject,
  checkOneOf,
  checkPositive,
  checkProducer,
  checkThat,
} from '../../arithmetic/argument.ts';
import { type Ball, BallField } from '../../arithmetic/ball.ts';
import { decimalOf, exactDecimal } from '../../arithmetic/exact.ts';
import {
  type BlockCertificate,
  type DenseCertificate,
  type EliminationCertificate,
  type EliminationClaim,
  type Enclosure,
  makeCertificate,
  type WideCertificate,
} from '../../certificate/index.ts';
import type { Field } from '../../landscape/field.ts';
import { type Point, pointOf, targetVectors } from '../../landscape/problem.ts';
import { type Bound, lowerBound, upperBound } from '../../proof/bounds.ts';
import { checkCertificateForm } from '../../proof/check-certificate-form.ts';
import {
  type BlockMoments,
  blockCorrelationAtZero,
  blockMoments,
  blockShiftedMean,
  blockSquare,
} from './block-moments.ts';
import { correlationAtZero, shifted } from './moments.ts';
import { TranscendentalBalls, transcendentalFloats } from './transcendental.ts';

export interface EliminationOptions {
  /** λ of the explicit point, a positive decimal; the theorem holds for every λ > 0. */
  readonly lambda: string;
  /** Untrusted: a direction u, d decimals, for the centre of the subject in doubles. */
  readonly propose: (point: Point<number, Float64Array>) => readonly string[];
  /** Untrusted: the same for a symmetric subject, one decimal a block. */
  readonly proposeBlocks: (moments: BlockMoments<number>) => readonly string[];
  readonly producer: { readonly name: string; readonly version: string };
}

export type Elimination =
  | { readonly certificate: EliminationCertificate }
  /** Nothing is claimed: what failed. */
  | { readonly reason: string };

/**
 * Decimal digits: claims are printed with 15, and the critical point is known to about 25. The decrease at the explicit
 * point is of the size of 1/λ, so a large λ takes more, and so do sums over many neurons.
 */
const DIGITS = 40;

/** What the proof needs of the centre: u, c(0), ‖u‖² and S(u) (population.ts). */
interface Values {
  readonly direction: readonly string[];
  readonly atZero: Ball;
  readonly square: Ball;
  readonly shifted: Ball;
}

function denseValues(field: TranscendentalBalls, subject: DensePoint, options: EliminationOptions): Values {
  const point = centreOf(field, subject);
  const direction = options.propose(centreOf(transcendentalFloats, subject));
  checkDirection('options.propose: u', direction, subject.problem.d);
  const u = field.vector(direction);
  return {
    direction,
    atZero: correlationAtZero(field, point),
    square: field.dot(u, u),
    shifted: shifted(field, point, u).value,
  };
}

function blockValues(
  field: TranscendentalBalls,
  { problem: { blocks }, point }: BlockCertificate,
  options: EliminationOptions,
): Values {
  const { balls } = field;
  const moments = blockMoments<Ball>(field, (x) => balls.exact(x), blocks, point.centre);
  const direction = options.proposeBlocks(blockMoments(transcendentalFloats, Number, blocks, point.centre));
  checkDirection('options.proposeBlocks: u', direction, blocks.length);
  const u = direction.map((x) => balls.exact(x));
  return {
    direction,
    atZero: blockCorrelationAtZero(field, moments),
    square: blockSquare(field, moments, u),
    shifted: blockShiftedMean(field, moments, u),
  };
}

function checkDirection(name: string, direction: readonly string[], length: number): void {
  checkList(name, direction, length, checkExact);
}

/** λ > 0 is a hypothesis of the theorem. */
export function checkLambda(lambda: unknown): void {
  checkThat(typeof lambda === 'string', 'options.lambda', lambda, 'a decimal string');
  checkPositive('options.lambda', lambda);
}

/** The subject has the form of a certificate about one point. */
function checkArguments(subject: EliminationCertificate['subject'], options: EliminationOptions): void {
  checkObject('subject', subject);
  checkOneOf('subject.kind', subject.kind, ['dense', 'block', 'wide']);
  checkCertificateForm('subject', subject);
  checkObject('options', options);
  checkLambda(options.lambda);
  checkFunction('options.propose', options.propose);
  checkFunction('options.proposeBlocks', options.proposeBlocks);
  checkProducer('options.producer', options.producer);
}

/**
 * Proves that W* of the subject is no local minimum of F̃, whatever λ > 0: F(W*) > 0 is the proof, the direction u makes
 * it visible. Derived numbers follow from the claimed ones, as the checker derives them.
 */
export function proveEliminated(
  subject: EliminationCertificate['subject'],
  options: EliminationOptions,
): Elimination {
  checkArguments(subject, options);
  const { claim: minimum, problem } = subject;
  if (minimum.verdict !== 'spurious-local-minimum')
    return { reason: `the verdict is ${minimum.verdict}, not spurious-local-minimum` };
  const large = (x: number): number => 2 * Math.max(0, Math.ceil(Math.log10(x)));
  const digits = DIGITS + large(Number(options.lambda)) + (subject.kind === 'block' ? large(problem.n) : 0);
  const field = new TranscendentalBalls(BallField.ofDigits(digits));
  const { balls } = field;
  const {
    direction,
    atZero: balance,
    square,
    shifted: mean,
  } = subject.kind === 'block'
    ? blockValues(field, subject, options)
    : denseValues(field, subject.kind === 'wide' ? reducedPoint(subject) : subject, options);
  // Targets that are known up to Σ‖δ_j‖ count like neurons.
  const radius = balls.add(
    balls.mul(balls.sqrt(balls.integer(problem.n)), balls.exact(minimum.centreRadius)),
    subject.kind === 'wide' ? balls.exact(subject.reduction!.moved) : balls.zero,
  );

  // |‖w*‖ − ‖w_p‖| ≤ ‖w* − w_p‖ and Σ‖w*_i − w_p,i‖ ≤ √n‖W* − W_p‖ ≤ √n r: c(0) moves by at most √n r/√(2π).
  const root = balls.sqrt(balls.scale(balls.pi, 2));
  const atZero = widened(balls, balance, balls.div(radius, root));
  // |c_W(u) − c_W'(u)| ≤ ΣE|(w_i − w'_i)·x|e^(u·x) = e^(‖u‖²/2)ΣE|(w_i − w'_i)·(x + u)|, and the mean of |δ·(x + u)|
  // is at most √(‖δ‖² + (δ·u)²) ≤ √(1 + ‖u‖²)‖δ‖.
  const growth = field.exp(balls.divideByInteger(square, 2));
  const moved = balls.mul(balls.mul(growth, balls.sqrt(balls.add(balls.one, square))), radius);
  const claimed = enclosed(balls, widened(balls, balls.mul(growth, mean), moved));
  const atMost = balls.abs(balls.hull(claimed.lower.value, claimed.upper.value));
  if (balls.positive(atMost) !== 'yes')
    return {
      reason: `c(u) lies in [${claimed.lower.text}, ${claimed.upper.text}], which is not separated from 0, for the best u found`,
    };
  const quartic = field.exp(balls.scale(square, 2));
  const half = balls.shiftBy(balls.one, -1);
  const curvature = upperBound(balls, balls.mul(half, quartic));
  const decrease = enclosed(balls, balls.div(balls.mul(half, balls.square(atMost)), quartic));
  const objective = balls.hull(balls.exact(minimum.objective.lower), balls.exact(minimum.objective.upper));
  const infimum = balls.sub(objective, balls.hull(decrease.lower.value, decrease.upper.value));

  // a c + a²(E + λ) with |a| = γ/(2(E + λ)), rounded, is about −γ²/(4(E + λ)), γ the least |c(u)|.
  const gamma = balls.lower(atMost);
  const lambda = exactDecimal(options.lambda);
  const weight = balls.add(curvature.value, balls.exact(lambda));
  const size = decimalOf(balls.lowerRational(balls.div(gamma, balls.scale(weight, 2))), 'down', 6);
  if (size === '0' || size.startsWith('-'))
    return { reason: 'the step of the added neuron is too small to be written' };
  const step = balls.exact(size);
  const gained = balls.sub(balls.mul(step, gamma), balls.mul(balls.square(step), weight));
  if (balls.positive(gained) !== 'yes')
    return { reason: 'the decrease at the explicit point is not separated from 0' };

  const claim: EliminationClaim = {
    verdict: 'eliminated',
    correlationAtZero: texts(enclosed(balls, atZero)),
    correlation: texts(claimed),
    curvature: curvature.text,
    largestDecrease: texts(decrease),
    infimum: texts(enclosed(balls, infimum)),
    step: {
      lambda,
      a: balls.positive(claimed.lower.value) === 'yes' ? `-${size}` : size,
      decrease: lowerBound(balls, gained).text,
    },
  };
  const certificate = makeCertificate<EliminationCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'elimination',
    producer: { ...options.producer, digits },
    subject,
    claim,
    witness: { direction },
  });
  return { certificate };
}

/** Problem and centre of a point with all its coordinates. */
interface DensePoint {
  readonly problem: Pick<DenseCertificate['problem'], 'k' | 'n' | 'd' | 'targets'>;
  readonly point: Pick<DenseCertificate['point'], 'centre'>;
}

/** A wide point in the coordinates of its proof. */
function reducedPoint({ problem: { k, n }, point, reduction }: WideCertificate): DensePoint {
  const targets = reduction!.coordinates.map((row) => row.concat(new Array(k - row.length).fill('0')));
  return { problem: { k, n, d: k, targets }, point: { centre: point.centre! } };
}

/** The centre and the targets of a dense certificate over a field. Targets that are 0 are left out. */
export function centreOf<S, V>(field: Field<S, V>, { problem, point }: DensePoint): Point<S, V> {
  const { d, targets } = problem;
  const basis = targets === 'standard-basis';
  const candidate = {
    form: 'dense',
    ...problem,
    targets: basis ? null : targets,
    weights: point.centre,
  } as const;
  const neurons = point.centre.map((row) => field.vector(row));
  return pointOf(field, d, neurons, targetVectors(field, candidate), basis);
}

function widened(balls: BallField, x: Ball, by: Ball): Ball {
  return balls.hull(balls.sub(x, by), balls.add(x, by));
}

function enclosed(balls: BallField, x: Ball): { lower: Bound; upper: Bound } {
  return { lower: lowerBound(balls, x), upper: upperBound(balls, x) };
}

function texts({ lower, upper }: { lower: Bound; upper: Bound }): Enclosure {
  return { lower: lower.text, upper: upper.text };
}
