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
(* cosines: s rDu, s ruv, rub, rtu *)
Definition rDu := (xd * t1 s ya yb + s * zc s yc * xe) / (nw s ya yb yc * uN).
Definition ruv := xd / uN.
Definition rub := xe / uN.
Definition rtu := (s * nr s * yd * xd + ze s ye * xe) / (nN s yd ye * uN).
(* rDu - ruv = s gap_D, rtu + rub = s gap_t *)
Definition gap_D := (xd * (s^2 * (ya - dw s ya yb yc) + s * n1 s * yb) + zc s yc * xe) / (nw s ya yb yc * uN).
Definition gap_t := (nr s * yd * xd + ye * xe + xe * dN s yd ye) / (nN s yd ye * uN).
Definition sines_D := cosine s 1 rDu + cosine s 1 ruv.
Definition sines_t := cosine s 0 rtu + cosine s 0 rub.
(* the difference of the angles of u with D and v is asin (s^2 turn_D), of those with t and - b asin (s turn_t) *)
Definition turn_D := gap_D * (cosine s 1 ruv + s^2 * ruv * (rDu + ruv) / sines_D).
Definition turn_t := gap_t * (cosine s 0 rub - rub * (rtu - rub) / sines_t).
(* what u adds to CD and to Ct *)
Definition pull_D := uN / nw s ya yb yc * (1 - s^2 * khat s 1 rDu).
Definition pull_t := uN / nN s yd ye * (1 - khat s 0 rtu).
Definition lu := Lh s ya yb yc yd ye + uN - nr s * (s^2 * dw s ya yb yc * khat s 1 rDu + gap_D * (rDu + ruv) / sines_D)
  - (dN s yd ye * khat s 0 rtu + gap_t * (rtu - rub) / sines_t).
Definition Cu := PI/2 - 1 + lu / uN.
Definition bDu := bhat s 1 rDu.
Definition btu := bhat s 0 rtu.
Definition extra_a := equation_a s ya yb yc yd ye + PI/2 * s * xd + pull_D * za s ya + s^2 * bDu * xd.
Definition extra_b := equation_b s ya yb yc yd ye + PI/2 * xd + s^3 * pull_D * yb + s * bDu * xd.
Definition extra_c := equation_c s ya yb yc yd ye + PI/2 * xe + s^2 * pull_D * zc s yc + s * bDu * xe.
Definition extra_d := equation_d s ya yb yc yd ye + PI/2 * xd + s * pull_t * yd + btu * xd.
Definition extra_e := equation_e s ya yb yc yd ye + PI/2 * xe + pull_t * ze s ye + btu * xe.
Definition extra_xd := PI/2 * (Sg s ya yb yd + xd) + Cu * xd + btu * yd + s * bDu * (s * ya + n1 s * yb) + bhat s 2 turn_D.
Definition extra_xe := PI/2 * (Sb s yc ye + xe) + Cu * xe + nr s * bDu * zc s yc + btu * ye - bhat s 1 turn_t.
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
  xd_Du : -1 < s^1 * rDu < 1; xd_uv : -1 < s^1 * ruv < 1; xd_tu : -1 < s^0 * rtu < 1; xd_ub : -1 < s^0 * rub < 1;
  xd_turn_D : 0 < cosine s 1 rDu * cosine s 1 ruv + s^2 * rDu * ruv; xd_turn_t : 0 < cosine s 0 rtu * cosine s 0 rub - rtu * rub }.
Definition extra_excess := further_excess s ya yb yc yd ye + s * pull_D * zc s yc + bDu * xe.
End Scaled.
