(* Finite sums, vectors of R^N as functions nat -> R of which the first N values count, and quadratic forms.
   Standard facts; nothing here is about networks. *)
From Coq Require Import Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(* sum n f = f 0 + ... + f (n-1) *)
Fixpoint sum (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S m => f O + sum m (fun i => f (S i)) end.

Lemma sum_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> sum n f = sum n g.
Proof.
  revert f g; induction n; simpl; intros f g H; [reflexivity|].
  rewrite (H O) by lia. rewrite (IHn _ (fun i => g (S i))); auto. intros; apply H; lia.
Qed.
Lemma sum_plus n f g : sum n (fun i => f i + g i) = sum n f + sum n g.
Proof. revert f g; induction n; simpl; intros; [lra|]. rewrite (IHn (fun i => f (S i)) (fun i => g (S i))); lra. Qed.
Lemma sum_minus n f g : sum n (fun i => f i - g i) = sum n f - sum n g.
Proof. revert f g; induction n; simpl; intros; [lra|]. rewrite (IHn (fun i => f (S i)) (fun i => g (S i))); lra. Qed.
Lemma sum_scal n c f : sum n (fun i => c * f i) = c * sum n f.
Proof. revert f; induction n; simpl; intros; [lra|]. rewrite (IHn (fun i => f (S i))); lra. Qed.
Lemma sum_scal_r n c f : sum n (fun i => f i * c) = sum n f * c.
Proof. rewrite (sum_ext n _ (fun i => c * f i)) by (intros; ring). rewrite sum_scal; ring. Qed.
Lemma sum_0 n : sum n (fun _ => 0) = 0.
Proof. induction n; simpl; lra. Qed.
Lemma sum_const n c : sum n (fun _ => c) = INR n * c.
Proof. induction n; [simpl; ring|]. rewrite S_INR. simpl sum. rewrite IHn. ring. Qed.
Lemma sum_le n f g : (forall i, (i < n)%nat -> f i <= g i) -> sum n f <= sum n g.
Proof.
  revert f g; induction n; simpl; intros f g H; [lra|].
  pose proof (H O ltac:(lia)). specialize (IHn (fun i => f (S i)) (fun i => g (S i)) ltac:(intros; apply H; lia)). lra.
Qed.
Lemma sum_nonneg n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= sum n f.
Proof. intros. rewrite <- (sum_0 n). apply sum_le; assumption. Qed.
Lemma sum_swap n m f : sum n (fun i => sum m (fun j => f i j)) = sum m (fun j => sum n (fun i => f i j)).
Proof.
  revert f; induction n; simpl; intros. rewrite sum_0; reflexivity.
  rewrite (IHn (fun i => f (S i))). rewrite <- sum_plus. reflexivity.
Qed.
Lemma sum_app a b f : sum (a + b) f = sum a f + sum b (fun i => f (a + i)%nat).
Proof.
  revert f; induction a; intros. simpl. change (fun i => f i) with f. ring.
  simpl. rewrite (IHa (fun i => f (S i))). ring.
Qed.
Lemma sum_last n f : sum (S n) f = sum n f + f n.
Proof.
  revert f; induction n; intros. simpl; lra.
  change (sum (S (S n)) f) with (f O + sum (S n) (fun i => f (S i))). rewrite IHn. simpl. lra.
Qed.
(* a vector of R^{nd} as n rows of d entries *)
Lemma sum_rows n d f : sum (n * d) f = sum n (fun i => sum d (fun s => f (i * d + s)%nat)).
Proof.
  revert f; induction n; intros; [reflexivity|]. change (S n * d)%nat with (d + n * d)%nat.
  rewrite sum_app, IHn. simpl. f_equal. apply sum_ext; intros; apply sum_ext; intros; f_equal; lia.
Qed.
Lemma sum_single n k (f : nat -> R) : (k < n)%nat -> sum n (fun i => if Nat.eqb k i then f i else 0) = f k.
Proof.
  revert k f; induction n; intros; [lia|]. simpl. destruct k; simpl. rewrite sum_0; lra.
  rewrite (IHn k (fun i => f (S i))) by lia; lra.
Qed.
Lemma sum_prefix n k f : (k <= n)%nat -> sum n (fun i => if Nat.ltb i k then f i else 0) = sum k f.
Proof.
  intros H. replace n with (k + (n - k))%nat by lia. rewrite sum_app.
  rewrite (sum_ext k _ f), (sum_ext (n - k) _ (fun _ => 0)), sum_0. ring.
  - intros i Hi. destruct (Nat.ltb_spec (k + i) k); [lia|reflexivity].
  - intros i Hi. destruct (Nat.ltb_spec i k); [reflexivity|lia].
Qed.
(* Sum over ordered pairs = sum over i and twice the sum over j < i. *)
Lemma half_sym m (e : nat -> nat -> R) :
  /2 * sum m (fun i => sum m (fun j => e i j + e j i)) = sum m (fun i => sum m (fun j => e i j)).
Proof.
  rewrite (sum_ext m _ (fun i => sum m (fun j => e i j) + sum m (fun j => e j i))) by (intros; apply sum_plus).
  rewrite sum_plus. rewrite (sum_swap m m (fun i j => e j i)). field.
Qed.
Lemma sum_strict_upper m (e : nat -> nat -> R) : (forall i j, e i j = e j i) ->
  sum m (fun i => sum m (fun j => e i j)) = sum m (fun i => e i i) + 2 * sum m (fun i => sum i (fun j => e i j)).
Proof.
  intros H. induction m; [simpl; ring|].
  rewrite !sum_last. rewrite (sum_ext m _ (fun i => sum m (fun j => e i j) + e i m)) by (intros; apply sum_last).
  rewrite sum_plus, IHm, (sum_ext m (fun j => e m j) (fun j => e j m)) by (intros; apply H). ring.
Qed.

Lemma is_derive_sum n (f : nat -> R -> R) l t :
  (forall i, (i < n)%nat -> is_derive (f i) t (l i)) -> is_derive (fun t => sum n (fun i => f i t)) t (sum n l).
Proof.
  revert f l; induction n; simpl; intros. apply @is_derive_const.
  apply @is_derive_plus. apply H; lia. apply (IHn (fun i => f (S i)) (fun i => l (S i))). intros; apply H; lia.
Qed.

(* entry s of row i *)
Lemma divmod d i s : (s < d)%nat -> ((i*d+s)/d = i /\ (i*d+s) mod d = s)%nat.
Proof. intros. split. rewrite PeanoNat.Nat.div_add_l by lia. rewrite PeanoNat.Nat.div_small by lia; lia.
 rewrite PeanoNat.Nat.add_comm, PeanoNat.Nat.mod_add by lia. apply PeanoNat.Nat.mod_small; lia. Qed.

(* Vectors: inner product (added up from the last entry, which suits induction on n), squared norm, difference. *)
Fixpoint dot (n : nat) (u v : nat -> R) : R := match n with O => 0 | S k => dot k u v + u k * v k end.
Definition vsub (u v : nat -> R) : nat -> R := fun i => u i - v i.
Definition line (p u : nat -> R) (t : R) : nat -> R := fun i => p i + t * u i.
Definition sqnorm (n : nat) (u : nat -> R) : R := dot n u u.

Lemma dot_sum n u v : dot n u v = sum n (fun i => u i * v i).
Proof. induction n. reflexivity. rewrite sum_last. simpl. rewrite IHn. reflexivity. Qed.
Lemma sqnorm_pos n u : 0 <= sqnorm n u.
Proof. unfold sqnorm; induction n; simpl; nra. Qed.
Lemma sqnorm_ext n u v : (forall i, (i < n)%nat -> u i = v i) -> sqnorm n u = sqnorm n v.
Proof. intros H. unfold sqnorm. rewrite !dot_sum. apply sum_ext. intros i Hi. rewrite (H i Hi). reflexivity. Qed.
Lemma coord n u i : (i < n)%nat -> (u i)^2 <= sqnorm n u.
Proof.
  unfold sqnorm; induction n; simpl; intros. lia.
  destruct (PeanoNat.Nat.eq_dec i n) as [->|]. pose proof (sqnorm_pos n u); unfold sqnorm in *; nra.
  specialize (IHn ltac:(lia)); nra.
Qed.
Lemma vsub_self n c : sqnorm n (vsub c c) = 0.
Proof. unfold sqnorm; induction n; simpl; [lra|rewrite IHn; unfold vsub; ring]. Qed.
Lemma vsub_comm n u v : sqnorm n (vsub u v) = sqnorm n (vsub v u).
Proof. unfold sqnorm; induction n; simpl; [lra|rewrite IHn; unfold vsub; ring]. Qed.
(* |a|^2 <= 2 |b|^2 + 2 |a - b|^2 for the differences to a common point *)
Lemma sqnorm_triangle n q p c : sqnorm n (vsub q c) <= 2 * sqnorm n (vsub q p) + 2 * sqnorm n (vsub p c).
Proof.
  unfold sqnorm; induction n; simpl. lra. unfold vsub in *. assert (0 <= (q n - p n - (p n - c n))^2) by apply pow2_ge_0. nra.
Qed.

(* The quadratic form u^T M u. *)
Definition quad (n : nat) (M : nat -> nat -> R) (u : nat -> R) : R := sum n (fun i => u i * sum n (fun j => M i j * u j)).
