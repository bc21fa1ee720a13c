/** F and its gradient straight from Safran & Shamir (S6)–(S8), targets e_1 … e_k or others; slow and simple. */
export function reference(
  weights: Float64Array,
  n: number,
  k: number,
  others?: readonly (readonly number[])[],
): { objective: number; gradient: Float64Array } {
  const width = others === undefined ? k : others[0]!.length;
  const neurons = Array.from({ length: n }, (_, i) => [...weights.subarray(i * width, i * width + width)]);
  const basis = Array.from({ length: k }, (_, j) => Array.from({ length: k }, (_, l) => Number(l === j)));
  const targets = others ?? basis;
  const signed = [...neurons.map((a) => [a, 1] as const), ...targets.map((a) => [a, -1] as const)];
  const gradient = new Float64Array(n * width);
  const objective = sum(signed.flatMap(([a, s]) => signed.map(([b, t]) => (s * t * pairValue(a, b)) / 2)));
  neurons.forEach((w, i) => {
    for (const [v, s] of signed) {
      const angle = angleOf(w, v);
      for (let c = 0; c < width; c++) {
        const along = norm(w) === 0 ? 0 : (norm(v) * Math.sin(angle) * w[c]!) / norm(w);
        gradient[i * width + c]! += (s * (along + (Math.PI - angle) * v[c]!)) / (2 * Math.PI);
      }
    }
  });
  return { objective, gradient };
}

function pairValue(a: readonly number[], b: readonly number[]): number {
  const angle = angleOf(a, b);
  const inner = a.reduce((total, x, i) => total + x * b[i]!, 0);
  return (norm(a) * norm(b) * Math.sin(angle) + (Math.PI - angle) * inner) / (2 * Math.PI);
}

function norm(a: readonly number[]): number {
  return Math.sqrt(a.reduce((total, x) => total + x * x, 0));
}

/** Kahan's formula, accurate for nearly parallel and nearly opposite vectors; π/2 if one is 0. */
function angleOf(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [norm(a), norm(b)];
  if (x === 0 || y === 0) return Math.PI / 2;
  const difference = norm(a.map((u, i) => u / x - b[i]! / y));
  const total = norm(a.map((u, i) => u / x + b[i]! / y));
  return 2 * Math.atan2(difference, total);
}

/** Neumaier's compensated sum: the terms are many and cancel. */
function sum(terms: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const x of terms) {
    const next = total + x;
    lost += Math.abs(total) >= Math.abs(x) ? total - next + x : x - next + total;
    total = next;
  }
  return total + lost;
}
