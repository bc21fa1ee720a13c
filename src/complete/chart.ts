/** Chart 8f + 4·[σ = −1] + 2g + [ρ = −1]: coordinate f of A is σ, coordinate g of B is ρ (docs/complete.md 3.3). */
export interface Chart {
  /** Of the directions q = (A, B): 0, 1, 2 and 3, 4. */
  readonly faceA: number;
  readonly signA: 1 | -1;
  readonly faceB: number;
  readonly signB: 1 | -1;
  readonly free: readonly number[];
}

export function chartOf(number: number): Chart {
  const faceA = number >> 3;
  const faceB = 3 + ((number >> 1) & 1);
  return {
    faceA,
    signA: (number >> 2) & 1 ? -1 : 1,
    faceB,
    signB: number & 1 ? -1 : 1,
    free: [0, 1, 2, 3, 4].filter((i) => i !== faceA && i !== faceB),
  };
}
