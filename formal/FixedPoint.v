(* Fixed-point arithmetic on integers: (m, r) in units of 2^-bits stands for every real within r units of m units.
   Additions and products are done here; square roots, quotients, atan and pi come from the interval library, whose bounds
   are converted exactly.  Then lists as vectors. *)
From Coq Require Import ZArith List Bool Reals Lra Lia Psatz.
From Flocq Require Import Core.
From Coquelicot Require Import Rcomplements.
From Interval Require Import Xreal Basic Sig Interval Specific_stdz Specific_ops Float_full.
From Spurious Require Import Sums.
Import ListNotations.
Module F := SpecificFloat StdZRadix2.
Module I := FloatIntervalFull F.
Open Scope R_scope.

Definition fixed : Type := (Z * Z)%type.

Section Fixed.
Variable bits : positive.
Notation unit := (IZR (2 ^ Zpos bits)).
Lemma unit_pos : 0 < unit.
Proof. apply IZR_lt. apply Z.pow_pos_nonneg; lia. Qed.

(* the relation "x encloses a" *)
Definition encloses (x : fixed) (a : R) : Prop := Rabs (a * unit - IZR (fst x)) <= IZR (snd x).

Definition fzero : fixed := (0, 0)%Z.
Definition fone : fixed := (Z.shiftl 1 (Zpos bits), 0)%Z.
Definition fhalf : fixed := (Z.shiftl 1 (Zpos bits - 1), 0)%Z.
Definition fneg (x : fixed) : fixed := (- fst x, snd x)%Z.
Definition fadd (x y : fixed) : fixed := (fst x + fst y, snd x + snd y)%Z.
Definition fsub (x y : fixed) : fixed := (fst x - fst y, snd x + snd y)%Z.
Definition fmul (x y : fixed) : fixed :=
  let (a, r) := x in let (b, q) := y in
  (Z.shiftr (a * b) (Zpos bits), Z.shiftr (Z.abs a * q + (Z.abs b + q) * r) (Zpos bits) + 2)%Z.
Definition is_positive (x : fixed) : bool := (snd x <? fst x)%Z.
Definition is_valid (x : fixed) : bool := (0 <=? snd x)%Z.

Lemma fzero_ok : encloses fzero 0.
Proof. unfold encloses; simpl. rewrite Rabs_pos_eq; lra. Qed.
Lemma exact_ok a m : a * unit = IZR m -> encloses (m, 0%Z) a.
Proof. intros E. unfold encloses; simpl fst; simpl snd. rewrite E. unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. lra. Qed.
Lemma fone_ok : encloses fone 1.
Proof. apply exact_ok. rewrite Z.shiftl_mul_pow2 by lia. f_equal. rewrite Rmult_1_l. f_equal. lia. Qed.
Lemma fhalf_ok : encloses fhalf (/2).
Proof.
  apply exact_ok. rewrite Z.shiftl_mul_pow2 by lia. rewrite Z.mul_1_l.
  replace (Zpos bits) with (1 + (Zpos bits - 1))%Z at 1 by lia. rewrite Z.pow_add_r by lia. rewrite mult_IZR.
  change (IZR (2^1)) with 2. field.
Qed.
Lemma fneg_ok x a : encloses x a -> encloses (fneg x) (- a).
Proof.
  unfold encloses; cbn [fneg fst snd]. rewrite opp_IZR. intros H. replace (- a * unit - - IZR (fst x)) with (- (a * unit - IZR (fst x))) by ring.
  rewrite Rabs_Ropp. assumption.
Qed.
Lemma fadd_ok x y a b : encloses x a -> encloses y b -> encloses (fadd x y) (a + b).
Proof.
  unfold encloses; cbn [fadd fst snd]. rewrite !plus_IZR. intros.
  replace ((a + b) * unit - (IZR (fst x) + IZR (fst y))) with ((a * unit - IZR (fst x)) + (b * unit - IZR (fst y))) by ring.
  eapply Rle_trans; [apply Rabs_triang|lra].
Qed.
Lemma fsub_ok x y a b : encloses x a -> encloses y b -> encloses (fsub x y) (a - b).
Proof. intros Hx Hy. exact (fadd_ok x (fneg y) a (- b) Hx (fneg_ok y b Hy)). Qed.
Lemma shiftr_bounds m : IZR (Z.shiftr m (Zpos bits)) * unit <= IZR m < (IZR (Z.shiftr m (Zpos bits)) + 1) * unit.
Proof.
  rewrite Z.shiftr_div_pow2 by lia. rewrite <- plus_IZR, <- !mult_IZR.
  pose proof (Z.pow_pos_nonneg 2 (Zpos bits) ltac:(lia) ltac:(lia)) as Hq.
  pose proof (Z.div_mod m (2 ^ Zpos bits) ltac:(lia)). pose proof (Z.mod_pos_bound m (2 ^ Zpos bits) Hq).
  split; [apply IZR_le|apply IZR_lt]; nia.
Qed.
Lemma fmul_ok x y a b : encloses x a -> encloses y b -> encloses (fmul x y) (a * b).
Proof.
  destruct x as [m r], y as [n q]. unfold encloses. cbn [fmul fst snd]. intros Hx Hy.
  set (E := (Z.abs m * q + (Z.abs n + q) * r)%Z).
  destruct (shiftr_bounds (m * n)) as [A1 A2]. destruct (shiftr_bounds E) as [_ B2].
  rewrite plus_IZR. set (t := IZR (Z.shiftr (m * n) (Zpos bits))) in *. set (e := IZR (Z.shiftr E (Zpos bits))) in *.
  pose proof unit_pos as Hu. set (U := unit) in *. clearbody U t e.
  unfold E in B2. rewrite !plus_IZR, !mult_IZR, plus_IZR, !abs_IZR in B2. rewrite mult_IZR in A1, A2. clear E.
  set (M := IZR m) in *. set (N := IZR n) in *. set (r' := IZR r) in *. set (q' := IZR q) in *.
  clearbody M N r' q'. clear m n r q bits.
  set (al := a * U - M) in *. set (be := b * U - N) in *.
  assert (P : Rabs (a * b * U * U - M * N) <= Rabs M * q' + (Rabs N + q') * r').
  { replace (a * b * U * U - M * N) with (M * be + N * al + be * al) by (unfold al, be; ring).
    eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat_r, Rabs_triang|]. rewrite !Rabs_mult.
    pose proof (Rabs_pos M). pose proof (Rabs_pos N). pose proof (Rabs_pos al). pose proof (Rabs_pos be).
    assert (Rabs M * Rabs be <= Rabs M * q') by (apply Rmult_le_compat_l; assumption).
    assert (Rabs N * Rabs al <= Rabs N * r') by (apply Rmult_le_compat_l; assumption).
    assert (Rabs be * Rabs al <= q' * r') by (apply Rmult_le_compat; assumption). lra. }
  apply Rmult_le_reg_r with U; [assumption|].
  rewrite <- (Rabs_pos_eq U) at 2 by lra. rewrite <- Rabs_mult.
  replace ((a * b * U - t) * U) with ((a * b * U * U - M * N) + (M * N - t * U)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_pos_eq (M * N - t * U)) by lra. lra.
Qed.
Lemma is_positive_ok x a : is_positive x = true -> encloses x a -> 0 < a.
Proof.
  unfold is_positive, encloses. intros H E. apply Z.ltb_lt, IZR_lt in H. apply Rabs_le_between in E. pose proof unit_pos.
  apply Rmult_lt_reg_r with unit; [assumption|]. lra.
Qed.

(* numbers z / 2^scale, known to within spread / 2^scale *)
Definition scaled (scale z spread : Z) : fixed := (z * 2 ^ Zpos bits / 2 ^ scale, spread * 2 ^ Zpos bits / 2 ^ scale + 2)%Z.
Lemma quotient_bounds scale z : (0 <= scale)%Z -> let q := (z * 2 ^ Zpos bits / 2 ^ scale)%Z in IZR q <= IZR z / IZR (2 ^ scale) * unit < IZR q + 1.
Proof.
  intros Hs q. pose proof (Z.pow_pos_nonneg 2 scale ltac:(lia) Hs) as P. assert (HS : 0 < IZR (2 ^ scale)) by (apply IZR_lt; assumption).
  pose proof (Z.div_mod (z * 2 ^ Zpos bits) (2 ^ scale) ltac:(lia)) as D. pose proof (Z.mod_pos_bound (z * 2 ^ Zpos bits) _ P). fold q in D.
  set (S := IZR (2 ^ scale)) in *. replace (IZR z / S * unit) with (IZR (z * 2 ^ Zpos bits) / S) by (rewrite mult_IZR; field; lra).
  split; [apply Rmult_le_reg_r with S|apply Rmult_lt_reg_r with S]; try assumption; unfold Rdiv; rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra; unfold S.
  - rewrite <- mult_IZR. apply IZR_le. lia.
  - rewrite <- plus_IZR, <- mult_IZR. apply IZR_lt. lia.
Qed.
Lemma scaled_ok scale z spread a : (0 <= scale)%Z -> Rabs (a - IZR z / IZR (2 ^ scale)) <= IZR spread / IZR (2 ^ scale) -> encloses (scaled scale z spread) a.
Proof.
  intros Hs Hz. unfold encloses, scaled. cbn [fst snd]. rewrite plus_IZR.
  destruct (quotient_bounds scale z Hs) as [Q1 Q2]. destruct (quotient_bounds scale spread Hs) as [R1 R2].
  pose proof unit_pos as HU. set (U := unit) in *.
  apply Rabs_le_between in Hz. set (x := IZR z / IZR (2 ^ scale)) in *. set (y := IZR spread / IZR (2 ^ scale)) in *.
  assert (- (y * U) <= (a - x) * U <= y * U) by (split; nra). apply Rabs_le. lra.
Qed.

(* Exchange with the interval library. *)
Definition contained (x : I.type) (r : R) := contains (I.convert x) (Xreal r).
Lemma toX_Float m e : F.toX (Specific_ops.Float m e) = Xreal (IZR m * bpow radix2 e).
Proof.
  destruct m as [|q|q].
  - change (Xreal 0 = Xreal (0 * bpow radix2 e)). f_equal. ring.
  - change (Xreal (FtoR radix2 false q e) = Xreal (IZR (Zpos q) * bpow radix2 e)). rewrite FtoR_split. reflexivity.
  - change (Xreal (FtoR radix2 true q e) = Xreal (IZR (Zneg q) * bpow radix2 e)). rewrite FtoR_split. reflexivity.
Qed.
Lemma bpow_pow : bpow radix2 (Zneg bits) = / unit.
Proof. change (Zneg bits) with (- Zpos bits)%Z. rewrite bpow_opp. reflexivity. Qed.
Definition to_interval (x : fixed) : I.type :=
  Float.Ibnd (Specific_ops.Float (fst x - snd x)%Z (Zneg bits)) (Specific_ops.Float (fst x + snd x)%Z (Zneg bits)).
Lemma to_interval_ok x a : encloses x a -> contained (to_interval x) a.
Proof.
  unfold encloses, contained, to_interval. intros H. apply Rabs_le_between in H. cbn [I.convert].
  change (contains (Ibnd (F.toX (Specific_ops.Float (fst x - snd x)%Z (Zneg bits))) (F.toX (Specific_ops.Float (fst x + snd x)%Z (Zneg bits)))) (Xreal a)).
  rewrite !toX_Float, bpow_pow. simpl. rewrite minus_IZR, plus_IZR. pose proof unit_pos as U.
  split; apply Rmult_le_reg_r with unit; try assumption; rewrite Rmult_assoc, Rinv_l by lra; lra.
Qed.
(* radius -1, which no test accepts, when a bound is not a number *)
Definition of_interval (x : I.type) : fixed :=
  match x with
  | Float.Ibnd (Specific_ops.Float m e) (Specific_ops.Float m' e') =>
      let lo := Z.shiftl m (e + Zpos bits) in let hi := (- Z.shiftl (- m') (e' + Zpos bits))%Z in
      let c := Z.div2 (lo + hi) in (c, Z.max (c - lo) (hi - c))
  | _ => (0, -1)%Z
  end.
Lemma shiftl_le m e : IZR (Z.shiftl m e) <= IZR m * bpow radix2 e.
Proof.
  destruct (Z_le_gt_dec 0 e) as [He|He].
  - rewrite Z.shiftl_mul_pow2 by assumption. rewrite mult_IZR. rewrite <- IZR_Zpower by assumption. right. reflexivity.
  - assert (Hq : (0 < - e)%Z) by lia. replace e with (- - e)%Z by lia. set (q := (- e)%Z) in *. clearbody q.
    rewrite Z.shiftl_opp_r.
    rewrite Z.shiftr_div_pow2 by lia. rewrite bpow_opp. pose proof (bpow_gt_0 radix2 q) as Hb.
    apply Rmult_le_reg_r with (bpow radix2 q); [assumption|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    rewrite <- IZR_Zpower by lia. rewrite <- mult_IZR. apply IZR_le. change (radix_val radix2) with 2%Z.
    rewrite Z.mul_comm. apply Z.mul_div_le. apply Z.pow_pos_nonneg; lia.
Qed.
Lemma of_interval_ok x a : is_valid (of_interval x) = true -> contained x a -> encloses (of_interval x) a.
Proof.
  unfold contained. destruct x as [|[|m e] [|m' e']]; try discriminate. intros _.
  change (contains (Ibnd (F.toX (Specific_ops.Float m e)) (F.toX (Specific_ops.Float m' e'))) (Xreal a) ->
    encloses (of_interval (Float.Ibnd (Specific_ops.Float m e) (Specific_ops.Float m' e'))) a).
  rewrite !toX_Float. simpl contains. intros [H1 H2]. unfold of_interval, encloses. cbv zeta.
  pose proof (shiftl_le m (e + Zpos bits)) as L. pose proof (shiftl_le (- m') (e' + Zpos bits)) as U.
  set (lo := Z.shiftl m (e + Zpos bits)) in *. set (up := Z.shiftl (- m') (e' + Zpos bits)) in *.
  set (c := Z.div2 (lo + - up)). cbn [fst snd]. rewrite bpow_plus in L, U. rewrite opp_IZR in U.
  assert (E : bpow radix2 (Zpos bits) = unit) by (rewrite <- IZR_Zpower by lia; reflexivity). rewrite E in L, U.
  pose proof unit_pos as P.
  assert (L' : IZR lo <= a * unit). { eapply Rle_trans; [exact L|]. rewrite <- Rmult_assoc. apply Rmult_le_compat_r; lra. }
  assert (U' : a * unit <= - IZR up). { assert (a * unit <= IZR m' * bpow radix2 e' * unit) by (apply Rmult_le_compat_r; lra). lra. }
  apply Rabs_le.
  pose proof (IZR_le _ _ (Z.le_max_l (c - lo) (- up - c))) as M1. pose proof (IZR_le _ _ (Z.le_max_r (c - lo) (- up - c))) as M2.
  rewrite !minus_IZR in M1, M2. rewrite opp_IZR in M2. lra.
Qed.
End Fixed.

(* Inclusion of the interval operations, for reals. *)
Section Operations.
Variable prec : F.precision.
Lemma int_ok n : contained (I.fromZ prec n) (IZR n).
Proof. exact (I.fromZ_correct prec n). Qed.
Lemma interval_add_ok x y a b : contained x a -> contained y b -> contained (I.add prec x y) (a + b).
Proof. intros H K; exact (I.add_correct prec x y (Xreal a) (Xreal b) H K). Qed.
Lemma interval_mul_ok x y a b : contained x a -> contained y b -> contained (I.mul prec x y) (a * b).
Proof. intros H K; exact (I.mul_correct prec x y (Xreal a) (Xreal b) H K). Qed.
Lemma interval_div_ok x y a b : b <> 0 -> contained x a -> contained y b -> contained (I.div prec x y) (a / b).
Proof.
  intros Hb H K. unfold contained. pose proof (I.div_correct prec x y (Xreal a) (Xreal b) H K) as C.
  simpl in C. unfold Xdiv' in C. revert C. case is_zero_spec; [intros; contradiction|]. intros _ C. exact C.
Qed.
Lemma interval_sqrt_ok x a : contained x a -> contained (I.sqrt prec x) (sqrt a).
Proof. intros H; exact (I.sqrt_correct prec x (Xreal a) H). Qed.
Lemma interval_atan_ok x a : contained x a -> contained (I.atan prec x) (atan a).
Proof. intros H; exact (I.atan_correct prec x (Xreal a) H). Qed.
Lemma interval_pi_ok : contained (I.pi prec) PI.
Proof. exact (I.pi_correct prec). Qed.
End Operations.

(* rep P n l f: the list l has length n and its entries stand in relation P to f 0, f 1, ... *)
Fixpoint rep {A B : Type} (P : A -> B -> Prop) (n : nat) (l : list A) (f : nat -> B) : Prop :=
  match n, l with
  | O, [] => True
  | S m, x :: l' => P x (f O) /\ rep P m l' (fun i => f (S i))
  | _, _ => False
  end.
Section Rep.
Context {A B : Type} (P : A -> B -> Prop).
Lemma rep_length n l f : rep P n l f -> length l = n.
Proof. revert l f; induction n; destruct l; simpl; try tauto. intros f [_ H]. f_equal. exact (IHn _ _ H). Qed.
Lemma rep_nth n l f i def : rep P n l f -> (i < n)%nat -> P (nth i l def) (f i).
Proof. revert l f i; induction n; intros [|x l] f i; simpl; try tauto; try lia. intros [H K] Hi. destruct i; [exact H|]. exact (IHn l (fun j => f (S j)) i K ltac:(lia)). Qed.
Lemma rep_ext n l f g : (forall i, (i < n)%nat -> f i = g i) -> rep P n l f -> rep P n l g.
Proof.
  revert l f g; induction n; intros [|x l] f g E; simpl; try tauto. intros [H K]. split; [rewrite <- (E O) by lia; exact H|].
  apply (IHn l (fun i => f (S i))); [intros; apply E; lia|exact K].
Qed.
Lemma rep_app a b l l' f : rep P a l f -> rep P b l' (fun i => f (a + i)%nat) -> rep P (a + b) (l ++ l') f.
Proof. revert l f; induction a; intros [|x l] f; simpl; try tauto. intros [H K] L. split; [exact H|]. apply IHa; assumption. Qed.
Lemma rep_skipn s n l f : rep P n l f -> rep P (n - s) (skipn s l) (fun i => f (s + i)%nat).
Proof.
  revert n l f; induction s; intros n l f; [rewrite PeanoNat.Nat.sub_0_r; exact (fun H => H)|].
  destruct n, l; simpl; try tauto. intros [_ K]. exact (IHs n l (fun i => f (S i)) K).
Qed.
End Rep.
Lemma rep_map {A B A' B'} (P : A -> B -> Prop) (Q : A' -> B' -> Prop) g h n l f :
  (forall x a, P x a -> Q (g x) (h a)) -> rep P n l f -> rep Q n (map g l) (fun i => h (f i)).
Proof. intros E; revert l f; induction n; intros [|x l] f; simpl; try tauto. intros [H K]. split; [apply E; exact H|]. exact (IHn l (fun i => f (S i)) K). Qed.

Fixpoint zip {A B C : Type} (g : A -> B -> C) (l : list A) (l' : list B) : list C :=
  match l, l' with x :: m, y :: m' => g x y :: zip g m m' | _, _ => [] end.
Lemma rep_zip {A B A' B' A'' B''} (P : A -> B -> Prop) (Q : A' -> B' -> Prop) (S : A'' -> B'' -> Prop) g h n l l' f f' :
  (forall x y a b, P x a -> Q y b -> S (g x y) (h a b)) -> rep P n l f -> rep Q n l' f' -> rep S n (zip g l l') (fun i => h (f i) (f' i)).
Proof.
  intros E; revert l l' f f'; induction n; intros [|x l] [|y l'] f f'; simpl; try tauto. intros [H1 K1] [H2 K2].
  split; [apply E; assumption|]. exact (IHn l l' (fun i => f (Datatypes.S i)) (fun i => f' (Datatypes.S i)) K1 K2).
Qed.
Definition tabulate {A} (n : nat) (f : nat -> A) : list A := map f (seq 0 n).
Lemma rep_tabulate_from {A B} (P : A -> B -> Prop) n g f a :
  (forall i, (i < n)%nat -> P (g (a + i)%nat) (f i)) -> rep P n (map g (seq a n)) f.
Proof.
  revert a f; induction n; simpl; intros a f H; [exact I|]. split.
  - specialize (H O ltac:(lia)). rewrite PeanoNat.Nat.add_0_r in H. exact H.
  - apply (IHn (S a) (fun i => f (S i))). intros i Hi. specialize (H (S i) ltac:(lia)). rewrite PeanoNat.Nat.add_succ_r in H. exact H.
Qed.
Lemma rep_tabulate {A B} (P : A -> B -> Prop) n g f : (forall i, (i < n)%nat -> P (g i) (f i)) -> rep P n (tabulate n g) f.
Proof. intros H. apply rep_tabulate_from. exact H. Qed.
Lemma nth_tabulate {A} n (f : nat -> A) i def : (i < n)%nat -> nth i (tabulate n f) def = f i.
Proof.
  intros. unfold tabulate. rewrite nth_indep with (d' := f O) by (rewrite map_length, seq_length; lia).
  rewrite map_nth, seq_nth by lia. reflexivity.
Qed.
Lemma nth_map_seq {A} n (f : nat -> A) i def : (i < n)%nat -> nth i (map f (seq 0 n)) def = f i.
Proof. apply nth_tabulate. Qed.

(* Vectors of enclosures. *)
Section Vectors.
Variable bits : positive.
Notation enc := (encloses bits).
Notation vec := (rep enc).
Fixpoint fsum (n : nat) (f : nat -> fixed) : fixed :=
  match n with O => fzero | S m => fadd (f O) (fsum m (fun i => f (S i))) end.
Definition vadd := zip fadd.
Definition vscale (c : fixed) := map (fmul bits c).
Fixpoint vsum (d n : nat) (f : nat -> list fixed) : list fixed :=
  match n with O => repeat fzero d | S m => vadd (f O) (vsum d m (fun i => f (S i))) end.
Fixpoint fdot (x y : list fixed) : fixed :=
  match x, y with a :: x', b :: y' => fadd (fmul bits a b) (fdot x' y') | _, _ => fzero end.
(* add c at place s *)
Fixpoint add_at (s : nat) (c : fixed) (l : list fixed) : list fixed :=
  match s, l with O, x :: l' => fadd x c :: l' | S s', x :: l' => x :: add_at s' c l' | _, [] => [] end.

Lemma fsum_ok n g f : (forall i, (i < n)%nat -> enc (g i) (f i)) -> enc (fsum n g) (sum n f).
Proof.
  revert g f; induction n; simpl; intros g f H; [apply fzero_ok|].
  apply fadd_ok; [apply H; lia|]. apply (IHn (fun i => g (S i)) (fun i => f (S i))). intros; apply H; lia.
Qed.
Lemma vadd_ok n x y f g : vec n x f -> vec n y g -> vec n (vadd x y) (fun i => f i + g i).
Proof. apply (rep_zip enc enc enc fadd Rplus). apply fadd_ok. Qed.
Lemma vscale_ok n c x a f : enc c a -> vec n x f -> vec n (vscale c x) (fun i => a * f i).
Proof. intros Hc. apply (rep_map enc enc (fmul bits c) (Rmult a)). intros; apply fmul_ok; assumption. Qed.
Lemma vzero_ok n : vec n (repeat fzero n) (fun _ => 0).
Proof. induction n; simpl; [exact I|]. split; [apply fzero_ok|exact IHn]. Qed.
Lemma vsum_ok d n g f : (forall i, (i < n)%nat -> vec d (g i) (f i)) -> vec d (vsum d n g) (fun s => sum n (fun i => f i s)).
Proof.
  revert g f; induction n; simpl; intros g f H; [apply vzero_ok|].
  apply vadd_ok; [apply H; lia|]. apply (IHn (fun i => g (S i)) (fun i => f (S i))). intros; apply H; lia.
Qed.
Lemma fdot_ok n x y f g : vec n x f -> vec n y g -> enc (fdot x y) (sum n (fun i => f i * g i)).
Proof.
  revert x y f g; induction n; intros [|a x] [|b y] f g; simpl; try tauto; [intros; apply fzero_ok|]. intros [H1 K1] [H2 K2].
  apply fadd_ok; [apply fmul_ok; assumption|]. exact (IHn x y (fun i => f (S i)) (fun i => g (S i)) K1 K2).
Qed.
Lemma add_at_ok n s c l a f : enc c a -> vec n l f -> vec n (add_at s c l) (fun i => f i + if Nat.eqb s i then a else 0).
Proof.
  intros Hc. revert n l f; induction s; intros [|n] [|x l] f; simpl; try tauto; intros [H K]; split.
  - apply fadd_ok; assumption.
  - apply (rep_ext enc n l (fun i => f (S i))); [intros; ring|exact K].
  - rewrite Rplus_0_r; exact H.
  - exact (IHs n l (fun i => f (S i)) K).
Qed.
End Vectors.
