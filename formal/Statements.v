(* What the final theorems say: every definition they use is in this file, but for "sum" of Sums.v (sum n f = f 0 + ... + f (n-1)).
   The theorems themselves are in Theorems.v. *)
From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Spurious Require Export Sums.
Open Scope R_scope.

(* ---- the objective ---- *)
(* Vectors of R^d are functions of the coordinate s < d; weights are matrices, row i < n is neuron i. *)
Definition inner (d : nat) (a b : nat -> R) : R := sum d (fun s => a s * b s).
Definition norm (d : nat) (a : nat -> R) : R := sqrt (inner d a a).
Definition angle (d : nat) (a b : nat -> R) : R := acos (inner d a b / (norm d a * norm d b)).
(* (S7): E [a.x]_+ [b.x]_+ for a standard Gaussian x *)
Definition pair_value (d : nat) (a b : nat -> R) : R :=
  (norm d a * norm d b * sin (angle d a b) + (PI - angle d a b) * inner d a b) / (2*PI).
Definition unit_vector (j s : nat) : R := if Nat.eqb j s then 1 else 0.
(* (S6): the objective of n neurons with the k orthonormal targets e_0, ..., e_{k-1} of R^d *)
Definition F (n k d : nat) (W : nat -> nat -> R) : R :=
  /2 * (sum n (fun i => sum n (fun j => pair_value d (W i) (W j)))
        - 2 * sum n (fun i => sum k (fun j => pair_value d (W i) (unit_vector j)))
        + sum k (fun i => sum k (fun j => pair_value d (unit_vector i) (unit_vector j)))).

(* ---- spurious local minima ---- *)
Definition distance2 (n d : nat) (P Q : nat -> nat -> R) : R := sum n (fun i => sum d (fun s => (P i s - Q i s)^2)).
Definition strict_local_minimum (n d : nat) (G : (nat -> nat -> R) -> R) (P : nat -> nat -> R) : Prop :=
  exists r, 0 < r /\ forall Q, 0 < distance2 n d Q P < r^2 -> G P < G Q.
(* the first k neurons equal to the targets, the others zero *)
Definition target_weights (k i s : nat) : R := if Nat.ltb i k then unit_vector i s else 0.
(* W has k columns; the others are set to zero *)
Definition widen (k : nat) (W : nat -> nat -> R) (i s : nat) : R := if Nat.ltb s k then W i s else 0.
(* P, padded with zeros to the width d >= k, is a strict local minimum with quadratic growth, at which F is greater than a positive
   bound, while the least value of F is zero, at the targets: a spurious local minimum. *)
Definition spurious_in_width (n k : nat) (P : nat -> nat -> R) (lam bound : R) (d : nat) : Prop :=
  strict_local_minimum n d (F n k d) (widen k P)
  /\ (exists r, 0 < r /\ forall Q, distance2 n d Q (widen k P) < r^2 ->
        F n k d (widen k P) + lam/4 * distance2 n d Q (widen k P) <= F n k d Q)
  /\ 0 < bound < F n k d (widen k P)
  /\ F n k d (target_weights k) = 0
  /\ (forall Q, 0 <= F n k d Q).
(* One point P of R^{nk}, within radius of the centre, that is such a minimum in every width. *)
Definition spurious_minimum_within (n k : nat) (centre : nat -> nat -> R) (radius lam bound : R) : Prop :=
  (0 < k <= n)%nat /\ 0 < lam /\
  exists P : nat -> nat -> R, distance2 n k P centre <= radius ^ 2 /\ forall d, (k <= d)%nat -> spurious_in_width n k P lam bound d.
(* In width k, moreover, the minimum over the ball of radius box about the centre, with quadratic growth. *)
Definition spurious_minimum_near (n k : nat) (centre : nat -> nat -> R) (radius box lam bound : R) : Prop :=
  (0 < k <= n)%nat /\ 0 < lam /\
  exists P : nat -> nat -> R,
    distance2 n k P centre <= radius ^ 2
    /\ (forall Q, distance2 n k Q centre <= box ^ 2 -> F n k k P + lam/2 * distance2 n k Q P <= F n k k Q)
    /\ forall d, (k <= d)%nat -> spurious_in_width n k P lam bound d.
(* Every k at once, with n = neurons k: for every k >= first one point that is such a minimum in every width d >= k, with one constant of
   growth for all k. *)
Definition spurious_for_every_k (neurons : nat -> nat) (first : nat) (lam : R) : Prop :=
  0 < lam /\ forall k, (first <= k)%nat -> exists P bound, forall d, (k <= d)%nat -> spurious_in_width (neurons k) k P lam bound d.
(* ---- one neuron more ---- *)
(* neuron i of n in two parts, alpha and 1 - alpha of it; the second stands at the end *)
Definition split_neuron (n i : nat) (alpha : R) (W : nat -> nat -> R) (l s : nat) : R :=
  if Nat.ltb l n then (if Nat.eqb i l then alpha * W i s else W l s) else (1 - alpha) * W i s.
(* the same function, but with n + 1 neurons F is lower at points arbitrarily near, for every alpha *)
Definition split_descends_from (n k d i : nat) (W : nat -> nat -> R) : Prop :=
  forall alpha, 0 < alpha < 1 -> F (n + 1) k d (split_neuron n i alpha W) = F n k d W
    /\ forall eps, 0 < eps -> exists Q, distance2 (n + 1) d Q (split_neuron n i alpha W) < eps^2 /\ F (n + 1) k d Q < F n k d W.
(* along the line S + t D the function f is differentiable near t = 0, with derivative 0 and second derivative l at t = 0 *)
Definition stationary_along (f : (nat -> nat -> R) -> R) (S D : nat -> nat -> R) (l : R) : Prop :=
  exists f1 : R -> R, locally 0 (fun t => is_derive (fun t => f (fun a s => S a s + t * D a s)) t (f1 t)) /\ f1 0 = 0 /\ is_derive f1 0 l.
(* for every alpha a strict saddle: stationary along every line, and along one of them the second derivative is negative *)
Definition split_is_saddle (n k d i : nat) (W : nat -> nat -> R) : Prop :=
  forall alpha, 0 < alpha < 1 -> let S := split_neuron n i alpha W in
    (forall D, exists l, stationary_along (F (n + 1) k d) S D l) /\ exists D l, stationary_along (F (n + 1) k d) S D l /\ l < 0.

(* Weights with one big block: m neurons that are a at a coordinate of their own, b at the others of the block and c_s at the further
   coordinates; the other neurons are d_t on the block and e_ts at the further coordinates. *)
Definition block_weights (m : nat) (a b : R) (c d : nat -> R) (e : nat -> nat -> R) (i s : nat) : R :=
  if Nat.ltb i m then (if Nat.ltb s m then (if Nat.eqb i s then a else b) else c (s - m)%nat)
  else (if Nat.ltb s m then d (i - m)%nat else e (i - m)%nat (s - m)%nat).

(* ---- F as a Gaussian expectation ---- *)
Definition relu (x : R) : R := Rmax 0 x.
(* n neurons at the input x *)
Definition network (n d : nat) (W : nat -> nat -> R) (x : nat -> R) : R := sum n (fun i => relu (inner d (W i) x)).
(* half the squared difference of the two networks at x; F is its mean *)
Definition loss (n k d : nat) (W : nat -> nat -> R) (x : nat -> R) : R := /2 * (network n d W x - network k d unit_vector x)^2.
(* the density of the standard normal distribution *)
Definition gauss (x : R) : R := exp (- x^2/2) / sqrt (2*PI).
(* E g(X) = l for a standard normal X: an improper Riemann integral *)
Definition gaussian_integral (g : R -> R) (l : R) : Prop :=
  is_RInt_gen (fun x => g x * gauss x) (Rbar_locally m_infty) (Rbar_locally p_infty) l.
(* E g(X, Y) = l for two independent ones: the iterated integral, Y first *)
Definition gaussian_integral_2 (g : R -> R -> R) (l : R) : Prop :=
  exists h : R -> R, (forall x, gaussian_integral (g x) (h x)) /\ gaussian_integral h l.
(* continuous functions that grow at most like |x|^2, on R^d and on the plane *)
Definition quadratic_growth (d : nat) (g : (nat -> R) -> R) : Prop :=
  (forall x, continuous (T := fct_UniformSpace nat R_UniformSpace) (U := R_UniformSpace) g x)
  /\ exists C, forall x, Rabs (g x) <= C * (1 + inner d x x).
Definition quadratic_growth_2 (g : R -> R -> R) : Prop :=
  (forall x y, continuity_2d_pt g x y) /\ exists C, forall x y, Rabs (g x y) <= C * (1 + x^2 + y^2).
Definition orthonormal (d : nat) (u v : nat -> R) : Prop := inner d u u = 1 /\ inner d v v = 1 /\ inner d u v = 0.
(* What is used of the standard normal distribution N(0, I) on R^d: its expectation is linear, and two orthogonal coordinates of
   length 1 are two independent standard normal variables. *)
Record gaussian_expectation (d : nat) (E : ((nat -> R) -> R) -> R) : Prop := {
  expectation_linear : forall a b g h, quadratic_growth d g -> quadratic_growth d h ->
    E (fun x => a * g x + b * h x) = a * E g + b * E h;
  expectation_plane : forall u v, orthonormal d u v -> forall g l, quadratic_growth_2 g -> gaussian_integral_2 g l ->
    E (fun x => g (inner d u x) (inner d v x)) = l
}.
(* The expected loss, in place of F, has a spurious local minimum in every width. *)
Definition spurious_expected_loss (n k : nat) (bound : R) : Prop :=
  exists P, forall d, (k <= d)%nat -> (2 <= d)%nat -> forall E, gaussian_expectation d E ->
    let L W := E (loss n k d W) in
    strict_local_minimum n d L (widen k P) /\ bound < L (widen k P) /\ L (target_weights k) = 0 /\ forall Q, 0 <= L Q.
