/**
 * ln x for positive normal x to about 1 ulp of max(1, |ln x|), with + − × ÷ alone: Math.log is left to the platform by
 * the language, and the same seed has to give the same run everywhere. x = m·2^e, √½ ≤ m < √2 (nearly), and
 * ln m = 2 artanh t = 2(t + t³/3 + …) with t = (m − 1)/(m + 1), |t| ≤ .1716; the tail after t^21 is below 2·10⁻¹⁹.
 * For x < 1 the error is at most 9u|ln x| (trajectories.md 5.2).
 */
export function logarithm(x: number): number {
  let m = x;
  let e = 0;
  while (m < Math.SQRT1_2) {
    m *= 2;
    e -= 1;
  }
  while (m >= Math.SQRT2) {
    m /= 2;
    e += 1;
  }
  const t = (m - 1) / (m + 1);
  const z = t * t;
  let sum = 0;
  for (let odd = 21; odd >= 3; odd -= 2) sum = (sum + 1 / odd) * z;
  return e * Math.LN2 + 2 * t * (1 + sum);
}
