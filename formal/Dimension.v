(* mathematics.md 6.2 (Lemma 3): a point of width k, padded with zeros to width d.  The objective and the first derivative
   do not change; the second derivative gains the form of M once for each further coordinate. *)
From Coq Require Import Arith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Regrouped LocalMinimum.
Open Scope R_scope.

Section Dimension.
Variables n k d : nat.
Hypothesis Hk : (0 < k)%nat.
Hypothesis Hd : (k <= d)%nat.
(* width k to d, zeros in the new coordinates; width d to k, new coordinates forgotten; the new coordinate s *)
Definition pad (p : nat -> R) (I : nat) : R := if Nat.ltb (I mod d) k then p (I / d * k + I mod d)%nat else 0.
Definition restrict (u : nat -> R) (I : nat) : R := u (I / k * d + I mod k)%nat.
Definition extra (u : nat -> R) (s i : nat) : R := u (i * d + (k + s))%nat.

Lemma neuron_pad p i s : (s < d)%nat -> neuron d (pad p) i s = if Nat.ltb s k then neuron k p i s else 0.
Proof. intros Hs. unfold neuron, pad. destruct (divmod d i s Hs) as [-> ->]. reflexivity. Qed.
Lemma neuron_restrict u i s : (s < k)%nat -> neuron k (restrict u) i s = neuron d u i s.
Proof. intros Hs. unfold neuron, restrict. destruct (divmod k i s Hs) as [-> ->]. reflexivity. Qed.
Lemma ip_split a b : ip d a b = ip k a b + sum (d - k) (fun s => a (k + s)%nat * b (k + s)%nat).
Proof. unfold ip. replace d with (k + (d - k))%nat at 1 by lia. apply sum_app. Qed.
Lemma ip_pad p i u j : ip d (neuron d (pad p) i) (neuron d u j) = ip k (neuron k p i) (neuron k (restrict u) j).
Proof.
  rewrite ip_split. rewrite (sum_ext (d - k) _ (fun _ => 0)), sum_0, Rplus_0_r.
  - apply sum_ext. intros s Hs. rewrite neuron_pad, neuron_restrict by lia. destruct (Nat.ltb_spec s k); [reflexivity|lia].
  - intros s Hs. rewrite neuron_pad by lia. destruct (Nat.ltb_spec (k + s) k); [lia|ring].
Qed.
Variable p : nat -> R.
Lemma gram_pad i j : gram d (pad p) i j = gram k p i j.
Proof.
  unfold gram. rewrite ip_pad. apply sum_ext. intros s Hs. rewrite neuron_restrict by assumption.
  rewrite neuron_pad by lia. destruct (Nat.ltb_spec s k); [reflexivity|lia].
Qed.
Lemma target_pad i j : (j < k)%nat -> neuron d (pad p) i j = neuron k p i j.
Proof. intros Hj. rewrite neuron_pad by lia. destruct (Nat.ltb_spec j k); [reflexivity|lia]. Qed.
Lemma lin_pad u i j : lin d (pad p) u i j = lin k p (restrict u) i j.
Proof. apply ip_pad. Qed.
Lemma areaN_pad i j : areaN d (pad p) i j = areaN k p i j.
Proof. unfold areaN. rewrite !gram_pad. reflexivity. Qed.
Lemma weightN_pad i j : weightN d (pad p) i j = weightN k p i j.
Proof. unfold weightN. rewrite !gram_pad. reflexivity. Qed.
Lemma areaT_pad i j : (j < k)%nat -> areaT d (pad p) i j = areaT k p i j.
Proof. intros Hj. unfold areaT. rewrite gram_pad, target_pad by assumption. reflexivity. Qed.
Lemma weightT_pad i j : (j < k)%nat -> weightT d (pad p) i j = weightT k p i j.
Proof. intros Hj. unfold weightT. rewrite gram_pad, target_pad by assumption. reflexivity. Qed.

Lemma regular_pad : regular n k k p -> regular n k d (pad p).
Proof.
  intros [G1 [G2 G3]]. split; [|split].
  - intros i Hi. rewrite gram_pad. auto.
  - intros i j Hi Hj Hij. rewrite !gram_pad. auto.
  - intros i j Hi Hj. rewrite gram_pad, target_pad by assumption. auto.
Qed.
Lemma target_part_width : target_part k d = target_part k k.
Proof.
  unfold target_part. apply sum_ext. intros i Hi. apply sum_ext. intros j Hj. unfold f.
  rewrite !(ip_basis d), !(ip_basis k) by lia. reflexivity.
Qed.
Lemma objective_pad : objective n k d (pad p) = objective n k k p.
Proof.
  unfold objective. f_equal. f_equal; [f_equal|exact target_part_width].
  - apply sum_ext; intros i Hi; apply sum_ext; intros j Hj. unfold f.
    change (pair (gram d (pad p) i i) (gram d (pad p) j j) (gram d (pad p) i j) = pair (gram k p i i) (gram k p j j) (gram k p i j)).
    rewrite !gram_pad. reflexivity.
  - f_equal. apply sum_ext; intros i Hi; apply sum_ext; intros j Hj. unfold f.
    rewrite !(ip_basis d), !(ip_basis k) by lia. rewrite target_pad by assumption.
    change (pair (gram d (pad p) i i) (basis j j) (neuron k p i j) = pair (gram k p i i) (basis j j) (neuron k p i j)).
    rewrite gram_pad. reflexivity.
Qed.
Lemma derivative1_pad u : derivative1 n k d (pad p) u = derivative1 n k k p (restrict u).
Proof.
  unfold derivative1. f_equal. f_equal; [|f_equal].
  - apply sum_ext; intros i Hi; apply sum_ext; intros j Hj. unfold pairN1. rewrite !lin_pad, !gram_pad, areaN_pad, weightN_pad. reflexivity.
  - apply sum_ext; intros i Hi; apply sum_ext; intros j Hj. unfold pairT1.
    rewrite !lin_pad, !gram_pad, areaT_pad, weightT_pad, neuron_restrict by assumption. reflexivity.
Qed.

(* inner products of the new coordinates of rows i and j *)
Definition extra_gram u i j := sum (d - k) (fun s => extra u s i * extra u s j).
Lemma gram_restrict u i j : gram d u i j = gram k (restrict u) i j + extra_gram u i j.
Proof.
  unfold gram. rewrite ip_split. f_equal. apply sum_ext. intros s Hs. rewrite !neuron_restrict by assumption. reflexivity.
Qed.
Definition gain u i j := if Nat.eqb i j then extra_gram u i i / 2 else nR k p i j * extra_gram u i i + weightN k p i j * extra_gram u i j.
Lemma extra_gram_comm u i j : extra_gram u i j = extra_gram u j i.
Proof. apply sum_ext. intros; ring. Qed.
Lemma extra_form u :
  sum n (fun i => sum n (fun j => gain u i j)) - sum n (fun i => sum k (fun j => tR k p i j * extra_gram u i i))
  = sum (d - k) (fun s => quad n (extraM n k p) (extra u s)).
Proof.
  unfold quad. rewrite (sum_swap (d - k) n (fun s i => extra u s i * sum n (fun j => extraM n k p i j * extra u s j))). rewrite <- sum_minus. apply sum_ext. intros i Hi.
  rewrite (sum_ext (d - k) _ (fun s => sum n (fun j => extraM n k p i j * (extra u s i * extra u s j)))).
  2:{ intros s _. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  rewrite (sum_swap (d - k) n (fun s j => extraM n k p i j * (extra u s i * extra u s j))).
  rewrite (sum_ext n (fun j => sum (d - k) _) (fun j => extraM n k p i j * extra_gram u i j)) by (intros; apply sum_scal).
  unfold extraM, gain.
  rewrite (sum_ext n (fun j => (if Nat.eqb i j then slope n k p i else weightN k p i j) * extra_gram u i j)
    (fun j => if Nat.eqb i j then slope n k p i * extra_gram u i i else weightN k p i j * extra_gram u i j)).
  2:{ intros j _. destruct (Nat.eqb_spec i j); [subst; reflexivity|reflexivity]. }
  rewrite !sum_off by assumption.
  rewrite (sum_ext n (fun l => off i l (nR k p i l * _ + _)) (fun l => (iv k p i * extra_gram u i i) * off i l (uN k p i l) + off i l (weightN k p i l * extra_gram u i l))).
  2:{ intros l _. unfold off. rewrite nR_split. destruct Nat.eqb; ring. }
  rewrite (sum_ext k _ (fun j => (iv k p i * extra_gram u i i) * uT k p i j)) by (intros; rewrite tR_split; ring).
  rewrite sum_plus, !sum_scal. unfold slope. change (sum k (uT k p i)) with (sum k (fun j => uT k p i j)). field.
Qed.
Lemma derivative2_pad u : derivative2 n k d (pad p) u = derivative2 n k k p (restrict u) + sum (d - k) (fun s => quad n (extraM n k p) (extra u s)).
Proof.
  rewrite <- extra_form. unfold derivative2.
  rewrite (sum_ext n (fun i => sum n (fun j => pairN2 d (pad p) u i j)) (fun i => sum n (fun j => pairN2 k p (restrict u) i j) + sum n (fun j => gain u i j + gain u j i))).
  - rewrite (sum_ext n (fun i => sum k (fun j => h1T d (pad p) u i j)) (fun i => sum k (fun j => h1T k p (restrict u) i j) + sum k (fun j => tR k p i j * extra_gram u i i))).
    + rewrite !sum_plus. pose proof (half_sym n (gain u)) as E.
      rewrite <- E. field.
    + intros i Hi. rewrite <- sum_plus. apply sum_ext. intros j Hj. unfold h1T.
      assert (E1 : tR d (pad p) i j = tR k p i j) by (unfold tR; rewrite areaT_pad, gram_pad by assumption; reflexivity).
      assert (E2 : tA d (pad p) i j = tA k p i j) by (unfold tA; rewrite areaT_pad, gram_pad, target_pad by assumption; reflexivity).
      assert (E3 : tB d (pad p) i j = tB k p i j) by (unfold tB; rewrite areaT_pad, gram_pad, target_pad by assumption; reflexivity).
      assert (E4 : tC d (pad p) i j = tC k p i j) by (unfold tC; rewrite areaT_pad by assumption; reflexivity).
      rewrite E1, E2, E3, E4, !lin_pad, gram_restrict, neuron_restrict by assumption. ring.
  - intros i Hi. rewrite <- sum_plus. apply sum_ext. intros j Hj. unfold pairN2, gain.
    destruct (Nat.eqb_spec i j) as [E|E].
    + subst j. rewrite Nat.eqb_refl, gram_restrict. field.
    + destruct (Nat.eqb_spec j i); [congruence|]. unfold h1N, h2N.
      assert (E1 : forall a b, nR d (pad p) a b = nR k p a b) by (intros; unfold nR; rewrite areaN_pad, gram_pad; reflexivity).
      assert (E2 : forall a b, nA d (pad p) a b = nA k p a b) by (intros; unfold nA; rewrite areaN_pad, !gram_pad; reflexivity).
      assert (E3 : forall a b, nB d (pad p) a b = nB k p a b) by (intros; unfold nB; rewrite areaN_pad, !gram_pad; reflexivity).
      assert (E4 : forall a b, nC d (pad p) a b = nC k p a b) by (intros; unfold nC; rewrite areaN_pad; reflexivity).
      rewrite !E1, !E2, !E3, !E4, !lin_pad, !gram_restrict, weightN_pad, (weightN_comm k p j i), (extra_gram_comm u j i). ring.
Qed.
Lemma sqnorm_split u : sqnorm (n * d) u = sqnorm (n * k) (restrict u) + sum (d - k) (fun s => sqnorm n (extra u s)).
Proof.
  unfold sqnorm. rewrite !dot_sum, !sum_rows.
  rewrite (sum_ext (d - k) _ (fun s => sum n (fun i => extra u s i * extra u s i))) by (intros; apply dot_sum).
  rewrite (sum_swap (d - k) n (fun s i => extra u s i * extra u s i)), <- sum_plus. apply sum_ext. intros i Hi.
  transitivity (sum (k + (d - k)) (fun s => u (i * d + s)%nat * u (i * d + s)%nat)); [f_equal; lia|]. rewrite sum_app. f_equal.
  apply sum_ext. intros s Hs. unfold restrict. destruct (divmod k i s Hs) as [-> ->]. reflexivity.
Qed.

(* Corollary 1, first part: the padded point is a strict local minimum in width d. *)
Theorem every_width lam : 0 < lam -> regular n k k p -> (forall u, derivative1 n k k p u = 0) ->
  (forall u, lam * sqnorm (n * k) u <= derivative2 n k k p u) -> (forall u, lam * sqnorm n u <= quad n (extraM n k p) u) ->
  exists r, 0 < r /\ forall q, (forall I, (n * d <= I)%nat -> q I = pad p I) -> sqnorm (n * d) (vsub q (pad p)) < r^2 ->
    objective n k d (pad p) + lam/4 * sqnorm (n * d) (vsub q (pad p)) <= objective n k d q.
Proof.
  intros Hl Hreg H1 H2 H3. apply local_minimum; try assumption; try lia.
  - apply regular_pad; assumption.
  - intros u. rewrite derivative1_pad. apply H1.
  - intros u. rewrite derivative2_pad, sqnorm_split, Rmult_plus_distr_l. apply Rplus_le_compat; [apply H2|].
    rewrite <- sum_scal. apply sum_le. intros s _. apply H3.
Qed.
End Dimension.
