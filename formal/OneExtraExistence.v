(* Existence for {1} on an interval of s: from what a slab delivers (OneExtraSlab.v), for every k with k^(-1/2) in it, a spurious local
   minimum with k + 1 neurons in every width. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence ReducedExistence Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum
  SymmetricDirections SymmetricFamily Angles TypeTwo TypeTwoSlab OneExtra OneExtraSlab Statements.
Open Scope R_scope.

Section At.
Variable m : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Notation k := (m + 1)%nat.
Notation n := (m + 2)%nat.
Variable s : R.
Hypothesis Hs : 0 < s.
Hypothesis Hk : (M + 1) * s^2 = 1.
Notation A y := (za s (y 0%nat)). Notation B y := (zb s (y 1%nat)). Notation C y := (fun _ : nat => s^2 * zc s (y 2%nat)).
Notation D y := (both (s^2 * y 3%nat) (s^2 * y 5%nat)). Notation E y := (fun t _ : nat => both (ze s (y 4%nat)) (s * y 6%nat) t).
(* the weights of given unknowns, and of a direction *)
Definition extra_entry (y : nat -> R) := entry m (A y) (B y) (C y) (D y) (E y).
Definition extra_point (y : nat -> R) := point m 1 (A y) (B y) (C y) (D y) (E y).
Definition extra_direction (x : nat -> R) := point m 1 (s^3 * x 0%nat) (s^4 * x 1%nat) (fun _ => s^3 * x 2%nat) (both (s^2 * x 3%nat) (s^2 * x 5%nat)) (fun t _ => both (s * x 4%nat) (s * x 6%nat) t).
Lemma extra_line y x t : line (extra_point y) (extra_direction x) t = extra_point (line y x t).
Proof.
  apply FunctionalExtensionality.functional_extensionality. intros I. unfold line, extra_point, extra_direction, point, entry, block_weights, za, zb, zc, ze, both.
  repeat match goal with |- context [if ?t then _ else _] => destruct t | |- context [match ?t with O => _ | S _ => _ end] => destruct t end; ring.
Qed.
Let s_square : s^2 <= /4 := square_of_scale m s Hm Hs Hk.
Let weights_positive := weights_of_scale m s Hm Hs Hk.
Let m_scaled : M = nr s / s^2 := m_of_scale m s Hs Hk.
Let scale_positive : 0 < s^2 / (2*PI) := scale_positive s Hs.
Lemma extra_norm x : sqnorm (n * k) (extra_direction x)
  = s^2 * (nr s * s^2 * x 0%nat ^ 2 + nr s * n1 s * s^2 * x 1%nat ^ 2 + nr s * s^2 * x 2%nat ^ 2 + nr s * x 3%nat ^ 2 + x 4%nat ^ 2 + nr s * x 5%nat ^ 2 + x 6%nat ^ 2).
Proof. unfold extra_direction. rewrite (point_norm m 1 2 Hm). unfold weights_product. cbn [sum both]. rewrite m_scaled. unfold nr, n1. field. lra. Qed.
Notation domain y := (at_seven (extra_domain s) y).
Lemma extra_at_regular y : domain y -> regular n k k (extra_point y).
Proof. intros H. apply (regular_point m 1 2 Hm). exact (extra_regular m s _ _ _ _ _ _ _ Hk H). Qed.
Lemma extra_dot y x : domain y -> dot (n * k) (gradient n k k (extra_point y)) (extra_direction x) = s^2 / (2*PI) * dot 7 (extra_equations s y) x.
Proof.
  intros H. pose proof PI_RGT_0. destruct (extra_gradient m s _ _ _ _ _ _ _ Hk H) as [Ga [Gb [Gc [Gd [Gx [Ge Gy]]]]]].
  assert (inv : forall g e0, 2 * PI * g = e0 -> g = e0 / (2*PI)) by (intros g e0 <-; field; lra).
  unfold extra_point, extra_direction. rewrite (point_gradient m 1 2 Hm). unfold weights_product. cbn [sum both].
  rewrite (inv _ _ Ga), (inv _ _ Gb), (inv _ _ Gc), (inv _ _ Gd), (inv _ _ Gx), (inv _ _ Ge), (inv _ _ Gy), m_scaled, dot_sum. cbn [sum]. unfold extra_equations, at_seven.
  set (ea := extra_a _ _ _ _ _ _ _ _). set (eb := extra_b _ _ _ _ _ _ _ _). set (ec := extra_c _ _ _ _ _ _ _ _). set (ed := extra_d _ _ _ _ _ _ _ _).
  set (ex := extra_xd _ _ _ _ _ _ _ _). set (ee := extra_e _ _ _ _ _ _ _ _). set (ey := extra_xe _ _ _ _ _ _ _ _). unfold nr, n1. field. lra.
Qed.
Variables (lo hi : R) (v0 : R -> nat -> R) (rho nu mu : R).
Hypothesis HS : extra_slab lo hi v0 rho nu mu.
Hypothesis Hin : lo <= s <= hi.
Lemma on_slab y : (forall i, (i < 7)%nat -> Rabs (y i - v0 s i) <= rho) -> domain y /\ slope_at_least 7 (extra_equations s) mu y.
Proof. intros H. destruct (xs_box _ _ _ _ _ _ HS s y Hs Hin H). split; assumption. Qed.
Notation ball := (Ball 7 (v0 s) (9/10 * rho)).
Theorem extra_critical_point : exists y, ball y /\ forall i, (i < 7)%nat -> extra_equations s y i = 0.
Proof.
  apply (reduced_critical_point n k 7 ltac:(lia) ltac:(lia) extra_point extra_direction (extra_equations s) (fun y => domain y) (s^2 / (2*PI)) scale_positive extra_line extra_at_regular extra_dot
    (v0 s) rho mu (xs_rho _ _ _ _ _ _ HS) (xs_mu _ _ _ _ _ _ HS) on_slab). exact (xs_residual _ _ _ _ _ _ HS s Hs Hin).
Qed.

(* ---- at a point of the box: the conditions of a minimum ---- *)
Variable y : nat -> R.
Hypothesis Hy : ball y.
Notation lambda := (Rmin nu mu / (2*PI)).
Let Pos : extra_positive nu mu s y := xs_box _ _ _ _ _ _ HS s y Hs Hin (ball_inside 7 (v0 s) rho (xs_rho _ _ _ _ _ _ HS) y Hy).
Let Dom : extra_domain s (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 5%nat) (y 4%nat) (y 6%nat) := xp_domain _ _ _ _ Pos.
Lemma lambda_positive : 0 < Rmin nu mu /\ 0 < lambda.
Proof.
  pose proof (xs_nu _ _ _ _ _ _ HS). pose proof (xs_mu _ _ _ _ _ _ HS). pose proof PI_RGT_0. assert (0 < Rmin nu mu) by (apply Rmin_glb_lt; assumption).
  split; [assumption|]. apply Rdiv_lt_0_compat; lra.
Qed.
Lemma lambda_scaled : 2 * PI * lambda = Rmin nu mu.
Proof. pose proof PI_RGT_0. field. lra. Qed.
Lemma trivial_nonneg ux r0 uy uz uh : 0 <= trivial_block m 1 2 (A y) (B y) (C y) (D y) (E y) lambda ux r0 r0 uy uz uh.
Proof.
  pose proof (M3 m Hm) as HM. assert (Hs2 : 0 < s^2) by (apply pow_lt; assumption). destruct lambda_positive as [L1 L2]. destruct weights_positive as [W1 W2]. pose proof s_square as S4.
  set (ub := (r0 - ux) / (M - 1)).
  set (x := fun i : nat => match i with 0%nat => ux / s^3 | 1%nat => ub / s^4 | 2%nat => uy 0%nat / s^3 | 3%nat => uz 0%nat / s^2 | 4%nat => uh 0%nat 0%nat / s | 5%nat => uz 1%nat / s^2 | _ => uh 1%nat 0%nat / s end).
  pose proof (reduced_growth n k 7 ltac:(lia) ltac:(lia) extra_point extra_direction (extra_equations s) (fun y => domain y) (s^2 / (2*PI)) scale_positive extra_line extra_at_regular extra_dot
    (v0 s) rho mu (xs_rho _ _ _ _ _ _ HS) on_slab y x Hy) as G.
  assert (ED : extra_direction x = point m 1 ux ub (fun _ => uy 0%nat) (both (uz 0%nat) (uz 1%nat)) (fun t _ => both (uh 0%nat 0%nat) (uh 1%nat 0%nat) t)).
  { unfold extra_direction, x. replace (s^3 * (ux / s^3)) with ux by (field; lra). replace (s^4 * (ub / s^4)) with ub by (field; lra).
    replace (s^3 * (uy 0%nat / s^3)) with (uy 0%nat) by (field; lra). replace (s^2 * (uz 0%nat / s^2)) with (uz 0%nat) by (field; lra). replace (s^2 * (uz 1%nat / s^2)) with (uz 1%nat) by (field; lra).
    replace (s * (uh 0%nat 0%nat / s)) with (uh 0%nat 0%nat) by (field; lra). replace (s * (uh 1%nat 0%nat / s)) with (uh 1%nat 0%nat) by (field; lra). reflexivity. }
  rewrite (trivial_ext m 1 2 _ _ _ _ _ _ uy (fun _ => uy 0%nat) uz (both (uz 0%nat) (uz 1%nat)) uh (fun t _ => both (uh 0%nat 0%nat) (uh 1%nat 0%nat) t)).
  2:{ intros i Hi. replace i with 0%nat by lia. reflexivity. }
  2:{ intros t Ht. destruct t as [|[|]]; [reflexivity|reflexivity|lia]. }
  2:{ intros t i Ht Hi. replace i with 0%nat by lia. destruct t as [|[|]]; [reflexivity|reflexivity|lia]. }
  replace r0 with (ux + (M - 1) * ub) by (unfold ub; field; lra). rewrite <- (trivial_direction m 1 2 Hm), <- ED. fold (extra_point y). rewrite extra_norm.
  pose proof (Rmin_r nu mu) as Mr. cbn [sum] in G. set (z := derivative2 _ _ _ _ _) in *. clearbody z x. clear ED.
  assert (0 <= nr s * s^2 <= 1) by nra. assert (0 <= nr s * n1 s <= 1) by nra. assert (0 <= nr s * n1 s * s^2 <= 1) by nra.
  pose proof (weighted (nr s * s^2) (x 0%nat) ltac:(lra)). pose proof (weighted (nr s * n1 s * s^2) (x 1%nat) ltac:(lra)). pose proof (weighted (nr s * s^2) (x 2%nat) ltac:(lra)).
  pose proof (weighted (nr s) (x 3%nat) ltac:(lra)). pose proof (weighted 1 (x 4%nat) ltac:(lra)). pose proof (weighted (nr s) (x 5%nat) ltac:(lra)). pose proof (weighted 1 (x 6%nat) ltac:(lra)).
  set (big := x 0%nat ^ 2 + _) in G. set (small := nr s * s^2 * x 0%nat ^ 2 + _ + _ + _ + _ + _ + _).
  assert (S' : 0 <= small <= big) by (unfold small, big; lra). clearbody big small. pose proof PI_RGT_0.
  assert (K1 : Rmin nu mu * small <= mu * big) by (apply Rmult_le_compat; lra).
  assert (K2 : lambda * (s^2 * small) <= s^2 / (2*PI) * mu * big); [|lra].
  replace (lambda * (s^2 * small)) with (s^2 / (2*PI) * (Rmin nu mu * small)) by (field; lra). rewrite Rmult_assoc. apply Rmult_le_compat_l; [left; exact scale_positive|exact K1].
Qed.
Lemma standard_nonneg x r0 c0 uy uz : 0 <= standard_block m 1 2 (A y) (B y) (C y) (D y) (E y) lambda x r0 c0 uy uz.
Proof.
  revert x r0 c0 uy uz. apply (standard_any m 1 2 Hm). intros x x2 x3 uy uz.
  rewrite (standard_ext m 1 2 _ _ _ _ _ _ uy (fun _ => uy 0%nat) uz (both (uz 0%nat) (uz 1%nat))).
  2:{ intros i Hi. replace i with 0%nat by lia. reflexivity. }
  2:{ intros t Ht. destruct t as [|[|]]; [reflexivity|reflexivity|lia]. }
  replace x2 with (s * (x2 / s)) by (field; lra). replace x3 with (s^2 * (x3 / s^2)) by (field; lra). apply from_scaled.
  rewrite (extra_standard_block m s _ _ _ _ _ _ _ Hk Dom) by assumption. rewrite lambda_scaled.
  pose proof (xp_standard _ _ _ _ Pos x (x2 / s) (x3 / s^2) (uy 0%nat) (uz 0%nat) (uz 1%nat)) as St. unfold at_seven in St.
  pose proof (standard_norm_nonneg s x (x2 / s) (x3 / s^2) (uy 0%nat) s_square). pose proof (pow2_ge_0 (uz 0%nat)). pose proof (pow2_ge_0 (uz 1%nat)). pose proof (Rmin_l nu mu) as Ml.
  set (nm := standard_norm _ _ _ _ _ + _ + _) in *. assert (Rmin nu mu * nm <= nu * nm) by (apply Rmult_le_compat_r; [unfold nm; lra|exact Ml]). lra.
Qed.
Lemma transverse_nonneg x w : 0 <= transverse_trivial m 1 2 (A y) (B y) (C y) (D y) (E y) lambda x w.
Proof.
  assert (Hs2 : 0 < s^2) by (apply pow_lt; assumption). destruct weights_positive as [W1 W2]. pose proof s_square.
  assert (T : transverse_trivial m 1 2 (A y) (B y) (C y) (D y) (E y) lambda x w = transverse_trivial m 1 2 (A y) (B y) (C y) (D y) (E y) lambda (s^2 * (x / s^2)) (both (w 0%nat) (w 1%nat))).
  { replace (s^2 * (x / s^2)) with x by (field; lra). reflexivity. }
  rewrite T. apply from_scaled. rewrite (extra_transverse_trivial m s _ _ _ _ _ _ _ Hk Dom), lambda_scaled.
  pose proof (xp_transverse _ _ _ _ Pos (x / s^2) (w 0%nat) (w 1%nat)) as St. unfold at_seven in St. pose proof (Rmin_l nu mu) as Ml. destruct lambda_positive as [L1 _].
  assert (0 <= nr s * s^2 <= 1) by nra. pose proof (weighted (nr s * s^2) (x / s^2) ltac:(lra)). pose proof (pow2_ge_0 (w 0%nat)). pose proof (pow2_ge_0 (w 1%nat)). pose proof (pow2_ge_0 (x / s^2)).
  set (small := nr s * s^2 * (x / s^2)^2 + _ + _). set (big := (x / s^2)^2 + _ + _) in *. assert (0 <= small <= big) by (unfold small, big; lra).
  assert (Rmin nu mu * small <= nu * big) by (apply Rmult_le_compat; lra). lra.
Qed.
Theorem extra_is_positive : symmetric_positive m 1 2 (A y) (B y) (C y) (D y) (E y) lambda.
Proof.
  destruct lambda_positive as [L1 L2]. pose proof (Rmin_l nu mu) as Ml. pose proof (xp_symmetric _ _ _ _ Pos) as P1. pose proof (xp_antisymmetric _ _ _ _ Pos) as P2. unfold at_seven in P1, P2.
  assert (Tp : 0 < block_target s (y 0%nat) (y 1%nat) (y 2%nat)).
  { unfold block_target. apply Rinv_0_lt_compat, Rmult_lt_0_compat; [exact (w_pos s _ _ _ _ _ (xd_two _ _ _ _ _ _ _ _ Dom))|apply cosine_pos; exact (sd_Dv _ _ _ _ _ _ (xd_two _ _ _ _ _ _ _ _ Dom))]. }
  constructor.
  - apply from_scaled. rewrite (extra_symmetric_block m s _ _ _ _ _ _ _ Hk Dom), lambda_scaled. lra.
  - apply from_scaled. rewrite (extra_antisymmetric_block m s _ _ _ _ _ _ _ Hk Dom), lambda_scaled. lra.
  - intros. apply standard_nonneg.
  - intros. apply trivial_nonneg.
  - apply from_scaled. rewrite (extra_transverse_standard m s _ _ _ _ _ _ _ Hk Dom), lambda_scaled. lra.
  - intros. apply transverse_nonneg.
Qed.
Hypothesis Hc : forall i, (i < 7)%nat -> extra_equations s y i = 0.
Lemma extra_is_critical : symmetric_critical m 1 2 (A y) (B y) (C y) (D y) (E y).
Proof.
  destruct weights_positive as [W1 W2]. assert (W3 : 0 < nr s * n1 s) by nra. destruct W1 as [W1 _].
  apply (extra_critical m s _ _ _ _ _ _ _ Hk Dom).
  - exact (weighted_zero (nr s) _ W1 (Hc 0%nat ltac:(lia))).
  - exact (weighted_zero (nr s * n1 s) _ W3 (Hc 1%nat ltac:(lia))).
  - exact (weighted_zero (nr s) _ W1 (Hc 2%nat ltac:(lia))).
  - exact (weighted_zero (nr s) _ W1 (Hc 3%nat ltac:(lia))).
  - exact (weighted_zero (nr s) _ W1 (Hc 5%nat ltac:(lia))).
  - exact (Hc 4%nat ltac:(lia)).
  - exact (Hc 6%nat ltac:(lia)).
Qed.
(* the value: the entries at the further coordinate do not add up to 1 *)
Lemma extra_sum_not_0 : sum_further m 2 (C y) (E y) 0%nat <> 0.
Proof.
  destruct weights_positive as [W1 _]. pose proof PI_RGT_0. pose proof (xp_excess _ _ _ _ Pos) as Ex. unfold at_seven in Ex. pose proof (weighted_zero (nr s) _ (proj1 W1) (Hc 2%nat ltac:(lia))) as H0.
  unfold at_seven in H0. rewrite (extra_further_sum m s _ _ _ _ _ _ _ Hk Dom). unfold extra_c, equation_c in H0. unfold extra_excess, further_excess in Ex.
  set (Sbv := Sb _ _ _) in *. set (xe := y 6%nat) in *. set (f := _ + _ + _) in Ex. assert (E0 : PI/2 * (Sbv + xe) + s * f = 0) by (rewrite <- H0; unfold f; ring).
  intros Z. apply Rmult_integral in Z. destruct Z as [Z|Z]; [lra|]. rewrite Z in E0. nra.
Qed.
Theorem extra_minimum width : (k <= width)%nat -> spurious_in_width n k (extra_entry y) lambda (F n k k (widen k (extra_entry y)) / 2) width.
Proof.
  intros Hw. destruct lambda_positive as [_ L2].
  exact (spurious_of_positive m 1 2 Hm _ _ _ _ _ _ 0%nat width ltac:(lia) L2 (extra_regular m s _ _ _ _ _ _ _ Hk Dom) extra_is_critical extra_is_positive Nat.lt_0_1 extra_sum_not_0 Hw).
Qed.
End At.

(* What a slab proves for the k with k^(-1/2) in it. *)
Theorem one_extra_slab lo hi v0 rho nu mu k : extra_slab lo hi v0 rho nu mu -> (4 <= k)%nat -> lo <= / sqrt (INR k) <= hi ->
  exists P bound, forall d, (k <= d)%nat -> spurious_in_width (k + 1) k P (Rmin nu mu / (2*PI)) bound d.
Proof.
  intros HS Hk Hin. set (s := / sqrt (INR k)) in *. assert (Kp : 0 < INR k) by (apply lt_0_INR; lia).
  assert (Hs : 0 < s) by (apply Rinv_0_lt_compat, sqrt_lt_R0; assumption).
  set (m := (k - 1)%nat). assert (Ek : k = (m + 1)%nat) by (unfold m; lia). assert (Hm : (3 <= m)%nat) by lia.
  assert (Es : (INR m + 1) * s^2 = 1).
  { replace (INR m + 1) with (INR k) by (rewrite Ek, plus_INR; reflexivity). unfold s. rewrite <- Rinv_pow_depr by (pose proof (sqrt_lt_R0 _ Kp); lra).
    rewrite pow2_sqrt by lra. field. lra. }
  destruct (extra_critical_point m Hm s Hs Es lo hi v0 rho nu mu HS Hin) as [y [Hy Hc]]. rewrite Ek. replace (m + 1 + 1)%nat with (m + 2)%nat by lia.
  exists (extra_entry m s y), (F (m + 2) (m + 1) (m + 1) (widen (m + 1) (extra_entry m s y)) / 2). intros d Hd.
  exact (extra_minimum m Hm s Hs Es lo hi v0 rho nu mu HS Hin y Hy Hc d Hd).
Qed.
