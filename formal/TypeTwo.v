(* Type II in scaled unknowns (mathematics.md 11.2, 11.3 for r = 1 and no extra neuron): with k = 1/s^2, the five equations of a critical
   point, for every k at once, without cancellation; all that stands in them is regular at s = 0. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum Angles Statements.
Open Scope R_scope.

(* asin x = x As(x^2), atan x = x At(x^2) *)
Definition arc_sine_ratio (u : R) : R := if Req_EM_T u 0 then 1 else asin (sqrt u) / sqrt u.
Definition arc_tangent_ratio (u : R) : R := if Req_EM_T u 0 then 1 else atan (sqrt u) / sqrt u.
Lemma odd_ratio (f : R -> R) (x : R) : (forall y, f (- y) = - f y) ->
  f x = x * (if Req_EM_T (x ^ 2) 0 then 1 else f (sqrt (x ^ 2)) / sqrt (x ^ 2)).
Proof.
  intros Odd. destruct (Req_EM_T (x ^ 2) 0) as [E|E].
  - assert (x = 0) by nra. subst x. pose proof (Odd 0) as H. rewrite Ropp_0 in H. lra.
  - assert (x <> 0) by (intros ->; apply E; ring). destruct (Rle_lt_dec 0 x).
    + rewrite sqrt_pow2 by lra. field. lra.
    + replace (x ^ 2) with ((- x) ^ 2) by ring. rewrite sqrt_pow2, Odd by lra. field. lra.
Qed.
Lemma asin_ratio x : asin x = x * arc_sine_ratio (x ^ 2).
Proof. apply (odd_ratio asin). apply asin_opp. Qed.
Lemma atan_ratio x : atan x = x * arc_tangent_ratio (x ^ 2).
Proof. apply (odd_ratio atan). apply atan_opp. Qed.
Lemma area_cosine x y z rho : 0 < x -> 0 < y -> z = rho * (sqrt x * sqrt y) -> area x y z = sqrt x * sqrt y * sqrt (1 - rho ^ 2).
Proof.
  intros Hx Hy ->. unfold area. rewrite <- (sqrt_sqrt x) at 1 by lra. rewrite <- (sqrt_sqrt y) at 1 by lra. pose proof (sqrt_lt_R0 x Hx). pose proof (sqrt_lt_R0 y Hy).
  set (u := sqrt x) in *. set (v := sqrt y) in *. replace (u * u * (v * v) - (rho * (u * v)) ^ 2) with ((u * v) ^ 2 * (1 - rho ^ 2)) by ring.
  assert (0 < u * v) by (apply Rmult_lt_0_compat; assumption). rewrite sqrt_mult_alt, sqrt_pow2 by nra. reflexivity.
Qed.
Lemma beta_cosine x y z rho : 0 < x -> 0 < y -> z = rho * (sqrt x * sqrt y) -> -1 < rho < 1 -> beta x y z = rho * arc_sine_ratio (rho ^ 2).
Proof.
  intros Hx Hy E H. rewrite <- asin_ratio, asin_atan by assumption. unfold beta. f_equal. rewrite (area_cosine x y z rho Hx Hy E), E.
  pose proof (sqrt_lt_R0 x Hx). pose proof (sqrt_lt_R0 y Hy). assert (0 < sqrt (1 - rho ^ 2)) by (apply sqrt_lt_R0; nra).
  replace (1 - rho²) with (1 - rho ^ 2) by (unfold Rsqr; ring). field. lra.
Qed.
Lemma versine_cosine x y z rho : 0 < x -> 0 < y -> z = rho * (sqrt x * sqrt y) -> -1 < rho < 1 -> versine x y z = rho ^ 2 / (1 + sqrt (1 - rho ^ 2)).
Proof.
  intros Hx Hy E H. unfold versine. rewrite (area_cosine x y z rho Hx Hy E). pose proof (sqrt_lt_R0 x Hx). pose proof (sqrt_lt_R0 y Hy).
  assert (S : 0 < sqrt (1 - rho ^ 2)) by (apply sqrt_lt_R0; nra). assert (S2 : sqrt (1 - rho ^ 2) * sqrt (1 - rho ^ 2) = 1 - rho ^ 2) by (apply sqrt_sqrt; nra).
  set (w := sqrt (1 - rho ^ 2)) in *. replace (rho ^ 2) with ((1 - w) * (1 + w)) by lra. field. lra.
Qed.
Lemma beta_steep x y z R : 0 < R -> area x y z = R -> 0 < z -> beta x y z = PI / 2 - R / z * arc_tangent_ratio ((R / z) ^ 2).
Proof.
  intros HR <- Hz. rewrite <- atan_ratio. unfold beta. replace (z / area x y z) with (/ (area x y z / z)) by (field; lra).
  apply atan_inv. apply Rdiv_lt_0_compat; assumption.
Qed.
Lemma beta_opp x y z : beta x y (- z) = - beta x y z.
Proof. unfold beta, area. replace ((- z) ^ 2) with (z ^ 2) by ring. rewrite <- atan_opp. f_equal. unfold Rdiv. ring. Qed.

Section Scaled.
Variables (s ya yb yc yd ye : R).
Definition nr := 1 - s^2.
Definition n1 := 1 - 2 * s^2.
Definition n2 := 1 - 3 * s^2.
(* the entries *)
Definition za := 1 + s^3 * ya.
Definition zb := s^4 * yb.
Definition zc := 2 + s * yc.           (* c = s^2 zc *)
Definition ze := -1 + s * ye.
(* |w| of a good neuron and of the single one, each less 1 *)
Definition Xh := 2 * ya + s^3 * (ya^2 + n1 * yb^2) + s * zc^2.
Definition nw := sqrt (1 + s^3 * Xh).
Definition dw := Xh / (1 + nw).
Definition Yh := - 2 * ye + s * (ye^2 + nr * yd^2).
Definition nN := sqrt (1 + s * Yh).
Definition dN := Yh / (1 + nN).
Definition Lh := nr * dw + dN.
(* distances from the own target *)
Definition Rh := sqrt (s^2 * n1 * yb^2 + zc^2).
Definition Rt := sqrt (nr * yd^2).
Definition Sg := s * ya + n1 * yb + yd.
Definition Sb := - 2 * s + nr * yc + ye.
(* cosines, divided by s^4 or s^2 *)
Definition rDD := (2 * za * yb + s^2 * n2 * yb^2 + zc^2) / (1 + s^3 * Xh).
Definition rDv := yb / nw.
Definition rDb := zc / nw.
Definition t1 := za + s^2 * n1 * yb.
Definition rDt := (yd * t1 + zc * ze) / (nw * nN).
Definition rtv := yd / nN.
(* beta / s^j and kappa / s^2j of the cosine s^j r *)
Definition bhat (j : nat) (r : R) := r * arc_sine_ratio ((s^j * r)^2).
Definition khat (j : nat) (r : R) := r^2 / (1 + sqrt (1 - (s^j * r)^2)).
Definition lD := Lh - s * Rh / nw - s^5 * n1 * (nw * khat 4 rDD - khat 4 rDv) - s^3 * nN * khat 2 rDt + s^3 * khat 2 rDb.
Definition CD := (lD - s^2 * dw) / nw.
Definition lN := Lh - s * nr * (nw * khat 2 rDt - khat 2 rtv) - Rt / nN.
Definition Ct := (lN - dN) / nN.
Definition equation_a := PI/2 * (s * Sg + s^2 * ya) + CD * za + s * (Rh / za) * arc_tangent_ratio ((s^2 * Rh / za)^2) + s^5 * n1 * bhat 4 rDD * yb + s^3 * bhat 2 rDt * yd.
Definition equation_b := PI/2 * Sg + s^2 * (PI/2 + s * CD) * yb + s^2 * (bhat 4 rDD * (za + s^2 * n2 * yb) - bhat 4 rDv) + s^2 * bhat 2 rDt * yd.
Definition equation_c := PI/2 * Sb + s * (PI/2 + s * CD) * zc + s^3 * n1 * bhat 4 rDD * zc + s * bhat 2 rDt * ze - s * bhat 2 rDb.
Definition equation_d := PI/2 * Sg + (PI/2 + s * Ct) * yd + bhat 2 rDt * t1 - bhat 2 rtv.
Definition equation_e := PI/2 * Sb + s * nr * bhat 2 rDt * zc + Ct * ze + PI/2 * ye - Rt / (- ze) * arc_tangent_ratio ((s * Rt / (- ze))^2).
(* the blocks of the Hessian and of M, but for the trivial one, times 2 pi *)
Definition cosine (j : nat) (r : R) := sqrt (1 - (s^j * r)^2).
Definition width_p := 1 + s^3 * (ya - s * yb).
Definition block_base := PI/2 + s * CD - s^4 * bhat 4 rDD.
Definition block_pair := width_p^2 / (nw^2 * cosine 4 rDD).
Definition block_target := / (nw * cosine 4 rDv).
Definition transverse_form (y w : R) := PI/2 * (nr * y + w)^2 + nr * s^2 * block_base * y^2 + s^4 * bhat 4 rDD * (nr * y)^2
  + (PI/2 + s * Ct) * w^2 + 2 * s^2 * bhat 2 rDt * (nr * y) * w.
(* the standard form: y1 on the diagonal, s y2 and s^2 y3 beside it, g at the further coordinate, h the further neuron's *)
Section Standard.
Variables (y1 y2 y3 g h : R).
Definition standard_rh := s * y1 + n1 * y2 - s^3 * y3.
Definition standard_col := y1 - s * y2 + n1 * y3.
Definition standard_ts := s * yb * standard_rh + zc * g.
Definition standard_L := width_p * y1 + s^2 * standard_ts.
Definition standard_Q := width_p * y2 + s * standard_ts - s^3 * rDD * standard_L.
Definition standard_V := y2 - s^3 * yb / nw^2 * standard_L.
Definition standard_T := s^2 * Rh^2 * y1 - za * (s * yb * (n1 * y2 - s^3 * y3) + zc * g).
Definition standard_K := s * yd * standard_rh + ze * g - s^2 * rDt * nN / nw * standard_L + width_p * h.
Definition standard_norm := y1^2 + n1 * y2^2 + n1 * s^2 * y3^2 - 2 * s^3 * y2 * y3 + g^2.
Definition standard_form := block_base * standard_norm + (PI/2 + s^4 * bhat 4 rDD) * standard_col^2 - s * CD / nw^2 * standard_L^2
  + / (nw^2 * cosine 4 rDD) * (n1 * standard_Q^2 + n1 * s^2 * width_p^2 * y3^2 - 2 * width_p * s^3 * y3 * standard_Q
      + 2 * width_p * standard_col * s^2 * standard_ts - 2 * standard_L^2 - 2 * s^4 * rDD * standard_L * (width_p * standard_col - standard_L)
      + width_p^2 * (y1^2 + 2 * n1 * s * y2 * y3 - s^2 * y2^2 - s^4 * y3^2))
  - s^2 * standard_T^2 / (Rh * nw^4) - block_target * (n1 * standard_V^2 + n1 * s^2 * y3^2 - 2 * s^3 * y3 * standard_V)
  - / (nw * cosine 2 rDb) * (g - s^2 * zc / nw^2 * standard_L)^2
  + / (nw * nN * cosine 2 rDt) * standard_K^2 + 2 * (PI/2 + s^2 * bhat 2 rDt) * standard_col * h + (PI + s * Ct - / (nN * cosine 2 rtv)) * h^2.
End Standard.
(* where they are those of a point *)
Record scaled_domain : Prop := { sd_s : 0 < s; sd_w : 0 < 1 + s^3 * Xh; sd_N : 0 < 1 + s * Yh; sd_a : 0 < za; sd_e : ze < 0;
  sd_h : 0 < s^2 * n1 * yb^2 + zc^2; sd_t : 0 < nr * yd^2;
  sd_DD : -1 < s^4 * rDD < 1; sd_Dv : -1 < s^4 * rDv < 1; sd_Db : -1 < s^2 * rDb < 1; sd_Dt : -1 < s^2 * rDt < 1; sd_tv : -1 < s^2 * rtv < 1 }.
End Scaled.

Section TypeTwo.
Variable m : nat.
Variables (s ya yb yc yd ye : R).
Hypothesis Hm : (INR m + 1) * s^2 = 1.
Hypothesis H : scaled_domain s ya yb yc yd ye.
Notation a := (za s ya). Notation b := (zb s yb). Notation c := (fun _ : nat => s^2 * zc s yc). Notation d := (fun _ : nat => s^2 * yd). Notation e := (fun _ _ : nat => ze s ye).
Notation X := (gX m 1 a b c). Notation Z := (gZ m 1 a b c). Notation W := (gW m 1 a b c d e 0). Notation Y := (gY m 1 d e 0 0).
Notation w := (nw s ya yb yc). Notation N := (nN s yd ye).
Lemma scaled_m : INR m = nr s / s^2.
Proof. pose proof (sd_s _ _ _ _ _ _ H). unfold nr. apply Rmult_eq_reg_r with (s^2); [|nra]. replace ((1 - s^2) / s^2 * s^2) with (1 - s^2) by (field; lra). lra. Qed.
Lemma scaled_X : X = 1 + s^3 * Xh s ya yb yc.
Proof. pose proof (sd_s _ _ _ _ _ _ H). unfold gX, sigma. cbn [sum]. rewrite scaled_m. unfold Xh, za, zb, n1, nr. field. lra. Qed.
Lemma scaled_Y : Y = 1 + s * Yh s yd ye.
Proof. pose proof (sd_s _ _ _ _ _ _ H). unfold gY, kappa. cbn [sum]. rewrite scaled_m. unfold Yh, ze, nr. field. lra. Qed.
Lemma root_X : sqrt X = w. Proof. rewrite scaled_X. reflexivity. Qed.
Lemma root_Y : sqrt Y = N. Proof. rewrite scaled_Y. reflexivity. Qed.
Lemma w_pos : 0 < w. Proof. apply sqrt_lt_R0. exact (sd_w _ _ _ _ _ _ H). Qed.
Lemma N_pos : 0 < N. Proof. apply sqrt_lt_R0. exact (sd_N _ _ _ _ _ _ H). Qed.
Lemma w_square : w * w = 1 + s^3 * Xh s ya yb yc. Proof. apply sqrt_sqrt. left. exact (sd_w _ _ _ _ _ _ H). Qed.
Lemma N_square : N * N = 1 + s * Yh s yd ye. Proof. apply sqrt_sqrt. left. exact (sd_N _ _ _ _ _ _ H). Qed.
Lemma w_minus_1 : w = 1 + s^3 * dw s ya yb yc.
Proof. pose proof w_pos. pose proof w_square. unfold dw. apply Rmult_eq_reg_r with (1 + w); [|lra]. replace ((1 + s^3 * (Xh s ya yb yc / (1 + w))) * (1 + w)) with (1 + w + s^3 * Xh s ya yb yc) by (field; lra). nra. Qed.
Lemma N_minus_1 : N = 1 + s * dN s yd ye.
Proof. pose proof N_pos. pose proof N_square. unfold dN. apply Rmult_eq_reg_r with (1 + N); [|lra]. replace ((1 + s * (Yh s yd ye / (1 + N))) * (1 + N)) with (1 + N + s * Yh s yd ye) by (field; lra). nra. Qed.
Lemma X_pos : 0 < X. Proof. rewrite scaled_X. exact (sd_w _ _ _ _ _ _ H). Qed.
Lemma Y_pos : 0 < Y. Proof. rewrite scaled_Y. exact (sd_N _ _ _ _ _ _ H). Qed.
(* the cosines *)
Lemma cosine_DD : Z = s^4 * rDD s ya yb yc * (sqrt X * sqrt X).
Proof.
  pose proof (sd_s _ _ _ _ _ _ H). pose proof w_pos. rewrite root_X. unfold rDD. rewrite <- w_square. unfold gZ, sigma. cbn [sum]. rewrite scaled_m.
  unfold zb, n2, nr. field. lra.
Qed.
Lemma cosine_Dv : b = s^4 * rDv s ya yb yc * (sqrt X * sqrt 1).
Proof. pose proof w_pos. rewrite root_X, sqrt_1. unfold rDv, zb. field. lra. Qed.
Lemma cosine_Db : s^2 * zc s yc = s^2 * rDb s ya yb yc * (sqrt X * sqrt 1).
Proof. pose proof w_pos. rewrite root_X, sqrt_1. unfold rDb. field. lra. Qed.
Lemma scaled_W : W = s^2 * (yd * t1 s ya yb + zc s yc * ze s ye).
Proof. pose proof (sd_s _ _ _ _ _ _ H). unfold gW, kappa. cbn [sum]. rewrite scaled_m. unfold t1, zb, n1, nr. field. lra. Qed.
Lemma cosine_Dt : W = s^2 * rDt s ya yb yc yd ye * (sqrt X * sqrt Y).
Proof. pose proof w_pos. pose proof N_pos. rewrite root_X, root_Y, scaled_W. unfold rDt. field. lra. Qed.
Lemma cosine_tD : W = s^2 * rDt s ya yb yc yd ye * (sqrt Y * sqrt X).
Proof. rewrite cosine_Dt. ring. Qed.
Lemma cosine_tv : s^2 * yd = s^2 * rtv s yd ye * (sqrt Y * sqrt 1).
Proof. pose proof N_pos. rewrite root_Y, sqrt_1. unfold rtv. field. lra. Qed.
(* the pairs that are nearly parallel *)
Lemma area_own : area X 1 a = s^2 * Rh s yb yc.
Proof.
  pose proof (sd_s _ _ _ _ _ _ H). unfold area, Rh. replace (X * 1 - a^2) with ((s^2)^2 * (s^2 * n1 s * yb^2 + zc s yc^2)).
  - rewrite sqrt_mult_alt, sqrt_pow2 by nra. reflexivity.
  - rewrite scaled_X. unfold Xh, za. ring.
Qed.
Lemma area_single : area Y 1 (ze s ye) = s * Rt s yd.
Proof.
  pose proof (sd_s _ _ _ _ _ _ H). unfold area, Rt. replace (Y * 1 - ze s ye^2) with (s^2 * (nr s * yd^2)).
  - rewrite sqrt_mult_alt, sqrt_pow2 by nra. reflexivity.
  - rewrite scaled_Y. unfold Yh, ze. ring.
Qed.
Lemma scaled_beta x y z j r0 : 0 < x -> 0 < y -> z = s^j * r0 * (sqrt x * sqrt y) -> -1 < s^j * r0 < 1 -> beta x y z = s^j * bhat s j r0.
Proof. intros. rewrite (beta_cosine x y z (s^j * r0)) by assumption. unfold bhat. ring. Qed.
Lemma scaled_versine x y z j r0 : 0 < x -> 0 < y -> z = s^j * r0 * (sqrt x * sqrt y) -> -1 < s^j * r0 < 1 -> versine x y z = s^(2*j) * khat s j r0.
Proof.
  intros Hx Hy E B. rewrite (versine_cosine x y z (s^j * r0)) by assumption. unfold khat. replace (2 * j)%nat with (j + j)%nat by lia. rewrite pow_add. unfold Rdiv. ring.
Qed.
Lemma versine_own : versine X 1 a = 1 - s^2 * Rh s yb yc / w.
Proof. pose proof w_pos. unfold versine. rewrite area_own, root_X, sqrt_1. field. lra. Qed.
Lemma versine_single : versine Y 1 (ze s ye) = 1 - s * Rt s yd / N.
Proof. pose proof N_pos. unfold versine. rewrite area_single, root_Y, sqrt_1. field. lra. Qed.
Notation lDs := (lD s ya yb yc yd ye). Notation lts := (lN s ya yb yc yd ye). Notation CDs := (CD s ya yb yc yd ye). Notation Cts := (Ct s ya yb yc yd ye).
Lemma scaled_lambda_good : lambda_good m 1 1 a b c d e = 1 + s * lDs.
Proof.
  pose proof (sd_s _ _ _ _ _ _ H) as Hs. pose proof w_pos. pose proof N_pos. unfold lambda_good, length_sum. cbn [sum INR]. rewrite versine_own.
  rewrite (scaled_versine X X Z 4 _ X_pos X_pos cosine_DD (sd_DD _ _ _ _ _ _ H)), (scaled_versine X 1 b 4 _ X_pos Rlt_0_1 cosine_Dv (sd_Dv _ _ _ _ _ _ H)),
    (scaled_versine X 1 (s^2 * zc s yc) 2 _ X_pos Rlt_0_1 cosine_Db (sd_Db _ _ _ _ _ _ H)), (scaled_versine X Y W 2 _ X_pos Y_pos cosine_Dt (sd_Dt _ _ _ _ _ _ H)).
  rewrite root_X, root_Y, scaled_m. unfold lD, Lh. set (k1 := khat s 4 _). set (k2 := khat s 4 _). set (k3 := khat s 2 _). set (k4 := khat s 2 _).
  pose proof w_minus_1 as Ew. pose proof N_minus_1 as EN. set (x := dw s ya yb yc) in *. set (y := dN s yd ye) in *. set (h := Rh s yb yc).
  set (u := nw s ya yb yc) in *. set (v := nN s yd ye) in *. clearbody k1 k2 k3 k4 x y h u v. unfold nr, n1. cbn [Nat.mul Nat.add].
  rewrite Ew at 1. rewrite EN at 1. field. lra.
Qed.
Lemma scaled_lambda_single : lambda_single m 1 1 a b c d e 0 = 1 + s * lts.
Proof.
  pose proof (sd_s _ _ _ _ _ _ H) as Hs. pose proof w_pos. pose proof N_pos. unfold lambda_single, length_sum, off. cbn [sum INR Nat.eqb]. rewrite versine_single.
  rewrite (scaled_versine Y X W 2 _ Y_pos X_pos cosine_tD (sd_Dt _ _ _ _ _ _ H)), (scaled_versine Y 1 (s^2 * yd) 2 _ Y_pos Rlt_0_1 cosine_tv (sd_tv _ _ _ _ _ _ H)).
  rewrite root_X, root_Y, scaled_m. unfold lN, Lh. set (k1 := khat s 2 _). set (k2 := khat s 2 _).
  pose proof w_minus_1 as Ew. pose proof N_minus_1 as EN. set (x := dw s ya yb yc) in *. set (y := dN s yd ye) in *. set (h := Rt s yd).
  set (u := nw s ya yb yc) in *. set (v := nN s yd ye) in *. clearbody k1 k2 x y h u v. unfold nr. cbn [Nat.mul Nat.add].
  rewrite Ew at 1. rewrite EN at 1. field. lra.
Qed.
(* the coefficients of the own vector *)
Lemma coefficient_good : PI/2 - 1 + lambda_good m 1 1 a b c d e / sqrt X = PI/2 + s * CDs.
Proof.
  pose proof w_pos. rewrite scaled_lambda_good, root_X. unfold CD. pose proof w_minus_1 as Ew. set (x := dw s ya yb yc) in *. set (u := nw s ya yb yc) in *. set (l := lDs).
  clearbody x u l. apply Rminus_diag_uniq.
  replace (PI / 2 - 1 + (1 + s * l) / u - (PI / 2 + s * ((l - s ^ 2 * x) / u))) with ((1 + s^3 * x - u) / u) by (field; lra). rewrite <- Ew. unfold Rdiv. ring.
Qed.
Lemma coefficient_single : PI/2 - 1 + lambda_single m 1 1 a b c d e 0 / sqrt Y = PI/2 + s * Cts.
Proof.
  pose proof N_pos. rewrite scaled_lambda_single, root_Y. unfold Ct. pose proof N_minus_1 as EN. set (y := dN s yd ye) in *. set (v := nN s yd ye) in *. set (l := lts).
  clearbody y v l. apply Rminus_diag_uniq.
  replace (PI / 2 - 1 + (1 + s * l) / v - (PI / 2 + s * ((l - y) / v))) with ((1 + s * y - v) / v) by (field; lra). rewrite <- EN. unfold Rdiv. ring.
Qed.
Lemma block_sum : sum_block m 1 a b d = s^2 * Sg s ya yb yd.
Proof. pose proof (sd_s _ _ _ _ _ _ H). unfold sum_block, Sg. cbn [sum]. rewrite scaled_m. unfold nr, n1, za, zb. field. lra. Qed.
Lemma further_sum : sum_further m 1 c e 0 = s * Sb s yc ye.
Proof. pose proof (sd_s _ _ _ _ _ _ H). unfold sum_further, Sb. cbn [sum]. rewrite scaled_m. unfold nr, zc, ze. field. lra. Qed.
(* the gradient, entry by entry *)
Theorem scaled_gradient :
  2 * PI * gradient_a m 1 1 a b c d e = s * equation_a s ya yb yc yd ye
  /\ 2 * PI * gradient_b m 1 1 a b c d e = s^2 * equation_b s ya yb yc yd ye
  /\ 2 * PI * gradient_c m 1 1 a b c d e 0 = s * equation_c s ya yb yc yd ye
  /\ 2 * PI * gradient_d m 1 1 a b c d e 0 = s^2 * equation_d s ya yb yc yd ye
  /\ 2 * PI * gradient_e m 1 1 a b c d e 0 0 = s * equation_e s ya yb yc yd ye.
Proof.
  pose proof (sd_s _ _ _ _ _ _ H) as Hs. pose proof w_pos. pose proof N_pos. pose proof X_pos as PX. pose proof Y_pos as PY. pose proof (sd_a _ _ _ _ _ _ H) as Ha. pose proof (sd_e _ _ _ _ _ _ H) as He.
  assert (HY : forall t, (t < 1)%nat -> 0 < gY m 1 d e t t) by (intros t Ht; exact PY).
  rewrite (gradient_a_angle m 1 1 a b c d e PX HY), (gradient_b_angle m 1 1 a b c d e PX HY), (gradient_c_angle m 1 1 a b c d e PX HY 0),
    (gradient_d_angle m 1 1 a b c d e PX HY 0 Nat.lt_0_1), (gradient_e_angle m 1 1 a b c d e PX HY 0 0 Nat.lt_0_1).
  rewrite coefficient_good, coefficient_single, block_sum, further_sum. unfold off. cbn [sum Nat.eqb]. rewrite scaled_m.
  assert (BDD : beta X X Z = s^4 * bhat s 4 (rDD s ya yb yc)) by (apply scaled_beta; [exact PX|exact PX|exact cosine_DD|exact (sd_DD _ _ _ _ _ _ H)]).
  assert (BDv : beta X 1 b = s^4 * bhat s 4 (rDv s ya yb yc)) by (apply scaled_beta; [exact PX|lra|exact cosine_Dv|exact (sd_Dv _ _ _ _ _ _ H)]).
  assert (BDb : beta X 1 (s^2 * zc s yc) = s^2 * bhat s 2 (rDb s ya yb yc)) by (apply scaled_beta; [exact PX|lra|exact cosine_Db|exact (sd_Db _ _ _ _ _ _ H)]).
  assert (BDt : beta X Y W = s^2 * bhat s 2 (rDt s ya yb yc yd ye)) by (apply scaled_beta; [exact PX|exact PY|exact cosine_Dt|exact (sd_Dt _ _ _ _ _ _ H)]).
  assert (Btv : beta Y 1 (s^2 * yd) = s^2 * bhat s 2 (rtv s yd ye)) by (apply scaled_beta; [exact PY|lra|exact cosine_tv|exact (sd_tv _ _ _ _ _ _ H)]).
  assert (Rhp : 0 < Rh s yb yc) by (apply sqrt_lt_R0; exact (sd_h _ _ _ _ _ _ H)). assert (Rtp : 0 < Rt s yd) by (apply sqrt_lt_R0; exact (sd_t _ _ _ _ _ _ H)).
  assert (BDa : beta X 1 a = PI/2 - s^2 * Rh s yb yc / a * arc_tangent_ratio ((s^2 * Rh s yb yc / a)^2)).
  { apply beta_steep; [apply Rmult_lt_0_compat; [apply pow_lt|]; assumption|exact area_own|exact Ha]. }
  assert (Bte : beta Y 1 (ze s ye) = - (PI/2 - s * Rt s yd / (- ze s ye) * arc_tangent_ratio ((s * Rt s yd / (- ze s ye))^2))).
  { rewrite <- (beta_steep Y 1 (- ze s ye)), <- beta_opp, Ropp_involutive; [reflexivity|apply Rmult_lt_0_compat; assumption| |lra].
    unfold area. replace ((- ze s ye)^2) with (ze s ye^2) by ring. exact area_single. }
  rewrite BDD, BDv, BDb, BDt, Btv, BDa, Bte. unfold equation_a, equation_b, equation_c, equation_d, equation_e.
  set (A1 := arc_tangent_ratio _). set (A2 := arc_tangent_ratio _). set (b1 := bhat s 4 _). set (b2 := bhat s 4 _). set (b3 := bhat s 2 _). set (b4 := bhat s 2 _). set (b5 := bhat s 2 _).
  set (CD0 := CDs). set (Ct0 := Cts). set (h := Rh s yb yc) in *. set (g := Rt s yd) in *. clearbody A1 A2 b1 b2 b3 b4 b5 CD0 Ct0 h g. clear - Hs Ha He.
  pose proof PI_RGT_0. set (p := PI) in *. clearbody p. unfold t1, zb, nr, n1, n2, Sg, Sb in *. repeat split.
  - unfold za in *. field. lra.
  - unfold za in *. field. lra.
  - unfold zc, ze in *. field. lra.
  - unfold za in *. field. lra.
  - unfold zc, ze in *. field. lra.
Qed.
(* a critical point *)
Corollary scaled_critical : equation_a s ya yb yc yd ye = 0 -> equation_b s ya yb yc yd ye = 0 -> equation_c s ya yb yc yd ye = 0 ->
  equation_d s ya yb yc yd ye = 0 -> equation_e s ya yb yc yd ye = 0 -> symmetric_critical m 1 1 a b c d e.
Proof.
  intros Ea Eb Ec Ed Ee. destruct scaled_gradient as [Ga [Gb [Gc [Gd Ge]]]]. rewrite Ea, Eb, Ec, Ed, Ee, !Rmult_0_r in *. pose proof PI_RGT_0.
  assert (Z0 : forall x, 2 * PI * x = 0 -> x = 0) by (intros x Hx; nra).
  split; [apply Z0; assumption|]. split; [apply Z0; assumption|]. split; [|split].
  - intros i Hi. replace i with 0%nat by lia. apply Z0; assumption.
  - intros i Hi. replace i with 0%nat by lia. apply Z0; assumption.
  - intros i j Hi Hj. replace i with 0%nat by lia. replace j with 0%nat by lia. apply Z0; assumption.
Qed.
Lemma cosine_regular x y z rho : 0 < x -> 0 < y -> z = rho * (sqrt x * sqrt y) -> -1 < rho < 1 -> 0 < x * y - z^2.
Proof.
  intros Hx Hy -> B. pose proof (sqrt_sqrt x (Rlt_le _ _ Hx)) as Ex. pose proof (sqrt_sqrt y (Rlt_le _ _ Hy)) as Ey.
  replace (x * y - (rho * (sqrt x * sqrt y))^2) with (x * y - rho^2 * ((sqrt x * sqrt x) * (sqrt y * sqrt y))) by ring. rewrite Ex, Ey.
  assert (0 < x * y) by (apply Rmult_lt_0_compat; assumption). assert (rho^2 < 1) by nra. nra.
Qed.
Lemma scaled_regular : symmetric_regular m 1 1 a b c d e.
Proof.
  pose proof (sd_s _ _ _ _ _ _ H) as Hs. pose proof X_pos as PX. pose proof Y_pos as PY.
  split; try exact PX; intros; repeat match goal with K : (?t < 1)%nat |- _ => assert (t = 0%nat) by lia; subst t; clear K end; try exact PY; try congruence.
  - exact (cosine_regular X X Z _ PX PX cosine_DD (sd_DD _ _ _ _ _ _ H)).
  - exact (cosine_regular X Y W _ PX PY cosine_Dt (sd_Dt _ _ _ _ _ _ H)).
  - replace (X * 1 - a^2) with ((s^2)^2 * (s^2 * n1 s * yb^2 + zc s yc^2)) by (rewrite scaled_X; unfold Xh, za; ring).
    apply Rmult_lt_0_compat; [apply pow_lt, pow_lt; assumption|exact (sd_h _ _ _ _ _ _ H)].
  - exact (cosine_regular X 1 b _ PX Rlt_0_1 cosine_Dv (sd_Dv _ _ _ _ _ _ H)).
  - exact (cosine_regular X 1 (s^2 * zc s yc) _ PX Rlt_0_1 cosine_Db (sd_Db _ _ _ _ _ _ H)).
  - exact (cosine_regular Y 1 (s^2 * yd) _ PY Rlt_0_1 cosine_tv (sd_tv _ _ _ _ _ _ H)).
  - replace (Y * 1 - ze s ye^2) with (s^2 * (nr s * yd^2)) by (rewrite scaled_Y; unfold Yh, ze; ring).
    apply Rmult_lt_0_compat; [apply pow_lt; assumption|exact (sd_t _ _ _ _ _ _ H)].
Qed.
(* the simple blocks *)
Notation base := (block_base s ya yb yc yd ye). Notation pair := (block_pair s ya yb yc). Notation target := (block_target s ya yb yc).
Lemma scaled_slope : 2 * PI * slope_good m 1 1 a b c d e = PI/2 + (PI/2 + s * CDs).
Proof.
  rewrite (slope_good_angle m 1 1 a b c d e X_pos) by (intros t Ht; exact Y_pos). pose proof coefficient_good. lra.
Qed.
Lemma scaled_tau : 2 * PI * weight X X Z = PI/2 + s^4 * bhat s 4 (rDD s ya yb yc).
Proof.
  rewrite weight_beta, (scaled_beta X X Z 4 (rDD s ya yb yc) X_pos X_pos cosine_DD (sd_DD _ _ _ _ _ _ H)). pose proof PI_RGT_0. field. lra.
Qed.
Lemma scaled_pair : 2 * PI * cC X X Z = / (w^2 * cosine s 4 (rDD s ya yb yc)).
Proof.
  pose proof w_pos. pose proof PI_RGT_0. unfold cC. rewrite (area_cosine X X Z _ X_pos X_pos cosine_DD), root_X. fold (cosine s 4 (rDD s ya yb yc)).
  destruct (sd_DD _ _ _ _ _ _ H). assert (0 < cosine s 4 (rDD s ya yb yc)) by (apply sqrt_lt_R0; nra). field. lra.
Qed.
Lemma scaled_target : 2 * PI * cC X 1 b = target.
Proof.
  pose proof w_pos. pose proof PI_RGT_0. unfold cC, block_target. rewrite (area_cosine X 1 b _ X_pos Rlt_0_1 cosine_Dv), root_X, sqrt_1. fold (cosine s 4 (rDv s ya yb yc)).
  destruct (sd_Dv _ _ _ _ _ _ H). assert (0 < cosine s 4 (rDv s ya yb yc)) by (apply sqrt_lt_R0; nra). field. lra.
Qed.
Theorem scaled_symmetric_block lambda : 2 * PI * symmetric_block m 1 1 a b c d e lambda = base + 2 * pair - target - 2 * PI * lambda.
Proof.
  unfold symmetric_block, cS, cT, slope_left. pose proof scaled_slope as A. pose proof scaled_tau as B. pose proof scaled_pair as C. pose proof scaled_target as D.
  unfold block_base, block_pair, width_p. replace (1 + s^3 * (ya - s * yb)) with (a - b) by (unfold za, zb; ring). unfold Rdiv. rewrite <- C, <- D.
  replace (2 * PI * (slope_good m 1 1 a b c d e - lambda + cC X X Z * (a - b)^2 - weight X X Z - cC X 1 b + cC X X Z * (a - b)^2))
    with (2 * PI * slope_good m 1 1 a b c d e - 2 * PI * weight X X Z - 2 * PI * lambda + 2 * ((a - b)^2 * (2 * PI * cC X X Z)) - 2 * PI * cC X 1 b) by ring.
  rewrite A, B. lra.
Qed.
Theorem scaled_antisymmetric_block lambda : 2 * PI * antisymmetric_block m 1 1 a b c d e lambda = base - target - 2 * PI * lambda.
Proof.
  unfold antisymmetric_block, cS, cT, slope_left. pose proof scaled_slope as A. pose proof scaled_tau as B. pose proof scaled_target as D.
  unfold block_base. rewrite <- D.
  replace (2 * PI * (slope_good m 1 1 a b c d e - lambda + cC X X Z * (a - b)^2 - weight X X Z - cC X 1 b - cC X X Z * (a - b)^2))
    with (2 * PI * slope_good m 1 1 a b c d e - 2 * PI * weight X X Z - 2 * PI * lambda - 2 * PI * cC X 1 b) by ring.
  rewrite A, B. lra.
Qed.
Theorem scaled_transverse_standard lambda : 2 * PI * transverse_standard m 1 1 a b c d e lambda = base - 2 * PI * lambda.
Proof. unfold transverse_standard, block_base. pose proof scaled_slope. pose proof scaled_tau. lra. Qed.
Theorem scaled_transverse_trivial lambda y v : 2 * PI * transverse_trivial m 1 1 a b c d e lambda (s^2 * y) (fun _ => v)
  = transverse_form s ya yb yc yd ye y v - 2 * PI * lambda * (nr s * s^2 * y^2 + v^2).
Proof.
  pose proof (sd_s _ _ _ _ _ _ H) as Hs. unfold transverse_trivial, off. cbn [sum Nat.eqb]. pose proof (scaled_transverse_standard lambda) as A. pose proof scaled_tau as B. pose proof PI_RGT_0.
  assert (O : 2 * PI * weight X Y W = PI/2 + s^2 * bhat s 2 (rDt s ya yb yc yd ye)).
  { rewrite weight_beta, (scaled_beta X Y W 2 (rDt s ya yb yc yd ye) X_pos Y_pos cosine_Dt (sd_Dt _ _ _ _ _ _ H)). field. lra. }
  assert (T : 2 * PI * slope_single m 1 1 a b c d e 0 = PI/2 + (PI/2 + s * Cts)).
  { rewrite (slope_single_angle m 1 1 a b c d e X_pos) by (lia || (intros t Ht; exact Y_pos)). pose proof coefficient_single. lra. }
  replace (INR m * (s^2 * y)) with (nr s * y) by (rewrite scaled_m; field; lra).
  replace (INR m * transverse_standard m 1 1 a b c d e lambda * (s^2 * y)^2) with (nr s * s^2 * y^2 * transverse_standard m 1 1 a b c d e lambda) by (rewrite scaled_m; field; lra).
  unfold transverse_form. rewrite !Rmult_plus_distr_l.
  replace (2 * PI * (nr s * s^2 * y^2 * transverse_standard m 1 1 a b c d e lambda)) with (nr s * s^2 * y^2 * (2 * PI * transverse_standard m 1 1 a b c d e lambda)) by ring.
  replace (2 * PI * (weight X X Z * (nr s * y)^2)) with (2 * PI * weight X X Z * (nr s * y)^2) by ring.
  replace (2 * PI * (2 * weight X Y W * (nr s * y) * v)) with (2 * (2 * PI * weight X Y W) * (nr s * y) * v) by ring.
  replace (2 * PI * ((slope_single m 1 1 a b c d e 0 - lambda) * v^2)) with ((2 * PI * slope_single m 1 1 a b c d e 0 - 2 * PI * lambda) * v^2) by ring.
  rewrite A, B, O, T. unfold block_base. field.
Qed.
(* the standard form *)
Lemma cosine_pos j x : -1 < s^j * x < 1 -> 0 < cosine s j x.
Proof. intros B. apply sqrt_lt_R0. nra. Qed.
Lemma scaled_cC x y z j r0 : 0 < x -> 0 < y -> z = s^j * r0 * (sqrt x * sqrt y) -> -1 < s^j * r0 < 1 -> 2 * PI * cC x y z = / (sqrt x * sqrt y * cosine s j r0).
Proof.
  intros Hx Hy E B. pose proof (cosine_pos j r0 B). pose proof (sqrt_lt_R0 x Hx). pose proof (sqrt_lt_R0 y Hy). pose proof PI_RGT_0.
  unfold cC. rewrite (area_cosine x y z _ Hx Hy E). fold (cosine s j r0). field. lra.
Qed.
Theorem scaled_standard_block lambda y1 y2 y3 g h : (3 <= m)%nat ->
  2 * PI * standard_block m 1 1 a b c d e lambda y1 (standard_row m y1 (s * y2) (s^2 * y3)) (standard_column m y1 (s * y2) (s^2 * y3)) (fun _ => g) (fun _ => h)
  = standard_form s ya yb yc yd ye y1 y2 y3 g h - 2 * PI * lambda * (standard_norm s y1 y2 y3 g + h^2).
Proof.
  intros Hm3. pose proof (sd_s _ _ _ _ _ _ H) as Hs. pose proof w_pos as Hw. pose proof N_pos as HN. pose proof X_pos as PX. pose proof Y_pos as PY. pose proof PI_RGT_0 as HP.
  rewrite (standard_block_squares m 1 1 Hm3 a b c d e lambda scaled_regular). unfold standard_squares. cbv zeta. unfold off. cbn [sum Nat.eqb].
  pose proof (cosine_pos 4 _ (sd_DD _ _ _ _ _ _ H)) as C1. pose proof (cosine_pos 4 _ (sd_Dv _ _ _ _ _ _ H)) as C2. pose proof (cosine_pos 2 _ (sd_Db _ _ _ _ _ _ H)) as C3.
  pose proof (cosine_pos 2 _ (sd_Dt _ _ _ _ _ _ H)) as C4. pose proof (cosine_pos 2 _ (sd_tv _ _ _ _ _ _ H)) as C5.
  assert (EX : X = w * w) by (rewrite w_square; apply scaled_X).
  pose proof (scaled_cC X X Z 4 _ PX PX cosine_DD (sd_DD _ _ _ _ _ _ H)) as K1. pose proof (scaled_cC X 1 b 4 _ PX Rlt_0_1 cosine_Dv (sd_Dv _ _ _ _ _ _ H)) as K2.
  pose proof (scaled_cC X 1 (s^2 * zc s yc) 2 _ PX Rlt_0_1 cosine_Db (sd_Db _ _ _ _ _ _ H)) as K3. pose proof (scaled_cC X Y W 2 _ PX PY cosine_Dt (sd_Dt _ _ _ _ _ _ H)) as K4.
  pose proof (scaled_cC Y 1 (s^2 * yd) 2 _ PY Rlt_0_1 cosine_tv (sd_tv _ _ _ _ _ _ H)) as K5.
  assert (Rhp : 0 < Rh s yb yc) by (apply sqrt_lt_R0; exact (sd_h _ _ _ _ _ _ H)).
  assert (K6 : 2 * PI * cC X 1 a = / (s^2 * Rh s yb yc)) by (unfold cC; rewrite area_own; field; lra).
  assert (K7 : 2 * PI * weight X Y W = PI/2 + s^2 * bhat s 2 (rDt s ya yb yc yd ye)).
  { rewrite weight_beta, (scaled_beta X Y W 2 (rDt s ya yb yc yd ye) PX PY cosine_Dt (sd_Dt _ _ _ _ _ _ H)). field. lra. }
  assert (K8 : 2 * PI * slope_single m 1 1 a b c d e 0 = PI/2 + (PI/2 + s * Cts)).
  { rewrite (slope_single_angle m 1 1 a b c d e PX) by (lia || (intros t Ht; exact PY)). pose proof coefficient_single. lra. }
  pose proof scaled_slope as K9. pose proof scaled_tau as K10.
  assert (Z1 : Z / X = s^4 * rDD s ya yb yc) by (rewrite cosine_DD, root_X, EX; field; lra).
  assert (Z2 : W / X = s^2 * rDt s ya yb yc yd ye * N / w) by (rewrite cosine_Dt, root_X, root_Y, EX; field; lra).
  assert (Rh2 : Rh s yb yc ^ 2 = s^2 * n1 s * yb^2 + zc s yc^2) by (unfold Rh; apply pow2_sqrt; left; exact (sd_h _ _ _ _ _ _ H)).
  assert (inv : forall k e0, 2 * PI * k = e0 -> k = e0 / (2 * PI)) by (intros k e0 <-; field; lra).
  apply inv in K1, K2, K3, K4, K5, K6, K7, K8, K9, K10. cbv beta. rewrite K1, K2, K3, K4, K5, K6, K7, K8, K9, K10. clear K1 K2 K3 K4 K5 K6 K7 K8 K9 K10.
  set (R0 := standard_row m y1 (s * y2) (s^2 * y3)). set (C0 := standard_column m y1 (s * y2) (s^2 * y3)).
  assert (ER : R0 = standard_rh s y1 y2 y3 / s) by (unfold R0, standard_row, standard_rh; rewrite scaled_m; unfold n1, nr; field; lra).
  assert (EC : C0 = standard_col s y1 y2 y3) by (unfold C0, standard_column, standard_col; rewrite scaled_m; unfold n1, nr; field; lra).
  assert (Ep : a - b = width_p s ya yb) by (unfold za, zb, width_p; ring).
  assert (Esg : sigma 1 b c R0 (fun _ => g) = s^2 * standard_ts s yb yc y1 y2 y3 g) by (unfold sigma; cbn [sum]; rewrite ER; unfold standard_ts, zb; field; lra).
  assert (Ekp : kappa 1 d e 0 R0 (fun _ => g) = s * yd * standard_rh s y1 y2 y3 + ze s ye * g) by (unfold kappa; cbn [sum]; rewrite ER; field; lra).
  rewrite Esg, Ekp, EC, Ep, Z1, Z2. fold (standard_L s ya yb yc y1 y2 y3 g).
  assert (ET : y1 - a / X * standard_L s ya yb yc y1 y2 y3 g = s^2 * standard_T s ya yb yc y1 y2 y3 g / (w * w)).
  { rewrite EX. apply Rmult_eq_reg_r with (w * w); [|nra]. replace ((y1 - a / (w * w) * standard_L s ya yb yc y1 y2 y3 g) * (w * w)) with (w * w * y1 - a * standard_L s ya yb yc y1 y2 y3 g) by (field; lra).
    replace (s^2 * standard_T s ya yb yc y1 y2 y3 g / (w * w) * (w * w)) with (s^2 * standard_T s ya yb yc y1 y2 y3 g) by (field; lra).
    rewrite w_square. unfold standard_T. rewrite Rh2. unfold standard_L, standard_ts, standard_rh, width_p, Xh, za. ring. }
  rewrite !root_X, !root_Y, ?sqrt_1, ?Rmult_1_r, ET, EX, scaled_m, !Rplus_0_r. unfold standard_form, block_target.
  set (L := standard_L s ya yb yc y1 y2 y3 g) in *. set (T := standard_T s ya yb yc y1 y2 y3 g). set (ts := standard_ts s yb yc y1 y2 y3 g) in *. set (col := standard_col s y1 y2 y3) in *.
  assert (EQ : width_p s ya yb * (s * y2) + s^2 * ts - s^4 * rDD s ya yb yc * L = s * standard_Q s ya yb yc y1 y2 y3 g) by (unfold standard_Q; fold L ts; ring).
  assert (EV : s * y2 - b / (w * w) * L = s * standard_V s ya yb yc y1 y2 y3 g) by (unfold standard_V; fold L; unfold zb; field; lra).
  assert (EK : s * yd * standard_rh s y1 y2 y3 + ze s ye * g - s^2 * rDt s ya yb yc yd ye * N / w * L + width_p s ya yb * h = standard_K s ya yb yc yd ye y1 y2 y3 g h) by (unfold standard_K; fold L; ring).
  rewrite EQ, EV, EK. set (Q := standard_Q s ya yb yc y1 y2 y3 g). set (V := standard_V s ya yb yc y1 y2 y3 g). set (K := standard_K s ya yb yc yd ye y1 y2 y3 g h).
  unfold block_base, standard_norm. set (p := width_p s ya yb) in *. set (B := bhat s 4 _) in *. set (B2 := bhat s 2 _) in *. set (cd := CDs) in *. set (ct := Cts) in *. set (rd := rDD s ya yb yc) in *.
  set (c1 := cosine s 4 rd) in *. set (c2 := cosine s 4 _) in *. set (c3 := cosine s 2 _) in *. set (c4 := cosine s 2 _) in *. set (c5 := cosine s 2 _) in *.
  set (rh := Rh s yb yc) in *. set (u := w) in *. set (v := N) in *.
  clear - Hs Hw HN HP C1 C2 C3 C4 C5 Rhp. clearbody L T ts col Q V K p B B2 cd ct rd c1 c2 c3 c4 c5 rh u v.
  set (zcv := zc s yc). clearbody zcv. set (pi := PI) in *. clearbody pi. unfold nr, n1. field. repeat split; lra.
Qed.
End TypeTwo.

(* sizes of the weights, for families with k = m + 1 = 1/s^2 *)
Lemma standard_norm_nonneg s x y2 y3 g : s^2 <= /4 -> 0 <= standard_norm s x y2 y3 g.
Proof.
  intros Hq. unfold standard_norm. pose proof (pow2_ge_0 s) as Hs2. pose proof (pow2_ge_0 (y2 - s * y3)). pose proof (pow2_ge_0 x). pose proof (pow2_ge_0 y2). pose proof (pow2_ge_0 y3). pose proof (pow2_ge_0 g).
  assert (0 <= s^2 * (y2 - s * y3)^2) by (apply Rmult_le_pos; lra). assert (0 <= (1 - 3 * s^2) * y2^2) by (apply Rmult_le_pos; lra).
  assert (0 <= (1 - 3 * s^2) * (s^2 * y3^2)) by (apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]). unfold n1.
  replace (x^2 + (1 - 2 * s^2) * y2^2 + (1 - 2 * s^2) * s^2 * y3^2 - 2 * s^3 * y2 * y3 + g^2)
    with (x^2 + (1 - 3 * s^2) * y2^2 + (1 - 3 * s^2) * (s^2 * y3^2) + s^2 * (y2 - s * y3)^2 + g^2) by ring. lra.
Qed.
Lemma from_scaled x : 0 <= 2 * PI * x -> 0 <= x.
Proof. intros H. pose proof PI_RGT_0. apply Rmult_le_reg_l with (2*PI); lra. Qed.
Lemma weighted w v : 0 <= w <= 1 -> 0 <= w * v^2 <= v^2.
Proof. intros Hw. pose proof (pow2_ge_0 v). split; nra. Qed.
Lemma weighted_zero w x : 0 < w -> w * x = 0 -> x = 0.
Proof. intros Hw H. apply Rmult_integral in H. lra. Qed.
Section Sizes.
Variables (m : nat) (s : R).
Hypothesis Hm : (3 <= m)%nat.
Hypothesis Hs : 0 < s.
Hypothesis Hk : (INR m + 1) * s^2 = 1.
Lemma square_of_scale : s^2 <= /4.
Proof. pose proof (le_INR _ _ Hm) as H. change (INR 3) with (1 + 1 + 1) in H. assert (0 < s^2) by (apply pow_lt; assumption). nra. Qed.
Lemma weights_of_scale : 0 < nr s <= 1 /\ 0 < n1 s <= 1.
Proof. pose proof square_of_scale. assert (0 < s^2) by (apply pow_lt; assumption). unfold nr, n1. lra. Qed.
Lemma m_of_scale : INR m = nr s / s^2.
Proof. unfold nr. apply Rmult_eq_reg_r with (s^2); [|nra]. replace ((1 - s^2) / s^2 * s^2) with (1 - s^2) by (field; lra). lra. Qed.
Lemma scale_positive : 0 < s^2 / (2*PI).
Proof. pose proof PI_RGT_0. apply Rdiv_lt_0_compat; [apply pow_lt; assumption|lra]. Qed.
End Sizes.
