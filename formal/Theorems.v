(* The final statements.  Everything needed to read them is defined in this file, Sums.v (sum), PairFunction.v (pair) and the
   record "certificate" of Checker.v. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
Require Export List ZArith Reals Checker.
Require Import Sums PairFunction Objective Existence.
Open Scope R_scope.

Definition spurious_minimum (c : certificate) : Prop :=
  let n := neurons c in let k := targets c in
  (k <= n)%nat /\
  exists p, sqnorm (n * k) (vsub p (centre_point c)) <= (dyadic c (radius c))^2
    /\ 0 < dyadic c (objective_bound c) < objective n k k p
    /\ forall q, Ball (n * k) (centre_point c) (dyadic c (box c)) q ->
         objective n k k p + dyadic c (lambda c) / 2 * sqnorm (n * k) (vsub q p) <= objective n k k q.
Theorem check_correct c : check c = true -> spurious_minimum c.
Proof.
  intros H. destruct (shape_correct c H). destruct (check_width_k c H) as [p [A [_ [_ [_ [_ [B [C D]]]]]]]].
  split; [assumption|]. exists p. repeat split; try assumption. apply dyadic_pos; assumption.
Qed.
