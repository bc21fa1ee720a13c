/** The proof that a certified spurious local minimum becomes a saddle when a neuron is split in two (docs/split.md). */
import {
  checkFunction,
  checkList,
  checkObject,
  checkOneOf,
  checkProducer,
  checkWhole,
} from '../../arithmetic/argument.ts';
import { approximate, type Ball, BallField, DomainError } from '../../arithmetic/ball.ts';
import type { ExactNumber } from '../../arithmetic/exact.ts';
import { negativeCount } from '../../arithmetic/inertia.ts';
import {
  hasFurtherCoordinates,
  MAX_SPLITS,
  type MinimumClaim,
  makeCertificate,
  type NeuronSplit,
  type PointCertificate,
  type SplitCertificate,
  type SplitSubject,
  type SplitWitness,
} from '../../certificate/index.ts';
import { type Bound, lowerBound, upperBound } from '../../proof/bounds.ts';
import { checkCertificateForm } from '../../proof/check-certificate-form.ts';
import { scaledCandidate, scaledClaim, scaledDecimal, scaleExponent } from '../../proof/scale.ts';
import { type Curvature, changeOfObjective, curvatureOn, quadratic, squareOf } from './curvature.ts';
import { blockNeuron, denseNeuron, type NeuronParts, type Part } from './neuron.ts';

/** B on a part in doubles, for proposals: entries e_i·Be_j and ‖e_i‖² of a basis, and M_ii − ½. */
export interface FloatForm {
  readonly block: number | null;
  readonly lengths: readonly number[];
  readonly entries: readonly (readonly number[])[];
  readonly transverse: number;
}

/** What is tried for a neuron; untrusted. Numbers are decimals. */
export interface SplitProposal {
  /** The part that z belongs to. */
  readonly block: number | null;
  /** z at falling lengths; the one that lowers F most is taken. */
  readonly directions: readonly (readonly string[])[];
  readonly alpha: string;
  /** B is expected to have one eigenvalue in (−gap, gap). */
  readonly gap: string;
}

export interface SplitProofOptions {
  /** Neurons, or types of a symmetric subject, from 0 and ascending; null for all. */
  readonly neurons: readonly number[] | null;
  /** Untrusted: from the parts of R^d, that of w first, and ‖w‖. */
  readonly propose: (forms: readonly FloatForm[], norm: number) => SplitProposal;
  readonly producer: { readonly name: string; readonly version: string };
}

export interface Splits {
  /** About the neurons whose split is proved to be a saddle; null where there is none. */
  readonly certificate: SplitCertificate | null;
  /** Why nothing is claimed about the others. */
  readonly failures: readonly { readonly neuron: number; readonly reason: string }[];
}

/** As for the elimination by an exponential neuron: claims have 15 digits, and sums over many neurons take more. */
const DIGITS = 40;

/** What is known of the subject, at the scale at which the proof is made. */
interface Known {
  readonly balls: BallField;
  /** L r ≥ ‖B(W*) − B(W_p)‖ */
  readonly moved: Ball;
  /** ε r ≥ F(W_p) − F(W*): F is convex between them. */
  readonly above: Ball;
  /** Whether dimensions above d are spoken of. */
  readonly further: boolean;
}

function checkArguments(subject: PointCertificate, options: SplitProofOptions): void {
  checkObject('subject', subject);
  checkOneOf('subject.kind', subject.kind, ['dense', 'block', 'wide']);
  checkCertificateForm('subject', subject);
  checkObject('options', options);
  const { neurons, propose, producer } = options;
  if (neurons !== null) checkList('options.neurons', neurons, null);
  neurons?.forEach((i, at) => {
    const least = at === 0 ? 0 : neurons[at - 1]! + 1;
    checkWhole(`options.neurons[${at}]`, i, least, (subject.point.centre?.length ?? subject.problem.n) - 1);
  });
  checkFunction('options.propose', propose);
  checkProducer('options.producer', producer);
}

/** Proves for each neuron that the split point is a saddle, for every α in (0, 1) and every dimension of the subject. */
export function proveSplits(
  subject: PointCertificate,
  options: SplitProofOptions,
): Splits | { readonly reason: string } {
  checkArguments(subject, options);
  if (subject.claim.verdict !== 'spurious-local-minimum')
    return { reason: `the verdict is ${subject.claim.verdict}, not spurious-local-minimum` };
  if (subject.kind === 'wide')
    return {
      reason: 'a split is proved in the coordinates of the candidate: not for a certificate of kind "wide"',
    };
  const { problem, point } = subject;
  const neurons = options.neurons ?? point.centre.map((_, i) => i);
  if (neurons.length > MAX_SPLITS)
    return { reason: `${neurons.length} neurons: one certificate takes ${MAX_SPLITS} at most` };
  const digits = DIGITS + 2 * Math.ceil(Math.log10(problem.n));
  const balls = BallField.ofDigits(digits);
  const e = exponentOf(subject);
  const minimum = scaledClaim(subject.claim, e) as MinimumClaim;
  const radius = balls.exact(minimum.centreRadius);
  const known: Known = {
    balls,
    moved: balls.mul(balls.exact(minimum.lipschitz), radius),
    above: balls.mul(balls.exact(minimum.centreGradientNorm), radius),
    further: hasFurtherCoordinates(problem),
  };
  const outcomes = neurons.map((i) => {
    try {
      const neuron = neuronOf(subject, e, balls, i);
      const forms = neuron.parts.map((part) => ({ ...part, ...curvatureOn(balls, neuron, part) }));
      const proposal = options.propose(forms.map(floatForm), Math.sqrt(approximate(neuron.square)));
      return { neuron: i, result: splitOf(known, neuron, forms, proposal, e, i) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return {
        neuron: i,
        result: { reason: 'some vector is too short beside the others for this precision' },
      };
    }
  });
  const proved = outcomes.flatMap(({ result }) => ('reason' in result ? [] : [result]));
  const failures = outcomes.flatMap(({ neuron, result }) =>
    'reason' in result ? [{ neuron, reason: result.reason }] : [],
  );
  if (proved.length === 0) return { certificate: null, failures };
  const certificate = makeCertificate<SplitCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'split',
    producer: { ...options.producer, digits },
    subject,
    claim: {
      verdict: 'split-saddle',
      alpha: { above: '0', below: '1' },
      splits: proved.map(({ claim }) => claim),
    },
    witness: { splits: proved.map(({ witness }) => witness) },
  });
  return { certificate, failures };
}

/** e with targets times 2^e about 1 long, as in every proof about a dense point. */
function exponentOf(subject: SplitSubject): number {
  return subject.kind === 'dense' ? scaleExponent(centreOf(subject)) : 0;
}

function centreOf({ problem, point }: Extract<SplitSubject, { kind: 'dense' }>) {
  const { targets } = problem;
  return {
    form: 'dense',
    ...problem,
    targets: targets === 'standard-basis' ? null : targets,
    weights: point.centre,
  } as const;
}

function neuronOf(subject: SplitSubject, e: number, balls: BallField, i: number): NeuronParts<Ball> {
  const enter = (x: ExactNumber): Ball => balls.exact(x);
  if (subject.kind === 'block')
    return blockNeuron(balls, enter, subject.problem.blocks, subject.point.centre, i);
  const { weights, targets, k } = scaledCandidate(centreOf(subject), e);
  return denseNeuron(balls, enter, weights, targets, { k, i });
}

/** A part with B on it. */
interface Form extends Part<Ball>, Curvature<Ball> {}

function floatForm({ block, lengths, entries, transverse }: Form): FloatForm {
  return {
    block,
    lengths: lengths.map(approximate),
    entries: entries.map((row) => row.map(approximate)),
    transverse: approximate(transverse),
  };
}

function splitOf(
  known: Known,
  neuron: NeuronParts<Ball>,
  forms: readonly Form[],
  { block, directions, alpha, gap }: SplitProposal,
  e: number,
  i: number,
): { readonly claim: NeuronSplit; readonly witness: SplitWitness } | { readonly reason: string } {
  const { balls, moved, above } = known;
  const form = forms.find((each) => each.block === block);
  if (form === undefined) throw new RangeError(`options.propose: no part for the block ${block}`);
  const lowered = lowestPoint(known, neuron, form, directions, alpha);
  if (lowered === null) return { reason: 'no direction found lowers F certainly' };
  const { direction, z, gained } = lowered;
  // zᵀB(W*)z/‖z‖² ≤ zᵀB(W_p)z/‖z‖² + ‖B(W*) − B(W_p)‖
  const quotient = balls.div(quadratic(balls, form.entries, z), squareOf(balls, form, z));
  const eigenvalue = upperBound(balls, balls.add(quotient, balls.add(form.slack, moved)));
  if (balls.positive(balls.neg(eigenvalue.value)) !== 'yes')
    return { reason: `the least eigenvalue of B is not proved to be below 0: at most ${eigenvalue.text}` };
  const decrease = lowerBound(balls, balls.sub(gained, above));
  if (balls.positive(decrease.value) !== 'yes')
    return { reason: 'the decrease at the explicit point is not separated from 0' };
  const index = indexOf(known, forms, gap);
  return {
    claim: {
      neuron: i,
      eigenvalueUpper: eigenvalue.text,
      negativeDirections: index?.negative ?? 1,
      transverseNegativeDirections: index?.transverse ?? null,
      gap: index?.gap.text ?? null,
      step: { alpha, decrease: scaledDecimal(decrease.text, 2, -e) },
    },
    witness: { block, direction: direction.map((x) => scaledDecimal(x, 1, -e)) },
  };
}

interface Lowered {
  readonly direction: readonly string[];
  readonly z: readonly Ball[];
  /** F(W_p) − F' at the explicit point. */
  readonly gained: Ball;
}

/** The direction that lowers F most: shorter ones are tried until they lower it less. Null if none certainly does. */
function lowestPoint(
  { balls }: Known,
  neuron: NeuronParts<Ball>,
  form: Form,
  directions: readonly (readonly string[])[],
  alpha: string,
): Lowered | null {
  let best: Lowered | null = null;
  for (const direction of directions) {
    const z = direction.map((x) => balls.exact(x));
    const gained = balls.neg(changeOfObjective(balls, neuron, form, z, balls.exact(alpha)));
    if (balls.positive(gained) !== 'yes') continue;
    if (best !== null && balls.less(best.gained, gained) !== 'yes') break;
    best = { direction, z, gained };
  }
  return best;
}

/**
 * With τ ≥ gap + L r, the eigenvalues of B(W_p) below −τ lie below −gap at W* (Weyl), those above τ above gap, and if one
 * is left over it is that of w*: B(W*)w* = 0. Counted by inertia on every part; null where that is not proved.
 */
function indexOf(
  { balls, moved, further }: Known,
  forms: readonly Form[],
  proposed: string,
): { readonly negative: number; readonly transverse: 0 | 1 | null; readonly gap: Bound } | null {
  const gap = { text: proposed, value: balls.exact(proposed) };
  if (balls.positive(gap.value) !== 'yes') return null;
  const countBelow = (side: 1 | -1): number => {
    let count = 0;
    for (const { lengths, multiplicity, entries, slack } of forms) {
      const tau = balls.add(gap.value, balls.add(moved, slack));
      const shift = side > 0 ? tau : balls.neg(tau);
      const shifted = entries.map((row, i) =>
        row.map((x, j) => (i === j ? balls.sub(x, balls.mul(shift, lengths[i]!)) : x)),
      );
      count += multiplicity * (negativeCount(balls, shifted) ?? Number.NaN);
    }
    return count;
  };
  const negative = countBelow(-1);
  if (!(negative >= 1 && countBelow(1) === negative + 1)) return null;
  if (!further) return { negative, transverse: null, gap };
  const { transverse, slack } = forms[0]!;
  const tau = balls.add(gap.value, balls.add(moved, slack));
  if (balls.less(tau, transverse) === 'yes') return { negative, transverse: 0, gap };
  if (balls.less(transverse, balls.neg(tau)) === 'yes') return { negative, transverse: 1, gap };
  return null;
}
