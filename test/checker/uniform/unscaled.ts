/**
 * Test only: gradient and Hessian of F in doubles, from the closed forms (S8) and (S10) of the paper, at the expanded
 * point of a family; nothing here is scaled or symmetric.
 */

export type Matrix = number[][];

const dot = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, a, i) => sum + a * y[i]!, 0);
const norm = (x: readonly number[]): number => Math.sqrt(dot(x, x));

/** Rows of W in R^d for k targets: bad coordinates first, then good ones; neurons: block, then singles. */
export function expanded(
  { bad, singles }: { bad: number; singles: number },
  k: number,
  d: number,
  y: readonly number[],
): Matrix {
  const s = k ** -0.5;
  const rows: Matrix = [];
  for (let i = bad; i < k; i++) {
    const row = new Array<number>(d).fill(0);
    for (let j = bad; j < k; j++) row[j] = i === j ? 1 + s ** 3 * y[0]! : s ** 4 * y[1]!;
    for (let b = 0; b < bad; b++) row[b] = s ** 2 * (2 + s * y[2 + b]!);
    rows.push(row);
  }
  for (let t = 0; t < singles; t++) {
    const own = 2 + bad + t * (1 + bad);
    const row = new Array<number>(d).fill(0);
    for (let j = bad; j < k; j++) row[j] = s ** 2 * y[own]!;
    for (let b = 0; b < bad; b++) row[b] = (t === b ? -1 : 0) + s * y[own + 1 + b]!;
    rows.push(row);
  }
  return rows;
}

const target = (j: number, d: number): number[] => Array.from({ length: d }, (_, i) => (i === j ? 1 : 0));

/** ∇F, row by row. */
export function gradient(W: Matrix, k: number): Matrix {
  const d = W[0]!.length;
  return W.map((w, i) => {
    const total = w.map((entry) => entry / 2);
    const add = (v: readonly number[], sign: number) => {
      const cosine = dot(w, v) / norm(w) / norm(v);
      const theta = Math.acos(Math.max(-1, Math.min(1, cosine)));
      for (let a = 0; a < d; a++) {
        total[a]! +=
          (sign * ((norm(v) * Math.sin(theta) * w[a]!) / norm(w) + (Math.PI - theta) * v[a]!)) /
          (2 * Math.PI);
      }
    };
    W.forEach((v, j) => {
      if (j !== i) add(v, 1);
    });
    for (let j = 0; j < k; j++) add(target(j, d), -1);
    return total;
  });
}

/** ∇²F; row i·d + a is coordinate a of neuron i. */
export function hessian(W: Matrix, k: number): Matrix {
  const d = W[0]!.length;
  const H = Array.from({ length: W.length * d }, () => new Array<number>(W.length * d).fill(0));
  const pair = (w: readonly number[], v: readonly number[]) => {
    const c = dot(w, v) / norm(w) / norm(v);
    const unit = (x: readonly number[]) => x.map((entry) => entry / norm(x));
    return { c, s: Math.sqrt(1 - c * c), theta: Math.acos(c), w: unit(w), v: unit(v) };
  };
  W.forEach((own, i) => {
    for (let a = 0; a < d; a++) H[i * d + a]![i * d + a]! += 0.5;
    const others: [readonly number[], number][] = [
      ...W.filter((_, j) => j !== i).map((v) => [v, 1] as [number[], number]),
      ...Array.from({ length: k }, (_, j) => [target(j, d), -1] as [number[], number]),
    ];
    for (const [other, sign] of others) {
      const { c, s, w, v } = pair(own, other);
      const p = v.map((entry, a) => entry - c * w[a]!);
      const factor = (sign * norm(other)) / (2 * Math.PI * norm(own));
      for (let a = 0; a < d; a++) {
        for (let b = 0; b < d; b++) {
          H[i * d + a]![i * d + b]! +=
            factor * (s * ((a === b ? 1 : 0) - w[a]! * w[b]!) + (p[a]! * p[b]!) / s);
        }
      }
    }
    W.forEach((other, j) => {
      if (i === j) return;
      const { c, s, theta, w, v } = pair(own, other);
      for (let a = 0; a < d; a++) {
        for (let b = 0; b < d; b++) {
          H[i * d + a]![j * d + b]! =
            ((Math.PI - theta) * (a === b ? 1 : 0) +
              (w[a]! * v[b]! + v[a]! * w[b]! - c * (w[a]! * w[b]! + v[a]! * v[b]!)) / s) /
            (2 * Math.PI);
        }
      }
    });
  });
  return H;
}

/** Sign and logarithm of |det(A − λI)|, by elimination. */
export function determinant(A: Matrix, lambda = 0): { sign: number; log: number } {
  const rows = A.map((row, i) => row.map((entry, j) => entry - (i === j ? lambda : 0)));
  let sign = 1;
  let log = 0;
  for (let p = 0; p < rows.length; p++) {
    let best = p;
    for (let i = p; i < rows.length; i++) if (Math.abs(rows[i]![p]!) > Math.abs(rows[best]![p]!)) best = i;
    if (best !== p) {
      [rows[p], rows[best]] = [rows[best]!, rows[p]!];
      sign = -sign;
    }
    const pivot = rows[p]!;
    sign *= Math.sign(pivot[p]!);
    log += Math.log(Math.abs(pivot[p]!));
    for (let i = p + 1; i < rows.length; i++) {
      const row = rows[i]!;
      const factor = row[p]! / pivot[p]!;
      if (factor !== 0) for (let j = p; j < rows.length; j++) row[j]! -= factor * pivot[j]!;
    }
  }
  return { sign, log };
}
