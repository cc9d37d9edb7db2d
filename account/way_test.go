package account_test

import (
	"errors"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

func ask(t *testing.T, d *db.DB, id string, mail, sms bool) {
	t.Helper()
	a := found(t, d, id)
	write(t, d, now, func(tx *db.Tx) error { return account.Ask(tx, a, mail, sms) })
}

func confirm(t *testing.T, d *db.DB, at time.Time, id string, w account.Way, code string) (p account.Proof) {
	t.Helper()
	a := found(t, d, id)
	write(t, d, at, func(tx *db.Tx) (err error) { p, err = account.ProveAddress(tx, a, w, code); return err })
	return p
}

func codeTo(t *testing.T, d *db.DB, id string, w account.Way) (code string) {
	t.Helper()
	a := found(t, d, id)
	write(t, d, now, func(tx *db.Tx) (err error) { code, err = account.StartAddress(tx, a, w, plain()); return err })
	return code
}

func withMail(n int) account.Newcomer {
	w := worker(n)
	w.Email = "bekzod@example.kz"
	return w
}

func TestLettersGoToAConfirmedAddressThatAskedForThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := signUp(t, d, withMail(1)).ID
		reach := func(step, mail, sms string) {
			t.Helper()
			if a := found(t, d, id); a.Reach(account.Mail) != mail || a.Reach(account.SMS) != sms {
				t.Errorf("%s: %q and %q", step, a.Reach(account.Mail), a.Reach(account.SMS))
			}
		}
		reach("at first", "", "")
		ask(t, d, id, true, true)
		reach("asked, not confirmed", "", "")
		code := codeTo(t, d, id, account.Mail)
		if p := confirm(t, d, now, id, account.SMS, code); p != account.NoProof {
			t.Errorf("the mail's code for the phone: %s", p)
		}
		if p := confirm(t, d, now, id, account.Mail, other(code)); p != account.Wrong {
			t.Errorf("another code: %s", p)
		}
		if p := confirm(t, d, now, id, account.Mail, code); p != account.Proven {
			t.Errorf("the code: %s", p)
		}
		reach("mail confirmed", "bekzod@example.kz", "")
		if p := confirm(t, d, now, id, account.SMS, codeTo(t, d, id, account.SMS)); p != account.Proven {
			t.Errorf("the phone's code: %s", p)
		}
		reach("both confirmed", "bekzod@example.kz", "+77010000000")
		ask(t, d, id, false, true)
		reach("mail no more", "", "+77010000000")
		write(t, d, now, func(tx *db.Tx) error { return account.Refuse(tx, id, account.SMS) })
		reach("phone refused by the link", "", "")
	})
}

func TestAnotherAddressIsNotConfirmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := signUp(t, d, withMail(1)).ID
		ask(t, d, id, true, false)
		change := func(email string) {
			a := found(t, d, id)
			a.Email = email
			write(t, d, now, func(tx *db.Tx) error { return account.Change(tx, a) })
		}
		late := codeTo(t, d, id, account.Mail)
		change("other@example.kz")
		if p := confirm(t, d, now, id, account.Mail, late); p != account.NoProof || found(t, d, id).Confirmed(account.Mail) {
			t.Errorf("the code of the old address: %s", p)
		}
		if p := confirm(t, d, now, id, account.Mail, codeTo(t, d, id, account.Mail)); p != account.Proven {
			t.Errorf("the code of the new one: %s", p)
		}
		change("third@example.kz")
		if a := found(t, d, id); a.Confirmed(account.Mail) || a.Reach(account.Mail) != "" {
			t.Error("a third address counts as confirmed")
		}
		change("")
		a := found(t, d, id)
		if err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.StartAddress(tx, a, account.Mail, plain()); return err }); !errors.Is(err, account.ErrNoAddress) {
			t.Errorf("a code to nowhere: %v", err)
		}
	})
}

func TestACodeToAnAddressIsSpentAfterFiveTriesOrTenMinutes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := signUp(t, d, withMail(1)).ID
		code := codeTo(t, d, id, account.Mail)
		if p := confirm(t, d, now.Add(10*time.Minute), id, account.Mail, code); p != account.NoProof {
			t.Errorf("after ten minutes: %s", p)
		}
		for i := range 5 {
			if p := confirm(t, d, now.Add(time.Duration(i)*time.Minute), id, account.Mail, other(code)); p != account.Wrong {
				t.Errorf("try %d: %s", i+1, p)
			}
		}
		if p := confirm(t, d, now, id, account.Mail, code); p != account.NoProof {
			t.Errorf("after five wrong tries: %s", p)
		}
		var many *account.TooMany
		for range 6 {
			a := found(t, d, id)
			err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.StartAddress(tx, a, account.SMS, plain()); return err })
			if errors.As(err, &many) {
				return
			}
		}
		t.Error("codes can be sent to somebody's phone without end")
	})
}
