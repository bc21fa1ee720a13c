(* F >= 0 everywhere, from its closed form: the pair function is a positive semidefinite kernel.
   With v = cos of the angle, (S7) is |a||b|/2 pi times kernel v = sqrt(1-v^2) + (pi - acos v) v = 1 + (pi/2) v + psi v.  For t < 1,
   psi (t v)/t has the derivative (1 - sqrt(1 - t^2 v^2))/t^2 in t, and 1 - sqrt(1-u) is a limit of polynomials with coefficients >= 0. *)
From Coq Require Import Arith Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Statements PairFunction.
Open Scope R_scope.

(* Kernels of the form phi_p . phi_q: closed under sums and products. *)
Definition gram_kernel (K : nat -> nat -> R) : Prop := exists m phi, forall p q, K p q = inner m (phi p) (phi q).
Lemma gram_const a : 0 <= a -> gram_kernel (fun _ _ => a).
Proof. intros Ha. exists 1%nat, (fun _ _ => sqrt a). intros. unfold inner; simpl. rewrite sqrt_sqrt by assumption. ring. Qed.
Lemma gram_plus K L : gram_kernel K -> gram_kernel L -> gram_kernel (fun p q => K p q + L p q).
Proof.
  intros [m [f Hf]] [l [g Hg]]. exists (m + l)%nat, (fun p i => if Nat.ltb i m then f p i else g p (i - m)%nat). intros p q.
  rewrite Hf, Hg. unfold inner. rewrite sum_app. f_equal; apply sum_ext; intros i Hi.
  - destruct (Nat.ltb_spec i m); [reflexivity|lia].
  - destruct (Nat.ltb_spec (m + i) m); [lia|]. replace (m + i - m)%nat with i by lia. reflexivity.
Qed.
Lemma gram_mult K L : gram_kernel K -> gram_kernel L -> gram_kernel (fun p q => K p q * L p q).
Proof.
  intros [m [f Hf]] [l [g Hg]]. exists (m * l)%nat, (fun p i => f p (i / l)%nat * g p (i mod l)%nat). intros p q.
  rewrite Hf, Hg. unfold inner. rewrite sum_rows, <- sum_scal_r. apply sum_ext; intros i Hi. rewrite <- sum_scal. apply sum_ext; intros j Hj.
  destruct (divmod l i j Hj) as [-> ->]. ring.
Qed.
Definition form (N : nat) (x : nat -> R) (K : nat -> nat -> R) : R := sum N (fun p => sum N (fun q => x p * x q * K p q)).
Lemma gram_form N x K : gram_kernel K -> 0 <= form N x K.
Proof.
  intros [m [f Hf]]. unfold form.
  rewrite (sum_ext N _ (fun p => sum m (fun i => sum N (fun q => (x p * f p i) * (x q * f q i))))).
  - rewrite (sum_swap N m (fun p i => sum N (fun q => (x p * f p i) * (x q * f q i)))). apply sum_nonneg. intros i _.
    rewrite (sum_ext N _ (fun p => (x p * f p i) * sum N (fun q => x q * f q i))) by (intros; apply sum_scal).
    rewrite sum_scal_r. apply Rle_0_sqr.
  - intros p _. rewrite (sum_swap m N (fun i q => (x p * f p i) * (x q * f q i))). apply sum_ext; intros q _.
    rewrite Hf. unfold inner. rewrite <- sum_scal. apply sum_ext; intros; ring.
Qed.
Lemma form_ext N x K L : (forall p q, (p < N)%nat -> (q < N)%nat -> K p q = L p q) -> form N x K = form N x L.
Proof. intros H. apply sum_ext; intros p Hp; apply sum_ext; intros q Hq. rewrite H by assumption. reflexivity. Qed.
Lemma form_plus N x K L : form N x (fun p q => K p q + L p q) = form N x K + form N x L.
Proof.
  unfold form. rewrite <- sum_plus. apply sum_ext; intros p _. rewrite <- sum_plus. apply sum_ext; intros; ring.
Qed.
Lemma form_scal N x a K : form N x (fun p q => a * K p q) = a * form N x K.
Proof. unfold form. rewrite <- sum_scal. apply sum_ext; intros p _. rewrite <- sum_scal. apply sum_ext; intros; ring. Qed.
(* kernels that are near each other *)
Definition weight_sum (N : nat) (x : nat -> R) : R := sum N (fun p => sum N (fun q => Rabs (x p * x q))).
Lemma weight_sum_nonneg N x : 0 <= weight_sum N x.
Proof. apply sum_nonneg; intros; apply sum_nonneg; intros; apply Rabs_pos. Qed.
Lemma form_near N x K L e : (forall p q, (p < N)%nat -> (q < N)%nat -> Rabs (K p q - L p q) <= e) ->
  form N x L - e * weight_sum N x <= form N x K.
Proof.
  intros H. unfold form, weight_sum. rewrite <- sum_scal, <- sum_minus. apply sum_le; intros p Hp.
  rewrite <- sum_scal, <- sum_minus. apply sum_le; intros q Hq. specialize (H p q Hp Hq).
  assert (B : Rabs (x p * x q * (L p q - K p q)) <= e * Rabs (x p * x q)).
  { rewrite Rabs_mult, Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|]. rewrite Rabs_minus_sym. assumption. }
  pose proof (Rle_abs (x p * x q * (L p q - K p q))). nra.
Qed.

(* s = 1 - sqrt(1-u) solves s = (u + s^2)/2; the iteration starting from 0 *)
Fixpoint root_step (n : nat) (u : R) : R := match n with O => 0 | S m => (u + root_step m u ^ 2) / 2 end.
Lemma root_step_gram n K : gram_kernel K -> gram_kernel (fun p q => root_step n (K p q)).
Proof.
  intros HK. induction n; simpl; [apply gram_const; lra|].
  assert (E : forall M, gram_kernel M -> gram_kernel (fun p q => M p q / 2)).
  { intros M HM. apply (gram_mult M (fun _ _ => /2)); [assumption|apply gram_const; lra]. }
  apply (E (fun p q => K p q + root_step n (K p q) * (root_step n (K p q) * 1))). apply gram_plus; [assumption|].
  apply (gram_mult (fun p q => root_step n (K p q)) (fun p q => root_step n (K p q) * 1)); [assumption|].
  apply (gram_mult (fun p q => root_step n (K p q)) (fun _ _ => 1)); [assumption|apply gram_const; lra].
Qed.
Lemma root_step_near n u b : 0 <= u <= b -> b < 1 ->
  0 <= root_step n u <= 1 - sqrt (1-u) /\ 1 - sqrt (1-u) - root_step n u <= (1 - sqrt (1-b)) ^ n.
Proof.
  intros Hu Hb. set (s := 1 - sqrt (1-u)). set (r := 1 - sqrt (1-b)).
  assert (Q : sqrt (1-u) * sqrt (1-u) = 1-u) by (apply sqrt_sqrt; lra).
  assert (Es : s = (u + s^2)/2) by (unfold s; nra).
  assert (Hr : s <= r) by (unfold s, r; pose proof (sqrt_le_1_alt (1-b) (1-u)); lra).
  assert (S1 : sqrt (1-u) <= 1) by (rewrite <- sqrt_1 at 2; apply sqrt_le_1_alt; lra).
  assert (S0 : 0 <= s) by (unfold s; lra).
  assert (R1 : r <= 1) by (unfold r; pose proof (sqrt_pos (1-b)); lra).
  induction n as [|n [[IH1 IH2] IH3]]; [simpl; lra|]. cbn [root_step].
  fold s in IH2, IH3 |- *. fold r in IH3 |- *. change (r ^ S n) with (r * r ^ n).
  set (y := root_step n u) in *. set (e := r^n) in *. clearbody y e s r.
  assert (Y : 0 <= y^2 <= s^2) by (split; nra). split; [lra|].
  apply Rle_trans with (r * (s - y)); [nra|]. apply Rmult_le_compat_l; lra.
Qed.
(* so the kernel 1 - sqrt(1 - K) is nonnegative *)
Lemma root_form N x K b : gram_kernel K -> (forall p q, (p < N)%nat -> (q < N)%nat -> 0 <= K p q <= b) -> b < 1 ->
  0 <= form N x (fun p q => 1 - sqrt (1 - K p q)).
Proof.
  intros HK H Hb. destruct N as [|N]; [unfold form; simpl; lra|]. set (r := 1 - sqrt (1-b)).
  assert (b0 : 0 <= b) by (specialize (H O O ltac:(lia) ltac:(lia)); lra).
  assert (Hr : 0 <= r < 1). { unfold r. pose proof (sqrt_lt_R0 (1-b) ltac:(lra)). assert (sqrt (1-b) <= 1) by (rewrite <- sqrt_1 at 2; apply sqrt_le_1_alt; lra). lra. }
  apply Rnot_lt_le. intros Hn. set (f := form (S N) x (fun p q => 1 - sqrt (1 - K p q))) in *. pose proof (weight_sum_nonneg (S N) x) as HW.
  destruct (pow_lt_1_zero r ltac:(rewrite Rabs_pos_eq; lra) (- f / (weight_sum (S N) x + 1)) ltac:(apply Rdiv_lt_0_compat; lra)) as [n Hpow].
  specialize (Hpow n (le_n n)). rewrite Rabs_pos_eq in Hpow by (apply pow_le; lra).
  assert (G := gram_form (S N) x _ (root_step_gram n K HK)).
  assert (L := form_near (S N) x (fun p q => 1 - sqrt (1 - K p q)) (fun p q => root_step n (K p q)) (r^n)).
  fold f in L. assert (L2 : form (S N) x (fun p q => root_step n (K p q)) - r^n * weight_sum (S N) x <= f).
  { apply L. intros p q Hp Hq. destruct (root_step_near n (K p q) b (H p q Hp Hq) Hb) as [A B]. fold r in B. apply Rabs_le. lra. }
  assert (r^n * (weight_sum (S N) x + 1) < - f).
  { apply Rmult_lt_reg_r with (/ (weight_sum (S N) x + 1)); [apply Rinv_0_lt_compat; lra|]. rewrite Rmult_assoc, Rinv_r by lra. unfold Rdiv in Hpow. lra. }
  pose proof (pow_le r n ltac:(lra)). nra.
Qed.

(* psi v = v asin v + sqrt(1-v^2) - 1 *)
Definition psi (v : R) : R := v * atan (v / sqrt (1 - v^2)) + sqrt (1 - v^2) - 1.
Lemma derive_psi v : v^2 < 1 -> is_derive psi v (atan (v / sqrt (1 - v^2))).
Proof.
  intros Hv. assert (P : 0 < sqrt (1 - v^2)) by (apply sqrt_lt_R0; lra). assert (Q : sqrt (1 - v^2) * sqrt (1 - v^2) = 1 - v^2) by (apply sqrt_sqrt; lra).
  unfold psi. auto_derive; replace (1 + - (v * (v * 1))) with (1 - v^2) by (simpl; ring).
  - repeat split; try assumption; lra.
  - set (s := sqrt (1 - v^2)) in *. clearbody s.
    assert (E : 1 + v * / s * (v * / s * 1) = / (s * s)) by (replace (1 + v * / s * (v * / s * 1)) with ((s * s + v^2) * / (s * s)) by (field; lra); rewrite Q; ring).
    rewrite E. transitivity (atan (v * / s) + v * / s * (s * s + v^2 - 1)); [field; lra|rewrite Q; unfold Rdiv; ring].
Qed.
Section Kernel.
Variables (N d : nat) (x : nat -> R) (u : nat -> nat -> R).
Notation c p q := (inner d (u p) (u q)).
Hypothesis Hc : forall p q, (p < N)%nat -> (q < N)%nat -> Rabs (c p q) <= 1.
Lemma c_square p q t : (p < N)%nat -> (q < N)%nat -> 0 <= t < 1 -> (c p q * t)^2 <= t^2 < 1.
Proof. intros Hp Hq Ht. pose proof (Hc p q Hp Hq) as H. apply Rabs_le_between in H. split; [|nra]. assert (c p q ^ 2 <= 1) by nra. assert (0 <= t^2) by nra. nra. Qed.
Definition psi_form (t : R) : R := form N x (fun p q => psi (c p q * t)).
Definition psi_form_1 (t : R) : R := form N x (fun p q => c p q * atan (c p q * t / sqrt (1 - (c p q * t)^2))).
Lemma derive_psi_form t : 0 <= t < 1 -> is_derive psi_form t (psi_form_1 t).
Proof.
  intros Ht. unfold psi_form, psi_form_1, form. apply (is_derive_sum N (fun p t => sum N (fun q => x p * x q * psi (c p q * t)))). intros p Hp.
  apply (is_derive_sum N (fun q t => x p * x q * psi (c p q * t))). intros q Hq. apply is_derive_scal.
  apply (is_derive_comp psi (fun t => c p q * t) t _ (c p q)); [apply derive_psi; pose proof (c_square p q t Hp Hq Ht); lra|].
  auto_derive; [trivial|ring].
Qed.
Lemma psi_form_slope t : 0 <= t < 1 -> psi_form t <= t * psi_form_1 t.
Proof.
  intros Ht. assert (E : t * psi_form_1 t - psi_form t = form N x (fun p q => 1 - sqrt (1 - (c p q * t)^2))).
  { unfold psi_form_1, psi_form. rewrite <- form_scal. replace (- form N x (fun p q => psi (c p q * t))) with ((-1) * form N x (fun p q => psi (c p q * t))) by ring.
    unfold Rminus at 1. replace (- form N x (fun p q => psi (c p q * t))) with ((-1) * form N x (fun p q => psi (c p q * t))) by ring.
    rewrite <- form_scal, <- form_plus. apply form_ext. intros p q _ _. unfold psi. ring. }
  assert (G : gram_kernel (fun p q => (c p q * t)^2)).
  { assert (G1 : gram_kernel (fun p q => c p q)) by (exists d, u; reflexivity).
    assert (G2 : gram_kernel (fun p q => c p q * t)) by (apply (gram_mult _ (fun _ _ => t)); [assumption|apply gram_const; lra]).
    simpl. apply (gram_mult (fun p q => c p q * t) (fun p q => c p q * t * 1)); [assumption|].
    apply (gram_mult (fun p q => c p q * t) (fun _ _ => 1)); [assumption|apply gram_const; lra]. }
  assert (P := root_form N x (fun p q => (c p q * t)^2) (t^2) G). assert (0 <= t * psi_form_1 t - psi_form t); [|lra]. rewrite E. apply P; [|nra].
  intros p q Hp Hq. split; [apply pow2_ge_0|]. apply (c_square p q t Hp Hq Ht).
Qed.
Lemma psi_form_0 : psi_form 0 = 0.
Proof.
  unfold psi_form. rewrite (form_ext N x _ (fun _ _ => 0 * 0)); [rewrite form_scal; ring|]. intros p q _ _. unfold psi.
  rewrite Rmult_0_r. replace (1 - 0^2) with 1 by ring. rewrite sqrt_1. ring.
Qed.
Lemma psi_form_1_0 : psi_form_1 0 = 0.
Proof.
  unfold psi_form_1. rewrite (form_ext N x _ (fun _ _ => 0 * 0)); [rewrite form_scal; ring|]. intros p q _ _.
  rewrite Rmult_0_r. unfold Rdiv. rewrite Rmult_0_l, atan_0. ring.
Qed.
(* psi_form t / t increases from 0 *)
Lemma psi_form_nonneg t : 0 < t < 1 -> 0 <= psi_form t.
Proof.
  intros Ht. apply Rnot_lt_le. intros Hn. set (eta := - (psi_form t / t)).
  assert (He : 0 < eta). { unfold eta. assert (0 < - psi_form t / t) by (apply Rdiv_lt_0_compat; lra). unfold Rdiv in *. lra. }
  assert (D := derive_psi_form 0 ltac:(lra)). rewrite psi_form_1_0 in D. apply is_derive_Reals in D.
  destruct (D (eta/2) ltac:(lra)) as [del Hdel]. pose proof (cond_pos del) as Pd.
  set (e := Rmin (del/2) (t/2)). assert (E1 : 0 < e) by (unfold e; apply Rmin_glb_lt; lra).
  assert (E2 : e <= del/2) by apply Rmin_l. assert (E3 : e <= t/2) by apply Rmin_r.
  specialize (Hdel e ltac:(lra) ltac:(rewrite Rabs_pos_eq; lra)). rewrite psi_form_0, !Rplus_0_l in Hdel.
  assert (M : psi_form e / e <= psi_form t / t).
  { destruct (MVT_gen (fun s => psi_form s / s) e t (fun s => (psi_form_1 s * s - psi_form s) / s^2)) as [s [Hs HM]]; rewrite ?Rmin_left, ?Rmax_right in * by lra.
    - intros s Hs. pose proof (derive_psi_form s ltac:(lra)) as Ds. auto_derive; [repeat split; [eexists; exact Ds|lra]|].
      rewrite (derive_value _ _ _ Ds). field. lra.
    - intros s Hs. pose proof (derive_psi_form s ltac:(lra)) as Ds. apply derivable_continuous_pt, ex_derive_Reals_0. auto_derive. repeat split; [eexists; exact Ds|lra].
    - pose proof (psi_form_slope s ltac:(lra)). assert (0 <= (psi_form_1 s * s - psi_form s) / s^2); [|nra].
      apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat. nra. }
  replace ((psi_form e - 0) / e - 0) with (psi_form e / e) in Hdel by (unfold Rdiv; ring).
  apply Rabs_def2 in Hdel. unfold eta in *. lra.
Qed.
End Kernel.

(* the kernel of (S7) on unit vectors *)
Definition kernel (v : R) : R := sqrt (1 - v^2) + (PI - acos v) * v.
Lemma kernel_psi v : v^2 < 1 -> kernel v = 1 + (PI/2 * v + psi v).
Proof.
  intros Hv. unfold kernel, psi. rewrite acos_asin by nra. rewrite asin_atan by nra. replace (1 - v²) with (1 - v^2) by (unfold Rsqr; ring). field. 
Qed.
Lemma continuous_acos v : v <> 0 -> continuous acos v.
Proof.
  assert (P : forall v, 0 < v -> continuous acos v).
  { intros w Hw. apply (continuous_ext_loc (T := R_UniformSpace) (U := R_UniformSpace) acos (fun y => atan (sqrt (1 - y²) / y)) w).
    - exists (mkposreal w Hw). intros y Hy. symmetry. apply acos_atan. change (Rabs (y - w) < w) in Hy. apply Rabs_def2 in Hy. lra.
    - apply (continuous_comp (fun y => sqrt (1 - y²) / y) atan); [|apply continuous_atan].
      apply (continuous_mult (K := R_AbsRing) (fun y => sqrt (1 - y²)) (fun y => / y)).
      + apply (continuous_comp (fun y => 1 - y²) sqrt); [|apply continuous_sqrt]. apply (ex_derive_continuous (fun y => 1 - y²)). unfold Rsqr. auto_derive. trivial.
      + apply continuous_Rinv. lra. }
  intros Hv. destruct (Rlt_le_dec 0 v) as [H|H]; [apply P; assumption|].
  apply (continuous_ext (fun y => PI - acos (- y))).
  - intros y. rewrite acos_opp. match goal with |- ?a = ?b => change (@eq R a b) end. ring.
  - apply (continuous_minus (V := R_NormedModule) (fun _ => PI) (fun y => acos (- y))); [apply continuous_const|].
    apply (continuous_comp (fun y => - y) acos); [|apply P; lra]. apply (ex_derive_continuous (fun y => - y)). auto_derive. trivial.
Qed.
Lemma continuous_kernel v : v <> 0 -> continuous kernel v.
Proof.
  intros Hv. apply (continuous_plus (V := R_NormedModule) (fun v => sqrt (1 - v^2)) (fun v => (PI - acos v) * v)).
  - apply (continuous_comp (fun y => 1 - y^2) sqrt); [|apply continuous_sqrt]. apply (ex_derive_continuous (fun y => 1 - y^2)). auto_derive. trivial.
  - apply (continuous_mult (K := R_AbsRing) (fun v => PI - acos v) (fun v => v)); [|apply continuous_id].
    apply (continuous_minus (V := R_NormedModule) (fun _ => PI) acos); [apply continuous_const|apply continuous_acos; assumption].
Qed.
Lemma continuous_sum n (f : nat -> R -> R) t : (forall i, (i < n)%nat -> continuous (f i) t) -> continuous (fun t => sum n (fun i => f i t)) t.
Proof.
  revert f; induction n; simpl; intros f H; [apply continuous_const|].
  apply (continuous_plus (V := R_NormedModule) (f O) (fun t => sum n (fun i => f (S i) t))); [apply H; lia|]. apply (IHn (fun i => f (S i))). intros; apply H; lia.
Qed.
(* Positive semidefinite, for vectors with inner products in [-1, 1]; even with its linear part left out. *)
Theorem kernel_even_nonneg N d x u : (forall p q, (p < N)%nat -> (q < N)%nat -> Rabs (inner d (u p) (u q)) <= 1) ->
  0 <= form N x (fun p q => kernel (inner d (u p) (u q)) - PI/2 * inner d (u p) (u q)).
Proof.
  intros Hc. set (g := fun t => form N x (fun p q => kernel (inner d (u p) (u q) * t) - PI/2 * (inner d (u p) (u q) * t))).
  assert (E : form N x (fun p q => kernel (inner d (u p) (u q)) - PI/2 * inner d (u p) (u q)) = g 1) by (apply form_ext; intros; rewrite Rmult_1_r; reflexivity).
  assert (P : forall t, 0 < t < 1 -> 0 <= g t).
  { intros t Ht. unfold g. rewrite (form_ext N x _ (fun p q => 1 + psi (inner d (u p) (u q) * t))).
    - rewrite form_plus. apply Rplus_le_le_0_compat; [|apply psi_form_nonneg; assumption]. apply gram_form, gram_const. lra.
    - intros p q Hp Hq. rewrite kernel_psi by (pose proof (c_square N d u Hc p q t Hp Hq ltac:(lra)); lra). field. }
  assert (C : continuous g 1).
  { unfold g, form. apply (continuous_sum N (fun p t => sum N (fun q => x p * x q * (kernel (inner d (u p) (u q) * t) - PI/2 * (inner d (u p) (u q) * t))))). intros p Hp.
    apply (continuous_sum N (fun q t => x p * x q * (kernel (inner d (u p) (u q) * t) - PI/2 * (inner d (u p) (u q) * t)))). intros q Hq.
    apply (continuous_mult (K := R_AbsRing) (fun _ => x p * x q) (fun t => kernel (inner d (u p) (u q) * t) - PI/2 * (inner d (u p) (u q) * t))); [apply continuous_const|].
    set (c := inner d (u p) (u q)). apply (continuous_minus (V := R_NormedModule) (fun t => kernel (c * t)) (fun t => PI/2 * (c * t))).
    2:{ apply (ex_derive_continuous (fun t => PI/2 * (c * t))). auto_derive. trivial. }
    destruct (Req_dec c 0) as [->|Hn].
    - apply (continuous_ext (fun _ => kernel 0)); [intros t; rewrite Rmult_0_l; reflexivity|apply continuous_const].
    - apply (continuous_comp (fun t => c * t) kernel); [apply (ex_derive_continuous (fun t => c * t)); auto_derive; trivial|].
      apply continuous_kernel. lra. }
  rewrite E. apply Rnot_lt_le. intros Hn. destruct (C (fun y => y < 0)) as [e He].
  - exists (mkposreal (- g 1) ltac:(lra)). intros y Hy. change (Rabs (y - g 1) < - g 1) in Hy. apply Rabs_def2 in Hy. lra.
  - pose proof (cond_pos e). set (t := 1 - Rmin (e/2) (1/2)). assert (0 < Rmin (e/2) (1/2)) by (apply Rmin_glb_lt; lra).
    pose proof (Rmin_l (e/2) (1/2)). pose proof (Rmin_r (e/2) (1/2)). specialize (P t ltac:(unfold t; lra)). specialize (He t).
    assert (g t < 0); [|lra]. apply He. change (Rabs (t - 1) < e). apply Rabs_def1; unfold t; lra.
Qed.
Corollary kernel_linear_part N d x u : (forall p q, (p < N)%nat -> (q < N)%nat -> Rabs (inner d (u p) (u q)) <= 1) ->
  PI/2 * form N x (fun p q => inner d (u p) (u q)) <= form N x (fun p q => kernel (inner d (u p) (u q))).
Proof.
  intros Hc. pose proof (kernel_even_nonneg N d x u Hc) as H.
  rewrite (form_ext N x _ (fun p q => kernel (inner d (u p) (u q)) + (- (PI/2)) * inner d (u p) (u q))) in H by (intros; ring).
  rewrite form_plus, form_scal in H. lra.
Qed.

(* Cauchy-Schwarz, and vectors of length 1 or 0 *)
Lemma inner_comm d a b : inner d a b = inner d b a. Proof. apply sum_ext; intros; ring. Qed.
Lemma inner_nonneg d a : 0 <= inner d a a. Proof. apply sum_nonneg. intros; apply Rle_0_sqr. Qed.
Lemma inner_combine d r s a b y : inner d (fun i => r * a i + s * b i) y = r * inner d a y + s * inner d b y.
Proof. unfold inner. rewrite <- !sum_scal, <- sum_plus. apply sum_ext; intros; ring. Qed.
Lemma inner_scal d r a y : inner d (fun i => r * a i) y = r * inner d a y.
Proof. unfold inner. rewrite <- sum_scal. apply sum_ext; intros; ring. Qed.
Lemma inner_zero d a b : inner d a a = 0 -> inner d a b = 0.
Proof.
  intros H. unfold inner. rewrite <- (sum_0 d). apply sum_ext. intros s Hs. pose proof (coord d a s Hs) as C. unfold sqnorm in C. rewrite dot_sum in C.
  change (sum d (fun i => a i * a i)) with (inner d a a) in C. rewrite H in C. assert (a s = 0) by nra. rewrite H0. ring.
Qed.
Lemma cauchy_schwarz d a b : inner d a b ^ 2 <= inner d a a * inner d b b.
Proof.
  pose proof (inner_nonneg d a) as A. destruct A as [A|A].
  - pose proof (inner_nonneg d (fun i => - inner d a b * a i + inner d a a * b i)) as P. rewrite inner_combine, !(inner_comm d _ (fun i => _ + _)), !inner_combine in P.
    rewrite (inner_comm d b a) in P. apply Rmult_le_reg_l with (inner d a a); [assumption|]. nra.
  - rewrite (inner_zero d a b) by (symmetry; assumption). rewrite <- A. simpl. lra.
Qed.
Lemma norm_nonneg d a : 0 <= norm d a. Proof. apply sqrt_pos. Qed.
Lemma norm_square d a : norm d a * norm d a = inner d a a. Proof. apply sqrt_sqrt, inner_nonneg. Qed.
Lemma cauchy_schwarz_norm d a b : Rabs (inner d a b) <= norm d a * norm d b.
Proof.
  rewrite <- (Rabs_pos_eq (norm d a * norm d b)) by (apply Rmult_le_pos; apply norm_nonneg). apply Rsqr_le_abs_0.
  pose proof (cauchy_schwarz d a b). rewrite <- !norm_square in H. unfold Rsqr. nra.
Qed.
Definition direction (d : nat) (a : nat -> R) (s : nat) : R := / norm d a * a s.
Lemma cosine d a b : inner d a b / (norm d a * norm d b) = inner d (direction d a) (direction d b).
Proof.
  transitivity (/ norm d a * / norm d b * inner d a b); [unfold Rdiv; rewrite Rinv_mult; ring|].
  unfold inner. rewrite <- sum_scal. apply sum_ext. intros. unfold direction. ring.
Qed.
Lemma cosine_bound d a b : Rabs (inner d (direction d a) (direction d b)) <= 1.
Proof.
  rewrite <- cosine. pose proof (cauchy_schwarz_norm d a b) as H. pose proof (norm_nonneg d a). pose proof (norm_nonneg d b).
  destruct (Req_dec (norm d a * norm d b) 0) as [Z|Z].
  - rewrite Z in *. unfold Rdiv. rewrite Rinv_0, Rmult_0_r, Rabs_R0. lra.
  - assert (0 < norm d a * norm d b) by (assert (0 <= norm d a * norm d b) by (apply Rmult_le_pos; assumption); lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ _)) by (left; apply Rinv_0_lt_compat; assumption).
    apply Rmult_le_reg_r with (norm d a * norm d b); [assumption|]. rewrite Rmult_assoc, Rinv_l by assumption. lra.
Qed.
Lemma inner_cosine d a b : inner d a b = norm d a * norm d b * inner d (direction d a) (direction d b).
Proof.
  rewrite <- cosine. destruct (Req_dec (norm d a * norm d b) 0) as [Z|Z]; [|field; split; intros E; rewrite E in Z; apply Z; ring].
  rewrite Z, Rmult_0_l. pose proof (cauchy_schwarz_norm d a b) as H. rewrite Z in H. apply Rabs_le_between in H. lra.
Qed.
Lemma pair_kernel d a b : pair_value d a b = norm d a * norm d b * kernel (inner d (direction d a) (direction d b)) / (2*PI).
Proof.
  unfold pair_value, angle, kernel. rewrite cosine. rewrite (inner_cosine d a b). pose proof (cosine_bound d a b) as H. apply Rabs_le_between in H.
  rewrite sin_acos by lra. replace (1 - (inner d (direction d a) (direction d b))²) with (1 - inner d (direction d a) (direction d b) ^ 2) by (unfold Rsqr; ring).
  unfold Rdiv. ring.
Qed.

(* neurons and targets in one list, with signs *)
Definition stacked (n : nat) (W : nat -> nat -> R) (p : nat) : nat -> R := if Nat.ltb p n then W p else unit_vector (p - n).
Definition sign (n p : nat) : R := if Nat.ltb p n then 1 else -1.
Lemma signed_sum n k (g : (nat -> R) -> R) W : sum (n + k) (fun p => sign n p * g (stacked n W p)) = sum n (fun i => g (W i)) - sum k (fun j => g (unit_vector j)).
Proof.
  rewrite sum_app. unfold sign, stacked. rewrite (sum_ext n _ (fun i => g (W i))), (sum_ext k _ (fun j => -1 * g (unit_vector j))), sum_scal; [ring| |].
  - intros j Hj. destruct (Nat.ltb_spec (n + j) n); [lia|]. replace (n + j - n)%nat with j by lia. reflexivity.
  - intros i Hi. destruct (Nat.ltb_spec i n); [ring|lia].
Qed.
Lemma pair_value_comm d a b : pair_value d a b = pair_value d b a.
Proof. unfold pair_value, angle. rewrite (inner_comm d a b), (Rmult_comm (norm d a)). reflexivity. Qed.
Lemma F_stacked n k d W :
  F n k d W = /2 * sum (n + k) (fun p => sum (n + k) (fun q => sign n p * sign n q * pair_value d (stacked n W p) (stacked n W q))).
Proof.
  unfold F. f_equal. rewrite (sum_ext (n + k) _ (fun p => sign n p * (sum n (fun j => pair_value d (stacked n W p) (W j)) - sum k (fun j => pair_value d (stacked n W p) (unit_vector j))))).
  - rewrite (signed_sum n k (fun a => sum n (fun j => pair_value d a (W j)) - sum k (fun j => pair_value d a (unit_vector j)))).
    rewrite !sum_minus. rewrite (sum_swap k n). rewrite (sum_ext n (fun j => sum k (fun i => pair_value d (unit_vector i) (W j))) (fun i => sum k (fun j => pair_value d (W i) (unit_vector j)))).
    + ring. + intros i _. apply sum_ext; intros; apply pair_value_comm.
  - intros p _. rewrite <- (signed_sum n k (fun b => pair_value d (stacked n W p) b)). rewrite <- sum_scal. apply sum_ext; intros; ring.
Qed.
(* The linear part of the two networks alone: F is at least an eighth of the square of the sum of the neurons less that of the targets. *)
Theorem F_sum_bound n k d W : /8 * sum d (fun s => (sum n (fun i => W i s) - sum k (fun j => unit_vector j s))^2) <= F n k d W.
Proof.
  rewrite F_stacked. set (a := stacked n W). set (x := fun p => sign n p * norm d (a p)).
  assert (E : sum d (fun s => (sum n (fun i => W i s) - sum k (fun j => unit_vector j s))^2)
    = form (n + k) x (fun p q => inner d (direction d (a p)) (direction d (a q)))).
  { unfold form. rewrite (sum_ext (n + k) _ (fun p => sum d (fun s => (sign n p * a p s) * sum (n + k) (fun q => sign n q * a q s)))).
    - rewrite sum_swap. apply sum_ext. intros s _. rewrite (sum_scal_r (n + k)). rewrite <- (signed_sum n k (fun b => b s) W). unfold a. ring.
    - intros p _. rewrite (sum_ext (n + k) _ (fun q => sum d (fun s => (sign n p * a p s) * (sign n q * a q s)))).
      + rewrite sum_swap. apply sum_ext. intros s _. rewrite sum_scal. reflexivity.
      + intros q _. unfold x. transitivity (sign n p * sign n q * (norm d (a p) * norm d (a q) * inner d (direction d (a p)) (direction d (a q)))); [ring|].
        rewrite <- inner_cosine. unfold inner. rewrite <- sum_scal. apply sum_ext; intros; ring. }
  rewrite E. rewrite (sum_ext (n + k) _ (fun p => / (2*PI) * sum (n + k) (fun q => x p * x q * kernel (inner d (direction d (a p)) (direction d (a q)))))).
  - rewrite sum_scal. pose proof PI_RGT_0. pose proof (kernel_linear_part (n + k) d x (fun p => direction d (a p)) ltac:(intros; apply cosine_bound)) as K.
    change (sum (n + k) (fun p => sum (n + k) (fun q => x p * x q * kernel (inner d (direction d (a p)) (direction d (a q))))))
      with (form (n + k) x (fun p q => kernel (inner d (direction d (a p)) (direction d (a q))))).
    set (A := form (n + k) x (fun p q => inner d (direction d (a p)) (direction d (a q)))) in *.
    set (B := form (n + k) x (fun p q => kernel _)) in *. apply Rmult_le_reg_l with (4 * PI); [lra|].
    replace (4 * PI * (/2 * (/ (2*PI) * B))) with B by (field; lra). lra.
  - intros p _. rewrite <- sum_scal. apply sum_ext; intros q _. rewrite pair_kernel. unfold x, Rdiv. ring.
Qed.
Corollary F_nonneg n k d W : 0 <= F n k d W.
Proof.
  pose proof (F_sum_bound n k d W) as H. assert (0 <= sum d (fun s => (sum n (fun i => W i s) - sum k (fun j => unit_vector j s))^2)); [|lra].
  apply sum_nonneg. intros; apply pow2_ge_0.
Qed.
