(* The final theorems.  To read them one needs Statements.v, and here the records "certificate" and "dyadic" of Checker.v (c.z means
   z / 2^scale), "block_certificate" and "block_number" of BlockChecker.v, "split_certificate" of SplitChecker.v, "uniform_certificate", "family_neurons" and "u_number" of EveryK.v; "check",
   "check_block", "check_split" and "check_uniform" are the programs whose answer is computed, their text need not be read. *)
From Coq Require Import Arith Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Coq Require Export List ZArith Reals.
From Spurious Require Import PairFunction Objective Hessian Existence Regrouped LocalMinimum Dimension Expectation SpuriousMinimum.
From Spurious Require Export Sums Checker BlockChecker EveryK SplitChecker Statements.
Export ListNotations.
Open Scope R_scope.

(* ---- every k ---- *)
(* What a certificate for every k claims: from u_first on, for every k and every d >= k, with as many neurons as its family has. *)
Definition spurious_uniform_minimum (c : uniform_certificate) : Prop :=
  spurious_for_every_k (family_neurons (u_family c)) (Z.to_nat (u_first c)) (u_number (u_lambda c)).
Theorem check_uniform_correct (c : uniform_certificate) : check_uniform c = true -> spurious_uniform_minimum c.
Proof. exact (check_uniform_spurious c). Qed.
(* The short form: a strict local minimum that is not global. *)
Corollary spurious_for_every_k_and_width neurons first lam : spurious_for_every_k neurons first lam ->
  forall k d, (first <= k <= d)%nat -> let n := neurons k in exists P, strict_local_minimum n d (F n k d) P /\ exists Q, F n k d Q < F n k d P.
Proof.
  intros [_ H] k d [Hk Hd]. cbv zeta. destruct (H k Hk) as [P [bound A]]. destruct (A d Hd) as [B [_ [C [D _]]]]. exists (widen k P). split; [exact B|]. exists (target_weights k). lra.
Qed.

(* ---- dense certificates ---- *)
Definition centre_weights (c : certificate) (i s : nat) : R := dyadic c (nth s (nth i (centre c) []) 0%Z).
(* What a certificate claims: a spurious local minimum near its centre. *)
Definition spurious_minimum (c : certificate) : Prop :=
  spurious_minimum_near (neurons c) (targets c) (centre_weights c)
    (dyadic c (radius c)) (dyadic c (box c)) (dyadic c (lambda c)) (dyadic c (objective_bound c)).

(* What the checker accepts is a spurious local minimum. *)
Theorem check_correct (c : certificate) : check c = true -> spurious_minimum c.
Proof.
  intros H. destruct (shape_correct c H) as [Hk Hkn _ _ _ _ HL _ HO]. destruct (check_width_k c H) as [p [A1 [A2 [A3 [A4 [A5 [A6 [A7 A8]]]]]]]].
  apply (spurious_minimum_near_ext _ _ (neuron (targets c) (centre_point c))).
  - intros i s _ Hs. unfold neuron, centre_point, centre_weights. destruct (divmod (targets c) i s Hs) as [-> ->]. reflexivity.
  - apply (spurious_of_minimum _ _ _ _ _ _ _ p); [split; assumption|apply dyadic_pos; assumption|apply dyadic_pos; assumption|constructor; assumption].
Qed.

(* The short form: for every width d >= k a strict local minimum that is not global. *)
Corollary spurious_in_every_width (c : certificate) : check c = true ->
  exists P, forall d, (targets c <= d)%nat ->
    strict_local_minimum (neurons c) d (F (neurons c) (targets c) d) (widen (targets c) P)
    /\ exists Q, F (neurons c) (targets c) d Q < F (neurons c) (targets c) d (widen (targets c) P).
Proof.
  intros H. destruct (check_correct c H) as [_ [_ [P [_ [_ A]]]]]. exists P. intros d Hd.
  destruct (A d Hd) as [B [_ [C [D _]]]]. split; [exact B|]. exists (target_weights (targets c)). rewrite D. lra.
Qed.

(* The same for the expected loss: for every linear functional with the plane marginals of N(0, I). *)
Theorem expected_loss n k centre radius lam bound :
  spurious_minimum_within n k centre radius lam bound -> spurious_expected_loss n k bound.
Proof.
  intros [_ [_ [P [_ A]]]]. exists P. intros d Hd Hd2 E HE L. destruct (A d Hd) as [[r [Hr S]] [_ [B [Z N]]]].
  assert (EL : forall W, L W = F n k d W) by (intros W; apply expectation_loss; assumption).
  split; [|rewrite !EL; split; [lra|split; [assumption|intros Q; rewrite EL; apply N]]].
  exists r. split; [assumption|]. intros Q HQ. rewrite !EL. apply S. assumption.
Qed.
Lemma near_within n k centre radius box lam bound : spurious_minimum_near n k centre radius box lam bound -> spurious_minimum_within n k centre radius lam bound.
Proof. intros [A [B [P [C [_ D]]]]]. split; [exact A|]. split; [exact B|]. exists P. split; assumption. Qed.
Corollary check_expected_loss (c : certificate) : check c = true ->
  spurious_expected_loss (neurons c) (targets c) (dyadic c (objective_bound c)).
Proof. intros H. exact (expected_loss _ _ _ _ _ _ (near_within _ _ _ _ _ _ _ (check_correct c H))). Qed.

Corollary every_k_expected_loss neurons first lam : spurious_for_every_k neurons first lam ->
  forall k, (first <= k)%nat -> (0 < k <= neurons k)%nat -> exists bound, 0 < bound /\ spurious_expected_loss (neurons k) k bound.
Proof.
  intros [Hl H] k Hk H0. destruct (H k Hk) as [P [bound A]]. exists bound. split; [apply (A k (Nat.le_refl k))|].
  apply (expected_loss (neurons k) k P 0 lam bound). split; [lia|]. split; [exact Hl|]. exists P. split; [|exact A].
  right. transitivity (sum (neurons k) (fun _ => 0)); [|rewrite sum_0; ring]. apply sum_ext. intros i _. rewrite <- (sum_0 k). apply sum_ext. intros s _. ring.
Qed.

(* ---- a dense certificate and splits of its neurons ---- *)
Definition spurious_split_minimum (s : split_certificate) : Prop := let c := minimum s in
  exists P, distance2 (neurons c) (targets c) P (centre_weights c) <= dyadic c (radius c) ^ 2
    /\ forall d, (targets c <= d)%nat -> spurious_in_width (neurons c) (targets c) P (dyadic c (lambda c)) (dyadic c (objective_bound c)) d
         /\ forall i, In i (map fst (splits s)) -> split_descends_from (neurons c) (targets c) d i (widen (targets c) P)
              /\ split_is_saddle (neurons c) (targets c) d i (widen (targets c) P).
Theorem check_split_correct (s : split_certificate) : check_split s = true -> spurious_split_minimum s.
Proof.
  intros H. unfold check_split in H. apply andb_prop in H; destruct H as [H1 H2]. destruct (split_minimum (minimum s) H1 (splits s) H2) as [P [A B]]. exists P. split; [|exact B].
  erewrite distance2_ext; [exact A|reflexivity|]. intros i j _ Hj. unfold neuron, centre_point, centre_weights. destruct (divmod (targets (minimum s)) i j Hj) as [-> ->]. reflexivity.
Qed.

(* ---- points with one big block, of any size ---- *)
(* What a block certificate claims, for n = m + extra neurons and k = m + further targets, m = block_size. *)
Definition block_neurons (c : block_certificate) : nat := (Z.to_nat (block_size c) + extra c)%nat.
Definition block_targets (c : block_certificate) : nat := (Z.to_nat (block_size c) + further c)%nat.
Definition spurious_block_minimum (c : block_certificate) : Prop :=
  let number l s := block_number c (nth s l 0%Z) in
  spurious_minimum_within (block_neurons c) (block_targets c)
    (block_weights (Z.to_nat (block_size c)) (block_number c (own c)) (block_number c (others c)) (number (at_further c)) (number (extra_block c))
       (fun t => number (nth t (extra_further c) [])))
    (block_number c (b_radius c)) (block_number c (b_lambda c)) (block_number c (b_objective_bound c)).
Theorem check_block_correct (c : block_certificate) : check_block c = true -> spurious_block_minimum c.
Proof. exact (block_minimum_correct c). Qed.
Corollary spurious_block_in_every_width (c : block_certificate) : check_block c = true ->
  exists P, forall d, (block_targets c <= d)%nat ->
    strict_local_minimum (block_neurons c) d (F (block_neurons c) (block_targets c) d) (widen (block_targets c) P)
    /\ exists Q, F (block_neurons c) (block_targets c) d Q < F (block_neurons c) (block_targets c) d (widen (block_targets c) P).
Proof.
  intros H. destruct (check_block_correct c H) as [_ [_ [P [_ A]]]]. exists P. intros d Hd.
  destruct (A d Hd) as [B [_ [C [D _]]]]. split; [exact B|]. exists (target_weights (block_targets c)). rewrite D. lra.
Qed.
Corollary check_block_expected_loss (c : block_certificate) : check_block c = true ->
  spurious_expected_loss (block_neurons c) (block_targets c) (block_number c (b_objective_bound c)).
Proof. intros H. exact (expected_loss _ _ _ _ _ _ (check_block_correct c H)). Qed.
