(* The objective (S6) in closed form, orthonormal targets e_0..e_{k-1} in R^d, and its first two derivatives along lines
   (the content of (S8) and (S10)).  A point of R^{nd} is a function nat -> R: neuron i, coordinate s at i*d+s. *)
From Coq Require Import List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction.
Open Scope R_scope.

(* the second derivative of a pair is h1 + h1 + 2 h2 of (S10), in the coordinates P = w.xi etc. *)
Lemma second_derivative_algebra x y z R h P S Z1 Z2 a b cc : 0 < R -> 0 < x -> 0 < y -> R^2 = x*y-z^2 ->
  let R1 := (2*P*y + x*(2*S) - 2*z*(Z1+Z2))/(2*R) in
  R1/(4*PI)*(2*P/x+2*S/y) + R/(4*PI)*((2*a*x-(2*P)^2)/x^2 + (2*b*y-(2*S)^2)/y^2) + ((Z1+Z2)*R - z*R1)/(x*y)/(2*PI)*(Z1+Z2) + h*(2*cc)
  = (R/(2*PI*x)*a + (z^2/R-R)/(2*PI*x^2)*P^2 + 2*(-z/(2*PI*x*R))*P*Z1 + /(2*PI*R)*Z1^2)
  + (R/(2*PI*y)*b + (z^2/R-R)/(2*PI*y^2)*S^2 + 2*(-z/(2*PI*y*R))*S*Z2 + /(2*PI*R)*Z2^2)
  + 2*(h*cc + /(2*PI*R)*(P*S+Z1*Z2) + (-z/(2*PI*x*R))*P*Z2 + (-z/(2*PI*y*R))*Z1*S).
Proof. intros HR Hx Hy HS R1. unfold R1. pose proof PI_RGT_0.
 assert (Ey : y = (R^2+z^2)/x) by (rewrite HS; field; lra). 
 assert (0 < R*R) by nra. assert (0 <= z*z) by nra. subst y.
 field. repeat split; try lra; apply Rgt_not_eq; simpl; nra. Qed.
Section M.
Variables n k d : nat.
Hypothesis Hd : (0 < d)%nat. Hypothesis Hk : (k <= d)%nat.
(* inner product, standard basis, neuron i of a point *)
Definition ip (a b : nat -> R) := sum d (fun s => a s * b s).
Definition basis (j s : nat) : R := if Nat.eqb j s then 1 else 0.
Definition neuron (p : nat -> R) i s := p (i*d+s)%nat.
(* the objective, Cho-Saul closed form (S6),(S7), n neurons, targets e_0..e_{k-1} in R^d *)
Definition f (a b : nat -> R) := pair (ip a a) (ip b b) (ip a b).
Definition objective (p : nat -> R) := /2 * (sum n (fun i => sum n (fun j => f (neuron p i) (neuron p j))) - 2 * sum n (fun i => sum k (fun j => f (neuron p i) (basis j)))
   + sum k (fun i => sum k (fun j => f (basis i) (basis j)))).
Definition target_part := sum k (fun i => sum k (fun j => f (basis i) (basis j))).
Lemma ip_comm a b : ip a b = ip b a. Proof. apply sum_ext; intros; ring. Qed.
Lemma ip_basis a j : (j < d)%nat -> ip a (basis j) = a j.
Proof. intros. unfold ip, basis. rewrite (sum_ext d _ (fun s => if Nat.eqb j s then a s else 0)). apply sum_single; assumption. intros; destruct Nat.eqb; ring. Qed.
(* w_i.w_j, and w_j.xi_i for a direction u with rows xi_i *)
Definition gram p i j := ip (neuron p i) (neuron p j).
Definition lin p u i j := ip (neuron p j) (neuron u i).
(* no neuron is zero, no pair is collinear *)
Definition regular p := (forall i, (i<n)%nat -> 0 < gram p i i) /\ (forall i j, (i<n)%nat -> (j<n)%nat -> i <> j -> 0 < gram p i i * gram p j j - gram p i j^2)
   /\ (forall i j, (i<n)%nat -> (j<k)%nat -> 0 < gram p i i * 1 - neuron p i j^2).
(* the objective at regular points *)
Definition objective_atan p := /2 * (sum n (fun i => sum n (fun j => if Nat.eqb i j then gram p i i/2 else pair_atan (gram p i i) (gram p j j) (gram p i j))) - 2 * sum n (fun i => sum k (fun j => pair_atan (gram p i i) 1 (neuron p i j))) + target_part).
Lemma pair_diag x : 0 < x -> pair x x x = x/2.
Proof. intros. unfold pair. rewrite sqrt_sqrt by lra. replace (x/x) with 1 by (field; lra). rewrite acos_1, sin_0. pose proof PI_RGT_0; field; lra. Qed.
Lemma objective_eq_atan p : regular p -> objective p = objective_atan p.
Proof. intros [G1 [G2 G3]]. unfold objective, objective_atan, target_part. f_equal. f_equal. f_equal.
 - apply sum_ext; intros i Hi; apply sum_ext; intros j Hj. unfold f. change (pair (gram p i i) (gram p j j) (gram p i j) = if Nat.eqb i j then gram p i i/2 else pair_atan (gram p i i) (gram p j j) (gram p i j)).
   destruct (Nat.eqb_spec i j). subst; apply pair_diag; auto. apply pair_eq_pair_atan; auto. specialize (G2 i j Hi Hj n0); lra.
 - f_equal. apply sum_ext; intros i Hi; apply sum_ext; intros j Hj. unfold f. rewrite (ip_basis (neuron p i) j), (ip_basis (basis j) j) by lia. replace (basis j j) with 1 by (unfold basis; rewrite Nat.eqb_refl; reflexivity).
   apply pair_eq_pair_atan. apply G1; auto. lra. specialize (G3 i j Hi Hj); unfold gram in *; lra. Qed.

(* derivatives along p + t u *)
Lemma derive_neuron p u t i s : is_derive (fun t => neuron (line p u t) i s) t (neuron u i s).
Proof. unfold neuron, line. auto_derive; [trivial|ring]. Qed.
Lemma derive_gram p u t i j : is_derive (fun t => gram (line p u t) i j) t (lin (line p u t) u i j + lin (line p u t) u j i).
Proof. unfold gram, lin, ip. rewrite <- sum_plus. apply is_derive_sum. intros s _. unfold neuron, line. auto_derive; [trivial|ring]. Qed.
Lemma derive_gram_diag p u t i : is_derive (fun t => gram (line p u t) i i) t (2 * lin (line p u t) u i i).
Proof. replace (2 * lin (line p u t) u i i) with (lin (line p u t) u i i + lin (line p u t) u i i) by ring. apply derive_gram. Qed.
Lemma derive_lin p u t i j : is_derive (fun t => lin (line p u t) u i j) t (gram u i j).
Proof. unfold gram, lin, ip. apply is_derive_sum. intros s _. unfold neuron, line. auto_derive; [trivial|ring]. Qed.
(* coefficients of (S8), (S10): N for a pair of neurons, T for a neuron and a target *)
Definition areaN p i j := area (gram p i i) (gram p j j) (gram p i j).
Definition weightN p i j := weight (gram p i i) (gram p j j) (gram p i j).
Definition areaT p i j := area (gram p i i) 1 (neuron p i j).
Definition weightT p i j := weight (gram p i i) 1 (neuron p i j).
Definition pairN1 p u i j := if Nat.eqb i j then lin p u i i else areaN p i j/(4*PI)*(2*lin p u i i/gram p i i + 2*lin p u j j/gram p j j) + weightN p i j*(lin p u i j + lin p u j i).
Definition pairT1 p u i j := areaT p i j/(4*PI)*(2*lin p u i i/gram p i i + 0/1) + weightT p i j*neuron u i j.
Definition nR p i j := areaN p i j/(2*PI*gram p i i). Definition nA p i j := (gram p i j^2/areaN p i j - areaN p i j)/(2*PI*gram p i i^2).
Definition nB p i j := - gram p i j/(2*PI*gram p i i*areaN p i j). Definition nC p i j := /(2*PI*areaN p i j).
Definition tR p i j := areaT p i j/(2*PI*gram p i i). Definition tA p i j := (neuron p i j^2/areaT p i j - areaT p i j)/(2*PI*gram p i i^2).
Definition tB p i j := - neuron p i j/(2*PI*gram p i i*areaT p i j). Definition tC p i j := /(2*PI*areaT p i j).
Definition h1N p u i j := nR p i j * gram u i i + nA p i j * lin p u i i^2 + 2*nB p i j*lin p u i i*lin p u i j + nC p i j*lin p u i j^2.
Definition h1T p u i j := tR p i j * gram u i i + tA p i j * lin p u i i^2 + 2*tB p i j*lin p u i i*neuron u i j + tC p i j*neuron u i j^2.
Definition h2N p u i j := weightN p i j * gram u i j + nC p i j*(lin p u i i*lin p u j j+lin p u i j*lin p u j i) + nB p i j*lin p u i i*lin p u j i + nB p j i*lin p u i j*lin p u j j.
Definition pairN2 p u i j := if Nat.eqb i j then gram u i i else h1N p u i j + h1N p u j i + 2*h2N p u i j.
(* first and second derivative in the direction u *)
Definition derivative1 p u := /2 * (sum n (fun i => sum n (fun j => pairN1 p u i j)) - 2 * sum n (fun i => sum k (fun j => pairT1 p u i j))).
Definition derivative2 p u := /2 * (sum n (fun i => sum n (fun j => pairN2 p u i j)) - 2 * sum n (fun i => sum k (fun j => h1T p u i j))).
Lemma gram_comm p i j : gram p i j = gram p j i. Proof. apply ip_comm. Qed.
Lemma areaN_comm p i j : areaN p i j = areaN p j i. Proof. unfold areaN, area. rewrite (gram_comm p i j), (Rmult_comm (gram p i i)). reflexivity. Qed.
Lemma weightN_comm p i j : weightN p i j = weightN p j i. Proof. unfold weightN, weight. fold (areaN p i j). fold (areaN p j i). rewrite areaN_comm, gram_comm. reflexivity. Qed.
Lemma nC_comm p i j : nC p i j = nC p j i. Proof. unfold nC. rewrite areaN_comm. reflexivity. Qed.
Lemma derive_pairN p u t i j : regular (line p u t) -> (i<n)%nat -> (j<n)%nat -> is_derive (fun t => if Nat.eqb i j then gram (line p u t) i i/2 else pair_atan (gram (line p u t) i i) (gram (line p u t) j j) (gram (line p u t) i j)) t (pairN1 (line p u t) u i j).
Proof. intros [G1 [G2 G3]] Hi Hj. unfold pairN1. destruct (Nat.eqb_spec i j).
 - apply (is_derive_ext (fun t => /2 * gram (line p u t) i i)). intros; simpl; field. replace (lin (line p u t) u i i) with (/2*(2*lin (line p u t) u i i)) by field. apply is_derive_scal. apply derive_gram_diag.
 - apply (derive_pair_atan (fun t => gram (line p u t) i i) (fun t => gram (line p u t) j j) (fun t => gram (line p u t) i j) (fun t => 2 * lin (line p u t) u i i) (fun t => 2*lin (line p u t) u j j) (fun t => lin (line p u t) u i j + lin (line p u t) u j i) t); auto using derive_gram_diag, derive_gram. Qed.
Lemma derive_pairT p u t i j : regular (line p u t) -> (i<n)%nat -> (j<k)%nat -> is_derive (fun t => pair_atan (gram (line p u t) i i) 1 (neuron (line p u t) i j)) t (pairT1 (line p u t) u i j).
Proof. intros [G1 [G2 G3]] Hi Hj. 
 apply (derive_pair_atan (fun t => gram (line p u t) i i) (fun t => 1) (fun t => neuron (line p u t) i j) (fun t => 2 * lin (line p u t) u i i) (fun t => 0) (fun t => neuron u i j) t); auto using derive_gram_diag, derive_neuron. apply @is_derive_const. lra. Qed.
Lemma derive_pairN1 p u t i j : regular (line p u t) -> (i<n)%nat -> (j<n)%nat -> is_derive (fun t => pairN1 (line p u t) u i j) t (pairN2 (line p u t) u i j).
Proof. intros [G1 [G2 G3]] Hi Hj. unfold pairN1, pairN2. destruct (Nat.eqb_spec i j).
 - apply derive_lin.
 - pose proof (derive_pair_atan_1 (fun t => gram (line p u t) i i) (fun t => gram (line p u t) j j) (fun t => gram (line p u t) i j) (fun t => 2 * lin (line p u t) u i i) (fun t => 2*lin (line p u t) u j j) (fun t => lin (line p u t) u i j + lin (line p u t) u j i) (2*gram u i i) (2*gram u j j) (2*gram u i j) t (derive_gram_diag p u t i) (derive_gram_diag p u t j) (derive_gram p u t i j) (G1 i Hi) (G1 j Hj) (G2 i j Hi Hj n0)) as D.
   assert (D1 : is_derive (fun t => 2 * lin (line p u t) u i i) t (2 * gram u i i)) by (apply is_derive_scal; apply derive_lin).
   assert (D2 : is_derive (fun t => 2 * lin (line p u t) u j j) t (2 * gram u j j)) by (apply is_derive_scal; apply derive_lin).
   assert (D3 : is_derive (fun t => lin (line p u t) u i j + lin (line p u t) u j i) t (2 * gram u i j)). { replace (2*gram u i j) with (gram u i j + gram u j i) by (rewrite (gram_comm u j i); ring). apply @is_derive_plus; apply derive_lin. }
   specialize (D D1 D2 D3).
   match goal with |- is_derive _ _ ?V => match type of D with is_derive _ _ ?V' => replace V with V'; [exact D|] end end.
   unfold pair_2, weight_1, area_1. fold (areaN (line p u t) i j). fold (weightN (line p u t) i j).
   rewrite (second_derivative_algebra (gram (line p u t) i i) (gram (line p u t) j j) (gram (line p u t) i j) (areaN (line p u t) i j) (weightN (line p u t) i j) (lin (line p u t) u i i) (lin (line p u t) u j j) (lin (line p u t) u i j) (lin (line p u t) u j i) (gram u i i) (gram u j j) (gram u i j)).
   + unfold h1N, h2N, nA, nB, nC, nR. rewrite (areaN_comm _ j i), (gram_comm (line p u t) j i). ring.
   + apply sqrt_lt_R0. apply G2; auto. + auto. + auto. + unfold areaN, area. rewrite pow2_sqrt. reflexivity. left; apply G2; auto. Qed.
Lemma derive_pairT1 p u t i j : regular (line p u t) -> (i<n)%nat -> (j<k)%nat -> is_derive (fun t => pairT1 (line p u t) u i j) t (h1T (line p u t) u i j).
Proof. intros [G1 [G2 G3]] Hi Hj. unfold pairT1.
 assert (D0 : is_derive (fun _ : R => 1) t 0) by apply @is_derive_const.
 assert (D00 : is_derive (fun _ : R => 0) t 0) by apply @is_derive_const.
 pose proof (derive_pair_atan_1 (fun t => gram (line p u t) i i) (fun t => 1) (fun t => neuron (line p u t) i j) (fun t => 2 * lin (line p u t) u i i) (fun t => 0) (fun t => neuron u i j) (2*gram u i i) 0 0 t (derive_gram_diag p u t i) D0 (derive_neuron p u t i j) (G1 i Hi) Rlt_0_1 (G3 i j Hi Hj)) as D.
   assert (D1 : is_derive (fun t => 2 * lin (line p u t) u i i) t (2 * gram u i i)) by (apply is_derive_scal; apply derive_lin).
   assert (D3 : is_derive (fun _ : R => neuron u i j) t 0) by apply @is_derive_const.
   specialize (D D1 D00 D3).
   match goal with |- is_derive _ _ ?V => match type of D with is_derive _ _ ?V' => replace V with V'; [exact D|] end end.
   unfold pair_2, weight_1, area_1. fold (areaT (line p u t) i j). fold (weightT (line p u t) i j).
   pose proof (second_derivative_algebra (gram (line p u t) i i) 1 (neuron (line p u t) i j) (areaT (line p u t) i j) (weightT (line p u t) i j) (lin (line p u t) u i i) 0 (neuron u i j) 0 (gram u i i) 0 0) as E. cbv zeta in E.
   unfold h1T, tA, tB, tC, tR. 
   rewrite !Rmult_0_r, !Rplus_0_r in E. rewrite ?Rmult_0_r, ?Rmult_0_l, ?Rplus_0_r. 
   match type of E with _ -> _ -> _ -> _ -> ?l = ?r => transitivity l end.
   + unfold Rdiv. ring.
   + rewrite E. unfold Rdiv; ring. apply sqrt_lt_R0. apply G3; auto. auto. lra. unfold areaT, area. rewrite pow2_sqrt. reflexivity. left; apply G3; auto. Qed.
Lemma derive_objective p u t : regular (line p u t) -> is_derive (fun t => objective_atan (line p u t)) t (derivative1 (line p u t) u).
Proof. intros G. unfold objective_atan, derivative1. apply is_derive_scal.
 replace (sum n (fun i => sum n (fun j => pairN1 (line p u t) u i j)) - 2 * sum n (fun i => sum k (fun j => pairT1 (line p u t) u i j))) with (plus (minus (sum n (fun i => sum n (fun j => pairN1 (line p u t) u i j))) (2 * sum n (fun i => sum k (fun j => pairT1 (line p u t) u i j)))) 0) by (unfold minus, plus, opp; simpl; ring).
 apply @is_derive_plus; [|apply @is_derive_const]. apply @is_derive_minus.
 - apply (is_derive_sum n (fun i t => sum n (fun j => if Nat.eqb i j then gram (line p u t) i i / 2 else pair_atan (gram (line p u t) i i) (gram (line p u t) j j) (gram (line p u t) i j)))). intros i Hi. apply (is_derive_sum n (fun j t => if Nat.eqb i j then gram (line p u t) i i / 2 else pair_atan (gram (line p u t) i i) (gram (line p u t) j j) (gram (line p u t) i j))). intros j Hj. apply derive_pairN; auto.
 - apply is_derive_scal. apply (is_derive_sum n (fun i t => sum k (fun j => pair_atan (gram (line p u t) i i) 1 (neuron (line p u t) i j)))). intros i Hi. apply (is_derive_sum k (fun j t => pair_atan (gram (line p u t) i i) 1 (neuron (line p u t) i j))). intros j Hj. apply derive_pairT; auto. Qed.
Lemma derive_objective1 p u t : regular (line p u t) -> is_derive (fun t => derivative1 (line p u t) u) t (derivative2 (line p u t) u).
Proof. intros G. unfold derivative1, derivative2. apply is_derive_scal. apply @is_derive_minus.
 - apply (is_derive_sum n (fun i t => sum n (fun j => pairN1 (line p u t) u i j))). intros i Hi. apply (is_derive_sum n (fun j t => pairN1 (line p u t) u i j)). intros j Hj. apply derive_pairN1; auto.
 - apply is_derive_scal. apply (is_derive_sum n (fun i t => sum k (fun j => pairT1 (line p u t) u i j))). intros i Hi. apply (is_derive_sum k (fun j t => pairT1 (line p u t) u i j)). intros j Hj. apply derive_pairT1; auto. Qed.
End M.
