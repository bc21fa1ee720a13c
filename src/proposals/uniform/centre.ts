/** Centres of boxes in doubles: proposals (untrusted), which existence.ts decides about. */

import { apply } from '../../numerics/matrix.ts';
import { equationsOf, slopesOf } from '../../symmetry/uniform/formulas.ts';
import { inverse } from '../../symmetry/uniform/kernel-matrices.ts';
import type { ScaledFamily } from '../../symmetry/uniform/scaled-family.ts';
import { TaylorArithmetic } from '../../symmetry/uniform/taylor.ts';
import { floats } from './floats.ts';

/** Values and Jacobian of the scaled equations in doubles. */
export function floatEquations(
  family: ScaledFamily,
  s: number,
  y: readonly number[],
): { values: number[]; jacobian: number[][] } {
  return slopesOf(family).doubles(floats, [s, ...y]);
}

/** A zero of the equations at s near y by Newton's method with bounded steps; null if there is none. */
export function newton(family: ScaledFamily, s: number, start: readonly number[]): number[] | null {
  let y = [...start];
  for (let step = 0; step < 60; step++) {
    const { values, jacobian } = floatEquations(family, s, y);
    const change = apply(inverse(jacobian), values);
    const size = Math.max(...change.map(Math.abs));
    if (!Number.isFinite(size)) return null;
    y = y.map((x, i) => x - change[i]! * Math.min(1, 0.3 / size));
    // The error after a step is of the order of its square.
    if (size < 1e-8) return y;
  }
  return null;
}

/** Follows the branch from s = from to s = to; null where Newton's method fails. */
export function follow(
  family: ScaledFamily,
  from: number,
  to: number,
  start: readonly number[],
): number[] | null {
  let y: number[] | null = newton(family, from, start);
  const steps = Math.max(1, Math.ceil(Math.abs(to - from) / 0.04));
  for (let i = 1; i <= steps && y !== null; i++) y = newton(family, from + ((to - from) * i) / steps, y);
  return y;
}

/**
 * Coefficients of the branch in t, s = mid + half·t: N rows of order + 1. The derivative of coefficient i of the
 * residual with respect to coefficient i of y is the Jacobian at t = 0, so one coefficient follows after the other.
 * Throws a TaylorError where the interval is too wide for the arithmetic.
 */
export function seriesOf(
  family: ScaledFamily,
  mid: number,
  half: number,
  start: readonly number[],
  order: number,
): number[][] | null {
  const y0 = newton(family, mid, start);
  if (y0 === null) return null;
  const y = y0.map((x) => [x]);
  if (half === 0) return y.map((row) => [...row, ...new Array<number>(order).fill(0)]);
  const step = inverse(floatEquations(family, mid, y0).jacobian);
  for (let i = 1; i <= order; i++) {
    const arithmetic = new TaylorArithmetic(i);
    const residual = equationsOf(family).models(arithmetic, [
      arithmetic.polynomial([mid, half], 0),
      ...y.map((row) => arithmetic.polynomial(row, 0)),
    ]);
    const change = apply(
      step,
      residual.map(({ c }) => c[i]!),
    );
    for (const [j, row] of y.entries()) row.push(-change[j]!);
  }
  return y;
}
