import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type BlockCertificate,
  readCertificate,
  splitPower,
  type UniformCertificate,
} from '../../../src/certificate/index.ts';
import { split } from '../../../src/verify/split.ts';
import { splitForAll } from '../../../src/verify/uniform-split.ts';

const read = (path: string): unknown => readCertificate(readFileSync(path, 'utf8'));

const THEOREMS = readdirSync('certificates/uniform').map((file) => {
  const theorem = read(`certificates/uniform/${file}`) as UniformCertificate;
  return { family: file.replace(/-from-.*/, ''), theorem, splits: splitForAll(theorem) };
});

/** The certified members of these families within the range of the theorem: k up to 10⁹. */
const MEMBERS = THEOREMS.flatMap(({ family, theorem: { claim, problem }, splits }) =>
  readdirSync('certificates/families').flatMap((name) => {
    const k = Number(/^(.*)-k-(\d+)\.certificate\.json$/.exec(name)?.[2]);
    if (!name.startsWith(`${family}-k-`) || k < claim.kFrom || k > (claim.kTo ?? k)) return [];
    return [{ name, k, bad: problem.bad, splits }];
  }),
);

describe('what is claimed for every k, at single k', () => {
  it('there is one of every family at least', () => {
    expect(THEOREMS).toHaveLength(11);
    expect(new Set(MEMBERS.map(({ splits }) => splits)).size).toBe(11);
    expect(Math.max(...MEMBERS.map(({ k }) => k))).toBe(1e9);
  });

  it.each(MEMBERS)('$name', ({ name, k, bad, splits: { certificate, failures } }) => {
    expect(failures).toEqual([]);
    const kinds = certificate!.claim.splits;
    const member = read(`certificates/families/${name}`) as BlockCertificate;
    const single = split(member);
    if (!('certificate' in single) || single.certificate === null) throw new Error(JSON.stringify(single));
    const { splits } = single.certificate.claim;
    // Types in the order of the neurons: the one on the block of the good coordinates, then the single ones.
    expect(member.point.centre.map(({ attached }) => attached === null)).toEqual(
      kinds.map(({ neuron }) => neuron !== 0),
    );
    for (const [i, { neuron, eigenvalueUpper, move, transverseNegative }] of kinds.entries()) {
      const found = splits[i]!;
      const power = splitPower(bad, neuron);
      // The bound of the member is within 1e-8 of its least eigenvalue, from above.
      expect(Number(found.eigenvalueUpper), `neuron ${neuron}`).toBeLessThan(
        Number(eigenvalueUpper) * k ** (-power / 2) * (1 - 1e-6),
      );
      const least = move === 'constant' ? 1 : k - bad - (power === 2 ? 2 : 1);
      expect(found.negativeDirections, `neuron ${neuron}`).toBeGreaterThanOrEqual(least);
      if (transverseNegative) expect(found.transverseNegativeDirections, `neuron ${neuron}`).toBe(1);
    }
  });
});
