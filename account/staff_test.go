package account_test

import (
	"errors"
	"testing"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

func TestAUnitAnswersForItsTerritoryAndWhatLiesInIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		district := addUnit(t, d, account.Akimat, "751110000")
		city := addUnit(t, d, account.Akimat, "750000000")
		police := addUnit(t, d, account.PoliceUnit, "750000000")
		for _, c := range []struct{ kind, kato, want string }{
			{account.Akimat, "751110000", district.ID},
			{account.Akimat, "751110000", district.ID},
			{account.Akimat, "751210000", city.ID},
			{account.PoliceUnit, "751110000", police.ID},
			{account.Akimat, "750000000", city.ID},
			{account.Akimat, "710000000", ""},
			{account.Counter, "750000000", ""},
			{account.Akimat, "75", ""},
			{account.Akimat, "", ""},
		} {
			read(t, d, func(tx *db.Tx) error {
				u, err := account.UnitFor(tx, c.kind, c.kato)
				if u.ID != c.want || (c.want == "") != errors.Is(err, account.ErrNoUnit) {
					t.Errorf("%s of %s: %s %s, %v", c.kind, c.kato, u.Kind, u.KATO, err)
				}
				return nil
			})
		}
	})
}

func TestATerritoryHasOneUnitOfAKind(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := addUnit(t, d, account.Akimat, "751110000")
		err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.AddUnit(tx, u, "system"); return err })
		if err != account.ErrTaken {
			t.Errorf("a second unit: %v", err)
		}
		for name, bad := range map[string]account.Unit{
			"no name":             {Kind: account.Akimat, KATO: "751210000"},
			"no territory":        {Kind: account.Akimat, Name: text("A")},
			"police without ways": {Kind: account.PoliceUnit, KATO: "751210000", Name: text("A")},
			"akimat with ways":    {Kind: account.Akimat, KATO: "751210000", Name: text("A"), Answers: account.BySystem},
			"another kind":        {Kind: "bank", KATO: "751210000", Name: text("A")},
		} {
			err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.AddUnit(tx, bad, "system"); return err })
			if err != account.ErrIncomplete {
				t.Errorf("%s: %v", name, err)
			}
		}
		u.Name, u.Hours = text("Бөлім"), text("09:00-18:30")
		write(t, d, now, func(tx *db.Tx) error { return account.SetUnit(tx, u, "system") })
		if err := tryWrite(d, now, func(tx *db.Tx) error { return account.SetUnit(tx, u, "system") }); err != db.ErrStale {
			t.Errorf("a second change of the same version: %v", err)
		}
		u.Version++
		read(t, d, func(tx *db.Tx) error {
			units, err := account.Units(tx)
			if err != nil || len(units) != 1 || units[0] != u {
				t.Errorf("%+v, %v", units, err)
			}
			return nil
		})
	})
}

func TestPostsAreGivenInUnitsOfTheirKind(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		akimat := addUnit(t, d, account.Akimat, "751110000")
		police := addUnit(t, d, account.PoliceUnit, "751110000")
		addStaff(t, d, account.Executor, "executor.one", akimat.ID)
		addStaff(t, d, account.Head, "head.one", akimat.ID)
		addStaff(t, d, account.Police, "police.one", police.ID)
		addStaff(t, d, account.Administrator, "admin.one", "")
		for name, c := range map[string]struct {
			p    account.Post
			want error
		}{
			"an executor at the police": {account.Post{Role: account.Executor, Login: "x.one", Unit: police.ID}, account.ErrIncomplete},
			"police at the akimat":      {account.Post{Role: account.Police, Login: "x.one", Unit: akimat.ID}, account.ErrIncomplete},
			"a head nowhere":            {account.Post{Role: account.Head, Login: "x.one"}, account.ErrNoUnit},
			"an administrator in one":   {account.Post{Role: account.Administrator, Login: "x.one", Unit: akimat.ID}, account.ErrIncomplete},
			"a person":                  {account.Post{Role: account.Person, Login: "x.one"}, account.ErrIncomplete},
			"a number as login":         {account.Post{Role: account.Head, Login: "900101300017", Unit: akimat.ID}, account.ErrIncomplete},
			"a login in use":            {account.Post{Role: account.Head, Login: "HEAD.one", Unit: akimat.ID}, account.ErrTaken},
		} {
			c.p.Surname, c.p.PasswordHash = "А", hash
			err := tryWrite(d, now, func(tx *db.Tx) error { _, err := account.AddStaff(tx, c.p, "system"); return err })
			if err != c.want {
				t.Errorf("%s: got %v, want %v", name, err, c.want)
			}
		}
		read(t, d, func(tx *db.Tx) error {
			staff, err := account.Staff(tx, akimat.ID)
			if err != nil || len(staff) != 2 || staff[0].Role != account.Executor || staff[1].Role != account.Head {
				t.Errorf("%+v, %v", staff, err)
			}
			return nil
		})
	})
}

func TestAPersonMayAlsoHoldAPost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		akimat := addUnit(t, d, account.Akimat, "751110000")
		person := signUp(t, d, worker(1))
		p := account.Post{Role: account.Head, Login: "head.one", IIN: person.IIN, Surname: "Каримов", Unit: akimat.ID, PasswordHash: hash}
		write(t, d, now, func(tx *db.Tx) error { _, err := account.AddStaff(tx, p, "system"); return err })
		read(t, d, func(tx *db.Tx) error {
			a, err := account.ByIIN(tx, person.IIN)
			if err != nil || a.ID != person.ID {
				t.Errorf("%+v, %v", a, err)
			}
			return nil
		})
	})
}

func TestPeopleChangeTheirOwnContactsAndCabinet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		a.Cabinet, a.Phone = account.Employer, "+7 (702) 111-22-33"
		write(t, d, now, func(tx *db.Tx) error { return account.Change(tx, a) })
		if got := found(t, d, a.ID); got.Cabinet != account.Employer || got.Phone != "+77021112233" {
			t.Errorf("%+v", got)
		}
		if err := tryWrite(d, now, func(tx *db.Tx) error { return account.Change(tx, a) }); !errors.Is(err, db.ErrStale) {
			t.Errorf("a stale change: %v", err)
		}
		a.Version, a.Email = 2, "nowhere"
		if err := tryWrite(d, now, func(tx *db.Tx) error { return account.Change(tx, a) }); !errors.Is(err, account.ErrIncomplete) {
			t.Errorf("a wrong address: %v", err)
		}
	})
}
