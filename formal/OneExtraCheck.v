(* The family {1} as a family of SlabCheck.v: the program of type II (TypeTwoCheck.v), its registers renamed, goes on with the definitions
   of OneExtra.v; what check_slab accepts is a slab of OneExtraSlab.v. *)
From Coq Require Import Arith ZArith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums TypeTwo TypeTwoSlab OneExtra OneExtraSlab Expressions SlabCheck TypeTwoCheck.
Import ListNotations.
Open Scope R_scope.

(* ---- registers renamed ---- *)
Section Rename.
Variable r : nat -> nat.
Fixpoint rename (e : expr) : expr := match e with
  | Reg i => Reg (r i) | Num z => Num z | HalfPi => HalfPi
  | Add a b => Add (rename a) (rename b) | Sub a b => Sub (rename a) (rename b) | Mul a b => Mul (rename a) (rename b)
  | Opp a => Opp (rename a) | Inv a => Inv (rename a) | Pow a n => Pow (rename a) n | Sqrt a => Sqrt (rename a)
  | Length a b => Length (rename a) (rename b) | Asin j a => Asin j (rename a) | Atan j a => Atan j (rename a) end.
Fixpoint rename_linear (l : lform) : lform := match l with
  | Var i => Var i | Plus l l' => Plus (rename_linear l) (rename_linear l') | Minus l l' => Minus (rename_linear l) (rename_linear l')
  | Times e l => Times (rename e) (rename_linear l) end.
Definition rename_form (q : qform) : qform := map (fun t => (rename (fst (fst t)), rename_linear (snd (fst t)), rename_linear (snd t))) q.
Variables (s : R) (env env' : list R).
Hypothesis Hr : forall i, nth (r i) env' 0 = nth i env 0.
Lemma rename_value e : value s env' (rename e) = value s env e.
Proof. induction e; cbn [rename value]; rewrite ?Hr, ?IHe, ?IHe1, ?IHe2; reflexivity. Qed.
Lemma rename_linear_value l v : lvalue s env' (rename_linear l) v = lvalue s env l v.
Proof. induction l; cbn [rename_linear lvalue]; rewrite ?rename_value, ?IHl, ?IHl1, ?IHl2; reflexivity. Qed.
Lemma rename_form_value q v : qvalue s env' (rename_form q) v = qvalue s env q v.
Proof. induction q as [|[[e l] l'] q IH]; [reflexivity|]. change (rename_form ((e, l, l') :: q)) with ((rename e, rename_linear l, rename_linear l') :: rename_form q). cbn [qvalue]. rewrite rename_value, !rename_linear_value, IH. reflexivity. Qed.
End Rename.
Lemma qvalue_app s env q q' v : qvalue s env (q ++ q') v = qvalue s env q v + qvalue s env q' v.
Proof. induction q as [|[[e l] l'] q IH]; cbn [app qvalue]; [ring|rewrite IH; ring]. Qed.
(* type II's: unknowns 1 to 5, definitions 6 to 61, of the blocks 62 to 67, and nu *)
Definition extra_register (i : nat) : nat := if Nat.ltb i 6 then i else if Nat.ltb i 62 then i + 2 else if Nat.ltb i 68 then i + 31 else if Nat.eqb i 68 then 104 else i + 100.

Section Program.
Open Scope expr_scope.
Local Notation s := (Reg 0). Local Notation ya := (Reg 1). Local Notation yb := (Reg 2). Local Notation yd := (Reg 4). Local Notation ye := (Reg 5).
Local Notation xd := (Reg 6). Local Notation xe := (Reg 7). Local Notation nr := (Reg 8). Local Notation n1 := (Reg 9). Local Notation za := (Reg 11).
Local Notation zc := (Reg 12). Local Notation ze := (Reg 13). Local Notation nw := (Reg 16). Local Notation dw := (Reg 17).
Local Notation Sg := (Reg 27). Local Notation Sb := (Reg 28). Local Notation t1 := (Reg 32).
Local Notation ga := (Reg 59). Local Notation gb := (Reg 60). Local Notation gc := (Reg 61). Local Notation gd := (Reg 62). Local Notation ge := (Reg 63).
Local Notation uu := (Reg 64). Local Notation uN := (Reg 65). Local Notation rDu := (Reg 66). Local Notation ruv := (Reg 67). Local Notation gD := (Reg 68).
Local Notation qDu := (Reg 69). Local Notation quv := (Reg 70). Local Notation cDu := (Reg 71). Local Notation cuv := (Reg 72). Local Notation sD := (Reg 73).
Local Notation turnD := (Reg 74). Local Notation kDu := (Reg 75). Local Notation pD := (Reg 76). Local Notation root := (Reg 77). Local Notation slant := (Reg 78).
Local Notation cross := (Reg 79). Local Notation own := (Reg 80). Local Notation pt := (Reg 81). Local Notation lu := (Reg 82). Local Notation Cu := (Reg 83).
Local Notation bDu := (Reg 84). Local Notation btu := (Reg 85). Local Notation Y := (Reg 19). Local Notation Rt := (Reg 26).
Local Notation wp := (Reg 93). Local Notation base := (Reg 94). Local Notation pair := (Reg 95). Local Notation target := (Reg 96).
Local Notation excess := (Reg 97). Local Notation xbase := (Reg 99). Local Notation we := (Reg 100).
Local Notation stretch := (Reg 101). Local Notation kDut := (Reg 102). Local Notation xexcess := (Reg 103). Local Notation nu := (Reg 104).
Definition extra_definitions : list expr :=
  [ (* 64 uu *) xe^2 + nr * xd^2;  (* 65 uN *) Sqrt uu;  (* 66 rDu *) (xd * t1 + s * zc * xe) / (nw * uN);  (* 67 ruv *) xd / uN;
    (* 68 gD *) (xd * (s^2 * (ya - dw) + s * n1 * yb) + zc * xe) / (nw * uN);  (* 69 qDu *) 1 - (s^1 * rDu)^2;  (* 70 quv *) 1 - (s^1 * ruv)^2;
    (* 71 cDu *) Sqrt qDu;  (* 72 cuv *) Sqrt quv;  (* 73 sD *) cDu + cuv;  (* 74 turnD *) gD * (cuv + s^2 * ruv * (rDu + ruv) / sD);
    (* 75 kDu *) rDu^2 / (1 + cDu);  (* 76 pD *) uN / nw * (1 - s^2 * kDu);  (* 77 root *) Sqrt nr;  (* 78 slant *) - xe / (root * xd);
    (* 79 cross *) s * xe * yd - ze * xd;  (* 80 own *) Atan 1 (Rt / (- ze));  (* 81 pt *) root * cross / Y;
    (* 82 lu *) nr * dw + uN - nr * (s^2 * dw * kDu + gD * (rDu + ruv) / sD) + root * (xe * yd - xd * ye) / uN;  (* 83 Cu *) HalfPi - 1 + lu / uN;
    (* 84 bDu *) Asin 1 rDu;  (* 85 btu *) s * own + Atan 0 slant;
    (* 86 *) ga + nr * (HalfPi * s * xd + pD * za + s^2 * bDu * xd);
    (* 87 *) gb + nr * n1 * (HalfPi * xd + s^3 * pD * yb + s * bDu * xd);
    (* 88 *) gc + nr * (HalfPi * xe + s^2 * pD * zc + s * bDu * xe);
    (* 89 *) gd + nr * (HalfPi * xd + s * pt * yd + btu * xd);
    (* 90 *) ge + (HalfPi * xe + pt * ze + btu * xe);
    (* 91 *) nr * (HalfPi * (Sg + xd) + Cu * xd + btu * yd + s * bDu * (s * ya + n1 * yb) + Asin 2 turnD);
    (* 92 *) HalfPi * (Sb + xe) + Cu * xe + nr * bDu * zc + btu * ye - own ].
Definition extra_program : list expr := map (rename extra_register) TypeTwoCheck.program ++ extra_definitions.
Definition extra_blocks : list expr := map (rename extra_register) TypeTwoCheck.blocks ++
  [ (* 99 xbase *) base + s * pD;  (* 100 we *) 2 * (ya - s * yb) + s^3 * (ya - s * yb)^2 - dw;
    (* 101 stretch *) (we / (nw * cDu) + gD * (rDu + ruv) / (cDu * cuv * sD)) / uN;  (* 102 kDut *) / (nw * uN * cDu);
    (* 103 xexcess *) excess + s * pD * zc + bDu * xe ].
Definition extra_numbers : list expr := map (rename extra_register) (firstn 11 TypeTwoCheck.positive_numbers) ++
  [ (* 11 *) uu; yd; xd; cross; qDu; quv; cDu * cuv + s^2 * rDu * ruv; xexcess; xbase + 2 * pair - target - nu; xbase - target - nu ].
Definition extra_transverse_terms : qform := rename_form extra_register TypeTwoCheck.transverse_terms ++
  let u := Var 0 in let w := Var 1 in let v := Var 2 in let r := Plus (Times nr u) w in
  [ (s * pD * (nr * s^2), u, u); (s * pt, w, w); (HalfPi + Cu - nu, v, v); (2 * HalfPi, r, v); (2 * s * bDu * nr, u, v); (2 * btu, w, v) ].
Definition extra_standard_terms : qform := rename_form extra_register TypeTwoCheck.standard_terms ++
  let y1 := Var 0 in let y2 := Var 1 in let y3 := Var 2 in let g := Var 3 in let h := Var 4 in let f := Var 5 in
  let rh := Plus (Times s y1) (Minus (Times n1 y2) (Times (s^3) y3)) in
  let col := Plus (Minus y1 (Times s y2)) (Times n1 y3) in
  let ts := Plus (Times (s * yb) rh) (Times zc g) in
  let L := Plus (Times wp y1) (Times (s^2) ts) in
  let U := Minus (Plus (Times xd rh) (Times xe g)) (Times (s * rDu * uN / nw) L) in
  [ (s * pD, y1, y1); (s * pD * n1, y2, y2); (s * pD * n1 * s^2, y3, y3); (- (2 * s * pD * s^3), y2, y3); (s * pD, g, g); (- (s * pD / nw^2), L, L);
    (s * pt, h, h); (s * kDut, U, U); (2 * wp * kDut, U, f); (2 * (HalfPi + s * bDu), col, f); (HalfPi + Cu + s^2 * stretch - nu, f, f); (2 * (HalfPi + btu), h, f) ].
End Program.
Definition one_extra_data : family := {| f_unknowns := 7; f_program := extra_program; f_blocks := extra_blocks; f_positive := extra_numbers;
  f_forms := [(3%nat, extra_transverse_terms); (6%nat, extra_standard_terms)] |}.

(* ---- the same in real numbers ---- *)
Section Same.
Variables (s : R) (y : nat -> R).
Notation ya := (y 0%nat). Notation yb := (y 1%nat). Notation yc := (y 2%nat). Notation yd := (y 3%nat). Notation ye := (y 4%nat). Notation xd := (y 5%nat). Notation xe := (y 6%nat).
Notation rD := (rDu s ya yb yc xd xe). Notation rv := (ruv s xd xe). Notation cr := (cross s yd xd ye xe).
Notation pD := (pull_D s ya yb yc xd xe). Notation pt := (pull_t s yd xd ye xe). Notation bD := (bDu s ya yb yc xd xe). Notation bt := (btu s yd xd ye xe).
Definition extra_registers : list R := [s; ya; yb; yc; yd; ye; xd; xe] ++ skipn 6 (registers s y) ++
  [ xe^2 + nr s * xd^2; uN s xd xe; rD; rv; gap_D s ya yb yc xd xe; 1 - (s^1 * rD)^2; 1 - (s^1 * rv)^2; cosine s 1 rD; cosine s 1 rv; sines_D s ya yb yc xd xe; turn_D s ya yb yc xd xe;
    khat s 1 rD; pD; root s; slant s xd xe; cr; own s yd ye; pt; lu s ya yb yc yd xd ye xe; Cu s ya yb yc yd xd ye xe; bD; bt;
    equations s y 0 + nr s * (PI/2 * s * xd + pD * za s ya + s^2 * bD * xd);
    equations s y 1 + nr s * n1 s * (PI/2 * xd + s^3 * pD * yb + s * bD * xd);
    equations s y 2 + nr s * (PI/2 * xe + s^2 * pD * zc s yc + s * bD * xe);
    equations s y 3 + nr s * (PI/2 * xd + s * pt * yd + bt * xd);
    equations s y 4 + (PI/2 * xe + pt * ze s ye + bt * xe);
    extra_equations s y 5; extra_equations s y 6 ].
Definition extra_block_registers : list R := block_registers s y ++
  [ extra_base s ya yb yc yd xd ye xe; width_excess s ya yb yc; stretch s ya yb yc xd xe; / (nw s ya yb yc * uN s xd xe * cosine s 1 rD); extra_excess s ya yb yc yd xd ye xe ].
Lemma slant_angle a : atan a = a * arc_tangent_ratio ((s^0 * a)^2).
Proof. rewrite (atan_ratio a). simpl (s^0). rewrite Rmult_1_l. reflexivity. Qed.
Lemma extra_program_values : f_values one_extra_data s y = extra_registers.
Proof.
  unfold f_values, extra_registers, registers, extra_equations, equations, at_seven, at_unknowns, equation_a, equation_e, extra_xd, extra_xe, btu, own. rewrite own_angle, !single_angle, slant_angle. reflexivity.
Qed.
Definition extra_all (nu : R) : list R := extra_registers ++ extra_block_registers ++ [nu].
Lemma extra_blocks_values nu : f_registers one_extra_data nu s y = extra_all nu.
Proof. unfold f_registers. rewrite extra_program_values. reflexivity. Qed.
Lemma extra_register_value nu i : nth (extra_register i) (extra_all nu) 0 = nth i (all_registers s y nu) 0.
Proof.
  do 69 (destruct i as [|i]; [reflexivity|]). rewrite !nth_overflow; [reflexivity|cbn [length all_registers registers block_registers app]; lia|].
  unfold extra_register. cbn [Nat.ltb Nat.leb Nat.eqb]. cbn [length extra_all extra_registers extra_block_registers registers block_registers app skipn]. lia.
Qed.
End Same.

(* ---- what an accepted slab is ---- *)
Section Point.
Variables (nu mu s : R) (y : nat -> R).
Hypothesis Hpos : 0 < s.
Hypothesis H : family_positive one_extra_data nu mu s y.
Lemma extra_equation_values v i : (i < 7)%nat -> f_equation one_extra_data s v i = extra_equations s v i.
Proof.
  intros Hi. unfold f_equation. rewrite extra_program_values. unfold extra_equations, equations, at_seven, at_unknowns.
  destruct i as [|[|[|[|[|[|[|i]]]]]]]; [..|lia]; cbn [nth Nat.add f_first one_extra_data f_program extra_program length map app TypeTwoCheck.program extra_definitions extra_registers registers skipn];
    unfold extra_equations, equations, at_seven, at_unknowns, extra_a, extra_b, extra_c, extra_d, extra_e; ring.
Qed.
Lemma extra_number i : (i < 21)%nat -> 0 < value s (extra_all s y nu) (nth i extra_numbers (Num 0)).
Proof. intros Hi. rewrite <- extra_blocks_values. apply (fp_numbers _ _ _ _ _ H). apply nth_In. assumption. Qed.
(* of type II *)
Lemma type_two_number i : (i < 11)%nat -> 0 < value s (all_registers s y nu) (nth i positive_numbers (Num 0)).
Proof.
  intros Hi. pose proof (extra_number i ltac:(lia)) as P. rewrite <- (rename_value extra_register s (all_registers s y nu) (extra_all s y nu) (extra_register_value s y nu)).
  do 11 (destruct i as [|i]; [exact P|]). lia.
Qed.
Notation at_y f := (f s (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 5%nat) (y 4%nat) (y 6%nat)).
Notation at_two f := (f s (y 0%nat) (y 1%nat) (y 2%nat) (y 3%nat) (y 4%nat)).
Notation transverse_vector u w v := (fun i => match i with 0%nat => u | 1%nat => w | _ => v end).
Notation standard_vector y1 y2 y3 g h f := (fun i => match i with 0%nat => y1 | 1%nat => y2 | 2%nat => y3 | 3%nat => g | 4%nat => h | _ => f end).
(* type II's forms read only the variables before the last *)
Lemma extra_transverse_value u w v : qvalue s (extra_all s y nu) extra_transverse_terms (transverse_vector u w v) = at_y extra_transverse u w v - nu * (u^2 + w^2 + v^2).
Proof.
  unfold extra_transverse_terms. rewrite qvalue_app, (rename_form_value extra_register s (all_registers s y nu) (extra_all s y nu) (extra_register_value s y nu)).
  pose proof (transverse_value nu s y u w) as T. cbn [qvalue transverse_terms lvalue] in T |- *. rewrite T. clear T.
  unfold extra_transverse. cbn [value nth extra_all extra_registers extra_block_registers registers block_registers app skipn]. 
  assert (EP : PI = 2 * (PI / 2)) by field. ring.
Qed.
Lemma extra_standard_value y1 y2 y3 g h f : 0 < s^2 * n1 s * y 1%nat^2 + zc s (y 2%nat)^2 ->
  qvalue s (extra_all s y nu) extra_standard_terms (standard_vector y1 y2 y3 g h f) = at_y extra_standard y1 y2 y3 g h f - nu * (standard_norm s y1 y2 y3 g + h^2 + f^2).
Proof.
  intros Hh. unfold extra_standard_terms. rewrite qvalue_app, (rename_form_value extra_register s (all_registers s y nu) (extra_all s y nu) (extra_register_value s y nu)).
  pose proof (standard_value nu s y y1 y2 y3 g h Hh) as T. cbn [qvalue standard_terms lvalue] in T |- *. rewrite T. clear T.
  unfold extra_standard, standard_U, standard_L, standard_ts, standard_col, standard_rh, standard_norm. set (sf := standard_form _ _ _ _ _ _ _ _ _ _ _).
  cbn [value nth extra_all extra_registers extra_block_registers registers block_registers app skipn].
  set (p := PI / 2). unfold Rdiv. ring.
Qed.
Lemma one_extra_positive : extra_positive nu mu s y.
Proof.
  pose proof extra_number as N. pose proof type_two_number as N2. pose proof (fp_forms _ _ _ _ _ H) as Q. rewrite extra_blocks_values in Q.
  assert (Hh : 0 < s^2 * n1 s * y 1%nat^2 + zc s (y 2%nat)^2) by exact (N2 4%nat ltac:(lia)).
  split; unfold at_seven.
  - split; [|exact (N 11%nat ltac:(lia))|exact (N 12%nat ltac:(lia))|exact (N 13%nat ltac:(lia))|exact (N 14%nat ltac:(lia))| | |exact (N 17%nat ltac:(lia))]; try apply square_below_1.
    + split; [assumption|exact (N2 0%nat ltac:(lia))|exact (N2 1%nat ltac:(lia))|exact (N2 2%nat ltac:(lia))| |exact Hh|exact (N2 5%nat ltac:(lia))|..]; try apply square_below_1.
      * assert (0 < - ze s (y 4%nat)) by exact (N2 3%nat ltac:(lia)). lra.
      * assert (0 < 1 - (s^4 * rDD s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N2 6%nat ltac:(lia)). lra.
      * assert (0 < 1 - (s^4 * rDv s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N2 7%nat ltac:(lia)). lra.
      * assert (0 < 1 - (s^2 * rDb s (y 0%nat) (y 1%nat) (y 2%nat))^2) by exact (N2 8%nat ltac:(lia)). lra.
      * assert (0 < 1 - (s^2 * at_two rDt)^2) by exact (N2 9%nat ltac:(lia)). lra.
      * assert (0 < 1 - (s^2 * rtv s (y 3%nat) (y 4%nat))^2) by exact (N2 10%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^1 * rDu s (y 0%nat) (y 1%nat) (y 2%nat) (y 5%nat) (y 6%nat))^2) by exact (N 15%nat ltac:(lia)). lra.
    + assert (0 < 1 - (s^1 * ruv s (y 5%nat) (y 6%nat))^2) by exact (N 16%nat ltac:(lia)). lra.
  - assert (0 < at_y extra_base + 2 * block_pair s (y 0%nat) (y 1%nat) (y 2%nat) - block_target s (y 0%nat) (y 1%nat) (y 2%nat) - nu) by exact (N 19%nat ltac:(lia)). lra.
  - assert (0 < at_y extra_base - block_target s (y 0%nat) (y 1%nat) (y 2%nat) - nu) by exact (N 20%nat ltac:(lia)). lra.
  - intros u w v. pose proof (Q 3%nat extra_transverse_terms ltac:(left; reflexivity) (transverse_vector u w v)) as T. rewrite extra_transverse_value in T. lra.
  - intros y1 y2 y3 g h f. pose proof (Q 6%nat extra_standard_terms ltac:(right; left; reflexivity) (standard_vector y1 y2 y3 g h f)) as T. rewrite extra_standard_value in T by exact Hh. lra.
  - destruct (fp_derivative _ _ _ _ _ H) as [J [D P]]. exists J. split; [|exact P]. intros x i Hi.
    apply (is_derive_ext (fun t => f_equation one_extra_data s (fun j => y j + t * x j) i)); [intros t; apply extra_equation_values; assumption|apply D; assumption].
  - exact (N 18%nat ltac:(lia)).
Qed.
End Point.
Theorem one_extra_family_slab lo hi v0 rho nu mu : family_slab one_extra_data lo hi v0 rho nu mu -> extra_slab lo hi v0 rho nu mu.
Proof.
  intros [Hr Hn Hm B R0]. split; try assumption.
  - intros s y Hs Hb Hy. apply one_extra_positive; [assumption|]. apply B; assumption.
  - intros s Hs Hb. pose proof (R0 s Hs Hb) as L. rewrite (sum_ext _ _ (fun i => extra_equations s (v0 s) i ^ 2)) in L by (intros i Hi; rewrite extra_equation_values by assumption; reflexivity). exact L.
Qed.
