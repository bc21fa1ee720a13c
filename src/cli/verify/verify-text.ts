import { briefDecimal } from '../../arithmetic/exact.ts';
import type { Figures } from '../../proof/figures.ts';

/** One line of `verify --json`; bounds are decimal strings on their safe side. */
export interface VerifyResult extends Figures {
  readonly source: string;
  readonly family: number | null;
  readonly k: number;
  readonly n: number;
  readonly d: number;
  /** Sizes of the blocks; only for a symmetric point. */
  readonly blocks?: readonly number[];
  /** What to try next where nothing was proved about a critical point. */
  readonly hint: string | null;
  /** Where formulas among the targets were rounded: Σ‖δ_j‖ at most, and whether that is inside the robustness radius. */
  readonly roundedTargets?: { readonly moved: string; readonly covered: boolean };
  /** Under --probability: from this dimension on; null where nothing is proved about Gaussian targets. */
  readonly gaussianAtProbability?: { readonly probability: string; readonly dimension: string } | null;
  /** Under --gaussian-dimension: at least this probability; null as above. */
  readonly gaussianAtDimension?: { readonly dimension: string; readonly probability: string } | null;
  readonly milliseconds: number;
  readonly certificate: string | null;
  /** Under --recheck: does the independent checker accept the certificate? null where there is none. */
  readonly rechecked?: boolean | null;
}

/** What was proved about one candidate, for people. */
export function describe(result: VerifyResult, dimension: 'all' | number, colour: boolean): string {
  const name = result.family === null ? result.source : `${result.source} family ${result.family}`;
  const scope = dimension === 'all' ? `every d ≥ ${result.d}` : `d = ${dimension}`;
  const verdict = colour ? `\u001b[1m${result.verdict}\u001b[0m` : result.verdict;
  const lines = [`${name}: ${verdict} (k = ${result.k}, n = ${result.n}, ${scope})`];
  const add = (label: string, text: string | null): void => {
    if (text !== null) lines.push(`  ${label.padEnd(26)} ${text}`);
  };
  if (result.reason !== null) add('because', result.reason);
  add('hint', result.hint);
  add('gradient at candidate', atMost(result.gradientNorm));
  if (result.radius !== null) add('critical point within', briefDecimal(result.radius, 'up'));
  if (result.verdict === 'saddle') {
    add('index', String(result.index));
    add('smallest eigenvalue', atMost(result.lambdaMin));
  } else {
    add('smallest eigenvalue', atLeast(result.lambdaMin));
    add('the same, all dimensions', atLeast(result.lambdaMinAllDimensions));
  }
  add('basin radius', atLeast(result.basinRadius));
  if (result.objective !== null)
    add(
      'objective',
      `in [${briefDecimal(result.objective.lower, 'down')}, ${briefDecimal(result.objective.upper, 'up')}]`,
    );
  if (result.robustnessRadius !== null)
    add('robust to moved targets', `D = ${briefDecimal(result.robustnessRadius, 'down')}`);
  if (result.roundedTargets !== undefined) {
    const { moved, covered } = result.roundedTargets;
    add(
      'targets as written',
      `formulas, moved by at most ${moved} in all: ${covered ? 'inside D, so that they have a spurious local minimum here, too' : 'the theorem is about the rounded ones alone'}`,
    );
  }
  add('Gaussian targets from d', result.gaussianDimension);
  const { gaussianAtProbability: asked, gaussianAtDimension: reached } = result;
  if (asked) add('Gaussian targets', `probability ≥ ${asked.probability} from d = ${asked.dimension} on`);
  if (reached) add('Gaussian targets', `probability ≥ ${reached.probability} at d = ${reached.dimension}`);
  if (result.published !== null) {
    const { lemma1, lemma2 } = result.published;
    add(
      'published Lemmas 1, 2',
      `${holds(lemma1.holds)}, ${holds(lemma2.holds)} with the published constants`,
    );
  }
  add('certificate', result.certificate);
  if (typeof result.rechecked === 'boolean')
    add('independent checker', result.rechecked ? 'accepts the certificate' : 'rejects the certificate');
  lines.push(`  ${'digits, time'.padEnd(26)} ${result.digits}, ${result.milliseconds.toFixed(1)} ms`);
  return `${lines.join('\n')}\n`;
}

/** Bounds to 15 digits at most, rounded to their safe side; --json has all digits. */
function atMost(value: string | null): string | null {
  return value === null ? null : `≤ ${briefDecimal(value, 'up')}`;
}

function atLeast(value: string | null): string | null {
  return value === null ? null : `≥ ${briefDecimal(value, 'down')}`;
}

function holds(value: boolean): string {
  return value ? 'holds' : 'does not hold';
}
