// The same answers from both arithmetics of the checker, on a certificate and on tampered ones.
import { certificateOf, hashOf, parseDocument, serialise, statementOf } from '../dist/certificate/index.js';

/** Claimed bounds, moved a little and far to either side, and a weight moved; statement and hash made anew. */
function tampered(text) {
  const texts = [];
  const changes = [
    ['centreLambdaMin', 1.00001],
    ['centreLambdaMin', 0.9],
    ['gradientNorm', 0.999999],
    ['lipschitz', 0.999999],
    ['centreRadius', 0.5],
    ['uniquenessRadius', 1.0001],
    ['radius', 2],
  ];
  for (const [name, factor] of changes) {
    const document = parseDocument(text);
    if (typeof document.claim?.[name] !== 'string') continue;
    document.claim[name] = String(Number(document.claim[name]) * factor);
    texts.push([`${name} times ${factor}`, document]);
  }
  return texts.flatMap(([what, document]) => {
    try {
      const certificate = certificateOf(document);
      const said = { ...certificate, statement: statementOf(certificate) };
      return [[what, serialise({ ...said, sha256: hashOf(said) })]];
    } catch {
      return [];
    }
  });
}

/** Texts on which `checkCertificate` answers differently, or rejects what is untouched. */
export function differingAnswers(text, checkCertificate, { few = false } = {}) {
  const differing = [];
  const texts = [['untouched', text], ...tampered(text)].slice(0, few ? 3 : undefined);
  for (const [what, changed] of texts) {
    const [binary, decimal] = ['binary', 'decimal'].map((arithmetic) =>
      checkCertificate(changed, () => {}, { arithmetic }),
    );
    if (JSON.stringify(binary) !== JSON.stringify(decimal) || (what === 'untouched' && !binary.accepted))
      differing.push(`${what}: ${JSON.stringify(binary)} and ${JSON.stringify(decimal)}`);
  }
  return { tried: texts.length, differing };
}
