(* check_split answers false to variations of a certificate that it accepts (Split_6_6.v). *)
From Spurious Require Import Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition good : certificate := {|
  neurons := 6%nat; targets := 6%nat; scale := 100;
  centre := [
    [(-63906580847335346919967817728); (-63906580847335346922378493952); (-63906580847335346919972012032); 1250795688261590589254148292608; (-63906580847335346919955234816); 390450318225333547332198727680];
    [(-63906580847335346919964672000); (-63906580847335346922374299648); 1250795688261590589254152486912; (-63906580847335346919972012032); (-63906580847335346919952089088); 390450318225333547332185096192];
    [(-63906580847335346919942651904); (-63906580847335346922347036672); (-63906580847335346919947894784); (-63906580847335346919949991936); 1250795688261590589254200721408; 390450318225333547332060315648];
    [(-63906580847335346923126128640); 1250795688261590589246702354432; (-63906580847335346923133468672); (-63906580847335346923136614400); (-63906580847335346923110400000); 390450318225333547349773910016];
    [284607598264203813878430171136; 284607598264203813892805099520; 284607598264203813878459531264; 284607598264203813878471065600; 284607598264203813878356770816; (-762506950946657284551250804736)];
    [1250795688261590589254166118400; (-63906580847335346922365911040); (-63906580847335346919963623424); (-63906580847335346919965720576); (-63906580847335346919945797632); 390450318225333547332149444608]];
  radius := 549755813888; box := 18446744073709551616;
  lambda := 5124230415245931834561892821;
  objective_bound := 31793381768429486100233429365;
  point_bits := 90; hessian_bits := 45; factor_bits := 16 |}.
Definition good_vector : list Z := [(-711551); (-711551); (-711551); (-945464); (-711551); 2562915].
Ltac decide_by_computation := vm_cast_no_check (eq_refl false).

Lemma good_accepted : vectors_ok good [(0%nat, good_vector); (4%nat, [564143; 564143; 564143; 564143; 564143; 1052839])] = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
(* the form is 0 along the neuron itself, and at 0 *)
Lemma the_neuron_itself : vectors_ok good [(0%nat, map (fun z => z / 2 ^ 70) (nth 0 (centre good) []))] = false.
Proof. decide_by_computation. Qed.
Lemma zero_vector : vectors_ok good [(0%nat, [0; 0; 0; 0; 0; 0])] = false.
Proof. decide_by_computation. Qed.
(* one good vector does not do for two neurons *)
Lemma one_of_two : vectors_ok good [(0%nat, good_vector); (4%nat, [0; 0; 0; 0; 0; 0])] = false.
Proof. decide_by_computation. Qed.
(* no such neuron; entries missing or too many *)
Lemma no_such_neuron : vectors_ok good [(6%nat, good_vector)] = false.
Proof. decide_by_computation. Qed.
Lemma entry_missing : vectors_ok good [(0%nat, [(-711551); (-711551); (-711551); (-945464); (-711551)])] = false.
Proof. decide_by_computation. Qed.
Lemma entry_too_many : vectors_ok good [(0%nat, good_vector ++ [1])] = false.
Proof. decide_by_computation. Qed.
(* the minimum itself is refused *)
Lemma minimum_refused : check_split {| minimum := {| neurons := neurons good; targets := targets good; scale := scale good; centre := centre good; radius := radius good;
  box := box good; lambda := 2 * lambda good; objective_bound := objective_bound good; point_bits := point_bits good; hessian_bits := hessian_bits good; factor_bits := factor_bits good |};
  splits := [] |} = false.
Proof. decide_by_computation. Qed.
