package application_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

// The lists that people work from are ranges of an index on both engines, however many cases there are: nothing walks
// through a whole table.
func TestTheListsOfTheWorkplacesComeFromIndexes(t *testing.T) {
	b := application.Bounds{Critical: morning.AddDate(0, 0, -7), Now: morning, EndOfDay: morning.Add(9 * time.Hour)}
	after := application.Page{After: morning, AfterID: "x"}
	both := func(list func(tx *db.Tx, p application.Page) error) func(*db.Tx) error {
		return func(tx *db.Tx) error {
			if err := list(tx, application.Page{}); err != nil {
				return err
			}
			return list(tx, after)
		}
	}
	work := func(f application.Filter, first string) func(*db.Tx) error {
		return both(func(tx *db.Tx, p application.Page) error {
			p.First = first
			_, err := application.Worklist(tx, "unit", f, b, p)
			return err
		})
	}
	asks := map[string]func(*db.Tx) error{
		"the worklist":        work(application.Filter{}, ""),
		"own cases first":     work(application.Filter{}, "me"),
		"one's own":           work(application.Filter{Executor: "me"}, ""),
		"one's and another's": work(application.Filter{Executor: "me", For: "absent"}, ""),
		"nobody's":            work(application.Filter{Executor: application.Nobody}, ""),
		"a stage":             work(application.Filter{Stage: application.StagePolice}, ""),
		"one's of a stage":    work(application.Filter{Executor: "me", Stage: application.StagePolice}, ""),
		"the decided":         work(application.Filter{Decided: true}, ""),
		"one's decided":       work(application.Filter{Decided: true, Executor: "me"}, ""),
		"the counts of it": func(tx *db.Tx) error {
			_, err := application.CountList(tx, "unit", application.Filter{}, b)
			return err
		},
		"who holds cases": func(tx *db.Tx) error { _, err := application.Holders(tx, "unit"); return err },
		"a search": func(tx *db.Tx) error {
			_, err := application.Search(tx, "unit", "Юлдашев Рустам", true)
			return err
		},
		"the police's": both(func(tx *db.Tx, p application.Page) error {
			_, err := application.PoliceWorklist(tx, "unit", false, p)
			return err
		}),
		"what the police answered": both(func(tx *db.Tx, p application.Page) error {
			_, err := application.PoliceWorklist(tx, "unit", true, p)
			return err
		}),
		"the police's counts": func(tx *db.Tx) error { _, err := application.CountPolice(tx, "unit", b); return err },
		"the counter's journal": both(func(tx *db.Tx, p application.Page) error {
			_, err := application.Journal(tx, "unit", p)
			return err
		}),
		"the counter's search": func(tx *db.Tx) error {
			_, err := application.SearchCounter(tx, "unit", "Юлдашев", 50)
			return err
		},
	}
	for _, tab := range application.Tabs {
		asks["the counter's "+string(tab)] = both(func(tx *db.Tx, p application.Page) error {
			_, err := application.AtCounter(tx, "unit", tab, p)
			return err
		})
		asks["how many are "+string(tab)] = func(tx *db.Tx) error {
			_, err := application.CountCounter(tx, "unit", tab)
			return err
		}
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		asks := asks
		asks["what lies in a front office"] = func(tx *db.Tx) error {
			_, err := h.Office.Unreturned(tx, h.Units["con "+sample.Zhitikara+" 1"].ID, morning)
			return err
		}
		for name, ask := range asks {
			for _, s := range recorded(t, d, ask) {
				steps := plan(t, d, s)
				for i, step := range steps {
					if walks(d, step, steps[i+1:]) {
						t.Errorf("%s: %s\n%s\n%s", name, step, s.Text, strings.Join(steps, "\n"))
					}
				}
			}
		}
	})
}

// recorded are the questions that a reading asks.
func recorded(t *testing.T, d *db.DB, ask func(*db.Tx) error) (list []db.Statement) {
	t.Helper()
	r := &db.Recording{}
	r.Reset()
	must(t, d.Read(db.WithRecording(t.Context(), r), ask))
	for _, act := range r.Acts() {
		list = append(list, act...)
	}
	if len(list) == 0 {
		t.Fatal("nothing was asked")
	}
	return list
}

// plan is how the engine answers a question. PostgreSQL reads a small table whole unless it is told not to; then it
// still does where no index fits.
func plan(t *testing.T, d *db.DB, s db.Statement) (lines []string) {
	t.Helper()
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		if d.Engine() == db.PostgreSQL {
			if _, err := tx.Exec(`SET LOCAL enable_seqscan = off`); err != nil {
				return err
			}
			return tx.Select(&lines, `EXPLAIN `+s.Text, s.Args...)
		}
		var steps []struct {
			ID     int    `db:"id"`
			Parent int    `db:"parent"`
			Unused int    `db:"notused"`
			Detail string `db:"detail"`
		}
		err := tx.Select(&steps, `EXPLAIN QUERY PLAN `+s.Text, s.Args...)
		for _, step := range steps {
			lines = append(lines, step.Detail)
		}
		return err
	}))
	return lines
}

// derived are steps through what other steps have found.
var derived = regexp.MustCompile(`^SCAN (CONSTANT ROW|found|h|s|pick)$`)

// tables that grow with the cases.
var growing = regexp.MustCompile(`\b(application|application_\w+|counter_\w+)\b`)

// walks says whether a step of a plan goes through a whole table, or through a whole index of one: on PostgreSQL one
// without a condition right below it.
func walks(d *db.DB, step string, below []string) bool {
	if d.Engine() != db.PostgreSQL {
		return strings.HasPrefix(step, "SCAN ") && !derived.MatchString(step)
	}
	if !growing.MatchString(step) {
		return false
	}
	ranged := len(below) > 0 && strings.Contains(below[0], "Index Cond")
	return strings.Contains(step, "Seq Scan on") || strings.Contains(step, "Index") && strings.Contains(step, "Scan") && !ranged
}
