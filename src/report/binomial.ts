/** Exact statistics of counts, in floating point: they describe samples and prove nothing about F. */

/** ln Γ(x) for x > 0 by Lanczos' series (g = 7, nine terms), to about 1e-15 relative. */
export function logGamma(x: number): number {
  const series = LANCZOS.reduce((sum, c, i) => sum + (i === 0 ? c : c / (x - 1 + i)), 0);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** The regularised incomplete beta function I_x(a, b), a, b > 0: the probability that a Beta(a, b) variate is below x. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // Lentz's method for the continued fraction DLMF 8.17.22.
  let c = 1;
  let d = 1 / nonzero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonzero(1 + even * d);
    c = nonzero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonzero(1 + odd * d);
    c = nonzero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return (front * fraction) / a;
}

const nonzero = (x: number): number => (Math.abs(x) < 1e-300 ? 1e-300 : x);

/** The x with I_x(a, b) = p, by bisection to the last bit or two. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The Clopper–Pearson interval for a probability after `hits` of `trials`: exact, conservative, both tails alike. */
export function clopperPearson(
  hits: number,
  trials: number,
  confidence = 0.95,
): { readonly low: number; readonly high: number } {
  const tail = (1 - confidence) / 2;
  return {
    low: hits === 0 ? 0 : betaQuantile(tail, hits, trials - hits + 1),
    high: hits === trials ? 1 : betaQuantile(1 - tail, hits + 1, trials - hits),
  };
}

/** Two-sided p-value of Fisher's exact test that two samples of hits have one probability. */
export function fisherExact(hitsA: number, trialsA: number, hitsB: number, trialsB: number): number {
  const hits = hitsA + hitsB;
  const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const total = logChoose(trialsA + trialsB, hits);
  const chance = (a: number): number =>
    Math.exp(logChoose(trialsA, a) + logChoose(trialsB, hits - a) - total);
  const observed = chance(hitsA);
  let sum = 0;
  for (let a = Math.max(0, hits - trialsB); a <= Math.min(trialsA, hits); a++) {
    const p = chance(a);
    // Outcomes exactly as likely as the one observed count as well, whatever rounding says.
    if (p <= observed * (1 + 1e-7)) sum += p;
  }
  return Math.min(1, sum);
}
