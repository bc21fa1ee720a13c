import type { RoughFeatures } from '../../elimination/data/guesses.ts';

/**
 * Untrusted: directions in which a moment may be seen not to vanish. Coordinate axes first, since they read well, then
 * fixed generic ones. Each is scaled by a power of two so that |u·φ_j| is at most about 1.
 */
export function proposeDirections(features: RoughFeatures, generic: number): number[][] {
  const { width } = features;
  const axes = Array.from({ length: Math.min(width, 4) }, (_, i) =>
    Array.from({ length: width }, (_, c) => (c === i ? 1 : 0)),
  );
  const next = xorshift(0x9e3779b9);
  const others = Array.from({ length: generic }, () =>
    Array.from({ length: width }, () => Math.round(64 * next()) / 64 || 1 / 64),
  );
  const directions = [...axes, ...others];
  const largest = directions.map(() => 2 ** -200);
  for (let j = 0; j < features.count; j++) {
    const row = features.rough(j);
    for (const [i, direction] of directions.entries())
      largest[i] = Math.max(largest[i]!, Math.abs(dot(direction, row)));
  }
  return directions.map((direction, i) => {
    const scale = 2 ** -Math.ceil(Math.log2(largest[i]!));
    return direction.map((x) => x * scale);
  });
}

/** Numbers in (−1, 1), the same ones every time. */
export function xorshift(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, a, i) => sum + a * y[i]!, 0);
}
