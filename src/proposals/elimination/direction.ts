/** Untrusted: a direction u in which an added neuron lowers the population loss a lot. */
import {
  checkDoubles,
  checkList,
  checkObject,
  checkPositive,
  checkWhole,
} from '../../arithmetic/argument.ts';

import { shifted } from '../../elimination/population/moments.ts';
import { transcendentalFloats } from '../../elimination/population/transcendental.ts';
import type { Point } from '../../landscape/problem.ts';
import { solvePositive } from '../../numerics/matrix.ts';

type FloatPoint = Point<number, Float64Array>;

/** Starting points besides 0 and plus and minus the unit vectors. */
const RANDOM_STARTS = 40;
const STEPS = 60;
/** Significant digits of a proposed coordinate: the maximum is flat, more change nothing. */
const DIGITS = 12;

/**
 * The u with the largest ½c(u)²e^(−2‖u‖²) = ½(S(u) e^(−‖u‖²/2))² that damped Newton steps from many starting points
 * find, as decimals; not proven to be the largest. The starting points do not depend on chance.
 */
export function proposeDirection(point: FloatPoint): string[] {
  checkPoint(point);
  const { d } = point;
  const random = generator();
  const starts = [new Float64Array(d)];
  for (let j = 0; j < d; j++)
    for (const sign of [1, -1]) {
      const unit = new Float64Array(d);
      unit[j] = sign;
      starts.push(unit);
    }
  for (let i = 0; i < RANDOM_STARTS; i++) {
    const scale = 1.5 / Math.sqrt(d);
    starts.push(Float64Array.from({ length: d }, () => scale * (random() + random() + random() - 1.5)));
  }
  let best: { u: Float64Array; size: number } = { u: starts[0]!, size: -1 };
  for (const start of starts)
    for (const sign of [1, -1] as const) {
      const found = ascend(point, start, sign);
      if (found.size > best.size * (1 + 1e-12)) best = found;
    }
  return Array.from(best.u, (x) => decimal(x));
}

function checkPoint(point: FloatPoint): void {
  checkObject('point', point);
  const { d, neurons, targets, neuronNormsSquared, targetNormsSquared } = point;
  checkWhole('point.d', d, 1);
  const vector = (name: string, x: unknown): void => checkDoubles(name, x, d);
  checkList('point.neurons', neurons, null, vector);
  checkList('point.neuronNormsSquared', neuronNormsSquared, neurons.length, checkPositive);
  checkList('point.targets', targets, null, vector);
  checkList('point.targetNormsSquared', targetNormsSquared, targets.length, checkPositive);
}

/** A double in plain notation with few digits. */
function decimal(x: number): string {
  const text = x.toFixed(DIGITS).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/** Numbers in [0, 1) of a fixed sequence (Lehmer, Park & Miller). */
function generator(): () => number {
  let state = 20180719;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Levenberg–Marquardt ascent of sign·S(u)e^(−‖u‖²/2). */
function ascend(point: FloatPoint, start: Float64Array, sign: 1 | -1): { u: Float64Array; size: number } {
  const { d } = point;
  let u = start;
  let here = surface(point, u, sign);
  let damping = 0.1;
  for (let step = 0; step < STEPS; step++) {
    const direction = solvePositive(here.curvature, here.gradient, damping * here.scale);
    if (direction === null) {
      damping = Math.max(4 * damping, 1e-3);
      if (damping > 1e12) break;
      continue;
    }
    const next = u.map((x, a) => x + direction[a]!);
    const there = surface(point, next, sign);
    if (there.value > here.value) {
      const gained = there.value - here.value;
      u = next;
      here = there;
      damping /= 5;
      if (gained < 1e-15 * Math.abs(there.value)) break;
    } else {
      damping = Math.max(4 * damping, 1e-6);
      if (damping > 1e12) break;
    }
  }
  return { u, size: here.value };

  function surface(at: FloatPoint, x: Float64Array, s: 1 | -1) {
    const { value, gradient, weights } = shifted(transcendentalFloats, at, x);
    let square = 0;
    for (const entry of x) square += entry * entry;
    const factor = s * Math.exp(-square / 2);
    // h = S e^(−‖u‖²/2): ∇h = e^(…)(∇S − S u), ∇²h = e^(…)(∇²S − S I − u∇Sᵀ − ∇S uᵀ + S uuᵀ); here −∇²h.
    const curvature: Float64Array[] = [];
    for (let p = 0; p < d; p++) {
      const row = new Float64Array(p + 1);
      const xp = x[p]!;
      const slope = gradient[p]!;
      for (let q = 0; q <= p; q++) {
        const own = p === q ? value : 0;
        row[q] = factor * (own + xp * gradient[q]! + slope * x[q]! - value * xp * x[q]!);
      }
      curvature.push(row);
    }
    [...at.neurons, ...at.targets].forEach((w, i) => {
      const weight = factor * weights[i]!;
      for (let p = 0; p < d; p++) {
        const row = curvature[p]!;
        const share = weight * w[p]!;
        for (let q = 0; q <= p; q++) row[q]! -= share * w[q]!;
      }
    });
    let scale = 1e-300;
    for (let p = 0; p < d; p++) scale = Math.max(scale, Math.abs(curvature[p]![p]!));
    return {
      value: factor * value,
      gradient: gradient.map((entry, p) => factor * (entry - value * x[p]!)),
      curvature,
      scale,
    };
  }
}
