(* One neuron more: a neuron w of n is replaced by alpha w and (1 - alpha) w.  The function is the same; where the form B of mathematics.md 11.11
   is negative in some direction z, F of n + 1 neurons is lower at alpha w + t z, (1 - alpha) w - t z for all small t > 0, for every alpha.
   B is half the second derivative of F_n in a move of w alone, less |z|^2/2. *)
From Coq Require Import Arith Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence LocalMinimum Regrouped SymmetricPoint Statements Positivity SpuriousMinimum.
Open Scope R_scope.

(* ---- the pair function ---- *)
Lemma inner_scal_r d r a y : inner d y (fun s => r * a s) = r * inner d y a.
Proof. rewrite inner_comm, inner_scal, inner_comm. reflexivity. Qed.
Lemma norm_scal d r a : 0 <= r -> norm d (fun s => r * a s) = r * norm d a.
Proof.
  intros Hr. unfold norm. rewrite inner_scal, inner_scal_r. rewrite <- Rmult_assoc, sqrt_mult_alt by nra. rewrite sqrt_square by assumption. reflexivity.
Qed.
Lemma pair_value_scal d r a b : 0 < r -> pair_value d a (fun s => r * b s) = r * pair_value d a b.
Proof.
  intros Hr. assert (E : inner d a (fun s => r * b s) / (norm d a * norm d (fun s => r * b s)) = inner d a b / (norm d a * norm d b)).
  { rewrite inner_scal_r, norm_scal by lra. destruct (Req_dec (norm d a * norm d b) 0) as [Z|Z].
    - rewrite Z. replace (norm d a * (r * norm d b)) with (r * (norm d a * norm d b)) by ring. rewrite Z, Rmult_0_r. unfold Rdiv. rewrite Rinv_0. ring.
    - field. repeat split; try lra; intros Z'; rewrite Z' in Z; apply Z; ring. }
  unfold pair_value, angle. rewrite E, inner_scal_r, norm_scal by lra. unfold Rdiv. ring.
Qed.
Lemma pair_value_scal_l d r a b : 0 < r -> pair_value d (fun s => r * a s) b = r * pair_value d a b.
Proof. intros. rewrite pair_value_comm, pair_value_scal, pair_value_comm by assumption. reflexivity. Qed.
Lemma pair_value_self d a : 0 < inner d a a -> pair_value d a a = inner d a a / 2.
Proof. intros H. change (pair (inner d a a) (inner d a a) (inner d a a) = inner d a a / 2). apply pair_diag. assumption. Qed.
(* nearly parallel vectors: half the inner product, up to the third power of the area *)
Lemma pair_value_parallel d a b : 0 < inner d a a -> 0 < inner d b b -> 0 <= inner d a b ->
  pair_value d a b <= inner d a b / 2 + sqrt (inner d a a * inner d b b - inner d a b ^ 2) ^ 3 / (2 * PI * (inner d a a * inner d b b)).
Proof.
  intros Ha Hb Hz. pose proof PI_RGT_0 as HP. unfold pair_value, angle. pose proof (cosine_bound d a b) as Cb. rewrite <- cosine in Cb. set (c := inner d a b / (norm d a * norm d b)) in *.
  assert (Na : 0 < norm d a) by (apply sqrt_lt_R0; assumption). assert (Nb : 0 < norm d b) by (apply sqrt_lt_R0; assumption). set (N := norm d a * norm d b) in *.
  assert (HN : 0 < N) by (apply Rmult_lt_0_compat; assumption). assert (Ez : inner d a b = N * c) by (unfold c; field; lra).
  assert (EN : inner d a a * inner d b b = N * N) by (rewrite <- !norm_square; unfold N; ring).
  assert (Hc : 0 <= c) by (unfold c; apply Rmult_le_pos; [assumption|left; apply Rinv_0_lt_compat; assumption]). apply Rabs_le_between in Cb.
  set (th := acos c). assert (Ec : cos th = c) by (apply cos_acos; lra). pose proof (acos_bound c) as Bt. fold th in Bt.
  assert (S0 : 0 <= sin th) by (apply sin_ge_0; lra). assert (Sth : sin th <= th) by (destruct (Req_dec th 0) as [->|]; [rewrite sin_0; lra|left; apply sin_lt_x; lra]).
  assert (Q : sin th * sin th = 1 - c * c) by (pose proof (sin2_cos2 th) as Q; unfold Rsqr in Q; rewrite Ec in Q; lra).
  assert (E1 : sqrt (N * N - (N * c) ^ 2) = N * sin th).
  { replace (N * N - (N * c)^2) with ((N * sin th)^2) by (replace ((N * sin th)^2) with (N * N * (sin th * sin th)) by ring; rewrite Q; ring).
    apply sqrt_pow2. apply Rmult_le_pos; lra. }
  rewrite EN, Ez, E1. apply Rmult_le_reg_r with (2 * PI); [lra|].
  replace ((N * sin th + (PI - th) * (N * c)) / (2 * PI) * (2 * PI)) with (N * sin th + (PI - th) * (N * c)) by (field; lra).
  replace ((N * c / 2 + (N * sin th)^3 / (2 * PI * (N * N))) * (2 * PI)) with (N * c * PI + N * (sin th)^3) by (field; lra).
  assert (K : 0 <= c * (th - sin th * c)) by (apply Rmult_le_pos; [assumption|]; assert (sin th * c <= sin th) by nra; lra).
  assert (E3 : sin th ^ 3 = sin th - sin th * (c * c)) by (replace (sin th ^ 3) with (sin th * (sin th * sin th)) by ring; rewrite Q; ring).
  rewrite E3. assert (0 <= N * (c * (th - sin th * c))) by (apply Rmult_le_pos; lra). lra.
Qed.

(* ---- one neuron replaced, one added ---- *)
Lemma off_sum_plus n i f g : sum n (fun l => off i l (f l + g l)) = sum n (fun l => off i l (f l)) + sum n (fun l => off i l (g l)).
Proof. rewrite <- sum_plus. apply sum_ext. intros. apply off_plus. Qed.
Section Parts.
Variables n k d i : nat.
Hypothesis Hi : (i < n)%nat.
Variable W : nat -> nat -> R.
Notation pv := (pair_value d).
Notation others f := (sum n (fun l => off i l (f (W l)))).
Definition one_replaced (u : nat -> R) (l : nat) : nat -> R := if Nat.eqb i l then u else W l.
Definition two_parts (u v : nat -> R) (l : nat) : nat -> R := if Nat.ltb l n then one_replaced u l else v.
Lemma replaced_sum (h : (nat -> R) -> R) u : sum n (fun l => h (one_replaced u l)) = h u + others h.
Proof. rewrite <- (sum_off n i (h u) (fun l => h (W l)) Hi). apply sum_ext. intros l _. unfold one_replaced. destruct Nat.eqb; reflexivity. Qed.
Lemma parts_sum (h : (nat -> R) -> R) u v : sum (n + 1) (fun l => h (two_parts u v l)) = h u + others h + h v.
Proof.
  rewrite sum_app. cbn [sum]. rewrite <- replaced_sum. rewrite Rplus_0_r. f_equal.
  - apply sum_ext. intros l Hl. unfold two_parts. destruct (Nat.ltb_spec l n); [reflexivity|lia].
  - unfold two_parts. destruct (Nat.ltb_spec (n + 0) n); [lia|reflexivity].
Qed.
(* the share of a vector x, but for its pair with itself; the rest *)
Definition share (x : nat -> R) : R := others (fun a => pv a x) - sum k (fun j => pv x (unit_vector j)).
Definition rest : R := /2 * (others (fun a => others (fun b => pv a b)) + sum k (fun a => sum k (fun b => pv (unit_vector a) (unit_vector b)))) - others (fun a => sum k (fun j => pv a (unit_vector j))).
Lemma F_replaced u : F n k d (one_replaced u) = pv u u / 2 + share u + rest.
Proof.
  unfold F, share, rest. rewrite (replaced_sum (fun a => sum n (fun m => pv a (one_replaced u m)))), (replaced_sum (fun a => sum k (fun j => pv a (unit_vector j)))).
  rewrite (replaced_sum (fun b => pv u b)). rewrite (sum_ext n (fun l => off i l (sum n (fun m => pv (W l) (one_replaced u m)))) (fun l => off i l (pv (W l) u + others (fun b => pv (W l) b)))).
  2:{ intros l _. rewrite (replaced_sum (fun b => pv (W l) b)). reflexivity. }
  rewrite (off_sum_plus n i (fun l => pv (W l) u)). rewrite (sum_ext n (fun l => off i l (pv u (W l))) (fun l => off i l (pv (W l) u))) by (intros; rewrite pair_value_comm; reflexivity).
  field.
Qed.
Lemma F_parts u v : F (n + 1) k d (two_parts u v) = pv u u / 2 + share u + (pv v v / 2 + share v) + pv u v + rest.
Proof.
  unfold F, share, rest. rewrite (parts_sum (fun a => sum (n + 1) (fun m => pv a (two_parts u v m)))), (parts_sum (fun a => sum k (fun j => pv a (unit_vector j)))).
  rewrite (parts_sum (fun b => pv u b)), (parts_sum (fun b => pv v b)).
  rewrite (sum_ext n (fun l => off i l (sum (n + 1) (fun m => pv (W l) (two_parts u v m)))) (fun l => off i l (pv (W l) u + (others (fun b => pv (W l) b) + pv (W l) v)))).
  2:{ intros l _. f_equal. rewrite (parts_sum (fun b => pv (W l) b)). ring. }
  rewrite (off_sum_plus n i (fun l => pv (W l) u)), (off_sum_plus n i (fun l => others (fun b => pv (W l) b))).
  rewrite (sum_ext n (fun l => off i l (pv u (W l))) (fun l => off i l (pv (W l) u))), (sum_ext n (fun l => off i l (pv v (W l))) (fun l => off i l (pv (W l) v))) by (intros; rewrite pair_value_comm; reflexivity).
  rewrite (pair_value_comm d v u). field.
Qed.
Lemma share_scal r x : 0 < r -> share (fun s => r * x s) = r * share x.
Proof.
  intros Hr. unfold share. rewrite Rmult_minus_distr_l, <- !sum_scal. f_equal; apply sum_ext.
  - intros l _. rewrite pair_value_scal by assumption. unfold off. destruct Nat.eqb; ring.
  - intros j _. apply pair_value_scal_l. assumption.
Qed.
Lemma share_ext x y : (forall s, (s < d)%nat -> x s = y s) -> share x = share y.
Proof.
  intros H. unfold share. f_equal; apply sum_ext.
  - intros l _. f_equal. apply pair_value_ext; auto.
  - intros j _. apply pair_value_ext; auto.
Qed.
End Parts.

(* ---- along the line ---- *)
Section Descent.
Variables n k d i : nat.
Hypothesis Hd : (0 < d)%nat.
Hypothesis Hk : (k <= d)%nat.
Hypothesis Hi : (i < n)%nat.
Variable p : nat -> R.
Hypothesis Hreg : regular n k d p.
Variable z : nat -> R.
Notation W := (neuron d p).
(* the direction in which neuron i alone moves, by z *)
Definition move (I : nat) : R := if Nat.eqb (I / d) i then z (I mod d) else 0.
Lemma neuron_move l s : (s < d)%nat -> neuron d move l s = if Nat.eqb l i then z s else 0.
Proof. intros Hs. unfold neuron, move. destruct (divmod d l s Hs) as [-> ->]. reflexivity. Qed.
Notation ln t := (line p move t).
Definition moved (t : R) (s : nat) : R := W i s + t * z s.
Lemma neuron_line t l s : (s < d)%nat -> neuron d (ln t) l s = one_replaced i W (moved t) l s.
Proof.
  intros Hs. change (neuron d (ln t) l s) with (W l s + t * neuron d move l s). rewrite neuron_move by assumption. unfold one_replaced, moved.
  rewrite (Nat.eqb_sym i l). destruct (Nat.eqb_spec l i) as [->|]; [reflexivity|ring].
Qed.
Lemma moved_product t t' : inner d (moved t) (moved t') = inner d (W i) (W i) + (t + t') * inner d (W i) z + t * t' * inner d z z.
Proof. unfold inner, moved. rewrite <- !sum_scal, <- !sum_plus. apply sum_ext. intros; ring. Qed.
Lemma gram_line t : gram d (ln t) i i = inner d (moved t) (moved t).
Proof.
  apply sum_ext. intros s Hs. rewrite neuron_line by assumption. unfold one_replaced. rewrite Nat.eqb_refl. reflexivity.
Qed.
Lemma regular_on_line : exists e, 0 < e /\ forall t, Rabs t < e -> regular n k d (ln t).
Proof.
  destruct (regular_nearby p n k d Hreg) as [e He]. pose proof (cond_pos e) as Pe. set (K := 1 + inner d z z). pose proof (inner_nonneg d z) as Pz. assert (HK : 1 <= K) by (unfold K; lra).
  assert (B : forall I, Rabs (move I) <= K).
  { intros I. unfold move. destruct Nat.eqb; [|rewrite Rabs_R0; lra]. assert (Hs : (I mod d < d)%nat) by (apply Nat.mod_upper_bound; lia).
    pose proof (coord d z _ Hs) as C. unfold sqnorm in C. rewrite dot_sum in C. fold (inner d z z) in C. apply Rabs_le. unfold K. split; nra. }
  exists (e / K). split; [apply Rdiv_lt_0_compat; lra|]. intros t Ht. apply He. intros I. change (Rabs (p I + t * move I - p I) < e).
  replace (p I + t * move I - p I) with (t * move I) by ring. rewrite Rabs_mult. pose proof (B I). pose proof (Rabs_pos t). pose proof (Rabs_pos (move I)).
  apply Rle_lt_trans with (Rabs t * K); [apply Rmult_le_compat_l; lra|]. apply Rmult_lt_reg_r with (/ K); [apply Rinv_0_lt_compat; lra|].
  rewrite Rmult_assoc, Rinv_r, Rmult_1_r by lra. exact Ht.
Qed.
(* the share of the moved neuron, and its derivatives *)
Definition G (t : R) : R := share n k d i W (moved t).
Definition G1 (t : R) : R := derivative1 n k d (ln t) move - lin d (ln t) move i i / 2.
Definition B_form : R := derivative2 n k d p move - inner d z z / 2.
Lemma G_value t : regular n k d (ln t) -> G t = objective_atan n k d (ln t) - gram d (ln t) i i / 4 - rest n k d i W.
Proof.
  intros H. rewrite <- (objective_eq_atan n k d Hd Hk _ H), objective_F. rewrite (F_ext n k d _ (one_replaced i W (moved t))) by (intros; apply neuron_line; assumption).
  rewrite F_replaced by assumption. destruct H as [H _]. specialize (H i Hi). rewrite gram_line in *. rewrite pair_value_self by assumption. unfold G. field.
Qed.
Lemma derive_G t : locally t (fun t => regular n k d (ln t)) -> is_derive G t (G1 t).
Proof.
  intros H. apply (is_derive_ext_loc (fun t => objective_atan n k d (ln t) - gram d (ln t) i i / 4 - rest n k d i W)).
  - apply (filter_imp _ _) with (2 := H). intros t' Ht'. symmetry. apply G_value. assumption.
  - replace (G1 t) with (derivative1 n k d (ln t) move - /4 * (2 * lin d (ln t) move i i) - 0) by (unfold G1; field).
    apply @is_derive_minus; [|apply @is_derive_const]. apply @is_derive_minus; [apply derive_objective; exact (locally_singleton _ _ H)|].
    apply (is_derive_ext (fun t => /4 * gram d (ln t) i i)); [intros; unfold Rdiv; apply Rmult_comm|]. apply is_derive_scal. apply derive_gram_diag.
Qed.
Lemma derive_G1 : is_derive G1 0 B_form.
Proof.
  assert (R0 : regular n k d (ln 0)) by (rewrite line_0; exact Hreg).
  assert (Eg : gram d move i i = inner d z z) by (apply sum_ext; intros s Hs; rewrite neuron_move, Nat.eqb_refl by assumption; reflexivity).
  unfold B_form. rewrite <- Eg. replace (derivative2 n k d p move) with (derivative2 n k d (ln 0) move) by (rewrite line_0; reflexivity).
  apply @is_derive_minus; [apply derive_objective1; exact R0|].
  apply (is_derive_ext (fun t => /2 * lin d (ln t) move i i)); [intros; unfold Rdiv; apply Rmult_comm|].
  replace (gram d move i i / 2) with (/2 * gram d move i i) by field. apply is_derive_scal. apply derive_lin.
Qed.

Variable alpha : R.
Hypothesis Ha : 0 < alpha < 1.
Notation beta := (1 - alpha).
(* the two parts *)
Definition part1 (t : R) (s : nat) : R := alpha * W i s + t * z s.
Definition part2 (t : R) (s : nat) : R := beta * W i s - t * z s.
Definition split_weights (t : R) : nat -> nat -> R := two_parts n i W (part1 t) (part2 t).
Definition H_share (t : R) : R := alpha * G (t / alpha) + beta * G (- t / beta) - G 0.
Definition H_share1 (t : R) : R := G1 (t / alpha) - G1 (- t / beta).
Lemma part1_share t : share n k d i W (part1 t) = alpha * G (t / alpha).
Proof.
  unfold G. rewrite <- share_scal by lra. apply share_ext. intros s _. unfold part1, moved. field. lra.
Qed.
Lemma part2_share t : share n k d i W (part2 t) = beta * G (- t / beta).
Proof.
  unfold G. rewrite <- share_scal by lra. apply share_ext. intros s _. unfold part2, moved. field. lra.
Qed.
Notation w2 := (inner d (W i) (W i)). Notation wz := (inner d (W i) z). Notation z2 := (inner d z z).
Lemma product11 t : inner d (part1 t) (part1 t) = alpha^2 * w2 + 2 * alpha * t * wz + t^2 * z2.
Proof. unfold inner, part1. rewrite <- !sum_scal, <- !sum_plus. apply sum_ext. intros; ring. Qed.
Lemma product22 t : inner d (part2 t) (part2 t) = beta^2 * w2 - 2 * beta * t * wz + t^2 * z2.
Proof. unfold inner, part2. rewrite <- !sum_scal, <- sum_minus, <- !sum_plus. apply sum_ext. intros; ring. Qed.
Lemma product12 t : inner d (part1 t) (part2 t) = alpha * beta * w2 + (beta - alpha) * t * wz - t^2 * z2.
Proof. unfold inner, part1, part2. rewrite <- !sum_scal, <- !sum_plus, <- sum_minus. apply sum_ext. intros; ring. Qed.
Lemma w2_pos : 0 < w2.
Proof. exact (proj1 Hreg i Hi). Qed.
(* F of the n neurons at W, and of n + 1 at the parts *)
Lemma F_difference t : 0 < inner d (part1 t) (part1 t) -> 0 < inner d (part2 t) (part2 t) ->
  F (n + 1) k d (split_weights t) - F n k d W = H_share t + (pair_value d (part1 t) (part2 t) - inner d (part1 t) (part2 t) / 2).
Proof.
  intros P1 P2. unfold split_weights. rewrite F_parts by assumption. rewrite (F_ext n k d W (one_replaced i W (W i))).
  2:{ intros l s _ _. unfold one_replaced. destruct (Nat.eqb_spec i l) as [->|]; reflexivity. }
  rewrite F_replaced by assumption. rewrite !pair_value_self by (assumption || apply w2_pos). rewrite part1_share, part2_share, product11, product22, product12.
  assert (E0 : share n k d i W (W i) = G 0) by (unfold G; apply share_ext; intros s _; unfold moved; ring). rewrite E0. unfold H_share. field.
Qed.
Hypothesis Hneg : B_form < 0.
Notation kappa := (/ (alpha * beta)).
Lemma derive_H1 : is_derive H_share1 0 (B_form * kappa).
Proof.
  assert (S : forall a b, a <> 0 -> is_derive (fun t => G1 (b * t / a)) 0 (B_form * (b / a))).
  { intros a b Hab. replace (B_form * (b / a)) with (scal (b / a) B_form) by (unfold scal; simpl; unfold mult; simpl; ring).
    apply (is_derive_comp G1 (fun t => b * t / a)); [replace (b * 0 / a) with 0 by (field; assumption); apply derive_G1|]. auto_derive; [trivial|field; assumption]. }
  unfold H_share1. replace (B_form * kappa) with (B_form * (1 / alpha) - B_form * (-1 / beta)) by (field; lra).
  apply @is_derive_minus.
  - apply (is_derive_ext (fun t => G1 (1 * t / alpha))); [intros; f_equal; field; lra|apply S; lra].
  - apply (is_derive_ext (fun t => G1 (-1 * t / beta))); [intros; f_equal; field; lra|apply S; lra].
Qed.
(* H_share falls at least like t^2 *)
Lemma H_share_falls : exists e, 0 < e /\ forall t, 0 < t < e -> H_share t <= B_form * kappa / 4 * t^2.
Proof.
  destruct regular_on_line as [e1 [He1 R1]]. assert (Kp : 0 < kappa) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
  assert (Neg : B_form * kappa < 0) by nra. pose proof derive_H1 as D. apply is_derive_Reals in D. destruct (D (- (B_form * kappa) / 2) ltac:(lra)) as [e2 D2]. pose proof (cond_pos e2) as He2.
  assert (H10 : H_share1 0 = 0) by (unfold H_share1; replace (0 / alpha) with 0 by (field; lra); replace (- 0 / beta) with 0 by (field; lra); ring).
  assert (Slope : forall t, 0 <= t < e2 -> H_share1 t <= B_form * kappa / 2 * t).
  { intros t Ht. destruct (Req_dec t 0) as [->|Nz]; [rewrite H10; lra|]. specialize (D2 t Nz ltac:(rewrite Rabs_pos_eq; lra)). rewrite Rplus_0_l, H10, Rminus_0_r in D2.
    apply Rabs_def2 in D2. assert (Q : H_share1 t / t <= B_form * kappa / 2) by lra. apply (Rmult_le_compat_r t) in Q; [|lra].
    replace (H_share1 t / t * t) with (H_share1 t) in Q by (field; assumption). lra. }
  set (e := Rmin e2 (e1 * Rmin alpha beta)). assert (Hm : 0 < Rmin alpha beta) by (apply Rmin_glb_lt; lra).
  exists e. split; [apply Rmin_glb_lt; [assumption|apply Rmult_lt_0_compat; assumption]|]. intros t Ht.
  assert (T2 : t < e2) by (pose proof (Rmin_l e2 (e1 * Rmin alpha beta)); unfold e in Ht; lra).
  assert (T1 : t < e1 * Rmin alpha beta) by (pose proof (Rmin_r e2 (e1 * Rmin alpha beta)); unfold e in Ht; lra).
  assert (DG : forall x, Rabs x < e1 -> is_derive G x (G1 x)).
  { intros x Hx. apply derive_G. assert (Hr : 0 < e1 - Rabs x) by lra. exists (mkposreal _ Hr). intros y Hy. apply R1. change (Rabs (y - x) < e1 - Rabs x) in Hy.
    replace y with (x + (y - x)) by ring. pose proof (Rabs_triang x (y - x)). lra. }
  assert (DH : forall x, 0 <= x <= t -> is_derive H_share x (H_share1 x)).
  { intros x Hx. assert (B1 : Rabs (x / alpha) < e1).
    { rewrite Rabs_pos_eq by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]). apply Rmult_lt_reg_r with alpha; [lra|].
      replace (x / alpha * alpha) with x by (field; lra). pose proof (Rmin_l alpha beta). nra. }
    assert (B2 : Rabs (- x / beta) < e1).
    { replace (- x / beta) with (- (x / beta)) by (field; lra). rewrite Rabs_Ropp, Rabs_pos_eq by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]). apply Rmult_lt_reg_r with beta; [lra|].
      replace (x / beta * beta) with x by (field; lra). pose proof (Rmin_r alpha beta). nra. }
    unfold H_share. replace (H_share1 x) with (alpha * (/ alpha * G1 (x / alpha)) + beta * (- / beta * G1 (- x / beta)) - 0) by (unfold H_share1; field; lra).
    apply @is_derive_minus; [|apply @is_derive_const]. apply @is_derive_plus; apply is_derive_scal.
    - apply (is_derive_comp G (fun x => x / alpha)); [apply DG; assumption|]. auto_derive; [trivial|field; lra].
    - apply (is_derive_comp G (fun x => - x / beta)); [apply DG; assumption|]. auto_derive; [trivial|field; lra]. }
  destruct (MVT_gen (fun x => H_share x - B_form * kappa / 4 * x^2) 0 t (fun x => H_share1 x - B_form * kappa / 2 * x)) as [c [Hc E]]; rewrite ?Rmin_left, ?Rmax_right in * by lra.
  - intros x Hx. apply @is_derive_minus; [apply DH; lra|]. auto_derive; [trivial|field]. lra.
  - intros x Hx. apply derivable_continuous_pt. exists (H_share1 x - B_form * kappa / 2 * x). apply is_derive_Reals. apply @is_derive_minus; [apply DH; lra|]. auto_derive; [trivial|field]. lra.
  - assert (H0 : H_share 0 = 0) by (unfold H_share; replace (0 / alpha) with 0 by (field; lra); replace (- 0 / beta) with 0 by (field; lra); ring).
    rewrite H0 in E. pose proof (Slope c ltac:(lra)). assert ((H_share1 c - B_form * kappa / 2 * c) * (t - 0) <= 0) by nra. nra.
Qed.
(* a polynomial that is positive at 0 *)
Lemma positive_near_0 a b c : 0 < a -> exists e, 0 < e /\ forall t, 0 < t < e -> 0 < a + b * t + c * t^2.
Proof.
  intros Ha0. set (m := 1 + Rabs b + Rabs c). pose proof (Rabs_pos b). pose proof (Rabs_pos c). exists (Rmin 1 (a / m)).
  assert (Hm : 0 < m) by (unfold m; lra). split; [apply Rmin_glb_lt; [lra|apply Rdiv_lt_0_compat; assumption]|]. intros t Ht.
  assert (T1 : t < 1) by (pose proof (Rmin_l 1 (a / m)); lra). assert (T2 : t * m < a).
  { pose proof (Rmin_r 1 (a / m)). apply Rmult_lt_reg_r with (/ m); [apply Rinv_0_lt_compat; assumption|]. rewrite Rmult_assoc, Rinv_r, Rmult_1_r by lra. unfold Rdiv in *. lra. }
  pose proof (Rle_abs (- b)). pose proof (Rle_abs (- c)). rewrite Rabs_Ropp in *. assert (t^2 <= t) by nra. assert (- b * t <= Rabs b * t) by nra. assert (- c * t^2 <= Rabs c * t) by nra. unfold m in T2. nra.
Qed.
Theorem split_descends eps : 0 < eps -> exists Q, distance2 (n + 1) d Q (split_weights 0) < eps^2 /\ F (n + 1) k d Q < F n k d W.
Proof.
  intros Heps. destruct H_share_falls as [e0 [He0 Fall]]. pose proof w2_pos as Hw. pose proof PI_RGT_0 as HP. assert (Kp : 0 < kappa) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
  set (A := w2 * z2 - wz^2). set (m1 := alpha^2 * w2 / 2). set (m2 := beta^2 * w2 / 2).
  assert (Hm1 : 0 < m1) by (unfold m1; assert (0 < alpha^2) by (apply pow_lt; lra); nra). assert (Hm2 : 0 < m2) by (unfold m2; assert (0 < beta^2) by (apply pow_lt; lra); nra).
  destruct (positive_near_0 m1 (2 * alpha * wz) z2 Hm1) as [e1 [He1 P1]]. destruct (positive_near_0 m2 (- 2 * beta * wz) z2 Hm2) as [e2 [He2 P2]].
  destruct (positive_near_0 (alpha * beta * w2) ((beta - alpha) * wz) (- z2) ltac:(apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra|assumption])) as [e3 [He3 P3]].
  set (C3 := sqrt A ^ 3 / (2 * PI * (m1 * m2))). assert (HC : 0 <= C3).
  { unfold C3. apply Rmult_le_pos; [apply pow_le, sqrt_pos|]. left. apply Rinv_0_lt_compat. apply Rmult_lt_0_compat; [lra|apply Rmult_lt_0_compat; assumption]. }
  destruct (positive_near_0 (- (B_form * kappa / 4)) (- C3) 0 ltac:(nra)) as [e4 [He4 P4]]. destruct (positive_near_0 (eps^2) 0 (- 2 * z2) ltac:(apply pow_lt; assumption)) as [e5 [He5 P5]].
  set (t := Rmin (Rmin (Rmin e0 e1) (Rmin e2 e3)) (Rmin e4 e5) / 2).
  assert (Hall : 0 < t /\ t < e0 /\ t < e1 /\ t < e2 /\ t < e3 /\ t < e4 /\ t < e5).
  { pose proof (Rmin_l (Rmin (Rmin e0 e1) (Rmin e2 e3)) (Rmin e4 e5)). pose proof (Rmin_r (Rmin (Rmin e0 e1) (Rmin e2 e3)) (Rmin e4 e5)).
    pose proof (Rmin_l (Rmin e0 e1) (Rmin e2 e3)). pose proof (Rmin_r (Rmin e0 e1) (Rmin e2 e3)). pose proof (Rmin_l e0 e1). pose proof (Rmin_r e0 e1).
    pose proof (Rmin_l e2 e3). pose proof (Rmin_r e2 e3). pose proof (Rmin_l e4 e5). pose proof (Rmin_r e4 e5).
    assert (0 < Rmin (Rmin (Rmin e0 e1) (Rmin e2 e3)) (Rmin e4 e5)) by (repeat apply Rmin_glb_lt; assumption). unfold t. lra. }
  clearbody t. destruct Hall as [Ht [T0 [T1 [T2 [T3 [T4 T5]]]]]].
  specialize (P1 t ltac:(lra)). specialize (P2 t ltac:(lra)). specialize (P3 t ltac:(lra)). specialize (P4 t ltac:(lra)). specialize (P5 t ltac:(lra)). specialize (Fall t ltac:(lra)).
  assert (Q1 : m1 <= inner d (part1 t) (part1 t)) by (rewrite product11; unfold m1 in *; lra).
  assert (Q2 : m2 <= inner d (part2 t) (part2 t)) by (rewrite product22; unfold m2 in *; lra).
  assert (Q3 : 0 <= inner d (part1 t) (part2 t)) by (rewrite product12; lra).
  exists (split_weights t). split.
  - unfold distance2. rewrite (sum_ext (n + 1) _ (fun l => (if Nat.eqb i l then t^2 * z2 else 0) + (if Nat.eqb n l then t^2 * z2 else 0))).
    + rewrite sum_plus, (sum_single (n + 1) i (fun _ => t^2 * z2)), (sum_single (n + 1) n (fun _ => t^2 * z2)) by lia. lra.
    + intros l Hl. unfold split_weights, two_parts, one_replaced. destruct (Nat.ltb_spec l n); destruct (Nat.eqb_spec n l); try lia; destruct (Nat.eqb_spec i l); try lia.
      * rewrite Rplus_0_r. unfold inner. rewrite <- sum_scal. apply sum_ext. intros s _. unfold part1. ring.
      * rewrite Rplus_0_r, <- (sum_0 d). apply sum_ext. intros; ring.
      * rewrite Rplus_0_l. unfold inner. rewrite <- sum_scal. apply sum_ext. intros s _. unfold part2. ring.
  - pose proof (F_difference t ltac:(lra) ltac:(lra)) as D.
    pose proof (pair_value_parallel d (part1 t) (part2 t) ltac:(lra) ltac:(lra) Q3) as L.
    set (u11 := inner d (part1 t) (part1 t)) in *. set (u22 := inner d (part2 t) (part2 t)) in *. set (u12 := inner d (part1 t) (part2 t)) in *.
    assert (Ea : u11 * u22 - u12^2 = t^2 * A) by (unfold u11, u22, u12; rewrite product11, product22, product12; unfold A; ring).
    rewrite Ea, sqrt_mult_alt, sqrt_pow2 in L by nra.
    assert (Bd : (t * sqrt A)^3 / (2 * PI * (u11 * u22)) <= C3 * t^3).
    { unfold C3. replace (sqrt A ^ 3 / (2 * PI * (m1 * m2)) * t^3) with ((t * sqrt A)^3 / (2 * PI * (m1 * m2))) by (field; repeat split; lra).
      apply Rmult_le_compat_l; [apply pow_le, Rmult_le_pos; [lra|apply sqrt_pos]|]. apply Rinv_le_contravar; [apply Rmult_lt_0_compat; [lra|apply Rmult_lt_0_compat; assumption]|].
      apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat; lra. }
    assert (0 < t^2) by (apply pow_lt; assumption). assert (0 < t^2 * (- (B_form * kappa / 4) + - C3 * t + 0 * t^2)) by (apply Rmult_lt_0_compat; assumption). nra.
Qed.
(* the split point itself has the same value *)
Theorem split_value : F (n + 1) k d (split_weights 0) = F n k d W.
Proof.
  pose proof w2_pos as Hw. assert (Q1 : 0 < alpha^2 * w2) by (apply Rmult_lt_0_compat; [apply pow_lt; lra|assumption]). assert (Q2 : 0 < beta^2 * w2) by (apply Rmult_lt_0_compat; [apply pow_lt; lra|assumption]).
  pose proof (F_difference 0) as D. rewrite product11, product22 in D. specialize (D ltac:(lra) ltac:(lra)).
  assert (E : pair_value d (part1 0) (part2 0) = inner d (part1 0) (part2 0) / 2).
  { rewrite product12. unfold pair_value. transitivity (pair_value d (fun s => alpha * W i s) (fun s => beta * W i s)).
    - apply pair_value_ext; intros s _; unfold part1, part2; ring.
    - rewrite pair_value_scal, pair_value_scal_l, pair_value_self by (assumption || lra). field. }
  rewrite E in D. assert (H0 : H_share 0 = 0) by (unfold H_share; replace (0 / alpha) with 0 by (field; lra); replace (- 0 / beta) with 0 by (field; lra); ring). lra.
Qed.
End Descent.
