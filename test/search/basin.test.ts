import { describe, expect, it } from 'vitest';
import { type BasinHit, basinFinder } from '../../src/search/basin.ts';
import { matchPoints, permute } from '../../src/search/canonical.ts';
import { descend } from '../../src/search/descent.ts';
import { randomStart } from '../../src/search/generator.ts';

const [n, k] = [14, 14];
const starts = Array.from({ length: 30 }, (_, run) => randomStart({ seed: 1, k, n, run }));
const results = starts.map((start) => descend(start, n, k));
const centres: Float64Array[] = [];
for (const { outcome, weights } of results)
  if (
    outcome === 'stationary' &&
    !centres.some((centre) => matchPoints(weights, centre, n, k, 1e-5) !== null)
  )
    centres.push(weights);

describe('basinFinder', () => {
  const find = basinFinder(
    centres.map((centre) => ({ centre, radius: 5e-3 })),
    n,
    k,
  );

  it('ends runs sooner, at the point where they would have ended', () => {
    expect(centres.length).toBeGreaterThan(1);
    let spent = 0;
    let saved = 0;
    starts.forEach((start, run) => {
      let hit: BasinHit | null = null;
      const result = descend(start, n, k, {
        onCheckpoint: (weights) => {
          hit = find(weights);
          return hit !== null;
        },
      });
      const full = results[run]!;
      if (full.outcome !== 'stationary') expect(result).toEqual(full);
      else {
        expect(result.outcome).toBe('stopped');
        const { basin, match, distance } = hit as unknown as BasinHit;
        const centre = centres[basin]!;
        expect(Math.hypot(...permute(result.weights, match).map((x, i) => x - centre[i]!))).toBeCloseTo(
          distance,
          12,
        );
        expect(distance).toBeLessThan(5e-3);
        // The very permutation found on the way carries the end of the full run to the centre.
        const end = permute(full.weights, match);
        expect(Math.max(...end.map((x, i) => Math.abs(x - centre[i]!)))).toBeLessThan(1e-6);
        spent += result.iterations;
        saved += full.iterations - result.iterations;
      }
    });
    expect(saved).toBeGreaterThan(spent / 2);
  });

  it('finds nothing outside the balls', () => {
    expect(find(starts[0]!)).toBeNull();
    const moved = centres[0]!.slice();
    moved[0]! += 6e-3;
    expect(find(moved)).toBeNull();
    moved[0]! -= 2e-3;
    expect(find(moved)?.basin).toBe(0);
  });
});
