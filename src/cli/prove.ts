import { join } from 'node:path';
import type { Argv } from 'yargs';
import { neuronCount, serialise, UNIFORM_LIMITS, type UniformCertificate } from '../certificate/index.ts';
import { writeFileAtomic } from '../files/index.ts';
import { CATALOGUE, type Provable, provableFamily } from '../symmetry/uniform/catalogue.ts';
import { milliseconds as now } from './clock.ts';
import { type Command, type Context, EXIT, UsageError } from './context.ts';
import { startProgress } from './pool.ts';
import { producer } from './producer.ts';

interface ProveArguments {
  readonly bad: number;
  readonly extra: string[];
  readonly from?: number;
  readonly to?: number;
  readonly list: boolean;
  readonly out?: string;
  readonly json: boolean;
}

export const proveCommand: Command<ProveArguments> = {
  command: 'prove',
  describe: 'Prove a family of spurious local minima for every k from a bound on',
  builder: (yargs: Argv): Argv =>
    yargs
      .option('bad', { type: 'number', requiresArg: true, default: 1, describe: 'Number of bad coordinates' })
      .option('extra', {
        type: 'string',
        array: true,
        requiresArg: true,
        default: [],
        describe: 'Bad coordinates shared by one more neuron, as 1,2; may be repeated',
      })
      .option('from', { type: 'number', requiresArg: true, describe: 'Least k; by default that of --list' })
      .option('to', { type: 'number', requiresArg: true, describe: 'Greatest k; by default none' })
      .option('list', { type: 'boolean', default: false, describe: 'Name the families that can be proved' })
      .option('out', { type: 'string', requiresArg: true, describe: 'Folder for the certificate' })
      .option('json', { type: 'boolean', default: false, describe: 'Machine-readable output' }),
  run: runProve,
};

async function runProve(args: ProveArguments, context: Context): Promise<number> {
  if (args.list) {
    const families = CATALOGUE.map((entry) => ({ ...entry, n: neuronCount(entry) }));
    context.out(args.json ? `${JSON.stringify({ families }, null, 2)}\n` : families.map(listed).join(''));
    return EXIT.holds;
  }
  const task = taskOf(args);
  const { proveForAll } = await import('../verify/uniform.ts');
  const start = now();
  const progress = await startProgress(100, context, 'prove', '% of the range of k^(-1/2)');
  let done = 0;
  const result = proveForAll(task, task.kFrom, task.kTo, {
    producer,
    progress: (part) => {
      const percent = Math.floor(100 * part);
      progress.advance(percent - done);
      done = percent;
    },
  });
  progress.stop();
  const milliseconds = now() - start;
  const certificate = result.proved ? result.certificate : null;
  let path: string | null = null;
  if (certificate !== null && args.out !== undefined) {
    path = join(args.out, `${nameOf(task)}.certificate.json`);
    writeFileAtomic(path, serialise(certificate));
  }
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
    };
    context.out(`${JSON.stringify(figures, null, 2)}\n`);
  } else if (certificate !== null) context.out(described(certificate, path, milliseconds));
  if (!result.proved) {
    context.err(`spurious: not proved: ${result.reason}\n`);
    return EXIT.doesNotHold;
  }
  return EXIT.holds;
}

/** The theorem that is asked for. */
function taskOf({ bad, extra, from, to }: ProveArguments): Provable {
  if (!Number.isInteger(bad) || bad < 1 || bad > UNIFORM_LIMITS.bad)
    throw new UsageError(`--bad takes a whole number from 1 to ${UNIFORM_LIMITS.bad}`);
  if (extra.length > UNIFORM_LIMITS.extras)
    throw new UsageError(`--extra: at most ${UNIFORM_LIMITS.extras} neurons`);
  const extras = extra.map((text) => badCoordinates(text, bad));
  const known = provableFamily({ bad, extras });
  const kFrom = from ?? known?.kFrom;
  if (kFrom === undefined)
    throw new UsageError('--from is needed for a family that spurious prove --list does not name');
  const kTo = to ?? (from === undefined ? known?.kTo : null) ?? null;
  const whole = (k: number): boolean => Number.isInteger(k) && k <= UNIFORM_LIMITS.k;
  if (!whole(kFrom) || kFrom < bad + 4)
    throw new UsageError(`--from takes a whole number from ${bad + 4} (--bad + 4) to ${UNIFORM_LIMITS.k}`);
  if (kTo !== null && (!whole(kTo) || kTo < kFrom))
    throw new UsageError(`--to takes a whole number from ${kFrom} (the least k) to ${UNIFORM_LIMITS.k}`);
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
    `Proved for every real k in the range: ${range(claim)}, on ${count} intervals of k^(-1/2), in ${(milliseconds / 1000).toFixed(1)} s.`,
    ...(path === null ? [] : [`certificate ${path}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** bad-2-extra-1-extra-2-from-11-to-100 */
function nameOf({ bad, extras, kFrom, kTo }: Provable): string {
  const sets = extras.map((set) => `-extra-${set.join('_')}`).join('');
  return `bad-${bad}${sets}-from-${kFrom}${kTo === null ? '' : `-to-${kTo}`}`;
}
