package account_test

import (
	"errors"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

func TestASessionEndsWhenIdleAndInAnyCaseAtItsTerm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		signUp(t, d, worker(1))
		p := plain()
		p.PersonIdle, p.PersonLife = time.Hour, 3*time.Hour
		o := door{t, d, p}
		s, _, _ := o.enter(now, by(worker(1), "192.0.2.1"), password, "")
		if found, err := o.find(now.Add(59*time.Minute), s.Token); err != nil || !found.Touch {
			t.Errorf("in use: %v, %v", err, found.Touch)
		}
		if _, err := o.find(now.Add(time.Hour), s.Token); err != account.ErrNoSession {
			t.Errorf("an idle hour: %v", err)
		}
		for at := now; at.Before(now.Add(3 * time.Hour)); at = at.Add(30 * time.Minute) {
			found, err := o.find(at, s.Token)
			if err != nil {
				t.Fatalf("at %s: %v", at, err)
			}
			write(t, d, at, func(tx *db.Tx) error { return account.Extend(tx, found) })
		}
		if _, err := o.find(now.Add(3*time.Hour-time.Second), s.Token); err != nil {
			t.Errorf("in use to the last second: %v", err)
		}
		if _, err := o.find(now.Add(3*time.Hour), s.Token); err != account.ErrNoSession {
			t.Errorf("beyond the term: %v", err)
		}
	})
}

func TestOnlyTheHashOfATokenIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		signUp(t, d, worker(1))
		s, _, _ := door{t, d, plain()}.enter(now, by(worker(1), "192.0.2.1"), password, "")
		read(t, d, func(tx *db.Tx) error {
			var sums []string
			if err := tx.Select(&sums, `SELECT sum FROM session`); err != nil {
				return err
			}
			if len(sums) != 1 || len(sums[0]) != 64 || sums[0] == s.Token {
				t.Errorf("kept: %q", sums)
			}
			return nil
		})
	})
}

func TestSigningOutEverywhereEndsEverySession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		o := door{t, d, plain()}
		phone, _, _ := o.enter(now, by(worker(1), "192.0.2.1"), password, "")
		desk, _, _ := o.enter(now, by(worker(1), "192.0.2.2"), password, "")
		write(t, d, now, func(tx *db.Tx) error { return account.SignOut(tx, phone.Token) })
		if _, err := o.find(now, desk.Token); err != nil {
			t.Errorf("the other browser was signed out too: %v", err)
		}
		write(t, d, now, func(tx *db.Tx) error {
			n, err := account.SignOutEverywhere(tx, a.ID)
			if n != 1 {
				t.Errorf("%d sessions ended", n)
			}
			return err
		})
		if _, err := o.find(now, desk.Token); err != account.ErrNoSession {
			t.Error(err)
		}
	})
}

// R-29, ASVS 8.3.2.
func TestAChangeOfRoleAndADisablingWorkAtTheNextRequest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := addUnit(t, d, account.Akimat, "751110000")
		other := addUnit(t, d, account.Akimat, "751210000")
		a := addStaff(t, d, account.Executor, "a.serikova", u.ID)
		o := door{t, d, plain()}
		s, ok, _ := o.enter(now, account.Credential{Login: "A.Serikova ", Address: "192.0.2.1"}, password, "")
		if !ok {
			t.Fatal("refused")
		}
		thing := &account.Thing{Unit: u.ID}
		may := func() error {
			found, err := o.find(now, s.Token)
			if err != nil {
				return err
			}
			return account.May(&found.Account, account.DecisionDraft, thing)
		}
		if err := may(); err != nil {
			t.Errorf("the executor of the unit: %v", err)
		}
		write(t, d, now, func(tx *db.Tx) error {
			return account.SetRole(tx, a.ID, a.Version, account.Head, u.ID, "system")
		})
		if err := may(); err != account.ErrForbidden {
			t.Errorf("now a head: %v", err)
		}
		err := tryWrite(d, now, func(tx *db.Tx) error {
			return account.SetRole(tx, a.ID, a.Version, account.Executor, u.ID, "system")
		})
		if !errors.Is(err, db.ErrStale) {
			t.Errorf("a stale change: %v", err)
		}
		write(t, d, now, func(tx *db.Tx) error {
			return account.SetRole(tx, a.ID, a.Version+1, account.Executor, other.ID, "system")
		})
		if err := may(); err != account.ErrHidden {
			t.Errorf("now of another unit: %v", err)
		}
		write(t, d, now, func(tx *db.Tx) error { return account.Disable(tx, a.ID, "left", "system") })
		if err := may(); err != account.ErrNoSession {
			t.Errorf("now disabled: %v", err)
		}
	})
}

func TestANewPasswordEndsEverySession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		o := door{t, d, plain()}
		s, _, _ := o.enter(now, by(worker(1), "192.0.2.1"), password, "")
		var try account.Try
		write(t, d, now, func(tx *db.Tx) (err error) {
			try, err = account.Attempt(tx, by(worker(1), "192.0.2.1"), o.p)
			return err
		})
		write(t, d, now, func(tx *db.Tx) error { return account.SetPassword(tx, a.ID, hash+"x") })
		if _, err := o.find(now, s.Token); err != account.ErrNoSession {
			t.Error(err)
		}
		try, err := try.Verify(t.Context(), password)
		if err != nil {
			t.Fatal(err)
		}
		write(t, d, now, func(tx *db.Tx) error {
			if _, ok, err := account.SignIn(tx, try, o.p, ""); ok {
				t.Errorf("a try with the old password came through after the change, %v", err)
			}
			return nil
		})
	})
}

func TestSweepingTakesOnlyWhatHasRunOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		o := door{t, d, plain()}
		old, _, _ := o.enter(now, by(worker(1), "192.0.2.1"), password, "")
		write(t, d, now, func(tx *db.Tx) error { _, err := account.StartProof(tx, a, o.p); return err })
		later := now.Add(25 * time.Hour)
		fresh, _, _ := o.enter(later, by(worker(1), "192.0.2.2"), password, "")
		write(t, d, later, account.Sweep)
		if _, err := o.find(later, fresh.Token); err != nil {
			t.Error(err)
		}
		read(t, d, func(tx *db.Tx) error {
			var n struct {
				Sessions int `db:"sessions"`
				Proofs   int `db:"proofs"`
				Limits   int `db:"limits"`
			}
			err := tx.Get(&n, `SELECT (SELECT count(*) FROM session) AS sessions,
				(SELECT count(*) FROM proof_of_identity) AS proofs, (SELECT count(*) FROM try_limit) AS limits`)
			if n.Sessions != 1 || n.Proofs != 0 || n.Limits != 2 { // the account's and the new address's
				t.Errorf("left: %+v", n)
			}
			return err
		})
		if _, err := o.find(now, old.Token); err != account.ErrNoSession {
			t.Error(err)
		}
	})
}
