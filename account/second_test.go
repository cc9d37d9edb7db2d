package account_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

// officer is a member of staff whose second factor is asked for.
type officer struct {
	door
	a      account.Account
	secret string
}

func newOfficer(t *testing.T, d *db.DB) *officer {
	u := addUnit(t, d, account.Akimat, "751110000")
	a := addStaff(t, d, account.Head, "head.one", u.ID)
	return &officer{door: door{t, d, account.DefaultPolicy()}, a: a}
}

func (o *officer) password(at time.Time) account.Session {
	o.t.Helper()
	s, ok, _ := o.enter(at, account.Credential{Login: o.a.Login, Address: "192.0.2.1"}, password, "")
	if !ok {
		o.t.Fatal("the password was refused")
	}
	return s
}

func (o *officer) code(at time.Time) string {
	c, err := totp.GenerateCode(o.secret, at)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *officer) step(at time.Time, token, code string) (s account.Session, ok bool) {
	o.t.Helper()
	write(o.t, o.d, at, func(tx *db.Tx) (err error) { s, ok, err = account.SecondStep(tx, token, code, o.p); return err })
	return s, ok
}

// enrol does the first sign-in, in which the second factor is set up.
func (o *officer) enrol(at time.Time) account.Session {
	o.t.Helper()
	first := o.password(at)
	if first.Stage != account.StageEnrol {
		o.t.Fatalf("stage %s", first.Stage)
	}
	var e account.Enrolment
	write(o.t, o.d, at, func(tx *db.Tx) (err error) { e, err = account.Enrol(tx, o.a.ID); return err })
	o.secret = e.Secret
	u, err := url.Parse(e.URL)
	if err != nil || u.Scheme != "otpauth" || u.Query().Get("secret") != e.Secret {
		o.t.Errorf("%s, %v", e.URL, err)
	}
	full, ok := o.step(at, first.Token, o.code(at))
	if !ok {
		o.t.Fatal("the right code was refused")
	}
	return full
}

func TestStaffSetUpASecondFactorAtTheFirstSignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOfficer(t, d)
		first := o.password(now)
		if _, err := o.find(now, first.Token); err != account.ErrSecondStep {
			t.Errorf("a half session: %v", err)
		}
		full := o.enrol(now)
		if s, err := o.find(now, full.Token); err != nil || !s.Account.TOTP {
			t.Errorf("%+v, %v", s, err)
		}
		err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.Enrol(tx, o.a.ID); return err })
		if err != account.ErrEnrolled {
			t.Errorf("the secret is shown again: %v", err)
		}
	})
}

func TestACodeOpensOnceAndOnlyInItsTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOfficer(t, d)
		o.enrol(now)
		half := o.password(now)
		if half.Stage != account.StageCode {
			t.Fatalf("stage %s", half.Stage)
		}
		if _, ok := o.step(now, half.Token, o.code(now)); ok {
			t.Error("the code of the enrolment was taken again")
		}
		at := now.Add(5 * time.Minute)
		half = o.password(at)
		for name, code := range map[string]string{"a minute early": o.code(at.Add(time.Minute)), "a minute late": o.code(at.Add(-time.Minute)), "none": "", "words": "abcdef"} {
			if _, ok := o.step(at, half.Token, code); ok {
				t.Errorf("%s: taken", name)
			}
		}
		at = at.Add(10 * time.Minute)
		half = o.password(at)
		full, ok := o.step(at, half.Token, o.code(at.Add(-30*time.Second)))
		if !ok {
			t.Fatal("a clock half a minute slow was refused")
		}
		if full.Token == half.Token {
			t.Error("the token was not changed")
		}
		if _, err := o.find(at, half.Token); err != account.ErrNoSession {
			t.Errorf("the half session lives on: %v", err)
		}
	})
}

func TestGuessingCodesIsLimited(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOfficer(t, d)
		o.enrol(now)
		half := o.password(now)
		guesses := 0
		for range 20 {
			err := tryWrite(d, now, func(tx *db.Tx) error {
				_, ok, err := account.SecondStep(tx, half.Token, "000000", o.p)
				if ok {
					t.Error("guessed")
				}
				return err
			})
			if many := (*account.TooMany)(nil); errors.As(err, &many) && many.Wait > 0 {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			guesses++
		}
		if guesses > 5 {
			t.Errorf("%d guesses", guesses)
		}
	})
}

func TestTheSecondFactorCanBeSwitchedOffButNotForThoseWhoHaveOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOfficer(t, d)
		o.p.SecondFactor = false
		if s := o.password(now); s.Stage != account.StageFull {
			t.Errorf("stage %s", s.Stage)
		}
		o.p.SecondFactor = true
		o.enrol(now)
		o.p.SecondFactor = false
		if s := o.password(now.Add(time.Minute)); s.Stage != account.StageCode {
			t.Errorf("stage %s", s.Stage)
		}
		write(t, d, now, func(tx *db.Tx) error { return account.DropTOTP(tx, o.a.ID, "телефон жоғалды", "system") })
		if s := o.password(now.Add(2 * time.Minute)); s.Stage != account.StageFull {
			t.Errorf("after it was dropped: stage %s", s.Stage)
		}
	})
}

func TestAHalfSessionEndsAfterTenMinutes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOfficer(t, d)
		half := o.password(now)
		err := tryWrite(d, now.Add(10*time.Minute), func(tx *db.Tx) error {
			_, _, err := account.SecondStep(tx, half.Token, "000000", o.p)
			return err
		})
		if err != account.ErrNoSession {
			t.Error(err)
		}
	})
}
