(* check_uniform answers false to variations of a certificate that it accepts: type II for every k >= 6 (every-k/TypeTwo.v). *)
From Spurious Require Import Expressions SlabCheck Theorems.
Import ListNotations.
Open Scope Z_scope.
Definition good_parts : list part := [
  {| p_interval := 10%nat; p_cover := each_k 6 6; p_rho := 65536; p_nu := 124297863; p_mu := 429496729 |};
  {| p_interval := 3%nat; p_cover := each_k 7 8; p_rho := 65536; p_nu := 124297863; p_mu := 429496729 |};
  {| p_interval := 2%nat; p_cover := each_k 9 15; p_rho := 65536; p_nu := 124297863; p_mu := 429496729 |};
  {| p_interval := 2%nat; p_cover := each_k 16 17; p_rho := 10737418; p_nu := 124297863; p_mu := 515396075 |};
  {| p_interval := 1%nat; p_cover := each_k 18 49; p_rho := 10737418; p_nu := 124297863; p_mu := 515396075 |};
  {| p_interval := 0%nat; p_cover := steps 0 25769804 5; p_rho := 214748364; p_nu := 124297863; p_mu := 515396075 |};
  {| p_interval := 0%nat; p_cover := steps 128849020 21474837 6; p_rho := 128849018; p_nu := 124297863; p_mu := 515396075 |};
  {| p_interval := 0%nat; p_cover := steps 257698042 11713547 11; p_rho := 150323855; p_nu := 124297863; p_mu := 515396075 |};
  {| p_interval := 0%nat; p_cover := steps 386547059 7158279 6; p_rho := 42949672; p_nu := 124297863; p_mu := 515396075 |};
  {| p_interval := 1%nat; p_cover := steps 429496733 7412641 24; p_rho := 42949672; p_nu := 124297863; p_mu := 515396075 |}].
Definition good : uniform_certificate := {|
  u_family := type_two; u_first := 6; u_lambda := 19782619;
  u_intervals := [
    {| i_from := 0; i_to := 429496730; i_centres := [
      [504789186; 453637526; (-59536978); (-7612327); 825488; 34655; (-18159); 19; 322; (-19); (-5)];
      [(-5676611060); (-193551988); 14768508; (-529508); (-747012); 25325; 10110; (-1259); (-150); 33; 1];
      [(-931351898); (-867867157); 80505540; 15328421; (-1880402); (-148207); 41336; 675; (-829); 30; 15];
      [5625077967; 92807658; (-61181761); 3746450; 1103784; (-91347); (-12740); 2466; 129; (-54); 0];
      [1114004434; 1060544647; (-69133732); (-14078609); 1783046; 150646; (-38576); (-723); 777; (-27); (-14)]] |};
    {| i_from := 429496730; i_to := 1030792151; i_centres := [
      [1172320097; 111950871; (-174018082); (-4735382); 500179; (-542607); (-2913); 4611; (-2071); 58; 39];
      [(-6084882950); (-232416115); (-17104009); (-13981983); (-913554); 83087; (-54304); (-1634); 960; (-216); 2];
      [(-2405363933); (-457722507); 242352140; (-4804367); (-4015857); 866308; (-30671); (-21277); 3995; (-145); (-115)];
      [5575258020; (-130240390); (-21512108); 22738422; (-77539); (-198798); 83107; (-2058); (-1386); 357; (-18)];
      [3130647723; 828716995; (-206198576); 7594358; 4323037; (-768044); 27119; 20424; (-3718); 109; 106]] |};
    {| i_from := 1030792151; i_to := 1498943586; i_centres := [
      [789642938; (-442238154); (-133748798); (-8878177); (-1739647); (-216502); (-13630); (-848); 345; 114; 24];
      [(-6640434591); (-348993745); (-68291415); (-11351911); (-1020106); (-140721); (-10313); 964; 392; 111; 22];
      [(-2506437125); 237676404; 108861770; (-6494096); 26352; (-20984); (-27771); (-2100); (-475); (-67); (-3)];
      [5401613417; 4200489; 59536384; 11269358; 477095; 116078; 5289; (-1637); (-384); (-106); (-19)];
      [4026304441; 180739515; (-71469413); 10040740; 306876; 23799; 22259; 747; 170; 15; (-4)]] |};
    {| i_from := 1498943586; i_to := 1664299827; i_centres := [
      [(-82616918); (-308788629); (-24318528); (-1007039); (-53834); (-1200); 99; 18; 2; 0; 0];
      [(-7269988189); (-215052344); (-16141474); (-866373); (-30738); (-258); 133; 17; 1; 0; 0];
      [(-2001758717); 175069440; 10051539; (-375218); (-18854); (-2317); (-165); (-7); 0; 0; 0];
      [5546383541; 82633181; 14148017; 699287; 16807; (-193); (-144); (-16); (-1); 0; 0];
      [4166172374; 16446576; (-3184476); 589257; 18404; 1391; 66; 0; 0; 0; 0]] |};
    {| i_from := 1664299827; i_to := 1722281886; i_centres := [
      [(-546710296); (-133435585); (-3567032); (-56581); (-865); 3; 1; 0; 0; 0; 0];
      [(-7592131809); (-92466079); (-2457408); (-44329); (-408); 9; 1; 0; 0; 0; 0];
      [(-1747963468); 70108490; 1015458; (-22779); (-599); (-21); 0; 0; 0; 0; 0];
      [5685578605; 43773671; 2108897; 33512; 149; (-12); (-1); 0; 0; 0; 0];
      [4184096423; 3953748; (-68597); 30921; 446; 10; 0; 0; 0; 0; 0]] |};
    {| i_from := 1722281886; i_to := 1742511182; i_centres := [
      [(-733332007); (-50022264); (-463198); (-2597); (-12); 0; 0; 0; 0; 0; 0];
      [(-7721439637); (-34659120); (-321470); (-1967); (-5); 0; 0; 0; 0; 0; 0];
      [(-1651605264); 25370289; 111523; (-1122); (-11); 0; 0; 0; 0; 0; 0];
      [5748544251; 17321351; 273369; 1447; 1; 0; 0; 0; 0; 0; 0];
      [4189382186; 1375323; 7503; 1423; 8; 0; 0; 0; 0; 0; 0]] |};
    {| i_from := 1742511182; i_to := 1749597878; i_centres := [
      [(-801729007); (-17966966); (-58152); (-114); 0; 0; 0; 0; 0; 0; 0];
      [(-7768831502); (-12449653); (-40436); (-86); 0; 0; 0; 0; 0; 0; 0];
      [(-1617146746); 8991003; 13113; (-51); 0; 0; 0; 0; 0; 0; 0];
      [5772435605; 6329393; 34269; 62; 0; 0; 0; 0; 0; 0; 0];
      [4191256519; 491653; 1639; 63; 0; 0; 0; 0; 0; 0; 0]] |};
    {| i_from := 1749597878; i_to := 1752076074; i_centres := [
      [(-826085183); (-6338107); (-7168); (-5); 0; 0; 0; 0; 0; 0; 0];
      [(-7785708634); (-4391940); (-4987); (-4); 0; 0; 0; 0; 0; 0; 0];
      [(-1604987854); 3156407; 1578; (-2); 0; 0; 0; 0; 0; 0; 0];
      [5781040948; 2245837; 4221; 3; 0; 0; 0; 0; 0; 0; 0];
      [4191923242; 173597; 232; 3; 0; 0; 0; 0; 0; 0; 0]] |};
    {| i_from := 1752076074; i_to := 1752943657; i_centres := [
      [(-834655255); (-2225672); (-881); 0; 0; 0; 0; 0; 0; 0; 0];
      [(-7791647234); (-1542281); (-613); 0; 0; 0; 0; 0; 0; 0; 0];
      [(-1600723560); 1106504; 192; 0; 0; 0; 0; 0; 0; 0; 0];
      [5784080725; 790233; 519; 0; 0; 0; 0; 0; 0; 0; 0];
      [4192158042; 60998; 30; 0; 0; 0; 0; 0; 0; 0; 0]] |};
    {| i_from := 1752943657; i_to := 1753248600; i_centres := [
      [(-837664828); (-783128); (-109); 0; 0; 0; 0; 0; 0; 0; 0];
      [(-7793732724); (-542672); (-76); 0; 0; 0; 0; 0; 0; 0; 0];
      [(-1599227785); 389102; 24; 0; 0; 0; 0; 0; 0; 0; 0];
      [5785149661; 278248; 64; 0; 0; 0; 0; 0; 0; 0; 0];
      [4192240535; 21468; 4; 0; 0; 0; 0; 0; 0; 0; 0]] |};
    {| i_from := 1753248600; i_to := 1753413056; i_centres := [
      [(-838870557); (-422524); (-32); 0; 0; 0; 0; 0; 0; 0; 0];
      [(-7794568239); (-292790); (-22); 0; 0; 0; 0; 0; 0; 0; 0];
      [(-1598628783); 209883; 7; 0; 0; 0; 0; 0; 0; 0; 0];
      [5785578121; 150166; 19; 0; 0; 0; 0; 0; 0; 0; 0];
      [4192273590; 11584; 1; 0; 0; 0; 0; 0; 0; 0; 0]] |}];
  u_parts := good_parts |}.

Definition with_first (k : Z) := {| u_family := type_two; u_first := k; u_lambda := u_lambda good; u_intervals := u_intervals good; u_parts := good_parts |}.
Definition with_lambda (l : Z) := {| u_family := type_two; u_first := 6; u_lambda := l; u_intervals := u_intervals good; u_parts := good_parts |}.
Definition with_intervals (l : list interval) := {| u_family := type_two; u_first := 6; u_lambda := u_lambda good; u_intervals := l; u_parts := good_parts |}.
Definition with_parts (k : Z) (l : list part) := {| u_family := type_two; u_first := k; u_lambda := u_lambda good; u_intervals := u_intervals good; u_parts := l |}.
(* the first part is another one *)
Definition with_part (p : part) := with_parts 6 (p :: tl good_parts).
Definition alone (k k' radius nu mu : Z) : part := {| p_interval := 10; p_cover := each_k k k'; p_rho := radius; p_nu := nu; p_mu := mu |}.
(* one unknown of an interval moved by z / 2^32 *)
Definition moved (n i : nat) (z : Z) (I : interval) : interval := {| i_from := i_from I; i_to := i_to I;
  i_centres := firstn i (i_centres I) ++ map (fun l => match l with [] => [] | x :: l' => x + z :: l' end) (firstn 1 (skipn i (i_centres I))) ++ skipn (S i) (i_centres I) |}.
Definition moved_at (n i : nat) (z : Z) : list interval := firstn n (u_intervals good) ++ map (moved n i z) (firstn 1 (skipn n (u_intervals good))) ++ skipn (S n) (u_intervals good).
Ltac decide_by_computation := vm_cast_no_check (eq_refl false).

(* k = 6, 7, 8 of the certificate as it is, and all k beyond 27 777 *)
Lemma first_parts_accepted : every (fun p => check_part good p (half_pi slab_bits slab_prec)) (firstn 2 good_parts) = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Lemma large_k_accepted : every (fun p => check_part good p (half_pi slab_bits slab_prec)) [{| p_interval := 0; p_cover := steps 0 25769804 1; p_rho := 214748364; p_nu := 124297863; p_mu := 515396075 |}] = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
(* every k is covered *)
Lemma cover_accepted : (unit_z ^ 2 <=? reach good_parts 0 ^ 2 * next_k good_parts 6) = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
(* intervals left out: k = 7 and 8; the s next to 1/sqrt 50; s from 0 to 2^-32 *)
Lemma k_left_out : check_uniform (with_parts 6 (firstn 1 good_parts ++ skipn 2 good_parts)) = false.
Proof. decide_by_computation. Qed.
Lemma last_steps_left_out : check_uniform (with_parts 6 (removelast good_parts)) = false.
Proof. decide_by_computation. Qed.
Definition with_first_steps (cover : cover) : uniform_certificate :=
  with_parts 6 (firstn 5 good_parts ++ {| p_interval := 0; p_cover := cover; p_rho := 214748364; p_nu := 124297863; p_mu := 515396075 |} :: skipn 6 good_parts).
Lemma zero_left_out : check_uniform (with_first_steps (steps 1 25769804 5)) = false.
Proof. decide_by_computation. Qed.
Lemma one_step_less : check_uniform (with_first_steps (steps 0 25769804 4)) = false.
Proof. decide_by_computation. Qed.
Lemma steps_of_no_width : check_uniform (with_first_steps (steps 0 0 5)) = false.
Proof. decide_by_computation. Qed.
Lemma steps_backwards : check_uniform (with_first_steps (steps 0 (-25769804) (-5))) = false.
Proof. decide_by_computation. Qed.
(* k = 5: not covered; covered, but a saddle *)
Lemma first_k_lowered : check_uniform (with_first 5) = false.
Proof. decide_by_computation. Qed.
Lemma first_k_lowered_and_covered : check_uniform (with_parts 5 (alone 5 6 65536 124297863 429496729 :: tl good_parts)) = false.
Proof. decide_by_computation. Qed.
(* a box moved off the zero: each unknown by 1/1000 *)
Lemma box_moved : map (fun i => check_uniform (with_intervals (moved_at 10 i 4294967))) [0; 1; 2; 3; 4]%nat = [false; false; false; false; false].
Proof. vm_cast_no_check (eq_refl [false; false; false; false; false]). Qed.
Lemma unknown_missing : check_uniform (with_intervals (firstn 10 (u_intervals good) ++ [{| i_from := 1753248600; i_to := 1753413056; i_centres := [] |}])) = false.
Proof. decide_by_computation. Qed.
Lemma interval_missing : check_uniform (with_intervals (firstn 10 (u_intervals good))) = false.
Proof. decide_by_computation. Qed.
(* the radius too small for the residual, too large for positive forms *)
Lemma radius_below_the_error : check_uniform (with_part (alone 6 6 64 124297863 429496729)) = false.
Proof. decide_by_computation. Qed.
Lemma radius_too_large : check_uniform (with_part (alone 6 6 4294967 124297863 429496729)) = false.
Proof. decide_by_computation. Qed.
Lemma radius_zero : check_uniform (with_part (alone 6 6 0 124297863 429496729)) = false.
Proof. decide_by_computation. Qed.
(* the least eigenvalue of the standard form, against its Gram matrix, is .02953 = 2 pi .0047003 at k = 6, that of the derivative of the equations .134 *)
Lemma standard_above : check_uniform (with_part (alone 6 6 65536 127500000 429496729)) = false.
Proof. decide_by_computation. Qed.
Lemma derivative_above : check_uniform (with_part (alone 6 6 65536 124297863 580000000)) = false.
Proof. decide_by_computation. Qed.
Lemma lambda_raised : check_uniform (with_lambda 19782620) = false.
Proof. decide_by_computation. Qed.
Lemma lambda_zero : check_uniform (with_lambda 0) = false.
Proof. decide_by_computation. Qed.
