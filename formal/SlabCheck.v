(* A family of points on an interval of s = k^(-1/2) and a box of its unknowns: enclosures of its equations, of their derivatives, and of the
   numbers and forms that have to be positive.  A family is data for Expressions.v. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums Regrouped FixedPoint PositiveDefinite Enclosure Forms SymmetricEnclosure Expressions.
Import ListNotations.
Open Scope R_scope.

Declare Scope expr_scope.
Delimit Scope expr_scope with expr.
Definition number_of (z : Z) : option expr := Some (Num z).
Definition of_number (e : expr) : option Z := match e with Num z => Some z | _ => None end.
Number Notation expr number_of of_number : expr_scope.
Infix "+" := Add : expr_scope.
Infix "-" := Sub : expr_scope.
Infix "*" := Mul : expr_scope.
Notation "- x" := (Opp x) : expr_scope.
Notation "/ x" := (Inv x) : expr_scope.
Notation "x / y" := (Mul x (Inv y)) : expr_scope.
Notation "x ^ n" := (Pow x n%nat) : expr_scope.
Bind Scope expr_scope with expr.

(* ---- a family in real numbers ---- *)
(* The program computes with s and the unknowns, and ends with the equations, as many as there are unknowns; f_blocks goes on with what else
   the conditions use; then nu stands, the lower bound of the forms.  f_positive: numbers that have to be positive.  f_forms: forms, with
   the number of their variables, that have to be nonnegative. *)
Record family := { f_unknowns : nat; f_program : list expr; f_blocks : list expr; f_positive : list expr; f_forms : list (nat * qform) }.
Section Family.
Variable f : family.
Notation dim := (f_unknowns f).
Definition inputs (s : R) (y : nat -> R) : list R := s :: map y (seq 0 dim).
Definition f_values (s : R) (y : nat -> R) : list R := values s (inputs s y) (f_program f).
Definition f_first : nat := S (length (f_program f)).
Definition f_equation (s : R) (y : nat -> R) (i : nat) : R := nth (f_first + i) (f_values s y) 0.
Definition f_registers (nu s : R) (y : nat -> R) : list R := values s (f_values s y) (f_blocks f) ++ [nu].
(* At one s and y: numbers and forms are positive, and the derivative of the equations is. *)
Record family_positive (nu mu s : R) (y : nat -> R) : Prop := {
  fp_numbers : forall e, In e (f_positive f) -> 0 < value s (f_registers nu s y) e;
  fp_forms : forall N q, In (N, q) (f_forms f) -> forall v, 0 <= qvalue s (f_registers nu s y) q v;
  fp_derivative : exists J : nat -> nat -> R,
    (forall x i, (i < dim)%nat -> is_derive (fun t => f_equation s (fun j => y j + t * x j) i) 0 (sum dim (fun j => J i j * x j)))
    /\ (forall x, mu * sum dim (fun i => x i ^ 2) <= sum dim (fun i => x i * sum dim (fun j => J i j * x j))) }.
(* On the interval [lo, hi] without 0: all that on the box of radius rho about v0 s, and the equations nearly hold at v0 s. *)
Record family_slab (lo hi : R) (v0 : R -> nat -> R) (rho nu mu : R) : Prop := {
  fs_rho : 0 < rho; fs_nu : 0 < nu; fs_mu : 0 < mu;
  fs_box : forall s y, 0 < s -> lo <= s <= hi -> (forall i, (i < dim)%nat -> Rabs (y i - v0 s i) <= rho) -> family_positive nu mu s y;
  fs_residual : forall s, 0 < s -> lo <= s <= hi -> 5 * sum dim (fun i => f_equation s (v0 s) i ^ 2) <= mu^2 * rho^2 }.
End Family.

(* ---- the checker ---- *)
Open Scope lazy_bool_scope.
(* forallb that ends at the first false *)
Fixpoint every {A} (f : A -> bool) (l : list A) : bool := match l with [] => true | a :: l' => if f a then every f l' else false end.
Lemma every_forall {A} (f : A -> bool) l : every f l = true -> forall a, In a l -> f a = true.
Proof.
  induction l as [|b l IH]; cbn [every In]; [contradiction|]. destruct (f b) eqn:E; [|discriminate]. intros H a [<-|Ha]; auto.
Qed.
(* lo <= s <= hi, a centre of the box in the middle and its derivative in s, the radius of the box, lower bounds of the forms and of the
   derivative of the equations; all numbers are z / 2^slab_bits *)
Record slab_data := { sl_lo : Z; sl_hi : Z; sl_centre : list Z; sl_slope : list Z; sl_rho : Z; sl_nu : Z; sl_mu : Z }.
Definition slab_bits : BinNums.positive := 32.
Definition slab_number (z : Z) : R := IZR z / IZR (2 ^ Zpos slab_bits).
Section Check.
Notation bits := slab_bits.
Definition slab_prec : F.precision := F.PtoP 48.
Notation prec := slab_prec.
Variable f : family.
Notation dim := (f_unknowns f).
Variable hp : fixed.
Variable d : slab_data.
Definition interval_of (lo hi : Z) : fixed := let c := Z.div2 (lo + hi) in (c, Z.max (c - lo) (hi - c)).
Definition slab_s : fixed := interval_of (sl_lo d) (sl_hi d).
(* the middle, and how far s is from it *)
Definition slab_middle : Z := fst slab_s.
Definition away : fixed := (0%Z, snd slab_s).
(* the box of radius rho about the centre, which moves with s *)
Definition moving (rho c g : Z) : fixed := fadd (c, rho) (fmul bits (g, 0%Z) away).
(* The equations at the centre: their values in the middle, and how far they are from that, by the mean value theorem. *)
Definition path_dual : list dual := (slab_s, [fone bits]) :: zip (fun c g => (moving 0 c g, [(g, 0%Z)])) (sl_centre d) (sl_slope d).
Definition path_slope (x : dual) : fixed := match snd x with [] => fzero | a :: _ => a end.
Definition residuals : option (list fixed) :=
  let middle := (slab_middle, 0%Z) in
  bind (run bits prec middle hp (middle :: map (fun c => (c, 0%Z)) (sl_centre d)) (f_program f)) (fun env =>
  bind (run_dual bits prec slab_s hp [fone bits] path_dual (f_program f)) (fun out =>
  Some (zip (fun x p => fadd x (fmul bits away (path_slope p))) (skipn (f_first f) env) (skipn (f_first f) out)))).
Definition residual_ok : bool :=
  match residuals with
  | Some l => (5 * (2 ^ Zpos bits) ^ 2 * fold_right (fun x a => square_above x + a) 0 l <=? (sl_mu d * sl_rho d) ^ 2)%Z
  | None => false end.
Definition inputs_dual : list dual := (slab_s, []) :: zip pair (zip (moving (sl_rho d)) (sl_centre d) (sl_slope d)) (map (l_unit bits dim) (seq 0 dim)).
Definition slopes_row (l : list fixed) : list fixed := match l with [] => repeat fzero dim | _ => l end.
Definition number_positive (env : list fixed) (e : expr) : bool := match evaluate bits prec slab_s hp env e with Some x => is_positive x | None => false end.
Definition form_nonnegative_in (env : list fixed) (Nq : nat * qform) : bool :=
  match quadratic bits prec slab_s hp (fst Nq) env (snd Nq) with Some A => m_nonnegative (fst Nq) A | None => false end.
(* mu |x|^2, with mu as the only register *)
Definition mu_norm : qform := map (fun i => (Reg 0, Var i, Var i)) (seq 0 dim).
Definition jacobian_ok (J : list (list fixed)) : bool :=
  match quadratic bits prec slab_s hp dim [(sl_mu d, 0%Z)] mu_norm with Some A => m_nonnegative dim (m_sub J A) | None => false end.
Definition box_ok : bool :=
  match run_dual bits prec slab_s hp [] inputs_dual (f_program f) with
  | Some out =>
      match run bits prec slab_s hp (map fst out) (f_blocks f) with
      | Some env' => let env := env' ++ [(sl_nu d, 0%Z)] in
          every (number_positive env) (f_positive f) &&& every (form_nonnegative_in env) (f_forms f)
          &&& jacobian_ok (map (fun x => slopes_row (snd x)) (skipn (f_first f) out))
      | None => false end
  | None => false end.
Definition check_slab : bool :=
  (0 <? dim)%nat &&& (length (sl_centre d) =? dim)%nat &&& (length (sl_slope d) =? dim)%nat &&& (0 <? slab_middle)%Z &&& (0 <? sl_rho d)%Z &&& (0 <? sl_nu d)%Z &&& (0 <? sl_mu d)%Z &&& residual_ok &&& box_ok.
End Check.

(* ---- what it proves ---- *)
Lemma forall2_skipn {A B} (P : A -> B -> Prop) n l l' : Forall2 P l l' -> Forall2 P (skipn n l) (skipn n l').
Proof. revert l l'. induction n; intros l l' H; [assumption|]. destruct H; [constructor|]. apply IHn. assumption. Qed.
Lemma nth_skip {A} n i (l : list A) x : nth (n + i) l x = nth i (skipn n l) x.
Proof. revert l. induction n; intros [|a l]; cbn [Nat.add nth skipn]; [reflexivity|reflexivity|destruct i; reflexivity|apply IHn]. Qed.
Lemma values_length s l : forall env, length (values s env l) = (length env + length l)%nat.
Proof. induction l as [|e l IH]; intros env; cbn [values length]; [lia|]. rewrite IH, app_length. cbn [length]. lia. Qed.
Lemma forall2_length {A B} (P : A -> B -> Prop) l r : Forall2 P l r -> length l = length r.
Proof. intros H. induction H; cbn [length]; congruence. Qed.
Lemma forall2_nth_both {A B} (P : A -> B -> Prop) l r i a b : Forall2 P l r -> (i < length r)%nat -> P (nth i l a) (nth i r b).
Proof. intros H. revert i. induction H; intros [|i] Hi; cbn [length nth] in *; [lia|lia|assumption|]. apply IHForall2. lia. Qed.
Lemma zip_length {A B C} (g : A -> B -> C) l l' : length (zip g l l') = Nat.min (length l) (length l').
Proof. revert l'. induction l as [|x l IH]; intros [|y l']; cbn [zip length Nat.min]; [reflexivity..|]. rewrite IH. reflexivity. Qed.
Lemma nth_zip {A B C} (g : A -> B -> C) l l' i x a b : (i < length l)%nat -> (i < length l')%nat -> nth i (zip g l l') x = g (nth i l a) (nth i l' b).
Proof. revert l' i. induction l as [|y l IH]; intros [|z l'] [|i] H H'; cbn [length zip nth] in *; try lia; [reflexivity|]. apply IH; lia. Qed.
Lemma some_same {A} (a b : A) : Some a = Some b -> a = b.
Proof. congruence. Qed.
Lemma slab_unit_pos : 0 < IZR (2 ^ Zpos slab_bits). Proof. apply (unit_pos slab_bits). Qed.
Lemma slab_number_unit z : slab_number z * IZR (2 ^ Zpos slab_bits) = IZR z.
Proof. unfold slab_number. pose proof slab_unit_pos. field. lra. Qed.
Section Correct.
Notation bits := slab_bits.
Notation prec := slab_prec.
Notation enc := (encloses bits).
Notation U := (IZR (2 ^ Zpos bits)).
Variable f : family.
Notation dim := (f_unknowns f).
Variable hp : fixed.
Hypothesis Hhp : enc hp (PI / 2).
Variable d : slab_data.
Hypothesis Hcheck : check_slab f hp d = true.
Notation num := slab_number.
Definition slab_centre (s : R) (i : nat) : R := num (nth i (sl_centre d) 0%Z) + num (nth i (sl_slope d) 0%Z) * (s - num (slab_middle d)).
Lemma interval_of_ok lo hi s : num lo <= s <= num hi -> enc (interval_of lo hi) s.
Proof.
  intros [A B]. pose proof slab_unit_pos as P. apply (Rmult_le_compat_r U) in A, B; try lra. rewrite slab_number_unit in A, B. unfold encloses, interval_of. cbv zeta.
  set (c := Z.div2 (lo + hi)). cbn [fst snd]. pose proof (IZR_le _ _ (Z.le_max_l (c - lo) (hi - c))) as M1. pose proof (IZR_le _ _ (Z.le_max_r (c - lo) (hi - c))) as M2.
  rewrite !minus_IZR in M1, M2. apply Rabs_le. lra.
Qed.
Lemma near_number z rho x : Rabs (x - num z) <= num rho -> enc (z, rho) x.
Proof.
  intros H. pose proof slab_unit_pos as P. unfold encloses. cbn [fst snd]. rewrite <- (slab_number_unit z), <- (slab_number_unit rho).
  replace (x * U - num z * U) with ((x - num z) * U) by ring. rewrite Rabs_mult, (Rabs_pos_eq U) by lra. apply Rmult_le_compat_r; lra.
Qed.
Lemma exact_number z : enc (z, 0%Z) (num z).
Proof. apply exact_ok. apply slab_number_unit. Qed.
Record checked_slab : Prop := { cs_dim : (0 < dim)%nat; cs_centre : length (sl_centre d) = dim; cs_slope : length (sl_slope d) = dim; cs_middle : (0 < slab_middle d)%Z;
  cs_rho : (0 < sl_rho d)%Z; cs_nu : (0 < sl_nu d)%Z; cs_mu : (0 < sl_mu d)%Z; cs_residual : residual_ok f hp d = true; cs_box : box_ok f hp d = true }.
Lemma check_parts : checked_slab.
Proof.
  assert (H := Hcheck). unfold check_slab in H. do 8 (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  split; first [assumption|apply Nat.ltb_lt; assumption|apply Nat.eqb_eq; assumption|apply Z.ltb_lt; assumption].
Qed.
Lemma number_pos z : (0 < z)%Z -> 0 < num z.
Proof. intros. apply Rdiv_lt_0_compat; [apply IZR_lt; assumption|apply slab_unit_pos]. Qed.
Lemma squares_above l : forall q : nat -> R, (forall i, (i < length l)%nat -> enc (nth i l fzero) (q i)) ->
  sum (length l) (fun i => q i ^ 2) * U^2 <= IZR (fold_right (fun x a => square_above x + a)%Z 0%Z l).
Proof.
  induction l as [|x l IH]; intros q H; cbn [length sum fold_right]; [lra|]. rewrite plus_IZR. pose proof (square_above_ok _ _ _ (H 0%nat ltac:(cbn [length]; lia))) as A.
  pose proof (IH (fun i => q (S i)) (fun i Hi => H (S i) ltac:(cbn [length]; lia))). cbn [nth] in A. lra.
Qed.
Lemma f_values_length s' y' : length (f_values f s' y') = (f_first f + dim)%nat.
Proof. unfold f_values, inputs, f_first. rewrite values_length. cbn [length]. rewrite map_length, seq_length. lia. Qed.
Lemma moving_ok rho c g s x : enc (away d) (s - num (slab_middle d)) -> Rabs (x - (num c + num g * (s - num (slab_middle d)))) <= num rho -> enc (moving d rho c g) x.
Proof.
  intros A H. unfold moving. replace x with (x - num g * (s - num (slab_middle d)) + num g * (s - num (slab_middle d))) by ring.
  apply fadd_ok; [|apply fmul_ok; [apply exact_number|assumption]]. apply near_number. replace (x - num g * (s - num (slab_middle d)) - num c) with (x - (num c + num g * (s - num (slab_middle d)))) by ring. assumption.
Qed.

Section Point.
Variables (s : R).
Hypothesis Hpos : 0 < s.
Hypothesis Hs : num (sl_lo d) <= s <= num (sl_hi d).
Lemma slab_s_ok : enc (slab_s d) s.
Proof. apply interval_of_ok. assumption. Qed.
Lemma away_ok : enc (away d) (s - num (slab_middle d)).
Proof.
  pose proof slab_s_ok as E. unfold encloses, away, slab_middle in *. cbn [fst snd]. rewrite Rmult_minus_distr_r, slab_number_unit, Rminus_0_r. exact E.
Qed.
(* the equations along the path of the centre *)
Definition path_functions : list (unknowns -> R) := (fun v => v 0%nat) :: map (fun i (v : unknowns) => slab_centre (v 0%nat) i) (seq 0 dim).
Notation first_unknown := (fun v : unknowns => v 0%nat).
Notation here := (fun _ : nat => s).
Lemma path_at (v : unknowns) : map (fun g => g v) (functions first_unknown path_functions (f_program f)) = f_values f (v 0%nat) (slab_centre (v 0%nat)).
Proof. rewrite functions_values. unfold f_values, inputs, path_functions. cbn [map]. rewrite map_map. reflexivity. Qed.
Lemma moving_dual c g : dual_in bits 1 here (moving d 0 c g, [(g, 0%Z)]) (fun v => num c + num g * (v 0%nat - num (slab_middle d))).
Proof.
  split.
  - cbn [fst]. apply (moving_ok 0 c g s); [exact away_ok|]. unfold Rminus at 1. rewrite Rplus_opp_r, Rabs_R0. unfold slab_number, Rdiv. rewrite Rmult_0_l. lra.
  - exists (fun v => num g * v 0%nat). split.
    + right. exists (fun _ => num g). split; [split; [apply exact_number|exact I]|]. intros v. cbn [sum]. ring.
    + intros v. unfold towards. auto_derive; [trivial|ring].
Qed.
Lemma path_dual_ok : Forall2 (dual_in bits 1 here) (path_dual d) path_functions.
Proof.
  destruct check_parts as [_ Lc Lg _ _ _ _ _ _]. unfold path_dual, path_functions. constructor.
  - split; [exact slab_s_ok|]. exists (fun v => v 0%nat). split; [right|intros v; unfold towards; auto_derive; [trivial|ring]].
    exists (fun _ => 1). split; [split; [apply fone_ok|exact I]|]. intros v. cbn [sum]. ring.
  - assert (G : forall l l' a (F : nat -> unknowns -> R), length l = length l' ->
      (forall i v, (i < length l)%nat -> F (a + i)%nat v = num (nth i l 0%Z) + num (nth i l' 0%Z) * (v 0%nat - num (slab_middle d))) ->
      Forall2 (dual_in bits 1 here) (zip (fun c g => (moving d 0 c g, [(g, 0%Z)])) l l') (map F (seq a (length l)))).
    { induction l as [|c l IH]; intros [|g l'] a F Hl HF; try discriminate Hl; cbn [zip length seq map]; constructor.
      - replace (F a) with (fun v : unknowns => num c + num g * (v 0%nat - num (slab_middle d))); [apply moving_dual|]. apply FunctionalExtensionality.functional_extensionality. intros v.
        rewrite <- (Nat.add_0_r a). rewrite HF by (cbn [length]; lia). reflexivity.
      - injection Hl as Hl. apply IH; [exact Hl|]. intros i v Hi. replace (S a + i)%nat with (a + S i)%nat by lia. rewrite HF by (cbn [length]; lia). reflexivity. }
    rewrite <- Lc. apply G; [congruence|]. reflexivity.
Qed.
Definition path_equation (i : nat) (t : R) : R := f_equation f t (slab_centre t) i.
Lemma path_slope_ok (x : dual) D : slopes_in bits 1 (snd x) D -> enc (path_slope x) (D (fun _ => 1)).
Proof.
  unfold path_slope. intros [[E Z]|[a [A F]]]; [rewrite E, Z; apply fzero_ok|]. destruct (snd x) as [|b l]; [destruct A|]. destruct A as [A _]. rewrite F. cbn [sum]. replace (a 0%nat * 1 + 0) with (a 0%nat) by ring. exact A.
Qed.
Lemma path_derivative out i : run_dual bits prec (slab_s d) hp [fone bits] (path_dual d) (f_program f) = Some out -> (i < dim)%nat ->
  exists D, is_derive (path_equation i) s D /\ enc (path_slope (nth i (skipn (f_first f) out) (fzero, []))) D.
Proof.
  intros E Hi. assert (S1 : dual_in bits 1 here (slab_s d, [fone bits]) first_unknown) by (pose proof path_dual_ok as P; inversion P; assumption).
  pose proof (run_dual_ok bits prec s (slab_s d) hp slab_s_ok Hhp 1 Nat.lt_0_1 here first_unknown [fone bits] eq_refl S1 ltac:(lra) (f_program f) _ _ _ path_dual_ok E) as R.
  set (F := functions first_unknown path_functions (f_program f)) in *.
  assert (L : length F = (f_first f + dim)%nat) by (rewrite <- (map_length (fun g => g here)); unfold F; rewrite path_at; apply f_values_length).
  apply (forall2_nth_both _ _ _ (f_first f + i) (fzero, []) (fun _ => 0)) in R; [|rewrite L; lia]. rewrite nth_skip in R. destruct R as [_ [D [SD HD]]]. exists (D (fun _ => 1)). split.
  - specialize (HD (fun _ => 1)).
    assert (K : is_derive (fun t => path_equation i (s + t)) 0 (D (fun _ => 1))).
    { apply (is_derive_ext (fun t => nth (f_first f + i) F (fun _ => 0) (towards here (fun _ => 1) t))); [|exact HD]. intros t. unfold path_equation, f_equation.
      transitivity (nth (f_first f + i) (map (fun g => g (towards here (fun _ => 1) t)) F) 0); [symmetry; exact (map_nth (fun g : unknowns -> R => g _) F (fun _ => 0) _)|].
      unfold F. rewrite path_at. unfold towards. rewrite Rmult_1_r. reflexivity. }
    apply (is_derive_ext (fun x => path_equation i (s + (x - s)))); [intros x; f_equal; ring|]. replace (D (fun _ => 1)) with (scal 1 (D (fun _ => 1))) by (unfold scal; simpl; unfold mult; simpl; ring).
    apply (is_derive_comp (fun t => path_equation i (s + t)) (fun x => x - s)); [rewrite Rminus_diag_eq by reflexivity; exact K|]. auto_derive; [trivial|ring].
  - exact (path_slope_ok _ _ SD).
Qed.
End Point.
Lemma middle_between : num (sl_lo d) <= num (sl_hi d) -> num (sl_lo d) <= num (slab_middle d) <= num (sl_hi d).
Proof.
  intros H. pose proof slab_unit_pos as P. apply (Rmult_le_compat_r U) in H; [|lra]. rewrite !slab_number_unit in H. apply le_IZR in H.
  assert (M : (sl_lo d <= slab_middle d <= sl_hi d)%Z) by (unfold slab_middle, slab_s, interval_of; cbn [fst]; rewrite Z.div2_div; split; [apply Z.div_le_lower_bound; lia|apply Z.div_le_upper_bound; lia]).
  destruct M as [M1 M2]. apply IZR_le in M1, M2. unfold slab_number. split; apply Rmult_le_compat_r; try assumption; left; apply Rinv_0_lt_compat; assumption.
Qed.
Lemma centre_in_middle i : slab_centre (num (slab_middle d)) i = num (nth i (sl_centre d) 0%Z).
Proof. unfold slab_centre. ring. Qed.
Lemma residual_correct s : 0 < s -> num (sl_lo d) <= s <= num (sl_hi d) -> 5 * sum dim (fun i => f_equation f s (slab_centre s) i ^ 2) <= num (sl_mu d) ^ 2 * num (sl_rho d) ^ 2.
Proof.
  intros Hpos Hs. destruct check_parts as [_ Lc _ Pm _ _ _ H _]. unfold residual_ok in H. destruct (residuals f hp d) as [l|] eqn:E; [|discriminate].
  unfold residuals in E. cbv zeta in E. apply bind_some in E. destruct E as [env [E1 E]]. apply bind_some in E. destruct E as [out [E2 E]]. apply some_same in E. rename E into El. cbv beta in El.
  set (t := num (slab_middle d)) in *. assert (Pt : 0 < t) by (apply number_pos; assumption). pose proof (middle_between ltac:(lra)) as Ht. fold t in Ht.
  (* values in the middle *)
  assert (V : Forall2 enc env (f_values f t (slab_centre t))).
  { apply (run_ok bits prec t (slab_middle d, 0%Z) hp (exact_number _) Hhp (f_program f) ((slab_middle d, 0%Z) :: map (fun c => (c, 0%Z)) (sl_centre d))); [|exact E1].
    constructor; [apply exact_number|].
    assert (G : forall m a F, (forall i, (i < length m)%nat -> F (a + i)%nat = num (nth i m 0%Z)) -> Forall2 enc (map (fun c => (c, 0%Z)) m) (map F (seq a (length m)))).
    { induction m as [|c m IH]; intros a F HF; cbn [map length seq]; constructor.
      - rewrite <- (Nat.add_0_r a), HF by (cbn [length]; lia). apply exact_number.
      - apply IH. intros i Hi. replace (S a + i)%nat with (a + S i)%nat by lia. rewrite HF by (cbn [length]; lia). reflexivity. }
    rewrite <- Lc. apply G. intros i _. apply centre_in_middle. }
  assert (Lv : length env = (f_first f + dim)%nat) by (apply forall2_length in V; rewrite V; apply f_values_length).
  assert (Lo : length out = (f_first f + dim)%nat).
  { assert (S1 : dual_in bits 1 (fun _ => t) (slab_s d, [fone bits]) (fun v => v 0%nat)) by (pose proof (path_dual_ok t Ht) as P; inversion P; assumption).
    pose proof (run_dual_ok bits prec t (slab_s d) hp (slab_s_ok t Ht) Hhp 1 Nat.lt_0_1 (fun _ => t) (fun v => v 0%nat) [fone bits] eq_refl S1 ltac:(lra) (f_program f) _ _ _ (path_dual_ok t Ht) E2) as R.
    apply forall2_length in R. rewrite R, <- (map_length (fun g => g (fun _ : nat => t))). rewrite path_at. apply f_values_length. }
  assert (Ll : length l = dim) by (rewrite <- El, zip_length, !skipn_length, Lv, Lo; lia).
  assert (I : forall i, (i < length l)%nat -> enc (nth i l fzero) (f_equation f s (slab_centre s) i)).
  { intros i Hi. rewrite Ll in Hi.
    assert (Ei : nth i l fzero = fadd (nth i (skipn (f_first f) env) fzero) (fmul bits (away d) (path_slope (nth i (skipn (f_first f) out) (fzero, []))))).
    { rewrite <- El. apply (nth_zip (fun x p => fadd x (fmul bits (away d) (path_slope p)))); rewrite skipn_length, ?Lv, ?Lo; lia. }
    rewrite Ei.
    apply (forall2_skipn _ (f_first f)) in V. apply (forall2_nth_both _ _ _ i fzero 0) in V; [|rewrite skipn_length, f_values_length; lia].
    assert (Vi : enc (nth i (skipn (f_first f) env) fzero) (path_equation i t)) by (unfold path_equation, f_equation; rewrite nth_skip; exact V).
    assert (Between : forall x : R, Rmin t s <= x <= Rmax t s -> 0 < x /\ num (sl_lo d) <= x <= num (sl_hi d)) by (intros x; unfold Rmin, Rmax; destruct (Rle_dec t s); lra).
    destruct (MVT_gen (path_equation i) t s (Derive (path_equation i))) as [c [Hc Ec]].
    - intros x Hx. assert (B := Between x ltac:(lra)).
      destruct (path_derivative x (proj1 B) (proj2 B) out i E2 ltac:(lia)) as [D [HD _]]. apply Derive_correct. exists D. exact HD.
    - intros x Hx. assert (B := Between x ltac:(lra)).
      apply derivable_continuous_pt. exists (Derive (path_equation i) x). apply is_derive_Reals, Derive_correct.
      destruct (path_derivative x (proj1 B) (proj2 B) out i E2 ltac:(lia)) as [D [HD _]]. exists D. exact HD.
    - assert (B := Between c Hc).
      destruct (path_derivative c (proj1 B) (proj2 B) out i E2 ltac:(lia)) as [D [HD ED]]. rewrite (is_derive_unique _ _ _ HD) in Ec.
      change (f_equation f s (slab_centre s) i) with (path_equation i s).
      replace (path_equation i s) with (path_equation i t + (s - t) * D) by (rewrite (Rmult_comm (s - t)), <- Ec; ring). apply fadd_ok; [exact Vi|]. apply fmul_ok; [apply away_ok; assumption|exact ED]. }
  apply squares_above in I. rewrite Ll in I.
  apply Z.leb_le, IZR_le in H. rewrite !mult_IZR, !Z.pow_2_r, !mult_IZR in H. set (q := sum dim _) in *. clearbody q.
  pose proof slab_unit_pos as P. pose proof (slab_number_unit (sl_mu d)) as Em. pose proof (slab_number_unit (sl_rho d)) as Er.
  set (u := U) in *. set (m := num (sl_mu d)) in *. set (r := num (sl_rho d)) in *. rewrite <- Em, <- Er in H.
  apply Rmult_le_reg_r with (u^2 * u^2); [apply Rmult_lt_0_compat; apply pow_lt; assumption|].
  replace (m ^ 2 * r ^ 2 * (u ^ 2 * u ^ 2)) with (m * u * (r * u) * (m * u * (r * u))) by ring. eapply Rle_trans; [|exact H].
  replace (5 * q * (u ^ 2 * u ^ 2)) with (5 * (u * u) * (q * u^2)) by ring. apply Rmult_le_compat_l; [nra|exact I].
Qed.

Section Box.
Variables (s : R) (y : nat -> R).
Hypothesis Hpos : 0 < s.
Hypothesis Hs : num (sl_lo d) <= s <= num (sl_hi d).
Hypothesis Hbox : forall i, (i < dim)%nat -> Rabs (y i - slab_centre s i) <= num (sl_rho d).
Definition input_functions : list (unknowns -> R) := (fun _ => s) :: map (fun i v => v i) (seq 0 dim).
Notation dual_in := (dual_in bits dim y).
Lemma s_constant : dual_in (slab_s d, []) (fun _ => s).
Proof. split; [apply slab_s_ok; assumption|]. exists (fun _ => 0). split; [left; auto|intros v; apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule))]. Qed.
Lemma functions_at y' : map (fun g => g y') (functions (fun _ => s) input_functions (f_program f)) = f_values f s y'.
Proof. rewrite functions_values. unfold f_values, inputs, input_functions. cbn [map]. rewrite map_map. reflexivity. Qed.
Lemma inputs_dual_ok : Forall2 dual_in (inputs_dual f d) input_functions.
Proof.
  destruct check_parts as [_ Lc Lg _ _ _ _ _ _]. unfold inputs_dual, input_functions. constructor; [exact s_constant|].
  assert (G : forall l l' a, length l = length l' -> (a + length l <= dim)%nat ->
    (forall i, (i < length l)%nat -> Rabs (y (a + i)%nat - (num (nth i l 0%Z) + num (nth i l' 0%Z) * (s - num (slab_middle d)))) <= num (sl_rho d)) ->
    Forall2 dual_in (zip pair (zip (moving d (sl_rho d)) l l') (map (l_unit bits dim) (seq a (length l)))) (map (fun i v => v i) (seq a (length l)))).
  { induction l as [|c l IH]; intros [|g l'] a Hl Ha H; try discriminate Hl; cbn [map seq length zip]; constructor.
    - split; [apply (moving_ok _ _ _ s); [apply away_ok; assumption|]; rewrite <- (Nat.add_0_r a) at 1; apply (H 0%nat); cbn [length]; lia|]. exists (fun v => v a). split.
      + right. apply linear_unit; [cbn [length] in Ha; lia|reflexivity].
      + intros v. unfold towards. auto_derive; [trivial|ring].
    - injection Hl as Hl. apply IH; [exact Hl|cbn [length] in Ha; lia|]. intros i Hi. replace (S a + i)%nat with (a + S i)%nat by lia. apply (H (S i)). cbn [length]. lia. }
  specialize (G (sl_centre d) (sl_slope d) 0%nat ltac:(congruence) ltac:(lia)). rewrite Lc in G. apply G. exact Hbox.
Qed.
Lemma jacobian_rows l G : Forall2 dual_in l G -> exists a : nat -> nat -> R,
  rep (rep enc dim) (length G) (map (fun x => slopes_row f (snd x)) l) a
  /\ forall v i, (i < length G)%nat -> is_derive (fun t => nth i G (fun _ => 0) (towards y v t)) 0 (sum dim (fun j => a i j * v j)).
Proof.
  induction 1 as [|x g l G [_ [D [SD HD]]] H [a [A B]]]; cbn [length map].
  - exists (fun _ _ => 0). split; [exact I|]. intros; lia.
  - assert (Row : exists b, rep enc dim (slopes_row f (snd x)) b /\ forall v, D v = sum dim (fun j => b j * v j)).
    { destruct SD as [[-> Z]|[b [Hb F]]].
      - exists (fun _ => 0). split; [apply vzero_ok|]. intros v. rewrite Z, (sum_ext dim _ (fun _ => 0)) by (intros; ring). symmetry. apply sum_0.
      - exists b. split; [|exact F]. destruct (snd x) eqn:E; [|exact Hb]. destruct check_parts as [Hdim _ _ _ _ _ _ _ _]. destruct dim; [lia|destruct Hb]. }
    destruct Row as [b [Hb F]]. exists (fun i => match i with O => b | S i => a i end). split; [split; assumption|].
    intros v [|i] Hi; cbn [nth]; [rewrite <- F; apply HD|apply B; lia].
Qed.
Lemma jacobian_correct out : Forall2 dual_in out (functions (fun _ => s) input_functions (f_program f)) ->
  jacobian_ok f hp d (map (fun x => slopes_row f (snd x)) (skipn (f_first f) out)) = true ->
  exists J : nat -> nat -> R, (forall x i, (i < dim)%nat -> is_derive (fun t => f_equation f s (fun j => y j + t * x j) i) 0 (sum dim (fun j => J i j * x j)))
    /\ (forall x, num (sl_mu d) * sum dim (fun i => x i ^ 2) <= sum dim (fun i => x i * sum dim (fun j => J i j * x j))).
Proof.
  intros D H. apply (forall2_skipn _ (f_first f)) in D. set (F := functions (fun _ => s) input_functions (f_program f)) in *.
  assert (N : forall i v, nth i (skipn (f_first f) F) (fun _ => 0) v = f_equation f s v i).
  { intros i v. rewrite <- nth_skip. unfold f_equation. rewrite <- functions_at. symmetry. exact (map_nth (fun g : unknowns -> R => g v) F (fun _ => 0) (f_first f + i)). }
  assert (L : length (skipn (f_first f) F) = dim).
  { rewrite skipn_length. rewrite <- (map_length (fun g => g y)). unfold F. rewrite functions_at, f_values_length. lia. }
  destruct (jacobian_rows _ _ D) as [J [A B]]. rewrite L in A, B. exists J. split.
  - intros x i Hi. apply (is_derive_ext (fun t => nth i (skipn (f_first f) F) (fun _ => 0) (towards y x t))); [intros t; apply N|apply B; assumption].
  - intros x. unfold jacobian_ok in H. destruct (quadratic bits prec (slab_s d) hp dim _ (mu_norm f)) as [M|] eqn:E; [|discriminate].
    pose proof (quadratic_ok bits prec s (slab_s d) hp (slab_s_ok s Hs) Hhp dim [(sl_mu d, 0%Z)] [num (sl_mu d)] _ _ ltac:(constructor; [apply exact_number|constructor]) E) as Q.
    assert (FB : form_in bits (nat -> R) (fun v i => v i) dim (map (fun x => slopes_row f (snd x)) (skipn (f_first f) out)) (quad dim J)) by (exists J; split; [assumption|reflexivity]).
    pose proof (form_nonnegative bits (nat -> R) (fun v i => v i) dim _ _ (form_sub bits (nat -> R) (fun v i => v i) dim _ _ _ _ FB Q) H x) as P. cbv beta in P.
    assert (W : forall n a, qvalue s [num (sl_mu d)] (map (fun i => (Reg 0, Var i, Var i)) (seq a n)) x = num (sl_mu d) * sum n (fun i => x (a + i)%nat ^ 2)).
    { induction n; intros a; cbn [seq map qvalue sum]; [ring|]. rewrite IHn, Nat.add_0_r. cbn [value lvalue nth].
      rewrite (sum_ext n (fun i => x (S a + i)%nat ^ 2) (fun i => x (a + S i)%nat ^ 2)) by (intros i _; do 2 f_equal; lia). ring. }
    unfold mu_norm in P. rewrite (W dim 0%nat) in P. unfold quad in P. cbn [Nat.add] in P. lra.
Qed.
Lemma box_correct : family_positive f (num (sl_nu d)) (num (sl_mu d)) s y.
Proof.
  destruct check_parts as [Hdim _ _ _ _ _ _ _ H]. unfold box_ok in H. destruct (run_dual bits prec (slab_s d) hp [] (inputs_dual f d) (f_program f)) as [out|] eqn:E; [|discriminate].
  destruct (run bits prec (slab_s d) hp (map fst out) (f_blocks f)) as [env|] eqn:E'; [|discriminate]. cbv zeta in H.
  do 2 (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  pose proof (run_dual_ok bits prec s (slab_s d) hp (slab_s_ok s Hs) Hhp dim Hdim y (fun _ => s) [] eq_refl s_constant ltac:(lra) (f_program f) _ _ _ inputs_dual_ok E) as D.
  assert (I : Forall2 enc (env ++ [(sl_nu d, 0%Z)]) (f_registers f (num (sl_nu d)) s y)).
  { unfold f_registers. apply Forall2_app; [|constructor; [apply exact_number|constructor]]. apply (run_ok bits prec s (slab_s d) hp (slab_s_ok s Hs) Hhp (f_blocks f) (map fst out)); [|assumption].
    rewrite <- functions_at. clear - D. induction D as [|x g l l' [A _] D IH]; constructor; assumption. }
  split.
  - intros e He. pose proof (every_forall _ _ H e He) as T. unfold number_positive in T. destruct (evaluate bits prec (slab_s d) hp _ e) as [x|] eqn:V; [|discriminate].
    apply (is_positive_ok bits x _ T). apply (evaluate_ok bits prec s (slab_s d) hp (slab_s_ok s Hs) Hhp (env ++ [(sl_nu d, 0%Z)])); assumption.
  - intros N q Hq v. pose proof (every_forall _ _ K0 (N, q) Hq) as T. unfold form_nonnegative_in in T. cbn [fst snd] in T.
    destruct (quadratic bits prec (slab_s d) hp N _ q) as [A|] eqn:V; [|discriminate].
    apply (form_nonnegative bits (nat -> R) (fun v i => v i) N A (qvalue s (f_registers f (num (sl_nu d)) s y) q)); [|assumption].
    apply (quadratic_ok bits prec s (slab_s d) hp (slab_s_ok s Hs) Hhp N (env ++ [(sl_nu d, 0%Z)])); assumption.
  - exact (jacobian_correct out D K).
Qed.
End Box.
Theorem check_slab_family : family_slab f (num (sl_lo d)) (num (sl_hi d)) slab_centre (num (sl_rho d)) (num (sl_nu d)) (num (sl_mu d)).
Proof.
  destruct check_parts as [_ _ _ _ Pr Pn Pm _ _]. split; try (apply number_pos; assumption).
  - intros s y Hs Hb Hy. apply box_correct; assumption.
  - intros s Hs Hb. apply residual_correct; assumption.
Qed.
End Correct.
