(* A regular critical point whose second derivative is at least lam |u|^2 is a strict local minimum with quadratic growth lam/4
   (any width d): the Hessian is continuous there, and Taylor. *)
From Coq Require Import Arith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian.
Open Scope R_scope.

Definition points := fct_UniformSpace nat R_UniformSpace.
Section Continuity.
Variable p : points.
Notation cont g := (continuous (T := points) (U := R_UniformSpace) g p).
Lemma c_const a : cont (fun _ => a).
Proof. apply (continuous_const (U := points) (V := R_UniformSpace)). Qed.
Lemma c_coord I : cont (fun q => q I).
Proof. intros A [eps H]. exists eps. intros q Hq. apply H. apply Hq. Qed.
Lemma c_plus (g h : points -> R) : cont g -> cont h -> cont (fun q => g q + h q).
Proof. exact (continuous_plus (U := points) (V := R_NormedModule) g h p). Qed.
Lemma c_mult (g h : points -> R) : cont g -> cont h -> cont (fun q => g q * h q).
Proof. exact (continuous_mult (U := points) (K := R_AbsRing) g h p). Qed.
Lemma c_opp (g : points -> R) : cont g -> cont (fun q => - g q).
Proof. exact (continuous_opp (U := points) (V := R_NormedModule) g p). Qed.
Lemma c_minus (g h : points -> R) : cont g -> cont h -> cont (fun q => g q - h q).
Proof. intros Hg Hh. apply c_plus; [assumption|apply c_opp; assumption]. Qed.
Lemma c_square (g : points -> R) : cont g -> cont (fun q => g q ^ 2).
Proof. intros H. apply (c_mult g (fun q => g q * 1)); [assumption|]. apply c_mult; [assumption|apply c_const]. Qed.
Lemma c_inv (g : points -> R) : g p <> 0 -> cont g -> cont (fun q => / g q).
Proof. intros H0 H. exact (continuous_comp (U := points) (V := R_UniformSpace) (W := R_UniformSpace) g Rinv p H (continuous_Rinv (g p) H0)). Qed.
Lemma c_div (g h : points -> R) : h p <> 0 -> cont g -> cont h -> cont (fun q => g q / h q).
Proof. intros. apply c_mult; [assumption|apply c_inv; assumption]. Qed.
Lemma c_sqrt (g : points -> R) : cont g -> cont (fun q => sqrt (g q)).
Proof. intros H. exact (continuous_comp (U := points) (V := R_UniformSpace) (W := R_UniformSpace) g sqrt p H (continuous_sqrt (g p))). Qed.
Lemma c_atan (g : points -> R) : cont g -> cont (fun q => atan (g q)).
Proof. intros H. exact (continuous_comp (U := points) (V := R_UniformSpace) (W := R_UniformSpace) g atan p H (continuous_atan (g p))). Qed.
Lemma c_sum n (g : nat -> points -> R) : (forall i, (i < n)%nat -> cont (g i)) -> cont (fun q => sum n (fun i => g i q)).
Proof.
  revert g; induction n; intros g H; [apply c_const|]. simpl. apply c_plus; [apply H; lia|].
  apply (IHn (fun i => g (S i))). intros; apply H; lia.
Qed.
Lemma positive_nearby (g : points -> R) : cont g -> 0 < g p -> locally p (fun q => 0 < g q).
Proof.
  intros H Hp. apply (H (fun y => 0 < y)). exists (mkposreal _ Hp). intros y Hy. apply Rabs_def2 in Hy. simpl in Hy.
  unfold minus, plus, opp in Hy; simpl in Hy. lra.
Qed.
Lemma forall_nearby n (A : nat -> points -> Prop) : (forall i, (i < n)%nat -> locally p (A i)) -> locally p (fun q => forall i, (i < n)%nat -> A i q).
Proof.
  induction n; intros H; [apply filter_forall; intros; lia|].
  apply (filter_imp (fun q => (forall i, (i < n)%nat -> A i q) /\ A n q)).
  - intros q [H1 H2] i Hi. destruct (Nat.eq_dec i n) as [->|]; [assumption|apply H1; lia].
  - apply filter_and; [apply IHn; intros; apply H; lia|apply H; lia].
Qed.

Variables n k d : nat.
Hypothesis Hreg : regular n k d p.
Lemma c_gram i j : cont (fun q => gram d q i j).
Proof. unfold gram, ip. apply (c_sum d (fun s q => neuron d q i s * neuron d q j s)). intros s _. apply c_mult; apply c_coord. Qed.
Lemma c_neuron i s : cont (fun q => neuron d q i s).
Proof. apply c_coord. Qed.
Lemma areaN_pos i j : (i < n)%nat -> (j < n)%nat -> i <> j -> 0 < areaN d p i j.
Proof. intros. apply sqrt_lt_R0. apply Hreg; assumption. Qed.
Lemma areaT_pos i j : (i < n)%nat -> (j < k)%nat -> 0 < areaT d p i j.
Proof. intros. apply sqrt_lt_R0. apply Hreg; assumption. Qed.
Lemma c_areaN i j : cont (fun q => areaN d q i j).
Proof. apply c_sqrt. apply c_minus; [apply c_mult; apply c_gram|apply c_square, c_gram]. Qed.
Lemma c_areaT i j : cont (fun q => areaT d q i j).
Proof. apply c_sqrt. apply c_minus; [apply c_mult; [apply c_gram|apply c_const]|apply c_square, c_neuron]. Qed.
Lemma c_ker (r a b1 b2 c : points -> R) (V V' : points -> nat -> R) s t :
  cont r -> cont a -> cont b1 -> cont b2 -> cont c -> (forall i, cont (fun q => V q i)) -> (forall i, cont (fun q => V' q i)) ->
  cont (fun q => ker (r q) (a q) (b1 q) (b2 q) (c q) (V q) (V' q) s t).
Proof.
  intros Hr Ha H1 H2 Hc HV HV'. unfold ker.
  apply (c_plus (fun q => (if Nat.eqb s t then r q else 0) + a q * V q s * V q t + b1 q * V q s * V' q t + b2 q * V' q s * V q t) (fun q => c q * V' q s * V' q t)).
  apply (c_plus (fun q => (if Nat.eqb s t then r q else 0) + a q * V q s * V q t + b1 q * V q s * V' q t) (fun q => b2 q * V' q s * V q t)).
  apply (c_plus (fun q => (if Nat.eqb s t then r q else 0) + a q * V q s * V q t) (fun q => b1 q * V q s * V' q t)).
  apply (c_plus (fun q => if Nat.eqb s t then r q else 0) (fun q => a q * V q s * V q t)).
  destruct Nat.eqb; [exact Hr|apply c_const].
  - apply (c_mult (fun q => a q * V q s) (fun q => V q t)); [apply (c_mult a (fun q => V q s))|]; auto.
  - apply (c_mult (fun q => b1 q * V q s) (fun q => V' q t)); [apply (c_mult b1 (fun q => V q s))|]; auto.
  - apply (c_mult (fun q => b2 q * V' q s) (fun q => V q t)); [apply (c_mult b2 (fun q => V' q s))|]; auto.
  - apply (c_mult (fun q => c q * V' q s) (fun q => V' q t)); [apply (c_mult c (fun q => V' q s))|]; auto.
Qed.
Ltac strictly_positive := lazymatch goal with
  | |- 0 < PI => exact PI_RGT_0
  | |- 0 < IZR _ => lra
  | |- 0 < areaN _ _ _ _ => apply areaN_pos; assumption
  | |- 0 < areaT _ _ _ _ => apply areaT_pos; assumption
  | |- 0 < gram _ _ _ _ => apply (proj1 Hreg); assumption
  | |- 0 < _ ^ _ => apply pow_lt; strictly_positive
  | |- 0 < _ * _ => apply Rmult_lt_0_compat; strictly_positive end.
Ltac nonzero := apply Rgt_not_eq; unfold Rgt; strictly_positive.
Ltac contin := lazymatch goal with
  | |- continuous (fun q => gram _ q _ _) _ => apply c_gram
  | |- continuous (fun q => neuron _ q _ _) _ => apply c_neuron
  | |- continuous (fun q => areaN _ q _ _) _ => apply c_areaN
  | |- continuous (fun q => areaT _ q _ _) _ => apply c_areaT
  | |- continuous (fun q => @?g q ^ 2) _ => apply (c_square g); contin
  | |- continuous (fun q => - @?g q) _ => apply (c_opp g); contin
  | |- continuous (fun q => @?g q * @?h q) _ => apply (c_mult g h); contin
  | |- continuous (fun q => ?a) _ => apply (c_const a) end.
Lemma c_nR i j : (i < n)%nat -> cont (fun q => nR d q i j).
Proof. intros. unfold nR. apply c_div; [nonzero|contin|contin]. Qed.
Lemma c_nA i j : (i < n)%nat -> (j < n)%nat -> i <> j -> cont (fun q => nA d q i j).
Proof. intros. unfold nA. apply c_div; [nonzero| |contin]. apply c_minus; [|contin]. apply c_div; [nonzero|contin|contin]. Qed.
Lemma c_nB i j : (i < n)%nat -> (j < n)%nat -> i <> j -> cont (fun q => nB d q i j).
Proof. intros. unfold nB. apply c_div; [nonzero|contin|contin]. Qed.
Lemma c_nC i j : (i < n)%nat -> (j < n)%nat -> i <> j -> cont (fun q => nC d q i j).
Proof. intros. unfold nC. apply c_inv; [nonzero|contin]. Qed.
Lemma c_tR i j : (i < n)%nat -> cont (fun q => tR d q i j).
Proof. intros. unfold tR. apply c_div; [nonzero|contin|contin]. Qed.
Lemma c_tA i j : (i < n)%nat -> (j < k)%nat -> cont (fun q => tA d q i j).
Proof. intros. unfold tA. apply c_div; [nonzero| |contin]. apply c_minus; [|contin]. apply c_div; [nonzero|contin|contin]. Qed.
Lemma c_tB i j : (i < n)%nat -> (j < k)%nat -> cont (fun q => tB d q i j).
Proof. intros. unfold tB. apply c_div; [nonzero|contin|contin]. Qed.
Lemma c_tC i j : (i < n)%nat -> (j < k)%nat -> cont (fun q => tC d q i j).
Proof. intros. unfold tC. apply c_inv; [nonzero|contin]. Qed.
Lemma c_weightN i j : (i < n)%nat -> (j < n)%nat -> i <> j -> cont (fun q => weightN d q i j).
Proof.
  intros. unfold weightN, weight. apply c_plus; [apply c_const|]. apply c_div; [nonzero| |contin]. apply c_atan.
  apply c_div; [apply Rgt_not_eq; exact (areaN_pos i j ltac:(assumption) ltac:(assumption) ltac:(assumption))|apply c_gram|apply c_areaN].
Qed.
Lemma c_hessian_entry i s j t : (i < n)%nat -> (j < n)%nat -> cont (fun q => hessian_entry n k d q i s j t).
Proof.
  intros Hi Hj. unfold hessian_entry. destruct (Nat.eqb_spec i j) as [E|E].
  - apply c_minus.
    + apply (c_sum n (fun l q => blockN d q i l s t)). intros l Hl. unfold blockN. destruct (Nat.eqb_spec i l).
      * apply c_ker; try apply c_const; intros; apply c_neuron.
      * apply c_ker; auto using c_nR, c_nA, c_nB, c_nC, c_neuron.
    + apply (c_sum k (fun l q => blockT d q i l s t)). intros l Hl. unfold blockT.
      apply c_ker; auto using c_tR, c_tA, c_tB, c_tC, c_neuron, c_const.
  - unfold block2. apply c_ker; auto using c_weightN, c_nB, c_nC, c_neuron.
Qed.
Lemma regular_nearby : locally p (fun q => regular n k d q).
Proof.
  destruct Hreg as [G1 [G2 G3]]. apply filter_and; [|apply filter_and].
  - apply forall_nearby. intros i Hi. apply (positive_nearby (fun q => gram d q i i)); [apply c_gram|apply G1; assumption].
  - apply (filter_imp (fun q => forall i, (i < n)%nat -> forall j, (j < n)%nat -> i <> j -> 0 < gram d q i i * gram d q j j - gram d q i j ^ 2)); [auto|].
    apply forall_nearby. intros i Hi. apply forall_nearby. intros j Hj. destruct (Nat.eq_dec i j) as [E|E]; [apply filter_forall; intros; contradiction|].
    apply (filter_imp (fun q => 0 < gram d q i i * gram d q j j - gram d q i j ^ 2)); [auto|].
    apply (positive_nearby (fun q => gram d q i i * gram d q j j - gram d q i j ^ 2)); [|apply G2; assumption].
    apply c_minus; [apply c_mult; apply c_gram|apply c_square, c_gram].
  - apply (filter_imp (fun q => forall i, (i < n)%nat -> forall j, (j < k)%nat -> 0 < gram d q i i * 1 - neuron d q i j ^ 2)); [auto|].
    apply forall_nearby. intros i Hi. apply forall_nearby. intros j Hj.
    apply (positive_nearby (fun q => gram d q i i * 1 - neuron d q i j ^ 2)); [|apply G3; assumption].
    apply c_minus; [apply c_mult; [apply c_gram|apply c_const]|apply c_square, c_neuron].
Qed.
End Continuity.

Lemma quad_perturbed N e M M' u : 0 <= e -> (forall i j, (i < N)%nat -> (j < N)%nat -> Rabs (M' i j - M i j) <= e) ->
  quad N M u - e * INR N * sqnorm N u <= quad N M' u.
Proof.
  intros He H.
  assert (E : sum N (fun i => sum N (fun j => (M' i j - M i j) * (u i * u j))) = quad N M' u - quad N M u).
  { unfold quad. rewrite <- sum_minus. apply sum_ext. intros i _. rewrite <- !sum_scal, <- sum_minus. apply sum_ext. intros; ring. }
  assert (B : sum N (fun i => sum N (fun j => - (e/2 * (u i * u i) + e/2 * (u j * u j)))) = - (e * INR N * sqnorm N u)).
  { unfold sqnorm. rewrite dot_sum.
    rewrite (sum_ext N _ (fun i => (- (e/2) * INR N) * (u i * u i) + - (e/2) * sum N (fun j => u j * u j))).
    - rewrite sum_plus, sum_scal, sum_const. field.
    - intros i _. rewrite (sum_ext N _ (fun j => - (e/2) * (u i * u i) + - (e/2) * (u j * u j))) by (intros; ring).
      rewrite sum_plus, sum_const, sum_scal. ring. }
  assert (L : sum N (fun i => sum N (fun j => - (e/2 * (u i * u i) + e/2 * (u j * u j)))) <= sum N (fun i => sum N (fun j => (M' i j - M i j) * (u i * u j)))).
  { apply sum_le. intros i Hi. apply sum_le. intros j Hj. specialize (H i j Hi Hj). set (x := M' i j - M i j) in *. clearbody x.
    apply Rabs_le_between in H. assert (0 <= (e - x) * (u i - u j)^2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
    assert (0 <= (e + x) * (u i + u j)^2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). nra. }
  lra.
Qed.

Section Local.
Variables n k d : nat.
Hypothesis Hd : (0 < d)%nat.
Hypothesis Hk : (k <= d)%nat.
Notation N := (n * d)%nat.
Notation F := (objective n k d).
Variables (p : nat -> R) (lam : R).
Hypothesis Hlam : 0 < lam.
Hypothesis Hreg : regular n k d p.
Hypothesis Hcrit : forall u, derivative1 n k d p u = 0.
Hypothesis Hpos : forall u, lam * sqnorm N u <= derivative2 n k d p u.

Lemma hessian_nearby : locally (T := points) p (fun q => forall u, lam/2 * sqnorm N u <= quad N (hessian n k d q) u).
Proof.
  set (e := lam / (2 * (INR N + 1))). pose proof (pos_INR N) as HN.
  assert (He : 0 < e) by (apply Rdiv_lt_0_compat; lra).
  apply (filter_imp (fun q => forall I, (I < N)%nat -> forall J, (J < N)%nat -> Rabs (hessian n k d q I J - hessian n k d p I J) < e)).
  - intros q Hq u.
    pose proof (quad_perturbed N e (hessian n k d p) (hessian n k d q) u (Rlt_le _ _ He) (fun i j Hi Hj => Rlt_le _ _ (Hq i Hi j Hj))) as B.
    rewrite (hessian_derivative2 n k d Hd Hk p u Hreg) in B. specialize (Hpos u). pose proof (sqnorm_pos N u).
    assert (e * INR N <= lam/2). { unfold e. apply Rmult_le_reg_r with (2 * (INR N + 1)); [lra|]. replace (lam / (2 * (INR N + 1)) * INR N * (2 * (INR N + 1))) with (lam * INR N) by (field; lra). nra. }
    nra.
  - apply forall_nearby. intros I HI. apply forall_nearby. intros J HJ.
    assert (C : continuous (T := points) (U := R_UniformSpace) (fun q => hessian n k d q I J) p).
    { unfold hessian. apply c_hessian_entry; [assumption| |]; apply Nat.div_lt_upper_bound; lia. }
    apply (C (fun y => Rabs (y - hessian n k d p I J) < e)). exists (mkposreal e He). intros y Hy. exact Hy.
Qed.
Theorem local_minimum : exists r, 0 < r /\ forall q, (forall I, (N <= I)%nat -> q I = p I) -> sqnorm N (vsub q p) < r^2 ->
  F p + lam/4 * sqnorm N (vsub q p) <= F q.
Proof.
  destruct (filter_and _ _ (regular_nearby p n k d Hreg) hessian_nearby) as [r Hr].
  exists r. split; [apply cond_pos|]. intros q Hq1 Hq2. pose proof (cond_pos r) as Hrp. set (u := vsub q p).
  assert (near : forall t, 0 <= t <= 1 -> regular n k d (line p u t) /\ forall v, lam/2 * sqnorm N v <= quad N (hessian n k d (line p u t)) v).
  { intros t Ht. apply Hr. intros I. change (Rabs (line p u t I - p I) < r).
    unfold line. replace (p I + t * u I - p I) with (t * u I) by ring. rewrite Rabs_mult, (Rabs_pos_eq t) by lra.
    assert (Hu : Rabs (u I) < r).
    { destruct (le_lt_dec N I) as [HI|HI].
      - unfold u, vsub. rewrite (Hq1 I HI). unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. assumption.
      - pose proof (coord N u I HI). fold u in Hq2. apply Rabs_def1; nra. }
    pose proof (Rabs_pos (u I)). nra. }
  pose proof (taylor2 (fun t => objective_atan n k d (line p u t)) (fun t => derivative1 n k d (line p u t) u) (fun t => derivative2 n k d (line p u t) u) (lam/2 * sqnorm N u)) as T.
  assert (E0 : line p u 0 = p) by (apply FunctionalExtensionality.functional_extensionality; intros; unfold line; ring).
  assert (E1 : line p u 1 = q) by (apply FunctionalExtensionality.functional_extensionality; intros; unfold line, u, vsub; ring).
  cbv beta in T. rewrite E0, E1, Hcrit in T.
  assert (Rq : regular n k d q) by (rewrite <- E1; apply near; lra).
  rewrite !objective_eq_atan by assumption.
  assert (objective_atan n k d p + 0 + lam/2 * sqnorm N u / 2 <= objective_atan n k d q).
  { apply T.
    - intros t Ht. apply derive_objective. apply near; assumption.
    - intros t Ht. apply derive_objective1. apply near; assumption.
    - intros t Ht. rewrite <- (hessian_derivative2 n k d Hd Hk) by (apply near; assumption). apply near; assumption. }
  lra.
Qed.
End Local.
