import { describe, expect, it } from 'vitest';
import { listPoints } from '../../src/complete/list.ts';
import { type ChartResult, subdivide } from '../../src/complete/subdivision.ts';

const K = 6;
const EMPTY = (chart: number): ChartResult => ({ chart, trace: '', zeros: [], undecided: [], boxes: 0 });

/** Results in which only one chart has zeros. */
function only(result: ChartResult): ChartResult[] {
  return Array.from({ length: 24 }, (_, chart) => (chart === result.chart ? result : EMPTY(chart)));
}

describe('listPoints', () => {
  // Chart 12: all good neurons equal, against the bad one.
  const twelve = subdivide(K, 12);

  it('proves that good neurons are equal, where there is no certificate', () => {
    const list = listPoints(K, only(twelve), () => {
      throw new Error('no certificate is asked for');
    });
    expect(list).toMatchObject({ points: [{ certificate: null }] });
    if ('reason' in list) throw new Error(list.reason);
    expect(list.points[0]!.values!.map((x) => Number(x).toFixed(6))).toEqual(
      [-0.069125, -0.069125, -0.069125, 1.345623, 1.345623].map((x) => x.toFixed(6)),
    );
    expect(list.zeros[12]).toHaveLength(1);
  });

  it('says which point is not proved', () => {
    const nine = subdivide(K, 9);
    expect(listPoints(K, only(nine), () => null)).toEqual({
      reason: expect.stringMatching(/^verdict and index are not proved at \(a, b, c, d, e\) = \(-?\d/),
    });
  });

  it('refuses a zero whose neuron may be 0, and a box that its point is not in', () => {
    const [zero] = twelve.zeros;
    const norms = zero!.enclosure.map((ends, i) => (i === 4 ? ([-1e-9, ends[1]] as const) : ends));
    const touching = { ...twelve, zeros: [{ ...zero!, enclosure: norms }] };
    expect(listPoints(K, only(touching), () => null)).toHaveProperty(
      'reason',
      expect.stringMatching(/^a neuron is not proved to differ from 0/),
    );
    const elsewhere = { ...twelve, zeros: [{ ...zero!, centre: zero!.centre.map((x) => x + 0.5) }] };
    expect(listPoints(K, only(elsewhere), () => null)).toHaveProperty(
      'reason',
      expect.stringMatching(/^chart 12: a box with one zero is not proved to hold point 1/),
    );
  });

  it('takes the results of all charts', () => {
    expect(() => listPoints(K, [twelve], () => null)).toThrow(
      /charts: found a list of 1, expected the results of 24/,
    );
    expect(() => subdivide(2, 0)).toThrow(RangeError);
    expect(() => subdivide(6, 24)).toThrow(RangeError);
  });
});
