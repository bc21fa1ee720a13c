(* Type II, every k: what a computation has to deliver on an interval of s = k^(-1/2). *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums TypeTwo.
Open Scope R_scope.

(* the five unknowns ya, yb, yc, yd, ye as y 0, ..., y 4 *)
Definition at_unknowns {A : Type} (f : R -> R -> R -> R -> R -> A) (y : nat -> R) : A := f (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 4%nat).
(* the equations with the weights that make their Jacobian symmetric: 2 pi times the gradient of k F in the unknowns *)
Definition equations (s : R) (y : nat -> R) (i : nat) : R := match i with
  | 0%nat => nr s * at_unknowns (equation_a s) y
  | 1%nat => nr s * n1 s * at_unknowns (equation_b s) y
  | 2%nat => nr s * at_unknowns (equation_c s) y
  | 3%nat => nr s * at_unknowns (equation_d s) y
  | _ => at_unknowns (equation_e s) y end.
(* by equation c, the sum of all entries at the further coordinate, over s^2, is -2/pi times this *)
Definition further_excess (s ya yb yc yd ye : R) : R := (PI/2 + s * CD s ya yb yc yd ye) * zc s yc
  + s^2 * n1 s * bhat s 4 (rDD s ya yb yc) * zc s yc + bhat s 2 (rDt s ya yb yc yd ye) * ze s ye - bhat s 2 (rDb s ya yb yc).
(* At one s and y: numbers and forms are positive, and the derivative of the equations is. *)
Record slab_positive (nu mu s : R) (y : nat -> R) : Prop := {
  sp_domain : at_unknowns (scaled_domain s) y;
  sp_symmetric : nu <= at_unknowns (block_base s) y + 2 * block_pair s (y 0%nat) (y 1%nat) (y 2%nat) - block_target s (y 0%nat) (y 1%nat) (y 2%nat);
  sp_antisymmetric : nu <= at_unknowns (block_base s) y - block_target s (y 0%nat) (y 1%nat) (y 2%nat);
  sp_transverse : forall u w, nu * (u^2 + w^2) <= at_unknowns (transverse_form s) y u w;
  sp_standard : forall y1 y2 y3 g h, nu * (standard_norm s y1 y2 y3 g + h^2) <= at_unknowns (standard_form s) y y1 y2 y3 g h;
  sp_trivial : exists J : nat -> nat -> R,
    (forall x i, (i < 5)%nat -> is_derive (fun t => equations s (fun j => y j + t * x j) i) 0 (sum 5 (fun j => J i j * x j)))
    /\ (forall x, mu * sum 5 (fun i => x i ^ 2) <= sum 5 (fun i => x i * sum 5 (fun j => J i j * x j)));
  sp_excess : 0 < at_unknowns (further_excess s) y }.
(* On the interval [lo, hi] without 0: all that on the box of radius rho about v0 s, and the equations nearly hold at v0 s. *)
Record slab (lo hi : R) (v0 : R -> nat -> R) (rho nu mu : R) : Prop := {
  slab_rho : 0 < rho; slab_nu : 0 < nu; slab_mu : 0 < mu;
  slab_box : forall s y, 0 < s -> lo <= s <= hi -> (forall i, (i < 5)%nat -> Rabs (y i - v0 s i) <= rho) -> slab_positive nu mu s y;
  slab_residual : forall s, 0 < s -> lo <= s <= hi -> 5 * sum 5 (fun i => equations s (v0 s) i ^ 2) <= mu^2 * rho^2 }.
