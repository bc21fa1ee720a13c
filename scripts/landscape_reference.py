"""Judges what scripts/landscape-enclosures.mjs prints: F, its gradient and Hessian by mpmath, with 330 digits, from (S7), (S8) and (S10); now and
then the derivatives are compared with differences of F. Needs mpmath and numpy. Exit code 1 if an enclosure misses."""

import json
import sys

import numpy as np
from mpmath import atan2, mp, mpf, pi, sqrt

mp.dps = 330


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def area(a, b):
    """|a||b| sin, from the 2 x 2 minors: exactly 0 for parallel vectors of integers."""
    return sqrt(sum((a[i] * b[j] - a[j] * b[i]) ** 2 for i in range(len(a)) for j in range(i)))


def pairing(a, b):
    r, z = area(a, b), dot(a, b)
    return (r + (pi - atan2(r, z)) * z) / (2 * pi)


def objective(W, V):
    both = [(1, w) for w in W] + [(-1, v) for v in V]
    return sum(s * t * pairing(p, q) for s, p in both for t, q in both) / 2


def others(W, V, i):
    return [(1, w) for j, w in enumerate(W) if j != i] + [(-1, v) for v in V]


def gradient(W, V):
    rows = []
    for i, w in enumerate(W):
        row = [x / 2 for x in w]
        for s, q in others(W, V, i):
            r = area(w, q)
            angle = pi - atan2(r, dot(w, q))
            row = [x + s * (r / dot(w, w) * y + angle * z) / (2 * pi) for x, y, z in zip(row, w, q)]
        rows.append(row)
    return rows


def hessian(W, V):
    """The Hessian and the matrix M."""
    n, d = len(W), len(W[0])
    H = [[mpf(0)] * (n * d) for _ in range(n * d)]
    M = [[mpf(0)] * n for _ in range(n)]
    for i, w in enumerate(W):
        X = dot(w, w)
        M[i][i] = mpf(1) / 2
        for a in range(d):
            H[i * d + a][i * d + a] += mpf(1) / 2
        for s, q in others(W, V, i):
            r = area(w, q)
            if r == 0:
                continue
            p = [y - dot(w, q) / X * x for x, y in zip(w, q)]
            c = s * r / (2 * pi * X)
            M[i][i] += c
            for a in range(d):
                for b in range(d):
                    H[i * d + a][i * d + b] += c * ((a == b) - w[a] * w[b] / X + p[a] * p[b] / dot(p, p))
        for j, v in enumerate(W):
            if j == i:
                continue
            r, z, Y = area(w, v), dot(w, v), dot(v, v)
            M[i][j] = (pi - atan2(r, z)) / (2 * pi)
            for a in range(d):
                for b in range(d):
                    x = 0
                    if r != 0:
                        x = (w[a] * v[b] + v[a] * w[b] - z / X * w[a] * w[b] - z / Y * v[a] * v[b]) / r
                    H[i * d + a][j * d + b] = (a == b) * M[i][j] + x / (2 * pi)
    return H, M


def compare_with_differences(W, V, unit):
    n, d, h = len(W), len(W[0]), unit * mpf(10) ** -40

    def moved(i, a, by):
        return [[x + by * (i == j and a == b) for b, x in enumerate(w)] for j, w in enumerate(W)]

    slopes, (H, _) = gradient(W, V), hessian(W, V)
    for i in range(n):
        for a in range(d):
            up, down = moved(i, a, h), moved(i, a, -h)
            slope = (objective(up, V) - objective(down, V)) / (2 * h)
            assert abs(slope - slopes[i][a]) < unit * mpf(10) ** -25
            up, down = gradient(up, V), gradient(down, V)
            for j in range(n):
                for b in range(d):
                    assert abs((up[j][b] - down[j][b]) / (2 * h) - H[i * d + a][j * d + b]) < mpf(10) ** -25


class Judge:
    def __init__(self):
        self.comparisons, self.misses, self.largest = 0, 0, {}

    def miss(self, *words):
        self.misses += 1
        print("MISS", *words)

    def inside(self, place, x, interval):
        self.comparisons += 1
        unit = mpf(2) ** interval["two"] * mpf(5) ** interval["five"]
        if not mpf(interval["lo"]) * unit <= x <= mpf(interval["hi"]) * unit:
            self.miss(place, mp.nstr(x, 30))

    def matrix(self, name, run, exact, enclosed):
        self.comparisons += 1
        if enclosed["error"] is None:
            return
        D = np.zeros((len(exact), len(exact)))
        for i, row in enumerate(enclosed["rows"]):
            for j, x in enumerate(row):
                # JavaScript writes doubles above 2^53 as integers that are rounded to them.
                D[i, j] = D[j, i] = float(exact[i][j] - mpf(float(x)))
        norm = np.linalg.norm(D, 2)
        if norm * (1 - 1e-9) > enclosed["error"]:
            self.miss(name, run, norm, enclosed["error"])
        if enclosed["error"] > 0:
            self.largest[name] = max(self.largest.get(name, 0), norm / enclosed["error"])


judge, cases, compared = Judge(), 0, 0
for line in sys.stdin:
    point = json.loads(line)
    cases += 1
    unit = mpf(10) ** point["places"]
    # Integers, so that inner products and minors are exact.
    W, V = ([[mpf(int(x)) for x in row] for row in point[name]] for name in "WV")
    V = [v for v in V if any(v)]
    if point["kind"] in (0, 4) and point["run"] % 5 == 0 and compared < 50:
        compared += 1
        compare_with_differences(W, V, unit)
    H, M = hessian(W, V)
    F = objective(W, V) / unit**2
    slope = sqrt(sum(dot(row, row) for row in gradient(W, V))) / unit
    scale = mpf(10) ** point["scale"]
    ends = [("checker", point["checker"], scale)] + [(f"engine {own['digits']}", own, 1) for own in point["engine"]]
    for name, own, by in ends:
        place = f"{name}, run {point['run']}:"
        judge.inside(f"{place} gradient", slope * by, own["gradient"])
        judge.inside(f"{place} objective", F * by**2, own["objective"])
        if own.get("quick") is not None:
            judge.inside(f"{place} gradient in doubles", slope, own["quick"])
        judge.matrix(f"{name.split()[0]} H", point["run"], H, own["hessian"])
        judge.matrix(f"{name.split()[0]} M", point["run"], M, own["transverse"])
    norm, bound = np.linalg.norm(np.array(H, dtype=float), 2), point["checker"]["norm"]
    if norm * (1 - 1e-12) > mpf(bound["hi"]) * mpf(2) ** bound["two"] * mpf(5) ** bound["five"]:
        judge.miss("norm", point["run"], norm)
print(f"{cases} points, {judge.comparisons} comparisons, {judge.misses} misses; at {compared} points derivatives by differences")
for name, ratio in sorted(judge.largest.items()):
    print(f"largest error over its bound, {name}: {ratio:.3f}")
sys.exit(1 if judge.misses else 0)
