package register_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
)

func TestTheRegisterIsReadNewestFirstAPageAtATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		build(t, d)
		began := time.Date(2026, 3, 26, 10, 0, 0, 0, time.UTC)
		var all []string
		err := d.Write(ctx, began, func(tx *db.Tx) error {
			for i := range 12 {
				e := register.Entry{At: began.Add(time.Duration(i/2) * time.Hour), Act: []string{"case.read", "application.take"}[i%2], Subject: fmt.Sprint("case:", i%3),
					Actor: []string{"one", "two", "three"}[i%3], ActorUnit: []string{"here", "", "there"}[i%3]}
				id, err := register.Append(tx, e)
				if err != nil {
					return err
				}
				all = append(all, id)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		list := func(f register.Filter, after register.Place, size int) (found []register.Entry) {
			t.Helper()
			if err := d.Read(ctx, func(tx *db.Tx) (err error) { found, err = register.List(tx, f, after, size); return err }); err != nil {
				t.Fatal(err)
			}
			return found
		}
		places := func(entries []register.Entry) (out []int) {
			for _, e := range entries {
				for i, id := range all {
					if id == e.ID {
						out = append(out, i)
					}
				}
			}
			return out
		}
		var seen []int
		var after register.Place
		for range 10 {
			page := list(register.Filter{}, after, 5)
			if len(page) == 0 {
				break
			}
			seen = append(seen, places(page)...)
			after = register.Place{At: page[len(page)-1].At, ID: page[len(page)-1].ID}
		}
		if want := "[11 10 9 8 7 6 5 4 3 2 1 0]"; fmt.Sprint(seen) != want {
			t.Errorf("page by page: %v", seen)
		}
		for name, c := range map[string]struct {
			f    register.Filter
			want string
		}{
			"an act":          {register.Filter{Act: "case.read"}, "[10 8 6 4 2 0]"},
			"all but one":     {register.Filter{Not: "case.read"}, "[11 9 7 5 3 1]"},
			"an actor":        {register.Filter{Actor: "two"}, "[10 7 4 1]"},
			"a unit":          {register.Filter{Unit: "there"}, "[11 8 5 2]"},
			"a subject":       {register.Filter{Subject: "case:0", Act: "case.read"}, "[6 0]"},
			"from a moment":   {register.Filter{From: began.Add(4 * time.Hour)}, "[11 10 9 8]"},
			"until a moment":  {register.Filter{Until: began.Add(time.Hour)}, "[1 0]"},
			"of no such unit": {register.Filter{Unit: "nowhere"}, "[]"},
		} {
			if got := fmt.Sprint(places(list(c.f, register.Place{}, 50))); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
	})
}

// A long register must not be sorted for a page of it.
func TestThePagesOfTheRegisterComeFromAnIndex(t *testing.T) {
	for _, where := range []string{``, `WHERE act = 'a'`, `WHERE actor = 'a'`, `WHERE unit = 'a' AND unit <> ''`} {
		text := `SELECT id FROM register_entry ` + where + ` ORDER BY at DESC, id DESC LIMIT 50`
		var plan []struct {
			ID     int    `db:"id"`
			Parent int    `db:"parent"`
			Unused int    `db:"notused"`
			Detail string `db:"detail"`
		}
		d := dbtest.Open(t, db.SQLite)
		err := d.Read(ctx, func(tx *db.Tx) error { return tx.Select(&plan, `EXPLAIN QUERY PLAN `+text) })
		if err != nil || len(plan) != 1 || !strings.Contains(plan[0].Detail, "INDEX register_entry_") {
			t.Errorf("%s: %v, %v", where, plan, err)
		}
	}
	d := dbtest.Open(t, db.PostgreSQL)
	h := build(t, d)
	h.fill(t, 5000)
	h.exec(t, `ANALYZE register_entry`)
	var lines []string
	err := d.Read(ctx, func(tx *db.Tx) error {
		return tx.Select(&lines, `EXPLAIN SELECT id FROM register_entry ORDER BY at DESC, id DESC LIMIT 50`)
	})
	if got := strings.Join(lines, "\n"); err != nil || !strings.Contains(got, "register_entry_at") || strings.Contains(got, "Sort") {
		t.Errorf("%s, %v", got, err)
	}
}
