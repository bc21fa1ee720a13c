import { join } from 'node:path';
import { counted } from '../../arithmetic/counted.ts';
import {
  neuronCount,
  type SplitMove,
  serialise,
  splitPower,
  UNIFORM_LIMITS,
  type UniformCertificate,
} from '../../certificate/index.ts';
import { writeFileAtomic } from '../../files/index.ts';
import { CATALOGUE, type Provable, provableFamily } from '../../symmetry/uniform/catalogue.ts';
import type { ProveResult } from '../../verify/uniform.ts';
import type { UniformSplits } from '../../verify/uniform-split.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { producer } from '../producer.ts';
import { milliseconds as now } from '../shared/clock.ts';
import { compute } from '../shared/compute.ts';
import { wholeNumber } from '../shared/numbers.ts';
import type { Progress } from '../shared/progress.ts';

interface ProveArguments {
  readonly bad: number;
  readonly extra: string[] | undefined;
  readonly from?: number;
  readonly to?: number;
  readonly list: boolean;
  readonly split: boolean;
  readonly out?: string;
  readonly json: boolean;
}

/** The split of one kind of neuron as `prove --split --json` has it. */
interface SplitLine {
  /** 0: any neuron of a good coordinate; then the matched ones and the extras. */
  readonly neuron: number;
  /** Whether every split of it is proved to be a strict saddle, for every k of the range. */
  readonly saddle: boolean;
  /** Why nothing is claimed; null where the split is a saddle. */
  readonly reason: string | null;
  /** λ_min(B) ≤ eigenvalueUpper·k^(−power/2) */
  readonly eigenvalueUpper: string | null;
  readonly power: 0 | 1 | 2;
  readonly move: SplitMove | null;
  readonly transverseNegative: boolean | null;
}

export const proveCommand: Command<ProveArguments> = {
  name: 'prove',
  describe: 'Prove a family of spurious local minima for every k from a bound on',
  options: {
    bad: { type: 'number', value: 'N', default: 1, notWith: 'list', describe: 'Number of bad coordinates' },
    extra: {
      type: 'list',
      value: 'I,J,…',
      notWith: 'list',
      describe: 'Bad coordinates shared by one more neuron, as 1,2',
    },
    from: { type: 'number', value: 'K', notWith: 'list', describe: 'Least k; else that of --list' },
    to: { type: 'number', value: 'K', notWith: 'list', describe: 'Greatest k; else none' },
    list: { type: 'boolean', describe: 'Name the families that can be proved' },
    split: {
      type: 'boolean',
      notWith: 'list',
      describe: 'Also: with any one neuron split in two the minimum is a saddle, for every k',
    },
    out: { type: 'string', value: 'DIR', notWith: 'list', describe: 'Folder for the certificates' },
    json: { type: 'boolean', describe: 'Machine-readable output' },
  },
  examples: [
    ['prove --list', 'the families that can be proved'],
    ['prove --extra 1 --out proofs', 'a theorem for every k ≥ 7: n = k + 1'],
    ['prove --split --out proofs', 'and what one more neuron does to its minima'],
  ],
  exits: {
    holds: 'the theorem is proved, and under --split that every split is a saddle',
    doesNotHold: 'it is not, or a split is not',
  },
  run: runProve,
};

async function runProve(args: ProveArguments, context: Context): Promise<number> {
  if (args.list) {
    const families = CATALOGUE.map((entry) => ({ ...entry, n: neuronCount(entry) }));
    context.out(args.json ? `${JSON.stringify({ families }, null, 2)}\n` : families.map(listed).join(''));
    return EXIT.holds;
  }
  const task = taskOf(args);
  const { proveForAll } = await import('../../verify/uniform.ts');
  const splitForAll = args.split ? (await import('../../verify/uniform-split.ts')).splitForAll : null;
  const start = now();
  const prove = (progress: Progress): { result: ProveResult; splits: UniformSplits | null } => {
    let done = 0;
    const result = proveForAll(task, task.kFrom, task.kTo, {
      producer,
      progress: (part) => {
        const percent = Math.floor(100 * part);
        progress.advance(percent - done);
        done = percent;
      },
    });
    const splits = result.proved ? (splitForAll?.(result.certificate, { producer }) ?? null) : null;
    return { result, splits };
  };
  const { result, splits } = await compute(context, 'prove', prove, {
    total: 100,
    counted: '% of the range of k^(-1/2)',
    often: true,
  });
  const milliseconds = now() - start;
  const certificate = result.proved ? result.certificate : null;
  const written = (text: string | null, name: string): string | null => {
    if (text === null || args.out === undefined) return null;
    const path = join(args.out, name);
    writeFileAtomic(path, text);
    return path;
  };
  const name = nameOf(task);
  const path = written(certificate && serialise(certificate), `${name}.certificate.json`);
  const of = splits?.certificate ?? null;
  const splitPath = written(of && serialise(of), `${name}.split.certificate.json`);
  const neurons = splits === null ? [] : splitLines(task.bad, splits);
  if (args.json) {
    const { kFrom, kTo } = task;
    const figures = {
      statement: certificate?.statement ?? null,
      n: neuronCount(task),
      kFrom,
      kTo,
      lambdaMin: certificate?.claim.lambdaMin ?? null,
      intervals: certificate?.witness.intervals.length ?? null,
      certificate: path,
      milliseconds,
      reason: result.proved ? null : result.reason,
      ...(args.split ? { splits: splits && { certificate: splitPath, neurons } } : {}),
    };
    context.out(`${JSON.stringify(figures, null, 2)}\n`);
  } else if (certificate !== null) {
    context.out(described(certificate, path, milliseconds));
    if (splits !== null) context.out(describedSplits(task, neurons, splitPath));
  }
  if (!result.proved) {
    context.err(`spurious: not proved: ${result.reason}\n`);
    return EXIT.doesNotHold;
  }
  return neurons.every(({ saddle }) => saddle) ? EXIT.holds : EXIT.doesNotHold;
}

/** A line for each kind of neuron, in order. */
function splitLines(bad: number, { certificate, failures }: UniformSplits): SplitLine[] {
  const proved = (certificate?.claim.splits ?? []).map(
    (split): SplitLine => ({ ...split, saddle: true, reason: null, power: splitPower(bad, split.neuron) }),
  );
  const failed = failures.map(
    ({ neuron, reason }): SplitLine => ({
      ...{ neuron, saddle: false, reason, eigenvalueUpper: null, power: splitPower(bad, neuron) },
      ...{ move: null, transverseNegative: null },
    }),
  );
  return [...proved, ...failed].sort((x, y) => x.neuron - y.neuron);
}

/** The theorem that is asked for. */
function taskOf({ bad, extra = [], from, to }: ProveArguments): Provable {
  wholeNumber('--bad', bad, 1, UNIFORM_LIMITS.bad);
  if (extra.length > UNIFORM_LIMITS.extras)
    throw new UsageError(`--extra is given ${extra.length} times: at most ${UNIFORM_LIMITS.extras}`);
  const extras = extra.map((text) => badCoordinates(text, bad));
  const known = provableFamily({ bad, extras });
  const kFrom = from ?? known?.kFrom;
  if (kFrom === undefined)
    throw new UsageError('--from is needed for a family that spurious prove --list does not name');
  const kTo = to ?? (from === undefined ? known?.kTo : null) ?? null;
  wholeNumber('--from', kFrom, bad + 4, UNIFORM_LIMITS.k);
  if (kTo !== null) wholeNumber('--to', kTo, kFrom, UNIFORM_LIMITS.k);
  return { bad, extras, kFrom, kTo };
}

/** The set that an option --extra names, ascending. */
function badCoordinates(text: string, bad: number): number[] {
  const parts = text.split(',');
  const set = parts.map(Number).sort((a, b) => a - b);
  const fits = parts.every((part) => /^[1-9]\d?$/.test(part)) && set.every((beta) => beta <= bad);
  if (!fits || new Set(set).size !== set.length)
    throw new UsageError(
      `--extra takes different bad coordinates from 1 to ${bad} (--bad), separated by commas, not ${JSON.stringify(text)}`,
    );
  return set;
}

function range({ kFrom, kTo }: Pick<Provable, 'kFrom' | 'kTo'>): string {
  return kTo === null ? `k >= ${kFrom}` : `${kFrom} <= k <= ${kTo}`;
}

function listed(entry: Provable & { readonly n: string }): string {
  const options = [`--bad ${entry.bad}`, ...entry.extras.map((set) => `--extra ${set.join(',')}`)];
  return `n = ${entry.n.padEnd(4)} ${range(entry).padEnd(15)} spurious prove ${options.join(' ')}\n`;
}

function described(
  { statement, claim, witness }: UniformCertificate,
  path: string | null,
  milliseconds: number,
): string {
  const count = witness.intervals.length;
  const lines = [
    statement.replaceAll(/(?<=\.) (?=[A-Z])/g, '\n'),
    `Proved for every real k in the range: ${range(claim)}, on ${counted(count, 'interval')} of k^(-1/2), in ${(milliseconds / 1000).toFixed(1)} s.`,
    ...(path === null ? [] : [`certificate ${path}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for people. */
function describedSplits(
  { bad, extras }: Pick<Provable, 'bad' | 'extras'>,
  neurons: readonly SplitLine[],
  path: string | null,
): string {
  const saddles = neurons.filter(({ saddle }) => saddle).length;
  const lines = neurons.map(
    ({ neuron, saddle, reason, eigenvalueUpper, power, move, transverseNegative }) => {
      const set = extras[neuron - bad - 1];
      const name =
        neuron === 0
          ? `coordinates ${bad + 1} to k`
          : set === undefined
            ? `matched to ${neuron}`
            : `extra {${set.join(',')}}`;
      if (!saddle) return `  ${name}: not proved, nothing is claimed: ${reason}`;
      const index = move === 'constant' ? '1' : `k - ${bad + (power === 2 ? 2 : 1)}`;
      const further = transverseNegative ? ' + 1 for each further coordinate' : '';
      const scale = ['', ' k^(-1/2)', '/k'][power];
      return `  ${name}: λ_min(B) ≤ ${eigenvalueUpper}${scale}, index at least ${index}${further}`;
    },
  );
  return [
    `Split in two, ${saddles} of ${counted(neurons.length, 'kind')} of neurons make a strict saddle, for every α in (0, 1) and every k:`,
    ...lines,
    ...(path === null ? [] : [`certificate ${path}`]),
    '',
  ].join('\n');
}

/** bad-2-extra-1-extra-2-from-11-to-100 */
function nameOf({ bad, extras, kFrom, kTo }: Provable): string {
  const sets = extras.map((set) => `-extra-${set.join('_')}`).join('');
  return `bad-${bad}${sets}-from-${kFrom}${kTo === null ? '' : `-to-${kTo}`}`;
}
