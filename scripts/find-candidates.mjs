// Writes candidates/K-N.json: the end of the first descent, over the run numbers 0, 1, 2, …, that is stationary with F
// above 1e-3; and candidates/K-N-I.json, that of run number RUN. Needs a build.
//   node scripts/find-candidates.mjs [--seed S] [--runs R] [--out DIR] K-N… K-N-I@RUN…
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100000' },
    out: { type: 'string', default: join(root, 'candidates') },
    dist: { type: 'string', default: join(root, 'dist') },
  },
});
const { descend } = await import(join(values.dist, 'search', 'descent.js'));
const { randomStart } = await import(join(values.dist, 'search', 'generator.js'));

const seed = Number(values.seed);
const step = 0.1;
mkdirSync(values.out, { recursive: true });
for (const wanted of positionals) {
  const parts = /^(\d+)-(\d+)(?:-\d+@(\d+))?$/.exec(wanted);
  if (parts === null) throw new Error(`expected K-N, for example 6-6, or K-N-I@RUN, not ${wanted}`);
  const [name] = wanted.split('@');
  const [k, n] = [Number(parts[1]), Number(parts[2])];
  let run = Number(parts[3] ?? 0);
  const end = parts[3] === undefined ? Number(values.runs) : run + 1;
  let result = null;
  for (; run < end; run++) {
    result = descend(randomStart({ seed, k, n, run }), n, k, { step });
    if (result.outcome === 'stationary') break;
  }
  if (result?.outcome !== 'stationary') {
    console.error(`${name}: none in ${run} runs`);
    process.exitCode = 1;
    continue;
  }
  const rows = Array.from({ length: n }, (_, i) => [...result.weights.subarray(i * k, i * k + k)]);
  const origin = { program: 'spurious', seed, run, iterations: result.iterations, step: result.stepUsed };
  const file = join(values.out, `${name}.json`);
  const lines = [
    '{',
    '  "format": "spurious-candidate",',
    '  "version": 1,',
    `  "k": ${k},`,
    `  "n": ${n},`,
    `  "weights": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ],`,
    `  "origin": ${JSON.stringify(origin)}`,
    '}\n',
  ];
  writeFileSync(`${file}.tmp`, lines.join('\n'));
  renameSync(`${file}.tmp`, file);
  console.log(`${name}: run ${run}, ${result.iterations} steps, F = ${result.objective}`);
}
