(* Certificates of points with one big block of any size: the record, the checker, and what its answer "true" proves. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Spurious Require Import PairFunction Objective Hessian FixedPoint Enclosure Checker SymmetricPoint SymmetricBlocks SymmetricMinimum SymmetricExistence SymmetricEnclosure Forms SpuriousMinimum.
From Spurious Require Import Statements.
Import ListNotations.
Open Scope R_scope.

(* n = m + extra neurons, k = m + further targets; all numbers of the claim are z / 2^b_scale. *)
Record block_certificate := {
  block_size : Z;               (* m >= 3, of any size *)
  further : nat;                (* q *)
  extra : nat;                  (* r >= q *)
  b_scale : Z;
  own : Z; others : Z;          (* a, b *)
  at_further : list Z;          (* c_s *)
  extra_block : list Z;         (* d_t *)
  extra_further : list (list Z);(* e_ts *)
  b_radius : Z;                 (* distance from the centre to the minimum, at most *)
  b_box : Z;                    (* no number of the minimum is farther from the centre's; the conditions are checked on this box *)
  b_lambda : Z;                 (* lower bound of the eigenvalues of the Hessian, and of M *)
  b_objective_bound : Z;        (* F at the minimum is greater *)
  b_bits : BinNums.positive     (* working precision *)
}.
Open Scope lazy_bool_scope.
Section Check.
Variable c : block_certificate.
Let q := further c.
Let r := extra c.
Let b := b_bits c.
Let prec := working b.
Let S := (2 ^ b_scale c)%Z.
Let U := (2 ^ Zpos b)%Z.
Definition block_data (spread : Z) : symmetric_data :=
  let x z := scaled b (b_scale c) z spread in
  make_data b prec (block_size c) q r (x (own c)) (x (others c)) (map x (at_further c)) (map x (extra_block c)) (map (map x) (extra_further c)).
Definition block_shape : bool :=
  (3 <=? block_size c)%Z &&& Nat.leb q r &&& Nat.eqb (length (at_further c)) q &&& Nat.eqb (length (extra_block c)) r &&& Nat.eqb (length (extra_further c)) r
  &&& forallb (fun l => Nat.eqb (length l) q) (extra_further c)
  &&& (0 <=? b_scale c)%Z &&& (0 <? b_box c)%Z &&& (0 <? b_lambda c)%Z &&& (0 <=? b_radius c)%Z &&& (0 <? b_objective_bound c)%Z.
Definition block_centre_ok : bool :=
  let D := block_data 0 in data_ok q r D &&&
  (let slopes := tabulate r (f_slope_single b (block_size c) q r D) in
   let g := f_gradient_square b (block_size c) q r D (f_slope_good b (block_size c) q r D) (f1 slopes) in
   (4 * g * S^4 <? (b_lambda c * b_box c * U)^2)%Z &&& (g * S^4 <=? (b_lambda c * b_radius c * U)^2)%Z).
Definition block_box_ok : bool :=
  let D := block_data (b_box c) in data_ok q r D &&& is_valid (inverse_two_pi b prec)
  &&& (let f := f_value b prec (block_size c) q r D in (b_objective_bound c * U <? (fst f - snd f) * S)%Z)
  &&& positive_ok b prec (block_size c) q r D (scaled b (b_scale c) (b_lambda c) 0).
Definition check_block : bool := block_shape &&& block_centre_ok &&& block_box_ok.
End Check.

Definition block_number (c : block_certificate) (z : Z) : R := IZR z / IZR (2 ^ b_scale c).
Section Correct.
Variable c : block_certificate.
Notation m := (Z.to_nat (block_size c)).
Notation q := (further c).
Notation r := (extra c).
Notation b := (b_bits c).
Notation num := (block_number c).
Notation S := (IZR (2 ^ b_scale c)).
Notation U := (IZR (2 ^ Zpos b)).
Hypothesis Hcheck : check_block c = true.
Record block_shape_facts : Prop := { bs_block : (3 <= block_size c)%Z; bs_qr : (q <= r)%nat; bs_c : length (at_further c) = q; bs_d : length (extra_block c) = r;
  bs_e : length (extra_further c) = r; bs_rows : forall l, In l (extra_further c) -> length l = q;
  bs_scale : (0 <= b_scale c)%Z; bs_box : (0 < b_box c)%Z; bs_lambda : (0 < b_lambda c)%Z; bs_radius : (0 <= b_radius c)%Z; bs_objective : (0 < b_objective_bound c)%Z }.
Lemma block_shape_correct : block_shape_facts.
Proof.
  unfold check_block in Hcheck. apply andb_prop in Hcheck; destruct Hcheck as [H _]. apply andb_prop in H; destruct H as [H _]. unfold block_shape in H.
  repeat (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  split; try (apply Z.ltb_lt; assumption); try (apply Z.leb_le; assumption); try (apply Nat.eqb_eq; assumption); try (apply Nat.leb_le; assumption).
  rewrite forallb_forall in K4. intros l Hl. apply Nat.eqb_eq. apply K4. assumption.
Qed.
Lemma block_scale_pos : 0 < S.
Proof. apply IZR_lt. apply Z.pow_pos_nonneg; [lia|]. apply block_shape_correct. Qed.
Lemma block_number_pos z : (0 < z)%Z -> 0 < num z.
Proof. intros. apply Rdiv_lt_0_compat; [apply IZR_lt; assumption|apply block_scale_pos]. Qed.
(* the centre *)
Definition centre_a := num (own c).
Definition centre_b := num (others c).
Definition centre_c s := num (nth s (at_further c) 0%Z).
Definition centre_d t := num (nth t (extra_block c) 0%Z).
Definition centre_e t s := num (nth s (nth t (extra_further c) []) 0%Z).
Definition centre_numbers := pack q r centre_a centre_b centre_c centre_d centre_e.
Lemma block_m3 : (3 <= m)%nat.
Proof. pose proof (bs_block block_shape_correct). lia. Qed.
Lemma block_m : INR m = IZR (block_size c).
Proof. pose proof (bs_block block_shape_correct). rewrite INR_IZR_INZ, Z2Nat.id by lia. reflexivity. Qed.
(* tables of a point near the centre *)
Lemma block_data_ok spread xa xb xc xd xe : let near x z := Rabs (x - num z) <= num spread in
  near xa (own c) -> near xb (others c) -> (forall s, (s < q)%nat -> near (xc s) (nth s (at_further c) 0%Z)) ->
  (forall t, (t < r)%nat -> near (xd t) (nth t (extra_block c) 0%Z)) -> (forall t s, (t < r)%nat -> (s < q)%nat -> near (xe t s) (nth s (nth t (extra_further c) []) 0%Z)) ->
  data_ok q r (block_data c spread) = true ->
  symmetric_regular m q r xa xb xc xd xe /\ data_in b m q r xa xb xc xd xe (block_data c spread).
Proof.
  intros near Ha Hb Hc Hd He Hok. destruct block_shape_correct.
  assert (N : forall x z, near x z -> encloses b (scaled b (b_scale c) z spread) x) by (intros; apply scaled_ok; assumption).
  assert (F : forall l s, (s < length l)%nat -> f1 (map (fun z => scaled b (b_scale c) z spread) l) s = scaled b (b_scale c) (nth s l 0%Z) spread).
  { intros l s Hs. unfold f1. rewrite (nth_indep _ fzero (scaled b (b_scale c) 0 spread)) by (rewrite map_length; assumption). apply (map_nth (fun z => scaled b (b_scale c) z spread)). }
  apply (make_data_ok b (working b) (block_size c) m q r block_m3 block_m); auto.
  - intros s Hs. rewrite F by lia. auto.
  - intros t Ht. rewrite F by lia. auto.
  - intros t s Ht Hs. unfold f2. rewrite (nth_indep _ [] (map (fun z => scaled b (b_scale c) z spread) [])) by (rewrite map_length; lia). rewrite (map_nth (map (fun z => scaled b (b_scale c) z spread))).
    fold (f1 (map (fun z => scaled b (b_scale c) z spread) (nth t (extra_further c) [])) s). rewrite F; [auto|]. rewrite (bs_rows0 (nth t (extra_further c) [])); [assumption|apply nth_In; lia].
Qed.
Notation at_parts v f := (f (part_a v) (part_b v) (part_c v) (part_d q v) (part_e q r v)).
Lemma near_parts v : near q r centre_numbers (num (b_box c)) v ->
  Rabs (part_a v - centre_a) <= num (b_box c) /\ Rabs (part_b v - centre_b) <= num (b_box c) /\ (forall s, (s < q)%nat -> Rabs (part_c v s - centre_c s) <= num (b_box c))
  /\ (forall t, (t < r)%nat -> Rabs (part_d q v t - centre_d t) <= num (b_box c))
  /\ (forall t s, (t < r)%nat -> (s < q)%nat -> Rabs (part_e q r v t s - centre_e t s) <= num (b_box c)).
Proof.
  intros H. unfold near, parameters in H. split; [exact (H 0%nat ltac:(lia))|]. split; [exact (H 1%nat ltac:(lia))|]. split; [|split].
  - intros s Hs. rewrite <- (part_c_pack m q r block_m3 centre_a centre_b centre_c centre_d centre_e s Hs). apply H. lia.
  - intros t Ht. rewrite <- (part_d_pack m q r block_m3 centre_a centre_b centre_c centre_d centre_e t Ht). apply H. lia.
  - intros t s Ht Hs. rewrite <- (part_e_pack m q r block_m3 centre_a centre_b centre_c centre_d centre_e t s Hs). apply H. nia.
Qed.
Lemma block_box_correct v : near q r centre_numbers (num (b_box c)) v ->
  at_parts v (symmetric_regular m q r) /\ at_parts v (symmetric_positive m q r) (num (b_lambda c)) /\ num (b_objective_bound c) < at_parts v (symmetric_value m q r).
Proof.
  intros Hv. assert (H := Hcheck). unfold check_block in H. apply andb_prop in H; destruct H as [_ H]. unfold block_box_ok in H. cbv zeta in H.
  apply andb_prop in H; destruct H as [H H4]. apply andb_prop in H; destruct H as [H H3]. apply andb_prop in H; destruct H as [H1 H2].
  destruct (near_parts v Hv) as [Pa [Pb [Pc [Pd Pe]]]].
  destruct (block_data_ok (b_box c) (part_a v) (part_b v) (part_c v) (part_d q v) (part_e q r v) Pa Pb Pc Pd Pe H1) as [Reg HD].
  split; [exact Reg|]. split.
  - apply (positive_ok_correct b (working b) (block_size c) m q r block_m3 block_m _ _ _ _ _ _ HD _ _ (scaled_ok b (b_scale c) (b_lambda c) 0 (num (b_lambda c)) (bs_scale block_shape_correct) ltac:(unfold block_number, Rminus, Rdiv; rewrite Rplus_opp_r, Rabs_R0, Rmult_0_l; lra)) H4).
  - pose proof (f_value_ok b (working b) (block_size c) m q r block_m3 block_m _ _ _ _ _ _ HD H2) as V.
    apply Z.ltb_lt, IZR_lt in H3. rewrite !mult_IZR, minus_IZR in H3. apply Rabs_le_between in V. pose proof (unit_pos b) as HU. pose proof block_scale_pos as HS.
    unfold block_number. apply Rmult_lt_reg_r with (U * S); [apply Rmult_lt_0_compat; assumption|].
    replace (IZR (b_objective_bound c) / S * (U * S)) with (IZR (b_objective_bound c) * U) by (field; lra). nra.
Qed.
Lemma block_centre_correct : let g := gradient_square m q r centre_numbers in
  4 * g < num (b_lambda c) ^ 2 * num (b_box c) ^ 2 /\ g <= num (b_lambda c) ^ 2 * num (b_radius c) ^ 2.
Proof.
  intros g. assert (H := Hcheck). unfold check_block in H. apply andb_prop in H; destruct H as [H _]. apply andb_prop in H; destruct H as [_ H]. unfold block_centre_ok in H. cbv zeta in H.
  apply andb_prop in H; destruct H as [H1 H]. apply andb_prop in H; destruct H as [H2 H3]. apply Z.ltb_lt, IZR_lt in H2. apply Z.leb_le, IZR_le in H3.
  set (v := centre_numbers) in *.
  assert (Z0 : forall x, Rabs (x - x) <= num 0) by (intros x; unfold block_number, Rminus, Rdiv; rewrite Rplus_opp_r, Rabs_R0, Rmult_0_l; lra).
  destruct (block_data_ok 0 (part_a v) (part_b v) (part_c v) (part_d q v) (part_e q r v)) as [Reg HD]; try assumption.
  - apply (Z0 centre_a). - apply (Z0 centre_b).
  - intros s Hs. unfold v, centre_numbers. rewrite (part_c_pack m q r block_m3) by assumption. apply Z0.
  - intros t Ht. unfold v, centre_numbers. rewrite (part_d_pack m q r block_m3) by assumption. apply Z0.
  - intros t s Ht Hs. unfold v, centre_numbers. rewrite (part_e_pack m q r block_m3) by assumption. apply Z0.
  - pose proof (f_gradient_square_ok b (block_size c) m q r block_m3 block_m _ _ _ _ _ _ HD (f1 (tabulate r (f_slope_single b (block_size c) q r (block_data c 0))))) as G.
    rewrite <- (gradient_square_parts m q r block_m3) in G. fold v g in G.
    specialize (G ltac:(intros t Ht; rewrite f1_tabulate by assumption; apply (f_slope_single_ok b (block_size c) m q r block_m3 block_m _ _ _ _ _ _ HD); assumption)).
    set (gz := f_gradient_square _ _ _ _ _ _ _) in *.
    repeat rewrite mult_IZR in H2. repeat rewrite mult_IZR in H3.
    repeat match goal with H : context [IZR (?x ^ 2)] |- _ => change (x ^ 2)%Z with (x ^ Z.of_nat 2)%Z in H; rewrite <- (pow_IZR x 2) in H end.
    repeat match goal with H : context [IZR (?x ^ 4)] |- _ => change (x ^ 4)%Z with (x ^ Z.of_nat 4)%Z in H; rewrite <- (pow_IZR x 4) in H end.
    rewrite ?mult_IZR in *. unfold block_number. pose proof (unit_pos b) as HU. pose proof block_scale_pos as HS.
    set (u := IZR (2 ^ Zpos b)) in *. set (s := IZR (2 ^ b_scale c)) in *. set (L := IZR (b_lambda c)) in *. set (B := IZR (b_box c)) in *. set (rd := IZR (b_radius c)) in *.
    set (G0 := IZR gz) in *. clearbody u s L B rd G0 g. clear - G H2 H3 HU HS.
    assert (HS4 : 0 < s^4) by (apply pow_lt; assumption). assert (HU2 : 0 < u^2) by (apply pow_lt; assumption).
    assert (K : g * u^2 * s^4 <= G0 * s^4) by (apply Rmult_le_compat_r; lra).
    split.
    + apply Rmult_lt_reg_r with (u^2 * s^4); [apply Rmult_lt_0_compat; assumption|].
      replace ((L / s)^2 * (B / s)^2 * (u^2 * s^4)) with ((L * B * u)^2) by (field; lra). lra.
    + apply Rmult_le_reg_r with (u^2 * s^4); [apply Rmult_lt_0_compat; assumption|].
      replace ((L / s)^2 * (rd / s)^2 * (u^2 * s^4)) with ((L * rd * u)^2) by (field; lra). lra.
Qed.
Theorem block_minimum_correct : spurious_minimum_within (m + r) (m + q) (block_weights m centre_a centre_b centre_c centre_d centre_e)
  (num (b_radius c)) (num (b_lambda c)) (num (b_objective_bound c)).
Proof.
  pose proof block_shape_correct as HS. pose proof block_m3 as H3. pose proof (block_number_pos _ (bs_lambda HS)) as Hl. pose proof (block_number_pos _ (bs_box HS)) as Hb.
  destruct block_centre_correct as [G1 G2].
  destruct (symmetric_critical_point m q r H3 centre_numbers (num (b_box c)) (num (b_lambda c)) Hb Hl) as [v [Nv [Crit Dist]]]; [|exact G1|].
  { intros v Hv. destruct (block_box_correct v Hv) as [A [B _]]. split; assumption. }
  destruct (block_box_correct v Nv) as [Reg [Pos Val]].
  split; [pose proof (bs_qr HS); lia|]. split; [assumption|]. exists (packed_entry m q r v). split.
  - rewrite (distance2_ext (m + r) (m + q) _ (packed_entry m q r v) _ (packed_entry m q r centre_numbers));
      [|reflexivity|intros i s Hi Hs; symmetry; apply (pack_entry m q r H3); assumption].
    eapply Rle_trans; [exact Dist|]. apply Rmult_le_reg_r with (num (b_lambda c) ^ 2); [apply pow_lt; assumption|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by (apply pow_nonzero; lra). lra.
  - intros d Hd. destruct (symmetric_growth m q r H3 _ _ _ _ _ _ Hl Reg Crit Pos d Hd) as [G V]. unfold packed_entry.
    split; [apply (strict_of_growth _ _ _ _ (num (b_lambda c)) Hl G)|]. split; [exact G|]. split; [|split].
    + rewrite V. split; [apply block_number_pos; apply HS|exact Val].
    + apply F_targets. pose proof (bs_qr HS). lia.
    + intros; apply Positivity.F_nonneg.
Qed.
End Correct.
