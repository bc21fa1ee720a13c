(* Gradient (S8) and Hessian (S10) with entries (mathematics.md 1.3, 1.4), and the minimum theorem: mathematics.md 4.9, for a Hessian bounded below
   on a ball. *)
From Coq Require Import List Bool Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Spurious Require Import Sums Existence PairFunction Objective.
Open Scope R_scope.

Section M.
Variables n k d : nat.
Hypothesis Hd : (0 < d)%nat. Hypothesis Hk : (k <= d)%nat.
Notation ip := (ip d). Notation neuron := (neuron d). Notation gram := (gram d). Notation lin := (lin d).
Notation nR := (nR d). Notation nA := (nA d). Notation nB := (nB d). Notation nC := (nC d). Notation weightN := (weightN d). Notation weightT := (weightT d).
Notation tR := (tR d). Notation tA := (tA d). Notation tB := (tB d). Notation tC := (tC d). Notation regular := (regular n k d).
Notation derivative1 := (derivative1 n k d). Notation derivative2 := (derivative2 n k d). Notation objective_atan := (objective_atan n k d).
(* (S8), entry by entry *)
Definition gradN p i j s := if Nat.eqb i j then /2 * neuron p i s else nR p i j * neuron p i s + weightN p i j * neuron p j s.
Definition gradT p i j s := tR p i j * neuron p i s + weightT p i j * basis j s.
Definition gradient_entry p i s := sum n (fun j => gradN p i j s) - sum k (fun j => gradT p i j s).
Definition gradient p I := gradient_entry p (I / d) (I mod d).
Lemma ip_difference n' k' f g y : sum d (fun s => (sum n' (fun j => f j s) - sum k' (fun j => g j s)) * y s) = sum n' (fun j => ip (f j) y) - sum k' (fun j => ip (g j) y).
Proof. unfold Objective.ip. rewrite (sum_ext d _ (fun s => sum n' (fun j => f j s * y s) - sum k' (fun j => g j s * y s))) by (intros; rewrite !sum_scal_r; ring).
 rewrite sum_minus. f_equal; apply sum_swap. Qed.
Definition e1 p u i j := if Nat.eqb i j then lin p u i i / 2 else nR p i j * lin p u i i + weightN p i j * lin p u i j.
Lemma ip_lin a b x y z : ip (fun s => a * x s + b * y s) z = a * ip x z + b * ip y z.
Proof. unfold Objective.ip. rewrite (sum_ext d _ (fun s => a * (x s * z s) + b * (y s * z s))) by (intros; ring). rewrite sum_plus, !sum_scal; reflexivity. Qed.
Lemma ip_sc a x z : ip (fun s => a * x s) z = a * ip x z.
Proof. unfold Objective.ip. rewrite (sum_ext d _ (fun s => a * (x s * z s))) by (intros; ring). rewrite sum_scal; reflexivity. Qed.
(* the gradient represents the first derivative *)
Lemma gradient_derivative1 p u : regular p -> dot (n*d) (gradient p) u = derivative1 p u.
Proof. intros [G1 [G2 G3]]. rewrite dot_sum, sum_rows.
 rewrite (sum_ext n _ (fun i => sum n (fun j => e1 p u i j) - sum k (fun j => pairT1 d p u i j))).
 - rewrite sum_minus. unfold Objective.derivative1. rewrite <- (half_sym n (e1 p u)).
   rewrite (sum_ext n (fun i => sum n (fun j => pairN1 d p u i j)) (fun i => sum n (fun j => e1 p u i j + e1 p u j i))). field.
   intros i Hi. apply sum_ext. intros j Hj. unfold pairN1, e1. destruct (Nat.eqb_spec i j).
   + subst j. rewrite Nat.eqb_refl. field.
   + destruct (Nat.eqb_spec j i); [congruence|]. unfold Objective.nR. rewrite (areaN_comm d p j i), (weightN_comm d p j i). pose proof (G1 i Hi). pose proof (G1 j Hj). pose proof PI_RGT_0. field. repeat split; lra.
 - intros i Hi. rewrite (sum_ext d _ (fun s => (sum n (fun j => gradN p i j s) - sum k (fun j => gradT p i j s)) * neuron u i s)).
   + rewrite ip_difference. f_equal; apply sum_ext; intros j Hj.
     * unfold gradN, e1. destruct (Nat.eqb_spec i j). rewrite ip_sc. unfold Objective.lin. field. rewrite ip_lin. reflexivity.
     * unfold gradT, pairT1. rewrite ip_lin. rewrite (ip_comm d (basis j)), ip_basis by lia. unfold Objective.tR, Objective.lin. pose proof (G1 i Hi). pose proof PI_RGT_0. field. lra.
   + intros s Hs. unfold gradient. destruct (divmod d i s Hs) as [-> ->]. reflexivity. Qed.

(* a block r I + a w w^T + b1 w v^T + b2 v w^T + c v v^T *)
Definition ker r a b1 b2 c (W V : nat -> R) s t := (if Nat.eqb s t then r else 0) + a*W s*W t + b1*W s*V t + b2*V s*W t + c*V s*V t.
Definition bilinear (K : nat -> nat -> R) U Y := sum d (fun s => U s * sum d (fun t => K s t * Y t)).
Lemma bilinear_ext K K' U Y : (forall s t, (s<d)%nat -> (t<d)%nat -> K s t = K' s t) -> bilinear K U Y = bilinear K' U Y.
Proof. intros E; apply sum_ext; intros; f_equal; apply sum_ext; intros; rewrite E; auto. Qed.
Lemma bilinear_ker r a b1 b2 c W V U Y : bilinear (ker r a b1 b2 c W V) U Y = r*ip U Y + a*ip W U*ip W Y + b1*ip W U*ip V Y + b2*ip V U*ip W Y + c*ip V U*ip V Y.
Proof. unfold bilinear. rewrite (sum_ext d _ (fun s => r * (U s*Y s) + (a*ip W Y) * (W s*U s) + (b1*ip V Y)*(W s*U s) + (b2*ip W Y)*(V s*U s) + (c*ip V Y)*(V s*U s))).
 - rewrite !sum_plus, !sum_scal. unfold Objective.ip. ring.
 - intros s Hs. unfold ker. rewrite (sum_ext d _ (fun t => (if Nat.eqb s t then r*Y t else 0) + (a*W s)*(W t*Y t) + (b1*W s)*(V t*Y t) + (b2*V s)*(W t*Y t) + (c*V s)*(V t*Y t))) by (intros t _; destruct Nat.eqb; ring).
   rewrite !sum_plus, !sum_scal. rewrite (sum_single d s (fun t => r*Y t) Hs). unfold Objective.ip. ring. Qed.
Lemma bilinear_sum n' k' D E U Y : bilinear (fun s t => sum n' (fun l => D l s t) - sum k' (fun l => E l s t)) U Y = sum n' (fun l => bilinear (D l) U Y) - sum k' (fun l => bilinear (E l) U Y).
Proof. unfold bilinear. rewrite (sum_ext d _ (fun s => sum n' (fun l => U s * sum d (fun t => D l s t * Y t)) - sum k' (fun l => U s * sum d (fun t => E l s t * Y t)))).
 - rewrite sum_minus. f_equal; apply sum_swap.
 - intros s _. pose proof (ip_difference n' k' (fun l t => D l s t) (fun l t => E l s t) Y) as E0. cbv beta in E0. rewrite E0. rewrite Rmult_minus_distr_l, <- !sum_scal. reflexivity. Qed.
(* (S10): h1 of two neurons, h1 of a neuron and a target, h2 *)
Definition blockN p i l := if Nat.eqb i l then ker (/2) 0 0 0 0 (neuron p i) (neuron p i) else ker (nR p i l) (nA p i l) (nB p i l) (nB p i l) (nC p i l) (neuron p i) (neuron p l).
Definition blockT p i l := ker (tR p i l) (tA p i l) (tB p i l) (tB p i l) (tC p i l) (neuron p i) (basis l).
Definition block2 p i j := ker (weightN p i j) (nB p i j) (nC p i j) (nC p i j) (nB p j i) (neuron p i) (neuron p j).
Definition hessian_entry p i s j t := if Nat.eqb i j then sum n (fun l => blockN p i l s t) - sum k (fun l => blockT p i l s t) else block2 p i j s t.
Definition hessian p I J := hessian_entry p (I/d) (I mod d) (J/d) (J mod d).
Definition h1N_half p u i j := if Nat.eqb i j then /2 * gram u i i else h1N d p u i j.
(* the Hessian represents the second derivative *)
Lemma hessian_derivative2 p u : regular p -> quad (n*d) (hessian p) u = derivative2 p u.
Proof. intros G0. unfold quad. rewrite sum_rows.
 rewrite (sum_ext n _ (fun i => sum n (fun j => if Nat.eqb i j then sum n (fun l => h1N_half p u i l) - sum k (fun l => h1T d p u i l) else h2N d p u i j))).
 - rewrite (sum_ext n _ (fun i => (sum n (fun l => h1N_half p u i l) - sum k (fun l => h1T d p u i l)) + sum n (fun j => if Nat.eqb i j then 0 else h2N d p u i j))).
   + rewrite sum_plus, sum_minus. unfold Objective.derivative2. rewrite <- (half_sym n (h1N_half p u)).
     rewrite (sum_ext n (fun i => sum n (fun j => pairN2 d p u i j)) (fun i => sum n (fun j => h1N_half p u i j + h1N_half p u j i) + 2 * sum n (fun j => if Nat.eqb i j then 0 else h2N d p u i j))).
     rewrite sum_plus, sum_scal. field.
     intros i Hi. rewrite <- sum_scal, <- sum_plus. apply sum_ext. intros j Hj. unfold pairN2, h1N_half. destruct (Nat.eqb_spec i j). subst; rewrite Nat.eqb_refl; field.
     destruct (Nat.eqb_spec j i); [congruence|]. ring.
   + intros i Hi. rewrite <- (sum_single n i (fun _ => sum n (fun l => h1N_half p u i l) - sum k (fun l => h1T d p u i l)) Hi) at 1. rewrite <- sum_plus.
     apply sum_ext; intros j Hj. destruct Nat.eqb; ring.
 - intros i Hi. rewrite (sum_ext d _ (fun s => sum n (fun j => neuron u i s * sum d (fun t => hessian_entry p i s j t * neuron u j t)))).
   + rewrite sum_swap. apply sum_ext. intros j Hj. change (bilinear (fun s t => hessian_entry p i s j t) (neuron u i) (neuron u j) = if Nat.eqb i j then sum n (fun l => h1N_half p u i l) - sum k (fun l => h1T d p u i l) else h2N d p u i j).
     unfold hessian_entry. destruct (Nat.eqb_spec i j).
     * subst j. rewrite (bilinear_sum n k (fun l => blockN p i l) (fun l => blockT p i l)). f_equal; apply sum_ext; intros l Hl.
       -- unfold blockN, h1N_half. destruct (Nat.eqb_spec i l); rewrite bilinear_ker. unfold Objective.gram; ring. unfold h1N, Objective.lin, Objective.gram; ring.
       -- unfold blockT. rewrite bilinear_ker. rewrite !(ip_comm d (basis l)), !ip_basis by lia. unfold h1T, Objective.lin, Objective.gram; ring.
     * change (bilinear (block2 p i j) (neuron u i) (neuron u j) = h2N d p u i j). unfold block2. rewrite bilinear_ker. unfold h2N, Objective.lin, Objective.gram. ring.
   + intros s Hs. rewrite sum_scal. unfold Objective.neuron at 1. f_equal. rewrite sum_rows. apply sum_ext; intros j Hj. apply sum_ext; intros t Ht.
     unfold hessian. destruct (divmod d i s Hs) as [-> ->]. destruct (divmod d j t Ht) as [-> ->]. reflexivity. Qed.
Lemma ker_sym r a b c W V s t : ker r a b b c W V s t = ker r a b b c W V t s.
Proof. unfold ker. rewrite (Nat.eqb_sym t s). ring. Qed.
Lemma hessian_sym p I J : hessian p I J = hessian p J I.
Proof. unfold hessian, hessian_entry. rewrite (Nat.eqb_sym (J/d) (I/d)). destruct (Nat.eqb_spec (I/d) (J/d)) as [E|E].
 - rewrite <- E. f_equal; apply sum_ext; intros l _. unfold blockN; destruct Nat.eqb; apply ker_sym. unfold blockT; apply ker_sym.
 - unfold block2, ker. rewrite (weightN_comm d p (J/d)), (nC_comm d p (J/d)), (Nat.eqb_sym (J mod d)). ring. Qed.

(* Taylor to the second order on [0,1] *)
Lemma taylor2 g g1 g2 m : (forall t, 0 <= t <= 1 -> is_derive g t (g1 t)) -> (forall t, 0 <= t <= 1 -> is_derive g1 t (g2 t)) -> (forall t, 0 <= t <= 1 -> m <= g2 t) -> g 0 + g1 0 + m/2 <= g 1.
Proof. intros A1 A2 A3.
 destruct (MVT_gen (fun t => g t - m/2*t^2 - g1 0 * t) 0 1 (fun t => g1 t - m*t - g1 0)) as [c [Hc E]]; rewrite ?Rmin_left, ?Rmax_right in * by lra.
 - intros x Hx. assert (ex_derive (fun t => g t) x) by (eexists; apply A1; lra). auto_derive. auto. rewrite (derive_value _ _ _ (A1 x ltac:(lra))). field.
 - intros x Hx. apply derivable_continuous_pt. assert (E : ex_derive (fun t => g t - m/2*t^2 - g1 0*t) x). { assert (ex_derive (fun t => g t) x) by (eexists; apply A1; lra). auto_derive. auto. }
   apply ex_derive_Reals_0; exact E.
 - destruct (MVT_gen g1 0 c g2) as [c2 [Hc2 E2]]; rewrite ?Rmin_left, ?Rmax_right in * by lra.
   + intros; apply A2; lra. + intros x Hx. apply derivable_continuous_pt. apply ex_derive_Reals_0. exists (g2 x). apply A2; lra.
   + pose proof (A3 c2 ltac:(lra)). nra. Qed.
Section Ball.
Variables (c : nat -> R) (rho lam : R).
Hypothesis Hlam : 0 < lam. Hypothesis Hrho : 0 < rho.
Notation BallC := (Ball (n*d) c rho).
Hypothesis Hgood : forall p, BallC p -> regular p.
Hypothesis Hhess : forall p u, BallC p -> lam * sqnorm (n*d) u <= quad (n*d) (hessian p) u.
(* Taylor along the segment: a Hessian >= lam on the ball gives strong convexity *)
Lemma strongly_convex p q : BallC p -> BallC q -> objective_atan p + dot (n*d) (gradient p) (vsub q p) + lam/2 * sqnorm (n*d) (vsub q p) <= objective_atan q.
Proof. intros Hp Hq. set (u := vsub q p).
 assert (HB : forall t, 0 <= t <= 1 -> BallC (line p u t)) by (intros; apply (Ball_segment (n*d) c rho); assumption).
 pose proof (taylor2 (fun t => objective_atan (line p u t)) (fun t => derivative1 (line p u t) u) (fun t => derivative2 (line p u t) u) (lam * sqnorm (n*d) u)) as E.
 assert (E0 : line p u 0 = p) by (apply FunctionalExtensionality.functional_extensionality; intros; unfold line; ring).
 assert (E1 : line p u 1 = q) by (apply FunctionalExtensionality.functional_extensionality; intros; unfold line, u, vsub; ring).
 cbv beta in E. rewrite E0, E1 in E. rewrite gradient_derivative1 by auto. 
 assert (objective_atan p + derivative1 p u + lam * sqnorm (n*d) u/2 <= objective_atan q); [apply E|lra].
 - intros t Ht. apply derive_objective; auto.
 - intros t Ht. apply derive_objective1; auto.
 - intros t Ht. rewrite <- hessian_derivative2 by auto. apply Hhess; auto. Qed.
Notation F := (objective n k d). Notation N := (n*d)%nat.
(* mathematics.md 4.9: existence, distance at most eps/lam, value, quadratic growth with lam/2. *)
Theorem minimum : 4 * sqnorm N (gradient c) < lam^2 * rho^2 ->
  exists p, BallC p /\ (forall u, derivative1 p u = 0) /\ sqnorm N (vsub p c) <= sqnorm N (gradient c) / lam^2 /\
    F c - sqnorm N (gradient c) / (2*lam) <= F p /\ forall q, BallC q -> F p + lam/2 * sqnorm N (vsub q p) <= F q.
Proof.
  intros E. destruct (minimum_of_strong_convexity N objective_atan gradient c rho lam Hlam strongly_convex) as [p [A1 [A2 [A3 [A4 A5]]]]].
  - intros p v Hp. rewrite gradient_derivative1 by auto. replace (derivative1 p v) with (derivative1 (line p v 0) v) by (rewrite line_0; reflexivity). apply derive_objective; try assumption. rewrite line_0. auto.
  - exact E.
  - exists p. split; [assumption|]. split; [intros u; rewrite <- gradient_derivative1 by auto; apply A2|]. split; [assumption|].
    rewrite !objective_eq_atan by (try apply Hgood; assumption || apply Ball_center; assumption). split; [assumption|].
    intros q Hq. rewrite (objective_eq_atan n k d Hd Hk q) by auto. apply A5; assumption.
Qed.
End Ball.
End M.
