(* A family for every k at once: the certificate, the program that checks it, its correctness.  A certificate names its family and has the
   centres of the boxes as polynomials on intervals of s = k^(-1/2), and parts: ranges of k of which each is checked by itself, and
   steps of s, each of which is a slab of SlabCheck.v that stands for all k in it; the first step begins at s = 0.  All numbers are z / 2^32. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Spurious Require Import Sums Statements SpuriousMinimum FixedPoint Enclosure TypeTwo TypeTwoExistence OneExtraExistence Expressions SlabCheck TypeTwoCheck OneExtraCheck.
Import ListNotations.
Open Scope Z_scope.

(* the families that are covered: their numbers of neurons, the least k for which their theorem is made, their data *)
Inductive uniform_family := type_two | one_extra.
Definition family_neurons (f : uniform_family) (k : nat) : nat := match f with type_two => k | one_extra => (k + 1)%nat end.
Definition family_from (f : uniform_family) : Z := match f with type_two => 4 | one_extra => 4 end.
Definition family_data (f : uniform_family) : family := match f with type_two => type_two_data | one_extra => one_extra_data end.
Theorem family_spurious f lo hi v0 rho nu mu k : family_slab (family_data f) lo hi v0 rho nu mu -> (family_from f <= Z.of_nat k) -> (lo <= / sqrt (INR k) <= hi)%R ->
  exists P bound, forall d, (k <= d)%nat -> spurious_in_width (family_neurons f k) k P (Rmin nu mu / (2*PI)) bound d.
Proof.
  destruct f; cbn [family_data family_from family_neurons]; intros H Hk Hs.
  - exact (type_two_slab _ _ _ _ _ _ k (type_two_family_slab _ _ _ _ _ _ H) ltac:(lia) Hs).
  - exact (one_extra_slab _ _ _ _ _ _ k (one_extra_family_slab _ _ _ _ _ _ H) ltac:(lia) Hs).
Qed.

(* polynomials of t = (2 s - from - to)/(to - from), the constant term first *)
Record interval := { i_from : Z; i_to : Z; i_centres : list (list Z) }.
Inductive cover := each_k (first last : Z) | steps (start width count : Z).
(* the interval by its number; radius of the boxes, lower bounds of the blocks and of the derivative of the equations *)
Record part := { p_interval : nat; p_cover : cover; p_rho : Z; p_nu : Z; p_mu : Z }.
Record uniform_certificate := { u_family : uniform_family; u_first : Z; u_lambda : Z; u_intervals : list interval; u_parts : list part }.

Open Scope lazy_bool_scope.
Definition unit_z : Z := 2 ^ Zpos slab_bits.
(* the values of the polynomials at s and their derivatives in s *)
Definition centre_at (I : interval) (s : Z) : list (Z * Z) :=
  let width := i_to I - i_from I in let t := (2 * s - i_from I - i_to I) * unit_z / width in
  map (fun l => let v := fold_right (fun c v => (c + fst v * t / unit_z, fst v + snd v * t / unit_z)) (0, 0) l in (fst v, 2 * snd v * unit_z / width)) (i_centres I).
Section Part.
Variable c : uniform_certificate.
Variable p : part.
Definition slab_between (lo hi : Z) : slab_data :=
  let v := centre_at (nth (p_interval p) (u_intervals c) {| i_from := 0; i_to := 1; i_centres := [] |}) (Z.div2 (lo + hi)) in
  {| sl_lo := lo; sl_hi := hi; sl_centre := map fst v; sl_slope := map snd v; sl_rho := p_rho p; sl_nu := p_nu p; sl_mu := p_mu p |}.
Definition slab_of_k (k : Z) : slab_data := let lo := Z.sqrt (unit_z ^ 2 / k) in slab_between lo (lo + 1).
Definition slab_of_step (start width i : Z) : slab_data := slab_between (start + width * i) (start + width * (i + 1)).
Definition numbers_from (a : Z) (n : Z) : list Z := map (fun i => a + Z.of_nat i) (seq 0 (Z.to_nat n)).
Definition slabs : list slab_data := match p_cover p with
  | each_k first last => map slab_of_k (numbers_from first (last + 1 - first))
  | steps start width count => map (slab_of_step start width) (numbers_from 0 count) end.
(* 2 pi x <= y, for an enclosure of pi / 2 *)
Definition two_pi_times_below (hp : fixed) (x y : Z) : bool := 4 * (fst hp + snd hp) * x <=? y * unit_z.
Definition check_part (hp : fixed) : bool := two_pi_times_below hp (u_lambda c) (p_nu p) &&& two_pi_times_below hp (u_lambda c) (p_mu p) &&& every (check_slab (family_data (u_family c)) hp) slabs.
End Part.
(* all k below it are covered by ranges *)
Definition next_k (l : list part) (n : Z) : Z :=
  fold_left (fun n p => match p_cover p with each_k a b => if a <=? n then Z.max n (b + 1) else n | steps _ _ _ => n end) l n.
(* all s > 0 up to it are covered by steps *)
Definition reach (l : list part) (r : Z) : Z :=
  fold_left (fun r p => match p_cover p with steps a w n => if (a <=? r) && (0 <? w) then Z.max r (a + w * n) else r | each_k _ _ => r end) l r.
Definition check_uniform (c : uniform_certificate) : bool :=
  (family_from (u_family c) <=? u_first c) &&& (0 <? u_lambda c) &&& (unit_z ^ 2 <=? reach (u_parts c) 0 ^ 2 * next_k (u_parts c) (u_first c))
  &&& (let hp := half_pi slab_bits slab_prec in every (fun p => check_part c p hp) (u_parts c)).

(* ---- correctness ---- *)
Lemma next_k_covers l n k : n <= k < next_k l n -> exists p a b, In p l /\ p_cover p = each_k a b /\ a <= k <= b.
Proof.
  revert n. induction l as [|p l IH]; cbn [next_k fold_left]; intros n H; [lia|]. fold (next_k l) in H.
  assert (Old : forall n', n' = n -> n' <= k < next_k l n' -> exists p0 a b, In p0 (p :: l) /\ p_cover p0 = each_k a b /\ a <= k <= b).
  { intros n' -> H'. destruct (IH n H') as [p0 [a [b [I J]]]]. exists p0, a, b. split; [right; assumption|assumption]. }
  destruct (p_cover p) as [a b|a w m] eqn:E; [|apply (Old n); [reflexivity|assumption]].
  destruct (Z.leb_spec a n); [|apply (Old n); [reflexivity|assumption]].
  destruct (Z_lt_le_dec k (Z.max n (b + 1))).
  - exists p, a, b. split; [left; reflexivity|]. split; [assumption|]. lia.
  - destruct (IH (Z.max n (b + 1)) ltac:(split; [assumption|apply H])) as [p0 [a' [b' [I J]]]]. exists p0, a', b'. split; [right; assumption|assumption].
Qed.
Lemma reach_covers l r (x : R) : (IZR r < x <= IZR (reach l r))%R ->
  exists p a w n, In p l /\ p_cover p = steps a w n /\ 0 < w /\ (IZR a < x <= IZR (a + w * n))%R.
Proof.
  revert r. induction l as [|p l IH]; cbn [reach fold_left]; intros r H; [lra|]. fold (reach l) in H.
  assert (Old : (IZR r < x <= IZR (reach l r))%R -> exists p0 a w n, In p0 (p :: l) /\ p_cover p0 = steps a w n /\ 0 < w /\ (IZR a < x <= IZR (a + w * n))%R).
  { intros H'. destruct (IH r H') as [p0 [a [w [n [I J]]]]]. exists p0, a, w, n. split; [right; assumption|assumption]. }
  destruct (p_cover p) as [a b|a w n] eqn:E; [auto|].
  destruct (Z.leb_spec a r) as [Ha|]; cbn [andb] in H; [|auto]. destruct (Z.ltb_spec 0 w) as [Hw|]; [|auto].
  destruct (Rle_lt_dec x (IZR (Z.max r (a + w * n)))) as [L|L].
  - exists p, a, w, n. split; [left; reflexivity|]. split; [assumption|]. split; [assumption|]. pose proof (IZR_le _ _ Ha).
    destruct (Z.max_spec r (a + w * n)) as [[_ M]|[_ M]]; rewrite M in L; lra.
  - destruct (IH (Z.max r (a + w * n)) ltac:(split; [assumption|apply H])) as [p0 [a' [w' [n' [I J]]]]]. exists p0, a', w', n'. split; [right; assumption|assumption].
Qed.
Lemma step_covers a w n (x : R) : 0 < w -> (IZR a < x <= IZR (a + w * Z.of_nat n))%R ->
  exists i, (i < n)%nat /\ (IZR (a + w * Z.of_nat i) <= x <= IZR (a + w * (Z.of_nat i + 1)))%R.
Proof.
  intros Hw. induction n as [|n IH]; intros H.
  - rewrite Z.mul_0_r, Z.add_0_r in H. lra.
  - destruct (Rle_lt_dec x (IZR (a + w * Z.of_nat n))) as [L|L].
    + destruct (IH ltac:(lra)) as [i [Hi J]]. exists i. split; [lia|assumption].
    + exists n. split; [lia|]. rewrite Nat2Z.inj_succ in H. unfold Z.succ in H. lra.
Qed.
Lemma numbers_from_in a n i : 0 <= i < n -> In (a + i) (numbers_from a n).
Proof. intros H. apply in_map_iff. exists (Z.to_nat i). rewrite Z2Nat.id by lia. split; [reflexivity|]. apply in_seq. lia. Qed.
Lemma unit_positive : (0 < IZR unit_z)%R.
Proof. apply (IZR_lt 0). unfold unit_z. apply Z.pow_pos_nonneg; lia. Qed.
Lemma sqrt_brackets k : 0 < k -> let lo := Z.sqrt (unit_z ^ 2 / k) in 0 <= lo /\ lo ^ 2 * k <= unit_z ^ 2 <= (lo + 1) ^ 2 * k.
Proof.
  intros Hk. cbv zeta. set (U := unit_z ^ 2). assert (HU : 0 <= U) by (unfold U, unit_z; apply Z.pow_nonneg, Z.pow_nonneg; lia).
  set (q := U / k). assert (Hq : 0 <= q) by (apply Z.div_pos; assumption).
  pose proof (Z.sqrt_spec q Hq) as S. pose proof (Z.mul_div_le U k Hk) as D1. pose proof (Z.mul_succ_div_gt U k Hk) as D2. fold q in D1, D2. cbv zeta in S.
  pose proof (Z.sqrt_nonneg q) as S0. set (lo := Z.sqrt q) in *. clearbody q U lo. rewrite <- !Z.add_1_r in *. rewrite !Z.pow_2_r.
  split; [assumption|]. destruct S as [S1 S2].
  assert (lo * lo * k <= q * k) by (apply Z.mul_le_mono_nonneg_r; lia). assert ((q + 1) * k <= (lo + 1) * (lo + 1) * k) by (apply Z.mul_le_mono_nonneg_r; lia). lia.
Qed.
Open Scope R_scope.
(* lo / 2^32 <= k^(-1/2) <= hi / 2^32 *)
Lemma slab_number_between lo hi k : (0 < k)%nat -> IZR lo <= IZR unit_z * / sqrt (INR k) <= IZR hi -> slab_number lo <= / sqrt (INR k) <= slab_number hi.
Proof.
  intros Hk H. pose proof unit_positive as U. unfold slab_number. fold unit_z.
  split; apply Rmult_le_reg_l with (IZR unit_z); try assumption.
  - replace (IZR unit_z * (IZR lo / IZR unit_z)) with (IZR lo) by (field; lra). lra.
  - replace (IZR unit_z * (IZR hi / IZR unit_z)) with (IZR hi) by (field; lra). lra.
Qed.
Lemma below_root (z k : Z) (x : R) : (0 < k)%Z -> 0 < x -> x^2 * IZR k = IZR unit_z ^ 2 -> (z ^ 2 * k <= unit_z ^ 2)%Z -> IZR z <= x.
Proof.
  intros Hk Hx E H. apply IZR_le in H. rewrite mult_IZR, !Z.pow_2_r, !mult_IZR in H. pose proof (IZR_lt _ _ Hk) as Pk.
  destruct (Rle_lt_dec (IZR z) x) as [|L]; [assumption|]. exfalso. assert (x * x < IZR z * IZR z) by nra. nra.
Qed.
Lemma above_root (z k : Z) (x : R) : (0 < k)%Z -> (0 <= z)%Z -> 0 < x -> x^2 * IZR k = IZR unit_z ^ 2 -> (unit_z ^ 2 <= z ^ 2 * k)%Z -> x <= IZR z.
Proof.
  intros Hk Hz Hx E H. apply IZR_le in H. rewrite mult_IZR, !Z.pow_2_r, !mult_IZR in H. pose proof (IZR_lt _ _ Hk) as Pk. pose proof (IZR_le _ _ Hz) as Pz.
  destruct (Rle_lt_dec x (IZR z)) as [|L]; [assumption|]. exfalso. assert (IZR z * IZR z < x * x) by nra. nra.
Qed.
Lemma half_pi_encloses : encloses slab_bits (half_pi slab_bits slab_prec) (PI / 2).
Proof. apply half_pi_ok. vm_compute. reflexivity. Qed.
Definition u_number (z : Z) : R := IZR z / 2^32.
Lemma two_pi_times_below_ok hp x y : encloses slab_bits hp (PI / 2) -> (0 < x)%Z -> two_pi_times_below hp x y = true -> u_number x * (2*PI) <= slab_number y.
Proof.
  intros B Hx H. unfold two_pi_times_below in H. apply Z.leb_le, IZR_le in H. rewrite !mult_IZR, plus_IZR in H. unfold encloses in B. apply Rabs_le_between in B. fold unit_z in B.
  unfold u_number, slab_number. pose proof unit_positive as HU. apply IZR_lt in Hx. replace (2^32) with (IZR unit_z) by (unfold unit_z, slab_bits; lra). fold unit_z.
  generalize dependent (IZR unit_z). intros u B H HU. set (v := IZR x) in *. set (w := IZR y) in *. set (a := IZR (fst hp)) in *. set (b := IZR (snd hp)) in *.
  apply Rmult_le_reg_r with (u * u); [apply Rmult_lt_0_compat; assumption|].
  replace (v / u * (2 * PI) * (u * u)) with (2 * PI * u * v) by (field; lra). replace (w / u * (u * u)) with (w * u) by (field; lra).
  apply Rle_trans with (4 * (a + b) * v); [apply Rmult_le_compat_r; lra|assumption].
Qed.
Section Correct.
Variable c : uniform_certificate.
Hypothesis accepted : check_uniform c = true.
Lemma check_part_facts p hp d : check_part c p hp = true -> In d (slabs c p) ->
  two_pi_times_below hp (u_lambda c) (p_nu p) = true /\ two_pi_times_below hp (u_lambda c) (p_mu p) = true /\ check_slab (family_data (u_family c)) hp d = true.
Proof.
  intros D Hd. unfold check_part in D. do 2 (apply andb_prop in D; let E := fresh "E" in destruct D as [D E]).
  split; [exact D|]. split; [exact E0|]. exact (every_forall _ _ E d Hd).
Qed.
Lemma check_uniform_parts : (family_from (u_family c) <= u_first c)%Z /\ (0 < u_lambda c)%Z /\ (unit_z ^ 2 <= reach (u_parts c) 0 ^ 2 * next_k (u_parts c) (u_first c))%Z
  /\ forall p d, In p (u_parts c) -> In d (slabs c p) -> two_pi_times_below (half_pi slab_bits slab_prec) (u_lambda c) (p_nu p) = true /\ two_pi_times_below (half_pi slab_bits slab_prec) (u_lambda c) (p_mu p) = true /\ check_slab (family_data (u_family c)) (half_pi slab_bits slab_prec) d = true.
Proof.
  assert (H := accepted). unfold check_uniform in H. cbv zeta in H. do 3 (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  apply Z.leb_le in H, K0. apply Z.ltb_lt in K1. repeat (split; [assumption|]). intros p d Hp Hd. pose proof (every_forall _ _ K p Hp) as D. apply check_part_facts; assumption.
Qed.
Lemma next_k_above l n : (n <= next_k l n)%Z.
Proof.
  revert n. induction l as [|p l IH]; cbn [next_k fold_left]; intros n; [lia|]. fold (next_k l).
  destruct (p_cover p) as [a b|a w m]; [|apply IH]. destruct (Z.leb_spec a n); [|apply IH].
  apply Z.le_trans with (Z.max n (b + 1)); [lia|exact (IH (Z.max n (b + 1)))].
Qed.
Lemma reach_above l r : (r <= reach l r)%Z.
Proof.
  revert r. induction l as [|p l IH]; cbn [reach fold_left]; intros r; [lia|]. fold (reach l).
  destruct (p_cover p) as [a b|a w m]; [apply IH|]. destruct (_ && _); [|apply IH].
  apply Z.le_trans with (Z.max r (a + w * m)); [lia|exact (IH (Z.max r (a + w * m)))].
Qed.
Lemma family_from_positive f : (0 < family_from f)%Z.
Proof. destruct f; reflexivity. Qed.
(* every k is in a slab *)
Lemma covered k : (u_first c <= Z.of_nat k)%Z -> exists p d, In p (u_parts c) /\ In d (slabs c p) /\ sl_nu d = p_nu p /\ sl_mu d = p_mu p
  /\ slab_number (sl_lo d) <= / sqrt (INR k) <= slab_number (sl_hi d).
Proof.
  intros Hk. destruct check_uniform_parts as [H4 [_ [Hcov _]]]. pose proof (family_from_positive (u_family c)) as F0. assert (K0 : (0 < k)%nat) by lia. assert (Kz : (0 < Z.of_nat k)%Z) by lia.
  assert (Kp : 0 < INR k) by (apply lt_0_INR; assumption). pose proof unit_positive as U. set (x := IZR unit_z * / sqrt (INR k)).
  assert (Px : 0 < x) by (apply Rmult_lt_0_compat; [assumption|apply Rinv_0_lt_compat, sqrt_lt_R0; assumption]).
  assert (Ex : x^2 * IZR (Z.of_nat k) = IZR unit_z ^ 2).
  { rewrite <- INR_IZR_INZ. unfold x. rewrite Rpow_mult_distr. rewrite <- (sqrt_sqrt (INR k)) at 2 by lra. pose proof (sqrt_lt_R0 _ Kp). field. lra. }
  destruct (Z_lt_le_dec (Z.of_nat k) (next_k (u_parts c) (u_first c))) as [L|L].
  - destruct (next_k_covers (u_parts c) (u_first c) (Z.of_nat k) ltac:(lia)) as [p [a [b [Hp [Ep Hab]]]]]. exists p, (slab_of_k c p (Z.of_nat k)). split; [assumption|].
    split; [|split; [reflexivity|split; [reflexivity|]]].
    + unfold slabs. rewrite Ep. apply in_map. replace (Z.of_nat k) with (a + (Z.of_nat k - a))%Z by lia. apply numbers_from_in. lia.
    + destruct (sqrt_brackets (Z.of_nat k) Kz) as [S0 [S1 S2]]. cbn [slab_of_k slab_between sl_lo sl_hi]. apply slab_number_between; [assumption|]. fold x.
      split; [apply (below_root _ (Z.of_nat k)); assumption|apply (above_root _ (Z.of_nat k)); try assumption; lia].
  - set (r := reach (u_parts c) 0) in *. assert (Hr : x <= IZR r).
    { apply (above_root _ (Z.of_nat k)); try assumption; [apply reach_above|]. apply Z.le_trans with (1 := Hcov).
      apply Z.mul_le_mono_nonneg_l; [apply Z.pow_nonneg, reach_above|assumption]. }
    destruct (reach_covers (u_parts c) 0 x ltac:(fold r; lra)) as [p [a [w [n [Hp [Ep [Hw Hx]]]]]]].
    assert (Hn : (0 <= n)%Z). { destruct (Z_lt_le_dec n 0); [|assumption]. assert (a + w * n <= a)%Z by nia. apply IZR_le in H. lra. }
    destruct (step_covers a w (Z.to_nat n) x Hw ltac:(rewrite Z2Nat.id by assumption; assumption)) as [i [Hi J]].
    exists p, (slab_of_step c p a w (Z.of_nat i)). split; [assumption|]. split; [|split; [reflexivity|split; [reflexivity|]]].
    + unfold slabs. rewrite Ep. apply in_map. change (In (0 + Z.of_nat i)%Z (numbers_from 0 n)). apply numbers_from_in. split; [lia|]. rewrite <- (Z2Nat.id n) by assumption. lia.
    + apply slab_number_between; [assumption|]. exact J.
Qed.
Theorem check_uniform_spurious : spurious_for_every_k (family_neurons (u_family c)) (Z.to_nat (u_first c)) (u_number (u_lambda c)).
Proof.
  destruct check_uniform_parts as [H4 [Hl [_ Hparts]]]. pose proof PI_RGT_0. pose proof (family_from_positive (u_family c)) as F0.
  assert (Hl' : 0 < u_number (u_lambda c)) by (apply Rdiv_lt_0_compat; [apply (IZR_lt 0); assumption|lra]).
  split; [assumption|]. intros k Hk. destruct (covered k ltac:(lia)) as [p [d [Hp [Hd [En [Em Hin]]]]]]. destruct (Hparts p d Hp Hd) as [Ln [Lm Hc]].
  destruct (family_spurious _ _ _ _ _ _ _ k (check_slab_family _ _ half_pi_encloses d Hc) ltac:(lia) Hin) as [P [bound A]]. exists P, bound. intros width Hw. apply (spurious_weaker _ k P _ (Rmin (slab_number (sl_nu d)) (slab_number (sl_mu d)) / (2*PI))); [|apply A; assumption].
  rewrite En, Em. apply Rmult_le_reg_r with (2*PI); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  pose proof (two_pi_times_below_ok _ _ _ half_pi_encloses Hl Ln). pose proof (two_pi_times_below_ok _ _ _ half_pi_encloses Hl Lm). apply Rmin_glb; assumption.
Qed.
End Correct.
