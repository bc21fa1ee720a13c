(* check_block answers false to variations of a certificate that it accepts: type II, k = n = 100. *)
From Spurious Require Import Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition good : block_certificate := {|
  block_size := 99; further := 1%nat; extra := 1%nat; b_scale := 183;
  own := 12262510878515503253054931792678394729405534019276440585; others := (-1671774329432065938510184129595664392252702511461868);
  at_further := [240331308676639337497109326994283946530225143712085627];
  extra_block := [161605901880855647546599820240166121356959449879211442];
  extra_further := [[(-11662452255594534384157308449144140824076494385790191721)]];
  b_radius := 75557863725914323419136; b_box := 4951760157141521099596496896;
  b_lambda := 957317439791081775513586865540797185216306328131322150;
  b_objective_bound := 33612763215452074662505634400175517938838775595114390;
  b_bits := 183 |}.

Definition with_sizes (c : block_certificate) (m : Z) (q r : nat) := {| block_size := m; further := q; extra := r; b_scale := b_scale c;
  own := own c; others := others c; at_further := at_further c; extra_block := extra_block c; extra_further := extra_further c;
  b_radius := b_radius c; b_box := b_box c; b_lambda := b_lambda c; b_objective_bound := b_objective_bound c; b_bits := b_bits c |}.
Definition with_numbers (c : block_certificate) (a : Z) (cs ds : list Z) (es : list (list Z)) := {| block_size := block_size c; further := further c; extra := extra c; b_scale := b_scale c;
  own := a; others := others c; at_further := cs; extra_block := ds; extra_further := es;
  b_radius := b_radius c; b_box := b_box c; b_lambda := b_lambda c; b_objective_bound := b_objective_bound c; b_bits := b_bits c |}.
Definition with_claim (c : block_certificate) (radius box lambda bound : Z) := {| block_size := block_size c; further := further c; extra := extra c; b_scale := b_scale c;
  own := own c; others := others c; at_further := at_further c; extra_block := extra_block c; extra_further := extra_further c;
  b_radius := radius; b_box := box; b_lambda := lambda; b_objective_bound := bound; b_bits := b_bits c |}.
Definition unit := 2 ^ b_scale good.
Ltac decide_by_computation := vm_cast_no_check (eq_refl false).

Lemma good_accepted : check_block good = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
(* the least eigenvalue is .0781630101 *)
Lemma lambda_near_the_eigenvalue : check_block (with_claim good (b_radius good) (b_box good) (unit * 7816301 / 100000000) (b_objective_bound good)) = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Lemma lambda_above_the_eigenvalue : check_block (with_claim good (b_radius good) (b_box good) (unit * 7816302 / 100000000) (b_objective_bound good)) = false.
Proof. decide_by_computation. Qed.
Lemma lambda_zero : check_block (with_claim good (b_radius good) (b_box good) 0 (b_objective_bound good)) = false.
Proof. decide_by_computation. Qed.
(* the objective is .002741671667 *)
Lemma objective_above_the_value : check_block (with_claim good (b_radius good) (b_box good) (b_lambda good) (unit * 27417 / 10000000)) = false.
Proof. decide_by_computation. Qed.
Lemma objective_not_positive : check_block (with_claim good (b_radius good) (b_box good) (b_lambda good) 0) = false.
Proof. decide_by_computation. Qed.
Lemma radius_below_the_error : check_block (with_claim good 1 (b_box good) (b_lambda good) (b_objective_bound good)) = false.
Proof. decide_by_computation. Qed.
Lemma box_below_the_error : check_block (with_claim good (b_radius good) 1 (b_lambda good) (b_objective_bound good)) = false.
Proof. decide_by_computation. Qed.
Lemma box_too_large : check_block (with_claim good (b_radius good) (unit / 1000) (b_lambda good) (b_objective_bound good)) = false.
Proof. decide_by_computation. Qed.
Lemma one_neuron_more_in_the_block : check_block (with_sizes good 100 1 1) = false.
Proof. decide_by_computation. Qed.
Lemma one_neuron_less_in_the_block : check_block (with_sizes good 98 1 1) = false.
Proof. decide_by_computation. Qed.
Lemma block_of_two : check_block (with_sizes good 2 1 1) = false.
Proof. decide_by_computation. Qed.
Lemma coordinate_moved : check_block (with_numbers good (own good + unit / 2 ^ 60) (at_further good) (extra_block good) (extra_further good)) = false.
Proof. decide_by_computation. Qed.
(* n < k *)
Lemma fewer_neurons_than_targets : check_block (with_sizes (with_numbers good (own good) (at_further good) [] []) (block_size good) 1 0) = false.
Proof. decide_by_computation. Qed.
Lemma missing_neuron : check_block (with_numbers good (own good) (at_further good) [] []) = false.
Proof. decide_by_computation. Qed.
Lemma missing_entry : check_block (with_numbers good (own good) (at_further good) (extra_block good) [[]]) = false.
Proof. decide_by_computation. Qed.
(* the further neuron twice: the pair is collinear *)
Lemma equal_neurons : check_block (with_sizes (with_numbers good (own good) (at_further good) (extra_block good ++ extra_block good) (extra_further good ++ extra_further good)) (block_size good) 1 2) = false.
Proof. decide_by_computation. Qed.
