// The same as verify.mjs with types, for one or more candidates and with a few of the options:
// node verify.ts CANDIDATE… (Node 22.18 or later), or compiled by tsc
import { readFileSync, writeFileSync } from 'node:fs';
import { type Candidate, readCandidate, type Verification, verify, writeCertificate } from 'spurious';
import { type CheckResult, checkCertificate } from 'spurious/checker';

for (const path of process.argv.slice(2)) {
  const note = (line: string): void => console.error(`${path}: ${line}`);
  const candidate: Candidate = readCandidate(readFileSync(path), { source: path, note });
  const proof: Verification = verify(candidate, { digits: 40, dimension: 'all' });
  const certificate = proof.certify();
  if (certificate === null) {
    console.log(`${path}: ${proof.verdict}, because ${proof.reason}`);
    continue;
  }
  const text: string = writeCertificate(certificate);
  writeFileSync(`${path}.certificate`, text);
  const answer: CheckResult = checkCertificate(text);
  console.log(`${path}: ${proof.verdict}, ${answer.accepted ? `accepted ${answer.id}` : answer.reason}`);
}
