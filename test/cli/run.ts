import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Context } from '../../src/cli/context.ts';
import type { Workers } from '../../src/cli/shared/workers.ts';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a built bin with arguments. */
export function runBin(
  bin: 'spurious' | 'verify-bin',
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Finished {
  const path = `dist/cli/${bin}.js`;
  if (!existsSync(path)) throw new Error(`${path} is not there: npm run build`);
  const done = spawnSync(process.execPath, [path, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  return { code: done.status, out: done.stdout, err: done.stderr.replaceAll(PROGRESS, '') };
}

export const spurious = (...args: readonly string[]): Finished => runBin('spurious', args);

/** The same without a process of its own, which saves the cold start: the built command, whose tasks one worker does that is kept. */
export const spuriousHere = (...args: readonly string[]): Promise<Finished> => runHere(args);

/** The worker of all command lines here, by the megabytes it may take: to start one takes longer than what most ask of it. */
const kept = new Map<number | undefined, Promise<Workers>>();

const answers = new Map<string, Promise<Finished>>();
/** The same where nothing is written and several tests look at what is printed: it is computed once. */
export function spuriousOnce(...args: readonly string[]): Promise<Finished> {
  const line = JSON.stringify(args);
  const answer = answers.get(line) ?? spuriousHere(...args);
  answers.set(line, answer);
  return answer;
}

/** The same with threads of its own, as many as it would start in a process of its own. */
export const spuriousInThreads = (...args: readonly string[]): Promise<Finished> =>
  runHere(args, { workers: undefined });

/** The same on another terminal. */
export async function runHere(args: readonly string[], terminal: Partial<Context> = {}): Promise<Finished> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there: npm run build`);
  const { COMMANDS, main, newWorkers } = built('program') as typeof import('../../src/cli/program.ts');
  let out = '';
  let err = '';
  const context: Context = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    interactive: false,
    colour: false,
    workers(heap) {
      const workers = kept.get(heap) ?? newWorkers(1, heap);
      kept.set(heap, workers);
      return workers;
    },
    ...terminal,
  };
  const code = await main(args, context, COMMANDS);
  return { code, out, err };
}

/** Lines of progress, which come where a machine is slow. */
const PROGRESS =
  /^spurious: [a-z][a-z -]*: (\d+\/\d+[^,\n]*, )?(\d+ min )?\d+ s(, [\d.]+\/s)?(, [^\n]* left)?\n/gm;

const PROGRAM = 'dist/cli/program.js';

/** A file of the built command line, with classes of its own, as its workers have them. */
export function built(name: string): unknown {
  const { load } = createRequire(import.meta.url)(resolve('dist/cli/launch.js')) as {
    load: (file: string) => unknown;
  };
  return load(resolve(`dist/cli/${name}.js`));
}
