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
(* On the interval [lo, hi] without 0: all that on the box of radius rho about v0, and the equations nearly hold at v0. *)
Record family_slab (lo hi : R) (v0 : nat -> R) (rho nu mu : R) : Prop := {
  fs_rho : 0 < rho; fs_nu : 0 < nu; fs_mu : 0 < mu;
  fs_box : forall s y, 0 < s -> lo <= s <= hi -> (forall i, (i < dim)%nat -> Rabs (y i - v0 i) <= rho) -> family_positive nu mu s y;
  fs_residual : forall s, 0 < s -> lo <= s <= hi -> 5 * sum dim (fun i => f_equation s v0 i ^ 2) <= mu^2 * rho^2 }.
End Family.

(* ---- the checker ---- *)
Open Scope lazy_bool_scope.
(* forallb that ends at the first false *)
Fixpoint every {A} (f : A -> bool) (l : list A) : bool := match l with [] => true | a :: l' => if f a then every f l' else false end.
Lemma every_forall {A} (f : A -> bool) l : every f l = true -> forall a, In a l -> f a = true.
Proof.
  induction l as [|b l IH]; cbn [every In]; [contradiction|]. destruct (f b) eqn:E; [|discriminate]. intros H a [<-|Ha]; auto.
Qed.
(* lo <= s <= hi, a centre of the box, its radius, lower bounds of the forms and of the derivative of the equations; all numbers are
   z / 2^slab_bits *)
Record slab_data := { sl_lo : Z; sl_hi : Z; sl_centre : list Z; sl_rho : Z; sl_nu : Z; sl_mu : Z }.
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
Definition slab_box_numbers (rho : Z) : list fixed := map (fun z => (z, rho)) (sl_centre d).
Definition residual_ok : bool :=
  match run bits prec slab_s hp (slab_s :: slab_box_numbers 0) (f_program f) with
  | Some env => (5 * (2 ^ Zpos bits) ^ 2 * fold_right (fun x a => square_above x + a) 0 (skipn (f_first f) env) <=? (sl_mu d * sl_rho d) ^ 2)%Z
  | None => false end.
Definition inputs_dual : list dual := (slab_s, []) :: zip pair (slab_box_numbers (sl_rho d)) (map (l_unit bits dim) (seq 0 dim)).
Definition slopes_row (l : list fixed) : list fixed := match l with [] => repeat fzero dim | _ => l end.
Definition number_positive (env : list fixed) (e : expr) : bool := match evaluate bits prec slab_s hp env e with Some x => is_positive x | None => false end.
Definition form_nonnegative_in (env : list fixed) (Nq : nat * qform) : bool :=
  match quadratic bits prec slab_s hp (fst Nq) env (snd Nq) with Some A => m_nonnegative (fst Nq) A | None => false end.
(* mu |x|^2, with mu as the only register *)
Definition mu_norm : qform := map (fun i => (Reg 0, Var i, Var i)) (seq 0 dim).
Definition jacobian_ok (J : list (list fixed)) : bool :=
  match quadratic bits prec slab_s hp dim [(sl_mu d, 0%Z)] mu_norm with Some A => m_nonnegative dim (m_sub J A) | None => false end.
Definition box_ok : bool :=
  match run_dual bits prec slab_s hp inputs_dual (f_program f) with
  | Some out =>
      match run bits prec slab_s hp (map fst out) (f_blocks f) with
      | Some env' => let env := env' ++ [(sl_nu d, 0%Z)] in
          every (number_positive env) (f_positive f) &&& every (form_nonnegative_in env) (f_forms f)
          &&& jacobian_ok (map (fun x => slopes_row (snd x)) (skipn (f_first f) out))
      | None => false end
  | None => false end.
Definition check_slab : bool :=
  (0 <? dim)%nat &&& (length (sl_centre d) =? dim)%nat &&& (0 <? sl_rho d)%Z &&& (0 <? sl_nu d)%Z &&& (0 <? sl_mu d)%Z &&& residual_ok &&& box_ok.
End Check.

(* ---- what it proves ---- *)
Lemma forall2_skipn {A B} (P : A -> B -> Prop) n l l' : Forall2 P l l' -> Forall2 P (skipn n l) (skipn n l').
Proof. revert l l'. induction n; intros l l' H; [assumption|]. destruct H; [constructor|]. apply IHn. assumption. Qed.
Lemma forall2_map_left {A B C} (P : A -> C -> Prop) (g : B -> A) l l' : Forall2 P (map g l) l' <-> Forall2 (fun x => P (g x)) l l'.
Proof.
  split.
  - revert l'. induction l as [|b l IH]; intros l' H; inversion H; subst; constructor; auto.
  - intros H. induction H; constructor; assumption.
Qed.
Lemma nth_skip {A} n i (l : list A) x : nth (n + i) l x = nth i (skipn n l) x.
Proof. revert l. induction n; intros [|a l]; cbn [Nat.add nth skipn]; [reflexivity|reflexivity|destruct i; reflexivity|apply IHn]. Qed.
Lemma values_length s l : forall env, length (values s env l) = (length env + length l)%nat.
Proof. induction l as [|e l IH]; intros env; cbn [values length]; [lia|]. rewrite IH, app_length. cbn [length]. lia. Qed.
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
Definition slab_centre (i : nat) : R := num (nth i (sl_centre d) 0%Z).
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
Lemma check_parts : (0 < dim)%nat /\ length (sl_centre d) = dim /\ (0 < sl_rho d)%Z /\ (0 < sl_nu d)%Z /\ (0 < sl_mu d)%Z /\ residual_ok f hp d = true /\ box_ok f hp d = true.
Proof.
  assert (H := Hcheck). unfold check_slab in H. do 6 (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  split; [apply Nat.ltb_lt; assumption|]. split; [apply Nat.eqb_eq; assumption|]. repeat (split; [apply Z.ltb_lt; assumption|]). split; assumption.
Qed.
Lemma number_pos z : (0 < z)%Z -> 0 < num z.
Proof. intros. apply Rdiv_lt_0_compat; [apply IZR_lt; assumption|apply slab_unit_pos]. Qed.
(* the values of s and y are in the box, from the unknown a on *)
Lemma box_numbers_ok (y : nat -> R) rho : forall l a, (forall i, (i < length l)%nat -> Rabs (y (a + i)%nat - num (nth i l 0%Z)) <= num rho) ->
  Forall2 enc (map (fun z => (z, rho)) l) (map y (seq a (length l))).
Proof.
  induction l as [|z l IH]; intros a H; cbn [map seq length]; constructor.
  - apply near_number. rewrite <- (Nat.add_0_r a) at 1. apply (H 0%nat). cbn [length]. lia.
  - apply IH. intros i Hi. replace (S a + i)%nat with (a + S i)%nat by lia. apply (H (S i)). cbn [length]. lia.
Qed.
Lemma squares_above l r : Forall2 enc l r -> sum (length r) (fun i => nth i r 0 ^ 2) * U^2 <= IZR (fold_right (fun x a => square_above x + a)%Z 0%Z l).
Proof.
  induction 1 as [|x a l r A H IH]; cbn [length sum fold_right]; [lra|]. rewrite plus_IZR. apply square_above_ok in A. cbn [nth]. lra.
Qed.

Section Point.
Variables (s : R) (y : nat -> R).
Hypothesis Hpos : 0 < s.
Hypothesis Hs : num (sl_lo d) <= s <= num (sl_hi d).
Lemma slab_s_ok : enc (slab_s d) s.
Proof. apply interval_of_ok. assumption. Qed.
Lemma inputs_ok rho : (forall i, (i < dim)%nat -> Rabs (y i - slab_centre i) <= num rho) -> Forall2 enc (slab_s d :: slab_box_numbers d rho) (inputs f s y).
Proof.
  intros H. destruct check_parts as [_ [L _]]. unfold slab_box_numbers, inputs. constructor; [apply slab_s_ok|]. rewrite <- L in *. apply (box_numbers_ok y rho (sl_centre d) 0). exact H.
Qed.
Lemma f_values_length s' y' : length (f_values f s' y') = (f_first f + dim)%nat.
Proof. unfold f_values, inputs, f_first. rewrite values_length. cbn [length]. rewrite map_length, seq_length. lia. Qed.
Lemma residual_correct : (forall i, (i < dim)%nat -> y i = slab_centre i) -> 5 * sum dim (fun i => f_equation f s y i ^ 2) <= num (sl_mu d) ^ 2 * num (sl_rho d) ^ 2.
Proof.
  intros Hy. destruct check_parts as [_ [_ [_ [_ [_ [H _]]]]]]. unfold residual_ok in H. destruct (run bits prec (slab_s d) hp _ (f_program f)) as [env|] eqn:E; [|discriminate].
  assert (I : Forall2 enc env (f_values f s y)).
  { apply (run_ok bits prec s (slab_s d) hp slab_s_ok Hhp (f_program f) (slab_s d :: slab_box_numbers d 0)); [|exact E]. apply (inputs_ok 0). intros i Hi. rewrite Hy by assumption.
    unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. unfold slab_number, Rdiv. rewrite Rmult_0_l. lra. }
  apply (forall2_skipn _ (f_first f)), squares_above in I. rewrite skipn_length, f_values_length in I. replace (f_first f + dim - f_first f)%nat with dim in I by lia.
  rewrite (sum_ext dim _ (fun i => f_equation f s y i ^ 2)) in I by (intros i _; unfold f_equation; rewrite nth_skip; reflexivity).
  apply Z.leb_le, IZR_le in H. rewrite !mult_IZR, !Z.pow_2_r, !mult_IZR in H. set (q := sum dim _) in *. clearbody q.
  pose proof slab_unit_pos as P. pose proof (slab_number_unit (sl_mu d)) as Em. pose proof (slab_number_unit (sl_rho d)) as Er.
  set (u := U) in *. set (m := num (sl_mu d)) in *. set (r := num (sl_rho d)) in *. rewrite <- Em, <- Er in H.
  apply Rmult_le_reg_r with (u^2 * u^2); [apply Rmult_lt_0_compat; apply pow_lt; assumption|].
  replace (m ^ 2 * r ^ 2 * (u ^ 2 * u ^ 2)) with (m * u * (r * u) * (m * u * (r * u))) by ring. eapply Rle_trans; [|exact H].
  replace (5 * q * (u ^ 2 * u ^ 2)) with (5 * (u * u) * (q * u^2)) by ring. apply Rmult_le_compat_l; [nra|exact I].
Qed.

Hypothesis Hbox : forall i, (i < dim)%nat -> Rabs (y i - slab_centre i) <= num (sl_rho d).
Definition input_functions : list (unknowns -> R) := (fun _ => s) :: map (fun i v => v i) (seq 0 dim).
Notation dual_in := (dual_in bits dim y).
Lemma functions_at y' : map (fun g => g y') (functions s input_functions (f_program f)) = f_values f s y'.
Proof. rewrite functions_values. unfold f_values, inputs, input_functions. cbn [map]. rewrite map_map. reflexivity. Qed.
Lemma inputs_dual_ok : Forall2 dual_in (inputs_dual f d) input_functions.
Proof.
  destruct check_parts as [_ [L _]]. unfold inputs_dual, slab_box_numbers, input_functions. constructor.
  { split; [exact slab_s_ok|]. exists (fun _ => 0). split; [left; auto|intros v; apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule))]. }
  assert (G : forall l a, (a + length l <= dim)%nat -> (forall i, (i < length l)%nat -> Rabs (y (a + i)%nat - num (nth i l 0%Z)) <= num (sl_rho d)) ->
    Forall2 dual_in (zip pair (map (fun z => (z, sl_rho d)) l) (map (l_unit bits dim) (seq a (length l)))) (map (fun i v => v i) (seq a (length l)))).
  { induction l as [|z l IH]; intros a Ha H; cbn [map seq length zip]; constructor.
    - split; [apply near_number; rewrite <- (Nat.add_0_r a) at 1; apply (H 0%nat); cbn [length]; lia|]. exists (fun v => v a). split.
      + right. apply linear_unit; [cbn [length] in Ha; lia|reflexivity].
      + intros v. unfold towards. auto_derive; [trivial|ring].
    - apply IH; [cbn [length] in Ha; lia|]. intros i Hi. replace (S a + i)%nat with (a + S i)%nat by lia. apply (H (S i)). cbn [length]. lia. }
  rewrite <- L in *. apply (G (sl_centre d) 0%nat); [lia|]. exact Hbox.
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
      - exists b. split; [|exact F]. destruct (snd x) eqn:E; [|exact Hb]. destruct check_parts as [Hdim _]. destruct dim; [lia|destruct Hb]. }
    destruct Row as [b [Hb F]]. exists (fun i => match i with O => b | S i => a i end). split; [split; assumption|].
    intros v [|i] Hi; cbn [nth]; [rewrite <- F; apply HD|apply B; lia].
Qed.
Lemma jacobian_correct out : Forall2 dual_in out (functions s input_functions (f_program f)) ->
  jacobian_ok f hp d (map (fun x => slopes_row f (snd x)) (skipn (f_first f) out)) = true ->
  exists J : nat -> nat -> R, (forall x i, (i < dim)%nat -> is_derive (fun t => f_equation f s (fun j => y j + t * x j) i) 0 (sum dim (fun j => J i j * x j)))
    /\ (forall x, num (sl_mu d) * sum dim (fun i => x i ^ 2) <= sum dim (fun i => x i * sum dim (fun j => J i j * x j))).
Proof.
  intros D H. apply (forall2_skipn _ (f_first f)) in D. set (F := functions s input_functions (f_program f)) in *.
  assert (N : forall i v, nth i (skipn (f_first f) F) (fun _ => 0) v = f_equation f s v i).
  { intros i v. rewrite <- nth_skip. unfold f_equation. rewrite <- functions_at. symmetry. exact (map_nth (fun g : unknowns -> R => g v) F (fun _ => 0) (f_first f + i)). }
  assert (L : length (skipn (f_first f) F) = dim).
  { rewrite skipn_length. rewrite <- (map_length (fun g => g y)). unfold F. rewrite functions_at, f_values_length. lia. }
  destruct (jacobian_rows _ _ D) as [J [A B]]. rewrite L in A, B. exists J. split.
  - intros x i Hi. apply (is_derive_ext (fun t => nth i (skipn (f_first f) F) (fun _ => 0) (towards y x t))); [intros t; apply N|apply B; assumption].
  - intros x. unfold jacobian_ok in H. destruct (quadratic bits prec (slab_s d) hp dim _ (mu_norm f)) as [M|] eqn:E; [|discriminate].
    pose proof (quadratic_ok bits prec s (slab_s d) hp slab_s_ok Hhp dim [(sl_mu d, 0%Z)] [num (sl_mu d)] _ _ ltac:(constructor; [apply exact_number|constructor]) E) as Q.
    assert (FB : form_in bits (nat -> R) (fun v i => v i) dim (map (fun x => slopes_row f (snd x)) (skipn (f_first f) out)) (quad dim J)) by (exists J; split; [assumption|reflexivity]).
    pose proof (form_nonnegative bits (nat -> R) (fun v i => v i) dim _ _ (form_sub bits (nat -> R) (fun v i => v i) dim _ _ _ _ FB Q) H x) as P. cbv beta in P.
    assert (W : forall n a, qvalue s [num (sl_mu d)] (map (fun i => (Reg 0, Var i, Var i)) (seq a n)) x = num (sl_mu d) * sum n (fun i => x (a + i)%nat ^ 2)).
    { induction n; intros a; cbn [seq map qvalue sum]; [ring|]. rewrite IHn, Nat.add_0_r. cbn [value lvalue nth].
      rewrite (sum_ext n (fun i => x (S a + i)%nat ^ 2) (fun i => x (a + S i)%nat ^ 2)) by (intros i _; do 2 f_equal; lia). ring. }
    unfold mu_norm in P. rewrite (W dim 0%nat) in P. unfold quad in P. cbn [Nat.add] in P. lra.
Qed.
Lemma box_correct : family_positive f (num (sl_nu d)) (num (sl_mu d)) s y.
Proof.
  destruct check_parts as [Hdim [_ [_ [_ [_ [_ H]]]]]]. unfold box_ok in H. destruct (run_dual bits prec (slab_s d) hp (inputs_dual f d) (f_program f)) as [out|] eqn:E; [|discriminate].
  destruct (run bits prec (slab_s d) hp (map fst out) (f_blocks f)) as [env|] eqn:E'; [|discriminate]. cbv zeta in H.
  do 2 (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  pose proof (run_dual_ok bits prec s (slab_s d) hp slab_s_ok Hhp dim Hdim y ltac:(lra) (f_program f) _ _ _ inputs_dual_ok E) as D.
  assert (I : Forall2 enc (env ++ [(sl_nu d, 0%Z)]) (f_registers f (num (sl_nu d)) s y)).
  { unfold f_registers. apply Forall2_app; [|constructor; [apply exact_number|constructor]]. apply (run_ok bits prec s (slab_s d) hp slab_s_ok Hhp (f_blocks f) (map fst out)); [|assumption].
    rewrite <- functions_at. clear - D. induction D as [|x g l l' [A _] D IH]; constructor; assumption. }
  split.
  - intros e He. pose proof (every_forall _ _ H e He) as T. unfold number_positive in T. destruct (evaluate bits prec (slab_s d) hp _ e) as [x|] eqn:V; [|discriminate].
    apply (is_positive_ok bits x _ T). apply (evaluate_ok bits prec s (slab_s d) hp slab_s_ok Hhp (env ++ [(sl_nu d, 0%Z)])); assumption.
  - intros N q Hq v. pose proof (every_forall _ _ K0 (N, q) Hq) as T. unfold form_nonnegative_in in T. cbn [fst snd] in T.
    destruct (quadratic bits prec (slab_s d) hp N _ q) as [A|] eqn:V; [|discriminate].
    apply (form_nonnegative bits (nat -> R) (fun v i => v i) N A (qvalue s (f_registers f (num (sl_nu d)) s y) q)); [|assumption].
    apply (quadratic_ok bits prec s (slab_s d) hp slab_s_ok Hhp N (env ++ [(sl_nu d, 0%Z)])); assumption.
  - exact (jacobian_correct out D K).
Qed.
End Point.
Theorem check_slab_family : family_slab f (num (sl_lo d)) (num (sl_hi d)) slab_centre (num (sl_rho d)) (num (sl_nu d)) (num (sl_mu d)).
Proof.
  destruct check_parts as [_ [_ [Pr [Pn [Pm _]]]]]. split; try (apply number_pos; assumption).
  - intros s y Hs Hb Hy. apply box_correct; assumption.
  - intros s Hs Hb. apply residual_correct; [assumption|]. reflexivity.
Qed.
End Correct.
