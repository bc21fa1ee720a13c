"""Hessian of F_{n+1} at split points by (S10), in doubles, and its index. Shares nothing with the project.

stdin: a list of {"weights": n rows, "k": number of targets (standard basis), "neuron": i, "alpha": α, "extra": coordinates}.
stdout: for each the numbers of eigenvalues below -1e-7 and within 1e-7 of 0, the least one, and the norm of the gradient.
"""
import json
import sys

import numpy as np


def blocks(w, v):
    """h1(w, v) and h2(w, v)"""
    a, b = np.linalg.norm(w), np.linalg.norm(v)
    w, v = w / a, v / b
    eye = np.eye(len(w))
    c = np.clip(w @ v, -1, 1)
    p = v - c * w
    s = np.linalg.norm(p)
    if s < 1e-12:
        return np.zeros_like(eye), (0.5 if c > 0 else 0.0) * eye
    theta = np.arctan2(s, c)
    h1 = b / (2 * np.pi * a) * (s * (eye - np.outer(w, w)) + np.outer(p, p) / s)
    cross = np.outer(w, v) + np.outer(v, w) - c * (np.outer(w, w) + np.outer(v, v))
    return h1, ((np.pi - theta) * eye + cross / s) / (2 * np.pi)


def slope(w, v):
    """∂f/∂w"""
    a, b = np.linalg.norm(w), np.linalg.norm(v)
    c = np.clip(w @ v / (a * b), -1, 1)
    s = np.linalg.norm(v / b - c * w / a)
    return (b * s * w / a + (np.pi - np.arctan2(s, c)) * v) / (2 * np.pi)


def answer(weights, k, neuron, alpha, extra):
    W = np.array(weights, dtype=float)
    W = np.hstack([W, np.zeros((len(W), extra))])
    own = W[neuron]
    W = np.vstack([np.delete(W, neuron, axis=0), alpha * own, (1 - alpha) * own])
    n, d = W.shape
    V = np.eye(k, d)
    H = np.zeros((n, d, n, d))
    G = np.zeros((n, d))
    for i in range(n):
        H[i, :, i, :] += np.eye(d) / 2
        G[i] += W[i] / 2
        for j in range(n):
            if j != i:
                h1, h2 = blocks(W[i], W[j])
                H[i, :, i, :] += h1
                H[i, :, j, :] = h2
                G[i] += slope(W[i], W[j])
        for v in V:
            H[i, :, i, :] -= blocks(W[i], v)[0]
            G[i] -= slope(W[i], v)
    values = np.linalg.eigvalsh(H.reshape(n * d, n * d))
    return {
        "negative": int(np.sum(values < -1e-7)),
        "zero": int(np.sum(np.abs(values) <= 1e-7)),
        "least": float(values[0]),
        "gradient": float(np.linalg.norm(G)),
    }


json.dump([answer(**task) for task in json.load(sys.stdin)], sys.stdout)
