(* Enclosures of linear and quadratic forms: a form that is written with sums, products and squares of linear ones gets a matrix of
   enclosures, built in the same way; an integer Cholesky elimination of that decides whether the form is nonnegative. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia.
From Spurious Require Import Sums Regrouped FixedPoint PositiveDefinite Enclosure.
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
(* upper part of A + A^T *)
Definition m_entry (A : matrix) i j := nth j (nth i A []) fzero.
Definition m_upper (A : matrix) : list (list fixed) := map (fun i => map (fun j => fadd (m_entry A i j) (m_entry A j i)) (seq i (N - i))) (seq 0 N).
Definition m_nonnegative (A : matrix) : bool := definite bits 0 0 0 N (m_upper A).
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

Theorem form_nonnegative A f : form_in A f -> m_nonnegative bits N A = true -> forall v, 0 <= f v.
Proof.
  intros [a [Ha Hf]] H v. set (S := fun i j => a i j + a j i).
  assert (U : upper bits N S 0 (m_upper N A)).
  { unfold m_upper. rewrite <- (app_nil_r (map _ (seq 0 N))). apply upper_app; [|reflexivity].
    intros s Hs. split; [lia|]. cbn [Nat.add]. apply rep_tabulate_from. intros i Hi.
    assert (En : forall i j, (i < N)%nat -> (j < N)%nat -> enc (m_entry A i j) (a i j)).
    { intros x y Hx Hy. apply (rep_nth enc N _ (a x) y fzero); [|assumption]. apply (rep_nth (rep enc N) N A a x [] Ha Hx). }
    apply fadd_ok; apply En; lia. }
  pose proof (definite_correct bits 0 0 0 N (m_upper N A) S U ltac:(intros; unfold S; ring) H (coordinate v)) as D.
  rewrite Hf. unfold S in D. rewrite quad_plus in D.
  assert (T : quad N (fun i j => a j i) (coordinate v) = quad N a (coordinate v)).
  { unfold quad. rewrite (sum_ext N _ (fun i => sum N (fun j => coordinate v i * (a j i * coordinate v j)))) by (intros; rewrite sum_scal; reflexivity).
    rewrite sum_swap. apply sum_ext. intros i _. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  rewrite T in D. unfold Rdiv in D. rewrite !Rmult_0_l in D. lra.
Qed.
End Forms.
