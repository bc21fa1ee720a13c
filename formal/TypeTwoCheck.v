(* Type II as a family of SlabCheck.v: the definitions of TypeTwo.v are written once more, as data for Expressions.v; `program_values` and
   `blocks_values` say that they are the same; what check_slab accepts is a slab of TypeTwoSlab.v. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums TypeTwo TypeTwoSlab Expressions SlabCheck.
Import ListNotations.
Open Scope R_scope.

Section Program.
Open Scope expr_scope.
Local Notation s := (Reg 0). Local Notation ya := (Reg 1). Local Notation yb := (Reg 2). Local Notation yc := (Reg 3). Local Notation yd := (Reg 4).
Local Notation ye := (Reg 5). Local Notation nr := (Reg 6). Local Notation n1 := (Reg 7). Local Notation n2 := (Reg 8). Local Notation za := (Reg 9).
Local Notation zc := (Reg 10). Local Notation ze := (Reg 11). Local Notation Xh := (Reg 12). Local Notation X := (Reg 13).
Local Notation nw := (Reg 14). Local Notation dw := (Reg 15). Local Notation Yh := (Reg 16). Local Notation Y := (Reg 17).
Local Notation nN := (Reg 18). Local Notation dN := (Reg 19). Local Notation Lh := (Reg 20). Local Notation hh := (Reg 21).
Local Notation Rh := (Reg 22). Local Notation tt := (Reg 23). Local Notation Rt := (Reg 24). Local Notation Sg := (Reg 25).
Local Notation Sb := (Reg 26). Local Notation rDD := (Reg 27). Local Notation rDv := (Reg 28). Local Notation rDb := (Reg 29).
Local Notation t1 := (Reg 30). Local Notation rDt := (Reg 31). Local Notation rtv := (Reg 32). Local Notation qDD := (Reg 33).
Local Notation qDv := (Reg 34). Local Notation qDb := (Reg 35). Local Notation qDt := (Reg 36). Local Notation qtv := (Reg 37).
Local Notation cDD := (Reg 38). Local Notation cDv := (Reg 39). Local Notation cDb := (Reg 40). Local Notation cDt := (Reg 41).
Local Notation ctv := (Reg 42). Local Notation kDD := (Reg 43). Local Notation kDv := (Reg 44). Local Notation kDb := (Reg 45).
Local Notation kDt := (Reg 46). Local Notation ktv := (Reg 47). Local Notation bDD := (Reg 48). Local Notation bDv := (Reg 49).
Local Notation bDb := (Reg 50). Local Notation bDt := (Reg 51). Local Notation btv := (Reg 52). Local Notation lD := (Reg 53).
Local Notation CD := (Reg 54). Local Notation lN := (Reg 55). Local Notation Ct := (Reg 56). Local Notation ga := (Reg 57).
Local Notation gb := (Reg 58). Local Notation gc := (Reg 59). Local Notation gd := (Reg 60). Local Notation ge := (Reg 61).
Local Notation wp := (Reg 62). Local Notation base := (Reg 63). Local Notation pair := (Reg 64). Local Notation target := (Reg 65).
Local Notation excess := (Reg 66). Local Notation kk := (Reg 67).
Definition program : list expr :=
  [ (* 6 nr *) 1 - s^2;  (* 7 n1 *) 1 - 2 * s^2;  (* 8 n2 *) 1 - 3 * s^2;  (* 9 za *) 1 + s^3 * ya;  (* 10 zc *) 2 + s * yc;  (* 11 ze *) -1 + s * ye;
    (* 12 Xh *) 2 * ya + s^3 * (ya^2 + n1 * yb^2) + s * zc^2;  (* 13 X *) 1 + s^3 * Xh;  (* 14 nw *) Sqrt X;  (* 15 dw *) Xh / (1 + nw);
    (* 16 Yh *) - 2 * ye + s * (ye^2 + nr * yd^2);  (* 17 Y *) 1 + s * Yh;  (* 18 nN *) Sqrt Y;  (* 19 dN *) Yh / (1 + nN);  (* 20 Lh *) nr * dw + dN;
    (* 21 hh *) s^2 * n1 * yb^2 + zc^2;  (* 22 Rh *) Sqrt hh;  (* 23 tt *) nr * yd^2;  (* 24 Rt *) Length nr yd;  (* 25 Sg *) s * ya + n1 * yb + yd;
    (* 26 Sb *) - 2 * s + nr * yc + ye;  (* 27 rDD *) (2 * za * yb + s^2 * n2 * yb^2 + zc^2) / X;  (* 28 rDv *) yb / nw;  (* 29 rDb *) zc / nw;
    (* 30 t1 *) za + s^2 * n1 * yb;  (* 31 rDt *) (yd * t1 + zc * ze) / (nw * nN);  (* 32 rtv *) yd / nN;  (* 33 qDD *) 1 - (s^4 * rDD)^2;
    (* 34 qDv *) 1 - (s^4 * rDv)^2;  (* 35 qDb *) 1 - (s^2 * rDb)^2;  (* 36 qDt *) 1 - (s^2 * rDt)^2;  (* 37 qtv *) 1 - (s^2 * rtv)^2;  (* 38 cDD *) Sqrt qDD;
    (* 39 cDv *) Sqrt qDv;  (* 40 cDb *) Sqrt qDb;  (* 41 cDt *) Sqrt qDt;  (* 42 ctv *) Sqrt qtv;  (* 43 kDD *) rDD^2 / (1 + cDD);
    (* 44 kDv *) rDv^2 / (1 + cDv);  (* 45 kDb *) rDb^2 / (1 + cDb);  (* 46 kDt *) rDt^2 / (1 + cDt);  (* 47 ktv *) rtv^2 / (1 + ctv);
    (* 48 bDD *) Asin 4 rDD;  (* 49 bDv *) Asin 4 rDv;  (* 50 bDb *) Asin 2 rDb;  (* 51 bDt *) Asin 2 rDt;  (* 52 btv *) Asin 2 rtv;
    (* 53 lD *) Lh - s * Rh / nw - s^5 * n1 * (nw * kDD - kDv) - s^3 * nN * kDt + s^3 * kDb;  (* 54 CD *) (lD - s^2 * dw) / nw;
    (* 55 lN *) Lh - s * nr * (nw * kDt - ktv) - Rt / nN;  (* 56 Ct *) (lN - dN) / nN;
    (* 57 ga *) nr * (HalfPi * (s * Sg + s^2 * ya) + CD * za + s * Atan 2 (Rh / za) + s^5 * n1 * bDD * yb + s^3 * bDt * yd);
    (* 58 gb *) nr * n1 * (HalfPi * Sg + s^2 * (HalfPi + s * CD) * yb + s^2 * (bDD * (za + s^2 * n2 * yb) - bDv) + s^2 * bDt * yd);
    (* 59 gc *) nr * (HalfPi * Sb + s * (HalfPi + s * CD) * zc + s^3 * n1 * bDD * zc + s * bDt * ze - s * bDb);
    (* 60 gd *) nr * (HalfPi * Sg + (HalfPi + s * Ct) * yd + bDt * t1 - btv);
    (* 61 ge *) HalfPi * Sb + s * nr * bDt * zc + Ct * ze + HalfPi * ye - Atan 1 (Rt / (- ze)) ].
(* for the blocks *)
Definition blocks : list expr :=
  [ (* 62 wp *) 1 + s^3 * (ya - s * yb);  (* 63 base *) HalfPi + s * CD - s^4 * bDD;  (* 64 pair *) wp^2 / (nw^2 * cDD);  (* 65 target *) / (nw * cDv);
    (* 66 excess *) (HalfPi + s * CD) * zc + s^2 * n1 * bDD * zc + bDt * ze - bDb;  (* 67 kk *) / (nw^2 * cDD) ].
Local Notation nu := (Reg 68).
Definition positive_numbers : list expr := [X; Y; za; - ze; hh; tt; qDD; qDv; qDb; qDt; qtv; excess; base + 2 * pair - target - nu; base - target - nu].
Definition transverse_terms : qform :=
  let u := Var 0 in let w := Var 1 in let r := Plus (Times nr u) w in
  [ (HalfPi, r, r); (nr * s^2 * base + s^4 * bDD * nr^2 - nu, u, u); (HalfPi + s * Ct - nu, w, w); (2 * s^2 * bDt * nr, u, w) ].
Definition standard_terms : qform :=
  let y1 := Var 0 in let y2 := Var 1 in let y3 := Var 2 in let g := Var 3 in let h := Var 4 in
  let far := Minus (Times n1 y2) (Times (s^3) y3) in
  let rh := Plus (Times s y1) far in
  let col := Plus (Minus y1 (Times s y2)) (Times n1 y3) in
  let ts := Plus (Times (s * yb) rh) (Times zc g) in
  let L := Plus (Times wp y1) (Times (s^2) ts) in
  let Q := Minus (Plus (Times wp y2) (Times s ts)) (Times (s^3 * rDD) L) in
  let V := Minus y2 (Times (s^3 * yb / nw^2) L) in
  let T := Minus (Times (s^2 * hh) y1) (Times za (Plus (Times (s * yb) far) (Times zc g))) in
  let K := Plus (Minus (Plus (Times (s * yd) rh) (Times ze g)) (Times (s^2 * rDt * nN / nw) L)) (Times wp h) in
  let G := Minus g (Times (s^2 * zc / nw^2) L) in
  [ (base + kk * wp^2 - nu, y1, y1); ((base - nu) * n1 - kk * wp^2 * s^2, y2, y2); (n1 * s^2 * (base - nu + kk * wp^2 - target) - kk * wp^2 * s^4, y3, y3);
    (2 * s * (kk * wp^2 * n1 - s^2 * (base - nu)), y2, y3); (base - nu, g, g); (HalfPi + s^4 * bDD, col, col);
    (2 * kk * (s^4 * rDD - 1) - s * CD / nw^2, L, L); (- (2 * kk * s^4 * rDD * wp), L, col); (kk * n1, Q, Q); (- (2 * kk * wp * s^3), y3, Q);
    (2 * kk * wp * s^2, col, ts); (- (s^2 / (Rh * nw^4)), T, T); (- (target * n1), V, V); (2 * target * s^3, y3, V);
    (- / (nw * cDb), G, G); (/ (nw * nN * cDt), K, K); (2 * (HalfPi + s^2 * bDt), col, h); (2 * HalfPi + s * Ct - / (nN * ctv) - nu, h, h) ].
End Program.
Definition type_two_data : family := {| f_unknowns := 5; f_program := program; f_blocks := blocks; f_positive := positive_numbers;
  f_forms := [(2%nat, transverse_terms); (5%nat, standard_terms)] |}.

(* ---- the same in real numbers ---- *)
Section Same.
Variables (s : R) (y : nat -> R).
Notation ya := (y 0%nat). Notation yb := (y 1%nat). Notation yc := (y 2%nat). Notation yd := (y 3%nat). Notation ye := (y 4%nat).
Definition registers : list R :=
  [ s; ya; yb; yc; yd; ye; nr s; n1 s; n2 s; za s ya; zc s yc; ze s ye; Xh s ya yb yc; 1 + s^3 * Xh s ya yb yc; nw s ya yb yc; dw s ya yb yc; Yh s yd ye;
    1 + s * Yh s yd ye; nN s yd ye; dN s yd ye; Lh s ya yb yc yd ye; s^2 * n1 s * yb^2 + zc s yc^2; Rh s yb yc; nr s * yd^2; Rt s yd; Sg s ya yb yd;
    Sb s yc ye; rDD s ya yb yc; rDv s ya yb yc; rDb s ya yb yc; t1 s ya yb; rDt s ya yb yc yd ye; rtv s yd ye; 1 - (s^4 * rDD s ya yb yc)^2;
    1 - (s^4 * rDv s ya yb yc)^2; 1 - (s^2 * rDb s ya yb yc)^2; 1 - (s^2 * rDt s ya yb yc yd ye)^2; 1 - (s^2 * rtv s yd ye)^2; cosine s 4 (rDD s ya yb yc);
    cosine s 4 (rDv s ya yb yc); cosine s 2 (rDb s ya yb yc); cosine s 2 (rDt s ya yb yc yd ye); cosine s 2 (rtv s yd ye); khat s 4 (rDD s ya yb yc);
    khat s 4 (rDv s ya yb yc); khat s 2 (rDb s ya yb yc); khat s 2 (rDt s ya yb yc yd ye); khat s 2 (rtv s yd ye); bhat s 4 (rDD s ya yb yc);
    bhat s 4 (rDv s ya yb yc); bhat s 2 (rDb s ya yb yc); bhat s 2 (rDt s ya yb yc yd ye); bhat s 2 (rtv s yd ye); lD s ya yb yc yd ye; CD s ya yb yc yd ye;
    lN s ya yb yc yd ye; Ct s ya yb yc yd ye; equations s y 0; equations s y 1; equations s y 2; equations s y 3; equations s y 4 ].
Definition block_registers : list R := [width_p s ya yb; block_base s ya yb yc yd ye; block_pair s ya yb yc; block_target s ya yb yc;
  further_excess s ya yb yc yd ye; / (nw s ya yb yc ^ 2 * cosine s 4 (rDD s ya yb yc))].
Lemma own_angle r a : s * (r / a) * arc_tangent_ratio ((s^2 * r / a)^2) = s * (r / a * arc_tangent_ratio ((s^2 * (r / a))^2)).
Proof. replace (s^2 * r / a) with (s^2 * (r / a)) by (unfold Rdiv; ring). ring. Qed.
Lemma single_angle r a : r / a * arc_tangent_ratio ((s * r / a)^2) = r / a * arc_tangent_ratio ((s^1 * (r / a))^2).
Proof. replace (s * r / a) with (s^1 * (r / a)) by (unfold Rdiv; ring). reflexivity. Qed.
Lemma program_values : f_values type_two_data s y = registers.
Proof. unfold f_values, registers, equations, at_unknowns, equation_a, equation_e. rewrite own_angle, single_angle. reflexivity. Qed.
Definition all_registers (nu : R) : list R := registers ++ block_registers ++ [nu].
Lemma blocks_values nu : f_registers type_two_data nu s y = all_registers nu.
Proof. unfold f_registers. rewrite program_values. reflexivity. Qed.
End Same.

(* ---- what an accepted slab is ---- *)
Section Point.
Variables (nu mu s : R) (y : nat -> R).
Hypothesis Hpos : 0 < s.
Hypothesis H : family_positive type_two_data nu mu s y.
Lemma equation_values v i : (i < 5)%nat -> f_equation type_two_data s v i = equations s v i.
Proof. intros Hi. unfold f_equation. rewrite program_values. destruct i as [|[|[|[|[|i]]]]]; [reflexivity..|lia]. Qed.
Lemma positive_number i : (i < 14)%nat -> 0 < value s (all_registers s y nu) (nth i positive_numbers (Num 0)).
Proof. intros Hi. rewrite <- blocks_values. apply (fp_numbers _ _ _ _ _ H). apply nth_In. assumption. Qed.
Notation at_y f := (f s (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 4%nat)).
Notation transverse_vector u w := (fun i => match i with 0%nat => u | _ => w end).
Notation standard_vector y1 y2 y3 g h := (fun i => match i with 0%nat => y1 | 1%nat => y2 | 2%nat => y3 | 3%nat => g | _ => h end).
Lemma transverse_value u w : qvalue s (all_registers s y nu) transverse_terms (transverse_vector u w) = at_y transverse_form u w - nu * (u^2 + w^2).
Proof. unfold transverse_form. cbn [qvalue transverse_terms lvalue value nth all_registers registers block_registers app]. ring. Qed.
Lemma standard_value y1 y2 y3 g h : 0 < s^2 * n1 s * y 1%nat^2 + zc s (y 2%nat)^2 ->
  qvalue s (all_registers s y nu) standard_terms (standard_vector y1 y2 y3 g h) = at_y standard_form y1 y2 y3 g h - nu * (standard_norm s y1 y2 y3 g + h^2).
Proof.
  intros Hh. assert (E : Rh s (y 1%nat) (y 2%nat) ^ 2 = s^2 * n1 s * y 1%nat^2 + zc s (y 2%nat)^2) by (unfold Rh; apply pow2_sqrt; lra).
  unfold standard_form, standard_K, standard_T, standard_V, standard_Q, standard_L, standard_ts, standard_col, standard_rh, standard_norm. rewrite E. unfold block_target.
  cbn [qvalue standard_terms lvalue value nth all_registers registers block_registers app]. unfold block_target.
  assert (EP : PI = 2 * (PI / 2)) by field. set (p := PI / 2) in *. clearbody p. rewrite EP. unfold Rdiv. ring.
Qed.
Lemma type_two_positive : slab_positive nu mu s y.
Proof.
  pose proof positive_number as N. pose proof (fp_forms _ _ _ _ _ H) as Q. rewrite blocks_values in Q.
  assert (Hh : 0 < s^2 * n1 s * y 1%nat^2 + zc s (y 2%nat)^2) by exact (N 4%nat ltac:(lia)).
  split; unfold at_unknowns.
  - split; [assumption|exact (N 0%nat ltac:(lia))|exact (N 1%nat ltac:(lia))|exact (N 2%nat ltac:(lia))| |exact Hh|exact (N 5%nat ltac:(lia))|..]; try apply square_below_1.
    + assert (0 < - ze s (y 4%nat)) by exact (N 3%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^4 * rDD s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N 6%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^4 * rDv s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N 7%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^2 * rDb s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N 8%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^2 * at_y rDt)^2) by exact (N 9%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^2 * rtv s (y 3%nat) (y 4%nat))^2) by exact (N 10%nat ltac:(lia)). lra.
  - assert (0 < at_y block_base + 2 * block_pair s (y 0%nat) (y 1%nat) (y 2%nat) - block_target s (y 0%nat) (y 1%nat) (y 2%nat) - nu) by exact (N 12%nat ltac:(lia)). lra.
  - assert (0 < at_y block_base - block_target s (y 0%nat) (y 1%nat) (y 2%nat) - nu) by exact (N 13%nat ltac:(lia)). lra.
  - intros u w. pose proof (Q 2%nat transverse_terms ltac:(left; reflexivity) (transverse_vector u w)) as T. rewrite transverse_value in T. lra.
  - intros y1 y2 y3 g h. pose proof (Q 5%nat standard_terms ltac:(right; left; reflexivity) (standard_vector y1 y2 y3 g h)) as T. rewrite standard_value in T by exact Hh. lra.
  - destruct (fp_derivative _ _ _ _ _ H) as [J [D P]]. exists J. split; [|exact P]. intros x i Hi.
    apply (is_derive_ext (fun t => f_equation type_two_data s (fun j => y j + t * x j) i)); [intros t; apply equation_values; assumption|apply D; assumption].
  - exact (N 11%nat ltac:(lia)).
Qed.
End Point.
Theorem type_two_family_slab lo hi v0 rho nu mu : family_slab type_two_data lo hi v0 rho nu mu -> slab lo hi v0 rho nu mu.
Proof.
  intros [Hr Hn Hm B R0]. split; try assumption.
  - intros s y Hs Hb Hy. apply type_two_positive; [assumption|]. apply B; assumption.
  - intros s Hs Hb. pose proof (R0 s Hs Hb) as L. rewrite (sum_ext _ _ (fun i => equations s (v0 s) i ^ 2)) in L by (intros i Hi; rewrite equation_values by assumption; reflexivity). exact L.
Qed.
