"""Reads [{targets, coordinates}] from stdin: rows V as base64 of doubles, S lower triangular as decimals. Writes the spectral norm
e of S^-1 V V^T S^-T - I, and sum ||rows of V - S Q^T|| for the Q of the polar decomposition of S^-1 V, to 60 digits."""
import base64
import json
import struct
import sys

from mpmath import eigsy, eye, fabs, matrix, mp, mpf, nstr, sqrt

mp.dps = 80


def doubles(text):
    raw = base64.b64decode(text)
    return [mpf(x) for (x,) in struct.iter_unpack('<d', raw)]


answers = []
for given in json.load(sys.stdin):
    V = matrix([doubles(row) for row in given['targets']])
    k = V.rows
    S = matrix(k, k)
    for a, row in enumerate(given['coordinates']):
        for c, x in enumerate(row):
            S[a, c] = mpf(x)
    Z = S**-1 * V
    E = Z * Z.T - eye(k)
    e = max(fabs(x) for x in eigsy((E + E.T) / 2, eigvals_only=True))
    values, vectors = eigsy((E + E.T) / 2 + eye(k))
    root = vectors * matrix([[1 / sqrt(values[a]) if a == c else 0 for c in range(k)] for a in range(k)]) * vectors.T
    moved = V - S * (root * Z)
    total = sum(sqrt(sum(moved[j, a] ** 2 for a in range(V.cols))) for j in range(k))
    answers.append({'defect': nstr(e, 40), 'moved': nstr(total, 40)})
print(json.dumps(answers))
