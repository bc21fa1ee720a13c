/* One evaluation of what verify encloses, in the best libraries of C: F, its gradient and its Hessian at a point for the targets
 * e_1 ... e_k, and whether the Hessian is positive definite. Two ways: "arb", all in balls of 128 bits of Arb; "expert", pairs, F and
 * gradient as before, but the Hessian in doubles and LAPACK's dpotrf twice, with no bound on any error. Neither has Newton's steps, Lipschitz
 * constants, nor a certificate: they are favoured. bench/peer.mjs compiles and runs this. Input: n k repetitions, then n rows of k doubles.
 * Output, one line each way: F, ||grad F||, trace of the Hessian, definite or not, then the milliseconds of processor time of each repetition. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef FLINT3
#include <flint/arb.h>
#include <flint/arb_mat.h>
#else
#include <arb.h>
#include <arb_mat.h>
#endif

#define BITS 128

extern void dpotrf_(const char *, const int *, double *, const int *, int *);

static int n, k, N;
static double *point;
/* Vectors: n neurons, then k targets. Of each pair of a neuron with any other: inner product, R = |w||v| sin, and pi - angle. */
static arb_ptr x, square, length, inner, area, rest, gradient;
static arb_t pi, two_pi, F;
static arb_mat_t H, L;
static double *h, *factor;

#define X(i, a) (x + (i) * k + (a))
#define PAIR(v, i, j) ((v) + (i) * (n + k) + (j))

static void dot(arb_t z, long i, long j) { arb_dot(z, NULL, 0, X(i, 0), 1, X(j, 0), 1, k, BITS); }

static void evaluate_pairs(void) {
  arb_t t, u;
  arb_init(t); arb_init(u);
  arb_const_pi(pi, BITS);
  arb_mul_2exp_si(two_pi, pi, 1);
  for (long i = 0; i < n + k; i++) {
    dot(square + i, i, i);
    arb_sqrt(length + i, square + i, BITS);
  }
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n + k; j++) {
      if (j == i) continue;
      if (j < i) {
        arb_set(PAIR(inner, i, j), PAIR(inner, j, i));
        arb_set(PAIR(area, i, j), PAIR(area, j, i));
        arb_set(PAIR(rest, i, j), PAIR(rest, j, i));
        continue;
      }
      arb_ptr z = PAIR(inner, i, j), r = PAIR(area, i, j);
      dot(z, i, j);
      arb_mul(t, square + i, square + j, BITS);
      arb_submul(t, z, z, BITS);
      arb_sqrt(r, t, BITS);
      /* The angle is that of z + ir. */
      arb_atan2(u, r, z, BITS);
      arb_sub(PAIR(rest, i, j), pi, u, BITS);
    }
  arb_clear(t); arb_clear(u);
}

/* f(u, v) = (R + (pi - angle) u.v)/2pi; F = sum of halves among neurons and among targets, less those between them. */
static void evaluate_objective(void) {
  arb_t sum, t;
  arb_init(sum); arb_init(t);
  arb_zero(F);
  for (long i = 0; i < n; i++) {
    arb_div_ui(t, square + i, 4, BITS);
    arb_add(F, F, t, BITS);
    for (long j = i + 1; j < n + k; j++) {
      arb_mul(t, PAIR(rest, i, j), PAIR(inner, i, j), BITS);
      arb_add(t, t, PAIR(area, i, j), BITS);
      if (j < n) arb_add(sum, sum, t, BITS);
      else arb_sub(sum, sum, t, BITS);
    }
  }
  /* Orthonormal targets: k/4 and a pair 1/2pi. */
  arb_add_ui(sum, sum, (ulong)k * (k - 1) / 2, BITS);
  arb_div(sum, sum, two_pi, BITS);
  arb_add(F, F, sum, BITS);
  arb_set_ui(t, k);
  arb_div_ui(t, t, 4, BITS);
  arb_add(F, F, t, BITS);
  arb_clear(sum); arb_clear(t);
}

/* w/2 + sum of s (|v| sin w/|w| + (pi - angle) v)/2pi, s = -1 for targets. */
static void evaluate_gradient(void) {
  arb_t own, t;
  arb_init(own); arb_init(t);
  for (long i = 0; i < n; i++) {
    arb_ptr g = gradient + i * k;
    _arb_vec_zero(g, k);
    arb_zero(own);
    for (long j = 0; j < n + k; j++) {
      if (j == i) continue;
      arb_div(t, PAIR(area, i, j), square + i, BITS);
      if (j < n) arb_add(own, own, t, BITS);
      else arb_sub(own, own, t, BITS);
      if (j < n) _arb_vec_scalar_addmul(g, X(j, 0), k, PAIR(rest, i, j), BITS);
      else arb_sub(g + (j - n), g + (j - n), PAIR(rest, i, j), BITS);
    }
    arb_add(own, own, pi, BITS);
    _arb_vec_scalar_addmul(g, X(i, 0), k, own, BITS);
    _arb_vec_scalar_div(g, g, k, two_pi, BITS);
  }
  arb_clear(own); arb_clear(t);
}

/*
 * Coefficients of the blocks, times 2pi. Off the diagonal: (pi - angle) I + (w v' + v w')/R - (z/R)(w w'/|w|^2 + v v'/|v|^2).
 * On it: pi I + sum of s ((R/|w|^2)(I - w w'/|w|^2) + u u'/R), u = v - (z/|w|^2) w.
 */
static void hessian_in_balls(void) {
  arb_t p, q, r, s, t;
  arb_init(p); arb_init(q); arb_init(r); arb_init(s); arb_init(t);
  arb_ptr u = _arb_vec_init(k);
  for (long i = 0; i < n; i++) {
    arb_zero(s);
    for (long a = 0; a < k; a++)
      for (long b = 0; b <= a; b++) arb_zero(arb_mat_entry(H, i * k + a, i * k + b));
    for (long j = 0; j < n + k; j++) {
      if (j == i) continue;
      arb_div(p, PAIR(area, i, j), square + i, BITS);
      if (j < n) arb_add(s, s, p, BITS);
      else arb_sub(s, s, p, BITS);
      arb_div(q, PAIR(inner, i, j), square + i, BITS);
      for (long a = 0; a < k; a++) {
        arb_set(u + a, X(j, a));
        arb_submul(u + a, q, X(i, a), BITS);
      }
      arb_inv(r, PAIR(area, i, j), BITS);
      if (j >= n) arb_neg(r, r);
      for (long a = 0; a < k; a++) {
        arb_mul(t, r, u + a, BITS);
        for (long b = 0; b <= a; b++) arb_addmul(arb_mat_entry(H, i * k + a, i * k + b), t, u + b, BITS);
      }
    }
    arb_div(r, s, square + i, BITS);
    arb_add(s, s, pi, BITS);
    for (long a = 0; a < k; a++) {
      arb_mul(t, r, X(i, a), BITS);
      for (long b = 0; b <= a; b++) arb_submul(arb_mat_entry(H, i * k + a, i * k + b), t, X(i, b), BITS);
      arb_add(arb_mat_entry(H, i * k + a, i * k + a), arb_mat_entry(H, i * k + a, i * k + a), s, BITS);
    }
    for (long j = 0; j < i; j++) {
      arb_inv(r, PAIR(area, i, j), BITS);
      arb_mul(t, PAIR(inner, i, j), r, BITS);
      arb_div(p, t, square + i, BITS);
      arb_div(q, t, square + j, BITS);
      for (long a = 0; a < k; a++) {
        /* Row a: w_a (v/R - pw) + v_a (w/R - qv). */
        for (long b = 0; b < k; b++) {
          arb_ptr e = arb_mat_entry(H, i * k + a, j * k + b);
          arb_mul(t, r, X(j, b), BITS);
          arb_submul(t, p, X(i, b), BITS);
          arb_mul(e, t, X(i, a), BITS);
          arb_mul(t, r, X(i, b), BITS);
          arb_submul(t, q, X(j, b), BITS);
          arb_addmul(e, t, X(j, a), BITS);
          if (a == b) arb_add(e, e, PAIR(rest, i, j), BITS);
        }
      }
    }
  }
  for (long a = 0; a < N; a++)
    for (long b = 0; b <= a; b++) {
      arb_ptr e = arb_mat_entry(H, a, b);
      arb_div(e, e, two_pi, BITS);
      arb_set(arb_mat_entry(H, b, a), e);
    }
  _arb_vec_clear(u, k);
  arb_clear(p); arb_clear(q); arb_clear(r); arb_clear(s); arb_clear(t);
}

static double value(arb_srcptr b) { return arf_get_d(arb_midref(b), ARF_RND_NEAR); }

static void hessian_in_doubles(void) {
  const double tau = 2 * M_PI;
  double u[k];
  for (int i = 0; i < n; i++) {
    const double *w = point + i * k;
    const double own = value(square + i);
    double s = M_PI;
    double *block = h + (size_t)i * k * N + i * k;
    for (int a = 0; a < k; a++) memset(block + (size_t)a * N, 0, k * sizeof(double));
    double along = 0;
    for (int j = 0; j < n + k; j++) {
      if (j == i) continue;
      const double R = value(PAIR(area, i, j)), c = value(PAIR(inner, i, j)) / own, sign = j < n ? 1 : -1;
      s += sign * R / own;
      along += sign * R / own / own;
      for (int a = 0; a < k; a++) u[a] = (j < n ? point[j * k + a] : j - n == a) - c * w[a];
      for (int a = 0; a < k; a++) {
        const double t = sign / R * u[a];
        for (int b = 0; b <= a; b++) block[(size_t)a * N + b] += t * u[b];
      }
    }
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) block[(size_t)a * N + b] = (block[(size_t)a * N + b] - along * w[a] * w[b]) / tau;
      block[(size_t)a * N + a] += s / tau;
    }
    for (int j = 0; j < i; j++) {
      const double *v = point + j * k;
      const double R = value(PAIR(area, i, j)), z = value(PAIR(inner, i, j)), angle = value(PAIR(rest, i, j));
      const double r = 1 / (tau * R), p = z / (tau * R * own), q = z / (tau * R * value(square + j));
      for (int a = 0; a < k; a++) {
        double *e = h + (size_t)(i * k + a) * N + j * k;
        for (int b = 0; b < k; b++) e[b] = w[a] * (r * v[b] - p * w[b]) + v[a] * (r * w[b] - q * v[b]);
        e[a] += angle / tau;
      }
    }
  }
}

static int definite(void) {
  int info = 0;
  for (int time = 0; time < 2 && info == 0; time++) {
    memcpy(factor, h, sizeof(double) * N * N);
    /* Rows of the lower triangle are columns of the upper one. */
    dpotrf_("U", &N, factor, &N, &info);
  }
  return info == 0;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void measure(int balls, int repetitions) {
  double *times = malloc(sizeof(double) * repetitions);
  int positive = 1;
  for (int turn = 0; turn < repetitions; turn++) {
    const double start = now();
    evaluate_pairs();
    evaluate_objective();
    evaluate_gradient();
    if (balls) {
      hessian_in_balls();
      positive &= arb_mat_cho(L, H, BITS) != 0;
    } else {
      hessian_in_doubles();
      positive &= definite();
    }
    times[turn] = now() - start;
  }
  double norm = 0, trace = 0;
  for (int a = 0; a < N; a++) {
    norm += value(gradient + a) * value(gradient + a);
    trace += balls ? value(arb_mat_entry(H, a, a)) : h[(size_t)a * (N + 1)];
  }
  printf("%.17g %.6g %.17g %d", value(F), sqrt(norm), trace, positive);
  for (int turn = 0; turn < repetitions; turn++) printf(" %.4f", times[turn]);
  printf("\n");
  free(times);
}

int main(void) {
  int repetitions;
  if (scanf("%d %d %d", &n, &k, &repetitions) != 3) return 1;
  N = n * k;
  point = malloc(sizeof(double) * N);
  for (int i = 0; i < N; i++)
    if (scanf("%lf", point + i) != 1) return 1;
  x = _arb_vec_init((n + k) * k);
  for (int i = 0; i < N; i++) arb_set_d(x + i, point[i]);
  for (int j = 0; j < k; j++) arb_one(X(n + j, j));
  square = _arb_vec_init(n + k);
  length = _arb_vec_init(n + k);
  inner = _arb_vec_init(n * (n + k));
  area = _arb_vec_init(n * (n + k));
  rest = _arb_vec_init(n * (n + k));
  gradient = _arb_vec_init(N);
  arb_init(pi); arb_init(two_pi); arb_init(F);
  arb_mat_init(H, N, N);
  arb_mat_init(L, N, N);
  h = calloc((size_t)N * N, sizeof(double));
  factor = malloc(sizeof(double) * N * N);
  /* One repetition of the balls for five of the other: they take far longer. */
  measure(1, repetitions / 5 > 0 ? repetitions / 5 : 1);
  measure(0, repetitions);
  return 0;
}
