// Reads a candidate, proves what lies next to it, writes the certificate and checks it:
// node verify.mjs CANDIDATE CERTIFICATE
import { readFileSync, writeFileSync } from 'node:fs';
import { readCandidate, verify, writeCertificate } from 'spurious';
import { checkCertificate } from 'spurious/checker';

const [, , input, output] = process.argv;
const { verdict, lambdaMin, reason, certify } = verify(readCandidate(readFileSync(input)));
const certificate = certify();
if (certificate === null) throw new Error(`nothing is proved: ${reason}`);
const text = writeCertificate(certificate);
writeFileSync(output, text);
console.log(verdict, lambdaMin, checkCertificate(text));
