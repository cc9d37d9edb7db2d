package main

import (
	"errors"
	"io"
	"path/filepath"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/report"
)

// A large demonstration has cases in every state, spread over many days and units, and its books hold.
func TestALargeDemonstrationIsFullAndItsBooksHold(t *testing.T) {
	for _, moment := range []string{"2026-03-26T10:20", "2026-01-14T15:40"} { // the second looks back into another year
		t.Run(moment, func(t *testing.T) {
			e := &env{cli: &cli{Clock: moment}, ctx: t.Context(), out: io.Discard, err: io.Discard}
			s, err := startDemo(e, demoCommand{Data: filepath.Join(t.TempDir(), "demo"), Listen: "127.0.0.1:0", Fill: 150})
			if err != nil {
				t.Fatal(err)
			}
			states, days, units := map[application.State]int{}, map[calendar.Day]bool{}, map[string]bool{}
			err = s.db.Read(t.Context(), func(tx *db.Tx) error {
				var rows []application.Summary
				err := tx.Select(&rows, `SELECT id, state, territory, started_at AS saved_at FROM application`)
				for _, r := range rows {
					states[r.State]++
					days[calendar.DayOf(r.SavedAt)], units[r.Territory] = true, true
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, state := range []application.State{application.Draft, application.Awaiting, application.Review,
				application.Signature, application.Approved, application.Refused, application.Withdrawn} {
				if states[state] == 0 {
					t.Errorf("no case is %s: %v", state, states)
				}
			}
			if len(days) < 40 || len(units) < 3 {
				t.Errorf("%d days, %d units", len(days), len(units))
			}
			checkCounters(t, s)
			checkDesks(t, s)
			if err := s.town.Books(t.Context(), s.clock.Now()); err != nil {
				t.Error(err)
			}
			if err := s.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

// The front offices have something in every list and on every report; about a third of the cases are theirs.
func checkCounters(t *testing.T, s *stage) {
	t.Helper()
	lists, refused, left, ofAll := map[application.Tab]int{}, 0, 0, 0
	err := s.db.Read(t.Context(), func(tx *db.Tx) error {
		for _, u := range s.town.Units {
			if u.Kind != account.Counter {
				continue
			}
			for _, tab := range application.Tabs {
				n, err := application.CountCounter(tx, u.ID, tab)
				if lists[tab] += n; err != nil {
					return err
				}
			}
			a, err := application.CountAcceptance(tx, u.ID, s.clock.Now().AddDate(-1, 0, 0), s.clock.Now())
			if refused += a.Refused; err != nil {
				return err
			}
			list, err := s.office.Unreturned(tx, u.ID, s.clock.Now())
			if left += len(list); err != nil {
				return err
			}
		}
		return tx.Get(&ofAll, `SELECT COUNT(*) FROM application`)
	})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, tab := range application.Tabs {
		if sum += lists[tab]; lists[tab] == 0 {
			t.Errorf("the counter's list %s is empty", tab)
		}
	}
	if refused == 0 || left == 0 || sum*5 < ofAll || sum*2 > ofAll {
		t.Errorf("%d acceptances refused, %d originals left, %d of %d cases at the counter", refused, left, sum, ofAll)
	}
}

// Officers keep filters and have said words about papers; one order of substitution runs and one is to come; the watch
// finds what control wants to be looked at.
func checkDesks(t *testing.T, s *stage) {
	t.Helper()
	found := map[string]int{}
	count := func(tx *db.Tx, what, text string) error {
		var n int
		err := tx.Get(&n, text)
		found[what] = n
		return err
	}
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		err := s.db.Read(t.Context(), func(tx *db.Tx) error {
			for _, kind := range report.Kinds {
				if err := count(tx, kind, `SELECT COUNT(*) FROM report_alert WHERE kind = '`+kind+`'`); err != nil {
					return err
				}
			}
			for _, when := range []string{account.Running, account.Coming} {
				orders, err := account.Substitutions(tx, when, calendar.DayOf(s.clock.Now()), "", 10)
				if found[when] = len(orders); err != nil {
					return err
				}
			}
			return errors.Join(count(tx, "filters", `SELECT COUNT(*) FROM saved_filter`),
				count(tx, "good", `SELECT COUNT(*) FROM application_paper_verdict WHERE ok = 1`),
				count(tx, "bad", `SELECT COUNT(*) FROM application_paper_verdict WHERE ok = 0 AND comment <> ''`))
		})
		if err != nil {
			t.Fatal(err)
		}
		missing := ""
		for _, what := range append([]string{account.Running, account.Coming, "filters", "good", "bad"}, report.Kinds...) {
			if found[what] == 0 {
				missing += " " + what
			}
		}
		if missing == "" {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("the sample lacks%s: %v", missing, found)
		}
	}
}
