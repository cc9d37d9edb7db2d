package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruqsat/db"
	"ruqsat/quota"
)

// theatre is a running demonstration of a test.
type theatre struct {
	*testing.T
	*stage
}

func perform(t *testing.T, moment string) theatre {
	t.Helper()
	e := &env{cli: &cli{Clock: moment}, ctx: t.Context(), out: io.Discard, err: io.Discard}
	s, err := startDemo(e, demoCommand{Data: filepath.Join(t.TempDir(), "demo"), Listen: "127.0.0.1:0", Fill: len(plans)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
	return theatre{t, s}
}

func (s theatre) post(path, accept string, form url.Values) (int, string) {
	s.Helper()
	r, err := http.NewRequest(http.MethodPost, s.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", accept)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body)
}

func (s theatre) get(path string) (int, string) {
	s.Helper()
	answer, err := http.Get(s.base + path)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body)
}

func TestTheDemonstrationsClockIsTurned(t *testing.T) {
	s := perform(t, "2026-03-26T10:20")
	asked := "application/json"
	if code, now := s.post("/demo/clock", asked, url.Values{"advance": {"24h"}}); code != 200 || !strings.HasPrefix(now, `{"now":"2026-03-27T10:2`) {
		t.Errorf("a day later: %d %s", code, now)
	}
	if code, now := s.post("/demo/clock", asked, url.Values{"set": {"2026-04-01T09:00"}}); code != 200 || !strings.HasPrefix(now, `{"now":"2026-04-01T09:00:00+05:00`) {
		t.Errorf("set: %d %s", code, now)
	}
	for name, form := range map[string]url.Values{
		"a duration back":     {"advance": {"-1h"}},
		"no duration":         {"advance": {"soon"}},
		"no moment":           {"set": {"31.02.2026"}},
		"more than ten years": {"advance": {"999999h"}},
		"nothing":             {},
	} {
		if code, _ := s.post("/demo/clock", asked, form); code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, code)
		}
	}
	if now := s.clock.Now(); now.Before(time.Date(2026, 4, 1, 4, 0, 0, 0, time.UTC)) || now.After(time.Date(2026, 4, 1, 5, 0, 0, 0, time.UTC)) {
		t.Errorf("the clock says %s", now)
	}
	if code, now := s.post("/demo/clock?set=2026-03-31T09:00", asked, nil); code != 200 || !strings.HasPrefix(now, `{"now":"2026-03-31T09:00:00+05:00`) {
		t.Errorf("set back by the query: %d %s", code, now)
	}
	if code, now := s.post("/demo/clock?advance=24h", asked, nil); code != 200 || !strings.HasPrefix(now, `{"now":"2026-04-01T09:00:0`) {
		t.Errorf("a day later by the query: %d %s", code, now)
	}
	if code, page := s.post("/demo/clock", "text/html", url.Values{"advance": {"1h"}}); code != 200 || !strings.Contains(page, "10:00:") {
		t.Errorf("the page: %d", code)
	}
	r, _ := http.NewRequest(http.MethodPost, s.base+"/demo/clock", strings.NewReader("advance=1h"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if answer, err := http.DefaultClient.Do(r); err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %v %v", answer, err)
	}
}

// The demonstration has cases in every state, prints who may sign in, and its books agree.
func TestTheDemonstrationIsWhole(t *testing.T) {
	s := perform(t, "2026-03-26T10:20")
	var out bytes.Buffer
	s.greet(&out)
	for _, word := range []string{s.base, "abenov", "temirbekova", "sarsenov", "admin", "/demo/"} {
		if !strings.Contains(out.String(), word) {
			t.Errorf("the greeting lacks %s", word)
		}
	}
	states := map[string]int{}
	rows := []struct {
		State string `db:"state"`
		N     int    `db:"n"`
	}{}
	if err := s.db.Read(t.Context(), func(tx *db.Tx) error {
		return errors.Join(tx.Select(&rows, `SELECT state, COUNT(*) AS n FROM application GROUP BY state`), quota.Verify(tx))
	}); err != nil {
		t.Error(err)
	}
	for _, row := range rows {
		states[row.State] = row.N
	}
	for _, state := range []string{"draft", "awaiting", "review", "signature", "approved", "refused"} {
		if states[state] == 0 {
			t.Errorf("no case is in %s: %v", state, states)
		}
	}
	checkCounters(t, s.stage)
	for path, want := range map[string]int{"/": 200, "/demo/": 200, "/simulator/": 200, "/api/": 200, "/healthz": 200, "/readyz": 200, "/no": 404} {
		if code, _ := s.get(path); code != want {
			t.Errorf("%s: %d, want %d", path, code, want)
		}
	}
	if _, err := s.register.Sequence(t.Context(), s.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if report, err := verifyHouse(t.Context(), s.house); err != nil || !report.OK() {
		t.Errorf("%v %v", report, err)
	}
}
