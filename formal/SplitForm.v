(* The second derivative of F of n + 1 neurons at a split point, in every direction: with w in two parts alpha w and beta w, beta = 1 - alpha,
   that move by p and q while the other neurons move by x, it is D^2 F_n [x, p + q] + z B z/(alpha beta), z = beta p - alpha q, where
   z B z is the form of Split.v.  For
     F_{n+1} = alpha F_n (x, p/alpha) + beta F_n (x, q/beta) - t^2 |z|^2/(4 alpha beta) + R (t),
   and R, the pair function of the two parts less half their inner product, has the second derivative 0 at t = 0. *)
From Coq Require Import Arith Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence LocalMinimum Regrouped SymmetricPoint Statements Positivity SpuriousMinimum ArcRatios Split.
Open Scope R_scope.

(* ---- sqrt e - atan (sqrt e) is differentiable everywhere, 0 included ---- *)
Definition root_excess (e : R) : R := sqrt e - atan (sqrt e).
Lemma minus_atan_bounds x : 0 <= x -> 0 <= x - atan x <= x^3.
Proof.
  intros Hx. assert (D : forall t, is_derive (fun t => t - atan t) t (t^2 / (1 + t^2))).
  { intros t. auto_derive; [trivial|]. unfold Rsqr. field. nra. }
  assert (Q : forall t, 0 <= t^2 / (1 + t^2) <= t^2).
  { intros t. pose proof (pow2_ge_0 t). split; [apply Rmult_le_pos; [assumption|left; apply Rinv_0_lt_compat; lra]|]. apply Rmult_le_reg_r with (1 + t^2); [lra|]. replace (t^2 / (1 + t^2) * (1 + t^2)) with (t^2) by (field; lra). nra. }
  split.
  - apply (nonnegative_by_derivative (fun t => t - atan t) (fun t => t^2 / (1 + t^2))); [assumption|rewrite atan_0; ring|intros; apply D|intros; apply Q].
  - enough (0 <= x^3 - (x - atan x)) by lra.
    apply (nonnegative_by_derivative (fun t => t^3 - (t - atan t)) (fun t => 3 * t^2 - t^2 / (1 + t^2))); [assumption|rewrite atan_0; ring| |].
    + intros t _. apply (is_derive_minus (fun t => t^3) (fun t => t - atan t)); [auto_derive; [trivial|ring]|apply D].
    + intros t _. pose proof (Q t). pose proof (pow2_ge_0 t). lra.
Qed.
Lemma sqrt_neg_0 e : e <= 0 -> sqrt e = 0.
Proof. intros H. pose proof (sqrt_le_1_alt e 0 H) as L. rewrite sqrt_0 in L. pose proof (sqrt_pos e). lra. Qed.
(* near 0: |f t| <= K |t| a (t) with a (t) -> 0 *)
Lemma derive_0_small (f a : R -> R) : f 0 = 0 -> continuous a 0 -> a 0 = 0 -> locally 0 (fun t => Rabs (f t) <= Rabs t * Rabs (a t)) -> is_derive f 0 0.
Proof.
  intros F0 Ca A0 B. apply is_derive_Reals. intros eps Heps.
  assert (S : locally 0 (fun t => Rabs (a t) < eps)).
  { pose proof (Ca (fun y => Rabs y < eps)) as C. rewrite A0 in C. apply C. exists (mkposreal _ Heps). intros y Hy. change (Rabs (y - 0) < eps) in Hy. rewrite Rminus_0_r in Hy. exact Hy. }
  destruct (filter_and _ _ B S) as [r Hr]. exists r. intros h Hh0 Hh. destruct (Hr h) as [H1 H2]; [change (Rabs (h - 0) < r); rewrite Rminus_0_r; exact Hh|].
  rewrite Rplus_0_l, F0, !Rminus_0_r. unfold Rdiv. rewrite Rabs_mult, Rabs_inv. pose proof (Rabs_pos_lt h Hh0) as P.
  apply Rle_lt_trans with (Rabs (a h)); [|exact H2]. apply Rmult_le_reg_r with (Rabs h); [exact P|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. rewrite (Rmult_comm (Rabs (a h))). exact H1.
Qed.
Lemma derive_root_excess e : is_derive root_excess e (sqrt e / (2 * (1 + e))).
Proof.
  destruct (Rtotal_order e 0) as [L|[->|G]].
  - rewrite (sqrt_neg_0 e) by lra. unfold Rdiv. rewrite Rmult_0_l. apply (is_derive_ext_loc (fun _ => 0)); [|apply @is_derive_const].
    exists (mkposreal (- e) ltac:(lra)). intros t Ht. change (Rabs (t - e) < - e) in Ht. apply Rabs_def2 in Ht. unfold root_excess. cbv beta. rewrite (sqrt_neg_0 t), atan_0 by lra. symmetry. apply Rminus_0_r.
  - rewrite sqrt_0. unfold Rdiv. rewrite Rmult_0_l. apply (derive_0_small root_excess sqrt).
    + unfold root_excess. rewrite sqrt_0, atan_0. ring.
    + apply continuous_sqrt.
    + apply sqrt_0.
    + exists (mkposreal 1 Rlt_0_1). intros t _. unfold root_excess. pose proof (minus_atan_bounds (sqrt t) (sqrt_pos t)) as B. rewrite Rabs_pos_eq by lra. rewrite (Rabs_pos_eq (sqrt t)) by apply sqrt_pos.
      destruct (Rle_lt_dec t 0); [rewrite (sqrt_neg_0 t), atan_0 by assumption; lra|]. rewrite (Rabs_pos_eq t) by lra. pose proof (sqrt_sqrt t ltac:(lra)) as E. simpl in B. rewrite Rmult_1_r in B. replace (t * sqrt t) with (sqrt t * (sqrt t * sqrt t)) by (rewrite E; ring). lra.
  - unfold root_excess. pose proof (sqrt_lt_R0 e G) as P. pose proof (sqrt_sqrt e ltac:(lra)) as E. auto_derive; [repeat split; assumption|]. unfold Rsqr. set (w := sqrt e) in *. clearbody w. subst e. field. split; nra.
Qed.
(* the pair function of two vectors at an acute angle *)
Lemma pair_acute x y z : 0 < x -> 0 < y -> 0 < z -> 0 <= x * y - z^2 -> pair x y z = z / 2 + z * root_excess ((x * y - z^2) / z^2) / (2 * PI).
Proof.
  intros Hx Hy Hz HA. pose proof PI_RGT_0. unfold pair. assert (Hn : 0 < sqrt x * sqrt y) by (apply Rmult_lt_0_compat; apply sqrt_lt_R0; assumption).
  set (n := sqrt x * sqrt y) in *. assert (Hn2 : n * n = x * y) by (unfold n; replace (sqrt x * sqrt y * (sqrt x * sqrt y)) with ((sqrt x * sqrt x) * (sqrt y * sqrt y)) by ring; rewrite !sqrt_sqrt by lra; reflexivity).
  set (c := z / n). assert (Ez : z = n * c) by (unfold c; field; lra). assert (Pc : 0 < c) by (apply Rdiv_lt_0_compat; assumption).
  assert (Hc : c <= 1). { apply Rmult_le_reg_l with n; [assumption|]. rewrite <- Ez, Rmult_1_r. apply Rsqr_incr_0_var; [unfold Rsqr; lra|lra]. }
  set (h := sqrt ((x * y - z^2) / z^2)). assert (Ph : 0 <= h) by apply sqrt_pos.
  assert (Eh : h * h = (1 - c * c) / (c * c)).
  { unfold h. rewrite sqrt_sqrt; [|apply Rmult_le_pos; [assumption|left; apply Rinv_0_lt_compat, pow_lt; assumption]]. rewrite <- Hn2, Ez. field. lra. }
  assert (R1 : sqrt (1 - c²) = c * h).
  { replace (1 - c²) with ((c * h)^2) by (replace ((c * h)^2) with (c * c * (h * h)) by ring; rewrite Eh; unfold Rsqr; field; lra). apply sqrt_pow2. apply Rmult_le_pos; lra. }
  rewrite sin_acos by lra. rewrite acos_atan, R1 by assumption. replace (c * h / c) with h by (field; lra). unfold root_excess. fold h. clearbody c h. rewrite Ez. field. lra.
Qed.

(* ---- along a curve ---- *)
Section Curve.
Variables x y z x1 y1 z1 : R -> R.
Hypothesis Dx : forall t, is_derive x t (x1 t). Hypothesis Dy : forall t, is_derive y t (y1 t). Hypothesis Dz : forall t, is_derive z t (z1 t).
Hypothesis Ex : ex_derive x1 0. Hypothesis Ey : ex_derive y1 0. Hypothesis Ez : ex_derive z1 0.
Hypothesis Pz : 0 < z 0.
Hypothesis A0 : x 0 * y 0 - z 0 ^ 2 = 0.
Hypothesis A1 : x1 0 * y 0 + x 0 * y1 0 - 2 * z 0 * z1 0 = 0.
Definition ratio (t : R) : R := (x t * y t - z t ^ 2) / z t ^ 2.
Definition ratio1 (t : R) : R := ((x1 t * y t + x t * y1 t - 2 * z t * z1 t) * z t - 2 * z1 t * (x t * y t - z t ^ 2)) / z t ^ 3.
Definition pair_rest (t : R) : R := z t * root_excess (ratio t) / (2 * PI).
Definition pair_rest1 (t : R) : R := (z1 t * root_excess (ratio t) + z t * (ratio1 t * (sqrt (ratio t) / (2 * (1 + ratio t))))) / (2 * PI).
Lemma derive_ratio t : 0 < z t -> is_derive ratio t (ratio1 t).
Proof.
  intros P. unfold ratio. auto_derive.
  - repeat split; try (eexists; eauto; fail). apply Rgt_not_eq. nra.
  - rewrite (derive_value _ _ _ (Dx t)), (derive_value _ _ _ (Dy t)), (derive_value _ _ _ (Dz t)). unfold ratio1. field. lra.
Qed.
Lemma derive_rest t : 0 < z t -> is_derive pair_rest t (pair_rest1 t).
Proof.
  intros P. pose proof PI_RGT_0. pose proof (is_derive_comp root_excess ratio t _ _ (derive_root_excess (ratio t)) (derive_ratio t P)) as C.
  pose proof (is_derive_mult z (fun t => root_excess (ratio t)) t _ _ (Dz t) C Rmult_comm) as M. apply (is_derive_scal _ _ (/ (2 * PI))) in M.
  apply (is_derive_ext (fun t => / (2 * PI) * (z t * root_excess (ratio t)))); [intros; unfold pair_rest, Rdiv; apply Rmult_comm|].
  replace (pair_rest1 t) with (/ (2 * PI) * (plus (mult (z1 t) (root_excess (ratio t))) (mult (z t) (scal (ratio1 t) (sqrt (ratio t) / (2 * (1 + ratio t))))))); [exact M|].
  unfold plus, mult, scal; simpl. unfold mult; simpl. unfold pair_rest1, Rdiv. ring.
Qed.
Lemma ratio_0 : ratio 0 = 0.
Proof. unfold ratio. rewrite A0. unfold Rdiv. ring. Qed.
Lemma ratio1_0 : ratio1 0 = 0.
Proof. unfold ratio1. rewrite A0, A1. unfold Rdiv. ring. Qed.
Lemma ex_ratio1 : ex_derive ratio1 0.
Proof.
  pose proof (Dx 0) as X. pose proof (Dy 0) as Y. pose proof (Dz 0) as Z. unfold ratio1. auto_derive. repeat split; try (eexists; eauto; fail); try assumption. apply Rgt_not_eq. apply Rmult_lt_0_compat; [assumption|]. nra.
Qed.
Lemma pair_rest_0 : pair_rest1 0 = 0.
Proof. unfold pair_rest1. rewrite ratio_0, ratio1_0. unfold root_excess. rewrite sqrt_0, atan_0. unfold Rdiv. ring. Qed.
(* a product with a factor that tends to 0 and one that is 0 and differentiable *)
Lemma derive_small_product (a b : R -> R) : continuous a 0 -> a 0 = 0 -> ex_derive b 0 -> b 0 = 0 -> is_derive (fun t => a t * b t) 0 0.
Proof.
  intros Ca A00 [l Db] B0. apply is_derive_Reals. apply is_derive_Reals in Db. intros eps Heps. destruct (Db 1 Rlt_0_1) as [r1 Hr1]. set (K := Rabs l + 1). assert (HK : 0 < K) by (unfold K; pose proof (Rabs_pos l); lra).
  assert (S : locally 0 (fun t => Rabs (a t) < eps / K)).
  { assert (HE : 0 < eps / K) by (apply Rdiv_lt_0_compat; assumption). pose proof (Ca (fun y => Rabs y < eps / K)) as C. rewrite A00 in C. apply C. exists (mkposreal _ HE). intros v Hv. change (Rabs (v - 0) < eps / K) in Hv. rewrite Rminus_0_r in Hv. exact Hv. }
  destruct S as [r2 Hr2]. assert (Pr : 0 < Rmin r1 r2) by (apply Rmin_glb_lt; [apply cond_pos|apply cond_pos]). exists (mkposreal _ Pr). intros h Hh0 Hh. cbn [pos] in Hh.
  specialize (Hr1 h Hh0 ltac:(pose proof (Rmin_l r1 r2); lra)). rewrite Rplus_0_l, B0, Rminus_0_r in Hr1.
  assert (H2 : Rabs (a h) < eps / K). { apply Hr2. change (Rabs (h - 0) < r2). rewrite Rminus_0_r. pose proof (Rmin_r r1 r2); lra. }
  rewrite Rplus_0_l, A00, B0. replace ((a h * b h - 0 * 0) / h - 0) with (a h * (b h / h)) by (field; assumption). rewrite Rabs_mult.
  assert (Q : Rabs (b h / h) < K). { replace (b h / h) with ((b h / h - l) + l) by ring. unfold K. pose proof (Rabs_triang (b h / h - l) l). lra. }
  pose proof (Rabs_pos (a h)). pose proof (Rabs_pos (b h / h)). replace eps with (eps / K * K) by (field; lra).
  apply Rle_lt_trans with (Rabs (a h) * K); [apply Rmult_le_compat_l; lra|]. apply Rmult_lt_compat_r; assumption.
Qed.
Lemma derive_rest1 : is_derive pair_rest1 0 0.
Proof.
  pose proof PI_RGT_0. pose proof (derive_ratio 0 Pz) as De.
  assert (C1 : is_derive (fun t => root_excess (ratio t)) 0 0).
  { pose proof (is_derive_comp root_excess ratio 0 _ _ (derive_root_excess (ratio 0)) De) as C. rewrite ratio_0, sqrt_0, ratio1_0 in C. lazymatch type of C with is_derive _ _ ?l => assert (Zs : l = 0) by (unfold scal; simpl; unfold mult; simpl; ring); rewrite Zs in C; exact C end. }
  assert (P1 : is_derive (fun t => z1 t * root_excess (ratio t)) 0 0).
  { destruct Ez as [l Hl]. pose proof (is_derive_mult z1 (fun t => root_excess (ratio t)) 0 _ _ Hl C1 Rmult_comm) as M.
    lazymatch type of M with is_derive _ _ ?l => assert (Zs : l = 0) by (rewrite ratio_0; unfold plus, mult; simpl; unfold root_excess; rewrite sqrt_0, atan_0; ring); exact (eq_ind l (is_derive (fun t => z1 t * root_excess (ratio t)) 0) M 0 Zs) end. }
  assert (P2 : is_derive (fun t => (z t * (sqrt (ratio t) / (2 * (1 + ratio t)))) * ratio1 t) 0 0).
  { apply derive_small_product; [| |exact ex_ratio1|exact ratio1_0].
    - pose proof (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule) ratio 0 (ex_intro _ _ De)) as Cr. pose proof (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule) z 0 (ex_intro _ _ (Dz 0))) as Cz.
      apply (continuous_mult (U := R_UniformSpace) z); [exact Cz|]. apply (continuous_mult (U := R_UniformSpace) (fun t => sqrt (ratio t))).
      + apply (continuous_comp (U := R_UniformSpace) (V := R_UniformSpace) (W := R_UniformSpace) ratio sqrt); [exact Cr|apply continuous_sqrt].
      + apply (continuous_comp (U := R_UniformSpace) (V := R_UniformSpace) (W := R_UniformSpace) ratio (fun e => / (2 * (1 + e)))); [exact Cr|]. apply (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule) (fun e => / (2 * (1 + e)))). auto_derive. rewrite ratio_0. lra.
    - rewrite ratio_0, sqrt_0. unfold Rdiv. ring. }
  pose proof (is_derive_plus _ _ 0 _ _ P1 P2) as S. apply (is_derive_scal _ _ (/ (2 * PI))) in S. assert (S0 : is_derive (fun t => / (2 * PI) * plus (z1 t * root_excess (ratio t)) (z t * (sqrt (ratio t) / (2 * (1 + ratio t))) * ratio1 t)) 0 0) by (lazymatch type of S with is_derive _ _ ?l => assert (Zs : l = 0) by (unfold plus; simpl; ring); exact (eq_ind l (is_derive _ 0) S 0 Zs) end).
  apply (is_derive_ext (fun t => / (2 * PI) * plus (z1 t * root_excess (ratio t)) (z t * (sqrt (ratio t) / (2 * (1 + ratio t))) * ratio1 t))); [|exact S0].
  intros t. unfold pair_rest1, plus; simpl. unfold Rdiv. ring.
Qed.
End Curve.
