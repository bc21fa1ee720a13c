import { counted } from '../../arithmetic/counted.ts';
import { briefDecimal, exactDecimal } from '../../arithmetic/exact.ts';
import type { Enclosure } from '../../certificate/index.ts';
import { lossName } from '../../elimination/data/loss.ts';
import type { Bound } from '../../proof/bounds.ts';
import type { TrainingVerdict } from '../../training/decide.ts';
import type { Why } from '../../training/slice.ts';
import type { TrainingVerification } from '../../verify/training.ts';

/** One line of `verify --model … --json`; bounds are decimal strings on their safe side, null where they do not apply. */
export interface TrainingJson {
  readonly source: string;
  readonly data: string;
  readonly loss: string;
  readonly decay: string;
  readonly parameters: number;
  readonly examples: number;
  readonly verdict: TrainingVerdict;
  readonly reason: string;
  readonly index: number | null;
  readonly strict: string | null;
  readonly ballRadius: string;
  readonly objectiveAtCandidate: Enclosure;
  readonly gradientNorm: string | null;
  readonly radius: string | null;
  readonly uniquenessRadius: string | null;
  readonly basinRadius: string | null;
  readonly lambdaMin: string | null;
  readonly objective: Enclosure | null;
  readonly infimum: string | null;
  readonly better: {
    readonly objectiveUpper: string;
    readonly origin: string;
    readonly parameters: readonly string[];
  } | null;
  readonly held: readonly { readonly parameter: string; readonly why: Why }[];
  /** The centre of the proof, an entry for each parameter. */
  readonly critical: readonly string[] | null;
  readonly digits: number;
  readonly milliseconds: number;
  readonly certificate: string | null;
  readonly rechecked?: boolean | null;
}

export function trainingJson(
  { problem, decision }: TrainingVerification,
  about: Pick<TrainingJson, 'source' | 'data' | 'milliseconds' | 'certificate' | 'rechecked'>,
): TrainingJson {
  const { proof, better } = decision;
  const { names, empirical } = problem;
  const { source, data, ...rest } = about;
  return {
    source,
    data,
    loss: lossName(empirical.loss),
    decay: exactDecimal(problem.decay),
    parameters: names.length,
    examples: empirical.examples,
    verdict: decision.verdict,
    reason: decision.reason,
    index: decision.index,
    strict: decision.strict,
    ballRadius: decision.ballRadius.text,
    objectiveAtCandidate: enclosure(decision.atCandidate),
    gradientNorm: text(decision.gradientNorm),
    radius: text(decision.radius),
    uniquenessRadius: text(proof?.uniquenessRadius),
    basinRadius: text(decision.basinRadius),
    lambdaMin: text(proof?.lambdaMin),
    objective: proof && enclosure(proof.objective),
    infimum: text(decision.infimum),
    better: better && {
      objectiveUpper: better.upper.text,
      origin: better.witness.origin,
      parameters: better.witness.theta.map((x) => exactDecimal(x)),
    },
    held: (proof?.slice.held ?? []).map(({ entry, why }) => ({ parameter: names[entry]!, why })),
    critical: proof?.centre.map((x) => exactDecimal(x)) ?? null,
    digits: decision.digits,
    ...rest,
  };
}

function text(bound: Bound | null | undefined): string | null {
  return bound?.text ?? null;
}

function enclosure({ lower, upper }: { readonly lower: Bound; readonly upper: Bound }): Enclosure {
  return { lower: lower.text, upper: upper.text };
}

/** What was proved, for people. */
export function trainingText(result: TrainingJson, colour: boolean): string {
  const verdict = colour ? `\u001b[1m${result.verdict}\u001b[0m` : result.verdict;
  const size = `${counted(result.parameters, 'parameter')}, ${counted(result.examples, 'example')}`;
  const lines = [`${result.source} on ${result.data}: ${verdict} (${size}, loss ${result.loss})`];
  const add = (label: string, what: string | null): void => {
    if (what !== null) lines.push(`  ${label.padEnd(26)} ${what}`);
  };
  const most = (value: string | null): string | null => value && `≤ ${briefDecimal(value, 'up')}`;
  const least = (value: string | null): string | null => value && `≥ ${briefDecimal(value, 'down')}`;
  const between = (value: Enclosure | null): string | null =>
    value && `in [${briefDecimal(value.lower, 'down')}, ${briefDecimal(value.upper, 'up')}]`;
  add('because', result.reason);
  if (result.decay !== '0') add('weight of ½‖θ‖²', result.decay);
  add('objective at candidate', between(result.objectiveAtCandidate));
  add('gradient at candidate', most(result.gradientNorm));
  if (result.verdict !== 'no-critical-point' && result.verdict !== 'inconclusive') {
    add('critical point within', most(result.radius));
    add('only one within', least(result.uniquenessRadius));
    add('index', result.index === null ? null : String(result.index));
    add('smallest eigenvalue', result.index === 0 ? least(result.lambdaMin) : most(result.lambdaMin));
    add('strict', result.strict);
    add('basin radius', least(result.basinRadius));
    add('objective', between(result.objective));
  }
  if (result.better !== null)
    add(
      'lower',
      `L ≤ ${briefDecimal(result.better.objectiveUpper, 'up')} at a point ${result.better.origin}`,
    );
  add('over all functions of x', result.infimum && `L ≥ ${briefDecimal(result.infimum, 'down')}`);
  for (const why of ['dead', 'rescaling', 'dependent'] as const) {
    const own = result.held.filter((one) => one.why === why).map(({ parameter }) => parameter);
    if (own.length > 0) add(`held (${why})`, listed(own));
  }
  add('certificate', result.certificate);
  if (typeof result.rechecked === 'boolean')
    add('independent checker', result.rechecked ? 'accepts the certificate' : 'rejects the certificate');
  lines.push(`  ${'digits, time'.padEnd(26)} ${result.digits}, ${result.milliseconds.toFixed(1)} ms`);
  return `${lines.join('\n')}\n`;
}

function listed(names: readonly string[]): string {
  const few = names.slice(0, 6).join(', ');
  return names.length > 6 ? `${few} and ${names.length - 6} more` : few;
}
