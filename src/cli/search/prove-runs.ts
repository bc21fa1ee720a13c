import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { counted } from '../../arithmetic/counted.ts';
import { writeFileAtomic } from '../../files/index.ts';
import {
  type Plan,
  planText,
  rowName,
  type Shard,
  type Unit,
  unitsOf,
  unitsOfShard,
  WHOLE,
} from '../../search/plan.ts';
import {
  type ProofManifest,
  type ProvedRow,
  proofsText,
  provedRow,
  type RunProof,
  unprovable,
} from '../../search/prove-runs.ts';
import { type Command, type Context, EXIT, UsageError } from '../context.ts';
import { producer } from '../producer.ts';
import { whenInterrupted } from '../shared/interrupt.ts';
import { wholeNumber } from '../shared/numbers.ts';
import { mapTasks } from '../shared/pool.ts';
import { proofManifestPath } from './proof-manifest-path.ts';
import {
  claimScratch,
  hashOfText,
  holdsScratch,
  type ProofKind,
  proofSlurmFolder,
  proofsPath,
  readProofManifest,
  readProofs,
  readProofUnit,
  removeProofScratch,
  takeDecidedOver,
} from './prove-runs-files.ts';
import type { ProveRunsTask } from './prove-runs-task.ts';
import { readManifest, readPlan, unreadablePlan } from './search-files.ts';
import { readSearch } from './search-results.ts';
import { shardOf } from './search-shard.ts';
import { quote, submit } from './search-slurm.ts';

interface ProveRunsArguments {
  readonly folder: string;
  readonly jobs: number | undefined;
  readonly shard: string | undefined;
  readonly slack: number | undefined;
  readonly retryUndecided: boolean | undefined;
  readonly engine: 'local' | 'slurm';
}

export const proveRunsCommand: Command<ProveRunsArguments> = {
  name: 'prove-runs',
  describe: 'Prove of every run of a search where exact gradient descent ends; resumable',
  operands: {
    name: 'folder',
    value: 'DIR',
    count: 'one',
    reads: true,
    describe: 'Folder of a finished search',
  },
  options: {
    jobs: {
      type: 'number',
      value: 'J',
      describe: 'Worker threads, default one a core; with --engine slurm tasks of the job array, default 8',
    },
    shard: { type: 'string', value: 'I/N', describe: 'Prove only part I of N, from 1' },
    engine: {
      type: 'string',
      choices: ['local', 'slurm'],
      default: 'local',
      describe: 'slurm: write and submit a job array',
    },
    slack: {
      type: 'number',
      value: 'Z',
      describe: 'Prove it of every descent from there whose steps are off by at most Z, rounded ones as well',
    },
    'retry-undecided': {
      type: 'boolean',
      describe: 'Try the undecided runs of a folder again that an earlier version proved; decided lines stay',
    },
  },
  examples: [
    ['prove-runs runs', 'all runs of the search in runs'],
    ['prove-runs copy --slack 1e-12', 'the same for every program whose steps are off by 1e-12 at most'],
    [
      'prove-runs runs --retry-undecided',
      'what an earlier version left undecided, with the methods of this one',
    ],
  ],
  exits: { holds: 'every run is decided', doesNotHold: 'one is not' },
  run: ({ folder, jobs, shard, slack, retryUndecided, engine }, context) => {
    if (shard !== undefined && engine === 'slurm')
      throw new UsageError('--shard and --engine slurm exclude one another');
    return proveRuns(folder, shard === undefined ? WHOLE : shardOf(shard), jobs, context, {
      slack,
      engine,
      retryUndecided,
    });
  },
};

/** Proves the runs of one part of a finished search; of the whole, also writes K-N.proofs.jsonl and proofs.json. */
export async function proveRuns(
  folder: string,
  shard: Shard,
  jobs: number | undefined,
  context: Context,
  {
    slack = 0,
    engine = 'local',
    retryUndecided: retry = false,
  }: Partial<Pick<ProveRunsArguments, 'slack' | 'engine' | 'retryUndecided'>> = {},
): Promise<number> {
  if (!(slack >= 0 && slack <= 1)) throw new UsageError(`--slack takes a number from 0 to 1, not ${slack}`);
  if (jobs !== undefined) wholeNumber('--jobs', jobs, 1, 1024);
  const { plan } = readManifest(folder);
  const planned = readPlan(folder);
  if (planned === null || planText(planned) !== planText(plan)) throw unreadablePlan(folder);
  const fault = unprovable(plan);
  if (fault !== null)
    throw new UsageError(
      `${folder} holds a search with ${fault}: proofs are for the standard basis and starts from N(0, 1/k)`,
    );
  // Every reference and hash, before hours of work.
  readSearch(folder);
  const done = readProofManifest(folder, plan);
  const kind: ProofKind = { plan, slack, retry };
  if (retry && done === null)
    throw new UsageError(`${folder} holds no proofs: --retry-undecided is for a folder with proofs.json`);
  if (done !== null) {
    if ((done.slack ?? 0) !== slack)
      throw new UsageError(
        `${folder} holds proofs ${done.slack === undefined ? 'of exact descent' : `with --slack ${done.slack}`}: for others copy the search`,
      );
    // While they are merged anew, lines and proofs.json differ.
    if (!(retry && holdsScratch(folder, kind))) for (const row of done.rows) readProofs(folder, row);
    if (!retry) {
      // A merge that was interrupted before its last step leaves these.
      if (holdsScratch(folder, kind)) removeProofScratch(folder);
      return report(done.rows, context);
    }
    takeDecidedOver(folder, kind, done.rows);
  } else claimScratch(folder, kind);
  const option = [...(slack > 0 ? ['--slack', `${slack}`] : []), ...(retry ? ['--retry-undecided'] : [])];
  const again = ['spurious prove-runs', quote(folder), ...option].join(' ');
  const missing = (part: Shard): Unit[] =>
    unitsOfShard(plan, part).filter((unit) => readProofUnit(folder, unit).size < unit.end - unit.first);
  if (engine === 'slurm') {
    const count = jobs ?? 8;
    const shards = Array.from({ length: count }, (_, i) => ({ index: i + 1, count }));
    const job = { place: proofSlurmFolder(folder), words: ['prove-runs', resolve(folder), ...option] };
    const unfinished = shards.filter((part) => missing(part).length > 0);
    return submit({ ...job, shards: unfinished, count, next: again }, context);
  }
  const part = shard.count > 1 ? ` --shard ${shard.index}/${shard.count}` : '';
  whenInterrupted(`spurious: interrupted; nothing is lost, resume with: ${again}${part}\n`);
  const tasks: ProveRunsTask[] = missing(shard).map((unit) => ({ folder, plan, unit, slack }));
  const outcomes = await mapTasks<ProveRunsTask, void>(
    tasks,
    new URL('./prove-runs-task.js', import.meta.url),
    context,
    'prove',
    {
      threads: Math.min(jobs ?? availableParallelism(), 1024),
      weight: ({ unit }) => unit.end - unit.first,
      counted: 'runs',
    },
  );
  for (const outcome of outcomes) if (outcome instanceof Error) throw outcome;
  return shard.count > 1 ? EXIT.holds : merge(folder, plan, slack, context);
}

function merge(folder: string, plan: Plan, slack: number, context: Context): number {
  const rows = plan.rows.map((row) => {
    const proofs: RunProof[] = unitsOf(plan)
      .filter(({ k, n }) => k === row.k && n === row.n)
      .flatMap((unit) => [...readProofUnit(folder, unit).values()])
      .sort((a, b) => a.run - b.run);
    const text = proofsText(proofs);
    writeFileAtomic(proofsPath(folder, row), text);
    return provedRow(row, proofs, hashOfText(text));
  });
  const manifest: ProofManifest = {
    format: 'spurious-proofs',
    version: 1,
    producer,
    plan: hashOfText(planText(plan)),
    ...(slack > 0 && { slack }),
    rows,
  };
  writeFileAtomic(proofManifestPath(folder), `${JSON.stringify(manifest, null, 2)}\n`);
  removeProofScratch(folder);
  return report(rows, context);
}

function report(rows: readonly ProvedRow[], context: Context): number {
  for (const row of rows)
    context.out(
      `${rowName(row)}: of ${counted(row.runs, 'run')} ${row.spurious} proved to end in a spurious minimum, ${row.global} in the global one, ${row.undecided} undecided\n`,
    );
  return rows.some(({ undecided }) => undecided > 0) ? EXIT.doesNotHold : EXIT.holds;
}
