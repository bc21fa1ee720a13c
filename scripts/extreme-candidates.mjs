// Candidates at the edges of what there is: nearly and exactly collinear vectors, repeated and zero targets, exact
// critical points, a thousand digits, huge and tiny scales, … Each is a function of a seed alone. What `verify` makes of
// them, `check` has to accept: scripts/recheck-extremes.mjs and test/proof/extremes.test.ts.

/** Uniform numbers in [0, 1) that a seed determines. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Random choices. */
class Dice {
  constructor(seed) {
    this.uniform = generator(seed);
  }
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }
  whole(low, high) {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }
  chance(p) {
    return this.uniform() < p;
  }
  pick(list) {
    return list[this.whole(0, list.length - 1)];
  }
  rows(n, d) {
    return Array.from({ length: n }, () => Array.from({ length: d }, () => this.normal()));
  }
  shuffled(list) {
    const rest = [...list];
    return list.map(() => rest.splice(this.whole(0, rest.length - 1), 1)[0]);
  }
  digits(count) {
    return Array.from({ length: count }, () => this.whole(0, 9)).join('');
  }
}

const basis = (k, d) =>
  Array.from({ length: k }, (_, j) => Array.from({ length: d }, (_, a) => (a === j ? 1 : 0)));
const times = (rows, c) => rows.map((row) => row.map((x) => x * c));
const add = (x, y, c = 1) => x.map((entry, a) => entry + c * y[a]);

/** Decimal digits of a double in the size of which it is, followed by more of them. */
function longDecimal(dice, x, count) {
  if (x === 0) return dice.chance(0.5) ? '0' : `0.${'0'.repeat(count)}`;
  const [mantissa, exponent] = x.toExponential(16).split('e');
  return `${mantissa}${dice.digits(count)}e${Number(exponent)}`;
}

/** Rows of doubles times 10^power, as decimals. */
function withExponent(rows, power) {
  return rows.map((row) =>
    row.map((x) => {
      const [mantissa, exponent] = x.toExponential(16).split('e');
      return x === 0 ? '0' : `${mantissa}e${Number(exponent) + power}`;
    }),
  );
}

/** base + 10^−power, to the digit. */
function beside(base, power) {
  return `${base}.${'0'.repeat(power - 1)}1`;
}

const SIX = {
  diagonal: 0.98670382,
  other: -0.05041334,
  special: 0.3080109,
  specialRow: -0.2461592,
  specialDiagonal: 0.4866,
};

function dense(weights, targets = null, k = targets?.length ?? weights[0].length) {
  return { form: 'dense', k, n: weights.length, d: weights[0].length, targets, weights };
}

/** A minimum of (6,6), to float64; `six` holds the committed candidate. */
function minimum(dice, six) {
  return dense(six.map((row) => (dice.chance(0.2) ? row.map(String) : row)));
}

/** Saddles for orthonormal targets, found by Newton's iteration; in the first both neurons lie on one line. */
const SADDLES = [
  [
    [1.0683098861837907, 1.0683098861837905],
    [-0.06830988618379072, -0.06830988618379072],
  ],
  [
    [0.7227321612243935, 0.1932403411871052, 0.7227321612243924],
    [0.2826096634146562, -0.3446425292619367, 0.282609663414655],
    [0.019280121953849826, 1.170183731270281, 0.019280121953851842],
  ],
  [
    [0.39751798541318917, 0.3447856831662641, 0.39751798541318106],
    [0.9339255272644522, 0.32952110892901854, -0.2797392189560027],
    [-0.2797392189560037, 0.32952110892902853, 0.933925527264459],
  ],
  [
    [0.6174886458358969, -0.33858988327938455, 0.594937044365139],
    [-0.27512012371397504, 0.18310386347079094, 0.18310386347079324],
    [0.009211998386773642, 0.5446791430456026, 0.5446791430456009],
    [0.6174886458358937, 0.5949370443651392, -0.33858988327938494],
  ],
  [
    [0.14110295078911195, 0.14110295078908644, 1.25797762273309],
    [-0.04393828816374168, -0.043938288163743976, 0.06967130294776375],
    [0.9254727349195654, 0.925472734919598, -0.25753138431748085],
  ],
  [
    [-0.05609423797031362, 1.2007723620380484, 0.23259227771207774, -0.06352476306866024],
    [-0.054774595812307134, -0.05477459581230593, 0.5311260951116302, 1.1370647330358614],
    [-0.08088246367453707, -0.08088246367453804, -0.0456434650467395, 0.007097886752290022],
    [1.2007723620380504, -0.05609423797031205, 0.23259227771207763, -0.06352476306865895],
  ],
];

/** A rotation in the plane of two coordinates, in doubles. */
function turned(rows, [a, b], angle) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return rows.map((row) =>
    row.map((x, i) => (i === a ? c * x - s * row[b] : i === b ? s * row[a] + c * x : x)),
  );
}

/** Weights and orthonormal targets, turned in a few planes or not. */
function turnedPoint(dice, weights) {
  const d = weights[0].length;
  if (d < 2 || dice.chance(0.5)) return dense(weights);
  let [rows, targets] = [weights, basis(d, d)];
  for (let plane = 0; plane < dice.whole(1, 3); plane++) {
    const axes = dice.shuffled(Array.from({ length: d }, (_, a) => a)).slice(0, 2);
    const angle = dice.uniform() * 7;
    [rows, targets] = [turned(rows, axes, angle), turned(targets, axes, angle)];
  }
  return dense(rows, targets);
}

/** A saddle, or the degenerate one at which all neurons are equal or lie on one ray. */
function saddle(dice) {
  if (dice.chance(0.8)) {
    const rows = dice.shuffled(dice.pick(SADDLES));
    const noise = dice.pick([0, 0, 1e-4, 1e-6, 1e-9]);
    return turnedPoint(
      dice,
      rows.map((row) => row.map((x) => x + noise * dice.normal())),
    );
  }
  const k = dice.whole(2, 4);
  const n = dice.whole(k, k + 1);
  const theta = Math.acos(1 / Math.sqrt(k));
  const entry = ((2 / n) * (Math.sin(theta) * Math.sqrt(k) + (Math.PI - theta))) / (2 * Math.PI);
  const weights = Array.from({ length: n }, () => new Array(k).fill(entry));
  if (dice.chance(0.5)) {
    const shift = dice.uniform() * 0.9;
    weights[0] = weights[0].map((x) => x * (1 + shift));
    weights[1] = weights[1].map((x) => x * (1 - shift));
  }
  return dense(weights);
}

function globalMinimum(dice) {
  const k = dice.whole(1, 4);
  const d = dice.whole(k, k + 1);
  const targets = dice.chance(0.4) ? basis(k, d) : dice.rows(k, d);
  const power = dice.whole(2, 40);
  const weights = dice.shuffled(targets).map((row) =>
    row.map((x) => {
      if (dice.chance(0.5)) return x;
      return x === 1 && dice.chance(0.5) ? beside(1, power) : x + dice.normal() * 10 ** -power;
    }),
  );
  return dense(
    weights,
    targets.every((row, j) => row.every((x, a) => x === (a === j ? 1 : 0))) ? null : targets,
    k,
  );
}

const CRITICAL = [
  () => dense([[1]]),
  () => dense([[-1]], [[-1]]),
  () =>
    dense(
      [
        [1e30, 0],
        [0, 1e30],
      ],
      [
        [1e30, 0],
        [0, 1e30],
      ],
    ),
  () =>
    dense([
      [0, 1],
      [1, 0],
    ]),
  () =>
    dense(
      [
        [3, 4],
        [-4, 3],
      ],
      [
        [-4, 3],
        [3, 4],
      ],
    ),
  () =>
    dense(
      [
        [0.6, 0.8, 0],
        [0, 0, 2],
        [1, -1, 0],
      ],
      [
        [0, 0, 2],
        [0.6, 0.8, 0],
        [1, -1, 0],
      ],
    ),
  () =>
    dense(
      [
        [0.5, 0],
        [0.5, 0],
        [0, 1],
      ],
      null,
      2,
    ),
  () =>
    dense(
      [
        [1, 0],
        [0, 1],
        [1e-3, 1e-3],
      ],
      [
        [1, 0],
        [0, 1],
        [1e-3, 1e-3],
      ],
    ),
  () =>
    dense(
      [
        ['1e-320', 0],
        [0, '1e-320'],
      ],
      [
        ['1e-320', 0],
        [0, '1e-320'],
      ],
    ),
  () =>
    dense(
      [
        [1, 2],
        [2, 1],
        [0, 0.5],
      ],
      [
        [2, 1],
        [1, 2],
        [0, 0.5],
      ],
    ),
  () => dense([[1]], [[0.5], [0.5]]),
  () => dense([[1], [-2]], [[-2], [1]]),
];

const KINDS = {
  random(dice) {
    const d = dice.whole(1, 5);
    const k = dice.whole(1, d);
    const n = dice.whole(1, 5);
    const weights = dice.rows(n, d);
    return dice.chance(0.5) ? dense(weights, null, k) : dense(weights, dice.rows(dice.whole(1, 5), d));
  },
  'near-collinear'(dice) {
    const d = dice.whole(2, 4);
    const targets = dice.chance(0.5) ? basis(d, d) : dice.rows(dice.whole(1, d), d);
    const weights = dice.rows(dice.whole(1, d + 1), d);
    const power = dice.pick([3, 6, 8, 10, 15, 16, 17, 20, 31, 32, 40, 60, 100, 150, 200, 300]);
    const step = dice.chance(0.5) ? 10 ** -power : `1e-${power}`;
    const sign = dice.chance(0.3) ? -1 : 1;
    // Vectors along an axis, so that what stands beside it is held to the digit.
    const axis = dice.whole(0, d - 1);
    const along = (length) => Array.from({ length: d }, (_, a) => (a === axis ? length : 0));
    weights[0] = along(1 + dice.uniform());
    weights[0][(axis + 1) % d] = step;
    if (weights.length > 1 && dice.chance(0.6)) weights[1] = along(sign * (1 + dice.uniform()));
    else targets[0] = along(sign * (dice.chance(0.5) ? 1 : 1 + dice.uniform()));
    return dense(weights, targets);
  },
  'nearly collinear targets'(dice) {
    // The targets themselves, or nearly: critical, and flat in the direction that moves weight from one to the other.
    const d = dice.whole(2, 3);
    const targets = basis(d, d);
    const power = dice.pick([1, 2, 3, 4, 5, 7, 10, 20, 60, 300]);
    targets[1] = [...targets[0]];
    targets[1][d - 1] = dice.chance(0.5) ? 10 ** -power : `1e-${power}`;
    const weights = targets.map((row) =>
      row.map((x) => (dice.chance(0.3) ? Number(x) * (1 + 1e-9 * dice.normal()) : x)),
    );
    return dense(dice.shuffled(weights), targets);
  },
  'near-target'(dice) {
    // Next to the global minimum, one neuron turned by very little.
    const k = dice.whole(2, 4);
    const power = dice.pick([2, 3, 4, 5, 8, 12, 16, 20, 32, 60, 120, 250, 300]);
    const weights = basis(k, k).map((row) =>
      row.map((x) => (x === 0 && dice.chance(0.3) ? `1e-${power}` : x)),
    );
    return dense(dice.shuffled(weights));
  },
  duplicates(dice) {
    const d = dice.whole(1, 4);
    const weights = dice.rows(dice.whole(2, 4), d);
    weights[1] = dice.chance(0.5) ? [...weights[0]] : weights[0].map((x) => 2 * x);
    return dice.chance(0.5) ? dense(weights) : dense(weights, dice.rows(dice.whole(1, 3), d));
  },
  opposite(dice) {
    const d = dice.whole(1, 4);
    const targets = dice.rows(dice.whole(1, 3), d);
    const weights = dice.rows(dice.whole(1, 3), d);
    weights[0] = targets[0].map((x) => -x * dice.pick([1, 1, 2, 0.5]));
    if (weights.length > 1 && dice.chance(0.5)) weights[1] = weights[0].map((x) => -x);
    return dense(weights, targets);
  },
  'zero and repeated targets'(dice) {
    const d = dice.whole(1, 4);
    const targets = dice.rows(dice.whole(2, 4), d);
    if (dice.chance(0.5)) targets[0] = new Array(d).fill(0);
    if (dice.chance(0.6)) targets[targets.length - 1] = [...targets[1]];
    if (dice.chance(0.1)) targets.fill(new Array(d).fill(0));
    const weights = dice.chance(0.5)
      ? dice.shuffled(targets).map((row) => (row.some((x) => x !== 0) ? [...row] : dice.rows(1, d)[0]))
      : dice.rows(dice.whole(1, 4), d);
    return dense(weights, targets);
  },
  'd = 1'(dice) {
    const [n, k] = [dice.whole(1, 4), dice.whole(1, 4)];
    const targets = dice.rows(k, 1);
    const weights = dice.chance(0.4) && n === k ? dice.shuffled(targets) : dice.rows(n, 1);
    return dense(weights, targets);
  },
  'exact critical point'(dice) {
    return dice.pick(CRITICAL)();
  },
  '1 000 digits'(dice, six) {
    const base = dice.chance(0.4)
      ? minimum(dice, six)
      : dice.chance(0.5)
        ? globalMinimum(dice)
        : KINDS.random(dice);
    const count = dice.pick([200, 900, 1000, 1150, 1500, 1900]);
    const long = (rows) =>
      rows.map((row) => row.map((x) => (typeof x === 'number' ? longDecimal(dice, x, count) : x)));
    const moved = base.targets !== null && dice.chance(0.5) ? long(base.targets) : base.targets;
    return { ...base, weights: long(base.weights), targets: moved };
  },
  scaled(dice, six) {
    const base = dice.chance(0.3)
      ? dense(six)
      : dice.chance(0.4)
        ? globalMinimum(dice)
        : dice.chance(0.5)
          ? saddle(dice)
          : KINDS.random(dice);
    const number = (x) => Number(x);
    const targets = (base.targets ?? basis(base.k, base.d)).map((row) => row.map(number));
    const weights = base.weights.map((row) => row.map(number));
    const scale = dice.pick([
      2 ** dice.whole(-400, 400),
      2 ** dice.whole(-1000, 1000),
      10 ** dice.whole(-100, 100),
      10 ** dice.whole(-300, 300),
      3 ** dice.whole(-80, 80),
    ]);
    if (dice.chance(0.3)) {
      // Beyond the doubles.
      const power = dice.whole(-380, 380);
      return dense(withExponent(weights, power), withExponent(targets, power));
    }
    return dense(times(weights, scale), times(targets, scale));
  },
  'neurons and targets of other sizes'(dice) {
    const d = dice.whole(1, 3);
    const weights = times(dice.rows(dice.whole(1, 4), d), 10 ** dice.whole(-40, 40));
    const targets = times(dice.rows(dice.whole(1, 4), d), 10 ** dice.whole(-40, 40));
    if (dice.chance(0.4)) weights[0] = times([weights[0]], 10 ** dice.whole(-60, 60))[0];
    if (dice.chance(0.3)) targets[0] = times([targets[0]], 10 ** dice.whole(-60, 60))[0];
    if (dice.chance(0.1)) weights[0] = times([weights[0]], 10 ** dice.whole(-250, 250))[0];
    if (dice.chance(0.1)) return dense(withExponent(weights, dice.whole(-280, 280)), targets);
    return dice.chance(0.7) ? dense(weights, targets) : dense(weights, null, dice.whole(1, d));
  },
  'n < k'(dice) {
    const d = dice.whole(2, 4);
    const k = dice.whole(2, d);
    const weights = dice.rows(dice.whole(1, k - 1), d);
    if (dice.chance(0.4)) weights[0] = add(basis(1, d)[0], weights[0], 1e-6);
    return dense(weights, null, k);
  },
  'n > k'(dice, six) {
    if (dice.chance(0.3)) {
      // A minimum of (6,6) with one neuron split in two: a degenerate one.
      const share = dice.uniform();
      return dense([...six.slice(1), six[0].map((x) => x * share), six[0].map((x) => x * (1 - share))]);
    }
    const d = dice.whole(1, 3);
    return dense(dice.rows(d + dice.whole(1, 3), d));
  },
  saddle,
  'global minimum': globalMinimum,
  'local minimum'(dice, six) {
    const base = minimum(dice, six);
    const weights = base.weights.map((row) =>
      row.map((x) => (dice.chance(0.3) ? Number(x) + dice.normal() * 10 ** -dice.whole(4, 17) : x)),
    );
    return turnedPoint(
      dice,
      dice.shuffled(weights).map((row) => row.map(Number)),
    );
  },
  symmetric(dice) {
    const size = dice.pick([5, 6, 9, 12, 1000]);
    if (dice.chance(0.4)) {
      // Next to the minimum of (k,k) with one special neuron, where k = 6.
      const noise = () => 1 + dice.normal() * 10 ** -dice.whole(3, 12);
      return {
        form: 'block',
        blocks: [5, 1],
        neurons: [
          { attached: 0, diagonal: SIX.diagonal * noise(), values: [SIX.other, SIX.special] },
          { attached: null, diagonal: null, values: [SIX.specialRow, SIX.specialDiagonal * noise()] },
        ],
      };
    }
    const small = () =>
      dice.chance(0.5) ? 0 : `${dice.pick(['', '-'])}1e-${dice.pick([3, 8, 16, 40, 200])}`;
    if (dice.chance(0.5))
      return { form: 'block', blocks: [size], neurons: [{ attached: 0, diagonal: 1, values: [small()] }] };
    const blocks = [size, dice.pick([1, 1, 4])];
    const second =
      blocks[1] === 1
        ? { attached: null, diagonal: null, values: [small(), dice.chance(0.5) ? 1 : dice.normal()] }
        : { attached: 1, diagonal: dice.chance(0.5) ? 1 : dice.normal(), values: [small(), small()] };
    return {
      form: 'block',
      blocks,
      neurons: [
        { attached: 0, diagonal: dice.chance(0.7) ? 1 : dice.normal(), values: [small(), small()] },
        second,
      ],
    };
  },
};

export const EXTREME_KINDS = Object.keys(KINDS);

/**
 * The extreme candidate of a seed, with options for `verify`; its kind is the seed's turn. `six` are the rows of the
 * committed candidate (6,6).
 */
export function extremeOf(seed, six) {
  const dice = new Dice(Math.imul(seed + 1, 0x9e3779b1));
  const kind = EXTREME_KINDS[seed % EXTREME_KINDS.length];
  const candidate = KINDS[kind](dice, six);
  const width =
    candidate.form === 'dense' ? candidate.d : candidate.blocks.reduce((sum, size) => sum + size, 0);
  const options = {
    digits: dice.chance(0.6) ? 32 : dice.pick([16, 18, 20, 33, 50, 64, 100, 180, 250]),
    exact: dice.chance(0.2),
    sharp: dice.chance(0.3),
    dimension: dice.chance(0.6) ? 'all' : width + dice.pick([0, 0, 1, 7]),
    polish: dice.chance(0.7),
  };
  return { kind, candidate, options };
}
