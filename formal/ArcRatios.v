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
Lemma inverse_root_bounds u : 0 <= u <= /4 -> 1 + u / 2 + 3 / 8 * u^2 <= / sqrt (1 - u) <= 1 + u / 2 + 3 / 8 * u^2 + 7 / 16 * u^3.
Proof.
  intros H. pose proof (sqrt_lt_R0 (1 - u) ltac:(lra)) as P. pose proof (sqrt_sqrt (1 - u) ltac:(lra)) as E. set (w := sqrt (1 - u)) in *.
  assert (H2 : 0 <= u^2 <= /16) by nra. assert (H3 : 0 <= u^3 <= /64) by nra. assert (H4 : 0 <= u^4 <= /256) by nra.
  split; apply Rmult_le_reg_r with w; try assumption; rewrite Rinv_l by lra.
  - apply Rsqr_incr_0_var; [|lra]. unfold Rsqr. replace ((1 + u / 2 + 3 / 8 * u^2) * w * ((1 + u / 2 + 3 / 8 * u^2) * w)) with ((1 + u / 2 + 3 / 8 * u^2)^2 * (w * w)) by ring. rewrite E.
    replace ((1 + u / 2 + 3 / 8 * u^2)^2 * (1 - u)) with (1 - u^3 * (5 / 8 + 15 / 64 * u + 9 / 64 * u^2)) by field. assert (0 <= u^3 * (5 / 8 + 15 / 64 * u + 9 / 64 * u^2)); [apply Rmult_le_pos; lra|lra].
  - apply Rsqr_incr_0_var; [|apply Rmult_le_pos; lra]. unfold Rsqr.
    replace ((1 + u / 2 + 3 / 8 * u^2 + 7 / 16 * u^3) * w * ((1 + u / 2 + 3 / 8 * u^2 + 7 / 16 * u^3) * w)) with ((1 + u / 2 + 3 / 8 * u^2 + 7 / 16 * u^3)^2 * (w * w)) by ring. rewrite E.
    replace ((1 + u / 2 + 3 / 8 * u^2 + 7 / 16 * u^3)^2 * (1 - u)) with (1 + u^3 * (/4 - 43 / 64 * u - 16 / 64 * u^2 - 35 / 256 * u^3 - 49 / 256 * u^4)) by field.
    assert (0 <= u^3 * (/4 - 43 / 64 * u - 16 / 64 * u^2 - 35 / 256 * u^3 - 49 / 256 * u^4)); [apply Rmult_le_pos; lra|lra].
Qed.
Lemma arc_sine_ratio_bounds u : 0 <= u <= /4 -> 1 + u / 6 + 3 / 40 * u^2 <= arc_sine_ratio u <= 1 + u / 6 + 3 / 40 * u^2 + u^3 / 16.
Proof.
  intros H. unfold arc_sine_ratio. destruct (Req_EM_T u 0) as [->|N]; [lra|]. set (x := sqrt u). assert (Px : 0 < x) by (apply sqrt_lt_R0; lra).
  assert (E : u = x * x) by (symmetry; apply sqrt_sqrt; lra). assert (Hx : x <= /2) by nra. clearbody x. subst u.
  assert (B : forall t, 0 <= t <= x -> 1 + t^2 / 2 + 3 / 8 * (t^2)^2 <= / sqrt (1 - t^2) <= 1 + t^2 / 2 + 3 / 8 * (t^2)^2 + 7 / 16 * (t^2)^3) by (intros t Ht; apply inverse_root_bounds; nra).
  assert (A : 0 <= asin x - (x + x^3 / 6 + 3 / 40 * x^5)).
  { apply (nonnegative_by_derivative (fun t => asin t - (t + t^3 / 6 + 3 / 40 * t^5)) (fun t => / sqrt (1 - t^2) - (1 + t^2 / 2 + 3 / 8 * (t^2)^2))); [lra|rewrite asin_0; lra| |].
    - intros t Ht. apply (is_derive_minus asin (fun t => t + t^3 / 6 + 3 / 40 * t^5)); [apply asin_derivative; lra|]. auto_derive; [trivial|field].
    - intros t Ht. destruct (B t Ht). lra. }
  assert (C : 0 <= x + x^3 / 6 + 3 / 40 * x^5 + x^7 / 16 - asin x).
  { apply (nonnegative_by_derivative (fun t => t + t^3 / 6 + 3 / 40 * t^5 + t^7 / 16 - asin t) (fun t => 1 + t^2 / 2 + 3 / 8 * (t^2)^2 + 7 / 16 * (t^2)^3 - / sqrt (1 - t^2))); [lra|rewrite asin_0; lra| |].
    - intros t Ht. apply (is_derive_minus (fun t => t + t^3 / 6 + 3 / 40 * t^5 + t^7 / 16) asin); [auto_derive; [trivial|field]|apply asin_derivative; lra].
    - intros t Ht. destruct (B t Ht). lra. }
  split; apply Rmult_le_reg_r with x; try assumption.
  - replace ((1 + x * x / 6 + 3 / 40 * (x * x)^2) * x) with (x + x^3 / 6 + 3 / 40 * x^5) by field. unfold Rdiv at 3. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - replace ((1 + x * x / 6 + 3 / 40 * (x * x)^2 + (x * x)^3 / 16) * x) with (x + x^3 / 6 + 3 / 40 * x^5 + x^7 / 16) by field. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
Lemma arc_tangent_ratio_bounds u : 0 <= u -> 1 - u / 3 + u^2 / 5 - u^3 / 7 <= arc_tangent_ratio u <= 1 - u / 3 + u^2 / 5.
Proof.
  intros H. unfold arc_tangent_ratio. destruct (Req_EM_T u 0) as [->|N]; [lra|]. set (x := sqrt u). assert (Px : 0 < x) by (apply sqrt_lt_R0; lra).
  assert (E : u = x * x) by (symmetry; apply sqrt_sqrt; lra). clearbody x. subst u.
  assert (B : forall t, 1 - t^2 + (t^2)^2 - (t^2)^3 <= / (1 + t^2) <= 1 - t^2 + (t^2)^2).
  { intros t. assert (P : 0 <= t^2) by apply pow2_ge_0. split; apply Rmult_le_reg_r with (1 + t^2); try lra; rewrite Rinv_l by lra.
    - replace ((1 - t^2 + (t^2)^2 - (t^2)^3) * (1 + t^2)) with (1 - (t^2)^4) by ring. pose proof (pow_le (t^2) 4 P). lra.
    - replace ((1 - t^2 + (t^2)^2) * (1 + t^2)) with (1 + (t^2)^3) by ring. pose proof (pow_le (t^2) 3 P). lra. }
  assert (A : 0 <= atan x - (x - x^3 / 3 + x^5 / 5 - x^7 / 7)).
  { apply (nonnegative_by_derivative (fun t => atan t - (t - t^3 / 3 + t^5 / 5 - t^7 / 7)) (fun t => / (1 + t²) - (1 - t^2 + (t^2)^2 - (t^2)^3))); [lra|rewrite atan_0; lra| |].
    - intros t Ht. apply (is_derive_minus atan (fun t => t - t^3 / 3 + t^5 / 5 - t^7 / 7)); [apply is_derive_atan|]. auto_derive; [trivial|field].
    - intros t Ht. destruct (B t). replace (t²) with (t^2) by (unfold Rsqr; ring). lra. }
  assert (C : 0 <= x - x^3 / 3 + x^5 / 5 - atan x).
  { apply (nonnegative_by_derivative (fun t => t - t^3 / 3 + t^5 / 5 - atan t) (fun t => 1 - t^2 + (t^2)^2 - / (1 + t²))); [lra|rewrite atan_0; lra| |].
    - intros t Ht. apply (is_derive_minus (fun t => t - t^3 / 3 + t^5 / 5) atan); [auto_derive; [trivial|field]|apply is_derive_atan].
    - intros t Ht. destruct (B t). replace (t²) with (t^2) by (unfold Rsqr; ring). lra. }
  split; apply Rmult_le_reg_r with x; try assumption.
  - replace ((1 - x * x / 3 + (x * x)^2 / 5 - (x * x)^3 / 7) * x) with (x - x^3 / 3 + x^5 / 5 - x^7 / 7) by field. unfold Rdiv at 4. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - replace ((1 - x * x / 3 + (x * x)^2 / 5) * x) with (x - x^3 / 3 + x^5 / 5) by field. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
(* what the derivative of asin (p x) / p in p is made of, over x (p x)^2 *)
Lemma arc_sine_slope_bounds u : 0 < u <= /4 -> 1 / 3 + 3 / 10 * u - u^2 / 16 <= (/ sqrt (1 - u) - arc_sine_ratio u) / u <= 1 / 3 + 3 / 10 * u + 7 / 16 * u^2.
Proof.
  intros H. destruct (inverse_root_bounds u ltac:(lra)), (arc_sine_ratio_bounds u ltac:(lra)). set (q := / sqrt (1 - u)) in *. set (r := arc_sine_ratio u) in *. clearbody q r.
  assert (E : (q - r) / u * u = q - r) by (field; lra). split; apply Rmult_le_reg_r with u; try lra; rewrite E; nra.
Qed.
Lemma arc_tangent_slope_bounds u : 0 < u -> - (2 / 3) + 4 / 5 * u - u^2 <= (/ (1 + u) - arc_tangent_ratio u) / u <= - (2 / 3) + 4 / 5 * u + u^2 / 7.
Proof.
  intros H. destruct (arc_tangent_ratio_bounds u ltac:(lra)).
  assert (B : 1 - u + u^2 - u^3 <= / (1 + u) <= 1 - u + u^2).
  { split; apply Rmult_le_reg_r with (1 + u); try lra; rewrite Rinv_l by lra.
    - replace ((1 - u + u^2 - u^3) * (1 + u)) with (1 - u^4) by ring. pose proof (pow_le u 4 ltac:(lra)). lra.
    - replace ((1 - u + u^2) * (1 + u)) with (1 + u^3) by ring. pose proof (pow_le u 3 ltac:(lra)). lra. }
  set (q := / (1 + u)) in *. set (r := arc_tangent_ratio u) in *. clearbody q r.
  assert (E : (q - r) / u * u = q - r) by (field; lra). split; apply Rmult_le_reg_r with u; try lra; rewrite E; nra.
Qed.
(* asin (p x) / p and atan (p x) / p *)
Lemma scaled_asin p x : p <> 0 -> x * arc_sine_ratio ((p * x)^2) = asin (p * x) / p.
Proof. intros H. rewrite asin_ratio. field. assumption. Qed.
Lemma scaled_atan p x : p <> 0 -> x * arc_tangent_ratio ((p * x)^2) = atan (p * x) / p.
Proof. intros H. rewrite atan_ratio. field. assumption. Qed.
(* their derivatives when p and x move *)
Lemma locally_nonzero (p : R -> R) t dp : p t <> 0 -> is_derive p t dp -> locally t (fun t => p t <> 0).
Proof.
  intros N D. assert (C : continuity_pt p t) by (apply derivable_continuous_pt; exists dp; apply is_derive_Reals; exact D). apply continuity_pt_filterlim in C.
  exact (C (fun y => y <> 0) (open_neq 0 (p t) N)).
Qed.
Lemma scaled_asin_derivative (p f : R -> R) (t dp df : R) : p t <> 0 -> is_derive p t dp -> is_derive f t df -> -1 < p t * f t < 1 ->
  is_derive (fun t => f t * arc_sine_ratio ((p t * f t)^2)) t
    (/ sqrt (1 - (p t * f t)^2) * df + (f t * / sqrt (1 - (p t * f t)^2) - f t * arc_sine_ratio ((p t * f t)^2)) / p t * dp).
Proof.
  intros N Dp Df B. apply (is_derive_ext_loc (fun t => asin (p t * f t) / p t)).
  { apply (filter_imp (fun t => p t <> 0)); [intros x Hx; symmetry; apply scaled_asin; assumption|apply (locally_nonzero p t dp); assumption]. }
  rewrite scaled_asin by assumption. set (w := / sqrt (1 - (p t * f t)^2)).
  replace (w * df + (f t * w - asin (p t * f t) / p t) / p t * dp) with ((w * (dp * f t + p t * df) * p t - asin (p t * f t) * dp) / p t ^ 2) by (field; assumption).
  apply (is_derive_div (fun t => asin (p t * f t)) p); [|assumption|assumption]. replace (w * (dp * f t + p t * df)) with (scal (dp * f t + p t * df) w) by (unfold scal; simpl; unfold mult; simpl; ring).
  apply (is_derive_comp asin (fun t => p t * f t)); [apply asin_derivative; assumption|]. apply (is_derive_mult p f); [assumption|assumption|exact Rmult_comm].
Qed.
Lemma scaled_atan_derivative (p f : R -> R) (t dp df : R) : p t <> 0 -> is_derive p t dp -> is_derive f t df ->
  is_derive (fun t => f t * arc_tangent_ratio ((p t * f t)^2)) t
    (/ (1 + (p t * f t)^2) * df + (f t * / (1 + (p t * f t)^2) - f t * arc_tangent_ratio ((p t * f t)^2)) / p t * dp).
Proof.
  intros N Dp Df. apply (is_derive_ext_loc (fun t => atan (p t * f t) / p t)).
  { apply (filter_imp (fun t => p t <> 0)); [intros x Hx; symmetry; apply scaled_atan; assumption|apply (locally_nonzero p t dp); assumption]. }
  rewrite scaled_atan by assumption. set (w := / (1 + (p t * f t)^2)).
  replace (w * df + (f t * w - atan (p t * f t) / p t) / p t * dp) with ((w * (dp * f t + p t * df) * p t - atan (p t * f t) * dp) / p t ^ 2) by (field; assumption).
  apply (is_derive_div (fun t => atan (p t * f t)) p); [|assumption|assumption]. replace (w * (dp * f t + p t * df)) with (scal (dp * f t + p t * df) (/ (1 + (p t * f t)²))) by (unfold w, scal, Rsqr; simpl; unfold mult; simpl; rewrite Rmult_1_r; ring).
  apply (is_derive_comp atan (fun t => p t * f t)); [apply is_derive_atan|]. apply (is_derive_mult p f); [assumption|assumption|exact Rmult_comm].
Qed.
