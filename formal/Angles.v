(* The gradient and the standard form of the Hessian of a symmetric point by lengths and angles, for every m (mathematics.md 1 and 11): with beta = pi/2 - theta, the versine
   kappa = 1 - sin theta, and lambda = L - sum of lengths times versines, L the sum of the lengths of the neurons less that of the
   targets.  Differences of nearly equal terms, as |w| sin theta over m targets less the same over m neurons, are gone. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Spurious Require Import Sums PairFunction Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum.
Open Scope R_scope.

Definition beta (x y z : R) := atan (z / area x y z).
Definition versine (x y z : R) := 1 - area x y z / (sqrt x * sqrt y).
Lemma weight_beta x y z : weight x y z = /4 + beta x y z / (2 * PI).
Proof. reflexivity. Qed.
Lemma cR_versine x y z : 0 < x -> 0 < y -> cR x y z = sqrt y / sqrt x * (1 - versine x y z) / (2 * PI).
Proof.
  intros Hx Hy. unfold cR, versine. pose proof (sqrt_lt_R0 x Hx) as A. pose proof (sqrt_lt_R0 y Hy) as B. pose proof PI_RGT_0.
  rewrite <- (sqrt_sqrt x) at 2 by lra. field. lra.
Qed.
Section Angles.
Variables m q r : nat.
Notation M := (INR m).
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R).
Notation X := (gX m q a b c). Notation Z := (gZ m q a b c). Notation W t := (gW m q a b c d e t). Notation Y t t' := (gY m q d e t t').
Notation nX := (sqrt X). Notation nY t := (sqrt (Y t t)).
Definition length_sum := M * nX + sum r (fun t => nY t) - (M + INR q).
Definition lambda_good := length_sum - ((M - 1) * (nX * versine X X Z) + sum r (fun t => nY t * versine X (Y t t) (W t))
  - versine X 1 a - (M - 1) * versine X 1 b - sum q (fun s => versine X 1 (c s))).
Definition lambda_single t := length_sum - (M * (nX * versine (Y t t) X (W t)) + sum r (fun t' => off t t' (nY t' * versine (Y t t) (Y t' t') (Y t t')))
  - M * versine (Y t t) 1 (d t) - sum q (fun s => versine (Y t t) 1 (e t s))).
(* the sum of the neurons less that of the targets *)
Definition sum_block := a + (M - 1) * b + sum r (fun t => d t) - 1.
Definition sum_further s := M * c s + sum r (fun t => e t s) - 1.
Hypothesis HX : 0 < X.
Hypothesis HY : forall t, (t < r)%nat -> 0 < Y t t.
Lemma slope_good_angle : 2 * PI * slope_good m q r a b c d e = PI - 1 + lambda_good / nX.
Proof.
  unfold slope_good, lambda_good, length_sum. pose proof PI_RGT_0. pose proof (sqrt_lt_R0 X HX) as PX.
  rewrite (cR_versine X X Z HX HX), !(cR_versine X 1) by (assumption || lra).
  rewrite (sum_ext r (fun t => cR X (Y t t) (W t)) (fun t => / (2 * PI * nX) * (nY t - nY t * versine X (Y t t) (W t)))).
  2:{ intros t Ht. rewrite cR_versine by auto. field. lra. }
  rewrite (sum_ext q (fun s => cR X 1 (c s)) (fun s => / (2 * PI * nX) * (1 - versine X 1 (c s)))).
  2:{ intros s Hs. rewrite cR_versine, sqrt_1 by (assumption || lra). field. lra. }
  rewrite !sum_scal, !sum_minus, sum_const, sqrt_1. field. lra.
Qed.
Lemma slope_single_angle t : (t < r)%nat -> 2 * PI * slope_single m q r a b c d e t = PI - 1 + lambda_single t / nY t.
Proof.
  intros Ht. unfold slope_single, lambda_single, length_sum. pose proof PI_RGT_0. pose proof (sqrt_lt_R0 X HX) as PX. pose proof (HY t Ht) as Hy. pose proof (sqrt_lt_R0 _ Hy) as PY.
  rewrite (cR_versine (Y t t) X (W t) Hy HX), (cR_versine (Y t t) 1 (d t)) by (assumption || lra).
  rewrite (sum_ext r (fun t' => off t t' (cR (Y t t) (Y t' t') (Y t t'))) (fun t' => / (2 * PI * nY t) * (off t t' (nY t') - off t t' (nY t' * versine (Y t t) (Y t' t') (Y t t'))))).
  2:{ intros t' Ht'. unfold off. destruct Nat.eqb; [ring|]. rewrite cR_versine by auto. field. lra. }
  rewrite (sum_ext q (fun s => cR (Y t t) 1 (e t s)) (fun s => / (2 * PI * nY t) * (1 - versine (Y t t) 1 (e t s)))).
  2:{ intros s Hs. rewrite cR_versine, sqrt_1 by (assumption || lra). field. lra. }
  rewrite !sum_scal, !sum_minus, sum_const, sqrt_1, (sum_off_all r t (fun t' => nY t') Ht). field. lra.
Qed.
Lemma two_pi_sum n (f g : nat -> R) : 2 * PI * sum n (fun t => (/4 + f t / (2 * PI)) * g t) = PI / 2 * sum n g + sum n (fun t => f t * g t).
Proof.
  pose proof PI_RGT_0. rewrite (sum_ext n _ (fun t => /4 * g t + / (2 * PI) * (f t * g t))) by (intros; field; lra).
  rewrite sum_plus, !sum_scal. field. lra.
Qed.
Lemma two_pi_sum_off t (f g : nat -> R) : (t < r)%nat ->
  2 * PI * sum r (fun t' => off t t' ((/4 + f t' / (2 * PI)) * g t')) = PI / 2 * (sum r g - g t) + sum r (fun t' => off t t' (f t' * g t')).
Proof.
  intros Ht. pose proof PI_RGT_0. rewrite <- (sum_off_all r t g Ht).
  rewrite (sum_ext r _ (fun t' => /4 * off t t' (g t') + / (2 * PI) * off t t' (f t' * g t'))) by (intros; unfold off; destruct Nat.eqb; field; lra).
  rewrite sum_plus, !sum_scal. field. lra.
Qed.
Theorem gradient_a_angle : 2 * PI * gradient_a m q r a b c d e = PI/2 * sum_block + (PI/2 - 1 + lambda_good / nX) * a
  + beta X X Z * ((M - 1) * b) + sum r (fun t => beta X (Y t t) (W t) * d t) - beta X 1 a.
Proof.
  pose proof PI_RGT_0. pose proof (sqrt_lt_R0 X HX). unfold gradient_a, sum_block. pose proof (two_pi_sum r (fun t => beta X (Y t t) (W t)) d) as S. cbv beta in S.
  set (w := sum r (fun t => weight X (Y t t) (W t) * d t)) in *. change (2 * PI * w = PI / 2 * sum r d + sum r (fun t => beta X (Y t t) (W t) * d t)) in S.
  rewrite !weight_beta. replace (2 * PI * (slope_good m q r a b c d e * a + (/4 + beta X X Z / (2 * PI)) * ((M - 1) * b) + w - (/4 + beta X 1 a / (2 * PI))))
    with (2 * PI * slope_good m q r a b c d e * a + (PI/2 + beta X X Z) * ((M - 1) * b) + 2 * PI * w - (PI/2 + beta X 1 a)) by (field; lra).
  rewrite slope_good_angle, S. change (sum r (fun t => d t)) with (sum r d). field. lra.
Qed.
Theorem gradient_b_angle : 2 * PI * gradient_b m q r a b c d e = PI/2 * sum_block + (PI/2 - 1 + lambda_good / nX) * b
  + beta X X Z * (a + (M - 2) * b) + sum r (fun t => beta X (Y t t) (W t) * d t) - beta X 1 b.
Proof.
  pose proof PI_RGT_0. pose proof (sqrt_lt_R0 X HX). unfold gradient_b, sum_block. pose proof (two_pi_sum r (fun t => beta X (Y t t) (W t)) d) as S. cbv beta in S.
  set (w := sum r (fun t => weight X (Y t t) (W t) * d t)) in *. change (2 * PI * w = PI / 2 * sum r d + sum r (fun t => beta X (Y t t) (W t) * d t)) in S.
  rewrite !weight_beta. replace (2 * PI * (slope_good m q r a b c d e * b + (/4 + beta X X Z / (2 * PI)) * (a + (M - 2) * b) + w - (/4 + beta X 1 b / (2 * PI))))
    with (2 * PI * slope_good m q r a b c d e * b + (PI/2 + beta X X Z) * (a + (M - 2) * b) + 2 * PI * w - (PI/2 + beta X 1 b)) by (field; lra).
  rewrite slope_good_angle, S. change (sum r (fun t => d t)) with (sum r d). field. lra.
Qed.
Theorem gradient_c_angle s : 2 * PI * gradient_c m q r a b c d e s = PI/2 * sum_further s + (PI/2 - 1 + lambda_good / nX) * c s
  + beta X X Z * ((M - 1) * c s) + sum r (fun t => beta X (Y t t) (W t) * e t s) - beta X 1 (c s).
Proof.
  pose proof PI_RGT_0. pose proof (sqrt_lt_R0 X HX). unfold gradient_c, sum_further. pose proof (two_pi_sum r (fun t => beta X (Y t t) (W t)) (fun t => e t s)) as S. cbv beta in S.
  set (w := sum r (fun t => weight X (Y t t) (W t) * e t s)) in *. change (2 * PI * w = PI / 2 * sum r (fun t => e t s) + sum r (fun t => beta X (Y t t) (W t) * e t s)) in S.
  rewrite !weight_beta. replace (2 * PI * (slope_good m q r a b c d e * c s + (/4 + beta X X Z / (2 * PI)) * ((M - 1) * c s) + w - (/4 + beta X 1 (c s) / (2 * PI))))
    with (2 * PI * slope_good m q r a b c d e * c s + (PI/2 + beta X X Z) * ((M - 1) * c s) + 2 * PI * w - (PI/2 + beta X 1 (c s))) by (field; lra).
  rewrite slope_good_angle, S. field. lra.
Qed.
Theorem gradient_d_angle t : (t < r)%nat -> 2 * PI * gradient_d m q r a b c d e t = PI/2 * sum_block + (PI/2 - 1 + lambda_single t / nY t) * d t
  + beta X (Y t t) (W t) * (a + (M - 1) * b) + sum r (fun t' => off t t' (beta (Y t t) (Y t' t') (Y t t') * d t')) - beta (Y t t) 1 (d t).
Proof.
  intros Ht. pose proof PI_RGT_0. pose proof (sqrt_lt_R0 _ (HY t Ht)). unfold gradient_d, sum_block. pose proof (two_pi_sum_off t (fun t' => beta (Y t t) (Y t' t') (Y t t')) d Ht) as S. cbv beta in S.
  set (w := sum r (fun t' => off t t' (weight (Y t t) (Y t' t') (Y t t') * d t'))) in *.
  change (2 * PI * w = PI / 2 * (sum r d - d t) + sum r (fun t' => off t t' (beta (Y t t) (Y t' t') (Y t t') * d t'))) in S.
  rewrite !weight_beta. replace (2 * PI * (slope_single m q r a b c d e t * d t + (/4 + beta X (Y t t) (W t) / (2 * PI)) * (a + (M - 1) * b) + w - (/4 + beta (Y t t) 1 (d t) / (2 * PI))))
    with (2 * PI * slope_single m q r a b c d e t * d t + (PI/2 + beta X (Y t t) (W t)) * (a + (M - 1) * b) + 2 * PI * w - (PI/2 + beta (Y t t) 1 (d t))) by (field; lra).
  rewrite slope_single_angle, S by assumption. change (sum r (fun t => d t)) with (sum r d). field. lra.
Qed.
Theorem gradient_e_angle t s : (t < r)%nat -> 2 * PI * gradient_e m q r a b c d e t s = PI/2 * sum_further s + (PI/2 - 1 + lambda_single t / nY t) * e t s
  + beta X (Y t t) (W t) * (M * c s) + sum r (fun t' => off t t' (beta (Y t t) (Y t' t') (Y t t') * e t' s)) - beta (Y t t) 1 (e t s).
Proof.
  intros Ht. pose proof PI_RGT_0. pose proof (sqrt_lt_R0 _ (HY t Ht)). unfold gradient_e, sum_further. pose proof (two_pi_sum_off t (fun t' => beta (Y t t) (Y t' t') (Y t t')) (fun t' => e t' s) Ht) as S. cbv beta in S.
  set (w := sum r (fun t' => off t t' (weight (Y t t) (Y t' t') (Y t t') * e t' s))) in *.
  change (2 * PI * w = PI / 2 * (sum r (fun t' => e t' s) - e t s) + sum r (fun t' => off t t' (beta (Y t t) (Y t' t') (Y t t') * e t' s))) in S.
  rewrite !weight_beta. replace (2 * PI * (slope_single m q r a b c d e t * e t s + (/4 + beta X (Y t t) (W t) / (2 * PI)) * (M * c s) + w - (/4 + beta (Y t t) 1 (e t s) / (2 * PI))))
    with (2 * PI * slope_single m q r a b c d e t * e t s + (PI/2 + beta X (Y t t) (W t)) * (M * c s) + 2 * PI * w - (PI/2 + beta (Y t t) 1 (e t s))) by (field; lra).
  rewrite slope_single_angle, S by assumption. field. lra.
Qed.
End Angles.

(* The standard form, completed to squares: only slopes, weights and cC are left, and cC of nearly parallel vectors stands before the
   square of a small number. *)
Lemma cA_square x y z : 0 < x -> 0 < area x y z -> cA x y z = cC x y z * (z / x)^2 - cR x y z / x.
Proof. intros Hx Ha. unfold cA, cC, cR. pose proof PI_RGT_0. field. lra. Qed.
Lemma cB_square x y z : 0 < x -> 0 < area x y z -> cB x y z = - (cC x y z * (z / x)).
Proof. intros Hx Ha. unfold cB, cC. pose proof PI_RGT_0. field. lra. Qed.
Section Standard.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation M := (INR m).
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R) (lambda : R).
Notation X := (gX m q a b c). Notation Z := (gZ m q a b c). Notation W t := (gW m q a b c d e t). Notation Y t := (gY m q d e t t).
Notation P := (a - b).
Notation sl := (slope_good m q r a b c d e). Notation st t := (slope_single m q r a b c d e t).
Notation tau := (weight X X Z). Notation om t := (weight X (Y t) (W t)).
Hypothesis Hreg : symmetric_regular m q r a b c d e.
(* a matrix that is x1 u_i on the diagonal and x2 u_i + x3 u_j beside it, sum u = 0 *)
Definition standard_row x1 x2 x3 := x1 + (M - 1) * x2 - x3.
Definition standard_column x1 x2 x3 := x1 - x2 + (M - 1) * x3.
Definition standard_squares (x1 x2 x3 : R) (y z : nat -> R) : R :=
  let R0 := standard_row x1 x2 x3 in let C0 := standard_column x1 x2 x3 in
  let s := sigma q b c R0 y in let L := P * x1 + s in let U := P * x2 + s - Z / X * L in let V := x2 - b / X * L in
  (sl - lambda - tau) * (x1^2 + (M - 1) * (x2^2 + x3^2) - 2 * x2 * x3 + sum q (fun i => y i ^ 2)) + tau * C0^2 - (sl - /2) / X * L^2
  + cC X X Z * ((M - 1) * U^2 + (M - 1) * P^2 * x3^2 - 2 * P * x3 * U)
  + cC X X Z * (2 * P * C0 * s - 2 * L^2 - 2 * (Z / X) * L * (P * C0 - L) + P^2 * (x1^2 + 2 * (M - 1) * x2 * x3 - x2^2 - x3^2))
  - cC X 1 a * (x1 - a / X * L)^2 - cC X 1 b * ((M - 1) * V^2 + (M - 1) * x3^2 - 2 * x3 * V)
  - sum q (fun i => cC X 1 (c i) * (y i - c i / X * L)^2)
  + sum r (fun t => cC X (Y t) (W t) * (kappa q d e t R0 y - W t / X * L + P * z t)^2 + 2 * om t * (C0 * z t)
      + (st t - lambda - cC (Y t) 1 (d t)) * z t ^ 2 + sum r (fun t' => off t t' (weight (Y t) (Y t') (gY m q d e t t')) * (z t * z t'))).
Theorem standard_block_squares x1 x2 x3 y z :
  standard_block m q r a b c d e lambda x1 (standard_row x1 x2 x3) (standard_column x1 x2 x3) y z = standard_squares x1 x2 x3 y z.
Proof.
  pose proof (M3 m Hm) as HM. destruct Hreg as [HX HY H1 H2 _ Ha Hb Hc Hd He].
  assert (PX : 0 < area X X Z) by (apply sqrt_lt_R0; assumption). assert (Pa : 0 < area X 1 a) by (apply sqrt_lt_R0; assumption). assert (Pb : 0 < area X 1 b) by (apply sqrt_lt_R0; assumption).
  assert (Pc : forall s, (s < q)%nat -> 0 < area X 1 (c s)) by (intros; apply sqrt_lt_R0; auto). assert (Pt : forall t, (t < r)%nat -> 0 < area X (Y t) (W t)) by (intros; apply sqrt_lt_R0; auto).
  unfold standard_block, Q1, Q1_good, standard_squares. cbv zeta. set (R0 := standard_row x1 x2 x3). set (C0 := standard_column x1 x2 x3).
  set (s := sigma q b c R0 y). set (L := P * x1 + s).
  (* the further targets and the single neurons *)
  set (Qm := sum r (fun t => Q1_mixed m q r a b c d e (slopes_left m q r a b c d e lambda) x1 R0 C0 y z t)).
  set (S1 := sum r (fun t => cR X (Y t) (W t))). set (S2 := sum q (fun i => cR X 1 (c i))). set (S3 := sum r (fun t => cA X (Y t) (W t))). set (S4 := sum q (fun i => cA X 1 (c i))).
  set (S5 := sum q (fun i => y i ^ 2)). set (S6 := sum q (fun i => 2 * cB X 1 (c i) * L * y i + cC X 1 (c i) * y i ^ 2)).
  assert (A1 : sum q (fun i => cC X 1 (c i) * (y i - c i / X * L)^2) = S6 + L^2 * (S4 + / X * S2)).
  { unfold S6, S4, S2. rewrite <- (sum_scal q (/ X)), <- (sum_plus q), <- (sum_scal q), <- (sum_plus q). apply sum_ext. intros i Hi. rewrite cA_square, cB_square by auto. unfold Rdiv. ring. }
  assert (A2 : sum r (fun t => cC X (Y t) (W t) * (kappa q d e t R0 y - W t / X * L + P * z t)^2 + 2 * om t * (C0 * z t)
      + (st t - lambda - cC (Y t) 1 (d t)) * z t ^ 2 + sum r (fun t' => off t t' (weight (Y t) (Y t') (gY m q d e t t')) * (z t * z t'))) = Qm + L^2 * (S3 + / X * S1)).
  { unfold Qm, S3, S1. rewrite <- (sum_scal r (/ X)), <- (sum_plus r), <- (sum_scal r), <- (sum_plus r). apply sum_ext. intros t Ht.
    unfold Q1_mixed, slopes_left. cbv zeta. fold s. fold L. rewrite cA_square, cB_square by auto. unfold Rdiv. ring. }
  rewrite A1, A2. clear A1 A2. unfold own_square, symmetric_block, antisymmetric_block, cS, cT, slope_left. fold S3 S4. rewrite (cA_square X X Z), (cA_square X 1 a), (cA_square X 1 b), (cB_square X X Z), (cB_square X 1 a), (cB_square X 1 b) by assumption.
  assert (Es : sl = /2 + (M - 1) * cR X X Z + sum r (fun t => cR X (Y t) (W t)) - (cR X 1 a + (M - 1) * cR X 1 b + sum q (fun i => cR X 1 (c i)))) by reflexivity.
  fold S1 S2 in Es.
  set (slope := sl) in *. clearbody slope S1 S2 S3 S4 S5 S6 Qm. 
  set (k1 := cC X X Z). set (k2 := cC X 1 a). set (k3 := cC X 1 b). set (t0 := tau). set (r1 := cR X X Z) in *. set (r2 := cR X 1 a) in *. set (r3 := cR X 1 b) in *. set (x := X) in *. set (zz := Z) in *.
  unfold L, C0, R0, standard_column, standard_row in *. fold R0 in s. clearbody s.
  clear - HM HX Es. clearbody k1 k2 k3 t0 r1 r2 r3 x zz. subst slope. field. lra.
Qed.
End Standard.
