package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

type benchCommand struct {
	What     string        `arg:"" optional:"" default:"all" enum:"all,cases,check,worklist" help:"cases, check, worklist or all."`
	Engine   string        `default:"both" enum:"both,sqlite,postgres" help:"Which database."`
	Postgres string        `placeholder:"DSN" help:"An empty PostgreSQL database; by default a private cluster is started."`
	Clients  int           `default:"8" help:"Clients at once."`
	For      time.Duration `default:"8s" help:"How long each side is measured."`
	progress io.Writer
}

// measure is one result: a rate, its floor in the same run, and their ratio.
type measure struct {
	What   string  `json:"what"`
	Engine string  `json:"engine"`
	Unit   string  `json:"unit"`
	Rate   float64 `json:"rate"`
	Floor  float64 `json:"floor"`
	Ratio  float64 `json:"ratio"`
	Bar    float64 `json:"bar"`
	Note   string  `json:"note,omitempty"`
}

func (m measure) holds() bool { return m.Ratio >= m.Bar }

// Run measures each act against a floor taken in the same run: the same rows by bare SQL, or a bare
// handler that reads one row. Ratios are claims, absolute figures are only reported.
func (c benchCommand) Run(e *env) error {
	var all []measure
	c.progress = os.Stderr
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		if c.Engine != "both" && !strings.EqualFold(c.Engine, string(engine)) && !(c.Engine == "postgres" && engine == db.PostgreSQL) {
			continue
		}
		results, err := c.engine(e, engine)
		if err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
		all = append(all, results...)
	}
	for _, m := range all {
		e.settle(m.holds())
	}
	out := struct {
		At       string    `json:"at"`
		Machine  string    `json:"machine"`
		Measures []measure `json:"measures"`
	}{time.Now().UTC().Format(time.DateOnly), fmt.Sprintf("%d cores, %s", runtime.NumCPU(), runtime.Version()), all}
	return e.print(out, func(w io.Writer) {
		fmt.Fprintf(w, "%s\n", out.Machine)
		for _, m := range all {
			verdict := "holds"
			if !m.holds() {
				verdict = "BELOW"
			}
			fmt.Fprintf(w, "%-8s %-11s %9.1f %s, floor %9.1f, ratio %.2f (bar %.2f, %s) %s\n", m.What, m.Engine, m.Rate, m.Unit, m.Floor, m.Ratio, m.Bar, verdict, m.Note)
		}
	})
}

func (c benchCommand) engine(e *env, engine db.Engine) ([]measure, error) {
	dir, err := os.MkdirTemp("", "ruqsat-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	address, stop, err := c.databases(dir, engine)
	if err != nil {
		return nil, err
	}
	defer stop()
	b, err := newBench(e, c, dir, engine, address)
	if err != nil {
		return nil, err
	}
	defer b.close()
	var results []measure
	if c.What == "all" || c.What == "cases" {
		m, err := b.cases()
		if err != nil {
			return nil, err
		}
		results = append(results, m)
	}
	if c.What == "all" || c.What == "check" {
		m, err := b.checks()
		if err != nil {
			return nil, err
		}
		results = append(results, m...)
	}
	if c.What == "all" || c.What == "worklist" {
		m, err := b.lists()
		if err != nil {
			return nil, err
		}
		results = append(results, m...)
	}
	return results, nil
}

// databases gives new empty databases of the engine, by name.
func (c benchCommand) databases(dir string, engine db.Engine) (address func(string) (string, error), stop func(), err error) {
	if engine == db.SQLite {
		return func(name string) (string, error) { return "sqlite:" + filepath.Join(dir, name+".db"), nil }, func() {}, nil
	}
	return dbtest.Private("max_wal_size = 4GB", "checkpoint_timeout = 30min")
}

// quiet drops every log line but errors: a log is written at the same cost on both sides.
func quiet() *slog.Logger {
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}

// workingMorning is the moment the measurements happen at: a working day, well before the closing hour.
func workingMorning() time.Time { return time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone) }

// median of a few rates: these machines are noisy.
func median(rates []float64) float64 {
	slices.Sort(rates)
	return rates[len(rates)/2]
}
