package account_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

// now is the moment of the mock-ups: the first working day after Nauryz.
var now = time.Date(2026, time.March, 26, 10, 20, 0, 0, calendar.Zone)

const password = "кең дала көк аспан"

// hash is that of password, made once: a hash is meant to be slow.
var hash = func() string {
	h, err := account.HashPassword(context.Background(), password)
	if err != nil {
		panic(err)
	}
	return h
}()

// write is one act at a moment.
func write(t testing.TB, d *db.DB, at time.Time, f func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(context.Background(), at, f); err != nil {
		t.Fatal(err)
	}
}

// tryWrite is one act that may fail.
func tryWrite(d *db.DB, at time.Time, f func(tx *db.Tx) error) error {
	return d.Write(context.Background(), at, f)
}

func read(t testing.TB, d *db.DB, f func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Read(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

// iin makes a valid ИИН with the given number among those born on 1 January 1990.
func iin(n int) string {
	for ; ; n++ {
		first := fmt.Sprintf("9001013%04d", n)
		for digit := range 10 {
			if number := fmt.Sprintf("%s%d", first, digit); valid(number) {
				return number
			}
		}
	}
}

func valid(number string) bool {
	return len(account.Newcomer{IIN: number, Cabinet: account.Employer, Surname: "A", PasswordHash: "x"}.Flaws()) == 0
}

func worker(n int) account.Newcomer {
	return account.Newcomer{IIN: iin(100 * n), Surname: "Каримов", GivenName: "Бекзод", SurnameLatin: "KARIMOV",
		GivenNameLatin: "BEKZOD", Phone: "+7 701 000 00 00", Language: words.Russian, Cabinet: account.Immigrant, PasswordHash: hash}
}

func abroad(n int) account.Newcomer {
	w := worker(n)
	w.IIN, w.PassportCountry, w.PassportNumber = "", "UZB", fmt.Sprintf("FA%07d", n)
	return w
}

func signUp(t testing.TB, d *db.DB, n account.Newcomer) (a account.Account) {
	t.Helper()
	write(t, d, now, func(tx *db.Tx) (err error) { a, err = account.SignUp(tx, n); return err })
	return a
}

func text(s string) words.Text { return words.Text{KK: s, RU: s, EN: s} }

func addUnit(t testing.TB, d *db.DB, kind, kato string) (u account.Unit) {
	t.Helper()
	u = account.Unit{Kind: kind, KATO: kato, Name: text(kind + " " + kato)}
	if kind == account.PoliceUnit {
		u.Answers = account.ByWorkplace
	}
	write(t, d, now, func(tx *db.Tx) (err error) { u, err = account.AddUnit(tx, u, "system"); return err })
	return u
}

func addStaff(t testing.TB, d *db.DB, role account.Role, login, unit string) (a account.Account) {
	t.Helper()
	p := account.Post{Role: role, Login: login, Surname: "Серікова", GivenName: "Әсел", Unit: unit, Position: text("маман"), PasswordHash: hash}
	write(t, d, now, func(tx *db.Tx) (err error) { a, err = account.AddStaff(tx, p, "system"); return err })
	return a
}

// door is how a door signs somebody in.
type door struct {
	t testing.TB
	d *db.DB
	p account.Policy
}

func (o door) enter(at time.Time, c account.Credential, pw, previous string) (s account.Session, ok bool, wait time.Duration) {
	o.t.Helper()
	var try account.Try
	write(o.t, o.d, at, func(tx *db.Tx) (err error) { try, err = account.Attempt(tx, c, o.p); return err })
	if try.Wait > 0 {
		return s, false, try.Wait
	}
	try, err := try.Verify(context.Background(), pw)
	if err != nil {
		o.t.Fatal(err)
	}
	write(o.t, o.d, at, func(tx *db.Tx) (err error) { s, ok, err = account.SignIn(tx, try, o.p, previous); return err })
	return s, ok, 0
}

func (o door) find(at time.Time, token string) (s account.Session, err error) {
	o.t.Helper()
	err = o.d.Read(context.Background(), func(tx *db.Tx) (err error) { s, err = account.FindSession(tx, token, at); return err })
	return s, err
}

func plain() account.Policy {
	p := account.DefaultPolicy()
	p.SecondFactor = false
	return p
}
