package account_test

import (
	"errors"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

func start(t *testing.T, d *db.DB, a account.Account) (code string) {
	t.Helper()
	write(t, d, now, func(tx *db.Tx) (err error) { code, err = account.StartProof(tx, a, plain()); return err })
	return code
}

func prove(t *testing.T, d *db.DB, at time.Time, id, code string) (p account.Proof) {
	t.Helper()
	write(t, d, at, func(tx *db.Tx) (err error) { p, err = account.Prove(tx, id, code); return err })
	return p
}

func other(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func found(t *testing.T, d *db.DB, id string) (a account.Account) {
	t.Helper()
	read(t, d, func(tx *db.Tx) (err error) { a, err = account.Find(tx, id); return err })
	return a
}

func TestTheCodeFromTheStatesPhoneProvesTheIdentity(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		code := start(t, d, a)
		if p := prove(t, d, now, a.ID, other(code)); p != account.Wrong {
			t.Errorf("another code: %s", p)
		}
		if p := prove(t, d, now.Add(time.Minute), a.ID, code[:3]+" "+code[3:]); p != account.Proven {
			t.Errorf("the code: %s", p)
		}
		if got := found(t, d, a.ID); !got.Proven() || !got.ProvenAt.Equal(now.Add(time.Minute)) {
			t.Errorf("%+v", got.ProvenAt)
		}
		if p := prove(t, d, now, a.ID, code); p != account.NoProof {
			t.Errorf("the code again: %s", p)
		}
	})
}

func TestACodeIsSpentAfterFiveTriesOrTenMinutes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		code := start(t, d, a)
		for range 5 {
			prove(t, d, now, a.ID, other(code))
		}
		if p := prove(t, d, now, a.ID, code); p != account.NoProof {
			t.Errorf("the sixth try: %s", p)
		}
		err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.StartProof(tx, a, plain()); return err })
		if many := (*account.TooMany)(nil); !errors.As(err, &many) || many.Wait != time.Minute {
			t.Errorf("a new code at once after five wrong tries: %v", err)
		}
		later := now.Add(time.Minute)
		write(t, d, later, func(tx *db.Tx) (err error) { code, err = account.StartProof(tx, a, plain()); return err })
		if p := prove(t, d, later.Add(10*time.Minute), a.ID, code); p != account.NoProof {
			t.Errorf("after ten minutes: %s", p)
		}
		if found(t, d, a.ID).Proven() {
			t.Error("proven")
		}
	})
}

func TestCodesAreSentOnlySoOften(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		for range 5 {
			start(t, d, a)
		}
		err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.StartProof(tx, a, plain()); return err })
		if many := (*account.TooMany)(nil); !errors.As(err, &many) {
			t.Errorf("the sixth code: %v", err)
		}
	})
}

func TestAPassportHasNothingToProveUntilAnIINIsJoined(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, abroad(1))
		err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.StartProof(tx, a, plain()); return err })
		if err != account.ErrNoIIN {
			t.Error(err)
		}
		err = tryWrite(d, now, func(tx *db.Tx) error { _, err := account.JoinIIN(tx, a, "900101300018", plain()); return err })
		if !errors.Is(err, account.ErrIIN) {
			t.Errorf("a wrong number: %v", err)
		}
		var code string
		write(t, d, now, func(tx *db.Tx) (err error) { code, err = account.JoinIIN(tx, a, iin(5), plain()); return err })
		if got := found(t, d, a.ID); got.IIN != "" {
			t.Error("joined before it was proven")
		}
		if p := prove(t, d, now, a.ID, code); p != account.Proven {
			t.Fatal(p)
		}
		if got := found(t, d, a.ID); got.IIN != iin(5) || !got.Proven() || got.PassportNumber != a.PassportNumber {
			t.Errorf("%+v", got)
		}
	})
}

func TestAnIINOfAnotherAccountCannotBeJoined(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		signUp(t, d, worker(1))
		a := signUp(t, d, abroad(1))
		var code string
		write(t, d, now, func(tx *db.Tx) (err error) { code, err = account.JoinIIN(tx, a, worker(1).IIN, plain()); return err })
		err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.Prove(tx, a.ID, code); return err })
		if err != account.ErrTaken {
			t.Error(err)
		}
	})
}

func TestTheOwnerOfAnIINGetsTheAccountBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1)) // by a stranger
		o := door{t, d, plain()}
		stranger, _, _ := o.enter(now, by(worker(1), "192.0.2.1"), password, "")
		mine, err := account.HashPassword(t.Context(), "менің құпия сөзім осы")
		if err != nil {
			t.Fatal(err)
		}
		var code string
		write(t, d, now, func(tx *db.Tx) (err error) {
			_, code, err = account.StartRecovery(tx, worker(1).IIN, plain())
			return err
		})
		write(t, d, now, func(tx *db.Tx) error {
			p, err := account.Recover(tx, a.ID, code, mine)
			if p != account.Proven {
				t.Error(p)
			}
			return err
		})
		if _, err := o.find(now, stranger.Token); err != account.ErrNoSession {
			t.Errorf("the stranger is still in: %v", err)
		}
		if _, ok, _ := o.enter(now, by(worker(1), "192.0.2.1"), "менің құпия сөзім осы", ""); !ok {
			t.Error("the owner is not in")
		}
		if got := found(t, d, a.ID); got.Phone != "" || !got.Proven() {
			t.Errorf("%+v", got)
		}
		err = tryWrite(d, now, func(tx *db.Tx) error { _, _, err := account.StartRecovery(tx, iin(9000), plain()); return err })
		if err != account.ErrUnknown {
			t.Errorf("nobody's number: %v", err)
		}
	})
}
