// Makes candidates/ and certificates/ from nothing: the searches of docs/tables.md (seed 2018, 1 000 runs for each of the
// 26 architectures of Theorem 1), one candidate and its certificate for each critical point found, and the four points of
// seed 1 that the documents use (among them (8,9), which the searches miss), six minima of other searches, and four members of families
// that the paper did not find. Needs a build and a quarter of an hour; what
// is interrupted goes on when called again.
//   node scripts/regenerate-candidates.mjs --out DIR [--jobs J] [--searches FOLDER…]
// writes DIR/searches, DIR/candidates and DIR/certificates; --searches takes finished searches instead.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    jobs: { type: 'string' },
    searches: { type: 'string', multiple: true, default: [] },
    dist: { type: 'string', default: join(root, 'dist') },
  },
});
if (values.out === undefined) throw new Error('--out DIR is needed');
const out = values.out;
const program = join(values.dist, 'cli', 'spurious.js');
const spurious = (...args) => execFileSync(process.execPath, [program, ...args], { stdio: 'inherit' });
const [candidates, certificates] = ['candidates', 'certificates'].map((name) => join(out, name));
// What descent came to rest at and is no minimum has a place of its own.
const SADDLES = 'saddles';
for (const folder of [candidates, certificates]) mkdirSync(join(folder, SADDLES), { recursive: true });

const SEARCHES = { t1: ['-k', '6..20', '-n', 'k'], t2: ['-k', '8,10..19', '-n', 'k+1'] };
const folders = values.searches;
if (folders.length === 0)
  for (const [name, pairs] of Object.entries(SEARCHES)) {
    const folder = join(out, 'searches', name);
    const jobs = values.jobs === undefined ? [] : ['--jobs', values.jobs];
    spurious('search', ...pairs, '--runs', '1000', '--seed', '2018', '--out', folder, ...jobs);
    folders.push(folder);
  }

let count = 0;
for (const folder of folders) {
  const { plan, rows } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  for (const { k, n, results, points } of rows) {
    const lines = readFileSync(join(folder, results), 'utf8').trimEnd().split('\n');
    const ends = lines.map((line) => JSON.parse(line));
    for (const { id, certificate } of points) {
      const name = `${k}-${n}-${id}`;
      const { claim, point } = JSON.parse(readFileSync(join(folder, certificate), 'utf8'));
      const { run, iterations } = ends.find((end) => end.point === id);
      const origin = { program: 'spurious', seed: plan.seed, run, iterations, step: plan.step };
      // The decimals of a certificate are those of doubles, written out.
      const weights = point.candidate.map((row) => row.map(Number));
      const place = claim.verdict === 'saddle' ? SADDLES : '';
      writeCandidate(join(candidates, place, `${name}.json`), { k, n, weights, origin });
      copyFileSync(join(folder, certificate), join(certificates, place, `${name}.certificate.json`));
      count += 1;
    }
  }
}
const early = ['6-6', '8-9', '10-10', '20-20'];
const find = join(root, 'scripts', 'find-candidates.mjs');
const where = ['--seed', '1', '--out', candidates, '--dist', values.dist];
execFileSync(process.execPath, [find, ...where, ...early], { stdio: 'inherit' });
// Minima that these searches miss and others met (docs/results.md, section 7).
const OTHERS = {
  1: ['8-8-2@28', '8-8-3@333'],
  20261129: ['11-11-5@960', '11-11-6@341', '12-12-6@875', '12-12-7@969'],
};
for (const [seed, names] of Object.entries(OTHERS)) {
  const from = ['--seed', seed, '--out', candidates, '--dist', values.dist];
  execFileSync(process.execPath, [find, ...from, ...names], { stdio: 'inherit' });
  early.push(...names.map((name) => name.split('@')[0]));
}
const family = join(root, 'scripts', 'family-candidates.mjs');
const members = [
  ['--extra', '1', '7', '9'],
  ['--bad', '2', '--extra', '1', '--extra', '2', '11'],
  ['--bad', '3', '--extra', '1,2', '--extra', '1,3', '--extra', '2,3', '11'],
];
for (const member of members)
  execFileSync(process.execPath, [family, '--out', candidates, '--dist', values.dist, ...member], {
    stdio: 'inherit',
  });
early.push('7-8', '9-10', '11-13', '11-14');
spurious('verify', ...early.map((name) => join(candidates, `${name}.json`)), '--out', certificates);
console.log(`${count + early.length} candidates in ${candidates}, their certificates in ${certificates}`);

function writeCandidate(file, { k, n, weights, origin }) {
  const rows = weights.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  const lines = [
    '{',
    '  "format": "spurious-candidate",',
    '  "version": 1,',
    `  "k": ${k},`,
    `  "n": ${n},`,
    `  "weights": [\n${rows}\n  ],`,
    `  "origin": ${JSON.stringify(origin)}`,
    '}\n',
  ];
  writeFileSync(`${file}.tmp`, lines.join('\n'));
  renameSync(`${file}.tmp`, file);
}
