package ruqsat_test

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/problem"
	"ruqsat/quota"
	"ruqsat/web"
	"ruqsat/words"
)

var racers, lastPlaces = 500, 50

// racer is an employer whose word is the last that a filing waits for.
type racer struct {
	c            application.Case
	iin, sum     string
	status       int
	body, leads  string
	began, ended time.Time
}

// M-29, R-10: five hundred employers give their word at the same moment and fifty places are left. Fifty
// applications are registered, four hundred and fifty are told that the quota is used up, and why.
func TestFiveHundredClientsRaceForTheLastFiftyPlaces(t *testing.T) {
	if testing.Short() { // with the race detector
		racers, lastPlaces = 100, 10
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, signedInByIIN(d))
		allot(w, lastPlaces)
		all := w.line()
		client := &http.Client{Timeout: time.Minute, CheckRedirect: direct.CheckRedirect,
			Transport: &http.Transport{MaxIdleConnsPerHost: racers, MaxConnsPerHost: racers}}
		start, done := make(chan struct{}), sync.WaitGroup{}
		for i := range all {
			done.Go(func() {
				<-start
				w.give(client, &all[i])
			})
		}
		began := time.Now()
		close(start)
		done.Wait()
		t.Logf("%d filings in %s", racers, time.Since(began).Round(time.Millisecond))
		held := w.told(all)
		w.ledger(all, held)
	})
}

// signedInByIIN takes the token for the ИИН: five hundred passwords are not what is tried here.
func signedInByIIN(d *db.DB) func(*web.Config) {
	return func(c *web.Config) {
		c.Session = func(ctx context.Context, token string, _ time.Time) (s account.Session, err error) {
			err = d.Peek(ctx, func(tx *db.Tx) error { s.Account, err = account.ByIIN(tx, token); return err })
			if errors.Is(err, account.ErrUnknown) {
				err = account.ErrNoSession
			}
			s.Stage = account.StageFull
			return s, err
		}
	}
}

func allot(w *town, places int) {
	w.write(func(tx *db.Tx) error {
		return quota.Allot(tx, quota.Allotment{Region: "390000000", Year: 2026, Ledger: sample.Ledger, Places: places,
			Cite: "Үлгі бұйрық № 2 / Образец приказа № 2", Sample: true, By: "system"})
	})
}

// line prepares the applications: the worker has confirmed, the employer has not.
func (w *town) line() []racer {
	w.Helper()
	scan, err := w.Scan(context.Background(), "Көшірме", w.clock.Now())
	must(w, err)
	all := make([]racer, racers)
	for from := 0; from < racers; from += 50 {
		w.write(func(tx *db.Tx) error {
			for i := from; i < from+50; i++ {
				if err := w.prepare(tx, i, scan, &all[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return all
}

func (w *town) prepare(tx *db.Tx, i int, scan attachment.File, r *racer) error {
	h, err := sample.Invent(w.Office.Law(), i+1, calendar.DayOf(w.clock.Now()), sample.Zhitikara, 6)
	if err != nil {
		return err
	}
	w.hires = append(w.hires, h)
	worker, err := w.Join(tx, h.Worker, account.Immigrant, words.Kazakh)
	if err != nil {
		return err
	}
	if _, err = w.Join(tx, h.Employer, account.Employer, words.Languages[i%3]); err != nil {
		return err
	}
	kept, err := attachment.Keep(tx, scan, worker.ID)
	if err != nil {
		return err
	}
	if r.c, err = w.Draft(tx, worker, h, kept); err != nil {
		return err
	}
	if r.sum, err = w.sum(tx, r.c); err != nil {
		return err
	}
	r.iin = h.Employer.IIN
	_, defects, err := w.Office.Confirm(tx, worker, r.c.ID, r.sum)
	if len(defects) > 0 {
		return fmt.Errorf("draft %d: %s", i, defects[0].Text.EN)
	}
	return err
}

// give sends the employer's word.
func (w *town) give(client *http.Client, r *racer) {
	request, err := http.NewRequest(http.MethodPost, w.server.URL+"/cabinet/case/"+r.c.ID+"/confirm", strings.NewReader(url.Values{"sum": {r.sum}}.Encode()))
	if err != nil {
		w.Error(err)
		return
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.AddCookie(&http.Cookie{Name: w.site.CookieName(), Value: r.iin})
	r.began = time.Now()
	answer, err := client.Do(request)
	if err != nil {
		w.Error(err)
		return
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.Error(err)
	}
	r.status, r.body, r.leads, r.ended = answer.StatusCode, html.UnescapeString(string(body)), answer.Header.Get("Location"), time.Now()
}

// told says who holds a place, and fails where somebody was told anything but that or the reason.
func (w *town) told(all []racer) (held int) {
	w.Helper()
	noPlace, _ := problem.Of(quota.ErrNoPlace)
	var slowest time.Duration
	for i, r := range all {
		slowest = max(slowest, r.ended.Sub(r.began))
		switch {
		case r.status == http.StatusSeeOther && strings.HasSuffix(r.leads, "/done"):
			held++
		case r.status == http.StatusConflict || r.status == http.StatusUnprocessableEntity:
			l := words.Languages[i%3] // found before the place was tried, or by trying it
			if !strings.Contains(r.body, words.Say(l, "check.place-available.failed")) && !strings.Contains(r.body, noPlace.Title(l)) {
				w.Errorf("racer %d: %d without the reason: %s", i, r.status, summary(r.body))
			}
		default:
			w.Errorf("racer %d: %d to %q", i, r.status, r.leads)
		}
	}
	w.Logf("the slowest answer took %s", slowest.Round(time.Millisecond))
	return held
}

// ledger compares what was told with what is written.
func (w *town) ledger(all []racer, held int) {
	w.Helper()
	if held != lastPlaces {
		w.Errorf("%d hold a place, there were %d", held, lastPlaces)
	}
	numbers := map[string]bool{}
	for _, r := range all {
		c := w.current(r.c)
		if (r.status == http.StatusSeeOther) != (c.Number != "") {
			w.Errorf("answered %d, and the number is %q", r.status, c.Number)
		}
		if c.Number != "" && numbers[c.Number] {
			w.Errorf("%s twice", c.Number)
		}
		numbers[c.Number] = true
	}
	w.read(func(tx *db.Tx) error {
		lines, err := quota.Board(tx, 2026, sample.Ledger)
		for _, l := range lines {
			if l.Region == "390000000" && (l.Set != lastPlaces || l.Held != lastPlaces || l.Free != 0 || l.Used != 0) {
				w.Errorf("the board: %+v", l)
			}
		}
		return errors.Join(err, quota.Verify(tx))
	})
}

// summary is what a page says at its top is wrong.
func summary(page string) string {
	_, rest, _ := strings.Cut(page, `<h2 class="govuk-error-summary__title"`)
	text, _, _ := strings.Cut(rest, "</ul>")
	return strings.Join(strings.Fields(tag.ReplaceAllString(text, " ")), " ")
}

var tag = regexp.MustCompile(`<[^>]*>`)
