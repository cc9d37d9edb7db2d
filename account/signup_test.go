package account_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/identity"
	"ruqsat/register"
)

func TestAPersonSignsUpByIIN(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		n := worker(1)
		n.IIN = n.IIN[:6] + " " + n.IIN[6:] // as people group it
		a := signUp(t, d, n)
		read(t, d, func(tx *db.Tx) error {
			got, err := account.ByIIN(tx, worker(1).IIN)
			if err != nil || got.ID != a.ID || got.Proven() || got.Phone != "+77010000000" || got.FullName() != "Каримов Бекзод" {
				t.Errorf("%+v, %v", got, err)
			}
			history, err := register.History(tx, "account:"+a.ID)
			if err != nil || len(history) != 1 || history[0].Act != "account.sign-up" {
				t.Errorf("the register has %+v, %v", history, err)
			}
			return nil
		})
	})
}

func TestAPersonAbroadSignsUpByPassport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		n := abroad(1)
		n.PassportNumber = "fa 0000001"
		a := signUp(t, d, n)
		if a.IIN != "" || a.PassportNumber != "FA0000001" {
			t.Errorf("%+v", a)
		}
		o := door{t, d, plain()}
		if _, ok, _ := o.enter(now, account.Credential{Country: "uzb", Passport: "FA 0000001"}, password, ""); !ok {
			t.Error("the passport does not sign in")
		}
	})
}

func TestANumberOrPassportThatIsInUseIsTaken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		signUp(t, d, worker(1))
		signUp(t, d, abroad(1))
		for _, again := range []account.Newcomer{worker(1), abroad(1)} {
			err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.SignUp(tx, again); return err })
			if !errors.Is(err, account.ErrTaken) {
				t.Errorf("got %v", err)
			}
			if err != nil && again.IIN != "" && strings.Contains(err.Error(), again.IIN) {
				t.Error("the error holds the number")
			}
		}
	})
}

func TestTheMachineReadableLinesMustAgree(t *testing.T) {
	born := calendar.NewDay(1990, 1, 1)
	m := identity.MRZ{Document: "P", Issuer: "UZB", Surname: "KARIMOV", GivenNames: "BEKZOD", Number: "FA0000001",
		Nationality: "UZB", BirthDate: born, Sex: "M", Expiry: calendar.NewDay(2030, 1, 1)}
	one, two := m.Lines()
	n := abroad(1)
	n.BirthDate = born
	for _, c := range []struct {
		name, one, two, number string
		why                    string
	}{
		{"as printed", one, two, "FA0000001", ""},
		{"a digit misread", one, strings.Replace(two, "FA0000001", "FA0000007", 1), "FA0000007", identity.WhyMRZNumberChecksum},
		{"another passport", one, two, "FA0000002", account.WhyDisagrees},
		{"half a line", one, two[:20], "FA0000001", identity.WhyMRZLength},
	} {
		n.MRZ, n.PassportNumber = [2]string{c.one, c.two}, c.number
		flaws := n.Flaws()
		switch {
		case c.why == "" && len(flaws) == 0:
		case len(flaws) != 1 || flaws[0].Why != c.why || !errors.Is(flaws, account.ErrMRZ):
			t.Errorf("%s: %v", c.name, flaws)
		}
	}
}

func TestAnOrganisationIsReferredToTheOtherService(t *testing.T) {
	n := worker(1)
	n.IIN, n.Cabinet = bin(t), account.Employer
	if flaws := n.Flaws(); !errors.Is(flaws, account.ErrOrganisation) {
		t.Errorf("got %v", flaws)
	}
}

// bin makes a valid БИН.
func bin(t *testing.T) string {
	t.Helper()
	for digit := range 10 {
		number := "04024000134" + string(rune('0'+digit))
		if c := identity.CheckNumber(number); c.Valid && c.Kind == identity.BIN {
			return number
		}
	}
	t.Fatal("no БИН")
	return ""
}

func TestAllFlawsOfASignUpComeAtOnce(t *testing.T) {
	n := account.Newcomer{IIN: "900101300018", Phone: "12", Email: "nobody"}
	var got []string
	for _, f := range n.Flaws() {
		got = append(got, f.Field+" "+f.Why)
	}
	want := []string{"iin checksum", "name missing", "phone format", "email format", "cabinet missing", "password missing"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAHouseholdEmployerNeedsAnIIN(t *testing.T) {
	n := abroad(1)
	n.Cabinet = account.Employer
	if f := n.Flaws(); len(f) != 1 || f[0].Field != account.FieldIIN {
		t.Errorf("got %v", f)
	}
}

func TestOddDatesInAnIINOnlyWarn(t *testing.T) {
	for n := range 10 {
		for digit := range 10 {
			number := "99993200001"[:10] + string(rune('0'+n)) + string(rune('0'+digit))
			if c := identity.CheckNumber(number); c.Valid && c.Kind == identity.IIN {
				w := worker(1)
				w.IIN = number
				if len(w.Flaws()) != 0 || !slices.Contains(w.Warnings(), identity.WarnBirthDate) {
					t.Errorf("%s: %v, %v", number, w.Flaws(), w.Warnings())
				}
				return
			}
		}
	}
	t.Fatal("no such number")
}
