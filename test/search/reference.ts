/** F and its gradient straight from Safran & Shamir (S6)–(S8), targets e_1 … e_k or others; F is only computed where it is read. */
export function reference(
  weights: Float64Array,
  n: number,
  k: number,
  others?: readonly (readonly number[])[],
): { readonly objective: number; readonly gradient: Float64Array } {
  const width = others === undefined ? k : others[0]!.length;
  const neurons = Array.from({ length: n }, (_, i) => [...weights.subarray(i * width, i * width + width)]);
  const basis = Array.from({ length: k }, (_, j) => Array.from({ length: k }, (_, l) => Number(l === j)));
  const vectors = [...neurons, ...(others ?? basis)];
  const norms = vectors.map(norm);
  const sign = (i: number): 1 | -1 => (i < n ? 1 : -1);
  const gradient = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const w = vectors[i]!;
    const length = norms[i]!;
    for (let j = 0; j < vectors.length; j++) {
      const v = vectors[j]!;
      const angle = angleOf(w, v, length, norms[j]!);
      const opening = norms[j]! * Math.sin(angle);
      for (let c = 0; c < width; c++) {
        const along = length === 0 ? 0 : (opening * w[c]!) / length;
        gradient[i * width + c]! += (sign(j) * (along + (Math.PI - angle) * v[c]!)) / (2 * Math.PI);
      }
    }
  }
  return {
    gradient,
    get objective() {
      const terms: number[] = [];
      // The value of a pair is the same double in either order.
      const values: number[][] = vectors.map((a, i) =>
        vectors.slice(0, i + 1).map((b, j) => pairValue(a, b, norms[i]!, norms[j]!)),
      );
      for (let i = 0; i < vectors.length; i++)
        for (let j = 0; j < vectors.length; j++)
          terms.push((sign(i) * sign(j) * (j > i ? values[j]![i]! : values[i]![j]!)) / 2);
      return sum(terms);
    },
  };
}

function pairValue(a: readonly number[], b: readonly number[], x: number, y: number): number {
  const angle = angleOf(a, b, x, y);
  let inner = 0;
  for (let c = 0; c < a.length; c++) inner += a[c]! * b[c]!;
  return (x * y * Math.sin(angle) + (Math.PI - angle) * inner) / (2 * Math.PI);
}

function norm(a: readonly number[]): number {
  let squares = 0;
  for (let c = 0; c < a.length; c++) squares += a[c]! * a[c]!;
  return Math.sqrt(squares);
}

/** Of vectors of norms x and y by Kahan's formula, accurate where they are nearly parallel or opposite; π/2 if one is 0. */
function angleOf(a: readonly number[], b: readonly number[], x: number, y: number): number {
  if (x === 0 || y === 0) return Math.PI / 2;
  let apart = 0;
  let together = 0;
  for (let c = 0; c < a.length; c++) {
    const [u, v] = [a[c]! / x, b[c]! / y];
    apart += (u - v) * (u - v);
    together += (u + v) * (u + v);
  }
  return 2 * Math.atan2(Math.sqrt(apart), Math.sqrt(together));
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
