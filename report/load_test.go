package report_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/report"
)

var april = report.Period{First: calendar.NewDay(2026, 4, 1), Last: calendar.NewDay(2026, 4, 30)}

func TestTheLoadOfEachOfficerIsCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		now := calendar.NewDay(2026, 4, 16).At(12, 0) // a Thursday
		h.clock.Set(now)
		day := func(n int) time.Time { return calendar.NewDay(2026, 4, n).At(10, 0) }
		running := func(state, who string, due time.Time) {
			h.put(row{state: state, executor: who, filed: day(1), received: day(1), due: due})
		}
		running("review", "abenov", now.Add(-time.Second))
		running("review", "abenov", now)
		running("signature", "abenov", now.Add(time.Second))
		running("filed", "", calendar.NewDay(2026, 4, 16).End().Add(-time.Second))
		running("review", "suleimenova", calendar.NewDay(2026, 4, 16).End())
		decided := func(state, who string, received, at, due time.Time) {
			h.put(row{state: state, executor: who, filed: received, received: received, due: due, decided: at, drafted: received, by: "temirbekova"})
		}
		decided("approved", "abenov", day(1), day(3), day(4))                                                    // two days, in time
		decided("refused", "abenov", day(2), day(3), day(3))                                                     // one day, at the due moment: late
		decided("approved", "abenov", day(2), day(7), day(8))                                                    // three days over a weekend
		decided("approved", "abenov", day(2), calendar.NewDay(2026, 3, 31).End().Add(-time.Microsecond), day(8)) // of March
		decided("approved", "abenov", day(2), april.Last.End(), day(8))                                          // of May
		h.put(row{state: "review", executor: "abenov", filed: day(1), received: day(1), due: day(20), decided: day(8), drafted: day(8), by: "temirbekova", returned: true})
		decided("approved", "tulegen", day(1), day(2), day(3))
		h.put(row{state: "approved", executor: "bekova", unit: "another", filed: day(1), received: day(1), due: day(3), decided: day(2), drafted: day(1)})

		h.read(func(tx *db.Tx) error {
			w, err := report.Count(tx, theLaw, h.unit, now, april)
			got := map[string]report.Load{}
			for _, l := range w.Loads {
				got[l.Who] = l
			}
			a := got[h.id("abenov")]
			if a.Running != 4 || a.Overdue != 2 || a.Today != 1 || a.AtHead != 1 || a.Returned != 1 || a.Approved != 2 || a.Refused != 1 || a.Kept != 2 {
				t.Errorf("got %+v", a)
			}
			if mean, ok := a.Mean(); !ok || math.Abs(mean-2) > 0.001 {
				t.Errorf("the mean is %v", mean)
			}
			if got[""].Running != 1 || got[""].Today != 1 || got[h.id("suleimenova")].Today != 0 || got[h.id("bekova")].Approved != 0 {
				t.Errorf("got %+v", got)
			}
			if w.Total.Running != 6 || w.Total.Decided() != 4 || len(w.Days) != 3 || w.Days[1].Approved != 1 || w.Days[1].Refused != 1 {
				t.Errorf("got %+v, %+v", w.Total, w.Days)
			}
			all, failed := report.Count(tx, theLaw, report.All, now, april)
			if all.Total.Decided() != 5 || len(all.Loads) != 2 || all.Loads[0].Name != "" {
				t.Errorf("all units: %+v", all.Loads)
			}
			return errors.Join(err, failed)
		})
	})
}

func TestAUnitWithoutWorkHasEmptyFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.read(func(tx *db.Tx) error {
			w, err := report.Count(tx, theLaw, h.unit, morning, april)
			if _, ok := w.Total.Mean(); ok || len(w.Loads)+len(w.Days)+w.Police.Given+w.Total.Running != 0 {
				t.Errorf("got %+v", w)
			}
			return err
		})
	})
}

func TestRefusalsAreCountedByTheirGrounds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		refuse := func(at time.Time, unit, grounds string) string {
			return h.put(row{state: "refused", executor: "abenov", unit: unit, filed: at, received: at, due: at, decided: at, drafted: at, by: "temirbekova", grounds: grounds})
		}
		first := april.First.At(0, 0)
		one := refuse(first, "", `["R-DATA","R-POLICE"]`)
		two := refuse(april.Last.End().Add(-time.Microsecond), "", `["R-DATA"]`)
		refuse(first.Add(-time.Microsecond), "", `["R-DATA"]`)
		refuse(april.Last.End(), "", `["R-DATA"]`)
		refuse(first, "another", `["R-TAX"]`)
		h.approved(first, "temirbekova")
		h.read(func(tx *db.Tx) error {
			grounds, total, err := report.Refusals(tx, h.unit, april)
			if total != 2 || len(grounds) != 2 || grounds[0].Code != "R-DATA" || grounds[0].Count != 2 || grounds[1].Count != 1 {
				t.Errorf("%d refusals: %+v", total, grounds)
			}
			list, failed := report.RefusedBy(tx, h.unit, april, "labour-immigrant-permit", "R-DATA", 100)
			if len(list) != 2 || list[0].ID != two || list[1].ID != one {
				t.Errorf("got %+v", list)
			}
			none, nothing := report.RefusedBy(tx, h.unit, april, "labour-immigrant-permit", "R%", 100)
			if len(none) != 0 {
				t.Errorf("a pattern found %+v", none)
			}
			_, everywhere, wrong := report.Refusals(tx, report.All, april)
			if everywhere != 3 {
				t.Errorf("%d refusals everywhere", everywhere)
			}
			return errors.Join(err, failed, nothing, wrong)
		})
	})
}

func TestThePolicesTermIsKeptOrOwed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		now := april.First.At(12, 0)
		ask := func(due, answered time.Time) string {
			id := h.put(row{state: "review", filed: morning, received: morning, due: now.AddDate(0, 0, 3)})
			h.write(func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO application_police (application, unit, source, asked_at, due_at, answered_at) VALUES (?, 'p', 'workplace', ?, ?, ?)`,
					id, db.At(morning), db.At(due), db.At(answered))
				return err
			})
			return id
		}
		ask(now.Add(time.Second), time.Time{})
		late := ask(now, time.Time{})
		later := ask(now.Add(-time.Hour), time.Time{})
		ask(now, now.Add(-time.Microsecond)) // kept
		ask(now, now)                        // at its end: not kept
		h.read(func(tx *db.Tx) error {
			owed, err := report.PoliceOverdue(tx, h.unit, now, 10)
			if len(owed) != 2 || owed[0].ID != later || owed[1].ID != late {
				t.Errorf("owed: %+v", owed)
			}
			w, failed := report.Count(tx, theLaw, h.unit, now, april)
			if w.Police.Given != 2 || w.Police.Kept != 1 {
				t.Errorf("got %+v", w.Police)
			}
			return errors.Join(err, failed)
		})
	})
}

func TestPeriodsBeginWhereTheirNameSays(t *testing.T) {
	for _, c := range []struct {
		day, month, quarter, year string
	}{
		{"2026-04-16", "2026-04-01", "2026-04-01", "2026-01-01"}, {"2026-03-31", "2026-03-01", "2026-01-01", "2026-01-01"},
		{"2026-12-31", "2026-12-01", "2026-10-01", "2026-01-01"}, {"2027-01-01", "2027-01-01", "2027-01-01", "2027-01-01"},
	} {
		d, err := calendar.ParseDay(c.day)
		must(t, err)
		if report.Month(d).First.String() != c.month || report.Quarter(d).First.String() != c.quarter || report.Year(d).First.String() != c.year {
			t.Errorf("%s: %v %v %v", c.day, report.Month(d), report.Quarter(d), report.Year(d))
		}
	}
}
