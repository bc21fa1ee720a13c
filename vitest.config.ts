import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import type { TestSequencer, TestSpecification, Vitest } from 'vitest/node';

/**
 * Files that need more than about half a second of processor time each, those that need most first: in this order they
 * are begun, so that no core is left alone with a long one. `npm run test:fast` leaves them out, `npm run test:slow` runs
 * them alone. A new file counts as fast until it stands here.
 */
export const SLOW = [
  'test/cli/interrupt.test.ts',
  'test/checker/tampering.test.ts',
  'test/cli/search-interrupted.test.ts',
  'test/papers/safran-shamir/published.test.ts',
  'test/checker/numbers/interval.test.ts',
  'test/cli/options.test.ts',
  'test/checker/arithmetics.test.ts',
  'test/cli/prove-runs.test.ts',
  'test/cli/complete.test.ts',
  'test/checker/budget.test.ts',
  'test/checker/uniform/uniform.test.ts',
  'test/cli/check.test.ts',
  'test/files/write.test.ts',
  'test/arithmetic/dense-kernel.test.ts',
  'test/package.test.ts',
  'test/landscape/fixed-field.test.ts',
  'test/files/fuzz.test.ts',
  'test/elimination/expressions.test.ts',
  'test/checker/point/block.test.ts',
  'test/cli/report.test.ts',
  'test/checker/complete/committed.test.ts',
  'test/symmetry/agreement.test.ts',
  'test/cli/address-space.test.ts',
  'test/files/stored-constants.test.ts',
  'test/cli/load.test.ts',
  'test/report/formal.test.ts',
  'test/checker/data/decision.test.ts',
  'test/cli/first-proof.test.ts',
  'test/cli/search-targets.test.ts',
  'test/files/read.test.ts',
  'test/cli/json-fields.test.ts',
  'test/cli/plain-arguments.test.ts',
  'test/checker/data/data.test.ts',
  'test/search/descent.test.ts',
  'test/checker/complete/boxes.test.ts',
  'test/cli/verify.test.ts',
  'test/proof/no-critical-point.test.ts',
  'test/files/data.test.ts',
  'test/trajectory/prove-run.test.ts',
  'test/proof/extremes.test.ts',
  'test/elimination/decide.test.ts',
  'test/cli/search.test.ts',
  'test/checker/uniform/splits.test.ts',
  'test/elimination/split.test.ts',
  'test/landscape/bounded-gradient.test.ts',
  'test/cli/eliminate-data.test.ts',
  'test/symmetry/vanishing.test.ts',
  'test/checker/point/wide.test.ts',
  'test/checker/share.test.ts',
  'test/checker/elimination/elimination.test.ts',
  'test/proof/scale.test.ts',
  'test/elimination/gradient-basis.test.ts',
  'test/landscape/numpy.test.ts',
  'test/cli/eliminate.test.ts',
  'test/page/work.test.ts',
  'test/trajectory/block.test.ts',
  'test/complete/equations.test.ts',
  'test/arithmetic/definite.test.ts',
  'test/expression/shape.test.ts',
  'test/elimination/population.test.ts',
  'test/files/python.test.ts',
  'test/checker/elimination/split.test.ts',
  'test/files/candidate.test.ts',
  'test/cli/cases.test.ts',
  'test/cli/family.test.ts',
  'test/arithmetic/identities.test.ts',
  'test/search/lanes.test.ts',
  'test/search/targets.test.ts',
  'test/files/mat.test.ts',
  'test/cli/own-network.test.ts',
  'test/symmetry/threshold.test.ts',
  'test/report/portrait.test.ts',
  'test/training/reference.test.ts',
  'test/cli/streams.test.ts',
  'test/expression/evaluate.test.ts',
  'test/cli/prove.test.ts',
  'test/files/examples.test.ts',
  'test/symmetry/uniform/splits.test.ts',
  'test/proof/wide.test.ts',
  'test/papers/safran-shamir/claims.test.ts',
  'test/files/foreign.test.ts',
  'test/elimination/committed.test.ts',
  'test/report/coq.test.ts',
  'test/elimination/descent.test.ts',
  'test/papers/kawaguchi-kaelbling/figure.test.ts',
  'test/landscape/ball-vectors.test.ts',
  'test/files/npz.test.ts',
  'test/certificate/document.test.ts',
  'test/symmetry/verify.test.ts',
  'test/checker/uniform/scaled.test.ts',
  'test/symmetry/uniform/recorded.test.ts',
  'test/verify/large-dense.test.ts',
  'test/symmetry/uniform/prove.test.ts',
  'test/arithmetic/vectors.test.ts',
  'test/papers/safran-shamir/cli.test.ts',
  'test/cli/wide.test.ts',
  'test/files/safetensors.test.ts',
  'test/landscape/landscape.test.ts',
  'test/symmetry/member-proposal.test.ts',
];

/**
 * Tests are given the modules of dist/, which the setup builds when they are older than src/: the compiler's output, which
 * is what people run, does not have to be transformed once more in every worker. Not while files are watched: then what is
 * written in src/ counts, and lines of stack traces are its lines. src/cli and src/page are bundled by the build.
 */
function builtModules(): Plugin {
  let watched = false;
  return {
    name: 'built-modules',
    enforce: 'pre',
    configureVitest({ vitest }) {
      watched = vitest.config.watch;
    },
    resolveId(id, importer) {
      if (watched || importer === undefined || !id.startsWith('.') || !id.endsWith('.ts')) return null;
      const path = relative('src', resolve(dirname(importer), id));
      if (/^(\.\.|cli|page)(\/|$)/.test(path)) return null;
      const built = resolve('dist', path.replace(/\.ts$/, '.js'));
      return existsSync(built) ? built : null;
    },
  };
}

/** Slow files in the order of their list, then the others; shards get every so many of them. */
class LongestFirst implements TestSequencer {
  private readonly context: Vitest;

  constructor(context: Vitest) {
    this.context = context;
  }

  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = SLOW.indexOf(relative('.', moduleId));
      return at < 0 ? SLOW.length : at;
    };
    return [...files].sort((a, b) => place(a) - place(b));
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { index, count } = this.context.config.shard!;
    return (await this.sort(files)).filter((_, i) => i % count === index - 1);
  }
}

/** `--mode fast` and `--mode slow` leave the others out. */
export default defineConfig(({ mode }) => ({
  plugins: [builtModules()],
  test: {
    globalSetup: ['test/setup/build.ts'],
    include: mode === 'slow' ? SLOW : ['test/**/*.test.ts'],
    exclude: mode === 'fast' ? SLOW : [],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Files change nothing outside of themselves: a process reads the modules once for many of them.
    isolate: false,
    // As many as there are cores: one more waits for the others and costs a tenth of the processor time. Tests that wait, for a
    // signal to arrive or a process to end, run beside each other in their files.
    maxWorkers: availableParallelism(),
    maxConcurrency: 8,
    // V8 optimises a function after thirty times as much as usual, and until then runs what its quick compiler makes: tests do many
    // things for a moment each, and a fifth of their processor time was the optimising compiler's.
    execArgv: ['--interrupt-budget=2000000', '--always-sparkplug'],
    // Of NumPy, whose threads wait for one another at the sizes of tests.
    env: { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
    sequence: { sequencer: LongestFirst },
    server: { deps: { external: [/\/dist\//] } },
  },
}));
