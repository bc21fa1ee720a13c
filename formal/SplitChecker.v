(* For neurons of a dense certificate, vectors along which the form B of Split.v is negative on the whole ball of the certificate: then the minimum
   does not survive the split of any of these neurons, in any width. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence LocalMinimum FixedPoint PositiveDefinite Regrouped Enclosure Dimension Statements SpuriousMinimum Checker Split SplitForm.
Import ListNotations.
Open Scope R_scope.
Open Scope lazy_bool_scope.

Section Compute.
Variable bits : BinNums.positive.
Notation enc := (encloses bits).
Definition iscale (z : Z) (x : fixed) : fixed := (z * fst x, Z.abs z * snd x)%Z.
Fixpoint weighted (z : list Z) (l : list fixed) : fixed := match z, l with a :: z', x :: l' => fadd (iscale a x) (weighted z' l') | _, _ => fzero end.
(* z^T A z from the rows of the upper part of A *)
Fixpoint block_form (z : list Z) (rows : list (list fixed)) : fixed :=
  match z, rows with
  | a :: z', (x :: r) :: rows' => fadd (iscale a (fadd (iscale a x) (iscale 2 (weighted z' r)))) (block_form z' rows')
  | _, _ => fzero end.
Definition square_sum (z : list Z) : Z := fold_right (fun a s => a * a + s)%Z 0%Z z.
Definition vector (z : list Z) (s : nat) : R := IZR (nth s z 0%Z).
Lemma iscale_ok z x a : enc x a -> enc (iscale z x) (IZR z * a).
Proof.
  unfold encloses, iscale. cbn [fst snd]. intros H. rewrite !mult_IZR, abs_IZR. replace (IZR z * a * IZR (2 ^ Zpos bits) - IZR z * IZR (fst x)) with (IZR z * (a * IZR (2 ^ Zpos bits) - IZR (fst x))) by ring.
  rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|exact H].
Qed.
Lemma weighted_ok z : forall l f n, (length z <= n)%nat -> rep enc n l f -> enc (weighted z l) (sum (length z) (fun s => vector z s * f s)).
Proof.
  induction z as [|a z IH]; intros l f n Hn H; [apply fzero_ok|]. destruct n as [|n]; [cbn [length] in Hn; lia|]. destruct l as [|x l]; [destruct H|]. destruct H as [Hx H].
  cbn [weighted length sum]. apply fadd_ok; [apply iscale_ok; assumption|]. apply (IH l (fun s => f (S s)) n); [cbn [length] in Hn; lia|assumption].
Qed.
Lemma block_form_ok z : forall rows (A : nat -> nat -> R) n, (forall s t, A s t = A t s) -> (length z <= n)%nat ->
  (forall s, (s < length z)%nat -> rep enc (n - s) (nth s rows []) (fun t => A s (s + t)%nat)) ->
  enc (block_form z rows) (sum (length z) (fun s => vector z s * sum (length z) (fun t => A s t * vector z t))).
Proof.
  induction z as [|a z IH]; intros rows A n Sym Hn H; [apply fzero_ok|]. pose proof (H 0%nat ltac:(cbn [length]; lia)) as H0. destruct n as [|n]; [cbn [length] in Hn; lia|].
  destruct rows as [|r rows]; [destruct H0|]. destruct r as [|x r]; [destruct H0|]. cbn [nth Nat.sub rep] in H0. destruct H0 as [Hx Hr]. cbn [block_form length] in *.
  set (m := length z) in *.
  assert (E : sum (S m) (fun s => vector (a :: z) s * sum (S m) (fun t => A s t * vector (a :: z) t))
    = IZR a * (IZR a * A 0%nat 0%nat + 2 * sum m (fun t => vector z t * A 0%nat (S t))) + sum m (fun s => vector z s * sum m (fun t => A (S s) (S t) * vector z t))).
  { cbn [sum]. change (vector (a :: z) 0) with (IZR a). change (fun i => vector (a :: z) (S i) * (A (S i) 0%nat * IZR a + sum m (fun i0 => A (S i) (S i0) * vector (a :: z) (S i0))))
      with (fun i => vector z i * (A (S i) 0%nat * IZR a + sum m (fun t => A (S i) (S t) * vector z t))).
    rewrite (sum_ext m (fun i => vector z i * (_ + _)) (fun i => IZR a * (vector z i * A 0%nat (S i)) + vector z i * sum m (fun t => A (S i) (S t) * vector z t))) by (intros i _; rewrite (Sym (S i) 0%nat); ring).
    rewrite sum_plus, sum_scal. rewrite (sum_ext m (fun i => A 0%nat (S i) * vector (a :: z) (S i)) (fun t => vector z t * A 0%nat (S t))) by (intros i _; change (vector (a :: z) (S i)) with (vector z i); ring). ring. }
  rewrite E. apply fadd_ok.
  - apply iscale_ok, fadd_ok; [apply iscale_ok; exact Hx|apply (iscale_ok 2)]. apply (weighted_ok z r (fun t => A 0%nat (S t)) n); [lia|]. exact Hr.
  - apply (IH rows (fun s t => A (S s) (S t)) n); [intros; apply Sym|lia|]. intros s Hs. specialize (H (S s) ltac:(lia)). exact H.
Qed.
Lemma square_sum_ok z : IZR (square_sum z) = sum (length z) (fun s => vector z s * vector z s).
Proof.
  induction z as [|a z IH]; [reflexivity|]. cbn [square_sum fold_right length sum]. rewrite plus_IZR, mult_IZR. change (fold_right (fun a s => a * a + s)%Z 0%Z z) with (square_sum z). rewrite IH. reflexivity.
Qed.
End Compute.

(* A dense certificate, and for some of its neurons a vector. *)
Record split_certificate := { minimum : certificate; splits : list (nat * list Z) }.
Definition vectors_ok (c : certificate) (l : list (nat * list Z)) : bool :=
  let n := neurons c in let k := targets c in let b := hessian_bits c in let t := box_tables c in
  forallb (fun s => let i := fst s in let z := snd s in let q := block_form z (neuron_rows b n k t i) in
    Nat.ltb i n &&& Nat.eqb (length z) k &&& (2 * (fst q + snd q) <? square_sum z * 2 ^ Zpos b)%Z) l.
Definition check_split (c : split_certificate) : bool := check (minimum c) &&& vectors_ok (minimum c) (splits c).

(* B as a form of the Hessian's block *)
Lemma B_form_block n k i p z : (0 < k)%nat -> (i < n)%nat -> regular n k k p ->
  B_form n k k i p z = sum k (fun s => z s * sum k (fun t => hessian_entry n k k p i s i t * z t)) - sum k (fun s => z s * z s) / 2.
Proof.
  intros Hk Hi Hreg. unfold B_form, inner. f_equal. rewrite <- (hessian_derivative2 n k k Hk (le_n k) p _ Hreg). unfold quad. rewrite sum_rows.
  assert (M : forall l s, (s < k)%nat -> move k i z (l * k + s) = if Nat.eqb l i then z s else 0) by (intros l s Hs; exact (neuron_move k i z l s Hs)).
  rewrite (sum_ext n _ (fun l => if Nat.eqb i l then sum k (fun s => z s * sum k (fun t => hessian_entry n k k p i s i t * z t)) else 0)).
  - rewrite (sum_single n i (fun _ => sum k (fun s => z s * sum k (fun t => hessian_entry n k k p i s i t * z t))) Hi). reflexivity.
  - intros l Hl. destruct (Nat.eqb_spec i l) as [<-|Hne].
    + apply sum_ext. intros s Hs. rewrite M, Nat.eqb_refl by assumption. f_equal. rewrite sum_rows.
      rewrite (sum_ext n _ (fun l => if Nat.eqb i l then sum k (fun t => hessian_entry n k k p i s i t * z t) else 0)).
      * rewrite (sum_single n i (fun _ => sum k (fun t => hessian_entry n k k p i s i t * z t)) Hi). reflexivity.
      * intros l Hl'. destruct (Nat.eqb_spec i l) as [<-|Hne]; [|rewrite <- (sum_0 k)]; apply sum_ext; intros t Ht; rewrite M by assumption.
        -- rewrite Nat.eqb_refl. unfold hessian. destruct (divmod k i s Hs) as [-> ->]. destruct (divmod k i t Ht) as [-> ->]. reflexivity.
        -- destruct (Nat.eqb_spec l i); [congruence|]. ring.
    + rewrite <- (sum_0 k). apply sum_ext. intros s Hs. rewrite M by assumption. destruct (Nat.eqb_spec l i); [congruence|]. ring.
Qed.
(* zeros in further coordinates change nothing *)
Definition padded (k : nat) (z : nat -> R) (s : nat) : R := if Nat.ltb s k then z s else 0.
Lemma B_form_pad n k d i p z : (0 < k)%nat -> (k <= d)%nat -> B_form n k d i (pad k d p) (padded k z) = B_form n k k i p z.
Proof.
  intros Hk Hd. unfold B_form. rewrite derivative2_pad by assumption.
  assert (M : forall l s, (s < d)%nat -> move d i (padded k z) (l * d + s) = if Nat.eqb l i then padded k z s else 0) by (intros l s Hs; exact (neuron_move d i (padded k z) l s Hs)).
  assert (E1 : sum (d - k) (fun s => quad n (extraM n k p) (extra k d (move d i (padded k z)) s)) = 0).
  { rewrite <- (sum_0 (d - k)). apply sum_ext. intros s Hs. unfold quad. rewrite <- (sum_0 n). apply sum_ext. intros l _. unfold extra at 1. rewrite M by lia. unfold padded.
    destruct (Nat.ltb_spec (k + s) k); [lia|]. destruct Nat.eqb; ring. }
  assert (E2 : restrict k d (move d i (padded k z)) = move k i z).
  { apply FunctionalExtensionality.functional_extensionality. intros I. unfold restrict. assert (Hm : (I mod k < k)%nat) by (apply Nat.mod_upper_bound; lia). rewrite M by lia. unfold move, padded.
    destruct (Nat.ltb_spec (I mod k) k); [|lia]. reflexivity. }
  assert (E3 : inner d (padded k z) (padded k z) = inner k z z).
  { unfold inner. replace d with (k + (d - k))%nat at 1 by lia. rewrite sum_app. rewrite (sum_ext (d - k) _ (fun _ => 0)), sum_0, Rplus_0_r.
    - apply sum_ext. intros s Hs. unfold padded. destruct (Nat.ltb_spec s k); [reflexivity|lia].
    - intros s _. unfold padded. destruct (Nat.ltb_spec (k + s) k); [lia|ring]. }
  rewrite E1, E2, E3. ring.
Qed.
(* from B to the statement *)
Lemma descends_of_B n k d i p z : (0 < k)%nat -> (k <= d)%nat -> (i < n)%nat -> regular n k k p -> B_form n k k i p z < 0 -> split_descends_from n k d i (widen k (neuron k p)).
Proof.
  intros Hk Hd Hi Hreg HB alpha Ha. pose proof (regular_pad n k d Hk Hd p Hreg) as Rp. rewrite <- (B_form_pad n k d i p z Hk Hd) in HB.
  assert (EW : forall l s, (s < d)%nat -> neuron d (pad k d p) l s = widen k (neuron k p) l s) by (intros l s Hs; apply neuron_pad; assumption).
  assert (ES : forall l s, (l < n + 1)%nat -> (s < d)%nat -> split_weights n d i (pad k d p) (padded k z) alpha 0 l s = split_neuron n i alpha (widen k (neuron k p)) l s).
  { intros l s Hl Hs. unfold split_weights, two_parts, one_replaced, split_neuron, part1, part2. rewrite <- !EW by assumption. destruct Nat.ltb; [destruct Nat.eqb|]; try reflexivity; ring. }
  assert (EF : F n k d (neuron d (pad k d p)) = F n k d (widen k (neuron k p))) by (apply F_ext; intros; apply EW; assumption).
  split.
  - rewrite <- EF, <- (split_value n k d i Hi _ Rp (padded k z) alpha Ha). symmetry. apply F_ext. exact ES.
  - intros eps Heps. destruct (split_descends n k d i ltac:(lia) Hd Hi _ Rp (padded k z) alpha Ha HB eps Heps) as [Q [Q1 Q2]]. exists Q. split; [|rewrite <- EF; exact Q2].
    rewrite <- (distance2_ext (n + 1) d Q Q _ _ ltac:(reflexivity) ES). exact Q1.
Qed.
Lemma saddle_of_B n k d i p z : (0 < k)%nat -> (k <= d)%nat -> (i < n)%nat -> regular n k k p -> (forall u, derivative1 n k k p u = 0) -> B_form n k k i p z < 0 ->
  split_is_saddle n k d i (widen k (neuron k p)).
Proof.
  intros Hk Hd Hi Hreg Crit HB alpha Ha. cbv zeta. pose proof (regular_pad n k d Hk Hd p Hreg) as Rp. rewrite <- (B_form_pad n k d i p z Hk Hd) in HB. assert (Pd : (0 < d)%nat) by lia.
  assert (St : forall D, stationary_along (F (n + 1) k d) (split_neuron n i alpha (widen k (neuron k p))) D (split_form n k d i (pad k d p) alpha D)).
  { intros D. destruct (split_second_derivative n k d i Pd Hd Hi (pad k d p) Rp alpha Ha D) as [f1 [D1 [E1 D2]]]. exists f1. split; [|split; [|exact D2]].
    - apply (filter_imp _ _) with (2 := D1). intros t Dt. apply (is_derive_ext (split_line n k d i (pad k d p) alpha D)); [|exact Dt]. intros t'. apply F_ext. intros l s Hl Hs. f_equal.
      unfold split_neuron. rewrite !neuron_pad by assumption. reflexivity.
    - rewrite E1, (derivative1_pad n k d Hk Hd). apply Crit. }
  split; [intros D; eexists; apply St|]. exists (opposed n i (padded k z)), (split_form n k d i (pad k d p) alpha (opposed n i (padded k z))). split; [apply St|].
  rewrite (split_form_opposed n k d i Pd Hd Hi (pad k d p) Rp alpha). assert (P : 0 < / (alpha * (1 - alpha))) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra). unfold Rdiv. nra.
Qed.

Section Correct.
Variable c : certificate.
Notation n := (neurons c). Notation k := (targets c).
Hypothesis Hcheck : check c = true.
Variable l : list (nat * list Z).
Hypothesis Hvectors : vectors_ok c l = true.
Lemma B_negative p i z : Ball (n * k) (centre_point c) (dyadic c (box c)) p -> In (i, z) l -> (i < n)%nat /\ B_form n k k i p (vector z) < 0.
Proof.
  intros HB Hin. destruct (ball_correct c Hcheck p HB) as [Reg _]. pose proof (sh_k c (shape_correct c Hcheck)) as Hk.
  assert (T : tables_ok n k (box_tables c) = true).
  { assert (H := Hcheck). unfold check in H. apply andb_prop in H; destruct H as [_ H]. unfold ball_ok in H. cbv zeta in H. apply andb_prop in H; destruct H as [H _]. apply andb_prop in H; destruct H as [H _]. exact H. }
  assert (H := Hvectors). unfold vectors_ok in H. cbv zeta in H. rewrite forallb_forall in H. specialize (H (i, z) Hin). cbn [fst snd] in H.
  apply andb_prop in H; destruct H as [L H]. apply andb_prop in L; destruct L as [Hi L]. apply Nat.ltb_lt in Hi. apply Nat.eqb_eq in L. apply Z.ltb_lt, IZR_lt in H. split; [exact Hi|].
  set (b := hessian_bits c) in *.
  pose proof (ball_enclosed c Hcheck b p HB) as HW. unfold box_tables in *. fold b in T, H.
  assert (Q : encloses b (block_form z (neuron_rows b n k (make_tables b (working b) n k (fixed_point c b (box c))) i))
    (sum (length z) (fun s => vector z s * sum (length z) (fun t => hessian n k k p (i * k + s) (i * k + t) * vector z t)))).
  { apply (block_form_ok b z _ (fun s t => hessian n k k p (i * k + s) (i * k + t)) (n * k - i * k)).
    - intros s t. apply hessian_sym.
    - rewrite L. assert ((S i) * k <= n * k)%nat by (apply Nat.mul_le_mono_r; lia). simpl in H0. lia.
    - intros s Hs. rewrite L in Hs. pose proof (neuron_row_ok b (working b) n k _ p HW T i s Hi Hs) as R. replace (n * k - i * k - s)%nat with (n * k - (i * k + s))%nat by lia.
      apply (rep_ext (encloses b) _ _ (fun m => hessian n k k p (i * k + s) (i * k + s + m))); [intros; f_equal; lia|exact R]. }
  rewrite (B_form_block n k i p _ Hk Hi Reg). rewrite L in Q. unfold encloses in Q. set (q := block_form z _) in *.
  rewrite (sum_ext k (fun s => vector z s * sum k (fun t => hessian n k k p (i * k + s) (i * k + t) * vector z t)) (fun s => vector z s * sum k (fun t => hessian_entry n k k p i s i t * vector z t))) in Q.
  2:{ intros s Hs. f_equal. apply sum_ext. intros t Ht. unfold hessian. destruct (divmod k i s Hs) as [-> ->]. destruct (divmod k i t Ht) as [-> ->]. reflexivity. }
  pose proof (square_sum_ok z) as E. rewrite L in E. rewrite mult_IZR, plus_IZR, mult_IZR, E in H. apply Rabs_le_between in Q. set (x := sum k _) in Q. set (y := sum k (fun s => vector z s * vector z s)) in *.
  pose proof (unit_pos b) as U. set (u := IZR (2 ^ Zpos b)) in *. fold x. assert (x * u < y / 2 * u) by lra. apply Rmult_lt_reg_r in H0; [lra|assumption].
Qed.
(* The minimum of the certificate, in every width, and every split of these neurons is a strict saddle. *)
Theorem split_minimum : exists P, distance2 n k P (neuron k (centre_point c)) <= dyadic c (radius c) ^ 2
  /\ forall d, (k <= d)%nat -> spurious_in_width n k P (dyadic c (lambda c)) (dyadic c (objective_bound c)) d
       /\ forall i, In i (map fst l) -> split_descends_from n k d i (widen k P) /\ split_is_saddle n k d i (widen k P).
Proof.
  destruct (shape_correct c Hcheck) as [Hk Hkn _ _ _ _ HL _ HO]. destruct (check_width_k c Hcheck) as [p [A1 [A2 [A3 [A4 [A5 [A6 [A7 A8]]]]]]]].
  exists (neuron k p). split; [rewrite <- sqnorm_distance2; exact A6|]. intros d Hd. split.
  - apply (spurious_in_width_of_minimum n k (centre_point c) (dyadic c (radius c)) (dyadic c (box c)) _ _ p); try assumption; [split; assumption|apply dyadic_pos; assumption|apply dyadic_pos; assumption|constructor; assumption].
  - intros i Hi. apply in_map_iff in Hi. destruct Hi as [[i' z] [Ei Hin]]. cbn [fst] in Ei. subst i'. destruct (B_negative p i z A1 Hin) as [Hi HB]. split; [apply (descends_of_B n k d i p (vector z))|apply (saddle_of_B n k d i p (vector z))]; assumption.
Qed.
End Correct.
