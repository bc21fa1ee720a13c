"""One step of gradient descent on F, batched over runs, in NumPy: what bench/descent.mjs compares with.

Prints one JSON line: microseconds per step and run, median and least over the repetitions, and F of the first run.
    python3 descent_numpy.py STARTS N K RUNS STEPS REPETITIONS      STARTS: RUNS x N x K little-endian doubles
Standard-basis targets; formulas (S8) of Safran & Shamir; preallocated arrays, in-place operations; F is not evaluated.
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402  (the thread counts are read when it loads)


class Descent:
    """W <- W - step * grad F for a batch of W, runs x n x k.

    Cosines are not clipped to [-1, 1]: that costs time, and matters only at collinear vectors. Measured against it and not
    faster: one arccos for each pair i < j with gather and scatter; neurons and targets in one array.
    """

    def __init__(self, weights):
        self.w = weights.copy()
        runs, n, k = self.w.shape
        self.cosine = np.empty((runs, n, n))
        self.diagonal = np.einsum("rii->ri", self.cosine)
        self.sine = np.empty((runs, n, n))
        self.unit = np.empty((runs, n, k))
        self.scratch = np.empty((runs, n, k))
        self.gradient = np.empty((runs, n, k))

    def step(self, step):
        w, cosine, sine, unit, scratch, gradient = (
            self.w,
            self.cosine,
            self.sine,
            self.unit,
            self.scratch,
            self.gradient,
        )
        norms = np.sqrt(np.einsum("rij,rij->ri", w, w))
        inverse = 1 / norms
        np.multiply(w, inverse[:, :, None], out=unit)

        np.matmul(unit, unit.transpose(0, 2, 1), out=cosine)
        self.diagonal[...] = 1
        np.multiply(cosine, cosine, out=sine)
        np.subtract(1, sine, out=sine)
        np.sqrt(sine, out=sine)
        radial = np.matmul(sine, norms[:, :, None])[:, :, 0]
        np.arccos(cosine, out=cosine)
        np.subtract(np.pi, cosine, out=cosine)
        np.matmul(cosine, w, out=gradient)

        np.multiply(unit, unit, out=scratch)
        np.subtract(1, scratch, out=scratch)
        np.sqrt(scratch, out=scratch)
        radial -= scratch.sum(axis=2)
        radial *= inverse
        np.arccos(unit, out=unit)
        unit -= np.pi
        gradient += unit
        np.multiply(w, radial[:, :, None], out=scratch)
        gradient += scratch

        steepest = np.einsum("rij,rij->ri", gradient, gradient).max()
        gradient *= step / (2 * np.pi)
        w -= gradient
        return steepest


def objective(w):
    """F of one W, n x k, by (S6), (S7)."""
    n, k = w.shape
    a = np.vstack([w, np.eye(k)])
    signs = np.r_[np.ones(n), -np.ones(k)]
    norms = np.linalg.norm(a, axis=1)
    lengths = np.outer(norms, norms)
    angles = np.arccos(np.clip(a @ a.T / lengths, -1, 1))
    values = lengths * np.sin(angles) + (np.pi - angles) * (a @ a.T)
    return float(signs @ values @ signs / (4 * np.pi))


def main():
    path = sys.argv[1]
    n, k, runs, steps, repetitions = (int(x) for x in sys.argv[2:])
    descent = Descent(np.fromfile(path, dtype="<f8").reshape(runs, n, k))
    times = []
    for _ in range(repetitions):
        begin = time.perf_counter()
        for _ in range(steps):
            descent.step(0.1)
        times.append((time.perf_counter() - begin) / steps / runs * 1e6)
    print(
        json.dumps(
            {
                "median": float(np.median(times)),
                "least": min(times),
                "objective": objective(descent.w[0]),
            }
        )
    )


if __name__ == "__main__":
    main()
