import { eigenpairs, type FloatMatrix, solvePositive } from '../../numerics/matrix.ts';

/**
 * Untrusted: the limit energy U of families with one large symmetric block (mathematics.md 11.9), in doubles. r bad coordinates
 * each have a matched neuron P_β = (d; e_1…e_r), and extras p_u = (d; e_1…e_r) are shared by them, all in the scaled
 * unknowns of mathematics.md 11.1 at s = 0. Critical points of U are the limits of critical points of F; what is computed here
 * proposes starts and tells which families are worth a proof.
 */

/** A neuron in scaled unknowns: entry d on the large block, then one entry e_β for each bad coordinate. */
export type ScaledNeuron = readonly number[];

/** A critical point of the limit energy with what decides about the family for all large k. */
export interface LimitPoint {
  readonly matched: readonly ScaledNeuron[];
  readonly extras: readonly ScaledNeuron[];
  readonly energy: number;
  /** lim kF = r/2 + U/2π */
  readonly objectiveLimit: number;
  /** Smallest eigenvalue of the Hessian of U, over 2π: limit of the trivial block. */
  readonly trivial: number;
  /** Smallest eigenvalue of std(0), over 2π: limit of the standard block. */
  readonly standard: number;
}

const HALF_PI: number = Math.PI / 2;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const dot = (x: readonly number[], y: readonly number[]): number => sum(x.map((a, i) => a * y[i]!));

/** What U, its gradient and std(0) need of an extra and a bad coordinate: α = asin(−e_β/N), 1 − cos α, R = N cos α. */
interface Angle {
  readonly alpha: number;
  readonly versine: number;
  readonly root: number;
}

function angleOf(extra: ScaledNeuron, norm: number, beta: number): Angle {
  const e = extra[1 + beta]!;
  const root = Math.sqrt(Math.max(0, norm * norm - e * e));
  return { alpha: Math.atan2(-e, root), versine: (e * e) / (norm * (norm + root)), root };
}

/** The matched neurons that minimise U for given extras: U is quadratic and convex in them. */
export function matchedNeurons(bad: number, extras: readonly ScaledNeuron[]): number[][] {
  const norms = extras.map((p) => Math.hypot(...p));
  const angles = Array.from({ length: bad }, (_, beta) => extras.map((p, u) => angleOf(p, norms[u]!, beta)));
  const betaSum = (beta: number, entry: number): number =>
    sum(extras.map((p, u) => angles[beta]![u]!.alpha * p[entry]!));
  return Array.from({ length: bad }, (_, beta) => {
    const own = betaSum(beta, 1 + beta) + sum(angles[beta]!.map(({ versine }, u) => norms[u]! * versine));
    return Array.from({ length: 1 + bad }, (_, entry) => {
      if (entry === 0) return (2 - betaSum(beta, 0)) / HALF_PI;
      const gamma = entry - 1;
      if (gamma === beta) return -own / (HALF_PI - 1);
      return (betaSum(gamma, 1 + beta) - HALF_PI * betaSum(beta, 1 + gamma)) / (HALF_PI * HALF_PI - 1);
    });
  });
}

/** U and its gradient, in the order matched neurons, extras. */
function energy(
  matched: readonly ScaledNeuron[],
  extras: readonly ScaledNeuron[],
): { value: number; gradient: number[][] } {
  const r = matched.length;
  const slope = [...matched, ...extras].map((p) => p.map(() => 0));
  const norms = extras.map((p) => Math.hypot(...p));
  let value = 0;
  for (const [beta, p] of matched.entries()) {
    const own = slope[beta]!;
    const d = p[0]!;
    value += (Math.PI / 4) * d * d - 2 * d;
    own[0]! += HALF_PI * d - 2;
    for (let gamma = 0; gamma < r; gamma++) {
      const e = p[1 + gamma]!;
      const crossed = matched[gamma]![1 + beta]!;
      value += gamma === beta ? 0.5 * (HALF_PI - 1) * e * e : (Math.PI / 4) * e * e + 0.5 * e * crossed;
      own[1 + gamma]! += gamma === beta ? (HALF_PI - 1) * e : HALF_PI * e + crossed;
    }
  }
  for (const [u, p] of extras.entries()) {
    const own = slope[r + u]!;
    const norm = norms[u]!;
    const total = sum(p.slice(1));
    value += 0.5 * (HALF_PI - 1) * norm * norm + (2 * p[0]! * total) / norm;
    for (const [a, x] of p.entries())
      own[a]! +=
        (HALF_PI - 1) * x + (2 * (a === 0 ? total : p[0]!)) / norm - (2 * p[0]! * total * x) / norm ** 3;
    for (const [beta, partner] of matched.entries()) {
      const { alpha, versine, root } = angleOf(p, norm, beta);
      const product = dot(partner, p);
      const e = p[1 + beta]!;
      const ownEntry = partner[1 + beta]!;
      value += alpha * product + ownEntry * norm * versine;
      slope[beta]![1 + beta]! += norm * versine;
      for (const [a, x] of p.entries()) {
        const unit = a === 1 + beta ? 1 : 0;
        slope[beta]![a]! += alpha * x;
        own[a]! +=
          alpha * partner[a]! +
          (product * ((e * x) / (norm * norm) - unit)) / root +
          ownEntry * (x / norm - (x - e * unit) / root);
      }
    }
    for (let v = 0; v < u; v++) {
      const q = extras[v]!;
      const { beta, versine } = pairOf(p, q, norm, norms[v]!);
      value += dot(p, q) * beta - norm * norms[v]! * versine;
      for (let a = 0; a <= r; a++) {
        own[a]! += beta * q[a]! - (versine * norms[v]! * p[a]!) / norm;
        slope[r + v]![a]! += beta * p[a]! - (versine * norm * q[a]!) / norms[v]!;
      }
    }
  }
  return { value, gradient: slope };
}

/** β = asin ρ and κ = 1 − √(1 − ρ²) of two vectors. */
function pairOf(
  p: ScaledNeuron,
  q: ScaledNeuron,
  norm: number,
  other: number,
): { beta: number; versine: number } {
  const rho = Math.max(-1, Math.min(1, dot(p, q) / (norm * other)));
  return { beta: Math.asin(rho), versine: (rho * rho) / (1 + Math.sqrt(1 - rho * rho)) };
}

/** Central differences of a gradient: error about 1e-10. */
function hessianOf(gradient: (x: readonly number[]) => number[], x: readonly number[]): number[][] {
  const step = 1e-5;
  const columns = x.map((_, j) => {
    const moved = (h: number): number[] => gradient(x.map((value, i) => (i === j ? value + h : value)));
    const high = moved(step);
    const low = moved(-step);
    return high.map((value, i) => (value - low[i]!) / (2 * step));
  });
  return columns.map((column, i) => column.map((value, j) => 0.5 * (value + columns[j]![i]!)));
}

function rowsOf(x: readonly number[], width: number): number[][] {
  return Array.from({ length: x.length / width }, (_, u) => x.slice(u * width, (u + 1) * width));
}

/**
 * The minimum of U that damped Newton steps reach from given extras; null where extras vanish, become parallel or run
 * away, or where nothing settles.
 */
export function minimiseEnergy(bad: number, start: readonly ScaledNeuron[]): LimitPoint | null {
  const width = 1 + bad;
  const count = start.length;
  const evaluate = (x: readonly number[]): { value: number; gradient: number[] } => {
    const extras = rowsOf(x, width);
    const { value, gradient } = energy(matchedNeurons(bad, extras), extras);
    return { value, gradient: gradient.slice(bad).flat() };
  };
  let x = start.flat();
  let current = evaluate(x);
  let damping = 0.1;
  for (let step = 0; step < 200 && Math.hypot(...current.gradient) > 1e-13; step++) {
    const matrix = hessianOf((z) => evaluate(z).gradient, x);
    let moved = false;
    for (let attempt = 0; attempt < 30 && !moved; attempt++) {
      const move = solvePositive(
        matrix,
        current.gradient.map((g) => -g),
        damping,
      );
      if (move !== null && Math.hypot(...move) < 2) {
        const next = x.map((value, i) => value + move[i]!);
        const there = evaluate(next);
        if (there.value <= current.value && Number.isFinite(there.value)) {
          moved = Math.hypot(...move) > 1e-15;
          x = next;
          current = there;
          damping = damping < 1e-9 ? 0 : damping / 10;
          break;
        }
      }
      damping = Math.max(4 * damping, 1e-6);
    }
    if (!moved) break;
  }
  const extras = rowsOf(x, width);
  const norms = extras.map((p) => Math.hypot(...p));
  if (!(Math.hypot(...current.gradient) < 1e-9) || x.some((value) => Math.abs(value) > 20)) return null;
  if (norms.some((norm) => norm < 0.05)) return null;
  for (let u = 0; u < count; u++)
    for (let v = 0; v < u; v++)
      if (Math.abs(dot(extras[u]!, extras[v]!)) > 0.999 * norms[u]! * norms[v]!) return null;
  return describeLimit(bad, extras);
}

function describeLimit(bad: number, extras: readonly ScaledNeuron[]): LimitPoint {
  const width = 1 + bad;
  const matched = matchedNeurons(bad, extras);
  const { value } = energy(matched, extras);
  const full = [...matched, ...extras].flat();
  const gradient = (x: readonly number[]): number[] => {
    const rows = rowsOf(x, width);
    return energy(rows.slice(0, bad), rows.slice(bad)).gradient.flat();
  };
  return {
    matched,
    extras,
    energy: value,
    objectiveLimit: bad / 2 + value / (2 * Math.PI),
    trivial: eigenpairs(hessianOf(gradient, full)).values[0]! / (2 * Math.PI),
    standard: eigenpairs(standardForm(matched, extras)).values[0]! / (2 * Math.PI),
  };
}

/** std(0), the limit of 2π times the standard block in the variables y1, y2, y3, g_β, δ_t (mathematics.md 11.9). */
export function standardForm(matched: readonly ScaledNeuron[], extras: readonly ScaledNeuron[]): FloatMatrix {
  const r = matched.length;
  const size = 3 + r + r + extras.length;
  const form = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const add = (i: number, j: number, coefficient: number): void => {
    form[i]![j]! += 0.5 * coefficient;
    form[j]![i]! += 0.5 * coefficient;
  };
  const delta = (t: number): number => 3 + r + t;
  const column = [0, 2, ...Array.from({ length: r + extras.length }, (_, t) => delta(t))];
  for (const i of column) for (const j of column) add(i, j, HALF_PI);
  add(0, 0, HALF_PI - 1);
  add(1, 1, HALF_PI);
  for (let beta = 0; beta < r; beta++) {
    add(3 + beta, 3 + beta, HALF_PI);
    add(3 + beta, delta(beta), -2);
    add(delta(beta), delta(beta), HALF_PI);
  }
  const norms = extras.map((p) => Math.hypot(...p));
  for (const [u, p] of extras.entries()) {
    const norm = norms[u]!;
    let radial = (-2 * p[0]! * sum(p.slice(1))) / (norm * norm);
    for (const [beta, partner] of matched.entries()) {
      const { alpha, versine, root } = angleOf(p, norm, beta);
      const e = p[1 + beta]!;
      const own = partner[1 + beta]!;
      radial -= -own * versine + (((dot(partner, p) - own * e) / norm) * -e) / root;
      add(delta(beta), delta(r + u), 2 * alpha);
      add(3 + beta, delta(r + u), (2 * e) / norm);
    }
    add(1, delta(r + u), (2 * p[0]!) / norm);
    for (const [v, q] of extras.entries()) {
      if (v === u) continue;
      const { beta, versine } = pairOf(p, q, norm, norms[v]!);
      radial -= norms[v]! * versine;
      if (v < u) add(delta(r + v), delta(r + u), 2 * beta);
    }
    add(delta(r + u), delta(r + u), HALF_PI - 1 + radial / norm);
  }
  return form;
}
