// Points at which the rounding bounds of a step of descent are compared with balls: random ones of all sizes, starts and the
// steps after them, nearly and exactly collinear pairs, points near the targets, rows of very different length, entries that
// underflow when squared. Each is a function of a seed alone. scripts/compare-shadow.mjs and test/trajectory/shadow.test.ts.

/** Uniform numbers in [0, 1) that a seed determines. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const SHADOW_KINDS = [
  'start',
  'near targets',
  'collinear',
  'opposite',
  'lengths',
  'underflow',
  'axes',
  'grid',
];

/** { kind, n, k, weights }: n x k, row = neuron, none of them 0. */
export function shadowCase(seed, largest = 12) {
  const uniform = generator(seed);
  const whole = (low, high) => low + Math.floor(uniform() * (high - low + 1));
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const tiny = () => 10 ** -(18 * uniform()) * normal();
  const kind = SHADOW_KINDS[seed % SHADOW_KINDS.length];
  const k = whole(1, largest);
  const n = kind === 'near targets' ? k : whole(1, largest);
  const weights = new Float64Array(n * k);
  const scale = kind === 'lengths' ? 0 : 1 / Math.sqrt(k);
  for (let a = 0; a < weights.length; a++) weights[a] = normal() * scale;
  const row = (i) => weights.subarray(i * k, i * k + k);
  if (kind === 'near targets') {
    const size = 10 ** -(16 * uniform());
    for (let i = 0; i < n; i++) for (let a = 0; a < k; a++) row(i)[a] = (i === a ? 1 : 0) + size * normal();
  }
  if (kind === 'collinear' || kind === 'opposite')
    for (let i = 1; i < n; i++) {
      const c = (kind === 'opposite' ? -1 : 1) * (uniform() < 0.3 ? 2 ** whole(-2, 2) : 0.5 + uniform());
      const other = row(whole(0, i - 1)).slice();
      for (let a = 0; a < k; a++) row(i)[a] = c * other[a] + (uniform() < 0.2 ? 0 : tiny());
    }
  if (kind === 'lengths')
    for (let i = 0; i < n; i++) {
      const length = 10 ** (4 * uniform() - 2);
      for (let a = 0; a < k; a++) row(i)[a] = length * normal();
    }
  if (kind === 'underflow')
    for (let i = 0; i < n; i++) {
      for (let a = 0; a < k; a++) if (uniform() < 0.7) row(i)[a] *= 10 ** -(300 * uniform());
      row(i)[whole(0, k - 1)] = 0.5 + uniform();
    }
  if (kind === 'axes')
    for (let i = 0; i < n; i++) {
      row(i).fill(0);
      row(i)[whole(0, k - 1)] = (uniform() < 0.5 ? -1 : 1) * (0.5 + uniform());
      if (uniform() < 0.5) row(i)[whole(0, k - 1)] += tiny();
    }
  // Small multiples of 1/64: quotients at and between the entries of the table of angles.
  if (kind === 'grid') for (let a = 0; a < weights.length; a++) weights[a] = whole(-64, 64) / 64;
  for (let i = 0; i < n; i++) {
    const r = row(i);
    if (r.every((x) => Math.abs(x) < 1e-3)) r[whole(0, k - 1)] = 0.5 + uniform();
  }
  return { kind, n, k, weights };
}

/**
 * Takes one step at a point and compares the bounds of the kernel with balls: { residual, inner, area, angle }, each the largest
 * true error over its bound (above 1 is a fault), or null where the kernel refuses or balls cannot tell. `engine` has Shadow, BallField,
 * BallLandscape, pairOf, pairsOf, pointOf, gradient, fixedEvaluation of the engine. The step is once 1/10 and once the double nearest to it.
 */
export function compareStep(engine, { n, k, weights }, { pairs = true } = {}) {
  const { Shadow, BallLandscape, BallField, pairOf, pairsOf, pointOf, gradient, fixedEvaluation } = engine;
  const { balls, field, targets } = settingOf(k, { BallField, BallLandscape });
  const shadow = new Shadow(n, k, 1);
  shadow.start(weights);
  if (shadow.advance(1, 0.1) !== 1) return null;
  const after = shadow.point(1).slice();
  const bound = shadow.residuals()[0];
  const measured = pairs ? shadow.measure(0) : null;
  const rowsOf = (x) => Array.from({ length: n }, (_, i) => field.vector([...x.subarray(i * k, i * k + k)]));
  const [before, next] = [rowsOf(weights), rowsOf(after)];
  const point = pointOf(field, k, before, targets, true);
  const gradients = fixedEvaluation(field, point)?.gradient ?? gradient(field, point, pairsOf(field, point));
  const unit = 2 ** -balls.bits;
  let squares = 0;
  for (let i = 0; i < n; i++)
    for (let a = 0; a < k; a++) {
      const moved = next[i].mids[a] - before[i].mids[a];
      const g = gradients[i].mids[a];
      // The double nearest to 1/10 is 0x1999999999999a·2^-56.
      const exact = Math.abs(Number(10n * moved + g)) / 10;
      const double = Math.abs(Number((moved << 56n) + g * 0x1999999999999an)) * 2 ** -56;
      const most = (Math.max(exact, double) - Number(gradients[i].rad + 2n)) * unit;
      squares += Math.max(most, 0) ** 2;
    }
  const ratios = { residual: Math.sqrt(squares) / bound, inner: 0, area: 0, angle: 0 };
  if (measured === null) return ratios;
  const one = balls.one;
  const excess = (ball, { value, error }) => {
    const off = balls.sub(ball, balls.exact(value));
    const least = Math.max(Math.abs(Number(off.mid)) - Number(off.rad), 0) * unit;
    return least === 0 ? 0 : least / error;
  };
  const take = (pair, known) => {
    ratios.inner = Math.max(ratios.inner, excess(pair.inner, known.inner));
    ratios.area = Math.max(ratios.area, excess(pair.area, known.area));
    ratios.angle = Math.max(ratios.angle, excess(pair.supplement, known.supplement));
  };
  const squaresOf = point.neuronNormsSquared;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++)
      take(
        pairOf(field, squaresOf[i], squaresOf[j], field.dot(before[i], before[j])),
        measured.pairs.neurons[i][j],
      );
    for (let j = 0; j < k; j++)
      take(pairOf(field, squaresOf[i], one, field.dot(before[i], targets[j])), measured.pairs.targets[i][j]);
  }
  return ratios;
}

const settings = new Map();

function settingOf(k, { BallField, BallLandscape }) {
  if (!settings.has(k)) {
    const field = new BallLandscape(BallField.ofDigits(32));
    const targets = Array.from({ length: k }, (_, j) => field.unitVector(k, j));
    settings.set(k, { balls: field.balls, field, targets });
  }
  return settings.get(k);
}
