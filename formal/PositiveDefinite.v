(* mathematics.md 5.4 and 5.5: a symmetric matrix known to within r in every entry is positive semidefinite if an integer Cholesky
   elimination of its midpoint goes through.  Nothing is lost to interval growth: each pivot row l is rounded to integers, and
   what l l^T leaves of the row (an exact integer remainder) is moved to the diagonal, by 2|e x y| <= |e| x^2 + |e| y^2.
   The factor is not stored, and the choice of its entries needs no proof. *)
From Coq Require Import ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Spurious Require Import Sums.
Import ListNotations.
Open Scope R_scope.

(* Upper triangular part: row i is the list of the entries (i,i), (i,i+1), ... *)
Fixpoint triangular (n : nat) (A : list (list Z)) : Prop :=
  match n, A with
  | O, [] => True
  | S m, r :: A' => length r = n /\ triangular m A'
  | _, _ => False
  end.
Fixpoint linZ (r : list Z) (u : nat -> R) : R :=
  match r with [] => 0 | x :: r' => IZR x * u O + linZ r' (fun i => u (S i)) end.
(* u^T A u for the symmetric matrix with that upper part, and for a diagonal one *)
Fixpoint quadZ (A : list (list Z)) (u : nat -> R) : R :=
  match A with
  | (a :: r) :: A' => IZR a * (u O)^2 + 2 * u O * linZ r (fun i => u (S i)) + quadZ A' (fun i => u (S i))
  | _ => 0
  end.
Fixpoint diagZ (D : list Z) (u : nat -> R) : R :=
  match D with [] => 0 | x :: D' => IZR x * (u O)^2 + diagZ D' (fun i => u (S i)) end.

Section Elimination.
Open Scope Z_scope.
Open Scope lazy_bool_scope.
(* nearest integer to x / l, untrusted *)
Definition quotient (x l : Z) : Z := (2 * x + l) / (2 * l).
Fixpoint subtract_multiple (c : Z) (l r : list Z) : list Z :=
  match l, r with y :: l', x :: r' => (x - c * y) :: subtract_multiple c l' r' | _, _ => [] end.
(* A - l l^T on the upper part *)
Fixpoint subtract_square (l : list Z) (A : list (list Z)) : list (list Z) :=
  match l, A with c :: l', r :: A' => subtract_multiple c l r :: subtract_square l' A' | _, _ => [] end.
(* |r - l0 l| added to the diagonal debts, and its sum *)
Fixpoint add_remainders (l0 : Z) (l r D : list Z) : list Z :=
  match l, r, D with y :: l', x :: r', e :: D' => e + Z.abs (x - l0 * y) :: add_remainders l0 l' r' D' | _, _, _ => [] end.
Fixpoint sum_remainders (l0 : Z) (l r : list Z) : Z :=
  match l, r with y :: l', x :: r' => Z.abs (x - l0 * y) + sum_remainders l0 l' r' | _, _ => 0 end.

(* A - diag D is positive semidefinite.  The lazy conjunction makes the recursive call a tail call: A can be freed. *)
Fixpoint cholesky (n : nat) (A : list (list Z)) (D : list Z) : bool :=
  match n, A, D with
  | S m, (a :: r) :: A', e :: D' =>
      let pivot := a - e in
      let l0 := Z.sqrt (pivot - Z.of_nat m * Z.sqrt pivot / 2) in
      (0 <? l0) &&&
      (let l := map (fun x => quotient x l0) r in
       (sum_remainders l0 l r <=? pivot - l0 * l0) &&& cholesky m (subtract_square l A') (add_remainders l0 l r D'))
  | _, _, _ => match n with O => true | _ => false end
  end.
End Elimination.

Lemma subtract_multiple_length c l r : length (subtract_multiple c l r) = min (length l) (length r).
Proof. revert r; induction l; destruct r; simpl; auto. Qed.
Lemma subtract_multiple_lin c l r u : length l = length r ->
  linZ (subtract_multiple c l r) u = linZ r u - IZR c * linZ l u.
Proof.
  revert r u; induction l; destruct r; simpl; intros u E; try discriminate; [ring|].
  rewrite IHl by congruence. rewrite minus_IZR, mult_IZR. ring.
Qed.
Lemma subtract_square_triangular n l A : length l = n -> triangular n A -> triangular n (subtract_square l A).
Proof.
  revert l A; induction n; intros [|c l] [|r A]; simpl; try tauto; try discriminate. intros El [Er T]. split.
  - destruct r; [discriminate|]. simpl in Er |- *. rewrite subtract_multiple_length. lia.
  - apply IHn; [congruence|assumption].
Qed.
Lemma subtract_square_quad n l A u : length l = n -> triangular n A ->
  quadZ (subtract_square l A) u = quadZ A u - (linZ l u)^2.
Proof.
  revert l A u; induction n; intros [|c l] [|r A] u; simpl; try tauto; try discriminate; [intros; ring|]. intros El [Er T].
  destruct r as [|x r]; [discriminate|]. simpl in Er |- *.
  rewrite subtract_multiple_lin by congruence. rewrite IHn by (congruence || assumption). rewrite minus_IZR, mult_IZR. ring.
Qed.
Lemma add_remainders_length l0 n l r D : length l = n -> length r = n -> length D = n -> length (add_remainders l0 l r D) = n.
Proof. revert n r D; induction l; destruct r, D; simpl; intros L1 L2 L3; subst; try discriminate; [reflexivity|].
  f_equal. apply IHl; congruence. Qed.
(* 2 x (r - l0 l).u >= - (sum |.|) x^2 - (diagonal of |.|)(u) *)
Lemma remainders_bound l0 l r D u x n : length l = n -> length r = n -> length D = n ->
  diagZ D u - diagZ (add_remainders l0 l r D) u - IZR (sum_remainders l0 l r) * x^2 <= 2 * x * (linZ r u - IZR l0 * linZ l u).
Proof.
  revert n r D u; induction l as [|y l IH]; destruct r as [|z r], D as [|e D]; simpl; intros u L1 L2 L3; subst; try discriminate; [lra|].
  specialize (IH (length l) r D (fun i => u (S i)) eq_refl ltac:(congruence) ltac:(congruence)).
  rewrite !plus_IZR, abs_IZR, minus_IZR, mult_IZR. set (d := IZR z - IZR l0 * IZR y) in *.
  assert (B : - (Rabs d * (x^2 + (u O)^2)) <= 2 * x * (d * u O)).
  { unfold Rabs. destruct (Rcase_abs d).
    - assert (0 <= (-d) * (x - u O)^2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). nra.
    - assert (0 <= d * (x + u O)^2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). nra. }
  assert (E : 2 * x * (IZR z * u O + linZ r (fun i => u (S i)) - IZR l0 * (IZR y * u O + linZ l (fun i => u (S i))))
    = 2 * x * (d * u O) + 2 * x * (linZ r (fun i => u (S i)) - IZR l0 * linZ l (fun i => u (S i)))) by (unfold d; ring).
  rewrite E. nra.
Qed.
Theorem cholesky_correct n : forall A D u, triangular n A -> length D = n -> cholesky n A D = true -> diagZ D u <= quadZ A u.
Proof.
  induction n; intros A D u T L C.
  - destruct A; [|contradiction]. destruct D; [|discriminate]. simpl. lra.
  - destruct A as [|[|a r] A]; simpl in T; try tauto; try (destruct T; discriminate). destruct T as [Er T].
    destruct D as [|e D]; [discriminate|]. simpl in Er, L. cbn [cholesky] in C. cbv zeta in C.
    set (l0 := Z.sqrt (a - e - Z.of_nat n * Z.sqrt (a - e) / 2)) in *. set (l := map (fun x => quotient x l0) r) in *.
    apply andb_prop in C; destruct C as [_ C]. apply andb_prop in C; destruct C as [C1 C2].
    apply Z.leb_le in C1. apply IZR_le in C1. rewrite !minus_IZR, mult_IZR in C1.
    assert (Ll : length l = n) by (unfold l; rewrite map_length; congruence).
    set (v := fun i => u (S i)).
    assert (IH := IHn (subtract_square l A) (add_remainders l0 l r D) v (subtract_square_triangular n l A Ll T)
      (add_remainders_length l0 n l r D Ll ltac:(congruence) ltac:(congruence)) C2).
    rewrite (subtract_square_quad n l A v Ll T) in IH.
    assert (B := remainders_bound l0 l r D v (u O) n Ll ltac:(congruence) ltac:(congruence)).
    cbn [quadZ diagZ]. fold v.
    assert (0 <= (IZR l0 * u O + linZ l v)^2) by apply pow2_ge_0.
    assert (IZR (sum_remainders l0 l r) * (u O)^2 <= (IZR a - IZR e - IZR l0 * IZR l0) * (u O)^2) by (apply Rmult_le_compat_r; [apply pow2_ge_0|assumption]).
    nra.
Qed.

(* The upper part of a real matrix M, in units of 1/s, is within e of A. *)
Fixpoint near_row (s e : R) (r : list Z) (f : nat -> R) : Prop :=
  match r with [] => True | x :: r' => Rabs (f O * s - IZR x) <= e /\ near_row s e r' (fun i => f (S i)) end.
Fixpoint near_matrix (s e : R) (A : list (list Z)) (M : nat -> nat -> R) : Prop :=
  match A with [] => True | r :: A' => near_row s e r (M O) /\ near_matrix s e A' (fun i j => M (S i) (S j)) end.

Lemma near_row_lin s e r f x u : 0 <= e -> near_row s e r f ->
  2 * x * linZ r u - e * (INR (length r) * x^2 + sqnorm (length r) u) <= 2 * x * (s * dot (length r) f u).
Proof.
  intros He. unfold sqnorm. rewrite !dot_sum. revert f u; induction r as [|y r IH]; intros f u; [simpl; intros; lra|].
  intros [H1 H2]. specialize (IH (fun i => f (S i)) (fun i => u (S i)) H2). cbn [length]. rewrite S_INR. cbn [linZ sum].
  set (d := f O * s - IZR y) in *.
  assert (Hd : - (e * (x^2 + (u O)^2)) <= 2 * x * (d * u O)).
  { apply Rabs_le_between in H1. assert (0 <= (e-d)*(x-u O)^2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
    assert (0 <= (e+d)*(x+u O)^2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). nra. }
  assert (E : 2 * x * (s * (f O * u O + sum (length r) (fun i => f (S i) * u (S i))))
    = 2 * x * (IZR y * u O) + 2 * x * (d * u O) + 2 * x * (s * sum (length r) (fun i => f (S i) * u (S i)))) by (unfold d; ring).
  rewrite E. nra.
Qed.
Lemma quad_upper n M u : (forall i j, M i j = M j i) ->
  quad (S n) M u = M O O * (u O)^2 + 2 * u O * dot n (fun j => M O (S j)) (fun i => u (S i))
    + quad n (fun i j => M (S i) (S j)) (fun i => u (S i)).
Proof.
  intros Hs. unfold quad. rewrite dot_sum. cbn [sum].
  rewrite (sum_ext n (fun i => u (S i) * (M (S i) O * u O + sum n (fun j => M (S i) (S j) * u (S j))))
    (fun i => u O * (M O (S i) * u (S i)) + u (S i) * sum n (fun j => M (S i) (S j) * u (S j)))) by (intros i _; rewrite (Hs (S i) O); ring).
  rewrite sum_plus, sum_scal. ring.
Qed.
Lemma sqnorm_first n u : sqnorm (S n) u = (u O)^2 + sqnorm n (fun i => u (S i)).
Proof. unfold sqnorm. rewrite !dot_sum. cbn [sum]. ring. Qed.
Theorem near_matrix_quad s e n : forall A M u, 0 <= e -> triangular n A -> near_matrix s e A M -> (forall i j, M i j = M j i) ->
  quadZ A u - e * INR n * sqnorm n u <= s * quad n M u.
Proof.
  induction n; intros A M u He T HA Hs.
  - destruct A; [|contradiction]. unfold quad. simpl. lra.
  - destruct A as [|[|a r] A]; simpl in T; try tauto; try (destruct T; discriminate). destruct T as [Er T].
    destruct HA as [[H0 Hr] HA]. assert (Lr : length r = n) by (simpl in Er; congruence).
    assert (IH := IHn A _ (fun i => u (S i)) He T HA (fun i j => Hs (S i) (S j))).
    assert (B := near_row_lin s e r (fun j => M O (S j)) (u O) (fun i => u (S i)) He Hr). rewrite Lr in B.
    rewrite (quad_upper n M u Hs), sqnorm_first, S_INR. cbn [quadZ].
    assert (H0' : - (e * (u O)^2) <= (M O O * s - IZR a) * (u O)^2).
    { apply Rabs_le_between in H0. assert (0 <= (M O O * s - IZR a + e) * (u O)^2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). nra. }
    set (v := fun i => u (S i)) in *. pose proof (sqnorm_pos n v). pose proof (pos_INR n). nra.
Qed.

(* The test: A - shift I, in units of 1/s, elimination with a diagonal debt of shift in every place. *)
Lemma diagZ_repeat n x u : diagZ (repeat x n) u = IZR x * sqnorm n u.
Proof.
  revert u; induction n; intros u; [unfold sqnorm; simpl; ring|]. rewrite sqnorm_first. cbn [repeat diagZ]. rewrite IHn. ring.
Qed.
Theorem eigenvalue_bound s e n A M lam shift u : 0 < s -> 0 <= e -> triangular n A -> near_matrix s e A M ->
  (forall i j, M i j = M j i) -> lam * s + e * INR n <= IZR shift -> cholesky n A (repeat shift n) = true ->
  lam * sqnorm n u <= quad n M u.
Proof.
  intros Hs He T HA Hsym Hl C.
  assert (C' := cholesky_correct n A (repeat shift n) u T (repeat_length shift n) C). rewrite diagZ_repeat in C'.
  assert (B := near_matrix_quad s e n A M u He T HA Hsym). pose proof (sqnorm_pos n u) as Hp.
  apply Rmult_le_reg_l with s; [assumption|].
  assert ((lam * s + e * INR n) * sqnorm n u <= IZR shift * sqnorm n u) by (apply Rmult_le_compat_r; assumption). nra.
Qed.
