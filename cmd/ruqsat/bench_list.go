package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/db"

	"github.com/jackc/pgx/v5"
)

// The sizes of the unit whose list is measured, and how often each page is opened.
const (
	fewCases  = 100
	manyCases = 100_000
	openings  = 15
	listBar   = 1.0 / 3 // a page of the long list takes at most three times that of the short one
)

// probe is one page of the list.
type probe struct {
	what, path string
	form       url.Values // posted, when there is one
	bar        float64
}

// desk is a unit with so many running cases, and its executor.
type desk struct {
	login, territory string
	cases            int
	client           *http.Client
}

// lists opens the list of a unit with a hundred running cases and of one with a hundred thousand, in turns,
// through the same doors and in the same database: the ratio of the two rates is the claim.
func (b *bench) lists() ([]measure, error) {
	desks := []*desk{{login: "petrenko", territory: sample.Kostanay, cases: fewCases}, {login: "abenov", territory: sample.Zhitikara, cases: manyCases}}
	began := time.Now()
	for _, d := range desks {
		var err error
		if d.client, err = b.signedIn(d.login); err == nil {
			err = b.bulk(d)
		}
		if err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(b.command.progress, "%s: %d cases in %s\n", b.engine, manyCases, time.Since(began).Round(time.Second))
	times, err := b.open(desks)
	if err != nil {
		return nil, err
	}
	var results []measure
	for i, p := range b.probes() {
		short, long := times[0][i], times[1][i]
		m := measure{What: p.what, Engine: string(b.engine), Unit: "pages/s", Rate: 1 / long.Seconds(), Floor: 1 / short.Seconds(), Bar: p.bar}
		m.Ratio = m.Rate / m.Floor
		m.Note = fmt.Sprintf("%.1f ms of %d cases, %.1f ms of %d: %.2f times", short.Seconds()*1e3, fewCases, long.Seconds()*1e3, manyCases, 1/m.Ratio)
		results = append(results, m)
	}
	return results, nil
}

// probes are the pages that are opened; each shows as many rows of the short list as of the long one, those
// without a bar excepted.
func (b *bench) probes() []probe {
	middle := b.clock.Now().AddDate(0, 0, -3)
	deep := url.Values{"state": {"all"}, "after": {middle.UTC().Format(time.RFC3339Nano)}, "id": {"z"}}
	return []probe{
		{"first", "/work?state=all", nil, listBar},
		{"deep", "/work?" + deep.Encode(), nil, listBar},
		{"mine", "/work?state=all&whose=mine", nil, listBar},
		{"nobody's", "/work?state=all&whose=none", nil, listBar},
		{"stage", "/work?state=all&stage=ready", nil, listBar},
		{"name", "/work/search", url.Values{"q": {b.nameOf(7)}}, listBar},
		{"passport", "/work/search", url.Values{"q": {passportOf(7)}}, listBar},
		{"surname", "/work/search", url.Values{"q": {strings.Fields(b.nameOf(7))[0]}}, 0},
		{"combined", "/work?state=all&whose=none&stage=police&citizenship=KGZ", nil, 0},
		{"nothing", "/work?state=all&channel=nowhere&citizenship=KGZ", nil, 0},
	}
}

// open opens every page several times, of both units in turns, and gives the medians.
func (b *bench) open(desks []*desk) (medians [2][]time.Duration, err error) {
	probes := b.probes()
	for _, p := range probes {
		var times [2][]time.Duration
		for turn := range openings + 2 {
			for i, d := range desks {
				began := time.Now()
				if err := b.look(d.client, p); err != nil {
					return medians, err
				}
				if turn >= 2 { // caches and statements are warm
					times[i] = append(times[i], time.Since(began))
				}
			}
		}
		for i, list := range times {
			slices.Sort(list)
			medians[i] = append(medians[i], list[len(list)/2])
		}
	}
	return medians, nil
}

// look opens a page, and sees that it is as long as it should be.
func (b *bench) look(client *http.Client, p probe) error {
	if p.form == nil {
		page, err := b.get(client, p.path)
		if n := strings.Count(page, `class="govuk-link no"`); err == nil && p.bar > 0 && n != fewCases/2 {
			err = fmt.Errorf("GET %s: %d cases on the page", p.path, n)
		}
		return err
	}
	r, err := http.NewRequest(http.MethodPost, b.base+p.path, strings.NewReader(p.form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err == nil && (resp.StatusCode != http.StatusOK || !strings.Contains(string(page), `class="govuk-link no"`)) {
		err = fmt.Errorf("POST %s: status %d, or nothing found", p.path, resp.StatusCode)
	}
	return err
}

// bulk puts running cases in by bare SQL, and then the words they are found by as the program does it for
// cases from before.
func (b *bench) bulk(d *desk) error {
	ctx := context.Background()
	const rows = 250
	for at := 0; at < d.cases; at += rows {
		if err := b.db.Write(ctx, b.clock.Now(), func(tx *db.Tx) error { return b.insert(tx, d, at, min(at+rows, d.cases)) }); err != nil {
			return err
		}
	}
	if err := b.keepOld(ctx); err != nil {
		return err
	}
	return b.tend(ctx)
}

// tend is what the engine's own upkeep does behind rows that came over days, and not behind a load of seconds: the
// planner learns the sizes, and on PostgreSQL (autovacuum) an index answers without a look at the wide rows.
func (b *bench) tend(ctx context.Context) error {
	if b.engine == db.SQLite {
		return b.db.Write(ctx, b.clock.Now(), func(tx *db.Tx) error { _, err := tx.Exec(`ANALYZE`); return err })
	}
	conn, err := pgx.Connect(ctx, b.DSN) // VACUUM stands in no transaction
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `VACUUM (ANALYZE)`)
	return errors.Join(err, conn.Close(ctx))
}

func (b *bench) insert(tx *db.Tx, d *desk, from, to int) error {
	akimat, err := account.UnitFor(tx, account.Akimat, d.territory)
	if err != nil {
		return err
	}
	executor := b.town.Staff[d.login]
	stages := []application.Stage{application.StageReady, application.StagePolice, application.StageReady, application.StageFailed}
	countries := []string{"UZB", "TJK", "UZB", "AZE", "UZB", "TJK", "KGZ"}
	var args []any
	for n := from; n < to; n++ {
		holder, name := "", ""
		if n%2 == 0 {
			holder, name = executor.ID, executor.FullName()
		}
		fields := application.Fields{application.FieldPassport: passportOf(n), application.FieldMonths: "6"}
		args = append(args, db.NewID(tx.Now()), fmt.Sprintf("OT-%s-26-%06d", d.territory[:4], 100_000+n), sample.Service, sample.Operation, sample.Channel,
			b.nameOf(n), countries[n%len(countries)], b.nameOf(n+3), akimat.ID, d.territory, fmt.Sprintf("6-шағын аудан, %d-үй", n), 6,
			holder, name, fields, string(stages[n/2%len(stages)]), "old", tx.Now(), tx.Now(), tx.Now(), tx.Now(), b.due(n))
	}
	_, err = tx.Exec(`INSERT INTO application (id, number, service, operation, channel, applicant_name, citizenship, employer_name,
		unit, territory, address, months, executor, executor_name, fields, stage, search_key, started_at, saved_at, filed_at, received_at,
		due_at, edition, state, applicant) VALUES `+strings.TrimSuffix(strings.Repeat(`(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
		?, '', 'review', 'bench'), `, to-from), ", "), args...)
	return err
}

// due spreads the cases over ten days before and after the moment of the measurement.
func (b *bench) due(n int) time.Time {
	return b.clock.Now().AddDate(0, 0, -10).Add(time.Duration(n*7919%(20*24*60)) * time.Minute)
}

func passportOf(n int) string { return fmt.Sprintf("N%08d", 10_000_000+n) }

// nameOf is an invented name that no other case has: a surname of many, and one of its own.
func (b *bench) nameOf(n int) string {
	surnames := []string{"NAZAROV", "YULDASHEVA", "MAMEDOV", "SAFAROV", "KARIMOVA", "RAHIMOV", "ALIYEV", "TOSHMATOV", "ERGASHEV", "HOLOV"}
	given := []rune{}
	for k := n; len(given) < 4; k /= 20 {
		given = append(given, []rune("BCDFGHJKLMNPQRSTVWXZ")[k%20])
	}
	return surnames[n%len(surnames)] + " " + string(given) + "OR"
}
