(* The family {1} in scaled unknowns (mathematics.md 11.2 to 11.4 for r = 1 and one extra neuron): the points of type II with one neuron
   more, s^2 xd at the good coordinates and s xe at the further one.  Gradient, Hessian and M are those of TypeTwo.v plus what the extra
   neuron adds; all that stands in it is regular at s = 0. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Regrouped SymmetricPoint SymmetricBlocks SymmetricMinimum Angles Statements TypeTwo TypeTwoSlab.
Open Scope R_scope.

Section Scaled.
Variables (s ya yb yc yd xd ye xe : R).
(* the extra neuron's length is s uN; D is a good neuron, v a good target, t the matched neuron, b its target, u the extra one *)
Definition uN := sqrt (xe^2 + nr s * xd^2).
(* cosines: s rDu, s ruv *)
Definition rDu := (xd * t1 s ya yb + s * zc s yc * xe) / (nw s ya yb yc * uN).
Definition ruv := xd / uN.
(* rDu - ruv = s gap_D *)
Definition gap_D := (xd * (s^2 * (ya - dw s ya yb yc) + s * n1 s * yb) + zc s yc * xe) / (nw s ya yb yc * uN).
Definition sines_D := cosine s 1 rDu + cosine s 1 ruv.
(* the difference of the angles of u with D and v is asin (s^2 turn_D) *)
Definition turn_D := gap_D * (cosine s 1 ruv + s^2 * ruv * (rDu + ruv) / sines_D).
(* t, u and b are in one plane: the angle of t and - b is s own, those of u follow from atan slant *)
Definition root := sqrt (nr s).
Definition slant := - xe / (root * xd).
Definition cross := s * xe * yd - ze s ye * xd.
Definition own := Rt s yd / (- ze s ye) * arc_tangent_ratio ((s * Rt s yd / (- ze s ye))^2).
(* what u adds to CD and to Ct *)
Definition pull_D := uN / nw s ya yb yc * (1 - s^2 * khat s 1 rDu).
Definition pull_t := root * cross / (1 + s * Yh s yd ye).
Definition lu := nr s * dw s ya yb yc + uN - nr s * (s^2 * dw s ya yb yc * khat s 1 rDu + gap_D * (rDu + ruv) / sines_D) + root * (xe * yd - xd * ye) / uN.
Definition Cu := PI/2 - 1 + lu / uN.
Definition bDu := bhat s 1 rDu.
Definition btu := s * own + atan slant.
Definition extra_a := equation_a s ya yb yc yd ye + PI/2 * s * xd + pull_D * za s ya + s^2 * bDu * xd.
Definition extra_b := equation_b s ya yb yc yd ye + PI/2 * xd + s^3 * pull_D * yb + s * bDu * xd.
Definition extra_c := equation_c s ya yb yc yd ye + PI/2 * xe + s^2 * pull_D * zc s yc + s * bDu * xe.
Definition extra_d := equation_d s ya yb yc yd ye + PI/2 * xd + s * pull_t * yd + btu * xd.
Definition extra_e := equation_e s ya yb yc yd ye + PI/2 * xe + pull_t * ze s ye + btu * xe.
Definition extra_xd := PI/2 * (Sg s ya yb yd + xd) + Cu * xd + btu * yd + s * bDu * (s * ya + n1 s * yb) + bhat s 2 turn_D.
Definition extra_xe := PI/2 * (Sb s yc ye + xe) + Cu * xe + nr s * bDu * zc s yc + btu * ye - own.
(* the blocks of the Hessian and of M, but for the trivial one, times 2 pi; block_pair and block_target are those of TypeTwo.v *)
Definition extra_base := block_base s ya yb yc yd ye + s * pull_D.
Definition extra_transverse (y w v : R) := transverse_form s ya yb yc yd ye y w + s * pull_D * (nr s * s^2 * y^2) + s * pull_t * w^2
  + PI/2 * (v^2 + 2 * (nr s * y + w) * v) + Cu * v^2 + 2 * s * bDu * (nr s * y) * v + 2 * btu * w * v.
(* p^2 - |D| over s^3 *)
Definition width_excess := 2 * (ya - s * yb) + s^3 * (ya - s * yb)^2 - dw s ya yb yc.
Definition stretch := (width_excess / (nw s ya yb yc * cosine s 1 rDu) + gap_D * (rDu + ruv) / (cosine s 1 rDu * cosine s 1 ruv * sines_D)) / uN.
Section Standard.
Variables (y1 y2 y3 g h f : R).
Definition standard_U := xd * standard_rh s y1 y2 y3 + xe * g - s * rDu * uN / nw s ya yb yc * standard_L s ya yb yc y1 y2 y3 g.
Definition extra_standard := standard_form s ya yb yc yd ye y1 y2 y3 g h
  + s * pull_D * (standard_norm s y1 y2 y3 g - standard_L s ya yb yc y1 y2 y3 g ^ 2 / nw s ya yb yc ^ 2) + s * pull_t * h^2
  + (s * standard_U^2 + 2 * width_p s ya yb * standard_U * f) / (nw s ya yb yc * uN * cosine s 1 rDu)
  + 2 * (PI/2 + s * bDu) * standard_col s y1 y2 y3 * f + (PI/2 + Cu + s^2 * stretch) * f^2 + 2 * (PI/2 + btu) * h * f.
End Standard.
Record extra_domain : Prop := { xd_two : scaled_domain s ya yb yc yd ye; xd_N : 0 < xe^2 + nr s * xd^2;
  xd_t : 0 < yd; xd_u : 0 < xd; xd_cross : 0 < cross; xd_Du : -1 < s^1 * rDu < 1; xd_uv : -1 < s^1 * ruv < 1;
  xd_turn_D : 0 < cosine s 1 rDu * cosine s 1 ruv + s^2 * rDu * ruv }.
Definition extra_excess := further_excess s ya yb yc yd ye + s * pull_D * zc s yc + bDu * xe.
End Scaled.

(* sums of arc tangents and differences of arc sines *)
Lemma atan_plus p q : p * q < 1 -> atan p + atan q = atan ((p + q) / (1 - p * q)).
Proof.
  intros L. pose proof (atan_bound p) as Bp. pose proof (atan_bound q) as Bq. pose proof PI_RGT_0 as HP.
  assert (Cp : 0 < cos (atan p)) by (apply cos_gt_0; lra). assert (Cq : 0 < cos (atan q)) by (apply cos_gt_0; lra).
  assert (Tp : tan (atan p) = p) by apply tan_atan. assert (Tq : tan (atan q) = q) by apply tan_atan. unfold tan in Tp, Tq.
  assert (Sp : sin (atan p) = p * cos (atan p)) by (rewrite <- Tp at 2; field; lra). assert (Sq : sin (atan q) = q * cos (atan q)) by (rewrite <- Tq at 2; field; lra).
  assert (C : cos (atan p + atan q) = cos (atan p) * cos (atan q) * (1 - p * q)) by (rewrite cos_plus, Sp, Sq; ring).
  assert (S : sin (atan p + atan q) = cos (atan p) * cos (atan q) * (p + q)) by (rewrite sin_plus, Sp, Sq; ring).
  assert (Pos : 0 < cos (atan p + atan q)) by (rewrite C; apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; assumption|lra]).
  assert (T : tan (atan p + atan q) = (p + q) / (1 - p * q)) by (unfold tan; rewrite S, C; field; repeat split; lra).
  rewrite <- T. symmetry. apply atan_tan. split.
  - apply Rnot_le_lt. intros K. rewrite <- cos_neg in Pos. pose proof (cos_le_0 (- (atan p + atan q)) ltac:(lra) ltac:(lra)). lra.
  - apply Rnot_le_lt. intros K. pose proof (cos_le_0 (atan p + atan q) ltac:(lra) ltac:(lra)). lra.
Qed.
Lemma asin_minus x y : -1 < x < 1 -> -1 < y < 1 -> 0 < sqrt (1 - x^2) * sqrt (1 - y^2) + x * y ->
  asin x - asin y = asin (x * sqrt (1 - y^2) - y * sqrt (1 - x^2)).
Proof.
  intros Hx Hy Hc. pose proof (asin_bound_lt x Hx) as Bx. pose proof (asin_bound_lt y Hy) as By. pose proof PI_RGT_0 as HP.
  assert (Sx : sin (asin x) = x) by (apply sin_asin; lra). assert (Sy : sin (asin y) = y) by (apply sin_asin; lra).
  assert (Cx : cos (asin x) = sqrt (1 - x^2)) by (rewrite cos_asin by lra; f_equal; unfold Rsqr; ring).
  assert (Cy : cos (asin y) = sqrt (1 - y^2)) by (rewrite cos_asin by lra; f_equal; unfold Rsqr; ring).
  assert (S : sin (asin x - asin y) = x * sqrt (1 - y^2) - y * sqrt (1 - x^2)) by (rewrite sin_minus, Sx, Sy, Cx, Cy; ring).
  assert (C : 0 < cos (asin x - asin y)) by (rewrite cos_minus, Sx, Sy, Cx, Cy; lra).
  rewrite <- S. symmetry. apply asin_sin. split.
  - apply Rnot_lt_le. intros L. rewrite <- cos_neg in C. pose proof (cos_le_0 (- (asin x - asin y)) ltac:(lra) ltac:(lra)). lra.
  - apply Rnot_lt_le. intros L. pose proof (cos_le_0 (asin x - asin y) ltac:(lra) ltac:(lra)). lra.
Qed.

Section OneExtra.
Variable m : nat.
Variables (s ya yb yc yd xd ye xe : R).
Hypothesis Hm : (INR m + 1) * s^2 = 1.
Hypothesis H : extra_domain s ya yb yc yd xd ye xe.
Notation a := (za s ya). Notation b := (zb s yb). Notation c := (fun _ : nat => s^2 * zc s yc).
Notation d1 := (fun _ : nat => s^2 * yd). Notation e1 := (fun _ _ : nat => ze s ye).
Definition both (x y : R) (t : nat) : R := match t with O => x | _ => y end.
Notation d := (both (s^2 * yd) (s^2 * xd)). Notation e := (fun t _ : nat => both (ze s ye) (s * xe) t).
Notation X := (gX m 1 a b c). Notation Z := (gZ m 1 a b c). Notation W := (gW m 1 a b c d e 0). Notation Y := (gY m 1 d e 0 0).
Notation Wu := (gW m 1 a b c d e 1). Notation Yu := (gY m 1 d e 1 1). Notation Ytu := (gY m 1 d e 0 1).
Notation w := (nw s ya yb yc). Notation N := (nN s yd ye). Notation u := (uN s xd xe).
Notation rD := (rDu s ya yb yc xd xe). Notation rv := (ruv s xd xe). Notation cr := (cross s yd xd ye xe). Notation rt := (root s).
Notation gD := (gap_D s ya yb yc xd xe).
Notation cD := (cosine s 1 rD). Notation cv := (cosine s 1 rv).
Let Two : scaled_domain s ya yb yc yd ye := xd_two _ _ _ _ _ _ _ _ H.
Lemma s_positive : 0 < s. Proof. exact (sd_s _ _ _ _ _ _ Two). Qed.
Lemma u_pos : 0 < u. Proof. apply sqrt_lt_R0. exact (xd_N _ _ _ _ _ _ _ _ H). Qed.
Lemma u_square : u * u = xe^2 + nr s * xd^2. Proof. apply sqrt_sqrt. left. exact (xd_N _ _ _ _ _ _ _ _ H). Qed.
Lemma nw_pos : 0 < w. Proof. exact (w_pos s _ _ _ _ _ Two). Qed.
Lemma nN_pos : 0 < N. Proof. exact (N_pos s _ _ _ _ _ Two). Qed.
Lemma m_ratio : INR m = nr s / s^2. Proof. exact (scaled_m m s _ _ _ _ _ Hm Two). Qed.
Lemma X_positive : 0 < X. Proof. exact (X_pos m s _ _ _ _ _ Hm Two). Qed.
Lemma Y_positive : 0 < Y. Proof. exact (Y_pos m s _ _ _ _ _ Hm Two). Qed.
Lemma root_X' : sqrt X = w. Proof. exact (root_X m s _ _ _ _ _ Hm Two). Qed.
Lemma root_Y' : sqrt Y = N. Proof. exact (root_Y m s _ _ _ _ _ Hm Two). Qed.
Lemma scaled_Yu : Yu = s^2 * (xe^2 + nr s * xd^2).
Proof. pose proof s_positive. unfold gY, kappa. cbn [sum both]. rewrite m_ratio. unfold nr. field. lra. Qed.
Lemma scaled_Ytu : Ytu = s * (s * nr s * yd * xd + ze s ye * xe).
Proof. pose proof s_positive. unfold gY, kappa. cbn [sum both]. rewrite m_ratio. unfold nr. field. lra. Qed.
Lemma scaled_Yut : gY m 1 d e 1 0 = Ytu.
Proof. unfold gY, kappa. cbn [sum both]. ring. Qed.
Lemma scaled_Wu : Wu = s^2 * (xd * t1 s ya yb + s * zc s yc * xe).
Proof. pose proof s_positive. unfold gW, kappa. cbn [sum both]. rewrite m_ratio. unfold t1, zb, n1, nr. field. lra. Qed.
Lemma Yu_positive : 0 < Yu.
Proof. rewrite scaled_Yu. apply Rmult_lt_0_compat; [apply pow_lt, s_positive|exact (xd_N _ _ _ _ _ _ _ _ H)]. Qed.
Lemma root_Yu : sqrt Yu = s * u.
Proof. pose proof s_positive. rewrite scaled_Yu, sqrt_mult_alt, sqrt_pow2 by nra. reflexivity. Qed.
Lemma HY2 t : (t < 2)%nat -> 0 < gY m 1 d e t t.
Proof. intros Ht. destruct t as [|[|]]; [exact Y_positive|exact Yu_positive|lia]. Qed.
(* the cosines *)
Lemma cosine_Du : Wu = s^1 * rD * (sqrt X * sqrt Yu).
Proof. pose proof s_positive. pose proof nw_pos. pose proof u_pos. rewrite root_X', root_Yu, scaled_Wu. unfold rDu. field. lra. Qed.
Lemma cosine_uD : Wu = s^1 * rD * (sqrt Yu * sqrt X).
Proof. rewrite cosine_Du. ring. Qed.
Lemma cosine_uv : s^2 * xd = s^1 * rv * (sqrt Yu * sqrt 1).
Proof. pose proof u_pos. rewrite root_Yu, sqrt_1. unfold ruv. field. lra. Qed.
Lemma cD_pos : 0 < cD. Proof. apply cosine_pos. exact (xd_Du _ _ _ _ _ _ _ _ H). Qed.
Lemma cv_pos : 0 < cv. Proof. apply cosine_pos. exact (xd_uv _ _ _ _ _ _ _ _ H). Qed.
Lemma cosine_square j r : -1 < s^j * r < 1 -> cosine s j r * cosine s j r = 1 - (s^j * r)^2.
Proof. intros B. apply sqrt_sqrt. nra. Qed.
(* 1 - cosine *)
Lemma khat_cosine j r : -1 < s^j * r < 1 -> s^(2*j) * khat s j r = 1 - cosine s j r.
Proof.
  intros B. pose proof (cosine_pos s j r B) as P. pose proof (cosine_square j r B) as S. unfold khat. fold (cosine s j r). set (c0 := cosine s j r) in *.
  replace (2 * j)%nat with (j + j)%nat by lia. rewrite pow_add. apply Rmult_eq_reg_r with (1 + c0); [|lra].
  replace (s^j * s^j * (r^2 / (1 + c0)) * (1 + c0)) with ((s^j * r)^2) by (field; lra). lra.
Qed.
(* the differences *)
Lemma gap_D_eq : rD - rv = s * gD.
Proof.
  pose proof nw_pos. pose proof u_pos. pose proof (w_minus_1 s _ _ _ _ _ Two) as Ew. unfold rDu, ruv, gap_D.
  apply Rmult_eq_reg_r with (w * u); [|apply Rgt_not_eq, Rmult_lt_0_compat; assumption].
  set (x := dw s ya yb yc) in *. set (w0 := w) in *. set (u0 := u) in *. clearbody x w0 u0.
  replace (((xd * t1 s ya yb + s * zc s yc * xe) / (w0 * u0) - xd / u0) * (w0 * u0)) with (xd * t1 s ya yb + s * zc s yc * xe - xd * w0) by (field; lra).
  replace (s * ((xd * (s^2 * (ya - x) + s * n1 s * yb) + zc s yc * xe) / (w0 * u0)) * (w0 * u0)) with (s * (xd * (s^2 * (ya - x) + s * n1 s * yb) + zc s yc * xe)) by (field; lra).
  rewrite Ew. unfold t1, za. ring.
Qed.
Lemma sines_D_eq : cv - cD = s^3 * (gD * (rD + rv) / sines_D s ya yb yc xd xe).
Proof.
  pose proof cD_pos. pose proof cv_pos. pose proof gap_D_eq as G. pose proof (cosine_square 1 _ (xd_Du _ _ _ _ _ _ _ _ H)) as S1. pose proof (cosine_square 1 _ (xd_uv _ _ _ _ _ _ _ _ H)) as S2.
  unfold sines_D. set (x := cD) in *. set (y := cv) in *. apply Rmult_eq_reg_r with (x + y); [|lra].
  replace (s^3 * (gD * (rD + rv) / (x + y)) * (x + y)) with (s^2 * (s * gD) * (rD + rv)) by (field; lra). rewrite <- G.
  replace ((y - x) * (x + y)) with (y * y - x * x) by ring. rewrite S1, S2. ring.
Qed.
Lemma bhat_asin j r : s^j * bhat s j r = asin (s^j * r).
Proof. rewrite asin_ratio. unfold bhat. ring. Qed.
Lemma angle_D : asin (s^1 * rD) - asin (s^1 * rv) = s^2 * bhat s 2 (turn_D s ya yb yc xd xe).
Proof.
  rewrite bhat_asin. pose proof (xd_turn_D _ _ _ _ _ _ _ _ H) as P.
  rewrite asin_minus; [|exact (xd_Du _ _ _ _ _ _ _ _ H)|exact (xd_uv _ _ _ _ _ _ _ _ H)|].
  - f_equal. change (sqrt (1 - (s^1 * rv)^2)) with cv. change (sqrt (1 - (s^1 * rD)^2)) with cD.
    replace (s^1 * rD * cv - s^1 * rv * cD) with (s * ((rD - rv) * cv + rv * (cv - cD))) by ring.
    rewrite gap_D_eq, sines_D_eq. unfold turn_D, Rdiv. ring.
  - change (sqrt (1 - (s^1 * rv)^2)) with cv. change (sqrt (1 - (s^1 * rD)^2)) with cD. replace (s^1 * rD * (s^1 * rv)) with (s^2 * rD * rv) by ring. exact P.
Qed.
(* the plane of t, u and b *)
Lemma nr_pos : 0 < nr s.
Proof. pose proof (sd_t _ _ _ _ _ _ Two) as T. pose proof (pow2_ge_0 yd). destruct (Rlt_le_dec 0 (nr s)); [assumption|]. assert (nr s * yd^2 <= 0) by nra. lra. Qed.
Lemma root_pos : 0 < rt. Proof. apply sqrt_lt_R0, nr_pos. Qed.
Lemma root_square : rt * rt = nr s. Proof. apply sqrt_sqrt. pose proof nr_pos. lra. Qed.
Lemma Rt_root : Rt s yd = rt * yd.
Proof. pose proof (xd_t _ _ _ _ _ _ _ _ H). pose proof nr_pos. unfold Rt, root. rewrite sqrt_mult_alt, sqrt_pow2 by lra. reflexivity. Qed.
Lemma plane_tu : (s * rt * cr)^2 = Y * Yu - Ytu^2.
Proof.
  pose proof (scaled_Y m s _ _ _ _ _ Hm Two) as EY. change (Y = 1 + s * Yh s yd ye) in EY. rewrite EY, scaled_Yu, scaled_Ytu. replace ((s * rt * cr)^2) with (s^2 * (rt * rt) * cr^2) by ring. rewrite root_square.
  unfold cross, Yh, ze. ring.
Qed.
Lemma plane_pos : 0 < (s * rt * cr)^2.
Proof. apply pow_lt. apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; [exact s_positive|exact root_pos]|exact (xd_cross _ _ _ _ _ _ _ _ H)]. Qed.
Lemma area_tu : area Y Yu Ytu = s * rt * cr.
Proof.
  pose proof s_positive. pose proof root_pos. pose proof (xd_cross _ _ _ _ _ _ _ _ H). unfold area. rewrite <- plane_tu. apply sqrt_pow2. apply Rmult_le_pos; [apply Rmult_le_pos|]; lra.
Qed.
Lemma area_ut : area Yu Y Ytu = s * rt * cr.
Proof. rewrite <- area_tu. unfold area. rewrite (Rmult_comm Yu Y). reflexivity. Qed.
Lemma plane_ub : (s * rt * xd)^2 = Yu * 1 - (s * xe)^2.
Proof. rewrite scaled_Yu. replace ((s * rt * xd)^2) with (s^2 * (rt * rt) * xd^2) by ring. rewrite root_square. ring. Qed.
Lemma area_ub_pos : 0 < Yu * 1 - (s * xe)^2.
Proof. rewrite <- plane_ub. apply pow_lt. apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; [exact s_positive|exact root_pos]|exact (xd_u _ _ _ _ _ _ _ _ H)]. Qed.
Lemma area_ub : area Yu 1 (s * xe) = s * rt * xd.
Proof.
  pose proof s_positive. pose proof root_pos. pose proof (xd_u _ _ _ _ _ _ _ _ H). unfold area. rewrite <- plane_ub. apply sqrt_pow2. apply Rmult_le_pos; [apply Rmult_le_pos|]; lra.
Qed.
Lemma beta_ub : beta Yu 1 (s * xe) = - atan (slant s xd xe).
Proof.
  pose proof s_positive. pose proof root_pos. pose proof (xd_u _ _ _ _ _ _ _ _ H). unfold beta. rewrite area_ub, <- atan_opp. f_equal. unfold slant. field. lra.
Qed.
Lemma own_angle : s * own s yd ye = atan (s * Rt s yd / (- ze s ye)).
Proof. pose proof (sd_e _ _ _ _ _ _ Two). rewrite (atan_ratio (s * Rt s yd / - ze s ye)). unfold own. field. lra. Qed.
Lemma beta_t : beta Y Yu Ytu = btu s yd xd ye xe.
Proof.
  pose proof s_positive as Hs. pose proof root_pos as Hr. pose proof (xd_u _ _ _ _ _ _ _ _ H) as Hx. pose proof (xd_cross _ _ _ _ _ _ _ _ H) as Hc. pose proof (sd_e _ _ _ _ _ _ Two) as He.
  unfold btu. rewrite own_angle, Rt_root. set (p := s * (rt * yd) / - ze s ye). set (q := slant s xd xe).
  assert (E : 1 - p * q = cr / (- ze s ye * xd)) by (unfold p, q, slant, cross; field; repeat split; lra).
  assert (P : 0 < cr / (- ze s ye * xd)) by (apply Rdiv_lt_0_compat; [assumption|apply Rmult_lt_0_compat; lra]).
  rewrite atan_plus by lra. unfold beta. rewrite area_tu. f_equal. rewrite E, scaled_Ytu. unfold p, q, slant.
  rewrite <- root_square. field. repeat split; lra.
Qed.
Lemma beta_u : beta Yu Y Ytu = btu s yd xd ye xe.
Proof. rewrite <- beta_t. unfold beta. rewrite area_tu, area_ut. reflexivity. Qed.
(* what the extra neuron adds *)
Lemma cR_D : 2 * PI * cR X Yu Wu = s * pull_D s ya yb yc xd xe.
Proof.
  pose proof s_positive. pose proof nw_pos. pose proof PI_RGT_0. rewrite (cR_versine X Yu Wu X_positive Yu_positive).
  rewrite (scaled_versine s X Yu Wu 1 rD X_positive Yu_positive cosine_Du (xd_Du _ _ _ _ _ _ _ _ H)), root_X', root_Yu. cbn [Nat.mul Nat.add]. unfold pull_D. field. lra.
Qed.
Lemma cR_t : 2 * PI * cR Y Yu Ytu = s * pull_t s yd xd ye xe.
Proof.
  pose proof PI_RGT_0. pose proof Y_positive as P. pose proof (scaled_Y m s _ _ _ _ _ Hm Two) as EY. change (Y = 1 + s * Yh s yd ye) in EY. unfold cR. rewrite area_tu. rewrite EY in *. unfold pull_t. field. lra.
Qed.
Lemma beta_D : beta X Yu Wu = s * bDu s ya yb yc xd xe.
Proof. rewrite (scaled_beta s X Yu Wu 1 rD X_positive Yu_positive cosine_Du (xd_Du _ _ _ _ _ _ _ _ H)). unfold bDu. ring. Qed.
Lemma weight_D : 2 * PI * weight X Yu Wu = PI/2 + s * bDu s ya yb yc xd xe.
Proof. pose proof PI_RGT_0. rewrite weight_beta, beta_D. field. lra. Qed.
Lemma weight_t : 2 * PI * weight Y Yu Ytu = PI/2 + btu s yd xd ye xe.
Proof. pose proof PI_RGT_0. rewrite weight_beta, beta_t. field. lra. Qed.
Lemma slope_good_added : slope_good m 1 2 a b c d e = slope_good m 1 1 a b c d1 e1 + cR X Yu Wu.
Proof. unfold slope_good. cbn [sum]. change (gW m 1 a b c d1 e1 0) with W. change (gY m 1 d1 e1 0 0) with Y. ring. Qed.
Lemma slope_single_added : slope_single m 1 2 a b c d e 0 = slope_single m 1 1 a b c d1 e1 0 + cR Y Yu Ytu.
Proof. unfold slope_single, off. cbn [sum Nat.eqb both]. change (gW m 1 a b c d1 e1 0) with W. change (gY m 1 d1 e1 0 0) with Y. ring. Qed.
Lemma gradient_added : gradient_a m 1 2 a b c d e = gradient_a m 1 1 a b c d1 e1 + cR X Yu Wu * a + weight X Yu Wu * (s^2 * xd)
  /\ gradient_b m 1 2 a b c d e = gradient_b m 1 1 a b c d1 e1 + cR X Yu Wu * b + weight X Yu Wu * (s^2 * xd)
  /\ gradient_c m 1 2 a b c d e 0 = gradient_c m 1 1 a b c d1 e1 0 + cR X Yu Wu * (s^2 * zc s yc) + weight X Yu Wu * (s * xe)
  /\ gradient_d m 1 2 a b c d e 0 = gradient_d m 1 1 a b c d1 e1 0 + cR Y Yu Ytu * (s^2 * yd) + weight Y Yu Ytu * (s^2 * xd)
  /\ gradient_e m 1 2 a b c d e 0 0 = gradient_e m 1 1 a b c d1 e1 0 0 + cR Y Yu Ytu * ze s ye + weight Y Yu Ytu * (s * xe).
Proof.
  unfold gradient_a, gradient_b, gradient_c, gradient_d, gradient_e, off. rewrite slope_good_added, slope_single_added. cbn [sum Nat.eqb both].
  change (gW m 1 a b c d1 e1 0) with W. change (gY m 1 d1 e1 0 0) with Y. repeat split; ring.
Qed.
Lemma scaled_lambda_extra : lambda_single m 1 2 a b c d e 1 = s * lu s ya yb yc yd xd ye xe.
Proof.
  pose proof s_positive as Hs. pose proof nw_pos. pose proof nN_pos as HN. pose proof u_pos as Hu. unfold lambda_single, length_sum, off. cbn [sum INR Nat.eqb both]. rewrite scaled_Yut.
  rewrite (scaled_versine s Yu X Wu 1 _ Yu_positive X_positive cosine_uD (xd_Du _ _ _ _ _ _ _ _ H)), (scaled_versine s Yu 1 (s^2 * xd) 1 _ Yu_positive Rlt_0_1 cosine_uv (xd_uv _ _ _ _ _ _ _ _ H)).
  unfold versine. rewrite area_ut, area_ub, sqrt_1.
  pose proof (khat_cosine 1 rD (xd_Du _ _ _ _ _ _ _ _ H)) as K1. pose proof (khat_cosine 1 rv (xd_uv _ _ _ _ _ _ _ _ H)) as K2. pose proof sines_D_eq as S1.
  assert (E1 : s^(2*1) * khat s 1 rv = s^2 * khat s 1 rD - s^3 * (gD * (rD + rv) / sines_D s ya yb yc xd xe)) by (rewrite K2, <- S1; cbn [Nat.mul Nat.add] in K1; rewrite K1; ring).
  rewrite E1, root_X', root_Y', root_Yu, m_ratio. unfold lu. cbn [Nat.mul Nat.add].
  pose proof (w_minus_1 s _ _ _ _ _ Two) as Ew. pose proof (N_minus_1 s _ _ _ _ _ Two) as EN. set (q1 := gD * (rD + rv) / sines_D _ _ _ _ _ _).
  set (k1 := khat s 1 rD). set (x := dw s ya yb yc) in *. set (y := dN s yd ye) in *. set (w0 := w) in *. set (N0 := N) in *. set (u0 := u) in *. set (ro := rt).
  clear - Hs Ew EN HN Hu. clearbody q1 k1 x w0 N0 u0 ro. 
  replace (N0 * (1 - s * ro * cr / (s * u0 * N0))) with (N0 - ro * cr / u0) by (field; lra). rewrite EN. rewrite Ew. unfold nr, cross, ze. field. lra.
Qed.
Lemma coefficient_extra : PI/2 - 1 + lambda_single m 1 2 a b c d e 1 / sqrt Yu = Cu s ya yb yc yd xd ye xe.
Proof. pose proof s_positive. pose proof u_pos. rewrite scaled_lambda_extra, root_Yu. unfold Cu. field. lra. Qed.
Lemma extra_block_sum : sum_block m 2 a b d = s^2 * (Sg s ya yb yd + xd).
Proof. pose proof s_positive. unfold sum_block, Sg. cbn [sum both]. rewrite m_ratio. unfold nr, n1, za, zb. field. lra. Qed.
Lemma extra_further_sum : sum_further m 2 c e 0 = s * (Sb s yc ye + xe).
Proof. pose proof s_positive. unfold sum_further, Sb. cbn [sum both]. rewrite m_ratio. unfold nr, zc, ze. field. lra. Qed.
(* the gradient, entry by entry *)
Theorem extra_gradient :
  2 * PI * gradient_a m 1 2 a b c d e = s * extra_a s ya yb yc yd xd ye xe
  /\ 2 * PI * gradient_b m 1 2 a b c d e = s^2 * extra_b s ya yb yc yd xd ye xe
  /\ 2 * PI * gradient_c m 1 2 a b c d e 0 = s * extra_c s ya yb yc yd xd ye xe
  /\ 2 * PI * gradient_d m 1 2 a b c d e 0 = s^2 * extra_d s ya yb yc yd xd ye xe
  /\ 2 * PI * gradient_d m 1 2 a b c d e 1 = s^2 * extra_xd s ya yb yc yd xd ye xe
  /\ 2 * PI * gradient_e m 1 2 a b c d e 0 0 = s * extra_e s ya yb yc yd xd ye xe
  /\ 2 * PI * gradient_e m 1 2 a b c d e 1 0 = s * extra_xe s ya yb yc yd xd ye xe.
Proof.
  pose proof s_positive as Hs. destruct (scaled_gradient m s _ _ _ _ _ Hm Two) as [Ga [Gb [Gc [Gd Ge]]]]. destruct gradient_added as [Aa [Ab [Ac [Ad Ae]]]].
  pose proof cR_D as RD. pose proof cR_t as Rt0. pose proof weight_D as WD. pose proof weight_t as Wt.
  rewrite Aa, Ab, Ac, Ad, Ae. unfold extra_a, extra_b, extra_c, extra_d, extra_e.
  set (g1 := gradient_a _ _ _ _ _ _ _ _) in *. set (g2 := gradient_b _ _ _ _ _ _ _ _) in *. set (g3 := gradient_c _ _ _ _ _ _ _ _ _) in *.
  set (g4 := gradient_d _ _ _ _ _ _ _ _ _) in *. set (g5 := gradient_e _ _ _ _ _ _ _ _ _ _) in *.
  set (q1 := cR X Yu Wu) in *. set (q2 := cR Y Yu Ytu) in *. set (w1 := weight X Yu Wu) in *. set (w2 := weight Y Yu Ytu) in *.
  split; [|split; [|split; [|split; [|split; [|split]]]]].
  - replace (2 * PI * (g1 + q1 * a + w1 * (s^2 * xd))) with (2 * PI * g1 + 2 * PI * q1 * a + 2 * PI * w1 * (s^2 * xd)) by ring. rewrite Ga, RD, WD. ring.
  - replace (2 * PI * (g2 + q1 * b + w1 * (s^2 * xd))) with (2 * PI * g2 + 2 * PI * q1 * b + 2 * PI * w1 * (s^2 * xd)) by ring. rewrite Gb, RD, WD. unfold zb. ring.
  - replace (2 * PI * (g3 + q1 * (s^2 * zc s yc) + w1 * (s * xe))) with (2 * PI * g3 + 2 * PI * q1 * (s^2 * zc s yc) + 2 * PI * w1 * (s * xe)) by ring. rewrite Gc, RD, WD. ring.
  - replace (2 * PI * (g4 + q2 * (s^2 * yd) + w2 * (s^2 * xd))) with (2 * PI * g4 + 2 * PI * q2 * (s^2 * yd) + 2 * PI * w2 * (s^2 * xd)) by ring. rewrite Gd, Rt0, Wt. ring.
  - rewrite (gradient_d_angle m 1 2 a b c d e X_positive HY2 1 Nat.lt_1_2), coefficient_extra, extra_block_sum. unfold off. cbn [sum Nat.eqb both]. rewrite scaled_Yut, beta_u, beta_D.
    rewrite (scaled_beta s Yu 1 (s^2 * xd) 1 _ Yu_positive Rlt_0_1 cosine_uv (xd_uv _ _ _ _ _ _ _ _ H)), bhat_asin.
    pose proof angle_D as A. pose proof (bhat_asin 1 rD) as B. fold (bDu s ya yb yc xd xe) in B. rewrite pow_1 in B at 1. rewrite <- B in A.
    replace (asin (s^1 * rv)) with (s * bDu s ya yb yc xd xe - s^2 * bhat s 2 (turn_D s ya yb yc xd xe)) by lra.
    rewrite m_ratio. unfold extra_xd. set (V := bhat s 2 _). set (bD := bDu _ _ _ _ _ _). set (bt := btu _ _ _ _ _). set (C := Cu _ _ _ _ _ _ _ _). unfold za, zb, nr, n1. field. lra.
  - replace (2 * PI * (g5 + q2 * ze s ye + w2 * (s * xe))) with (2 * PI * g5 + 2 * PI * q2 * ze s ye + 2 * PI * w2 * (s * xe)) by ring. rewrite Ge, Rt0, Wt. ring.
  - rewrite (gradient_e_angle m 1 2 a b c d e X_positive HY2 1 0 Nat.lt_1_2), coefficient_extra, extra_further_sum. unfold off. cbn [sum Nat.eqb both]. rewrite scaled_Yut, beta_u, beta_D, beta_ub.
    replace (atan (slant s xd xe)) with (btu s yd xd ye xe - s * own s yd ye) by (unfold btu; ring).
    rewrite m_ratio. unfold extra_xe. set (V := own _ _ _). set (bD := bDu _ _ _ _ _ _). set (bt := btu _ _ _ _ _). set (C := Cu _ _ _ _ _ _ _ _). unfold ze, nr. field. lra.
Qed.
(* a critical point *)
Corollary extra_critical : extra_a s ya yb yc yd xd ye xe = 0 -> extra_b s ya yb yc yd xd ye xe = 0 -> extra_c s ya yb yc yd xd ye xe = 0 ->
  extra_d s ya yb yc yd xd ye xe = 0 -> extra_xd s ya yb yc yd xd ye xe = 0 -> extra_e s ya yb yc yd xd ye xe = 0 -> extra_xe s ya yb yc yd xd ye xe = 0 ->
  symmetric_critical m 1 2 a b c d e.
Proof.
  intros Ea Eb Ec Ed Ex Ee Ey. destruct extra_gradient as [Ga [Gb [Gc [Gd [Gx [Ge Gy]]]]]]. rewrite Ea, Eb, Ec, Ed, Ex, Ee, Ey, !Rmult_0_r in *. pose proof PI_RGT_0.
  assert (Z0 : forall x, 2 * PI * x = 0 -> x = 0) by (intros x Hx; nra).
  split; [apply Z0; assumption|]. split; [apply Z0; assumption|]. split; [|split].
  - intros i Hi. replace i with 0%nat by lia. apply Z0; assumption.
  - intros i Hi. destruct i as [|[|]]; [apply Z0; assumption|apply Z0; assumption|lia].
  - intros i j Hi Hj. replace j with 0%nat by lia. destruct i as [|[|]]; [apply Z0; assumption|apply Z0; assumption|lia].
Qed.
Lemma extra_regular : symmetric_regular m 1 2 a b c d e.
Proof.
  destruct (scaled_regular m s _ _ _ _ _ Hm Two) as [RX RY RZ RW _ Ra Rb Rc Rd Re]. pose proof (RY 0%nat Nat.lt_0_1) as RY0. pose proof X_positive as PX. pose proof Y_positive as PY. pose proof Yu_positive as PU.
  split; try assumption.
  - exact HY2.
  - intros t Ht. destruct t as [|[|]]; [exact (RW 0%nat Nat.lt_0_1)| |lia]. exact (cosine_regular X Yu Wu _ PX PU cosine_Du (xd_Du _ _ _ _ _ _ _ _ H)).
  - intros t t' Ht Ht' Hne. destruct t as [|[|]], t' as [|[|]]; try lia; try congruence.
    + rewrite <- plane_tu. exact plane_pos.
    + rewrite scaled_Yut, (Rmult_comm Yu Y), <- plane_tu. exact plane_pos.
  - intros t Ht. destruct t as [|[|]]; [exact (Rd 0%nat Nat.lt_0_1)| |lia]. exact (cosine_regular Yu 1 (s^2 * xd) _ PU Rlt_0_1 cosine_uv (xd_uv _ _ _ _ _ _ _ _ H)).
  - intros t i Ht Hi. destruct t as [|[|]]; [exact (Re 0%nat i Nat.lt_0_1 Hi)| |lia]. exact area_ub_pos.
Qed.
(* the simple blocks *)
Notation base := (extra_base s ya yb yc yd xd ye xe). Notation pair := (block_pair s ya yb yc). Notation target := (block_target s ya yb yc).
Lemma slope_extra : 2 * PI * slope_single m 1 2 a b c d e 1 = PI/2 + Cu s ya yb yc yd xd ye xe.
Proof. rewrite (slope_single_angle m 1 2 a b c d e X_positive HY2 1 Nat.lt_1_2). pose proof coefficient_extra. lra. Qed.
Theorem extra_symmetric_block lambda : 2 * PI * symmetric_block m 1 2 a b c d e lambda = base + 2 * pair - target - 2 * PI * lambda.
Proof.
  pose proof (scaled_symmetric_block m s _ _ _ _ _ Hm Two lambda) as E. pose proof cR_D as R. unfold symmetric_block, cS, slope_left in *. rewrite slope_good_added. unfold extra_base. lra.
Qed.
Theorem extra_antisymmetric_block lambda : 2 * PI * antisymmetric_block m 1 2 a b c d e lambda = base - target - 2 * PI * lambda.
Proof.
  pose proof (scaled_antisymmetric_block m s _ _ _ _ _ Hm Two lambda) as E. pose proof cR_D as R. unfold antisymmetric_block, cS, slope_left in *. rewrite slope_good_added. unfold extra_base. lra.
Qed.
Theorem extra_transverse_standard lambda : 2 * PI * transverse_standard m 1 2 a b c d e lambda = base - 2 * PI * lambda.
Proof.
  pose proof (scaled_transverse_standard m s _ _ _ _ _ Hm Two lambda) as E. pose proof cR_D as R. unfold transverse_standard in *. rewrite slope_good_added. unfold extra_base. lra.
Qed.
Theorem extra_transverse_trivial lambda y x v : 2 * PI * transverse_trivial m 1 2 a b c d e lambda (s^2 * y) (both x v)
  = extra_transverse s ya yb yc yd xd ye xe y x v - 2 * PI * lambda * (nr s * s^2 * y^2 + x^2 + v^2).
Proof.
  pose proof s_positive as Hs. pose proof (scaled_transverse_trivial m s _ _ _ _ _ Hm Two lambda y x) as E. pose proof cR_D as RD. pose proof cR_t as RT. pose proof weight_D as WD. pose proof weight_t as Wt. pose proof slope_extra as SE.
  assert (Wt' : weight Yu Y Ytu = weight Y Yu Ytu) by (unfold weight, area; rewrite (Rmult_comm Yu Y); reflexivity).
  assert (D : transverse_trivial m 1 2 a b c d e lambda (s^2 * y) (both x v) = transverse_trivial m 1 1 a b c d1 e1 lambda (s^2 * y) (fun _ => x)
    + INR m * cR X Yu Wu * (s^2 * y)^2 + cR Y Yu Ytu * x^2 + 2 * weight X Yu Wu * (INR m * (s^2 * y)) * v + (slope_single m 1 2 a b c d e 1 - lambda) * v^2 + 2 * weight Y Yu Ytu * x * v).
  { unfold transverse_trivial, transverse_standard, off. cbn [sum Nat.eqb both]. rewrite slope_good_added, slope_single_added, scaled_Yut, Wt'.
    change (gW m 1 a b c d1 e1 0) with W. change (gY m 1 d1 e1 0 0) with Y. ring. }
  rewrite D. replace (INR m * (s^2 * y)) with (nr s * y) by (rewrite m_ratio; field; lra). replace (INR m * cR X Yu Wu * (s^2 * y)^2) with (cR X Yu Wu * (nr s * s^2 * y^2)) by (rewrite m_ratio; field; lra).
  set (T := transverse_trivial _ _ _ _ _ _ _ _ _ _ _) in *. set (q1 := cR X Yu Wu) in *. set (q2 := cR Y Yu Ytu) in *. set (w1 := weight X Yu Wu) in *. set (w2 := weight Y Yu Ytu) in *. set (sg := slope_single _ _ _ _ _ _ _ _ _) in *.
  replace (2 * PI * (T + q1 * (nr s * s^2 * y^2) + q2 * x^2 + 2 * w1 * (nr s * y) * v + (sg - lambda) * v^2 + 2 * w2 * x * v))
    with (2 * PI * T + 2 * PI * q1 * (nr s * s^2 * y^2) + 2 * PI * q2 * x^2 + 2 * (2 * PI * w1) * (nr s * y) * v + (2 * PI * sg - 2 * PI * lambda) * v^2 + 2 * (2 * PI * w2) * x * v) by ring.
  rewrite E, RD, RT, WD, Wt, SE. unfold extra_transverse. set (tf := transverse_form _ _ _ _ _ _ _ _). ring.
Qed.
(* the standard form *)
Lemma width_square : width_p s ya yb ^ 2 = w + s^3 * width_excess s ya yb yc.
Proof. rewrite (w_minus_1 s _ _ _ _ _ Two) at 1. unfold width_p, width_excess. ring. Qed.
Theorem extra_standard_block lambda y1 y2 y3 g h f : (3 <= m)%nat ->
  2 * PI * standard_block m 1 2 a b c d e lambda y1 (standard_row m y1 (s * y2) (s^2 * y3)) (standard_column m y1 (s * y2) (s^2 * y3)) (fun _ => g) (both h f)
  = extra_standard s ya yb yc yd xd ye xe y1 y2 y3 g h f - 2 * PI * lambda * (standard_norm s y1 y2 y3 g + h^2 + f^2).
Proof.
  intros Hm3. pose proof s_positive as Hs. pose proof nw_pos as Hw. pose proof nN_pos as HN. pose proof u_pos as Hu. pose proof X_positive as PX. pose proof Yu_positive as PU. pose proof PI_RGT_0 as HP.
  pose proof cD_pos as PcD. pose proof cv_pos as Pcv.
  pose proof (scaled_standard_block m s _ _ _ _ _ Hm Two lambda y1 y2 y3 g h Hm3) as E.
  rewrite (standard_block_squares m 1 1 Hm3 a b c d1 e1 lambda (scaled_regular m s _ _ _ _ _ Hm Two)) in E.
  rewrite (standard_block_squares m 1 2 Hm3 a b c d e lambda extra_regular).
  set (R0 := standard_row m y1 (s * y2) (s^2 * y3)). set (C0 := standard_column m y1 (s * y2) (s^2 * y3)).
  set (L := (a - b) * y1 + sigma 1 b c R0 (fun _ => g)).
  set (K := kappa 1 d e 1 R0 (fun _ => g) - Wu / X * L + (a - b) * f).
  assert (Wt' : weight Yu Y Ytu = weight Y Yu Ytu) by (unfold weight, area; rewrite (Rmult_comm Yu Y); reflexivity).
  assert (D : standard_squares m 1 2 a b c d e lambda y1 (s * y2) (s^2 * y3) (fun _ => g) (both h f)
    = standard_squares m 1 1 a b c d1 e1 lambda y1 (s * y2) (s^2 * y3) (fun _ => g) (fun _ => h)
    + cR X Yu Wu * (y1^2 + (INR m - 1) * ((s * y2)^2 + (s^2 * y3)^2) - 2 * (s * y2) * (s^2 * y3) + g^2 - L^2 / X) + cR Y Yu Ytu * h^2
    + 2 * weight Y Yu Ytu * h * f + cC X Yu Wu * K^2 + 2 * weight X Yu Wu * (C0 * f) + (slope_single m 1 2 a b c d e 1 - lambda - cC Yu 1 (s^2 * xd)) * f^2).
  { unfold standard_squares, off. cbv zeta. cbn [sum Nat.eqb both]. fold R0 C0. fold L. rewrite slope_good_added, slope_single_added, scaled_Yut, Wt'. unfold K.
    change (gW m 1 a b c d1 e1 0) with W. change (gY m 1 d1 e1 0 0) with Y. change (kappa 1 d1 e1 0) with (kappa 1 d e 0).
    set (q1 := cR X Yu Wu). set (q2 := cR Y Yu Ytu). set (w1 := weight X Yu Wu). set (w2 := weight Y Yu Ytu). set (w0 := weight X Y W). set (w00 := weight Y Y Y). set (w11 := weight Yu Yu Yu).
    set (s0 := slope_single m 1 1 _ _ _ _ _ _). set (s1 := slope_single m 1 2 _ _ _ _ _ _). set (sg := slope_good _ _ _ _ _ _ _ _). set (k0 := kappa _ _ _ 0 _ _). set (k1 := kappa _ _ _ 1 _ _).
    set (c1 := cC X X Z). set (c2 := cC X 1 a). set (c3 := cC X 1 b). set (c4 := cC X 1 _). set (c5 := cC X Y W). set (c6 := cC X Yu Wu). set (c7 := cC Y 1 _). set (c8 := cC Yu 1 _).
    set (rDD := Z / X). set (rW := W / X). set (rWu := Wu / X). set (sgm := sigma _ _ _ _ _). set (tau := weight X X Z). unfold Rdiv. ring. }
  rewrite D. clear D.
  assert (EX : X = w * w) by (rewrite (w_square s _ _ _ _ _ Two); exact (scaled_X m s _ _ _ _ _ Hm Two)).
  assert (ER : R0 = standard_rh s y1 y2 y3 / s) by (unfold R0, standard_row, standard_rh; rewrite m_ratio; unfold n1, nr; field; lra).
  assert (EC : C0 = standard_col s y1 y2 y3) by (unfold C0, standard_column, standard_col; rewrite m_ratio; unfold n1, nr; field; lra).
  assert (Ep : a - b = width_p s ya yb) by (unfold za, zb, width_p; ring).
  assert (EL : L = standard_L s ya yb yc y1 y2 y3 g).
  { unfold L. rewrite Ep. unfold standard_L. f_equal. unfold sigma. cbn [sum]. rewrite ER. unfold standard_ts, zb. field. lra. }
  assert (EN : y1^2 + (INR m - 1) * ((s * y2)^2 + (s^2 * y3)^2) - 2 * (s * y2) * (s^2 * y3) + g^2 = standard_norm s y1 y2 y3 g) by (rewrite m_ratio; unfold standard_norm, n1, nr; field; lra).
  assert (EK : K = s * standard_U s ya yb yc xd xe y1 y2 y3 g + width_p s ya yb * f).
  { unfold K. rewrite EL, Ep, EX, cosine_Du, root_X', root_Yu. unfold standard_U, kappa. cbn [sum both]. rewrite ER. field. lra. }
  pose proof (scaled_cC s X Yu Wu 1 rD PX PU cosine_Du (xd_Du _ _ _ _ _ _ _ _ H)) as K1. pose proof (scaled_cC s Yu 1 (s^2 * xd) 1 rv PU Rlt_0_1 cosine_uv (xd_uv _ _ _ _ _ _ _ _ H)) as K2.
  rewrite root_X', root_Yu in K1. rewrite root_Yu, sqrt_1, Rmult_1_r in K2.
  pose proof cR_D as RD. pose proof cR_t as RT. pose proof weight_D as WD. pose proof weight_t as Wt. pose proof slope_extra as SE.
  assert (St : stretch s ya yb yc xd xe = (width_excess s ya yb yc / (w * cD) + gD * (rD + rv) / sines_D s ya yb yc xd xe / (cD * cv)) / u).
  { unfold stretch, sines_D. field. repeat split; lra. }
  pose proof sines_D_eq as SD. pose proof width_square as P2. set (q := gD * (rD + rv) / sines_D s ya yb yc xd xe) in *. clearbody q.
  set (q1 := cR X Yu Wu) in *. set (q2 := cR Y Yu Ytu) in *. set (w1 := weight X Yu Wu) in *. set (w2 := weight Y Yu Ytu) in *. set (s1 := slope_single _ _ _ _ _ _ _ _ _) in *. set (c1 := cC X Yu Wu) in *. set (c2 := cC Yu 1 _) in *.
  rewrite EN, EK, EC, EL, EX. set (sq := standard_squares _ _ _ _ _ _ _ _ _ _ _ _ _ _) in *. unfold extra_standard. rewrite St.
  set (sf := standard_form _ _ _ _ _ _ _ _ _ _ _) in *. set (nm := standard_norm _ _ _ _ _) in *. set (L1 := standard_L _ _ _ _ _ _ _ _). set (U := standard_U _ _ _ _ _ _ _ _ _ _).
  set (col := standard_col _ _ _ _). set (p := width_p _ _ _) in *. set (we := width_excess _ _ _ _) in *. set (C := Cu _ _ _ _ _ _ _ _) in *. set (bD := bDu _ _ _ _ _ _) in *. set (bt := btu _ _ _ _ _) in *.
  set (pD := pull_D _ _ _ _ _ _) in *. set (pt := pull_t _ _ _ _ _) in *.
  replace (2 * PI * (sq + q1 * (nm - L1^2 / (w * w)) + q2 * h^2 + 2 * w2 * h * f + c1 * (s * U + p * f)^2 + 2 * w1 * (col * f) + (s1 - lambda - c2) * f^2))
    with (2 * PI * sq + 2 * PI * q1 * (nm - L1^2 / (w * w)) + 2 * PI * q2 * h^2 + 2 * (2 * PI * w2) * h * f + 2 * PI * c1 * (s * U + p * f)^2 + 2 * (2 * PI * w1) * (col * f) + (2 * PI * s1 - 2 * PI * lambda - 2 * PI * c2) * f^2) by ring.
  rewrite E, RD, RT, WD, Wt, SE, K1, K2.
  (* what is left of the pair of the extra neuron with a good neuron and with a good target *)
  assert (Key : / (w * (s * u) * cD) * (s * U + p * f)^2 - / (s * u * cv) * f^2 = (s * U^2 + 2 * p * U * f) / (w * u * cD) + s^2 * ((we / (w * cD) + q / (cD * cv)) / u) * f^2).
  { replace ((s * U + p * f)^2) with (s^2 * U^2 + 2 * s * p * U * f + p^2 * f^2) by ring. rewrite P2. replace (/ (s * u * cv) * f^2) with ((cv - (cv - cD)) / (s * u * cv * cD) * f^2) by (field; lra). rewrite SD.
    clear - Hs Hw Hu PcD Pcv. set (w0 := w) in *. set (u0 := u) in *. set (x := cD) in *. set (y := cv) in *. clearbody w0 u0 x y U p we. field. repeat split; lra. }
  replace (w^2) with (w * w) by ring. apply Rminus_diag_uniq. apply Rminus_diag_eq in Key. etransitivity; [|exact Key].
  set (i1 := / (w * (s * u) * cD)). set (i2 := / (s * u * cv)). set (i3 := (_ + 2 * p * U * f) / (w * u * cD)). set (i4 := (we / (w * cD) + q / (cD * cv)) / u). set (i5 := L1^2 / (w * w)). ring.
Qed.
End OneExtra.
