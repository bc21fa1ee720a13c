// Time of a type II member against k, warm and in one process: finding it, proving it, and checking its certificate.
// Prints a Markdown table; --svg FILE draws it.   node bench/family.mjs [--rounds N] [--svg FILE]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serialise } from '../dist/certificate/index.js';
import { checkCertificate } from '../dist/checker/index.js';
import { Branch } from '../dist/proposals/families/branch.js';
import { memberCandidate } from '../dist/symmetry/families/family.js';
import { verify } from '../dist/verify/verify.js';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, svg: { type: 'string' } },
});
const rounds = Number(values.rounds);
const family = { type: 'II', bad: 1, extras: [] };
const SIZES = [2, 3, 4, 5, 6, 7, 8, 9].map((exponent) => 10 ** exponent);

const timed = (work) => {
  const start = performance.now();
  const value = work();
  return { value, time: performance.now() - start };
};
const measure = (k) => {
  const found = timed(() => Branch.of(family).member(k, 30));
  const candidate = memberCandidate(family, k, found.value);
  const proved = timed(() => verify(candidate));
  if (proved.value.verdict !== 'spurious-local-minimum') throw new Error(`k = ${k}: ${proved.value.reason}`);
  const text = serialise(proved.value.certify());
  const checked = timed(() => checkCertificate(text));
  if (!checked.value.accepted) throw new Error(`k = ${k}: ${checked.value.reason}`);
  return [found.time, proved.time, checked.time];
};
for (const k of SIZES) measure(k);
// All sizes in turn, so that a busy machine slows all of them alike.
const samples = SIZES.map(() => []);
for (let round = 0; round < rounds; round++)
  for (const [i, k] of SIZES.entries()) samples[i].push(measure(k));
const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.round(q * (list.length - 1))];
const columns = samples.map((list) => [0, 1, 2].map((c) => list.map((row) => row[c])));
console.log(`median (10 % – 90 %) of ${rounds} rounds, milliseconds\n`);
console.log('| k | find | prove | check |\n|---|---|---|---|');
for (const [i, k] of SIZES.entries()) {
  const cells = columns[i].map(
    (list) =>
      `${quantile(list, 0.5).toFixed(1)} (${quantile(list, 0.1).toFixed(1)} – ${quantile(list, 0.9).toFixed(1)})`,
  );
  console.log(`| 10^${Math.log10(k)} | ${cells.join(' | ')} |`);
}
if (values.svg !== undefined) writeFileSync(values.svg, drawing());

/** k on a logarithmic axis, milliseconds on a linear one; medians. */
function drawing() {
  const medians = [0, 1, 2].map((c) => columns.map((column) => quantile(column[c], 0.5)));
  const top = 10 * Math.ceil(Math.max(...medians.flat()) / 10);
  const x = (i) => 60 + (i * 400) / (SIZES.length - 1);
  const y = (ms) => 220 - (190 * ms) / top;
  const names = ['find', 'prove', 'check'];
  const colours = ['#7a7a7a', '#1f5fa8', '#b3541e'];
  const lines = medians.map((list, c) => {
    const points = list.map((ms, i) => `${x(i).toFixed(1)},${y(ms).toFixed(1)}`).join(' ');
    const label = `<text x="466" y="${(y(list.at(-1)) + 4).toFixed(1)}" fill="${colours[c]}">${names[c]}</text>`;
    return `<polyline fill="none" stroke="${colours[c]}" stroke-width="2" points="${points}"/>${label}`;
  });
  const ticks = [0, top / 2, top].map(
    (ms) =>
      `<text x="52" y="${y(ms) + 4}" text-anchor="end">${ms}</text><line x1="56" x2="460" y1="${y(ms)}" y2="${y(ms)}" stroke="#ddd"/>`,
  );
  const sizes = SIZES.map(
    (k, i) =>
      `<text x="${x(i).toFixed(1)}" y="240" text-anchor="middle">10<tspan dy="-5" font-size="9">${Math.log10(k)}</tspan></text>`,
  );
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="520" height="270" font-family="sans-serif" font-size="12">',
    '<title>Milliseconds to find, prove and check the type II member, against k</title>',
    '<rect width="520" height="270" fill="white"/>',
    ...ticks,
    ...sizes,
    '<text x="260" y="262" text-anchor="middle">k</text><text x="10" y="20">ms</text>',
    ...lines,
    '</svg>\n',
  ].join('\n');
}
