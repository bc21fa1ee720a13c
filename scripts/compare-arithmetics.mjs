// Checks certificates with both arithmetics of the checker, as they are and with claimed bounds moved: the answers must be the same.
// node scripts/compare-arithmetics.mjs [FILE …]; without files all of certificates/ but the theorems for every k, which have integers
// of their own. A quarter of an hour of processor time for all. Exit code 1 if two answers differ or an untouched one is rejected.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCertificate } from '../dist/checker/index.js';
import { differingAnswers } from './arithmetic-agreement.mjs';

const named = process.argv.slice(2);
const files =
  named.length > 0
    ? named
    : readdirSync('certificates', { recursive: true })
        .filter((name) => name.endsWith('.json') && !name.startsWith('uniform'))
        .map((name) => join('certificates', name));
let wrong = 0;
let answers = 0;
for (const file of files) {
  const { tried, differing } = differingAnswers(readFileSync(file, 'utf8'), checkCertificate);
  answers += tried;
  wrong += differing.length;
  for (const line of differing) console.log(`${file}: ${line}`);
}
console.log(`${files.length} certificates, ${answers} texts: ${wrong} on which the arithmetics differ`);
process.exitCode = wrong === 0 ? 0 : 1;
