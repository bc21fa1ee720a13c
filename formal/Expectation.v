(* F is the Gaussian expectation of the loss, for every linear functional on functions of x in R^d whose plane marginals are
   standard Gaussian: two vectors lie in a plane, and there the expectation of the product of two ReLUs is (S7) by Gaussian.v. *)
From Coq Require Import Arith Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import PairFunction Objective LocalMinimum Gaussian Statements Positivity.
Open Scope R_scope.

(* A unit vector orthogonal to a given one. *)
Lemma inner_basis d j a : (j < d)%nat -> inner d (unit_vector j) a = a j.
Proof. intros Hj. rewrite <- (sum_single d j a Hj). apply sum_ext. intros s _. unfold unit_vector. destruct Nat.eqb; ring. Qed.
Lemma orthogonal_unit d u : (2 <= d)%nat -> exists v, inner d v v = 1 /\ inner d u v = 0.
Proof.
  intros Hd. set (q := u 0%nat ^ 2 + u 1%nat ^ 2). destruct (Req_dec q 0) as [Z|Z].
  - exists (unit_vector 0). rewrite inner_comm with (a := u), !inner_basis by lia. split; [reflexivity|]. unfold q in Z. nra.
  - set (v := fun s => (- u 1%nat) * unit_vector 0 s + u 0%nat * unit_vector 1 s).
    assert (I : forall w, inner d v w = - u 1%nat * w 0%nat + u 0%nat * w 1%nat).
    { intros w. unfold v. rewrite inner_combine, !inner_basis by lia. reflexivity. }
    assert (Q : 0 < q) by (unfold q in *; nra). assert (S : sqrt q * sqrt q = q) by (apply sqrt_sqrt; lra). assert (P : 0 < sqrt q) by (apply sqrt_lt_R0; assumption).
    exists (fun s => / sqrt q * v s). rewrite inner_scal, (inner_comm d u), inner_scal, (inner_comm d v), inner_scal, !I. split; [|ring].
    assert (V0 : v 0%nat = - u 1%nat) by (unfold v, unit_vector; simpl; ring). assert (V1 : v 1%nat = u 0%nat) by (unfold v, unit_vector; simpl; ring).
    rewrite V0, V1. transitivity ((u 0%nat ^ 2 + u 1%nat ^ 2) / (sqrt q * sqrt q)); [field; lra|]. fold q. rewrite S. field. lra.
Qed.

(* Two vectors in coordinates of a plane: a = |a| u, b = |b| (u cos t + v sin t). *)
Definition in_plane (d : nat) (a b u v : nat -> R) (t : R) : Prop :=
  orthonormal d u v /\ 0 <= t <= PI /\ (forall y, inner d a y = norm d a * inner d u y) /\
  (forall y, inner d b y = norm d b * (cos t * inner d u y + sin t * inner d v y)) /\
  pair_value d a b = norm d a * norm d b * (sin t + (PI - t) * cos t) / (2*PI).
Lemma inner_norm_zero d a y : norm d a = 0 -> inner d a y = 0.
Proof. intros Z. apply inner_zero. rewrite <- norm_square, Z. ring. Qed.
Lemma direction_unit d a : norm d a <> 0 -> inner d (direction d a) (direction d a) = 1.
Proof. intros H. rewrite <- cosine, <- norm_square. field. assumption. Qed.
Lemma direction_inner d a y : norm d a <> 0 -> inner d a y = norm d a * inner d (direction d a) y.
Proof. intros H. unfold direction. rewrite inner_scal. field. assumption. Qed.
Lemma plane_of_pair d a b : (2 <= d)%nat -> exists u v t, in_plane d a b u v t.
Proof.
  intros Hd. pose proof PI_RGT_0 as HP.
  assert (Zero : norm d a = 0 \/ norm d b = 0 -> pair_value d a b = 0).
  { intros Z. rewrite pair_kernel. unfold Rdiv. destruct Z as [-> | ->]; ring. }
  (* u along a, or along b, or any *)
  destruct (Req_dec (norm d a) 0) as [Za|Za].
  - destruct (Req_dec (norm d b) 0) as [Zb|Zb].
    + destruct (orthogonal_unit d (unit_vector 0) Hd) as [v [V1 V2]]. exists (unit_vector 0), v, 0. unfold in_plane, orthonormal.
      rewrite Zero by auto. rewrite Za, Zb, inner_basis by lia. repeat split; try assumption; try lra; try reflexivity.
      * intros y. rewrite inner_norm_zero by assumption. ring.
      * intros y. rewrite inner_norm_zero by assumption. ring.
    + destruct (orthogonal_unit d (direction d b) Hd) as [v [V1 V2]]. exists (direction d b), v, 0. unfold in_plane, orthonormal.
      rewrite Zero by auto. rewrite Za, sin_0, cos_0. repeat split; try assumption; try lra.
      * apply direction_unit; assumption.
      * intros y. rewrite inner_norm_zero by assumption. ring.
      * intros y. rewrite direction_inner by assumption. ring.
  - set (u := direction d a). assert (U : inner d u u = 1) by (apply direction_unit; assumption).
    destruct (Req_dec (norm d b) 0) as [Zb|Zb].
    + destruct (orthogonal_unit d u Hd) as [v [V1 V2]]. exists u, v, 0. unfold in_plane, orthonormal.
      rewrite Zero by auto. rewrite Zb. repeat split; try assumption; try lra.
      * intros y. apply direction_inner; assumption.
      * intros y. rewrite inner_norm_zero by assumption. ring.
    + set (w := direction d b). assert (W : inner d w w = 1) by (apply direction_unit; assumption).
      set (c := inner d u w). pose proof (cosine_bound d a b) as Hc. fold u w c in Hc. apply Rabs_le_between in Hc.
      set (t := acos c). assert (Ht : 0 <= t <= PI) by apply acos_bound. assert (Ec : cos t = c) by (apply cos_acos; lra).
      assert (Es : sin t * sin t = 1 - c * c). { pose proof (sin2_cos2 t) as E. unfold Rsqr in E. rewrite Ec in E. lra. }
      assert (Value : pair_value d a b = norm d a * norm d b * (sin t + (PI - t) * cos t) / (2*PI)).
      { rewrite pair_kernel. fold u w c. unfold kernel. fold t. rewrite Ec. do 3 f_equal.
        rewrite <- (sqrt_square (sin t)) by (apply sin_ge_0; lra). f_equal. rewrite Es. ring. }
      assert (Plane : exists v, orthonormal d u v /\ forall y, inner d w y = cos t * inner d u y + sin t * inner d v y).
      { destruct (Req_dec (sin t) 0) as [Z|Z].
        - destruct (orthogonal_unit d u Hd) as [v [V1 V2]]. exists v. split; [split; [|split]; assumption|]. intros y. rewrite Z, Ec.
          assert (E : inner d (fun s => 1 * w s + (- c) * u s) y = 0).
          { apply inner_zero. rewrite inner_combine, (inner_comm d w), (inner_comm d u), !inner_combine, W, U, (inner_comm d w u). fold c. rewrite Z in Es. lra. }
          rewrite inner_combine in E. lra.
        - set (v := fun s => / sin t * w s + (- c / sin t) * u s). assert (V : forall y, inner d v y = / sin t * inner d w y + (- c / sin t) * inner d u y) by (intros; apply inner_combine).
          exists v. split; [split; [assumption|split]|].
          + rewrite V, (inner_comm d w v), (inner_comm d u v), !V, W, U, (inner_comm d w u). fold c.
            transitivity ((1 - c * c) / (sin t * sin t)); [field; assumption|]. rewrite <- Es. field. assumption.
          + rewrite inner_comm, V, U, (inner_comm d w u). fold c. field. assumption.
          + intros y. rewrite V, Ec. field. assumption. }
      destruct Plane as [v [O Hw]]. exists u, v, t. unfold in_plane. repeat split; try apply O; try apply Ht; try assumption.
      * intros y. apply direction_inner; assumption.
      * intros y. rewrite direction_inner by assumption. fold w. rewrite Hw. reflexivity.
Qed.

(* Continuity and growth of the functions that occur. *)
Lemma relu_abs x : relu x = (x + Rabs x) / 2.
Proof. destruct (Rle_lt_dec 0 x) as [H|H]; [rewrite relu_pos, Rabs_pos_eq by assumption; field|rewrite relu_neg, Rabs_left by lra; field]. Qed.
Lemma relu_bounds x : 0 <= relu x <= Rabs x.
Proof. rewrite relu_abs. split; [pose proof (Rle_abs (- x)) as H; rewrite Rabs_Ropp in H; lra|pose proof (Rle_abs x); lra]. Qed.
Lemma continuous_relu x : continuous relu x.
Proof.
  apply (continuous_ext (fun x => (x + Rabs x) * /2)); [intros; symmetry; apply relu_abs|].
  apply (continuous_mult (K := R_AbsRing) (fun x => x + Rabs x) (fun _ => /2)); [|apply continuous_const].
  apply (continuous_plus (V := R_NormedModule) (fun x => x) Rabs); [apply continuous_id|apply continuous_Rabs].
Qed.
Lemma relu_product_bound x y : Rabs (relu x * relu y) <= x^2 + y^2.
Proof.
  pose proof (relu_bounds x). pose proof (relu_bounds y). rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra).
  rewrite <- (pow2_abs x), <- (pow2_abs y). assert (relu x * relu y <= Rabs x * Rabs y) by (apply Rmult_le_compat; lra).
  assert (0 <= (Rabs x - Rabs y)^2) by apply pow2_ge_0. pose proof (Rabs_pos x). pose proof (Rabs_pos y). nra.
Qed.
Definition product (d : nat) (a b x : nat -> R) : R := relu (inner d a x) * relu (inner d b x).
Lemma product_growth d a b : quadratic_growth d (product d a b).
Proof.
  split.
  - intros x. assert (C : forall c, continuous (T := points) (U := R_UniformSpace) (fun x => relu (inner d c x)) x).
    { intros c. apply (continuous_comp (U := points) (V := R_UniformSpace) (W := R_UniformSpace) (fun x => inner d c x) relu x); [|apply continuous_relu].
      apply (c_sum x d (fun s x => c s * x s)). intros s _. apply c_mult; [apply c_const|apply c_coord]. }
    apply c_mult; apply C.
  - exists (inner d a a + inner d b b). intros x. eapply Rle_trans; [apply relu_product_bound|].
    pose proof (cauchy_schwarz d a x). pose proof (cauchy_schwarz d b x). pose proof (inner_nonneg d a). pose proof (inner_nonneg d b). nra.
Qed.
Lemma plane_growth r s t : quadratic_growth_2 (fun x y => relu (r * x) * relu (s * (cos t * x + sin t * y))).
Proof.
  assert (C : forall a b x y, continuity_2d_pt (fun x y => relu (a * x + b * y)) x y).
  { intros a b x y. apply (continuity_1d_2d_pt_comp relu (fun x y => a * x + b * y)).
    - apply continuity_pt_filterlim. apply continuous_relu.
    - apply continuity_2d_pt_plus; apply continuity_2d_pt_mult; auto using continuity_2d_pt_const, continuity_2d_pt_id1, continuity_2d_pt_id2. }
  split.
  - intros x y. apply (continuity_2d_pt_ext (fun x y => relu (r * x + 0 * y) * relu ((s * cos t) * x + (s * sin t) * y))).
    + intros x' y'. f_equal; f_equal; ring.
    + apply continuity_2d_pt_mult; apply C.
  - exists (r^2 + 2 * s^2). intros x y. eapply Rle_trans; [apply relu_product_bound|].
    pose proof (COS_bound t) as Bc. pose proof (SIN_bound t) as Bs.
    assert ((cos t * x + sin t * y)^2 <= 2 * (x^2 + y^2)).
    { apply Rle_trans with (2 * ((cos t * x)^2 + (sin t * y)^2)); [pose proof (pow2_ge_0 (cos t * x - sin t * y)); nra|].
      rewrite !Rpow_mult_distr. assert (cos t ^ 2 <= 1) by nra. assert (sin t ^ 2 <= 1) by nra. pose proof (pow2_ge_0 x). pose proof (pow2_ge_0 y). nra. }
    rewrite !Rpow_mult_distr. pose proof (pow2_ge_0 r). pose proof (pow2_ge_0 s). pose proof (pow2_ge_0 x). pose proof (pow2_ge_0 y). nra.
Qed.
Lemma growth_combine d a b g h : quadratic_growth d g -> quadratic_growth d h -> quadratic_growth d (fun x => a * g x + b * h x).
Proof.
  intros [Cg [A HA]] [Ch [B HB]]. split.
  - intros x. apply c_plus; apply c_mult; auto using c_const.
  - exists (Rabs a * A + Rabs b * B). intros x. eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult. specialize (HA x). specialize (HB x).
    pose proof (Rabs_pos a). pose proof (Rabs_pos b). nra.
Qed.
Lemma growth_zero d : quadratic_growth d (fun _ => 0).
Proof. split; [intros; apply c_const|]. exists 0. intros. rewrite Rabs_R0. lra. Qed.
Lemma growth_sum d n (c : nat -> R) g : (forall i, quadratic_growth d (g i)) -> quadratic_growth d (fun x => sum n (fun i => c i * g i x)).
Proof.
  revert c g. induction n; intros c g H; [apply growth_zero|]. simpl.
  pose proof (growth_combine d (c O) 1 (g O) _ (H O) (IHn (fun i => c (S i)) (fun i => g (S i)) ltac:(intros; apply H))) as G.
  replace (fun x => c O * g O x + sum n (fun i => c (S i) * g (S i) x)) with (fun x => c O * g O x + 1 * sum n (fun i => c (S i) * g (S i) x)); [exact G|].
  apply FunctionalExtensionality.functional_extensionality. intros. ring.
Qed.

Section Expectation.
Variables (d : nat) (E : ((nat -> R) -> R) -> R).
Hypothesis Hd : (2 <= d)%nat.
Hypothesis HE : gaussian_expectation d E.
Lemma expectation_ext g h : (forall x, g x = h x) -> E g = E h.
Proof. intros H. f_equal. apply FunctionalExtensionality.functional_extensionality. exact H. Qed.
Lemma expectation_zero : E (fun _ => 0) = 0.
Proof.
  rewrite (expectation_ext _ (fun x => 0 * 0 + 0 * 0)) by (intros; ring).
  rewrite (expectation_linear d E HE 0 0 (fun _ => 0) (fun _ => 0)) by apply growth_zero. ring.
Qed.
Lemma expectation_sum n c g : (forall i, quadratic_growth d (g i)) -> E (fun x => sum n (fun i => c i * g i x)) = sum n (fun i => c i * E (g i)).
Proof.
  revert c g. induction n; intros c g H; [apply expectation_zero|]. simpl.
  rewrite (expectation_ext _ (fun x => c O * g O x + 1 * sum n (fun i => c (S i) * g (S i) x))) by (intros; ring).
  rewrite (expectation_linear d E HE (c O) 1 (g O) (fun x => sum n (fun i => c (S i) * g (S i) x))); [|apply H|apply (growth_sum d n (fun i => c (S i)) (fun i => g (S i))); intros; apply H].
  rewrite (IHn (fun i => c (S i)) (fun i => g (S i))) by (intros; apply H). ring.
Qed.
(* (S7) *)
Theorem expectation_pair a b : E (product d a b) = pair_value d a b.
Proof.
  destruct (plane_of_pair d a b Hd) as [u [v [t [O [Ht [Ha [Hb ->]]]]]]].
  rewrite (expectation_ext _ (fun x => relu (norm d a * inner d u x) * relu (norm d b * (cos t * inner d u x + sin t * inner d v x)))).
  - apply (expectation_plane d E HE u v O (fun x y => relu (norm d a * x) * relu (norm d b * (cos t * x + sin t * y)))).
    + apply plane_growth. + apply plane_integral; auto using norm_nonneg.
  - intros x. unfold product. rewrite Ha, Hb. reflexivity.
Qed.
(* (S6) *)
Theorem expectation_loss n k W : E (loss n k d W) = F n k d W.
Proof.
  rewrite F_stacked. set (a := stacked n W). set (s := sign n).
  rewrite (expectation_ext _ (fun x => sum ((n + k) * (n + k)) (fun i => (/2 * (s (i / (n + k))%nat * s (i mod (n + k))%nat)) * product d (a (i / (n + k))%nat) (a (i mod (n + k))%nat) x))).
  - rewrite (expectation_sum _ (fun i => /2 * (s (i / (n + k))%nat * s (i mod (n + k))%nat)) (fun i => product d (a (i / (n + k))%nat) (a (i mod (n + k))%nat))) by (intros; apply product_growth).
    rewrite sum_rows, <- sum_scal. apply sum_ext; intros p Hp. rewrite <- sum_scal. apply sum_ext; intros q Hq.
    destruct (divmod (n + k) p q Hq) as [-> ->]. rewrite expectation_pair. ring.
  - intros x. unfold loss, network. rewrite <- (signed_sum n k (fun b => relu (inner d b x)) W). fold a s. rewrite sum_rows.
    set (S := sum (n + k) (fun p => s p * relu (inner d (a p) x))).
    rewrite (sum_ext (n + k) _ (fun p => /2 * (s p * relu (inner d (a p) x)) * S)).
    + rewrite sum_scal_r, sum_scal. fold S. ring.
    + intros p Hp. unfold S. rewrite <- sum_scal. apply sum_ext; intros q Hq. destruct (divmod (n + k) p q Hq) as [-> ->]. unfold product. ring.
Qed.
End Expectation.
