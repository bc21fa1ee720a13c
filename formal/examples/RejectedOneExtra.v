(* check_uniform answers false to variations of a certificate that it accepts: {1} for every k >= 7 (every-k/OneExtra.v). *)
From Spurious Require Import Expressions SlabCheck Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition good_parts : list part := [
    {| p_interval := 8%nat; p_cover := each_k 7 7; p_rho := 42949; p_nu := 68760517; p_mu := 120259084 |};
    {| p_interval := 4%nat; p_cover := each_k 8 8; p_rho := 214748; p_nu := 68760517; p_mu := 69578470 |};
    {| p_interval := 3%nat; p_cover := each_k 9 13; p_rho := 214748; p_nu := 68760517; p_mu := 69578470 |};
    {| p_interval := 2%nat; p_cover := each_k 14 27; p_rho := 214748; p_nu := 68760517; p_mu := 69578470 |};
    {| p_interval := 1%nat; p_cover := each_k 28 100; p_rho := 214748; p_nu := 68760517; p_mu := 69578470 |};
    {| p_interval := 0%nat; p_cover := each_k 101 277; p_rho := 214748; p_nu := 68760517; p_mu := 69578470 |};
    {| p_interval := 0%nat; p_cover := steps 0 539118 239; p_rho := 987842; p_nu := 68760517; p_mu := 69578470 |};
    {| p_interval := 0%nat; p_cover := steps 128849202 471597 273; p_rho := 901943; p_nu := 68760517; p_mu := 69578470 |}].
Definition good_intervals : list interval := [
    {| i_from := 0; i_to := 429496730; i_centres := [
      [(-1854991054); 591702770; (-27283742); (-15615901); 623567; 198904; (-24396); (-3104); 619; 34; (-15)];
      [(-7071500690); (-112321308); 22813304; (-2719858); (-923087); 56880; 13708; (-1988); (-236); 53; 3];
      [255852329; (-994020521); 46176291; 22261967; (-1583206); (-348766); 46087; 5134; (-1205); (-56); 29];
      [3071592292; 35557391; (-44522815); 113637; 938294; (-32619); (-16911); 1394; 298; (-43); (-5)];
      [5361010313; 615511711; (-66804905); (-10230364); 1503282; 134247; (-33773); (-1271); 747; (-6); (-16)];
      [3999674834; 23187158; (-30312765); 4627420; 634426; (-86126); (-6604); 2157; 55; (-47); 1];
      [(-5413286486); 587332834; 27434380; (-10525615); 18492; 207259; (-9831); (-3703); 394; 61; (-12)]] |};
    {| i_from := 429496730; i_to := 820338754; i_centres := [
      [(-921187392); 312021395; (-78614754); (-5703093); 676415; (-61234); (-8245); 1254; (-38); (-16); 2];
      [(-7232142206); (-68758073); (-6194626); (-5150172); (-116541); 32659; (-5754); (-223); 92; (-6); (-1)];
      [(-1346590111); (-576431499); 103596256; 3459793; (-1505481); 97424; 10500; (-2579); 88; 27; (-4)];
      [2988878189; (-101242414); (-23180571); 3477890; 115266; (-50376); 3610; 388; (-90); 3; 1];
      [6243426163; 267633598; (-74273018); 1324972; 814043; (-85472); (-2590); 1443; (-104); (-10); 3];
      [3971750429; (-27584042); 3196564; 4773832; (-63161); (-20849); 5618; (-74); (-65); 8; 0];
      [(-4259961896); 535840344; (-17659051); (-3947652); 686805; (-3336); (-7764); 1004; 23; (-16); 1]] |};
    {| i_from := 820338754; i_to := 1175103052; i_centres := [
      [(-644524099); (-32979025); (-83869026); (-2563539); (-79729); (-54195); 486; 74; (-16); 4; 0];
      [(-7422613723); (-136686215); (-30573060); (-4226652); (-75004); (-16095); (-1845); 188; 7; 1; 0];
      [(-2062394002); (-161514178); 80892541; (-3013399); (-339957); 46919; (-5102); (-235); 35; (-5); 0];
      [2735973129; (-137269476); (-2832711); 2317791; (-95154); (-3206); 1615; (-128); (-1); 1; 0];
      [6501496183; 14228194; (-45111995); 3418810; 68431; (-30364); 3052; (-21); (-20); 3; 0];
      [3962796552; 31213591; 23649211; 3152519; (-7967); 14500; 889; (-189); (-3); (-1); 0];
      [(-3320687257); 402447517; (-21839376); 405672; 312175; (-14889); 1447; 205; (-20); 1; 0]] |};
    {| i_from := 1175103052; i_to := 1466301835; i_centres := [
      [(-1000047012); (-302660266); (-69142608); (-2685742); (-241656); (-15412); 943; 179; 31; 4; 0];
      [(-7799572289); (-240439585); (-37957460); (-3009624); (-118830); (-6254); 907; 209; 25; 3; 0];
      [(-2109479211); 79460464; 40145350; (-2553315); (-91746); (-7532); (-2217); (-60); (-4); 0; 0];
      [2489570370; (-104116764); 5359676; 920904; (-31896); 2208; 28; (-30); (-1); 0; 0];
      [6398730018; (-94979530); (-17806078); 1800929; (-31617); (-686); 646; (-15); 2; 0; 0];
      [4117290096; 122590012; 28058189; 1990130; 54070; 2199; (-1079); (-185); (-21); (-2); 0];
      [(-2654661057); 274063103; (-9435450); 1339036; 127068; 3780; 838; (-1); (-5); (-1); 0]] |};
    {| i_from := 1466301835; i_to := 1568522056; i_centres := [
      [(-1542646057); (-177903159); (-10225628); (-181481); (-4475); 29; 10; 1; 0; 0; 0];
      [(-8201535587); (-126625950); (-6351077); (-159559); (-1676); 75; 9; 0; 0; 0; 0];
      [(-1935498809); 60679862; 3510533; (-142896); (-3172); (-149); (-5); 0; 0; 0; 0];
      [2360862749; (-29792229); 1083826; 34011; (-292); 5; (-1); 0; 0; 0; 0];
      [6242244895; (-46875969); (-1335587); 71292; (-295); 23; 1; 0; 0; 0; 0];
      [4339216870; 73658560; 4521689; 96932; 256; (-95); (-8); 0; 0; 0; 0];
      [(-2297867852); 90299182; (-305928); 92316; 2637; 50; 1; 0; 0; 0; 0]] |};
    {| i_from := 1568522056; i_to := 1604170285; i_centres := [
      [(-1801652373); (-72021724); (-1338728); (-8676); (-59); 1; 0; 0; 0; 0; 0];
      [(-8384270867); (-50442918); (-852871); (-7071); (-13); 1; 0; 0; 0; 0; 0];
      [(-1847633263); 24180165; 351944; (-6912); (-64); (-1); 0; 0; 0; 0; 0];
      [2322734878; (-9306400); 148174; 1378; (-4); 0; 0; 0; 0; 0; 0];
      [6176765907; (-17469098); (-127667); 2976; (-2); 0; 0; 0; 0; 0; 0];
      [4447026668; 30126005; 597626; 4077; (-10); (-1); 0; 0; 0; 0; 0];
      [(-2176398844); 31388110; 11873; 4558; 44; 0; 0; 0; 0; 0; 0]] |};
    {| i_from := 1604170285; i_to := 1616625690; i_centres := [
      [(-1901297477); (-26443329); (-167793); (-383); (-1); 0; 0; 0; 0; 0; 0];
      [(-8453908803); (-18442387); (-107627); (-304); 0; 0; 0; 0; 0; 0; 0];
      [(-1814380962); 8766940; 39461; (-310); (-1); 0; 0; 0; 0; 0; 0];
      [2310450024; (-3109296); 18764; 58; 0; 0; 0; 0; 0; 0; 0];
      [6152967989; (-6218370); (-14116); 127; 0; 0; 0; 0; 0; 0; 0];
      [4488776809; 11097229; 74956; 171; 0; 0; 0; 0; 0; 0; 0];
      [(-2134010837); 10986978; 3761; 205; 1; 0; 0; 0; 0; 0; 0]] |};
    {| i_from := 1616625690; i_to := 1621006557; i_centres := [
      [(-1937349096); (-9461047); (-20951); (-17); 0; 0; 0; 0; 0; 0; 0];
      [(-8479035224); (-6589557); (-13467); (-13); 0; 0; 0; 0; 0; 0; 0];
      [(-1802459146); 3120464; 4725; (-14); 0; 0; 0; 0; 0; 0; 0];
      [2306281541; (-1075661); 2350; 2; 0; 0; 0; 0; 0; 0; 0];
      [6144536989; (-2200329); (-1683); 5; 0; 0; 0; 0; 0; 0; 0];
      [4503914580; 3974766; 9358; 7; 0; 0; 0; 0; 0; 0; 0];
      [(-2119152093); 3868359; 569; 9; 0; 0; 0; 0; 0; 0; 0]] |};
    {| i_from := 1621006557; i_to := 1623345051; i_centres := [
      [(-1951909772); (-5084649); (-5992); (-3); 0; 0; 0; 0; 0; 0; 0];
      [(-8489173997); (-3539588); (-3855); (-2); 0; 0; 0; 0; 0; 0; 0];
      [(-1797661922); 1673379; 1328; (-2); 0; 0; 0; 0; 0; 0; 0];
      [2304637234; (-570327); 673; 0; 0; 0; 0; 0; 0; 0; 0];
      [6141158191; (-1177264); (-472); 1; 0; 0; 0; 0; 0; 0; 0];
      [4510033105; 2137070; 2676; 1; 0; 0; 0; 0; 0; 0; 0];
      [(-2113217443); 2065885; 174; 1; 0; 0; 0; 0; 0; 0; 0]] |}].
Definition certificate_of (f : uniform_family) (k l : Z) (I : list interval) (p : list part) := {| u_family := f; u_first := k; u_lambda := l; u_intervals := I; u_parts := p |}.
Definition good := certificate_of one_extra 7 10943576 good_intervals good_parts.
Definition with_intervals (l : list interval) := certificate_of one_extra 7 10943576 l good_parts.
Definition with_parts (k : Z) (l : list part) := certificate_of one_extra k 10943576 good_intervals l.
(* the first part is another one *)
Definition with_part (p : part) := with_parts 7 (p :: tl good_parts).
Definition alone (k k' radius nu mu : Z) : part := {| p_interval := 8; p_cover := each_k k k'; p_rho := radius; p_nu := nu; p_mu := mu |}.
(* one unknown of the last interval moved by z / 2^32 *)
Definition moved (i : nat) (z : Z) (I : interval) : interval := {| i_from := i_from I; i_to := i_to I;
  i_centres := firstn i (i_centres I) ++ map (fun l => match l with [] => [] | x :: l' => x + z :: l' end) (firstn 1 (skipn i (i_centres I))) ++ skipn (S i) (i_centres I) |}.
Definition moved_last (i : nat) (z : Z) : list interval := firstn 8 good_intervals ++ map (moved i z) (skipn 8 good_intervals).
Ltac decide_by_computation := vm_cast_no_check (eq_refl false).

(* k = 7 and 8 of the certificate as it is, and all k beyond 7051955 *)
Lemma first_parts_accepted : every (fun p => check_part good p (half_pi slab_bits slab_prec)) (firstn 2 good_parts) = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Lemma large_k_accepted : every (fun p => check_part good p (half_pi slab_bits slab_prec)) [{| p_interval := 0; p_cover := steps 0 539118 3; p_rho := 987842; p_nu := 68760517; p_mu := 69578470 |}] = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
(* every k is covered *)
Lemma cover_accepted : (unit_z ^ 2 <=? reach good_parts 0 ^ 2 * next_k good_parts 7) = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
(* intervals left out: k = 8; the s next to 1/sqrt 278; s from 0 to 2^-32 *)
Lemma k_left_out : check_uniform (with_parts 7 (firstn 1 good_parts ++ skipn 2 good_parts)) = false.
Proof. decide_by_computation. Qed.
Lemma last_steps_left_out : check_uniform (with_parts 7 (removelast good_parts)) = false.
Proof. decide_by_computation. Qed.
Definition with_first_steps (cover : cover) : uniform_certificate :=
  with_parts 7 (firstn 6 good_parts ++ {| p_interval := 0; p_cover := cover; p_rho := 987842; p_nu := 68760517; p_mu := 69578470 |} :: skipn 7 good_parts).
Lemma zero_left_out : check_uniform (with_first_steps (steps 1 539118 239)) = false.
Proof. decide_by_computation. Qed.
Lemma one_step_less : check_uniform (with_first_steps (steps 0 539118 238)) = false.
Proof. decide_by_computation. Qed.
(* k = 6: not covered; covered, but there is no such minimum *)
Lemma first_k_lowered : check_uniform (with_parts 6 good_parts) = false.
Proof. decide_by_computation. Qed.
Lemma first_k_lowered_and_covered : check_uniform (with_parts 6 (alone 6 7 42949 68760517 120259084 :: tl good_parts)) = false.
Proof. decide_by_computation. Qed.
(* a box moved off the zero: each unknown by 1/1000 *)
Lemma box_moved : map (fun i => check_uniform (with_intervals (moved_last i 4294967))) [0; 1; 2; 3; 4; 5; 6]%nat = [false; false; false; false; false; false; false].
Proof. vm_cast_no_check (eq_refl [false; false; false; false; false; false; false]). Qed.
Lemma interval_missing : check_uniform (with_intervals (firstn 8 good_intervals)) = false.
Proof. decide_by_computation. Qed.
(* another family: it has five unknowns *)
Lemma another_family : check_uniform (certificate_of type_two 7 10943576 good_intervals good_parts) = false.
Proof. decide_by_computation. Qed.
(* the radius too small for the residual, too large for positive forms *)
Lemma radius_below_the_error : check_uniform (with_part (alone 7 7 64 68760517 120259084)) = false.
Proof. decide_by_computation. Qed.
Lemma radius_too_large : check_uniform (with_part (alone 7 7 4294967 68760517 120259084)) = false.
Proof. decide_by_computation. Qed.
(* the least eigenvalue of the standard form, against its Gram matrix, is .016354 at k = 7, that of the derivative of the equations .036 *)
Lemma standard_above : check_uniform (with_part (alone 7 7 42949 70700000 120259084)) = false.
Proof. decide_by_computation. Qed.
Lemma derivative_above : check_uniform (with_part (alone 7 7 42949 68760517 160000000)) = false.
Proof. decide_by_computation. Qed.
Lemma lambda_raised : check_uniform (certificate_of one_extra 7 10943577 good_intervals good_parts) = false.
Proof. decide_by_computation. Qed.
