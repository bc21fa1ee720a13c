"""Test cases for src/arithmetic with an independent reference (mpmath, Python integers and fractions).

    python3 scripts/arithmetic-vectors.py --vectors test/arithmetic/vectors   the committed files
    python3 scripts/arithmetic-vectors.py --count 100000 --seed 1 [--only OP,OP]   that many a function, on stdout

The format is described in arithmetic-cases.mjs. Constructed cases lie near boundaries: of the domain, of the tables
(j/64, i/4096 and the halves between), of sign changes, and with results extremely near a multiple of 2^-bits, where
an enclosure of radius 0 or one unit short would be wrong. References are computed with at least three times the
precision of the case.
"""

import argparse
import json
import math
import os
import random
import struct
import sys
from fractions import Fraction

import mpmath
from mpmath import mp, mpf
from mpmath.libmp import to_fixed

PRECISIONS = (32, 53, 64, 112, 136, 200, 333, 1000)


# ---- references ------------------------------------------------------------------------------------------------


def real(x):
    """The exact value of a Fraction with a power of two as denominator, at the current precision."""
    return mp.ldexp(mpf(x.numerator), 1 - x.denominator.bit_length())


def fixed_of(value, places):
    """value·2^places as an integer, off by less than one."""
    if isinstance(value, Fraction):
        return (value.numerator << places) // value.denominator
    return to_fixed(value._mpf_, places)


def analytic(f):
    """Evaluates f, given as a function of mpmath numbers, at dyadic Fractions."""

    def at(bits, places, *args):
        size = max([abs(a.numerator).bit_length() for a in args] + [1])
        mp.prec = max(3 * bits, places + 128, 2 * size) + max(0, size - bits)
        return f(*(real(a) for a in args))

    return at


def exponential(x):
    mp.prec += max(0, int(1.5 * abs(x)))
    return mp.exp(x)


def exact(f):
    return lambda bits, places, *args: f(*args)


# ---- numbers ---------------------------------------------------------------------------------------------------


def around(values, by=(0, 1, -1)):
    return [v + d for v in values for d in by]


def signed(values):
    return [s * v for v in values for s in (1, -1)]


def random_mid(r, bits):
    u = 1 << bits
    kind = r.randrange(8)
    if kind < 3:
        return r.randint(-4 * u, 4 * u)
    if kind == 3:
        return r.choice((1, -1)) * r.getrandbits(r.randint(1, bits + 40))
    if kind == 4:
        return r.choice((1, -1)) * (1 << r.randint(0, bits + 40)) + r.randint(-2, 2)
    if kind == 5:
        return r.randint(-70, 70) * (u >> 6) + r.randint(-2, 2)
    if kind == 6:
        return r.randint(-5000, 5000) * (u >> 12) + r.randint(-2, 2)
    return r.randint(-20, 20)


def random_rad(r, mid):
    kind = r.randrange(10)
    if kind < 4:
        return 0
    if kind == 4:
        return 1
    if kind < 8:
        return r.getrandbits(max(1, r.randint(1, max(1, abs(mid).bit_length()))))
    if kind == 8:
        return max(0, abs(mid) + r.randint(-2, 2))
    return r.getrandbits(r.randint(1, abs(mid).bit_length() + 8))


def random_ball(r, bits):
    mid = random_mid(r, bits)
    return mid, random_rad(r, mid)


def unit_ball(r, bits):
    """A ball that meets [-1, 1]."""
    u = 1 << bits
    kind = r.randrange(5)
    if kind < 2:
        mid = r.randint(-u, u)
    elif kind == 2:
        mid = r.choice((1, -1)) * (u - r.getrandbits(r.randint(1, bits)))
    elif kind == 3:
        mid = r.choice((1, -1)) * r.getrandbits(r.randint(1, bits))
    else:
        mid = r.choice((1, -1)) * u + r.randint(-3, 3)
    rad = random_rad(r, max(1, u - abs(mid)) if r.random() < 0.5 else mid)
    return mid, max(rad, abs(mid) - u)


def small_ball(r, bits, bound):
    """A ball with numbers up to about the given bound."""
    u = 1 << bits
    kind = r.randrange(4)
    if kind < 2:
        mid = r.randint(-bound * u, bound * u)
    elif kind == 2:
        mid = r.randint(-2 * u, 2 * u)
    else:
        mid = r.choice((1, -1)) * r.getrandbits(r.randint(1, bits + 2))
    rad = random_rad(r, mid)
    return mid, min(rad, 2 * bound * u)


def inverse_mod(a, m):
    return pow(a, -1, m)


def near_product(r, bits, k):
    """Integers a, b with a·b = k mod 2^bits: the product of the balls lies k·2^-bits units from a grid point."""
    u = 1 << bits
    b = r.getrandbits(bits + r.randint(-8, 8)) | 1
    a = k * inverse_mod(b, u) % u
    if r.random() < 0.5:
        a -= u
    return a + r.randint(-2, 2) * u, b


def near_quotient(r, bits, k):
    """Integers a, b with a·2^bits = q·b + k."""
    u = 1 << bits
    b = r.getrandbits(bits + r.randint(-8, 8)) | 1
    q = -k * inverse_mod(b, u) % u + r.randint(-2, 2) * u
    return (q * b + k) // u, b


def near_root(r, bits, k):
    """m with m·2^bits = s² + k·2^bits, s·2^-bits the root."""
    t = r.getrandbits(r.randint(2, bits // 2 + 30)) | 1
    if bits % 2 == 0:
        return t * t + k
    return 2 * t * t + k


# ---- cases -----------------------------------------------------------------------------------------------------


def hexadecimal(n):
    return f"-{-n:x}" if n < 0 else f"{n:x}"


class Ball:
    def __init__(self, bits, mid, rad):
        self.bits, self.mid, self.rad = bits, mid, rad

    def __str__(self):
        return f"{hexadecimal(self.mid)}:{self.rad:x}"

    def ends(self):
        unit = 1 << self.bits
        low, high = Fraction(self.mid - self.rad, unit), Fraction(self.mid + self.rad, unit)
        return [low] if low == high else [low, high]


def case(op, bits, args, points, reference, near=False):
    """One line; the references are the values at the given points."""
    places = 2 * bits + 64 if near else bits + 64
    values = [fixed_of(reference(bits, places, *p), places) for p in points]
    text = " ".join([op, str(bits)] + [a if isinstance(a, str) else str(a) for a in args])
    return " ".join([text, "|", str(places)] + [hexadecimal(v) for v in values])


def unary(op, f, domain, random_argument, boundary):
    """domain maps a ball to the points of its extreme values (none: no case)."""

    def of(bits, mid, rad, near=False):
        a = Ball(bits, mid, rad)
        points = domain(a)
        return case(op, bits, [a], [(p,) for p in points], f, near) if points else None

    def constructed(r, bits):
        for mid in boundary(r, bits):
            yield of(bits, mid, 0, True)
            yield of(bits, mid, r.choice((1, 2, 3, abs(mid), abs(mid) + 1, max(0, abs(mid) - 1))))

    def randomly(r, bits):
        if r.random() < 0.2:
            return of(bits, r.choice(boundary(r, bits)), 0, True)
        return of(bits, *random_argument(r, bits))

    return constructed, randomly


def binary(op, f, corners, boundary):
    def of(bits, p, q, near=False):
        a, b = Ball(bits, *p), Ball(bits, *q)
        points = corners(a, b)
        return case(op, bits, [a, b], points, f, near) if points else None

    def constructed(r, bits):
        for a, b in boundary(r, bits):
            yield of(bits, (a, 0), (b, 0), True)
            yield of(bits, (a, r.choice((1, abs(a), abs(a) + 1))), (b, r.choice((0, 1, abs(b) // 2))))

    def randomly(r, bits):
        if r.random() < 0.3:
            a, b = r.choice(boundary(r, bits))
            return of(bits, (a, 0), (b, 0), True)
        return of(bits, random_ball(r, bits), random_ball(r, bits))

    return constructed, randomly


def plain(make):
    """Cases without constructed ones of their own: make(r, bits, i) for i = 0…; the first are committed."""
    return (lambda r, bits: (make(r, bits) for _ in range(10))), make


def corners_of(a, b):
    return [(x, y) for x in a.ends() for y in b.ends()]


def ends_and_zero(a):
    ends = a.ends()
    return ends + [Fraction(0)] if ends[0] < 0 < ends[-1] else ends


def clipped(low, high):
    """The part of a ball within [low, high] (None: no bound)."""

    def of(a):
        ends = a.ends()
        first, last = ends[0], ends[-1]
        if (high is not None and first > high) or (low is not None and last < low):
            return []
        return [x if low is None else max(x, low) for x in (first if high is None else min(first, high), last if high is None else min(last, high))]

    return of


def quotient_corners(a, b):
    ends = b.ends()
    return [] if ends[0] <= 0 <= ends[-1] else corners_of(a, b)


def angle_corners(z, r):
    ends = r.ends()
    if ends[-1] < 0:
        return []
    return [(x, max(y, Fraction(0))) for x in z.ends() for y in ends if x != 0 or y > 0]


def positive_ends(a):
    ends = a.ends()
    return ends if ends[0] > 0 else []


def grid_of(value, bits):
    return to_fixed(mp.ldexp(value, 0)._mpf_, bits)


def at_precision(bits):
    mp.prec = 3 * bits + 200


def edges(bits):
    u = 1 << bits
    return around(signed([0, u, u // 2, u // 3])) + signed([1 << (bits + 30), 5, u - (1 << bits // 2)])


def table_edges(r, bits):
    """Quotients where the reduction of the angle changes its table entry, and just beside."""
    u = 1 << bits
    picks = [u * (2 * j + 1) // 128 for j in r.sample(range(64), 3)] + [u * j // 64 for j in r.sample(range(65), 3)]
    picks += [u * (2 * i + 1) // 8192 for i in r.sample(range(64), 2)] + [u * i // 4096 for i in r.sample(range(64), 2)]
    return signed(around(picks))


def sums(r, bits):
    e = edges(bits)
    return [(r.choice(e), r.choice(e)) for _ in range(8)]


def products(r, bits):
    return sums(r, bits) + [near_product(r, bits, k) for k in (1, -1, 2, -2, 1 << (bits - 1), (1 << (bits - 1)) + 1, 0)]


def quotients(r, bits):
    e = [x for x in edges(bits) if x]
    return [(r.choice(e), r.choice(e)) for _ in range(8)] + [
        near_quotient(r, bits, k) for k in (1, -1, 2, -2, 3, 0)
    ]


def squares(r, bits):
    return edges(bits)[:8] + [near_product(r, bits, 1)[0]]


def roots(r, bits):
    picks = [x for x in edges(bits) if x >= 0] + [near_root(r, bits, k) for k in (0, 1, -1, 0, 1, -1)]
    big = r.getrandbits(bits + 20)
    return picks + around([(big << bits) ** 2 >> bits]) + [r.randint(1 << bits, 4 << bits) for _ in range(12)]


def tangents(r, bits):
    at_precision(bits)
    picks = []
    # Large arguments whose arc tangent is extremely near a grid point.
    for _ in range(3):
        distance = r.getrandbits(r.randint(8, bits // 2)) + 2
        picks.append(grid_of(mp.tan(mp.ldexp(grid_of(mp.pi / 2, bits) - distance, -bits)), bits))
    return edges(bits) + r.sample(table_edges(r, bits), 20) + picks


def inverse_sines(r, bits):
    u = 1 << bits
    at_precision(bits)
    picks = [grid_of(f(mp.ldexp(r.getrandbits(bits), -bits)), bits) for f in (mp.sin, mp.cos)]
    near = [x for x in edges(bits) if abs(x) <= u] + signed([u - 2, u - (1 << bits // 3), 7])
    return near + picks + [x for x in r.sample(table_edges(r, bits), 10) if abs(x) <= u]


def angles(r, bits):
    u = 1 << bits
    at_precision(bits)
    picks = []
    # Long vectors whose angle is extremely near a grid point.
    for _ in range(4):
        g = mp.ldexp(r.randrange(1, grid_of(mp.pi, bits)), -bits)
        picks.append((grid_of(mp.cos(g), 2 * bits), grid_of(mp.sin(g), 2 * bits)))
    # Collinear and nearly collinear, the diagonal, the axes.
    for z in signed([1, u, u + 1, 3 * u // 7, 1 << (bits + 40)]):
        picks += [(z, r.choice((0, 1, 2))), (z, max(0, abs(z) + r.randint(-1, 1))), (r.randint(-1, 1), abs(z))]
    for q in r.sample(table_edges(r, bits), 8):
        n = r.getrandbits(bits) + 1
        picks += [(r.choice((1, -1)) * u, abs(q)), (q, u), (n * 64, n * r.randrange(65)), (-n * 8192, n * (2 * r.randrange(64) + 1))]
    return picks


def exponents(r, bits):
    u = 1 << bits
    at_precision(bits)
    two = grid_of(mp.log(2), bits)
    # Very negative arguments whose exponential is extremely near a small multiple of the unit.
    near = [grid_of(mp.log(mp.ldexp(n, -bits)), bits) for n in (1, 2, 3, r.randint(4, 1000))]
    return around([0, two, -two, -bits * two, 7 * two, two // 2, -two // 2]) + near + [-u * bits, -u * bits - 1, 40 * u]


def logarithms(r, bits):
    u = 1 << bits
    at_precision(bits)
    near = [grid_of(mp.exp(mp.ldexp(r.getrandbits(bits + 5), -bits)), bits) for _ in range(4)]
    thirds = [(u << e) * n // 3 for e in (-1, 0, 1, 20) for n in (2, 4) if e >= 0]
    return [x for x in around([1, u, 2 * u, u // 2, 1 << (bits + 40)] + thirds) if x > 0] + near + [2, 3]


def deviates(r, bits):
    u = 1 << bits
    near = []
    at_precision(bits)
    # Where the density is extremely near a small multiple of the unit.
    for n in (1, 3, r.randint(4, 1000)):
        near.append(grid_of(mp.sqrt(-2 * (mp.log(n) - bits * mp.log(2) + mp.log(2 * mp.pi) / 2)), bits))
    bound = math.isqrt(7 * bits // 5 * u * u)
    return around([0, u, -u]) + signed(near + [bound, bound + 1, bound - u // 7, 3, u // 2])


def rationals(r, bits):
    u = 1 << bits
    kind = r.randrange(4)
    if kind == 0:
        p, q = r.randint(-1000, 1000), r.randint(1, 1000)
    elif kind == 1:
        p, q = r.randint(-(10**40), 10**40), 10 ** r.randint(0, 60)
    elif kind == 2:
        # Within 1/q of a grid point.
        q = r.getrandbits(bits) | 1
        p = (r.randint(-u, u) * q + r.randint(-1, 1)) // u
    else:
        p, q = r.randint(-u, u), 1 << r.randint(0, 2 * bits)
    return case("rational", bits, [hexadecimal(p), hexadecimal(q)], [()], lambda *_: Fraction(p, q), True)


def decimal_text(r, bits):
    digits = "".join(r.choice("0123456789") for _ in range(r.randint(1, 40)))
    point = r.randint(1, len(digits))
    text = r.choice(("", "-", "+")) + digits[:point]
    if point < len(digits) or r.random() < 0.1:
        text += "." + digits[point:]
    if r.random() < 0.4:
        text += r.choice("eE") + r.choice(("", "-", "+")) + str(r.randint(0, 25))
    return case("decimal", bits, [text], [()], lambda *_: Fraction(text.rstrip(".").replace(".e", "e").replace(".E", "E")), True)


def double_entry(r, bits):
    kind = r.randrange(4)
    if kind == 0:
        word = r.getrandbits(64)
    elif kind == 1:
        (word,) = struct.unpack(">Q", struct.pack(">d", r.uniform(-2, 2)))
    elif kind == 2:
        word = r.choice((0, 1, 1 << 63, (1 << 52) - 1, 1 << 52, (1 << 52) + 1, 0x7FEFFFFFFFFFFFFF, 0x3FB999999999999A))
    else:
        (word,) = struct.unpack(">Q", struct.pack(">d", r.randint(-(2**53), 2**53) * 2.0 ** r.randint(-60, 3)))
    if (word >> 52) & 0x7FF == 0x7FF:
        word ^= 1 << 62
    (value,) = struct.unpack(">d", struct.pack(">Q", word))
    return case("double", bits, [f"{word:016x}"], [()], lambda *_: Fraction(value), True)


def dyadic_entry(r, bits):
    mantissa = r.randint(-(1 << r.randint(1, 80)), 1 << r.randint(1, 80))
    exponent = r.randint(-2 * bits, 40)
    value = Fraction(mantissa) * Fraction(2) ** exponent
    return case("dyadic", bits, [hexadecimal(mantissa), hexadecimal(exponent)], [()], lambda *_: value, True)


def from_field(r, bits):
    other = r.choice(PRECISIONS + (bits, bits - 1 if bits > 32 else bits, bits + 1))
    a = Ball(other, *random_ball(r, other))
    return case("from", bits, [hexadecimal(other), a], [(p,) for p in a.ends()], exact(lambda x: x), True)


def scaled(r, bits):
    a = Ball(bits, *random_ball(r, bits))
    n = r.choice((0, 1, -1, r.randint(-1000, 1000), r.getrandbits(100)))
    return case("scale", bits, [a, hexadecimal(n)], [(p,) for p in a.ends()], exact(lambda x: x * n))


def divided(r, bits):
    mid, rad = random_ball(r, bits)
    n = r.choice((1, -1, 2, -3, 7, r.randint(1, 1000), -r.randint(1, 1 << 70)))
    if r.random() < 0.3:
        mid, rad = mid * n + r.randint(-1, 1), 0
    a = Ball(bits, mid, rad)
    return case("divideByInteger", bits, [a, hexadecimal(n)], [(p,) for p in a.ends()], exact(lambda x: x / n), True)


def shifted(r, bits):
    a = Ball(bits, *random_ball(r, bits))
    n = r.choice((0, 1, -1, r.randint(-200, 100)))
    return case("shiftBy", bits, [a, hexadecimal(n)], [(p,) for p in a.ends()], exact(lambda x: x * Fraction(2) ** n), True)


def cross_norm(r, bits):
    """√(xy − z²): far from and near to 0, squares and their neighbours, balls that say nothing."""
    u = 1 << bits
    kind = r.randrange(5)
    if kind == 0:
        x, y, z = (abs(random_mid(r, bits)) for _ in range(3))
    elif kind == 1:
        # Nearly collinear: x = a², y = b², z = ab up to a few units.
        a, b = r.getrandbits(bits) + 1, r.getrandbits(bits) + 1
        x, y, z = a * a // u + r.randint(0, 3), b * b // u + r.randint(0, 3), a * b // u - r.randint(0, 3)
    elif kind == 2:
        # xy − z² is a square or beside one.
        z, s = r.getrandbits(bits), r.getrandbits(bits)
        x, y = 1, z * z + s * s + r.randint(-1, 1)
    elif kind == 3:
        x = y = r.choice((u, 1, u // 3, 5 * u))
        z = x - r.choice((0, 1, 2, r.getrandbits(bits // 2)))
    else:
        x, y = r.getrandbits(bits + 2), r.getrandbits(bits + 2)
        z = math.isqrt(x * y) + r.randint(-1, 1)
    z = min(z, math.isqrt(abs(x * y))) * r.choice((1, -1))
    balls = [Ball(bits, m, random_rad(r, m) if r.random() < 0.3 else r.choice((0, 0, 1, 2))) for m in (x, y, z)]
    points = [
        (p, q, t)
        for p in balls[0].ends()
        for q in balls[1].ends()
        for t in ends_and_zero(balls[2])
        if p >= 0 and q >= 0 and p * q >= t * t
    ]
    return case("crossNorm", bits, balls, points, analytic(lambda p, q, t: mp.sqrt(p * q - t * t)), True) if points else None


def pi_case(bits):
    def value(bits, places):
        mp.prec = places + 64
        return +mp.pi

    return case("pi", bits, [], [()], value, True)


def decimal_parts(mantissa, exponent):
    if mantissa == 0:
        return "0 0"
    while mantissa % 10 == 0:
        mantissa //= 10
        exponent += 1
    return f"{mantissa} {exponent}"


def printed(r, bits):
    """The nearest decimal of so many digits below or above a fraction, found by trying exponents."""
    kind = r.randrange(5)
    digits = r.randint(1, 40)
    if kind == 0:
        x = Fraction(r.randint(-(1 << bits), 1 << bits), 1 << bits)
    elif kind == 1:
        x = Fraction(random_mid(r, bits), 1 << bits)
    elif kind == 2:
        # 999…9 and 1000…0, one unit of another scale away: rounding up gains a digit.
        x = Fraction(10) ** r.randint(-20, 20) + Fraction(r.randint(-1, 1), 10 ** r.randint(1, 60))
        x *= r.choice((1, -1))
    elif kind == 3:
        x = Fraction(r.randint(-(10**digits), 10**digits)) * Fraction(10) ** r.randint(-30, 30)
    else:
        x = Fraction(r.randint(-(10**6), 10**6), r.randint(1, 10**6))
    side = r.choice(("down", "up"))
    if x == 0:
        expected = "0 0"
    else:
        size = abs(x)
        # The greatest e with 10^e <= |x|.
        e = len(str(size.numerator)) - len(str(size.denominator)) - 1
        while Fraction(10) ** (e + 1) <= size:
            e += 1
        step = Fraction(10) ** (e - digits + 1)
        q = x / step
        expected = decimal_parts(math.floor(q) if side == "down" else math.ceil(q), e - digits + 1)
    k = r.choice((1, 1, 7))
    return f"decimalOf {hexadecimal(x.numerator * k)} {hexadecimal(x.denominator * k)} {side} {digits:x} = {expected}"


def printed_dyadic(r, bits):
    mantissa = r.randint(-(1 << r.randint(1, 70)), 1 << r.randint(1, 70))
    exponent = r.randint(-200, 100)
    if exponent >= 0:
        expected = decimal_parts(mantissa << exponent, 0)
    else:
        expected = decimal_parts(mantissa * 5**-exponent, exponent)
    return f"decimalOfDyadic {hexadecimal(mantissa)} {hexadecimal(exponent)} = {expected}"


ONE = Fraction(1)
ALGEBRAIC = {
    "neg": unary("neg", exact(lambda x: -x), Ball.ends, random_ball, lambda r, b: edges(b)[:4]),
    "abs": unary("abs", exact(abs), ends_and_zero, random_ball, lambda r, b: edges(b)[:6]),
    "square": unary("square", exact(lambda x: x * x), ends_and_zero, random_ball, squares),
    "add": binary("add", exact(lambda x, y: x + y), corners_of, lambda r, b: sums(r, b)[:5]),
    "sub": binary("sub", exact(lambda x, y: x - y), corners_of, lambda r, b: sums(r, b)[:5]),
    "mul": binary("mul", exact(lambda x, y: x * y), corners_of, products),
    "div": binary("div", exact(lambda x, y: x / y), quotient_corners, quotients),
    "min": binary("min", exact(min), corners_of, lambda r, b: sums(r, b)[:5]),
    "max": binary("max", exact(max), corners_of, lambda r, b: sums(r, b)[:5]),
    "hull": binary("hull", exact(lambda x, y: x), lambda a, b: corners_of(a, b) + corners_of(b, a), lambda r, b: sums(r, b)[:5]),
    "sqrt": unary("sqrt", analytic(lambda x: mp.sqrt(x)), clipped(Fraction(0), None), random_ball, roots),
    "crossNorm": plain(cross_norm),
    "scale": plain(scaled),
    "divideByInteger": plain(divided),
    "shiftBy": plain(shifted),
    "from": plain(from_field),
    "rational": plain(rationals),
    "decimal": plain(decimal_text),
    "double": plain(double_entry),
    "dyadic": plain(dyadic_entry),
    "decimalOf": plain(printed),
    "decimalOfDyadic": plain(printed_dyadic),
}
ANGLES = {
    "atan": unary("atan", analytic(lambda x: mp.atan(x)), Ball.ends, random_ball, tangents),
    "acos": unary("acos", analytic(lambda x: mp.acos(x)), clipped(-ONE, ONE), unit_ball, inverse_sines),
    "asin": unary("asin", analytic(lambda x: mp.asin(x)), clipped(-ONE, ONE), unit_ball, inverse_sines),
    "angle": binary("angle", analytic(lambda z, r: mp.atan2(r, z)), angle_corners, angles),
}
EXPONENTIALS = {
    "exp": unary("exp", analytic(exponential), Ball.ends, lambda r, b: small_ball(r, b, 60), exponents),
    "log": unary("log", analytic(lambda x: mp.log(x)), positive_ends, lambda r, b: tuple(map(abs, random_ball(r, b))), logarithms),
    "normalDensity": unary("normalDensity", analytic(lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)), ends_and_zero, lambda r, b: small_ball(r, b, 20), deviates),
    "normalCdf": unary("normalCdf", analytic(lambda x: mp.ncdf(x)), Ball.ends, lambda r, b: small_ball(r, b, 20), deviates),
}
GROUPS = {"algebraic": ALGEBRAIC, "angles": ANGLES, "exponentials": EXPONENTIALS}


def constructed_cases(op, functions, bits):
    r = random.Random(f"constructed {op} {bits}")
    return [line for line in functions[op][0](r, bits) if line is not None]


def random_cases(op, functions, seed, count):
    r = random.Random(f"{seed} {op}")
    made = 0
    while made < count:
        line = functions[op][1](r, PRECISIONS[made % len(PRECISIONS)])
        if line is not None:
            made += 1
            yield line


def write_vectors(folder):
    for group, functions in GROUPS.items():
        lines = [f"# scripts/arithmetic-vectors.py --vectors; format in scripts/arithmetic-cases.mjs; mpmath {mpmath.__version__}"]
        if functions is ANGLES:
            lines += [pi_case(bits) for bits in PRECISIONS]
        for op in functions:
            for bits in PRECISIONS:
                lines += constructed_cases(op, functions, bits)
            lines += random_cases(op, functions, 0, 40)
        with open(os.path.join(folder, f"{group}.txt"), "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
    with open(os.path.join(folder, "matrices.json"), "w", encoding="ascii") as file:
        file.write("[\n" + ",\n".join(json.dumps(m, separators=(",", ":")) for m in matrices()) + "\n]\n")


def matrices():
    """Symmetric integer matrices with their smallest eigenvalue: B Bᵀ, moved so that it is large, near 1, below 0."""
    r = random.Random("matrices")
    mp.dps = 60
    for size in (9, 17, 24, 33):
        b = [[r.randint(-200, 200) for _ in range(size)] for _ in range(size)]
        a = [[sum(x * y for x, y in zip(p, q)) for q in b] for p in b]
        least = min(mp.eigsy(mp.matrix(a), eigvals_only=True))
        for move in (0, 40_000, 1 - int(mp.floor(least)), -1 - int(mp.floor(least))):
            moved = [[x + move if i == j else x for j, x in enumerate(row)] for i, row in enumerate(a)]
            rows = [moved[i][: i + 1] for i in range(size)]
            yield {"lambdaMin": mp.nstr(least + move, 30), "lowerTriangle": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors", metavar="DIR")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if options.vectors:
        write_vectors(options.vectors)
        return
    only = set(filter(None, options.only.split(",")))
    write = sys.stdout.write
    if not only or "pi" in only:
        for bits in range(32, 2001):
            write(pi_case(bits) + "\n")
    for functions in GROUPS.values():
        for op in functions:
            if only and op not in only:
                continue
            for bits in PRECISIONS:
                for line in constructed_cases(op, functions, bits):
                    write(line + "\n")
            for line in random_cases(op, functions, options.seed, options.count):
                write(line + "\n")


if __name__ == "__main__":
    main()
