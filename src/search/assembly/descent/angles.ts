// What the kernels of one run and of two have in common.

/** Steps between two computations of all angles from scratch. */
export const REFRESH: i32 = 64;
export const HALF_PI: f64 = 1.5707963267948966;
export const PI: f64 = 3.141592653589793;
/** Square of the largest sine difference for which delta (1 + delta^2/6 + 3 delta^4/40) is asin to 1e-16. */
export const SMALL: f64 = 0.00006103515625;

// Constants of inner loops, each in both lanes, are read from memory: V8 would make them anew, in three or four instructions, wherever they are used.
export const ONE: usize = memory.data<f64>([1, 1], 16);
/** 1/6 and 3/40 of the series of asin. */
export const SIXTH: usize = memory.data<f64>([0.16666666666666666, 0.16666666666666666], 16);
export const NEXT: usize = memory.data<f64>([0.075, 0.075], 16);
/** The coefficients of R, the highest first. */
const ASIN: usize = memory.data<f64>([
  0.028757851367421566, 0.028757851367421566,
  -0.014851887071247204, -0.014851887071247204,
  0.01740087944269402, 0.01740087944269402,
  0.005457506718640358, 0.005457506718640358,
  0.01032281435018578, 0.01032281435018578,
  0.011479177415184906, 0.011479177415184906,
  0.013971212973552933, 0.013971212973552933,
  0.017352392720869973, 0.017352392720869973,
  0.02237217294214989, 0.02237217294214989,
  0.030381944138531247, 0.030381944138531247,
  0.04464285714635543, 0.04464285714635543,
  0.07499999999998433, 0.07499999999998433,
  0.16666666666666669, 0.16666666666666669,
], 16);

/**
 * asin on [-1, 1] (larger arguments count as 1). For |x| <= 1/2, x + x z R(z) with z = x^2 and R the interpolation polynomial
 * of degree 12 in the Chebyshev nodes of [0, 1/4] (error below 6e-18 relative); beyond, pi/2 - 2 asin sqrt((1 - |x|)/2).
 */
// @ts-ignore: decorator
@inline
export function asin(x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const large = f64x2.gt(magnitude, f64x2.splat(0.5));
  const half = f64x2.pmax(f64x2.splat(0), f64x2.mul(f64x2.sub(f64x2.splat(1), magnitude), f64x2.splat(0.5)));
  const z = v128.bitselect(half, f64x2.mul(x, x), large);
  const y = v128.bitselect(f64x2.sqrt(half), magnitude, large);
  let p = v128.load(ASIN);
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 16));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 32));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 48));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 64));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 80));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 96));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 112));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 128));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 144));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 160));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 176));
  p = f64x2.add(f64x2.mul(p, z), v128.load(ASIN, 192));
  const small = f64x2.add(y, f64x2.mul(f64x2.mul(y, z), p));
  const value = v128.bitselect(
    f64x2.sub(f64x2.splat(HALF_PI), f64x2.add(small, small)),
    small,
    large,
  );
  return v128.bitselect(x, value, f64x2.splat(-0.0));
}
