package application_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/law"
	"ruqsat/regulation"
	"ruqsat/timer"
	"ruqsat/words"
)

// morning is a Thursday in working hours, the first day after Nauryz 2026.
var morning = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

// house is the rooms that a case needs, with the simulated state systems over HTTP.
type house struct {
	*testing.T
	*sample.Town
	clock  *calendar.Adjustable
	asks   *exchange.Exchange
	state  *simulator.Simulator
	wheel  *timer.Wheel
	scan   attachment.Attachment
	people int
}

var theLaw = func() *regulation.Law {
	l, err := regulation.Load(law.Files)
	if err != nil {
		panic(err)
	}
	return l
}()

func build(t *testing.T, d *db.DB) *house {
	t.Helper()
	ctx := context.Background()
	clock := calendar.NewAdjustable(morning)
	state, err := simulator.New(clock, simulator.Scenario{Police: &simulator.Police{Decision: "agree"}})
	must(t, err)
	server := httptest.NewServer(state)
	t.Cleanup(server.Close)
	store, err := attachment.OpenFolder(t.TempDir())
	must(t, err)
	office := application.NewOffice(theLaw)
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	h := &house{T: t, clock: clock, state: state, asks: exchange.New(d, clock, log, simulator.Systems(server.URL)), wheel: timer.NewWheel(d, clock, log)}
	h.asks.Hear(office.Hear)
	office.Wind(h.wheel)
	h.Town, err = sample.Settle(ctx, d, office, store, morning)
	must(t, err)
	file, err := h.Scan(ctx, "Үлгі", morning)
	must(t, err)
	h.write(func(tx *db.Tx) (err error) {
		h.scan, err = attachment.Keep(tx, file, "system")
		return err
	})
	t.Cleanup(h.verify)
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
	must(h, h.try(f))
}

func (h *house) try(f func(*db.Tx) error) error {
	return h.DB.Write(context.Background(), h.clock.Now(), f)
}

func (h *house) read(f func(*db.Tx) error) {
	h.Helper()
	must(h, h.DB.Read(context.Background(), f))
}

// parties is a hiring with its two accounts.
type parties struct {
	sample.Hire
	worker, employer account.Account
}

// hire invents a hiring in the district and lets the state systems know of it; spoil changes it first.
func (h *house) hire(unit string, months int, spoil ...func(*sample.Hire)) parties {
	h.Helper()
	h.people++
	hire, err := sample.Invent(theLaw, h.people, calendar.DayOf(h.clock.Now()), unit, months)
	must(h, err)
	for _, f := range spoil {
		f(&hire)
	}
	must(h, h.state.Add(hire.Scenario()))
	p := parties{Hire: hire}
	h.write(func(tx *db.Tx) (err error) {
		if p.worker, err = h.Join(tx, hire.Worker, account.Immigrant, words.Russian); err != nil {
			return err
		}
		p.employer, err = h.Join(tx, hire.Employer, account.Employer, words.Kazakh)
		return err
	})
	return p
}

func (h *house) draft(p parties) (c application.Case) {
	h.Helper()
	h.write(func(tx *db.Tx) (err error) {
		c, err = h.Draft(tx, p.worker, p.Hire, h.scan)
		return err
	})
	return c
}

func (h *house) file(p parties) application.Case {
	h.Helper()
	c := h.draft(p)
	h.write(func(tx *db.Tx) error {
		var defects []regulation.Defect
		var err error
		c, defects, err = h.File(tx, p.worker, p.employer, c)
		for _, d := range defects {
			h.Errorf("%s %s %s: %s", d.Section, d.Document, d.Rule, d.Text.RU)
		}
		return err
	})
	return c
}

// settle lets the other systems answer everything that is asked.
func (h *house) settle() {
	h.Helper()
	for range 20 {
		n, err := h.asks.Flush(context.Background())
		must(h, err)
		if n == 0 {
			return
		}
		h.clock.Advance(10 * time.Second)
	}
}

func (h *house) find(id string) (c application.Case) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) { c, err = application.Find(tx, id); return err })
	return c
}

func (h *house) answerPolice(c application.Case, agrees bool, reason string) application.Case {
	h.Helper()
	h.write(func(tx *db.Tx) (err error) {
		c, err = h.Office.AnswerPolice(tx, h.Staff["sarsenov"], c.ID, agrees, reason)
		return err
	})
	return c
}

// ready files a clean case and has everybody answer: only the executor is awaited.
func (h *house) ready(p parties) application.Case {
	h.Helper()
	c := h.file(p)
	h.settle()
	if p.Unit == sample.Zhitikara {
		h.answerPolice(c, true, "")
	}
	c = h.find(c.ID)
	if !c.Ready() {
		for _, v := range c.Verdicts {
			if v.Result != regulation.Passed {
				h.Errorf("%s: %s %s", v.Check, v.Result, v.Explain.RU)
			}
		}
		h.Fatal("the case is not ready")
	}
	return c
}

// verify re-reads the whole register and the quota's books after every test.
func (h *house) verify() {
	h.Helper()
	must(h, h.Books(context.Background(), h.clock.Now()))
}
