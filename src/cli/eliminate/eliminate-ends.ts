import { join } from 'node:path';
import { serialise } from '../../certificate/index.ts';
import type { Augmented } from '../../elimination/data/augmented.ts';
import type { Empirical } from '../../elimination/data/empirical.ts';
import type { Trial } from '../../elimination/descent/descent.ts';
import { WAYS, type Way } from '../../elimination/descent/trials.ts';
import { writeFileAtomic } from '../../files/index.ts';
import type { FormulaModel, Network } from '../../model/network.ts';
import { type AugmentedEndVerdict, decideAugmentedEnd } from '../../training/augmented-end.ts';
import type { TrainingVerdict } from '../../training/decide.ts';
import { NotSmooth } from '../../training/objective.ts';
import { settledPoint, type TrainingVerification, verifyTraining } from '../../verify/training.ts';
import type { Context } from '../context.ts';
import { producer } from '../producer.ts';
import { compute } from '../shared/compute.ts';

/** What is proved about the end θ of a descent, as a point of the landscape of L. */
export interface ProvedEnd {
  readonly verdict: TrainingVerdict;
  readonly reason: string;
  readonly index: number | null;
  /** L at the critical point. */
  readonly objective: { readonly lower: string; readonly upper: string } | null;
  readonly certificate: string | null;
  /** How far the point that the verdict is about is from the end: 0 where it is the end itself. */
  readonly moved: number;
  /** What is proved of L̃ near (θ, a, b, W); null for descents on L alone. */
  readonly augmented: {
    readonly verdict: AugmentedEndVerdict;
    readonly reason: string;
    readonly radius: string | null;
  } | null;
}

export type ProvedEnds = Readonly<Record<Way, readonly ProvedEnd[]>>;

/** Verifies every end as `verify --model` does. The end with the least loss is the witness for those that are spurious. */
export async function verifiedEnds(
  { problem, augmentation, lambda }: Augmented,
  trials: readonly Readonly<Record<Way, Trial>>[],
  out: string | undefined,
  context: Context,
): Promise<ProvedEnds> {
  const all = trials
    .flatMap((ways) => WAYS.map((way) => ways[way]))
    .filter(({ loss }) => Number.isFinite(loss));
  const best = all.reduce<Trial | null>((x, y) => (x === null || y.loss < x.loss ? y : x), null);
  const total = trials.length * WAYS.length;
  const proved = await compute(
    context,
    'verify ends',
    (progress) => {
      const found: Record<Way, ProvedEnd[]> = { original: [], augmented: [], monitored: [] };
      for (const [trial, ways] of trials.entries())
        for (const way of WAYS) {
          const landscape = way === 'original' ? null : { augmentation, lambda };
          const write = (text: string): string | null => written(out, way, trial, text);
          found[way].push(provedEnd(problem, landscape, ways[way], best, write));
          progress.advance(1);
        }
      return found;
    },
    { total, counted: 'ends' },
  );
  if (out !== undefined) writeFileAtomic(join(out, 'ends.csv'), endsCsv(proved));
  return proved;
}

function written(out: string | undefined, way: Way, trial: number, text: string): string | null {
  if (out === undefined) return null;
  const path = join(out, `${way}-${trial}.data.certificate.json`);
  writeFileAtomic(path, text);
  return path;
}

function provedEnd(
  problem: Empirical,
  landscape: Pick<Augmented, 'augmentation' | 'lambda'> | null,
  { theta, added }: Trial,
  best: Trial | null,
  write: (text: string) => string | null,
): ProvedEnd {
  const nothing = { index: null, objective: null, certificate: null, moved: 0, augmented: null } as const;
  if (!theta.every(Number.isFinite))
    return { verdict: 'inconclusive', reason: 'the end is out of range', ...nothing };
  const better = best?.theta.every(Number.isFinite) ? best.theta : null;
  try {
    const own = verifiedAt(problem, theta, better);
    const told = (proved: TrainingVerification, moved: number): ProvedEnd => ({
      ...toldOf(proved, moved, write),
      augmented: landscape && augmentedOf(landscape, theta, added, proved),
    });
    if (own.decision.verdict !== 'inconclusive') return told(own, 0);
    // Descent stops before it is there: where would it have led?
    const network = modelAt(problem.network as Network | FormulaModel, theta);
    const further = settledPoint({ ...problem, network })?.map(Number) ?? null;
    if (further === null) return told(own, 0);
    const moved = Math.hypot(...further.map((x, i) => x - theta[i]!));
    const other =
      moved > FAR * Math.max(1, Math.hypot(...theta)) ? own : verifiedAt(problem, further, better);
    return other.decision.verdict === 'inconclusive' ? told(own, 0) : told(other, moved);
  } catch (error) {
    if (!(error instanceof NotSmooth)) throw error;
    return { verdict: 'inconclusive', reason: error.message, ...nothing };
  }
}

/** A point farther from an end than this part of its size is not what the end is about. */
const FAR = 0.1;

function verifiedAt(
  problem: Empirical,
  theta: readonly number[],
  better: readonly number[] | null,
): TrainingVerification {
  const network = modelAt(problem.network as Network | FormulaModel, theta);
  return verifyTraining({ ...problem, network }, { better, producer });
}

function augmentedOf(
  { augmentation, lambda }: Pick<Augmented, 'augmentation' | 'lambda'>,
  theta: readonly number[],
  added: Trial['added'],
  proved: TrainingVerification,
): ProvedEnd['augmented'] {
  if (![...added.a, ...added.b, ...added.w.flat()].every(Number.isFinite))
    return { verdict: 'inconclusive', reason: 'the end is out of range', radius: null };
  const { problem } = proved;
  const { verdict, reason, radius } = decideAugmentedEnd(problem, augmentation, lambda, theta, added, proved);
  return { verdict, reason, radius: radius?.text ?? null };
}

function toldOf(
  { decision, certify }: TrainingVerification,
  moved: number,
  write: (text: string) => string | null,
): Omit<ProvedEnd, 'augmented'> {
  const certificate = certify();
  const objective = decision.proof?.objective;
  return {
    verdict: decision.verdict,
    reason: decision.reason,
    index: decision.index,
    objective: objective ? { lower: objective.lower.text, upper: objective.upper.text } : null,
    certificate: certificate && write(serialise(certificate)),
    moved,
  };
}

/** The model at another θ. */
function modelAt(model: Network | FormulaModel, theta: readonly number[]): Network | FormulaModel {
  if ('formulas' in model) {
    const names = Object.keys(model.parameters);
    return { ...model, parameters: Object.fromEntries(names.map((name, i) => [name, theta[i]!])) };
  }
  let at = 0;
  const take = (count: number): number[] => {
    at += count;
    return theta.slice(at - count, at);
  };
  const layers = model.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map((row) => take(row.length)),
    bias: layer.unbiased ? layer.bias : take(layer.bias.length),
  }));
  return { ...model, layers };
}

/** How often each verdict was proved. */
export function countsOf(ends: readonly ProvedEnd[]): Record<TrainingVerdict, number> {
  const counts: Record<TrainingVerdict, number> = {
    'global-minimum': 0,
    'spurious-local-minimum': 0,
    'local-minimum': 0,
    saddle: 0,
    'no-critical-point': 0,
    inconclusive: 0,
  };
  for (const { verdict } of ends) counts[verdict] += 1;
  return counts;
}

/** What part of the ends has a verdict that is a theorem. */
export function provedShare(ends: readonly ProvedEnd[]): number {
  return ends.filter(({ verdict }) => verdict !== 'inconclusive').length / ends.length;
}

/** Likewise of L̃; null for descents on L alone. */
export function augmentedCounts(ends: readonly ProvedEnd[]): Record<AugmentedEndVerdict, number> | null {
  const known = ends.flatMap(({ augmented }) => (augmented === null ? [] : [augmented.verdict]));
  if (known.length === 0) return null;
  const counts: Record<AugmentedEndVerdict, number> = {
    'global-minimum': 0,
    'no-local-minimum': 0,
    inconclusive: 0,
  };
  for (const verdict of known) counts[verdict] += 1;
  return counts;
}

/** L at the ends of each way by verdict, for a histogram; where nothing is proved the loss that was computed. */
export function endValues(
  ends: ProvedEnds,
  trials: readonly Readonly<Record<Way, Trial>>[],
): { readonly name: string; readonly kind: string; readonly value: number }[] {
  return WAYS.flatMap((name) =>
    ends[name].map(({ verdict, objective }, trial) => ({
      name,
      kind: verdict,
      value: objective === null ? trials[trial]![name].loss : Number(objective.lower),
    })),
  );
}

export function endsTable(ends: ProvedEnds): string {
  const lines = WAYS.map((way) => {
    const counts = Object.entries(countsOf(ends[way])).filter(([, count]) => count > 0);
    const share = `${(100 * provedShare(ends[way])).toFixed(0)} %`;
    return `${way.padEnd(10)} ${share.padStart(5)}: ${counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`;
  });
  const added = WAYS.flatMap((way) => {
    const counts = Object.entries(augmentedCounts(ends[way]) ?? {}).filter(([, count]) => count > 0);
    return counts.length === 0
      ? []
      : [`${way.padEnd(10)} ${counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`];
  });
  return (
    `Proved next to the ends, in the landscape of L\n${lines.join('\n')}\n` +
    `Proved next to the ends, of L~ in (theta, a, b, W)\n${added.join('\n')}\n`
  );
}

function endsCsv(ends: ProvedEnds): string {
  const lines = WAYS.flatMap((way) =>
    ends[way].map(({ verdict, index, objective, moved, augmented }, trial) =>
      [
        way,
        trial,
        verdict,
        index ?? '',
        objective?.lower ?? '',
        objective?.upper ?? '',
        moved,
        augmented?.verdict ?? '',
        augmented?.radius ?? '',
      ].join(','),
    ),
  );
  return `way,trial,verdict,index,objectiveLower,objectiveUpper,moved,augmented,augmentedRadius\n${lines.join('\n')}\n`;
}
