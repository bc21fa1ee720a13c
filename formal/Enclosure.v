(* From enclosures of the coordinates of a point of R^{nk} to enclosures of F, of its gradient (S8), of its Hessian (S10) and of
   the matrix M of mathematics.md 6.2.  What belongs to a pair of vectors is computed once. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian FixedPoint PositiveDefinite Regrouped.
Import ListNotations.
Open Scope R_scope.

Record pair_data := { pd_area : fixed; pd_inverse : fixed; pd_weight : fixed; pd_ok : bool }.
Record tables := { t_rows : list (list fixed); t_gram : list (list fixed); t_inv : list fixed;
  t_neurons : list (list pair_data) (* j < i *); t_targets : list (list pair_data) }.

Section Compute.
Variable bits : BinNums.positive.
Variable prec : F.precision.
Notation fmul := (fmul bits).
Notation vscale := (vscale bits).

Definition ione : I.type := I.fromZ prec 1.
Definition two_pi : I.type := I.mul prec (I.fromZ prec 2) (I.pi prec).
(* |a||b| sin / 2 pi, its 1 / (2 pi |a||b| sin), and (pi - theta) / 2 pi, from x = |a|^2, y = |b|^2, z = a.b *)
Definition make_pair (tp : I.type) (x y z : fixed) : pair_data :=
  let square := fsub (fmul x y) (fmul z z) in
  let area := I.sqrt prec (to_interval bits square) in
  let u := of_interval bits (I.div prec area tp) in
  let v := of_interval bits (I.div prec ione (I.mul prec tp area)) in
  let g := of_interval bits (I.add prec (I.div prec ione (I.fromZ prec 4)) (I.div prec (I.atan prec (I.div prec (to_interval bits z) area)) tp)) in
  {| pd_area := u; pd_inverse := v; pd_weight := g; pd_ok := is_positive square && is_valid u && is_valid v && is_valid g |}.
Definition no_pair : pair_data := {| pd_area := fzero; pd_inverse := fzero; pd_weight := fzero; pd_ok := false |}.
Definition make_tables (n k : nat) (W : list (list fixed)) : tables :=
  let tp := two_pi in
  let gram := tabulate n (fun i => tabulate n (fun j => fdot bits (nth i W []) (nth j W []))) in
  let norm := fun i => nth i (nth i gram []) fzero in
  {| t_rows := W; t_gram := gram;
     t_inv := tabulate n (fun i => of_interval bits (I.div prec ione (to_interval bits (norm i))));
     t_neurons := tabulate n (fun i => tabulate i (fun j => make_pair tp (norm i) (norm j) (nth j (nth i gram []) fzero)));
     t_targets := tabulate n (fun i => tabulate k (fun j => make_pair tp (norm i) (fone bits) (nth j (nth i W []) fzero))) |}.

Variables n k : nat.
Variable t : tables.
Definition row i := nth i (t_rows t) [].
Definition coordinate i s := nth s (row i) fzero.
Definition inner i j := nth j (nth i (t_gram t) []) fzero.
Definition inverse i := nth i (t_inv t) fzero.
Definition neuron_pair i j := if Nat.ltb j i then nth j (nth i (t_neurons t) []) no_pair else nth i (nth j (t_neurons t) []) no_pair.
Definition target_pair i j := nth j (nth i (t_targets t) []) no_pair.

(* no zero neuron, no collinear pair *)
Definition tables_ok : bool :=
  forallb (fun i => is_positive (inner i i) && is_valid (inverse i)
    && forallb (fun j => pd_ok (neuron_pair i j)) (seq 0 i) && forallb (fun j => pd_ok (target_pair i j)) (seq 0 k)) (seq 0 n).

Definition zv i l := fmul (inner i l) (pd_inverse (neuron_pair i l)).
Definition f_slope i := fadd (fhalf bits) (fmul (inverse i)
  (fsub (fsum n (fun l => if Nat.eqb i l then fzero else pd_area (neuron_pair i l))) (fsum k (fun j => pd_area (target_pair i j))))).
Definition f_curve i := fmul (fmul (inverse i) (inverse i))
  (fsub (fsum n (fun l => if Nat.eqb i l then fzero else fsub (fmul (inner i l) (zv i l)) (pd_area (neuron_pair i l))))
        (fsum k (fun j => fsub (fmul (coordinate i j) (fmul (coordinate i j) (pd_inverse (target_pair i j)))) (pd_area (target_pair i j))))).
Definition f_bend i := vscale (fneg (inverse i))
  (zip fsub (vsum k n (fun l => if Nat.eqb i l then repeat fzero k else vscale (zv i l) (row l)))
            (zip fmul (row i) (map pd_inverse (nth i (t_targets t) [])))).

(* gradient, neuron i *)
Definition f_gradient i := zip fsub (vadd (vscale (f_slope i) (row i)) (vsum k n (fun l => if Nat.eqb i l then repeat fzero k else vscale (pd_weight (neuron_pair i l)) (row l))))
  (map pd_weight (nth i (t_targets t) [])).
(* |gradient|^2 <= this / 4^bits *)
Definition square_bound (g : list fixed) : Z := fold_right (fun x a => (let y := Z.abs (fst x) + snd x in y * y + a)%Z) 0%Z g.
Definition gradient_square_bound : Z := fold_right (fun i a => (square_bound (f_gradient i) + a)%Z) 0%Z (seq 0 n).
Definition f_pair_value (z : fixed) (d : pair_data) := fadd (pd_area d) (fmul z (pd_weight d)).
Definition f_objective :=
  let self := fsum n (fun i => fmul (fhalf bits) (inner i i)) in
  let pairs := fsum n (fun i => fsum i (fun j => f_pair_value (inner i j) (neuron_pair i j))) in
  let targets := fsum n (fun i => fsum k (fun j => f_pair_value (coordinate i j) (target_pair i j))) in
  let target_self := fsum k (fun _ => fhalf bits) in
  let target_pairs := let c := of_interval bits (I.div prec ione two_pi) in fsum k (fun i => fsum i (fun _ => c)) in
  fmul (fhalf bits) (fadd (fsub (fadd self (fadd pairs pairs)) (fadd targets targets)) (fadd target_self (fadd target_pairs target_pairs))).
Definition objective_ok := is_valid (of_interval bits (I.div prec ione two_pi)).

(* Hessian, upper part *)
Definition diagonal_row i s (slope : fixed) (ab bend : list fixed) : list fixed :=
  add_at 0 (fsub slope (pd_inverse (target_pair i s)))
   (vadd (vscale (coordinate i s) (skipn s ab)) (vadd (vscale (nth s bend fzero) (skipn s (row i)))
     (vsum (k - s) n (fun l => if Nat.eqb i l then repeat fzero (k - s)
        else vscale (fmul (pd_inverse (neuron_pair i l)) (coordinate l s)) (skipn s (row l)))))).
Record block := { b_row : list fixed; b_own : list fixed; b_other : list fixed; b_weight : fixed }.
Definition make_block i j :=
  let q := zv i j in let v := pd_inverse (neuron_pair i j) in
  {| b_row := row j;
     b_own := vadd (vscale (fneg (fmul (inverse i) q)) (row i)) (vscale v (row j));
     b_other := vadd (vscale v (row i)) (vscale (fneg (fmul (inverse j) q)) (row j));
     b_weight := pd_weight (neuron_pair i j) |}.
Definition block_row (c : fixed) s (b : block) : list fixed :=
  add_at s (b_weight b) (vadd (vscale c (b_own b)) (vscale (nth s (b_row b) fzero) (b_other b))).
Definition neuron_rows i : list (list fixed) :=
  let slope := f_slope i in let bend := f_bend i in let ab := vadd (vscale (f_curve i) (row i)) bend in
  let blocks := map (make_block i) (seq (S i) (n - S i)) in
  map (fun s => diagonal_row i s slope ab bend ++ concat (map (block_row (coordinate i s) s) blocks)) (seq 0 k).
Definition hessian_rows : list (list fixed) := flat_map neuron_rows (seq 0 n).
Definition extra_rows : list (list fixed) :=
  map (fun i => f_slope i :: map (fun j => pd_weight (neuron_pair i j)) (seq (S i) (n - S i))) (seq 0 n).
End Compute.

(* ---- symmetric matrices given by rows of enclosures of their upper part ---- *)
Section Upper.
Variable bits : BinNums.positive.
Notation enc := (encloses bits).
Variables (N : nat) (M : nat -> nat -> R).
(* l holds the rows a, a+1, ..., N-1 *)
Fixpoint upper (a : nat) (l : list (list fixed)) : Prop :=
  match l with [] => a = N | r :: l' => (a < N)%nat /\ rep enc (N - a) r (fun m => M a (a + m)%nat) /\ upper (S a) l' end.
Lemma upper_app c : forall a g b l, (forall s, (s < c)%nat -> (a + s < N)%nat /\ rep enc (N - (a + s)) (g (b + s)%nat) (fun m => M (a + s)%nat (a + s + m)%nat)) ->
  upper (a + c) l -> upper a (map g (seq b c) ++ l).
Proof.
  induction c; intros a g b l H U; [rewrite PeanoNat.Nat.add_0_r in U; exact U|]. simpl.
  destruct (H O ltac:(lia)) as [H1 H2]. rewrite !PeanoNat.Nat.add_0_r in *. split; [assumption|]. split; [assumption|].
  apply IHc; [|replace (S a + c)%nat with (a + S c)%nat by lia; assumption].
  intros s Hs. specialize (H (S s) ltac:(lia)). replace (S a + s)%nat with (a + S s)%nat by lia. replace (S b + s)%nat with (b + S s)%nat by lia. exact H.
Qed.

Variables (sh radius : Z).
Definition coarse (x : fixed) : Z := Z.shiftr (fst x) sh.
Definition within (x : fixed) : bool := (snd x <=? radius)%Z.
Hypothesis Hsh : (0 <= sh)%Z.
Notation s := (IZR (2 ^ Zpos bits) / IZR (2 ^ sh)).
Notation e := (IZR radius / IZR (2 ^ sh) + 1).
Lemma shift_pos : 0 < IZR (2 ^ sh).
Proof. apply IZR_lt. apply Z.pow_pos_nonneg; lia. Qed.
Lemma coarse_ok x a : enc x a -> within x = true -> Rabs (a * s - IZR (coarse x)) <= e.
Proof.
  unfold encloses, within, coarse. intros H W. apply Z.leb_le, IZR_le in W. pose proof shift_pos as Hp.
  rewrite Z.shiftr_div_pow2 by assumption. set (q := (fst x / 2 ^ sh)%Z).
  assert (Hq : 0 <= IZR (fst x) - IZR q * IZR (2 ^ sh) <= IZR (2 ^ sh)).
  { rewrite <- mult_IZR, <- minus_IZR. pose proof (Z.pow_pos_nonneg 2 sh ltac:(lia) Hsh) as P.
    pose proof (Z.div_mod (fst x) (2 ^ sh) ltac:(lia)). pose proof (Z.mod_pos_bound (fst x) (2 ^ sh) P).
    split; apply IZR_le; unfold q; lia. }
  set (U := IZR (2 ^ Zpos bits)) in *. set (p := IZR (2 ^ sh)) in *. clearbody U p.
  apply Rmult_le_reg_r with p; [assumption|].
  assert (E : forall y, Rabs y * p = Rabs (y * p)) by (intros; rewrite Rabs_mult, (Rabs_pos_eq p) by lra; reflexivity).
  rewrite E.
  replace ((a * (U / p) - IZR q) * p) with ((a * U - IZR (fst x)) + (IZR (fst x) - IZR q * p)) by (field; lra).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_pos_eq (IZR (fst x) - IZR q * p)) by lra.
  replace ((IZR radius / p + 1) * p) with (IZR radius + p) by (field; lra). lra.
Qed.
Lemma near_row_ok m : forall r f, rep enc m r f -> forallb within r = true -> near_row s e (map coarse r) f.
Proof.
  induction m; intros [|x r] f; simpl; try tauto. intros [H K] W. apply andb_prop in W; destruct W as [W1 W2].
  split; [apply coarse_ok; assumption|]. apply (IHm r (fun i => f (S i))); assumption.
Qed.
Lemma near_row_ext r : forall f g, (forall i, (i < length r)%nat -> f i = g i) -> near_row s e r f -> near_row s e r g.
Proof.
  induction r as [|x r IH]; simpl; [tauto|]. intros f g E [H K]. split; [rewrite <- (E O) by lia; exact H|].
  apply (IH (fun i => f (S i))); [intros; apply E; lia|exact K].
Qed.
Lemma near_matrix_ext A : forall n M1 M2, triangular n A -> (forall i j, (i <= j)%nat -> M1 i j = M2 i j) -> near_matrix s e A M1 -> near_matrix s e A M2.
Proof.
  induction A as [|r A IH]; simpl; [tauto|]. intros [|n] M1 M2 T E [H K]; [contradiction|]. destruct T as [_ T]. split.
  - apply (near_row_ext r (M1 O)); [intros; apply E; lia|assumption].
  - apply (IH n (fun i j => M1 (S i) (S j))); [assumption|intros; apply E; lia|assumption].
Qed.
Lemma upper_near l : forall a, upper a l -> forallb (forallb within) l = true ->
  triangular (N - a) (map (map coarse) l) /\ near_matrix s e (map (map coarse) l) (fun i j => M (a + i)%nat (a + j)%nat).
Proof.
  induction l as [|r l IH]; intros a; simpl.
  - intros -> _. rewrite PeanoNat.Nat.sub_diag. split; exact I.
  - intros [Ha [Hr U]] W. apply andb_prop in W; destruct W as [W1 W2]. destruct (IH (S a) U W2) as [T K].
    replace (N - a)%nat with (S (N - S a)) in * by lia. split.
    + split; [rewrite map_length; exact (rep_length enc _ r _ Hr)|assumption].
    + split.
      * apply (near_row_ok (S (N - S a))); [|assumption]. apply (rep_ext enc (S (N - S a)) r _ _ (fun i _ => f_equal (fun b => M b (a + i)%nat) (eq_sym (PeanoNat.Nat.add_0_r a))) Hr).
      * apply (near_matrix_ext _ (N - S a) (fun i j => M (S a + i)%nat (S a + j)%nat)); [assumption|intros; f_equal; lia|assumption].
Qed.
End Upper.

(* mathematics.md 5.1: lambda_min(M) >= lam / 2^scale *)
Definition max_radius (l : list (list fixed)) : Z := fold_left (fun a r => fold_left (fun b x => Z.max b (snd x)) r a) l 0%Z.
Open Scope lazy_bool_scope.
Definition definite (bits : BinNums.positive) (sh scale lam : Z) (N : nat) (l : list (list fixed)) : bool :=
  let radius := max_radius l in
  let shift := ((lam * 2 ^ Zpos bits / 2 ^ scale + 1 + Z.of_nat N * radius) / 2 ^ sh + 1 + Z.of_nat N)%Z in
  (0 <=? sh)%Z &&& (0 <=? scale)%Z &&& (0 <=? radius)%Z &&& forallb (forallb (within radius)) l
  &&& cholesky N (map (map (coarse sh)) l) (repeat shift N).
Theorem definite_correct bits sh scale lam N l M : upper bits N M 0 l -> (forall i j, M i j = M j i) ->
  definite bits sh scale lam N l = true -> forall u, IZR lam / IZR (2 ^ scale) * sqnorm N u <= quad N M u.
Proof.
  intros U Hs D u. unfold definite in D. cbv zeta in D. set (radius := max_radius l) in *.
  set (shift := ((lam * 2 ^ Zpos bits / 2 ^ scale + 1 + Z.of_nat N * radius) / 2 ^ sh + 1 + Z.of_nat N)%Z) in *.
  apply andb_prop in D; destruct D as [D C]. apply andb_prop in D; destruct D as [D W]. apply andb_prop in D; destruct D as [D Hr].
  apply andb_prop in D; destruct D as [Hsh Hsc]. apply Z.leb_le in Hsh, Hsc, Hr.
  destruct (upper_near bits N M sh radius Hsh l 0 U W) as [T K]. rewrite PeanoNat.Nat.sub_0_r in T.
  pose proof (shift_pos sh Hsh) as Psh. pose proof (unit_pos bits) as Pu. apply IZR_le in Hr.
  apply (eigenvalue_bound (IZR (2 ^ Zpos bits) / IZR (2 ^ sh)) (IZR radius / IZR (2 ^ sh) + 1) N (map (map (coarse sh)) l) M (IZR lam / IZR (2 ^ scale)) shift u); try assumption.
  - apply Rdiv_lt_0_compat; assumption.
  - assert (0 <= IZR radius / IZR (2 ^ sh)) by (apply Rmult_le_pos; [assumption|left; apply Rinv_0_lt_compat; assumption]). lra.
  - (* the integer shift is rounded up *)
    assert (Psc : 0 < IZR (2 ^ scale)) by (apply IZR_lt; apply Z.pow_pos_nonneg; lia).
    assert (floor : forall x d : Z, (0 < d)%Z -> IZR x / IZR d <= IZR (x / d) + 1).
    { intros x d Hd. apply Rmult_le_reg_r with (IZR d); [apply IZR_lt; assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by (apply IZR_lt in Hd; lra).
      rewrite <- plus_IZR, Rmult_1_r, <- mult_IZR. apply IZR_le. pose proof (Z.div_mod x d ltac:(lia)). pose proof (Z.mod_pos_bound x d Hd). lia. }
    pose proof (floor (lam * 2 ^ Zpos bits)%Z (2 ^ scale)%Z ltac:(apply Z.pow_pos_nonneg; lia)) as B1.
    set (a := (lam * 2 ^ Zpos bits / 2 ^ scale)%Z) in *.
    pose proof (floor (a + 1 + Z.of_nat N * radius)%Z (2 ^ sh)%Z ltac:(apply Z.pow_pos_nonneg; lia)) as B2.
    unfold shift. set (b := ((a + 1 + Z.of_nat N * radius) / 2 ^ sh)%Z) in *. rewrite !plus_IZR in *. rewrite !mult_IZR in *. rewrite <- INR_IZR_INZ in *.
    set (S := IZR (2 ^ scale)) in *. set (p := IZR (2 ^ sh)) in *. set (V := IZR (2 ^ Zpos bits)) in *.
    assert (B3 : IZR lam * V / S / p <= (IZR a + 1) / p) by (apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; assumption|assumption]).
    replace (IZR lam / S * (V / p) + (IZR radius / p + 1) * INR N) with (IZR lam * V / S / p + INR N * IZR radius / p + INR N) by (field; lra).
    replace ((IZR a + 1 + INR N * IZR radius) / p) with ((IZR a + 1) / p + INR N * IZR radius / p) in B2 by (field; lra). lra.
Qed.

(* ---- inclusion ---- *)
Section Inclusion.
Variable bits : BinNums.positive.
Variable prec : F.precision.
Notation enc := (encloses bits).
Notation vec := (rep enc).

Record pair_ok (d : pair_data) (x y z : R) : Prop := {
  ok_area : enc (pd_area d) (area x y z / (2*PI));
  ok_inverse : enc (pd_inverse d) (/ (2*PI * area x y z));
  ok_weight : enc (pd_weight d) (weight x y z) }.

Lemma ione_ok : contained (ione prec) 1.
Proof. exact (int_ok prec 1). Qed.
Lemma two_pi_ok : contained (two_pi prec) (2*PI).
Proof. apply interval_mul_ok; [apply (int_ok prec 2)|apply interval_pi_ok]. Qed.
Lemma inv_as_div x : / x = 1 / x.
Proof. unfold Rdiv. ring. Qed.
Lemma make_pair_ok X Y Z x y z : enc X x -> enc Y y -> enc Z z ->
  pd_ok (make_pair bits prec (two_pi prec) X Y Z) = true ->
  0 < x * y - z^2 /\ pair_ok (make_pair bits prec (two_pi prec) X Y Z) x y z.
Proof.
  intros HX HY HZ. unfold make_pair. cbv zeta. cbn [pd_ok pd_area pd_inverse pd_weight].
  set (sq := fsub (fmul bits X Y) (fmul bits Z Z)). intros H.
  apply andb_prop in H; destruct H as [H V3]. apply andb_prop in H; destruct H as [H V2]. apply andb_prop in H; destruct H as [H V1].
  assert (Hsq : enc sq (x*y - z^2)). { replace (z^2) with (z*z) by ring. apply fsub_ok; apply fmul_ok; assumption. }
  assert (Hp : 0 < x*y - z^2) by (apply (is_positive_ok bits sq); assumption). split; [assumption|].
  assert (Ha : 0 < area x y z) by (apply sqrt_lt_R0; assumption). pose proof PI_RGT_0 as HPI. pose proof two_pi_ok as Htp.
  assert (HA : contained (I.sqrt prec (to_interval bits sq)) (area x y z)) by (apply interval_sqrt_ok, to_interval_ok; assumption).
  assert (0 < 2*PI * area x y z) by (apply Rmult_lt_0_compat; lra).
  split; cbn [pd_area pd_inverse pd_weight].
  - apply of_interval_ok; [exact V1|]. apply interval_div_ok; [lra|assumption|assumption].
  - apply of_interval_ok; [exact V2|]. rewrite inv_as_div. apply interval_div_ok; [lra|apply ione_ok|]. apply interval_mul_ok; assumption.
  - apply of_interval_ok; [exact V3|]. unfold weight. apply interval_add_ok.
    + rewrite inv_as_div. apply interval_div_ok; [lra|apply ione_ok|apply (int_ok prec 4)].
    + apply interval_div_ok; [lra| |assumption]. apply interval_atan_ok. apply interval_div_ok; [lra|apply to_interval_ok; assumption|assumption].
Qed.

Variables n k : nat.
Variable W : list (list fixed).
Variable P : nat -> R.
Hypothesis HW : rep (rep enc k) n W (neuron k P).
Definition t := make_tables bits prec n k W.
Notation x i := (gram k P i i).

Lemma row_ok i : (i < n)%nat -> vec k (row t i) (neuron k P i).
Proof. intros Hi. unfold row. apply (rep_nth (rep enc k) n W (neuron k P) i [] HW Hi). Qed.
Lemma coordinate_ok i s : (i < n)%nat -> (s < k)%nat -> enc (coordinate t i s) (neuron k P i s).
Proof. intros Hi Hs. apply (rep_nth enc k _ (neuron k P i) s fzero (row_ok i Hi) Hs). Qed.
Lemma inner_ok i j : (i < n)%nat -> (j < n)%nat -> enc (inner t i j) (gram k P i j).
Proof.
  intros Hi Hj. unfold inner. cbn [t make_tables t_gram]. rewrite (nth_tabulate n _ i [] Hi), (nth_tabulate n _ j fzero Hj).
  unfold gram, ip. apply (fdot_ok bits k); apply row_ok; assumption.
Qed.
Lemma target_pair_eq i j : (i < n)%nat -> (j < k)%nat ->
  target_pair t i j = make_pair bits prec (two_pi prec) (inner t i i) (fone bits) (coordinate t i j).
Proof. intros Hi Hj. unfold target_pair. cbn [t make_tables t_targets]. rewrite (nth_tabulate n _ i [] Hi), (nth_tabulate k _ j no_pair Hj). reflexivity. Qed.
Lemma neuron_pair_eq i j : (i < n)%nat -> (j < i)%nat ->
  neuron_pair t i j = make_pair bits prec (two_pi prec) (inner t i i) (inner t j j) (inner t i j).
Proof.
  intros Hi Hj. unfold neuron_pair. destruct (Nat.ltb_spec j i); [|lia]. cbn [t make_tables t_neurons].
  rewrite (nth_tabulate n _ i [] Hi), (nth_tabulate i _ j no_pair Hj). reflexivity.
Qed.
Lemma neuron_pair_comm i j : i <> j -> neuron_pair t i j = neuron_pair t j i.
Proof. intros H. unfold neuron_pair. destruct (Nat.ltb_spec j i), (Nat.ltb_spec i j); try lia; reflexivity. Qed.

Hypothesis Hok : tables_ok n k t = true.
Lemma tables_spec i : (i < n)%nat -> is_positive (inner t i i) = true /\ is_valid (inverse t i) = true
  /\ (forall j, (j < i)%nat -> pd_ok (neuron_pair t i j) = true) /\ (forall j, (j < k)%nat -> pd_ok (target_pair t i j) = true).
Proof.
  intros Hi. unfold tables_ok in Hok. rewrite forallb_forall in Hok. specialize (Hok i ltac:(apply in_seq; lia)).
  apply andb_prop in Hok; destruct Hok as [K1 K2]. apply andb_prop in K1; destruct K1 as [K1 K3]. apply andb_prop in K1; destruct K1 as [K1 K4].
  rewrite forallb_forall in K2, K3. repeat split; try assumption; intros j Hj; [apply K3|apply K2]; apply in_seq; lia.
Qed.
Lemma norm_pos i : (i < n)%nat -> 0 < x i.
Proof. intros Hi. apply (is_positive_ok bits (inner t i i)); [apply tables_spec; assumption|apply inner_ok; assumption]. Qed.
Lemma inverse_ok i : (i < n)%nat -> enc (inverse t i) (iv k P i).
Proof.
  intros Hi. destruct (tables_spec i Hi) as [_ [V _]]. pose proof (norm_pos i Hi). unfold inverse in *. cbn [t make_tables t_inv] in *.
  rewrite (nth_tabulate n _ i fzero Hi) in *. apply of_interval_ok; [exact V|]. unfold iv. rewrite inv_as_div.
  apply interval_div_ok; [lra|apply ione_ok|]. apply to_interval_ok. apply (inner_ok i i); assumption.
Qed.
Lemma lower_pair i j : (i < n)%nat -> (j < i)%nat -> 0 < x i * x j - gram k P i j^2 /\ pair_ok (neuron_pair t i j) (x i) (x j) (gram k P i j).
Proof.
  intros Hi Hj. destruct (tables_spec i Hi) as [_ [_ [H _]]]. specialize (H j Hj). rewrite (neuron_pair_eq i j Hi Hj) in *.
  apply make_pair_ok; try assumption; apply inner_ok; lia.
Qed.
Lemma pair_ok_comm d a b c : pair_ok d a b c -> pair_ok d b a c.
Proof.
  assert (E : area a b c = area b a c) by (unfold area; rewrite (Rmult_comm a b); reflexivity).
  assert (E2 : weight a b c = weight b a c) by (unfold weight; rewrite E; reflexivity).
  intros [A B C]. split; [rewrite <- E|rewrite <- E|rewrite <- E2]; assumption.
Qed.
Lemma neuron_pair_ok i j : (i < n)%nat -> (j < n)%nat -> i <> j ->
  0 < x i * x j - gram k P i j^2 /\ pair_ok (neuron_pair t i j) (x i) (x j) (gram k P i j).
Proof.
  intros Hi Hj Hij. destruct (Nat.lt_total i j) as [H|[H|H]]; [|contradiction|apply lower_pair; assumption].
  destruct (lower_pair j i Hj H) as [A B]. rewrite (gram_comm k P i j), (Rmult_comm (x i)). split; [assumption|].
  rewrite neuron_pair_comm by assumption. apply pair_ok_comm. assumption.
Qed.
Lemma target_pair_ok i j : (i < n)%nat -> (j < k)%nat ->
  0 < x i * 1 - neuron k P i j^2 /\ pair_ok (target_pair t i j) (x i) 1 (neuron k P i j).
Proof.
  intros Hi Hj. destruct (tables_spec i Hi) as [_ [_ [_ H]]]. specialize (H j Hj). rewrite (target_pair_eq i j Hi Hj) in *.
  apply make_pair_ok; try assumption; [apply inner_ok; assumption|apply fone_ok|apply coordinate_ok; assumption].
Qed.
Lemma point_regular : regular n k k P.
Proof.
  split; [exact norm_pos|]. split; intros i j Hi Hj.
  - intros Hij. exact (proj1 (neuron_pair_ok i j Hi Hj Hij)).
  - exact (proj1 (target_pair_ok i j Hi Hj)).
Qed.
Lemma uN_ok i j : (i < n)%nat -> (j < n)%nat -> i <> j -> enc (pd_area (neuron_pair t i j)) (uN k P i j).
Proof. intros. apply (neuron_pair_ok i j); assumption. Qed.
Lemma vN_ok i j : (i < n)%nat -> (j < n)%nat -> i <> j -> enc (pd_inverse (neuron_pair t i j)) (vN k P i j).
Proof. intros. apply (neuron_pair_ok i j); assumption. Qed.
Lemma weightN_ok i j : (i < n)%nat -> (j < n)%nat -> i <> j -> enc (pd_weight (neuron_pair t i j)) (weightN k P i j).
Proof. intros. apply (neuron_pair_ok i j); assumption. Qed.
Lemma uT_ok i j : (i < n)%nat -> (j < k)%nat -> enc (pd_area (target_pair t i j)) (uT k P i j).
Proof. intros. apply (target_pair_ok i j); assumption. Qed.
Lemma vT_ok i j : (i < n)%nat -> (j < k)%nat -> enc (pd_inverse (target_pair t i j)) (vT k P i j).
Proof. intros. apply (target_pair_ok i j); assumption. Qed.
Lemma weightT_ok i j : (i < n)%nat -> (j < k)%nat -> enc (pd_weight (target_pair t i j)) (weightT k P i j).
Proof. intros. apply (target_pair_ok i j); assumption. Qed.
Lemma target_row_ok (g : pair_data -> fixed) f i : (i < n)%nat -> (forall j, (j < k)%nat -> enc (g (target_pair t i j)) (f j)) ->
  vec k (map g (nth i (t_targets t) [])) f.
Proof.
  intros Hi H. unfold target_pair in H. cbn [t make_tables t_targets] in *. rewrite (nth_tabulate n _ i [] Hi) in *.
  unfold tabulate. rewrite map_map. apply rep_tabulate_from. intros j Hj. specialize (H j Hj). rewrite (nth_tabulate k _ j no_pair Hj) in H. exact H.
Qed.

Lemma zv_ok i l : (i < n)%nat -> (l < n)%nat -> i <> l -> enc (zv bits t i l) (gram k P i l * vN k P i l).
Proof. intros. apply fmul_ok; [apply inner_ok; assumption|apply vN_ok; assumption]. Qed.
Lemma slope_ok i : (i < n)%nat -> enc (f_slope bits n k t i) (slope n k P i).
Proof.
  intros Hi. unfold f_slope, slope. apply fadd_ok; [apply fhalf_ok|]. apply fmul_ok; [apply inverse_ok; assumption|].
  apply fsub_ok; apply fsum_ok; intros l Hl.
  - unfold off. destruct (Nat.eqb_spec i l); [apply fzero_ok|apply uN_ok; assumption].
  - apply uT_ok; assumption.
Qed.
Lemma curve_ok i : (i < n)%nat -> enc (f_curve bits n k t i) (curve n k P i).
Proof.
  intros Hi. unfold f_curve, curve. apply fmul_ok; [apply fmul_ok; apply inverse_ok; assumption|].
  apply fsub_ok; apply fsum_ok; intros l Hl.
  - unfold off. destruct (Nat.eqb_spec i l); [apply fzero_ok|]. apply fsub_ok; [|apply uN_ok; assumption].
    apply fmul_ok; [apply inner_ok; assumption|apply zv_ok; assumption].
  - apply fsub_ok; [|apply uT_ok; assumption].
    apply fmul_ok; [apply coordinate_ok; assumption|]. apply fmul_ok; [apply coordinate_ok; assumption|apply vT_ok; assumption].
Qed.
Lemma vzero_off d : vec d (repeat fzero d) (fun _ => 0).
Proof. apply vzero_ok. Qed.
Lemma weighted_rows_ok (c : nat -> fixed) (a : nat -> R) i s : (i < n)%nat ->
  (forall l, (l < n)%nat -> i <> l -> enc (c l) (a l)) ->
  vec (k - s) (vsum (k - s) n (fun l => if Nat.eqb i l then repeat fzero (k - s) else vscale bits (c l) (skipn s (row t l))))
    (fun m => sum n (fun l => off i l (a l * neuron k P l (s + m)))).
Proof.
  intros Hi H. apply (vsum_ok bits (k - s) n _ (fun l m => off i l (a l * neuron k P l (s + m)))). intros l Hl. unfold off.
  destruct (Nat.eqb_spec i l); [apply vzero_off|]. apply vscale_ok; [apply H; assumption|].
  apply (rep_skipn enc s k _ (neuron k P l)). apply row_ok; assumption.
Qed.
Lemma bend_ok i : (i < n)%nat -> vec k (f_bend bits n k t i) (bend n k P i).
Proof.
  intros Hi. unfold f_bend, bend.
  apply (vscale_ok bits k (fneg (inverse t i)) _ (- iv k P i) (fun s => sum n (fun l => off i l ((gram k P i l * vN k P i l) * neuron k P l s)) - neuron k P i s * vT k P i s)).
  - apply fneg_ok. apply inverse_ok; assumption.
  - apply (rep_zip enc enc enc fsub Rminus k _ _ (fun s => sum n (fun l => off i l ((gram k P i l * vN k P i l) * neuron k P l s))) (fun s => neuron k P i s * vT k P i s)).
    + apply fsub_ok.
    + pose proof (weighted_rows_ok (fun l => zv bits t i l) (fun l => gram k P i l * vN k P i l) i 0 Hi (fun l Hl H => zv_ok i l Hi Hl H)) as K.
      rewrite Nat.sub_0_r in K. exact K.
    + apply (rep_zip enc enc enc (fmul bits) Rmult k); [apply fmul_ok|apply row_ok; assumption|].
      apply target_row_ok; [assumption|]. intros; apply vT_ok; assumption.
Qed.
Lemma gradient_ok i : (i < n)%nat -> vec k (f_gradient bits n k t i) (gradient_entry n k k P i).
Proof.
  intros Hi. apply (rep_ext enc k _ (fun s => (slope n k P i * neuron k P i s + sum n (fun l => off i l (weightN k P i l * neuron k P l s))) - weightT k P i s)).
  - intros s Hs. symmetry. apply gradient_regrouped; assumption.
  - unfold f_gradient.
    apply (rep_zip enc enc enc fsub Rminus k _ _ (fun s => slope n k P i * neuron k P i s + sum n (fun l => off i l (weightN k P i l * neuron k P l s))) (weightT k P i)).
    + apply fsub_ok.
    + apply vadd_ok; [apply vscale_ok; [apply slope_ok; assumption|apply row_ok; assumption]|].
      pose proof (weighted_rows_ok (fun l => pd_weight (neuron_pair t i l)) (fun l => weightN k P i l) i 0 Hi (fun l Hl H => weightN_ok i l Hi Hl H)) as K.
      rewrite Nat.sub_0_r in K. exact K.
    + apply target_row_ok; [assumption|]. intros; apply weightT_ok; assumption.
Qed.
Lemma square_bound_ok m : forall g f, vec m g f -> sum m (fun s => f s * f s) * (IZR (2 ^ Zpos bits) * IZR (2 ^ Zpos bits)) <= IZR (square_bound g).
Proof.
  set (U := IZR (2 ^ Zpos bits)). induction m; intros [|x g] f; simpl sum; try (simpl; tauto); [simpl; lra|]. intros [H K].
  specialize (IHm g (fun i => f (S i)) K). cbn [square_bound fold_right]. fold (square_bound g). rewrite plus_IZR, mult_IZR, plus_IZR, abs_IZR.
  unfold encloses in H. fold U in H. set (y := Rabs (IZR (fst x)) + IZR (snd x)). assert (Hy : Rabs (f O * U) <= y).
  { replace (f O * U) with ((f O * U - IZR (fst x)) + IZR (fst x)) by ring. eapply Rle_trans; [apply Rabs_triang|unfold y; lra]. }
  apply Rabs_le_between in Hy. assert ((f O * U)^2 <= y^2) by nra. nra.
Qed.
Lemma gradient_square_ok : sqnorm (n*k) (gradient n k k P) * (IZR (2 ^ Zpos bits) * IZR (2 ^ Zpos bits)) <= IZR (gradient_square_bound bits n k t).
Proof.
  unfold sqnorm. rewrite dot_sum, sum_rows.
  rewrite (sum_ext n _ (fun i => sum k (fun s => gradient_entry n k k P i s * gradient_entry n k k P i s))).
  - unfold gradient_square_bound.
    assert (G : forall c a, (a + c <= n)%nat -> sum c (fun i => sum k (fun s => gradient_entry n k k P (a + i) s * gradient_entry n k k P (a + i) s)) * (IZR (2 ^ Zpos bits) * IZR (2 ^ Zpos bits))
      <= IZR (fold_right (fun i b => (square_bound (f_gradient bits n k t i) + b)%Z) 0%Z (seq a c))); [|exact (G n O (le_n n))].
    induction c; intros a Ha; [simpl; lra|]. cbn [seq fold_right sum]. rewrite plus_IZR, Rmult_plus_distr_r, PeanoNat.Nat.add_0_r. apply Rplus_le_compat.
    + apply square_bound_ok. apply gradient_ok. lia.
    + rewrite (sum_ext c _ (fun i => sum k (fun s => gradient_entry n k k P (S a + i) s * gradient_entry n k k P (S a + i) s))) by (intros; replace (a + S i)%nat with (S a + i)%nat by lia; reflexivity).
      apply IHc. lia.
  - intros i Hi. apply sum_ext. intros s Hs. unfold gradient. destruct (divmod k i s Hs) as [-> ->]. reflexivity.
Qed.

(* ---- Hessian and M ---- *)
Lemma diagonal_row_ok i s : (i < n)%nat -> (s < k)%nat ->
  vec (k - s) (diagonal_row bits n k t i s (f_slope bits n k t i) (vadd (vscale bits (f_curve bits n k t i) (row t i)) (f_bend bits n k t i)) (f_bend bits n k t i))
    (fun m => hessian_entry n k k P i s i (s + m)).
Proof.
  intros Hi Hs.
  apply (rep_ext enc (k - s) _ (fun m => (neuron k P i s * (curve n k P i * neuron k P i (s + m) + bend n k P i (s + m))
     + (bend n k P i s * neuron k P i (s + m) + sum n (fun l => off i l ((vN k P i l * neuron k P l s) * neuron k P l (s + m)))))
     + (if Nat.eqb 0 m then slope n k P i - vT k P i s else 0))).
  - intros m Hm. rewrite diagonal_regrouped by lia. f_equal.
    destruct (Nat.eqb_spec 0 m), (Nat.eqb_spec s (s + m)); try lia; reflexivity.
  - unfold diagonal_row.
    apply (add_at_ok bits (k - s) 0 _ _ (slope n k P i - vT k P i s)); [apply fsub_ok; [apply slope_ok; assumption|apply vT_ok; assumption]|].
    apply (vadd_ok bits (k - s) _ _ (fun m => neuron k P i s * (curve n k P i * neuron k P i (s + m) + bend n k P i (s + m)))).
    + apply (vscale_ok bits (k - s) _ _ _ (fun m => curve n k P i * neuron k P i (s + m) + bend n k P i (s + m))); [apply coordinate_ok; assumption|].
      apply (rep_skipn enc s k _ (fun m => curve n k P i * neuron k P i m + bend n k P i m)).
      apply vadd_ok; [apply vscale_ok; [apply curve_ok; assumption|apply row_ok; assumption]|apply bend_ok; assumption].
    + apply (vadd_ok bits (k - s) _ _ (fun m => bend n k P i s * neuron k P i (s + m))).
      * apply (vscale_ok bits (k - s) _ _ _ (fun m => neuron k P i (s + m))); [apply (rep_nth enc k _ (bend n k P i) s fzero (bend_ok i Hi) Hs)|].
        apply (rep_skipn enc s k _ (neuron k P i)). apply row_ok; assumption.
      * apply weighted_rows_ok; [assumption|]. intros l Hl Hil. apply fmul_ok; [apply vN_ok; assumption|apply coordinate_ok; assumption].
Qed.
Lemma block_row_ok i j s : (i < n)%nat -> (j < n)%nat -> i <> j -> (s < k)%nat ->
  vec k (block_row bits (coordinate t i s) s (make_block bits t i j)) (fun m => hessian_entry n k k P i s j m).
Proof.
  intros Hi Hj Hij Hs.
  apply (rep_ext enc k _ (fun m => (neuron k P i s * (- (iv k P i * (gram k P i j * vN k P i j)) * neuron k P i m + vN k P i j * neuron k P j m)
    + neuron k P j s * (vN k P i j * neuron k P i m + - (iv k P j * (gram k P i j * vN k P i j)) * neuron k P j m)) + (if Nat.eqb s m then weightN k P i j else 0))).
  - intros m Hm. rewrite (off_diagonal_regrouped n k P i j s m Hij). reflexivity.
  - unfold block_row, make_block. cbn [b_row b_own b_other b_weight].
    pose proof (zv_ok i j Hi Hj Hij) as Hz. pose proof (vN_ok i j Hi Hj Hij) as Hv. pose proof (row_ok i Hi) as Ri. pose proof (row_ok j Hj) as Rj.
    apply (add_at_ok bits k s _ _ (weightN k P i j)); [apply weightN_ok; assumption|].
    apply (vadd_ok bits k _ _ (fun m => neuron k P i s * (- (iv k P i * (gram k P i j * vN k P i j)) * neuron k P i m + vN k P i j * neuron k P j m))).
    + apply (vscale_ok bits k _ _ _ (fun m => - (iv k P i * (gram k P i j * vN k P i j)) * neuron k P i m + vN k P i j * neuron k P j m)); [apply coordinate_ok; assumption|].
      apply vadd_ok; apply vscale_ok; try assumption. apply fneg_ok, fmul_ok; [apply inverse_ok; assumption|assumption].
    + apply (vscale_ok bits k _ _ _ (fun m => vN k P i j * neuron k P i m + - (iv k P j * (gram k P i j * vN k P i j)) * neuron k P j m)); [apply (coordinate_ok j s); assumption|].
      apply vadd_ok; apply vscale_ok; try assumption. apply fneg_ok, fmul_ok; [apply inverse_ok; assumption|assumption].
Qed.
Lemma rep_concat g c : forall a f, (forall j, (j < c)%nat -> vec k (g (a + j)%nat) (fun m => f (j * k + m)%nat)) -> vec (c * k) (concat (map g (seq a c))) f.
Proof.
  induction c; intros a f H; [exact I|]. simpl. apply (rep_app enc k (c * k)).
  - specialize (H O ltac:(lia)). rewrite PeanoNat.Nat.add_0_r in H. exact H.
  - apply (IHc (S a) (fun m => f (k + m)%nat)). intros j Hj. specialize (H (S j) ltac:(lia)).
    replace (a + S j)%nat with (S a + j)%nat in H by lia. apply (rep_ext enc k _ _ _ (fun m _ => f_equal f (eq_trans (eq_sym (Nat.add_assoc k (j * k) m)) eq_refl)) H).
Qed.
Lemma hessian_entry_at i s j m : (s < k)%nat -> (m < k)%nat -> hessian n k k P (i * k + s) (j * k + m) = hessian_entry n k k P i s j m.
Proof. intros Hs Hm. unfold hessian. destruct (divmod k i s Hs) as [-> ->]. destruct (divmod k j m Hm) as [-> ->]. reflexivity. Qed.
Lemma neuron_row_ok i s : (i < n)%nat -> (s < k)%nat ->
  vec (n * k - (i * k + s)) (nth s (neuron_rows bits n k t i) []) (fun m => hessian n k k P (i * k + s) (i * k + s + m)).
Proof.
  intros Hi Hs. unfold neuron_rows. cbv zeta.
  rewrite (nth_map_seq k _ s [] Hs). rewrite map_map.
  replace (n * k - (i * k + s))%nat with ((k - s) + (n - S i) * k)%nat.
  - apply (rep_app enc (k - s) ((n - S i) * k)).
    + apply (rep_ext enc (k - s) _ _ _ (fun m (Hm : (m < k - s)%nat) => eq_trans (eq_sym (hessian_entry_at i s i (s + m) Hs ltac:(lia))) (f_equal (hessian n k k P (i*k+s)) (Nat.add_assoc (i * k) s m)))).
      apply diagonal_row_ok; assumption.
    + apply rep_concat. intros j Hj.
      apply (rep_ext enc k _ (fun m => hessian_entry n k k P i s (S i + j) m)).
      * intros m Hm. rewrite <- hessian_entry_at by assumption. f_equal. nia.
      * apply block_row_ok; lia.
  - assert (E : (n * k = i * k + k + (n - S i) * k)%nat).
    { replace (n * k)%nat with ((S i + (n - S i)) * k)%nat by (f_equal; lia). rewrite Nat.mul_add_distr_r. simpl. lia. }
    rewrite E. set (a := ((n - S i) * k)%nat). set (b := (i * k)%nat). lia.
Qed.
Lemma hessian_rows_ok : upper bits (n * k) (hessian n k k P) 0 (hessian_rows bits n k t).
Proof.
  unfold hessian_rows. assert (G : forall c i, (i + c = n)%nat -> upper bits (n * k) (hessian n k k P) (i * k) (flat_map (neuron_rows bits n k t) (seq i c))).
  - induction c; intros i Hi; [simpl; f_equal; lia|]. cbn [seq flat_map].
    assert (E : neuron_rows bits n k t i = map (fun s => nth s (neuron_rows bits n k t i) []) (seq 0 k)).
    { assert (L : length (neuron_rows bits n k t i) = k) by (unfold neuron_rows; cbv zeta; rewrite map_length, seq_length; reflexivity).
      rewrite <- L at 2. clear. set (l := neuron_rows bits n k t i). clearbody l. induction l as [|r l IH]; [reflexivity|].
      simpl. f_equal. rewrite <- seq_shift, map_map. exact IH. }
    rewrite E. apply upper_app.
    + intros s Hs. simpl (0 + s)%nat. split; [nia|]. apply neuron_row_ok; lia.
    + replace (i * k + k)%nat with (S i * k)%nat by (simpl; lia). apply IHc. lia.
  - apply (G n O). reflexivity.
Qed.
Lemma extra_rows_ok : upper bits n (extraM n k P) 0 (extra_rows bits n k t).
Proof.
  unfold extra_rows. rewrite <- (app_nil_r (map _ _)). apply upper_app; [|reflexivity]. intros i Hi. simpl (0 + i)%nat. split; [assumption|].
  replace (n - i)%nat with (S (n - S i)) by lia. split.
  - rewrite PeanoNat.Nat.add_0_r. unfold extraM. rewrite Nat.eqb_refl. apply slope_ok; assumption.
  - apply rep_tabulate_from. intros j Hj. unfold extraM. destruct (Nat.eqb_spec i (i + S j)); [lia|].
    replace (S i + j)%nat with (i + S j)%nat by lia. apply weightN_ok; lia.
Qed.
(* ---- objective ---- *)
Lemma pair_value_ok z d a b c : enc z c -> pair_ok d a b c -> enc (f_pair_value bits z d) (pair_atan a b c).
Proof. intros Hz [A _ C]. unfold f_pair_value, pair_atan. apply fadd_ok; [exact A|]. apply fmul_ok; assumption. Qed.
(* sum over the targets alone: k/2 + k(k-1)/(2 pi) *)
Lemma target_part_eq : target_part k k = sum k (fun _ => /2) + (sum k (fun i => sum i (fun _ => 1/(2*PI))) + sum k (fun i => sum i (fun _ => 1/(2*PI)))).
Proof.
  unfold target_part. rewrite (sum_ext k _ (fun i => sum k (fun j => if Nat.eqb i j then /2 else 1/(2*PI)))).
  - rewrite (sum_strict_upper k (fun i j => if Nat.eqb i j then /2 else 1/(2*PI))) by (intros; rewrite Nat.eqb_sym; reflexivity).
    rewrite (sum_ext k (fun i => if Nat.eqb i i then /2 else 1/(2*PI)) (fun _ => /2)) by (intros; rewrite Nat.eqb_refl; reflexivity).
    rewrite (sum_ext k (fun i => sum i (fun j => if Nat.eqb i j then /2 else 1/(2*PI))) (fun i => sum i (fun _ => 1/(2*PI)))). ring.
    intros i Hi. apply sum_ext. intros j Hj. destruct (Nat.eqb_spec i j); [lia|reflexivity].
  - intros i Hi. apply sum_ext. intros j Hj. unfold f. rewrite !(ip_basis k) by lia. unfold basis. rewrite !Nat.eqb_refl.
    destruct (Nat.eqb_spec i j) as [E|E].
    + rewrite pair_diag by lra. field.
    + rewrite pair_eq_pair_atan by lra. unfold pair_atan, weight, area.
      replace (1*1 - 0^2) with 1 by ring. rewrite sqrt_1. field. pose proof PI_RGT_0; lra.
Qed.
Hypothesis Hk : (0 < k)%nat.
Hypothesis Hobj : objective_ok bits prec = true.
Lemma objective_enclosed : enc (f_objective bits prec n k t) (objective n k k P).
Proof.
  rewrite (objective_eq_atan n k k) by (try lia; apply point_regular).
  unfold objective_atan. rewrite target_part_eq.
  rewrite (sum_strict_upper n (fun i j => if Nat.eqb i j then gram k P i i / 2 else pair_atan (gram k P i i) (gram k P j j) (gram k P i j))).
  2:{ intros i j. rewrite (Nat.eqb_sym j i). destruct (Nat.eqb_spec i j); [subst; reflexivity|]. unfold pair_atan, weight, area.
      rewrite (gram_comm k P j i), (Rmult_comm (gram k P j j)). reflexivity. }
  rewrite (sum_ext n (fun i => if Nat.eqb i i then _ else _) (fun i => /2 * gram k P i i)) by (intros; rewrite Nat.eqb_refl; field).
  rewrite (sum_ext n (fun i => sum i _) (fun i => sum i (fun j => pair_atan (gram k P i i) (gram k P j j) (gram k P i j)))).
  2:{ intros i Hi. apply sum_ext. intros j Hj. destruct (Nat.eqb_spec i j); [lia|reflexivity]. }
  unfold f_objective. cbv zeta.
  match goal with |- enc _ (/2 * (?a + 2 * ?b - 2 * ?c + ?d)) => replace (/2 * (a + 2 * b - 2 * c + d)) with (/2 * ((a + (b + b)) - (c + c) + d)) by ring end.
  assert (Hc : enc (of_interval bits (I.div prec (ione prec) (two_pi prec))) (1/(2*PI))).
  { apply of_interval_ok; [exact Hobj|]. apply interval_div_ok; [pose proof PI_RGT_0; lra|apply ione_ok|apply two_pi_ok]. }
  apply fmul_ok; [apply fhalf_ok|]. apply fadd_ok; [apply fsub_ok; [apply fadd_ok; [|apply fadd_ok]|apply fadd_ok]|apply fadd_ok; [|apply fadd_ok]];
    apply fsum_ok; intros i Hi.
  - apply fmul_ok; [apply fhalf_ok|apply inner_ok; assumption].
  - apply fsum_ok; intros j Hj. apply pair_value_ok; [apply inner_ok; lia|apply neuron_pair_ok; lia].
  - apply fsum_ok; intros j Hj. apply pair_value_ok; [apply inner_ok; lia|apply neuron_pair_ok; lia].
  - apply fsum_ok; intros j Hj. apply pair_value_ok; [apply coordinate_ok; assumption|apply target_pair_ok; assumption].
  - apply fsum_ok; intros j Hj. apply pair_value_ok; [apply coordinate_ok; assumption|apply target_pair_ok; assumption].
  - apply fhalf_ok.
  - apply fsum_ok; intros j Hj; assumption.
  - apply fsum_ok; intros j Hj; assumption.
Qed.
End Inclusion.
