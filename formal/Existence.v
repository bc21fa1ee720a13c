(* mathematics.md 4.9, existence: strong convexity on a closed ball of R^N and a small gradient at its centre give a
   minimiser in the interior.  Neither compactness nor choice is used: by strong convexity the sets of nearly minimal points
   shrink, so they form a Cauchy filter, and nat -> R is complete. *)
From Coq Require Import Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums.
Open Scope R_scope.

(* g.u >= -|g|^2/l - l/4 |u|^2 *)
Lemma young n l g u : 0 < l -> 0 <= sqnorm n g / l + l/4 * sqnorm n u + dot n g u.
Proof. intros Hl; unfold sqnorm; induction n; simpl. unfold Rdiv; rewrite Rmult_0_l; lra.
 assert (0 <= (g n * g n)/l + l/4*(u n * u n) + g n * u n).
 { replace (g n * g n / l + l / 4 * (u n * u n) + g n * u n) with ((g n + l/2*u n)^2/l) by (field; lra).
   apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat; lra]. }
 unfold Rdiv in *; rewrite Rmult_plus_distr_r; lra. Qed.
(* the midpoint and the parallelogram identities *)
Definition mid (p q : nat -> R) : nat -> R := fun i => (p i + q i)/2.
Lemma mid_l n p q : sqnorm n (vsub p (mid p q)) = /4 * sqnorm n (vsub p q).
Proof. unfold sqnorm; induction n; simpl. lra. rewrite IHn; unfold vsub, mid; field. Qed.
Lemma mid_r n p q : sqnorm n (vsub q (mid p q)) = /4 * sqnorm n (vsub p q).
Proof. unfold sqnorm; induction n; simpl. lra. rewrite IHn; unfold vsub, mid; field. Qed.
Lemma mid_dot n g p q : dot n g (vsub p (mid p q)) + dot n g (vsub q (mid p q)) = 0.
Proof. induction n; simpl. lra. unfold vsub, mid in *; nra. Qed.
Lemma mid_norm n p q c : sqnorm n (vsub (mid p q) c) <= (sqnorm n (vsub p c) + sqnorm n (vsub q c))/2.
Proof. unfold sqnorm; induction n; simpl. lra. unfold vsub, mid in *.
 assert (0 <= (p n - q n)^2) by apply pow2_ge_0. nra. Qed.
(* linear functions and the norm are continuous in the maximum norm *)
Fixpoint abs_sum n (g : nat -> R) := match n with O => 0 | S k => abs_sum k g + Rabs (g k) end.
Lemma dot_small n g u d : (forall i, (i<n)%nat -> Rabs (u i) <= d) -> - (d * abs_sum n g) <= dot n g u.
Proof. induction n; simpl; intros H. lra. specialize (IHn ltac:(intros; apply H; lia)).
 specialize (H n ltac:(lia)). assert (Rabs (g n * u n) <= Rabs (g n) * d).
 { rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|lra]. }
 pose proof (Rle_abs (-(g n * u n))). rewrite Rabs_Ropp in *. lra. Qed.
Lemma near_ball n p q c d : 0 < d -> (forall i, (i<n)%nat -> Rabs (p i - q i) <= d) ->
  sqnorm n (vsub q c) <= (1+d) * sqnorm n (vsub p c) + INR n * (d + d^2).
Proof. intros Hd; unfold sqnorm; induction n; intros H. simpl; lra. rewrite S_INR. simpl dot. simpl in IHn.
 specialize (IHn ltac:(intros; apply H; lia)). specialize (H n ltac:(lia)).
 apply Rabs_le_between in H. unfold vsub in *.
 assert ((q n - c n)^2 <= (1+d)*(p n - c n)^2 + (d+d^2)).
 { set (x := p n - c n). set (y := q n - p n). replace (q n - c n) with (x+y) by (unfold x, y; ring).
   assert (Hy: y^2 <= d^2) by (unfold y; nra).
   assert (0 <= d*(d*x - y)^2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
   assert (2*x*y <= d*x^2 + y^2/d).
   { assert (0 <= (d*x-y)^2/d) by (apply Rmult_le_pos; [apply pow2_ge_0| left; apply Rinv_0_lt_compat; lra]).
     replace ((d*x-y)^2/d) with (d*x^2+y^2/d-2*x*y) in H1 by (field; lra). lra. }
   assert (y^2/d <= d). { apply Rmult_le_reg_r with d; [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r; nra. }
   nra. }
 nra. Qed.

Lemma abs_sum_pos n g : 0 <= abs_sum n g.
Proof. induction n; simpl; [lra|]. pose proof (Rabs_pos (g n)); lra. Qed.
(* F is strongly convex on the ball about c, with modulus lam and gradient G, in the first-order form. *)
Section Minimum.
Variable N : nat.
Variables (F : (nat->R)->R) (G : (nat->R)->nat->R) (c : nat->R) (rho lam : R).
(* the closed ball; beyond the first N values a point agrees with c *)
Definition Ball (p : nat -> R) := (forall i, (N <= i)%nat -> p i = c i) /\ sqnorm N (vsub p c) <= rho^2.
Hypothesis Hlam : 0 < lam.
Hypothesis Hrho : 0 < rho.
Hypothesis strongly_convex : forall p q, Ball p -> Ball q -> F p + dot N (G p) (vsub q p) + lam/2 * sqnorm N (vsub q p) <= F q.
Lemma Ball_center : Ball c. Proof. split; [reflexivity|]. rewrite vsub_self; nra. Qed.
(* F is bounded below on the ball, and large far from the centre. *)
Lemma lower_bound p : Ball p -> F c - sqnorm N (G c) / lam + lam/4 * sqnorm N (vsub p c) <= F p.
Proof. intros H. pose proof (strongly_convex c p Ball_center H). pose proof (young N lam (G c) (vsub p c) Hlam). lra. Qed.
Lemma Ball_mid p q : Ball p -> Ball q -> Ball (mid p q).
Proof. intros [H1 H2] [H3 H4]; split. intros; unfold mid; rewrite H1, H3 by assumption; field.
 pose proof (mid_norm N p q c); lra. Qed.
(* two nearly minimal points are near each other *)
Lemma midpoint_convex p q : Ball p -> Ball q -> 2 * F (mid p q) + lam/4 * sqnorm N (vsub p q) <= F p + F q.
Proof. intros Hp Hq. pose proof (Ball_mid _ _ Hp Hq) as Hm. pose proof (strongly_convex _ _ Hm Hp). pose proof (strongly_convex _ _ Hm Hq).
 rewrite mid_l in *; rewrite mid_r in *. pose proof (mid_dot N (G (mid p q)) p q). lra. Qed.
Definition NegativeValues (y : R) := exists p, Ball p /\ y = - F p.
Lemma infimum : {I | (forall p, Ball p -> I <= F p) /\ forall eta, 0 < eta -> exists p, Ball p /\ F p <= I + eta}.
Proof.
 destruct (completeness NegativeValues) as [M [HM1 HM2]].
 - exists (- (F c - sqnorm N (G c)/lam)). intros y [p [Hp ->]]. pose proof (lower_bound p Hp).
   pose proof (sqnorm_pos N (vsub p c)). nra.
 - exists (- F c), c. split; [apply Ball_center|reflexivity].
 - exists (-M). split.
   + intros p Hp. assert (- F p <= M) by (apply HM1; exists p; auto). lra.
   + intros eta He. destruct (Classical_Prop.classic (exists p, Ball p /\ F p <= - M + eta)) as [|Hn]; [assumption|].
     exfalso. assert (M <= M - eta); [|lra]. apply HM2. intros y [p [Hp ->]].
     destruct (Rle_lt_dec (F p) (-M+eta)); [|lra]. exfalso; apply Hn; exists p; auto.
Qed.
Definition inf_value := proj1_sig infimum.
(* the filter of the sets of nearly minimal points *)
Definition Minimizing (P : (nat -> R) -> Prop) := exists eta, 0 < eta /\ forall p, Ball p -> F p <= inf_value + eta -> P p.
Lemma Minimizing_proper : ProperFilter Minimizing.
Proof. unfold Minimizing. split.
 - intros P [eta [He H]]. unfold inf_value in *. destruct infimum as [I [H1 H2]]; simpl in *. destruct (H2 eta He) as [p [Hp1 Hp2]]. exists p; auto.
 - split.
  + exists 1; split; [lra|auto].
  + intros P Q [e1 [He1 H1]] [e2 [He2 H2]]. exists (Rmin e1 e2). split; [apply Rmin_glb_lt; auto|].
    intros p Hp HF. pose proof (Rmin_l e1 e2). pose proof (Rmin_r e1 e2). split; [apply H1|apply H2]; auto; lra.
  + intros P Q HPQ [e [He H]]. exists e; split; auto.
Qed.
Lemma Minimizing_cauchy : forall eps : posreal, exists f : nat -> R, Minimizing (ball f eps).
Proof. intros eps. pose proof (cond_pos eps) as He.
 set (eta := lam * eps^2 / 16). assert (Heta : 0 < eta) by (unfold eta; assert (0 < lam * eps^2) by (apply Rmult_lt_0_compat; [lra|apply pow_lt; lra]); lra).
 assert (HI := proj2_sig infimum). fold inf_value in HI. destruct HI as [H1 H2].
 destruct (H2 eta Heta) as [f [Hf1 Hf2]]. exists f, eta. split; [auto|]. intros p Hp HFp i.
 destruct (Compare_dec.le_lt_dec N i) as [Hi|Hi].
 - destruct Hf1 as [Hf1 _]. destruct Hp as [Hp _]. rewrite Hp, Hf1 by assumption. apply ball_center.
 - pose proof (midpoint_convex p f Hp Hf1) as Hpa. pose proof (H1 _ (Ball_mid _ _ Hp Hf1)).
   pose proof (coord N (vsub p f) i Hi) as Hc. unfold vsub in Hc at 1.
   assert (lam * (p i - f i)^2 <= lam * (eps^2/2)).
   { apply Rle_trans with (lam * sqnorm N (vsub p f)). apply Rmult_le_compat_l; lra. unfold eta in *; lra. }
   assert ((p i - f i)^2 <= eps^2/2) by (apply Rmult_le_reg_l with lam; assumption).
   assert (0 < eps^2) by (apply pow_lt; lra).
   assert (HH: Rabs (p i - f i) < eps) by (apply Rabs_def1; nra).
   exact HH.
Qed.
(* mathematics.md 4.9: the limit of the filter is the minimiser; |G c| < lam rho / 2 keeps it off the sphere. *)
Theorem exists_min : 4 * sqnorm N (G c) < lam^2 * rho^2 ->
  exists p, Ball p /\ sqnorm N (vsub p c) <= 4 * sqnorm N (G c) / lam^2 /\ sqnorm N (vsub p c) < rho^2 /\
   F c - sqnorm N (G c) / lam <= F p /\ forall q, Ball q -> F p + lam/4 * sqnorm N (vsub q p) <= F q.
Proof.
 intros Heps.
 assert (HI := proj2_sig infimum). fold inf_value in HI. destruct HI as [H1 H2].
 set (p := lim_fct Minimizing : nat -> R).
 assert (Hlim : forall d : posreal, exists q, Ball q /\ F q <= inf_value + d /\ forall i, Rabs (q i - p i) < d).
 { intros d. destruct (complete_cauchy_fct Minimizing Minimizing_proper Minimizing_cauchy d) as [eta [He H]].
   destruct (H2 (Rmin eta d)) as [q [Hq1 Hq2]]. apply Rmin_glb_lt; [auto|apply cond_pos].
   pose proof (Rmin_l eta d). pose proof (Rmin_r eta d). exists q; repeat split; try apply Hq1; try lra.
   intros i. apply (H q Hq1 ltac:(lra) i). }
 assert (Bp : Ball p).
 { split.
   - intros i Hi. destruct (Req_dec (p i) (c i)) as [|Hn]; [assumption|]. exfalso.
     assert (Hd : 0 < Rabs (p i - c i)) by (apply Rabs_pos_lt; lra).
     destruct (Hlim (mkposreal _ Hd)) as [q [Hq1 [_ Hq3]]]. specialize (Hq3 i). simpl in Hq3.
     rewrite (proj1 Hq1 i Hi) in Hq3. rewrite Rabs_minus_sym in Hq3. lra.
   - apply Rnot_lt_le. intros Hn. set (g := sqnorm N (vsub p c) - rho^2). assert (0 < g) by (unfold g; lra).
     set (K := rho^2 + 2*INR N + 1). assert (HK : 0 < K) by (unfold K; pose proof (pos_INR N); nra).
     assert (Hd : 0 < Rmin 1 (g/(2*K))). { apply Rmin_glb_lt; [lra|]. apply Rdiv_lt_0_compat; lra. }
     destruct (Hlim (mkposreal _ Hd)) as [q [Hq1 [_ Hq3]]]. simpl in Hq3.
     set (d := Rmin 1 (g/(2*K))) in *. assert (d <= 1) by apply Rmin_l. assert (d <= g/(2*K)) by apply Rmin_r.
     pose proof (near_ball N q p c d Hd ltac:(intros; left; apply Hq3)). destruct Hq1 as [_ Hq1].
     assert (d*K <= g/2). { replace (g/2) with (g/(2*K)*K) by (field; lra). apply Rmult_le_compat_r; lra. }
     assert (INR N*(d+d^2) <= INR N*(2*d)). { apply Rmult_le_compat_l; [apply pos_INR|nra]. }
     assert ((1+d)*sqnorm N (vsub q c) <= (1+d)*rho^2) by (apply Rmult_le_compat_l; lra).
     unfold K in H5. unfold g in *. nra. }
 assert (Hp : F p <= inf_value).
 { apply Rnot_lt_le. intros Hn. set (g := F p - inf_value). assert (0 < g) by (unfold g; lra).
   pose proof (abs_sum_pos N (G p)).
   set (K := 1 + abs_sum N (G p)). assert (HK : 0 < K) by (unfold K; lra).
   assert (Hd : 0 < g/(2*K)) by (apply Rdiv_lt_0_compat; lra).
   destruct (Hlim (mkposreal _ Hd)) as [q [Hq1 [Hq2 Hq3]]]. simpl in Hq2, Hq3. set (d := g/(2*K)) in *.
   pose proof (strongly_convex p q Bp Hq1). pose proof (sqnorm_pos N (vsub q p)).
   pose proof (dot_small N (G p) (vsub q p) d ltac:(intros; left; apply Hq3)).
   assert (d*K = g/2) by (unfold d; field; lra). unfold K, g in *. nra. }
 exists p. assert (L := lower_bound p Bp). assert (F p <= F c) by (pose proof (H1 c Ball_center); lra).
 assert (Hb : sqnorm N (vsub p c) <= 4 * sqnorm N (G c) / lam^2).
 { apply Rmult_le_reg_r with (lam^2/4); [nra|]. replace (4*sqnorm N (G c)/lam^2*(lam^2/4)) with (sqnorm N (G c)) by (field; lra).
   apply Rmult_le_reg_r with (/lam). apply Rinv_0_lt_compat; lra.
   replace (sqnorm N (vsub p c) * (lam^2/4) * /lam) with (lam/4*sqnorm N (vsub p c)) by (field; lra). unfold Rdiv in L. lra. }
 split; [assumption|]. split; [assumption|]. split.
 { apply Rle_lt_trans with (1:=Hb). apply Rmult_lt_reg_r with (lam^2); [nra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by nra. lra. }
 split. { pose proof (sqnorm_pos N (vsub p c)). nra. }
 intros q Hq. pose proof (midpoint_convex q p Hq Bp). pose proof (H1 _ (Ball_mid _ _ Hq Bp)). lra.
Qed.
Lemma Ball_segment p q t : 0 <= t <= 1 -> Ball p -> Ball q -> Ball (line p (vsub q p) t).
Proof. intros Ht [P1 P2] [Q1 Q2]. split. intros i Hi; unfold line, vsub; rewrite P1, Q1 by assumption; ring.
 assert (E : forall m, sqnorm m (vsub (line p (vsub q p) t) c) <= (1-t)*sqnorm m (vsub p c) + t*sqnorm m (vsub q c)).
 { induction m; unfold sqnorm in *; simpl. lra. unfold vsub, line in *. assert (0 <= t*(1-t)*(p m - q m)^2) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply pow2_ge_0]). nra. }
 specialize (E N). nra. Qed.
Lemma line_0 p v : line p v 0 = p.
Proof. apply FunctionalExtensionality.functional_extensionality. intros; unfold line; ring. Qed.

(* Fermat: the gradient vanishes at a minimum over the ball that lies in its interior. *)
Hypothesis derivative : forall p v, Ball p -> is_derive (fun t => F (line p v t)) 0 (dot N (G p) v).
Lemma interior_minimum_critical p : Ball p -> sqnorm N (vsub p c) < rho^2 -> (forall q, Ball q -> F p <= F q) -> forall u, dot N (G p) u = 0.
Proof.
  intros Hp Hint Hmin u.
  (* only the first N values of u matter *)
  set (v := fun I => if Nat.ltb I N then u I else 0).
  assert (Ev : dot N (G p) u = dot N (G p) v).
  { rewrite !dot_sum. apply sum_ext. intros I HI. unfold v. destruct (PeanoNat.Nat.ltb_spec I N); [reflexivity|lia]. }
  rewrite Ev.
  set (slack := rho^2 - sqnorm N (vsub p c)). assert (Hs : 0 < slack) by (unfold slack; lra).
  set (K := 1 + sqnorm N (vsub p c) + 2 * sqnorm N v).
  assert (HK : 0 < K) by (unfold K; pose proof (sqnorm_pos N (vsub p c)); pose proof (sqnorm_pos N v); lra).
  set (a := Rmin (1/2) (slack / (2*K))).
  assert (Ha : 0 < a) by (unfold a; apply Rmin_glb_lt; [lra|apply Rdiv_lt_0_compat; lra]).
  assert (Ha2 : a <= 1/2) by apply Rmin_l.
  assert (HaK : a * K <= slack/2).
  { assert (a <= slack/(2*K)) by apply Rmin_r. replace (slack/2) with (slack/(2*K)*K) by (field; lra). apply Rmult_le_compat_r; lra. }
  assert (Hball : forall t, - a < t < a -> Ball (line p v t)).
  { intros t Ht. split.
    - intros I HI. unfold line, v. destruct (PeanoNat.Nat.ltb_spec I N); [lia|]. rewrite (proj1 Hp I HI). ring.
    - assert (E : forall m, sqnorm m (vsub (line p v t) c) <= (1 + a) * sqnorm m (vsub p c) + 2 * a * sqnorm m v).
      { induction m; unfold sqnorm in *; simpl. lra. unfold vsub, line in *.
        set (x := p m - c m). set (y := v m). replace (p m + t * y - c m) with (x + t*y) by (unfold x; ring).
        assert ((x + t*y)^2 <= (1+a)*x^2 + 2*a*y^2); [|nra].
        assert (t^2 <= a^2) by nra. assert (Hxy : 2*(t*(x*y)) <= a*(x^2+y^2)).
        { assert (2*(x*y) <= x^2+y^2 /\ -(x^2+y^2) <= 2*(x*y)) by (pose proof (pow2_ge_0 (x-y)); pose proof (pow2_ge_0 (x+y)); split; nra). nra. }
        assert (t^2*y^2 <= a*y^2). { apply Rmult_le_compat_r; [apply pow2_ge_0|]. nra. } nra. }
      specialize (E N). unfold K, slack in *. nra. }
  assert (D : derivable_pt_lim (fun t => F (line p v t)) 0 (dot N (G p) v)) by (apply is_derive_Reals, derivative; assumption).
  set (pr := exist (fun l => derivable_pt_lim (fun t => F (line p v t)) 0 l) _ D : derivable_pt (fun t => F (line p v t)) 0).
  change (derive_pt (fun t => F (line p v t)) 0 pr = 0).
  apply (deriv_minimum _ (-a) a); try lra. intros t Ht1 Ht2. rewrite line_0. apply Hmin; auto.
Qed.
(* existence, distance at most eps/lam, value, quadratic growth with lam/2 *)
Theorem minimum_of_strong_convexity : 4 * sqnorm N (G c) < lam^2 * rho^2 ->
  exists p, Ball p /\ (forall u, dot N (G p) u = 0) /\ sqnorm N (vsub p c) <= sqnorm N (G c) / lam^2 /\
    F c - sqnorm N (G c) / (2*lam) <= F p /\ forall q, Ball q -> F p + lam/2 * sqnorm N (vsub q p) <= F q.
Proof.
  intros E. destruct (exists_min E) as [p [A1 [_ [A3 [_ A5]]]]].
  assert (Hcrit : forall u, dot N (G p) u = 0).
  { apply interior_minimum_critical; auto. intros q Hq. specialize (A5 q Hq). pose proof (sqnorm_pos N (vsub q p)). nra. }
  assert (Hgrow : forall q, Ball q -> F p + lam/2 * sqnorm N (vsub q p) <= F q).
  { intros q Hq. pose proof (strongly_convex p q A1 Hq) as S. rewrite Hcrit in S. lra. }
  pose proof Ball_center as Hc.
  pose proof (strongly_convex c p Hc A1) as S1. pose proof (Hgrow c Hc) as S2.
  rewrite (vsub_comm N c p) in S2.
  assert (Y := young N (2*lam) (G c) (vsub p c) ltac:(lra)).
  set (g := sqnorm N (G c)) in *. set (x := sqnorm N (vsub p c)) in *.
  assert (Hg : g / (2*lam) = (g/lam)/2) by (field; lra).
  exists p. split; [assumption|]. split; [assumption|]. split; [|split; [|assumption]].
  - apply Rmult_le_reg_r with lam; [assumption|]. replace (g/lam^2*lam) with (g/lam) by (field; lra).
    rewrite Hg in Y. change (x * lam <= g/lam). set (y := g/lam) in *. set (D := dot N (G c) (vsub p c)) in *.
    clearbody x y D. clear - S1 S2 Y. set (X := lam*x). replace (lam/2*x) with (X/2) in * by (unfold X; field).
    replace (2*lam/4*x) with (X/2) in Y by (unfold X; field). replace (x*lam) with X by (unfold X; ring). lra.
  - clear - S1 Y. replace (2*lam/4*x) with (lam/2*x) in Y by field. lra.
Qed.
End Minimum.
