(* A symmetric critical point is a strict local minimum in every width, for every m: conditions on a few numbers and small forms. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Spurious Require Import PairFunction Objective Hessian Regrouped Dimension SymmetricPoint SymmetricBlocks Statements Positivity SpuriousMinimum.
Open Scope R_scope.

Section Minimum.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R).
Notation k := (m + q)%nat.
Notation n := (m + r)%nat.
Notation p := (point m q a b c d e).
(* inner products: |w|^2 and w.w' of good neurons, of a good and a single one, of two single ones *)
Notation X := (gX m q a b c). Notation Z := (gZ m q a b c). Notation W t := (gW m q a b c d e t). Notation Y t t' := (gY m q d e t t').
Notation tau := (weight X X Z). Notation om t := (weight X (Y t t) (W t)). Notation th t t' := (weight (Y t t) (Y t' t') (Y t t')).
Notation sl := (slope_good m q r a b c d e). Notation st t := (slope_single m q r a b c d e t).

(* no neuron is zero, no pair is collinear *)
Record symmetric_regular : Prop := {
  reg_good : 0 < X; reg_single : forall t, (t < r)%nat -> 0 < Y t t;
  reg_pair : 0 < X * X - Z^2; reg_mixed : forall t, (t < r)%nat -> 0 < X * Y t t - W t ^ 2;
  reg_singles : forall t t', (t < r)%nat -> (t' < r)%nat -> t <> t' -> 0 < Y t t * Y t' t' - Y t t' ^ 2;
  reg_a : 0 < X * 1 - a^2; reg_b : 0 < X * 1 - b^2; reg_c : forall s, (s < q)%nat -> 0 < X * 1 - c s ^ 2;
  reg_d : forall t, (t < r)%nat -> 0 < Y t t * 1 - d t ^ 2; reg_e : forall t s, (t < r)%nat -> (s < q)%nat -> 0 < Y t t * 1 - e t s ^ 2 }.
(* an index below m + r is a good neuron's or a single one's *)
Lemma index_cases l i : (i < m + l)%nat -> (i < m)%nat \/ exists t, (t < l)%nat /\ i = (m + t)%nat.
Proof. intros H. destruct (Nat.lt_ge_cases i m); [left; assumption|right; exists (i - m)%nat; lia]. Qed.
Lemma regular_point : symmetric_regular -> regular n k k p.
Proof.
  intros H. destruct H. split; [|split].
  - intros i Hi. destruct (index_cases r i Hi) as [Hg|[t [Ht ->]]]; [rewrite gram_gg, Nat.eqb_refl by assumption; assumption|rewrite gram_ss by assumption; auto].
  - intros i j Hi Hj Hij. destruct (index_cases r i Hi) as [Hg|[t [Ht ->]]]; destruct (index_cases r j Hj) as [Hg'|[t' [Ht' ->]]].
    + rewrite !gram_gg, !Nat.eqb_refl by assumption. destruct (Nat.eqb_spec i j); [contradiction|assumption].
    + rewrite gram_gg, Nat.eqb_refl, gram_ss, gram_gs by assumption. auto.
    + rewrite gram_ss, gram_sg, gram_gg, Nat.eqb_refl by assumption. rewrite Rmult_comm. auto.
    + rewrite !gram_ss by assumption. apply reg_singles0; try assumption. intros E; apply Hij; rewrite E; reflexivity.
  - intros i j Hi Hj. rewrite neuron_point by (assumption || lia). destruct (index_cases r i Hi) as [Hg|[t [Ht ->]]]; destruct (index_cases q j Hj) as [Hg'|[s [Hs ->]]].
    + rewrite gram_gg, Nat.eqb_refl, entry_gg by assumption. destruct Nat.eqb; assumption.
    + rewrite gram_gg, Nat.eqb_refl, entry_gf by assumption. auto.
    + rewrite gram_ss, entry_sg by assumption. auto.
    + rewrite gram_ss, entry_sf by assumption. auto.
Qed.

(* the entries of the gradient *)
Definition gradient_a := sl * a + tau * ((M - 1) * b) + sum r (fun t => om t * d t) - weight X 1 a.
Definition gradient_b := sl * b + tau * (a + (M - 2) * b) + sum r (fun t => om t * d t) - weight X 1 b.
Definition gradient_c s := sl * c s + tau * ((M - 1) * c s) + sum r (fun t => om t * e t s) - weight X 1 (c s).
Definition gradient_d t := st t * d t + om t * (a + (M - 1) * b) + sum r (fun t' => off t t' (th t t' * d t')) - weight (Y t t) 1 (d t).
Definition gradient_e t s := st t * e t s + om t * (M * c s) + sum r (fun t' => off t t' (th t t' * e t' s)) - weight (Y t t) 1 (e t s).
Lemma slope_at_slope P i : slope n k P i = slope_at n k k P i.
Proof.
  unfold slope, slope_at. rewrite Rmult_minus_distr_l, <- !sum_scal. unfold Rminus. rewrite <- Rplus_assoc. f_equal; [f_equal|f_equal]; apply sum_ext; intros l _.
  - unfold off. destruct Nat.eqb; [ring|]. rewrite <- nR_split. reflexivity.
  - rewrite <- tR_split. reflexivity.
Qed.
Lemma weight_comm x y z : weight x y z = weight y x z.
Proof. unfold weight, area. rewrite (Rmult_comm x y). reflexivity. Qed.
Lemma weight_gg i j : (i < m)%nat -> (j < m)%nat -> i <> j -> weightN k p i j = tau.
Proof. intros. unfold weightN. rewrite !gram_gg, !Nat.eqb_refl by assumption. destruct (Nat.eqb_spec i j); [contradiction|reflexivity]. Qed.
Lemma weight_gs i t : (i < m)%nat -> weightN k p i (m + t) = om t.
Proof. intros. unfold weightN. rewrite gram_gg, Nat.eqb_refl, gram_ss, gram_gs by assumption. reflexivity. Qed.
Lemma weight_sg i t : (i < m)%nat -> weightN k p (m + t) i = om t.
Proof. intros. rewrite weightN_comm. apply weight_gs. assumption. Qed.
Lemma weight_ss t t' : weightN k p (m + t) (m + t') = th t t'.
Proof. unfold weightN. rewrite !gram_ss by assumption. reflexivity. Qed.
Lemma slope_gg i : (i < m)%nat -> slope n k p i = sl.
Proof. intros. rewrite slope_at_slope. apply slope_good_eq; assumption. Qed.
Lemma slope_ss t : slope n k p (m + t) = st t.
Proof. rewrite slope_at_slope. apply slope_single_eq; assumption. Qed.
Definition symmetric_critical : Prop := gradient_a = 0 /\ gradient_b = 0 /\ (forall s, (s < q)%nat -> gradient_c s = 0)
  /\ (forall t, (t < r)%nat -> gradient_d t = 0) /\ (forall t s, (t < r)%nat -> (s < q)%nat -> gradient_e t s = 0).
Lemma neuron_sum_single s t w : (t < r)%nat -> (forall t', (t' < r)%nat -> neuron k p (m + t') s = w t') ->
  sum r (fun l => off (m + t) (m + l) (weightN k p (m + t) (m + l) * neuron k p (m + l) s)) = sum r (fun t' => off t t' (th t t' * w t')).
Proof. intros Ht E. apply sum_ext. intros l Hl. rewrite off_add, weight_ss, E by assumption. reflexivity. Qed.
Lemma neuron_sum_good i s w : (i < m)%nat -> (forall t', (t' < r)%nat -> neuron k p (m + t') s = w t') ->
  sum r (fun l => off i (m + l) (weightN k p i (m + l) * neuron k p (m + l) s)) = sum r (fun t => om t * w t).
Proof. intros Hi E. apply sum_ext. intros l Hl. rewrite off_less, weight_gs, E by assumption. reflexivity. Qed.
(* the gradient has the form of the point *)
Lemma gradient_entries i s : (i < n)%nat -> (s < k)%nat -> gradient_entry n k k p i s = entry m gradient_a gradient_b gradient_c gradient_d gradient_e i s.
Proof.
  intros Hi Hs. rewrite gradient_regrouped by assumption. rewrite sum_app. unfold weightT.
  destruct (index_cases r i Hi) as [Hg|[t [Ht ->]]]; destruct (index_cases q s Hs) as [Hg'|[s' [Hs' ->]]].
  - rewrite slope_gg, gram_gg, Nat.eqb_refl, (neuron_sum_good i s d) by (assumption || (intros; rewrite neuron_point, entry_sg by lia; reflexivity)).
    rewrite neuron_point, !entry_gg by assumption. destruct (Nat.eqb_spec i s) as [<-|Hne].
    + rewrite (sum_one m i _ 0 (tau * b)); [unfold gradient_a; ring|assumption|unfold off; rewrite Nat.eqb_refl; reflexivity|].
      intros l Hl Hli. unfold off. destruct (Nat.eqb_spec i l); [congruence|]. rewrite weight_gg, neuron_point, entry_gg by (assumption || lia). destruct (Nat.eqb_spec l i); [congruence|reflexivity].
    + rewrite (sum_two m i s _ 0 (tau * a) (tau * b)); [unfold gradient_b; ring|assumption|assumption|assumption|unfold off; rewrite Nat.eqb_refl; reflexivity| |].
      * unfold off. destruct (Nat.eqb_spec i s); [contradiction|]. rewrite weight_gg, neuron_point, entry_gg, Nat.eqb_refl by (assumption || lia). reflexivity.
      * intros l Hl Hli Hls. unfold off. destruct (Nat.eqb_spec i l); [congruence|]. rewrite weight_gg, neuron_point, entry_gg by (assumption || lia). destruct (Nat.eqb_spec l s); [congruence|reflexivity].
  - rewrite slope_gg, gram_gg, Nat.eqb_refl, (neuron_sum_good i (m + s') (fun t => e t s')) by (assumption || (intros; rewrite neuron_point, entry_sf by lia; reflexivity)).
    rewrite neuron_point, !entry_gf by (assumption || lia).
    rewrite (sum_one m i _ 0 (tau * c s')); [unfold gradient_c; ring|assumption|unfold off; rewrite Nat.eqb_refl; reflexivity|].
    intros l Hl Hli. unfold off. destruct (Nat.eqb_spec i l); [congruence|]. rewrite weight_gg, neuron_point, entry_gf by (assumption || lia). reflexivity.
  - rewrite slope_ss, gram_ss, (neuron_sum_single s t d) by (assumption || (intros; rewrite neuron_point, entry_sg by lia; reflexivity)).
    rewrite neuron_point, !entry_sg by assumption.
    rewrite (sum_one m s _ (om t * a) (om t * b)); [unfold gradient_d; ring|assumption| |].
    + rewrite off_more, weight_sg, neuron_point, entry_gg, Nat.eqb_refl by (assumption || lia). reflexivity.
    + intros l Hl Hls. rewrite off_more, weight_sg, neuron_point, entry_gg by (assumption || lia). destruct (Nat.eqb_spec l s); [congruence|reflexivity].
  - rewrite slope_ss, gram_ss, (neuron_sum_single (m + s') t (fun t => e t s')) by (assumption || (intros; rewrite neuron_point, entry_sf by lia; reflexivity)).
    rewrite neuron_point, !entry_sf by lia.
    rewrite (sum_ext m _ (fun _ => om t * c s')) by (intros l Hl; rewrite off_more, weight_sg, neuron_point, entry_gf by (assumption || lia); reflexivity).
    rewrite sum_const. unfold gradient_e; ring.
Qed.
Lemma gradient_zero i s : symmetric_critical -> (i < n)%nat -> (s < k)%nat -> gradient_entry n k k p i s = 0.
Proof.
  intros [Ca [Cb [Cc [Cd Ce]]]] Hi Hs. rewrite gradient_entries by assumption.
  destruct (index_cases r i Hi) as [Hg|[t [Ht ->]]]; destruct (index_cases q s Hs) as [Hg'|[s' [Hs' ->]]].
  - rewrite entry_gg by assumption. destruct Nat.eqb; assumption.
  - rewrite entry_gf by assumption. auto.
  - rewrite entry_sg by assumption. auto.
  - rewrite entry_sf by assumption. auto.
Qed.

(* the matrix M of Lemma 3 *)
Variable lambda : R.
Definition transverse_standard := sl - lambda - tau.
Definition transverse_trivial (x : R) (w : nat -> R) : R := M * transverse_standard * x^2 + tau * (M * x)^2
  + sum r (fun t => 2 * om t * (M * x) * w t + (st t - lambda) * w t ^ 2 + sum r (fun t' => off t t' (th t t' * (w t * w t')))).
Lemma extra_form v : quad n (extraM n k p) v = (sl - tau) * sum m (fun i => v i ^ 2) + tau * sum m v ^ 2
  + sum r (fun t => 2 * om t * sum m v * v (m + t)%nat + st t * v (m + t)%nat ^ 2 + sum r (fun t' => off t t' (th t t' * (v (m + t)%nat * v (m + t')%nat)))).
Proof.
  unfold quad. rewrite sum_app. set (V := sum m v). set (T := sum r (fun t => om t * v (m + t)%nat)).
  rewrite (sum_ext m _ (fun i => (sl - tau) * v i ^ 2 + (tau * V + T) * v i)).
  - rewrite (sum_ext r _ (fun t => (om t * V) * v (m + t)%nat + (st t * v (m + t)%nat ^ 2 + sum r (fun t' => off t t' (th t t' * (v (m + t)%nat * v (m + t')%nat)))))).
    + set (g := fun t => st t * v (m + t)%nat ^ 2 + sum r (fun t' => off t t' (th t t' * (v (m + t)%nat * v (m + t')%nat)))).
      assert (A1 : sum r (fun t => om t * V * v (m + t)%nat + g t) = V * T + sum r g).
      { rewrite sum_plus. f_equal. unfold T. rewrite <- sum_scal. apply sum_ext. intros; ring. }
      assert (A2 : sum r (fun t => 2 * om t * V * v (m + t)%nat + st t * v (m + t)%nat ^ 2 + sum r (fun t' => off t t' (th t t' * (v (m + t)%nat * v (m + t')%nat)))) = 2 * V * T + sum r g).
      { rewrite (sum_ext r _ (fun t => (2 * V) * (om t * v (m + t)%nat) + g t)) by (intros; unfold g; ring). rewrite sum_plus, sum_scal. reflexivity. }
      rewrite A2. unfold g in A1. rewrite A1. fold g. rewrite sum_plus, !sum_scal. change (sum m (fun i => v i)) with V. fold V. ring.
    + intros t Ht. rewrite sum_app. rewrite (sum_ext m _ (fun j => om t * v j)).
      2:{ intros j Hj. unfold extraM. destruct (Nat.eqb_spec (m + t) j); [lia|]. rewrite weight_sg by assumption. reflexivity. }
      rewrite sum_scal. change (sum m (fun j => v j)) with V.
      rewrite (sum_ext r _ (fun t' => if Nat.eqb t t' then st t * v (m + t)%nat else th t t' * v (m + t')%nat)).
      2:{ intros t' _. unfold extraM. rewrite slope_ss, weight_ss. destruct (Nat.eqb_spec (m + t) (m + t')), (Nat.eqb_spec t t'); try lia; [subst; reflexivity|reflexivity]. }
      rewrite sum_off by assumption.
      rewrite (sum_ext r (fun t' => off t t' (th t t' * (v (m + t)%nat * v (m + t')%nat))) (fun t' => v (m + t)%nat * off t t' (th t t' * v (m + t')%nat))) by (intros t' _; unfold off; destruct Nat.eqb; ring).
      rewrite sum_scal. change (sum m v) with V. ring.
  - intros i Hi. rewrite sum_app. rewrite (sum_ext m _ (fun j => if Nat.eqb i j then sl * v i else tau * v j)).
    2:{ intros j Hj. unfold extraM. destruct (Nat.eqb_spec i j) as [<-|]; [rewrite slope_gg by assumption; reflexivity|rewrite weight_gg by assumption; reflexivity]. }
    rewrite sum_off, sum_off_all by assumption. rewrite (sum_scal m tau v). fold V.
    rewrite (sum_ext r _ (fun t => om t * v (m + t)%nat)).
    2:{ intros t Ht. unfold extraM. destruct (Nat.eqb_spec i (m + t)); [lia|]. rewrite weight_gs by assumption. reflexivity. }
    fold T. ring.
Qed.
Lemma extra_positive : 0 <= transverse_standard -> (forall x w, 0 <= transverse_trivial x w) -> forall v, lambda * sqnorm n v <= quad n (extraM n k p) v.
Proof.
  intros Hs Ht v. rewrite extra_form. unfold sqnorm. rewrite dot_sum, sum_app. pose proof (M3 m Hm) as HM. set (V := sum m v).
  assert (CS : M * (V / M)^2 <= sum m (fun i => v i ^ 2)).
  { assert (0 <= sum m (fun i => (v i - V / M)^2)) by (apply sum_nonneg; intros; apply pow2_ge_0).
    rewrite (sum_ext m _ (fun i => v i ^ 2 + (- 2 * (V / M)) * v i + (V / M)^2)) in H by (intros; ring). rewrite !sum_plus, sum_scal, sum_const in H.
    change (sum m v) with V in H. replace (-2 * (V / M) * V) with (- 2 * (M * (V / M)^2)) in H by (field; lra). lra. }
  pose proof (Ht (V / M) (fun t => v (m + t)%nat)) as T. unfold transverse_trivial in T. replace (M * (V / M)) with V in T by (field; lra).
  rewrite (sum_ext r _ (fun t => (2 * om t * V * v (m + t)%nat + st t * v (m + t)%nat ^ 2 + sum r (fun t' => off t t' (th t t' * (v (m + t)%nat * v (m + t')%nat)))) + - lambda * (v (m + t)%nat * v (m + t)%nat))) in T by (intros; ring).
  rewrite sum_plus, sum_scal in T. rewrite (sum_ext m (fun i => v i * v i) (fun i => v i ^ 2)) by (intros; ring).
  unfold transverse_standard in *. set (s2 := sum m (fun i => v i ^ 2)) in *.
  assert (K : (sl - lambda - tau) * (M * (V / M)^2) <= (sl - lambda - tau) * s2) by (apply Rmult_le_compat_l; assumption). lra.
Qed.

(* the value of F at the point *)
Definition symmetric_value : R := /2 * (
  M * (X/2 + (M - 1) * pair_atan X X Z + sum r (fun t => pair_atan X (Y t t) (W t)))
  + sum r (fun t => M * pair_atan (Y t t) X (W t) + (Y t t / 2 + sum r (fun t' => off t t' (pair_atan (Y t t) (Y t' t') (Y t t')))))
  - 2 * (M * (pair_atan X 1 a + (M - 1) * pair_atan X 1 b + sum q (fun s => pair_atan X 1 (c s)))
         + sum r (fun t => M * pair_atan (Y t t) 1 (d t) + sum q (fun s => pair_atan (Y t t) 1 (e t s))))
  + INR k * (/2 + (INR k - 1) / (2*PI))).
Lemma target_part_value : target_part k k = INR k * (/2 + (INR k - 1) / (2*PI)).
Proof.
  unfold target_part. rewrite <- sum_const. apply sum_ext. intros i Hi. pose proof PI_RGT_0 as HP.
  assert (One : forall j, (j < k)%nat -> ip k (basis j) (basis j) = 1) by (intros; rewrite ip_basis by assumption; unfold basis; rewrite Nat.eqb_refl; reflexivity).
  rewrite (sum_one k i _ (/2) (1 / (2*PI))); [field; lra|assumption| |].
  - unfold f. rewrite One by assumption. rewrite pair_diag; [field|lra].
  - intros s Hs Hsi. unfold f. rewrite !One, ip_basis by assumption. replace (basis i s) with 0 by (unfold basis; destruct (Nat.eqb_spec i s); [congruence|reflexivity]).
    unfold pair. replace (0 / (sqrt 1 * sqrt 1)) with 0 by (unfold Rdiv; ring). rewrite acos_0, sin_PI2, sqrt_1. field. lra.
Qed.
Lemma objective_value : symmetric_regular -> objective n k k p = symmetric_value.
Proof.
  intros Hr. rewrite (objective_eq_atan n k k ltac:(lia) ltac:(lia) p (regular_point Hr)). unfold objective_atan, symmetric_value. rewrite target_part_value.
  f_equal. f_equal. f_equal; [|f_equal]; rewrite sum_app; f_equal.
  - rewrite <- sum_const. apply sum_ext. intros i Hi. rewrite sum_app.
    rewrite (sum_one m i _ (X/2) (pair_atan X X Z)); [f_equal|assumption| |].
    + apply sum_ext. intros t Ht. destruct (Nat.eqb_spec i (m + t)); [lia|]. rewrite gram_gg, Nat.eqb_refl, gram_ss, gram_gs by assumption. reflexivity.
    + rewrite Nat.eqb_refl, gram_gg, Nat.eqb_refl by assumption. reflexivity.
    + intros s Hs Hsi. destruct (Nat.eqb_spec i s) as [|E]; [congruence|]. rewrite !gram_gg, !Nat.eqb_refl by assumption. destruct (Nat.eqb_spec i s); [contradiction|reflexivity].
  - apply sum_ext. intros t Ht. rewrite sum_app. f_equal.
    + rewrite <- sum_const. apply sum_ext. intros i Hi. destruct (Nat.eqb_spec (m + t) i); [lia|]. rewrite gram_ss, gram_sg, gram_gg, Nat.eqb_refl by assumption. reflexivity.
    + rewrite <- (sum_off r t (Y t t / 2)) by assumption. apply sum_ext. intros t' Ht'. rewrite !gram_ss by assumption.
      destruct (Nat.eqb_spec (m + t) (m + t')), (Nat.eqb_spec t t'); try lia; reflexivity.
  - rewrite <- sum_const. apply sum_ext. intros i Hi. rewrite sum_app, gram_gg, Nat.eqb_refl by assumption.
    rewrite (sum_one m i _ (pair_atan X 1 a) (pair_atan X 1 b)); [f_equal|assumption| |].
    + apply sum_ext. intros s Hs. rewrite neuron_point, entry_gf by (assumption || lia). reflexivity.
    + rewrite neuron_point, entry_gg, Nat.eqb_refl by (assumption || lia). reflexivity.
    + intros s Hs Hsi. rewrite neuron_point, entry_gg by (assumption || lia). destruct (Nat.eqb_spec i s); [congruence|reflexivity].
  - apply sum_ext. intros t Ht. rewrite sum_app, gram_ss by assumption. f_equal.
    + rewrite <- sum_const. apply sum_ext. intros s Hs. rewrite neuron_point, entry_sg by (assumption || lia). reflexivity.
    + apply sum_ext. intros s Hs. rewrite neuron_point, entry_sf by lia. reflexivity.
Qed.

(* the conditions under which a critical point is a minimum *)
Record symmetric_positive : Prop := {
  pos_symmetric : 0 <= symmetric_block m q r a b c d e lambda; pos_antisymmetric : 0 <= antisymmetric_block m q r a b c d e lambda;
  pos_standard : forall x R0 C y z, 0 <= standard_block m q r a b c d e lambda x R0 C y z;
  pos_trivial : forall x R0 y z h, 0 <= trivial_block m q r a b c d e lambda x R0 R0 y z h;
  pos_transverse : 0 <= transverse_standard; pos_transverse_trivial : forall x w, 0 <= transverse_trivial x w }.
Lemma symmetric_growth : 0 < lambda -> symmetric_regular -> symmetric_critical -> symmetric_positive ->
  forall width, (k <= width)%nat -> let P := widen k (entry m a b c d e) in
    (exists r0, 0 < r0 /\ forall Q, distance2 n width Q P < r0^2 -> F n k width P + lambda/4 * distance2 n width Q P <= F n k width Q)
    /\ F n k width P = symmetric_value.
Proof.
  intros Hl Hr Hc [H1 H2 H3 H4 H5 H6] width Hw P.
  assert (Reg := regular_point Hr).
  assert (E : widen k (entry m a b c d e) = widen k (neuron k p)).
  { apply FunctionalExtensionality.functional_extensionality. intros i. apply FunctionalExtensionality.functional_extensionality. intros s.
    unfold widen. destruct (Nat.ltb_spec s k); [rewrite neuron_point by assumption|]; reflexivity. }
  unfold P. rewrite E. split.
  2:{ rewrite <- objective_value by assumption. rewrite <- (objective_pad n k width ltac:(lia) Hw p), objective_F. symmetry. apply F_ext.
      intros i s _ Hs. apply neuron_pad; assumption. }
  apply growth_in_width; try assumption; try lia.
  - intros u. rewrite <- (gradient_derivative1 n k k ltac:(lia) ltac:(lia) p u Reg). rewrite dot_sum, <- (sum_0 (n * k)). apply sum_ext. intros I HI.
    unfold gradient. rewrite gradient_zero; [ring|assumption|apply Nat.div_lt_upper_bound; lia|apply Nat.mod_upper_bound; lia].
  - apply symmetric_hessian; assumption.
  - apply extra_positive; assumption.
Qed.
(* the theorem *)
Theorem symmetric_minimum : 0 < lambda -> symmetric_regular -> symmetric_critical -> symmetric_positive ->
  forall width, (k <= width)%nat -> let P := widen k (entry m a b c d e) in
    strict_local_minimum n width (F n k width) P /\ F n k width P = symmetric_value
    /\ (forall Q, 0 <= F n k width Q) /\ ((q <= r)%nat -> F n k width (target_weights k) = 0).
Proof.
  intros Hl Hr Hc Hp width Hw P. destruct (symmetric_growth Hl Hr Hc Hp width Hw) as [G V]. split; [|split; [exact V|split; [intros; apply F_nonneg|intros; apply F_targets; lia]]].
  apply (strict_of_growth _ _ _ _ lambda Hl). exact G.
Qed.
End Minimum.
