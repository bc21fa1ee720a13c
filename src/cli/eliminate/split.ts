import { join } from 'node:path';
import { LIMITS, type NeuronSplit, serialise } from '../../certificate/index.ts';
import { FileError, readExactText, writeFileAtomic } from '../../files/index.ts';
import { type Command, type Context, EXIT } from '../context.ts';
import { certificateName } from '../shared/certificate-name.ts';
import { wholeNumber } from '../shared/numbers.ts';
import { mapTasks } from '../shared/pool.ts';
import type { SplitOutcome, SplitTask } from './split-task.ts';

interface SplitArguments {
  readonly certificates: string[];
  readonly neuron: number | undefined;
  readonly out: string | undefined;
  readonly recheck: boolean;
  readonly json: boolean;
}

/** One line of `split --json`; bounds are decimal strings on their safe side. */
export interface SplitResult {
  readonly source: string;
  /** From 0; a type of a symmetric minimum. Null where the source is not about a spurious minimum. */
  readonly neuron: number | null;
  /** Whether every split of it is proved to be a strict saddle. */
  readonly saddle: boolean;
  /** Why nothing is claimed; null where the split is a saddle. */
  readonly reason: string | null;
  /** λ_min(B) ≤ */
  readonly eigenvalueUpper: string | null;
  /** The index in the given coordinates, or 1 as a lower bound of it where `indexExact` is false. */
  readonly negativeDirections: number | null;
  /** What each further coordinate adds to the index. */
  readonly transverseNegativeDirections: 0 | 1 | null;
  readonly indexExact: boolean | null;
  /** F(W*) − F' ≥ at an explicit point. */
  readonly decreaseLower: string | null;
  readonly certificate: string | null;
  /** Under --recheck: does the independent checker accept the certificate? null where there is none. */
  readonly rechecked?: boolean | null;
}

export const splitCommand: Command<SplitArguments> = {
  name: 'split',
  describe: 'What one more ReLU neuron does: a certified minimum with a neuron split in two is a saddle',
  operands: {
    name: 'certificates',
    value: 'CERTIFICATE',
    count: 'some',
    reads: true,
    describe: 'Certificates of spurious local minima, dense or symmetric',
  },
  options: {
    neuron: {
      type: 'number',
      value: 'I',
      describe: 'Only this neuron, from 0; of a symmetric minimum this type of neurons',
    },
    out: { type: 'string', value: 'DIR', describe: 'Folder for the certificates' },
    recheck: { type: 'boolean', describe: 'Run the independent checker as well' },
    json: { type: 'boolean', describe: 'Machine-readable output' },
  },
  examples: [
    ['split certificates/6-6.certificate.json --out splits --recheck', 'every neuron of a minimum'],
    ['split certificates/8-9.certificate.json --neuron 1', 'one of them'],
  ],
  exits: { holds: 'every split asked for is proved to be a saddle', doesNotHold: 'one is not' },
  run: runSplit,
};

async function runSplit(args: SplitArguments, context: Context): Promise<number> {
  const { neuron, recheck } = args;
  if (neuron !== undefined) wholeNumber('--neuron', neuron, 0, Number.MAX_SAFE_INTEGER);
  let code: number = EXIT.holds;
  const complain = (message: string, least: number): void => {
    context.err(`spurious: ${message}\n`);
    code = Math.max(code, least);
  };
  const inputs = args.certificates.flatMap((source) => {
    try {
      const text = readExactText(source, LIMITS.characters);
      return [{ source, task: { text, neuron: neuron ?? null, recheck } }];
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      complain(error.message, EXIT.unreadable);
      return [];
    }
  });
  const outcomes = await mapTasks<SplitTask, SplitOutcome>(
    inputs.map(({ task }) => task),
    new URL('./split-task.js', import.meta.url),
    context,
    'split',
  );
  const names = new Set<string>();
  const results = outcomes.flatMap((outcome, i): SplitResult[] => {
    if (outcome instanceof Error) throw outcome;
    const { source } = inputs[i]!;
    if ('invalid' in outcome) {
      complain(`${source}: no certificate that the checker accepts: ${outcome.invalid}`, EXIT.unreadable);
      return [];
    }
    if ('absent' in outcome) {
      complain(`--neuron ${neuron}: ${source} has ${outcome.absent}, counted from 0`, EXIT.usage);
      return [];
    }
    if ('reason' in outcome) {
      code = Math.max(code, EXIT.doesNotHold);
      return [failure(source, neuron ?? null, outcome.reason, recheck)];
    }
    const { certificate, failures, rejected } = outcome;
    if (failures.length > 0) code = Math.max(code, EXIT.doesNotHold);
    if (rejected !== null)
      complain(`the checker rejects the split certificate of ${source}: ${rejected}`, EXIT.doesNotHold);
    let path: string | null = null;
    if (certificate !== null && args.out !== undefined) {
      path = join(args.out, certificateName({ source, family: null }, names, 'split'));
      writeFileAtomic(path, serialise(certificate));
    }
    const proved = (certificate?.claim.splits ?? []).map((split) => ({
      ...success(source, split, path),
      ...(recheck ? { rechecked: rejected === null } : {}),
    }));
    const failed = failures.map((each) => failure(source, each.neuron, each.reason, recheck));
    return [...proved, ...failed].sort((x, y) => x.neuron! - y.neuron!);
  });
  if (args.json) context.out(`${JSON.stringify({ results }, null, 2)}\n`);
  else context.out(described(results));
  return code;
}

function success(source: string, split: NeuronSplit, certificate: string | null): SplitResult {
  return {
    source,
    neuron: split.neuron,
    saddle: true,
    reason: null,
    eigenvalueUpper: split.eigenvalueUpper,
    negativeDirections: split.negativeDirections,
    transverseNegativeDirections: split.transverseNegativeDirections,
    indexExact: split.gap !== null,
    decreaseLower: split.step.decrease,
    certificate,
  };
}

function failure(source: string, neuron: number | null, reason: string, recheck: boolean): SplitResult {
  return {
    source,
    neuron,
    saddle: false,
    reason,
    eigenvalueUpper: null,
    negativeDirections: null,
    transverseNegativeDirections: null,
    indexExact: null,
    decreaseLower: null,
    certificate: null,
    ...(recheck ? { rechecked: null } : {}),
  };
}

/** For people: a heading a source, a line a neuron. */
function described(results: readonly SplitResult[]): string {
  return [...new Set(results.map(({ source }) => source))]
    .map((source) => {
      const own = results.filter((result) => result.source === source);
      const saddles = own.filter(({ saddle }) => saddle).length;
      const { certificate, rechecked } = own.find(({ saddle }) => saddle) ?? own[0]!;
      const lines = [
        `${source}: ${saddles} of ${own.length} splits are saddles, for every α in (0, 1)`,
        ...own.map(line),
        ...(certificate === null ? [] : [`  certificate ${certificate}`]),
        ...(typeof rechecked === 'boolean'
          ? [`  checker     ${rechecked ? 'accepts' : 'rejects'} the certificate`]
          : []),
      ];
      return `${lines.join('\n')}\n`;
    })
    .join('');
}

function line(result: SplitResult): string {
  const name = result.neuron === null ? '  no neuron' : `  neuron ${result.neuron}`;
  if (!result.saddle) return `${name}: not proved, nothing is claimed: ${result.reason}`;
  const further = result.transverseNegativeDirections === 1 ? ' + 1 for each further coordinate' : '';
  const index = `${result.indexExact ? 'index' : 'index at least'} ${result.negativeDirections}${further}`;
  return `${name}: λ_min(B) ≤ ${result.eigenvalueUpper}, ${index}; lower by ${result.decreaseLower} at a point`;
}
