#!/usr/bin/env python3
"""Critical points of F in the fixed space of S_{k-1} (docs/complete.md), n = k, by Newton's iteration from random starts.

Independent of the program: numpy in doubles from many starts, mpmath with 50 digits at the end. Finds; proves nothing.
Usage: complete-reference.py K [STARTS [SEED]]. Prints JSON: a, b, c, d, e of each point found, the merged segments left out.
       complete-reference.py threshold. Prints the real k at which the bad neuron of a point becomes 0, and a, b, c, d for e = -1 there.
"""
import json
import sys

import mpmath as mp
import numpy as np


def gradient(W, m, lib):
    """Derivatives of F by (a, b, c, d, e), each over the number of entries it stands for; W is a list of five arrays."""
    a, b, c, d, e = W
    M = m - 1
    sqrt, atan2, pi = lib
    good2 = a * a + M * b * b + c * c
    bad2 = m * d * d + e * e
    # inner product, area
    zgg = 2 * a * b + (M - 1) * b * b + c * c
    rgg = abs(a - b) * sqrt(2 * good2 - (a - b) ** 2)
    zgb = d * (a + M * b) + c * e
    rgb = sqrt(M * (a - b) ** 2 * d * d + (a * e - c * d) ** 2 + M * (b * e - c * d) ** 2)
    s = lambda r, z: pi - atan2(r, z)
    sgg, sgb = s(rgg, zgg), s(rgb, zgb)
    # one good neuron: sum over other good ones, the bad one, the targets
    r1 = sqrt(M * b * b + c * c)
    r2 = sqrt(a * a + (M - 1) * b * b + c * c)
    r3 = sqrt(a * a + M * b * b)
    radial = (M * rgg + rgb - r1 - M * r2 - r3) / good2
    ga = pi * a + radial * a + M * sgg * b + sgb * d - s(r1, a)
    gb = pi * b + radial * b + sgg * (a + (M - 1) * b) + sgb * d - s(r2, b)
    gc = pi * c + radial * c + M * sgg * c + sgb * e - s(r3, c)
    r4 = sqrt((m - 1) * d * d + e * e)
    r5 = sqrt(m * 1.0) * abs(d) if lib is NUMPY else mp.sqrt(m) * abs(d)
    radial = (m * rgb - m * r4 - r5) / bad2
    gd = pi * d + radial * d + sgb * (a + M * b) - s(r4, d)
    ge = pi * e + radial * e + m * sgb * c - s(r5, e)
    return [ga, gb, gc, gd, ge]


NUMPY = (np.sqrt, np.arctan2, np.pi)


def exact():
    return (mp.sqrt, lambda y, x: mp.atan2(y, x), mp.pi)


def search(k, starts, seed):
    m = k - 1
    rng = np.random.default_rng(seed)
    # directions and norms at random: entries of good neurons, of the bad one
    A = rng.normal(size=(3, starts))
    B = rng.normal(size=(2, starts))
    A /= np.linalg.norm(A, axis=0)
    B /= np.linalg.norm(B, axis=0)
    tau = 1.5 * rng.random(starts)
    t = rng.random(starts) * np.where(rng.random(starts) < 0.5, 2, 1 + 0.6 * k)
    x = np.array([tau * A[0], tau * A[1] / np.sqrt(m - 1), tau * A[2], t * B[0] / np.sqrt(m), t * B[1]])
    with np.errstate(all='ignore'):
        for _ in range(80):
            g = np.array(gradient(list(x), m, NUMPY))
            J = np.empty((starts, 5, 5))
            for j in range(5):
                h = 1e-7
                up, down = x.copy(), x.copy()
                up[j] += h
                down[j] -= h
                J[:, :, j] = ((np.array(gradient(list(up), m, NUMPY)) - np.array(gradient(list(down), m, NUMPY))) / (2 * h)).T
            J = np.where(np.isfinite(J), J, 1e3 * np.eye(5))
            J += 1e-13 * np.eye(5)
            g = np.where(np.isfinite(g), g, 1e3)
            try:
                step = np.linalg.solve(J, g.T[:, :, None])[:, :, 0].T
            except np.linalg.LinAlgError:
                step = np.array([np.linalg.lstsq(Ji, gi, rcond=None)[0] for Ji, gi in zip(J, g.T)]).T
            size = np.linalg.norm(step, axis=0)
            step *= np.minimum(1, 0.5 / np.maximum(size, 1e-300))
            x = np.where(np.isfinite(x - step), x - step, x)
        g = np.array(gradient(list(x), m, NUMPY))
    good = np.where(np.linalg.norm(g, axis=0) < 1e-7)[0]
    found = []
    for i in good:
        p = x[:, i]
        if min(np.linalg.norm(p[:3]), np.linalg.norm(p[3:])) < 1e-4:
            continue
        if np.allclose(p[:3], p[0], atol=1e-5) and abs(p[3] - p[4]) < 1e-5 and p[0] * p[3] > 0:
            continue  # on a segment: all neurons of one direction
        if not any(np.max(np.abs(p - q)) < 1e-5 * (1 + np.max(np.abs(q))) for q in found):
            found.append(p)
    return found


def polish(p, m):
    mp.mp.dps = 60
    lib = exact()
    equal = abs(p[0] - p[1]) < 1e-5
    if equal:
        # Good neurons that are equal: one unknown less, since F has no second derivative there.
        f = lambda a, c, d, e: (lambda g: [g[0] + (m - 1) * g[1], g[2], g[3], g[4]])(gradient([a, a, c, d, e], m, lib))
        r = mp.findroot(f, [mp.mpf((p[0] + (m - 1) * p[1]) / m), *map(mp.mpf, p[2:])], tol=mp.mpf(10) ** -90)
        return [r[0], r[0], r[1], r[2], r[3]]
    if max(abs(p[1]), abs(p[2]), abs(p[3])) < 1e-6:
        return [mp.mpf(1), mp.mpf(0), mp.mpf(0), mp.mpf(0), mp.mpf(1)]
    f = lambda *q: gradient(list(q), m, lib)
    return list(mp.findroot(f, list(map(mp.mpf, p)), tol=mp.mpf(10) ** -90))


def threshold():
    mp.mp.dps = 40

    def pair(z, n):
        """2 pi E max(0, w.x) max(0, v.x) for w.v = z, |w||v| = n."""
        return n * mp.sqrt(1 - (z / n) ** 2) + (mp.pi - mp.acos(z / n)) * z

    def alone(k, a, b, c):
        """F of the good neurons over k - 1, up to a constant and 2 pi."""
        m = k - 1
        X = a * a + (m - 1) * b * b + c * c
        own = mp.pi / 2 * X + (m - 1) / mp.mpf(2) * pair(2 * a * b + (m - 2) * b * b + c * c, X)
        return own - pair(a, mp.sqrt(X)) - (m - 1) * pair(b, mp.sqrt(X)) - pair(c, mp.sqrt(X))

    def added(k, a, b, c, d):
        """The slope of F as a neuron grows from 0 along (d, -1), times 2 pi."""
        m = k - 1
        X = a * a + (m - 1) * b * b + c * c
        Y = m * d * d + 1
        own = m * pair(a * d + (m - 1) * b * d - c, mp.sqrt(X * Y))
        return own - m * pair(d, mp.sqrt(Y)) - pair(mp.mpf(-1), mp.sqrt(Y))

    def equations(a, b, c, d, k):
        return [
            mp.diff(lambda x: alone(k, x, b, c), a),
            mp.diff(lambda x: alone(k, a, x, c), b),
            mp.diff(lambda x: alone(k, a, b, x), c),
            mp.diff(lambda x: added(k, a, b, c, x), d),
            added(k, a, b, c, d),
        ]

    start = [mp.mpf(x) for x in ('-.9232', '.147', '.0712', '-1.0386', '15')]
    *entries, k = mp.findroot(equations, start, tol=1e-25)
    print(json.dumps({'k': mp.nstr(k, 30), 'entries': [mp.nstr(x, 15) for x in entries]}))


def main():
    if sys.argv[1:] == ['threshold']:
        return threshold()
    k = int(sys.argv[1])
    starts = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    found = []
    for part in range(0, starts, 5000):
        for p in search(k, min(5000, starts - part), seed + part):
            if not any(np.max(np.abs(p - q)) < 1e-5 * (1 + np.max(np.abs(q))) for q in found):
                found.append(p)
    points = [[mp.nstr(x, 50) for x in polish(p, k - 1)] for p in found]
    points.sort(key=lambda p: [round(float(x), 6) for x in p], reverse=True)
    print(json.dumps({'k': k, 'starts': starts, 'seed': seed, 'points': points}, indent=1))


main()
