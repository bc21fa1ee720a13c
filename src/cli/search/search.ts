import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { counted } from '../../arithmetic/counted.ts';
import { makeFolder, writeFileAtomic } from '../../files/index.ts';
import { type Plan, rowName, type Shard, unitsOfShard, WHOLE } from '../../search/plan.ts';
import { manifestText, type RowSummary } from '../../search/results.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { producer } from '../producer.ts';
import { whenInterrupted } from '../shared/interrupt.ts';
import { wholeNumber } from '../shared/numbers.ts';
import { mapTasks, openWorkers } from '../shared/pool.ts';
import type { Workers } from '../shared/workers.ts';
import { proveRuns } from './prove-runs.ts';
import {
  checkShardPlan,
  manifestPath,
  readManifest,
  readPlan,
  readUnit,
  removeScratch,
  shardFolder,
  shardsIn,
  slurmFolder,
  unitPath,
  writePlan,
  writeShardPlan,
} from './search-files.ts';
import { type PlanArguments, planOf, warningsOf } from './search-plan.ts';
import type { RowTask } from './search-row-task.ts';
import { shardOf } from './search-shard.ts';
import { quote, submit } from './search-slurm.ts';
import type { SearchTask } from './search-task.ts';

export interface SearchArguments extends PlanArguments {
  readonly out: string;
  readonly jobs: number | undefined;
  readonly shard: string | undefined;
  readonly engine: 'local' | 'slurm';
  readonly collect: boolean;
  readonly proveRuns: boolean;
}

export const searchCommand: Command<SearchArguments> = {
  name: 'search',
  describe: 'Gradient descent from many random starts; every endpoint certified; resumable',
  options: {
    k: { type: 'string', value: 'K', describe: 'Targets: 6, 6..20, 8,10..19' },
    n: {
      type: 'string',
      value: 'N',
      goesWith: ['k', 'targets'],
      notWith: 'from',
      describe: 'Neurons: 6, k, k+1, k+2..20; default k',
    },
    targets: {
      type: 'string',
      value: 'FILE|gaussian:D',
      describe:
        'Instead of the standard basis: rows of a file; or N(0, I/D) in R^D, D like 30, 10^6, 2k or a list',
    },
    samples: {
      type: 'number',
      value: 'M',
      goesWith: ['targets'],
      describe: 'Random sets of targets for every (k, n, D), default 1',
    },
    from: {
      type: 'list',
      value: 'CERTIFICATE',
      notWith: 'k',
      describe: 'Start at this minimum, one neuron split in two (n + 1); with --targets carried to these',
    },
    runs: { type: 'number', value: 'R', describe: 'Runs for every (k, n), every sample, every --from' },
    seed: { type: 'number', value: 'S', describe: 'Seed of all starts' },
    out: { type: 'string', value: 'DIR', required: true, describe: 'Folder of the search' },
    jobs: {
      type: 'number',
      value: 'J',
      describe: 'Worker threads, default one a core; with --engine slurm tasks of the job array, default 8',
    },
    shard: { type: 'string', value: 'I/N', describe: 'Do only part I of N, from 1' },
    engine: {
      type: 'string',
      choices: ['local', 'slurm'],
      default: 'local',
      describe: 'slurm: write and submit a job array',
    },
    collect: { type: 'boolean', describe: 'Merge and certify what shards did' },
    'prove-runs': {
      type: 'boolean',
      describe: 'Then prove of every run where exact descent ends, as spurious prove-runs does',
    },
    init: {
      type: 'string',
      value: 'xavier|V',
      describe:
        'Variance of a weight at the start: 1/D (default), or V; with --from of the push, default 1e-6',
    },
    step: { type: 'number', value: 'X', describe: 'Step of the descent, default 0.1' },
    tolerance: {
      type: 'number',
      value: 'T',
      describe: 'A run is stationary when 2π‖∇F‖ of every neuron is at most T, default 1e-9',
    },
    drop: { type: 'number', value: 'F', describe: 'A run ends when F is below, default 0.001' },
    'max-iterations': {
      type: 'number',
      value: 'M',
      describe: 'Steps after which a run is given up, default 10000000',
    },
  },
  examples: [
    ['search --k 6..8 --runs 1000 --seed 1 --out runs', 'a new search'],
    ['search --out runs', 'the same, taken up again'],
    [
      'search --k 10 --targets gaussian:30,100 --samples 20 --runs 20 --seed 1 --out random',
      'random targets in R^30 and R^100',
    ],
  ],
  exits: { holds: 'every run is resolved', doesNotHold: 'one is not, or shards are missing' },
  run: async (args, context) => {
    const { proveRuns: wanted, shard, engine, out, jobs } = args;
    if (wanted && (shard !== undefined || engine === 'slurm'))
      throw new UsageError(
        '--prove-runs needs the whole search: when its parts are collected, spurious prove-runs DIR takes --shard, too',
      );
    const code = await runSearch(args, context);
    if (!wanted || !existsSync(manifestPath(out))) return code;
    return Math.max(code, await proveRuns(out, WHOLE, jobs, context));
  },
};

async function runSearch(args: SearchArguments, context: Context): Promise<number> {
  const { out: folder, engine, collect } = args;
  const shard = args.shard === undefined ? null : shardOf(args.shard);
  if (args.jobs !== undefined) wholeNumber('--jobs', args.jobs, 1, 100_000);
  if (Number(shard !== null) + Number(collect) + Number(engine === 'slurm') > 1)
    throw new UsageError('--shard, --collect and --engine slurm exclude one another');
  const existing = readPlan(folder);
  if (collect && existing === null) throw new UsageError(`${folder} holds no search to collect`);
  const plan = await planOf(args, existing, folder, context);
  for (const warning of warningsOf(plan)) context.err(`spurious: ${warning}\n`);
  if (existsSync(manifestPath(folder))) {
    removeScratch(folder);
    return report(readManifest(folder).rows, context);
  }
  const present = shardsIn(folder);
  const threads = Math.min(args.jobs ?? availableParallelism(), 1024);

  if (engine === 'slurm') {
    const tasks = args.jobs ?? present[0]?.count ?? 8;
    const division = divisionOf(folder, plan, present, tasks);
    writePlan(folder, plan);
    const unfinished = division.filter((part) => missingRuns(folder, plan, part) > 0);
    // The folders say into how many parts the search is divided.
    for (const part of unfinished) makeFolder(shardFolder(folder, part));
    const job = { place: slurmFolder(folder), shards: unfinished, count: tasks };
    const next = `spurious search --out ${folder} --collect`;
    return submit({ ...job, words: ['search', '--out', resolve(folder)], next }, context);
  }
  if (collect) {
    const counts = new Set(present.map(({ count }) => count));
    if (counts.size === 0) throw new UsageError(`${folder} holds no shards to collect`);
    const shards = divisionOf(folder, plan, present, present[0]!.count);
    const missing = shards.filter((part) => missingRuns(folder, plan, part) > 0);
    if (missing.length > 0) {
      const list = missing.map(({ index }) => index).join(', ');
      context.err(
        `spurious: cannot collect: of ${counted(shards.length, 'shard')} ${list} ${missing.length === 1 ? 'is' : 'are'} missing or unfinished\n`,
      );
      return EXIT.doesNotHold;
    }
    whenInterrupted(resumption(folder, '--collect'));
    return finish(folder, plan, shards, { threads, workers: null }, context);
  }
  const part = shard ?? (present.length === 0 ? WHOLE : localPart(folder, present));
  divisionOf(folder, plan, present, part.count);
  writePlan(folder, plan);
  writeShardPlan(folder, part, plan);
  whenInterrupted(resumption(folder, shard === null ? '' : `--shard ${args.shard}`));
  const tasks = tasksOf(folder, plan, part);
  const certifies = part.count === 1;
  // What is certified needs the same workers again.
  const most = Math.max(tasks.length, plan.rows.length);
  const workers = certifies && tasks.length > 0 ? await openWorkers(threads, most, context) : null;
  try {
    await descend(tasks, { threads, workers }, context);
    if (certifies) return await finish(folder, plan, [WHOLE], { threads, workers }, context);
  } finally {
    await workers?.end();
  }
  const given = givenUp(folder, plan, part);
  if (given > 0)
    context.err(`spurious: shard ${part.index}/${part.count}: ${counted(given, 'run')} unresolved\n`);
  return given > 0 ? EXIT.doesNotHold : EXIT.holds;
}

/** Worker threads, and those of them that are there already. */
interface Threads {
  readonly threads: number;
  readonly workers: Workers | null;
}

/** How an interrupted search goes on: what its runs came to is kept. */
function resumption(folder: string, rest: string): string {
  const words = ['spurious search --out', quote(folder), rest].filter((word) => word !== '');
  return `spurious: interrupted; nothing is lost, resume with: ${words.join(' ')}\n`;
}

/** The whole search may go on where it was begun as a whole; a divided one is for --shard and --collect. */
function localPart(folder: string, present: readonly Shard[]): Shard {
  if (present.some(({ count }) => count > 1))
    throw new UsageError(
      `${folder} holds shards: finish them with --shard or --engine slurm, then --collect`,
    );
  return WHOLE;
}

/** All parts of a division into `count`; refused when the folder holds a part of another, or runs of another plan. */
function divisionOf(folder: string, plan: Plan, present: readonly Shard[], count: number): Shard[] {
  const other = present.find((part) => part.count !== count);
  if (other !== undefined)
    throw new UsageError(
      `${folder} holds shard ${other.index}/${other.count}, a duplicate of runs in a division into ${count}: remove one of them from shards/`,
    );
  for (const part of present) checkShardPlan(folder, part, plan);
  return Array.from({ length: count }, (_, i) => ({ index: i + 1, count }));
}

function missingRuns(folder: string, plan: Plan, shard: Shard): number {
  return unitsOfShard(plan, shard).reduce(
    (sum, unit) => sum + (unit.end - unit.first) - readUnit(folder, shard, unit).size,
    0,
  );
}

function givenUp(folder: string, plan: Plan, shard: Shard): number {
  return unitsOfShard(plan, shard)
    .flatMap((unit) => [...readUnit(folder, shard, unit).values()])
    .filter(({ outcome }) => outcome === 'unresolved').length;
}

/** All runs of one part that are not done yet. */
function tasksOf(folder: string, plan: Plan, shard: Shard): SearchTask[] {
  return unitsOfShard(plan, shard)
    .filter((unit) => readUnit(folder, shard, unit).size < unit.end - unit.first)
    .map((unit) => ({ plan, unit, path: unitPath(folder, shard, unit) }));
}

async function descend(tasks: readonly SearchTask[], threads: Threads, context: Context): Promise<void> {
  const outcomes = await mapTasks<SearchTask, void>(
    tasks,
    new URL('./search-task.js', import.meta.url),
    context,
    'descent',
    { ...threads, weight: ({ unit }) => unit.end - unit.first, counted: 'runs' },
  );
  for (const outcome of outcomes) if (outcome instanceof Error) throw outcome;
}

/** Certifies all rows and writes the manifest; the scratch files go last. */
async function finish(
  folder: string,
  plan: Plan,
  shards: readonly Shard[],
  threads: Threads,
  context: Context,
): Promise<number> {
  const summaries = await mapTasks<RowTask, RowSummary>(
    plan.rows.map((row) => ({ folder, plan, row, shards })),
    new URL('./search-row-task.js', import.meta.url),
    context,
    'certify',
    { ...threads, counted: 'rows' },
  );
  const rows = summaries.map((summary) => {
    if (summary instanceof Error) throw summary;
    return summary;
  });
  writeFileAtomic(
    manifestPath(folder),
    manifestText({ format: 'spurious-search', version: 1, producer, plan, rows }),
  );
  removeScratch(folder);
  return report(rows, context);
}

function report(rows: readonly RowSummary[], context: Context): number {
  for (const row of rows) {
    const { spurious, runs, saddles, undecided, unresolved, increased, restarted } = row;
    const points = row.points.filter(({ verdict }) => verdict === 'spurious-local-minimum').length;
    const rest = [
      saddles > 0 ? counted(saddles, 'at a saddle', 'at saddles') : '',
      undecided > 0 ? `${undecided} undecided` : '',
      unresolved > 0 ? `${unresolved} unresolved` : '',
      row.unseparatedPairs > 0
        ? `${counted(row.unseparatedPairs, 'pair')} of points not proved inequivalent`
        : '',
    ].filter((text) => text !== '');
    context.out(
      `${rowName(row)}: ${spurious} of ${counted(runs, 'run')} at ${counted(points, 'spurious minimum', 'spurious minima')}${rest.map((text) => `, ${text}`).join('')}\n`,
    );
    if (increased > 0 || restarted > 0)
      context.err(
        `spurious: ${rowName(row)}: the objective rose in ${counted(increased, 'run')}, ${restarted} began anew with a smaller step\n`,
      );
  }
  return rows.some((row) => row.unresolved + row.undecided > 0) ? EXIT.doesNotHold : EXIT.holds;
}
