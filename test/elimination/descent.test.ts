import { describe, expect, test } from 'vitest';
import { type Augmentation, evaluate } from '../../src/elimination/data/empirical.ts';
import { parseLoss } from '../../src/elimination/data/loss.ts';
import { doubleOf } from '../../src/elimination/data/ring.ts';
import { type DescentOptions, descend, type Trial } from '../../src/elimination/descent/descent.ts';
import { exampleOneModel, floatNetwork, type Random } from '../../src/elimination/descent/float-model.ts';
import { FloatObjective, type FloatProblem } from '../../src/elimination/descent/float-objective.ts';
import {
  summaryOf,
  trajectoriesCsv,
  trialsCsv,
  trialsFrom,
  WAYS,
} from '../../src/elimination/descent/trials.ts';
import { generatorOf } from '../../src/search/generator.ts';
import {
  type Draw,
  drawOf,
  layer,
  networkOf,
  problemOf,
  randomInputs,
  randomNetwork,
  roughObjective,
} from './problems.ts';

const SEED = 11;
const random = (run: number): Random => generatorOf({ seed: SEED, run, k: 1, n: 1 });
const floats = (rows: readonly (readonly number[])[]): Float64Array[] =>
  rows.map((row) => Float64Array.from(row));

const OPTIONS: DescentOptions = {
  method: 'gd',
  step: 0.001,
  iterations: 200_000,
  batch: 0,
  monitored: false,
  threshold: 7,
  infimum: 0,
  rows: 50,
};

describe('objectives in doubles', () => {
  const labelsFor = (draw: Draw, name: string, count: number, outputs: number): number[][] =>
    Array.from({ length: count }, () =>
      name === 'squared'
        ? Array.from({ length: outputs }, () => draw.normal())
        : name === 'cross-entropy'
          ? Array.from({ length: outputs }, (_, k) => (k === 0 ? 1 : 0))
          : [draw.chance(0.5) ? 1 : -1],
    );

  test.each([
    ['squared', 'output'],
    ['squared', 'single'],
    ['logistic', 'output'],
    ['cross-entropy', 'output'],
    ['hinge:3', 'single'],
    ['hinge:2', 'monomial'],
  ])('%s, %s: the gradient against differences, the value against one written apart', (name, kind) => {
    const loss = parseLoss(name)!;
    for (let run = 0; run < 6; run++) {
      const draw = drawOf(SEED, run);
      const outputs = name === 'cross-entropy' ? 3 : name === 'squared' && kind === 'output' ? 2 : 1;
      const network = randomNetwork(draw, 2, outputs, ['tanh', 'softplus']);
      const inputs = randomInputs(draw, 2, 4);
      const labels = labelsFor(draw, name, 4, outputs);
      const augmentation = (kind === 'monomial' ? { kind, power: 3 } : { kind }) as Exclude<
        Augmentation,
        { kind: 'layer' }
      >;
      const model = floatNetwork(network);
      const problem: FloatProblem = {
        model,
        loss,
        augmentation,
        lambda: 0.7,
        inputs: floats(inputs),
        labels: floats(labels),
      };
      const objective = new FloatObjective(problem);
      const { size, parameters, neurons } = objective.parts;
      const z = Float64Array.from({ length: size }, (_, i) => model.own[i] ?? 0.3 * draw.normal());
      const gradient = new Float64Array(size);
      const spare = new Float64Array(size);
      const values = objective.evaluate(z, gradient, null);
      const rough = roughObjective(network, loss, augmentation, { inputs, labels }, 0.7, {
        a: [...z.subarray(parameters, parameters + neurons)],
        b: [...z.subarray(parameters + neurons, parameters + 2 * neurons)],
        w: Array.from({ length: neurons }, (_, k) => {
          const at = parameters + 2 * neurons + 2 * k;
          return [...z.subarray(at, at + 2)];
        }),
      });
      const where = `seed ${SEED}, run ${run}`;
      expect(Math.abs(values.objective - rough), where).toBeLessThan(1e-10 * (1 + rough));
      const total = doubleOf(evaluate(problemOf(network, loss, { inputs, labels }), 30).total);
      expect(Math.abs(values.loss - total / 4), where).toBeLessThan(1e-10 * (1 + total));
      for (let i = 0; i < size; i++) {
        const h = 1e-6;
        const at = (by: number): number => {
          const moved = Float64Array.from(z);
          moved[i]! += by;
          return objective.evaluate(moved, spare, null).objective;
        };
        const slope = (at(h) - at(-h)) / (2 * h);
        expect(Math.abs(gradient[i]! - slope), `${where}, entry ${i}`).toBeLessThan(
          1e-5 * (1 + Math.abs(slope)),
        );
      }
    }
  });
});

describe('the monitor on K Example 1', () => {
  const model = exampleOneModel();
  const problem: FloatProblem = {
    model,
    loss: { kind: 'hinge', power: 3 },
    augmentation: { kind: 'output' },
    lambda: 100,
    inputs: [Float64Array.of(0)],
    labels: [Float64Array.of(-1)],
  };
  const run = (augmented: boolean, monitored: boolean): Trial =>
    descend(
      { ...problem, augmentation: augmented ? problem.augmentation : null },
      model.own,
      { ...OPTIONS, monitored },
      random(0),
    );

  test('L alone stops at the spurious minimum', () => {
    const trial = run(false, false);
    expect(trial.outcome).toBe('stationary');
    expect(trial.loss).toBeCloseTo(7.99958274523, 9);
    expect(trial.trajectory.at(-1)!.theta[0]).toBeCloseTo(0.200027831, 8);
  });

  test('L̃ from near .2: θ stays, b runs off, and the threshold is passed', () => {
    const trial = run(true, false);
    expect(trial.outcome).toBe('diverging');
    const last = trial.trajectory.at(-1)!;
    expect(last.theta[0]).toBeCloseTo(0.200027831, 6);
    expect(last.normB).toBeGreaterThan(7);
    expect(trial.restarts).toBe(0);
    // L̃ tends to 0 while L does not move: the infimum is not attained. Where e^b is large the steps in a are too long for the
    // valley, and a jumps about its bottom: single rows depend on the last bits, the middle one of many does not.
    const late = trial.trajectory.slice(-20);
    const median = (values: readonly number[]): number =>
      [...values].sort((x, y) => x - y)[values.length >> 1]!;
    expect(median(late.map(({ normA }) => normA))).toBeLessThan(0.05);
    expect(median(late.map(({ objective }) => objective))).toBeLessThan(0.1);
    expect(last.loss).toBeCloseTo(7.99958274523, 6);
  });

  test('with the monitor the divergence is detected, and a restart reaches the global minimum', () => {
    const trial = run(true, true);
    expect(trial.restarts).toBeGreaterThan(0);
    expect(trial.outcome).toBe('global-minimum');
    const theta = trial.trajectory.at(-1)!.theta[0]!;
    // The tolerance 10⁻⁴ in L leaves the interval of global minima by little.
    expect(theta).toBeGreaterThan(0.77);
    expect(theta).toBeLessThan(0.83);
    const restart = trial.trajectory.find(({ normA, normB, normW }) => normA + normB + normW >= 7)!;
    expect(restart.theta[0]).toBeCloseTo(0.200027831, 6);
  });
});

describe('trials', () => {
  const network = networkOf([
    layer([[1], [-1], [0.5]], [0, 0, 0], 'relu'),
    layer([[1, 1, -1]], [0], 'linear'),
  ]);
  const inputs = floats([[-1], [-0.5], [0], [0.5], [1]]);
  const labels = floats([[1], [0.25], [0], [0.25], [1]]);
  const setting = (options: Partial<DescentOptions>): Parameters<typeof trialsFrom>[0] => ({
    model: network,
    problem: { loss: { kind: 'squared' }, augmentation: { kind: 'single' }, lambda: 0.1, inputs, labels },
    options: { ...OPTIONS, step: 0.02, iterations: 1000, ...options },
  });
  const streams =
    (seed: number) =>
    (stream: number): Random =>
      generatorOf({ seed, run: 3, k: 1 + stream, n: 1 });

  test('the same seed gives the same trial, another seed another one', () => {
    for (const options of [{}, { batch: 2 }, { method: 'adagrad' } as const]) {
      const first = trialsFrom(setting(options), false, streams(1));
      expect(trialsFrom(setting(options), false, streams(1))).toEqual(first);
      expect(trialsFrom(setting(options), false, streams(2))).not.toEqual(first);
      for (const way of WAYS) {
        const { loss, trajectory, steps } = first[way];
        expect(loss).toBeLessThan(trajectory[0]!.loss);
        expect(steps).toBeGreaterThan(0);
      }
    }
  });

  test('an overflow is divergence, and restarts under the monitor', () => {
    const trials = trialsFrom(setting({ step: 1e6, iterations: 50 }), true, streams(1));
    expect(trials.original.outcome).toBe('diverging');
    expect(trials.augmented.outcome).toBe('diverging');
    expect(trials.monitored.restarts).toBeGreaterThan(3);
  });

  test('summary and CSV', () => {
    const trials = [1, 2, 3].map((seed) => trialsFrom(setting({ iterations: 100 }), false, streams(seed)));
    const csv = trialsCsv(trials).trim().split('\n');
    expect(csv).toHaveLength(1 + 9);
    const header = csv[0]!.split(',');
    for (const line of csv) expect(line.split(',')).toHaveLength(header.length);
    const rows = trajectoriesCsv(trials).trim().split('\n');
    expect(new Set(rows.map((row) => row.split(',').length)).size).toBe(1);
    const losses = trials.map(({ original }) => original.loss).sort((a, b) => a - b);
    const summary = summaryOf(
      'original',
      trials.map(({ original }) => original),
    );
    expect(summary.medianLoss).toBe(losses[1]);
    expect(Object.values(summary.outcomes).reduce((a, b) => a + b)).toBe(3);
    expect(summaryOf('original', []).meanLoss).toBeNull();
  });
});
