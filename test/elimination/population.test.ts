import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { approximately } from '../../src/arithmetic/exact.ts';
import { type DenseCertificate, readCertificate } from '../../src/certificate/index.ts';
import { proveEliminated } from '../../src/elimination/population/eliminate.ts';
import {
  augmentedLoss,
  correlation,
  correlationAtZero,
  shifted,
} from '../../src/elimination/population/moments.ts';
import {
  TranscendentalBalls,
  transcendentalFloats,
} from '../../src/elimination/population/transcendental.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import type { Field } from '../../src/landscape/field.ts';
import { type Point, pointOf } from '../../src/landscape/problem.ts';
import { proposeBlockDirection } from '../../src/proposals/elimination/block-direction.ts';
import { proposeDirection } from '../../src/proposals/elimination/direction.ts';
import { normals, randomMatrix } from '../points.ts';

const producer = { name: 'test', version: '0' };

function pointIn<S, V>(field: Field<S, V>, neurons: number[][], targets: number[][]): Point<S, V> {
  const rows = (matrix: number[][]): V[] => matrix.map((row) => field.vector(row));
  return pointOf(field, neurons[0]!.length, rows(neurons), rows(targets), false);
}

function certificateOf(name: string): DenseCertificate {
  return readCertificate(readFileSync(`certificates/${name}.certificate.json`, 'utf8')) as DenseCertificate;
}

describe('the augmented population loss', () => {
  const SEED = 618;
  const neurons = randomMatrix(2, 3, SEED);
  const targets = randomMatrix(3, 3, SEED + 1);
  const [u] = randomMatrix(1, 3, SEED + 2, 0.4) as [number[]];
  const [a, b, lambda] = [0.3, -0.2, 0.7];
  const floats = pointIn(transcendentalFloats, neurons, targets);
  const at = (w: number[][], a: number, b: number, u: number[]) =>
    augmentedLoss(transcendentalFloats, pointIn(transcendentalFloats, w, targets), {
      a,
      b,
      u: Float64Array.from(u),
      lambda,
    });

  it(`agrees with Monte Carlo, 10⁶ samples, seed ${SEED}`, () => {
    const normal = normals(SEED);
    const dot = (x: number[], y: number[]): number => {
      let s = 0;
      for (let i = 0; i < x.length; i++) s += x[i]! * y[i]!;
      return s;
    };
    const relu = (x: number): number => Math.max(0, x);
    const count = 1e6;
    let [sum, squares, cross, crossSquares] = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const x = [normal(), normal(), normal()];
      let residual = 0;
      for (const w of neurons) residual += relu(dot(w, x));
      for (const v of targets) residual -= relu(dot(v, x));
      const grown = Math.exp(dot(u, x));
      const value = 0.5 * (residual + a * Math.exp(b) * grown) ** 2;
      sum += value;
      squares += value * value;
      cross += residual * grown;
      crossSquares += (residual * grown) ** 2;
    }
    const error = (s: number, ss: number): number => Math.sqrt((ss / count - (s / count) ** 2) / count);
    const { value } = at(neurons, a, b, u);
    expect(Math.abs(value - lambda * a * a - sum / count)).toBeLessThan(4 * error(sum, squares));
    const c = correlation(transcendentalFloats, floats, Float64Array.from(u));
    expect(Math.abs(c - cross / count)).toBeLessThan(4 * error(cross, crossSquares));
  });

  it('has the derivatives of finite differences', () => {
    const h = 1e-5;
    const found = at(neurons, a, b, u);
    const moved = (x: number[], j: number, by: number): number[] => x.map((y, i) => (i === j ? y + by : y));
    const slope = (f: (by: number) => number): number => (f(h) - f(-h)) / (2 * h);
    expect(found.a).toBeCloseTo(
      slope((by) => at(neurons, a + by, b, u).value),
      8,
    );
    expect(found.b).toBeCloseTo(
      slope((by) => at(neurons, a, b + by, u).value),
      8,
    );
    for (let j = 0; j < 3; j++) {
      expect(found.u[j]).toBeCloseTo(
        slope((by) => at(neurons, a, b, moved(u, j, by)).value),
        8,
      );
      neurons.forEach((w, i) => {
        const shift = (by: number) => neurons.map((row, l) => (l === i ? moved(w, j, by) : row));
        expect(found.weights[i]![j]).toBeCloseTo(
          slope((by) => at(shift(by), a, b, u).value),
          8,
        );
      });
    }
    // ∇S and ∇²S, which the search for u takes.
    const S = (x: number[]) => shifted(transcendentalFloats, floats, Float64Array.from(x));
    const { gradient, weights } = S(u);
    const vectors = [...neurons, ...targets];
    for (let j = 0; j < 3; j++) {
      expect(gradient[j]).toBeCloseTo(
        slope((by) => S(moved(u, j, by)).value),
        8,
      );
      for (let l = 0; l < 3; l++)
        expect(vectors.reduce((sum, w, i) => sum + weights[i]! * w[j]! * w[l]!, 0)).toBeCloseTo(
          slope((by) => S(moved(u, j, by)).gradient[l]!),
          8,
        );
    }
  });

  it('is the same in balls', () => {
    const field = new TranscendentalBalls(new BallField(128));
    const { balls } = field;
    const found = augmentedLoss(field, pointIn(field, neurons, targets), {
      a: balls.exact(a),
      b: balls.exact(b),
      u: field.vector(u),
      lambda: balls.exact(lambda),
    });
    const value = at(neurons, a, b, u);
    const close = (x: Ball, y: number): void => {
      expect(x.rad < 1n << 30n).toBe(true);
      expect(approximately(balls.upperRational(x))).toBeCloseTo(y, 12);
    };
    close(found.value, value.value);
    close(found.a, value.a);
    close(found.b, value.b);
    for (let j = 0; j < 3; j++) {
      close(field.entry(found.u, j), value.u[j]!);
      neurons.forEach((_, i) => {
        close(field.entry(found.weights[i]!, j), value.weights[i]![j]!);
      });
    }
    // c(0) has a form of its own.
    const points = pointIn(field, neurons, targets);
    const zero = field.vector([0, 0, 0]);
    const difference = balls.sub(correlation(field, points, zero), correlationAtZero(field, points));
    expect(balls.positive(balls.abs(difference))).not.toBe('yes');
    expect(field).toBeInstanceOf(BallLandscape);
  });

  it('holds at every critical point of (a, b): a ∂_a − ∂_b = 2λa²', () => {
    const { a: da, b: db } = at(neurons, a, b, u);
    expect(a * da - db).toBeCloseTo(2 * lambda * a * a, 12);
  });
});

describe('the certified minima do not survive', () => {
  it.each([
    ['6-6', '-0.00944594', '-0.00944595', 0.001795],
    ['8-9', '-0.0016095', '-0.0016096', 0.0012155],
    ['20-20', '-0.00327360', '-0.00327361', 0.00185],
  ])('%s', (name, above, below, least) => {
    const subject = certificateOf(name);
    const result = proveEliminated(subject, {
      lambda: '1',
      propose: proposeDirection,
      proposeBlocks: proposeBlockDirection,
      producer,
    });
    if ('reason' in result) throw new Error(result.reason);
    const { claim, witness } = result.certificate;
    expect(Number(claim.correlationAtZero.lower)).toBeGreaterThan(Number(below));
    expect(Number(claim.correlationAtZero.upper)).toBeLessThan(Number(above));
    expect(Number(claim.correlationAtZero.upper) - Number(claim.correlationAtZero.lower)).toBeLessThan(1e-13);
    expect(Number(claim.largestDecrease.lower)).toBeGreaterThan(least);
    // The explicit point, evaluated in doubles.
    const field = transcendentalFloats;
    const targets = Array.from({ length: subject.problem.k }, (_, j) =>
      field.unitVector(subject.problem.d, j),
    );
    const point = pointOf(
      field,
      subject.problem.d,
      subject.point.centre.map((row) => field.vector(row)),
      targets,
      true,
    );
    const parameters = { b: 0, u: field.vector(witness.direction), lambda: 1 };
    const { value: before } = augmentedLoss(field, point, { ...parameters, a: 0 });
    const { value: after } = augmentedLoss(field, point, { ...parameters, a: Number(claim.step.a) });
    expect(before - after).toBeGreaterThan(Number(claim.step.decrease) * (1 - 1e-9));
    expect(before - after).toBeLessThan(Number(claim.step.decrease) * (1 + 1e-9));
  });

  it.each(['1e-50', '1e99'])('whatever λ: %s', (lambda) => {
    const result = proveEliminated(certificateOf('6-6'), {
      lambda,
      propose: proposeDirection,
      proposeBlocks: proposeBlockDirection,
      producer,
    });
    if ('reason' in result) throw new Error(result.reason);
    const { step, correlation, curvature } = result.certificate.claim;
    // γ²/(4(E + λ)), γ the least |c(u)|
    const expected = Number(correlation.upper) ** 2 / (4 * (Number(curvature) + Number(lambda)));
    expect(Number(step.decrease) / expected).toBeCloseTo(1, 6);
  });

  it('claims nothing of a direction in which the residual is not seen, or of another verdict', () => {
    const subject = certificateOf('6-6');
    const far = proveEliminated(subject, {
      lambda: '1',
      propose: () => Array(6).fill('-11'),
      proposeBlocks: proposeBlockDirection,
      producer,
    });
    expect(far).toHaveProperty('reason');
    const saddle = readCertificate(
      readFileSync('test/checker/vectors/saddle.json', 'utf8'),
    ) as DenseCertificate;
    expect(
      proveEliminated(saddle, {
        lambda: '1',
        propose: proposeDirection,
        proposeBlocks: proposeBlockDirection,
        producer,
      }),
    ).toEqual({
      reason: 'the verdict is saddle, not spurious-local-minimum',
    });
  });
});
