(* Positive definiteness at a point with one big block, for every m: the second derivative is at least lambda |u|^2 if two numbers
   and two forms in a few variables are nonnegative.  No representation theory: two sharp inequalities for matrices with given row
   sums, and the split of vectors into their mean and the rest. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Spurious Require Import Sums PairFunction Objective Hessian Regrouped SymmetricPoint.
Open Scope R_scope.

(* Quadratic forms in vectors, by their bilinear form. *)
Definition linear (l : (nat -> R) -> R) : Prop := forall s t v w, l (fun i => s * v i + t * w i) = s * l v + t * l w.
Definition bilinear (B : (nat -> R) -> (nat -> R) -> R) : Prop := (forall w, linear (fun v => B v w)) /\ (forall v, linear (B v)).
Definition quadratic (f : (nat -> R) -> R) : Prop := exists B, bilinear B /\ forall v, f v = B v v.
Lemma linear_coordinate i : linear (fun v => v i). Proof. intros s t v w. reflexivity. Qed.
Lemma linear_plus l l' : linear l -> linear l' -> linear (fun v => l v + l' v).
Proof. intros H K s t v w. rewrite H, K. ring. Qed.
Lemma linear_scal c l : linear l -> linear (fun v => c * l v).
Proof. intros H s t v w. rewrite H. ring. Qed.
Lemma linear_sum n (l : nat -> (nat -> R) -> R) : (forall i, linear (l i)) -> linear (fun v => sum n (fun i => l i v)).
Proof.
  intros H s t v w. rewrite <- !sum_scal, <- sum_plus. apply sum_ext. intros i _. apply H.
Qed.
Lemma quadratic_product l l' : linear l -> linear l' -> quadratic (fun v => l v * l' v).
Proof.
  intros H K. exists (fun v w => l v * l' w). split; [split|reflexivity].
  - intros w s t v v'. rewrite H. ring.
  - intros w s t v v'. rewrite K. ring.
Qed.
Lemma quadratic_plus f g : quadratic f -> quadratic g -> quadratic (fun v => f v + g v).
Proof.
  intros [B [[B1 B2] B3]] [D [[D1 D2] D3]]. exists (fun v w => B v w + D v w). split; [split|].
  - intros w. apply (linear_plus (fun v => B v w)); auto.
  - intros v. apply linear_plus; auto.
  - intros v. rewrite B3, D3. reflexivity.
Qed.
Lemma quadratic_scal c f : quadratic f -> quadratic (fun v => c * f v).
Proof.
  intros [B [[B1 B2] B3]]. exists (fun v w => c * B v w). split; [split|].
  - intros w. apply (linear_scal c (fun v => B v w)); auto.
  - intros v. apply linear_scal; auto.
  - intros v. rewrite B3. reflexivity.
Qed.
Lemma quadratic_ext f g : (forall v, f v = g v) -> quadratic f -> quadratic g.
Proof. intros E [B [H K]]. exists B. split; [assumption|]. intros v. rewrite <- E. apply K. Qed.
Lemma quadratic_minus f g : quadratic f -> quadratic g -> quadratic (fun v => f v - g v).
Proof. intros Hf Hg. apply (quadratic_ext (fun v => f v + (-1) * g v)); [intros; ring|]. apply quadratic_plus; [|apply quadratic_scal]; assumption. Qed.
Lemma quadratic_square l : linear l -> quadratic (fun v => l v ^ 2).
Proof. intros H. apply (quadratic_ext (fun v => l v * l v)); [intros; ring|]. apply quadratic_product; assumption. Qed.
Lemma quadratic_zero : quadratic (fun _ => 0).
Proof. apply (quadratic_ext (fun v => 0 * (v O * v O))); [intros; ring|]. apply quadratic_scal, (quadratic_product (fun v => v O) (fun v => v O)); apply linear_coordinate. Qed.
Lemma quadratic_sum n (f : nat -> (nat -> R) -> R) : (forall i, quadratic (f i)) -> quadratic (fun v => sum n (fun i => f i v)).
Proof.
  revert f. induction n; intros f H; [apply quadratic_zero|]. simpl. apply (quadratic_plus (f O)); [apply H|]. apply (IHn (fun i => f (S i))). intros; apply H.
Qed.
(* the mean and the rest *)
Lemma linear_of_sum m l (v : nat -> nat -> R) : linear l -> l (fun a => sum m (fun i => v i a)) = sum m (fun i => l (v i)).
Proof.
  intros H. revert v. induction m; intros v; simpl.
  - pose proof (H 0 0 (fun _ => 0) (fun _ => 0)) as K. cbv beta in K. rewrite Rmult_0_l, Rplus_0_l in K.
    rewrite K. ring.
  - rewrite <- (IHm (fun i => v (S i))). pose proof (H 1 1 (v O) (fun a => sum m (fun i => v (S i) a))) as E. cbv beta in E.
    replace (fun i => 1 * v O i + 1 * sum m (fun i0 => v (S i0) i)) with (fun a => v O a + sum m (fun i => v (S i) a)) in E; [lra|].
    apply FunctionalExtensionality.functional_extensionality. intros. ring.
Qed.
Lemma quadratic_mean m f (v : nat -> nat -> R) : (0 < INR m) -> quadratic f ->
  let mean a := sum m (fun i => v i a) / INR m in
  sum m (fun i => f (v i)) = sum m (fun i => f (fun a => v i a - mean a)) + INR m * f mean.
Proof.
  intros Hm [B [[B1 B2] E]] mean. rewrite (sum_ext m (fun i => f (v i)) (fun i => B (v i) (v i))) by (intros; apply E).
  assert (EM : mean = fun a => / INR m * sum m (fun i => v i a) + 0 * 0) by (apply FunctionalExtensionality.functional_extensionality; intros; unfold mean, Rdiv; ring).
  assert (SM1 : forall w, sum m (fun i => B (v i) w) = INR m * B mean w).
  { intros w. rewrite <- (linear_of_sum m (fun x => B x w) v (B1 w)). rewrite EM. rewrite (B1 w (/ INR m) 0 (fun a => sum m (fun i => v i a)) (fun _ => 0)). field. lra. }
  assert (SM2 : forall w, sum m (fun i => B w (v i)) = INR m * B w mean).
  { intros w. rewrite <- (linear_of_sum m (B w) v (B2 w)). rewrite EM. rewrite (B2 w (/ INR m) 0 (fun a => sum m (fun i => v i a)) (fun _ => 0)). field. lra. }
  rewrite (sum_ext m (fun i => f _) (fun i => B (v i) (v i) + (-1) * B (v i) mean + (-1) * B mean (v i) + B mean mean)).
  - rewrite !sum_plus, !sum_scal, SM1, SM2, sum_const, E. ring.
  - intros i _. rewrite E. replace (fun a => v i a - mean a) with (fun a => 1 * v i a + (-1) * mean a) by (apply FunctionalExtensionality.functional_extensionality; intros; ring).
    rewrite (B1 (fun a => 1 * v i a + -1 * mean a) 1 (-1) (v i) mean), !(B2 _ 1 (-1) (v i) mean). ring.
Qed.

(* Matrices with given row sums. *)
Section Matrices.
Variable m : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Lemma M3 : 3 <= M. Proof. replace 3 with (INR 3) by (simpl; lra). apply le_INR; assumption. Qed.
Definition sum2 (f : nat -> nat -> R) := sum m (fun i => sum m (fun j => f i j)).
Lemma sum2_ext f g : (forall i j, (i < m)%nat -> (j < m)%nat -> f i j = g i j) -> sum2 f = sum2 g.
Proof. intros H. apply sum_ext; intros; apply sum_ext; intros; auto. Qed.
Lemma sum2_nonneg f : (forall i j, (i < m)%nat -> (j < m)%nat -> 0 <= f i j) -> 0 <= sum2 f.
Proof. intros H. apply sum_nonneg; intros; apply sum_nonneg; intros; auto. Qed.
Lemma sum2_plus f g : sum2 (fun i j => f i j + g i j) = sum2 f + sum2 g.
Proof. unfold sum2. rewrite <- sum_plus. apply sum_ext; intros; apply sum_plus. Qed.
Lemma sum2_scal c f : sum2 (fun i j => c * f i j) = c * sum2 f.
Proof. unfold sum2. rewrite <- sum_scal. apply sum_ext; intros; apply sum_scal. Qed.
Lemma sum2_swap f : sum2 f = sum2 (fun i j => f j i).
Proof. apply sum_swap. Qed.
Lemma sum2_l f : sum2 (fun i _ => f i) = M * sum m f.
Proof. unfold sum2. rewrite <- sum_scal. apply sum_ext; intros. rewrite sum_const; ring. Qed.
Lemma sum2_r f : sum2 (fun _ j => f j) = M * sum m f.
Proof. unfold sum2. rewrite sum_const. reflexivity. Qed.
Lemma sum2_prod f g : sum2 (fun i j => f i * g j) = sum m f * sum m g.
Proof. unfold sum2. rewrite <- sum_scal_r. apply sum_ext; intros. apply sum_scal. Qed.
Lemma sum2_row f g : sum2 (fun i j => f i * g i j) = sum m (fun i => f i * sum m (g i)).
Proof. apply sum_ext; intros. apply sum_scal. Qed.
Lemma sum2_off f : sum2 (fun i j => if Nat.eqb i j then 0 else f i j) = sum2 f - sum m (fun i => f i i).
Proof. unfold sum2. rewrite <- sum_minus. apply sum_ext; intros i Hi. rewrite <- (sum_single m i (f i) Hi). rewrite <- sum_minus. apply sum_ext; intros j Hj. destruct Nat.eqb; ring. Qed.

(* antisymmetric: sum A^2 >= (2/m) sum (row sums)^2 *)
Lemma antisymmetric_bound A : (forall i j, A i j = - A j i) ->
  2 / M * sum m (fun i => (sum m (A i))^2) <= sum2 (fun i j => A i j ^2).
Proof.
  intros HA. pose proof M3 as HM. set (al := fun i => sum m (A i)).
  assert (Z : sum m al = 0).
  { assert (sum m al = - sum m al); [|lra]. change (sum2 A = - sum2 A). rewrite (sum2_swap A) at 1.
    replace (- sum2 A) with (-1 * sum2 A) by ring. rewrite <- sum2_scal. apply sum2_ext; intros. rewrite HA; ring. }
  assert (P : 0 <= sum2 (fun i j => (A i j - /M * al i + /M * al j)^2)) by (apply sum2_nonneg; intros; apply pow2_ge_0).
  rewrite (sum2_ext _ (fun i j => A i j^2 + (-2/M) * (al i * A i j) + (2/M) * (al j * A i j) + (/M^2)*(al i^2) + (/M^2)*(al j^2) + (-2/M^2)*(al i*al j))) in P by (intros; field; lra).
  rewrite !sum2_plus, !sum2_scal in P.
  rewrite (sum2_row al A), (sum2_l (fun i => al i^2)), (sum2_r (fun j => al j^2)), sum2_prod, Z in P.
  assert (E : sum2 (fun i j => al j * A i j) = - sum m (fun i => al i * al i)).
  { rewrite sum2_swap. replace (- sum m (fun i => al i * al i)) with (-1 * sum2 (fun i j => al i * A i j)) by (rewrite sum2_row; unfold al; ring).
    rewrite <- sum2_scal. apply sum2_ext; intros. rewrite HA; ring. }
  rewrite E in P. change (sum m (fun i => al i * sum m (A i))) with (sum m (fun i => al i * al i)) in P.
  rewrite (sum_ext m (fun i => al i^2) (fun i => al i * al i)) in P by (intros; ring).
  rewrite (sum_ext m (fun i => (sum m (A i))^2) (fun i => al i * al i)) by (intros; unfold al; ring).
  set (q := sum m (fun i => al i * al i)) in *. set (a2 := sum2 (fun i j => A i j^2)) in *.
  replace (a2 + -2 / M * q + 2 / M * - q + / M ^ 2 * (M * q) + / M ^ 2 * (M * q) + -2 / M ^ 2 * (0 * 0)) with (a2 - 2/M*q) in P by (field; lra). lra.
Qed.
(* symmetric, zero diagonal, row sums rho, their sum t: sum B^2 >= 2/(m-2) (sum rho^2 - t^2/(2(m-1))) *)
Lemma symmetric_bound B : (forall i j, B i j = B j i) -> (forall i, B i i = 0) ->
  let t := sum m (fun i => sum m (B i)) in
  2 / (M - 2) * (sum m (fun i => (sum m (B i))^2) - t^2 / (2*(M-1))) <= sum2 (fun i j => B i j ^2).
Proof.
  intros HB H0 t. pose proof M3 as HM. set (rho := fun i => sum m (B i)). set (P := t / (2*(M-1))).
  set (p := fun i => (rho i - P) / (M-2)).
  assert (T : sum m rho = t) by reflexivity.
  assert (N : 0 <= sum2 (fun i j => if Nat.eqb i j then 0 else (B i j - p i - p j)^2)) by (apply sum2_nonneg; intros; destruct Nat.eqb; [lra|apply pow2_ge_0]).
  rewrite sum2_off in N.
  rewrite (sum2_ext _ (fun i j => B i j^2 + -2 * (p i * B i j) + -2 * (p j * B i j) + (p i^2) + (p j^2) + 2*(p i*p j))) in N by (intros; ring).
  rewrite !sum2_plus, !sum2_scal, (sum2_row p B), (sum2_l (fun i => p i^2)), (sum2_r (fun i => p i^2)), sum2_prod in N.
  assert (E : sum2 (fun i j => p j * B i j) = sum m (fun i => p i * rho i)).
  { rewrite sum2_swap. transitivity (sum2 (fun i j => p i * B i j)); [apply sum2_ext; intros; rewrite HB; ring|exact (sum2_row p B)]. }
  rewrite E in N. change (sum m (fun i => p i * sum m (B i))) with (sum m (fun i => p i * rho i)) in N.
  rewrite (sum_ext m (fun i => (B i i - p i - p i)^2) (fun i => 4 * p i^2)) in N by (intros; rewrite H0; ring).
  rewrite sum_scal in N.
  assert (Ep : sum m p = P).
  { unfold p. rewrite (sum_ext m _ (fun i => /(M-2) * rho i + - (P/(M-2)))) by (intros; field; lra).
    rewrite sum_plus, sum_scal, sum_const, T. unfold P. field. split; lra. }
  assert (Er : sum m (fun i => p i * rho i) = /(M-2) * (sum m (fun i => rho i^2) - P*t)).
  { rewrite (sum_ext m _ (fun i => /(M-2) * rho i^2 + (-P/(M-2)) * rho i)) by (intros; unfold p; field; lra).
    rewrite sum_plus, !sum_scal, T. field; lra. }
  assert (E2 : sum m (fun i => p i^2) = /(M-2) * (sum m (fun i => p i * rho i) - P * P)).
  { rewrite <- Ep at 2. rewrite (sum_ext m (fun i => p i^2) (fun i => /(M-2) * (p i * rho i) + (-P/(M-2)) * p i)) by (intros; unfold p; field; lra).
    rewrite sum_plus, !sum_scal. field; lra. }
  rewrite Ep, E2, Er in N. fold rho.
  set (q := sum m (fun i => rho i^2)) in *. set (b2 := sum2 (fun i j => B i j^2)) in *.
  change (sum m (fun i => (sum m (B i))^2)) with q.
  assert (t = 2*(M-1)*P) as Et by (unfold P; field; lra). clearbody P q b2. rewrite Et in N |- *. clear Et E2 Er Ep E T.
  match goal with |- ?l <= _ => match type of N with 0 <= ?r => replace r with (b2 - l) in N; [lra|field; split; lra] end end.
Qed.
(* any matrix X: the form s |X|^2 + t <X, X^T>, from its diagonal, its row sums R and its column sums C *)
Lemma matrix_bound X s t : 0 <= s + t -> 0 <= s - t ->
  let R0 i := sum m (fun j => X i j) in let C0 j := sum m (fun i => X i j) in
  let rho i := (R0 i + C0 i) / 2 - X i i in
  sum m (fun i => (s + t) * (X i i ^ 2 + 2 / (M - 2) * rho i ^ 2) + (s - t) * (2 / M * ((R0 i - C0 i) / 2) ^ 2))
    - (s + t) * (sum m rho ^ 2 / ((M - 2) * (M - 1)))
  <= s * sum2 (fun i j => X i j ^ 2) + t * sum2 (fun i j => X i j * X j i).
Proof.
  intros Hs Ht R0 C0 rho. pose proof M3 as HM.
  set (B := fun i j => if Nat.eqb i j then 0 else (X i j + X j i) / 2). set (A := fun i j => (X i j - X j i) / 2).
  assert (HB : forall i j, B i j = B j i) by (intros; unfold B; rewrite (Nat.eqb_sym j i); destruct Nat.eqb; [reflexivity|f_equal; ring]).
  assert (H0 : forall i, B i i = 0) by (intros; unfold B; rewrite Nat.eqb_refl; reflexivity).
  assert (HA : forall i j, A i j = - A j i) by (intros; unfold A; field).
  assert (RB : forall i, (i < m)%nat -> sum m (B i) = rho i).
  { intros i Hi. unfold rho, R0, C0. rewrite <- (sum_single m i (fun _ => X i i) Hi). unfold Rdiv. rewrite Rmult_plus_distr_r, <- !sum_scal_r, <- sum_plus, <- sum_minus.
    apply sum_ext. intros j _. unfold B. destruct (Nat.eqb_spec i j) as [<-|]; field. }
  assert (RA : forall i, sum m (A i) = (R0 i - C0 i) / 2).
  { intros i. unfold R0, C0, Rdiv. rewrite <- sum_minus, <- sum_scal_r. apply sum_ext. intros; unfold A; field. }
  pose proof (symmetric_bound B HB H0) as SB. cbv zeta in SB. pose proof (antisymmetric_bound A HA) as AB.
  rewrite (sum_ext m (fun i => sum m (B i)) rho) in SB by (intros; apply RB; assumption).
  rewrite (sum_ext m (fun i => (sum m (B i))^2) (fun i => rho i ^ 2)) in SB by (intros; rewrite RB by assumption; reflexivity).
  rewrite (sum_ext m (fun i => (sum m (A i))^2) (fun i => ((R0 i - C0 i) / 2)^2)) in AB by (intros; rewrite RA; reflexivity).
  assert (E : s * sum2 (fun i j => X i j ^ 2) + t * sum2 (fun i j => X i j * X j i) =
     (s + t) * sum m (fun i => X i i ^ 2) + (s + t) * sum2 (fun i j => B i j ^ 2) + (s - t) * sum2 (fun i j => A i j ^ 2)).
  { assert (D : sum m (fun i => X i i ^ 2) = sum2 (fun i j => if Nat.eqb i j then X i j ^ 2 else 0)).
    { unfold sum2. apply sum_ext. intros i Hi. symmetry. apply (sum_single m i (fun j => X i j ^ 2) Hi). }
    assert (S : sum2 (fun i j => X j i ^ 2) = sum2 (fun i j => X i j ^ 2)) by (symmetry; apply (sum2_swap (fun i j => X i j ^ 2))).
    assert (T : s * sum2 (fun i j => X i j ^ 2) = s/2 * sum2 (fun i j => X i j ^ 2) + s/2 * sum2 (fun i j => X j i ^ 2)) by (rewrite S; field).
    rewrite T, D, <- !sum2_scal, <- !sum2_plus. apply sum2_ext. intros i j _ _. unfold A, B. destruct (Nat.eqb_spec i j) as [->|]; field. }
  rewrite E, sum_plus, !sum_scal, !sum_plus, !sum_scal.
  set (b2 := sum2 (fun i j => B i j ^ 2)) in *. set (a2 := sum2 (fun i j => A i j ^ 2)) in *. set (g := sum m (fun i => rho i ^ 2)) in *. set (tt := sum m rho) in *.
  set (x2 := sum m (fun i => X i i ^ 2)). set (g2 := sum m (fun i => ((R0 i - C0 i) / 2)^2)) in *.
  assert (K1 : (s + t) * (2 / (M - 2) * (g - tt ^ 2 / (2 * (M - 1)))) <= (s + t) * b2) by (apply Rmult_le_compat_l; assumption).
  assert (K2 : (s - t) * (2 / M * g2) <= (s - t) * a2) by (apply Rmult_le_compat_l; assumption).
  replace (2 / (M - 2) * (g - tt ^ 2 / (2 * (M - 1)))) with (2 / (M - 2) * g - tt ^ 2 / ((M - 2) * (M - 1))) in K1 by (field; split; lra). lra.
Qed.
End Matrices.

Lemma linear_minus l l' : linear l -> linear l' -> linear (fun v => l v - l' v).
Proof. intros H K s t v w. rewrite H, K. ring. Qed.
Lemma linear_div l c : linear l -> linear (fun v => l v / c).
Proof. intros H s t v w. rewrite H. unfold Rdiv. ring. Qed.
(* the first factor of a product with a constant is recognised by its value at 0 *)
Ltac prove_linear := cbv beta; lazymatch goal with
  | |- linear (fun v => v _) => apply linear_coordinate
  | |- linear (fun v => @?f v + @?g v) => apply (linear_plus f g); prove_linear
  | |- linear (fun v => @?f v - @?g v) => apply (linear_minus f g); prove_linear
  | |- linear (fun v => @?f v / @?c v) => apply (linear_div f (c (fun _ => 0))); prove_linear
  | |- linear (fun v => sum ?n (fun i => @?f v i)) => apply (linear_sum n (fun i v => f v i)); intros ?; prove_linear
  | |- linear (fun v => @?c v * @?f v) => apply (linear_scal (c (fun _ => 0)) f); prove_linear end.
Ltac prove_quadratic := cbv beta; lazymatch goal with
  | |- quadratic (fun v => @?f v + @?g v) => apply (quadratic_plus f g); prove_quadratic
  | |- quadratic (fun v => @?f v - @?g v) => apply (quadratic_minus f g); prove_quadratic
  | |- quadratic (fun v => sum ?n (fun i => @?f v i)) => apply (quadratic_sum n (fun i v => f v i)); intros ?; prove_quadratic
  | |- quadratic (fun v => @?f v ^ 2) => apply (quadratic_square f); prove_linear
  | |- quadratic (fun v => @?f v * @?g v) =>
      first [apply (quadratic_product f g); [solve [prove_linear]|solve [prove_linear]] | apply (quadratic_scal (f (fun _ => 0)) g); prove_quadratic] end.

Section Positive.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R) (lambda : R).
Notation k := (m + q)%nat.
Notation n := (m + r)%nat.
Notation p := (point m q a b c d e).
Definition slope_left := slope_good m q r a b c d e - lambda.
Definition slopes_left t := slope_single m q r a b c d e t - lambda.
(* the two numbers: the form on symmetric and on antisymmetric matrices without row sums *)
Definition symmetric_block := cS m q a b c slope_left + cT m q a b c.
Definition antisymmetric_block := cS m q a b c slope_left - cT m q a b c.
(* one good neuron's share: its own entry X, its row sum R, its column sum C, its entries y at the further coordinates, and the
   entries z of the single neurons at its coordinate *)
Definition standard_block (X R0 C : R) (y z : nat -> R) : R :=
  Q1 m q r a b c d e slope_left slopes_left X R0 C y z
  + symmetric_block * (X^2 + 2 / (M - 2) * ((R0 + C) / 2 - X)^2) + antisymmetric_block * (2 / M * ((R0 - C) / 2)^2).
(* the invariant directions: the same in all good neurons, where row and column sums agree, and h, the further entries of the single neurons *)
Definition trivial_block (X R0 C : R) (y z : nat -> R) (h : nat -> nat -> R) : R :=
  M * standard_block X R0 C y z + Q2 m q r a b c d e slopes_left (M * X) (M * R0) (fun s => M * y s) (fun t => M * z t) h
  - symmetric_block * ((M * ((R0 + C) / 2 - X))^2 / ((M - 2) * (M - 1))).
Definition block_vector (X R0 C : R) (y z : nat -> R) (i : nat) : R :=
  match i with O => X | 1%nat => R0 | 2%nat => C | S (S (S j)) => if Nat.even j then y (Nat.div2 j) else z (Nat.div2 j) end.
Definition standard_of (v : nat -> R) : R :=
  standard_block (v 0%nat) (v 1%nat) (v 2%nat) (fun s => v (3 + 2 * s)%nat) (fun t => v (3 + (2 * t + 1))%nat).
Lemma block_vector_y X R0 C y z s : block_vector X R0 C y z (3 + 2 * s) = y s.
Proof. cbn [block_vector Nat.add]. rewrite Nat.div2_double, Nat.even_mul. reflexivity. Qed.
Lemma block_vector_z X R0 C y z t : block_vector X R0 C y z (3 + (2 * t + 1)) = z t.
Proof.
  cbn [block_vector]. change (3 + (2 * t + 1))%nat with (S (S (S (2 * t + 1)))). cbn [block_vector].
  rewrite Nat.add_1_r, Nat.even_succ, Nat.div2_succ_double. rewrite <- Nat.negb_even, Nat.even_mul. reflexivity.
Qed.
Lemma standard_quadratic : quadratic standard_of.
Proof.
  unfold standard_of, standard_block, Q1, Q1_good, Q1_mixed. cbv zeta. unfold sigma, kappa. prove_quadratic.
Qed.

Theorem symmetric_hessian : 0 <= symmetric_block -> 0 <= antisymmetric_block -> (forall X R0 C y z, 0 <= standard_block X R0 C y z) ->
  (forall X R0 y z h, 0 <= trivial_block X R0 R0 y z h) -> forall u, lambda * sqnorm (n * k) u <= derivative2 n k k p u.
Proof.
  intros Hs Ha Hstd Htriv u. pose proof (derivative2_symmetric m q r Hm a b c d e u lambda) as E. cbv zeta in E.
  fold slope_left in E. change (fun t => slope_single m q r a b c d e t - lambda) with slopes_left in E.
  set (x := fun i j => neuron k u i j) in *. pose proof (matrix_bound m Hm x (cS m q a b c slope_left) (cT m q a b c) Hs Ha) as B. cbv zeta in B.
  pose proof (M3 m Hm) as HM.
  change (sum2 m (fun i j => x i j ^ 2)) with (S2 m q u) in B. change (sum2 m (fun i j => x i j * x j i)) with (T2 m q u) in B.
  fold symmetric_block antisymmetric_block in B.
  set (v := fun i => block_vector (x i i) (row m q u i) (column m q u i) (fun s => neuron k u i (m + s)%nat) (fun t => neuron k u (m + t)%nat i)).
  assert (Ey : forall i, (fun s => v i (3 + 2 * s)%nat) = fun s => neuron k u i (m + s)%nat) by (intros i; apply FunctionalExtensionality.functional_extensionality; intros s; exact (block_vector_y _ _ _ (fun s => neuron k u i (m + s)%nat) _ s)).
  assert (Ez : forall i, (fun t => v i (3 + (2 * t + 1))%nat) = fun t => neuron k u (m + t)%nat i) by (intros i; apply FunctionalExtensionality.functional_extensionality; intros t; exact (block_vector_z _ _ _ _ (fun t => neuron k u (m + t)%nat i) t)).
  pose proof (quadratic_mean m standard_of v ltac:(lra) standard_quadratic) as Q. cbv zeta in Q. set (mean := fun i => sum m (fun j => v j i) / M) in *.
  assert (N : 0 <= sum m (fun i => standard_of (fun j => v i j - mean j))) by (apply sum_nonneg; intros; apply Hstd).
  (* the totals *)
  assert (T0 : M * mean 0%nat = sum_x m q u) by (unfold mean; change (sum m (fun j => v j 0%nat)) with (sum_x m q u); field; lra).
  assert (T1 : M * mean 1%nat = sum_row m q u) by (unfold mean; change (sum m (fun j => v j 1%nat)) with (sum_row m q u); field; lra).
  assert (Ty : (fun s => M * mean (3 + 2 * s)%nat) = Ysum m q u).
  { apply FunctionalExtensionality.functional_extensionality. intros s. unfold mean, Ysum.
    rewrite (sum_ext m (fun j => v j (3 + 2 * s)%nat) (fun i => neuron k u i (m + s)%nat)) by (intros i _; exact (block_vector_y _ _ _ (fun s => neuron k u i (m + s)%nat) _ s)). field. lra. }
  assert (Tz : (fun t => M * mean (3 + (2 * t + 1))%nat) = total m q u).
  { apply FunctionalExtensionality.functional_extensionality. intros t. unfold mean, total.
    rewrite (sum_ext m (fun j => v j (3 + (2 * t + 1))%nat) (fun i => neuron k u (m + t)%nat i)) by (intros i _; exact (block_vector_z _ _ _ _ (fun t => neuron k u (m + t)%nat i) t)). field. lra. }
  assert (Tr : sum m (fun i => (row m q u i + column m q u i) / 2 - x i i) = M * ((mean 1%nat + mean 2%nat) / 2 - mean 0%nat)).
  { rewrite (sum_ext m _ (fun i => / 2 * (row m q u i + column m q u i) - x i i)) by (intros; field). rewrite sum_minus, sum_scal, sum_plus.
    assert (M0 : mean 0%nat = sum m (fun i => x i i) / M) by reflexivity. assert (M1 : mean 1%nat = sum m (row m q u) / M) by reflexivity.
    assert (M2 : mean 2%nat = sum m (column m q u) / M) by reflexivity. rewrite M0, M1, M2.
    change (sum m (fun i => row m q u i)) with (sum m (row m q u)). change (sum m (fun i => column m q u i)) with (sum m (column m q u)). field. lra. }
  assert (Mean : mean 2%nat = mean 1%nat).
  { change (sum m (column m q u) / M = sum m (row m q u) / M). f_equal. symmetry. exact (sum_swap m m x). }
  pose proof (Htriv (mean 0%nat) (mean 1%nat) (fun s => mean (3 + 2 * s)%nat) (fun t => mean (3 + (2 * t + 1))%nat) (fun t s => neuron k u (m + t)%nat (m + s)%nat)) as H.
  unfold trivial_block in H. rewrite <- Mean in H at 2 5. rewrite Ty, Tz, T0, T1, <- Tr in H. change (standard_block _ _ _ _ _) with (standard_of mean) in H.
  assert (ES : sum m (fun i => standard_of (v i)) = sum m (fun i => Q1 m q r a b c d e slope_left slopes_left (x i i) (row m q u i) (column m q u i)
      (fun s => neuron k u i (m + s)%nat) (fun t => neuron k u (m + t)%nat i))
    + sum m (fun i => symmetric_block * (x i i ^ 2 + 2 / (M - 2) * ((row m q u i + column m q u i) / 2 - x i i)^2) + antisymmetric_block * (2 / M * ((row m q u i - column m q u i) / 2)^2))).
  { rewrite <- sum_plus. apply sum_ext. intros i _. unfold standard_of. rewrite Ey, Ez. unfold standard_block. rewrite Rplus_assoc. reflexivity. }
  rewrite ES in Q. 
  change (sum m (fun i => symmetric_block * (x i i ^ 2 + 2 / (M - 2) * ((row m q u i + column m q u i) / 2 - x i i)^2) + antisymmetric_block * (2 / M * ((row m q u i - column m q u i) / 2)^2))
     - symmetric_block * (sum m (fun i => (row m q u i + column m q u i) / 2 - x i i) ^ 2 / ((M - 2) * (M - 1)))
     <= cS m q a b c slope_left * S2 m q u + cT m q a b c * T2 m q u) in B.
  clear - E B Q N H. unfold x in *. lra.
Qed.
End Positive.
