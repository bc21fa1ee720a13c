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
  const units = vectors.map((row, i) => row.map((x) => x / norms[i]!));
  // The angle of a pair is the same double in either order.
  const angles: number[][] = vectors.map(() => []);
  const angleAt = (i: number, j: number): number => {
    const [high, low] = i < j ? [j, i] : [i, j];
    const found = angles[high]!;
    found[low] ??= norms[high] === 0 || norms[low] === 0 ? Math.PI / 2 : angleOf(units[high]!, units[low]!);
    return found[low];
  };
  const sign = (i: number): 1 | -1 => (i < n ? 1 : -1);
  const gradient = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const w = vectors[i]!;
    const length = norms[i]!;
    for (let j = 0; j < vectors.length; j++) {
      const v = vectors[j]!;
      const angle = angleAt(i, j);
      const opening = norms[j]! * Math.sin(angle);
      const rest = Math.PI - angle;
      const signed = sign(j);
      for (let c = 0; c < width; c++) {
        const along = length === 0 ? 0 : (opening * w[c]!) / length;
        gradient[i * width + c]! += (signed * (along + rest * v[c]!)) / (2 * Math.PI);
      }
    }
  }
  const pairValue = (i: number, j: number): number => {
    const [a, b, angle] = [vectors[i]!, vectors[j]!, angleAt(i, j)];
    let inner = 0;
    for (let c = 0; c < a.length; c++) inner += a[c]! * b[c]!;
    return (norms[i]! * norms[j]! * Math.sin(angle) + (Math.PI - angle) * inner) / (2 * Math.PI);
  };
  return {
    gradient,
    get objective() {
      const terms: number[] = [];
      // So is the value of a pair.
      const values: number[][] = vectors.map((_, i) =>
        vectors.slice(0, i + 1).map((_, j) => pairValue(i, j)),
      );
      for (let i = 0; i < vectors.length; i++)
        for (let j = 0; j < vectors.length; j++)
          terms.push((sign(i) * sign(j) * (j > i ? values[j]![i]! : values[i]![j]!)) / 2);
      return sum(terms);
    },
  };
}

function norm(a: readonly number[]): number {
  let squares = 0;
  for (let c = 0; c < a.length; c++) squares += a[c]! * a[c]!;
  return Math.sqrt(squares);
}

/** Of unit vectors by Kahan's formula, accurate where they are nearly parallel or opposite. */
function angleOf(a: readonly number[], b: readonly number[]): number {
  let apart = 0;
  let together = 0;
  for (let c = 0; c < a.length; c++) {
    const difference = a[c]! - b[c]!;
    const both = a[c]! + b[c]!;
    apart += difference * difference;
    together += both * both;
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
