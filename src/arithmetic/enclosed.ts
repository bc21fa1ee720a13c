/**
 * A symmetric matrix known up to an error in spectral norm: the true matrix is mid + E, E symmetric with
 * ‖E‖ ≤ errorUpper. mid is row-major, size x size, exactly symmetric, finite.
 */
export interface EnclosedMatrix {
  readonly size: number;
  readonly mid: Float64Array;
  readonly errorUpper: number;
}
