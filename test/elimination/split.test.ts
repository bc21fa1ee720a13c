import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type BlockCertificate,
  type PointCertificate,
  readCertificate,
  type SplitCertificate,
} from '../../src/certificate/index.ts';
import { changeOfObjective, curvatureOn } from '../../src/elimination/split/curvature.ts';
import { blockNeuron, denseNeuron } from '../../src/elimination/split/neuron.ts';
import { proveSplits } from '../../src/elimination/split/split.ts';
import { floatField } from '../../src/landscape/float-field.ts';
import { hessian } from '../../src/landscape/hessian.ts';
import { objective } from '../../src/landscape/objective.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf } from '../../src/landscape/problem.ts';
import { expandBlocks } from '../../src/model/expand.ts';
import { eigenpairs } from '../../src/numerics/matrix.ts';
import { proposeSplit } from '../../src/proposals/elimination/split-direction.ts';
import { split } from '../../src/verify/split.ts';
import { normals, randomMatrix } from '../points.ts';
import { pythonPath, pythonWith } from '../python.ts';

const producer = { name: 'test', version: '0' };
const subjectOf = (name: string): PointCertificate =>
  readCertificate(readFileSync(`certificates/${name}.certificate.json`, 'utf8')) as PointCertificate;
const proved = new Map<string, SplitCertificate>();
/** All splits of a committed minimum, proved once. */
const splitsOf = (name: string): SplitCertificate => {
  const known = proved.get(name);
  if (known !== undefined) return known;
  const result = proveSplits(subjectOf(name), { neurons: null, propose: proposeSplit, producer });
  if ('reason' in result || result.certificate === null || result.failures.length > 0)
    throw new Error(`${name}: ${JSON.stringify(result)}`);
  proved.set(name, result.certificate);
  return result.certificate;
};

/** Doubles: F, and B_i as a block of the Hessian. */
function landscape(weights: readonly (readonly number[])[], targets: readonly (readonly number[])[]) {
  const neurons = weights.map((row) => Float64Array.from(row));
  const d = weights[0]!.length;
  const point = pointOf(
    floatField,
    d,
    neurons,
    targets.map((row) => Float64Array.from(row)),
    false,
  );
  const pairs = pairsOf(floatField, point);
  return {
    F: objective(floatField, point, pairs),
    B: (i: number): number[][] => {
      const { entries } = hessian(floatField, point, pairs);
      const width = weights.length * d;
      return Array.from({ length: d }, (_, a) =>
        Array.from({ length: d }, (_x, b) => entries[(i * d + a) * width + i * d + b]! - (a === b ? 0.5 : 0)),
      );
    },
  };
}

describe('B and the change of F', () => {
  const SEED = 5;
  it(`are those of the landscape, at points that are not critical, seed ${SEED}`, () => {
    const [n, k, d] = [4, 3, 5];
    const weights = randomMatrix(n, d, SEED);
    const targets = randomMatrix(k, d, SEED + 1);
    const normal = normals(SEED + 2);
    const { F, B } = landscape(weights, targets);
    for (let i = 0; i < n; i++) {
      const neuron = denseNeuron(floatField, Number, weights, [...targets, new Array<number>(d).fill(0)], {
        k: k + 1,
        i,
      });
      const part = neuron.parts[0]!;
      const { entries, slack } = curvatureOn(floatField, neuron, part);
      expect(slack).toBe(0);
      B(i).forEach((row, a) => {
        row.forEach((x, b) => {
          expect(entries[a]![b], `B_${i} at ${a}, ${b}`).toBeCloseTo(x, 12);
        });
      });
      const z = Array.from({ length: d }, () => 0.3 * normal());
      const alpha = 0.1 + 0.2 * i;
      const parts = [alpha, 1 - alpha].map((share, side) =>
        weights[i]!.map((x, a) => share * x + (side === 0 ? 1 : -1) * z[a]!),
      );
      const lower = landscape([...weights.filter((_, j) => j !== i), ...parts], targets).F;
      expect(changeOfObjective(floatField, neuron, part, z, alpha)).toBeCloseTo(lower - F, 12);
    }
  });

  it.each([
    // Attached neurons, single ones, blocks of one, two and more coordinates; two types at one block.
    { blocks: [4, 1], types: [0, null] },
    { blocks: [3, 2, 1], types: [0, 1, null, 0] },
    { blocks: [2], types: [0, null] },
  ])('of a symmetric point are those of the dense one: $blocks, $types', ({ blocks, types }) => {
    const normal = normals(7);
    const neurons = types.map((attached) => ({
      attached,
      diagonal: attached === null ? null : String(1 + 0.1 * normal()),
      values: blocks.map(() => String(0.2 * normal())),
    }));
    const { weights } = expandBlocks({ form: 'block', blocks, neurons });
    const rows = weights.map((row) => row.map(Number));
    const d = rows[0]!.length;
    let first = 0;
    types.forEach((attached, a) => {
      const neuron = blockNeuron(floatField, Number, blocks, neurons, a);
      const full = denseNeuron(floatField, Number, rows, null, { k: d, i: first });
      first += attached === null ? 1 : blocks[attached]!;
      const values = neuron.parts.flatMap((part) => {
        const { entries } = curvatureOn(floatField, neuron, part);
        const scale = part.lengths.map((x) => 1 / Math.sqrt(x));
        const own = eigenpairs(entries.map((row, i) => row.map((x, j) => x * scale[i]! * scale[j]!))).values;
        return Array.from({ length: part.multiplicity }, () => own).flat();
      });
      const wanted = eigenpairs(curvatureOn(floatField, full, full.parts[0]!).entries).values;
      expect(values).toHaveLength(d);
      values
        .sort((x, y) => x - y)
        .forEach((x, j) => {
          expect(x, `type ${a}, eigenvalue ${j}`).toBeCloseTo(wanted[j]!, 11);
        });
    });
  });
});

describe('splits of certified minima', () => {
  // λ_min(B_i) and its index, computed in doubles elsewhere, to the digits printed.
  it.each([
    [
      '6-6',
      [
        [-0.11815024, 5, 5],
        [-0.09038865, 5, 1],
      ],
    ],
    [
      '8-9',
      [
        [-0.09725595, 7, 7],
        [-0.01523521, 1, 1],
        [-0.06909826, 7, 1],
      ],
    ],
    [
      '20-20',
      [
        [-0.09999515, 19, 16],
        [-0.08884759, 19, 4],
      ],
    ],
  ] as [string, [number, number, number][]][])('%s', (name, wanted) => {
    const { splits } = splitsOf(name).claim;
    for (const [least, index, times] of wanted) {
      const found = splits.filter(({ eigenvalueUpper }) => Math.abs(Number(eigenvalueUpper) - least) < 1e-8);
      expect(found, `${least}`).toHaveLength(times);
      for (const { negativeDirections, gap } of found) {
        expect(negativeDirections).toBe(index);
        expect(gap).not.toBeNull();
      }
    }
    expect(splits).toHaveLength(wanted.reduce((sum, [, , times]) => sum + times, 0));
  });

  it.each([
    ['bad-1-k-100', [-0.0174, -0.033]],
    ['bad-1-extra-1-k-7', [-0.1059, -0.018, -0.0739]],
    ['bad-2-extra-1-extra-2-k-100', [-0.0167, -0.0089, -0.0089, -0.0665, -0.0665]],
    ['type-A-k-6', [-0.1155]],
    ['type-I-k-7', [-0.1176, -0.0329]],
    ['bad-1-k-1000000000', [-0.000003658287, -0.0000128153]],
  ] as [string, number[]][])('symmetric: %s, a type each', (name, wanted) => {
    const { splits } = splitsOf(`families/${name}`).claim;
    const found = splits.map(({ eigenvalueUpper }) => Number(eigenvalueUpper)).sort();
    expect(found).toHaveLength(wanted.length);
    wanted.sort().forEach((x, i) => {
      expect(Math.abs(found[i]! / x - 1)).toBeLessThan(0.006);
    });
  });

  it('an index that the proposal misses is not claimed, and neither is a saddle by a bad direction', () => {
    const subject = subjectOf('8-9');
    const wide = proveSplits(subject, {
      neurons: [1],
      propose: (forms, norm) => ({ ...proposeSplit(forms, norm), gap: '0.5' }),
      producer,
    });
    if ('reason' in wide) throw new Error(wide.reason);
    expect(wide.certificate!.claim.splits[0]).toMatchObject({
      gap: null,
      negativeDirections: 1,
      transverseNegativeDirections: null,
    });
    const bad = proveSplits(subject, {
      neurons: [1],
      propose: (forms, norm) => ({
        ...proposeSplit(forms, norm),
        directions: [forms[0]!.lengths.map((_, a) => (a === 0 ? '0.1' : '0'))],
      }),
      producer,
    });
    expect(bad).toMatchObject({ certificate: null, failures: [{ neuron: 1 }] });
    for (const neurons of [[-1], [1, 1], [2, 1], [0.5], ['0'], 'all', null])
      expect(() => split(subject, { neurons: neurons as number[] }), String(neurons)).toThrow(
        /^options\.neurons/,
      );
    expect(() => proveSplits(subject, { neurons: [9], propose: proposeSplit, producer })).toThrow(
      'options.neurons[0]',
    );
  });
});

describe.skipIf(!pythonWith(['numpy'], 'the index at split points by numpy is left out'))(
  'against numpy',
  () => {
    it('the Hessian of the network with one neuron more has the index claimed, in d and d + 2 coordinates', () => {
      const tasks = ['6-6', '8-9', 'families/type-I-k-7'].flatMap((name) => {
        const { claim, subject } = splitsOf(name);
        const { k } = subject.problem;
        const rows =
          subject.kind === 'dense'
            ? subject.point.centre
            : expandBlocks({ form: 'block', blocks: subject.problem.blocks, neurons: subject.point.centre })
                .weights;
        const weights = rows.map((row) => row.map(Number));
        /** The first row of a type. */
        const rowOf = (type: number): number =>
          subject.kind === 'dense'
            ? type
            : subject.point.centre
                .slice(0, type)
                .reduce(
                  (sum, { attached }) => sum + (attached === null ? 1 : subject.problem.blocks[attached]!),
                  0,
                );
        return claim.splits.flatMap((own) =>
          [0.3, 0.5].flatMap((alpha) =>
            [0, 2].map((extra) => ({
              name,
              own,
              task: { weights, k, neuron: rowOf(own.neuron), alpha, extra },
            })),
          ),
        );
      });
      const { stdout, status, stderr } = spawnSync(pythonPath(), ['test/elimination/split_reference.py'], {
        input: JSON.stringify(tasks.map(({ task }) => task)),
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      const answers = JSON.parse(stdout) as {
        negative: number;
        zero: number;
        least: number;
        gradient: number;
      }[];
      expect(answers).toHaveLength(tasks.length);
      answers.forEach(({ negative, zero, least, gradient }, t) => {
        const { name, own, task } = tasks[t]!;
        const where = `${name}, neuron ${own.neuron}, α = ${task.alpha}, ${task.extra} further coordinates`;
        expect(gradient, where).toBeLessThan(1e-12);
        expect(negative, where).toBe(own.negativeDirections + task.extra * own.transverseNegativeDirections!);
        expect(zero, where).toBe(1);
        // The unit move (z, −z)/√2 has the curvature zᵀBz/(2α(1 − α)), and the least eigenvalue is no higher.
        const bound = Number(own.eigenvalueUpper) / (2 * task.alpha * (1 - task.alpha));
        expect(least, where).toBeLessThanOrEqual(bound + 1e-9);
      });
    });
  },
);

it('a symmetric subject takes types for neurons', () => {
  const subject = subjectOf('families/type-I-k-7') as BlockCertificate;
  const result = proveSplits(subject, { neurons: [1], propose: proposeSplit, producer });
  expect('certificate' in result && result.certificate!.claim.splits.map(({ neuron }) => neuron)).toEqual([
    1,
  ]);
});
