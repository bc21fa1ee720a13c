/** Untrusted: passes over the data before the search for a separating polynomial is given up. */
const PASSES = 2000;
/** Updates are not worth more than this many products. */
const WORK = 2e7;

/** Untrusted: coefficients that may separate rows of features by their signs, by the perceptron on rows of length 1. */
export function proposeSeparation(
  features: readonly (readonly number[])[],
  signs: readonly number[],
): number[] {
  const width = features[0]!.length;
  const rows = features.map((row) => {
    const length = Math.hypot(...row) || 1;
    return row.map((x) => x / length);
  });
  const coefficients = new Array<number>(width).fill(0);
  const passes = Math.min(PASSES, Math.ceil(WORK / (rows.length * width)));
  for (let pass = 0; pass < passes; pass++) {
    let mistakes = 0;
    for (const [j, row] of rows.entries()) {
      let value = 0;
      for (let c = 0; c < width; c++) value += coefficients[c]! * row[c]!;
      if (value * signs[j]! > 1e-9) continue;
      mistakes += 1;
      for (let c = 0; c < width; c++) coefficients[c]! += signs[j]! * row[c]!;
    }
    if (mistakes === 0) break;
  }
  return coefficients;
}
