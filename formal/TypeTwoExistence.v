(* Existence on an interval of s: from what a slab delivers (TypeTwoSlab.v), for every k with k^(-1/2) in it, a spurious local minimum
   in every width.  In the five unknowns, 2 pi k F is strongly convex on the box, uniformly in s, and its gradient are the equations. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence ReducedExistence Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum
  SymmetricDirections SymmetricFamily Angles TypeTwo TypeTwoSlab Statements.
Open Scope R_scope.

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
Let s_square : s^2 <= /4 := square_of_scale m s Hm Hs Hk.
Let weights_positive := weights_of_scale m s Hm Hs Hk.
Let m_scaled : M = nr s / s^2 := m_of_scale m s Hs Hk.
Let scale_positive : 0 < s^2 / (2*PI) := scale_positive s Hs.
Lemma scaled_norm x : sqnorm (k * k) (scaled_direction x)
  = s^2 * (nr s * s^2 * x 0%nat ^ 2 + nr s * n1 s * s^2 * x 1%nat ^ 2 + nr s * s^2 * x 2%nat ^ 2 + nr s * x 3%nat ^ 2 + x 4%nat ^ 2).
Proof. unfold scaled_direction. rewrite (point_norm m 1 1 Hm). unfold weights_product. cbn [sum]. rewrite m_scaled. unfold nr, n1. field. lra. Qed.
Lemma scaled_at_regular y : at_unknowns (scaled_domain s) y -> regular k k k (scaled_point y).
Proof. intros H. apply (regular_point m 1 1 Hm). exact (scaled_regular m s _ _ _ _ _ Hk H). Qed.
Lemma scaled_dot y x : at_unknowns (scaled_domain s) y ->
  dot (k * k) (gradient k k k (scaled_point y)) (scaled_direction x) = s^2 / (2*PI) * dot 5 (equations s y) x.
Proof.
  intros H. pose proof PI_RGT_0. destruct (scaled_gradient m s _ _ _ _ _ Hk H) as [Ga [Gb [Gc [Gd Ge]]]].
  assert (inv : forall g e0, 2 * PI * g = e0 -> g = e0 / (2*PI)) by (intros g e0 <-; field; lra).
  unfold scaled_point, scaled_direction. rewrite (point_gradient m 1 1 Hm). unfold weights_product. cbn [sum].
  rewrite (inv _ _ Ga), (inv _ _ Gb), (inv _ _ Gc), (inv _ _ Gd), (inv _ _ Ge), m_scaled, dot_sum. cbn [sum]. unfold equations, at_unknowns.
  set (ea := equation_a _ _ _ _ _ _). set (eb := equation_b _ _ _ _ _ _). set (ec := equation_c _ _ _ _ _ _). set (ed := equation_d _ _ _ _ _ _). set (ee := equation_e _ _ _ _ _ _).
  unfold nr, n1. field. lra.
Qed.
Variables (lo hi : R) (v0 : R -> nat -> R) (rho nu mu : R).
Hypothesis HS : slab lo hi v0 rho nu mu.
Hypothesis Hin : lo <= s <= hi.
Notation domain y := (at_unknowns (scaled_domain s) y).
Lemma on_slab y : (forall i, (i < 5)%nat -> Rabs (y i - v0 s i) <= rho) -> domain y /\ slope_at_least 5 (equations s) mu y.
Proof. intros H. destruct (slab_box _ _ _ _ _ _ HS s y Hs Hin H). split; assumption. Qed.
Notation ball := (Ball 5 (v0 s) (9/10 * rho)).
(* a critical point in the box *)
Theorem scaled_critical_point : exists y, ball y /\ forall i, (i < 5)%nat -> equations s y i = 0.
Proof.
  apply (reduced_critical_point k k 5 ltac:(lia) ltac:(lia) scaled_point scaled_direction (equations s) (fun y => domain y) (s^2 / (2*PI)) scale_positive scaled_line scaled_at_regular scaled_dot
    (v0 s) rho mu (slab_rho _ _ _ _ _ _ HS) (slab_mu _ _ _ _ _ _ HS) on_slab). exact (slab_residual _ _ _ _ _ _ HS s Hs Hin).
Qed.

(* ---- at a point of the box: the conditions of a minimum ---- *)
Variable y : nat -> R.
Hypothesis Hy : ball y.
Notation A := (za s (y 0%nat)). Notation B := (zb s (y 1%nat)). Notation C := (fun _ : nat => s^2 * zc s (y 2%nat)). Notation D := (fun _ : nat => s^2 * y 3%nat). Notation E := (fun _ _ : nat => ze s (y 4%nat)).
Notation lambda := (Rmin nu mu / (2*PI)).
Let Pos : slab_positive nu mu s y := slab_box _ _ _ _ _ _ HS s y Hs Hin (ball_inside 5 (v0 s) rho (slab_rho _ _ _ _ _ _ HS) y Hy).
Let Dom : scaled_domain s (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 4%nat) := sp_domain _ _ _ _ Pos.
Lemma lambda_positive : 0 < Rmin nu mu /\ 0 < lambda.
Proof.
  pose proof (slab_nu _ _ _ _ _ _ HS). pose proof (slab_mu _ _ _ _ _ _ HS). pose proof PI_RGT_0. assert (0 < Rmin nu mu) by (apply Rmin_glb_lt; assumption).
  split; [assumption|]. apply Rdiv_lt_0_compat; lra.
Qed.
Lemma lambda_scaled : 2 * PI * lambda = Rmin nu mu.
Proof. pose proof PI_RGT_0. field. lra. Qed.
Lemma trivial_nonneg ux r0 uy uz uh : 0 <= trivial_block m 1 1 A B C D E lambda ux r0 r0 uy uz uh.
Proof.
  pose proof (M3 m Hm) as HM. assert (Hs2 : 0 < s^2) by (apply pow_lt; assumption). destruct lambda_positive as [L1 L2]. destruct weights_positive as [W1 W2]. pose proof s_square as S4.
  set (ub := (r0 - ux) / (M - 1)). set (x := fun i : nat => match i with 0%nat => ux / s^3 | 1%nat => ub / s^4 | 2%nat => uy 0%nat / s^3 | 3%nat => uz 0%nat / s^2 | _ => uh 0%nat 0%nat / s end).
  pose proof (reduced_growth k k 5 ltac:(lia) ltac:(lia) scaled_point scaled_direction (equations s) (fun y => domain y) (s^2 / (2*PI)) scale_positive scaled_line scaled_at_regular scaled_dot
    (v0 s) rho mu (slab_rho _ _ _ _ _ _ HS) on_slab y x Hy) as G.
  assert (ED : scaled_direction x = point m 1 ux ub (fun _ => uy 0%nat) (fun _ => uz 0%nat) (fun _ _ => uh 0%nat 0%nat)).
  { unfold scaled_direction, x. replace (s^3 * (ux / s^3)) with ux by (field; lra). replace (s^4 * (ub / s^4)) with ub by (field; lra).
    replace (s^3 * (uy 0%nat / s^3)) with (uy 0%nat) by (field; lra). replace (s^2 * (uz 0%nat / s^2)) with (uz 0%nat) by (field; lra).
    replace (s * (uh 0%nat 0%nat / s)) with (uh 0%nat 0%nat) by (field; lra). reflexivity. }
  rewrite (trivial_ext m 1 1 _ _ _ _ _ _ uy (fun _ => uy 0%nat) uz (fun _ => uz 0%nat) uh (fun _ _ => uh 0%nat 0%nat)).
  2, 3: intros i Hi; replace i with 0%nat by lia; reflexivity.
  2:{ intros t i Ht Hi. replace t with 0%nat by lia. replace i with 0%nat by lia. reflexivity. }
  replace r0 with (ux + (M - 1) * ub) by (unfold ub; field; lra). rewrite <- (trivial_direction m 1 1 Hm), <- ED. fold (scaled_point y). rewrite scaled_norm.
  pose proof (Rmin_r nu mu) as Mr. cbn [sum] in G. set (z := derivative2 _ _ _ _ _) in *. clearbody z x. clear ED.
  assert (0 <= nr s * s^2 <= 1) by nra. assert (0 <= nr s * n1 s <= 1) by nra. assert (0 <= nr s * n1 s * s^2 <= 1) by nra.
  pose proof (weighted (nr s * s^2) (x 0%nat) ltac:(lra)). pose proof (weighted (nr s * n1 s * s^2) (x 1%nat) ltac:(lra)). pose proof (weighted (nr s * s^2) (x 2%nat) ltac:(lra)).
  pose proof (weighted (nr s) (x 3%nat) ltac:(lra)). pose proof (weighted 1 (x 4%nat) ltac:(lra)).
  set (big := x 0%nat ^ 2 + _) in G. set (small := nr s * s^2 * x 0%nat ^ 2 + _ + _ + _ + _).
  assert (S' : 0 <= small <= big) by (unfold small, big; lra). clearbody big small. pose proof PI_RGT_0.
  assert (K1 : Rmin nu mu * small <= mu * big) by (apply Rmult_le_compat; lra).
  assert (K2 : lambda * (s^2 * small) <= s^2 / (2*PI) * mu * big); [|lra].
  replace (lambda * (s^2 * small)) with (s^2 / (2*PI) * (Rmin nu mu * small)) by (field; lra). rewrite Rmult_assoc. apply Rmult_le_compat_l; [left; exact scale_positive|exact K1].
Qed.
Lemma standard_nonneg x r0 c0 uy uz : 0 <= standard_block m 1 1 A B C D E lambda x r0 c0 uy uz.
Proof.
  revert x r0 c0 uy uz. apply (standard_any m 1 1 Hm). intros x x2 x3 uy uz.
  rewrite (standard_ext m 1 1 _ _ _ _ _ _ uy (fun _ => uy 0%nat) uz (fun _ => uz 0%nat)) by (intros i Hi; replace i with 0%nat by lia; reflexivity).
  replace x2 with (s * (x2 / s)) by (field; lra). replace x3 with (s^2 * (x3 / s^2)) by (field; lra). apply from_scaled.
  rewrite (scaled_standard_block m s _ _ _ _ _ Hk Dom) by assumption. rewrite lambda_scaled.
  pose proof (sp_standard _ _ _ _ Pos x (x2 / s) (x3 / s^2) (uy 0%nat) (uz 0%nat)) as St. unfold at_unknowns in St.
  pose proof (standard_norm_nonneg s x (x2 / s) (x3 / s^2) (uy 0%nat) s_square). pose proof (pow2_ge_0 (uz 0%nat)). pose proof (Rmin_l nu mu) as Ml.
  set (nm := standard_norm _ _ _ _ _ + _) in *. assert (Rmin nu mu * nm <= nu * nm) by (apply Rmult_le_compat_r; [unfold nm; lra|exact Ml]). lra.
Qed.
Lemma transverse_nonneg x w : 0 <= transverse_trivial m 1 1 A B C D E lambda x w.
Proof.
  assert (Hs2 : 0 < s^2) by (apply pow_lt; assumption). destruct weights_positive as [W1 W2]. pose proof s_square.
  assert (T : transverse_trivial m 1 1 A B C D E lambda x w = transverse_trivial m 1 1 A B C D E lambda (s^2 * (x / s^2)) (fun _ => w 0%nat)).
  { replace (s^2 * (x / s^2)) with x by (field; lra). reflexivity. }
  rewrite T. apply from_scaled. rewrite (scaled_transverse_trivial m s _ _ _ _ _ Hk Dom), lambda_scaled.
  pose proof (sp_transverse _ _ _ _ Pos (x / s^2) (w 0%nat)) as St. unfold at_unknowns in St. pose proof (Rmin_l nu mu) as Ml. destruct lambda_positive as [L1 _].
  assert (0 <= nr s * s^2 <= 1) by nra. pose proof (weighted (nr s * s^2) (x / s^2) ltac:(lra)). pose proof (pow2_ge_0 (w 0%nat)). pose proof (pow2_ge_0 (x / s^2)).
  set (small := nr s * s^2 * (x / s^2)^2 + _). set (big := (x / s^2)^2 + _) in *. assert (0 <= small <= big) by (unfold small, big; lra).
  assert (Rmin nu mu * small <= nu * big) by (apply Rmult_le_compat; lra). lra.
Qed.
Theorem scaled_positive : symmetric_positive m 1 1 A B C D E lambda.
Proof.
  pose proof PI_RGT_0 as HP. destruct lambda_positive as [L1 L2]. pose proof (Rmin_l nu mu) as Ml.
  pose proof (sp_symmetric _ _ _ _ Pos) as P1. pose proof (sp_antisymmetric _ _ _ _ Pos) as P2. unfold at_unknowns in P1, P2.
  pose proof (scaled_symmetric_block m s _ _ _ _ _ Hk Dom lambda) as E1. pose proof (scaled_antisymmetric_block m s _ _ _ _ _ Hk Dom lambda) as E2. pose proof (scaled_transverse_standard m s _ _ _ _ _ Hk Dom lambda) as E3.
  assert (Tp : 0 < block_target s (y 0%nat) (y 1%nat) (y 2%nat)).
  { unfold block_target. apply Rinv_0_lt_compat, Rmult_lt_0_compat; [exact (w_pos s _ _ _ _ _ Dom)|apply cosine_pos; exact (sd_Dv _ _ _ _ _ _ Dom)]. }
  rewrite lambda_scaled in E1, E2, E3. constructor.
  - apply from_scaled. lra.
  - apply from_scaled. lra.
  - intros. apply standard_nonneg.
  - intros. apply trivial_nonneg.
  - apply from_scaled. lra.
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
Hypothesis Hc : forall i, (i < 5)%nat -> equations s y i = 0.
Lemma scaled_is_critical : symmetric_critical m 1 1 A B C D E.
Proof.
  destruct weights_positive as [W1 W2].
  apply (scaled_critical m s _ _ _ _ _ Hk Dom).
  - exact (weighted_zero (nr s) _ ltac:(lra) (Hc 0%nat ltac:(lia))).
  - exact (weighted_zero (nr s * n1 s) _ ltac:(nra) (Hc 1%nat ltac:(lia))).
  - exact (weighted_zero (nr s) _ ltac:(lra) (Hc 2%nat ltac:(lia))).
  - exact (weighted_zero (nr s) _ ltac:(lra) (Hc 3%nat ltac:(lia))).
  - exact (Hc 4%nat ltac:(lia)).
Qed.
Theorem scaled_minimum width : (k <= width)%nat ->
  spurious_in_width k k (scaled_entry y) lambda (F k k k (widen k (scaled_entry y)) / 2) width.
Proof.
  intros Hw. destruct lambda_positive as [_ L2].
  exact (spurious_of_positive m 1 1 Hm _ _ _ _ _ _ 0%nat width ltac:(lia) L2 (scaled_regular m s _ _ _ _ _ Hk Dom) scaled_is_critical scaled_positive Nat.lt_0_1 (further_sum_not_0 (Hc 2%nat ltac:(lia))) Hw).
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
