import type { Verification } from '../proof/verify.ts';

/** One line of `verify --json`; bounds are decimal strings on their safe side. */
export interface VerifyResult extends Omit<Verification, 'certificate'> {
  readonly source: string;
  readonly family: number | null;
  readonly k: number;
  readonly n: number;
  readonly d: number;
  /** Sizes of the blocks; only for a symmetric point. */
  readonly blocks?: readonly number[];
  /** What to try next where nothing was proved about a critical point. */
  readonly hint: string | null;
  readonly milliseconds: number;
  readonly certificate: string | null;
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
  add('gradient at candidate', bound('≤', result.gradientNorm));
  if (result.radius !== null) add('critical point within', result.radius);
  if (result.verdict === 'saddle') {
    add('index', String(result.index));
    add('smallest eigenvalue', bound('≤', result.lambdaMin));
  } else {
    add('smallest eigenvalue', bound('≥', result.lambdaMin));
    add('the same, all dimensions', bound('≥', result.lambdaMinAllDimensions));
  }
  add('basin radius', bound('≥', result.basinRadius));
  if (result.objective !== null)
    add('objective', `in [${result.objective.lower}, ${result.objective.upper}]`);
  add('robust to moved targets', bound('D =', result.robustnessRadius));
  add('Gaussian targets from d', result.gaussianDimension);
  if (result.published !== null) {
    const { lemma1, lemma2 } = result.published;
    add(
      'published Lemmas 1, 2',
      `${holds(lemma1.holds)}, ${holds(lemma2.holds)} with the published constants`,
    );
  }
  add('certificate', result.certificate);
  lines.push(`  ${'digits, time'.padEnd(26)} ${result.digits}, ${result.milliseconds.toFixed(1)} ms`);
  return `${lines.join('\n')}\n`;
}

function bound(sign: string, value: string | null): string | null {
  return value === null ? null : `${sign} ${value}`;
}

function holds(value: boolean): string {
  return value ? 'holds' : 'does not hold';
}
