(* Enclosures of linear and quadratic forms: a form that is written with sums, products and squares of linear ones gets a matrix of
   enclosures, built in the same way; an integer Cholesky elimination of that decides whether the form is nonnegative. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia.
From Coquelicot Require Import Rcomplements.
From Spurious Require Import Sums Regrouped FixedPoint PositiveDefinite.
Import ListNotations.
Open Scope R_scope.

(* ---- the programs: rows and matrices of length N ---- *)
Section Programs.
Variable bits : BinNums.positive.
Variable N : nat.
Definition l_unit (i : nat) : list fixed := add_at i (fone bits) (repeat fzero N).
Definition l_sum (n : nat) (f : nat -> list fixed) : list fixed := vsum N n f.
Definition l_sub : list fixed -> list fixed -> list fixed := zip fsub.
Definition l_half : list fixed -> list fixed := vscale bits (fhalf bits).
Definition matrix : Type := list (list fixed).
Definition m_zero : matrix := repeat (repeat fzero N) N.
Definition m_add : matrix -> matrix -> matrix := zip vadd.
Definition m_sub : matrix -> matrix -> matrix := zip l_sub.
Definition m_scale (c : fixed) : matrix -> matrix := map (vscale bits c).
Definition m_product (l l' : list fixed) : matrix := map (fun x => vscale bits x l') l.
Definition m_square (l : list fixed) : matrix := m_product l l.
(* c (l . l') *)
Definition m_term (c : fixed) (l l' : list fixed) : matrix := m_product (vscale bits c l) l'.
Fixpoint m_sum (n : nat) (f : nat -> matrix) : matrix := match n with O => m_zero | S m => m_add (f O) (m_sum m (fun i => f (S i))) end.
Definition m_off (i j : nat) (A : matrix) : matrix := if Nat.eqb i j then m_zero else A.
(* A + A^T: the midpoints of its upper part, and the sums of the radii of each row *)
Definition m_entry (A : matrix) i j := nth j (nth i A []) fzero.
Definition m_double (A : matrix) i j : fixed := fadd (m_entry A i j) (m_entry A j i).
Definition m_upper (A : matrix) : list (list Z) := map (fun i => map (fun j => fst (m_double A i j)) (seq i (N - i))) (seq 0 N).
Definition m_debts (A : matrix) : list Z := map (fun i => fold_right Z.add 0%Z (map (fun j => snd (m_double A i j)) (seq 0 N))) (seq 0 N).
Definition m_nonnegative (A : matrix) : bool := cholesky N (m_upper A) (m_debts A).
End Programs.

(* ---- what they enclose ---- *)
(* The variables of a form are N coordinates of an environment. *)
Section Forms.
Variable bits : BinNums.positive.
Notation enc := (encloses bits).
Variable E : Type.
Variable coordinate : E -> nat -> R.
Variable N : nat.
Definition linear_in (l : list fixed) (f : E -> R) : Prop := exists a, rep enc N l a /\ forall v, f v = sum N (fun i => a i * coordinate v i).
Definition form_in (A : matrix) (f : E -> R) : Prop := exists a, rep (rep enc N) N A a /\ forall v, f v = quad N a (coordinate v).

Lemma linear_unit i f : (i < N)%nat -> (forall v, f v = coordinate v i) -> linear_in (l_unit bits N i) f.
Proof.
  intros Hi Hf. exists (fun j => 0 + if Nat.eqb i j then 1 else 0). split; [apply add_at_ok; [apply fone_ok|apply vzero_ok]|].
  intros v. rewrite Hf, <- (sum_single N i (coordinate v) Hi). apply sum_ext. intros j _. destruct Nat.eqb; ring.
Qed.
Lemma linear_add l l' f g : linear_in l f -> linear_in l' g -> linear_in (vadd l l') (fun v => f v + g v).
Proof.
  intros [a [Ha Hf]] [b [Hb Hg]]. exists (fun i => a i + b i). split; [apply vadd_ok; assumption|].
  intros v. rewrite Hf, Hg, <- sum_plus. apply sum_ext. intros; ring.
Qed.
Lemma linear_sub l l' f g : linear_in l f -> linear_in l' g -> linear_in (l_sub l l') (fun v => f v - g v).
Proof.
  intros [a [Ha Hf]] [b [Hb Hg]]. exists (fun i => a i - b i). split; [apply (rep_zip enc enc enc fsub Rminus); [apply fsub_ok|assumption|assumption]|].
  intros v. rewrite Hf, Hg, <- sum_minus. apply sum_ext. intros; ring.
Qed.
Lemma linear_scale c x l f : enc c x -> linear_in l f -> linear_in (vscale bits c l) (fun v => x * f v).
Proof.
  intros Hc [a [Ha Hf]]. exists (fun i => x * a i). split; [apply vscale_ok; assumption|].
  intros v. rewrite Hf, <- sum_scal. apply sum_ext. intros; ring.
Qed.
Lemma linear_half l f : linear_in l f -> linear_in (l_half bits l) (fun v => f v / 2).
Proof.
  intros H. destruct (linear_scale _ _ _ _ (fhalf_ok bits) H) as [a [Ha Hf]]. exists a. split; [exact Ha|]. intros v. rewrite <- Hf. field.
Qed.
Lemma linear_sum n l f : (forall i, (i < n)%nat -> linear_in (l i) (f i)) -> linear_in (l_sum N n l) (fun v => sum n (fun i => f i v)).
Proof.
  revert l f. induction n; intros l f H; cbn [l_sum vsum sum].
  - exists (fun _ => 0). split; [apply vzero_ok|]. intros v. rewrite (sum_ext N _ (fun _ => 0)), sum_0; [reflexivity|intros; ring].
  - apply (linear_add (l O) _ (f O)); [apply H; lia|]. apply (IHn (fun i => l (S i)) (fun i => f (S i))). intros; apply H; lia.
Qed.

Lemma form_zero : form_in (m_zero N) (fun _ => 0).
Proof.
  exists (fun _ _ => 0). split.
  - unfold m_zero. assert (G : forall n, rep (rep enc N) n (repeat (repeat fzero N) n) (fun _ _ => 0)); [|apply G].
    induction n; simpl; [exact I|]. split; [apply vzero_ok|exact IHn].
  - intros v. unfold quad. rewrite (sum_ext N _ (fun _ => 0)), sum_0; [reflexivity|]. intros i _. rewrite (sum_ext N _ (fun _ => 0)), sum_0; [ring|intros; ring].
Qed.
Lemma quad_plus a b u : quad N (fun i j => a i j + b i j) u = quad N a u + quad N b u.
Proof. unfold quad. rewrite <- sum_plus. apply sum_ext. intros i _. rewrite <- Rmult_plus_distr_l, <- sum_plus. f_equal. apply sum_ext. intros; ring. Qed.
Lemma quad_scal x a u : quad N (fun i j => x * a i j) u = x * quad N a u.
Proof.
  unfold quad. rewrite <- sum_scal. apply sum_ext. intros i _. rewrite (sum_ext N _ (fun j => x * (a i j * u j))) by (intros; ring). rewrite sum_scal. ring.
Qed.
Lemma form_add A B f g : form_in A f -> form_in B g -> form_in (m_add A B) (fun v => f v + g v).
Proof.
  intros [a [Ha Hf]] [b [Hb Hg]]. exists (fun i j => a i j + b i j). split.
  - apply (rep_zip (rep enc N) (rep enc N) (rep enc N) vadd (fun f g j => f j + g j)); [intros; apply vadd_ok; assumption|assumption|assumption].
  - intros v. rewrite Hf, Hg. symmetry. apply quad_plus.
Qed.
Lemma form_scale c x A f : enc c x -> form_in A f -> form_in (m_scale bits c A) (fun v => x * f v).
Proof.
  intros Hc [a [Ha Hf]]. exists (fun i j => x * a i j). split.
  - apply (rep_map (rep enc N) (rep enc N) (vscale bits c) (fun f j => x * f j)); [intros; apply vscale_ok; assumption|assumption].
  - intros v. rewrite Hf. symmetry. apply quad_scal.
Qed.
Lemma form_sub A B f g : form_in A f -> form_in B g -> form_in (m_sub A B) (fun v => f v - g v).
Proof.
  intros [a [Ha Hf]] [b [Hb Hg]]. exists (fun i j => a i j - b i j). split.
  - apply (rep_zip (rep enc N) (rep enc N) (rep enc N) l_sub (fun f g j => f j - g j)); [|assumption|assumption].
    intros x y s t Hx Hy. apply (rep_zip enc enc enc fsub Rminus); [apply fsub_ok|assumption|assumption].
  - intros v. rewrite Hf, Hg. replace (quad N a (coordinate v) - quad N b (coordinate v)) with (quad N a (coordinate v) + (-1) * quad N b (coordinate v)) by ring.
    rewrite <- quad_scal, <- quad_plus. apply sum_ext. intros; f_equal. apply sum_ext. intros; ring.
Qed.
Lemma form_product l l' f g : linear_in l f -> linear_in l' g -> form_in (m_product bits l l') (fun v => f v * g v).
Proof.
  intros [a [Ha Hf]] [b [Hb Hg]]. exists (fun i j => a i * b j). split.
  - apply (rep_map enc (rep enc N) (fun x => vscale bits x l') (fun x j => x * b j)); [intros; apply vscale_ok; assumption|assumption].
  - intros v. rewrite Hf, Hg. unfold quad. rewrite <- sum_scal_r. apply sum_ext. intros i _.
    rewrite (sum_ext N (fun j => a i * b j * coordinate v j) (fun j => a i * (b j * coordinate v j))) by (intros; ring). rewrite sum_scal. ring.
Qed.
Lemma form_ext A f g : (forall v, f v = g v) -> form_in A f -> form_in A g.
Proof. intros H [a [Ha Hf]]. exists a. split; [assumption|]. intros v. rewrite <- H. apply Hf. Qed.
Lemma form_square l f : linear_in l f -> form_in (m_square bits l) (fun v => f v ^ 2).
Proof. intros H. apply (form_ext _ (fun v => f v * f v)); [intros; ring|]. apply form_product; assumption. Qed.
Lemma form_term c x l l' f g : enc c x -> linear_in l f -> linear_in l' g -> form_in (m_term bits c l l') (fun v => x * f v * g v).
Proof. intros Hc Hl Hl'. apply (form_product _ _ (fun v => x * f v)); [apply linear_scale; assumption|assumption]. Qed.
Lemma form_sum n A f : (forall i, (i < n)%nat -> form_in (A i) (f i)) -> form_in (m_sum N n A) (fun v => sum n (fun i => f i v)).
Proof.
  revert A f. induction n; intros A f H; cbn [m_sum sum]; [apply form_zero|].
  apply (form_add (A O) _ (f O)); [apply H; lia|]. apply (IHn (fun i => A (S i)) (fun i => f (S i))). intros; apply H; lia.
Qed.
Lemma form_off i j A f : (i <> j -> form_in A f) -> form_in (m_off N i j A) (fun v => off i j (f v)).
Proof. intros H. unfold m_off, off. destruct (Nat.eqb_spec i j); [apply form_zero|auto]. Qed.

Lemma linZ_seq n : forall a (z : nat -> Z) u, linZ (map z (seq a n)) u = sum n (fun j => IZR (z (a + j)%nat) * u j).
Proof.
  induction n; intros a z u; cbn [seq map linZ sum]; [reflexivity|]. rewrite IHn, Nat.add_0_r. f_equal. apply sum_ext. intros j _. rewrite Nat.add_succ_r. reflexivity.
Qed.
Lemma diagZ_seq n : forall a (z : nat -> Z) u, diagZ (map z (seq a n)) u = sum n (fun i => IZR (z (a + i)%nat) * u i ^ 2).
Proof.
  induction n; intros a z u; cbn [seq map diagZ sum]; [reflexivity|]. rewrite IHn, Nat.add_0_r. f_equal. apply sum_ext. intros j _. rewrite Nat.add_succ_r. reflexivity.
Qed.
Lemma quadZ_seq n : forall a (z : nat -> nat -> Z) u, (forall i j, z i j = z j i) ->
  quadZ (map (fun i => map (z i) (seq i (a + n - i))) (seq a n)) u = quad n (fun i j => IZR (z (a + i)%nat (a + j)%nat)) u.
Proof.
  induction n; intros a z u Hz; [reflexivity|]. rewrite quad_upper by (intros; rewrite Hz; reflexivity). cbn [seq map]. replace (a + S n - a)%nat with (S n) by lia. cbn [seq map quadZ].
  rewrite linZ_seq, dot_sum. replace (a + S n)%nat with (S a + n)%nat by lia. rewrite (IHn (S a) z) by assumption. rewrite !Nat.add_0_r. f_equal; [f_equal; f_equal|].
  - apply sum_ext. intros j _. rewrite Nat.add_succ_r. reflexivity.
  - unfold quad. apply sum_ext. intros i _. f_equal. apply sum_ext. intros j _. rewrite !Nat.add_succ_r. reflexivity.
Qed.
Lemma fold_sum n : forall a (z : nat -> Z), IZR (fold_right Z.add 0%Z (map z (seq a n))) = sum n (fun j => IZR (z (a + j)%nat)).
Proof.
  induction n; intros a z; cbn [seq map fold_right sum]; [reflexivity|]. rewrite plus_IZR, IHn, Nat.add_0_r. f_equal. apply sum_ext. intros j _. rewrite Nat.add_succ_r. reflexivity.
Qed.
(* |m_ij - z_ij| <= r_ij moves the form by at most the sum of r_ij (u_i^2 + u_j^2) / 2 *)
Lemma quad_debts (m z r : nat -> nat -> R) u : (forall i j, r i j = r j i) -> (forall i j, (i < N)%nat -> (j < N)%nat -> Rabs (m i j - z i j) <= r i j) ->
  quad N z u - sum N (fun i => sum N (r i) * u i ^ 2) <= quad N m u.
Proof.
  intros Hr H.
  assert (B : sum N (fun i => sum N (fun j => u i * (z i j * u j)) - sum N (fun j => u i * (m i j * u j))) <= sum N (fun i => sum N (fun j => r i j * (u i ^ 2 + u j ^ 2) / 2))).
  { apply sum_le. intros i Hi. rewrite <- sum_minus. apply sum_le. intros j Hj. specialize (H i j Hi Hj). apply Rabs_le_between in H.
    assert (0 <= (r i j + (m i j - z i j)) * (u i + u j) ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
    assert (0 <= (r i j - (m i j - z i j)) * (u i - u j) ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). lra. }
  rewrite sum_minus in B.
  assert (S : sum N (fun i => sum N (fun j => r i j * (u i ^ 2 + u j ^ 2) / 2)) = sum N (fun i => sum N (r i) * u i ^ 2)).
  { rewrite (sum_ext N _ (fun i => sum N (fun j => r i j * u i ^ 2 * / 2) + sum N (fun j => r j i * u j ^ 2 * / 2))) by (intros i _; rewrite <- sum_plus; apply sum_ext; intros j _; rewrite (Hr j i); field).
    rewrite sum_plus, (sum_swap N N (fun i j => r j i * u j ^ 2 * / 2)), <- sum_plus. apply sum_ext. intros i _. rewrite <- !sum_scal_r. rewrite <- sum_plus.
    rewrite (sum_ext N (fun i0 => r i i0 * u i ^ 2) (fun j => r i j * u i ^ 2 * / 2 + r i j * u i ^ 2 * / 2)) by (intros; field). reflexivity. }
  rewrite S in B. unfold quad. rewrite (sum_ext N (fun i => u i * sum N (fun j => z i j * u j)) (fun i => sum N (fun j => u i * (z i j * u j)))) by (intros; rewrite sum_scal; reflexivity).
  rewrite (sum_ext N (fun i => u i * sum N (fun j => m i j * u j)) (fun i => sum N (fun j => u i * (m i j * u j)))) by (intros; rewrite sum_scal; reflexivity). lra.
Qed.
Theorem form_nonnegative A f : form_in A f -> m_nonnegative N A = true -> forall v, 0 <= f v.
Proof.
  intros [a [Ha Hf]] H v. set (u := coordinate v). set (z := fun i j => fst (m_double A i j)). set (r := fun i j => snd (m_double A i j)).
  assert (En : forall i j, (i < N)%nat -> (j < N)%nat -> enc (m_entry A i j) (a i j)).
  { intros x y Hx Hy. apply (rep_nth enc N _ (a x) y fzero); [|assumption]. apply (rep_nth (rep enc N) N A a x [] Ha Hx). }
  assert (Zs : forall i j, z i j = z j i) by (intros; unfold z, m_double, fadd; cbn [fst]; lia). assert (Rs : forall i j, r i j = r j i) by (intros; unfold r, m_double, fadd; cbn [snd]; lia).
  pose proof (unit_pos bits) as HU. set (U := IZR (2 ^ Zpos bits)) in *.
  assert (C : diagZ (m_debts N A) u <= quadZ (m_upper N A) u).
  { apply (cholesky_correct N); [|unfold m_debts; rewrite map_length, seq_length; reflexivity|exact H]. unfold m_upper.
    assert (T : forall n b (g : nat -> nat -> Z), triangular n (map (fun i => map (g i) (seq i (b + n - i))) (seq b n))).
    { induction n; intros b g; cbn [seq map triangular]; [exact I|]. split; [rewrite map_length, seq_length; lia|]. replace (b + S n)%nat with (S b + n)%nat by lia. apply IHn. }
    apply (T N 0%nat z). }
  unfold m_debts in C. rewrite diagZ_seq in C. change (m_upper N A) with (map (fun i => map (z i) (seq i (0 + N - i))) (seq 0 N)) in C. rewrite (quadZ_seq N 0 z u Zs) in C.
  pose proof (quad_debts (fun i j => (a i j + a j i) * U) (fun i j => IZR (z i j)) (fun i j => IZR (r i j)) u) as Q.
  specialize (Q ltac:(intros; cbv beta; f_equal; apply Rs) ltac:(intros i j Hi Hj; apply (fadd_ok bits); apply En; assumption)).
  rewrite (sum_ext N (fun i => IZR (fold_right _ _ _) * _) (fun i => sum N (fun j => IZR (r i j)) * u i ^ 2)) in C by (intros i _; rewrite fold_sum; reflexivity).
  cbn [Nat.add] in C. rewrite Hf. fold u.
  assert (T : quad N (fun i j => (a i j + a j i) * U) u = 2 * U * quad N a u).
  { replace (2 * U * quad N a u) with (U * (quad N a u + quad N a u)) by ring.
    replace (quad N (fun i j => (a i j + a j i) * U) u) with (U * quad N (fun i j => a i j + a j i) u) by (rewrite <- quad_scal; unfold quad; apply sum_ext; intros; f_equal; apply sum_ext; intros; ring).
    rewrite quad_plus. f_equal. f_equal. unfold quad. rewrite (sum_ext N _ (fun i => sum N (fun j => u i * (a j i * u j)))) by (intros; rewrite sum_scal; reflexivity).
    rewrite sum_swap. apply sum_ext. intros i _. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  rewrite T in Q. nra.
Qed.
End Forms.
