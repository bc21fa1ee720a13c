(* The pair function f(w,v) of (S7), as a function of x = |w|^2, y = |v|^2, z = w.v, and its first and second derivative along
   a curve (the pair's share of (S8) and (S10)). *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(* |a||b| sin theta; (pi - theta)/2 pi; the pair function with atan *)
Definition area (x y z : R) := sqrt (x*y - z^2).
Definition weight (x y z : R) := /4 + atan (z / area x y z) / (2*PI).
Definition pair_atan (x y z : R) := area x y z / (2*PI) + z * weight x y z.
(* (S7), the textbook form: f(w,v) = (|w||v| sin th + (PI-th) w.v)/(2 PI), th = acos (w.v/(|w||v|)) *)
Definition pair (x y z : R) := let th := acos (z/(sqrt x*sqrt y)) in (sqrt x*sqrt y*sin th + (PI - th)*z)/(2*PI).
Lemma pair_eq_pair_atan x y z : 0 < x -> 0 < y -> z^2 < x*y -> pair x y z = pair_atan x y z.
Proof.
 intros Hx Hy Hz. unfold pair, pair_atan, weight, area.
 assert (Hn : 0 < sqrt x * sqrt y) by (apply Rmult_lt_0_compat; apply sqrt_lt_R0; assumption).
 set (n := sqrt x * sqrt y) in *.
 assert (Hn2 : n^2 = x*y) by (unfold n; rewrite Rpow_mult_distr, !pow2_sqrt by lra; reflexivity).
 set (c := z/n). assert (Hc : z = c*n) by (unfold c; field; lra).
 assert (Hc2 : c^2 < 1). { apply Rmult_lt_reg_r with (n^2); [rewrite Hn2; nra|]. rewrite Hn2 at 2. rewrite <- Rpow_mult_distr, <- Hc. lra. }
 assert (-1 < c < 1) by nra.
 assert (HR : sqrt (x*y-z^2) = n*sqrt(1-c^2)).
 { replace (x*y-z^2) with (n^2*(1-c^2)) by (rewrite <- Hn2; rewrite Hc; ring). rewrite sqrt_mult by nra. rewrite sqrt_pow2 by lra. reflexivity. }
 assert (Hs : 0 < sqrt(1-c^2)) by (apply sqrt_lt_R0; lra).
 rewrite HR, sin_acos by lra. replace (1 - c²) with (1-c^2) by (unfold Rsqr; ring).
 rewrite acos_asin by lra. rewrite asin_atan by lra. replace (1 - c²) with (1-c^2) by (unfold Rsqr; ring).
 replace (z/(n*sqrt(1-c^2))) with (c/sqrt(1-c^2)) by (rewrite Hc; field; lra).
 pose proof PI_RGT_0. field. lra.
Qed.
Lemma derive_value (f : R -> R) (t l : R) : is_derive f t l -> Derive (fun u : R => f u) t = l.
Proof. intros; apply is_derive_unique; assumption. Qed.

(* Derivatives for any r with r^2 = x y - z^2 and any h with the derivative of the weight: the algebra without square roots. *)
Section Generic.
Variables (x y z x1 y1 z1 r h : R -> R) (x2 y2 z2 r1 h1 t : R).
Hypothesis Dx : is_derive x t (x1 t). Hypothesis Dy : is_derive y t (y1 t). Hypothesis Dz : is_derive z t (z1 t).
Hypothesis Px : 0 < x t. Hypothesis Py : 0 < y t. Hypothesis HP : 0 < r t. Hypothesis HS : r t^2 = x t*y t - z t^2.
Hypothesis HR : is_derive r t r1.
Let Hx : ex_derive (fun u => x u) t. Proof. eexists; exact Dx. Qed.
Let Hy : ex_derive (fun u => y u) t. Proof. eexists; exact Dy. Qed.
Let Hz : ex_derive (fun u => z u) t. Proof. eexists; exact Dz. Qed.
Let Hr : ex_derive (fun u => r u) t. Proof. eexists; exact HR. Qed.
Let P1 := PI_RGT_0.
Let rr0 : 0 < r t * r t. Proof. apply Rmult_lt_0_compat; exact HP. Qed.
Let zz0 : 0 <= z t * z t. Proof. apply Rle_0_sqr. Qed.
Ltac nonzero := repeat split; try assumption; apply Rgt_not_eq; simpl; try lra; nra.
Lemma derive_weight_gen : is_derive (fun t => /4 + atan (z t / r t)/(2*PI)) t ((z1 t*r t - z t*r1)/(x t*y t)/(2*PI)).
Proof. auto_derive. nonzero.
 rewrite (derive_value _ _ _ Dz), (derive_value _ _ _ HR). replace (x t*y t) with (r t^2 + z t^2) by lra. unfold Rsqr. field. nonzero. Qed.
Hypothesis HH : is_derive h t h1.
Let Hh : ex_derive (fun u => h u) t. Proof. eexists; exact HH. Qed.
Hypothesis Er : r1 = (x1 t*y t + x t*y1 t - 2*z t*z1 t)/(2*r t).
Hypothesis Eh : h1 = (z1 t*r t - z t*r1)/(x t*y t)/(2*PI).
Lemma derive_pair_gen : is_derive (fun t => r t/(2*PI) + z t * h t) t (r t/(4*PI)*(x1 t/x t + y1 t/y t) + h t*z1 t).
Proof. auto_derive. nonzero. rewrite (derive_value _ _ _ Dz), (derive_value _ _ _ HR), (derive_value _ _ _ HH). rewrite Eh.
 assert (Hr1 : r t * r1 = (x1 t*y t + x t*y1 t - 2*z t*z1 t)/2) by (rewrite Er; field; lra).
 apply Rminus_diag_uniq.
 match goal with |- ?Curve = 0 => replace Curve with (((r t^2 + 0 - (x t*y t - z t^2)) * (- (x1 t*y t + x t*y1 t)) + 2*(x t*y t - z t^2) * 0 + 2*(x t * y t - z t^2)*(0) + 0)/(4*PI*r t*(x t*y t))) end. rewrite HS; field; nonzero.
 rewrite Er. field_simplify_eq; [|nonzero]. 
 assert (E: r t ^ 2 = x t * y t - z t^2) by exact HS.
 replace (r t^3) with (r t * (x t*y t - z t^2)) by (rewrite <- E; ring). replace (r t^4) with ((x t*y t - z t^2)*(x t*y t - z t^2)) by (rewrite <- E; ring). rewrite ?E. ring. Qed.
Hypothesis Dx1 : is_derive x1 t x2. Hypothesis Dy1 : is_derive y1 t y2. Hypothesis Dz1 : is_derive z1 t z2.
Let Hx1 : ex_derive (fun u => x1 u) t. Proof. eexists; exact Dx1. Qed.
Let Hy1 : ex_derive (fun u => y1 u) t. Proof. eexists; exact Dy1. Qed.
Let Hz1 : ex_derive (fun u => z1 u) t. Proof. eexists; exact Dz1. Qed.
Lemma derive_pair_1_gen : is_derive (fun t => r t/(4*PI)*(x1 t/x t + y1 t/y t) + h t*z1 t) t
 (r1/(4*PI)*(x1 t/x t + y1 t/y t) + r t/(4*PI)*((x2*x t-x1 t^2)/x t^2 + (y2*y t-y1 t^2)/y t^2) + h1*z1 t + h t*z2).
Proof. auto_derive. nonzero. rewrite (derive_value _ _ _ Dz1), (derive_value _ _ _ HR), (derive_value _ _ _ HH), (derive_value _ _ _ Dx), (derive_value _ _ _ Dy), (derive_value _ _ _ Dx1), (derive_value _ _ _ Dy1). field. nonzero. Qed.
End Generic.

(* The same for area and weight: first and second derivative of the pair function along a curve. *)
Section Curve.
Variables (x y z x1 y1 z1 : R -> R) (x2 y2 z2 t : R).
Hypothesis Dx : is_derive x t (x1 t). Hypothesis Dy : is_derive y t (y1 t). Hypothesis Dz : is_derive z t (z1 t).
Hypothesis Px : 0 < x t. Hypothesis Py : 0 < y t. Hypothesis PR : 0 < x t*y t - z t^2.
Definition area_1 t := (x1 t*y t + x t*y1 t - 2*z t*z1 t)/(2*area (x t) (y t) (z t)).
Definition weight_1 t := (z1 t*area (x t) (y t) (z t) - z t*area_1 t)/(x t*y t)/(2*PI).
Lemma area_pos : 0 < area (x t) (y t) (z t). Proof. apply sqrt_lt_R0; assumption. Qed.
Lemma area_sq : area (x t) (y t) (z t)^2 = x t*y t - z t^2. Proof. unfold area; rewrite pow2_sqrt; lra. Qed.
Lemma derive_area : is_derive (fun t => area (x t) (y t) (z t)) t (area_1 t).
Proof. unfold area, area_1, area. auto_derive.
 - repeat split; try (eexists; eassumption); simpl; nra.
 - rewrite (derive_value _ _ _ Dx), (derive_value _ _ _ Dy), (derive_value _ _ _ Dz). 
   replace (x t * y t + - (z t * (z t * 1))) with (x t*y t - z t^2) by ring. pose proof area_pos as H; unfold area in H. field. lra. Qed.
Lemma derive_weight : is_derive (fun t => weight (x t) (y t) (z t)) t (weight_1 t).
Proof. exact (derive_weight_gen x y z z1 (fun t => area (x t) (y t) (z t)) _ t Dz area_pos area_sq derive_area). Qed.
Definition pair_1 t := area (x t) (y t) (z t)/(4*PI)*(x1 t/x t + y1 t/y t) + weight (x t) (y t) (z t)*z1 t.
Lemma derive_pair_atan : is_derive (fun t => pair_atan (x t) (y t) (z t)) t (pair_1 t).
Proof. exact (derive_pair_gen x y z x1 y1 z1 (fun t => area (x t) (y t) (z t)) (fun t => weight (x t) (y t) (z t)) _ _ t Dz Px Py area_pos area_sq derive_area derive_weight eq_refl eq_refl). Qed.
Hypothesis Dx1 : is_derive x1 t x2. Hypothesis Dy1 : is_derive y1 t y2. Hypothesis Dz1 : is_derive z1 t z2.
Definition pair_2 := area_1 t/(4*PI)*(x1 t/x t + y1 t/y t) + area (x t) (y t) (z t)/(4*PI)*((x2*x t-x1 t^2)/x t^2 + (y2*y t-y1 t^2)/y t^2) + weight_1 t*z1 t + weight (x t) (y t) (z t)*z2.
Lemma derive_pair_atan_1 : is_derive pair_1 t pair_2.
Proof. refine (derive_pair_1_gen x y x1 y1 z1 (fun t => area (x t) (y t) (z t)) (fun t => weight (x t) (y t) (z t)) x2 y2 z2 _ _ t Dx Dy Px Py derive_area derive_weight Dx1 Dy1 Dz1). Qed.
End Curve.
