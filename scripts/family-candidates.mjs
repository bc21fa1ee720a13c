// Writes members of families as dense candidates, candidates/K-N.json, in doubles. Needs a build.
// node scripts/family-candidates.mjs [--bad R] [--extra LIST]… [--out DIR] K…
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bad: { type: 'string', default: '1' },
    extra: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: join(root, 'candidates') },
    dist: { type: 'string', default: join(root, 'dist') },
  },
});
const { familyName, memberCandidate } = await import(join(values.dist, 'symmetry', 'family.js'));
const { Branch } = await import(join(values.dist, 'symmetry', 'member-proposal.js'));
const { expandBlocks } = await import(join(values.dist, 'landscape', 'expand.js'));

const family = {
  type: 'II',
  bad: Number(values.bad),
  extras: values.extra.map((list) => list.split(',').map(Number)),
};
const branch = Branch.of(family);
if (branch === null) throw new Error(`${familyName(family)}: the limit energy has no such minimum`);
mkdirSync(values.out, { recursive: true });
for (const k of positionals.map(Number)) {
  const unknowns = branch.member(k, 20);
  if (unknowns === null) throw new Error(`${familyName(family)}: no member found at k = ${k}`);
  const { n, weights } = expandBlocks(memberCandidate(family, k, unknowns));
  const rows = weights.map((row) => JSON.stringify(row.map(Number)));
  const origin = { program: 'spurious', family: familyName(family) };
  const file = join(values.out, `${k}-${n}.json`);
  const lines = [
    '{',
    '  "format": "spurious-candidate",',
    '  "version": 1,',
    `  "k": ${k},`,
    `  "n": ${n},`,
    `  "weights": [\n${rows.map((row) => `    ${row}`).join(',\n')}\n  ],`,
    `  "origin": ${JSON.stringify(origin)}`,
    '}\n',
  ];
  writeFileSync(`${file}.tmp`, lines.join('\n'));
  renameSync(`${file}.tmp`, file);
  console.log(`${file}: ${familyName(family)}`);
}
