(* Existence on an interval of s: from what a slab delivers (TypeTwoSlab.v), for every k with k^(-1/2) in it, a spurious local minimum
   in every width.  In the five unknowns, 2 pi k F is strongly convex on the box, uniformly in s, and its gradient are the equations. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum SymmetricExistence
  Angles TypeTwo TypeTwoSlab TypeTwoTrivial Statements Positivity SpuriousMinimum.
Open Scope R_scope.

Lemma derive_shift (g : R -> R) t l : is_derive g 0 l -> is_derive (fun t' => g (t' - t)) t l.
Proof.
  intros H. evar_last; [apply (is_derive_comp g (fun t' => t' - t) t l 1)|].
  - replace (t - t) with 0 by ring. exact H.
  - auto_derive; [trivial|ring].
  - unfold scal; simpl; unfold mult; simpl. ring.
Qed.
Section At.
Variable m : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Notation k := (m + 1)%nat.
Variable s : R.
Hypothesis Hs : 0 < s.
Hypothesis Hk : (M + 1) * s^2 = 1.
(* the weights of given unknowns, and of a direction *)
Definition scaled_entry (y : nat -> R) := entry m (za s (y 0%nat)) (zb s (y 1%nat)) (fun _ => s^2 * zc s (y 2%nat)) (fun _ => s^2 * y 3%nat) (fun _ _ => ze s (y 4%nat)).
Definition scaled_point (y : nat -> R) := point m 1 (za s (y 0%nat)) (zb s (y 1%nat)) (fun _ => s^2 * zc s (y 2%nat)) (fun _ => s^2 * y 3%nat) (fun _ _ => ze s (y 4%nat)).
Definition scaled_direction (x : nat -> R) := point m 1 (s^3 * x 0%nat) (s^4 * x 1%nat) (fun _ => s^3 * x 2%nat) (fun _ => s^2 * x 3%nat) (fun _ _ => s * x 4%nat).
Lemma scaled_line y x t : line (scaled_point y) (scaled_direction x) t = scaled_point (line y x t).
Proof.
  apply FunctionalExtensionality.functional_extensionality. intros I. unfold line, scaled_point, scaled_direction, point, entry, block_weights, za, zb, zc, ze.
  repeat match goal with |- context [if ?t then _ else _] => destruct t end; ring.
Qed.
Lemma s_square : s^2 <= /4.
Proof. pose proof (le_INR _ _ Hm) as H. change (INR 3) with (1 + 1 + 1) in H. assert (0 < s^2) by (apply pow_lt; assumption). nra. Qed.
Lemma weights_positive : 0 < nr s <= 1 /\ 0 < n1 s <= 1.
Proof. pose proof s_square. assert (0 < s^2) by (apply pow_lt; assumption). unfold nr, n1. lra. Qed.
Lemma m_scaled : M = nr s / s^2.
Proof. unfold nr. apply Rmult_eq_reg_r with (s^2); [|nra]. replace ((1 - s^2) / s^2 * s^2) with (1 - s^2) by (field; lra). lra. Qed.
Lemma rows_product a b c d e a' b' c' d' e' :
  sum k (fun i => sum k (fun j => entry m a b c d e i j * entry m a' b' c' d' e' i j))
  = M * (a * a') + M * (M - 1) * (b * b') + M * (c 0%nat * c' 0%nat) + M * (d 0%nat * d' 0%nat) + e 0%nat 0%nat * e' 0%nat 0%nat.
Proof.
  rewrite (sum_ext k _ (fun i => sum k (fun j => packed_entry m 1 1 (pack 1 1 a b c d e) i j * packed_entry m 1 1 (pack 1 1 a' b' c' d' e') i j))).
  - rewrite packed_product, (multiplicity_sum m 1 1 Hm (fun i => pack 1 1 a b c d e i * pack 1 1 a' b' c' d' e' i)) by assumption. cbn [sum].
    unfold part_c, part_d, part_e. rewrite !Rplus_0_r. reflexivity.
  - intros i Hi. apply sum_ext. intros j Hj. rewrite !pack_entry by assumption. reflexivity.
Qed.
Lemma scaled_norm x : sqnorm (k * k) (scaled_direction x)
  = s^2 * (nr s * s^2 * x 0%nat ^ 2 + nr s * n1 s * s^2 * x 1%nat ^ 2 + nr s * s^2 * x 2%nat ^ 2 + nr s * x 3%nat ^ 2 + x 4%nat ^ 2).
Proof.
  unfold sqnorm. rewrite dot_sum, sum_rows.
  rewrite (sum_ext k _ (fun i => sum k (fun j => entry m (s^3 * x 0%nat) (s^4 * x 1%nat) (fun _ => s^3 * x 2%nat) (fun _ => s^2 * x 3%nat) (fun _ _ => s * x 4%nat) i j
    * entry m (s^3 * x 0%nat) (s^4 * x 1%nat) (fun _ => s^3 * x 2%nat) (fun _ => s^2 * x 3%nat) (fun _ _ => s * x 4%nat) i j))).
  - rewrite rows_product, m_scaled. unfold nr, n1. field. lra.
  - intros i Hi. apply sum_ext. intros j Hj. unfold scaled_direction, point. destruct (divmod k i j Hj) as [-> ->]. reflexivity.
Qed.
Lemma scaled_at_regular y : at_unknowns (scaled_domain s) y -> regular k k k (scaled_point y).
Proof. intros H. apply (regular_point m 1 1 Hm). exact (scaled_regular m s _ _ _ _ _ Hk H). Qed.
Lemma scaled_dot y x : at_unknowns (scaled_domain s) y ->
  dot (k * k) (gradient k k k (scaled_point y)) (scaled_direction x) = s^2 / (2*PI) * dot 5 (equations s y) x.
Proof.
  intros H. pose proof PI_RGT_0. rewrite !dot_sum, sum_rows. destruct (scaled_gradient m s _ _ _ _ _ Hk H) as [Ga [Gb [Gc [Gd Ge]]]].
  assert (inv : forall g e0, 2 * PI * g = e0 -> g = e0 / (2*PI)) by (intros g e0 <-; field; lra).
  set (A := za s (y 0%nat)) in *. set (B := zb s (y 1%nat)) in *. set (C := fun _ : nat => s^2 * zc s (y 2%nat)) in *. set (D := fun _ : nat => s^2 * y 3%nat) in *. set (E := fun _ _ : nat => ze s (y 4%nat)) in *.
  rewrite (sum_ext k _ (fun i => sum k (fun j => entry m (gradient_a m 1 1 A B C D E) (gradient_b m 1 1 A B C D E) (gradient_c m 1 1 A B C D E) (gradient_d m 1 1 A B C D E) (gradient_e m 1 1 A B C D E) i j * entry m (s^3 * x 0%nat) (s^4 * x 1%nat) (fun _ => s^3 * x 2%nat) (fun _ => s^2 * x 3%nat) (fun _ _ => s * x 4%nat) i j))).
  2:{ intros i Hi. apply sum_ext. intros j Hj. unfold gradient, scaled_direction, point. destruct (divmod k i j Hj) as [-> ->].
      unfold scaled_point. fold A B C D E. rewrite (gradient_entries m 1 1 Hm) by assumption. reflexivity. }
  rewrite rows_product, (inv _ _ Ga), (inv _ _ Gb), (inv _ _ Gc), (inv _ _ Gd), (inv _ _ Ge), m_scaled. cbn [sum]. unfold equations, at_unknowns.
  set (ea := equation_a _ _ _ _ _ _). set (eb := equation_b _ _ _ _ _ _). set (ec := equation_c _ _ _ _ _ _). set (ed := equation_d _ _ _ _ _ _). set (ee := equation_e _ _ _ _ _ _).
  unfold nr, n1. field. lra.
Qed.
(* 2 pi k F *)
Definition scaled_value y := 2*PI / s^2 * objective_atan k k k (scaled_point y).
Lemma derive_scaled_value y x t : at_unknowns (scaled_domain s) (line y x t) ->
  is_derive (fun t => scaled_value (line y x t)) t (dot 5 (equations s (line y x t)) x).
Proof.
  intros H. pose proof PI_RGT_0. unfold scaled_value.
  replace (dot 5 (equations s (line y x t)) x) with (2*PI / s^2 * derivative1 k k k (line (scaled_point y) (scaled_direction x) t) (scaled_direction x)).
  - apply is_derive_scal. apply (is_derive_ext (fun t => objective_atan k k k (line (scaled_point y) (scaled_direction x) t))); [intros; rewrite scaled_line; reflexivity|].
    apply derive_objective. rewrite scaled_line. apply scaled_at_regular. exact H.
  - rewrite scaled_line, <- gradient_derivative1 by (lia || (apply scaled_at_regular; exact H)). rewrite scaled_dot by exact H. field. lra.
Qed.
Variables (lo hi : R) (v0 : R -> nat -> R) (rho nu mu : R).
Hypothesis HS : slab lo hi v0 rho nu mu.
Hypothesis Hin : lo <= s <= hi.
Notation box y r := (forall i, (i < 5)%nat -> Rabs (y i - v0 s i) <= r).
Notation inner_radius := (9/10 * rho).
Lemma box_positive y : box y rho -> slab_positive nu mu s y.
Proof. intros H. exact (slab_box _ _ _ _ _ _ HS s y Hs Hin H). Qed.
Notation ball := (Ball 5 (v0 s) inner_radius).
Lemma ball_box y : ball y -> box y inner_radius.
Proof.
  intros [_ H] i Hi. pose proof (coord 5 (vsub y (v0 s)) i Hi) as C. change (vsub y (v0 s) i) with (y i - v0 s i) in C. pose proof (slab_rho _ _ _ _ _ _ HS).
  apply Rabs_le. split; nra.
Qed.
Lemma ball_positive y : ball y -> slab_positive nu mu s y.
Proof. intros H. apply box_positive. intros i Hi. pose proof (ball_box y H i Hi). pose proof (slab_rho _ _ _ _ _ _ HS). lra. Qed.
(* the slope of the equations along a line *)
Lemma derive_equations y x t : slab_positive nu mu s (line y x t) ->
  exists l, is_derive (fun t => dot 5 (equations s (line y x t)) x) t l /\ mu * sqnorm 5 x <= l.
Proof.
  intros H. destruct (sp_trivial _ _ _ _ H) as [J [HJ Hmu]]. exists (sum 5 (fun i => x i * sum 5 (fun j => J i j * x j))). split.
  - apply (is_derive_ext (fun t' => sum 5 (fun i => x i * equations s (fun j => line y x t j + (t' - t) * x j) i))).
    + intros t'. rewrite dot_sum. apply sum_ext. intros i _. rewrite Rmult_comm. f_equal. f_equal. apply FunctionalExtensionality.functional_extensionality. intros j. unfold line. ring.
    + apply (is_derive_sum 5 (fun i t' => x i * equations s (fun j => line y x t j + (t' - t) * x j) i)). intros i Hi. apply is_derive_scal.
      apply (derive_shift (fun t' => equations s (fun j => line y x t j + t' * x j) i)). apply HJ. assumption.
  - unfold sqnorm. rewrite dot_sum. rewrite (sum_ext 5 (fun i => x i * x i) (fun i => x i ^ 2)) by (intros; ring). apply Hmu.
Qed.
Lemma scaled_strongly_convex p q : ball p -> ball q -> scaled_value p + dot 5 (equations s p) (vsub q p) + mu/2 * sqnorm 5 (vsub q p) <= scaled_value q.
Proof.
  intros Hp Hq. set (u := vsub q p).
  assert (P : forall t, 0 <= t <= 1 -> slab_positive nu mu s (line p u t)) by (intros t Ht; apply ball_positive, Ball_segment; assumption).
  pose proof (taylor2 (fun t => scaled_value (line p u t)) (fun t => dot 5 (equations s (line p u t)) u)
    (Derive (fun t => dot 5 (equations s (line p u t)) u)) (mu * sqnorm 5 u)) as T.
  assert (E1 : line p u 1 = q) by (apply FunctionalExtensionality.functional_extensionality; intros; unfold line, u, vsub; ring).
  cbv beta in T. rewrite line_0, E1 in T.
  assert (scaled_value p + dot 5 (equations s p) u + mu * sqnorm 5 u / 2 <= scaled_value q); [apply T|lra].
  - intros t Ht. apply derive_scaled_value. exact (sp_domain _ _ _ _ (P t Ht)).
  - intros t Ht. destruct (derive_equations p u t (P t Ht)) as [l [Hl _]]. apply Derive_correct. exists l. exact Hl.
  - intros t Ht. destruct (derive_equations p u t (P t Ht)) as [l [Hl Hb]]. apply Rle_trans with l; [exact Hb|right; symmetry; exact (is_derive_unique _ _ _ Hl)].
Qed.
(* a critical point in the box *)
Theorem scaled_critical_point : exists y, ball y /\ forall i, (i < 5)%nat -> equations s y i = 0.
Proof.
  pose proof (slab_rho _ _ _ _ _ _ HS) as Hr. pose proof (slab_mu _ _ _ _ _ _ HS) as Hmu. pose proof (slab_residual _ _ _ _ _ _ HS s Hs Hin) as Res.
  destruct (minimum_of_strong_convexity 5 scaled_value (equations s) (v0 s) inner_radius mu Hmu scaled_strongly_convex) as [y [Hy [Hc _]]].
  - intros p v Hp. replace (dot 5 (equations s p) v) with (dot 5 (equations s (line p v 0)) v) by (rewrite line_0; reflexivity).
    apply derive_scaled_value. rewrite line_0. exact (sp_domain _ _ _ _ (ball_positive p Hp)).
  - unfold sqnorm. rewrite dot_sum. rewrite (sum_ext 5 (fun i => _ * _) (fun i => equations s (v0 s) i ^ 2)) by (intros; ring).
    assert (0 < mu^2 * rho^2) by (apply Rmult_lt_0_compat; apply pow_lt; assumption). nra.
  - exists y. split; [assumption|]. intros i Hi. pose proof (coord 5 (equations s y) i Hi) as C. unfold sqnorm in C. rewrite Hc in C. nra.
Qed.

(* ---- at a point of the box: the conditions of a minimum ---- *)
Variable y : nat -> R.
Hypothesis Hy : ball y.
Notation A := (za s (y 0%nat)). Notation B := (zb s (y 1%nat)). Notation C := (fun _ : nat => s^2 * zc s (y 2%nat)). Notation D := (fun _ : nat => s^2 * y 3%nat). Notation E := (fun _ _ : nat => ze s (y 4%nat)).
Notation lambda := (Rmin nu mu / (2*PI)).
Let Pos : slab_positive nu mu s y := ball_positive y Hy.
Let Dom : scaled_domain s (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 4%nat) := sp_domain _ _ _ _ Pos.
Lemma lambda_positive : 0 < Rmin nu mu /\ 0 < lambda.
Proof.
  pose proof (slab_nu _ _ _ _ _ _ HS). pose proof (slab_mu _ _ _ _ _ _ HS). pose proof PI_RGT_0. assert (0 < Rmin nu mu) by (apply Rmin_glb_lt; assumption).
  split; [assumption|]. apply Rdiv_lt_0_compat; lra.
Qed.
Lemma lambda_scaled : 2 * PI * lambda = Rmin nu mu.
Proof. pose proof PI_RGT_0. field. lra. Qed.
(* the second derivative in an invariant direction *)
Lemma invariant_growth x : s^2 * mu * sum 5 (fun i => x i ^ 2) <= 2 * PI * derivative2 k k k (scaled_point y) (scaled_direction x).
Proof.
  pose proof PI_RGT_0 as HP. assert (Hs2 : 0 < s^2) by (apply pow_lt; assumption).
  assert (L0 : line y x 0 = y) by apply line_0.
  assert (Pos0 : slab_positive nu mu s (line y x 0)) by (rewrite L0; exact Pos).
  destruct (derive_equations y x 0 Pos0) as [l [Hl Hb]].
  assert (Dr : is_derive (fun t => dot 5 (equations s (line y x t)) x) 0 (2*PI/s^2 * derivative2 k k k (scaled_point y) (scaled_direction x))).
  { (* near 0 the line stays in the box *)
    assert (Near : locally 0 (fun t => box (line y x t) rho)).
    { pose proof (slab_rho _ _ _ _ _ _ HS) as Hr. set (g := 1 + sqnorm 5 x).
      assert (Hg : forall i, (i < 5)%nat -> Rabs (x i) <= g).
      { intros i Hi. pose proof (coord 5 x i Hi). unfold g. apply Rabs_le. split; nra. }
      assert (g1 : 1 <= g) by (unfold g; pose proof (sqnorm_pos 5 x); lra).
      assert (He : 0 < rho / (10 * g)) by (apply Rdiv_lt_0_compat; lra).
      exists (mkposreal _ He). intros t Ht i Hi. change (Rabs (t - 0) < rho / (10 * g)) in Ht. rewrite Rminus_0_r in Ht.
      pose proof (ball_box y Hy i Hi) as Hb0. pose proof (Hg i Hi) as Hx. unfold line.
      replace (y i + t * x i - v0 s i) with ((y i - v0 s i) + t * x i) by ring. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult.
      assert (Rabs t * Rabs (x i) <= rho / (10 * g) * g) by (apply Rmult_le_compat; try apply Rabs_pos; lra).
      replace (rho / (10 * g) * g) with (rho / 10) in H by (field; lra). lra. }
    apply (is_derive_ext_loc (fun t => 2*PI/s^2 * derivative1 k k k (line (scaled_point y) (scaled_direction x) t) (scaled_direction x))).
    - apply (filter_imp _ _ ) with (2 := Near). intros t Ht. assert (Dt : at_unknowns (scaled_domain s) (line y x t)) by (apply (sp_domain _ _ _ _ (box_positive _ Ht))).
      enough (Q : 2*PI/s^2 * derivative1 k k k (line (scaled_point y) (scaled_direction x) t) (scaled_direction x) = dot 5 (equations s (line y x t)) x) by exact Q.
      rewrite scaled_line, <- gradient_derivative1 by (lia || (apply scaled_at_regular; exact Dt)). rewrite scaled_dot by exact Dt. field. lra.
    - apply is_derive_scal. replace (derivative2 k k k (scaled_point y) (scaled_direction x)) with (derivative2 k k k (line (scaled_point y) (scaled_direction x) 0) (scaled_direction x)) by (rewrite line_0; reflexivity).
      apply derive_objective1. rewrite line_0. apply scaled_at_regular. exact Dom. }
  pose proof (is_derive_unique _ _ _ Hl) as U. rewrite (is_derive_unique _ _ _ Dr) in U. rewrite <- U in Hb. unfold sqnorm in Hb. rewrite dot_sum in Hb.
  rewrite (sum_ext 5 (fun i => x i * x i) (fun i => x i ^ 2)) in Hb by (intros; ring). set (z := derivative2 _ _ _ _ _) in *. set (q := sum 5 _) in *.
  replace (2 * PI * z) with (s^2 * (2*PI/s^2 * z)) by (field; lra). rewrite Rmult_assoc. apply Rmult_le_compat_l; lra.
Qed.
Lemma trivial_nonneg ux r0 uy uz uh : 0 <= trivial_block m 1 1 A B C D E lambda ux r0 r0 uy uz uh.
Proof.
  pose proof (M3 m Hm) as HM. pose proof PI_RGT_0 as HP. assert (Hs2 : 0 < s^2) by (apply pow_lt; assumption). destruct lambda_positive as [L1 L2]. destruct weights_positive as [W1 W2].
  set (ub := (r0 - ux) / (M - 1)). set (x := fun i : nat => match i with 0%nat => ux / s^3 | 1%nat => ub / s^4 | 2%nat => uy 0%nat / s^3 | 3%nat => uz 0%nat / s^2 | _ => uh 0%nat 0%nat / s end).
  pose proof (invariant_growth x) as G. pose proof (scaled_norm x) as Nx.
  assert (ED : scaled_direction x = point m 1 ux ub (fun _ => uy 0%nat) (fun _ => uz 0%nat) (fun _ _ => uh 0%nat 0%nat)).
  { unfold scaled_direction, x. replace (s^3 * (ux / s^3)) with ux by (field; lra). replace (s^4 * (ub / s^4)) with ub by (field; lra).
    replace (s^3 * (uy 0%nat / s^3)) with (uy 0%nat) by (field; lra). replace (s^2 * (uz 0%nat / s^2)) with (uz 0%nat) by (field; lra).
    replace (s * (uh 0%nat 0%nat / s)) with (uh 0%nat 0%nat) by (field; lra). reflexivity. }
  assert (T : trivial_block m 1 1 A B C D E lambda ux r0 r0 uy uz uh = derivative2 k k k (scaled_point y) (scaled_direction x) - lambda * sqnorm (k * k) (scaled_direction x)).
  { rewrite ED. unfold scaled_point. rewrite (trivial_direction m Hm). replace (ux + (M - 1) * ub) with r0 by (unfold ub; field; lra).
    unfold trivial_block, standard_block. rewrite (Q1_ext m A B C D E _ _ ux r0 r0 uy uz (fun _ => uy 0%nat) (fun _ => uz 0%nat)) by reflexivity.
    rewrite (Q2_ext m A B C D E _ _ _ (fun i => M * uy i) (fun i => M * uz i) uh (fun _ => M * uy 0%nat) (fun _ => M * uz 0%nat) (fun _ _ => uh 0%nat 0%nat)) by reflexivity. reflexivity. }
  rewrite T, Nx. pose proof (Rmin_r nu mu) as Mr. cbn [sum] in G. rewrite <- lambda_scaled in Mr, L1. set (z := derivative2 _ _ _ _ _) in *. set (lam := lambda) in *. clearbody z lam.
  set (x0 := x 0%nat) in *. set (x1 := x 1%nat) in *. set (x2 := x 2%nat) in *. set (x3 := x 3%nat) in *. set (x4 := x 4%nat) in *. clearbody x0 x1 x2 x3 x4. clear T Nx ED.
  assert (S1 : s^2 <= 1) by (pose proof s_square; lra).
  assert (S : nr s * s^2 * x0^2 + nr s * n1 s * s^2 * x1^2 + nr s * s^2 * x2^2 + nr s * x3^2 + x4^2 <= x0^2 + x1^2 + x2^2 + x3^2 + x4^2).
  { assert (F1 : forall w v, 0 <= w <= 1 -> w * v^2 <= v^2) by (intros w v Hw; pose proof (pow2_ge_0 v); nra).
    pose proof (F1 (nr s * s^2) x0 ltac:(nra)). assert (0 <= nr s * n1 s <= 1) by nra. pose proof (F1 (nr s * n1 s * s^2) x1 ltac:(nra)).
    pose proof (F1 (nr s * s^2) x2 ltac:(nra)). pose proof (F1 (nr s) x3 ltac:(lra)). lra. }
  set (big := x0^2 + (x1^2 + (x2^2 + (x3^2 + (x4^2 + 0))))) in *. set (small := _ + _ + _ + _ + _) in *.
  assert (S' : small <= big) by (unfold big; lra). assert (0 <= big) by (unfold big; pose proof (pow2_ge_0 x0); pose proof (pow2_ge_0 x1); pose proof (pow2_ge_0 x2); pose proof (pow2_ge_0 x3); pose proof (pow2_ge_0 x4); lra).
  assert (0 <= small).
  { assert (F0 : forall w v, 0 <= w -> 0 <= w * v^2) by (intros w v Hw; apply Rmult_le_pos; [assumption|apply pow2_ge_0]). assert (0 <= nr s * n1 s) by nra.
    unfold small. pose proof (F0 (nr s * s^2) x0 ltac:(nra)). pose proof (F0 (nr s * n1 s * s^2) x1 ltac:(nra)). pose proof (F0 (nr s * s^2) x2 ltac:(nra)).
    pose proof (F0 (nr s) x3 ltac:(lra)). pose proof (pow2_ge_0 x4). lra. }
  clearbody big small. assert (H1 : 2*PI*lam * small <= mu * big) by (apply Rmult_le_compat; lra).
  assert (H2 : s^2 * (2*PI*lam * small) <= s^2 * (mu * big)) by (apply Rmult_le_compat_l; lra). apply Rmult_le_reg_l with (2*PI); lra.
Qed.
Lemma standard_nonneg x r0 c0 uy uz : 0 <= standard_block m 1 1 A B C D E lambda x r0 c0 uy uz.
Proof.
  pose proof (M3 m Hm) as HM. pose proof PI_RGT_0 as HP. assert (Hs2 : 0 < s^2) by (apply pow_lt; assumption). destruct lambda_positive as [L1 L2]. destruct weights_positive as [W1 W2].
  set (x2 := ((M - 1) * (r0 - x) + (c0 - x)) / (M * (M - 2))). set (x3 := ((r0 - x) + (M - 1) * (c0 - x)) / (M * (M - 2))).
  set (y2 := x2 / s). set (y3 := x3 / s^2).
  assert (ER : r0 = standard_row m x (s * y2) (s^2 * y3)) by (unfold standard_row, y2, y3, x2, x3; field; lra).
  assert (EC : c0 = standard_column m x (s * y2) (s^2 * y3)) by (unfold standard_column, y2, y3, x2, x3; field; lra).
  assert (T : standard_block m 1 1 A B C D E lambda x r0 c0 uy uz = standard_block m 1 1 A B C D E lambda x (standard_row m x (s * y2) (s^2 * y3)) (standard_column m x (s * y2) (s^2 * y3)) (fun _ => uy 0%nat) (fun _ => uz 0%nat)).
  { rewrite <- ER, <- EC. unfold standard_block. rewrite (Q1_ext m A B C D E _ _ x r0 c0 uy uz (fun _ => uy 0%nat) (fun _ => uz 0%nat)) by reflexivity. reflexivity. }
  rewrite T. clear T. pose proof (scaled_standard_block m s _ _ _ _ _ Hk Dom lambda x y2 y3 (uy 0%nat) (uz 0%nat) Hm) as Eq. rewrite lambda_scaled in Eq.
  pose proof (sp_standard _ _ _ _ Pos x y2 y3 (uy 0%nat) (uz 0%nat)) as St. unfold at_unknowns in St.
  set (sb := standard_block _ _ _ _ _ _ _ _ _ _ _ _ _ _) in *. set (f := standard_form _ _ _ _ _ _ _ _ _ _ _) in *. set (g := uy 0%nat) in *. set (h := uz 0%nat) in *.
  assert (S : 0 <= standard_norm s x y2 y3 g + h^2).
  { unfold standard_norm. pose proof s_square as Hq. pose proof (pow2_ge_0 (y2 - s * y3)). pose proof (pow2_ge_0 x). pose proof (pow2_ge_0 y2). pose proof (pow2_ge_0 y3). pose proof (pow2_ge_0 g). pose proof (pow2_ge_0 h).
    assert (0 <= s^2 * (y2 - s * y3)^2) by (apply Rmult_le_pos; lra). assert (0 <= (1 - 3 * s^2) * y2^2) by (apply Rmult_le_pos; lra).
    assert (0 <= (1 - 3 * s^2) * (s^2 * y3^2)) by (apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]). unfold n1.
    replace (x^2 + (1 - 2 * s^2) * y2^2 + (1 - 2 * s^2) * s^2 * y3^2 - 2 * s^3 * y2 * y3 + g^2 + h^2)
      with (x^2 + (1 - 3 * s^2) * y2^2 + (1 - 3 * s^2) * (s^2 * y3^2) + s^2 * (y2 - s * y3)^2 + g^2 + h^2) by ring. lra. }
  pose proof (Rmin_l nu mu) as Ml. set (small := standard_norm s x y2 y3 g + h^2) in *. set (r := Rmin nu mu) in *.
  assert (r * small <= nu * small) by (apply Rmult_le_compat_r; lra).
  assert (0 <= 2 * PI * sb) by (rewrite Eq; lra). apply Rmult_le_reg_l with (2*PI); lra.
Qed.
Lemma transverse_nonneg x w : 0 <= transverse_trivial m 1 1 A B C D E lambda x w.
Proof.
  pose proof PI_RGT_0 as HP. assert (Hs2 : 0 < s^2) by (apply pow_lt; assumption). destruct lambda_positive as [L1 L2]. destruct weights_positive as [W1 W2].
  set (u := x / s^2). assert (T : transverse_trivial m 1 1 A B C D E lambda x w = transverse_trivial m 1 1 A B C D E lambda (s^2 * u) (fun _ => w 0%nat)).
  { replace (s^2 * u) with x by (unfold u; field; lra). reflexivity. }
  rewrite T. clear T. pose proof (scaled_transverse_trivial m s _ _ _ _ _ Hk Dom lambda u (w 0%nat)) as Eq. rewrite lambda_scaled in Eq.
  pose proof (sp_transverse _ _ _ _ Pos u (w 0%nat)) as St. unfold at_unknowns in St. set (v := w 0%nat) in *. set (tt := transverse_trivial _ _ _ _ _ _ _ _ _ _ _) in *. set (f := transverse_form _ _ _ _ _ _ _ _) in *.
  pose proof (Rmin_l nu mu) as Ml. set (r := Rmin nu mu) in *. pose proof (pow2_ge_0 u). pose proof (pow2_ge_0 v).
  assert (S : nr s * s^2 * u^2 + v^2 <= u^2 + v^2) by (pose proof s_square; assert (nr s * s^2 <= 1) by nra; nra).
  assert (r * (nr s * s^2 * u^2 + v^2) <= nu * (u^2 + v^2)) by (apply Rle_trans with (r * (u^2 + v^2)); [apply Rmult_le_compat_l; lra|apply Rmult_le_compat_r; lra]).
  assert (0 <= 2 * PI * tt) by (rewrite Eq; lra). apply Rmult_le_reg_l with (2*PI); lra.
Qed.
Theorem scaled_positive : symmetric_positive m 1 1 A B C D E lambda.
Proof.
  pose proof PI_RGT_0 as HP. destruct lambda_positive as [L1 L2]. pose proof (Rmin_l nu mu) as Ml.
  pose proof (sp_symmetric _ _ _ _ Pos) as P1. pose proof (sp_antisymmetric _ _ _ _ Pos) as P2. unfold at_unknowns in P1, P2.
  pose proof (scaled_symmetric_block m s _ _ _ _ _ Hk Dom lambda) as E1. pose proof (scaled_antisymmetric_block m s _ _ _ _ _ Hk Dom lambda) as E2. pose proof (scaled_transverse_standard m s _ _ _ _ _ Hk Dom lambda) as E3.
  assert (Tp : 0 < block_target s (y 0%nat) (y 1%nat) (y 2%nat)).
  { unfold block_target. apply Rinv_0_lt_compat, Rmult_lt_0_compat; [exact (w_pos s _ _ _ _ _ Dom)|apply cosine_pos; exact (sd_Dv _ _ _ _ _ _ Dom)]. }
  rewrite lambda_scaled in E1, E2, E3. constructor.
  - set (b := symmetric_block _ _ _ _ _ _ _ _ _) in *. assert (0 <= 2 * PI * b) by (rewrite E1; lra). apply Rmult_le_reg_l with (2*PI); lra.
  - set (b := antisymmetric_block _ _ _ _ _ _ _ _ _) in *. assert (0 <= 2 * PI * b) by (rewrite E2; lra). apply Rmult_le_reg_l with (2*PI); lra.
  - intros. apply standard_nonneg.
  - intros. apply trivial_nonneg.
  - set (b := transverse_standard _ _ _ _ _ _ _ _ _) in *. assert (0 <= 2 * PI * b) by (rewrite E3; lra). apply Rmult_le_reg_l with (2*PI); lra.
  - intros. apply transverse_nonneg.
Qed.
(* the value: at a critical point the entries at the further coordinate do not add up to 1 *)
Lemma further_sum_not_0 : equations s y 2%nat = 0 -> sum_further m 1 C E 0%nat <> 0.
Proof.
  intros H0. destruct weights_positive as [W1 _]. pose proof PI_RGT_0. pose proof (sp_excess _ _ _ _ Pos) as Ex. unfold at_unknowns in Ex.
  unfold equations, at_unknowns in H0. apply Rmult_integral in H0. destruct H0 as [H0|H0]; [lra|].
  rewrite (further_sum m s _ _ _ _ _ Hk Dom). unfold equation_c in H0. unfold further_excess in Ex.
  set (Sbv := Sb _ _ _) in *. set (f := _ + _ + _ - _) in Ex. assert (E0 : PI/2 * Sbv + s * f = 0) by (rewrite <- H0; unfold f; ring).
  intros Z. apply Rmult_integral in Z. destruct Z as [Z|Z]; [lra|]. rewrite Z in E0. nra.
Qed.
Lemma value_positive width : equations s y 2%nat = 0 -> (k <= width)%nat -> 0 < F k k width (widen k (scaled_entry y)).
Proof.
  intros H0 Hw. pose proof (F_sum_bound k k width (widen k (scaled_entry y))) as L. set (u := fun j => sum k (fun i => widen k (scaled_entry y) i j) - sum k (fun j' => unit_vector j' j)) in *.
  pose proof (coord width u (m + 0) ltac:(lia)) as Cu. unfold sqnorm in Cu. rewrite dot_sum in Cu. rewrite (sum_ext width (fun i => u i * u i) (fun i => u i ^ 2)) in Cu by (intros; ring).
  change (sum width (fun s0 => (sum k (fun i => widen k (scaled_entry y) i s0) - sum k (fun j => unit_vector j s0))^2)) with (sum width (fun i => u i ^ 2)) in L.
  assert (Eu : u (m + 0)%nat = sum_further m 1 C E 0%nat).
  { unfold u, sum_further. rewrite (sum_ext k _ (fun i => scaled_entry y i (m + 0)%nat)).
    2:{ intros i Hi. unfold widen. destruct (Nat.ltb_spec (m + 0) k); [reflexivity|lia]. }
    rewrite (sum_app m 1), (sum_ext m _ (fun _ => s^2 * zc s (y 2%nat))) by (intros i Hi; unfold scaled_entry; apply (entry_gf m); assumption). rewrite sum_const.
    rewrite (sum_one k (m + 0) (fun j' => unit_vector j' (m + 0)) 1 0); [|lia|unfold unit_vector; rewrite Nat.eqb_refl; reflexivity|].
    - cbn [sum]. unfold scaled_entry. rewrite (entry_sf m Hm). ring.
    - intros j _ Hj. unfold unit_vector. destruct (Nat.eqb_spec j (m + 0)); [contradiction|reflexivity]. }
  pose proof (further_sum_not_0 H0) as N. rewrite <- Eu in N. assert (0 < u (m + 0)%nat ^ 2) by (apply pow2_gt_0; assumption). lra.
Qed.
Hypothesis Hc : forall i, (i < 5)%nat -> equations s y i = 0.
Lemma scaled_is_critical : symmetric_critical m 1 1 A B C D E.
Proof.
  destruct weights_positive as [W1 W2]. assert (Z : forall w e0, 0 < w -> w * e0 = 0 -> e0 = 0) by (intros w e0 Hw H; apply Rmult_integral in H; lra).
  apply (scaled_critical m s _ _ _ _ _ Hk Dom).
  - exact (Z (nr s) _ ltac:(lra) (Hc 0%nat ltac:(lia))).
  - exact (Z (nr s * n1 s) _ ltac:(nra) (Hc 1%nat ltac:(lia))).
  - exact (Z (nr s) _ ltac:(lra) (Hc 2%nat ltac:(lia))).
  - exact (Z (nr s) _ ltac:(lra) (Hc 3%nat ltac:(lia))).
  - exact (Hc 4%nat ltac:(lia)).
Qed.
Theorem scaled_minimum width : (k <= width)%nat ->
  spurious_in_width k k (scaled_entry y) lambda (F k k k (widen k (scaled_entry y)) / 2) width.
Proof.
  intros Hw. destruct lambda_positive as [_ L2]. assert (Reg := scaled_regular m s _ _ _ _ _ Hk Dom).
  destruct (symmetric_growth m 1 1 Hm A B C D E lambda L2 Reg scaled_is_critical scaled_positive width Hw) as [G V].
  destruct (symmetric_growth m 1 1 Hm A B C D E lambda L2 Reg scaled_is_critical scaled_positive k (Nat.le_refl k)) as [_ V0].
  fold (scaled_entry y) in G, V, V0. pose proof (value_positive k (Hc 2%nat ltac:(lia)) (Nat.le_refl k)) as Vp.
  split; [exact (strict_of_growth _ _ _ _ lambda L2 G)|]. split; [exact G|]. split; [rewrite V, V0 in *; lra|]. split; [apply F_targets; lia|intros; apply F_nonneg].
Qed.
End At.

(* What a slab proves for the k with k^(-1/2) in it. *)
Theorem type_two_slab lo hi v0 rho nu mu k : slab lo hi v0 rho nu mu -> (4 <= k)%nat -> lo <= / sqrt (INR k) <= hi ->
  exists P bound, forall d, (k <= d)%nat -> spurious_in_width k k P (Rmin nu mu / (2*PI)) bound d.
Proof.
  intros HS Hk Hin. set (s := / sqrt (INR k)) in *. assert (Kp : 0 < INR k) by (apply lt_0_INR; lia).
  assert (Hs : 0 < s) by (apply Rinv_0_lt_compat, sqrt_lt_R0; assumption).
  set (m := (k - 1)%nat). assert (Ek : k = (m + 1)%nat) by (unfold m; lia). assert (Hm : (3 <= m)%nat) by lia.
  assert (Es : (INR m + 1) * s^2 = 1).
  { replace (INR m + 1) with (INR k) by (rewrite Ek, plus_INR; reflexivity). unfold s. rewrite <- Rinv_pow_depr by (pose proof (sqrt_lt_R0 _ Kp); lra).
    rewrite pow2_sqrt by lra. field. lra. }
  destruct (scaled_critical_point m Hm s Hs Es lo hi v0 rho nu mu HS Hin) as [y [Hy Hc]]. rewrite Ek.
  exists (scaled_entry m s y), (F (m + 1) (m + 1) (m + 1) (widen (m + 1) (scaled_entry m s y)) / 2). intros d Hd.
  exact (scaled_minimum m Hm s Hs Es lo hi v0 rho nu mu HS Hin y Hy Hc d Hd).
Qed.
