"""An independent reference for `spurious verify --model`: random small problems, their critical points by Newton's iteration in
mpmath with 50 digits, gradients and Hessians by finite differences, eigenvalues by numpy.

    python3 scripts/training_reference.py make COUNT SEED > problems.json
    node scripts/training-verdicts.mjs problems.json > verdicts.json
    python3 scripts/training_reference.py compare problems.json verdicts.json
    python3 scripts/training_reference.py sample problems.json > test/training/reference.json

`sample` writes for problems with decay, of which no parameter is held, what the reference says: the fixed figures of the tests. `make` writes points near critical points; `compare` says how often verdict, index, eigenvalue, radius and objective are right.
"""

import json
import random
import sys

import mpmath as mp
import numpy as np

mp.mp.dps = 50
H = mp.mpf(10) ** -14

ACTIVATIONS = {
    "tanh": mp.tanh,
    "softplus": lambda z: mp.log(1 + mp.exp(z)),
    "relu": lambda z: z if z > 0 else mp.mpf(0),
    "z*sigmoid(z)": lambda z: z / (1 + mp.exp(-z)),
    "sin(z) + z/4": lambda z: mp.sin(z) + z / 4,
}
LOSSES = {
    "squared": lambda q, y: (q - y) ** 2,
    "logistic": lambda q, y: mp.log(1 + mp.exp(-y * q)),
    "1 - exp(-(q - y)^2)": lambda q, y: 1 - mp.exp(-((q - y) ** 2)),
    "sqrt(1 + (q - y)^2) - 1": lambda q, y: mp.sqrt(1 + (q - y) ** 2) - 1,
}
FLOATS = {
    "tanh": np.tanh,
    "softplus": lambda z: np.logaddexp(0, z),
    "relu": lambda z: np.maximum(z, 0),
    "z*sigmoid(z)": lambda z: z / (1 + np.exp(-z)),
    "sin(z) + z/4": lambda z: np.sin(z) + z / 4,
}
FLOAT_LOSSES = {
    "squared": lambda q, y: (q - y) ** 2,
    "logistic": lambda q, y: np.logaddexp(0, -y * q),
    "1 - exp(-(q - y)^2)": lambda q, y: 1 - np.exp(-((q - y) ** 2)),
    "sqrt(1 + (q - y)^2) - 1": lambda q, y: np.sqrt(1 + (q - y) ** 2) - 1,
}


def size_of(sizes):
    return sum(b * (a + 1) for a, b in zip(sizes, sizes[1:]))


def layers_of(theta, sizes):
    """θ as weights and biases, layer by layer, weights row by row."""
    at = 0
    for a, b in zip(sizes, sizes[1:]):
        weights = [theta[at + o * a : at + (o + 1) * a] for o in range(b)]
        at += a * b
        yield weights, theta[at : at + b]
        at += b


def objective(p, theta):
    """L in mpmath."""
    sigma, loss = ACTIVATIONS[p["activation"]], LOSSES[p["loss"]]
    total = mp.mpf(0)
    net = list(layers_of(theta, p["sizes"]))
    for x, y in zip(p["inputs"], p["labels"]):
        h = [mp.mpf(v) for v in x]
        for l, (weights, bias) in enumerate(net):
            h = [sum(w * v for w, v in zip(row, h)) + b for row, b in zip(weights, bias)]
            if l + 1 < len(net):
                h = [sigma(z) for z in h]
        total += loss(h[0], mp.mpf(y[0]))
    return total / len(p["inputs"]) + mp.mpf(p["decay"]) / 2 * sum(t * t for t in theta)


def margins(p, theta):
    """The least |sum| of a hidden neuron at a datum."""
    least = mp.inf
    net = list(layers_of(theta, p["sizes"]))
    for x in p["inputs"]:
        h = [mp.mpf(v) for v in x]
        for weights, bias in net[:-1]:
            z = [sum(w * v for w, v in zip(row, h)) + b for row, b in zip(weights, bias)]
            least = min([least] + [abs(v) for v in z])
            h = [ACTIVATIONS[p["activation"]](v) for v in z]
    return least


def gradient(p, theta, free):
    def along(i, t):
        moved = list(theta)
        moved[i] += t
        return objective(p, moved)

    return [(along(i, H) - along(i, -H)) / (2 * H) for i in free]


def hessian(p, theta, free):
    n = len(free)
    base = objective(p, theta)

    def at(*moves):
        moved = list(theta)
        for i, t in moves:
            moved[i] += t
        return objective(p, moved)

    single = [(at((i, H)), at((i, -H))) for i in free]
    result = mp.matrix(n, n)
    for a in range(n):
        result[a, a] = (single[a][0] - 2 * base + single[a][1]) / H**2
        for b in range(a):
            both = at((free[a], H), (free[b], H)) + at((free[a], -H), (free[b], -H))
            cross = (both - sum(single[a]) - sum(single[b]) + 2 * base) / (2 * H**2)
            result[a, b] = result[b, a] = cross
    return result


def newton(p, theta, free, steps=6):
    theta = list(theta)
    for _ in range(steps):
        g = gradient(p, theta, free)
        step = mp.lu_solve(hessian(p, theta, free), mp.matrix(g))
        for k, i in enumerate(free):
            theta[i] -= step[k]
        if mp.norm(step) < mp.mpf(10) ** -22:
            break
    return theta


def eigenvalues(matrix):
    n = matrix.rows
    return np.linalg.eigvalsh(np.array([[float(matrix[a, b]) for b in range(n)] for a in range(n)]))


def float_objective(p):
    x = np.array([[float(v) for v in row] for row in p["inputs"]])
    y = np.array([float(row[0]) for row in p["labels"]])
    sigma, loss, decay = FLOATS[p["activation"]], FLOAT_LOSSES[p["loss"]], float(p["decay"])

    def value(theta):
        h = x
        net = list(layers_of(theta, p["sizes"]))
        for l, (weights, bias) in enumerate(net):
            h = h @ np.array(weights).T + np.array(bias)
            if l + 1 < len(net):
                h = sigma(h)
        return loss(h[:, 0], y).mean() + decay / 2 * theta @ theta

    return value


def float_newton(p, theta, minimum):
    """To a critical point of any index by Levenberg's steps for ∇L = 0, or first downhill; with differences."""
    value = float_objective(p)
    n = len(theta)
    h = 1e-4
    eye = np.eye(n) * h

    def grad(t):
        return np.array([(value(t + e) - value(t - e)) / (2 * h) for e in eye])

    for _ in range(60 if minimum else 0):
        hess = np.array([(grad(theta + e) - grad(theta - e)) / (2 * h) for e in eye])
        values, vectors = np.linalg.eigh(hess)
        g = grad(theta)
        step = vectors @ ((vectors.T @ g) / np.maximum(abs(values), 1e-2))
        length = 1.0
        while length > 1e-6 and not value(theta - length * step) < value(theta):
            length /= 2
        theta = theta - length * step
        if np.linalg.norm(g) < 1e-7:
            break
    damping = 1e-2
    g = grad(theta)
    for _ in range(120):
        hess = np.array([(grad(theta + e) - grad(theta - e)) / (2 * h) for e in eye])
        step = np.linalg.solve(hess @ hess + damping * np.eye(n), hess @ g)
        nxt = theta - step
        new = grad(nxt)
        if np.linalg.norm(new) < np.linalg.norm(g):
            theta, g, damping = nxt, new, damping / 4
        else:
            damping *= 5
        if np.linalg.norm(g) < 1e-8 or damping > 1e8:
            break
    return theta, np.linalg.norm(g)


def make(count, seed):
    rng = random.Random(seed)
    problems = []
    while len(problems) < count:
        activation = rng.choice(list(ACTIVATIONS))
        sizes = rng.choice([[1, 2, 1], [2, 2, 1], [1, 3, 1], [1, 2, 2, 1], [2, 1, 1], [1, 1, 1]])
        loss = rng.choice(list(LOSSES))
        m = rng.randint(3, 9)
        decay = rng.choice(["0", "0.02", "0.1"])
        if activation != "relu" and decay == "0" and m < size_of(sizes):
            decay = "0.05"
        inputs = [[f"{rng.gauss(0, 1.5):.2f}" for _ in range(sizes[0])] for _ in range(m)]
        labels = [[rng.choice(["-1", "1"]) if loss == "logistic" else f"{rng.gauss(0, 1):.2f}"] for _ in range(m)]
        p = dict(activation=activation, sizes=sizes, loss=loss, decay=decay, inputs=inputs, labels=labels)
        start = np.array([rng.gauss(0, 1) for _ in range(size_of(sizes))])
        theta, norm = float_newton(p, start, rng.random() < 0.6)
        if not norm < 1e-5 or np.linalg.norm(theta) > 30:
            continue
        # A little off, so that there is something to polish.
        p["theta"] = [repr(round(float(t) + rng.gauss(0, 1e-6), 9)) for t in theta]
        problems.append(p)
        print(f"{len(problems)} of {count}", file=sys.stderr, end="\r")
    json.dump(problems, sys.stdout, indent=1)


def sample(problems):
    """The critical point next to θ, the eigenvalues there, L, and how far θ is: for problems with a regular Hessian."""
    found = []
    for p in problems:
        if p["decay"] == "0":
            continue
        given = [mp.mpf(t) for t in p["theta"]]
        free = list(range(len(given)))
        theta = newton(p, given, free)
        own = eigenvalues(hessian(p, theta, free))
        distance = mp.norm([a - b for a, b in zip(theta, given)])
        if margins(p, theta) < mp.mpf("1e-3") and p["activation"] == "relu":
            continue
        if abs(own).min() < 1e-4 or distance > mp.mpf("1e-3"):
            continue
        reference = {
            "critical": [mp.nstr(t, 20) for t in theta],
            "distance": mp.nstr(distance, 12),
            "objective": mp.nstr(objective(p, theta), 20),
            "eigenvalues": [f"{x:.9e}" for x in own],
        }
        found.append({**p, "reference": reference})
    json.dump(found, sys.stdout, indent=1)
    print()


MINIMA = ("local-minimum", "spurious-local-minimum", "global-minimum")


def compare(problems, verdicts):
    counts, wrong, singular, missed = {}, [], 0, []
    for number, (p, v) in enumerate(zip(problems, verdicts)):
        kind = v["verdict"]
        counts[kind] = counts.get(kind, 0) + 1
        given = [mp.mpf(t) for t in p["theta"]]
        n = len(given)
        held = set(v["held"])
        free = [i for i in range(n) if i not in held]
        if kind in MINIMA + ("saddle",) and v["critical"]:
            theta = newton(p, [mp.mpf(t) for t in v["critical"]], free)
            own = eigenvalues(hessian(p, theta, free))
            full = eigenvalues(hessian(p, theta, list(range(n))))
            scale = max(1, abs(full).max())
            index = int((full < -1e-9 * scale).sum())
            faults = []
            if index != v["index"]:
                faults.append(f"index {v['index']}, reference {index}")
            if (kind == "saddle") != (index > 0):
                faults.append(f"{kind} with index {index}")
            distance = mp.norm([a - b for a, b in zip(theta, given)])
            if distance > mp.mpf(v["radius"]):
                faults.append(f"radius {v['radius']} below {mp.nstr(distance, 8)}")
            if distance < mp.mpf(v["radius"]) * mp.mpf("0.99") - mp.mpf(10) ** -15:
                faults.append(f"radius {v['radius']} far above {mp.nstr(distance, 8)}")
            bound, least = float(v["lambdaMin"]), own[0]
            good = bound <= least + 1e-10 * scale and bound >= 0.999 * least - 1e-9 * scale
            if kind == "saddle":
                good = bound >= least - 1e-10 * scale and bound < 0 and bound <= 0.9 * least
            if not good:
                faults.append(f"lambda {bound}, reference {least}")
            value = objective(p, theta)
            if not mp.mpf(v["objective"]["lower"]) <= value <= mp.mpf(v["objective"]["upper"]):
                faults.append(f"objective {v['objective']} without {mp.nstr(value, 18)}")
            if any(abs(g) > mp.mpf(10) ** -15 for g in gradient(p, theta, list(range(n)))):
                faults.append("the gradient by the held parameters is not 0")
            if faults:
                wrong.append((number, kind, faults))
        elif kind == "no-critical-point":
            free = list(range(n))
            try:
                theta = newton(p, given, free)
                if mp.norm([a - b for a, b in zip(theta, given)]) < mp.mpf(v["ballRadius"]):
                    wrong.append((number, kind, ["a critical point is within r0"]))
            except ZeroDivisionError:
                pass
        else:
            free = list(range(n))
            own = eigenvalues(hessian(p, given, free))
            relu = p["activation"] == "relu"
            if abs(own).min() < 1e-5 or (relu and (p["decay"] == "0" or margins(p, given) < 1e-4)):
                singular += 1
            else:
                missed.append((number, p["activation"], v["reason"]))
    print(f"{len(problems)} problems: {counts}")
    refused = [(i, v["certificate"]) for i, v in enumerate(verdicts) if v["certificate"] not in (None, "accepted")]
    without = sum(v["certificate"] is None and v["verdict"] != "inconclusive" for v in verdicts)
    print(f"certificates that the checker rejects: {len(refused)} {refused[:10]}; verdicts without one: {without}")
    print(f"inconclusive with a singular Hessian or a datum on a kink: {singular}; others: {len(missed)}")
    for line in missed:
        print("  inconclusive:", *line)
    for line in wrong:
        print("  WRONG:", *line)
    print("all right" if not wrong else f"{len(wrong)} wrong")
    return 1 if wrong or refused else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "sample":
        sample(json.load(open(sys.argv[2])))
    else:
        sys.exit(compare(*(json.load(open(path)) for path in sys.argv[2:4])))
