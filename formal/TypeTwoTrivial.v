(* The invariant directions of a type II point: along them the second derivative is the trivial form, the gradient has the five
   equations of TypeTwo.v as entries, and so the trivial form in scaled variables is the derivative of these equations. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum SymmetricExistence Angles TypeTwo TypeTwoSlab.
Open Scope R_scope.

Section Direction.
Variable m : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Notation k := (m + 1)%nat.
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R) (lambda : R).
Variables (ua ub : R) (uc ud : nat -> R) (ue : nat -> nat -> R).
Notation u := (point m 1 ua ub uc ud ue).
Lemma Q1_ext sl st X R0 C y z y' z' : y 0%nat = y' 0%nat -> z 0%nat = z' 0%nat -> Q1 m 1 1 a b c d e sl st X R0 C y z = Q1 m 1 1 a b c d e sl st X R0 C y' z'.
Proof. intros Hy Hz. unfold Q1, Q1_good, Q1_mixed, sigma, kappa. cbn [sum]. rewrite Hy, Hz. reflexivity. Qed.
Lemma Q2_ext st X R0 y z h y' z' h' : y 0%nat = y' 0%nat -> z 0%nat = z' 0%nat -> h 0%nat 0%nat = h' 0%nat 0%nat ->
  Q2 m 1 1 a b c d e st X R0 y z h = Q2 m 1 1 a b c d e st X R0 y' z' h'.
Proof. intros Hy Hz Hh. unfold Q2, Q2_good, Q2_single, sigma, kappa. cbn [sum]. rewrite Hy, Hz, Hh. reflexivity. Qed.
Lemma direction_gg i j : (i < m)%nat -> (j < m)%nat -> neuron k u i j = if Nat.eqb i j then ua else ub.
Proof. intros Hi Hj. rewrite neuron_point by lia. apply entry_gg; assumption. Qed.
Lemma direction_own i : (i < m)%nat -> neuron k u i i = ua.
Proof. intros Hi. rewrite direction_gg, Nat.eqb_refl by assumption. reflexivity. Qed.
Lemma direction_gf i : (i < m)%nat -> neuron k u i (m + 0) = uc 0%nat.
Proof. intros Hi. rewrite neuron_point by lia. apply entry_gf; assumption. Qed.
Lemma direction_sg i : (i < m)%nat -> neuron k u (m + 0) i = ud 0%nat.
Proof. intros Hi. rewrite neuron_point by lia. apply entry_sg; assumption. Qed.
Lemma direction_sf : neuron k u (m + 0) (m + 0) = ue 0%nat 0%nat.
Proof. rewrite neuron_point by lia. apply entry_sf; assumption. Qed.
Lemma direction_row i : (i < m)%nat -> row m 1 u i = ua + (M - 1) * ub.
Proof. intros Hi. exact (row_sum_good m 1 Hm ua ub uc ud ue i Hi). Qed.
Lemma direction_column j : (j < m)%nat -> column m 1 u j = ua + (M - 1) * ub.
Proof.
  intros Hj. apply (sum_one m j); [assumption|apply direction_own; assumption|]. intros i Hi Hij. rewrite direction_gg by assumption.
  destruct (Nat.eqb_spec i j); [contradiction|reflexivity].
Qed.
Lemma direction_squares : S2 m 1 u = M * (ua^2 + (M - 1) * ub^2).
Proof.
  unfold S2. rewrite <- sum_const. apply sum_ext. intros i Hi. apply (sum_one m i); [assumption|rewrite direction_own by assumption; reflexivity|].
  intros j Hj Hji. rewrite direction_gg by assumption. destruct (Nat.eqb_spec i j); [congruence|reflexivity].
Qed.
Lemma direction_transposed : T2 m 1 u = M * (ua^2 + (M - 1) * ub^2).
Proof.
  unfold T2. rewrite <- sum_const. apply sum_ext. intros i Hi. apply (sum_one m i); [assumption|rewrite direction_own by assumption; ring|].
  intros j Hj Hji. rewrite !direction_gg by assumption. destruct (Nat.eqb_spec i j), (Nat.eqb_spec j i); try congruence. ring.
Qed.
Theorem trivial_direction : derivative2 k k k (point m 1 a b c d e) u - lambda * sqnorm (k * k) u
  = trivial_block m 1 1 a b c d e lambda ua (ua + (M - 1) * ub) (ua + (M - 1) * ub) uc ud ue.
Proof.
  pose proof (M3 m Hm) as HM. pose proof (derivative2_symmetric m 1 1 Hm a b c d e u lambda) as E. cbv zeta in E. rewrite E. clear E.
  set (R0 := ua + (M - 1) * ub). fold (slope_left m 1 1 a b c d e lambda). change (fun t => slope_single m 1 1 a b c d e t - lambda) with (slopes_left m 1 1 a b c d e lambda).
  rewrite (sum_ext m _ (fun _ => Q1 m 1 1 a b c d e (slope_left m 1 1 a b c d e lambda) (slopes_left m 1 1 a b c d e lambda) ua R0 R0 uc ud)).
  2:{ intros i Hi. rewrite direction_own, direction_row, direction_column by assumption. apply Q1_ext; [apply direction_gf|apply direction_sg]; assumption. }
  rewrite sum_const, direction_squares, direction_transposed.
  assert (E1 : sum_x m 1 u = M * ua) by (unfold sum_x; rewrite <- sum_const; apply sum_ext; intros; apply direction_own; assumption).
  assert (E2 : sum_row m 1 u = M * R0) by (unfold sum_row; rewrite <- sum_const; apply sum_ext; intros; apply direction_row; assumption).
  rewrite E1, E2. rewrite (Q2_ext _ _ _ _ _ _ (fun s => M * uc s) (fun t => M * ud t) ue).
  - unfold trivial_block, standard_block. set (q1 := Q1 m 1 1 a b c d e _ _ ua R0 R0 uc ud). set (q2 := Q2 m 1 1 a b c d e _ _ _ _ _ _).
    unfold symmetric_block, antisymmetric_block. set (s0 := cS m 1 a b c _). set (t0 := cT m 1 a b c). unfold R0. field. lra.
  - unfold Ysum. rewrite <- sum_const. apply sum_ext. intros; apply direction_gf; assumption.
  - unfold total. rewrite <- sum_const. apply sum_ext. intros; apply direction_sg; assumption.
  - apply direction_sf.
Qed.
End Direction.
