// Where things stand in the memory of the kernel.

/** 65 doubles, atan(j/64) up to u; written by the host. */
export const ARCTANGENTS: usize = 1024;

// Cells of 16 bytes, each an interval.
export const Q: usize = 2048; // a, beta, c, delta, e: the directions
export const GS: usize = Q + 5 * 16; // gradient of S by A
export const G2: usize = GS + 3 * 16; // of v2 by A and B
export const GHA: usize = G2 + 5 * 16;
export const GHB: usize = GHA + 3 * 16;
export const HS: usize = GHB + 2 * 16; // second derivatives, row by row
export const H2: usize = HS + 9 * 16;
export const HHA: usize = H2 + 25 * 16;
export const HHB: usize = HHA + 9 * 16;
export const AB: usize = HHB + 4 * 16; // A/|A|, B/|B|
export const UA: usize = AB + 5 * 16; // second derivatives of |A|, |B|
export const UB: usize = UA + 9 * 16;
const W: usize = UB + 4 * 16; // scratch: gradients of z, of n, D, E
export const GZ: usize = W;
export const GN: usize = W + 5 * 16;
export const DD: usize = W + 10 * 16;
export const E: usize = W + 15 * 16; // values of the equations
export const J: usize = E + 5 * 16; // Jacobian
export const X: usize = J + 25 * 16; // the box: three directions, tau, t
const N: usize = X + 5 * 16; // its image under Krawczyk's operator
export const MIDDLE: usize = N + 5 * 16; // 5 doubles
export const INVERSE: usize = MIDDLE + 5 * 8; // 25 doubles
export const GAUSS: usize = INVERSE + 25 * 8; // 50 doubles
export const SAVED: usize = GAUSS + 50 * 8; // 5 cells
export const CENTRE: usize = SAVED + 5 * 16; // 3 doubles
export const CENTRES: usize = CENTRE + 4 * 8; // 25 doubles: the middle of J, and its radius
export const RADII: usize = CENTRES + 25 * 8;
export const GV: usize = RADII + 25 * 8; // gradient of z for a good neuron and the bad one
export const TARGETS: usize = GV + 5 * 16; // of five targets, 6 cells each
export const STACK: usize = 16384; // boxes of three directions: 6 doubles each
export const STACK_END: usize = STACK + 512 * 48;
/** Boxes in which there is exactly one zero: 6 doubles, centre and radius, 4, the enclosure of the zero, 10. */
export const KNOWN: usize = 49152;
export const KNOWN_SIZE: usize = 160;
export const KNOWN_MOST: i32 = 100;
/** One letter a node. */
export const TRACE: usize = 65536;

export const CONSTANTS: usize = STACK_END; // cells

// @ts-ignore: decorator
@inline
export function at(cells: usize, i: i32): v128 {
  return v128.load(cells + (<usize>i << 4));
}
// @ts-ignore: decorator
@inline
export function put(cells: usize, i: i32, x: v128): void {
  v128.store(cells + (<usize>i << 4), x);
}
