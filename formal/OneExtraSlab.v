(* The family {1}, every k: what a computation has to deliver on an interval of s = k^(-1/2). *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums TypeTwo OneExtra.
Open Scope R_scope.

(* the seven unknowns ya, yb, yc, yd, ye, xd, xe as y 0, ..., y 6: the extra neuron's at the end *)
Definition at_seven {A : Type} (f : R -> R -> R -> R -> R -> R -> R -> A) (y : nat -> R) : A :=
  f (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 5%nat) (y 4%nat) (y 6%nat).
(* the equations with the weights that make their Jacobian symmetric: 2 pi times the gradient of k F in the unknowns *)
Definition extra_equations (s : R) (y : nat -> R) (i : nat) : R := match i with
  | 0%nat => nr s * at_seven (extra_a s) y
  | 1%nat => nr s * n1 s * at_seven (extra_b s) y
  | 2%nat => nr s * at_seven (extra_c s) y
  | 3%nat => nr s * at_seven (extra_d s) y
  | 4%nat => at_seven (extra_e s) y
  | 5%nat => nr s * at_seven (extra_xd s) y
  | _ => at_seven (extra_xe s) y end.
(* At one s and y: numbers and forms are positive, and the derivative of the equations is. *)
Record extra_positive (nu mu s : R) (y : nat -> R) : Prop := {
  xp_domain : at_seven (extra_domain s) y;
  xp_symmetric : nu <= at_seven (extra_base s) y + 2 * block_pair s (y 0%nat) (y 1%nat) (y 2%nat) - block_target s (y 0%nat) (y 1%nat) (y 2%nat);
  xp_antisymmetric : nu <= at_seven (extra_base s) y - block_target s (y 0%nat) (y 1%nat) (y 2%nat);
  xp_transverse : forall u w v, nu * (u^2 + w^2 + v^2) <= at_seven (extra_transverse s) y u w v;
  xp_standard : forall y1 y2 y3 g h f, nu * (standard_norm s y1 y2 y3 g + h^2 + f^2) <= at_seven (extra_standard s) y y1 y2 y3 g h f;
  xp_trivial : exists J : nat -> nat -> R,
    (forall x i, (i < 7)%nat -> is_derive (fun t => extra_equations s (fun j => y j + t * x j) i) 0 (sum 7 (fun j => J i j * x j)))
    /\ (forall x, mu * sum 7 (fun i => x i ^ 2) <= sum 7 (fun i => x i * sum 7 (fun j => J i j * x j)));
  xp_excess : 0 < at_seven (extra_excess s) y }.
(* On the interval [lo, hi] without 0: all that on the box of radius rho about v0 s, and the equations nearly hold at v0 s. *)
Record extra_slab (lo hi : R) (v0 : R -> nat -> R) (rho nu mu : R) : Prop := {
  xs_rho : 0 < rho; xs_nu : 0 < nu; xs_mu : 0 < mu;
  xs_box : forall s y, 0 < s -> lo <= s <= hi -> (forall i, (i < 7)%nat -> Rabs (y i - v0 s i) <= rho) -> extra_positive nu mu s y;
  xs_residual : forall s, 0 < s -> lo <= s <= hi -> 5 * sum 7 (fun i => extra_equations s (v0 s) i ^ 2) <= mu^2 * rho^2 }.
