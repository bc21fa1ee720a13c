(* Expressions in named intermediate results, as data: their enclosures on a box, with those of their derivatives in the unknowns
   (forward differentiation), and quadratic forms with such coefficients.  A definition may use all that come before it, by
   number: 0 is s, then come the unknowns.  s may be enclosed with 0: the two arc functions occur divided by
   a power of s. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums FixedPoint PositiveDefinite Enclosure Forms SymmetricEnclosure TypeTwo ArcRatios.
Import ListNotations.
Open Scope R_scope.

Inductive expr :=
  | Reg (i : nat) | Num (z : Z) | HalfPi
  | Add (a b : expr) | Sub (a b : expr) | Mul (a b : expr) | Opp (a : expr) | Inv (a : expr) | Pow (a : expr) (n : nat) | Sqrt (a : expr)
  | Length (a b : expr)          (* sqrt (a b^2), for b > 0 *)
  | Asin (j : nat) (a : expr)    (* asin (s^j a) / s^j *)
  | Atan (j : nat) (a : expr).   (* atan (s^j a) / s^j *)
Fixpoint value (s : R) (env : list R) (e : expr) : R :=
  match e with
  | Reg i => nth i env 0 | Num z => IZR z | HalfPi => PI / 2
  | Add a b => value s env a + value s env b | Sub a b => value s env a - value s env b | Mul a b => value s env a * value s env b
  | Opp a => - value s env a | Inv a => / value s env a | Pow a n => value s env a ^ n | Sqrt a => sqrt (value s env a)
  | Length a b => sqrt (value s env a * value s env b ^ 2)
  | Asin j a => value s env a * arc_sine_ratio ((s^j * value s env a)^2)
  | Atan j a => value s env a * arc_tangent_ratio ((s^j * value s env a)^2)
  end.
Fixpoint values (s : R) (env : list R) (l : list expr) : list R :=
  match l with [] => env | e :: l' => values s (env ++ [value s env e]) l' end.
(* linear and quadratic forms in variables v *)
Inductive lform := Var (i : nat) | Plus (l l' : lform) | Minus (l l' : lform) | Times (e : expr) (l : lform).
Fixpoint lvalue (s : R) (env : list R) (l : lform) (v : nat -> R) : R :=
  match l with
  | Var i => v i | Plus l l' => lvalue s env l v + lvalue s env l' v | Minus l l' => lvalue s env l v - lvalue s env l' v
  | Times e l => value s env e * lvalue s env l v
  end.
Definition qform : Type := list (expr * lform * lform).
Fixpoint qvalue (s : R) (env : list R) (q : qform) (v : nat -> R) : R :=
  match q with [] => 0 | (e, l, l') :: q' => value s env e * lvalue s env l v * lvalue s env l' v + qvalue s env q' v end.

(* ---- the programs ---- *)
Section Programs.
Variable bits : BinNums.positive.
Variable prec : F.precision.
Notation fmul := (fmul bits).
Notation fone := (fone bits).
Definition half_pi : fixed := of_interval bits (I.div prec (I.pi prec) (I.fromZ prec 2)).
(* x / d for a whole d > 0 *)
Definition fshrink (d : Z) (x : fixed) : fixed := (fst x / d, snd x / d + 2)%Z.
(* z x for a whole z *)
Definition ftimes (z : Z) (x : fixed) : fixed := (z * fst x, Z.abs z * snd x)%Z.
(* x + [0, y] for the y >= 0 that is at most the upper end of y *)
Definition fabove (x y : fixed) : fixed := let h := (Z.abs (fst y) + snd y)%Z in (fst x, snd x + h)%Z.
Fixpoint fpow (x : fixed) (n : nat) : fixed := match n with O => fone | 1 => x | S m => fmul x (fpow x m) end.
Definition nonzero (x : fixed) : bool := is_positive x || is_positive (fneg x).
Definition checked (b : bool) (x : fixed) : option fixed := if b then if is_valid x then Some x else None else None.
Definition finverse (x : fixed) : option fixed := checked (nonzero x) (fdivide bits prec fone x).
Definition fsqrt (x : fixed) : option fixed := checked (is_positive x) (of_interval bits (I.sqrt prec (to_interval bits x))).
Definition bind {A B} (x : option A) (f : A -> option B) : option B := match x with Some y => f y | None => None end.
Definition small (u : fixed) : bool := (128 * (fst u + snd u) <=? 2 ^ Zpos bits)%Z.
(* p = s^j; the root of 1 - (p x)^2 *)
Definition complement (p x : fixed) : option fixed := fsqrt (fsub fone (fsquare bits (fmul p x))).
Definition fasin (p x : fixed) : option fixed :=
  let u := fsquare bits (fmul p x) in
  if small u then let u2 := fsquare bits u in Some (fmul x (fabove (fadd (fadd fone (fshrink 6 u)) (fshrink 40 (ftimes 3 u2))) (fshrink 16 (fmul u u2))))
  else if is_positive p then bind (complement p x) (fun w => checked true (of_interval bits (I.div prec (I.atan prec (I.div prec (to_interval bits (fmul p x)) (to_interval bits w))) (to_interval bits p))))
  else None.
Definition fatan (p x : fixed) : option fixed :=
  let u := fsquare bits (fmul p x) in
  if small u then let u2 := fsquare bits u in let u3 := fshrink 7 (fmul u u2) in Some (fmul x (fabove (fsub (fadd (fsub fone (fshrink 3 u)) (fshrink 5 u2)) u3) u3))
  else if is_positive p then checked true (of_interval bits (I.div prec (I.atan prec (to_interval bits (fmul p x))) (to_interval bits p)))
  else None.
Variable s : fixed.
Variable hp : fixed.
Fixpoint evaluate (env : list fixed) (e : expr) : option fixed :=
  match e with
  | Reg i => nth_error env i | Num z => Some (fint bits z) | HalfPi => Some hp
  | Add a b => bind (evaluate env a) (fun x => bind (evaluate env b) (fun y => Some (fadd x y)))
  | Sub a b => bind (evaluate env a) (fun x => bind (evaluate env b) (fun y => Some (fsub x y)))
  | Mul a b => bind (evaluate env a) (fun x => bind (evaluate env b) (fun y => Some (fmul x y)))
  | Opp a => bind (evaluate env a) (fun x => Some (fneg x))
  | Inv a => bind (evaluate env a) finverse
  | Pow a n => bind (evaluate env a) (fun x => Some (fpow x n))
  | Sqrt a => bind (evaluate env a) fsqrt
  | Length a b => bind (evaluate env a) (fun x => bind (evaluate env b) (fun y => if is_positive y then bind (fsqrt x) (fun r => Some (fmul r y)) else None))
  | Asin j a => bind (evaluate env a) (fasin (fpow s j))
  | Atan j a => bind (evaluate env a) (fatan (fpow s j))
  end.
Fixpoint run (env : list fixed) (l : list expr) : option (list fixed) :=
  match l with [] => Some env | e :: l' => bind (evaluate env e) (fun x => run (env ++ [x]) l') end.
Variable N : nat.
Fixpoint row (env : list fixed) (l : lform) : option (list fixed) :=
  match l with
  | Var i => if Nat.ltb i N then Some (l_unit bits N i) else None
  | Plus l l' => bind (row env l) (fun x => bind (row env l') (fun y => Some (vadd x y)))
  | Minus l l' => bind (row env l) (fun x => bind (row env l') (fun y => Some (l_sub x y)))
  | Times e l => bind (evaluate env e) (fun c => bind (row env l) (fun x => Some (vscale bits c x)))
  end.
Fixpoint quadratic (env : list fixed) (q : qform) : option matrix :=
  match q with
  | [] => Some (m_zero N)
  | (e, l, l') :: q' => bind (evaluate env e) (fun c => bind (row env l) (fun x => bind (row env l') (fun y => bind (quadratic env q') (fun A =>
      Some (m_add (m_term bits c x y) A)))))
  end.
(* with derivatives; no list of derivatives: they are 0 *)
Definition dual : Type := (fixed * list fixed)%type.
Definition slopes_add (l l' : list fixed) : list fixed := match l, l' with [], _ => l' | _, [] => l | _, _ => vadd l l' end.
(* an exact 0 stays exact *)
Definition fscale (c x : fixed) : fixed := match x with (Z0, Z0) => x | _ => fmul c x end.
Definition slopes_scale (c : fixed) : list fixed -> list fixed := map (fscale c).
Definition minus_one : fixed := fneg fone.
(* s may move with the unknowns: its slopes; those of s^j *)
Variable ds : list fixed.
Definition power_slopes (j : nat) : list fixed := match ds, j with [], _ | _, O => [] | _, S i => slopes_scale (ftimes (Z.of_nat j) (fpow s i)) ds end.
(* what the slopes of p are multiplied by: (x / sqrt (1 - (p x)^2) - asin (p x) / p) / p, for i = 1 / sqrt (1 - (p x)^2) and v = asin (p x) / p *)
Definition asin_slope (p x v i : fixed) : option fixed :=
  let m := fmul p x in let u := fsquare bits m in let u2 := fsquare bits u in
  if small u then Some (fmul (fmul m (fsquare bits x)) (fabove (fsub (fadd (fshrink 3 fone) (fshrink 10 (ftimes 3 u))) (fshrink 16 u2)) (fshrink 2 u2)))
  else bind (finverse p) (fun q => Some (fmul (fsub (fmul x i) v) q)).
(* the same for the arc tangent, i = 1 / (1 + (p x)^2) *)
Definition atan_slope (p x v i : fixed) : option fixed :=
  let m := fmul p x in let u := fsquare bits m in let u2 := fsquare bits u in
  if small u then Some (fmul (fmul m (fsquare bits x)) (fabove (fsub (fsub (fshrink 5 (ftimes 4 u)) (fshrink 3 (fint bits 2))) u2) (fadd u2 u2)))
  else bind (finverse p) (fun q => Some (fmul (fsub (fmul x i) v) q)).
Definition arc_slopes (slope : fixed -> fixed -> fixed -> fixed -> option fixed) (j : nat) (x : dual) (v i : fixed) : option dual :=
  match power_slopes j with
  | [] => Some (v, slopes_scale i (snd x))
  | dp => bind (slope (fpow s j) (fst x) v i) (fun q => Some (v, slopes_add (slopes_scale i (snd x)) (slopes_scale q dp))) end.
Fixpoint differentiate (env : list dual) (e : expr) : option dual :=
  match e with
  | Reg i => nth_error env i | Num z => Some (fint bits z, []) | HalfPi => Some (hp, [])
  | Add a b => bind (differentiate env a) (fun x => bind (differentiate env b) (fun y => Some (fadd (fst x) (fst y), slopes_add (snd x) (snd y))))
  | Sub a b => bind (differentiate env a) (fun x => bind (differentiate env b) (fun y => Some (fsub (fst x) (fst y), slopes_add (snd x) (slopes_scale minus_one (snd y)))))
  | Mul a b => bind (differentiate env a) (fun x => bind (differentiate env b) (fun y =>
      Some (fmul (fst x) (fst y), slopes_add (slopes_scale (fst y) (snd x)) (slopes_scale (fst x) (snd y)))))
  | Opp a => bind (differentiate env a) (fun x => Some (fneg (fst x), slopes_scale minus_one (snd x)))
  | Inv a => bind (differentiate env a) (fun x => bind (finverse (fst x)) (fun v => Some (v, slopes_scale (fneg (fmul v v)) (snd x))))
  | Pow a n => bind (differentiate env a) (fun x => Some (fpow (fst x) n, slopes_scale (ftimes (Z.of_nat n) (fpow (fst x) (pred n))) (snd x)))
  | Sqrt a => bind (differentiate env a) (fun x => bind (fsqrt (fst x)) (fun v => bind (finverse v) (fun i => Some (v, slopes_scale (fhalve bits i) (snd x)))))
  | Length a b => bind (differentiate env a) (fun x => bind (differentiate env b) (fun y => if is_positive (fst y) then bind (fsqrt (fst x)) (fun r => bind (finverse r) (fun i =>
      Some (fmul r (fst y), slopes_add (slopes_scale (fmul (fst y) (fhalve bits i)) (snd x)) (slopes_scale r (snd y))))) else None))
  | Asin j a => bind (differentiate env a) (fun x => let p := fpow s j in bind (fasin p (fst x)) (fun v => bind (complement p (fst x)) (fun w => bind (finverse w) (arc_slopes asin_slope j x v))))
  | Atan j a => bind (differentiate env a) (fun x => let p := fpow s j in bind (fatan p (fst x)) (fun v =>
      bind (finverse (fadd fone (fsquare bits (fmul p (fst x))))) (arc_slopes atan_slope j x v)))
  end.
Fixpoint run_dual (env : list dual) (l : list expr) : option (list dual) :=
  match l with [] => Some env | e :: l' => bind (differentiate env e) (fun x => run_dual (env ++ [x]) l') end.
End Programs.

(* ---- inclusion ---- *)
Section Inclusion.
Variable bits : BinNums.positive.
Variable prec : F.precision.
Notation enc := (encloses bits).
Notation U := (IZR (2 ^ Zpos bits)).
Lemma half_pi_ok : is_valid (half_pi bits prec) = true -> enc (half_pi bits prec) (PI / 2).
Proof. intros V. apply of_interval_ok; [exact V|]. apply interval_div_ok; [lra|apply interval_pi_ok|apply int_ok]. Qed.
Lemma fshrink_ok d x a : (0 < d)%Z -> enc x a -> enc (fshrink d x) (a / IZR d).
Proof.
  intros Hd. unfold encloses, fshrink. cbn [fst snd]. intros H. apply Rabs_le_between in H. apply Rabs_le.
  assert (P : 0 < IZR d) by (apply IZR_lt; assumption).
  assert (B : forall z : Z, IZR (z / d) <= IZR z / IZR d < IZR (z / d) + 1).
  { intros z. pose proof (Z.div_mod z d ltac:(lia)). pose proof (Z.mod_pos_bound z d Hd).
    split; [apply Rmult_le_reg_r with (IZR d)|apply Rmult_lt_reg_r with (IZR d)]; try assumption; unfold Rdiv; rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    - rewrite <- mult_IZR. apply IZR_le. lia.
    - rewrite <- plus_IZR, <- mult_IZR. apply IZR_lt. lia. }
  destruct (B (fst x)) as [A1 A2]. destruct (B (snd x)) as [B1 B2]. rewrite plus_IZR.
  replace (a / IZR d * U) with (a * U / IZR d) by (field; lra).
  assert (IZR (fst x) / IZR d - IZR (snd x) / IZR d <= a * U / IZR d <= IZR (fst x) / IZR d + IZR (snd x) / IZR d).
  { unfold Rdiv. rewrite <- Rmult_minus_distr_r, <- Rmult_plus_distr_r. split; apply Rmult_le_compat_r; try lra; left; apply Rinv_0_lt_compat; assumption. }
  lra.
Qed.
Lemma ftimes_ok z x a : enc x a -> enc (ftimes z x) (IZR z * a).
Proof.
  unfold encloses, ftimes. cbn [fst snd]. intros H. rewrite !mult_IZR, abs_IZR. replace (IZR z * a * U - IZR z * IZR (fst x)) with (IZR z * (a * U - IZR (fst x))) by ring.
  rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|assumption].
Qed.
Lemma fabove_ok x y a b c : enc x a -> enc y b -> a <= c <= a + b -> enc (fabove x y) c.
Proof.
  unfold encloses, fabove. cbn [fst snd]. intros Hx Hy H. rewrite !plus_IZR, abs_IZR. pose proof (unit_pos bits) as P.
  apply Rabs_le_between in Hx. apply Rabs_le_between in Hy. pose proof (Rle_abs (IZR (fst y))). apply Rabs_le.
  assert (a * U <= c * U <= (a + b) * U) by (split; apply Rmult_le_compat_r; lra). pose proof (Rabs_pos (IZR (fst y))). lra.
Qed.
Lemma fpow_ok x a n : enc x a -> enc (fpow bits x n) (a ^ n).
Proof.
  intros H. induction n; [apply fone_ok|]. destruct n; [simpl; rewrite Rmult_1_r; assumption|]. change (a ^ S (S n)) with (a * a ^ S n). apply fmul_ok; assumption.
Qed.
Lemma nonzero_ok x a : enc x a -> nonzero x = true -> a <> 0.
Proof.
  intros H N. unfold nonzero in N. apply orb_prop in N. destruct N as [N|N].
  - pose proof (is_positive_ok bits x a N H). lra.
  - pose proof (is_positive_ok bits _ _ N (fneg_ok bits x a H)). lra.
Qed.
Lemma checked_ok b x y : checked b x = Some y -> b = true /\ is_valid x = true /\ y = x.
Proof. unfold checked. destruct b; [|discriminate]. destruct (is_valid x) eqn:V; [|discriminate]. intros [=]. auto. Qed.
Lemma finverse_ok x y a : enc x a -> finverse bits prec x = Some y -> a <> 0 /\ enc y (/ a).
Proof.
  intros H E. apply checked_ok in E. destruct E as [N [V ->]]. pose proof (nonzero_ok x a H N). split; [assumption|].
  replace (/ a) with (1 / a) by (unfold Rdiv; ring). apply fdivide_ok; [apply fone_ok|assumption|assumption|assumption].
Qed.
Lemma fsqrt_ok x y a : enc x a -> fsqrt bits prec x = Some y -> 0 < a /\ enc y (sqrt a).
Proof.
  intros H E. apply checked_ok in E. destruct E as [P [V ->]]. split; [exact (is_positive_ok bits x a P H)|]. apply of_interval_ok; [assumption|]. apply interval_sqrt_ok, to_interval_ok. assumption.
Qed.
Lemma length_product a b : 0 < a -> 0 < b -> sqrt (a * b ^ 2) = sqrt a * b.
Proof. intros Ha Hb. rewrite sqrt_mult_alt by lra. rewrite sqrt_pow2 by lra. reflexivity. Qed.
Lemma small_ok u a : enc u a -> small bits u = true -> a <= /128.
Proof.
  intros H L. unfold small in L. apply Z.leb_le, IZR_le in L. rewrite mult_IZR, plus_IZR in L. apply Rabs_le_between in H. pose proof (unit_pos bits).
  apply Rmult_le_reg_r with U; [assumption|]. lra.
Qed.
Lemma complement_ok p x w q a : enc p q -> enc x a -> complement bits prec p x = Some w -> (q * a)^2 < 1 /\ enc w (sqrt (1 - (q * a)^2)).
Proof.
  intros Hp Hx E. destruct (fsqrt_ok _ _ (1 - (q * a)^2) (fsub_ok bits _ _ _ _ (fone_ok bits) (fsquare_ok bits _ _ (fmul_ok bits _ _ _ _ Hp Hx))) E). split; [lra|assumption].
Qed.
Lemma square_below_1 x : x^2 < 1 -> -1 < x < 1.
Proof. intros. split; nra. Qed.
Lemma fasin_ok p x y q a : enc p q -> enc x a -> fasin bits prec p x = Some y -> enc y (a * arc_sine_ratio ((q * a)^2)).
Proof.
  intros Hp Hx. unfold fasin. cbv zeta. pose proof (fmul_ok bits _ _ _ _ Hp Hx) as Hm. pose proof (fsquare_ok bits _ _ Hm) as Hu. destruct (small bits _) eqn:S.
  - intros [=<-]. apply fmul_ok; [assumption|]. pose proof (small_ok _ _ Hu S). destruct (arc_sine_ratio_bounds ((q * a)^2)) as [B1 B2]; [split; [apply pow2_ge_0|lra]|].
    set (u := (q * a)^2) in *. pose proof (fsquare_ok bits _ _ Hu) as Hu2.
    apply (fabove_ok _ _ (1 + u / 6 + 3 * u^2 / 40) (u * u^2 / 16)); [|apply (fshrink_ok 16); [lia|apply fmul_ok; assumption]|lra].
    apply fadd_ok; [apply fadd_ok; [apply fone_ok|apply (fshrink_ok 6); [lia|assumption]]|]. apply (fshrink_ok 40); [lia|]. apply (ftimes_ok 3). assumption.
  - destruct (is_positive p) eqn:P; [|discriminate]. pose proof (is_positive_ok bits p q P Hp) as Pq. destruct (complement bits prec p x) as [w|] eqn:C; [|discriminate]. cbn [bind].
    intros E. apply checked_ok in E. destruct E as [_ [V ->]]. destruct (complement_ok _ _ _ _ _ Hp Hx C) as [Hlt Hw]. pose proof (square_below_1 _ Hlt) as B.
    rewrite scaled_asin by lra. rewrite asin_atan by assumption. apply of_interval_ok; [assumption|]. apply interval_div_ok; [lra| |apply to_interval_ok; assumption].
    apply interval_atan_ok. apply interval_div_ok; [|apply to_interval_ok; assumption|]; replace (1 - (q * a)²) with (1 - (q * a)^2) by (unfold Rsqr; ring);
      [pose proof (sqrt_lt_R0 (1 - (q * a)^2) ltac:(lra)); lra|apply to_interval_ok; assumption].
Qed.
Lemma fatan_ok p x y q a : enc p q -> enc x a -> fatan bits prec p x = Some y -> enc y (a * arc_tangent_ratio ((q * a)^2)).
Proof.
  intros Hp Hx. unfold fatan. cbv zeta. pose proof (fmul_ok bits _ _ _ _ Hp Hx) as Hm. pose proof (fsquare_ok bits _ _ Hm) as Hu. destruct (small bits _) eqn:S.
  - intros [=<-]. apply fmul_ok; [assumption|]. destruct (arc_tangent_ratio_bounds ((q * a)^2)) as [B1 B2]; [apply pow2_ge_0|].
    set (u := (q * a)^2) in *. pose proof (fsquare_ok bits _ _ Hu) as Hu2.
    assert (H3 : enc (fshrink 7 (fmul bits (fsquare bits (fmul bits p x)) (fsquare bits (fsquare bits (fmul bits p x))))) (u * u^2 / 7)) by (apply (fshrink_ok 7); [lia|apply fmul_ok; assumption]).
    apply (fabove_ok _ _ (1 - u / 3 + u^2 / 5 - u * u^2 / 7) (u * u^2 / 7)); [|exact H3|lra]. apply fsub_ok; [|exact H3].
    apply fadd_ok; [|apply (fshrink_ok 5); [lia|assumption]]. apply fsub_ok; [apply fone_ok|apply (fshrink_ok 3); [lia|assumption]].
  - destruct (is_positive p) eqn:P; [|discriminate]. pose proof (is_positive_ok bits p q P Hp) as Pq.
    intros E. apply checked_ok in E. destruct E as [_ [V ->]]. rewrite scaled_atan by lra. apply of_interval_ok; [assumption|].
    apply interval_div_ok; [lra| |apply to_interval_ok; assumption]. apply interval_atan_ok, to_interval_ok. assumption.
Qed.

Variables (s : R) (fs : fixed) (hp : fixed).
Hypothesis Hs : enc fs s.
Hypothesis Hhp : enc hp (PI / 2).
Lemma bind_some {A B} (x : option A) (f : A -> option B) y : bind x f = Some y -> exists z, x = Some z /\ f z = Some y.
Proof. destruct x; [|discriminate]. intros H. exists a. auto. Qed.
Ltac unbind := repeat match goal with
  | H : bind _ _ = Some _ |- _ => apply bind_some in H; let z := fresh "z" in let E := fresh "E" in destruct H as [z [E H]]; cbv zeta in H
  | H : Some _ = Some _ |- _ => injection H as <- end.
Lemma forall2_nth {A B} (P : A -> B -> Prop) l l' i x d : Forall2 P l l' -> nth_error l i = Some x -> P x (nth i l' d).
Proof. intros H. revert i. induction H; intros [|i]; simpl; try discriminate; [intros [=<-]; assumption|auto]. Qed.
Lemma evaluate_ok env renv e x : Forall2 enc env renv -> evaluate bits prec fs hp env e = Some x -> enc x (value s renv e).
Proof.
  intros H. revert x. induction e; intros x E; cbn [evaluate value] in *; unbind.
  - apply (forall2_nth enc env renv i x 0 H E).
  - apply (fint_ok bits 3 (le_n 3)).
  - assumption.
  - apply fadd_ok; auto.
  - apply fsub_ok; auto.
  - apply fmul_ok; auto.
  - apply fneg_ok; auto.
  - apply (finverse_ok z); auto.
  - apply fpow_ok; auto.
  - apply (fsqrt_ok z); auto.
  - destruct (is_positive z0) eqn:P; [|discriminate]. unbind. pose proof (is_positive_ok bits z0 _ P (IHe2 _ E1)) as Pb. destruct (fsqrt_ok _ _ _ (IHe1 _ E0) E2) as [Pa V].
    rewrite length_product by assumption. apply fmul_ok; auto.
  - apply (fasin_ok (fpow bits fs j) z); auto. apply fpow_ok; assumption.
  - apply (fatan_ok (fpow bits fs j) z); auto. apply fpow_ok; assumption.
Qed.
Lemma run_ok l env renv out : Forall2 enc env renv -> run bits prec fs hp env l = Some out -> Forall2 enc out (values s renv l).
Proof.
  revert env renv. induction l as [|e l IH]; intros env renv H E; cbn [run values] in *; unbind; [assumption|].
  apply (IH (env ++ [z])); [|assumption]. apply Forall2_app; [assumption|]. constructor; [|constructor]. apply (evaluate_ok env); assumption.
Qed.

Section Quadratic.
Variable N : nat.
Notation linear_in := (linear_in bits (nat -> R) (fun v i => v i) N).
Notation form_in := (form_in bits (nat -> R) (fun v i => v i) N).
Lemma row_ok env renv l x : Forall2 enc env renv -> row bits prec fs hp N env l = Some x -> linear_in x (lvalue s renv l).
Proof.
  intros H. revert x. induction l; intros x E; cbn [row lvalue] in *; unbind.
  - destruct (Nat.ltb_spec i N); [|discriminate]. injection E as <-. apply linear_unit; [assumption|reflexivity].
  - apply linear_add; auto.
  - apply linear_sub; auto.
  - apply linear_scale; [apply (evaluate_ok env); assumption|auto].
Qed.
Lemma quadratic_ok env renv q A : Forall2 enc env renv -> quadratic bits prec fs hp N env q = Some A -> form_in A (qvalue s renv q).
Proof.
  intros H. revert A. induction q as [|[[e l] l'] q IH]; intros A E; cbn [quadratic qvalue] in *; unbind; [apply form_zero|].
  apply (form_add bits (nat -> R) (fun v i => v i) N _ _ (fun v => value s renv e * lvalue s renv l v * lvalue s renv l' v)); [|auto].
  apply form_term; [apply (evaluate_ok env); assumption|apply (row_ok env); assumption|apply (row_ok env); assumption].
Qed.
End Quadratic.

(* derivatives in dim unknowns: at the point y, in every direction v *)
Variable dim : nat.
Hypothesis dim_positive : (0 < dim)%nat.
Definition unknowns : Type := nat -> R.
Variable y : unknowns.
Definition towards (v : unknowns) (t : R) : unknowns := fun i => y i + t * v i.
Lemma towards_0 v : towards v 0 = y.
Proof. apply FunctionalExtensionality.functional_extensionality. intros i. unfold towards. ring. Qed.
Notation linear_in := (linear_in bits unknowns (fun v i => v i) dim).
Definition slopes_in (l : list fixed) (D : unknowns -> R) : Prop := (l = [] /\ forall v, D v = 0) \/ linear_in l D.
Definition dual_in (x : dual) (g : unknowns -> R) : Prop :=
  enc (fst x) (g y) /\ exists D, slopes_in (snd x) D /\ forall v, is_derive (fun t => g (towards v t)) 0 (D v).
Lemma linear_ext l f g : (forall v, f v = g v) -> linear_in l f -> linear_in l g.
Proof. intros E [a [A F]]. exists a. split; [assumption|]. intros v. rewrite <- E. apply F. Qed.
Lemma slopes_add_ok l l' f g : slopes_in l f -> slopes_in l' g -> slopes_in (slopes_add l l') (fun v => f v + g v).
Proof.
  intros [[-> Z]|H] [[-> Z']|H']; cbn [slopes_add].
  - left. split; [reflexivity|]. intros v. rewrite Z, Z'. ring.
  - right. apply (linear_ext _ g); [intros v; rewrite Z; ring|assumption].
  - right. assert (E : slopes_add l [] = l) by (destruct l; reflexivity). rewrite E. apply (linear_ext _ f); [intros v; rewrite Z'; ring|assumption].
  - right. assert (E : slopes_add l l' = vadd l l').
    { destruct H as [a [A _]], H' as [b [B _]], dim; [lia|]. destruct l; [destruct A|]. destruct l'; [destruct B|]. reflexivity. }
    rewrite E. apply linear_add; assumption.
Qed.
Lemma fscale_ok c q x a : enc c q -> enc x a -> enc (fscale bits c x) (q * a).
Proof.
  intros Hc Hx. destruct x as [[] []]; try (apply fmul_ok; assumption). replace (q * a) with 0; [apply fzero_ok|]. unfold encloses in Hx. cbn [fst snd] in Hx. rewrite Rminus_0_r in Hx.
  pose proof (Rabs_pos (a * U)). destruct (Req_dec a 0) as [->|N]; [ring|]. pose proof (Rabs_pos_lt (a * U) ltac:(pose proof (unit_pos bits); apply Rmult_integral_contrapositive; lra)). lra.
Qed.
Lemma slopes_scale_ok c x l f : enc c x -> slopes_in l f -> slopes_in (slopes_scale bits c l) (fun v => x * f v).
Proof.
  intros Hc [[-> Z]|[a [A F]]]; [left; split; [reflexivity|intros v; rewrite Z; ring]|right].
  exists (fun i => x * a i). split; [apply (rep_map enc enc (fscale bits c) (Rmult x)); [intros; apply fscale_ok; assumption|assumption]|].
  intros v. rewrite F, <- sum_scal. apply sum_ext. intros; ring.
Qed.
Lemma minus_one_ok : enc (minus_one bits) (-1).
Proof. apply fneg_ok. apply fone_ok. Qed.
Lemma chain_ok x c k g h l : dual_in x g -> enc k (h (g y)) -> enc c l -> (forall f t d, f t = g y -> is_derive f t d -> is_derive (fun t => h (f t)) t (l * d)) ->
  dual_in (k, slopes_scale bits c (snd x)) (fun y' => h (g y')).
Proof.
  intros [_ [D [SD HD]]] Hk Hc HH. split; [assumption|]. exists (fun v => l * D v). split; [apply slopes_scale_ok; assumption|]. intros v.
  apply (HH (fun t => g (towards v t))); [rewrite towards_0; reflexivity|apply HD].
Qed.
(* s as a function of the unknowns, mostly a constant one *)
Variable sf : unknowns -> R.
Variable ds : list fixed.
Hypothesis s_here : sf y = s.
Hypothesis s_dual : dual_in (fs, ds) sf.
Hypothesis s_nonzero : s <> 0.
Lemma linear_empty f : ~ linear_in [] f.
Proof. intros [a [A _]]. destruct dim; [lia|destruct A]. Qed.
Lemma power_slopes_ok j : exists D, slopes_in (power_slopes bits fs ds j) D /\ forall v, is_derive (fun t => sf (towards v t) ^ j) 0 (D v).
Proof.
  destruct s_dual as [A [D [SD HD]]]. cbn [fst snd] in A, SD. rewrite s_here in A. exists (fun v => INR j * s ^ pred j * D v). split.
  - unfold power_slopes. destruct ds as [|d l] eqn:E.
    + left. split; [reflexivity|]. intros v. destruct SD as [[_ Z]|L]; [rewrite Z; ring|destruct (linear_empty _ L)].
    + rewrite <- E in SD |- *. destruct j as [|i]; [left; split; [reflexivity|intros v; simpl; ring]|].
      apply (slopes_scale_ok _ (INR (S i) * s ^ i)); [|exact SD]. rewrite INR_IZR_INZ. apply ftimes_ok, fpow_ok. exact A.
  - intros v. replace (INR j * s ^ pred j * D v) with (INR j * D v * sf (towards v 0) ^ pred j) by (rewrite towards_0, s_here; ring). apply is_derive_pow, HD.
Qed.
Lemma asin_slope_ok p x v i q a z : p <> 0 -> enc q p -> enc x a -> -1 < p * a < 1 -> enc v (a * arc_sine_ratio ((p * a)^2)) -> enc i (/ sqrt (1 - (p * a)^2)) ->
  asin_slope bits prec q x v i = Some z -> enc z ((a * / sqrt (1 - (p * a)^2) - a * arc_sine_ratio ((p * a)^2)) / p).
Proof.
  intros Np Hq Hx B Hv Hi. unfold asin_slope. cbv zeta. pose proof (fmul_ok bits _ _ _ _ Hq Hx) as Hm. pose proof (fsquare_ok bits _ _ Hm) as Hu. pose proof (fsquare_ok bits _ _ Hu) as Hu2.
  destruct (small bits _) eqn:S.
  - intros [=<-]. pose proof (small_ok _ _ Hu S) as L. set (u := (p * a)^2) in *. assert (P : 0 <= u) by apply pow2_ge_0.
    assert (K : exists h, 1/3 + 3 * u / 10 - u^2 / 16 <= h <= 1/3 + 3 * u / 10 - u^2 / 16 + u^2 / 2 /\ (a * / sqrt (1 - u) - a * arc_sine_ratio u) / p = p * a * a^2 * h).
    { destruct (Req_dec u 0) as [Z|N].
      - exists (1/3). rewrite Z. split; [lra|]. assert (a = 0) as ->; [|unfold Rdiv; ring]. unfold u in Z. assert (p * a = 0) by nra. nra.
      - exists ((/ sqrt (1 - u) - arc_sine_ratio u) / u). split; [pose proof (arc_sine_slope_bounds u ltac:(lra)); lra|]. unfold u. assert (a <> 0) by (intros ->; apply N; unfold u; ring). set (g := / sqrt (1 - (p * a)^2)). field. split; assumption. }
    destruct K as [h [Hh ->]]. apply fmul_ok; [apply fmul_ok; [assumption|apply fsquare_ok; assumption]|].
    apply (fabove_ok _ _ (1/3 + 3 * u / 10 - u^2 / 16) (u^2 / 2)); [|apply (fshrink_ok 2); [lia|assumption]|exact Hh].
    apply fsub_ok; [apply fadd_ok|]; [apply (fshrink_ok 3); [lia|apply fone_ok]|apply (fshrink_ok 10); [lia|apply (ftimes_ok 3); assumption]|apply (fshrink_ok 16); [lia|assumption]].
  - intros E. apply bind_some in E. destruct E as [r [E F]]. assert (Ez : fmul bits (fsub (fmul bits x i) v) r = z) by congruence. rewrite <- Ez. destruct (finverse_ok _ _ _ Hq E) as [_ Hr]. unfold Rdiv. apply fmul_ok; [|assumption]. apply fsub_ok; [apply fmul_ok; assumption|assumption].
Qed.
Lemma atan_slope_ok p x v i q a z : p <> 0 -> enc q p -> enc x a -> enc v (a * arc_tangent_ratio ((p * a)^2)) -> enc i (/ (1 + (p * a)^2)) ->
  atan_slope bits prec q x v i = Some z -> enc z ((a * / (1 + (p * a)^2) - a * arc_tangent_ratio ((p * a)^2)) / p).
Proof.
  intros Np Hq Hx Hv Hi. unfold atan_slope. cbv zeta. pose proof (fmul_ok bits _ _ _ _ Hq Hx) as Hm. pose proof (fsquare_ok bits _ _ Hm) as Hu. pose proof (fsquare_ok bits _ _ Hu) as Hu2.
  destruct (small bits _) eqn:S.
  - intros [=<-]. set (u := (p * a)^2) in *. assert (P : 0 <= u) by apply pow2_ge_0.
    assert (K : exists h, 4 * u / 5 - 2/3 - u^2 <= h <= 4 * u / 5 - 2/3 - u^2 + (u^2 + u^2) /\ (a * / (1 + u) - a * arc_tangent_ratio u) / p = p * a * a^2 * h).
    { destruct (Req_dec u 0) as [Z|N].
      - exists (-(2/3)). rewrite Z. split; [lra|]. assert (a = 0) as ->; [|unfold Rdiv; ring]. unfold u in Z. assert (p * a = 0) by nra. nra.
      - exists ((/ (1 + u) - arc_tangent_ratio u) / u). split; [pose proof (arc_tangent_slope_bounds u ltac:(lra)); pose proof (pow2_ge_0 u); lra|]. unfold u. assert (a <> 0) by (intros ->; apply N; unfold u; ring).
        set (g := / (1 + (p * a)^2)). field. split; assumption. }
    destruct K as [h [Hh ->]]. apply fmul_ok; [apply fmul_ok; [assumption|apply fsquare_ok; assumption]|].
    apply (fabove_ok _ _ (4 * u / 5 - 2/3 - u^2) (u^2 + u^2)); [|apply fadd_ok; assumption|exact Hh].
    apply fsub_ok; [|assumption]. apply fsub_ok; [apply (fshrink_ok 5); [lia|apply (ftimes_ok 4); assumption]|apply (fshrink_ok 3); [lia|apply (fint_ok bits 3 (le_n 3))]].
  - intros E. apply bind_some in E. destruct E as [r [E F]]. assert (Ez : fmul bits (fsub (fmul bits x i) v) r = z) by congruence. rewrite <- Ez. destruct (finverse_ok _ _ _ Hq E) as [_ Hr]. unfold Rdiv. apply fmul_ok; [|assumption]. apply fsub_ok; [apply fmul_ok; assumption|assumption].
Qed.
(* an arc function f of x and p = s^j with the derivatives c in x and h in p *)
Lemma arc_slopes_ok slope j x v i z g (f : R -> R -> R) c h : dual_in x g -> enc v (f (s^j) (g y)) -> enc i c -> (forall z, slope (fpow bits fs j) (fst x) v i = Some z -> enc z h) ->
  (forall p a t dp da, p t = s^j -> a t = g y -> is_derive p t dp -> is_derive a t da -> is_derive (fun t => f (p t) (a t)) t (c * da + h * dp)) ->
  arc_slopes bits fs ds slope j x v i = Some z -> dual_in z (fun y' => f (sf y' ^ j) (g y')).
Proof.
  intros [_ [D [SD HD]]] Hv Hi Hz HH. unfold arc_slopes. destruct (power_slopes_ok j) as [Dp [SP HP]].
  assert (T : forall v', is_derive (fun t => f (sf (towards v' t) ^ j) (g (towards v' t))) 0 (c * D v' + h * Dp v')).
  { intros v'. apply (HH (fun t => sf (towards v' t) ^ j) (fun t => g (towards v' t))); [rewrite towards_0, s_here; reflexivity|rewrite towards_0; reflexivity|apply HP|apply HD]. }
  destruct (power_slopes bits fs ds j) as [|d l] eqn:E.
  - intros [=<-]. split; [cbn [fst]; rewrite s_here; assumption|]. eexists. split; [|exact T]. destruct SP as [[_ Z]|L]; [|destruct (linear_empty _ L)].
    destruct (slopes_scale_ok i c (snd x) D Hi SD) as [[M Q]|Q]; [left; split; [exact M|intros v'; rewrite Q, Z; ring]|right; apply (linear_ext _ (fun v => c * D v)); [intros v'; rewrite Z; ring|exact Q]].
  - intros H. apply bind_some in H. destruct H as [q [F H]]. assert (Ez : (v, slopes_add (slopes_scale bits i (snd x)) (slopes_scale bits q (d :: l))) = z) by congruence. rewrite <- Ez.
    split; [cbn [fst]; rewrite s_here; assumption|]. eexists. split; [|exact T]. cbn [snd].
    apply (slopes_add_ok _ _ (fun v => c * D v) (fun v => h * Dp v)); [apply (slopes_scale_ok i c _ D); assumption|apply (slopes_scale_ok q h _ Dp); [apply Hz; exact F|exact SP]].
Qed.
Lemma differentiate_ok env (G : list (unknowns -> R)) e x : Forall2 dual_in env G -> differentiate bits prec fs hp ds env e = Some x ->
  dual_in x (fun y' => value (sf y') (map (fun g => g y') G) e).
Proof.
  intros H. revert x. induction e; intros x E; cbn [differentiate value] in *; unbind.
  - pose proof (forall2_nth dual_in env G i x (fun _ => 0) H E) as K. destruct K as [K [D [SD HD]]].
    assert (N : forall y', nth i (map (fun g => g y') G) 0 = nth i G (fun _ => 0) y').
    { intros y'. exact (map_nth (fun g : unknowns -> R => g y') G (fun _ => 0) i). }
    split; [rewrite N; assumption|]. exists D. split; [assumption|]. intros v. apply (is_derive_ext (fun t => nth i G (fun _ => 0) (towards v t))); [intros t; symmetry; apply N|apply HD].
  - split; [apply (fint_ok bits 3 (le_n 3))|]. exists (fun _ => 0). split; [left; auto|]. intros v. apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)).
  - split; [assumption|]. exists (fun _ => 0). split; [left; auto|]. intros v. apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)).
  - destruct (IHe1 _ E0) as [A1 [D1 [S1 H1]]], (IHe2 _ E1) as [A2 [D2 [S2 H2]]]. split; [apply fadd_ok; assumption|].
    exists (fun v => D1 v + D2 v). split; [apply slopes_add_ok; assumption|]. intros v. apply (is_derive_plus (V := R_NormedModule)); auto.
  - destruct (IHe1 _ E0) as [A1 [D1 [S1 H1]]], (IHe2 _ E1) as [A2 [D2 [S2 H2]]]. split; [apply fsub_ok; assumption|].
    exists (fun v => D1 v + -1 * D2 v). split; [apply slopes_add_ok; [assumption|apply slopes_scale_ok; [apply minus_one_ok|assumption]]|]. intros v.
    replace (D1 v + -1 * D2 v) with (D1 v - D2 v) by ring. apply (is_derive_minus (V := R_NormedModule)); auto.
  - destruct (IHe1 _ E0) as [A1 [D1 [S1 H1]]], (IHe2 _ E1) as [A2 [D2 [S2 H2]]]. split; [apply fmul_ok; assumption|].
    eexists. split; [apply slopes_add_ok; apply slopes_scale_ok; [exact A2|exact S1|exact A1|exact S2]|]. intros v. cbv beta.
    pose proof (is_derive_mult _ _ 0 _ _ (H1 v) (H2 v) Rmult_comm) as M. cbv beta in M. rewrite towards_0 in M.
    match goal with |- is_derive _ _ ?d => match type of M with is_derive _ _ ?d' => replace d with d'; [exact M|] end end. unfold plus, mult. simpl. ring.
  - apply (chain_ok z _ _ _ Ropp (-1)); [auto|apply fneg_ok, (IHe _ E0)|apply minus_one_ok|].
    intros f t d _ D. replace (-1 * d) with (- d) by ring. apply (is_derive_opp (V := R_NormedModule)). assumption.
  - destruct (IHe _ E0) as [A _]. destruct (finverse_ok _ _ _ A E1) as [N V].
    apply (chain_ok z _ _ _ Rinv (- (/ value (sf y) (map (fun g => g y) G) e * / value (sf y) (map (fun g => g y) G) e))); [auto|assumption|apply fneg_ok, fmul_ok; assumption|].
    intros f t d F D. rewrite <- F in *. replace (- (/ f t * / f t) * d) with (- d / f t ^ 2) by (field; assumption). apply is_derive_inv; assumption.
  - destruct (IHe _ E0) as [A _].
    apply (chain_ok z _ _ _ (fun x => x ^ n) (INR n * value (sf y) (map (fun g => g y) G) e ^ pred n)); [auto|apply fpow_ok; assumption| |].
    + rewrite INR_IZR_INZ. apply ftimes_ok, fpow_ok. assumption.
    + intros f t d F D. rewrite <- F. replace (INR n * f t ^ pred n * d) with (INR n * d * f t ^ pred n) by ring. apply is_derive_pow. assumption.
  - destruct (IHe _ E0) as [A _]. destruct (fsqrt_ok _ _ _ A E1) as [P V]. destruct (finverse_ok _ _ _ V E2) as [N I].
    apply (chain_ok z _ _ _ sqrt (/ sqrt (value (sf y) (map (fun g => g y) G) e) / 2)); [auto|assumption|apply fhalve_ok; assumption|].
    intros f t d F D. rewrite <- F in *. replace (/ sqrt (f t) / 2 * d) with (d / (2 * sqrt (f t))) by (field; assumption). apply is_derive_sqrt; assumption.
  - destruct (is_positive (fst z0)) eqn:P; [|discriminate]. unbind. destruct (IHe1 _ E0) as [A1 [D1 [S1 H1]]], (IHe2 _ E1) as [A2 [D2 [S2 H2]]]. pose proof (is_positive_ok bits _ _ P A2) as Pb.
    destruct (fsqrt_ok _ _ _ A1 E2) as [Pa V]. destruct (finverse_ok _ _ _ V E3) as [N I]. split; [rewrite length_product by assumption; apply fmul_ok; assumption|].
    eexists. split; [apply slopes_add_ok; apply slopes_scale_ok; [apply fmul_ok; [exact A2|apply fhalve_ok; exact I]|exact S1|exact V|exact S2]|]. intros v. cbv beta.
    set (f := fun t => value (sf (towards v t)) (map (fun g => g (towards v t)) G) e1). set (h := fun t => value (sf (towards v t)) (map (fun g => g (towards v t)) G) e2).
    assert (F0 : f 0 = value (sf y) (map (fun g => g y) G) e1) by (unfold f; rewrite towards_0; reflexivity). assert (H0 : h 0 = value (sf y) (map (fun g => g y) G) e2) by (unfold h; rewrite towards_0; reflexivity).
    rewrite <- F0, <- H0 in *. assert (Hfh : 0 < f 0 * h 0 ^ 2) by (apply Rmult_lt_0_compat; [assumption|apply pow_lt; assumption]).
    replace (h 0 * (/ sqrt (f 0) / 2) * D1 v + sqrt (f 0) * D2 v) with ((D1 v * h 0 ^ 2 + f 0 * (INR 2 * D2 v * h 0 ^ 1)) / (2 * sqrt (f 0 * h 0 ^ 2))).
    + apply (is_derive_sqrt (fun t => f t * h t ^ 2)); [|exact Hfh]. apply (is_derive_mult f (fun t => h t ^ 2)); [apply H1|apply (is_derive_pow h 2), H2|exact Rmult_comm].
    + rewrite length_product by assumption. assert (Ew : f 0 = sqrt (f 0) * sqrt (f 0)) by (rewrite sqrt_sqrt; lra). set (w := sqrt (f 0)) in *. clearbody w. rewrite Ew. simpl INR. field. split; lra.
  - pose proof (IHe _ E0) as I. destruct I as [A _]. rewrite s_here in A. pose proof (fpow_ok _ _ j Hs) as Hp. destruct (complement_ok _ _ _ _ _ Hp A E2) as [C W]. destruct (finverse_ok _ _ _ W E3) as [_ Hi].
    pose proof (fasin_ok _ _ _ _ _ Hp A E1) as Hv. pose proof (square_below_1 _ C) as B.
    apply (arc_slopes_ok (asin_slope bits prec) j z z0 z2 x _ (fun p a => a * arc_sine_ratio ((p * a)^2)) (/ sqrt (1 - (s^j * value s (map (fun g => g y) G) e)^2))
      ((value s (map (fun g => g y) G) e * / sqrt (1 - (s^j * value s (map (fun g => g y) G) e)^2) - value s (map (fun g => g y) G) e * arc_sine_ratio ((s^j * value s (map (fun g => g y) G) e)^2)) / s^j) (IHe _ E0));
      [rewrite s_here; exact Hv|exact Hi| | |exact E].
    + intros q Hq. apply (asin_slope_ok _ (fst z) z0 z2 (fpow bits fs j)); try assumption. apply pow_nonzero; assumption.
    + intros p a t dp da Ep Ea Dp Da. rewrite s_here in Ea. rewrite <- Ep, <- Ea in *. apply scaled_asin_derivative; [rewrite Ep; apply pow_nonzero; assumption|assumption|assumption|assumption].
  - pose proof (IHe _ E0) as I. destruct I as [A _]. rewrite s_here in A. pose proof (fpow_ok _ _ j Hs) as Hp.
    destruct (finverse_ok _ _ _ (fadd_ok bits _ _ _ _ (fone_ok bits) (fsquare_ok bits _ _ (fmul_ok bits _ _ _ _ Hp A))) E2) as [_ Hi]. pose proof (fatan_ok _ _ _ _ _ Hp A E1) as Hv.
    apply (arc_slopes_ok (atan_slope bits prec) j z z0 z1 x _ (fun p a => a * arc_tangent_ratio ((p * a)^2)) (/ (1 + (s^j * value s (map (fun g => g y) G) e)^2))
      ((value s (map (fun g => g y) G) e * / (1 + (s^j * value s (map (fun g => g y) G) e)^2) - value s (map (fun g => g y) G) e * arc_tangent_ratio ((s^j * value s (map (fun g => g y) G) e)^2)) / s^j) (IHe _ E0));
      [rewrite s_here; exact Hv|exact Hi| | |exact E].
    + intros q Hq. apply (atan_slope_ok _ (fst z) z0 z1 (fpow bits fs j)); try assumption. apply pow_nonzero; assumption.
    + intros p a t dp da Ep Ea Dp Da. rewrite s_here in Ea. rewrite <- Ep, <- Ea in *. apply scaled_atan_derivative; [rewrite Ep; apply pow_nonzero; assumption|assumption|assumption].
Qed.
Fixpoint functions (G : list (unknowns -> R)) (l : list expr) : list (unknowns -> R) :=
  match l with [] => G | e :: l' => functions (G ++ [fun y' => value (sf y') (map (fun g => g y') G) e]) l' end.
Lemma functions_values l : forall G y', map (fun g => g y') (functions G l) = values (sf y') (map (fun g => g y') G) l.
Proof. induction l as [|e l IH]; intros G y'; cbn [functions values]; [reflexivity|]. rewrite IH, map_app. reflexivity. Qed.
Lemma run_dual_ok l : forall env G out, Forall2 dual_in env G -> run_dual bits prec fs hp ds env l = Some out -> Forall2 dual_in out (functions G l).
Proof.
  induction l as [|e l IH]; intros env G out H E; cbn [run_dual functions] in *; unbind; [assumption|].
  apply (IH (env ++ [z])); [|assumption]. apply Forall2_app; [assumption|]. constructor; [|constructor]. apply (differentiate_ok env); assumption.
Qed.
End Inclusion.
