(* asin x = x As(x^2) and atan x = x At(x^2): bounds of As and At near 0, and derivatives of asin (s x) / s and atan (s x) / s, which are
   regular at s = 0. *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import TypeTwo.
Open Scope R_scope.

Lemma asin_derivative x : -1 < x < 1 -> is_derive asin x (/ sqrt (1 - x^2)).
Proof.
  intros H. apply is_derive_Reals. replace (/ sqrt (1 - x^2)) with (derive_pt asin x (derivable_pt_asin x H)); [apply derive_pt_eq_1 with (derivable_pt_asin x H); reflexivity|].
  rewrite derive_pt_asin. unfold Rdiv. rewrite Rmult_1_l. do 3 f_equal. unfold Rsqr. ring.
Qed.
(* f 0 = 0 and f' >= 0 *)
Lemma nonnegative_by_derivative (f df : R -> R) (b : R) : 0 <= b -> f 0 = 0 -> (forall x, 0 <= x <= b -> is_derive f x (df x)) -> (forall x, 0 <= x <= b -> 0 <= df x) -> 0 <= f b.
Proof.
  intros Hb F0 D P. destruct (MVT_gen f 0 b df) as [c [Hc E]]; rewrite ?Rmin_left, ?Rmax_right in * by assumption.
  - intros x Hx. apply D. lra.
  - intros x Hx. apply derivable_continuous_pt. exists (df x). apply is_derive_Reals, D. assumption.
  - rewrite F0 in E. pose proof (P c Hc). nra.
Qed.
Lemma inverse_root_bounds u : 0 <= u <= /4 -> 1 + u / 2 <= / sqrt (1 - u) <= 1 + u / 2 + 5 / 8 * u^2.
Proof.
  intros H. pose proof (sqrt_lt_R0 (1 - u) ltac:(lra)) as P. pose proof (sqrt_sqrt (1 - u) ltac:(lra)) as E. set (w := sqrt (1 - u)) in *.
  split; apply Rmult_le_reg_r with w; try assumption; rewrite Rinv_l by lra.
  - apply Rsqr_incr_0_var; [|lra]. unfold Rsqr. replace ((1 + u / 2) * w * ((1 + u / 2) * w)) with ((1 + u / 2)^2 * (w * w)) by ring. rewrite E. nra.
  - apply Rsqr_incr_0_var; [|apply Rmult_le_pos; nra]. unfold Rsqr.
    replace ((1 + u / 2 + 5 / 8 * u ^ 2) * w * ((1 + u / 2 + 5 / 8 * u ^ 2) * w)) with ((1 + u / 2 + 5 / 8 * u^2)^2 * (w * w)) by ring. rewrite E.
    replace ((1 + u / 2 + 5 / 8 * u ^ 2) ^ 2 * (1 - u)) with (1 + u^2 * (/2 - 7 / 8 * u - 15 / 64 * u^2 - 25 / 64 * u^3)) by field.
    assert (0 <= u^2 * (/2 - 7 / 8 * u - 15 / 64 * u^2 - 25 / 64 * u^3)); [|lra]. apply Rmult_le_pos; [nra|]. assert (u^2 <= /16) by nra. assert (u^3 <= /64) by nra. lra.
Qed.
Lemma arc_sine_ratio_bounds u : 0 <= u <= /4 -> 1 + u / 6 <= arc_sine_ratio u <= 1 + u / 6 + u^2 / 8.
Proof.
  intros H. unfold arc_sine_ratio. destruct (Req_EM_T u 0) as [->|N]; [lra|]. set (x := sqrt u). assert (Px : 0 < x) by (apply sqrt_lt_R0; lra).
  assert (E : u = x * x) by (symmetry; apply sqrt_sqrt; lra). assert (Hx : x <= /2) by nra. clearbody x. subst u.
  assert (B : forall t, 0 <= t <= x -> 1 + t^2 / 2 <= / sqrt (1 - t^2) <= 1 + t^2 / 2 + 5 / 8 * (t^2)^2) by (intros t Ht; apply inverse_root_bounds; nra).
  assert (A : 0 <= asin x - (x + x^3 / 6)).
  { apply (nonnegative_by_derivative (fun t => asin t - (t + t^3 / 6)) (fun t => / sqrt (1 - t^2) - (1 + t^2 / 2))); [lra|rewrite asin_0; lra| |].
    - intros t Ht. apply (is_derive_minus asin (fun t => t + t^3 / 6)); [apply asin_derivative; lra|]. auto_derive; [trivial|field].
    - intros t Ht. destruct (B t Ht). lra. }
  assert (C : 0 <= x + x^3 / 6 + x^5 / 8 - asin x).
  { apply (nonnegative_by_derivative (fun t => t + t^3 / 6 + t^5 / 8 - asin t) (fun t => 1 + t^2 / 2 + 5 / 8 * (t^2)^2 - / sqrt (1 - t^2))); [lra|rewrite asin_0; lra| |].
    - intros t Ht. apply (is_derive_minus (fun t => t + t^3 / 6 + t^5 / 8) asin); [auto_derive; [trivial|field]|apply asin_derivative; lra].
    - intros t Ht. destruct (B t Ht). lra. }
  split; apply Rmult_le_reg_r with x; try assumption.
  - replace ((1 + x * x / 6) * x) with (x + x^3 / 6) by field. unfold Rdiv at 2. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - replace ((1 + x * x / 6 + (x * x)^2 / 8) * x) with (x + x^3 / 6 + x^5 / 8) by field. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
Lemma arc_tangent_ratio_bounds u : 0 <= u -> 1 - u / 3 <= arc_tangent_ratio u <= 1 - u / 3 + u^2 / 5.
Proof.
  intros H. unfold arc_tangent_ratio. destruct (Req_EM_T u 0) as [->|N]; [lra|]. set (x := sqrt u). assert (Px : 0 < x) by (apply sqrt_lt_R0; lra).
  assert (E : u = x * x) by (symmetry; apply sqrt_sqrt; lra). clearbody x. subst u.
  assert (B : forall t, 1 - t^2 <= / (1 + t^2) <= 1 - t^2 + (t^2)^2).
  { intros t. assert (0 <= t^2) by apply pow2_ge_0. split; apply Rmult_le_reg_r with (1 + t^2); try lra; rewrite Rinv_l by lra; [nra|].
    replace ((1 - t^2 + (t^2)^2) * (1 + t^2)) with (1 + (t^2)^3) by ring. pose proof (pow_le (t^2) 3 H0). lra. }
  assert (A : 0 <= atan x - (x - x^3 / 3)).
  { apply (nonnegative_by_derivative (fun t => atan t - (t - t^3 / 3)) (fun t => / (1 + t²) - (1 - t^2))); [lra|rewrite atan_0; lra| |].
    - intros t Ht. apply (is_derive_minus atan (fun t => t - t^3 / 3)); [apply is_derive_atan|]. auto_derive; [trivial|field].
    - intros t Ht. destruct (B t). replace (t²) with (t^2) by (unfold Rsqr; ring). lra. }
  assert (C : 0 <= x - x^3 / 3 + x^5 / 5 - atan x).
  { apply (nonnegative_by_derivative (fun t => t - t^3 / 3 + t^5 / 5 - atan t) (fun t => 1 - t^2 + (t^2)^2 - / (1 + t²))); [lra|rewrite atan_0; lra| |].
    - intros t Ht. apply (is_derive_minus (fun t => t - t^3 / 3 + t^5 / 5) atan); [auto_derive; [trivial|field]|apply is_derive_atan].
    - intros t Ht. destruct (B t). replace (t²) with (t^2) by (unfold Rsqr; ring). lra. }
  split; apply Rmult_le_reg_r with x; try assumption.
  - replace ((1 - x * x / 3) * x) with (x - x^3 / 3) by field. unfold Rdiv at 2. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - replace ((1 - x * x / 3 + (x * x)^2 / 5) * x) with (x - x^3 / 3 + x^5 / 5) by field. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
(* asin (p x) / p and atan (p x) / p *)
Lemma scaled_asin p x : p <> 0 -> x * arc_sine_ratio ((p * x)^2) = asin (p * x) / p.
Proof. intros H. rewrite asin_ratio. field. assumption. Qed.
Lemma scaled_atan p x : p <> 0 -> x * arc_tangent_ratio ((p * x)^2) = atan (p * x) / p.
Proof. intros H. rewrite atan_ratio. field. assumption. Qed.
Lemma scaled_asin_derivative (p : R) (f : R -> R) (t l : R) : p <> 0 -> is_derive f t l -> -1 < p * f t < 1 ->
  is_derive (fun t => f t * arc_sine_ratio ((p * f t)^2)) t (/ sqrt (1 - (p * f t)^2) * l).
Proof.
  intros Hp D B. apply (is_derive_ext (fun t => / p * asin (p * f t))); [intros; rewrite scaled_asin by assumption; apply Rmult_comm|].
  replace (/ sqrt (1 - (p * f t)^2) * l) with (/ p * (p * l * / sqrt (1 - (p * f t)^2))) by (set (v := / sqrt _); field; assumption).
  apply is_derive_scal. apply (is_derive_comp asin (fun t => p * f t)); [apply asin_derivative; assumption|]. apply is_derive_scal. assumption.
Qed.
Lemma scaled_atan_derivative (p : R) (f : R -> R) (t l : R) : p <> 0 -> is_derive f t l ->
  is_derive (fun t => f t * arc_tangent_ratio ((p * f t)^2)) t (/ (1 + (p * f t)^2) * l).
Proof.
  intros Hp D. apply (is_derive_ext (fun t => / p * atan (p * f t))); [intros; rewrite scaled_atan by assumption; apply Rmult_comm|].
  replace (/ (1 + (p * f t)^2) * l) with (/ p * (p * l * / (1 + (p * f t)²))) by (replace ((p * f t)²) with ((p * f t)^2) by (unfold Rsqr; ring); set (v := / (1 + _)); field; assumption).
  apply is_derive_scal. apply (is_derive_comp atan (fun t => p * f t)); [apply is_derive_atan|]. apply is_derive_scal. assumption.
Qed.
