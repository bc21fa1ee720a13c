// Where descent goes from a split (docs/split.md, section 7): `spurious search --from` for every committed dense minimum, then a table of
// the ends. Needs a build. Interrupted, the same command goes on where it was.
//   node scripts/split-descent.mjs --out DIR [--runs 20] [--seed 2018] [--jobs J] [--excess 0] [--most K]
// --excess E: only minima with n − k = E; --most K: with k ≤ K. The points are compared with the committed ones by F and λ_min, to 1e-9.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '2018' },
    jobs: { type: 'string' },
    excess: { type: 'string' },
    most: { type: 'string', default: '20' },
  },
});
if (values.out === undefined) {
  console.error('split-descent: --out DIR is needed');
  process.exit(2);
}
const out = resolve(values.out);
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const certificatesIn = (place) =>
  readdirSync(place)
    .filter((name) => name.endsWith('.certificate.json'))
    .map((name) => ({ path: join(place, name), name, ...read(join(place, name)) }))
    .filter(({ claim }) => claim.verdict === 'spurious-local-minimum');
const families = certificatesIn('certificates/families');
const minima = certificatesIn('certificates').filter(
  ({ kind, problem: { targets, k, d } }) => kind === 'dense' && targets === 'standard-basis' && k === d,
);
const sources = minima.filter(
  ({ problem: { k, n } }) =>
    k <= Number(values.most) && (values.excess === undefined || n - k === Number(values.excess)),
);
/** A folder for each (k, n), the small ones first. */
const groups = new Map();
for (const source of sources) {
  const name = `${source.problem.k}-${source.problem.n}`;
  groups.set(name, [...(groups.get(name) ?? []), source]);
}
const sizeOf = (name) => name.split('-').reduce((product, x) => product * Number(x), 1);

/** The committed minimum of the same sizes, F and λ_min; or null. */
function committed({ k, n }, { objective, lambdaMin }) {
  const near = (a, b) => Math.abs(Number(a) - Number(b)) < 1e-9;
  const found = [...minima, ...families].find(
    ({ problem, claim }) =>
      problem.k === k &&
      problem.n === n &&
      near(claim.objective.upper, objective.upper) &&
      near(claim.lambdaMin, lambdaMin),
  );
  return found === undefined ? null : found.name.slice(0, -'.certificate.json'.length);
}

console.log(
  '| split | minima | runs | F < 10⁻³ | % | at certified minima: F (runs; committed as) | other ends |',
);
console.log('|---|---|---|---|---|---|---|');
for (const name of [...groups.keys()].sort((a, b) => sizeOf(a) - sizeOf(b))) {
  const folder = join(out, name);
  const { status, signal } = spawnSync(
    process.execPath,
    [
      'dist/cli/spurious.js',
      'search',
      ...groups.get(name).flatMap(({ path }) => ['--from', path]),
      ...['--runs', values.runs, '--seed', values.seed, '--out', folder],
      ...(values.jobs === undefined ? [] : ['--jobs', values.jobs]),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  // 1: some run was given up or undecided, which the table says.
  if (signal !== null || status > 1) process.exit(status ?? 130);
  const [row] = read(join(folder, 'manifest.json')).rows;
  const { k, n, runs, dropped, saddles, undecided, unresolved } = row;
  const named = row.points
    .filter(({ verdict }) => verdict === 'spurious-local-minimum')
    .sort((a, b) => Number(a.objective.upper) - Number(b.objective.upper))
    .map(
      (point) =>
        `${Number(point.objective.upper).toFixed(6)} (${point.runs}; ${committed(row, point) ?? 'not committed'})`,
    );
  const others = [
    [saddles, 'at saddles'],
    [undecided, 'undecided'],
    [unresolved, 'unresolved'],
  ].flatMap(([count, name]) => (count > 0 ? [`${count} ${name}`] : []));
  const count = groups.get(name).length;
  const cells = [`(${k},${n - 1}) → (${k},${n})`, count, runs, dropped, ((100 * dropped) / runs).toFixed(1)];
  console.log(`| ${[...cells, named.join('; ') || '–', others.join(', ') || '–'].join(' | ')} |`);
}
