(* From enclosures of the numbers of a symmetric point to enclosures of everything that SymmetricMinimum.v and SymmetricExistence.v
   ask: inner products, coefficients of the pairs, gradient, value, the two numbers and the three small forms.  m is an integer; no
   computation depends on its size.  Programs have the shape of the expressions that they enclose. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Spurious Require Import Sums PairFunction Objective Hessian Regrouped FixedPoint PositiveDefinite Enclosure SymmetricPoint SymmetricBlocks SymmetricMinimum SymmetricExistence Forms.
Import ListNotations.
Open Scope R_scope.

(* the coefficients of a pair, and its value *)
Record coefficients := { k_R : fixed; k_A : fixed; k_B : fixed; k_C : fixed; k_weight : fixed; k_value : fixed; k_ok : bool }.
Definition no_coefficients := {| k_R := fzero; k_A := fzero; k_B := fzero; k_C := fzero; k_weight := fzero; k_value := fzero; k_ok := false |}.
Record symmetric_data := { s_a : fixed; s_b : fixed; s_c : list fixed; s_d : list fixed; s_e : list (list fixed);
  s_X : fixed; s_Y : list fixed;
  s_XZ : coefficients; s_Xa : coefficients; s_Xb : coefficients; s_Xc : list coefficients;
  s_XY : list coefficients; s_YX : list coefficients; s_Yd : list coefficients; s_Ye : list (list coefficients); s_YY : list (list coefficients) }.

Section Programs.
Variable bits : BinNums.positive.
Variable prec : F.precision.
Variable mz : Z.
Variables q r : nat.
Notation fmul := (fmul bits).
Definition fint (z : Z) : fixed := (Z.shiftl z (Zpos bits), 0%Z).
Definition fdivide (x y : fixed) : fixed := of_interval bits (I.div prec (to_interval bits x) (to_interval bits y)).
Definition fsquare (x : fixed) : fixed := fmul x x.
Definition fhalve (x : fixed) : fixed := fmul x (fhalf bits).
Definition foff (i j : nat) (x : fixed) : fixed := if Nat.eqb i j then fzero else x.
Definition fM := fint mz.
Definition fM1 := fsub fM (fone bits).
Definition make_coefficients (tp : I.type) (X Y Z : fixed) : coefficients :=
  let p := make_pair bits prec tp X Y Z in let v := fdivide (fone bits) X in let zi := fmul Z (pd_inverse p) in
  {| k_R := fmul v (pd_area p); k_A := fmul (fsub (fmul Z zi) (pd_area p)) (fmul v v); k_B := fneg (fmul v zi); k_C := pd_inverse p;
     k_weight := pd_weight p; k_value := fadd (pd_area p) (fmul Z (pd_weight p)); k_ok := pd_ok p && is_positive X && is_valid v |}.
Definition f1 (l : list fixed) i := nth i l fzero.
Definition f2 (l : list (list fixed)) i j := nth j (nth i l []) fzero.
Definition c1 (l : list coefficients) i := nth i l no_coefficients.
Definition c2 (l : list (list coefficients)) i j := nth j (nth i l []) no_coefficients.
Section Inner.
Variables (a b : fixed) (c d : list fixed) (e : list (list fixed)).
Definition f_sigma R0 (y : nat -> fixed) := fadd (fmul b R0) (fsum q (fun s => fmul (f1 c s) (y s))).
Definition f_kappa t R0 (y : nat -> fixed) := fadd (fmul (f1 d t) R0) (fsum q (fun s => fmul (f2 e t s) (y s))).
Definition f_row := fadd a (fmul fM1 b).
Definition f_X := fadd (fmul (fsub a b) a) (f_sigma f_row (f1 c)).
Definition f_Z := fadd (fmul (fsub a b) b) (f_sigma f_row (f1 c)).
Definition f_W t := f_kappa t f_row (f1 c).
Definition f_Y t t' := f_kappa t (fmul fM (f1 d t')) (f2 e t').
Definition make_data : symmetric_data :=
  let tp := two_pi prec in let pair := make_coefficients tp in let X := f_X in let Z := f_Z in let one := fone bits in
  let W := tabulate r f_W in let Y := tabulate r (fun t => tabulate r (f_Y t)) in let Yt := fun t => f2 Y t t in
  {| s_a := a; s_b := b; s_c := c; s_d := d; s_e := e; s_X := X; s_Y := tabulate r Yt;
     s_XZ := pair X X Z; s_Xa := pair X one a; s_Xb := pair X one b; s_Xc := tabulate q (fun s => pair X one (f1 c s));
     s_XY := tabulate r (fun t => pair X (Yt t) (f1 W t)); s_YX := tabulate r (fun t => pair (Yt t) X (f1 W t));
     s_Yd := tabulate r (fun t => pair (Yt t) one (f1 d t)); s_Ye := tabulate r (fun t => tabulate q (fun s => pair (Yt t) one (f2 e t s)));
     s_YY := tabulate r (fun t => tabulate r (fun t' => if Nat.eqb t t' then no_coefficients else pair (Yt t) (Yt t') (f2 Y t t'))) |}.
End Inner.
Definition all (n : nat) (f : nat -> bool) : bool := forallb f (seq 0 n).
Definition data_ok (D : symmetric_data) : bool :=
  k_ok (s_XZ D) && k_ok (s_Xa D) && k_ok (s_Xb D) && all q (fun s => k_ok (c1 (s_Xc D) s))
  && all r (fun t => k_ok (c1 (s_XY D) t) && k_ok (c1 (s_YX D) t) && k_ok (c1 (s_Yd D) t) && all q (fun s => k_ok (c2 (s_Ye D) t s))
       && all r (fun t' => Nat.eqb t t' || k_ok (c2 (s_YY D) t t'))).

Section Data.
Variable D : symmetric_data.
Notation XZ := (s_XZ D). Notation Xa := (s_Xa D). Notation Xb := (s_Xb D). Notation Xc := (c1 (s_Xc D)).
Notation XY := (c1 (s_XY D)). Notation YX := (c1 (s_YX D)). Notation Yd := (c1 (s_Yd D)). Notation Ye := (c2 (s_Ye D)). Notation YY := (c2 (s_YY D)).
Notation a := (s_a D). Notation b := (s_b D). Notation c := (f1 (s_c D)). Notation d := (f1 (s_d D)). Notation e := (f2 (s_e D)).
Definition f_slope_good := fsub (fadd (fadd (fhalf bits) (fmul fM1 (k_R XZ))) (fsum r (fun t => k_R (XY t))))
  (fadd (fadd (k_R Xa) (fmul fM1 (k_R Xb))) (fsum q (fun s => k_R (Xc s)))).
Definition f_slope_single t := fsub (fadd (fadd (fhalf bits) (fmul fM (k_R (YX t)))) (fsum r (fun t' => foff t t' (k_R (YY t t')))))
  (fadd (fmul fM (k_R (Yd t))) (fsum q (fun s => k_R (Ye t s)))).
Definition f_own_square := fsub (fadd (fmul fM1 (k_A XZ)) (fsum r (fun t => k_A (XY t)))) (fadd (fadd (k_A Xa) (fmul fM1 (k_A Xb))) (fsum q (fun s => k_A (Xc s)))).
Definition f_P := fsub a b.

(* gradient and value *)
Section Slopes.
Variables (sl : fixed) (st : nat -> fixed).
Definition f_gradient_a := fsub (fadd (fadd (fmul sl a) (fmul (k_weight XZ) (fmul fM1 b))) (fsum r (fun t => fmul (k_weight (XY t)) (d t)))) (k_weight Xa).
Definition f_gradient_b := fsub (fadd (fadd (fmul sl b) (fmul (k_weight XZ) (fadd a (fmul (fsub fM (fint 2)) b)))) (fsum r (fun t => fmul (k_weight (XY t)) (d t)))) (k_weight Xb).
Definition f_gradient_c s := fsub (fadd (fadd (fmul sl (c s)) (fmul (k_weight XZ) (fmul fM1 (c s)))) (fsum r (fun t => fmul (k_weight (XY t)) (e t s)))) (k_weight (Xc s)).
Definition f_gradient_d t := fsub (fadd (fadd (fmul (st t) (d t)) (fmul (k_weight (XY t)) (fadd a (fmul fM1 b)))) (fsum r (fun t' => foff t t' (fmul (k_weight (YY t t')) (d t'))))) (k_weight (Yd t)).
Definition f_gradient_e t s := fsub (fadd (fadd (fmul (st t) (e t s)) (fmul (k_weight (XY t)) (fmul fM (c s)))) (fsum r (fun t' => foff t t' (fmul (k_weight (YY t t')) (e t' s))))) (k_weight (Ye t s)).
(* the square of a bound of x, in units of 4^-bits *)
Definition square_above (x : fixed) : Z := ((Z.abs (fst x) + snd x) ^ 2)%Z.
Fixpoint zsum (n : nat) (f : nat -> Z) : Z := match n with O => 0%Z | S m => (f O + zsum m (fun i => f (S i)))%Z end.
(* |gradient|^2 of the point is at most this / 4^bits *)
Definition f_gradient_square : Z := (mz * square_above f_gradient_a + mz * (mz - 1) * square_above f_gradient_b
  + mz * zsum q (fun s => square_above (f_gradient_c s)) + mz * zsum r (fun t => square_above (f_gradient_d t))
  + zsum r (fun t => zsum q (fun s => square_above (f_gradient_e t s))))%Z.
End Slopes.
Definition inverse_two_pi : fixed := of_interval bits (I.div prec (ione prec) (two_pi prec)).
Definition f_k := fint (mz + Z.of_nat q).
Definition f_value : fixed := fmul (fhalf bits) (fadd (fsub (fadd
  (fmul fM (fadd (fadd (fhalve (s_X D)) (fmul fM1 (k_value XZ))) (fsum r (fun t => k_value (XY t)))))
  (fsum r (fun t => fadd (fmul fM (k_value (YX t))) (fadd (fhalve (f1 (s_Y D) t)) (fsum r (fun t' => foff t t' (k_value (YY t t'))))))))
  (fmul (fint 2) (fadd (fmul fM (fadd (fadd (k_value Xa) (fmul fM1 (k_value Xb))) (fsum q (fun s => k_value (Xc s)))))
     (fsum r (fun t => fadd (fmul fM (k_value (Yd t))) (fsum q (fun s => k_value (Ye t s))))))))
  (fmul f_k (fadd (fhalf bits) (fmul (fsub f_k (fone bits)) inverse_two_pi)))).

(* the forms in N variables; sl, st are the slopes less lambda *)
Variable N : nat.
Variables (sl : fixed) (st : nat -> fixed).
Notation row := (list fixed).
Notation scale := (vscale bits). Notation term := (m_term bits). Notation times := (m_scale bits). Notation square := (m_square bits). Notation product := (m_product bits).
Notation two x := (fmul (fint 2) x).
Definition l_sigma (R0 : row) (y : nat -> row) : row := vadd (scale b R0) (l_sum N q (fun s => scale (c s) (y s))).
Definition l_kappa t (R0 : row) (y : nat -> row) : row := vadd (scale (d t) R0) (l_sum N q (fun s => scale (e t s) (y s))).
Definition m_Q1_good (X0 R0 C0 : row) (y0 : nat -> row) : matrix :=
  let s := l_sigma R0 y0 in let L := vadd (scale f_P X0) s in
  m_sub (m_sub (m_sub (m_add (m_add (m_add (m_add (m_add (m_add
    (times (fsub sl (k_weight XZ)) (m_sum N q (fun s => square (y0 s)))) (times (k_weight XZ) (square C0))) (times f_own_square (square L)))
    (term (two (k_B XZ)) L (l_sub (vadd (scale f_P R0) (scale fM s)) L)))
    (times (k_C XZ) (m_sub (m_add (term (two f_P) s R0) (times fM (square s))) (square L))))
    (times (k_C XZ) (m_sub (term (two f_P) C0 s) (times (fint 2) (square L)))))
    (times (two (k_B XZ)) (product L (l_sub (scale f_P C0) L))))
    (m_add (term (two (k_B Xa)) L X0) (times (k_C Xa) (square X0))))
    (m_sub (term (two (k_B Xb)) L (l_sub R0 X0)) (times (k_C Xb) (square X0))))
    (m_sum N q (fun s => m_add (term (two (k_B (Xc s))) L (y0 s)) (times (k_C (Xc s)) (square (y0 s))))).
Definition m_Q1_mixed (X0 R0 C0 : row) (y0 z0 : nat -> row) (t : nat) : matrix :=
  let L := vadd (scale f_P X0) (l_sigma R0 y0) in let K := l_kappa t R0 y0 in
  m_add (m_add (m_add (m_add (term (two (k_B (XY t))) L K) (times (k_C (XY t)) (square K)))
    (times (fint 2) (m_add (m_add (times (k_weight (XY t)) (product C0 (z0 t))) (times (fmul (k_C (XY t)) f_P) (product K (z0 t))))
       (times (fmul (k_B (XY t)) f_P) (product L (z0 t))))))
    (times (fsub (fadd (st t) (fmul (k_C (XY t)) (fsquare f_P))) (k_C (Yd t))) (square (z0 t))))
    (m_sum N r (fun t' => times (foff t t' (k_weight (YY t t'))) (product (z0 t) (z0 t')))).
Definition m_Q1 (X0 R0 C0 : row) (y0 z0 : nat -> row) : matrix := m_add (m_Q1_good X0 R0 C0 y0) (m_sum N r (m_Q1_mixed X0 R0 C0 y0 z0)).
Definition m_Q2_good (X0 R0 : row) (Y0 : nat -> row) : matrix :=
  let s := l_sigma R0 Y0 in let L := vadd (scale f_P X0) s in
  m_add (m_add (times (k_weight XZ) (m_sum N q (fun s => square (Y0 s)))) (times (k_C XZ) (m_add (square L) (square s)))) (term (two (k_B XZ)) L s).
Definition m_h1 (k : coefficients) (P Q : row) : matrix := m_add (m_add (times (k_A k) (square P)) (term (two (k_B k)) P Q)) (times (k_C k) (square Q)).
Definition m_h2 (k k' : coefficients) (g : matrix) (P Q P' Q' : row) : matrix :=
  m_add (m_add (m_add (times (k_weight k) g) (times (k_C k) (m_add (product P P') (product Q Q')))) (term (k_B k) P Q')) (term (k_B k') Q P').
Definition m_Q2_single (X0 R0 : row) (Y0 Z0 : nat -> row) (h0 : nat -> nat -> row) (t : nat) : matrix :=
  let L := vadd (scale f_P X0) (l_sigma R0 Y0) in let K := l_kappa t R0 Y0 in let bt := l_sigma (Z0 t) (h0 t) in
  let lm t t' := l_kappa t' (Z0 t) (h0 t) in let lt := lm t t in
  m_add (m_sub (m_sub (m_add (m_add (m_add (m_add (times (fmul fM (k_A (YX t))) (square lt)) (term (two (k_B (YX t))) lt (vadd (scale f_P (Z0 t)) (scale fM bt))))
    (times (k_C (XY t)) (m_add (term (two f_P) bt (Z0 t)) (times fM (square bt)))))
    (times (fint 2) (m_add (m_add (m_add (times (k_weight (XY t)) (m_sum N q (fun s => product (Y0 s) (h0 t s)))) (times (k_C (XY t)) (m_add (product lt L) (product bt K))))
       (times (k_B (XY t)) (product bt L))) (times (k_B (YX t)) (product lt K)))))
    (times (st t) (m_sum N q (fun s => square (h0 t s)))))
    (m_add (times (fmul fM (k_A (Yd t))) (square lt)) (term (two (k_B (Yd t))) lt (Z0 t))))
    (m_sum N q (fun s => m_h1 (Ye t s) lt (h0 t s))))
    (m_sum N r (fun t' => m_off N t t' (m_add (m_h1 (YY t t') lt (lm t t'))
       (m_h2 (YY t t') (YY t' t) (m_sum N q (fun s => product (h0 t s) (h0 t' s))) lt (lm t t') (lm t' t') (lm t' t))))).
Definition m_Q2 (X0 R0 : row) (Y0 Z0 : nat -> row) (h0 : nat -> nat -> row) : matrix := m_add (m_Q2_good X0 R0 Y0) (m_sum N r (m_Q2_single X0 R0 Y0 Z0 h0)).
Definition f_cS := fsub (fsub (fadd sl (fmul (k_C XZ) (fsquare f_P))) (k_weight XZ)) (k_C Xb).
Definition f_cT := fmul (k_C XZ) (fsquare f_P).
Definition f_symmetric := fadd f_cS f_cT.
Definition f_antisymmetric := fsub f_cS f_cT.
(* 2/(M-2), 2/M, 1/((M-2)(M-1)) *)
Definition f_over2 := fdivide (fint 2) (fsub fM (fint 2)).
Definition f_over := fdivide (fint 2) fM.
Definition f_over21 := fdivide (fone bits) (fmul (fsub fM (fint 2)) fM1).
Definition l_excess (X0 R0 C0 : row) : row := l_sub (l_half bits (vadd R0 C0)) X0.
Definition m_standard (X0 R0 C0 : row) (y0 z0 : nat -> row) : matrix :=
  m_add (m_add (m_Q1 X0 R0 C0 y0 z0) (times f_symmetric (m_add (square X0) (times f_over2 (square (l_excess X0 R0 C0))))))
    (times f_antisymmetric (times f_over (square (l_half bits (l_sub R0 C0))))).
Definition m_trivial (X0 R0 C0 : row) (y0 z0 : nat -> row) (h0 : nat -> nat -> row) : matrix :=
  let up := scale fM in
  m_sub (m_add (times fM (m_standard X0 R0 C0 y0 z0)) (m_Q2 (up X0) (up R0) (fun s => up (y0 s)) (fun t => up (z0 t)) h0))
    (times f_symmetric (times f_over21 (square (up (l_excess X0 R0 C0))))).
Definition f_transverse := fsub sl (k_weight XZ).
Definition m_transverse (X0 : row) (w : nat -> row) : matrix :=
  let up := scale fM X0 in
  m_add (m_add (times (fmul fM f_transverse) (square X0)) (times (k_weight XZ) (square up)))
    (m_sum N r (fun t => m_add (m_add (term (two (k_weight (XY t))) up (w t)) (times (st t) (square (w t))))
       (m_sum N r (fun t' => m_off N t t' (times (k_weight (YY t t')) (product (w t) (w t'))))))).
End Data.
Definition quotients_ok : bool := is_valid f_over2 && is_valid f_over && is_valid f_over21.
(* the conditions for a minimum, with lambda *)
Definition positive_ok (D : symmetric_data) (lambda : fixed) : bool :=
  let sl := fsub (f_slope_good D) lambda in let slopes := tabulate r (fun t => fsub (f_slope_single D t) lambda) in let st := f1 slopes in
  let n1 := (3 + q + r)%nat in let n2 := (2 + q + r + r * q)%nat in let n3 := (1 + r)%nat in
  let nonneg := fun x : fixed => (snd x <=? fst x)%Z in
  (quotients_ok && nonneg (f_symmetric D sl) && nonneg (f_antisymmetric D sl) && nonneg (f_transverse D sl)
   && m_nonnegative n1 (let u := l_unit bits n1 in m_standard D n1 sl st (u 0%nat) (u 1%nat) (u 2%nat) (fun s => u (3 + s)%nat) (fun t => u (3 + q + t)%nat))
   && m_nonnegative n2 (let u := l_unit bits n2 in m_trivial D n2 sl st (u 0%nat) (u 1%nat) (u 1%nat) (fun s => u (2 + s)%nat) (fun t => u (2 + q + t)%nat)
        (fun t s => u (2 + q + r + (t * q + s))%nat))
   && m_nonnegative n3 (let u := l_unit bits n3 in m_transverse D n3 sl st (u 0%nat) (fun t => u (1 + t)%nat)))%bool.
End Programs.

(* ---- inclusion ---- *)
Section Inclusion.
Variable bits : BinNums.positive.
Variable prec : F.precision.
Notation enc := (encloses bits).
Variable mz : Z.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Hypothesis Hmz : INR m = IZR mz.
Notation M := (INR m).
Lemma fint_ok z : enc (fint bits z) (IZR z).
Proof. apply exact_ok. rewrite Z.shiftl_mul_pow2 by lia. rewrite mult_IZR. reflexivity. Qed.
Lemma fM_ok : enc (fM bits mz) M. Proof. rewrite Hmz. apply fint_ok. Qed.
Lemma fM1_ok : enc (fM1 bits mz) (M - 1). Proof. apply fsub_ok; [apply fM_ok|apply fone_ok]. Qed.
Lemma fsquare_ok x a : enc x a -> enc (fsquare bits x) (a ^ 2).
Proof. intros H. replace (a ^ 2) with (a * a) by ring. apply fmul_ok; assumption. Qed.
Lemma fhalve_ok x a : enc x a -> enc (fhalve bits x) (a / 2).
Proof. intros H. apply fmul_ok; [assumption|apply fhalf_ok]. Qed.
Lemma foff_ok i j x a : (i <> j -> enc x a) -> enc (foff i j x) (off i j a).
Proof. intros H. unfold foff, off. destruct (Nat.eqb_spec i j); [apply fzero_ok|auto]. Qed.
Lemma fdivide_ok x y a b : enc x a -> enc y b -> b <> 0 -> is_valid (fdivide bits prec x y) = true -> enc (fdivide bits prec x y) (a / b).
Proof. intros Hx Hy Hb V. apply of_interval_ok; [exact V|]. apply interval_div_ok; [assumption|apply to_interval_ok; assumption|apply to_interval_ok; assumption]. Qed.

Record coefficients_in (k : coefficients) (x y z : R) : Prop := {
  in_R : enc (k_R k) (cR x y z); in_A : enc (k_A k) (cA x y z); in_B : enc (k_B k) (cB x y z); in_C : enc (k_C k) (cC x y z);
  in_weight : enc (k_weight k) (weight x y z); in_value : enc (k_value k) (pair_atan x y z) }.
Lemma make_coefficients_ok X Y Z x y z : enc X x -> enc Y y -> enc Z z -> let k := make_coefficients bits prec (two_pi prec) X Y Z in
  k_ok k = true -> 0 < x /\ 0 < x * y - z^2 /\ coefficients_in k x y z.
Proof.
  intros HX HY HZ k. unfold k, make_coefficients. cbv zeta. cbn [k_ok]. intros H. apply andb_prop in H; destruct H as [H V]. apply andb_prop in H; destruct H as [P HXp].
  destruct (make_pair_ok bits prec X Y Z x y z HX HY HZ P) as [Hp [PA PI0 PW]].
  assert (Hx : 0 < x) by (apply (is_positive_ok bits X); assumption).
  assert (Hv : enc (fdivide bits prec (fone bits) X) (1 / x)) by (apply fdivide_ok; [apply fone_ok|assumption|lra|assumption]).
  assert (Ha : 0 < area x y z) by (apply sqrt_lt_R0; assumption). pose proof PI_RGT_0 as HP.
  split; [assumption|]. split; [assumption|]. split; cbn [k_R k_A k_B k_C k_weight k_value].
  - replace (cR x y z) with (1 / x * (area x y z / (2 * PI))) by (unfold cR; field; lra). apply fmul_ok; assumption.
  - replace (cA x y z) with ((z * (z * / (2 * PI * area x y z)) - area x y z / (2 * PI)) * (1 / x * (1 / x))) by (unfold cA; field; lra).
    apply fmul_ok; apply fsub_ok || apply fmul_ok; try assumption. apply fmul_ok; [assumption|apply fmul_ok; assumption].
  - replace (cB x y z) with (- (1 / x * (z * / (2 * PI * area x y z)))) by (unfold cB; field; lra).
    apply fneg_ok. apply fmul_ok; [assumption|apply fmul_ok; assumption].
  - assumption.
  - assumption.
  - apply fadd_ok; [assumption|apply fmul_ok; assumption].
Qed.

Section Point.
Variables (a b : R) (c d : nat -> R) (e : nat -> nat -> R).
Notation X := (gX m q a b c). Notation Z := (gZ m q a b c). Notation W t := (gW m q a b c d e t). Notation Y t t' := (gY m q d e t t').
(* what a table of enclosures is of *)
Record data_in (D : symmetric_data) : Prop := {
  in_a : enc (s_a D) a; in_b : enc (s_b D) b; in_c : forall s, (s < q)%nat -> enc (f1 (s_c D) s) (c s);
  in_d : forall t, (t < r)%nat -> enc (f1 (s_d D) t) (d t); in_e : forall t s, (t < r)%nat -> (s < q)%nat -> enc (f2 (s_e D) t s) (e t s);
  in_X : enc (s_X D) X; in_Y : forall t, (t < r)%nat -> enc (f1 (s_Y D) t) (Y t t);
  in_XZ : coefficients_in (s_XZ D) X X Z; in_Xa : coefficients_in (s_Xa D) X 1 a; in_Xb : coefficients_in (s_Xb D) X 1 b;
  in_Xc : forall s, (s < q)%nat -> coefficients_in (c1 (s_Xc D) s) X 1 (c s);
  in_XY : forall t, (t < r)%nat -> coefficients_in (c1 (s_XY D) t) X (Y t t) (W t);
  in_YX : forall t, (t < r)%nat -> coefficients_in (c1 (s_YX D) t) (Y t t) X (W t);
  in_Yd : forall t, (t < r)%nat -> coefficients_in (c1 (s_Yd D) t) (Y t t) 1 (d t);
  in_Ye : forall t s, (t < r)%nat -> (s < q)%nat -> coefficients_in (c2 (s_Ye D) t s) (Y t t) 1 (e t s);
  in_YY : forall t t', (t < r)%nat -> (t' < r)%nat -> t <> t' -> coefficients_in (c2 (s_YY D) t t') (Y t t) (Y t' t') (Y t t') }.

Lemma all_spec n f : all n f = true -> forall i, (i < n)%nat -> f i = true.
Proof. unfold all. rewrite forallb_forall. intros H i Hi. apply H, in_seq. lia. Qed.
Lemma f1_tabulate n f i : (i < n)%nat -> f1 (tabulate n f) i = f i.
Proof. apply nth_tabulate. Qed.
Lemma f2_tabulate n n' f i j : (i < n)%nat -> (j < n')%nat -> f2 (tabulate n (fun i => tabulate n' (f i))) i j = f i j.
Proof. intros Hi Hj. unfold f2. rewrite (nth_tabulate n _ i [] Hi). apply nth_tabulate. assumption. Qed.
Lemma c1_tabulate n f i : (i < n)%nat -> c1 (tabulate n f) i = f i.
Proof. apply nth_tabulate. Qed.
Lemma c2_tabulate n n' f i j : (i < n)%nat -> (j < n')%nat -> c2 (tabulate n (fun i => tabulate n' (f i))) i j = f i j.
Proof. intros Hi Hj. unfold c2. rewrite (nth_tabulate n _ i [] Hi). apply nth_tabulate. assumption. Qed.
Lemma gY_comm t t' : Y t t' = Y t' t.
Proof.
  unfold gY, kappa. f_equal; [ring|]. apply sum_ext. intros; ring.
Qed.

Section Make.
Variables (za zb : fixed) (zc zd : list fixed) (ze : list (list fixed)).
Hypothesis Ha : enc za a. Hypothesis Hb : enc zb b. Hypothesis Hc : forall s, (s < q)%nat -> enc (f1 zc s) (c s).
Hypothesis Hd : forall t, (t < r)%nat -> enc (f1 zd t) (d t). Hypothesis He : forall t s, (t < r)%nat -> (s < q)%nat -> enc (f2 ze t s) (e t s).
Notation D := (make_data bits prec mz q r za zb zc zd ze).
Lemma f_sigma_ok R0 y x v : enc R0 x -> (forall s, (s < q)%nat -> enc (y s) (v s)) -> enc (f_sigma bits q zb zc R0 y) (sigma q b c x v).
Proof. intros H K. apply fadd_ok; [apply fmul_ok; assumption|]. apply fsum_ok. intros. apply fmul_ok; auto. Qed.
Lemma f_kappa_ok t R0 y x v : (t < r)%nat -> enc R0 x -> (forall s, (s < q)%nat -> enc (y s) (v s)) -> enc (f_kappa bits q zd ze t R0 y) (kappa q d e t x v).
Proof. intros Ht H K. apply fadd_ok; [apply fmul_ok; auto|]. apply fsum_ok. intros. apply fmul_ok; auto. Qed.
Lemma f_row_ok : enc (f_row bits mz za zb) (a + (M - 1) * b).
Proof. apply fadd_ok; [assumption|]. apply fmul_ok; [apply fM1_ok|assumption]. Qed.
Lemma f_X_ok : enc (f_X bits mz q za zb zc) X.
Proof. apply fadd_ok; [apply fmul_ok; [apply fsub_ok; assumption|assumption]|]. apply f_sigma_ok; [apply f_row_ok|assumption]. Qed.
Lemma f_Z_ok : enc (f_Z bits mz q za zb zc) Z.
Proof. apply fadd_ok; [apply fmul_ok; [apply fsub_ok; assumption|assumption]|]. apply f_sigma_ok; [apply f_row_ok|assumption]. Qed.
Lemma f_W_ok t : (t < r)%nat -> enc (f_W bits mz q za zb zc zd ze t) (W t).
Proof. intros. apply f_kappa_ok; [assumption|apply f_row_ok|assumption]. Qed.
Lemma f_Y_ok t t' : (t < r)%nat -> (t' < r)%nat -> enc (f_Y bits mz q zd ze t t') (Y t t').
Proof. intros. apply f_kappa_ok; [assumption|apply fmul_ok; [apply fM_ok|auto]|auto]. Qed.
Theorem make_data_ok : data_ok q r D = true -> symmetric_regular m q r a b c d e /\ data_in D.
Proof.
  intros H. unfold data_ok in H. do 4 (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  pose proof (all_spec _ _ K) as KT. pose proof (all_spec _ _ K0) as KC. cbv beta in KT, KC. clear K K0.
  assert (HY : forall t t', (t < r)%nat -> (t' < r)%nat -> enc (f2 (tabulate r (fun t => tabulate r (f_Y bits mz q zd ze t))) t t') (Y t t')).
  { intros. rewrite (f2_tabulate r r (f_Y bits mz q zd ze)) by assumption. apply f_Y_ok; assumption. }
  assert (HW : forall t, (t < r)%nat -> enc (f1 (tabulate r (f_W bits mz q za zb zc zd ze)) t) (W t)).
  { intros. rewrite f1_tabulate by assumption. apply f_W_ok; assumption. }
  pose proof f_X_ok as HX. pose proof f_Z_ok as HZ. pose proof (fone_ok bits) as H1.
  destruct (make_coefficients_ok _ _ _ _ _ _ HX HX HZ H) as [A1 [A2 A3]].
  destruct (make_coefficients_ok _ _ _ _ _ _ HX H1 Ha K2) as [_ [B2 B3]].
  destruct (make_coefficients_ok _ _ _ _ _ _ HX H1 Hb K1) as [_ [C2 C3]].
  assert (KC' : forall s, (s < q)%nat -> 0 < X * 1 - c s ^ 2 /\ coefficients_in (c1 (s_Xc D) s) X 1 (c s)).
  { intros s Hs. specialize (KC s Hs). unfold make_data in *. cbv zeta in *. cbn [s_Xc] in *. rewrite c1_tabulate in * by assumption.
    apply (make_coefficients_ok _ _ _ _ _ _ HX H1 (Hc s Hs) KC). }
  assert (KT' : forall t, (t < r)%nat -> 0 < Y t t /\ (0 < X * Y t t - W t ^ 2 /\ coefficients_in (c1 (s_XY D) t) X (Y t t) (W t)) /\ coefficients_in (c1 (s_YX D) t) (Y t t) X (W t)
     /\ (0 < Y t t * 1 - d t ^ 2 /\ coefficients_in (c1 (s_Yd D) t) (Y t t) 1 (d t))
     /\ (forall s, (s < q)%nat -> 0 < Y t t * 1 - e t s ^ 2 /\ coefficients_in (c2 (s_Ye D) t s) (Y t t) 1 (e t s))
     /\ (forall t', (t' < r)%nat -> t <> t' -> 0 < Y t t * Y t' t' - Y t t' ^ 2 /\ coefficients_in (c2 (s_YY D) t t') (Y t t) (Y t' t') (Y t t'))).
  { intros t Ht. specialize (KT t Ht). do 4 (apply andb_prop in KT; let K := fresh "T" in destruct KT as [KT K]).
    pose proof (all_spec _ _ T) as TY. pose proof (all_spec _ _ T0) as TE. cbv beta in TY, TE.
    unfold make_data in *. cbv zeta in *. cbn [s_XY s_YX s_Yd s_Ye s_YY] in *. rewrite c1_tabulate in * by assumption.
    destruct (make_coefficients_ok _ _ _ _ _ _ HX (HY t t Ht Ht) (HW t Ht) KT) as [_ [D2 D3]].
    destruct (make_coefficients_ok _ _ _ _ _ _ (HY t t Ht Ht) HX (HW t Ht) T2) as [E1 [_ E3]].
    destruct (make_coefficients_ok _ _ _ _ _ _ (HY t t Ht Ht) H1 (Hd t Ht) T1) as [_ [F2 F3]].
    split; [assumption|]. split; [split; assumption|]. split; [rewrite c1_tabulate by assumption; assumption|]. split; [split; [assumption|rewrite c1_tabulate by assumption; assumption]|]. split.
    - intros s Hs. specialize (TE s Hs). unfold c2 in TE |- *. rewrite (nth_tabulate r _ t [] Ht) in TE |- *. rewrite (nth_tabulate q _ s no_coefficients Hs) in TE |- *.
      apply (make_coefficients_ok _ _ _ _ _ _ (HY t t Ht Ht) H1 (He t s Ht Hs) TE).
    - intros t' Ht' Hne. specialize (TY t' Ht'). unfold c2 in TY |- *. rewrite (nth_tabulate r _ t [] Ht) in TY |- *. rewrite (nth_tabulate r _ t' no_coefficients Ht') in TY |- *.
      destruct (Nat.eqb_spec t t'); [contradiction|]. apply (make_coefficients_ok _ _ _ _ _ _ (HY t t Ht Ht) (HY t' t' Ht' Ht') (HY t t' Ht Ht') TY). }
  split.
  - split; try assumption; intros; try (apply KC'; assumption); try (apply KT'; assumption).
  - split; try assumption; intros; try (apply KC'; assumption); try (apply KT'; assumption).
    unfold make_data. cbv zeta. cbn [s_Y]. rewrite f1_tabulate by assumption. apply HY; assumption.
Qed.
End Make.

(* ---- programs on a table ---- *)
Variable D : symmetric_data.
Hypothesis HD : data_in D.
Ltac coefficients := first [apply (in_XZ D HD)|apply (in_Xa D HD)|apply (in_Xb D HD)|apply (in_Xc D HD)|apply (in_XY D HD)|apply (in_YX D HD)
  |apply (in_Yd D HD)|apply (in_Ye D HD)|apply (in_YY D HD)]; assumption.
Ltac enclosed := cbv beta; lazymatch goal with
  | |- encloses _ (fadd _ _) _ => apply fadd_ok; enclosed
  | |- encloses _ (fsub _ _) _ => apply fsub_ok; enclosed
  | |- encloses _ (FixedPoint.fmul _ _ _) _ => apply fmul_ok; enclosed
  | |- encloses _ (fneg _) _ => apply fneg_ok; enclosed
  | |- encloses _ (fsquare _ _) _ => apply fsquare_ok; enclosed
  | |- encloses _ (fhalve _ _) _ => apply fhalve_ok; enclosed
  | |- encloses _ (foff _ _ _) _ => apply foff_ok; intros ?; enclosed
  | |- encloses _ (fsum _ _) _ => apply fsum_ok; intros ? ?; enclosed
  | |- encloses _ (fint _ _) _ => apply fint_ok
  | |- encloses _ (fone _) _ => apply fone_ok
  | |- encloses _ (fhalf _) _ => apply fhalf_ok
  | |- encloses _ (fM _ _) _ => apply fM_ok
  | |- encloses _ (fM1 _ _) _ => apply fM1_ok
  | |- encloses _ (k_R _) _ => apply in_R; coefficients
  | |- encloses _ (k_A _) _ => apply in_A; coefficients
  | |- encloses _ (k_B _) _ => apply in_B; coefficients
  | |- encloses _ (k_C _) _ => apply in_C; coefficients
  | |- encloses _ (k_weight _) _ => apply in_weight; coefficients
  | |- encloses _ (k_value _) _ => apply in_value; coefficients
  | |- encloses _ (s_a _) _ => apply (in_a D HD)
  | |- encloses _ (s_b _) _ => apply (in_b D HD)
  | |- encloses _ (s_X _) _ => apply (in_X D HD)
  | |- encloses _ (f1 (s_c _) _) _ => apply (in_c D HD); assumption
  | |- encloses _ (f1 (s_d _) _) _ => apply (in_d D HD); assumption
  | |- encloses _ (f1 (s_Y _) _) _ => apply (in_Y D HD); assumption
  | |- encloses _ (f2 (s_e _) _ _) _ => apply (in_e D HD); assumption
  | |- _ => solve [auto] end.
Lemma f_slope_good_ok : enc (f_slope_good bits mz q r D) (slope_good m q r a b c d e).
Proof. unfold f_slope_good, slope_good. enclosed. Qed.
Lemma f_slope_single_ok t : (t < r)%nat -> enc (f_slope_single bits mz q r D t) (slope_single m q r a b c d e t).
Proof. intros. unfold f_slope_single, slope_single. enclosed. Qed.
Lemma f_own_square_ok : enc (f_own_square bits mz q r D) (own_square m q r a b c d e).
Proof. unfold f_own_square, own_square. enclosed. Qed.
Lemma f_P_ok : enc (f_P D) (a - b).
Proof. unfold f_P. enclosed. Qed.
Lemma inverse_two_pi_ok : is_valid (inverse_two_pi bits prec) = true -> enc (inverse_two_pi bits prec) (/ (2 * PI)).
Proof.
  intros V. apply of_interval_ok; [exact V|]. rewrite inv_as_div. pose proof PI_RGT_0. apply interval_div_ok; [lra|apply ione_ok|apply two_pi_ok].
Qed.
Lemma f_k_ok : enc (f_k bits mz q) (INR (m + q)).
Proof. rewrite plus_INR, Hmz, (INR_IZR_INZ q), <- plus_IZR. apply fint_ok. Qed.
Lemma f_value_ok : is_valid (inverse_two_pi bits prec) = true -> enc (f_value bits prec mz q r D) (symmetric_value m q r a b c d e).
Proof.
  intros V. pose proof (inverse_two_pi_ok V). pose proof f_k_ok. unfold f_value, symmetric_value. enclosed.
Qed.
Section Gradient.
Notation sl := (f_slope_good bits mz q r D).
Variable st : nat -> fixed.
Hypothesis Hst : forall t, (t < r)%nat -> enc (st t) (slope_single m q r a b c d e t).
Lemma f_gradient_a_ok : enc (f_gradient_a bits mz r D sl) (gradient_a m q r a b c d e).
Proof. pose proof f_slope_good_ok. unfold f_gradient_a, gradient_a. enclosed. Qed.
Lemma f_gradient_b_ok : enc (f_gradient_b bits mz r D sl) (gradient_b m q r a b c d e).
Proof. pose proof f_slope_good_ok. unfold f_gradient_b, gradient_b. enclosed. Qed.
Lemma f_gradient_c_ok s : (s < q)%nat -> enc (f_gradient_c bits mz r D sl s) (gradient_c m q r a b c d e s).
Proof. intros. pose proof f_slope_good_ok. unfold f_gradient_c, gradient_c. enclosed. Qed.
Lemma f_gradient_d_ok t : (t < r)%nat -> enc (f_gradient_d bits mz r D st t) (gradient_d m q r a b c d e t).
Proof. intros. unfold f_gradient_d, gradient_d. enclosed. Qed.
Lemma f_gradient_e_ok t s : (t < r)%nat -> (s < q)%nat -> enc (f_gradient_e bits mz r D st t s) (gradient_e m q r a b c d e t s).
Proof. intros. unfold f_gradient_e, gradient_e. enclosed. Qed.
End Gradient.

(* the square of the gradient *)
Lemma square_above_ok x y : enc x y -> y ^ 2 * (IZR (2 ^ Zpos bits)) ^ 2 <= IZR (square_above x).
Proof.
  unfold encloses, square_above. intros H. apply Rabs_le_between in H. rewrite Z.pow_2_r, mult_IZR, plus_IZR, abs_IZR. set (U := IZR (2 ^ Zpos bits)) in *.
  pose proof (Rle_abs (IZR (fst x))). pose proof (Rle_abs (- IZR (fst x))). rewrite Rabs_Ropp in *. set (B := Rabs (IZR (fst x)) + IZR (snd x)) in *.
  replace (y ^ 2 * U ^ 2) with ((y * U) * (y * U)) by ring. assert (- B <= y * U <= B) by (unfold B; lra). nra.
Qed.
Lemma zsum_above n f g u : (forall i, (i < n)%nat -> g i * u <= IZR (f i)) -> sum n g * u <= IZR (zsum n f).
Proof.
  revert f g. induction n; intros f g H; cbn [zsum sum]; [rewrite Rmult_0_l; lra|]. rewrite plus_IZR, Rmult_plus_distr_r.
  apply Rplus_le_compat; [apply H; lia|]. apply (IHn (fun i => f (S i)) (fun i => g (S i))). intros; apply H; lia.
Qed.
Lemma f_gradient_square_ok st : (forall t, (t < r)%nat -> enc (st t) (slope_single m q r a b c d e t)) ->
  (M * gradient_a m q r a b c d e ^ 2 + M * (M - 1) * gradient_b m q r a b c d e ^ 2 + M * sum q (fun s => gradient_c m q r a b c d e s ^ 2)
    + M * sum r (fun t => gradient_d m q r a b c d e t ^ 2) + sum r (fun t => sum q (fun s => gradient_e m q r a b c d e t s ^ 2))) * IZR (2 ^ Zpos bits) ^ 2
  <= IZR (f_gradient_square bits mz q r D (f_slope_good bits mz q r D) st).
Proof.
  intros Hst. pose proof (M3 m Hm) as HM. unfold f_gradient_square. rewrite !plus_IZR, !mult_IZR, minus_IZR, <- Hmz. set (u := IZR (2 ^ Zpos bits) ^ 2).
  pose proof (square_above_ok _ _ f_gradient_a_ok) as A. pose proof (square_above_ok _ _ f_gradient_b_ok) as B. fold u in A, B.
  pose proof (zsum_above q _ _ u (fun s Hs => square_above_ok _ _ (f_gradient_c_ok s Hs))) as C.
  pose proof (zsum_above r _ _ u (fun t Ht => square_above_ok _ _ (f_gradient_d_ok st Hst t Ht))) as G.
  pose proof (zsum_above r _ _ u (fun t Ht => zsum_above q _ _ u (fun s Hs => square_above_ok _ _ (f_gradient_e_ok st Hst t s Ht Hs)))) as L.
  rewrite !Rmult_plus_distr_r, !Rmult_assoc. assert (0 <= M) by lra. assert (0 <= M - 1) by lra.
  repeat apply Rplus_le_compat; repeat (apply Rmult_le_compat_l; [assumption|]); assumption.
Qed.

(* the forms *)
Section Forms.
Variable E : Type.
Variable coordinate : E -> nat -> R.
Variable N : nat.
Variables (sl : fixed) (st : nat -> fixed) (slope : R) (slopes : nat -> R).
Hypothesis Hsl : enc sl slope.
Hypothesis Hst : forall t, (t < r)%nat -> enc (st t) (slopes t).
Notation lin := (linear_in bits E coordinate N).
Notation form := (form_in bits E coordinate N).
Lemma l_sigma_ok lR ly fR fy : lin lR fR -> (forall s, (s < q)%nat -> lin (ly s) (fy s)) ->
  lin (l_sigma bits q D N lR ly) (fun v => sigma q b c (fR v) (fun s => fy s v)).
Proof.
  intros HR Hy. unfold l_sigma, sigma. apply linear_add; [apply linear_scale; [enclosed|assumption]|].
  apply (linear_sum bits E coordinate N q _ (fun s v => c s * fy s v)). intros s Hs. apply linear_scale; [enclosed|auto].
Qed.
Lemma l_kappa_ok t lR ly fR fy : (t < r)%nat -> lin lR fR -> (forall s, (s < q)%nat -> lin (ly s) (fy s)) ->
  lin (l_kappa bits q D N t lR ly) (fun v => kappa q d e t (fR v) (fun s => fy s v)).
Proof.
  intros Ht HR Hy. unfold l_kappa, kappa. apply linear_add; [apply linear_scale; [enclosed|assumption]|].
  apply (linear_sum bits E coordinate N q _ (fun s v => e t s * fy s v)). intros s Hs. apply linear_scale; [enclosed|auto].
Qed.
Ltac linear := cbv beta; lazymatch goal with
  | |- linear_in _ _ _ _ (vadd _ _) (fun v => @?f v + @?g v) => apply (linear_add bits E coordinate N _ _ f g); linear
  | |- linear_in _ _ _ _ (l_sub _ _) (fun v => @?f v - @?g v) => apply (linear_sub bits E coordinate N _ _ f g); linear
  | |- linear_in _ _ _ _ (l_half _ _) (fun v => @?f v / 2) => apply (linear_half bits E coordinate N _ f); linear
  | |- linear_in _ _ _ _ (vscale _ _ _) (fun v => ?x * @?f v) => apply (linear_scale bits E coordinate N _ x _ f); [enclosed|linear]
  | |- linear_in _ _ _ _ (l_sigma _ _ _ _ _ _) (fun v => sigma _ _ _ (@?f v) (fun s => @?g v s)) => apply (l_sigma_ok _ _ f (fun s v => g v s)); [linear|intros ? ?; linear]
  | |- linear_in _ _ _ _ (l_kappa _ _ _ _ _ _ _) (fun v => kappa _ _ _ _ (@?f v) (fun s => @?g v s)) =>
      apply (l_kappa_ok _ _ _ f (fun s v => g v s)); [assumption|linear|intros ? ?; linear]
  | |- _ => solve [auto] end.
Ltac quadratic := cbv beta; lazymatch goal with
  | |- form_in _ _ _ _ (m_add _ _) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N _ _ f g); quadratic
  | |- form_in _ _ _ _ (m_sub _ _) (fun v => @?f v - @?g v) => apply (form_sub bits E coordinate N _ _ f g); quadratic
  | |- form_in _ _ _ _ (m_scale _ _ _) (fun v => ?x * @?f v) => apply (form_scale bits E coordinate N _ x _ f); [enclosed|quadratic]
  | |- form_in _ _ _ _ (m_term _ _ _ _) (fun v => ?x * @?f v * @?g v) => apply (form_term bits E coordinate N _ x _ _ f g); [enclosed|linear|linear]
  | |- form_in _ _ _ _ (m_product _ _ _) (fun v => @?f v * @?g v) => apply (form_product bits E coordinate N _ _ f g); linear
  | |- form_in _ _ _ _ (m_square _ _) (fun v => @?f v ^ 2) => apply (form_square bits E coordinate N _ f); linear
  | |- form_in _ _ _ _ (m_sum _ _ _) (fun v => sum _ (fun i => @?f v i)) => apply (form_sum bits E coordinate N _ _ (fun i v => f v i)); intros ? ?; quadratic
  | |- form_in _ _ _ _ (m_off _ _ _ _) (fun v => off _ _ (@?f v)) => apply (form_off bits E coordinate N _ _ _ f); intros ?; quadratic
  | |- _ => solve [auto] end.
Section Given.
Variables (lX lR lC : list fixed) (ly lz : nat -> list fixed) (fX fR fC : E -> R) (fy fz : nat -> E -> R).
Hypothesis HX : lin lX fX. Hypothesis HR : lin lR fR. Hypothesis HC : lin lC fC.
Hypothesis Hy : forall s, (s < q)%nat -> lin (ly s) (fy s). Hypothesis Hz : forall t, (t < r)%nat -> lin (lz t) (fz t).
Lemma m_Q1_good_ok : form (m_Q1_good bits mz q r D N sl lX lR lC ly) (fun v => Q1_good m q r a b c d e slope (fX v) (fR v) (fC v) (fun s => fy s v)).
Proof. pose proof f_own_square_ok. pose proof f_P_ok. unfold m_Q1_good, Q1_good. cbv zeta. quadratic. Qed.
Lemma m_Q1_mixed_ok t : (t < r)%nat -> form (m_Q1_mixed bits q r D N st lX lR lC ly lz t)
  (fun v => Q1_mixed m q r a b c d e slopes (fX v) (fR v) (fC v) (fun s => fy s v) (fun t => fz t v) t).
Proof. intros Ht. pose proof f_P_ok. unfold m_Q1_mixed, Q1_mixed. cbv zeta. quadratic. Qed.
Lemma m_Q1_ok : form (m_Q1 bits mz q r D N sl st lX lR lC ly lz) (fun v => Q1 m q r a b c d e slope slopes (fX v) (fR v) (fC v) (fun s => fy s v) (fun t => fz t v)).
Proof.
  unfold m_Q1, Q1. apply (form_add bits E coordinate N _ _ (fun v => Q1_good m q r a b c d e slope (fX v) (fR v) (fC v) (fun s => fy s v))); [apply m_Q1_good_ok|].
  apply (form_sum bits E coordinate N r _ (fun t v => Q1_mixed m q r a b c d e slopes (fX v) (fR v) (fC v) (fun s => fy s v) (fun t => fz t v) t)). apply m_Q1_mixed_ok.
Qed.
End Given.
Lemma m_Q2_good_ok lX lR ly fX fR fy : lin lX fX -> lin lR fR -> (forall s, (s < q)%nat -> lin (ly s) (fy s)) ->
  form (m_Q2_good bits q D N lX lR ly) (fun v => Q2_good m q a b c (fX v) (fR v) (fun s => fy s v)).
Proof. intros. pose proof f_P_ok. unfold m_Q2_good, Q2_good. cbv zeta. quadratic. Qed.
Lemma m_h1_ok k x y z lP lQ P Q : coefficients_in k x y z -> lin lP P -> lin lQ Q -> form (m_h1 bits k lP lQ) (fun v => h1 x y z (P v) (Q v)).
Proof. intros [KR KA KB KC KW KV] HP HQ. unfold m_h1, h1.
  apply (form_add bits E coordinate N _ _ (fun v => cA x y z * P v ^ 2 + 2 * cB x y z * P v * Q v)); [apply (form_add bits E coordinate N _ _ (fun v => cA x y z * P v ^ 2))|].
  - apply form_scale; [assumption|]. apply form_square. assumption.
  - apply form_term; [|assumption|assumption]. apply fmul_ok; [apply fint_ok|assumption].
  - apply form_scale; [assumption|]. apply form_square. assumption.
Qed.
Lemma m_h2_ok k k' x y z g G lP lQ lP' lQ' P Q P' Q' : coefficients_in k x y z -> coefficients_in k' y x z -> form G g -> lin lP P -> lin lQ Q -> lin lP' P' -> lin lQ' Q' ->
  form (m_h2 bits k k' G lP lQ lP' lQ') (fun v => h2 x y z (g v) (P v) (Q v) (P' v) (Q' v)).
Proof.
  intros [KR KA KB KC KW KV] [KR' KA' KB' KC' KW' KV'] HG HP HQ HP' HQ'. unfold m_h2, h2.
  apply (form_add bits E coordinate N _ _ (fun v => weight x y z * g v + cC x y z * (P v * P' v + Q v * Q' v) + cB x y z * P v * Q' v)); [apply (form_add bits E coordinate N _ _ (fun v => weight x y z * g v + cC x y z * (P v * P' v + Q v * Q' v)));
    [apply (form_add bits E coordinate N _ _ (fun v => weight x y z * g v))|]|].
  - apply form_scale; assumption.
  - apply (form_scale bits E coordinate N _ _ _ (fun v => P v * P' v + Q v * Q' v)); [assumption|]. apply (form_add bits E coordinate N _ _ (fun v => P v * P' v)); apply form_product; assumption.
  - apply form_term; assumption.
  - apply form_term; assumption.
Qed.
Section Invariant.
Variables (lX lR : list fixed) (ly lz : nat -> list fixed) (lh : nat -> nat -> list fixed) (fX fR : E -> R) (fy fz : nat -> E -> R) (fh : nat -> nat -> E -> R).
Hypothesis HX : lin lX fX. Hypothesis HR : lin lR fR.
Hypothesis Hy : forall s, (s < q)%nat -> lin (ly s) (fy s). Hypothesis Hz : forall t, (t < r)%nat -> lin (lz t) (fz t).
Hypothesis Hh : forall t s, (t < r)%nat -> (s < q)%nat -> lin (lh t s) (fh t s).
Lemma m_Q2_single_ok t : (t < r)%nat -> form (m_Q2_single bits mz q r D N st lX lR ly lz lh t)
  (fun v => Q2_single m q r a b c d e slopes (fX v) (fR v) (fun s => fy s v) (fun t => fz t v) (fun t s => fh t s v) t).
Proof.
  intros Ht. pose proof f_P_ok. unfold m_Q2_single, Q2_single. cbv zeta.
  match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
  - match goal with |- form_in _ _ _ _ (m_sub ?A ?B) (fun v => @?f v - @?g v) => apply (form_sub bits E coordinate N A B f g) end; [quadratic|].
    apply (form_sum bits E coordinate N q _ (fun s v => h1 (Y t t) 1 (e t s) (kappa q d e t (fz t v) (fun s => fh t s v)) (fh t s v))). intros s Hs.
    apply (m_h1_ok _ _ _ _ _ _ (fun v => kappa q d e t (fz t v) (fun s => fh t s v)) (fh t s)); [coefficients|linear|auto].
  - match goal with |- form_in _ _ _ _ _ (fun v => sum _ (fun i => @?f v i)) => apply (form_sum bits E coordinate N r _ (fun i v => f v i)) end. intros t' Ht'. cbv beta.
    match goal with |- form_in _ _ _ _ _ (fun v => off _ _ (@?f v)) => apply (form_off bits E coordinate N t t' _ f) end. intros Hne. cbv beta.
    match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
    + apply (m_h1_ok _ _ _ _ _ _ (fun v => kappa q d e t (fz t v) (fun s => fh t s v)) (fun v => kappa q d e t' (fz t v) (fun s => fh t s v))); [coefficients|linear|linear].
    + apply (m_h2_ok _ _ _ _ _ (fun v => sum q (fun s => fh t s v * fh t' s v)) _ _ _ _ _ (fun v => kappa q d e t (fz t v) (fun s => fh t s v)) (fun v => kappa q d e t' (fz t v) (fun s => fh t s v))
        (fun v => kappa q d e t' (fz t' v) (fun s => fh t' s v)) (fun v => kappa q d e t (fz t' v) (fun s => fh t' s v))); try linear; [coefficients|rewrite (gY_comm t t'); apply (in_YY D HD); auto|].
      quadratic.
Qed.
Lemma m_Q2_ok : form (m_Q2 bits mz q r D N st lX lR ly lz lh) (fun v => Q2 m q r a b c d e slopes (fX v) (fR v) (fun s => fy s v) (fun t => fz t v) (fun t s => fh t s v)).
Proof.
  unfold m_Q2, Q2. apply (form_add bits E coordinate N _ _ (fun v => Q2_good m q a b c (fX v) (fR v) (fun s => fy s v))); [apply m_Q2_good_ok; assumption|].
  apply (form_sum bits E coordinate N r _ (fun t v => Q2_single m q r a b c d e slopes (fX v) (fR v) (fun s => fy s v) (fun t => fz t v) (fun t s => fh t s v) t)). apply m_Q2_single_ok.
Qed.
End Invariant.
End Forms.

(* the two numbers and the three forms, with lambda *)
Record variables := { x_X : R; x_R : R; x_C : R; x_y : nat -> R; x_z : nat -> R; x_h : nat -> nat -> R }.
Definition coordinates (v : variables) (i : nat) : R :=
  match i with O => x_X v | 1%nat => x_R v | 2%nat => x_C v | S (S (S j)) => if Nat.ltb j q then x_y v j else x_z v (j - q) end.
Definition invariant_coordinates (v : variables) (i : nat) : R :=
  match i with O => x_X v | 1%nat => x_R v
  | S (S j) => if Nat.ltb j q then x_y v j else if Nat.ltb j (q + r) then x_z v (j - q) else x_h v ((j - (q + r)) / q) ((j - (q + r)) mod q) end.
Definition transverse_coordinates (v : variables) (i : nat) : R := match i with O => x_X v | S t => x_z v t end.
Section Positive.
Variable lambda : R.
Variables (sl : fixed) (st : nat -> fixed).
Hypothesis Hsl : enc sl (slope_left m q r a b c d e lambda).
Hypothesis Hst : forall t, (t < r)%nat -> enc (st t) (slopes_left m q r a b c d e lambda t).
Hypothesis Hquotients : quotients_ok bits prec mz = true.
Lemma quotients : enc (f_over2 bits prec mz) (2 / (M - 2)) /\ enc (f_over bits prec mz) (2 / M) /\ enc (f_over21 bits prec mz) (1 / ((M - 2) * (M - 1))).
Proof.
  pose proof (M3 m Hm). unfold quotients_ok in Hquotients. apply andb_prop in Hquotients; destruct Hquotients as [H1 V3]. apply andb_prop in H1; destruct H1 as [V1 V2].
  split; [|split]; (apply fdivide_ok; [enclosed|enclosed| |assumption]); try lra. apply Rmult_integral_contrapositive_currified; lra.
Qed.
Lemma f_symmetric_ok : enc (f_symmetric bits D sl) (symmetric_block m q r a b c d e lambda).
Proof. pose proof f_P_ok. unfold f_symmetric, f_cS, f_cT, symmetric_block, cS, cT. enclosed. Qed.
Lemma f_antisymmetric_ok : enc (f_antisymmetric bits D sl) (antisymmetric_block m q r a b c d e lambda).
Proof. pose proof f_P_ok. unfold f_antisymmetric, f_cS, f_cT, antisymmetric_block, cS, cT. enclosed. Qed.
Lemma f_transverse_ok : enc (f_transverse D sl) (transverse_standard m q r a b c d e lambda).
Proof. unfold f_transverse, transverse_standard. apply fsub_ok; [exact Hsl|enclosed]. Qed.
Section Blocks.
Variable E : Type.
Variable coordinate : E -> nat -> R.
Variable N : nat.
Notation lin := (linear_in bits E coordinate N).
Notation form := (form_in bits E coordinate N).
Variables (lX lR lC : list fixed) (ly lz : nat -> list fixed) (lh : nat -> nat -> list fixed)
  (fX fR fC : E -> R) (fy fz : nat -> E -> R) (fh : nat -> nat -> E -> R).
Hypothesis HX : lin lX fX. Hypothesis HR : lin lR fR. Hypothesis HC : lin lC fC.
Hypothesis Hy : forall s, (s < q)%nat -> lin (ly s) (fy s). Hypothesis Hz : forall t, (t < r)%nat -> lin (lz t) (fz t).
Hypothesis Hh : forall t s, (t < r)%nat -> (s < q)%nat -> lin (lh t s) (fh t s).
Lemma l_excess_ok : lin (l_excess bits lX lR lC) (fun v => (fR v + fC v) / 2 - fX v).
Proof. apply (linear_sub bits E coordinate N _ _ (fun v => (fR v + fC v) / 2)); [|assumption]. apply (linear_half bits E coordinate N _ (fun v => fR v + fC v)). apply linear_add; assumption. Qed.
Lemma m_standard_ok : form (m_standard bits prec mz q r D N sl st lX lR lC ly lz)
  (fun v => standard_block m q r a b c d e lambda (fX v) (fR v) (fC v) (fun s => fy s v) (fun t => fz t v)).
Proof.
  destruct quotients as [Q1 [Q2 Q3]]. unfold m_standard, standard_block.
  match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
  - match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
    + apply m_Q1_ok; assumption.
    + match goal with |- form_in _ _ _ _ _ (fun v => ?x * @?f v) => apply (form_scale bits E coordinate N _ x _ f) end; [apply f_symmetric_ok|].
      match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end; [apply form_square; assumption|].
      match goal with |- form_in _ _ _ _ _ (fun v => ?x * @?f v) => apply (form_scale bits E coordinate N _ x _ f) end; [assumption|].
      apply (form_square bits E coordinate N _ (fun v => (fR v + fC v) / 2 - fX v)). apply l_excess_ok.
  - match goal with |- form_in _ _ _ _ _ (fun v => ?x * @?f v) => apply (form_scale bits E coordinate N _ x _ f) end; [apply f_antisymmetric_ok|].
    match goal with |- form_in _ _ _ _ _ (fun v => ?x * @?f v) => apply (form_scale bits E coordinate N _ x _ f) end; [assumption|].
    apply (form_square bits E coordinate N _ (fun v => (fR v - fC v) / 2)). apply (linear_half bits E coordinate N _ (fun v => fR v - fC v)). apply linear_sub; assumption.
Qed.
Lemma up_ok l f : lin l f -> lin (vscale bits (fM bits mz) l) (fun v => M * f v).
Proof. intros H. apply linear_scale; [apply fM_ok|assumption]. Qed.
Lemma m_trivial_ok : form (m_trivial bits prec mz q r D N sl st lX lR lC ly lz lh)
  (fun v => trivial_block m q r a b c d e lambda (fX v) (fR v) (fC v) (fun s => fy s v) (fun t => fz t v) (fun t s => fh t s v)).
Proof.
  destruct quotients as [Q1 [Q2 Q3]]. unfold m_trivial, trivial_block. cbv zeta.
  match goal with |- form_in _ _ _ _ (m_sub ?A ?B) (fun v => @?f v - @?g v) => apply (form_sub bits E coordinate N A B f g) end.
  - match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
    + match goal with |- form_in _ _ _ _ _ (fun v => ?x * @?f v) => apply (form_scale bits E coordinate N _ x _ f) end; [apply fM_ok|]. apply m_standard_ok.
    + apply (m_Q2_ok E coordinate N st (slopes_left m q r a b c d e lambda) Hst _ _ _ _ _ (fun v => M * fX v) (fun v => M * fR v) (fun s v => M * fy s v) (fun t v => M * fz t v) fh);
        try (apply up_ok; assumption); try assumption; intros; apply up_ok; auto.
  - match goal with |- form_in _ _ _ _ _ (fun v => ?x * @?f v) => apply (form_scale bits E coordinate N _ x _ f) end; [apply f_symmetric_ok|].
    apply (form_ext bits E coordinate N _ (fun v => 1 / ((M - 2) * (M - 1)) * (M * ((fR v + fC v) / 2 - fX v)) ^ 2)); [intros; unfold Rdiv; ring|].
    apply (form_scale bits E coordinate N _ _ _ (fun v => (M * ((fR v + fC v) / 2 - fX v)) ^ 2)); [assumption|].
    apply (form_square bits E coordinate N _ (fun v => M * ((fR v + fC v) / 2 - fX v))). apply up_ok. apply l_excess_ok.
Qed.
Lemma m_transverse_ok : form (m_transverse bits mz r D N sl st lX lz) (fun v => transverse_trivial m q r a b c d e lambda (fX v) (fun t => fz t v)).
Proof.
  unfold m_transverse, transverse_trivial. cbv zeta.
  match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
  - match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
    + apply (form_scale bits E coordinate N _ _ _ (fun v => fX v ^ 2)); [apply fmul_ok; [apply fM_ok|apply f_transverse_ok]|]. apply form_square. assumption.
    + apply (form_scale bits E coordinate N _ _ _ (fun v => (M * fX v) ^ 2)); [enclosed|]. apply (form_square bits E coordinate N _ (fun v => M * fX v)). apply up_ok. assumption.
  - match goal with |- form_in _ _ _ _ _ (fun v => sum _ (fun i => @?f v i)) => apply (form_sum bits E coordinate N r _ (fun i v => f v i)) end. intros t Ht. cbv beta.
    match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
    + match goal with |- form_in _ _ _ _ (m_add ?A ?B) (fun v => @?f v + @?g v) => apply (form_add bits E coordinate N A B f g) end.
      * apply (form_term bits E coordinate N _ _ _ _ (fun v => M * fX v) (fz t)); [enclosed|apply up_ok; assumption|auto].
      * apply (form_scale bits E coordinate N _ _ _ (fun v => fz t v ^ 2)); [exact (Hst t Ht)|]. apply form_square. auto.
    + match goal with |- form_in _ _ _ _ _ (fun v => sum _ (fun i => @?f v i)) => apply (form_sum bits E coordinate N r _ (fun i v => f v i)) end. intros t' Ht'. cbv beta.
      match goal with |- form_in _ _ _ _ _ (fun v => off _ _ (@?f v)) => apply (form_off bits E coordinate N t t' _ f) end. intros Hne. cbv beta.
      match goal with |- form_in _ _ _ _ _ (fun v => ?x * @?f v) => apply (form_scale bits E coordinate N _ x _ f) end; [enclosed|].
      apply form_product; auto.
Qed.
End Blocks.
End Positive.
Theorem positive_ok_correct (lambda : R) (zl : fixed) : enc zl lambda -> positive_ok bits prec mz q r D zl = true -> symmetric_positive m q r a b c d e lambda.
Proof.
  intros Hl H. unfold positive_ok in H. cbv zeta in H.
  set (sl := fsub (f_slope_good bits mz q r D) zl) in *. set (st := f1 (tabulate r (fun t => fsub (f_slope_single bits mz q r D t) zl))) in *.
  assert (Hsl : enc sl (slope_left m q r a b c d e lambda)) by (apply fsub_ok; [apply f_slope_good_ok|assumption]).
  assert (Hst : forall t, (t < r)%nat -> enc (st t) (slopes_left m q r a b c d e lambda t)).
  { intros t Ht. unfold st. rewrite f1_tabulate by assumption. apply fsub_ok; [apply f_slope_single_ok; assumption|assumption]. }
  apply andb_prop in H; destruct H as [H B3]. apply andb_prop in H; destruct H as [H B2]. apply andb_prop in H; destruct H as [H B1].
  apply andb_prop in H; destruct H as [H N3]. apply andb_prop in H; destruct H as [H N2]. apply andb_prop in H; destruct H as [HQ N1].
  assert (nonneg : forall x y, enc x y -> (snd x <=? fst x)%Z = true -> 0 <= y).
  { intros x y Hx L. apply Z.leb_le, IZR_le in L. apply Rabs_le_between in Hx. pose proof (unit_pos bits). apply Rmult_le_reg_r with (IZR (2 ^ Zpos bits)); [assumption|lra]. }
  assert (nz : forall s t, (s < t)%nat -> Nat.ltb s t = true) by (intros; apply Nat.ltb_lt; assumption).
  assert (nf : forall s t, (t <= s)%nat -> Nat.ltb s t = false) by (intros; apply Nat.ltb_ge; assumption).
  split.
  - exact (nonneg _ _ (f_symmetric_ok lambda sl Hsl) N1).
  - exact (nonneg _ _ (f_antisymmetric_ok lambda sl Hsl) N2).
  - intros x R0 C y z.
    refine (form_nonnegative bits variables coordinates _ _ _ (m_standard_ok lambda sl st Hsl Hst HQ variables coordinates (3 + q + r) _ _ _ _ _ x_X x_R x_C (fun s v => x_y v s) (fun t v => x_z v t) _ _ _ _ _) B1
      {| x_X := x; x_R := R0; x_C := C; x_y := y; x_z := z; x_h := fun _ _ => 0 |}); intros; (apply linear_unit; [lia|intros v; cbn [coordinates Nat.add]]); try reflexivity.
    + rewrite nz by assumption. reflexivity.
    + rewrite nf by lia. f_equal. lia.
  - intros x R0 y z h.
    refine (form_nonnegative bits variables invariant_coordinates _ _ _ (m_trivial_ok lambda sl st Hsl Hst HQ variables invariant_coordinates (2 + q + r + r * q) _ _ _ _ _ _ x_X x_R x_R (fun s v => x_y v s) (fun t v => x_z v t) (fun t s v => x_h v t s) _ _ _ _ _ _) B2
      {| x_X := x; x_R := R0; x_C := R0; x_y := y; x_z := z; x_h := h |}); intros; (apply linear_unit; [nia|intros v; cbn [invariant_coordinates Nat.add]]); try reflexivity.
    + rewrite nz by assumption. reflexivity.
    + rewrite nf, nz by lia. f_equal. lia.
    + rewrite !nf by lia. replace (q + r + (t * q + s) - (q + r))%nat with (t * q + s)%nat by lia. destruct (divmod q t s) as [-> ->]; [assumption|reflexivity].
  - exact (nonneg _ _ (f_transverse_ok lambda sl Hsl) N3).
  - intros x w.
    refine (form_nonnegative bits variables transverse_coordinates _ _ _ (m_transverse_ok lambda sl st Hsl Hst variables transverse_coordinates (1 + r) _ _ x_X (fun t v => x_z v t) _ _) B3
      {| x_X := x; x_R := 0; x_C := 0; x_y := fun _ => 0; x_z := w; x_h := fun _ _ => 0 |}).
    + apply linear_unit; [lia|reflexivity].
    + intros t Ht. apply linear_unit; [lia|reflexivity].
Qed.
End Point.
End Inclusion.
