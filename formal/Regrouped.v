(* The entries of gradient, Hessian and M as the checker computes them: what belongs to a pair or to a neuron is factored out
   of the sums.  Exact identities between reals, d = k. *)
From Coq Require Import Arith List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums PairFunction Objective Hessian.
Open Scope R_scope.

Definition off (i l : nat) (a : R) : R := if Nat.eqb i l then 0 else a.
Lemma sum_off n i a g : (i < n)%nat -> sum n (fun l => if Nat.eqb i l then a else g l) = a + sum n (fun l => off i l (g l)).
Proof.
  intros Hi. rewrite <- (sum_single n i (fun _ => a) Hi) at 1. rewrite <- sum_plus. apply sum_ext. intros l _. unfold off.
  destruct Nat.eqb; ring.
Qed.

Section Regrouped.
Variables n k : nat.
Variable P : nat -> R.
Notation w := (neuron k P).
Notation z := (gram k P).

(* of a pair: |a||b| sin / 2 pi and 1 / (2 pi |a||b| sin); of a neuron: 1/|w|^2 *)
Definition uN i j := areaN k P i j / (2*PI).
Definition vN i j := / (2*PI * areaN k P i j).
Definition uT i j := areaT k P i j / (2*PI).
Definition vT i j := / (2*PI * areaT k P i j).
Definition iv i := / z i i.

(* M_ii of mathematics.md 6.2; it is also the coefficient of w_i in the gradient. *)
Definition slope i := /2 + iv i * (sum n (fun l => off i l (uN i l)) - sum k (uT i)).
Definition curve i := iv i * iv i * (sum n (fun l => off i l (z i l * (z i l * vN i l) - uN i l)) - sum k (fun j => w i j * (w i j * vT i j) - uT i j)).
Definition bend i t := - iv i * (sum n (fun l => off i l ((z i l * vN i l) * w l t)) - w i t * vT i t).

Lemma nR_split i j : nR k P i j = iv i * uN i j.
Proof. unfold nR, iv, uN, Rdiv. rewrite !Rinv_mult. ring. Qed.
Lemma tR_split i j : tR k P i j = iv i * uT i j.
Proof. unfold tR, iv, uT, Rdiv. rewrite !Rinv_mult. ring. Qed.
Lemma nB_split i j : nB k P i j = - (iv i * (z i j * vN i j)).
Proof. unfold nB, iv, vN, Rdiv. rewrite !Rinv_mult. ring. Qed.
Lemma tB_split i j : tB k P i j = - (iv i * (w i j * vT i j)).
Proof. unfold tB, iv, vT, Rdiv. rewrite !Rinv_mult. ring. Qed.
Lemma square_inv x : / x^2 = / x * / x.
Proof. simpl. rewrite Rmult_1_r. apply Rinv_mult. Qed.
Lemma nA_split i j : nA k P i j = iv i * iv i * (z i j * (z i j * vN i j) - uN i j).
Proof. unfold nA, iv, vN, uN, Rdiv. rewrite !Rinv_mult, square_inv. ring. Qed.
Lemma tA_split i j : tA k P i j = iv i * iv i * (w i j * (w i j * vT i j) - uT i j).
Proof. unfold tA, iv, vT, uT, Rdiv. rewrite !Rinv_mult, square_inv. ring. Qed.

Lemma sum_basis (g : nat -> R) s : (s < k)%nat -> sum k (fun j => g j * basis j s) = g s.
Proof.
  intros Hs. rewrite <- (sum_single k s g Hs). apply sum_ext. intros j _. unfold basis. rewrite (Nat.eqb_sym j s). destruct Nat.eqb; ring.
Qed.

Lemma gradient_regrouped i s : (i < n)%nat -> (s < k)%nat ->
  gradient_entry n k k P i s = slope i * w i s + sum n (fun l => off i l (weightN k P i l * w l s)) - weightT k P i s.
Proof.
  intros Hi Hs. unfold gradient_entry, gradN. rewrite sum_off by assumption.
  rewrite (sum_ext n (fun l => off i l (nR k P i l * w i s + weightN k P i l * w l s))
    (fun l => (iv i * w i s) * off i l (uN i l) + off i l (weightN k P i l * w l s))).
  - rewrite (sum_ext k (fun j => gradT k P i j s) (fun j => (iv i * w i s) * uT i j + weightT k P i j * basis j s)).
    + rewrite !sum_plus, !sum_scal, (sum_basis (weightT k P i) s Hs). unfold slope. ring.
    + intros j _. unfold gradT. rewrite tR_split. ring.
  - intros l _. unfold off. rewrite nR_split. destruct Nat.eqb; ring.
Qed.

Lemma diagonal_regrouped i s t : (i < n)%nat -> (s < k)%nat -> (t < k)%nat ->
  hessian_entry n k k P i s i t = (w i s * (curve i * w i t + bend i t) + (bend i s * w i t + sum n (fun l => off i l ((vN i l * w l s) * w l t))))
    + (if Nat.eqb s t then slope i - vT i s else 0).
Proof.
  intros Hi Hs Ht. unfold hessian_entry. rewrite Nat.eqb_refl. unfold blockN.
  set (dl := if Nat.eqb s t then 1 else 0).
  rewrite (sum_ext n _ (fun l => if Nat.eqb i l then dl * /2 else
     dl * (iv i * uN i l) + (iv i * iv i * (z i l * (z i l * vN i l) - uN i l)) * w i s * w i t
     - (iv i * (z i l * vN i l)) * w i s * w l t - (iv i * (z i l * vN i l)) * w l s * w i t + vN i l * w l s * w l t)).
  2:{ intros l _. unfold ker, dl. destruct (Nat.eqb i l). destruct Nat.eqb; ring.
      rewrite nR_split, nA_split, nB_split. change (nC k P i l) with (vN i l). destruct Nat.eqb; ring. }
  rewrite sum_off by assumption.
  rewrite (sum_ext n _ (fun l => (dl * iv i) * off i l (uN i l) + (iv i * iv i * w i s * w i t) * off i l (z i l * (z i l * vN i l) - uN i l)
     + (- iv i * w i s) * off i l ((z i l * vN i l) * w l t) + (- iv i * w i t) * off i l ((z i l * vN i l) * w l s) + off i l ((vN i l * w l s) * w l t))).
  2:{ intros l _. unfold off. destruct (Nat.eqb i l); ring. }
  rewrite (sum_ext k _ (fun j => (dl * iv i) * uT i j + (iv i * iv i * w i s * w i t) * (w i j * (w i j * vT i j) - uT i j)
     + (- iv i * w i s) * ((w i j * vT i j) * basis j t) + (- iv i * w i t) * ((w i j * vT i j) * basis j s) + (vT i j * basis j s) * basis j t)).
  2:{ intros j _. unfold blockT, ker, dl. rewrite tR_split, tA_split, tB_split. change (tC k P i j) with (vT i j). destruct Nat.eqb; ring. }
  rewrite !sum_plus, !sum_scal.
  rewrite (sum_basis (fun j => w i j * vT i j) t Ht), (sum_basis (fun j => w i j * vT i j) s Hs), (sum_basis (fun j => vT i j * basis j s) t Ht).
  unfold slope, curve, bend, dl, basis. rewrite (Nat.eqb_sym t s). destruct (Nat.eqb_spec s t); [subst t|]; ring.
Qed.

Lemma vN_comm i j : vN i j = vN j i.
Proof. unfold vN. rewrite areaN_comm. reflexivity. Qed.
Lemma off_diagonal_regrouped i j s t : i <> j ->
  hessian_entry n k k P i s j t = (w i s * (- (iv i * (z i j * vN i j)) * w i t + vN i j * w j t)
    + w j s * (vN i j * w i t + - (iv j * (z i j * vN i j)) * w j t)) + (if Nat.eqb s t then weightN k P i j else 0).
Proof.
  intros Hij. unfold hessian_entry. destruct (Nat.eqb_spec i j); [contradiction|]. unfold block2, ker.
  rewrite !nB_split. change (nC k P i j) with (vN i j). rewrite ?(vN_comm j i), (gram_comm k P j i). ring.
Qed.

(* The matrix M of Lemma 3. *)
Definition extraM i j := if Nat.eqb i j then slope i else weightN k P i j.
Lemma extraM_sym i j : extraM i j = extraM j i.
Proof.
  unfold extraM. rewrite (Nat.eqb_sym j i). destruct (Nat.eqb_spec i j); [subst; reflexivity|]. apply weightN_comm.
Qed.
End Regrouped.
