/**
 * The Clopper–Pearson interval for a proportion of which `count` of `total` trials were seen: all p for which neither tail
 * of the binomial distribution is below (1 − confidence)/2. In floating point, for tables.
 */
export function clopperPearson(count: number, total: number, confidence: number): [number, number] {
  const tail = (1 - confidence) / 2;
  const low = count === 0 ? 0 : solve((p) => 1 - atMost(count - 1, total, p), tail);
  const high = count === total ? 1 : solve((p) => -atMost(count, total, p), -tail);
  return [low, high];
}

/** The p in [0, 1] at which an increasing function takes a value, by bisection. */
function solve(f: (p: number) => number, value: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (f(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X ≤ count) for X binomial: terms in ratio to one another, from the logarithm of the first. */
function atMost(count: number, total: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return count >= total ? 1 : 0;
  let logTerm = total * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  const odds = Math.log(p) - Math.log1p(-p);
  for (let i = 1; i <= count; i++) {
    logTerm += Math.log((total - i + 1) / i) + odds;
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
