// Time of `verify`, certificate included, for the type II point at growing k: node bench/symmetric.mjs [repeats]

import { Branch } from '../dist/proposals/families/branch.js';
import { memberCandidate } from '../dist/symmetry/families/family.js';
import { verify } from '../dist/verify/verify.js';

const repeats = Number(process.argv[2] ?? 30);
const family = { type: 'II', bad: 1, extras: [] };
const branch = Branch.of(family);
for (const k of [100, 1000, 10_000, 100_000, 1_000_000, 1_000_000_000]) {
  const candidate = memberCandidate(family, k, branch.member(k, 30));
  const times = Array.from({ length: repeats + 5 }, () => {
    const start = performance.now();
    if (verify(candidate).certify() === null) throw new Error(`k = ${k} is not proved`);
    return performance.now() - start;
  })
    .slice(5)
    .sort((a, b) => a - b);
  const [low, middle, high] = [0, 0.5, 0.9].map((share) => times[Math.floor(share * repeats)].toFixed(1));
  console.log(`k = ${k}: median ${middle} ms, from ${low} to ${high} (90 %)`);
}
