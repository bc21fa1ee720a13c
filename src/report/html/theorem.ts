/** What a certificate says, for people who look at it for the first time: each figure explained where it stands. */
import { counted } from '../../arithmetic/counted.ts';
import {
  type Certificate,
  type Claim,
  type CompleteCertificate,
  claimId,
  type DataCertificate,
  type DecisionCertificate,
  dataSize,
  type EliminationCertificate,
  neuronCount,
  type PointCertificate,
  parameterCount,
  type SplitCertificate,
  type UniformCertificate,
  type UniformSplitCertificate,
} from '../../certificate/index.ts';
import { type Content, html, type Markup } from './markup.ts';
import { between, bound, grouped } from './numbers.ts';

/** What the words need of the problem of a point. */
type Problem = Pick<PointCertificate['problem'], 'k' | 'n' | 'd' | 'dimension' | 'targets'>;

/** A figure of a theorem, and what it means. */
export interface Explained {
  readonly name: string;
  readonly value: Content;
  readonly meaning: Content;
}

export interface Theorem {
  /** How it is coloured and named: proved good or bad news for descent, or a theorem of another kind. */
  readonly tone: 'minimum' | 'saddle' | 'global' | 'empty';
  readonly verdict: string;
  readonly lead: Markup;
  readonly figures: readonly Explained[];
}

export function theoremOf(certificate: Certificate): Theorem {
  switch (certificate.kind) {
    case 'dense':
    case 'block':
    case 'wide':
      return pointTheorem(certificate);
    case 'uniform':
      return uniformTheorem(certificate);
    case 'elimination':
      return eliminationTheorem(certificate);
    case 'split':
      return splitTheorem(certificate);
    case 'uniform-split':
      return uniformSplitTheorem(certificate);
    case 'data':
      return 'added' in certificate ? decisionTheorem(certificate) : dataTheorem(certificate);
    case 'complete':
      return completeTheorem(certificate);
  }
}

/** The theorem as a part of a page. */
export function theoremMarkup(certificate: Certificate, heading: 2 | 3 = 3): Markup {
  const { tone, verdict, lead, figures } = theoremOf(certificate);
  const title =
    heading === 2
      ? html`<h2 class="verdict ${tone}">${verdict}</h2>`
      : html`<h3 class="verdict ${tone}">${verdict}</h3>`;
  return html`${title}<p class="lead">${lead}</p>${figureList(figures)}<details class="statement"><summary>The whole statement, as the checker reads it</summary><p>${certificate.statement}</p><p class="fine">Claim ${claimId(certificate.sha256)}; made by ${certificate.producer.name} ${certificate.producer.version}, ${certificate.producer.digits} digits. The statement is confirmed by the checker; the words above explain it.</p></details>`;
}

export function figureList(figures: readonly Explained[]): Markup {
  return html`<dl class="figures">${figures.map(
    ({ name, value, meaning }) =>
      html`<div><dt>${name}</dt><dd><b>${value}</b><span>${meaning}</span></dd></div>`,
  )}</dl>`;
}

function inDimensions({ d, dimension }: Problem): string {
  return dimension === 'all'
    ? `in every dimension d ≥ ${grouped(d)}`
    : `in dimension d = ${grouped(dimension)}`;
}

function network({ k, n, targets }: Problem): Markup {
  const basis = targets === 'standard-basis' ? 'orthogonal ' : '';
  return html`a network of ${grouped(n)} ReLU neuron${n === 1 ? '' : 's'} that learns from ${grouped(k)} ${basis}target neuron${k === 1 ? '' : 's'}`;
}

function pointTheorem({ problem, claim }: PointCertificate): Theorem {
  switch (claim.verdict) {
    case 'spurious-local-minimum':
      return minimumTheorem(problem, claim);
    case 'saddle':
      return saddleTheorem(problem, claim);
    case 'not-spurious':
      return {
        tone: 'global',
        verdict: 'A global minimum',
        lead: html`For ${network(problem)}, the point is, up to the order of its neurons, the targets themselves: F is 0 there, ${inDimensions(problem)}. Descent that ends here has succeeded.`,
        figures: [
          distance(claim.radius),
          {
            name: 'Curvature',
            value: html`λ ${bound(claim.lambdaMin, 'least')}`,
            meaning: 'F curves upwards at least so much in every direction.',
          },
          basin(claim.basinRadius),
        ],
      };
    case 'no-critical-point':
      return {
        tone: 'empty',
        verdict: 'No critical point here',
        lead: html`For ${network(problem)}: within a thousandth of the longest neuron around the given point, the gradient of F is nowhere 0, ${inDimensions(problem)}. Descent has not ended yet.`,
        figures: [
          {
            name: 'Gradient',
            value: html`‖∇F‖ ${bound(claim.gradientNormLower, 'least')}`,
            meaning: 'The gradient at the given point is at least so long,',
          },
          {
            name: 'Change of the gradient',
            value: html`‖∇²F‖ ${bound(claim.hessianNorm, 'most')}`,
            meaning: html`and it cannot change fast enough to vanish within ${bound(claim.lipschitzRadius, 'least')}.`,
          },
        ],
      };
  }
}

function distance(radius: string): Explained {
  return {
    name: 'Where it is',
    value: html`‖W − W*‖ ${bound(radius, 'most')}`,
    meaning: 'So close to the numbers that were given lies W*, the exact critical point.',
  };
}

function basin(radius: string): Explained {
  return {
    name: 'Basin',
    value: radius === '0' ? 'none claimed' : html`radius ${bound(radius, 'least')}`,
    meaning: 'Gradient flow from any start nearer to the given point than this ends at W*.',
  };
}

function minimumTheorem(
  problem: Problem,
  claim: Extract<Claim, { verdict: 'spurious-local-minimum' }>,
): Theorem {
  const curvature = claim.lambdaMinAllDimensions ?? claim.lambdaMin;
  return {
    tone: 'minimum',
    verdict: 'A spurious local minimum',
    lead: html`For ${network(problem)}, the squared loss F under Gaussian inputs has a strict local minimum W* that is not global, ${inDimensions(problem)}. Gradient descent can end here although F could be 0.`,
    figures: [
      {
        name: 'Loss',
        value: html`F(W*) = ${between(claim.objective)}`,
        meaning: 'Certainly above 0, the least possible loss. That makes the minimum spurious.',
      },
      {
        name: 'Curvature',
        value: html`λ ${bound(curvature, 'least')}`,
        meaning:
          'F curves upwards at least so much in every direction (the least eigenvalue of the Hessian). That makes the minimum strict.',
      },
      distance(claim.radius),
      {
        name: 'Alone',
        value: html`radius ${bound(claim.uniquenessRadius, 'least')}`,
        meaning: 'There is no other critical point so near to the centre of the proof.',
      },
      basin(claim.basinRadius),
      {
        name: 'Moved targets',
        value:
          claim.robustnessRadius === null
            ? 'nothing claimed'
            : html`Σ‖e‖ ${bound(claim.robustnessRadius, 'most')}`,
        meaning: 'Move the targets by vectors e, in all by no more than this: a spurious minimum remains.',
      },
      {
        name: 'Random targets',
        value:
          claim.gaussianDimension === null
            ? 'nothing claimed'
            : html`d ${bound(claim.gaussianDimension, 'least')}`,
        meaning:
          'With targets drawn from a normal distribution in so many dimensions there is such a minimum with probability at least 99\u00a0%.',
      },
      {
        name: 'Why',
        value: html`2Lε &lt; λ²`,
        meaning: html`At the centre of the proof the gradient is tiny, ε ${bound(claim.centreGradientNorm, 'most')}, the curvature is not, λ ${bound(claim.centreLambdaMin, 'least')}, and the Hessian changes slowly, L ${bound(claim.lipschitz, 'most')}. By the Newton–Kantorovich theorem there is exactly one critical point next to it.`,
      },
    ],
  };
}

function saddleTheorem(problem: Problem, claim: Extract<Claim, { verdict: 'saddle' }>): Theorem {
  const descends = claim.index > 0;
  const further =
    claim.transverseIndex !== null && claim.transverseIndex > 0
      ? ` and ${claim.transverseIndex} more with each further coordinate`
      : '';
  return {
    tone: 'saddle',
    verdict: descends ? 'A saddle' : 'A critical point of index 0 in the given coordinates',
    lead: html`For ${network(problem)}, F has a critical point W* that is no local minimum, ${inDimensions(problem)}: next to it F is lower in ${grouped(claim.index)} independent direction${claim.index === 1 ? '' : 's'}${further}. Descent that comes close may stay long, but leaves.`,
    figures: [
      {
        name: 'Index',
        value: grouped(claim.index),
        meaning: 'So many eigenvalues of the Hessian at W* are negative, none is 0.',
      },
      ...(claim.lambdaMin === null
        ? []
        : [
            {
              name: 'Steepest way down',
              value: html`λ ${bound(claim.lambdaMin, 'most')}`,
              meaning: 'The least eigenvalue of the Hessian: F curves downwards at least so much.',
            },
          ]),
      {
        name: 'Loss',
        value: html`F(W*) = ${between(claim.objective)}`,
        meaning: 'The value of F there.',
      },
      distance(claim.radius),
      {
        name: 'Alone',
        value: html`radius ${bound(claim.uniquenessRadius, 'least')}`,
        meaning: 'There is no other critical point so near to the centre of the proof.',
      },
    ],
  };
}

function rangeOf(from: number, to: number | null): string {
  return to === null ? `every k ≥ ${grouped(from)}` : `every k from ${grouped(from)} to ${grouped(to)}`;
}

function uniformTheorem({ problem, claim }: UniformCertificate): Theorem {
  const { kFrom, kTo, lambdaMin } = claim;
  const range = rangeOf(kFrom, kTo);
  return {
    tone: 'minimum',
    verdict: `A theorem for ${range}`,
    lead: html`For ${range} and every dimension d ≥ k, a network of n = ${neuronCount(problem)} ReLU neurons that learns from k orthogonal target neurons has a strict local minimum that is not global. Its neurons stand near their targets but for ${problem.bad} of them, which point away.`,
    figures: [
      {
        name: 'Curvature',
        value: html`λ ${bound(lambdaMin, 'least')}`,
        meaning: 'One bound on the least eigenvalue of the Hessian for all these k.',
      },
      {
        name: 'Bad coordinates',
        value: String(problem.bad),
        meaning: 'Targets whose own neuron points away from them.',
      },
      {
        name: 'Extra neurons',
        value:
          problem.extras.length === 0 ? 'none' : problem.extras.map((set) => `{${set.join(', ')}}`).join(' '),
        meaning: 'For each one the bad coordinates that it shares.',
      },
    ],
  };
}

function uniformSplitTheorem({ subject, claim }: UniformSplitCertificate): Theorem {
  const { kFrom, kTo } = subject.claim;
  const { bad } = subject.problem;
  const kinds = ['good neurons', ...Array.from({ length: bad }, (_, i) => `matched neuron ${i + 1}`)];
  return {
    tone: 'saddle',
    verdict: `Split in two, saddles for ${rangeOf(kFrom, kTo)}`,
    lead: html`For ${rangeOf(kFrom, kTo)} and every dimension d ≥ k, replace a neuron w of the minimum of this family by the two neurons αw and (1 − α)w: the network computes the same, but for every α between 0 and 1 the point is a strict saddle.`,
    figures: claim.splits.map(({ neuron, eigenvalueUpper, move }) => ({
      name: `Splitting ${kinds[neuron] ?? `extra neuron ${neuron - bad}`}`,
      value: html`${neuron === 0 ? 'βk' : neuron <= bad ? html`βk<sup>1/2</sup>` : 'β'} ${bound(eigenvalueUpper, 'most')}`,
      meaning: html`The least eigenvalue β of B ${neuron > bad ? '' : 'times that power of k '}is at most this; F falls as the halves move apart ${move === 'constant' ? 'along all good coordinates alike' : 'along the difference of two good coordinates'}.`,
    })),
  };
}

function completeTheorem({ problem, claim }: CompleteCertificate): Theorem {
  const { symmetry, kFrom, kTo } = problem;
  const where = kTo === kFrom ? `k = ${grouped(kFrom)}` : rangeOf(kFrom, kTo);
  const all = symmetry === 'Sk';
  return {
    tone: 'empty',
    verdict: `A complete list for ${where}`,
    lead: all
      ? html`For ${where}: among the matrices with one number on the diagonal and one elsewhere, F has exactly four critical points. Nobody can find a fifth.`
      : html`For ${where}: among the points that do not change when k − 1 neurons and coordinates are permuted alike, the critical points of F are exactly these, and two segments of points whose neurons all have one direction. Nobody can find another.`,
    figures: claim.points.map(({ certificate, values }, i) => ({
      name: `Point ${i + 1}`,
      value: certificate === null ? 'good neurons equal' : pointTheorem(certificate).verdict,
      meaning:
        certificate === null
          ? html`(a, b, c, d, e) ≈ (${values!.map((x) => Number(x).toFixed(6)).join(', ')}); no local minimum.`
          : certificate.claim.verdict === 'saddle'
            ? html`index ${certificate.claim.index}, F = ${between(certificate.claim.objective)}`
            : certificate.claim.verdict === 'spurious-local-minimum'
              ? html`F = ${between(certificate.claim.objective)}`
              : html`F = 0`,
    })),
  };
}

function minimumSentence({ problem, claim }: PointCertificate): Markup {
  const loss = 'objective' in claim ? html`, F(W*) = ${between(claim.objective)}` : null;
  return html`W* is a certified spurious local minimum of ${network(problem)}${loss}.`;
}

function eliminationTheorem({ subject, claim }: EliminationCertificate): Theorem {
  const { correlation, infimum, largestDecrease, step } = claim;
  return {
    tone: 'saddle',
    verdict: 'One exponential neuron removes the minimum',
    lead: html`${minimumSentence(subject)} Add one neuron a·exp(u·x + b) and a penalty λa²: then F falls from W* for every λ &gt; 0, though the old neurons stay where they are.`,
    figures: [
      {
        name: 'Correlation',
        value: html`c(u) = ${between(correlation)}`,
        meaning:
          'How the new neuron in direction u meets the error of the network. It is not 0: F falls with a small a of the right sign.',
      },
      {
        name: 'A lower point',
        value: html`F falls by ${bound(step.decrease, 'least')}`,
        meaning: html`at λ = ${step.lambda} with a = ${step.a}, b = 0 and the direction u of the certificate.`,
      },
      {
        name: 'Farther',
        value: html`by ${between(largestDecrease)}`,
        meaning: html`is how far F falls below F(W*) when a and b are chosen best, to ${between(infimum)}; never attained, only approached as b grows.`,
      },
    ],
  };
}

function splitTheorem({ subject, claim }: SplitCertificate): Theorem {
  const { splits } = claim;
  const best = splits.reduce((a, b) => (Number(b.eigenvalueUpper) < Number(a.eigenvalueUpper) ? b : a));
  const steepest = splits.reduce((a, b) => (Number(b.step.decrease) > Number(a.step.decrease) ? b : a));
  return {
    tone: 'saddle',
    verdict: 'Split in two, the minimum is a saddle',
    lead: html`${minimumSentence(subject)} Replace a neuron w by the two neurons αw and (1 − α)w: the network computes the same, but for every α between 0 and 1 the point is now a strict saddle. Proved for ${counted(splits.length, subject.kind === 'block' ? 'type' : 'neuron')}${subject.kind === 'block' ? ' of neurons' : null}.`,
    figures: [
      {
        name: 'Way down',
        value: html`β ${bound(best.eigenvalueUpper, 'most')}`,
        meaning: html`The least eigenvalue of B for neuron ${best.neuron + 1}: as its halves move apart by z and −z, F curves downwards by β‖z‖²/α(1 − α).`,
      },
      {
        name: 'Index',
        value: splits
          .map(({ negativeDirections, gap }) => `${gap === null ? '≥ ' : ''}${negativeDirections}`)
          .join(', '),
        meaning:
          'Independent directions in which F falls next to the split point, a number for each neuron that is split.',
      },
      {
        name: 'A lower point',
        value: html`F falls by ${bound(steepest.step.decrease, 'least')}`,
        meaning: html`at an explicit point: neuron ${steepest.neuron + 1} split with α = ${steepest.step.alpha}.`,
      },
    ],
  };
}

const DATA_VERDICTS = {
  'global-minimum': { tone: 'global', verdict: 'A global minimum' },
  'spurious-local-minimum': { tone: 'minimum', verdict: 'A spurious local minimum' },
  'local-minimum': { tone: 'minimum', verdict: 'A local minimum' },
  saddle: { tone: 'saddle', verdict: 'A saddle' },
  'no-critical-point': { tone: 'empty', verdict: 'No critical point here' },
} as const;

function decisionTheorem({ problem, claim }: DecisionCertificate): Theorem {
  const { examples } = dataSize(problem);
  const minimum = claim.verdict === 'augmented-minimum';
  const lead = html`For a model with one added neuron at its outputs, on ${grouped(examples)} example${examples === 1 ? '' : 's'}: the given point ${
    minimum
      ? 'is a minimum of the training loss with the added neuron.'
      : 'is no local minimum of the training loss with the added neuron. Nothing but the added neuron has to move.'
  }`;
  const figures: Explained[] = [];
  if (claim.lossAtTheta !== null)
    figures.push({
      name: 'Loss',
      value: html`L ${bound(claim.lossAtTheta.lower, 'least')}`,
      meaning: 'The training loss without added neurons is at least this.',
    });
  if (claim.infimum !== null)
    figures.push({
      name: 'Infimum',
      value: html`inf ${bound(claim.infimum.lower, 'least')}`,
      meaning: 'No function of the input has a smaller training loss.',
    });
  if (claim.step !== null)
    figures.push({
      name: 'Decrease',
      value: bound(claim.step.decrease, 'least'),
      meaning: 'A step of the added neuron lowers the objective by at least this.',
    });
  return {
    tone: minimum ? 'global' : 'saddle',
    verdict: minimum ? 'A minimum with an added neuron' : 'No minimum with an added neuron',
    lead,
    figures,
  };
}

function dataTheorem({ problem, claim }: DataCertificate): Theorem {
  const { critical, radius, betterUpper } = claim;
  const count = parameterCount(problem);
  const { examples } = dataSize(problem);
  const where = html`a network with ${grouped(count)} parameter${count === 1 ? '' : 's'} and its training loss L on ${grouped(examples)} example${examples === 1 ? '' : 's'}`;
  const lead =
    claim.by === 'residuals'
      ? html`For ${where}: the given point is a global minimum of L, exactly. No function of the input has a smaller loss.`
      : claim.verdict === 'no-critical-point' || critical === null
        ? html`For ${where}: near the given point the gradient of L is nowhere 0. Descent has not ended yet.`
        : claim.verdict === 'saddle'
          ? html`For ${where}: next to the given point there is a critical point from which L falls in ${grouped(critical.index)} independent direction${critical.index === 1 ? '' : 's'}.`
          : betterUpper === null
            ? html`For ${where}: next to the given point there is a ${claim.verdict === 'global-minimum' ? 'global' : 'local'} minimum of L.`
            : html`For ${where}: next to the given point there is a local minimum of L, and another point has a lower loss, ${bound(betterUpper, 'most')}.`;
  const figures: Explained[] = [];
  if (critical !== null && radius !== null && claim.verdict !== 'no-critical-point') {
    figures.push(
      { ...distance(radius), value: html`‖θ − θ*‖ ${bound(radius, 'most')}` },
      {
        name: 'Loss',
        value: html`L ${bound(critical.objective.lower, 'least')}`,
        meaning: 'The training loss at the critical point is at least this.',
      },
    );
    figures.push({
      name: 'Curvature',
      value: html`λ ${bound(critical.lambdaMin, critical.index === 0 ? 'least' : 'most')}`,
      meaning: 'The smallest eigenvalue of the Hessian in the parameters that vary.',
    });
  }
  return { ...DATA_VERDICTS[claim.verdict], lead, figures };
}
