(* The final statements.  To read them one needs this file up to the theorems, "sum" of Sums.v, and the record "certificate" and
   "dyadic" of Checker.v (c.z means z / 2^scale); "check" is the program whose answer is computed, its text need not be read. *)
From Coq Require Import Arith Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Coq Require Export List ZArith Reals.
From Spurious Require Export Sums Checker.
From Spurious Require Import PairFunction Objective Hessian Existence Regrouped LocalMinimum Dimension.
Export ListNotations.
Open Scope R_scope.

(* Vectors of R^d are functions of the coordinate s < d; weights are matrices, row i < n is neuron i. *)
Definition inner (d : nat) (a b : nat -> R) : R := sum d (fun s => a s * b s).
Definition norm (d : nat) (a : nat -> R) : R := sqrt (inner d a a).
Definition angle (d : nat) (a b : nat -> R) : R := acos (inner d a b / (norm d a * norm d b)).
(* (S7): E [a.x]_+ [b.x]_+ for a standard Gaussian x *)
Definition pair_value (d : nat) (a b : nat -> R) : R :=
  (norm d a * norm d b * sin (angle d a b) + (PI - angle d a b) * inner d a b) / (2*PI).
Definition unit_vector (j s : nat) : R := if Nat.eqb j s then 1 else 0.
(* (S6): the objective of n neurons with the k orthonormal targets e_0, ..., e_{k-1} of R^d *)
Definition F (n k d : nat) (W : nat -> nat -> R) : R :=
  /2 * (sum n (fun i => sum n (fun j => pair_value d (W i) (W j)))
        - 2 * sum n (fun i => sum k (fun j => pair_value d (W i) (unit_vector j)))
        + sum k (fun i => sum k (fun j => pair_value d (unit_vector i) (unit_vector j)))).

Definition distance2 (n d : nat) (P Q : nat -> nat -> R) : R := sum n (fun i => sum d (fun s => (P i s - Q i s)^2)).
Definition strict_local_minimum (n d : nat) (G : (nat -> nat -> R) -> R) (P : nat -> nat -> R) : Prop :=
  exists r, 0 < r /\ forall Q, 0 < distance2 n d Q P < r^2 -> G P < G Q.
(* the first k neurons equal to the targets, the others zero *)
Definition target_weights (k i s : nat) : R := if Nat.ltb i k then unit_vector i s else 0.
(* W has k columns; the others are set to zero *)
Definition widen (k : nat) (W : nat -> nat -> R) (i s : nat) : R := if Nat.ltb s k then W i s else 0.
Definition centre_weights (c : certificate) (i s : nat) : R := dyadic c (nth s (nth i (centre c) []) 0%Z).

(* What a certificate claims: one point P of R^{nk}, near the centre, that is the minimum over a ball about the centre, with
   quadratic growth; and padded with zeros to any width d >= k it is a strict local minimum, with quadratic growth, at which F is
   greater than a positive bound, while F is zero at the targets: a spurious local minimum. *)
Definition spurious_minimum (c : certificate) : Prop :=
  let n := neurons c in let k := targets c in let lam := dyadic c (lambda c) in
  (0 < k <= n)%nat /\ 0 < lam /\
  exists P : nat -> nat -> R,
    distance2 n k P (centre_weights c) <= dyadic c (radius c) ^ 2
    /\ (forall Q, distance2 n k Q (centre_weights c) <= dyadic c (box c) ^ 2 -> F n k k P + lam/2 * distance2 n k Q P <= F n k k Q)
    /\ forall d, (k <= d)%nat ->
         strict_local_minimum n d (F n k d) (widen k P)
         /\ (exists r, 0 < r /\ forall Q, distance2 n d Q (widen k P) < r^2 ->
               F n k d (widen k P) + lam/4 * distance2 n d Q (widen k P) <= F n k d Q)
         /\ 0 < dyadic c (objective_bound c) < F n k d (widen k P)
         /\ F n k d (target_weights k) = 0.

(* ---- proofs ---- *)
Lemma inner_ext d a a' b b' : (forall s, (s < d)%nat -> a s = a' s) -> (forall s, (s < d)%nat -> b s = b' s) -> inner d a b = inner d a' b'.
Proof. intros Ha Hb. apply sum_ext. intros s Hs. rewrite Ha, Hb by assumption. reflexivity. Qed.
Lemma pair_value_ext d a a' b b' : (forall s, (s < d)%nat -> a s = a' s) -> (forall s, (s < d)%nat -> b s = b' s) -> pair_value d a b = pair_value d a' b'.
Proof.
  intros Ha Hb. unfold pair_value, angle, norm. rewrite (inner_ext d a a' b b' Ha Hb), (inner_ext d a a' a a' Ha Ha), (inner_ext d b b' b b' Hb Hb). reflexivity.
Qed.
Lemma F_ext n k d W W' : (forall i s, (i < n)%nat -> (s < d)%nat -> W i s = W' i s) -> F n k d W = F n k d W'.
Proof.
  intros H. unfold F. f_equal. f_equal. f_equal; [|f_equal].
  - apply sum_ext; intros i Hi; apply sum_ext; intros j Hj. apply pair_value_ext; intros; apply H; assumption.
  - apply sum_ext; intros i Hi; apply sum_ext; intros j Hj. apply pair_value_ext; [intros; apply H; assumption|reflexivity].
Qed.
Lemma distance2_ext n d P P' Q Q' : (forall i s, (i < n)%nat -> (s < d)%nat -> P i s = P' i s) -> (forall i s, (i < n)%nat -> (s < d)%nat -> Q i s = Q' i s) ->
  distance2 n d P Q = distance2 n d P' Q'.
Proof. intros HP HQ. apply sum_ext; intros i Hi; apply sum_ext; intros s Hs. rewrite HP, HQ by assumption. reflexivity. Qed.
Lemma objective_F n k d p : objective n k d p = F n k d (neuron d p).
Proof. reflexivity. Qed.
Lemma sqnorm_distance2 n d p q : sqnorm (n * d) (vsub p q) = distance2 n d (neuron d p) (neuron d q).
Proof.
  unfold sqnorm. rewrite dot_sum, sum_rows. apply sum_ext; intros i Hi; apply sum_ext; intros s Hs. unfold vsub, neuron. ring.
Qed.
(* W as a point of R^{nd}; where no entry is meant, the point base *)
Definition flatten (n d : nat) (base : nat -> R) (W : nat -> nat -> R) (I : nat) : R := if Nat.ltb I (n * d) then W (I / d)%nat (I mod d)%nat else base I.
Lemma neuron_flatten n d base W i s : (i < n)%nat -> (s < d)%nat -> neuron d (flatten n d base W) i s = W i s.
Proof.
  intros Hi Hs. unfold neuron, flatten. destruct (Nat.ltb_spec (i * d + s) (n * d)); [|nia]. destruct (divmod d i s Hs) as [-> ->]. reflexivity.
Qed.
Lemma flatten_outside n d base W I : (n * d <= I)%nat -> flatten n d base W I = base I.
Proof. intros H. unfold flatten. destruct (Nat.ltb_spec I (n * d)); [lia|reflexivity]. Qed.
Lemma neuron_centre c i s : (s < targets c)%nat -> neuron (targets c) (centre_point c) i s = centre_weights c i s.
Proof. intros Hs. unfold neuron, centre_point, centre_weights. destruct (divmod (targets c) i s Hs) as [-> ->]. reflexivity. Qed.

(* F vanishes at the targets: the other neurons are zero. *)
Lemma pair_value_zero_l d b : pair_value d (fun _ => 0) b = 0.
Proof.
  unfold pair_value, norm, inner. rewrite (sum_ext d (fun s => 0 * b s) (fun _ => 0)), (sum_ext d (fun s => 0 * 0) (fun _ => 0)), sum_0 by (intros; ring).
  rewrite sqrt_0. unfold Rdiv. ring.
Qed.
Lemma pair_value_zero_r d a : pair_value d a (fun _ => 0) = 0.
Proof.
  unfold pair_value, norm, inner. rewrite (sum_ext d (fun s => a s * 0) (fun _ => 0)), (sum_ext d (fun s => 0 * 0) (fun _ => 0)), sum_0 by (intros; ring).
  rewrite sqrt_0. unfold Rdiv. ring.
Qed.
Lemma F_targets n k d : (k <= n)%nat -> F n k d (target_weights k) = 0.
Proof.
  intros Hkn. set (e := fun i j => pair_value d (unit_vector i) (unit_vector j)). unfold F.
  assert (T1 : forall i, (i < k)%nat -> target_weights k i = unit_vector i).
  { intros i Hi. unfold target_weights. destruct (Nat.ltb_spec i k); [reflexivity|lia]. }
  assert (T2 : forall i, (k <= i)%nat -> target_weights k i = fun _ => 0).
  { intros i Hi. unfold target_weights. destruct (Nat.ltb_spec i k); [lia|reflexivity]. }
  rewrite (sum_ext n (fun i => sum n _) (fun i => if Nat.ltb i k then sum k (fun j => e i j) else 0)).
  - rewrite (sum_ext n (fun i => sum k _) (fun i => if Nat.ltb i k then sum k (fun j => e i j) else 0)).
    + rewrite !(sum_prefix n k (fun i => sum k (fun j => e i j)) Hkn). change (sum k (fun i => sum k (fun j => pair_value d (unit_vector i) (unit_vector j)))) with (sum k (fun i => sum k (fun j => e i j))). field.
    + intros i Hi. destruct (Nat.ltb_spec i k); [rewrite T1 by assumption; reflexivity|]. rewrite T2 by assumption.
      transitivity (sum k (fun _ => 0)); [|apply sum_0]. apply sum_ext. intros. apply pair_value_zero_l.
  - intros i Hi. destruct (Nat.ltb_spec i k) as [H|H].
    + rewrite T1 by assumption. rewrite <- (sum_prefix n k (fun j => e i j) Hkn). apply sum_ext. intros j Hj.
      destruct (Nat.ltb_spec j k); [rewrite T1 by assumption; reflexivity|]. rewrite T2 by assumption. apply pair_value_zero_r.
    + rewrite T2 by assumption. transitivity (sum n (fun _ => 0)); [|apply sum_0]. apply sum_ext. intros. apply pair_value_zero_l.
Qed.

(* The theorem: what the checker accepts is a spurious local minimum. *)
Theorem check_correct (c : certificate) : check c = true -> spurious_minimum c.
Proof.
  intros H. destruct (shape_correct c H) as [Hk Hkn _ _ _ _ HL _ HO]. set (n := neurons c) in *. set (k := targets c) in *.
  destruct (check_width_k c H) as [p [Bp [Reg [Crit [Hess [Extra [Near [Value Growth]]]]]]]]. fold n k in Bp, Reg, Crit, Hess, Extra, Near, Value, Growth.
  pose proof (dyadic_pos c H _ HL) as Hlam. set (lam := dyadic c (lambda c)) in *. unfold spurious_minimum. fold n k lam. cbv zeta.
  split; [split; assumption|]. split; [assumption|]. exists (neuron k p).
  split; [|split].
  - rewrite sqnorm_distance2 in Near. rewrite (distance2_ext n k _ (neuron k p) _ (neuron k (centre_point c))); [exact Near|reflexivity|].
    intros i s _ Hs. symmetry. apply neuron_centre. assumption.
  - intros Q HQ. set (q := flatten n k (centre_point c) Q).
    assert (Eq : forall i s, (i < n)%nat -> (s < k)%nat -> neuron k q i s = Q i s) by (intros; apply neuron_flatten; assumption).
    assert (BQ : Ball (n * k) (centre_point c) (dyadic c (box c)) q).
    { split; [intros; apply flatten_outside; assumption|]. rewrite sqnorm_distance2.
      rewrite (distance2_ext n k _ Q _ (centre_weights c)); [exact HQ|assumption|]. intros i s _ Hs. apply neuron_centre. assumption. }
    specialize (Growth q BQ). rewrite !objective_F, sqnorm_distance2 in Growth.
    rewrite (F_ext n k k (neuron k q) Q Eq), (distance2_ext n k (neuron k q) Q (neuron k p) (neuron k p) Eq) in Growth by reflexivity. exact Growth.
  - intros d Hd.
    assert (Ep : forall i s, (i < n)%nat -> (s < d)%nat -> neuron d (pad k d p) i s = widen k (neuron k p) i s).
    { intros i s _ Hs. apply neuron_pad; assumption. }
    assert (EF : F n k d (widen k (neuron k p)) = objective n k k p).
    { rewrite <- (objective_pad n k d Hk Hd p), objective_F. symmetry. apply F_ext. assumption. }
    assert (G : exists r, 0 < r /\ forall Q, distance2 n d Q (widen k (neuron k p)) < r^2 ->
       F n k d (widen k (neuron k p)) + lam/4 * distance2 n d Q (widen k (neuron k p)) <= F n k d Q).
    { destruct (every_width n k d Hk Hd p lam Hlam Reg Crit) as [r [Hr Hq]].
      - intros u. rewrite <- (hessian_derivative2 n k k Hk (le_n k) p u Reg). apply Hess.
      - exact Extra.
      - exists r. split; [assumption|]. intros Q HQ. set (q := flatten n d (pad k d p) Q).
        assert (Eq : forall i s, (i < n)%nat -> (s < d)%nat -> neuron d q i s = Q i s) by (intros; apply neuron_flatten; assumption).
        assert (ED : sqnorm (n * d) (vsub q (pad k d p)) = distance2 n d Q (widen k (neuron k p))).
        { rewrite sqnorm_distance2. apply distance2_ext; assumption. }
        specialize (Hq q (fun I HI => flatten_outside n d (pad k d p) Q I HI)). rewrite ED in Hq. specialize (Hq HQ).
        rewrite (objective_pad n k d Hk Hd p), <- EF, (objective_F n k d q), (F_ext n k d (neuron d q) Q Eq) in Hq. exact Hq. }
    split; [|split; [exact G|split; [|apply F_targets; assumption]]].
    + destruct G as [r [Hr G]]. exists r. split; [assumption|]. intros Q [HQ1 HQ2]. specialize (G Q HQ2). nra.
    + rewrite EF. split; [apply dyadic_pos; assumption|exact Value].
Qed.

(* The short form: for every width d >= k a strict local minimum that is not global. *)
Corollary spurious_in_every_width (c : certificate) : check c = true ->
  exists P, forall d, (targets c <= d)%nat ->
    strict_local_minimum (neurons c) d (F (neurons c) (targets c) d) (widen (targets c) P)
    /\ exists Q, F (neurons c) (targets c) d Q < F (neurons c) (targets c) d (widen (targets c) P).
Proof.
  intros H. destruct (check_correct c H) as [_ [_ [P [_ [_ A]]]]]. exists P. intros d Hd.
  destruct (A d Hd) as [B [_ [C D]]]. split; [exact B|]. exists (target_weights (targets c)). rewrite D. lra.
Qed.
