import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CertificateParts,
  type CompleteCertificate,
  type CompleteChart,
  makeCertificate,
  readCertificate,
  serialise,
} from '../../../src/certificate/index.ts';
import { Boxes, chartOf } from '../../../src/checker/complete/boxes.ts';
import { span } from '../../../src/checker/complete/doubles.ts';
import { sizesOf } from '../../../src/checker/complete/equations.ts';
import { checkCertificate } from '../../../src/checker/index.ts';

function committed(name: string): CompleteCertificate {
  return readCertificate(
    readFileSync(`certificates/complete/complete-${name}.certificate.json`, 'utf8'),
  ) as CompleteCertificate;
}

describe('committed lists with all neurons alike', () => {
  it.each(['Sk-from-3', 'Sk-6', 'Sk-20'])('%s is accepted', (name) =>
    expect(checkCertificate(serialise(committed(name)))).toMatchObject({ accepted: true }));
});

describe.each([
  ['Sk-1-6', 12],
  ['Sk-1-20', 11],
] as const)('the committed list %s', (name, count) => {
  const certificate = committed(name);
  const k = certificate.problem.kFrom;

  it('is said to be complete, with its local minima', () => {
    expect(certificate.claim.points).toHaveLength(count);
    const minima = certificate.claim.points.flatMap(({ certificate: own }, i) =>
      own !== null && own.claim.verdict !== 'no-critical-point' && own.claim.index === 0 ? [i + 1] : [],
    );
    expect(certificate.statement).toContain(
      `the local minima of F are points ${minima.join(', ')} of the list, and they are strict`,
    );
    expect(minima).toHaveLength(k === 6 ? 3 : 4);
  });

  it('has the points that an independent search found, and no others', () => {
    const found = JSON.parse(readFileSync('test/complete/reference.json', 'utf8')) as Record<
      string,
      string[][]
    >;
    const entries = certificate.claim.points.map(({ certificate: own, values }) =>
      (
        values ??
        own!.point.centre.flatMap(({ diagonal, values: others }) =>
          diagonal === null ? others : [diagonal, ...others],
        )
      ).map(Number),
    );
    expect(found[k]).toHaveLength(entries.length);
    for (const point of found[k]!.map((x) => x.map(Number)))
      expect(
        entries.filter((own) => own.every((x, i) => Math.abs(x - point[i]!) < 1e-8)),
        `k = ${k}: ${point}`,
      ).toHaveLength(1);
  });

  // All 24 charts take seconds; `npx spurious check certificates/complete/*.json` does them.
  it('has charts that the checker replays', () => {
    for (const number of [12, 13, 21]) {
      const { zeros, trace } = certificate.witness.charts[number]!;
      const boxes = new Boxes(sizesOf(k), chartOf(number));
      const known = zeros.map(({ centre, radius }) => {
        const box = centre.map((x) => span(Number(x) - Number(radius), Number(x) + Number(radius)));
        boxes.uniqueZero(box, `chart ${number}`);
        return box;
      });
      boxes.replay(trace, known, `chart ${number}`, () => {});
    }
  });
});

describe('a list that is not what it says', () => {
  const list = committed('Sk-1-20');
  const { claim, witness } = list;
  const { charts } = witness;

  /** What the checker says, with statement and hash made anew. */
  function answerTo(changes: Partial<CertificateParts<CompleteCertificate>>): string {
    const { statement: _, sha256: __, ...parts } = list;
    const text = serialise(makeCertificate<CompleteCertificate>({ ...parts, ...changes }));
    const result = checkCertificate(text);
    return result.accepted ? 'accepted' : result.reason;
  }

  const withCharts = (change: (chart: CompleteChart, i: number) => CompleteChart): string =>
    answerTo({ witness: { ...witness, charts: charts.map(change) } });

  it('a point taken out, and its box: the box is not closed', () => {
    const points = claim.points.slice(1);
    const rest = charts.map((chart) => ({
      ...chart,
      zeros: chart.zeros
        .filter(({ point }) => point !== 0)
        .map((zero) => ({ ...zero, point: zero.point - 1 })),
    }));
    expect(answerTo({ claim: { ...claim, points }, witness: { ...witness, charts: rest } })).toMatch(
      /chart 1: box \d+ of the trace is closed by test "k"/,
    );
  });

  it('a point that is in no box', () => {
    expect(withCharts((chart, i) => (i === 12 ? { ...chart, zeros: [] } : chart))).toMatch(
      /point 9 is in a box with one zero/,
    );
  });

  it('a point twice', () => {
    const again = claim.points.length;
    const points = [...claim.points, claim.points[0]!];
    const twice = charts.map((chart, i) =>
      i === 0 ? { ...chart, zeros: [...chart.zeros, { ...chart.zeros[0]!, point: again }] } : chart,
    );
    expect(answerTo({ claim: { ...claim, points }, witness: { ...witness, charts: twice } })).toMatch(
      /points 1 and 12 differ/,
    );
  });

  it('points exchanged', () => {
    const points = [claim.points[1]!, claim.points[0]!, ...claim.points.slice(2)];
    expect(answerTo({ claim: { ...claim, points } })).toMatch(
      /chart 1, box 1 with one zero: the directions of point 1 lie in it/,
    );
  });

  it('a larger box with one zero, and a box elsewhere', () => {
    const enlarged = (factor: number, shift: number): string =>
      withCharts((chart, i) =>
        i === 1
          ? {
              ...chart,
              zeros: chart.zeros.map((zero) => ({
                ...zero,
                centre: zero.centre.map((x) => String(Number(x) + shift)),
                radius: String(factor * Number(zero.radius)),
              })),
            }
          : chart,
      );
    expect(enlarged(10, 0)).toMatch(/chart 2, box 1 with one zero: the box has exactly one zero/);
    expect(enlarged(1, 0.2)).toMatch(
      /chart 2, box 1 with one zero: (the box has exactly one zero|norms fit)/,
    );
  });

  it('a radius that is too small for a point whose good neurons are equal', () => {
    const points = claim.points.map((point) =>
      point.radius === null ? point : { ...point, radius: '1e-30' },
    );
    expect(answerTo({ claim: { ...claim, points } })).toMatch(/within the claimed radius/);
  });

  it('charts exchanged', () => {
    const turned = charts.map((_, i) => charts[i === 1 ? 2 : i === 2 ? 1 : i]!);
    expect(answerTo({ witness: { ...witness, charts: turned } })).toMatch(/^not confirmed/);
  });

  it('another k', () => {
    const problem = { ...list.problem, kFrom: 21, kTo: 21 };
    expect(() => answerTo({ problem })).toThrow(/certificate.problem.blocks: .*\[20,1\]/);
  });
});
