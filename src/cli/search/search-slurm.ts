import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileAtomic } from '../../files/index.ts';
import type { Shard } from '../../search/plan.ts';
import { type Context, EXIT, UsageError } from '../context.ts';

/** What the tasks of an array do, each with `--shard I/count` besides. */
export interface ArrayJob {
  /** Of spurious: command and arguments. */
  readonly words: readonly string[];
  /** Where script and output go. */
  readonly place: string;
  /** Those that are not done, and into how many all are divided. */
  readonly shards: readonly Shard[];
  readonly count: number;
  /** The command when all are done. */
  readonly next: string;
}

/** Writes a job array with a task for every shard and submits those that are not done. */
export function submit({ words, place, shards, count, next }: ArrayJob, context: Context): number {
  if (shards.length === 0) {
    context.out(`${count === 1 ? 'the one shard is' : `all ${count} shards are`} done; now: ${next}\n`);
    return EXIT.holds;
  }
  const script = join(place, 'array.sh');
  writeFileAtomic(script, scriptOf(words, count));
  chmodSync(script, 0o755);
  const array = rangesOf(shards.map(({ index }) => index));
  const options = ['--parsable', `--array=${array}`, `--output=${resolve(place)}/%A_%a.out`];
  const done = spawnSync('sbatch', [...options, script], { encoding: 'utf8' });
  if (done.error !== undefined)
    throw new UsageError(`sbatch cannot be run (${done.error.message}); the script is ${script}`);
  if (done.status !== 0) {
    context.err(`spurious: sbatch refused the job: ${done.stderr.trim().replaceAll('\n', ' ')}\n`);
    return EXIT.doesNotHold;
  }
  const job = done.stdout.trim();
  context.out(`${job}\n`);
  context.err(`spurious: job array ${job}, shards ${array} of ${count}; when it has ended: ${next}\n`);
  return EXIT.holds;
}

/** The script of the array: options of the site (time, partition, account) come from the SBATCH_ variables. */
function scriptOf(words: readonly string[], count: number): string {
  const program = fileURLToPath(new URL('./spurious.js', import.meta.url));
  const line = [process.execPath, program, ...words].map(quote).join(' ');
  return `#!/bin/sh
#SBATCH --job-name=spurious
#SBATCH --ntasks=1
exec ${line} --shard "$SLURM_ARRAY_TASK_ID/${count}" --jobs "\${SLURM_CPUS_PER_TASK:-1}"
`;
}

/** A word as a shell takes it. */
export function quote(word: string): string {
  return /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** 1-3,5 for [1, 2, 3, 5]. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const x of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && x === last[1] + 1) last[1] = x;
    else ranges.push([x, x]);
  }
  return ranges.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(',');
}
