import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCandidates } from '../../src/files/index.ts';
import { floatField } from '../../src/landscape/float-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { hessian } from '../../src/landscape/hessian.ts';
import { objective } from '../../src/landscape/objective.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf, targetVectors } from '../../src/landscape/problem.ts';
import type { DenseCandidate } from '../../src/model/candidate.ts';
import { expectTrue } from '../equal.ts';
import { projectCandidate, verified } from '../points.ts';
import { pythonPath, pythonWith } from '../python.ts';
import { shared } from '../shared.ts';

interface Answer {
  objective: number;
  gradient: string;
  hessian: string;
  lambdaMin: number;
}

/** The doubles whose bytes stand in base64. */
function unpacked(text: string): Float64Array {
  return new Float64Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
}

const published = shared('published');
const points: [string, DenseCandidate][] = [
  ['6-6 of the project', projectCandidate('6-6')],
  ['8-9 of the project', projectCandidate('8-9')],
];
if (published !== null)
  for (const file of readdirSync(published).filter((name) => /-(6|9|12|15|19)-.*\.mat$/.test(name))) {
    const { candidate } = readCandidates(join(published, file), {}).candidates[0]!;
    if (candidate.form === 'dense') points.push([file, candidate]);
  }

describe.skipIf(!pythonWith(['numpy'], 'the comparison with numpy is left out'))('against numpy', () => {
  it('F, ∇F and ∇²F agree, and λ_min is bounded closely from below', () => {
    const { stdout, status } = spawnSync(pythonPath(), ['test/landscape/reference.py'], {
      input: JSON.stringify(points.map(([, { k, weights }]) => ({ k, weights }))),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    expect(status).toBe(0);
    const answers = JSON.parse(stdout) as Answer[];
    answers.forEach((answer, i) => {
      const [name, candidate] = points[i]!;
      const neurons = candidate.weights.map((row) => floatField.vector(row));
      const point = pointOf(floatField, candidate.d, neurons, targetVectors(floatField, candidate), true);
      const pairs = pairsOf(floatField, point);
      expect(Math.abs(objective(floatField, point, pairs) - answer.objective), name).toBeLessThan(1e-12);
      const ours = gradient(floatField, point, pairs).flatMap((x) => [...x]);
      const theirs = unpacked(answer.gradient);
      expect(theirs).toHaveLength(ours.length);
      ours.forEach((x, a) => {
        expectTrue(Math.abs(x - theirs[a]!) < 1e-12, () => `${name}: ${x}, ${theirs[a]}`);
      });
      const { entries } = hessian(floatField, point, pairs);
      const reference = unpacked(answer.hessian);
      expect(reference).toHaveLength(entries.length);
      for (let a = 0; a < entries.length; a++)
        if (!(Math.abs(entries[a]! - reference[a]!) <= 1e-12))
          expect.fail(`${name}: entry ${a} of the Hessian`);
      const proof = verified(candidate);
      expect(proof.verdict, name).toBe('spurious-local-minimum');
      // numpy has λ_min at the candidate, the theorem at the minimum, up to 1e-7 away.
      expect(Math.abs(Number(proof.lambdaMin) - answer.lambdaMin), name).toBeLessThan(1e-6);
    });
  });
});
