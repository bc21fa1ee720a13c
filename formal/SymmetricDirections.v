(* The invariant directions of a point with one big block: along them the second derivative is the trivial form.  So the trivial form is
   the derivative of the entries of the gradient in the numbers a, b, c, d, e. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Spurious Require Import Sums PairFunction Objective Hessian Existence Regrouped SymmetricPoint SymmetricBlocks.
Open Scope R_scope.

Section Direction.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Notation k := (m + q)%nat.
Notation n := (m + r)%nat.
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R) (lambda : R).
Section Extensional.
(* only the first q and r numbers count *)
Variables (y y' z z' : nat -> R) (h h' : nat -> nat -> R).
Hypothesis Hy : forall s, (s < q)%nat -> y s = y' s.
Hypothesis Hz : forall t, (t < r)%nat -> z t = z' t.
Hypothesis Hh : forall t s, (t < r)%nat -> (s < q)%nat -> h t s = h' t s.
Lemma Q1_ext sl st X R0 C : Q1 m q r a b c d e sl st X R0 C y z = Q1 m q r a b c d e sl st X R0 C y' z'.
Proof.
  unfold Q1. f_equal.
  - unfold Q1_good. cbv zeta. rewrite (sigma_ext q b c R0 y y' Hy). rewrite (sum_ext q (fun s => y s ^ 2) (fun s => y' s ^ 2)) by (intros; rewrite Hy by assumption; reflexivity).
    f_equal. apply sum_ext. intros s Hs. rewrite Hy by assumption. reflexivity.
  - apply sum_ext. intros t Ht. unfold Q1_mixed. cbv zeta. rewrite (sigma_ext q b c R0 y y' Hy), (kappa_ext q d e t R0 y y' Hy), (Hz t Ht). f_equal.
    apply sum_ext. intros t' Ht'. rewrite (Hz t' Ht'). reflexivity.
Qed.
Lemma Q2_ext st X R0 : Q2 m q r a b c d e st X R0 y z h = Q2 m q r a b c d e st X R0 y' z' h'.
Proof.
  assert (Sg : forall t x, (t < r)%nat -> sigma q b c x (h t) = sigma q b c x (h' t)) by (intros t x Ht; apply sigma_ext; intros; apply Hh; assumption).
  assert (Kp : forall t t' x, (t < r)%nat -> kappa q d e t' x (h t) = kappa q d e t' x (h' t)) by (intros t t' x Ht; apply kappa_ext; intros; apply Hh; assumption).
  unfold Q2. f_equal.
  - unfold Q2_good. cbv zeta. rewrite (sigma_ext q b c R0 y y' Hy). do 3 f_equal. apply sum_ext. intros s Hs. rewrite Hy by assumption. reflexivity.
  - apply sum_ext. intros t Ht. unfold Q2_single. cbv zeta. rewrite (sigma_ext q b c R0 y y' Hy), (kappa_ext q d e t R0 y y' Hy), (Hz t Ht), (Sg t _ Ht), (Kp t t _ Ht).
    rewrite (sum_ext q (fun s => y s * h t s) (fun s => y' s * h' t s)) by (intros; rewrite Hy, Hh by assumption; reflexivity).
    rewrite (sum_ext q (fun s => h t s ^ 2) (fun s => h' t s ^ 2)) by (intros; rewrite Hh by assumption; reflexivity).
    rewrite (sum_ext q (fun s => h1 (gY m q d e t t) 1 (e t s) (kappa q d e t (z' t) (h' t)) (h t s)) (fun s => h1 (gY m q d e t t) 1 (e t s) (kappa q d e t (z' t) (h' t)) (h' t s))) by (intros; rewrite Hh by assumption; reflexivity).
    f_equal.
    apply sum_ext. intros t' Ht'. rewrite (Hz t' Ht'), (Kp t t' _ Ht), (Kp t' t' _ Ht'), (Kp t' t _ Ht').
    rewrite (sum_ext q (fun s => h t s * h t' s) (fun s => h' t s * h' t' s)) by (intros; rewrite !Hh by assumption; reflexivity). reflexivity.
Qed.
Lemma standard_ext x R0 C : standard_block m q r a b c d e lambda x R0 C y z = standard_block m q r a b c d e lambda x R0 C y' z'.
Proof. unfold standard_block. rewrite Q1_ext. reflexivity. Qed.
End Extensional.
Lemma trivial_ext y y' z z' h h' x R0 C : (forall s, (s < q)%nat -> y s = y' s) -> (forall t, (t < r)%nat -> z t = z' t) -> (forall t s, (t < r)%nat -> (s < q)%nat -> h t s = h' t s) ->
  trivial_block m q r a b c d e lambda x R0 C y z h = trivial_block m q r a b c d e lambda x R0 C y' z' h'.
Proof.
  intros Hy Hz Hh. unfold trivial_block. rewrite (standard_ext y y' z z' Hy Hz). rewrite (Q2_ext (fun s => M * y s) (fun s => M * y' s) (fun t => M * z t) (fun t => M * z' t) h h'); [reflexivity| | |].
  - intros s Hs. rewrite (Hy s Hs). reflexivity.
  - intros t Ht. rewrite (Hz t Ht). reflexivity.
  - exact Hh.
Qed.

Variables (ua ub : R) (uc ud : nat -> R) (ue : nat -> nat -> R).
Notation u := (point m q ua ub uc ud ue).
Lemma direction_gg i j : (i < m)%nat -> (j < m)%nat -> neuron k u i j = if Nat.eqb i j then ua else ub.
Proof. intros Hi Hj. rewrite neuron_point by lia. apply entry_gg; assumption. Qed.
Lemma direction_own i : (i < m)%nat -> neuron k u i i = ua.
Proof. intros Hi. rewrite direction_gg, Nat.eqb_refl by assumption. reflexivity. Qed.
Lemma direction_gf i s : (i < m)%nat -> (s < q)%nat -> neuron k u i (m + s) = uc s.
Proof. intros Hi Hs. rewrite neuron_point by lia. apply entry_gf; assumption. Qed.
Lemma direction_sg t i : (i < m)%nat -> neuron k u (m + t) i = ud t.
Proof. intros Hi. rewrite neuron_point by lia. apply entry_sg; assumption. Qed.
Lemma direction_sf t s : (s < q)%nat -> neuron k u (m + t) (m + s) = ue t s.
Proof. intros Hs. rewrite neuron_point by lia. apply entry_sf; assumption. Qed.
Lemma direction_row i : (i < m)%nat -> row m q u i = ua + (M - 1) * ub.
Proof. intros Hi. exact (row_sum_good m q Hm ua ub uc ud ue i Hi). Qed.
Lemma direction_column j : (j < m)%nat -> column m q u j = ua + (M - 1) * ub.
Proof.
  intros Hj. apply (sum_one m j); [assumption|apply direction_own; assumption|]. intros i Hi Hij. rewrite direction_gg by assumption.
  destruct (Nat.eqb_spec i j); [contradiction|reflexivity].
Qed.
Lemma direction_squares : S2 m q u = M * (ua^2 + (M - 1) * ub^2).
Proof.
  unfold S2. rewrite <- sum_const. apply sum_ext. intros i Hi. apply (sum_one m i); [assumption|rewrite direction_own by assumption; reflexivity|].
  intros j Hj Hji. rewrite direction_gg by assumption. destruct (Nat.eqb_spec i j); [congruence|reflexivity].
Qed.
Lemma direction_transposed : T2 m q u = M * (ua^2 + (M - 1) * ub^2).
Proof.
  unfold T2. rewrite <- sum_const. apply sum_ext. intros i Hi. apply (sum_one m i); [assumption|rewrite direction_own by assumption; ring|].
  intros j Hj Hji. rewrite !direction_gg by assumption. destruct (Nat.eqb_spec i j), (Nat.eqb_spec j i); try congruence. ring.
Qed.
Theorem trivial_direction : derivative2 n k k (point m q a b c d e) u - lambda * sqnorm (n * k) u
  = trivial_block m q r a b c d e lambda ua (ua + (M - 1) * ub) (ua + (M - 1) * ub) uc ud ue.
Proof.
  pose proof (M3 m Hm) as HM. pose proof (derivative2_symmetric m q r Hm a b c d e u lambda) as E. cbv zeta in E. rewrite E. clear E.
  set (R0 := ua + (M - 1) * ub). fold (slope_left m q r a b c d e lambda). change (fun t => slope_single m q r a b c d e t - lambda) with (slopes_left m q r a b c d e lambda).
  rewrite (sum_ext m _ (fun _ => Q1 m q r a b c d e (slope_left m q r a b c d e lambda) (slopes_left m q r a b c d e lambda) ua R0 R0 uc ud)).
  2:{ intros i Hi. rewrite direction_own, direction_row, direction_column by assumption. apply Q1_ext; intros; [apply direction_gf|apply direction_sg]; assumption. }
  rewrite sum_const, direction_squares, direction_transposed.
  assert (E1 : sum_x m q u = M * ua) by (unfold sum_x; rewrite <- sum_const; apply sum_ext; intros; apply direction_own; assumption).
  assert (E2 : sum_row m q u = M * R0) by (unfold sum_row; rewrite <- sum_const; apply sum_ext; intros; apply direction_row; assumption).
  rewrite E1, E2. rewrite (Q2_ext _ (fun s => M * uc s) _ (fun t => M * ud t) _ ue).
  - unfold trivial_block, standard_block. set (q1 := Q1 m q r a b c d e _ _ ua R0 R0 uc ud). set (q2 := Q2 m q r a b c d e _ _ _ _ _ _).
    unfold symmetric_block, antisymmetric_block. set (s0 := cS m q a b c _). set (t0 := cT m q a b c). unfold R0. field. lra.
  - intros s Hs. unfold Ysum. rewrite <- sum_const. apply sum_ext. intros; apply direction_gf; assumption.
  - intros t Ht. unfold total. rewrite <- sum_const. apply sum_ext. intros; apply direction_sg; assumption.
  - intros t s _ Hs. apply direction_sf; assumption.
Qed.
End Direction.
