"""F, its gradient and its Hessian in numpy, straight from (S6)-(S10) of Safran & Shamir (2018): stdin and stdout JSON.

Lists of numbers are the bytes of their doubles in base64.
"""
import base64
import json
import sys

import numpy as np


class Vector:
    """A vector with its norm and direction, which all of its pairs need."""

    def __init__(self, x):
        self.x = x
        self.norm = np.linalg.norm(x)
        self.unit = x / self.norm


def angle(w, v):
    return np.arccos(min(max(w.unit @ v.unit, -1), 1))


def value(w, v):
    theta = angle(w, v)
    return w.norm * v.norm * (np.sin(theta) + (np.pi - theta) * np.cos(theta)) / (2 * np.pi)


def slope(w, v):
    theta = angle(w, v)
    return (v.norm * np.sin(theta) * w.unit + (np.pi - theta) * v.x) / (2 * np.pi)


def h1(w, v):
    wb, vb = w.unit, v.unit
    c = wb @ vb
    s = np.sqrt(1 - c * c)
    p = vb - c * wb
    return v.norm / (2 * np.pi * w.norm) * (s * (np.eye(len(wb)) - np.outer(wb, wb)) + np.outer(p, p) / s)


def h2(w, v):
    wb, vb = w.unit, v.unit
    c = wb @ vb
    s = np.sqrt(1 - c * c)
    crossed = np.outer(wb, vb) + np.outer(vb, wb) - c * (np.outer(wb, wb) + np.outer(vb, vb))
    return ((np.pi - np.arccos(c)) * np.eye(len(wb)) + crossed / s) / (2 * np.pi)


def landscape(w, v):
    n, d = w.shape
    a = [Vector(x) for x in np.vstack([w, v])]
    signs = np.concatenate([np.ones(n), -np.ones(len(v))])
    pairs = [(p, q) for p in range(len(a)) for q in range(len(a))]
    objective = 0.5 * sum(
        signs[p] * signs[q] * (0.5 * a[p].x @ a[p].x if p == q else value(a[p], a[q])) for p, q in pairs
    )
    gradient = np.array(
        [0.5 * w[i] + sum(signs[q] * slope(a[i], a[q]) for q in range(len(a)) if q != i) for i in range(n)]
    )
    hessian = np.zeros((n * d, n * d))
    for i in range(n):
        for j in range(n):
            block = h2(a[i], a[j]) if i != j else 0.5 * np.eye(d)
            if i == j:
                for q in range(len(a)):
                    if q != i:
                        block = block + signs[q] * h1(a[i], a[q])
            hessian[i * d : (i + 1) * d, j * d : (j + 1) * d] = block
    return objective, gradient, hessian


def packed(x):
    return base64.b64encode(x.astype("<f8").tobytes()).decode()


points = json.load(sys.stdin)
answers = []
for point in points:
    w = np.array(point["weights"])
    objective, gradient, hessian = landscape(w, np.eye(w.shape[1])[: point["k"]])
    answers.append(
        {
            "objective": objective,
            "gradient": packed(gradient),
            "hessian": packed(hessian),
            "lambdaMin": float(np.linalg.eigvalsh(hessian)[0]),
        }
    )
json.dump(answers, sys.stdout)
