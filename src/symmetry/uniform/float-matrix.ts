/** Small dense matrices in doubles, rows of numbers: for proposals only (untrusted). */
export type FloatMatrix = readonly (readonly number[])[];

/** The inverse by elimination with row exchanges; entries are not finite when there is none. */
export function inverse(a: FloatMatrix): number[][] {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const head = rows[k]!;
    const factor = 1 / head[k]!;
    for (let j = k; j < 2 * n; j++) head[j] = head[j]! * factor;
    for (let i = 0; i < n; i++) {
      const row = rows[i]!;
      const multiple = row[k]!;
      if (i === k || multiple === 0) continue;
      for (let j = k; j < 2 * n; j++) row[j] = row[j]! - multiple * head[j]!;
    }
  }
  return rows.map((row) => row.slice(n));
}

/** Lower triangular L with LLᵀ = a, or null when a pivot is not positive. */
export function cholesky(a: FloatMatrix): number[][] | null {
  const n = a.length;
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!;
      if (i !== j) l[i]![j] = sum / l[j]![j]!;
      else if (sum > 0) l[i]![i] = Math.sqrt(sum);
      else return null;
    }
  return l;
}

/** The inverse of a lower triangular matrix. */
export function triangularInverse(l: FloatMatrix): number[][] {
  const n = l.length;
  const inv = l.map((row) => row.map(() => 0));
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= l[i]![k]! * inv[k]![j]!;
      inv[i]![j] = sum / l[i]![i]!;
    }
  return inv;
}

export function multiply(a: FloatMatrix, b: FloatMatrix): number[][] {
  return a.map((row) => {
    const result = new Array<number>(b[0]!.length).fill(0);
    for (let k = 0; k < row.length; k++) {
      const factor = row[k]!;
      if (factor !== 0) for (let j = 0; j < result.length; j++) result[j]! += factor * b[k]![j]!;
    }
    return result;
  });
}

export function transpose(a: FloatMatrix): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

export function apply(a: FloatMatrix, x: readonly number[]): number[] {
  return a.map((row) => row.reduce((sum, entry, j) => sum + entry * x[j]!, 0));
}
