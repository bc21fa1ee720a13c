(* Existence in a few unknowns.  Weights that are affine in N numbers y, on a box about v0: if the gradient of the objective along the
   directions of these numbers is w times N equations G, w > 0, and the derivative of G is at least mu on the box, then the objective over
   w is strongly convex in y, and where G (v0) is small there is a zero of G.  There the second derivative along the directions is at least w mu. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums Objective Hessian Existence.
Open Scope R_scope.

Lemma derive_shift (g : R -> R) t l : is_derive g 0 l -> is_derive (fun t' => g (t' - t)) t l.
Proof.
  intros H. evar_last; [apply (is_derive_comp g (fun t' => t' - t) t l 1)|].
  - replace (t - t) with 0 by ring. exact H.
  - auto_derive; [trivial|ring].
  - unfold scal; simpl; unfold mult; simpl. ring.
Qed.
(* a matrix of slopes of the equations at y, at least mu *)
Definition slope_at_least (N : nat) (G : (nat -> R) -> nat -> R) (mu : R) (y : nat -> R) : Prop := exists J : nat -> nat -> R,
  (forall x i, (i < N)%nat -> is_derive (fun t => G (fun j => y j + t * x j) i) 0 (sum N (fun j => J i j * x j)))
  /\ (forall x, mu * sum N (fun i => x i ^ 2) <= sum N (fun i => x i * sum N (fun j => J i j * x j))).
Section Reduced.
Variables n k N : nat.
Hypothesis Hn : (0 < n)%nat.
Hypothesis Hk : (0 < k)%nat.
Variables (embed move : (nat -> R) -> nat -> R) (G : (nat -> R) -> nat -> R) (domain : (nat -> R) -> Prop) (w : R).
Hypothesis Hw : 0 < w.
Hypothesis embed_line : forall y x t, line (embed y) (move x) t = embed (line y x t).
Hypothesis embed_regular : forall y, domain y -> regular n k k (embed y).
Hypothesis embed_dot : forall y x, domain y -> dot (n * k) (gradient n k k (embed y)) (move x) = w * dot N (G y) x.
Definition reduced_value y := / w * objective_atan n k k (embed y).
Lemma derive_reduced_value y x t : domain (line y x t) -> is_derive (fun t => reduced_value (line y x t)) t (dot N (G (line y x t)) x).
Proof.
  intros H. unfold reduced_value.
  replace (dot N (G (line y x t)) x) with (/ w * derivative1 n k k (line (embed y) (move x) t) (move x)).
  - apply is_derive_scal. apply (is_derive_ext (fun t => objective_atan n k k (line (embed y) (move x) t))); [intros; rewrite embed_line; reflexivity|].
    apply derive_objective; try lia. rewrite embed_line. apply embed_regular. exact H.
  - rewrite embed_line, <- gradient_derivative1 by (lia || (apply embed_regular; exact H)). rewrite embed_dot by exact H. field. lra.
Qed.
Variables (v0 : nat -> R) (rho mu : R).
Hypothesis Hrho : 0 < rho.
Hypothesis Hmu : 0 < mu.
Notation box y r := (forall i, (i < N)%nat -> Rabs (y i - v0 i) <= r).
Hypothesis on_box : forall y, box y rho -> domain y /\ slope_at_least N G mu y.
Notation inner_radius := (9/10 * rho).
Notation ball := (Ball N v0 inner_radius).
Lemma ball_box y : ball y -> box y inner_radius.
Proof.
  intros [_ H] i Hi. pose proof (coord N (vsub y v0) i Hi) as C. change (vsub y v0 i) with (y i - v0 i) in C. apply Rabs_le. split; nra.
Qed.
Lemma ball_inside y : ball y -> box y rho.
Proof. intros H i Hi. pose proof (ball_box y H i Hi). lra. Qed.
(* the slope of the equations along a line *)
Lemma derive_equations y x t : box (line y x t) rho ->
  exists l, is_derive (fun t => dot N (G (line y x t)) x) t l /\ mu * sqnorm N x <= l.
Proof.
  intros H. destruct (on_box _ H) as [_ [J [HJ Hg]]]. exists (sum N (fun i => x i * sum N (fun j => J i j * x j))). split.
  - apply (is_derive_ext (fun t' => sum N (fun i => x i * G (fun j => line y x t j + (t' - t) * x j) i))).
    + intros t'. rewrite dot_sum. apply sum_ext. intros i _. rewrite Rmult_comm. f_equal. f_equal. apply FunctionalExtensionality.functional_extensionality. intros j. unfold line. ring.
    + apply (is_derive_sum N (fun i t' => x i * G (fun j => line y x t j + (t' - t) * x j) i)). intros i Hi. apply is_derive_scal.
      apply (derive_shift (fun t' => G (fun j => line y x t j + t' * x j) i)). apply HJ. assumption.
  - unfold sqnorm. rewrite dot_sum. rewrite (sum_ext N (fun i => x i * x i) (fun i => x i ^ 2)) by (intros; ring). apply Hg.
Qed.
Lemma reduced_strongly_convex p q : ball p -> ball q -> reduced_value p + dot N (G p) (vsub q p) + mu/2 * sqnorm N (vsub q p) <= reduced_value q.
Proof.
  intros Hp Hq. set (u := vsub q p).
  assert (P : forall t, 0 <= t <= 1 -> box (line p u t) rho) by (intros t Ht; apply ball_inside, Ball_segment; assumption).
  pose proof (taylor2 (fun t => reduced_value (line p u t)) (fun t => dot N (G (line p u t)) u)
    (Derive (fun t => dot N (G (line p u t)) u)) (mu * sqnorm N u)) as T.
  assert (E1 : line p u 1 = q) by (apply FunctionalExtensionality.functional_extensionality; intros; unfold line, u, vsub; ring).
  cbv beta in T. rewrite line_0, E1 in T.
  assert (reduced_value p + dot N (G p) u + mu * sqnorm N u / 2 <= reduced_value q); [apply T|lra].
  - intros t Ht. apply derive_reduced_value. apply on_box, P. exact Ht.
  - intros t Ht. destruct (derive_equations p u t (P t Ht)) as [l [Hl _]]. apply Derive_correct. exists l. exact Hl.
  - intros t Ht. destruct (derive_equations p u t (P t Ht)) as [l [Hl Hb]]. apply Rle_trans with l; [exact Hb|right; symmetry; exact (is_derive_unique _ _ _ Hl)].
Qed.
(* a critical point in the box *)
Theorem reduced_critical_point : 5 * sum N (fun i => G v0 i ^ 2) <= mu^2 * rho^2 -> exists y, ball y /\ forall i, (i < N)%nat -> G y i = 0.
Proof.
  intros Res. destruct (minimum_of_strong_convexity N reduced_value G v0 inner_radius mu Hmu reduced_strongly_convex) as [y [Hy [Hc _]]].
  - intros p v Hp. replace (dot N (G p) v) with (dot N (G (line p v 0)) v) by (rewrite line_0; reflexivity).
    apply derive_reduced_value. rewrite line_0. apply on_box, ball_inside. exact Hp.
  - unfold sqnorm. rewrite dot_sum. rewrite (sum_ext N (fun i => _ * _) (fun i => G v0 i ^ 2)) by (intros; ring).
    assert (0 < mu^2 * rho^2) by (apply Rmult_lt_0_compat; apply pow_lt; assumption). nra.
  - exists y. split; [assumption|]. intros i Hi. pose proof (coord N (G y) i Hi) as C. unfold sqnorm in C. rewrite Hc in C. nra.
Qed.
(* the second derivative along the directions *)
Theorem reduced_growth y x : ball y -> w * mu * sum N (fun i => x i ^ 2) <= derivative2 n k k (embed y) (move x).
Proof.
  intros Hy. assert (L0 : line y x 0 = y) by apply line_0.
  assert (Box0 : box (line y x 0) rho) by (rewrite L0; apply ball_inside; exact Hy).
  destruct (derive_equations y x 0 Box0) as [l [Hl Hb]].
  assert (Dr : is_derive (fun t => dot N (G (line y x t)) x) 0 (/ w * derivative2 n k k (embed y) (move x))).
  { (* near 0 the line stays in the box *)
    assert (Near : locally 0 (fun t => box (line y x t) rho)).
    { set (g := 1 + sqnorm N x).
      assert (Hg : forall i, (i < N)%nat -> Rabs (x i) <= g) by (intros i Hi; pose proof (coord N x i Hi); unfold g; apply Rabs_le; split; nra).
      assert (g1 : 1 <= g) by (unfold g; pose proof (sqnorm_pos N x); lra).
      assert (He : 0 < rho / (10 * g)) by (apply Rdiv_lt_0_compat; lra).
      exists (mkposreal _ He). intros t Ht i Hi. change (Rabs (t - 0) < rho / (10 * g)) in Ht. rewrite Rminus_0_r in Ht.
      pose proof (ball_box y Hy i Hi) as Hb0. pose proof (Hg i Hi) as Hx. unfold line.
      replace (y i + t * x i - v0 i) with ((y i - v0 i) + t * x i) by ring. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult.
      assert (Rabs t * Rabs (x i) <= rho / (10 * g) * g) by (apply Rmult_le_compat; try apply Rabs_pos; lra).
      replace (rho / (10 * g) * g) with (rho / 10) in H by (field; lra). lra. }
    apply (is_derive_ext_loc (fun t => / w * derivative1 n k k (line (embed y) (move x) t) (move x))).
    - apply (filter_imp _ _ ) with (2 := Near). intros t Ht. destruct (on_box _ Ht) as [Dt _].
      enough (Q : / w * derivative1 n k k (line (embed y) (move x) t) (move x) = dot N (G (line y x t)) x) by exact Q.
      rewrite embed_line, <- gradient_derivative1 by (lia || (apply embed_regular; exact Dt)). rewrite embed_dot by exact Dt. field. lra.
    - apply is_derive_scal. replace (derivative2 n k k (embed y) (move x)) with (derivative2 n k k (line (embed y) (move x) 0) (move x)) by (rewrite line_0; reflexivity).
      apply derive_objective1; try lia. rewrite line_0. apply embed_regular. destruct (on_box _ Box0) as [D _]. rewrite L0 in D. exact D. }
  pose proof (is_derive_unique _ _ _ Hl) as U. rewrite (is_derive_unique _ _ _ Dr) in U. rewrite <- U in Hb. unfold sqnorm in Hb. rewrite dot_sum in Hb.
  rewrite (sum_ext N (fun i => x i * x i) (fun i => x i ^ 2)) in Hb by (intros; ring). set (z := derivative2 _ _ _ _ _) in *. set (q := sum N _) in *.
  replace z with (w * (/ w * z)) by (field; lra). rewrite Rmult_assoc. apply Rmult_le_compat_l; lra.
Qed.
End Reduced.
