/** Limits that keep a hostile document from exhausting its reader. */
export const LIMITS = {
  /** characters, levels and values of a document */
  characters: 67_108_864,
  depth: 32,
  values: 2_097_152,
  /** characters of a decimal: any double and any entry of a candidate fits, and any double squared, written out exactly */
  decimalCharacters: 2400,
  /** absolute value of a written exponent of ten */
  exponent: 2400,
  /** n, k, d; n·d and k·d */
  count: 4096,
  coordinates: 8192,
} as const;
