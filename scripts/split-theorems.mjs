// Splits every kind of neuron of every committed theorem for every k (certificates/uniform), and has the checker confirm what
// comes of it. Prints what was proved, in the order of the neurons, and every exception; exit code 1 if there is one. Needs a
// build. --out DIR keeps the certificates.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const kept = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : null;
const folder = kept === null ? mkdtempSync(join(tmpdir(), 'splits-')) : resolve(kept);
mkdirSync(folder, { recursive: true });
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { splitForAll } = await import('../dist/entries/families.js');
const { writeCertificate } = await import('../dist/index.js');

const place = 'certificates/uniform';
const files = readdirSync(place).filter((file) => file.endsWith('.certificate.json'));
let exceptions = 0;
for (const file of files) {
  const theorem = JSON.parse(readFileSync(join(place, file), 'utf8'));
  const start = performance.now();
  const { certificate, failures } = splitForAll(theorem);
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  const { bad, extras } = theorem.problem;
  console.log(
    `${file}: ${1 + bad + extras.length - failures.length} of ${1 + bad + extras.length} kinds, ${seconds} s`,
  );
  for (const { neuron, eigenvalueUpper, move, transverseNegative } of certificate?.claim.splits ?? [])
    console.log(
      `  neuron ${neuron}: ${eigenvalueUpper}, ${move}${transverseNegative ? ', further coordinates' : ''}`,
    );
  for (const { neuron, reason } of failures) console.log(`  exception: neuron ${neuron}: ${reason}`);
  exceptions += failures.length;
  if (certificate !== null)
    writeFileSync(
      join(folder, file.replace('.certificate', '.split.certificate')),
      writeCertificate(certificate),
    );
}
const written = readdirSync(folder)
  .filter((file) => file.endsWith('.split.certificate.json'))
  .map((file) => join(folder, file));
const done = spawnSync(process.execPath, ['dist/cli/spurious.js', 'check', ...written, '--json'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
const { results } = JSON.parse(done.stdout);
for (const { certificate, reason, accepted } of results)
  if (!accepted) console.log(`rejected: ${certificate}: ${reason}`);
const accepted = results.filter((result) => result.accepted);
const seconds = accepted.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
console.log(`certificates accepted: ${accepted.length} of ${files.length}, in ${seconds.toFixed(0)} s`);
exceptions += files.length - accepted.length;
if (kept === null) rmSync(folder, { recursive: true });
process.exitCode = exceptions === 0 ? 0 : 1;
