import type {
  ClaimCheck,
  Finding,
  PointFigures,
  PublishedFamily,
  Severity,
  StoredFigures,
} from '../types.ts';

export interface Extreme {
  readonly family: PublishedFamily;
  readonly value: number;
}

/** The families with the least and the greatest value; null when no family has one. */
export function extremes(
  families: readonly PublishedFamily[],
  value: (family: PublishedFamily) => number | null,
): { least: Extreme; greatest: Extreme } | null {
  const known = families.flatMap((family) => {
    const x = value(family);
    return x === null ? [] : [{ family, value: x }];
  });
  if (known.length === 0) return null;
  return {
    least: known.reduce((a, b) => (b.value < a.value ? b : a)),
    greatest: known.reduce((a, b) => (b.value > a.value ? b : a)),
  };
}

export const finding = (id: string, severity: Severity, where: string, text: string): Finding => ({
  id,
  severity,
  where,
  text,
});

export const inAll = (x: number): string => (x === 1 ? 'in the one family' : `in all ${x} families`);
export const withPoint = (
  families: readonly PublishedFamily[],
): (PublishedFamily & { figures: PointFigures })[] =>
  families.flatMap((family) =>
    family.outcome.point === null ? [] : [{ ...family, figures: family.outcome.point }],
  );
export const withStored = (
  families: readonly PublishedFamily[],
): (PublishedFamily & { stored: StoredFigures; check: ClaimCheck })[] =>
  families.flatMap((family) => {
    const { check } = family.outcome;
    return check?.stored ? [{ ...family, check, stored: check.stored }] : [];
  });
/** Families whose claims hold: what is said about the published proof is said about these. */
export const sound = (families: readonly PublishedFamily[]): PublishedFamily[] =>
  families.filter(
    ({ outcome: { check } }) => check !== null && answersOf(check).every((x) => x === 'confirmed'),
  );

/** All answers of a check. */
export function answersOf(check: ClaimCheck): string[] {
  return [check.lambdaMin, check.r, check.objective, check.failure, check.stopping].filter((x) => x !== null);
}
