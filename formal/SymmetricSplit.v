(* One neuron more at a point with one big block, of any size: the form B of Split.v on vectors of sum 0 on the good coordinates is a number
   times |z|^2; where that is negative, every split of the neuron is a strict saddle. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum Statements Positivity SpuriousMinimum Split SplitChecker.
Open Scope R_scope.

(* the second derivative where neuron i alone moves, orthogonal to itself *)
Section One.
Variables n k d i : nat.
Hypothesis Hi : (i < n)%nat.
Variables (p z : nat -> R).
Hypothesis Hz : ip d (neuron d p i) z = 0.
Notation u := (move d i z).
Lemma move_row l s : (s < d)%nat -> neuron d u l s = if Nat.eqb l i then z s else 0.
Proof. exact (neuron_move d i z l s). Qed.
Lemma lin_move l j : lin d p u l j = if Nat.eqb l i then ip d (neuron d p j) z else 0.
Proof.
  unfold lin, ip. destruct (Nat.eqb_spec l i) as [->|N].
  - apply sum_ext. intros s Hs. rewrite move_row, Nat.eqb_refl by assumption. reflexivity.
  - rewrite <- (sum_0 d). apply sum_ext. intros s Hs. rewrite move_row by assumption. destruct (Nat.eqb_spec l i); [contradiction|ring].
Qed.
Lemma gram_move l j : gram d u l j = if Nat.eqb l i then if Nat.eqb j i then ip d z z else 0 else 0.
Proof.
  unfold gram, ip. destruct (Nat.eqb_spec l i) as [->|N]; [destruct (Nat.eqb_spec j i) as [->|N]|].
  - apply sum_ext. intros s Hs. rewrite move_row, Nat.eqb_refl by assumption. reflexivity.
  - rewrite <- (sum_0 d). apply sum_ext. intros s Hs. rewrite !move_row by assumption. destruct (Nat.eqb_spec j i); [contradiction|ring].
  - rewrite <- (sum_0 d). apply sum_ext. intros s Hs. rewrite !move_row by assumption. destruct (Nat.eqb_spec l i); [contradiction|ring].
Qed.
Lemma derivative2_one : (k <= d)%nat -> derivative2 n k d p u = slope_at n k d p i * ip d z z
  + sum n (fun j => off i j (cC (gram d p i i) (gram d p j j) (gram d p i j) * ip d (neuron d p j) z ^ 2))
  - sum k (fun j => cC (gram d p i i) 1 (neuron d p i j) * z j ^ 2).
Proof.
  intros Hk. rewrite derivative2_rows. rewrite (sum_ext n _ (fun l => if Nat.eqb i l then slope_at n k d p i * ip d z z
    + sum n (fun j => off i j (cC (gram d p i i) (gram d p j j) (gram d p i j) * ip d (neuron d p j) z ^ 2)) - sum k (fun j => cC (gram d p i i) 1 (neuron d p i j) * z j ^ 2) else 0)).
  - exact (sum_single n i (fun _ => _) Hi).
  - intros l Hl. rewrite !lin_move, gram_move. destruct (Nat.eqb_spec i l) as [<-|N].
    + rewrite Nat.eqb_refl. f_equal; [f_equal|].
      * apply sum_ext. intros j Hj. unfold off. destruct (Nat.eqb_spec i j) as [|N]; [reflexivity|]. rewrite !lin_move, gram_move, Nat.eqb_refl, Hz. destruct (Nat.eqb_spec j i); [congruence|]. unfold h1, h2. ring.
      * apply sum_ext. intros j Hj. rewrite Hz, move_row, Nat.eqb_refl by lia. unfold h1. ring.
    + destruct (Nat.eqb_spec l i); [congruence|].
      rewrite (sum_ext n _ (fun _ => 0)), (sum_ext k _ (fun _ => 0)), !sum_0; [ring| |].
      * intros j Hj. rewrite move_row by lia. destruct (Nat.eqb_spec l i); [congruence|]. unfold h1. ring.
      * intros j Hj. unfold off. destruct Nat.eqb; [reflexivity|]. rewrite !lin_move, gram_move. destruct (Nat.eqb_spec l i); [congruence|]. unfold h1, h2. ring.
Qed.
End One.

Section Symmetric.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R).
Notation k := (m + q)%nat.
Notation n := (m + r)%nat.
Notation p := (point m q a b c d e).
Notation X := (gX m q a b c). Notation Z := (gZ m q a b c). Notation W t := (gW m q a b c d e t). Notation Y t := (gY m q d e t t).
(* the difference of two good coordinates *)
Definition difference (i j s : nat) : R := if Nat.eqb i s then 1 else if Nat.eqb j s then -1 else 0.
Section Difference.
Variables i j : nat.
Hypothesis Hi : (i < m)%nat. Hypothesis Hj : (j < m)%nat. Hypothesis Hij : i <> j.
Notation z := (difference i j).
Lemma difference_split f : sum m (fun s => f s * z s) = f i - f j.
Proof.
  rewrite (sum_ext m _ (fun s => (if Nat.eqb i s then f s else 0) - (if Nat.eqb j s then f s else 0))).
  - rewrite sum_minus, (sum_single m i f Hi), (sum_single m j f Hj). reflexivity.
  - intros s _. unfold difference. destruct (Nat.eqb_spec i s), (Nat.eqb_spec j s); try lia; ring.
Qed.
Lemma difference_sum : sum m z = 0.
Proof. rewrite (sum_ext m _ (fun s => 1 * z s)) by (intros; ring). rewrite (difference_split (fun _ => 1)). ring. Qed.
Lemma difference_square : sum m (fun s => z s ^ 2) = 2.
Proof. rewrite (sum_ext m _ (fun s => z s * z s)) by (intros; ring). rewrite (difference_split z). unfold difference. rewrite !Nat.eqb_refl. destruct (Nat.eqb_spec i j); [contradiction|]. destruct (Nat.eqb_spec j i); [congruence|]. ring. Qed.
Lemma difference_far s : z (m + s)%nat = 0.
Proof. unfold difference. destruct (Nat.eqb_spec i (m + s)); [lia|]. destruct (Nat.eqb_spec j (m + s)); [lia|]. reflexivity. Qed.
Lemma good_z l : (l < m)%nat -> ip k (neuron k p l) z = (a - b) * z l.
Proof.
  intros Hl. rewrite (ip_good m q Hm) by assumption. rewrite difference_sum. rewrite (sigma_ext q b c 0 _ (fun _ => 0)) by (intros; apply difference_far).
  unfold sigma. rewrite (sum_ext q _ (fun _ => 0)) by (intros; ring). rewrite sum_0. ring.
Qed.
Lemma single_z t : ip k (neuron k p (m + t)) z = 0.
Proof.
  rewrite (ip_single m q Hm), difference_sum. rewrite (kappa_ext q d e t 0 _ (fun _ => 0)) by (intros; apply difference_far).
  unfold kappa. rewrite (sum_ext q _ (fun _ => 0)) by (intros; ring). rewrite sum_0. ring.
Qed.
Lemma square_z : ip k z z = 2.
Proof.
  unfold ip. rewrite sum_app. rewrite (sum_ext m _ (fun s => z s ^ 2)), difference_square by (intros; ring). rewrite (sum_ext q _ (fun _ => 0)), sum_0 by (intros; rewrite difference_far; ring). ring.
Qed.
(* B of a single neuron, and of a good one whose coordinate is another *)
Definition split_single t : R := slope_single m q r a b c d e t + cC (Y t) X (W t) * (a - b)^2 - cC (Y t) 1 (d t) - /2.
Definition split_good : R := slope_good m q r a b c d e + cC X X Z * (a - b)^2 - cC X 1 b - /2.
Lemma B_single t : (t < r)%nat -> B_form n k k (m + t) p z = 2 * split_single t.
Proof.
  intros Ht. unfold B_form. change (inner k z z) with (ip k z z). rewrite (derivative2_one n k k (m + t) ltac:(lia) p z (single_z t)) by lia. rewrite square_z, (slope_single_eq m q r Hm), sum_app.
  rewrite (sum_ext m _ (fun l => (cC (Y t) X (W t) * (a - b)^2) * z l ^ 2)).
  2:{ intros l Hl. rewrite (off_more m), (gram_ss m q Hm), (gram_gg m q Hm), Nat.eqb_refl, (gram_sg m q Hm), good_z by assumption. ring. }
  rewrite (sum_ext r _ (fun _ => 0)) by (intros l Hl; rewrite single_z; unfold off; destruct Nat.eqb; ring).
  rewrite (sum_app m q), (sum_ext m (fun l => cC _ 1 _ * _) (fun l => cC (Y t) 1 (d t) * z l ^ 2)).
  2:{ intros l Hl. rewrite (gram_ss m q Hm), (neuron_point m q), (entry_sg m) by lia. reflexivity. }
  rewrite (sum_ext q _ (fun _ => 0)) by (intros l Hl; rewrite difference_far; ring). rewrite !sum_scal, !sum_0, difference_square. unfold split_single. field.
Qed.
Lemma B_good l : (l < m)%nat -> l <> i -> l <> j -> B_form n k k l p z = 2 * split_good.
Proof.
  intros Hl Hli Hlj. assert (Z0 : z l = 0) by (unfold difference; destruct (Nat.eqb_spec i l); [congruence|]; destruct (Nat.eqb_spec j l); [congruence|reflexivity]).
  unfold B_form. change (inner k z z) with (ip k z z). rewrite (derivative2_one n k k l ltac:(lia) p z) by (try lia; rewrite good_z, Z0 by assumption; ring). rewrite square_z, (slope_good_eq m q r Hm), sum_app by assumption.
  rewrite (sum_ext m _ (fun l' => (cC X X Z * (a - b)^2) * z l' ^ 2)).
  2:{ intros l' Hl'. unfold off. destruct (Nat.eqb_spec l l') as [<-|N]; [rewrite Z0; ring|]. rewrite !(gram_gg m q Hm), !Nat.eqb_refl, good_z by assumption. destruct (Nat.eqb_spec l l'); [contradiction|]. ring. }
  rewrite (sum_ext r _ (fun _ => 0)) by (intros l' Hl'; rewrite single_z; unfold off; destruct Nat.eqb; ring).
  rewrite (sum_app m q), (sum_ext m (fun l' => cC _ 1 _ * _) (fun l' => cC X 1 b * z l' ^ 2)).
  2:{ intros l' Hl'. rewrite (gram_gg m q Hm), Nat.eqb_refl, (neuron_point m q), (entry_gg m) by lia. destruct (Nat.eqb_spec l l') as [<-|]; [rewrite Z0; ring|reflexivity]. }
  rewrite (sum_ext q _ (fun _ => 0)) by (intros l' Hl'; rewrite difference_far; ring). rewrite !sum_scal, !sum_0, difference_square. unfold split_good. field.
Qed.
End Difference.
(* A split neuron of a symmetric critical point, in every width. *)
Definition split_number (i : nat) : R := if Nat.ltb i m then split_good else split_single (i - m).
Theorem symmetric_split i width : symmetric_regular m q r a b c d e -> symmetric_critical m q r a b c d e -> (i < n)%nat -> split_number i < 0 -> (k <= width)%nat ->
  split_descends_from n k width i (widen k (neuron k p)) /\ split_is_saddle n k width i (widen k (neuron k p)).
Proof.
  intros Hr Hc Hi Hneg Hw. pose proof (regular_point m q r Hm a b c d e Hr) as Reg.
  assert (Crit : forall u, derivative1 n k k p u = 0).
  { intros u. rewrite <- (gradient_derivative1 n k k ltac:(lia) ltac:(lia) p u Reg). rewrite dot_sum, <- (sum_0 (n * k)). apply sum_ext. intros I HI.
    unfold gradient. rewrite (gradient_zero m q r Hm a b c d e _ _ Hc); [ring|apply Nat.div_lt_upper_bound; lia|apply Nat.mod_upper_bound; lia]. }
  assert (HB : exists z, B_form n k k i p z < 0).
  { unfold split_number in Hneg. destruct (Nat.ltb_spec i m) as [L|L].
    - destruct (Nat.eq_dec i 0) as [->|N0]; [exists (difference 1 2)|destruct (Nat.eq_dec i 1) as [->|N1]; [exists (difference 0 2)|exists (difference 0 1)]]; rewrite B_good by lia; lra.
    - exists (difference 0 1). replace i with (m + (i - m))%nat by lia. rewrite B_single by lia. lra. }
  destruct HB as [z HB]. split; [apply (descends_of_B n k width i p z)|apply (saddle_of_B n k width i p z)]; try assumption; lia.
Qed.
End Symmetric.
