/**
 * What `verify --model` says of the problems of training_reference.py, and whether the checker accepts its certificates:
 * node scripts/training-verdicts.mjs problems.json > verdicts.json
 */
import { readFileSync } from 'node:fs';
import { exactDecimal } from '../dist/arithmetic/exact.js';
import { serialise } from '../dist/certificate/index.js';
import { checkCertificate } from '../dist/checker/index.js';
import { empiricalOf } from '../dist/elimination/data/empirical.js';
import { parseLoss } from '../dist/elimination/data/loss.js';
import { loadParser } from '../dist/expression/parse.js';
import { generatorOf } from '../dist/search/generator.js';
import { verifyTraining } from '../dist/verify/training.js';

const parse = await loadParser();
const NAMED = ['tanh', 'softplus', 'relu'];

function modelOf({ sizes, activation, theta }) {
  let at = 0;
  const layers = sizes.slice(1).map((rows, l) => {
    const columns = sizes[l];
    const weights = Array.from({ length: rows }, (_, o) =>
      theta.slice(at + o * columns, at + (o + 1) * columns),
    );
    at += rows * columns;
    const bias = theta.slice(at, at + rows);
    at += rows;
    const last = l + 2 === sizes.length;
    if (last || NAMED.includes(activation))
      return { weights, bias, activation: last ? 'linear' : activation, slope: 0 };
    return { weights, bias, activation: 'expression', slope: 0, formula: parse(activation, ['z']) };
  });
  return { inputs: sizes[0], outputs: 1, layers, added: null };
}

const problems = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const verdicts = problems.map((problem) => {
  const { inputs, labels, decay, loss } = problem;
  const own = parseLoss(loss) ?? { kind: 'expression', tree: parse(loss, ['q', 'y']), range: null };
  const { normal } = generatorOf({ seed: 1, run: 0, k: 1, n: 1 });
  const options = { decay, restarts: 3, normal };
  const { decision, certify } = verifyTraining(
    empiricalOf(modelOf(problem), own, { inputs, labels }),
    options,
  );
  const { proof, better } = decision;
  const certificate = certify();
  const checked = certificate && checkCertificate(serialise(certificate));
  if (checked !== null && !checked.accepted) process.stderr.write(`${decision.verdict}: ${checked.reason}\n`);
  return {
    verdict: decision.verdict,
    certificate: checked && (checked.accepted ? 'accepted' : checked.reason),
    reason: decision.reason,
    index: decision.index,
    radius: decision.radius?.text ?? null,
    ballRadius: decision.ballRadius.text,
    lambdaMin: proof?.lambdaMin.text ?? null,
    objective: proof && { lower: proof.objective.lower.text, upper: proof.objective.upper.text },
    held: proof?.slice.held.map(({ entry }) => entry) ?? [],
    critical: proof?.centre.map((x) => exactDecimal(x)) ?? null,
    better: better?.upper.text ?? null,
  };
});
process.stdout.write(`${JSON.stringify(verdicts, null, 1)}\n`);
