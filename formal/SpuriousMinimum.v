(* From a critical point in width k with a Hessian and a matrix M bounded below, to the statement of Statements.v: the padded point
   in every width, the value at the targets, F >= 0. *)
From Coq Require Import Arith List Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import PairFunction Objective Hessian Existence Regrouped LocalMinimum Dimension Statements Positivity.
Open Scope R_scope.

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


(* a critical point of width k with second derivative and M at least lam: quadratic growth in every width *)
Theorem growth_in_width n k d p lam : (0 < k)%nat -> (k <= d)%nat -> 0 < lam -> regular n k k p -> (forall u, derivative1 n k k p u = 0) ->
  (forall u, lam * sqnorm (n * k) u <= derivative2 n k k p u) -> (forall u, lam * sqnorm n u <= quad n (extraM n k p) u) ->
  exists r, 0 < r /\ forall Q, distance2 n d Q (widen k (neuron k p)) < r^2 ->
    F n k d (widen k (neuron k p)) + lam/4 * distance2 n d Q (widen k (neuron k p)) <= F n k d Q.
Proof.
  intros Hk Hd Hlam Reg Crit Hess Extra.
  assert (Ep : forall i s, (i < n)%nat -> (s < d)%nat -> neuron d (pad k d p) i s = widen k (neuron k p) i s).
  { intros i s _ Hs. apply neuron_pad; assumption. }
  assert (EF : F n k d (widen k (neuron k p)) = objective n k k p).
  { rewrite <- (objective_pad n k d Hk Hd p), objective_F. symmetry. apply F_ext. assumption. }
  destruct (every_width n k d Hk Hd p lam Hlam Reg Crit Hess Extra) as [r [Hr Hq]].
  exists r. split; [assumption|]. intros Q HQ. set (q := flatten n d (pad k d p) Q).
  assert (Eq : forall i s, (i < n)%nat -> (s < d)%nat -> neuron d q i s = Q i s) by (intros; apply neuron_flatten; assumption).
  assert (ED : sqnorm (n * d) (vsub q (pad k d p)) = distance2 n d Q (widen k (neuron k p))).
  { rewrite sqnorm_distance2. apply distance2_ext; assumption. }
  specialize (Hq q (fun I HI => flatten_outside n d (pad k d p) Q I HI)). rewrite ED in Hq. specialize (Hq HQ).
  rewrite (objective_pad n k d Hk Hd p), <- EF, (objective_F n k d q), (F_ext n k d (neuron d q) Q Eq) in Hq. exact Hq.
Qed.
Lemma strict_of_growth n d (G : (nat -> nat -> R) -> R) P lam : 0 < lam ->
  (exists r, 0 < r /\ forall Q, distance2 n d Q P < r^2 -> G P + lam/4 * distance2 n d Q P <= G Q) -> strict_local_minimum n d G P.
Proof. intros Hlam [r [Hr H]]. exists r. split; [assumption|]. intros Q [HQ1 HQ2]. specialize (H Q HQ2). nra. Qed.
(* A smaller constant of growth. *)
Lemma spurious_weaker n k P lam lam' bound width : lam <= lam' -> spurious_in_width n k P lam' bound width -> spurious_in_width n k P lam bound width.
Proof.
  intros L [A [[r [Hr G]] B]]. split; [exact A|]. split; [|exact B]. exists r. split; [assumption|]. intros Q HQ. specialize (G Q HQ).
  assert (0 <= distance2 n width Q (widen k P)) by (apply sum_nonneg; intros; apply sum_nonneg; intros; apply pow2_ge_0). nra.
Qed.

(* the minimum over the ball of radius box about C, as Hessian.v and the checkers give it *)
Record minimum_near (n k : nat) (C : nat -> R) (radius box lam bound : R) (p : nat -> R) : Prop := {
  min_ball : Ball (n * k) C box p;
  min_regular : regular n k k p;
  min_critical : forall u, derivative1 n k k p u = 0;
  min_hessian : forall u, lam * sqnorm (n * k) u <= quad (n * k) (hessian n k k p) u;
  min_extra : forall u, lam * sqnorm n u <= quad n (extraM n k p) u;
  min_near : sqnorm (n * k) (vsub p C) <= radius^2;
  min_value : bound < objective n k k p;
  min_growth : forall q, Ball (n * k) C box q -> objective n k k p + lam/2 * sqnorm (n * k) (vsub q p) <= objective n k k q
}.
Lemma spurious_in_width_of_minimum n k C radius box lam bound p d : (0 < k <= n)%nat -> 0 < lam -> 0 < bound ->
  minimum_near n k C radius box lam bound p -> (k <= d)%nat -> spurious_in_width n k (neuron k p) lam bound d.
Proof.
  intros [Hk Hkn] Hlam Hbound [Bp Reg Crit Hess Extra Near Value Growth] Hd.
  assert (G := growth_in_width n k d p lam Hk Hd Hlam Reg Crit ltac:(intros u; rewrite <- (hessian_derivative2 n k k Hk (le_n k) p u Reg); apply Hess) Extra).
  assert (EF : F n k d (widen k (neuron k p)) = objective n k k p).
  { rewrite <- (objective_pad n k d Hk Hd p), objective_F. symmetry. apply F_ext. intros; apply neuron_pad; assumption. }
  split; [|split; [exact G|split; [|split; [apply F_targets; assumption|intros; apply F_nonneg]]]].
  - apply (strict_of_growth _ _ _ _ lam); assumption.
  - rewrite EF. split; [assumption|exact Value].
Qed.
Theorem spurious_of_minimum n k C radius box lam bound p : (0 < k <= n)%nat -> 0 < lam -> 0 < bound ->
  minimum_near n k C radius box lam bound p -> spurious_minimum_near n k (neuron k C) radius box lam bound.
Proof.
  intros [Hk Hkn] Hlam Hbound [Bp Reg Crit Hess Extra Near Value Growth].
  split; [split; assumption|]. split; [assumption|]. exists (neuron k p).
  split; [|split].
  - rewrite sqnorm_distance2 in Near. exact Near.
  - intros Q HQ. set (q := flatten n k C Q).
    assert (Eq : forall i s, (i < n)%nat -> (s < k)%nat -> neuron k q i s = Q i s) by (intros; apply neuron_flatten; assumption).
    assert (BQ : Ball (n * k) C box q).
    { split; [intros; apply flatten_outside; assumption|]. rewrite sqnorm_distance2.
      rewrite (distance2_ext n k _ Q _ (neuron k C)); [exact HQ|assumption|reflexivity]. }
    specialize (Growth q BQ). rewrite !objective_F, sqnorm_distance2 in Growth.
    rewrite (F_ext n k k (neuron k q) Q Eq), (distance2_ext n k (neuron k q) Q (neuron k p) (neuron k p) Eq) in Growth by reflexivity. exact Growth.
  - intros d Hd. apply (spurious_in_width_of_minimum n k C radius box lam bound p d); try assumption; [split; assumption|constructor; assumption].
Qed.
(* only the entries of the centre count *)
Lemma spurious_minimum_near_ext n k C C' radius box lam bound : (forall i s, (i < n)%nat -> (s < k)%nat -> C i s = C' i s) ->
  spurious_minimum_near n k C radius box lam bound -> spurious_minimum_near n k C' radius box lam bound.
Proof.
  intros H [A [B [P [N [G W]]]]]. split; [exact A|]. split; [exact B|]. exists P. split; [|split; [|exact W]].
  - rewrite <- (distance2_ext n k P P C C' ltac:(reflexivity) H). exact N.
  - intros Q HQ. apply G. rewrite (distance2_ext n k Q Q C C' ltac:(reflexivity) H). exact HQ.
Qed.
