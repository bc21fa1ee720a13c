/**
 * A symmetric matrix known up to an error in spectral norm: the true matrix is mid + E, E symmetric with
 * ‖E‖ ≤ errorUpper. mid is row-major, size x size, exactly symmetric, finite. One that was put together in
 * blocks gives way to others of its shape (block-matrix.ts); then mid has length 0.
 */
export interface EnclosedMatrix {
  readonly size: number;
  readonly mid: Float64Array;
  readonly errorUpper: number;
  /** max |mid_ij|; NaN or infinite when an entry is not finite. */
  readonly largest: number;
}

/** max |x| over an array; NaN when an entry is NaN. */
export function largestEntry(entries: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < entries.length; i++) {
    const size = Math.abs(entries[i]!);
    if (!(size <= largest)) {
      if (Number.isNaN(size)) return size;
      largest = size;
    }
  }
  return largest;
}

/** An enclosed matrix from its parts; mid must be symmetric. */
export function enclosedMatrix(size: number, mid: Float64Array, errorUpper: number): EnclosedMatrix {
  return { size, mid, errorUpper, largest: largestEntry(mid) };
}
