(* The checker answers false to variations of a certificate that it accepts. *)
From Spurious Require Import Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition good : certificate := {|
  neurons := 6%nat; targets := 6%nat; scale := 80;
  centre := [
    [(-60946064803443285866818); (-60946064803443285866818); 372362440324147746406285; (-60946064803443285866818); 1192851722966757382634063; (-60946064803443285866818)];
    [(-60946064803443285866818); (-60946064803443285866818); 372362440324147746406285; 1192851722966757382634063; (-60946064803443285866818); (-60946064803443285866818)];
    [(-60946064803443285866818); 1192851722966757382634063; 372362440324147746406285; (-60946064803443285866818); (-60946064803443285866818); (-60946064803443285866818)];
    [(-60946064803443285866818); (-60946064803443285866818); 372362440324147746406285; (-60946064803443285866818); (-60946064803443285866818); 1192851722966757382634063];
    [1192851722966757382634063; (-60946064803443285866818); 372362440324147746406285; (-60946064803443285866818); (-60946064803443285866818); (-60946064803443285866818)];
    [271422956718639196282526; 271422956718639196282526; (-727183295199067387153275); 271422956718639196282526; 271422956718639196282526; 271422956718639196282526]];
  radius := 1048576; box := 1125899906842624;
  lambda := 5564956749029942755328;
  objective_bound := 30320531624251594113024;
  point_bits := 80; hessian_bits := 45; factor_bits := 18 |}.

Definition with_lambda (c : certificate) (z : Z) := {| neurons := neurons c; targets := targets c; scale := scale c; centre := centre c;
  radius := radius c; box := box c; lambda := z; objective_bound := objective_bound c;
  point_bits := point_bits c; hessian_bits := hessian_bits c; factor_bits := factor_bits c |}.
Definition with_objective (c : certificate) (z : Z) := {| neurons := neurons c; targets := targets c; scale := scale c; centre := centre c;
  radius := radius c; box := box c; lambda := lambda c; objective_bound := z;
  point_bits := point_bits c; hessian_bits := hessian_bits c; factor_bits := factor_bits c |}.
Definition with_radii (c : certificate) (small large : Z) := {| neurons := neurons c; targets := targets c; scale := scale c; centre := centre c;
  radius := small; box := large; lambda := lambda c; objective_bound := objective_bound c;
  point_bits := point_bits c; hessian_bits := hessian_bits c; factor_bits := factor_bits c |}.
Definition with_centre (c : certificate) (n : nat) (rows : list (list Z)) := {| neurons := n; targets := targets c; scale := scale c; centre := rows;
  radius := radius c; box := box c; lambda := lambda c; objective_bound := objective_bound c;
  point_bits := point_bits c; hessian_bits := hessian_bits c; factor_bits := factor_bits c |}.
Definition unit := 2 ^ scale good.
Definition move_first (d : Z) (rows : list (list Z)) := match rows with (x :: r) :: rest => (x + d :: r) :: rest | _ => rows end.
Ltac decide_by_computation := vm_cast_no_check (eq_refl false).

Lemma good_accepted : check good = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
(* the least eigenvalue is .00470035 *)
Lemma lambda_above_the_eigenvalue : check (with_lambda good (unit * 471 / 100000)) = false.
Proof. decide_by_computation. Qed.
Lemma lambda_zero : check (with_lambda good 0) = false.
Proof. decide_by_computation. Qed.
(* the objective is .0250805810 *)
Lemma objective_above_the_value : check (with_objective good (unit * 25081 / 1000000)) = false.
Proof. decide_by_computation. Qed.
Lemma objective_not_positive : check (with_objective good 0) = false.
Proof. decide_by_computation. Qed.
Lemma coordinate_moved : check (with_centre good 6 (move_first (unit / 1000) (centre good))) = false.
Proof. decide_by_computation. Qed.
Lemma ball_too_large : check (with_radii good (radius good) (unit / 100)) = false.
Proof. decide_by_computation. Qed.
Lemma ball_too_small : check (with_radii good (radius good) 1) = false.
Proof. decide_by_computation. Qed.
Lemma radius_too_small : check (with_radii good 0 (box good)) = false.
Proof. decide_by_computation. Qed.
Lemma fewer_neurons_than_targets : check (with_centre good 5 (removelast (centre good))) = false.
Proof. decide_by_computation. Qed.
Lemma missing_row : check (with_centre good 6 (removelast (centre good))) = false.
Proof. decide_by_computation. Qed.
Lemma missing_entry : check (with_centre good 6 (map (@removelast Z) (centre good))) = false.
Proof. decide_by_computation. Qed.
(* two equal neurons: the pair is collinear *)
Lemma equal_neurons : check (with_centre good 6 (hd [] (centre good) :: removelast (centre good))) = false.
Proof. decide_by_computation. Qed.
