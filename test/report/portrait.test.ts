import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BlockCertificate,
  type DenseCertificate,
  readCertificate,
} from '../../src/certificate/index.ts';
import { readCandidate } from '../../src/index.ts';
import type { DenseCandidate } from '../../src/model/candidate.ts';
import { expandBlocks } from '../../src/model/expand.ts';
import { theoremOf } from '../../src/report/html/theorem.ts';
import { heatMapSvg } from '../../src/report/pictures/heat-map.ts';
import { assignment } from '../../src/report/portrait/assignment.ts';
import { nearestCopy, splitDirection, weakestDirection } from '../../src/report/portrait/cuts.ts';
import { symmetricOrder } from '../../src/report/portrait/order.ts';
import { type FloatPoint, hessianOf, lossOf } from '../../src/report/portrait/point.ts';
import { densePortrait, portraitOf } from '../../src/report/portrait/portrait.ts';
import { evaluate } from '../../src/search/descent.ts';
import { verify } from '../../src/verify/verify.ts';

const basis = (k: number): Float64Array[] =>
  Array.from({ length: k }, (_, j) => Float64Array.from({ length: k }, (_, a) => (a === j ? 1 : 0)));

const read = (name: string): DenseCertificate => {
  const certificate = readCertificate(readFileSync(`certificates/${name}.certificate.json`, 'utf8'));
  if (certificate.kind !== 'dense') throw new TypeError('dense');
  return certificate;
};
const pointOf = ({ point, problem }: DenseCertificate): FloatPoint => ({
  d: problem.d,
  weights: point.centre.map((row) => Float64Array.from(row, Number)),
  targets: basis(problem.k),
});

describe('the assignment', () => {
  const permutations = (items: readonly number[]): number[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap((first) =>
          permutations(items.filter((x) => x !== first)).map((rest) => [first, ...rest]),
        );

  it('is the cheapest of all', () => {
    const costs = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 1 }))
      .chain(([rows, more]) =>
        fc.array(
          fc.array(fc.integer({ min: -20, max: 20 }), { minLength: rows + more, maxLength: rows + more }),
          { minLength: rows, maxLength: rows },
        ),
      );
    fc.assert(
      fc.property(costs, (matrix) => {
        const chosen = assignment(matrix);
        const cost = (columns: readonly number[]): number =>
          matrix.reduce((sum, row, i) => sum + row[columns[i]!]!, 0);
        expect(new Set(chosen).size).toBe(matrix.length);
        const all = permutations(matrix[0]!.map((_, j) => j)).map(cost);
        expect(cost(chosen)).toBe(Math.min(...all));
      }),
    );
  });
});

describe('F in doubles', () => {
  const point = pointOf(read('8-9'));

  it('is that of the descent kernel', () => {
    const flat = Float64Array.from(point.weights.flatMap((row) => [...row]));
    expect(lossOf(point, point.weights)).toBeCloseTo(evaluate(flat, 9, 8).objective, 13);
  });

  it('is 0 at the nearest copy of the targets, which uses every target once', () => {
    const copy = nearestCopy(point)!;
    expect(Math.abs(lossOf(point, copy))).toBeLessThan(1e-13);
    expect(copy.filter((row) => row.some((x) => x !== 0))).toHaveLength(8);
  });

  it('curves along the weakest direction as its eigenvalue says', () => {
    const hessian = hessianOf(point);
    const { spectrum } = portraitOf(read('8-9'), 'spectrum');
    const least = spectrum![0]!.value;
    const x = weakestDirection(hessian, least, 72);
    const image = Array.from({ length: 72 }, (_, i) =>
      x.reduce((sum, y, j) => sum + hessian[i * 72 + j]! * y, 0),
    );
    image.forEach((y, i) => {
      expect(y).toBeCloseTo(least * x[i]!, 10);
    });
    expect(Number(read('8-9').claim.verdict === 'spurious-local-minimum')).toBe(1);
    expect(least).toBeGreaterThan(0.0059446);
  });

  it('falls after the split by 2β t², but for the order of t³', () => {
    const { neuron, direction, value } = splitDirection(point, hessianOf(point));
    expect(value).toBeLessThan(0);
    const half = point.weights[neuron]!.map((x) => x / 2);
    const t = 2e-5;
    const apart = (sign: number): Float64Array => half.map((x, a) => x + sign * t * direction[a]!);
    const moved = [...point.weights.map((w, i) => (i === neuron ? apart(1) : w)), apart(-1)];
    const change = lossOf(point, moved) - lossOf(point, point.weights);
    // D²F'[(z, −z), (z, −z)] = 4β for α = ½.
    expect(change / (2 * value * t * t)).toBeCloseTo(1, 3);
  });
});

describe('the order of a matrix', () => {
  it('puts together what looks alike, each neuron at its own coordinate', () => {
    // Coordinate 1 and neuron 2 stand alone.
    const entries = [
      [0.1, 0.3, 1],
      [1, 0.3, 0.1],
      [0.2, -0.7, 0.2],
    ];
    const order = symmetricOrder(entries);
    expect(order.columns).toEqual([0, 2, 1]);
    expect(order.rows).toEqual([1, 0, 2]);
    expect(order.rowClasses).toEqual([2, 1]);
    expect(order.columnClasses).toEqual([2, 1]);
  });
});

describe('the portrait', () => {
  it('of the minimum (6, 6) has its spectrum above the certified bound, and a hill before the targets', () => {
    const certificate = read('6-6');
    const { spectrum, segments, planes, heat, neurons } = portraitOf(certificate);
    const { claim } = certificate;
    if (claim.verdict !== 'spurious-local-minimum') throw new TypeError('a minimum');
    expect(spectrum!.reduce((sum, { count }) => sum + count, 0)).toBe(36);
    expect(spectrum![0]!.value).toBeCloseTo(Number(claim.lambdaMin), 8);
    const line = segments.find(({ kind }) => kind === 'targets')!;
    const at = (t: number): number =>
      line.loss[
        line.at.reduce((best, x, i) => (Math.abs(x - t) < Math.abs(line.at[best]! - t) ? i : best), 0)
      ]!;
    expect(at(0)).toBeCloseTo(Number(claim.objective.lower), 8);
    expect(at(0.4)).toBeGreaterThan(at(0));
    expect(at(1)).toBeCloseTo(0, 12);
    expect(segments.map(({ kind }) => kind)).toEqual(['targets', 'weakest', 'split']);
    expect(planes.map(({ kind }) => kind)).toEqual(['targets', 'split']);
    for (const { loss, columns, rows } of planes) {
      expect(loss).toHaveLength(columns * rows);
      expect(loss.every(Number.isFinite)).toBe(true);
    }
    expect(heat.rowClasses).toEqual([5, 1]);
    expect(neurons.map(({ count }) => count)).toEqual([5, 1]);
    // For one picture what it shows, and nothing else.
    for (const name of ['targets', 'split-plane'] as const) {
      const one = portraitOf(certificate, name);
      expect(one, name).toEqual({
        ...{ heat, neurons, spectrum },
        segments: segments.filter(({ kind }) => kind === name),
        planes: planes.filter(({ kind }) => name === (kind === 'targets' ? 'plane' : 'split-plane')),
      });
    }
  });

  it('of a symmetric point has the same spectrum from its blocks as written out', () => {
    // n·k = 34² is above what is drawn in full.
    const candidate = {
      form: 'block' as const,
      blocks: [34],
      neurons: [{ attached: 0, diagonal: '-0.9412', values: ['0.0588'] }],
    };
    const certificate = verify(candidate).certify() as BlockCertificate | null;
    expect(certificate).not.toBeNull();
    const { spectrum, heat } = portraitOf(certificate!);
    const { blocks } = certificate!.problem;
    const dense = expandBlocks({ form: 'block', blocks, neurons: certificate!.point.centre });
    const hessian = hessianOf({
      d: 34,
      weights: dense.weights.map((row) => Float64Array.from(row, Number)),
      targets: basis(34),
    });
    const trace = Array.from({ length: 34 * 34 }, (_, i) => hessian[i * 34 * 34 + i]!).reduce(
      (a, b) => a + b,
    );
    const total = spectrum!.reduce((sum, { value, count }) => sum + value * count, 0);
    expect(total / trace).toBeCloseTo(1, 10);
    expect(spectrum!.reduce((sum, { count }) => sum + count, 0)).toBe(34 * 34);
    expect(heat.counts).toEqual({ rows: [34], columns: [34] });
  });

  it('of a point with very many coordinates draws some of them', () => {
    const d = 200_000;
    const weights = [1, 2].map((i) => Float64Array.from({ length: d }, (_, a) => (a < 3 ? i - a : 1e-6)));
    const { heat, neurons, spectrum } = densePortrait({ weights, targets: null, k: 3, d });
    expect(heat.entries.map((row) => row.length)).toEqual([64, 64]);
    expect(heat.counts).toEqual({ rows: [2], columns: [d] });
    expect(neurons[0]!.norm).toBeCloseTo(Math.SQRT2, 6);
    expect(neurons[0]!.nearest).toBeCloseTo(45, 4);
    expect(neurons[0]!.farthest).toBeCloseTo(135, 4);
    expect(spectrum).toBeNull();
    expect(heatMapSvg(heat)).toContain('× 200 000');
  });

  it('of a wide point is that of its coordinates in the span of the targets', () => {
    const { weights } = readCandidate(readFileSync('candidates/6-6.json', 'utf8')) as DenseCandidate;
    const d = 1000;
    const wide = weights.map((row) => [...row, ...new Array<number>(d - 6).fill(0)]);
    const { certify } = verify({ form: 'dense', k: 6, n: 6, d, targets: null, weights: wide });
    const certificate = certify()!;
    expect(certificate.kind).toBe('wide');
    const { spectrum, heat, segments } = portraitOf(certificate);
    const narrow = portraitOf(read('6-6'), 'targets');
    expect(heat.rowClasses).toEqual([5, 1]);
    expect(spectrum!.map(({ count }) => count)).toEqual(narrow.spectrum!.map(({ count }) => count));
    expect(spectrum![0]!.value).toBeCloseTo(narrow.spectrum![0]!.value, 9);
    expect(segments[0]!.loss.at(-1)).toBeCloseTo(narrow.segments[0]!.loss.at(-1)!, 9);
    expect(theoremOf(certificate).verdict).toBe('A spurious local minimum');
  });
});
