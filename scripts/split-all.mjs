// Splits every neuron of every committed spurious minimum (certificates/*.certificate.json and
// certificates/families/*.certificate.json), and has the checker confirm what comes of it. Prints counts, the extreme figures
// and every exception; exit code 1 if there is one. Needs a build. --out DIR keeps the certificates.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const kept = process.argv[process.argv.indexOf('--out') + 1];
const folder = process.argv.includes('--out') ? resolve(kept) : mkdtempSync(join(tmpdir(), 'splits-'));
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const spurious = (...args) => {
  const done = spawnSync(process.execPath, ['dist/cli/spurious.js', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(done.stdout).results;
};

let exceptions = 0;
for (const [name, place] of [
  ['dense', 'certificates'],
  ['symmetric', 'certificates/families'],
]) {
  const subjects = readdirSync(place)
    .filter((file) => file.endsWith('.certificate.json'))
    .map((file) => join(place, file))
    .filter((path) => JSON.parse(readFileSync(path, 'utf8')).claim.verdict === 'spurious-local-minimum');
  const out = join(folder, name);
  const splits = spurious('split', ...subjects, '--out', out, '--json');
  const checked = spurious('check', ...readdirSync(out).map((file) => join(out, file)), '--json');
  const failed = splits.filter(({ saddle, indexExact }) => !saddle || !indexExact);
  const rejected = checked.filter(({ accepted }) => !accepted);
  for (const { source, neuron, reason } of failed)
    console.log(`exception: ${source}, neuron ${neuron}: ${reason ?? 'the index is a lower bound'}`);
  for (const { certificate, reason } of rejected) console.log(`rejected: ${certificate}: ${reason}`);
  exceptions += failed.length + rejected.length + subjects.length - checked.length;
  const range = (values) => `${Math.min(...values)} to ${Math.max(...values)}`;
  const proved = splits.filter(({ saddle }) => saddle);
  console.log(`${name}: ${subjects.length} minima, ${proved.length} of ${splits.length} splits are saddles`);
  console.log(`  certificates accepted: ${checked.length - rejected.length} of ${subjects.length}`);
  console.log(`  λ_min(B) at most: ${range(proved.map(({ eigenvalueUpper }) => Number(eigenvalueUpper)))}`);
  console.log(`  index: ${range(proved.map(({ negativeDirections }) => negativeDirections))}`);
  const further = proved.filter(({ transverseNegativeDirections: each }) => each === 1).length;
  console.log(`  saddles with more of it in each further coordinate: ${further}`);
  console.log(`  decrease at least: ${range(proved.map(({ decreaseLower }) => Number(decreaseLower)))}`);
}
if (!process.argv.includes('--out')) rmSync(folder, { recursive: true });
process.exitCode = exceptions === 0 ? 0 : 1;
