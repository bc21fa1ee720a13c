(* Points with one big block: m neurons with a coordinate each ("good" ones), q further coordinates, r further ("single") neurons.
   The good neuron i is a at its own coordinate, b at the other good ones, c_s at the further coordinate s; the single neuron t is
   d_t at the good coordinates and e_ts at the further ones.  n = m + r neurons, width and number of targets k = m + q.
   For every m: inner products, gradient, and the second derivative in a direction, with sums over the m good neurons only of
   products of linear forms of a few numbers for each. *)
From Coq Require Import Reals Lra Psatz Lia Arith.
From Spurious Require Statements.
From Spurious Require Import Sums PairFunction Objective Hessian Regrouped.
Open Scope R_scope.

Lemma sum_off_all n i f : (i < n)%nat -> sum n (fun l => off i l (f l)) = sum n f - f i.
Proof.
  intros Hi. rewrite <- (sum_single n i f Hi), <- sum_minus. apply sum_ext. intros l _. unfold off. destruct Nat.eqb; ring.
Qed.
(* a sum over m indices of which one or two are special *)
Lemma sum_one m i f x y : (i < m)%nat -> f i = x -> (forall s, (s < m)%nat -> s <> i -> f s = y) -> sum m f = x + (INR m - 1) * y.
Proof.
  intros Hi E1 E2. rewrite (sum_ext m f (fun s => y + (if Nat.eqb i s then x - y else 0))).
  - rewrite sum_plus, sum_const, (sum_single m i (fun _ => x - y) Hi). ring.
  - intros s Hs. destruct (Nat.eqb_spec i s) as [<-|]; [rewrite E1; ring|]. rewrite E2 by auto. ring.
Qed.
Lemma sum_two m i j f x z y : (i < m)%nat -> (j < m)%nat -> i <> j -> f i = x -> f j = z ->
  (forall s, (s < m)%nat -> s <> i -> s <> j -> f s = y) -> sum m f = x + z + (INR m - 2) * y.
Proof.
  intros Hi Hj Hij E1 E2 E3. rewrite (sum_ext m f (fun s => y + ((if Nat.eqb i s then x - y else 0) + (if Nat.eqb j s then z - y else 0)))).
  - rewrite !sum_plus, sum_const, (sum_single m i (fun _ => x - y) Hi), (sum_single m j (fun _ => z - y) Hj). ring.
  - intros s Hs. destruct (Nat.eqb_spec i s) as [A|A]; destruct (Nat.eqb_spec j s) as [B|B]; try subst s; try congruence.
    + rewrite E1; ring. + rewrite E2; ring. + rewrite E3 by auto. ring.
Qed.

(* The pair's coefficients of (S8) and (S10) as functions of x = |w|^2, y = |v|^2, z = w.v, and its second derivatives. *)
Definition cR x y z := area x y z / (2*PI*x).
Definition cA x y z := (z^2 / area x y z - area x y z) / (2*PI*x^2).
Definition cB x y z := - z / (2*PI*x*area x y z).
Definition cC x y z := / (2*PI*area x y z).
(* without the term cR |xi|^2, which the slope collects *)
Definition h1 x y z P Q := cA x y z * P^2 + 2 * cB x y z * P * Q + cC x y z * Q^2.
Definition h2 x y z g P Q P' Q' := weight x y z * g + cC x y z * (P*P' + Q*Q') + cB x y z * P * Q' + cB y x z * Q * P'.

(* The second derivative as a sum over neurons, any point. *)
Section Second.
Variables n k d : nat.
Variables p u : nat -> R.
Notation z := (gram d p). Notation L := (lin d p u).
Definition slope_at i := /2 + sum n (fun l => off i l (cR (z i i) (z l l) (z i l))) - sum k (fun j => cR (z i i) 1 (neuron d p i j)).
Lemma h2N_comm i j : h2N d p u i j = h2N d p u j i.
Proof. unfold h2N. rewrite (weightN_comm d p j i), (nC_comm d p j i), (gram_comm d u j i). ring. Qed.
Lemma derivative2_rows : derivative2 n k d p u = sum n (fun i => slope_at i * gram d u i i
    + sum n (fun j => off i j (h1 (z i i) (z j j) (z i j) (L i i) (L i j) + h2 (z i i) (z j j) (z i j) (gram d u i j) (L i i) (L i j) (L j j) (L j i)))
    - sum k (fun j => h1 (z i i) 1 (neuron d p i j) (L i i) (neuron d u i j))).
Proof.
  unfold derivative2. set (e := fun i j => if Nat.eqb i j then gram d u i i / 2 else h1N d p u i j + h2N d p u i j).
  rewrite (sum_ext n (fun i => sum n (fun j => pairN2 d p u i j)) (fun i => sum n (fun j => e i j + e j i))).
  2:{ intros i _. apply sum_ext. intros j _. unfold pairN2, e. rewrite (Nat.eqb_sym j i). destruct (Nat.eqb_spec i j) as [->|]; [field|]. rewrite (h2N_comm j i). ring. }
  rewrite Rmult_minus_distr_l, (half_sym n e), <- Rmult_assoc, Rinv_l, Rmult_1_l by lra. rewrite <- sum_minus. apply sum_ext. intros i Hi.
  unfold e. rewrite (sum_off n i (gram d u i i / 2) (fun j => h1N d p u i j + h2N d p u i j) Hi).
  rewrite (sum_ext n (fun l => off i l (h1N d p u i l + h2N d p u i l)) (fun j => off i j (cR (z i i) (z j j) (z i j)) * gram d u i i
    + off i j (h1 (z i i) (z j j) (z i j) (L i i) (L i j) + h2 (z i i) (z j j) (z i j) (gram d u i j) (L i i) (L i j) (L j j) (L j i)))).
  2:{ intros j _. unfold off. destruct Nat.eqb; [ring|]. unfold h1N, h2N, h1, h2.
      change (nR d p i j) with (cR (z i i) (z j j) (z i j)). change (nA d p i j) with (cA (z i i) (z j j) (z i j)). change (nB d p i j) with (cB (z i i) (z j j) (z i j)).
      change (nC d p i j) with (cC (z i i) (z j j) (z i j)). change (weightN d p i j) with (weight (z i i) (z j j) (z i j)).
      replace (nB d p j i) with (cB (z j j) (z i i) (z i j)); [fold (z i i) (z i j); ring|]. unfold nB, cB. rewrite (areaN_comm d p j i). unfold areaN, area. rewrite (gram_comm d p j i), (Rmult_comm (z j j)). reflexivity. }
  rewrite (sum_ext k _ (fun j => cR (z i i) 1 (neuron d p i j) * gram d u i i + h1 (z i i) 1 (neuron d p i j) (L i i) (neuron d u i j))).
  2:{ intros j _. unfold h1T, h1. change (tR d p i j) with (cR (z i i) 1 (neuron d p i j)). change (tA d p i j) with (cA (z i i) 1 (neuron d p i j)).
      change (tB d p i j) with (cB (z i i) 1 (neuron d p i j)). change (tC d p i j) with (cC (z i i) 1 (neuron d p i j)). ring. }
  rewrite !sum_plus, !sum_scal_r. unfold slope_at. field.
Qed.
End Second.

Section Point.
Variables m q r : nat.
Hypothesis Hm : (3 <= m)%nat.
Notation k := (m + q)%nat.
Notation n := (m + r)%nat.
Notation M := (INR m).
Variables (a b : R) (c : nat -> R) (d : nat -> R) (e : nat -> nat -> R).
Definition entry : nat -> nat -> R := Statements.block_weights m a b c d e.
Definition point (I : nat) : R := entry (I / k) (I mod k).
Lemma neuron_point i s : (s < k)%nat -> neuron k point i s = entry i s.
Proof. intros H. unfold neuron, point. destruct (divmod k i s H) as [-> ->]. reflexivity. Qed.
Lemma entry_gg i s : (i < m)%nat -> (s < m)%nat -> entry i s = if Nat.eqb i s then a else b.
Proof. intros Hi Hs. unfold entry, Statements.block_weights. destruct (Nat.ltb_spec i m); [|lia]. destruct (Nat.ltb_spec s m); [reflexivity|lia]. Qed.
Lemma entry_gf i s : (i < m)%nat -> entry i (m + s) = c s.
Proof. intros Hi. unfold entry, Statements.block_weights. destruct (Nat.ltb_spec i m); [|lia]. destruct (Nat.ltb_spec (m + s) m); [lia|]. f_equal. lia. Qed.
Lemma entry_sg t s : (s < m)%nat -> entry (m + t) s = d t.
Proof. intros Hs. unfold entry, Statements.block_weights. destruct (Nat.ltb_spec (m + t) m); [lia|]. destruct (Nat.ltb_spec s m); [|lia]. f_equal. lia. Qed.
Lemma entry_sf t s : entry (m + t) (m + s) = e t s.
Proof. unfold entry, Statements.block_weights. destruct (Nat.ltb_spec (m + t) m); [lia|]. destruct (Nat.ltb_spec (m + s) m); [lia|]. f_equal; lia. Qed.

(* w_p . xi for a vector xi of R^k *)
Definition sigma (R0 : R) (y : nat -> R) := b * R0 + sum q (fun s => c s * y s).
Definition kappa (t : nat) (R0 : R) (y : nat -> R) := d t * R0 + sum q (fun s => e t s * y s).
Lemma ip_good i xi : (i < m)%nat -> ip k (neuron k point i) xi = (a - b) * xi i + sigma (sum m xi) (fun s => xi (m + s)%nat).
Proof.
  intros Hi. unfold ip, sigma. rewrite sum_app. rewrite <- (sum_single m i xi Hi), <- !sum_scal, <- Rplus_assoc, <- sum_plus. f_equal; apply sum_ext; intros s Hs.
  - rewrite neuron_point, entry_gg by lia. destruct Nat.eqb; ring.
  - rewrite neuron_point, entry_gf by lia. reflexivity.
Qed.
Lemma ip_single t xi : ip k (neuron k point (m + t)) xi = kappa t (sum m xi) (fun s => xi (m + s)%nat).
Proof.
  unfold ip, kappa. rewrite sum_app, <- sum_scal. f_equal; apply sum_ext; intros s Hs; rewrite neuron_point by lia; [rewrite entry_sg by lia|rewrite entry_sf]; reflexivity.
Qed.
Lemma row_sum_good i : (i < m)%nat -> sum m (neuron k point i) = a + (M - 1) * b.
Proof.
  intros Hi. apply (sum_one m i); [assumption| |]; intros; rewrite neuron_point, entry_gg by lia; [rewrite Nat.eqb_refl; reflexivity|].
  destruct (Nat.eqb_spec i s); [congruence|reflexivity].
Qed.
Lemma row_sum_single t : sum m (neuron k point (m + t)) = M * d t.
Proof. rewrite <- sum_const. apply sum_ext; intros. rewrite neuron_point, entry_sg by lia. reflexivity. Qed.
Lemma sigma_ext R0 y y' : (forall s, (s < q)%nat -> y s = y' s) -> sigma R0 y = sigma R0 y'.
Proof. intros H. unfold sigma. f_equal. apply sum_ext; intros; rewrite H by assumption; reflexivity. Qed.
Lemma kappa_ext t R0 y y' : (forall s, (s < q)%nat -> y s = y' s) -> kappa t R0 y = kappa t R0 y'.
Proof. intros H. unfold kappa. f_equal. apply sum_ext; intros; rewrite H by assumption; reflexivity. Qed.

(* inner products of the neurons *)
Definition gX := (a - b) * a + sigma (a + (M - 1) * b) c.
Definition gZ := (a - b) * b + sigma (a + (M - 1) * b) c.
Definition gW t := kappa t (a + (M - 1) * b) c.
Definition gY t t' := kappa t (M * d t') (e t').
Lemma gram_gg i j : (i < m)%nat -> (j < m)%nat -> gram k point i j = if Nat.eqb i j then gX else gZ.
Proof.
  intros Hi Hj. unfold gram. rewrite ip_good by assumption. rewrite row_sum_good, neuron_point, entry_gg by lia.
  rewrite (sigma_ext _ _ c) by (intros; rewrite neuron_point, entry_gf by lia; reflexivity). rewrite (Nat.eqb_sym j i). unfold gX, gZ. destruct Nat.eqb; reflexivity.
Qed.
Lemma gram_sg i t : (i < m)%nat -> gram k point (m + t) i = gW t.
Proof.
  intros Hi. unfold gram. rewrite ip_single, row_sum_good by assumption. apply kappa_ext. intros. rewrite neuron_point, entry_gf by lia. reflexivity.
Qed.
Lemma gram_gs i t : (i < m)%nat -> gram k point i (m + t) = gW t.
Proof. intros. rewrite gram_comm. apply gram_sg. assumption. Qed.
Lemma gram_ss t t' : gram k point (m + t) (m + t') = gY t t'.
Proof.
  unfold gram. rewrite ip_single, row_sum_single. apply kappa_ext. intros. rewrite neuron_point by lia. apply entry_sf.
Qed.
Notation Y t := (gY t t).
(* slopes: the coefficients of |xi|^2 *)
Definition slope_good := /2 + (M - 1) * cR gX gX gZ + sum r (fun t => cR gX (Y t) (gW t)) - (cR gX 1 a + (M - 1) * cR gX 1 b + sum q (fun s => cR gX 1 (c s))).
Definition slope_single t := /2 + M * cR (Y t) gX (gW t) + sum r (fun t' => off t t' (cR (Y t) (Y t') (gY t t')))
  - (M * cR (Y t) 1 (d t) + sum q (fun s => cR (Y t) 1 (e t s))).
Lemma off_add i l x : off (m + i) (m + l) x = off i l x.
Proof. unfold off. destruct (Nat.eqb_spec (m + i) (m + l)), (Nat.eqb_spec i l); try reflexivity; lia. Qed.
Lemma off_less i t x : (i < m)%nat -> off i (m + t) x = x.
Proof. intros. unfold off. destruct (Nat.eqb_spec i (m + t)); [lia|reflexivity]. Qed.
Lemma off_more i t x : (i < m)%nat -> off (m + t) i x = x.
Proof. intros. unfold off. destruct (Nat.eqb_spec (m + t) i); [lia|reflexivity]. Qed.
Lemma slope_good_eq i : (i < m)%nat -> slope_at n k k point i = slope_good.
Proof.
  intros Hi. unfold slope_at, slope_good. rewrite !sum_app, gram_gg, Nat.eqb_refl by assumption.
  rewrite (sum_one m i _ 0 (cR gX gX gZ)); [|assumption|unfold off; rewrite Nat.eqb_refl; reflexivity|].
  - rewrite (sum_one m i (fun j => cR gX 1 (neuron k point i j)) (cR gX 1 a) (cR gX 1 b)); [|assumption| |].
    + rewrite (sum_ext r _ (fun t => cR gX (Y t) (gW t))), (sum_ext q _ (fun s => cR gX 1 (c s))); [ring| |].
      * intros s Hs. rewrite neuron_point, entry_gf by lia. reflexivity.
      * intros t Ht. rewrite off_less, gram_ss, gram_gs by assumption. reflexivity.
    + rewrite neuron_point, entry_gg, Nat.eqb_refl by lia. reflexivity.
    + intros s Hs Hsi. rewrite neuron_point, entry_gg by lia. destruct (Nat.eqb_spec i s); [congruence|reflexivity].
  - intros s Hs Hsi. unfold off. rewrite !gram_gg, Nat.eqb_refl by assumption. destruct (Nat.eqb_spec i s); [congruence|reflexivity].
Qed.
Lemma slope_single_eq t : slope_at n k k point (m + t) = slope_single t.
Proof.
  unfold slope_at, slope_single. rewrite !sum_app, gram_ss.
  rewrite (sum_ext m _ (fun _ => cR (Y t) gX (gW t))) by (intros; rewrite off_more, gram_gg, Nat.eqb_refl, gram_sg by assumption; reflexivity).
  rewrite (sum_ext m (fun i => cR (Y t) 1 _) (fun _ => cR (Y t) 1 (d t))) by (intros; rewrite neuron_point, entry_sg by lia; reflexivity).
  rewrite (sum_ext r _ (fun t' => off t t' (cR (Y t) (Y t') (gY t t')))) by (intros; rewrite off_add, !gram_ss; reflexivity).
  rewrite (sum_ext q _ (fun s => cR (Y t) 1 (e t s))) by (intros; rewrite neuron_point, entry_sf by lia; reflexivity).
  rewrite !sum_const. ring.
Qed.

(* A direction u: rows x_i, y_i of the good neurons and z_t, h_t of the single ones. *)
Section Direction.
Variable u : nat -> R.
Notation x i j := (neuron k u i j).
Notation y i s := (neuron k u i (m + s)%nat).
Notation z t j := (neuron k u (m + t)%nat j).
Notation h t s := (neuron k u (m + t)%nat (m + s)%nat).
Definition row i := sum m (fun j => x i j).
Definition column j := sum m (fun i => x i j).
Definition yy i := sum q (fun s => y i s ^ 2).
Definition total t := sum m (fun j => z t j).
Definition Ysum s := sum m (fun i => y i s).
Notation P := (a - b).
Definition sg i := sigma (row i) (fun s => y i s).
Definition kp i t := kappa t (row i) (fun s => y i s).
Definition own i := P * x i i + sg i.
Definition beta t := sigma (total t) (fun s => h t s).
Definition lam t t' := kappa t' (total t) (fun s => h t s).
Lemma lin_gg i j : (i < m)%nat -> (j < m)%nat -> lin k point u i j = P * x i j + sg i.
Proof. intros Hi Hj. unfold lin. rewrite ip_good by assumption. reflexivity. Qed.
Lemma lin_gs i t : (i < m)%nat -> lin k point u i (m + t) = kp i t.
Proof. intros Hi. unfold lin. rewrite ip_single. reflexivity. Qed.
Lemma lin_sg t j : (j < m)%nat -> lin k point u (m + t) j = P * z t j + beta t.
Proof. intros Hj. unfold lin. rewrite ip_good by assumption. reflexivity. Qed.
Lemma lin_ss t t' : lin k point u (m + t) (m + t') = lam t t'.
Proof. unfold lin. rewrite ip_single. reflexivity. Qed.
Lemma gram_split i j : gram k u i j = sum m (fun s => x i s * x j s) + sum q (fun s => y i s * y j s).
Proof. unfold gram, ip. apply sum_app. Qed.

(* |xi_i|^2 of a good neuron *)
Definition gg i := sum m (fun j => x i j ^ 2) + yy i.
Lemma gram_u_good i : gram k u i i = gg i.
Proof. rewrite gram_split. unfold gg, yy. f_equal; apply sum_ext; intros; ring. Qed.

(* the quadratic form of the pairs of good neurons, and its reduction *)
Notation A := (cA gX gX gZ). Notation B := (cB gX gX gZ). Notation C := (cC gX gX gZ). Notation tau := (weight gX gX gZ).
Definition S2 := sum m (fun i => sum m (fun j => x i j ^ 2)).
Definition T2 := sum m (fun i => sum m (fun j => x i j * x j i)).
Lemma sum_own_row i : sum m (fun j => P * x i j + sg i) = P * row i + M * sg i.
Proof. rewrite sum_plus, sum_scal, sum_const. reflexivity. Qed.
Lemma sum_own_row_square i : sum m (fun j => (P * x i j + sg i)^2) = P^2 * sum m (fun j => x i j ^ 2) + 2 * P * sg i * row i + M * sg i ^ 2.
Proof.
  rewrite (sum_ext m _ (fun j => P^2 * x i j ^ 2 + (2 * P * sg i) * x i j + sg i ^ 2)) by (intros; ring).
  rewrite !sum_plus, !sum_scal, sum_const. unfold row. try change (sum m (fun j => x i j)) with (sum m (neuron k u i)). ring.
Qed.
Lemma good_h1 i : (i < m)%nat -> sum m (fun j => off i j (h1 gX gX gZ (own i) (P * x i j + sg i))) =
  (M - 1) * A * own i ^ 2 + 2 * B * own i * (P * row i + M * sg i - own i)
  + C * (P^2 * sum m (fun j => x i j ^ 2) + 2 * P * sg i * row i + M * sg i ^ 2 - own i ^ 2).
Proof.
  intros Hi. rewrite sum_off_all by assumption. unfold h1.
  rewrite !sum_plus, !sum_scal, sum_const, sum_own_row, sum_own_row_square. unfold own. ring.
Qed.
Definition sum_own := sum m own.
Definition sum_sg := sum m sg.
Lemma sum_transposed j : sum m (fun i => P * x i j + sg i) = P * column j + sum_sg.
Proof. rewrite sum_plus, sum_scal. reflexivity. Qed.
Lemma good_cross : sum m (fun i => sum m (fun j => (P * x i j + sg i) * (P * x j i + sg j))) =
  P^2 * T2 + 2 * P * sum m (fun j => column j * sg j) + sum_sg ^ 2.
Proof.
  rewrite (sum_ext m _ (fun i => P^2 * sum m (fun j => x i j * x j i) + (P * sum m (fun j => x i j * sg j) + P * sum m (fun j => sg i * x j i) + sg i * sum_sg))).
  - rewrite !sum_plus, sum_scal, sum_scal_r, !(sum_scal m P). fold T2.
    rewrite (sum_swap m m (fun i j => x i j * sg j)).
    rewrite (sum_ext m (fun j => sum m (fun i => x i j * sg j)) (fun j => column j * sg j)) by (intros; apply sum_scal_r).
    rewrite (sum_ext m (fun i => sum m (fun j => sg i * x j i)) (fun j => column j * sg j)) by (intros i _; rewrite sum_scal; unfold column; ring).
    fold sum_sg. ring.
  - intros i _. unfold sum_sg. rewrite <- !sum_scal, <- !sum_plus. apply sum_ext. intros; ring.
Qed.
Definition column_form := sum m (fun j => column j ^ 2) + sum q (fun s => Ysum s ^ 2).
Lemma good_gram : sum m (fun i => sum m (fun j => gram k u i j)) = column_form.
Proof.
  rewrite (sum_ext m _ (fun i => sum m (fun s => x i s * column s) + sum q (fun s => y i s * Ysum s))).
  - rewrite sum_plus. rewrite (sum_swap m m (fun i s => x i s * column s)), (sum_swap m q (fun i s => y i s * Ysum s)). unfold column_form.
    f_equal; apply sum_ext; intros; rewrite sum_scal_r; unfold column, Ysum; ring.
  - intros i _. rewrite (sum_ext m _ (fun j => sum m (fun s => x i s * x j s) + sum q (fun s => y i s * y j s))) by (intros; apply gram_split).
    rewrite sum_plus. rewrite (sum_swap m m (fun j s => x i s * x j s)), (sum_swap m q (fun j s => y i s * y j s)).
    f_equal; apply sum_ext; intros; rewrite sum_scal; reflexivity.
Qed.
Lemma good_h2 : sum m (fun i => sum m (fun j => off i j (h2 gX gX gZ (gram k u i j) (own i) (P * x i j + sg i) (own j) (P * x j i + sg j)))) =
  tau * column_form - tau * sum m gg
  + C * (sum_own ^ 2 - 2 * sum m (fun i => own i ^ 2) + P^2 * T2 + 2 * P * sum m (fun j => column j * sg j) + sum_sg ^ 2)
  + 2 * B * (sum m (fun i => own i * (P * column i - own i)) + sum_own * sum_sg).
Proof.
  rewrite (sum_ext m _ (fun i => (tau * sum m (fun j => gram k u i j) + C * (own i * sum_own) + C * sum m (fun j => (P * x i j + sg i) * (P * x j i + sg j))
     + (B * (own i * (P * column i + sum_sg)) + B * sum m (fun j => (P * x i j + sg i) * own j))) - (tau * gg i + 2 * C * own i ^ 2 + 2 * B * own i ^ 2))).
  - rewrite sum_minus, !sum_plus, !sum_scal, good_gram, good_cross, sum_scal_r. fold sum_own.
    rewrite (sum_swap m m (fun i j => (P * x i j + sg i) * own j)).
    rewrite (sum_ext m (fun j => sum m (fun i => (P * x i j + sg i) * own j)) (fun j => own j * (P * column j + sum_sg))) by (intros; rewrite sum_scal_r, sum_transposed; ring).
    rewrite (sum_ext m (fun i => own i * (P * column i + sum_sg)) (fun i => own i * (P * column i - own i) + (own i ^ 2 + own i * sum_sg))) by (intros; ring).
    rewrite !sum_plus, sum_scal_r. fold sum_own. change (sum m (fun i => gg i)) with (sum m gg). ring.
  - intros i Hi. rewrite sum_off_all by assumption. unfold h2. rewrite gram_u_good.
    rewrite (sum_ext m _ (fun j => tau * gram k u i j + (C * own i) * own j + C * ((P * x i j + sg i) * (P * x j i + sg j))
      + (B * own i) * (P * x j i + sg j) + B * ((P * x i j + sg i) * own j))) by (intros; ring).
    rewrite !sum_plus, !sum_scal, sum_transposed. change (P * x i i + sg i) with (own i). change (sum m own) with sum_own. change (sum m (fun j => gram k u i j)) with (sum m (gram k u i)). ring.
Qed.
(* good neurons and targets *)
Lemma good_targets i : (i < m)%nat -> sum k (fun j => h1 gX 1 (neuron k point i j) (own i) (neuron k u i j)) =
  (cA gX 1 a + (M - 1) * cA gX 1 b + sum q (fun s => cA gX 1 (c s))) * own i ^ 2
  + (2 * cB gX 1 a * own i * x i i + cC gX 1 a * x i i ^ 2)
  + (2 * cB gX 1 b * own i * (row i - x i i) + cC gX 1 b * (sum m (fun j => x i j ^ 2) - x i i ^ 2))
  + sum q (fun s => 2 * cB gX 1 (c s) * own i * y i s + cC gX 1 (c s) * y i s ^ 2).
Proof.
  intros Hi. rewrite sum_app.
  rewrite (sum_ext m _ (fun j => (if Nat.eqb i j then h1 gX 1 a (own i) (x i i) - h1 gX 1 b (own i) (x i i) else 0)
    + (cA gX 1 b * own i ^ 2 + (2 * cB gX 1 b * own i) * x i j + cC gX 1 b * x i j ^ 2))).
  - rewrite (sum_ext q _ (fun s => cA gX 1 (c s) * own i ^ 2 + (2 * cB gX 1 (c s) * own i * y i s + cC gX 1 (c s) * y i s ^ 2))).
    + rewrite !sum_plus, !sum_scal, sum_scal_r, sum_const, (sum_single m i (fun _ => h1 gX 1 a (own i) (x i i) - h1 gX 1 b (own i) (x i i)) Hi).
      change (sum m (neuron k u i)) with (row i). unfold h1. rewrite <- sum_plus. ring.
    + intros s Hs. rewrite neuron_point, entry_gf by lia. unfold h1. ring.
  - intros j Hj. rewrite neuron_point, entry_gg by lia. destruct (Nat.eqb_spec i j) as [<-|]; unfold h1; ring.
Qed.
Lemma single_targets t : sum k (fun j => h1 (Y t) 1 (neuron k point (m + t) j) (lam t t) (neuron k u (m + t) j)) =
  M * cA (Y t) 1 (d t) * lam t t ^ 2 + 2 * cB (Y t) 1 (d t) * lam t t * total t + cC (Y t) 1 (d t) * sum m (fun j => z t j ^ 2)
  + sum q (fun s => h1 (Y t) 1 (e t s) (lam t t) (h t s)).
Proof.
  rewrite sum_app. f_equal.
  - rewrite (sum_ext m _ (fun j => cA (Y t) 1 (d t) * lam t t ^ 2 + (2 * cB (Y t) 1 (d t) * lam t t) * z t j + cC (Y t) 1 (d t) * z t j ^ 2)).
    + rewrite !sum_plus, !sum_scal, sum_const. change (sum m (neuron k u (m + t)%nat)) with (total t). ring.
    + intros j Hj. rewrite neuron_point, entry_sg by lia. unfold h1. ring.
  - apply sum_ext; intros s Hs. rewrite neuron_point, entry_sf by lia. reflexivity.
Qed.
(* good neurons and a single one *)
Lemma single_h1 t : sum m (fun j => h1 (Y t) gX (gW t) (lam t t) (P * z t j + beta t)) =
  M * cA (Y t) gX (gW t) * lam t t ^ 2 + 2 * cB (Y t) gX (gW t) * lam t t * (P * total t + M * beta t)
  + cC gX (Y t) (gW t) * (P^2 * sum m (fun j => z t j ^ 2) + 2 * P * beta t * total t + M * beta t ^ 2).
Proof.
  assert (EC : cC (Y t) gX (gW t) = cC gX (Y t) (gW t)) by (unfold cC, area; rewrite (Rmult_comm (Y t)); reflexivity).
  rewrite (sum_ext m _ (fun j => (cA (Y t) gX (gW t) * lam t t ^ 2 + 2 * cB (Y t) gX (gW t) * lam t t * beta t + cC gX (Y t) (gW t) * beta t ^ 2)
    + (2 * cB (Y t) gX (gW t) * lam t t * P + 2 * cC gX (Y t) (gW t) * P * beta t) * z t j + (cC gX (Y t) (gW t) * P^2) * z t j ^ 2)).
  - rewrite !sum_plus, !sum_scal, !sum_const. change (sum m (neuron k u (m + t)%nat)) with (total t). ring.
  - intros j _. unfold h1. rewrite EC. ring.
Qed.
Lemma h2_comm x y z g A0 B0 C0 D0 : h2 y x z g A0 B0 C0 D0 = h2 x y z g C0 D0 A0 B0.
Proof.
  unfold h2. replace (weight y x z) with (weight x y z) by (unfold weight, area; rewrite (Rmult_comm y x); reflexivity).
  replace (cC y x z) with (cC x y z) by (unfold cC, area; rewrite (Rmult_comm y x); reflexivity). ring.
Qed.
Definition sum_kp t := sum m (fun i => kp i t).
Lemma mixed_gram t : sum m (fun i => gram k u i (m + t)) = sum m (fun i => column i * z t i) + sum q (fun s => Ysum s * h t s).
Proof.
  rewrite (sum_ext m _ (fun i => sum m (fun s => x i s * z t s) + sum q (fun s => y i s * h t s))) by (intros; apply gram_split).
  rewrite sum_plus, (sum_swap m m (fun i s => x i s * z t s)), (sum_swap m q (fun i s => y i s * h t s)).
  f_equal; apply sum_ext; intros; rewrite sum_scal_r; reflexivity.
Qed.
Lemma mixed_h2 t : sum m (fun i => h2 gX (Y t) (gW t) (gram k u i (m + t)) (own i) (kp i t) (lam t t) (P * z t i + beta t)) =
  weight gX (Y t) (gW t) * (sum m (fun i => column i * z t i) + sum q (fun s => Ysum s * h t s))
  + cC gX (Y t) (gW t) * (lam t t * sum_own + P * sum m (fun i => kp i t * z t i) + beta t * sum_kp t)
  + cB gX (Y t) (gW t) * (P * sum m (fun i => own i * z t i) + beta t * sum_own) + cB (Y t) gX (gW t) * (lam t t * sum_kp t).
Proof.
  rewrite <- mixed_gram. unfold h2, sum_own, sum_kp.
  rewrite (sum_ext m _ (fun i => weight gX (Y t) (gW t) * gram k u i (m + t) + (cC gX (Y t) (gW t) * lam t t + cB gX (Y t) (gW t) * beta t) * own i
    + (cC gX (Y t) (gW t) * P) * (kp i t * z t i) + (cC gX (Y t) (gW t) * beta t + cB (Y t) gX (gW t) * lam t t) * kp i t
    + (cB gX (Y t) (gW t) * P) * (own i * z t i))) by (intros; ring).
  rewrite !sum_plus, !sum_scal. ring.
Qed.
(* the coefficients of the invariant form: cS |X|^2 + cT <X, X^T> and a form for each good neuron and one for the totals *)
Definition own_square := (M - 1) * A + sum r (fun t => cA gX (Y t) (gW t)) - (cA gX 1 a + (M - 1) * cA gX 1 b + sum q (fun s => cA gX 1 (c s))).
Definition cS (sl : R) := sl + C * P^2 - tau - cC gX 1 b.
Definition cT := C * P^2.
Definition Q1_good (sl : R) (X0 R0 C0 : R) (y0 : nat -> R) : R :=
  let s := sigma R0 y0 in let L := P * X0 + s in
  (sl - tau) * sum q (fun s => y0 s ^ 2) + tau * C0^2 + own_square * L^2 + 2 * B * L * (P * R0 + M * s - L) + C * (2 * P * s * R0 + M * s^2 - L^2)
  + C * (2 * P * C0 * s - 2 * L^2) + 2 * B * (L * (P * C0 - L))
  - (2 * cB gX 1 a * L * X0 + cC gX 1 a * X0^2) - (2 * cB gX 1 b * L * (R0 - X0) - cC gX 1 b * X0^2)
  - sum q (fun s => 2 * cB gX 1 (c s) * L * y0 s + cC gX 1 (c s) * y0 s ^ 2).
Definition Q1_mixed (st : nat -> R) (X0 R0 C0 : R) (y0 z0 : nat -> R) (t : nat) : R :=
  let L := P * X0 + sigma R0 y0 in let K := kappa t R0 y0 in
  2 * cB gX (Y t) (gW t) * L * K + cC gX (Y t) (gW t) * K^2
  + 2 * (weight gX (Y t) (gW t) * (C0 * z0 t) + cC gX (Y t) (gW t) * P * (K * z0 t) + cB gX (Y t) (gW t) * P * (L * z0 t))
  + (st t + cC gX (Y t) (gW t) * P^2 - cC (Y t) 1 (d t)) * z0 t ^ 2
  + sum r (fun t' => off t t' (weight (Y t) (Y t') (gY t t')) * (z0 t * z0 t')).
Definition Q1 (sl : R) (st : nat -> R) (X0 R0 C0 : R) (y0 z0 : nat -> R) : R :=
  Q1_good sl X0 R0 C0 y0 + sum r (fun t => Q1_mixed st X0 R0 C0 y0 z0 t).
Definition Q2_good (X0 R0 : R) (Y0 : nat -> R) : R :=
  let s := sigma R0 Y0 in let L := P * X0 + s in tau * sum q (fun s => Y0 s ^ 2) + C * (L^2 + s^2) + 2 * B * L * s.
Definition Q2_single (st : nat -> R) (X0 R0 : R) (Y0 Z0 : nat -> R) (h0 : nat -> nat -> R) (t : nat) : R :=
  let L := P * X0 + sigma R0 Y0 in let K := kappa t R0 Y0 in let bt := sigma (Z0 t) (h0 t) in let lm t t' := kappa t' (Z0 t) (h0 t) in
  M * cA (Y t) gX (gW t) * lm t t ^ 2 + 2 * cB (Y t) gX (gW t) * lm t t * (P * Z0 t + M * bt) + cC gX (Y t) (gW t) * (2 * P * bt * Z0 t + M * bt^2)
  + 2 * (weight gX (Y t) (gW t) * sum q (fun s => Y0 s * h0 t s) + cC gX (Y t) (gW t) * (lm t t * L + bt * K)
         + cB gX (Y t) (gW t) * (bt * L) + cB (Y t) gX (gW t) * (lm t t * K))
  + st t * sum q (fun s => h0 t s ^ 2) - (M * cA (Y t) 1 (d t) * lm t t ^ 2 + 2 * cB (Y t) 1 (d t) * lm t t * Z0 t)
  - sum q (fun s => h1 (Y t) 1 (e t s) (lm t t) (h0 t s))
  + sum r (fun t' => off t t' (h1 (Y t) (Y t') (gY t t') (lm t t) (lm t t')
      + h2 (Y t) (Y t') (gY t t') (sum q (fun s => h0 t s * h0 t' s)) (lm t t) (lm t t') (lm t' t') (lm t' t))).
Definition Q2 (st : nat -> R) (X0 R0 : R) (Y0 Z0 : nat -> R) (h0 : nat -> nat -> R) : R :=
  Q2_good X0 R0 Y0 + sum r (fun t => Q2_single st X0 R0 Y0 Z0 h0 t).
Definition sum_x := sum m (fun i => x i i).
Definition sum_row := sum m row.
Lemma sum_sigma : sum_sg = sigma sum_row Ysum.
Proof.
  unfold sum_sg, sg, sigma, sum_row, Ysum. rewrite sum_plus, sum_scal. f_equal. rewrite (sum_swap m q (fun i s => c s * y i s)).
  apply sum_ext; intros. apply sum_scal.
Qed.
Lemma sum_kappa t : sum_kp t = kappa t sum_row Ysum.
Proof.
  unfold sum_kp, kp, kappa, sum_row, Ysum. rewrite sum_plus, sum_scal. f_equal. rewrite (sum_swap m q (fun i s => e t s * y i s)).
  apply sum_ext; intros. apply sum_scal.
Qed.
Lemma sum_own_eq : sum_own = P * sum_x + sigma sum_row Ysum.
Proof. rewrite <- sum_sigma. unfold sum_own, sum_x, sum_sg, own. rewrite sum_plus, sum_scal. reflexivity. Qed.
Lemma sum_own_eq_sg : sum_own = P * sum_x + sum_sg.
Proof. unfold sum_own, sum_x, sum_sg, own. rewrite sum_plus, sum_scal. reflexivity. Qed.
Lemma off_plus i l x y : off i l (x + y) = off i l x + off i l y.
Proof. unfold off. destruct Nat.eqb; ring. Qed.
Lemma off_scale i l x y : off i l (x * y) = off i l x * y.
Proof. unfold off. destruct Nat.eqb; ring. Qed.

(* what does not concern the single neurons *)
Lemma good_part sl : sum m (fun i => sl * gg i + sum m (fun j => off i j (h1 gX gX gZ (own i) (P * x i j + sg i)))
    + sum r (fun t => cA gX (Y t) (gW t)) * own i ^ 2 - sum k (fun j => h1 gX 1 (neuron k point i j) (own i) (neuron k u i j)))
  + sum m (fun i => sum m (fun j => off i j (h2 gX gX gZ (gram k u i j) (own i) (P * x i j + sg i) (own j) (P * x j i + sg j)))) =
  cS sl * S2 + cT * T2 + sum m (fun i => Q1_good sl (x i i) (row i) (column i) (fun s => y i s)) + Q2_good sum_x sum_row Ysum.
Proof.
  assert (ES : sum m gg = S2 + sum m yy) by (unfold gg, S2; rewrite sum_plus; reflexivity).
  rewrite good_h2. unfold Q2_good. cbv zeta. rewrite <- sum_sigma, <- sum_own_eq_sg, ES.
  rewrite (sum_ext m _ (fun i => (cS sl + tau) * sum m (fun j => x i j ^ 2) + (Q1_good sl (x i i) (row i) (column i) (fun s => y i s)
     + tau * yy i + 2 * C * own i ^ 2 + (- 2 * P * C) * (column i * sg i) + (- 2 * B) * (own i * (P * column i - own i)) + (- tau) * column i ^ 2))).
  - rewrite !sum_plus, !sum_scal. fold S2. unfold column_form, cT. change (sum m (fun i => yy i)) with (sum m yy). ring.
  - intros i Hi. rewrite good_h1, good_targets by assumption. unfold Q1_good, gg, cS, own_square. cbv zeta.
    change (sigma (row i) (fun s => y i s)) with (sg i). change (P * x i i + sg i) with (own i). fold (yy i). ring.
Qed.
(* what concerns the single neuron t *)
Lemma single_part st t : (forall t', gram k u (m + t) (m + t') = sum m (fun j => z t j * z t' j) + sum q (fun s => h t s * h t' s)) ->
  sum m (fun i => 2 * cB gX (Y t) (gW t) * own i * kp i t + cC gX (Y t) (gW t) * kp i t ^ 2)
  + 2 * sum m (fun i => h2 gX (Y t) (gW t) (gram k u i (m + t)) (own i) (kp i t) (lam t t) (P * z t i + beta t))
  + (st t * gram k u (m + t) (m + t) + sum m (fun j => h1 (Y t) gX (gW t) (lam t t) (P * z t j + beta t))
     + sum r (fun t' => off t t' (h1 (Y t) (Y t') (gY t t') (lam t t) (lam t t') + h2 (Y t) (Y t') (gY t t') (gram k u (m + t) (m + t')) (lam t t) (lam t t') (lam t' t') (lam t' t)))
     - sum k (fun j => h1 (Y t) 1 (neuron k point (m + t) j) (lam t t) (neuron k u (m + t) j))) =
  sum m (fun i => Q1_mixed st (x i i) (row i) (column i) (fun s => y i s) (fun t => z t i) t) + Q2_single st sum_x sum_row Ysum total (fun t s => h t s) t.
Proof.
  intros EG. rewrite mixed_h2, single_h1, single_targets.
  rewrite (sum_ext r _ (fun t' => off t t' (weight (Y t) (Y t') (gY t t')) * sum m (fun j => z t j * z t' j)
     + off t t' (h1 (Y t) (Y t') (gY t t') (kappa t (total t) (fun s => h t s)) (kappa t' (total t) (fun s => h t s)) + h2 (Y t) (Y t') (gY t t') (sum q (fun s => h t s * h t' s)) (kappa t (total t) (fun s => h t s)) (kappa t' (total t) (fun s => h t s)) (kappa t' (total t') (fun s => h t' s)) (kappa t (total t') (fun s => h t' s))))).
  2:{ intros t' _. rewrite EG, <- off_scale, <- off_plus. f_equal. unfold h2, lam. ring. }
  rewrite EG, (sum_plus r).
  rewrite (sum_ext m (fun j => z t j * z t j) (fun j => z t j ^ 2)), (sum_ext q (fun s => h t s * h t s) (fun s => h t s ^ 2)) by (intros; ring).
  rewrite (sum_ext m (fun i => Q1_mixed st (x i i) (row i) (column i) (fun s => y i s) (fun t => z t i) t)
    (fun i => (2 * cB gX (Y t) (gW t) * own i * kp i t + cC gX (Y t) (gW t) * kp i t ^ 2)
      + ((2 * weight gX (Y t) (gW t)) * (column i * z t i) + (2 * cC gX (Y t) (gW t) * P) * (kp i t * z t i) + (2 * cB gX (Y t) (gW t) * P) * (own i * z t i))
      + ((st t + cC gX (Y t) (gW t) * P^2 - cC (Y t) 1 (d t)) * z t i ^ 2 + sum r (fun t' => off t t' (weight (Y t) (Y t') (gY t t')) * (z t i * z t' i))))).
  2:{ intros i _. unfold Q1_mixed. cbv zeta. change (sigma (row i) (fun s => y i s)) with (sg i). change (P * x i i + sg i) with (own i).
      change (kappa t (row i) (fun s => y i s)) with (kp i t). ring. }
  rewrite (sum_plus m (fun i => _ + (_ + _ + _)) (fun i => _ + sum r _)), (sum_plus m _ (fun i => _ + _ + _)), (sum_plus m (fun i => _ * _ ^ 2) (fun i => sum r _)).
  rewrite (sum_plus m (fun i => _ + _) (fun i => (2 * cB gX (Y t) (gW t) * P) * (own i * z t i))), (sum_plus m (fun i => 2 * weight gX (Y t) (gW t) * _)), !(sum_scal m).
  rewrite (sum_swap m r (fun i t' => off t t' (weight (Y t) (Y t') (gY t t')) * (z t i * z t' i))).
  rewrite (sum_ext r (fun t' => sum m (fun i => off t t' (weight (Y t) (Y t') (gY t t')) * (z t i * z t' i))) (fun t' => off t t' (weight (Y t) (Y t') (gY t t')) * sum m (fun j => z t j * z t' j))) by (intros; apply sum_scal).
  unfold Q2_single. cbv zeta. rewrite <- sum_kappa, <- sum_own_eq.
  change (sigma (total t) (fun s => h t s)) with (beta t). change (kappa t (total t) (fun s => h t s)) with (lam t t).
  ring.
Qed.
Theorem derivative2_symmetric lambda : let sl := slope_good - lambda in let st t := slope_single t - lambda in
  derivative2 n k k point u - lambda * sqnorm (n * k) u =
  cS sl * S2 + cT * T2 + sum m (fun i => Q1 sl st (x i i) (row i) (column i) (fun s => y i s) (fun t => z t i))
  + Q2 st sum_x sum_row Ysum total (fun t s => h t s).
Proof.
  intros sl st.
  assert (EN : sqnorm (n * k) u = sum n (fun i => gram k u i i)).
  { unfold sqnorm. rewrite dot_sum, sum_rows. reflexivity. }
  assert (ES : sum m gg = S2 + sum m yy) by (unfold gg, S2; rewrite sum_plus; reflexivity).
  rewrite derivative2_rows, EN, <- sum_scal, <- sum_minus, sum_app.
  (* the good rows *)
  rewrite (sum_ext m _ (fun i => sl * gg i + sum m (fun j => off i j (h1 gX gX gZ (own i) (P * x i j + sg i)))
    + sum m (fun j => off i j (h2 gX gX gZ (gram k u i j) (own i) (P * x i j + sg i) (own j) (P * x j i + sg j)))
    + sum r (fun t => h1 gX (Y t) (gW t) (own i) (kp i t))
    + sum r (fun t => h2 gX (Y t) (gW t) (gram k u i (m + t)) (own i) (kp i t) (lam t t) (P * z t i + beta t))
    - sum k (fun j => h1 gX 1 (neuron k point i j) (own i) (neuron k u i j)))).
  2:{ intros i Hi. rewrite slope_good_eq, gram_u_good, !sum_app by assumption. rewrite gram_gg, Nat.eqb_refl by assumption.
      rewrite !lin_gg by assumption. change (P * x i i + sg i) with (own i).
      rewrite (sum_ext m (fun j => off i j _) (fun j => off i j (h1 gX gX gZ (own i) (P * x i j + sg i)) + off i j (h2 gX gX gZ (gram k u i j) (own i) (P * x i j + sg i) (own j) (P * x j i + sg j)))).
      2:{ intros j Hj. rewrite <- off_plus. rewrite !gram_gg, !lin_gg, Nat.eqb_refl by assumption. unfold off. destruct (Nat.eqb_spec i j); [reflexivity|]. reflexivity. }
      rewrite (sum_ext r (fun t => off i (m + t) _) (fun t => h1 gX (Y t) (gW t) (own i) (kp i t) + h2 gX (Y t) (gW t) (gram k u i (m + t)) (own i) (kp i t) (lam t t) (P * z t i + beta t))).
      2:{ intros t Ht. rewrite off_less, gram_ss, gram_gs, lin_gs, lin_ss, lin_sg by assumption. reflexivity. }
      rewrite !sum_plus. unfold sl. ring. }
  rewrite (sum_ext r _ (fun t => st t * gram k u (m + t) (m + t)
    + sum m (fun j => h1 (Y t) gX (gW t) (lam t t) (P * z t j + beta t))
    + sum m (fun j => h2 gX (Y t) (gW t) (gram k u j (m + t)) (own j) (kp j t) (lam t t) (P * z t j + beta t))
    + sum r (fun t' => off t t' (h1 (Y t) (Y t') (gY t t') (lam t t) (lam t t') + h2 (Y t) (Y t') (gY t t') (gram k u (m + t) (m + t')) (lam t t) (lam t t') (lam t' t') (lam t' t)))
    - sum k (fun j => h1 (Y t) 1 (neuron k point (m + t) j) (lam t t) (neuron k u (m + t) j)))).
  2:{ intros t Ht. rewrite slope_single_eq, !sum_app, gram_ss, lin_ss.
      rewrite (sum_ext m (fun j => off (m + t) j _) (fun j => h1 (Y t) gX (gW t) (lam t t) (P * z t j + beta t) + h2 gX (Y t) (gW t) (gram k u j (m + t)) (own j) (kp j t) (lam t t) (P * z t j + beta t))).
      2:{ intros j Hj. rewrite off_more, gram_gg, Nat.eqb_refl, gram_sg, lin_sg, lin_gs, lin_gg, h2_comm, (gram_comm k u (m + t) j) by assumption. reflexivity. }
      rewrite (sum_ext r (fun t' => off (m + t) (m + t') _) (fun t' => off t t' (h1 (Y t) (Y t') (gY t t') (lam t t) (lam t t') + h2 (Y t) (Y t') (gY t t') (gram k u (m + t) (m + t')) (lam t t) (lam t t') (lam t' t') (lam t' t)))).
      2:{ intros t' _. rewrite off_add, !gram_ss, !lin_ss. reflexivity. }
      rewrite sum_plus. unfold st. ring. }
  rewrite (sum_ext m _ (fun i => (sl * gg i + sum m (fun j => off i j (h1 gX gX gZ (own i) (P * x i j + sg i)))
      + sum r (fun t => cA gX (Y t) (gW t)) * own i ^ 2 - sum k (fun j => h1 gX 1 (neuron k point i j) (own i) (neuron k u i j)))
    + sum m (fun j => off i j (h2 gX gX gZ (gram k u i j) (own i) (P * x i j + sg i) (own j) (P * x j i + sg j)))
    + (sum r (fun t => 2 * cB gX (Y t) (gW t) * own i * kp i t + cC gX (Y t) (gW t) * kp i t ^ 2)
       + sum r (fun t => h2 gX (Y t) (gW t) (gram k u i (m + t)) (own i) (kp i t) (lam t t) (P * z t i + beta t))))).
  2:{ intros i _. rewrite (sum_ext r (fun t => h1 gX (Y t) (gW t) (own i) (kp i t)) (fun t => cA gX (Y t) (gW t) * own i ^ 2 + (2 * cB gX (Y t) (gW t) * own i * kp i t + cC gX (Y t) (gW t) * kp i t ^ 2))).
      - rewrite sum_plus, sum_scal_r. ring.
      - intros t _. unfold h1. ring. }
  rewrite (sum_plus m (fun i => _ + sum m (fun j => _)) (fun i => sum r _ + sum r _)), (sum_plus m _ (fun i => sum m (fun j => _))), good_part.
  rewrite (sum_plus m (fun i => sum r _) (fun i => sum r _)).
  rewrite (sum_swap m r (fun i t => 2 * cB gX (Y t) (gW t) * own i * kp i t + cC gX (Y t) (gW t) * kp i t ^ 2)).
  rewrite (sum_swap m r (fun i t => h2 gX (Y t) (gW t) (gram k u i (m + t)) (own i) (kp i t) (lam t t) (P * z t i + beta t))).
  unfold Q1, Q2. rewrite (sum_plus m (fun i => Q1_good _ _ _ _ _)), (sum_swap m r (fun i t => Q1_mixed st (x i i) (row i) (column i) (fun s => y i s) (fun t => z t i) t)).
  rewrite <- !Rplus_assoc.
  match goal with |- ?g1 + ?g2 + ?g3 + ?g4 + ?s1 + ?s2 + ?s3 = ?g1 + ?g2 + ?g3 + ?s4 + ?g4 + ?s5 => cut (s1 + s2 + s3 = s4 + s5); [intros E; clear - E; lra|] end.
  rewrite <- !sum_plus. apply sum_ext. intros t _. rewrite <- single_part by (intros; apply gram_split). ring.
Qed.
End Direction.
End Point.
