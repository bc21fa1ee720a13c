(* The two-dimensional Gaussian integral behind (S7): for x, y independent standard normal, r, s >= 0 and an angle t in [0, pi],
   E [r x]_+ [s (x cos t + y sin t)]_+ = r s (sin t + (pi - t) cos t) / 2 pi.
   The inner integral gives the normal distribution function, the outer one the integral of exp(-x^2/2) erf(k x), which the
   function "remainder" below evaluates; for k = 1 it also yields the Gauss integral. *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Statements PairFunction.
Open Scope R_scope.

Lemma relu_pos x : 0 <= x -> relu x = x. Proof. intros; unfold relu; apply Rmax_right; lra. Qed.
Lemma relu_neg x : x <= 0 -> relu x = 0. Proof. intros; unfold relu; apply Rmax_left; lra. Qed.
Lemma relu_scale r x : 0 <= r -> relu (r * x) = r * relu x.
Proof.
  intros Hr. destruct (Rle_lt_dec 0 x) as [H|H]; [rewrite !relu_pos by nra; reflexivity|]. rewrite !relu_neg by nra. ring.
Qed.

(* the side conditions of auto_derive, from the derivatives in the context *)
Ltac derivable := repeat lazymatch goal with |- _ /\ _ => split | |- True => trivial | |- ex_derive _ _ => eexists; eassumption end.

(* Functions that are O(1/x) at infinity. *)
Definition vanishes (g : R -> R) : Prop := exists C, forall x, 1 <= x -> Rabs (g x) <= C / x.
Lemma vanishes_plus g h : vanishes g -> vanishes h -> vanishes (fun x => g x + h x).
Proof.
  intros [C HC] [D HD]. exists (C + D). intros x Hx. eapply Rle_trans; [apply Rabs_triang|].
  specialize (HC x Hx). specialize (HD x Hx). unfold Rdiv in *. lra.
Qed.
Lemma vanishes_bounded g h B : (forall x, 1 <= x -> Rabs (g x) <= B) -> vanishes h -> vanishes (fun x => g x * h x).
Proof.
  intros HB [C HC]. exists (B * C). intros x Hx. rewrite Rabs_mult. specialize (HB x Hx). specialize (HC x Hx).
  replace (B * C / x) with (B * (C / x)) by (unfold Rdiv; ring). apply Rmult_le_compat; auto using Rabs_pos.
Qed.
Lemma vanishes_scal c g : vanishes g -> vanishes (fun x => c * g x).
Proof. apply (vanishes_bounded (fun _ => c) g (Rabs c)). intros; lra. Qed.
Lemma vanishes_ext g h : (forall x, g x = h x) -> vanishes g -> vanishes h.
Proof. intros E [C H]. exists C. intros x Hx. rewrite <- E. auto. Qed.
Lemma vanishes_limit g l : vanishes (fun x => g x - l) -> forall P, locally l P -> exists M, forall x, M < x -> P (g x).
Proof.
  intros [C HC] P [e He]. pose proof (cond_pos e) as Pe. exists (Rmax 1 (Rabs C / e)). intros x Hx. apply He.
  assert (1 < x) by (eapply Rle_lt_trans; [apply Rmax_l|exact Hx]).
  assert (Rabs C / e < x) by (eapply Rle_lt_trans; [apply Rmax_r|exact Hx]).
  change (Rabs (g x - l) < e). eapply Rle_lt_trans; [apply HC; lra|]. pose proof (Rle_abs C).
  apply Rmult_lt_reg_r with x; [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  apply Rmult_lt_reg_r with (/ e); [apply Rinv_0_lt_compat; assumption|].
  replace (e * x * / e) with x by (field; lra). unfold Rdiv in *. 
  assert (C * / e <= Rabs C * / e) by (apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; assumption|assumption]). lra.
Qed.

(* Improper integrals from antiderivatives. *)
Lemma integral_zero f a b : a <= b -> (forall t, a < t < b -> f t = 0) -> is_RInt f a b 0.
Proof.
  intros Hab H. apply (is_RInt_ext (fun _ => 0)).
  - intros t Ht. rewrite Rmin_left, Rmax_right in Ht by lra. symmetry; auto.
  - assert (C : is_RInt (fun _ : R => 0) a b ((b - a) * 0)) by exact (is_RInt_const (V := R_NormedModule) a b 0).
    rewrite Rmult_0_r in C. exact C.
Qed.
Lemma integral_derive (f g G : R -> R) (a b : R) : a <= b -> (forall t, a < t < b -> f t = g t) -> (forall t, is_derive G t (g t)) ->
  (forall t, continuous g t) -> is_RInt f a b (G b - G a).
Proof.
  intros Hab E D C. apply (is_RInt_ext g).
  - intros t Ht. rewrite Rmin_left, Rmax_right in Ht by lra. symmetry; auto.
  - apply (is_RInt_derive (V := R_CompleteNormedModule) G g); auto.
Qed.
Lemma integral_join f a b c l m : is_RInt f a b l -> is_RInt f b c m -> is_RInt f a c (l + m).
Proof. intros H1 H2. exact (is_RInt_Chasles (V := R_NormedModule) f a b c l m H1 H2). Qed.
(* zero up to y0, and from there on the derivative of G *)
Lemma integral_half_line (f g G : R -> R) (y0 l : R) : (forall y, y <= y0 -> f y = 0) -> (forall y, y0 <= y -> f y = g y) ->
  (forall y, is_derive G y (g y)) -> (forall y, continuous g y) -> vanishes (fun y => G y - G y0 - l) ->
  is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) l.
Proof.
  intros E0 E1 D C L P HP.
  destruct (vanishes_limit (fun y => G y - G y0) l L P HP) as [M HM].
  exists (fun a => a < y0) (fun b => Rmax y0 M < b).
  - exists y0. auto.
  - exists (Rmax y0 M). auto.
  - intros a b Ha Hb. assert (y0 < b) by (eapply Rle_lt_trans; [apply Rmax_l|exact Hb]).
    assert (M < b) by (eapply Rle_lt_trans; [apply Rmax_r|exact Hb]).
    exists (G b - G y0). split; [|apply HM; assumption]. simpl. replace (G b - G y0) with (0 + (G b - G y0)) by ring.
    apply (integral_join f a y0 b); [apply integral_zero; [lra|intros; apply E0; lra]|].
    apply (integral_derive f g); auto; [lra|intros; apply E1; lra].
Qed.
(* an even function; G is an odd antiderivative *)
Lemma integral_even (f G : R -> R) (l : R) : (forall y, is_derive G y (f y)) -> (forall y, continuous f y) -> (forall y, G (- y) = - G y) ->
  vanishes (fun y => G y - l/2) -> is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) l.
Proof.
  intros D C O L P [e He].
  destruct (vanishes_limit G (l/2) L (ball (l/2) (pos_div_2 e))) as [M HM]; [apply locally_ball|].
  exists (fun a => a < - Rmax 0 M) (fun b => Rmax 0 M < b).
  - exists (- Rmax 0 M). auto.
  - exists (Rmax 0 M). auto.
  - intros a b Ha Hb. pose proof (Rmax_l 0 M). pose proof (Rmax_r 0 M). exists (G b - G a). split.
    + simpl. apply (integral_derive f f); auto. lra.
    + apply He. pose proof (HM b ltac:(lra)) as H1. pose proof (HM (- a) ltac:(lra)) as H2. rewrite O in H2.
      change (Rabs (G b - l/2) < e/2) in H1. change (Rabs (- G a - l/2) < e/2) in H2. change (Rabs (G b - G a - l) < e).
      replace (G b - G a - l) with ((G b - l/2) + (- G a - l/2)) by field. eapply Rle_lt_trans; [apply Rabs_triang|]. lra.
Qed.

(* The bell curve without its factor, and the error function without its. *)
Definition bell (x : R) : R := exp (- x^2/2).
Definition error_function (x : R) : R := RInt bell 0 x.
Notation erf := error_function.
Lemma derive_bell x : is_derive bell x (- x * bell x).
Proof. unfold bell. auto_derive; [trivial|]. replace (- (x * (x * 1)) * / 2) with (- x^2/2) by (simpl; field). field. Qed.
Lemma continuous_bell x : continuous bell x.
Proof. apply (ex_derive_continuous bell). eexists; apply derive_bell. Qed.
Lemma bell_pos x : 0 < bell x. Proof. apply exp_pos. Qed.
Lemma bell_even x : bell (- x) = bell x. Proof. unfold bell. f_equal. field. Qed.
Lemma bell_le_1 x : bell x <= 1.
Proof. unfold bell. rewrite <- exp_0. destruct (Req_dec x 0) as [->|]; [right; f_equal; field|left; apply exp_increasing; nra]. Qed.
Lemma bell_small x : 0 < x -> bell x <= 2 / x^2.
Proof.
  intros Hx. unfold bell. replace (- x^2/2) with (- (x^2/2)) by field. rewrite exp_Ropp.
  replace (2 / x^2) with (/ (x^2/2)) by (field; lra). apply Rinv_le_contravar; [nra|].
  pose proof (exp_ineq1 (x^2/2) ltac:(nra)). lra.
Qed.
Lemma vanishes_bell : vanishes bell.
Proof.
  exists 2. intros x Hx. rewrite Rabs_pos_eq by (left; apply bell_pos). eapply Rle_trans; [apply bell_small; lra|].
  apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; nra.
Qed.
Lemma vanishes_x_bell : vanishes (fun x => x * bell x).
Proof.
  exists 2. intros x Hx. rewrite Rabs_mult, !Rabs_pos_eq by (try lra; left; apply bell_pos).
  replace (2 / x) with (x * (2 / x^2)) by (field; lra). apply Rmult_le_compat_l; [lra|apply bell_small; lra].
Qed.
Lemma integrable_bell a b : ex_RInt bell a b.
Proof. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros; apply continuous_bell. Qed.
Lemma derive_erf x : is_derive erf x (bell x).
Proof.
  apply (is_derive_RInt (V := R_NormedModule) bell erf 0 x); [|apply continuous_bell].
  apply filter_forall. intros b. apply (RInt_correct (V := R_CompleteNormedModule)). apply integrable_bell.
Qed.
Lemma erf_0 : erf 0 = 0. Proof. exact (RInt_point (V := R_CompleteNormedModule) 0 bell). Qed.
Lemma erf_odd x : erf (- x) = - erf x.
Proof.
  pose proof (RInt_comp_lin (V := R_CompleteNormedModule) bell (-1) 0 0 x (integrable_bell _ _)) as E.
  replace (-1 * 0 + 0) with 0 in E by ring. replace (-1 * x + 0) with (- x) in E by ring. unfold error_function at 1. rewrite <- E.
  rewrite (RInt_ext (V := R_CompleteNormedModule) _ (fun y => scal (-1) (bell y))).
  - rewrite (RInt_scal (V := R_CompleteNormedModule)) by apply integrable_bell. unfold scal; simpl; unfold mult; simpl. unfold error_function. ring.
  - intros y _. replace (-1 * y + 0) with (- y) by ring. rewrite bell_even. reflexivity.
Qed.
Lemma erf_nonneg x : 0 <= x -> 0 <= erf x.
Proof. intros. apply RInt_ge_0; [assumption|apply integrable_bell|intros; left; apply bell_pos]. Qed.

(* atan k minus the integral of bell(t) erf(k t) from 0 to x; it tends to 0. *)
Section Remainder.
Variable k : R.
Definition integrand (x t : R) : R := exp (- (x^2 * (1 + t^2))/2) / (1 + t^2).
Definition remainder (x : R) : R := RInt (integrand x) 0 k.
Lemma square_plus_1 t : 1 + t^2 <> 0. Proof. nra. Qed.
Lemma derive_integrand x t : is_derive (fun u => integrand u t) x (- x * (bell x * bell (x * t))).
Proof.
  pose proof (square_plus_1 t) as H. unfold integrand, bell. auto_derive; [simpl in *; lra|].
  rewrite <- exp_plus. replace (- (x * (x * 1) * (1 + t * (t * 1))) * / 2) with (- x ^ 2 / 2 + - (x * t) ^ 2 / 2) by (simpl; field).
  field. simpl in *; lra.
Qed.
Lemma integrable_integrand x a b : ex_RInt (integrand x) a b.
Proof.
  apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros t _. apply (ex_derive_continuous (integrand x)).
  pose proof (square_plus_1 t). unfold integrand. auto_derive. simpl in *; lra.
Qed.
Lemma derive_remainder x : is_derive remainder x (- (bell x * erf (k * x))).
Proof.
  assert (D : is_derive remainder x (RInt (fun t => Derive (fun u => integrand u t) x) 0 k)).
  { apply (is_derive_RInt_param integrand 0 k x).
    - apply filter_forall. intros y t _. eexists. apply derive_integrand.
    - intros t _. apply (continuity_2d_pt_ext (fun u v => (- u) * (exp (- u^2/2) * exp (- (u * v)^2/2)))).
      + intros u v. symmetry. apply (is_derive_unique (fun z => integrand z v) u), derive_integrand.
      + assert (C : forall g : R -> R -> R, continuity_2d_pt g x t -> continuity_2d_pt (fun u v => exp (- (g u v)^2/2)) x t).
        { intros g Hg. apply (continuity_1d_2d_pt_comp (fun z => exp (- z^2/2)) g x t); [|assumption].
          apply derivable_continuous_pt, ex_derive_Reals_0. auto_derive. trivial. }
        apply continuity_2d_pt_mult; [apply continuity_2d_pt_opp, continuity_2d_pt_id1|].
        apply continuity_2d_pt_mult; [apply (C (fun u _ => u)); apply continuity_2d_pt_id1|].
        apply (C (fun u v => u * v)). apply continuity_2d_pt_mult; [apply continuity_2d_pt_id1|apply continuity_2d_pt_id2].
    - apply filter_forall. intros y. apply (integrable_integrand y). }
  replace (- (bell x * erf (k * x))) with (RInt (fun t => Derive (fun u => integrand u t) x) 0 k); [exact D|].
  rewrite (RInt_ext (V := R_CompleteNormedModule) _ (fun t => scal (- bell x) (scal x (bell (x * t + 0))))).
  2:{ intros t _. etransitivity; [exact (derive_value _ _ _ (derive_integrand x t))|]. rewrite Rplus_0_r. unfold scal; simpl; unfold mult; simpl. ring. }
  rewrite (RInt_scal (V := R_CompleteNormedModule)).
  2:{ apply (ex_RInt_scal (V := R_NormedModule) (fun t => bell (x * t + 0))). apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros t _.
      apply (ex_derive_continuous (fun t => bell (x * t + 0))). unfold bell. auto_derive. trivial. }
  transitivity (- bell x * RInt bell (x * 0 + 0) (x * k + 0)).
  - exact (f_equal (Rmult (- bell x)) (RInt_comp_lin (V := R_CompleteNormedModule) bell x 0 0 k (integrable_bell _ _))).
  - replace (x * 0 + 0) with 0 by ring. replace (x * k + 0) with (k * x) by ring. unfold error_function. match goal with |- ?a = ?b => change (@eq R a b) end. ring.
Qed.
Lemma remainder_0 : remainder 0 = atan k.
Proof.
  apply (is_RInt_unique (V := R_CompleteNormedModule)). replace (atan k) with (minus (atan k) (atan 0)).
  2:{ rewrite atan_0. unfold minus, plus, opp; simpl. ring. }
  apply (is_RInt_ext (fun t => / (1 + t²))).
  - intros t _. unfold integrand, Rdiv. replace (- (0^2 * (1 + t^2)) * / 2) with 0 by (simpl; ring). rewrite exp_0. unfold Rsqr; simpl.
    rewrite !Rmult_1_r, Rmult_1_l. reflexivity.
  - apply (is_RInt_derive (V := R_CompleteNormedModule) atan (fun t => / (1 + t²))).
    + intros t _. apply is_derive_atan.
    + intros t _. apply (ex_derive_continuous (fun t => / (1 + t²))). auto_derive. unfold Rsqr. nra.
Qed.
Lemma integrand_bound x t : Rabs (integrand x t) <= bell x.
Proof.
  assert (H : 0 < / (1 + t^2) <= 1). { split; [apply Rinv_0_lt_compat; nra|]. apply Rle_trans with (/ 1); [apply Rinv_le_contravar; nra|lra]. }
  unfold integrand, Rdiv. replace (- (x^2 * (1 + t^2)) * / 2) with (- x^2/2 + - (x * t)^2/2) by field. rewrite exp_plus.
  fold (bell x) (bell (x * t)). pose proof (bell_pos x). pose proof (bell_pos (x * t)). pose proof (bell_le_1 (x * t)).
  rewrite Rabs_pos_eq by (repeat apply Rmult_le_pos; lra).
  assert (bell x * bell (x * t) <= bell x) by nra. assert (0 <= bell x * bell (x * t)) by nra. nra.
Qed.
Lemma vanishes_remainder : vanishes remainder.
Proof.
  apply (vanishes_ext (fun x => remainder x * 1)); [intros; ring|].
  destruct vanishes_bell as [C HC]. exists (Rabs k * C). intros x Hx. rewrite Rmult_1_r.
  assert (B : Rabs (remainder x) <= Rabs k * bell x).
  { unfold remainder. destruct (Rle_lt_dec 0 k) as [Hk|Hk].
    - rewrite (Rabs_pos_eq k) by assumption. replace (k * bell x) with ((k - 0) * bell x) by ring.
      apply abs_RInt_le_const; [assumption|apply integrable_integrand|intros; apply integrand_bound].
    - rewrite <- (opp_RInt_swap (V := R_CompleteNormedModule)) by apply integrable_integrand. change (Rabs (- RInt (integrand x) k 0) <= Rabs k * bell x).
      rewrite Rabs_Ropp, (Rabs_left k) by assumption. replace (- k * bell x) with ((0 - k) * bell x) by ring.
      apply abs_RInt_le_const; [lra|apply integrable_integrand|intros; apply integrand_bound]. }
  eapply Rle_trans; [exact B|]. replace (Rabs k * C / x) with (Rabs k * (C / x)) by (unfold Rdiv; ring).
  apply Rmult_le_compat_l; [apply Rabs_pos|]. specialize (HC x Hx). pose proof (Rle_abs (bell x)). lra.
Qed.
End Remainder.

(* The Gauss integral: erf^2/2 + remainder 1 has derivative 0. *)
Lemma erf_square x : erf x ^ 2 = PI/2 - 2 * remainder 1 x.
Proof.
  set (g := fun x => erf x ^ 2 / 2 + remainder 1 x).
  assert (D : forall y, is_derive g y 0).
  { intros y. unfold g. pose proof (derive_erf y) as D1. pose proof (derive_remainder 1 y) as D2. rewrite Rmult_1_l in D2.
    auto_derive; [derivable|].
    rewrite (derive_value _ _ _ D1), (derive_value _ _ _ D2). field. }
  assert (E : g x = g 0).
  { destruct (MVT_gen g 0 x (fun _ => 0)) as [c [_ Hc]]; [intros; apply D| |lra].
    intros y _. apply derivable_continuous_pt, ex_derive_Reals_0. eexists; apply D. }
  unfold g in E. rewrite erf_0, remainder_0, atan_1 in E. lra.
Qed.
Definition root : R := sqrt (2*PI).
Lemma root_pos : 0 < root. Proof. apply sqrt_lt_R0. pose proof PI_RGT_0. lra. Qed.
Lemma root_sq : root * root = 2*PI. Proof. apply sqrt_sqrt. pose proof PI_RGT_0. lra. Qed.
Lemma erf_limit : vanishes (fun x => erf x - root/2).
Proof.
  destruct (vanishes_remainder 1) as [C HC]. pose proof root_pos as HR. exists (4 * C / root). intros x Hx.
  pose proof (erf_square x) as E. pose proof (erf_nonneg x ltac:(lra)) as N. pose proof root_sq as S.
  assert (P : (erf x - root/2) * (erf x + root/2) = - 2 * remainder 1 x) by nra.
  specialize (HC x Hx). apply Rmult_le_reg_r with (root/2); [lra|].
  replace (4 * C / root / x * (root/2)) with (2 * (C / x)) by (field; lra).
  apply Rle_trans with (Rabs (erf x - root/2) * (erf x + root/2)); [apply Rmult_le_compat_l; [apply Rabs_pos|lra]|].
  rewrite <- (Rabs_pos_eq (erf x + root/2)) by lra. rewrite <- Rabs_mult, P, Rabs_mult, (Rabs_left (-2)) by lra. lra.
Qed.
Lemma gauss_bell x : gauss x = bell x / root. Proof. reflexivity. Qed.
Lemma derive_gauss x : is_derive gauss x (- x * gauss x).
Proof.
  apply (is_derive_ext (fun x => / root * bell x)); [intros; rewrite gauss_bell; unfold Rdiv; apply Rmult_comm|].
  replace (- x * gauss x) with (/ root * (- x * bell x)) by (rewrite gauss_bell; unfold Rdiv; ring). apply is_derive_scal, derive_bell.
Qed.
Lemma gauss_even x : gauss (- x) = gauss x. Proof. rewrite !gauss_bell, bell_even. reflexivity. Qed.

(* the distribution function of the standard normal distribution *)
Definition Phi (x : R) : R := /2 + erf x / root.
Lemma derive_Phi x : is_derive Phi x (gauss x).
Proof.
  pose proof (derive_erf x) as D. unfold Phi. auto_derive; [derivable|]. rewrite (derive_value _ _ _ D), gauss_bell. unfold Rdiv; ring.
Qed.
Lemma Phi_opp x : Phi (- x) = 1 - Phi x.
Proof. unfold Phi. rewrite erf_odd. field. pose proof root_pos; lra. Qed.
Lemma vanishes_Phi : vanishes (fun x => Phi x - 1).
Proof.
  apply (vanishes_ext (fun x => / root * (erf x - root/2))); [|apply vanishes_scal, erf_limit].
  intros x. unfold Phi. field. pose proof root_pos; lra.
Qed.
Lemma Phi_bounds x : Rabs (Phi x) <= 1.
Proof.
  assert (B : Rabs (erf x) <= root/2).
  { assert (N : forall y, 0 <= y -> Rabs (erf y) <= root/2).
    { intros y Hy. pose proof (erf_nonneg y Hy). rewrite Rabs_pos_eq by assumption. pose proof root_pos. pose proof root_sq.
      pose proof (erf_square y). assert (0 <= remainder 1 y); [|nra].
      apply RInt_ge_0; [lra|apply integrable_integrand|]. intros t _. left. apply Rdiv_lt_0_compat; [apply exp_pos|nra]. }
    destruct (Rle_lt_dec 0 x); [apply N; assumption|]. rewrite <- (Ropp_involutive x), erf_odd, Rabs_Ropp. apply N. lra. }
  pose proof root_pos as HR. unfold Phi. apply Rabs_le. apply Rabs_le_between in B.
  assert (- (/2) <= erf x / root <= /2); [|lra]. split; apply Rmult_le_reg_r with root; try assumption; replace (erf x / root * root) with (erf x) by (field; lra); lra.
Qed.
Lemma continuous_of_derive (g : R -> R) x l : is_derive g x l -> continuous g x.
Proof. intros H. apply (ex_derive_continuous g). exists l. exact H. Qed.

(* The inner integral: c E [s + q Y]_+. *)
Definition inner_value (s q : R) : R := s * Phi (s/q) + q * gauss (s/q).
Lemma inner_integral c s q : 0 < q -> gaussian_integral (fun y => c * relu (s + q * y)) (c * inner_value s q).
Proof.
  intros Hq. set (y0 := - (s/q)). set (G := fun y => c * (s * Phi y - q * gauss y)).
  assert (D : forall y, is_derive G y (c * (s + q * y) * gauss y)).
  { intros y. pose proof (derive_Phi y) as D1. pose proof (derive_gauss y) as D2. unfold G.
    auto_derive; [derivable|].
    rewrite (derive_value _ _ _ D1), (derive_value _ _ _ D2). ring. }
  apply (integral_half_line _ (fun y => c * (s + q * y) * gauss y) G y0).
  - intros y Hy. rewrite relu_neg; [ring|]. unfold y0 in Hy. apply (Rmult_le_compat_l q) in Hy; [|lra].
    replace (q * - (s/q)) with (- s) in Hy by (field; lra). lra.
  - intros y Hy. rewrite relu_pos; [ring|]. unfold y0 in Hy. apply (Rmult_le_compat_l q) in Hy; [|lra].
    replace (q * - (s/q)) with (- s) in Hy by (field; lra). lra.
  - exact D.
  - intros y. pose proof (derive_gauss y) as D2. apply (ex_derive_continuous (fun y => c * (s + q * y) * gauss y)). auto_derive. derivable.
  - apply (vanishes_ext (fun y => (c * s) * (Phi y - 1) + (- c * q / root) * bell y)).
    + intros y. unfold G, inner_value, y0. rewrite Phi_opp, gauss_even, (gauss_bell y). field. pose proof root_pos; repeat split; lra.
    + apply vanishes_plus; apply vanishes_scal; [apply vanishes_Phi|apply vanishes_bell].
Qed.
Lemma constant_integral c : gaussian_integral (fun _ => c) c.
Proof.
  apply (integral_even _ (fun y => (c / root) * erf y)).
  - intros y. pose proof (derive_erf y) as D. auto_derive; [derivable|]. rewrite (derive_value _ _ _ D), gauss_bell. unfold Rdiv; ring.
  - intros y. pose proof (derive_gauss y) as D2. apply (ex_derive_continuous (fun y => c * gauss y)). auto_derive. derivable.
  - intros y. rewrite erf_odd. ring.
  - apply (vanishes_ext (fun y => (c / root) * (erf y - root/2))); [|apply vanishes_scal, erf_limit]. intros y. field. pose proof root_pos; lra.
Qed.

(* The outer integral. *)
Definition half_moment (k x : R) : R := erf x / (2 * root) + (atan k - remainder k x) / (2*PI).
Lemma derive_half_moment k x : is_derive (half_moment k) x (gauss x * Phi (k * x)).
Proof.
  pose proof (derive_erf x) as D1. pose proof (derive_remainder k x) as D2. pose proof root_pos as HR. pose proof PI_RGT_0. unfold half_moment.
  auto_derive; [derivable|].
  rewrite (derive_value _ _ _ D1), (derive_value _ _ _ D2), gauss_bell. unfold Phi. rewrite <- root_sq. field. lra.
Qed.
Lemma half_moment_0 k : half_moment k 0 = 0.
Proof. unfold half_moment. rewrite erf_0, remainder_0. unfold Rdiv; ring. Qed.
Lemma half_moment_limit k : vanishes (fun x => half_moment k x - (/4 + atan k / (2*PI))).
Proof.
  pose proof root_pos. pose proof PI_RGT_0.
  apply (vanishes_ext (fun x => / (2 * root) * (erf x - root/2) + (- / (2*PI)) * remainder k x)).
  - intros x. unfold half_moment. field. lra.
  - apply vanishes_plus; apply vanishes_scal; [apply erf_limit|apply vanishes_remainder].
Qed.
Lemma outer_integral p q : 0 < q -> p^2 + q^2 = 1 ->
  gaussian_integral (fun x => relu x * inner_value (p * x) q) ((q + 2*PI * p * (/4 + atan (p/q) / (2*PI))) / (2*PI)).
Proof.
  intros Hq Hpq. set (k := p/q). pose proof root_pos as HR. pose proof root_sq as HS. pose proof PI_RGT_0 as HP.
  assert (Ek : forall x, p * x / q = k * x) by (intros; unfold k; field; lra).
  assert (K1 : (1 + k^2) * q = / q). { unfold k. replace ((1 + (p/q)^2) * q) with ((p^2 + q^2) / q) by (field; lra). rewrite Hpq. field. lra. }
  assert (Kp : p = k * q) by (unfold k; field; lra).
  set (G := fun x => p * (half_moment k x - x * gauss x * Phi (k * x)) - q * gauss x * gauss (k * x)).
  set (g := fun x => x * (p * x * Phi (k * x) + q * gauss (k * x)) * gauss x).
  assert (D : forall x, is_derive G x (g x)).
  { intros x. pose proof (derive_half_moment k x) as D1. pose proof (derive_gauss x) as D2. pose proof (derive_gauss (k * x)) as D3. pose proof (derive_Phi (k * x)) as D4.
    unfold G, g. auto_derive; [derivable|].
    rewrite (derive_value _ _ _ D1), (derive_value _ _ _ D2), (derive_value _ _ _ D3), (derive_value _ _ _ D4). rewrite Kp. ring. }
  apply (integral_half_line _ g G 0).
  - intros x Hx. rewrite relu_neg by assumption. ring.
  - intros x Hx. rewrite relu_pos by assumption. unfold g, inner_value. rewrite Ek. ring.
  - exact D.
  - intros x. pose proof (derive_gauss x) as D2. pose proof (derive_gauss (k * x)) as D3. pose proof (derive_Phi (k * x)) as D4.
    apply (ex_derive_continuous g). unfold g. auto_derive. derivable.
  - assert (G0 : G 0 = - q / (2*PI)).
    { unfold G. rewrite half_moment_0, !Rmult_0_r, gauss_bell. unfold bell. replace (- 0^2/2) with 0 by (simpl; field). rewrite exp_0. rewrite <- HS. field. lra. }
    apply (vanishes_ext (fun x => p * (half_moment k x - (/4 + atan k / (2*PI))) + (- p / root) * (Phi (k * x) * (x * bell x)) + (- q / root) * (gauss (k * x) * bell x))).
    + intros x. rewrite G0. unfold G. rewrite (gauss_bell x). field. lra.
    + apply vanishes_plus; [apply vanishes_plus|].
      * apply vanishes_scal, half_moment_limit.
      * apply vanishes_scal, (vanishes_bounded _ _ 1); [intros; apply Phi_bounds|apply vanishes_x_bell].
      * apply vanishes_scal, (vanishes_bounded _ _ (1 / root)); [|apply vanishes_bell].
        intros x _. rewrite gauss_bell, Rabs_pos_eq.
        -- apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; assumption|apply bell_le_1].
        -- left. apply Rdiv_lt_0_compat; [apply bell_pos|assumption].
Qed.
(* E [X]_+^2 = 1/2, the degenerate angle 0 *)
Lemma square_integral : gaussian_integral (fun x => relu x * relu x) (/2).
Proof.
  pose proof root_pos as HR. set (G := fun x => erf x / root - x * gauss x).
  assert (D : forall x, is_derive G x (x * x * gauss x)).
  { intros x. pose proof (derive_erf x) as D1. pose proof (derive_gauss x) as D2. unfold G.
    auto_derive; [derivable|]. rewrite (derive_value _ _ _ D1), (derive_value _ _ _ D2), gauss_bell. field. lra. }
  apply (integral_half_line _ (fun x => x * x * gauss x) G 0).
  - intros x Hx. rewrite relu_neg by assumption. ring.
  - intros x Hx. rewrite relu_pos by assumption. ring.
  - exact D.
  - intros x. pose proof (derive_gauss x) as D2. apply (ex_derive_continuous (fun x => x * x * gauss x)). auto_derive. derivable.
  - apply (vanishes_ext (fun x => / root * (erf x - root/2) + (- / root) * (x * bell x))).
    + intros x. unfold G. rewrite erf_0, (gauss_bell x). field. lra.
    + apply vanishes_plus; apply vanishes_scal; [apply erf_limit|apply vanishes_x_bell].
Qed.

Lemma gaussian_integral_ext g h l : (forall x, g x = h x) -> gaussian_integral g l -> gaussian_integral h l.
Proof.
  intros E H P HP. destruct (H P HP) as [Q S HQ HS K]. exists Q S; [assumption|assumption|]. intros a b Ha Hb. destruct (K a b Ha Hb) as [y [Hy1 Hy2]].
  exists y. split; [|assumption]. apply (is_RInt_ext (fun x => g x * gauss x)); [intros; rewrite E; reflexivity|exact Hy1].
Qed.
Lemma gaussian_integral_scal c g l : gaussian_integral g l -> gaussian_integral (fun x => c * g x) (c * l).
Proof.
  intros H. unfold gaussian_integral in *. apply (is_RInt_gen_ext (fun x => scal c (g x * gauss x))).
  - apply filter_forall. intros ab x _. unfold scal; simpl; unfold mult; simpl. ring.
  - exact (is_RInt_gen_scal (V := R_NormedModule) (fun x => g x * gauss x) c l H).
Qed.
Lemma atan_cot t : 0 < t < PI -> atan (cos t / sin t) = PI/2 - t.
Proof.
  intros Ht. rewrite <- (atan_tan (PI/2 - t)) by lra. f_equal. unfold tan. rewrite sin_shift, cos_shift. reflexivity.
Qed.
(* [x]_+ [x cos t + y sin t]_+ *)
Lemma unit_plane_integral t : 0 <= t <= PI ->
  gaussian_integral_2 (fun x y => relu x * relu (cos t * x + sin t * y)) ((sin t + (PI - t) * cos t) / (2*PI)).
Proof.
  intros Ht. pose proof PI_RGT_0 as HP. destruct (Req_dec t 0) as [->|H0]; [|destruct (Req_dec t PI) as [->|H1]].
  - exists (fun x => relu x * relu x). rewrite sin_0, cos_0. split.
    + intros x. apply (gaussian_integral_ext (fun _ => relu x * relu x)); [intros; do 2 f_equal; ring|apply constant_integral].
    + replace ((0 + (PI - 0) * 1) / (2*PI)) with (/2) by (field; lra). apply square_integral.
  - exists (fun x => 0). rewrite sin_PI, cos_PI. split.
    + intros x. apply (gaussian_integral_ext (fun _ => 0)); [|apply constant_integral]. intros y.
      destruct (Rle_lt_dec x 0); [rewrite (relu_neg x) by assumption; ring|]. rewrite (relu_neg (-1 * x + 0 * y)) by lra. ring.
    + replace ((0 + (PI - PI) * -1) / (2*PI)) with 0 by (field; lra). apply constant_integral.
  - assert (Hq : 0 < sin t) by (apply sin_gt_0; lra). exists (fun x => relu x * inner_value (cos t * x) (sin t)). split.
    + intros x. apply inner_integral. assumption.
    + pose proof (outer_integral (cos t) (sin t) Hq) as H. rewrite atan_cot in H by lra.
      replace (sin t + (PI - t) * cos t) with (sin t + 2*PI * cos t * (/4 + (PI/2 - t) / (2*PI))) by (field; lra).
      apply H. pose proof (sin2_cos2 t). unfold Rsqr in *. lra.
Qed.
(* (S7) in the plane: two vectors of lengths r and s at the angle t, the first one on the first axis *)
Theorem plane_integral r s t : 0 <= r -> 0 <= s -> 0 <= t <= PI ->
  gaussian_integral_2 (fun x y => relu (r * x) * relu (s * (cos t * x + sin t * y))) (r * s * (sin t + (PI - t) * cos t) / (2*PI)).
Proof.
  intros Hr Hs Ht. destruct (unit_plane_integral t Ht) as [h [H1 H2]]. exists (fun x => r * s * h x). split.
  - intros x. apply (gaussian_integral_ext (fun y => r * s * (relu x * relu (cos t * x + sin t * y)))).
    + intros y. rewrite !relu_scale by assumption. ring.
    + apply gaussian_integral_scal. apply H1.
  - replace (r * s * (sin t + (PI - t) * cos t) / (2*PI)) with (r * s * ((sin t + (PI - t) * cos t) / (2*PI))) by (unfold Rdiv; ring).
    apply gaussian_integral_scal. assumption.
Qed.
