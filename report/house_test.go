package report_test

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/law"
	"ruqsat/regulation"
	"ruqsat/report"
	"ruqsat/timer"
)

// morning is a Thursday in working hours, the first day after Nauryz 2026.
var morning = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

var theLaw = func() *regulation.Law {
	l, err := regulation.Load(law.Files)
	if err != nil {
		panic(err)
	}
	return l
}()

// house is a unit with its staff, its cases and the watch over them.
type house struct {
	*testing.T
	*sample.Town
	clock *calendar.Adjustable
	wheel *timer.Wheel
	unit  string
	cases int
}

func build(t *testing.T, d *db.DB) *house {
	t.Helper()
	store, err := attachment.OpenFolder(t.TempDir())
	must(t, err)
	h := &house{T: t, clock: calendar.NewAdjustable(morning)}
	h.wheel = timer.NewWheel(d, h.clock, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	report.NewWatch(func() *regulation.Law { return theLaw }).Wind(h.wheel)
	h.Town, err = sample.Settle(context.Background(), d, application.NewOffice(theLaw), store, morning.AddDate(0, 0, -1))
	must(t, err)
	h.unit = h.Units["akimat "+sample.Zhitikara].ID
	h.write(report.Begin)
	h.watch()
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) write(f func(*db.Tx) error) {
	h.Helper()
	must(h, h.DB.Write(context.Background(), h.clock.Now(), f))
}

func (h *house) read(f func(*db.Tx) error) {
	h.Helper()
	must(h, h.DB.Read(context.Background(), f))
}

// watch lets the time come at which the watch goes its round.
func (h *house) watch() {
	h.Helper()
	h.clock.Advance(5 * time.Minute)
	_, err := h.wheel.Fire(context.Background())
	must(h, err)
}

// row is a case as the tables hold it: reports read tables, so a test sets exactly the moments it is about.
type row struct {
	state, executor, address, unit string
	filed, received, due, decided  time.Time
	by                             string // who made the decision
	drafted                        time.Time
	grounds                        string
	returned                       bool
}

func (h *house) put(r row) (id string) {
	h.Helper()
	h.cases++
	if r.unit == "" {
		r.unit = h.unit
	}
	h.write(func(tx *db.Tx) error {
		id = db.NewID(tx.Now())
		name := h.name(r.executor)
		_, err := tx.Exec(`INSERT INTO application (id, number, service, operation, edition, channel, state, applicant, applicant_name,
			unit, territory, address, executor, executor_name, started_at, saved_at, filed_at, received_at, due_at, decided_at, stage)
			VALUES (?, ?, 'labour-immigrant-permit', 'issue', '2025', 'egov', ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, "OT-3944-26-"+id[len(id)-6:], r.state, "ALIYEV "+id[len(id)-3:], r.unit, sample.Zhitikara, r.address, h.id(r.executor), name,
			db.At(morning), db.At(morning), db.At(r.filed), db.At(r.received), db.At(r.due), db.At(r.decided),
			map[string]string{"filed": "opening", "review": "ready", "signature": "head"}[r.state])
		if err != nil || r.drafted.IsZero() {
			return err
		}
		state, grounds := "made", r.grounds
		if r.returned {
			state = "returned"
		}
		if grounds == "" {
			grounds = "[]"
		}
		_, err = tx.Exec(`INSERT INTO application_decision (id, application, state, approve, grounds, drafted_by, drafter, drafted_at,
			made_by, maker, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, db.NewID(tx.Now()), id, state, r.state != "refused", grounds,
			h.id(r.executor), name, db.At(r.drafted), h.id(r.by), h.name(r.by), db.At(r.decided))
		return err
	})
	return id
}

func (h *house) id(login string) string { return h.Staff[login].ID }

func (h *house) name(login string) string {
	a, ok := h.Staff[login]
	if !ok {
		return ""
	}
	return account.Account.FullName(a)
}

// approved is a permit decided at a moment of a working day.
func (h *house) approved(at time.Time, by string) string {
	h.Helper()
	return h.put(row{state: "approved", executor: "abenov", filed: morning.AddDate(0, 0, -3), received: morning.AddDate(0, 0, -3),
		due: morning.AddDate(0, 0, 3), decided: at, by: by, drafted: morning.Add(-time.Hour)})
}

func (h *house) alerts(kind string) (list []report.Alert) {
	h.Helper()
	h.read(func(tx *db.Tx) error {
		all, err := report.Alerts(tx, report.All, report.Year(calendar.NewDay(2026, 12, 31)), false, 100)
		for _, a := range all {
			if a.Kind == kind {
				list = append(list, a)
			}
		}
		return err
	})
	return list
}
