(* A critical point near an approximate one, in the space of the 2 + q + r + rq numbers of a symmetric point.  There the norm of
   R^{nk} is a weighted one, with the number of entries that each number stands for; divided by the roots of these weights the
   numbers are orthonormal coordinates, strong convexity along symmetric segments is what SymmetricBlocks.v proves, and
   Existence.v applies. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum Statements SpuriousMinimum.
Open Scope R_scope.

Section Reduced.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Notation k := (m + q)%nat.
Notation n := (m + r)%nat.
(* the numbers in one vector: a, b, c_s, d_t, e_ts *)
Definition parameters := (2 + q + (r + r * q))%nat.
Notation N := parameters.
Definition part_a (v : nat -> R) := v 0%nat.
Definition part_b (v : nat -> R) := v 1%nat.
Definition part_c (v : nat -> R) s := v (2 + s)%nat.
Definition part_d (v : nat -> R) t := v (2 + q + t)%nat.
Definition part_e (v : nat -> R) t s := v (2 + q + (r + (t * q + s)))%nat.
Notation at_parts v f := (f (part_a v) (part_b v) (part_c v) (part_d v) (part_e v)).
Definition packed_entry v := at_parts v (entry m).
(* how many entries of the weights a number stands for *)
Definition multiplicity (i : nat) : R := if Nat.eqb i 0 then M else if Nat.eqb i 1 then M * (M - 1) else if Nat.ltb i (2 + q + r) then M else 1.
Lemma multiplicity_ge_1 i : 1 <= multiplicity i.
Proof. pose proof (M3 m Hm). unfold multiplicity. destruct Nat.eqb; [lra|]. destruct Nat.eqb; [nra|]. destruct Nat.ltb; lra. Qed.
Lemma multiplicity_sum f : sum N (fun i => multiplicity i * f i) = M * f O + M * (M - 1) * f 1%nat + M * sum q (part_c f) + M * sum r (part_d f)
  + sum r (fun t => sum q (part_e f t)).
Proof.
  unfold parameters, part_c, part_d, part_e. rewrite (sum_app (2 + q)), (sum_app 2 q), (sum_app r (r * q)), sum_rows.
  rewrite (sum_ext q (fun i => multiplicity (2 + i) * _) (fun s => M * f (2 + s)%nat)).
  2:{ intros s Hs. unfold multiplicity. cbn [Nat.add Nat.eqb]. destruct (Nat.ltb_spec (S (S s)) (S (S (q + r)))); [reflexivity|lia]. }
  rewrite (sum_ext r (fun i => multiplicity (2 + q + i) * _) (fun t => M * f (2 + q + t)%nat)).
  2:{ intros t Ht. unfold multiplicity. cbn [Nat.add Nat.eqb]. destruct (Nat.ltb_spec (S (S (q + t))) (S (S (q + r)))); [reflexivity|lia]. }
  rewrite (sum_ext r (fun i => sum q (fun s => multiplicity _ * _)) (fun t => sum q (fun s => f (2 + q + (r + (t * q + s)))%nat))).
  2:{ intros t Ht. apply sum_ext. intros s Hs. unfold multiplicity. cbn [Nat.add Nat.eqb]. destruct (Nat.ltb_spec (S (S (q + (r + (t * q + s))))) (S (S (q + r)))); [lia|ring]. }
  rewrite !sum_scal. cbn [sum]. unfold multiplicity. cbn [Nat.eqb]. ring.
Qed.
Lemma packed_product g v : sum n (fun i => sum k (fun s => packed_entry g i s * packed_entry v i s)) = sum N (fun i => multiplicity i * (g i * v i)).
Proof.
  rewrite (multiplicity_sum (fun i => g i * v i)). unfold packed_entry, part_c, part_d, part_e. rewrite (sum_app m r).
  rewrite (sum_ext m _ (fun _ => g O * v O + (M - 1) * (g 1%nat * v 1%nat) + sum q (fun s => g (2 + s)%nat * v (2 + s)%nat))).
  - rewrite (sum_ext r (fun i => sum k _) (fun t => M * (g (2 + q + t)%nat * v (2 + q + t)%nat) + sum q (fun s => g (2 + q + (r + (t * q + s)))%nat * v (2 + q + (r + (t * q + s)))%nat))).
    + rewrite sum_const, sum_plus, !sum_scal. ring.
    + intros t Ht. rewrite sum_app, <- sum_const. f_equal; apply sum_ext; intros s Hs; [rewrite !entry_sg by assumption|rewrite !entry_sf by assumption]; reflexivity.
  - intros i Hi. rewrite sum_app. rewrite (sum_one m i _ (g O * v O) (g 1%nat * v 1%nat)); [f_equal|assumption| |].
    + apply sum_ext. intros s Hs. rewrite !entry_gf by assumption. reflexivity.
    + rewrite !entry_gg, Nat.eqb_refl by assumption. reflexivity.
    + intros s Hs Hsi. rewrite !entry_gg by assumption. destruct (Nat.eqb_spec i s); [congruence|reflexivity].
Qed.
(* the vector of given numbers *)
Definition pack (a b : R) (c d : nat -> R) (e : nat -> nat -> R) (i : nat) : R :=
  if Nat.eqb i 0 then a else if Nat.eqb i 1 then b else if Nat.ltb i (2 + q) then c (i - 2)%nat
  else if Nat.ltb i (2 + q + r) then d (i - (2 + q))%nat else e ((i - (2 + q + r)) / q)%nat ((i - (2 + q + r)) mod q).
Section Pack.
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R).
Notation v := (pack a b c d e).
Lemma part_c_pack s : (s < q)%nat -> part_c v s = c s.
Proof.
  intros Hs. unfold part_c, pack. cbn [Nat.add Nat.eqb]. destruct (Nat.ltb_spec (S (S s)) (S (S q))); [|lia].
  replace (S (S s) - 2)%nat with s by lia. reflexivity.
Qed.
Lemma part_d_pack t : (t < r)%nat -> part_d v t = d t.
Proof.
  intros Ht. unfold part_d, pack. cbn [Nat.add Nat.eqb]. destruct (Nat.ltb_spec (S (S (q + t))) (S (S q))); [lia|].
  destruct (Nat.ltb_spec (S (S (q + t))) (S (S (q + r)))); [|lia]. replace (S (S (q + t)) - S (S q))%nat with t by lia. reflexivity.
Qed.
Lemma part_e_pack t s : (s < q)%nat -> part_e v t s = e t s.
Proof.
  intros Hs. unfold part_e, pack. cbn [Nat.add Nat.eqb]. destruct (Nat.ltb_spec (S (S (q + (r + (t * q + s))))) (S (S q))); [lia|].
  destruct (Nat.ltb_spec (S (S (q + (r + (t * q + s))))) (S (S (q + r)))); [lia|].
  replace (S (S (q + (r + (t * q + s)))) - S (S (q + r)))%nat with (t * q + s)%nat by lia. destruct (divmod q t s Hs) as [-> ->]. reflexivity.
Qed.
Lemma pack_entry i s : (i < n)%nat -> (s < k)%nat -> packed_entry v i s = entry m a b c d e i s.
Proof.
  intros Hi Hs. unfold packed_entry.
  destruct (index_cases m Hm r i Hi) as [Hg|[t [Ht ->]]]; destruct (index_cases m Hm q s Hs) as [Hg'|[s' [Hs' ->]]].
  - rewrite !entry_gg by assumption. reflexivity.
  - rewrite !entry_gf by assumption. apply part_c_pack. assumption.
  - rewrite !entry_sg by assumption. apply part_d_pack. assumption.
  - rewrite !entry_sf by assumption. apply part_e_pack. assumption.
Qed.
End Pack.

(* orthonormal coordinates *)
Definition root i := sqrt (multiplicity i).
Lemma root_ge_1 i : 1 <= root i.
Proof. unfold root. rewrite <- sqrt_1. apply sqrt_le_1_alt. apply multiplicity_ge_1. Qed.
Lemma root_square i : root i * root i = multiplicity i.
Proof. apply sqrt_sqrt. pose proof (multiplicity_ge_1 i). lra. Qed.
Definition numbers (x : nat -> R) (i : nat) : R := x i / root i.
Definition embed (x : nat -> R) : nat -> R := at_parts (numbers x) (point m q).
Lemma embed_entry x i s : (s < k)%nat -> neuron k (embed x) i s = packed_entry (numbers x) i s.
Proof. intros. unfold embed. rewrite neuron_point by assumption. reflexivity. Qed.
Lemma embed_line x u t : line (embed x) (embed u) t = embed (line x u t).
Proof.
  apply FunctionalExtensionality.functional_extensionality. intros I. unfold line, embed, point, entry, block_weights, part_a, part_b, part_c, part_d, part_e, numbers, Rdiv.
  repeat match goal with |- context [if ?t then _ else _] => destruct t end; ring.
Qed.
Lemma embed_vsub x y : vsub (embed y) (embed x) = embed (vsub y x).
Proof.
  apply FunctionalExtensionality.functional_extensionality. intros I. unfold vsub, embed, point, entry, block_weights, part_a, part_b, part_c, part_d, part_e, numbers, Rdiv.
  repeat match goal with |- context [if ?t then _ else _] => destruct t end; ring.
Qed.
Lemma embed_norm u : sqnorm (n * k) (embed u) = sqnorm N u.
Proof.
  unfold sqnorm. rewrite !dot_sum, sum_rows.
  rewrite (sum_ext n _ (fun i => sum k (fun s => packed_entry (numbers u) i s * packed_entry (numbers u) i s))).
  - rewrite packed_product. apply sum_ext. intros i _. unfold numbers. rewrite <- root_square. pose proof (root_ge_1 i). field. lra.
  - intros i _. apply sum_ext. intros s Hs. change (neuron k (embed u) i s * neuron k (embed u) i s = packed_entry (numbers u) i s * packed_entry (numbers u) i s).
    rewrite embed_entry by assumption. reflexivity.
Qed.

(* the gradient *)
Definition packed_gradient (v : nat -> R) : nat -> R :=
  pack (at_parts v (gradient_a m q r)) (at_parts v (gradient_b m q r)) (at_parts v (gradient_c m q r)) (at_parts v (gradient_d m q r)) (at_parts v (gradient_e m q r)).
Lemma embed_gradient x i s : (i < n)%nat -> (s < k)%nat -> gradient_entry n k k (embed x) i s = packed_entry (packed_gradient (numbers x)) i s.
Proof. intros Hi Hs. unfold embed, packed_gradient. rewrite gradient_entries, pack_entry by assumption. reflexivity. Qed.
Definition reduced_gradient (x : nat -> R) (i : nat) : R := root i * packed_gradient (numbers x) i.
Lemma embed_dot x u : dot (n * k) (gradient n k k (embed x)) (embed u) = dot N (reduced_gradient x) u.
Proof.
  rewrite !dot_sum, sum_rows.
  rewrite (sum_ext n _ (fun i => sum k (fun s => packed_entry (packed_gradient (numbers x)) i s * packed_entry (numbers u) i s))).
  - rewrite packed_product. apply sum_ext. intros i _. unfold reduced_gradient, numbers at 2. rewrite <- root_square. pose proof (root_ge_1 i). field. lra.
  - intros i Hi. apply sum_ext. intros s Hs. unfold gradient. destruct (divmod k i s Hs) as [-> ->].
    change (embed u (i * k + s)%nat) with (neuron k (embed u) i s). rewrite embed_entry, embed_gradient by assumption. reflexivity.
Qed.
Definition gradient_square (v : nat -> R) : R := sum N (fun i => multiplicity i * packed_gradient v i ^ 2).
Lemma gradient_square_parts v : gradient_square v = M * at_parts v (gradient_a m q r) ^ 2 + M * (M - 1) * at_parts v (gradient_b m q r) ^ 2
  + M * sum q (fun s => at_parts v (gradient_c m q r) s ^ 2) + M * sum r (fun t => at_parts v (gradient_d m q r) t ^ 2)
  + sum r (fun t => sum q (fun s => at_parts v (gradient_e m q r) t s ^ 2)).
Proof.
  unfold gradient_square. rewrite (multiplicity_sum (fun i => packed_gradient v i ^ 2)). f_equal; [f_equal; [f_equal|]|].
  - f_equal. apply sum_ext. intros s Hs. unfold part_c. fold (part_c (packed_gradient v) s). unfold packed_gradient. rewrite part_c_pack by assumption. reflexivity.
  - f_equal. apply sum_ext. intros t Ht. unfold part_d. fold (part_d (packed_gradient v) t). unfold packed_gradient. rewrite part_d_pack by assumption. reflexivity.
  - apply sum_ext. intros t Ht. apply sum_ext. intros s Hs. unfold part_e. fold (part_e (packed_gradient v) t s). unfold packed_gradient. rewrite part_e_pack by assumption. reflexivity.
Qed.
Lemma reduced_gradient_square x : sqnorm N (reduced_gradient x) = gradient_square (numbers x).
Proof. unfold sqnorm. rewrite dot_sum. apply sum_ext. intros i _. unfold reduced_gradient. rewrite <- root_square. ring. Qed.

(* a box of numbers on which the conditions hold *)
Variables (v0 : nat -> R) (rho lambda : R).
Hypothesis Hrho : 0 < rho.
Hypothesis Hlambda : 0 < lambda.
Definition near v := forall i, (i < N)%nat -> Rabs (v i - v0 i) <= rho.
Hypothesis good : forall v, near v -> at_parts v (symmetric_regular m q r) /\ at_parts v (symmetric_positive m q r) lambda.
Definition start i := root i * v0 i.
Lemma numbers_start : numbers start = v0.
Proof. apply FunctionalExtensionality.functional_extensionality. intros i. unfold numbers, start. pose proof (root_ge_1 i). field. lra. Qed.
Notation ball := (Ball N start rho).
Lemma ball_near x : ball x -> near (numbers x).
Proof.
  intros [_ H] i Hi. pose proof (coord N (vsub x start) i Hi) as C. change (vsub x start i) with (x i - root i * v0 i) in C. pose proof (root_ge_1 i) as Hr.
  unfold numbers. set (y := x i / root i - v0 i). replace (x i - root i * v0 i) with (root i * y) in C by (unfold y; field; lra). clearbody y.
  assert (y ^ 2 <= rho ^ 2); [|apply Rabs_le; nra]. assert (1 <= root i * root i) by nra. assert (0 <= y ^ 2) by apply pow2_ge_0. nra.
Qed.
Lemma ball_good x : ball x -> regular n k k (embed x) /\ forall u, lambda * sqnorm (n * k) u <= derivative2 n k k (embed x) u.
Proof.
  intros Hx. destruct (good _ (ball_near x Hx)) as [Hr [P1 P2 P3 P4 _ _]]. split; [apply regular_point; assumption|].
  intros u. apply symmetric_hessian; assumption.
Qed.
Notation value x := (objective_atan n k k (embed x)).
Lemma reduced_strongly_convex x y : ball x -> ball y -> value x + dot N (reduced_gradient x) (vsub y x) + lambda/2 * sqnorm N (vsub y x) <= value y.
Proof.
  intros Hx Hy. rewrite <- embed_dot, <- embed_norm, <- embed_vsub. set (u := vsub (embed y) (embed x)).
  assert (HB : forall t, 0 <= t <= 1 -> exists w, ball w /\ line (embed x) u t = embed w).
  { intros t Ht. exists (line x (vsub y x) t). split; [apply Ball_segment; assumption|]. unfold u. rewrite embed_vsub. apply embed_line. }
  pose proof (taylor2 (fun t => objective_atan n k k (line (embed x) u t)) (fun t => derivative1 n k k (line (embed x) u t) u)
    (fun t => derivative2 n k k (line (embed x) u t) u) (lambda * sqnorm (n*k) u)) as E.
  assert (E1 : line (embed x) u 1 = embed y) by (apply FunctionalExtensionality.functional_extensionality; intros; unfold line, u, vsub; ring).
  cbv beta in E. rewrite line_0, E1 in E. rewrite gradient_derivative1 by (lia || apply ball_good; assumption).
  assert (value x + derivative1 n k k (embed x) u + lambda * sqnorm (n*k) u/2 <= value y); [apply E|lra].
  - intros t Ht. destruct (HB t Ht) as [w [Hw Ew]]. apply derive_objective; try lia. rewrite Ew. apply ball_good; assumption.
  - intros t Ht. destruct (HB t Ht) as [w [Hw Ew]]. apply derive_objective1; try lia. rewrite Ew. apply ball_good; assumption.
  - intros t Ht. destruct (HB t Ht) as [w [Hw Ew]]. rewrite Ew. apply ball_good; assumption.
Qed.
Theorem symmetric_critical_point : 4 * gradient_square v0 < lambda^2 * rho^2 ->
  exists v, near v /\ at_parts v (symmetric_critical m q r)
    /\ distance2 n k (packed_entry v) (packed_entry v0) <= gradient_square v0 / lambda^2.
Proof.
  intros Hg. rewrite <- numbers_start in Hg at 1. rewrite <- reduced_gradient_square in Hg.
  destruct (minimum_of_strong_convexity N (fun x => value x) reduced_gradient start rho lambda Hlambda reduced_strongly_convex) as [x [A1 [A2 [A3 _]]]].
  - intros p v Hp. rewrite <- embed_dot, gradient_derivative1 by (lia || apply ball_good; assumption).
    apply (is_derive_ext (fun t => objective_atan n k k (line (embed p) (embed v) t))); [intros; rewrite embed_line; reflexivity|].
    replace (derivative1 n k k (embed p) (embed v)) with (derivative1 n k k (line (embed p) (embed v) 0) (embed v)) by (rewrite line_0; reflexivity).
    apply derive_objective; try lia. rewrite line_0. apply ball_good; assumption.
  - exact Hg.
  - exists (numbers x). split; [apply ball_near; assumption|]. split.
    + assert (Z : forall i, (i < N)%nat -> packed_gradient (numbers x) i = 0).
      { intros i Hi. pose proof (coord N (reduced_gradient x) i Hi) as C. unfold sqnorm in C. rewrite A2 in C.
        assert (reduced_gradient x i = 0) by nra. unfold reduced_gradient in H. pose proof (root_ge_1 i). nra. }
      assert (HN : parameters = (2 + q + (r + r * q))%nat) by reflexivity.
      split; [exact (Z 0%nat ltac:(lia))|]. split; [exact (Z 1%nat ltac:(lia))|]. clear Hg A3.
      split; [|split].
      * intros s Hs. rewrite <- (part_c_pack (packed_gradient (numbers x) 0%nat) (packed_gradient (numbers x) 1%nat) _ (at_parts (numbers x) (gradient_d m q r)) (at_parts (numbers x) (gradient_e m q r)) s Hs). apply Z. lia.
      * intros t Ht. rewrite <- (part_d_pack (packed_gradient (numbers x) 0%nat) (packed_gradient (numbers x) 1%nat) (at_parts (numbers x) (gradient_c m q r)) _ (at_parts (numbers x) (gradient_e m q r)) t Ht). apply Z. lia.
      * intros t s Ht Hs. rewrite <- (part_e_pack (packed_gradient (numbers x) 0%nat) (packed_gradient (numbers x) 1%nat) (at_parts (numbers x) (gradient_c m q r)) (at_parts (numbers x) (gradient_d m q r)) _ t s Hs). apply Z. nia.
    + rewrite reduced_gradient_square, numbers_start in A3. rewrite <- numbers_start at 1.
      rewrite <- embed_norm, <- embed_vsub, sqnorm_distance2 in A3. erewrite distance2_ext; [exact A3| |]; intros i s _ Hs; symmetry; apply embed_entry; assumption.
Qed.
End Reduced.
