import { describe, expect, it } from 'vitest';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import type { DescendRequest, RunPart } from '../../src/page/jobs.ts';
import { WORK } from '../../src/page/work.ts';
import { search } from '../../src/search/search.ts';

const given = (rows: unknown, source = 'targets.json') => ({
  bytes: new TextEncoder().encode(typeof rows === 'string' ? rows : JSON.stringify(rows)),
  source,
});

function descend(request: DescendRequest): RunPart[] {
  const parts: RunPart[] = [];
  WORK.descend(request, (part) => parts.push(part));
  return parts;
}

const RUNS = 8;
const descents = new Map<string, RunPart[]>();
/** The descents from a seed; computed once where two tests look at them. */
function descentsTo(rows: readonly number[][] | undefined, k: number, n: number, seed: number): RunPart[] {
  const name = JSON.stringify([rows, k, n, seed]);
  const parts =
    descents.get(name) ??
    descend({ k, n, seed, runs: RUNS, step: 0.1, ...(rows !== undefined && { targets: given(rows) }) });
  descents.set(name, parts);
  return parts;
}

/** Eight orthogonal targets, one longer, all in the unit `unit`. */
const longer = (unit: number): number[][] =>
  Array.from({ length: 8 }, (_, i) =>
    Array.from({ length: 8 }, (_, j) => (i === j ? (i === 7 ? 1.25 : 1) * unit : 0)),
  );
const PLANE = [
  [1, 0],
  [0.309017, 0.951057],
  [-0.809017, 0.587785],
  [-0.809017, -0.587785],
  [0.309017, -0.951057],
];

describe('the descents of the page', () => {
  it.each([
    ['the standard basis', undefined, 7, 7, 59],
    ['a longer target', longer(1), 8, 8, 1],
    ['another unit', longer(1024), 8, 8, 1],
    ['more targets than coordinates', PLANE, 5, 5, 1],
    ['a neuron more than targets', longer(1), 8, 9, 1],
  ])('are the runs of a search, with its points and certificates: %s', (_, rows, k, n, seed) => {
    const parts = descentsTo(rows, k, n, seed);
    const d = rows?.[0]?.length;
    const found = search(d === undefined ? { k, n } : { k, n, d }, { runs: RUNS, seed, targets: rows });
    expect(
      parts.map(({ run, outcome, iterations, objective, point }) => ({
        run,
        outcome,
        iterations,
        objective,
        point,
      })),
    ).toEqual(
      found.results.map(({ run, outcome, iterations, objective, point }) => ({
        run,
        outcome,
        iterations,
        objective,
        point,
      })),
    );
    const certificates = parts.flatMap(({ fresh }) => (fresh === null ? [] : [fresh.certificate]));
    expect(certificates).toEqual(found.points.map(({ certificate }) => serialise(certificate)));
    for (const text of certificates) expect(checkCertificate(text)).toMatchObject({ accepted: true });
    // Along the way F is in the unit of the given targets as well.
    for (const { curve, objective } of parts) {
      expect(curve.at(-1)![1]).toBe(objective);
      expect(curve[0]![1]).toBeGreaterThan(objective);
    }
  });

  it('of these targets some end at spurious minima', () => {
    const points = descentsTo(PLANE, 5, 5, 1);
    expect(points.some(({ fresh }) => fresh?.certificate.includes('"spurious-local-minimum"'))).toBe(true);
  });
});

describe('targets that the page reads', () => {
  it('says how many there are, in which space, and where runs are broken off', () => {
    const read = (rows: unknown) => WORK.targets(given(rows), () => {});
    expect(read(longer(1))).toEqual({ k: 8, d: 8, drop: 1e-3 });
    expect(read(longer(1024))).toEqual({ k: 8, d: 8, drop: 1e-3 * 2 ** 20 });
    expect(read(PLANE)).toEqual({ k: 5, d: 2, drop: 1e-3 });
  });

  it.each([
    [
      'zero',
      [
        [1, 0],
        [0, 0],
      ],
      /^bad\.json: target 1 .* is zero/,
    ],
    [
      'dependent',
      [
        [1, 0],
        [2, 0],
      ],
      /^bad\.json: target 1 .* span/,
    ],
    ['too many', Array.from({ length: 41 }, (_, i) => [1, i]), /^bad\.json: 41 targets; .* at most 40/],
    ['of two lengths', [[1, 0], [1]], /bad\.json/],
    ['no numbers', 'hello', /bad\.json/],
  ])('refuses what a search cannot take, in a line: %s', (_, rows, line) => {
    expect(() => WORK.targets(given(rows, 'bad.json'), () => {})).toThrow(line);
    const request = { k: 2, n: 2, seed: 1, runs: 1, step: 0.1, targets: given(rows, 'bad.json') };
    expect(() => descend(request)).toThrow(line);
  });
});
