(* Type II on an interval of s = k^(-1/2) and a box of the five unknowns: enclosures of all that `slab` of TypeTwoSlab.v asks for.  The definitions
   of TypeTwo.v are written once more, as data for Expressions.v; `program_values` and `blocks_values` say that they are the same. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums FixedPoint PositiveDefinite Enclosure Forms SymmetricEnclosure TypeTwo TypeTwoSlab ArcRatios Expressions.
Import ListNotations.
Open Scope R_scope.

Declare Scope expr_scope.
Delimit Scope expr_scope with expr.
Definition number_of (z : Z) : option expr := Some (Num z).
Definition of_number (e : expr) : option Z := match e with Num z => Some z | _ => None end.
Number Notation expr number_of of_number : expr_scope.
Infix "+" := Add : expr_scope.
Infix "-" := Sub : expr_scope.
Infix "*" := Mul : expr_scope.
Notation "- x" := (Opp x) : expr_scope.
Notation "/ x" := (Inv x) : expr_scope.
Notation "x / y" := (Mul x (Inv y)) : expr_scope.
Notation "x ^ n" := (Pow x n%nat) : expr_scope.
Bind Scope expr_scope with expr.

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
Local Notation nu := (Reg 68). Local Notation mu := (Reg 69).
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
Definition weighted_norm : qform := map (fun i => (mu, Var i, Var i)) (seq 0 5).
End Program.

(* ---- the same in real numbers ---- *)
Section Same.
Variables (s : R) (y : nat -> R).
Notation ya := (y 0%nat). Notation yb := (y 1%nat). Notation yc := (y 2%nat). Notation yd := (y 3%nat). Notation ye := (y 4%nat).
Definition inputs : list R := [s; ya; yb; yc; yd; ye].
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
Lemma program_values : values s inputs program = registers.
Proof. unfold registers, equations, at_unknowns, equation_a, equation_e. rewrite own_angle, single_angle. reflexivity. Qed.
Lemma blocks_values l : values s registers blocks ++ l = registers ++ block_registers ++ l.
Proof. reflexivity. Qed.
End Same.

(* ---- the checker ---- *)
(* lo <= s <= hi, a centre of the box, its radius, lower bounds of the blocks and of the derivative of the equations; all numbers are
   z / 2^slab_bits *)
Record slab_data := { sl_lo : Z; sl_hi : Z; sl_centre : list Z; sl_rho : Z; sl_nu : Z; sl_mu : Z }.
Definition slab_bits : BinNums.positive := 32.
Definition slab_number (z : Z) : R := IZR z / IZR (2 ^ Zpos slab_bits).
Open Scope lazy_bool_scope.
Section Check.
Notation bits := slab_bits.
Definition slab_prec : F.precision := F.PtoP 48.
Notation prec := slab_prec.
Variable hp : fixed.
Variable d : slab_data.
Definition interval_of (lo hi : Z) : fixed := let c := Z.div2 (lo + hi) in (c, Z.max (c - lo) (hi - c)).
Definition slab_s : fixed := interval_of (sl_lo d) (sl_hi d).
Definition slab_box_numbers (rho : Z) : list fixed := map (fun z => (z, rho)) (sl_centre d).
Definition residual_ok : bool :=
  match run bits prec slab_s hp (slab_s :: slab_box_numbers 0) program with
  | Some env => (5 * (2 ^ Zpos bits) ^ 2 * fold_right (fun x a => square_above x + a) 0 (firstn 5 (skipn 57 env)) <=? (sl_mu d * sl_rho d) ^ 2)%Z
  | None => false end.
Definition inputs_dual : list dual := (slab_s, []) :: zip pair (slab_box_numbers (sl_rho d)) (map (l_unit bits 5) (seq 0 5)).
Definition slopes_row (l : list fixed) : list fixed := match l with [] => repeat fzero 5 | _ => l end.
Definition all_positive (env : list fixed) (l : list expr) : bool := forallb (fun e => match evaluate bits prec slab_s hp env e with Some x => is_positive x | None => false end) l.
Definition form_positive (N : nat) (env : list fixed) (q : qform) : bool :=
  match quadratic bits prec slab_s hp N env q with Some A => m_nonnegative N A | None => false end.
Definition jacobian_ok (env : list fixed) (J : list (list fixed)) : bool :=
  match quadratic bits prec slab_s hp 5 env weighted_norm with Some A => m_nonnegative 5 (m_sub J A) | None => false end.
Definition box_ok : bool :=
  match run_dual bits prec slab_s hp inputs_dual program with
  | Some out =>
      match run bits prec slab_s hp (map fst out) blocks with
      | Some env' => let env := env' ++ [(sl_nu d, 0%Z); (sl_mu d, 0%Z)] in
          all_positive env positive_numbers &&& form_positive 2 env transverse_terms &&& form_positive 5 env standard_terms
          &&& jacobian_ok env (map (fun x => slopes_row (snd x)) (firstn 5 (skipn 57 out)))
      | None => false end
  | None => false end.
Definition check_slab : bool := Nat.eqb (length (sl_centre d)) 5 &&& (0 <? sl_rho d)%Z &&& (0 <? sl_nu d)%Z &&& (0 <? sl_mu d)%Z &&& residual_ok &&& box_ok.
End Check.

(* ---- what it proves ---- *)
Lemma forall2_skipn {A B} (P : A -> B -> Prop) n l l' : Forall2 P l l' -> Forall2 P (skipn n l) (skipn n l').
Proof. revert l l'. induction n; intros l l' H; [assumption|]. destruct H; [constructor|]. apply IHn. assumption. Qed.
Lemma forall2_firstn {A B} (P : A -> B -> Prop) n l l' : Forall2 P l l' -> Forall2 P (firstn n l) (firstn n l').
Proof. revert l l'. induction n; intros l l' H; [constructor|]. destruct H; [constructor|]. constructor; auto. Qed.
Lemma last_five {A} (l : list A) d : length l = 62%nat -> firstn 5 (skipn 57 l) = [nth 57 l d; nth 58 l d; nth 59 l d; nth 60 l d; nth 61 l d].
Proof. intros L. do 62 (destruct l as [|? l]; [discriminate L|]). destruct l; [reflexivity|discriminate L]. Qed.
Lemma slab_unit_pos : 0 < IZR (2 ^ Zpos slab_bits). Proof. apply (unit_pos slab_bits). Qed.
Lemma slab_number_unit z : slab_number z * IZR (2 ^ Zpos slab_bits) = IZR z.
Proof. unfold slab_number. pose proof slab_unit_pos. field. lra. Qed.
Section Correct.
Notation bits := slab_bits.
Notation prec := slab_prec.
Notation enc := (encloses bits).
Notation U := (IZR (2 ^ Zpos bits)).
Variable hp : fixed.
Hypothesis Hhp : enc hp (PI / 2).
Variable d : slab_data.
Hypothesis Hcheck : check_slab hp d = true.
Notation num := slab_number.
Definition slab_centre (i : nat) : R := num (nth i (sl_centre d) 0%Z).
Lemma interval_of_ok lo hi s : num lo <= s <= num hi -> enc (interval_of lo hi) s.
Proof.
  intros [A B]. pose proof slab_unit_pos as P. apply (Rmult_le_compat_r U) in A, B; try lra. rewrite slab_number_unit in A, B. unfold encloses, interval_of. cbv zeta.
  set (c := Z.div2 (lo + hi)). cbn [fst snd]. pose proof (IZR_le _ _ (Z.le_max_l (c - lo) (hi - c))) as M1. pose proof (IZR_le _ _ (Z.le_max_r (c - lo) (hi - c))) as M2.
  rewrite !minus_IZR in M1, M2. apply Rabs_le. lra.
Qed.
Lemma near_number z rho x : Rabs (x - num z) <= num rho -> enc (z, rho) x.
Proof.
  intros H. pose proof slab_unit_pos as P. unfold encloses. cbn [fst snd]. rewrite <- (slab_number_unit z), <- (slab_number_unit rho).
  replace (x * U - num z * U) with ((x - num z) * U) by ring. rewrite Rabs_mult, (Rabs_pos_eq U) by lra. apply Rmult_le_compat_r; lra.
Qed.
Lemma exact_number z : enc (z, 0%Z) (num z).
Proof. apply exact_ok. apply slab_number_unit. Qed.
Lemma check_parts : length (sl_centre d) = 5%nat /\ (0 < sl_rho d)%Z /\ (0 < sl_nu d)%Z /\ (0 < sl_mu d)%Z /\ residual_ok hp d = true /\ box_ok hp d = true.
Proof.
  assert (H := Hcheck). unfold check_slab in H. do 5 (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  split; [apply Nat.eqb_eq; assumption|]. split; [apply Z.ltb_lt; assumption|]. split; [apply Z.ltb_lt; assumption|]. split; [apply Z.ltb_lt; assumption|]. split; assumption.
Qed.
Lemma number_pos z : (0 < z)%Z -> 0 < num z.
Proof. intros. apply Rdiv_lt_0_compat; [apply IZR_lt; assumption|apply slab_unit_pos]. Qed.

Section Point.
Variables (s : R) (y : nat -> R).
Hypothesis Hpos : 0 < s.
Hypothesis Hs : num (sl_lo d) <= s <= num (sl_hi d).
Lemma slab_s_ok : enc (slab_s d) s.
Proof. apply interval_of_ok. assumption. Qed.
Lemma inputs_ok rho : (forall i, (i < 5)%nat -> Rabs (y i - slab_centre i) <= num rho) -> Forall2 enc (slab_s d :: slab_box_numbers d rho) (inputs s y).
Proof.
  intros H. destruct check_parts as [L _]. unfold slab_box_numbers, inputs, slab_centre in *.
  destruct (sl_centre d) as [|z0 [|z1 [|z2 [|z3 [|z4 [|]]]]]]; try discriminate L.
  constructor; [apply slab_s_ok|]. cbn [map]. repeat (constructor; [apply near_number; first [exact (H 0%nat ltac:(lia))|exact (H 1%nat ltac:(lia))|exact (H 2%nat ltac:(lia))|exact (H 3%nat ltac:(lia))|exact (H 4%nat ltac:(lia))]|]). constructor.
Qed.
Lemma residual_correct : (forall i, (i < 5)%nat -> y i = slab_centre i) -> 5 * sum 5 (fun i => equations s y i ^ 2) <= num (sl_mu d) ^ 2 * num (sl_rho d) ^ 2.
Proof.
  intros Hy. destruct check_parts as [_ [_ [_ [_ [H _]]]]]. unfold residual_ok in H. destruct (run bits prec (slab_s d) hp _ program) as [env|] eqn:E; [|discriminate].
  assert (I : Forall2 enc env (registers s y)).
  { rewrite <- program_values. apply (run_ok bits prec s (slab_s d) hp slab_s_ok Hhp _ _ _ _ ltac:(apply (inputs_ok 0); intros i Hi; rewrite Hy by assumption; unfold Rminus; rewrite Rplus_opp_r, Rabs_R0; unfold slab_number, Rdiv; rewrite Rmult_0_l; lra) E). }
  apply (forall2_skipn _ 57), (forall2_firstn _ 5) in I. change (firstn 5 (skipn 57 (registers s y))) with [equations s y 0; equations s y 1; equations s y 2; equations s y 3; equations s y 4] in I.
  cbn [sum].
  set (e0 := equations s y 0) in *. set (e1 := equations s y 1) in *. set (e2 := equations s y 2) in *. set (e3 := equations s y 3) in *. set (e4 := equations s y 4) in *.
  set (l := firstn 5 (skipn 57 env)) in *. clearbody l e0 e1 e2 e3 e4. inversion I as [|x0 ? ? ? A0 I0]; subst. inversion I0 as [|x1 ? ? ? A1 I1]; subst. inversion I1 as [|x2 ? ? ? A2 I2]; subst.
  inversion I2 as [|x3 ? ? ? A3 I3]; subst. inversion I3 as [|x4 ? ? ? A4 I4]; subst. inversion I4; subst. cbn [fold_right] in H. clear I I0 I1 I2 I3 I4.
  apply Z.leb_le, IZR_le in H. rewrite !mult_IZR, !plus_IZR in H.
  rewrite !Z.pow_2_r, !mult_IZR in H.
  apply square_above_ok in A0, A1, A2, A3, A4. pose proof slab_unit_pos as P. pose proof (slab_number_unit (sl_mu d)) as Em. pose proof (slab_number_unit (sl_rho d)) as Er.
  set (u := U) in *. set (m := num (sl_mu d)) in *. set (r := num (sl_rho d)) in *. rewrite <- Em, <- Er in H.
  apply Rmult_le_reg_r with (u^2 * u^2); [apply Rmult_lt_0_compat; apply pow_lt; assumption|].
  replace (m ^ 2 * r ^ 2 * (u ^ 2 * u ^ 2)) with (m * u * (r * u) * (m * u * (r * u))) by ring. eapply Rle_trans; [|exact H].
  assert (0 < u * u) by nra.
  replace (5 * (e0 ^ 2 + (e1 ^ 2 + (e2 ^ 2 + (e3 ^ 2 + (e4 ^ 2 + 0))))) * (u ^ 2 * u ^ 2)) with (5 * (u * u) * (e0 ^ 2 * u ^ 2 + (e1 ^ 2 * u ^ 2 + (e2 ^ 2 * u ^ 2 + (e3 ^ 2 * u ^ 2 + (e4 ^ 2 * u ^ 2 + 0)))))) by ring.
  apply Rmult_le_compat_l; lra.
Qed.

Hypothesis Hbox : forall i, (i < 5)%nat -> Rabs (y i - slab_centre i) <= num (sl_rho d).
Definition input_functions : list (unknowns -> R) := [fun _ => s; fun v => v 0%nat; fun v => v 1%nat; fun v => v 2%nat; fun v => v 3%nat; fun v => v 4%nat].
Notation dual_in := (dual_in bits y).
Lemma inputs_dual_ok : Forall2 dual_in (inputs_dual d) input_functions.
Proof.
  pose proof (inputs_ok _ Hbox) as I. destruct check_parts as [L _]. unfold inputs_dual, slab_box_numbers, inputs in *.
  destruct (sl_centre d) as [|z0 [|z1 [|z2 [|z3 [|z4 [|]]]]]]; try discriminate L. cbn [map zip seq] in *.
  assert (C : forall x i, (i < 5)%nat -> enc x (y i) -> dual_in (x, l_unit bits 5 i) (fun v => v i)).
  { intros x i Hi Hx. split; [assumption|]. exists (fun v => v i). split; [right; apply linear_unit; [assumption|reflexivity]|]. intros v. unfold towards. auto_derive; [trivial|ring]. }
  inversion I as [|? ? ? ? A I0]; subst. inversion I0 as [|? ? ? ? A0 I1]; subst. inversion I1 as [|? ? ? ? A1 I2]; subst. inversion I2 as [|? ? ? ? A2 I3]; subst.
  inversion I3 as [|? ? ? ? A3 I4]; subst. inversion I4 as [|? ? ? ? A4 I5]; subst.
  constructor; [split; [assumption|]; exists (fun _ => 0); split; [left; auto|intros v; apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule))]|].
  repeat (constructor; [apply C; [lia|assumption]|]). constructor.
Qed.
Definition all_registers : list R := registers s y ++ block_registers s y ++ [num (sl_nu d); num (sl_mu d)].
Lemma box_parts : exists out env, Forall2 dual_in out (functions s input_functions program) /\ Forall2 enc env all_registers
  /\ all_positive hp d env positive_numbers = true /\ form_positive hp d 2 env transverse_terms = true /\ form_positive hp d 5 env standard_terms = true
  /\ jacobian_ok hp d env (map (fun x => slopes_row (snd x)) (firstn 5 (skipn 57 out))) = true.
Proof.
  destruct check_parts as [_ [_ [_ [_ [_ H]]]]]. unfold box_ok in H. destruct (run_dual bits prec (slab_s d) hp (inputs_dual d) program) as [out|] eqn:E; [|discriminate].
  destruct (run bits prec (slab_s d) hp (map fst out) blocks) as [env|] eqn:E'; [|discriminate]. cbv zeta in H.
  do 3 (apply andb_prop in H; let K := fresh "K" in destruct H as [H K]).
  pose proof (run_dual_ok bits prec s (slab_s d) hp slab_s_ok Hhp y ltac:(lra) program _ _ _ inputs_dual_ok E) as D.
  exists out, (env ++ [(sl_nu d, 0%Z); (sl_mu d, 0%Z)]). split; [assumption|]. split; [|auto].
  unfold all_registers. rewrite <- blocks_values. apply Forall2_app; [|repeat (constructor; [apply exact_number|]); constructor].
  apply (run_ok bits prec s (slab_s d) hp slab_s_ok Hhp blocks (map fst out)); [|assumption].
  rewrite <- program_values. change (inputs s y) with (map (fun g => g y) input_functions). rewrite <- functions_values.
  clear - D. induction D as [|x g l l' [A _] D IH]; [constructor|]. constructor; assumption.
Qed.
Lemma positive_number env i : Forall2 enc env all_registers -> all_positive hp d env positive_numbers = true -> (i < 14)%nat -> 0 < value s all_registers (nth i positive_numbers (Num 0)).
Proof.
  intros I H Hi. unfold all_positive in H. rewrite forallb_forall in H. specialize (H (nth i positive_numbers (Num 0)) ltac:(apply nth_In; assumption)).
  destruct (evaluate bits prec (slab_s d) hp env _) as [x|] eqn:E; [|discriminate]. apply (is_positive_ok bits x _ H). apply (evaluate_ok bits prec s (slab_s d) hp slab_s_ok Hhp env); assumption.
Qed.
Lemma form_positive_ok N env q v : Forall2 enc env all_registers -> form_positive hp d N env q = true -> 0 <= qvalue s all_registers q v.
Proof.
  intros I H. unfold form_positive in H. destruct (quadratic bits prec (slab_s d) hp N env q) as [A|] eqn:E; [|discriminate].
  apply (form_nonnegative bits (nat -> R) (fun v i => v i) N A (qvalue s all_registers q)); [|assumption]. apply (quadratic_ok bits prec s (slab_s d) hp slab_s_ok Hhp N env); assumption.
Qed.
Notation at_y f := (f s (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 4%nat)).
Notation transverse_vector u w := (fun i => match i with 0%nat => u | _ => w end).
Notation standard_vector y1 y2 y3 g h := (fun i => match i with 0%nat => y1 | 1%nat => y2 | 2%nat => y3 | 3%nat => g | _ => h end).
Lemma transverse_value u w : qvalue s all_registers transverse_terms (transverse_vector u w) = at_y transverse_form u w - num (sl_nu d) * (u^2 + w^2).
Proof. unfold transverse_form. cbn [qvalue transverse_terms lvalue value nth all_registers registers block_registers app]. ring. Qed.
Lemma standard_value y1 y2 y3 g h : 0 < s^2 * n1 s * y 1%nat^2 + zc s (y 2%nat)^2 ->
  qvalue s all_registers standard_terms (standard_vector y1 y2 y3 g h) = at_y standard_form y1 y2 y3 g h - num (sl_nu d) * (standard_norm s y1 y2 y3 g + h^2).
Proof.
  intros Hh. assert (E : Rh s (y 1%nat) (y 2%nat) ^ 2 = s^2 * n1 s * y 1%nat^2 + zc s (y 2%nat)^2) by (unfold Rh; apply pow2_sqrt; lra).
  unfold standard_form, standard_K, standard_T, standard_V, standard_Q, standard_L, standard_ts, standard_col, standard_rh, standard_norm. rewrite E. unfold block_target.
  cbn [qvalue standard_terms lvalue value nth all_registers registers block_registers app]. unfold block_target.
  assert (EP : PI = 2 * (PI / 2)) by field. set (p := PI / 2) in *. clearbody p. rewrite EP. unfold Rdiv. ring.
Qed.
Lemma jacobian_correct out env : Forall2 dual_in out (functions s input_functions program) -> Forall2 enc env all_registers ->
  jacobian_ok hp d env (map (fun x => slopes_row (snd x)) (firstn 5 (skipn 57 out))) = true ->
  exists J : nat -> nat -> R, (forall x i, (i < 5)%nat -> is_derive (fun t => equations s (fun j => y j + t * x j) i) 0 (sum 5 (fun j => J i j * x j)))
    /\ (forall x, num (sl_mu d) * sum 5 (fun i => x i ^ 2) <= sum 5 (fun i => x i * sum 5 (fun j => J i j * x j))).
Proof.
  intros D I H. set (F := functions s input_functions program) in *.
  assert (E : forall v, map (fun g => g v) F = registers s v) by (intros v; unfold F; rewrite functions_values; exact (program_values s v)).
  assert (L : length F = 62%nat) by (rewrite <- (map_length (fun g => g y)), E; reflexivity). clearbody F. apply (forall2_skipn _ 57), (forall2_firstn _ 5) in D. rewrite (last_five F (fun _ => 0) L) in D.
  assert (N : forall i v, nth i F (fun _ => 0) v = nth i (registers s v) 0) by (intros i v; rewrite <- E; symmetry; exact (map_nth (fun g : unknowns -> R => g v) F (fun _ => 0) i)).
  pose proof (fun v => N 57%nat v : _ = equations s v 0) as F0. pose proof (fun v => N 58%nat v : _ = equations s v 1) as F1. pose proof (fun v => N 59%nat v : _ = equations s v 2) as F2.
  pose proof (fun v => N 60%nat v : _ = equations s v 3) as F3. pose proof (fun v => N 61%nat v : _ = equations s v 4) as F4. clear N.
  set (f0 := nth 57 F _) in *. set (f1 := nth 58 F _) in *. set (f2 := nth 59 F _) in *. set (f3 := nth 60 F _) in *. set (f4 := nth 61 F _) in *. clearbody f0 f1 f2 f3 f4. clear E L F.
  set (l := firstn 5 (skipn 57 out)) in *. clearbody l.
  assert (Row : forall x g i, dual_in x g -> (forall v, g v = equations s v i) ->
    exists a, rep enc 5 (slopes_row (snd x)) a /\ forall v, is_derive (fun t => equations s (fun j => y j + t * v j) i) 0 (sum 5 (fun j => a j * v j))).
  { intros x g i [_ [Dg [SD HD]]] Hg. assert (G : forall v, is_derive (fun t => equations s (fun j => y j + t * v j) i) 0 (Dg v)).
    { intros v. apply (is_derive_ext (fun t => g (towards y v t))); [intros t; apply Hg|apply HD]. }
    destruct SD as [[-> Z]|[a [A F]]].
    - exists (fun _ => 0). split; [apply vzero_ok|]. intros v. replace (sum 5 (fun j => 0 * v j)) with (Dg v); [apply G|]. rewrite Z. cbn [sum]. ring.
    - exists a. split; [destruct (snd x); [destruct A|exact A]|]. intros v. rewrite <- F. apply G. }
  inversion D as [|x0 ? ? ? A0 D0]; subst. inversion D0 as [|x1 ? ? ? A1 D1]; subst. inversion D1 as [|x2 ? ? ? A2 D2]; subst. inversion D2 as [|x3 ? ? ? A3 D3]; subst.
  inversion D3 as [|x4 ? ? ? A4 D4]; subst. inversion D4; subst. cbn [map] in H.
  destruct (Row _ _ _ A0 F0) as [a0 [B0 C0]], (Row _ _ _ A1 F1) as [a1 [B1 C1]], (Row _ _ _ A2 F2) as [a2 [B2 C2]], (Row _ _ _ A3 F3) as [a3 [B3 C3]], (Row _ _ _ A4 F4) as [a4 [B4 C4]].
  exists (fun i => match i with 0%nat => a0 | 1%nat => a1 | 2%nat => a2 | 3%nat => a3 | _ => a4 end). split.
  - intros x i Hi. destruct i as [|[|[|[|[|i]]]]]; [apply C0|apply C1|apply C2|apply C3|apply C4|lia].
  - intros x. unfold jacobian_ok in H. destruct (quadratic bits prec (slab_s d) hp 5 env weighted_norm) as [A|] eqn:E; [|discriminate].
    pose proof (quadratic_ok bits prec s (slab_s d) hp slab_s_ok Hhp 5 env _ _ _ I E) as Q.
    set (J := fun i : nat => match i with 0%nat => a0 | 1%nat => a1 | 2%nat => a2 | 3%nat => a3 | _ => a4 end).
    set (B := [slopes_row (snd x0); slopes_row (snd x1); slopes_row (snd x2); slopes_row (snd x3); slopes_row (snd x4)]) in H.
    assert (FB : form_in bits (nat -> R) (fun v i => v i) 5 B (quad 5 J)) by (exists J; split; [repeat split; assumption|reflexivity]).
    pose proof (form_nonnegative bits (nat -> R) (fun v i => v i) 5 _ _ (form_sub bits (nat -> R) (fun v i => v i) 5 B A _ _ FB Q) H x) as P. cbv beta in P.
    replace (qvalue s all_registers weighted_norm x) with (num (sl_mu d) * sum 5 (fun i => x i ^ 2)) in P; [assert (P' : num (sl_mu d) * sum 5 (fun i => x i ^ 2) <= quad 5 J x) by (set (u := quad 5 J x) in *; set (w := num (sl_mu d) * _) in *; lra); exact P'|].
    cbn [qvalue weighted_norm map seq lvalue value nth all_registers registers block_registers app sum]. ring.
Qed.
Lemma box_correct : slab_positive (num (sl_nu d)) (num (sl_mu d)) s y.
Proof.
  destruct box_parts as [out [env [D [I [P [T [S J]]]]]]]. pose proof (fun i => positive_number env i I P) as N. clear P.
  assert (Hh : 0 < s^2 * n1 s * y 1%nat^2 + zc s (y 2%nat)^2) by exact (N 4%nat ltac:(lia)).
  split; unfold at_unknowns.
  - split; [assumption|exact (N 0%nat ltac:(lia))|exact (N 1%nat ltac:(lia))|exact (N 2%nat ltac:(lia))| |exact Hh|exact (N 5%nat ltac:(lia))|..]; try apply square_below_1.
    + assert (0 < - ze s (y 4%nat)) by exact (N 3%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^4 * rDD s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N 6%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^4 * rDv s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N 7%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^2 * rDb s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N 8%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^2 * at_y rDt)^2) by exact (N 9%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^2 * rtv s (y 3%nat) (y 4%nat))^2) by exact (N 10%nat ltac:(lia)). lra.
  - assert (0 < at_y block_base + 2 * block_pair s (y 0%nat) (y 1%nat) (y 2%nat) - block_target s (y 0%nat) (y 1%nat) (y 2%nat) - num (sl_nu d)) by exact (N 12%nat ltac:(lia)). lra.
  - assert (0 < at_y block_base - block_target s (y 0%nat) (y 1%nat) (y 2%nat) - num (sl_nu d)) by exact (N 13%nat ltac:(lia)). lra.
  - intros u w. pose proof (form_positive_ok 2 env _ (transverse_vector u w) I T) as Q. rewrite transverse_value in Q. lra.
  - intros y1 y2 y3 g h. pose proof (form_positive_ok 5 env _ (standard_vector y1 y2 y3 g h) I S) as Q. rewrite standard_value in Q by exact Hh. lra.
  - exact (jacobian_correct out env D I J).
  - exact (N 11%nat ltac:(lia)).
Qed.
End Point.
Theorem check_slab_correct : slab (num (sl_lo d)) (num (sl_hi d)) (fun _ => slab_centre) (num (sl_rho d)) (num (sl_nu d)) (num (sl_mu d)).
Proof.
  destruct check_parts as [_ [Pr [Pn [Pm _]]]]. split; try (apply number_pos; assumption).
  - intros s y Hs Hb Hy. apply box_correct; assumption.
  - intros s Hs Hb. apply residual_correct; [assumption|]. reflexivity.
Qed.
End Correct.
