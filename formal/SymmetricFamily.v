(* What families of points with one big block share: products of such weights, the standard form in any row and column sums, F > 0, and the
   conclusion from a critical point whose blocks are positive. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian Existence Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum SymmetricExistence
  Angles Statements Positivity SpuriousMinimum.
Open Scope R_scope.

Section Family.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Notation k := (m + q)%nat.
Notation n := (m + r)%nat.
Section Product.
Variables (a b a' b' : R) (c d c' d' : nat -> R) (e e' : nat -> nat -> R).
Definition weights_product := M * (a * a') + M * (M - 1) * (b * b') + M * sum q (fun s => c s * c' s) + M * sum r (fun t => d t * d' t)
  + sum r (fun t => sum q (fun s => e t s * e' t s)).
Lemma rows_product : sum n (fun i => sum k (fun j => entry m a b c d e i j * entry m a' b' c' d' e' i j)) = weights_product.
Proof.
  rewrite (sum_ext n _ (fun i => sum k (fun j => packed_entry m q r (pack q r a b c d e) i j * packed_entry m q r (pack q r a' b' c' d' e') i j))).
  2:{ intros i Hi. apply sum_ext. intros j Hj. rewrite !pack_entry by assumption. reflexivity. }
  rewrite packed_product, (multiplicity_sum m q r Hm (fun i => pack q r a b c d e i * pack q r a' b' c' d' e' i)) by assumption. unfold weights_product.
  set (v := pack q r a b c d e). set (v' := pack q r a' b' c' d' e').
  rewrite (sum_ext q (part_c (fun i => v i * v' i)) (fun s => c s * c' s)).
  2:{ intros s Hs. change (part_c v s * part_c v' s = c s * c' s). unfold v, v'. rewrite !(part_c_pack m q r Hm) by assumption. reflexivity. }
  rewrite (sum_ext r (part_d q (fun i => v i * v' i)) (fun t => d t * d' t)).
  2:{ intros t Ht. change (part_d q v t * part_d q v' t = d t * d' t). unfold v, v'. rewrite !(part_d_pack m q r Hm) by assumption. reflexivity. }
  rewrite (sum_ext r (fun t => sum q (part_e q r (fun i => v i * v' i) t)) (fun t => sum q (fun s => e t s * e' t s))).
  2:{ intros t Ht. apply sum_ext. intros s Hs. change (part_e q r v t s * part_e q r v' t s = e t s * e' t s). unfold v, v'. rewrite !(part_e_pack m q r Hm) by assumption. reflexivity. }
  reflexivity.
Qed.
End Product.
Section At.
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R).
Notation p := (point m q a b c d e).
Lemma point_norm : sqnorm (n * k) p = weights_product a b a b c d c d e e.
Proof.
  unfold sqnorm. rewrite dot_sum, sum_rows, <- rows_product. apply sum_ext. intros i Hi. apply sum_ext. intros j Hj. unfold point. destruct (divmod k i j Hj) as [-> ->]. reflexivity.
Qed.
Lemma point_gradient a' b' c' d' e' : dot (n * k) (gradient n k k p) (point m q a' b' c' d' e')
  = weights_product (gradient_a m q r a b c d e) (gradient_b m q r a b c d e) a' b' (gradient_c m q r a b c d e) (gradient_d m q r a b c d e) c' d' (gradient_e m q r a b c d e) e'.
Proof.
  rewrite dot_sum, sum_rows, <- rows_product. apply sum_ext. intros i Hi. apply sum_ext. intros j Hj. unfold gradient, point at 2. destruct (divmod k i j Hj) as [-> ->].
  rewrite gradient_entries by assumption. reflexivity.
Qed.
Variable lambda : R.
Lemma standard_any : (forall x x2 x3 y z, 0 <= standard_block m q r a b c d e lambda x (standard_row m x x2 x3) (standard_column m x x2 x3) y z) ->
  forall x r0 c0 y z, 0 <= standard_block m q r a b c d e lambda x r0 c0 y z.
Proof.
  intros St x r0 c0 y z. pose proof (M3 m Hm) as HM. set (x2 := ((M - 1) * (r0 - x) + (c0 - x)) / (M * (M - 2))). set (x3 := ((r0 - x) + (M - 1) * (c0 - x)) / (M * (M - 2))).
  replace r0 with (standard_row m x x2 x3) by (unfold standard_row, x2, x3; field; lra).
  replace c0 with (standard_column m x x2 x3) by (unfold standard_column, x2, x3; field; lra). apply St.
Qed.
(* F is positive where the neurons do not add up to the targets at a further coordinate *)
Lemma value_positive s width : (s < q)%nat -> sum_further m r c e s <> 0 -> (k <= width)%nat -> 0 < F n k width (widen k (entry m a b c d e)).
Proof.
  intros Hq Ne Hw. set (P := entry m a b c d e) in *. pose proof (F_sum_bound n k width (widen k P)) as L. set (u := fun j => sum n (fun i => widen k P i j) - sum k (fun j' => unit_vector j' j)) in *.
  pose proof (coord width u (m + s) ltac:(lia)) as Cu. unfold sqnorm in Cu. rewrite dot_sum in Cu. rewrite (sum_ext width (fun i => u i * u i) (fun i => u i ^ 2)) in Cu by (intros; ring).
  change (sum width (fun s0 => (sum n (fun i => widen k P i s0) - sum k (fun j => unit_vector j s0))^2)) with (sum width (fun i => u i ^ 2)) in L.
  assert (Eu : u (m + s)%nat = sum_further m r c e s).
  { unfold u, sum_further. rewrite (sum_ext n _ (fun i => P i (m + s)%nat)).
    2:{ intros i Hi. unfold widen. destruct (Nat.ltb_spec (m + s) k); [reflexivity|lia]. }
    rewrite (sum_app m r), (sum_ext m _ (fun _ => c s)) by (intros i Hi; unfold P; apply (entry_gf m); assumption). rewrite sum_const.
    rewrite (sum_ext r _ (fun t => e t s)) by (intros t _; unfold P; apply (entry_sf m Hm)).
    rewrite (sum_one k (m + s) (fun j' => unit_vector j' (m + s)) 1 0); [ring|lia|unfold unit_vector; rewrite Nat.eqb_refl; reflexivity|].
    intros j _ Hj. unfold unit_vector. destruct (Nat.eqb_spec j (m + s)); [contradiction|reflexivity]. }
  rewrite <- Eu in Ne. assert (0 < u (m + s)%nat ^ 2) by (apply pow2_gt_0; assumption). lra.
Qed.
Theorem spurious_of_positive s width : (q <= r)%nat -> 0 < lambda -> symmetric_regular m q r a b c d e -> symmetric_critical m q r a b c d e -> symmetric_positive m q r a b c d e lambda ->
  (s < q)%nat -> sum_further m r c e s <> 0 -> (k <= width)%nat ->
  spurious_in_width n k (entry m a b c d e) lambda (F n k k (widen k (entry m a b c d e)) / 2) width.
Proof.
  intros Hqr L Reg Crit Pos Hq Ne Hw.
  destruct (symmetric_growth m q r Hm a b c d e lambda L Reg Crit Pos width Hw) as [G V]. destruct (symmetric_growth m q r Hm a b c d e lambda L Reg Crit Pos k (Nat.le_refl k)) as [_ V0].
  pose proof (value_positive s k Hq Ne (Nat.le_refl k)) as Vp.
  split; [exact (strict_of_growth _ _ _ _ lambda L G)|]. split; [exact G|]. split; [rewrite V, V0 in *; lra|]. split; [apply F_targets; lia|intros; apply F_nonneg].
Qed.
End At.
End Family.
