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

(* ---- the second derivative at a split point ---- *)
Section Form.
Variables n k d i : nat.
Hypothesis Hd : (0 < d)%nat.
Hypothesis Hk : (k <= d)%nat.
Hypothesis Hi : (i < n)%nat.
Variable p : nat -> R.
Hypothesis Hreg : regular n k d p.
Variable alpha : R.
Hypothesis Ha : 0 < alpha < 1.
Notation beta := (1 - alpha).
Notation W := (neuron d p).
(* weights of n neurons as a vector *)
Definition flat (U : nat -> nat -> R) (I : nat) : R := if Nat.ltb I (n * d) then U (I / d)%nat (I mod d) else 0.
Lemma flat_entry U l s : (l < n)%nat -> (s < d)%nat -> flat U (l * d + s) = U l s.
Proof. intros Hl Hs. unfold flat. destruct (Nat.ltb_spec (l * d + s) (n * d)); [|nia]. destruct (divmod d l s Hs) as [-> ->]. reflexivity. Qed.
Lemma regular_on_lines U : locally 0 (fun t => regular n k d (line p (flat U) t)).
Proof.
  destruct (regular_nearby p n k d Hreg) as [e He]. pose proof (cond_pos e) as Pe. set (K := 1 + sqnorm (n * d) (flat U)). pose proof (sqnorm_pos (n * d) (flat U)). assert (HK : 1 <= K) by (unfold K; lra).
  assert (B : forall I, Rabs (flat U I) <= K).
  { intros I. destruct (Nat.lt_ge_cases I (n * d)) as [L|L].
    - pose proof (coord (n * d) (flat U) I L) as C. apply Rabs_le. unfold K. split; nra.
    - unfold flat. destruct (Nat.ltb_spec I (n * d)); [lia|]. rewrite Rabs_R0. lra. }
  assert (Pr : 0 < e / K) by (apply Rdiv_lt_0_compat; lra). exists (mkposreal _ Pr). intros t Ht. change (Rabs (t - 0) < e / K) in Ht. rewrite Rminus_0_r in Ht.
  apply He. intros I. change (Rabs (p I + t * flat U I - p I) < e). replace (p I + t * flat U I - p I) with (t * flat U I) by ring. rewrite Rabs_mult. pose proof (B I). pose proof (Rabs_pos t).
  apply Rle_lt_trans with (Rabs t * K); [apply Rmult_le_compat_l; lra|]. apply Rmult_lt_reg_r with (/ K); [apply Rinv_0_lt_compat; lra|].
  rewrite Rmult_assoc, Rinv_r, Rmult_1_r by lra. exact Ht.
Qed.
Lemma F_on_line U t : regular n k d (line p (flat U) t) -> F n k d (fun l s => W l s + t * U l s) = objective_atan n k d (line p (flat U) t).
Proof.
  intros H. rewrite <- (objective_eq_atan n k d Hd Hk _ H), objective_F. apply F_ext. intros l s Hl Hs. unfold neuron, line. rewrite flat_entry by assumption. reflexivity.
Qed.
(* a direction of n + 1 neurons: the row i moves the first part, the row n the second; what it does to n neurons, and its z *)
Definition joined (D : nat -> nat -> R) (l s : nat) : R := if Nat.eqb i l then D i s + D n s else D l s.
Definition apart (D : nat -> nat -> R) (s : nat) : R := beta * D i s - alpha * D n s.
Definition split_form (D : nat -> nat -> R) : R := derivative2 n k d p (flat (joined D)) + B_form n k d i p (apart D) / (alpha * beta).
Section Direction.
Variable D : nat -> nat -> R.
Definition split_line (t : R) : R := F (n + 1) k d (fun l s => split_neuron n i alpha W l s + t * D l s).
Definition first_row (l s : nat) : R := if Nat.eqb i l then D i s / alpha else D l s.
Definition second_row (l s : nat) : R := if Nat.eqb i l then D n s / beta else D l s.
Notation V t := (fun l s => W l s + t * D l s).
Notation u t := (fun s => alpha * W i s + t * D i s).
Notation v t := (fun s => beta * W i s + t * D n s).
Notation w2 := (inner d (W i) (W i)). Notation wp := (inner d (W i) (D i)). Notation wq := (inner d (W i) (D n)).
Notation pp := (inner d (D i) (D i)). Notation qq := (inner d (D n) (D n)). Notation pq := (inner d (D i) (D n)).
Definition xx (t : R) : R := alpha^2 * w2 + 2 * alpha * t * wp + t^2 * pp.
Definition yy (t : R) : R := beta^2 * w2 + 2 * beta * t * wq + t^2 * qq.
Definition zz (t : R) : R := alpha * beta * w2 + t * (alpha * wq + beta * wp) + t^2 * pq.
Lemma xx_eq t : inner d (u t) (u t) = xx t.
Proof. unfold xx, inner. rewrite <- !sum_scal, <- !sum_plus. apply sum_ext. intros; ring. Qed.
Lemma yy_eq t : inner d (v t) (v t) = yy t.
Proof. unfold yy, inner. rewrite <- !sum_scal, <- !sum_plus. apply sum_ext. intros; ring. Qed.
Lemma zz_eq t : inner d (u t) (v t) = zz t.
Proof.
  unfold zz, inner. rewrite <- !sum_scal, <- !sum_plus, <- !sum_scal, <- !sum_plus. apply sum_ext. intros; ring.
Qed.
Lemma apart_square : inner d (apart D) (apart D) = beta^2 * pp - 2 * alpha * beta * pq + alpha^2 * qq.
Proof. unfold inner, apart. rewrite <- !sum_scal, <- sum_minus, <- sum_plus. apply sum_ext. intros; ring. Qed.
Lemma w2_positive : 0 < w2. Proof. exact (proj1 Hreg i Hi). Qed.
Lemma split_line_parts t : split_line t = F (n + 1) k d (two_parts n i (V t) (u t) (v t)).
Proof.
  apply F_ext. intros l s Hl Hs. unfold split_neuron, two_parts, one_replaced. destruct (Nat.ltb_spec l n).
  - destruct (Nat.eqb_spec i l) as [<-|]; reflexivity.
  - replace l with n by lia. reflexivity.
Qed.
Lemma first_line t : F n k d (fun l s => W l s + t * first_row l s) = F n k d (one_replaced i (V t) (fun s => / alpha * (alpha * W i s + t * D i s))).
Proof.
  apply F_ext. intros l s _ _. unfold one_replaced, first_row. destruct (Nat.eqb_spec i l) as [<-|]; [field; lra|reflexivity].
Qed.
Lemma second_line t : F n k d (fun l s => W l s + t * second_row l s) = F n k d (one_replaced i (V t) (fun s => / beta * (beta * W i s + t * D n s))).
Proof.
  apply F_ext. intros l s _ _. unfold one_replaced, second_row. destruct (Nat.eqb_spec i l) as [<-|]; [field; lra|reflexivity].
Qed.
(* the identity *)
Lemma split_identity t : 0 < xx t -> 0 < yy t -> 0 < zz t ->
  split_line t = alpha * F n k d (fun l s => W l s + t * first_row l s) + beta * F n k d (fun l s => W l s + t * second_row l s)
    - t^2 * inner d (apart D) (apart D) / (4 * alpha * beta) + pair_rest xx yy zz t.
Proof.
  intros Px Py Pz. assert (Pa : 0 < / alpha) by (apply Rinv_0_lt_compat; lra). assert (Pb : 0 < / beta) by (apply Rinv_0_lt_compat; lra).
  rewrite split_line_parts, first_line, second_line, F_parts, !F_replaced by assumption. rewrite !share_scal by assumption.
  rewrite !pair_value_scal, !pair_value_scal_l by assumption. rewrite !pair_value_self by (rewrite ?xx_eq, ?yy_eq; assumption).
  assert (E : pair_value d (u t) (v t) = zz t / 2 + pair_rest xx yy zz t).
  { change (pair_value d (u t) (v t)) with (pair (inner d (u t) (u t)) (inner d (v t) (v t)) (inner d (u t) (v t))). rewrite xx_eq, yy_eq, zz_eq. apply pair_acute; try assumption.
    pose proof (cauchy_schwarz d (u t) (v t)) as C. rewrite xx_eq, yy_eq, zz_eq in C. lra. }
  rewrite E, apart_square, xx_eq, yy_eq. set (R := pair_rest _ _ _ _). set (sx := share _ _ _ _ _ _). set (sy := share _ _ _ _ _ _). set (re := rest _ _ _ _ _).
  unfold xx, yy, zz. field. lra.
Qed.
(* derivatives *)
Definition xx1 (t : R) : R := 2 * alpha * wp + 2 * t * pp.
Definition yy1 (t : R) : R := 2 * beta * wq + 2 * t * qq.
Definition zz1 (t : R) : R := (alpha * wq + beta * wp) + 2 * t * pq.
Definition split_line1 (t : R) : R := alpha * derivative1 n k d (line p (flat first_row) t) (flat first_row) + beta * derivative1 n k d (line p (flat second_row) t) (flat second_row)
  - t * inner d (apart D) (apart D) / (2 * alpha * beta) + pair_rest1 xx yy zz xx1 yy1 zz1 t.
Lemma Dxx t : is_derive xx t (xx1 t). Proof. unfold xx, xx1. auto_derive; [trivial|ring]. Qed.
Lemma Dyy t : is_derive yy t (yy1 t). Proof. unfold yy, yy1. auto_derive; [trivial|ring]. Qed.
Lemma Dzz t : is_derive zz t (zz1 t). Proof. unfold zz, zz1. auto_derive; [trivial|ring]. Qed.
Lemma positive_around (f : R -> R) : (forall t, ex_derive f t) -> 0 < f 0 -> locally 0 (fun t => 0 < f t).
Proof.
  intros Ex P. pose proof (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule) f 0 (Ex 0)) as C. apply (C (fun y => 0 < y)).
  exists (mkposreal _ P). intros y Hy. change (Rabs (y - f 0) < f 0) in Hy. apply Rabs_def2 in Hy. lra.
Qed.
Lemma around : locally 0 (fun t => (0 < xx t /\ 0 < yy t /\ 0 < zz t) /\ regular n k d (line p (flat first_row) t) /\ regular n k d (line p (flat second_row) t)).
Proof.
  pose proof w2_positive. apply filter_and; [apply filter_and; [|apply filter_and]|apply filter_and; apply regular_on_lines].
  - apply positive_around; [intros t; eexists; apply Dxx|]. unfold xx. assert (0 < alpha^2 * w2) by (apply Rmult_lt_0_compat; [apply pow_lt; lra|assumption]). lra.
  - apply positive_around; [intros t; eexists; apply Dyy|]. unfold yy. assert (0 < beta^2 * w2) by (apply Rmult_lt_0_compat; [apply pow_lt; lra|assumption]). lra.
  - apply positive_around; [intros t; eexists; apply Dzz|]. unfold zz. assert (0 < alpha * beta * w2) by (apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra|assumption]). lra.
Qed.
Lemma derive_split_line : locally 0 (fun t => is_derive split_line t (split_line1 t)).
Proof.
  apply (filter_imp _ _) with (2 := locally_locally _ _ around). intros t L. destruct (locally_singleton _ _ L) as [[Px [Py Pz]] [R1 R2]].
  apply (is_derive_ext_loc (fun t => alpha * objective_atan n k d (line p (flat first_row) t) + beta * objective_atan n k d (line p (flat second_row) t)
    - t^2 * inner d (apart D) (apart D) / (4 * alpha * beta) + pair_rest xx yy zz t)).
  - apply (filter_imp _ _) with (2 := L). intros t' [[Px' [Py' Pz']] [R1' R2']]. rewrite split_identity, !F_on_line by assumption. reflexivity.
  - unfold split_line1. apply @is_derive_plus; [|apply (derive_rest xx yy zz xx1 yy1 zz1 Dxx Dyy Dzz t Pz)]. apply @is_derive_minus.
    + apply @is_derive_plus; apply is_derive_scal; apply derive_objective; assumption.
    + auto_derive; [trivial|]. field. lra.
Qed.
Lemma quad_split (K : nat -> nat -> R) (J m U1 U2 : nat -> R) N : (forall I, (I < N)%nat -> U1 I = J I + m I / alpha) -> (forall I, (I < N)%nat -> U2 I = J I - m I / beta) ->
  alpha * quad N K U1 + beta * quad N K U2 = quad N K J + quad N K m / (alpha * beta).
Proof.
  intros E1 E2. assert (Q : forall U, quad N K U = sum N (fun I => sum N (fun I' => U I * (K I I' * U I')))) by (intros U; apply sum_ext; intros; symmetry; apply sum_scal).
  rewrite !Q. unfold Rdiv at 1. rewrite <- !sum_scal, <- sum_scal_r, <- !sum_plus. apply sum_ext. intros I HI. rewrite <- !sum_scal, <- sum_scal_r, <- !sum_plus. apply sum_ext. intros I' HI'.
  rewrite E1, E2, E1, E2 by assumption. field. lra.
Qed.
Lemma rows_first I : (I < n * d)%nat -> flat first_row I = flat (joined D) I + move d i (apart D) I / alpha.
Proof.
  intros H. unfold flat, move, first_row, joined, apart. destruct (Nat.ltb_spec I (n * d)); [|lia]. rewrite (Nat.eqb_sym (I / d) i). destruct (Nat.eqb_spec i (I / d)); [field; lra|unfold Rdiv; ring].
Qed.
Lemma rows_second I : (I < n * d)%nat -> flat second_row I = flat (joined D) I - move d i (apart D) I / beta.
Proof.
  intros H. unfold flat, move, second_row, joined, apart. destruct (Nat.ltb_spec I (n * d)); [|lia]. rewrite (Nat.eqb_sym (I / d) i). destruct (Nat.eqb_spec i (I / d)); [field; lra|unfold Rdiv; ring].
Qed.
Lemma first_order : alpha * derivative1 n k d p (flat first_row) + beta * derivative1 n k d p (flat second_row) = derivative1 n k d p (flat (joined D)).
Proof.
  rewrite <- !(gradient_derivative1 n k d Hd Hk p _ Hreg), !dot_sum, <- !sum_scal, <- sum_plus. apply sum_ext. intros I HI. rewrite rows_first, rows_second by assumption. field. lra.
Qed.
Lemma second_order : alpha * derivative2 n k d p (flat first_row) + beta * derivative2 n k d p (flat second_row) - inner d (apart D) (apart D) / (2 * alpha * beta) = split_form D.
Proof.
  unfold split_form, B_form. rewrite <- !(hessian_derivative2 n k d Hd Hk p _ Hreg).
  rewrite (quad_split (hessian n k d p) (flat (joined D)) (move d i (apart D)) _ _ (n * d) rows_first rows_second). field. lra.
Qed.
Theorem split_second_derivative : exists f1 : R -> R, locally 0 (fun t => is_derive split_line t (f1 t))
  /\ f1 0 = derivative1 n k d p (flat (joined D)) /\ is_derive f1 0 (split_form D).
Proof.
  exists split_line1. pose proof w2_positive as Hw. split; [exact derive_split_line|].
  assert (Z0 : zz 0 = alpha * beta * w2) by (unfold zz; ring). assert (Pz : 0 < zz 0) by (rewrite Z0; apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra|assumption]).
  assert (A0 : xx 0 * yy 0 - zz 0 ^ 2 = 0) by (unfold xx, yy, zz; ring). assert (A1 : xx1 0 * yy 0 + xx 0 * yy1 0 - 2 * zz 0 * zz1 0 = 0) by (unfold xx, yy, zz, xx1, yy1, zz1; ring).
  split.
  - unfold split_line1. rewrite (pair_rest_0 xx yy zz xx1 yy1 zz1 A0 A1), !line_0, <- first_order. field. lra.
  - rewrite <- second_order. unfold split_line1. destruct (locally_singleton _ _ around) as [_ [R1 R2]].
    replace (alpha * derivative2 n k d p (flat first_row) + beta * derivative2 n k d p (flat second_row) - inner d (apart D) (apart D) / (2 * alpha * beta))
      with (alpha * derivative2 n k d (line p (flat first_row) 0) (flat first_row) + beta * derivative2 n k d (line p (flat second_row) 0) (flat second_row) - inner d (apart D) (apart D) / (2 * alpha * beta) + 0) by (rewrite !line_0; ring).
    apply @is_derive_plus.
    + apply @is_derive_minus; [apply @is_derive_plus; apply is_derive_scal; apply derive_objective1; assumption|]. auto_derive; [trivial|]. field. lra.
    + apply (derive_rest1 xx yy zz xx1 yy1 zz1 Dxx Dyy Dzz); try assumption; unfold xx1, yy1, zz1; auto_derive; trivial.
Qed.
End Direction.

(* ---- the index ---- *)
(* moving the two parts by z and - z *)
Definition opposed (z : nat -> R) (l s : nat) : R := if Nat.eqb l i then z s else if Nat.eqb l n then - z s else 0.
Lemma apart_opposed z : apart (opposed z) = z.
Proof.
  apply FunctionalExtensionality.functional_extensionality. intros s. unfold apart, opposed. rewrite !Nat.eqb_refl. destruct (Nat.eqb_spec n i); [lia|]. ring.
Qed.
Lemma joined_opposed z l s : (l < n)%nat -> joined (opposed z) l s = 0.
Proof.
  intros Hl. unfold joined, opposed. rewrite !Nat.eqb_refl. destruct (Nat.eqb_spec i l); destruct (Nat.eqb_spec n i); destruct (Nat.eqb_spec l i); destruct (Nat.eqb_spec l n); try lia; ring.
Qed.
Theorem split_form_opposed z : split_form (opposed z) = B_form n k d i p z / (alpha * beta).
Proof.
  unfold split_form. rewrite apart_opposed. rewrite <- (hessian_derivative2 n k d Hd Hk p _ Hreg). unfold quad. rewrite (sum_ext _ _ (fun _ => 0)); [rewrite sum_0; ring|].
  intros I HI. unfold flat at 1. destruct (Nat.ltb_spec I (n * d)); [|lia]. rewrite joined_opposed by (apply Nat.div_lt_upper_bound; lia). ring.
Qed.
(* F of n neurons is convex to the second order at W; the certificates of minima prove more *)
Hypothesis Hpos : forall U, 0 <= derivative2 n k d p U.
Theorem split_form_negative D : split_form D < 0 -> B_form n k d i p (apart D) < 0.
Proof.
  unfold split_form. intros H. pose proof (Hpos (flat (joined D))). assert (P : 0 < alpha * beta) by (apply Rmult_lt_0_compat; lra).
  assert (K : B_form n k d i p (apart D) / (alpha * beta) < 0) by lra. set (B := B_form _ _ _ _ _ _) in *. replace B with (B / (alpha * beta) * (alpha * beta)) by (field; lra). nra.
Qed.
Corollary split_form_nonnegative : (forall z, 0 <= B_form n k d i p z) -> forall D, 0 <= split_form D.
Proof. intros HB D. destruct (Rle_lt_dec 0 (split_form D)) as [L|L]; [exact L|]. pose proof (split_form_negative D L). pose proof (HB (apart D)). lra. Qed.
(* The number of independent negative directions is that of B: for every m, the form is negative on all nontrivial combinations of some m directions if and only if B is
   so for some m vectors. *)
Definition nontrivial (m : nat) (c : nat -> R) : Prop := exists j, (j < m)%nat /\ c j <> 0.
Lemma apart_combination m c (Ds : nat -> nat -> nat -> R) : apart (fun l s => sum m (fun j => c j * Ds j l s)) = fun s => sum m (fun j => c j * apart (Ds j) s).
Proof.
  apply FunctionalExtensionality.functional_extensionality. intros s. unfold apart. rewrite <- !sum_scal, <- sum_minus. apply sum_ext. intros; ring.
Qed.
Lemma opposed_combination m c (zs : nat -> nat -> R) : opposed (fun s => sum m (fun j => c j * zs j s)) = fun l s => sum m (fun j => c j * opposed (zs j) l s).
Proof.
  apply FunctionalExtensionality.functional_extensionality. intros l. apply FunctionalExtensionality.functional_extensionality. intros s. unfold opposed. destruct Nat.eqb; [reflexivity|]. destruct Nat.eqb.
  - replace (- sum m (fun j => c j * zs j s)) with (-1 * sum m (fun j => c j * zs j s)) by ring. rewrite <- sum_scal. apply sum_ext. intros; ring.
  - rewrite (sum_ext m _ (fun _ => 0)) by (intros; ring). symmetry. apply sum_0.
Qed.
Theorem split_index m :
  (exists Ds, forall c, nontrivial m c -> split_form (fun l s => sum m (fun j => c j * Ds j l s)) < 0)
  <-> (exists zs, forall c, nontrivial m c -> B_form n k d i p (fun s => sum m (fun j => c j * zs j s)) < 0).
Proof.
  assert (P : 0 < alpha * beta) by (apply Rmult_lt_0_compat; lra). split.
  - intros [Ds H]. exists (fun j => apart (Ds j)). intros c Hc. rewrite <- apart_combination. apply split_form_negative. apply H. exact Hc.
  - intros [zs H]. exists (fun j => opposed (zs j)). intros c Hc. rewrite <- opposed_combination, split_form_opposed. specialize (H c Hc). set (B := B_form _ _ _ _ _ _) in *.
    apply Rmult_lt_reg_r with (alpha * beta); [exact P|]. replace (B / (alpha * beta) * (alpha * beta)) with B by (field; lra). lra.
Qed.
End Form.
