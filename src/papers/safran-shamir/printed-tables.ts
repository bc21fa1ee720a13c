/**
 * Tables 1 and 2 of I. Safran and O. Shamir, Spurious Local Minima are Common in Two-Layer ReLU Neural Networks, Proceedings of
 * the 35th International Conference on Machine Learning (ICML), PMLR 80, 2018, Section 3: cells as printed.
 */
export interface PrintedRow {
  readonly k: number;
  readonly n: number;
  /** % of runs converging to local minima */
  readonly percent: string;
  /** average minimal eigenvalue */
  readonly lambdaMin: string;
  /** average objective value */
  readonly objective: string;
}

/** Gradient descent runs of every row. */
export const RUNS_PER_ROW = 1000;

const row = (k: number, n: number, percent: string, lambdaMin: string, objective: string): PrintedRow => ({
  k,
  n,
  percent,
  lambdaMin,
  objective,
});

export const PRINTED_TABLES: readonly PrintedRow[] = [
  // Table 1: n = k
  row(6, 6, '0.3', '0.0047', '0.025'),
  row(7, 7, '5.5', '0.014', '0.023'),
  row(8, 8, '12.6', '0.021', '0.021'),
  row(9, 9, '21.8', '0.027', '0.02'),
  row(10, 10, '34.6', '0.03', '0.022'),
  row(11, 11, '45.5', '0.034', '0.022'),
  row(12, 12, '58.5', '0.035', '0.021'),
  row(13, 13, '73', '0.037', '0.022'),
  row(14, 14, '73.6', '0.038', '0.023'),
  row(15, 15, '80.3', '0.038', '0.024'),
  row(16, 16, '85.1', '0.038', '0.027'),
  row(17, 17, '89.7', '0.039', '0.027'),
  row(18, 18, '90', '0.039', '0.029'),
  row(19, 19, '93.4', '0.038', '0.031'),
  row(20, 20, '94', '0.038', '0.033'),
  // Table 2: n ≠ k
  row(8, 9, '0.1', '0.0059', '0.021'),
  row(10, 11, '0.1', '0.0057', '0.018'),
  row(11, 12, '0.1', '0.0056', '0.017'),
  row(12, 13, '0.3', '0.0054', '0.016'),
  row(13, 14, '1.5', '0.0015', '0.038'),
  row(14, 15, '5.5', '0.002', '0.033'),
  row(15, 16, '10.1', '0.004', '0.032'),
  row(16, 17, '18', '0.0055', '0.031'),
  row(17, 18, '20.9', '0.007', '0.031'),
  row(18, 19, '36.9', '0.0064', '0.028'),
  row(19, 20, '49.1', '0.0077', '0.027'),
];

/** Means are printed with two significant digits, trailing zeros dropped. */
export const MEAN_DIGITS = 2;
