package main

import (
	"io"
	"path/filepath"
	"testing"

	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
)

// A large demonstration has cases in every state, spread over many days and units, and its books hold.
func TestALargeDemonstrationIsFullAndItsBooksHold(t *testing.T) {
	for _, moment := range []string{"2026-03-26T10:20", "2026-01-14T15:40"} { // the second looks back into another year
		t.Run(moment, func(t *testing.T) {
			e := &env{cli: &cli{Clock: moment}, ctx: t.Context(), out: io.Discard, err: io.Discard}
			s, err := startDemo(e, demoCommand{Data: filepath.Join(t.TempDir(), "demo"), Listen: "127.0.0.1:0", Fill: 120})
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
			if err := s.town.Books(t.Context(), s.clock.Now()); err != nil {
				t.Error(err)
			}
			if err := s.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}
