(* The certificate format, the checker, and what its answer "true" proves in width d = k. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums Existence Objective Hessian FixedPoint PositiveDefinite Regrouped Enclosure.
Import ListNotations.
Open Scope R_scope.

(* All numbers of the claim are z / 2^scale. *)
Record certificate := {
  neurons : nat;                (* n *)
  targets : nat;                (* k; the width of the centre is k *)
  scale : Z;
  centre : list (list Z);       (* n rows of k *)
  radius : Z;                   (* distance from the centre to the minimum, at most *)
  box : Z;                      (* radius of the ball on which the Hessian is bounded; radius < box *)
  lambda : Z;                   (* lower bound of the eigenvalues of the Hessian on that ball, and of M *)
  objective_bound : Z;          (* F at the minimum is greater *)
  point_bits : BinNums.positive;    (* working precision at the centre *)
  hessian_bits : BinNums.positive;  (* working precision on the ball *)
  factor_bits : Z               (* precision of the Cholesky factor; 2 factor_bits <= hessian_bits *)
}.

(* conjunctions are lazy: a failing part ends the computation *)
Open Scope lazy_bool_scope.
Section Check.
Variable c : certificate.
Let n := neurons c.
Let k := targets c.
Let S := (2 ^ scale c)%Z.
Definition working (bits : BinNums.positive) : F.precision := F.PtoP (bits + 16).
Definition fixed_point (bits : BinNums.positive) (spread : Z) : list (list fixed) :=
  map (map (fun z => scaled bits (scale c) z spread)) (centre c).
Definition shape_ok : bool :=
  Nat.ltb 0 k &&& Nat.leb k n &&& Nat.eqb (length (centre c)) n &&& forallb (fun r => Nat.eqb (length r) k) (centre c)
  &&& (0 <=? scale c)%Z &&& (0 <? box c)%Z &&& (0 <? lambda c)%Z &&& (0 <=? radius c)%Z &&& (0 <? objective_bound c)%Z.
(* at the centre: gradient and objective *)
Definition centre_ok : bool :=
  let b := point_bits c in let U := (2 ^ Zpos b)%Z in
  let t := make_tables b (working b) n k (fixed_point b 0) in
  tables_ok n k t &&& objective_ok b (working b) &&&
  (let g := gradient_square_bound b n k t in let f := f_objective b (working b) n k t in
   (4 * g * S^4 <? (lambda c * box c * U)^2)%Z &&& (g * S^4 <=? (lambda c * radius c * U)^2)%Z
   &&& (2 * lambda c * objective_bound c * U^2 + g * S^2 <? 2 * lambda c * U * S * (fst f - snd f))%Z).
(* on the ball: Hessian and M *)
Definition box_tables := let b := hessian_bits c in make_tables b (working b) n k (fixed_point b (box c)).
Definition ball_ok : bool :=
  let b := hessian_bits c in let t := box_tables in let sh := (Zpos b - 2 * factor_bits c)%Z in
  tables_ok n k t &&& definite b sh (scale c) (lambda c) n (extra_rows b n k t)
  &&& definite b sh (scale c) (lambda c) (n * k) (hessian_rows b n k t).
Definition check : bool := shape_ok &&& centre_ok &&& ball_ok.
End Check.

Definition dyadic (c : certificate) (z : Z) : R := IZR z / IZR (2 ^ scale c).
(* the centre as a point of R^{nk} *)
Definition centre_point (c : certificate) (I : nat) : R :=
  dyadic c (nth (I mod targets c) (nth (I / targets c) (centre c) []) 0%Z).

Section Correct.
Variable c : certificate.
Notation n := (neurons c).
Notation k := (targets c).
Notation N := (neurons c * targets c)%nat.
Notation S := (IZR (2 ^ scale c)).
Notation C := (centre_point c).
Notation rho := (dyadic c (box c)).
Notation lam := (dyadic c (lambda c)).
Hypothesis Hcheck : check c = true.

Record shape : Prop := { sh_k : (0 < k)%nat; sh_kn : (k <= n)%nat; sh_n : length (centre c) = n;
  sh_rows : forall r, In r (centre c) -> length r = k; sh_scale : (0 <= scale c)%Z; sh_box : (0 < box c)%Z; sh_lambda : (0 < lambda c)%Z;
  sh_radius : (0 <= radius c)%Z; sh_objective : (0 < objective_bound c)%Z }.
Lemma shape_correct : shape.
Proof.
  unfold check in Hcheck. apply andb_prop in Hcheck; destruct Hcheck as [H _]. apply andb_prop in H; destruct H as [H _]. unfold shape_ok in H.
  repeat (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  split; try (apply Z.ltb_lt; assumption); try (apply Z.leb_le; assumption).
  - apply Nat.ltb_lt; assumption.
  - apply Nat.leb_le; assumption.
  - apply Nat.eqb_eq; assumption.
  - rewrite forallb_forall in K4. intros r Hr. apply Nat.eqb_eq. apply K4. assumption.
Qed.
Lemma scale_pos : 0 < S.
Proof. apply IZR_lt. apply Z.pow_pos_nonneg; [lia|]. apply shape_correct. Qed.
Lemma dyadic_pos z : (0 < z)%Z -> 0 < dyadic c z.
Proof. intros. apply Rdiv_lt_0_compat; [apply IZR_lt; assumption|apply scale_pos]. Qed.

(* the enclosure of a point whose coordinates are within spread / 2^scale of the centre *)
Lemma fixed_point_ok b spread P : (forall I, (I < N)%nat -> Rabs (P I - C I) <= dyadic c spread) ->
  rep (rep (encloses b) k) n (fixed_point c b spread) (neuron k P).
Proof.
  intros H. unfold fixed_point. destruct shape_correct.
  assert (E : rep (fun (r : list Z) (f : nat -> R) => rep (fun z a => Rabs (a - dyadic c z) <= dyadic c spread) k r f) n (centre c) (neuron k P)).
  { assert (G : forall m l a, (length l = m)%nat -> (forall i, (i < m)%nat -> nth i l [] = nth (a + i) (centre c) [] /\ (a + i < n)%nat) ->
       rep (fun (r : list Z) (f : nat -> R) => rep (fun z a => Rabs (a - dyadic c z) <= dyadic c spread) k r f) m l (fun i => neuron k P (a + i))).
    { induction m; intros [|r l] a L G; simpl in *; try discriminate; [exact I|]. destruct (G O ltac:(lia)) as [G0 Ga]. rewrite Nat.add_0_r in *. split.
      - assert (Lr : length r = k) by (apply sh_rows0; rewrite G0; apply nth_In; lia).
        rewrite G0 in *. clear G0 r. set (r := nth a (centre c) []) in *.
        assert (G2 : forall m' l' b', (length l' = m')%nat -> (forall s, (s < m')%nat -> nth s l' 0%Z = nth (b' + s) r 0%Z /\ (b' + s < k)%nat) ->
          rep (fun z a => Rabs (a - dyadic c z) <= dyadic c spread) m' l' (fun s => neuron k P a (b' + s)%nat)).
        { induction m'; intros [|z l'] b' L' G'; simpl in *; try discriminate; [exact I|]. destruct (G' O ltac:(lia)) as [G1 Gb]. rewrite Nat.add_0_r in *. split.
          - subst z. specialize (H (a * k + b')%nat ltac:(nia)). unfold centre_point in H. destruct (divmod k a b' Gb) as [E1 E2]. rewrite E1, E2 in H. exact H.
          - apply (rep_ext _ m' l' (fun s => neuron k P a (Datatypes.S b' + s)%nat)); [intros; f_equal; lia|].
            apply IHm'; [congruence|]. intros s Hs. specialize (G' (Datatypes.S s) ltac:(lia)). replace (Datatypes.S b' + s)%nat with (b' + Datatypes.S s)%nat by lia. exact G'. }
        apply (G2 k r O Lr). intros s Hs. split; [reflexivity|assumption].
      - apply (rep_ext _ m l (fun i => neuron k P (Datatypes.S a + i)%nat)); [intros; f_equal; lia|].
        apply IHm; [congruence|]. intros i Hi. specialize (G (Datatypes.S i) ltac:(lia)). replace (Datatypes.S a + i)%nat with (a + Datatypes.S i)%nat by lia. exact G. }
    apply (G n (centre c) O sh_n0). intros i Hi. split; [reflexivity|assumption]. }
  refine (rep_map _ _ _ (fun f => f) n _ (neuron k P) _ E). intros r f. refine (rep_map _ _ _ (fun a => a) k r f _).
  intros z a Hz. apply scaled_ok; assumption.
Qed.
Lemma centre_enclosed b : rep (rep (encloses b) k) n (fixed_point c b 0) (neuron k C).
Proof.
  apply fixed_point_ok. intros I _. unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. unfold dyadic, Rdiv. rewrite Rmult_0_l. lra.
Qed.
Lemma ball_enclosed b P : Ball N C rho P -> rep (rep (encloses b) k) n (fixed_point c b (box c)) (neuron k P).
Proof.
  intros [_ H]. apply fixed_point_ok. intros I HI. pose proof (coord N (vsub P C) I HI) as Hc. unfold vsub in Hc at 1.
  pose proof (dyadic_pos (box c) (sh_box shape_correct)). apply Rabs_le. nra.
Qed.

Lemma ball_correct P : Ball N C rho P ->
  regular n k k P /\ (forall u, lam * sqnorm N u <= quad N (hessian n k k P) u) /\ (forall u, lam * sqnorm n u <= quad n (extraM n k P) u).
Proof.
  intros HB. assert (H := Hcheck). unfold check in H. apply andb_prop in H; destruct H as [_ H]. unfold ball_ok in H. cbv zeta in H.
  apply andb_prop in H; destruct H as [H H3]. apply andb_prop in H; destruct H as [H1 H2].
  pose proof (sh_k shape_correct) as Hk. set (b := hessian_bits c) in *. pose proof (ball_enclosed b P HB) as HW. unfold box_tables in *. fold b in H1, H2, H3.
  split; [|split].
  - apply (point_regular b (working b) n k _ P HW H1).
  - refine (definite_correct b _ _ _ N _ (hessian n k k P) _ (hessian_sym n k k P) H3).
    apply (hessian_rows_ok b (working b) n k _ P HW H1).
  - refine (definite_correct b _ _ _ n _ (extraM n k P) _ (extraM_sym n k P) H2).
    apply (extra_rows_ok b (working b) n k _ P HW H1).
Qed.
Lemma centre_correct : let g := sqnorm N (gradient n k k C) in
  4 * g < lam^2 * rho^2 /\ g <= lam^2 * (dyadic c (radius c))^2 /\ dyadic c (objective_bound c) < objective n k k C - g / (2*lam).
Proof.
  assert (H := Hcheck). unfold check in H. apply andb_prop in H; destruct H as [H _]. apply andb_prop in H; destruct H as [_ H].
  unfold centre_ok in H. cbv zeta in H. set (b := point_bits c) in *.
  set (tb := make_tables b (working b) n k (fixed_point c b 0)) in *.
  apply andb_prop in H; destruct H as [H H5]. apply andb_prop in H; destruct H as [H1 H2].
  apply andb_prop in H5; destruct H5 as [H4 H5]. apply andb_prop in H4; destruct H4 as [H3 H4].
  apply Z.ltb_lt, IZR_lt in H3. apply Z.leb_le, IZR_le in H4. apply Z.ltb_lt, IZR_lt in H5.
  pose proof (sh_k shape_correct) as Hk. pose proof (centre_enclosed b) as HW.
  pose proof (gradient_square_ok b (working b) n k _ C HW H1) as HG.
  pose proof (objective_enclosed b (working b) n k _ C HW H1 Hk H2) as HF.
  change (Enclosure.t b (working b) n k (fixed_point c b 0)) with tb in *.
  set (gz := gradient_square_bound b n k tb) in *. set (fz := f_objective b (working b) n k tb) in *.
  set (g := sqnorm N (gradient n k k C)) in *. unfold encloses in HF. apply Rabs_le_between in HF. unfold dyadic.
  pose proof scale_pos as HS. pose proof (sh_lambda shape_correct) as HL. apply IZR_lt in HL.
  rewrite plus_IZR in H5. repeat rewrite mult_IZR in H3. repeat rewrite mult_IZR in H4. repeat rewrite mult_IZR in H5. rewrite minus_IZR in H5.
  repeat match goal with H : context [IZR (?x ^ 2)] |- _ => change (x ^ 2)%Z with (x ^ Z.of_nat 2)%Z in H; rewrite <- (pow_IZR x 2) in H end.
  repeat match goal with H : context [IZR (?x ^ 4)] |- _ => change (x ^ 4)%Z with (x ^ Z.of_nat 4)%Z in H; rewrite <- (pow_IZR x 4) in H end.
  rewrite ?mult_IZR in *.
  assert (HU : 0 < IZR (2 ^ Zpos b)) by (apply IZR_lt; apply Z.pow_pos_nonneg; lia).
  set (U := IZR (2 ^ Zpos b)) in *. set (s := S) in *. set (L := IZR (lambda c)) in *. set (B := IZR (box c)) in *.
  set (r := IZR (radius c)) in *. set (ob := IZR (objective_bound c)) in *. set (F0 := objective n k k C) in *.
  set (G := IZR gz) in *. set (f1 := IZR (fst fz)) in *. set (f2 := IZR (snd fz)) in *.
  clearbody U s L B r ob F0 G f1 f2 g. clear - H3 H4 H5 HG HF HS HL HU.
  assert (HS4 : 0 < s^4) by (apply pow_lt; assumption). assert (HU2 : 0 < U * U) by (apply Rmult_lt_0_compat; assumption).
  assert (K : g * (U * U) * s^4 <= G * s^4) by (apply Rmult_le_compat_r; lra).
  repeat split.
  - apply Rmult_lt_reg_r with (U * U * s^4); [apply Rmult_lt_0_compat; assumption|].
    replace ((L / s)^2 * (B / s)^2 * (U * U * s^4)) with ((L * B * U)^2) by (field; lra). lra.
  - apply Rmult_le_reg_r with (U * U * s^4); [apply Rmult_lt_0_compat; assumption|].
    replace ((L / s)^2 * (r / s)^2 * (U * U * s^4)) with ((L * r * U)^2) by (field; lra). lra.
  - apply Rmult_lt_reg_r with (2 * L * s * (U * U)); [repeat apply Rmult_lt_0_compat; lra|].
    replace (ob / s * (2 * L * s * (U * U))) with (2 * L * ob * U^2) by (field; lra).
    replace ((F0 - g / (2 * (L / s))) * (2 * L * s * (U * U))) with (2 * L * s * U * (F0 * U) - g * (U * U) * s^2) by (field; lra).
    assert (HS2 : 0 < s^2) by (apply pow_lt; assumption).
    assert (K2 : g * (U * U) * s^2 <= G * s^2) by (apply Rmult_le_compat_r; lra).
    assert (K3 : 2 * L * s * U * (f1 - f2) <= 2 * L * s * U * (F0 * U)).
    { apply Rmult_le_compat_l; [|lra]. repeat apply Rmult_le_pos; lra. }
    replace (2 * L * U * s * (f1 - f2)) with (2 * L * s * U * (f1 - f2)) in H5 by ring.
    revert H5 K2 K3. generalize (2 * L * ob * U^2) (G * s^2) (2 * L * s * U * (f1 - f2)) (g * (U * U) * s^2) (2 * L * s * U * (F0 * U)).
    clear. intros. lra.
Qed.

(* mathematics.md 4.1 and 4.9, in width k *)
Theorem check_width_k : exists p, Ball N C rho p /\ regular n k k p /\ (forall u, derivative1 n k k p u = 0)
  /\ (forall u, lam * sqnorm N u <= quad N (hessian n k k p) u) /\ (forall u, lam * sqnorm n u <= quad n (extraM n k p) u)
  /\ sqnorm N (vsub p C) <= (dyadic c (radius c))^2 /\ dyadic c (objective_bound c) < objective n k k p
  /\ forall q, Ball N C rho q -> objective n k k p + lam/2 * sqnorm N (vsub q p) <= objective n k k q.
Proof.
  pose proof shape_correct as HS. pose proof (dyadic_pos _ (sh_lambda HS)) as Hl. pose proof (dyadic_pos _ (sh_box HS)) as Hr.
  destruct centre_correct as [E1 [E2 E3]].
  destruct (minimum n k k (sh_k HS) (le_n k) C rho lam Hl) as [p [A1 [A2 [A3 [A4 A5]]]]]; try assumption.
  - intros; apply ball_correct; assumption.
  - intros; apply ball_correct; assumption.
  - destruct (ball_correct p A1) as [B1 [B2 B3]]. exists p. repeat (split; [assumption|]). split; [|split; [lra|assumption]].
    eapply Rle_trans; [exact A3|]. apply Rmult_le_reg_r with (lam^2); [apply pow_lt; assumption|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by (apply pow_nonzero; lra). lra.
Qed.
End Correct.
