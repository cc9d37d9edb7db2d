package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/law"
	"ruqsat/permit"
	"ruqsat/register"
	"ruqsat/regulation"
	"ruqsat/words"
)

// morning is a Thursday in working hours.
var morning = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

// house is the door for machines over a house with a permit and two people's cases in it.
type house struct {
	*testing.T
	*sample.Town
	api              *API
	clock            *calendar.Adjustable
	asks             *exchange.Exchange
	log              bytes.Buffer
	worker, employer account.Account // of the issued permit
	other            account.Account // the worker of another case
	mine, theirs     application.Case
	permit           permit.Permit
}

func build(t *testing.T, d *db.DB) *house {
	t.Helper()
	l, err := regulation.Load(law.Files)
	ok(t, err)
	h := &house{T: t, clock: calendar.NewAdjustable(morning)}
	state, err := simulator.New(h.clock, simulator.Scenario{Police: &simulator.Police{Decision: "agree"}})
	ok(t, err)
	server := httptest.NewServer(state)
	t.Cleanup(server.Close)
	log := slog.New(slog.NewJSONHandler(&h.log, nil))
	office := application.NewOffice(l)
	h.asks = exchange.New(d, h.clock, log, simulator.Systems(server.URL))
	h.asks.Hear(office.Hear)
	store, err := attachment.OpenFolder(t.TempDir())
	ok(t, err)
	h.Town, err = sample.Settle(context.Background(), d, office, store, morning)
	ok(t, err)
	t.Cleanup(func() {
		if err := h.Books(context.Background(), h.clock.Now()); err != nil && !errors.Is(err, db.ErrClosed) {
			t.Error(err)
		}
	})
	secret, _, err := note.GenerateKey(nil, "ruqsat")
	ok(t, err)
	signer, err := note.NewSigner(secret)
	ok(t, err)
	h.api = New(Config{DB: d, Clock: h.clock, Cases: office, Log: log, Register: register.New(d, signer, "ruqsat"), Cookie: "ruqsat"})
	h.worker, h.employer, h.mine = h.filed(state, 1)
	h.other, _, h.theirs = h.filed(state, 2)
	h.issue()
	return h
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) write(f func(*db.Tx) error) {
	h.Helper()
	ok(h, h.DB.Write(context.Background(), h.clock.Now(), f))
}

func (h *house) filed(state *simulator.Simulator, n int) (worker, employer account.Account, c application.Case) {
	h.Helper()
	hire, err := sample.Invent(h.Office.Law(), n, calendar.DayOf(morning), sample.Zhitikara, 6)
	ok(h, err)
	ok(h, state.Add(hire.Scenario()))
	file, err := h.Scan(context.Background(), "Көшірме", morning)
	ok(h, err)
	h.write(func(tx *db.Tx) error {
		if worker, err = h.Join(tx, hire.Worker, account.Immigrant, words.Kazakh); err != nil {
			return err
		}
		if employer, err = h.Join(tx, hire.Employer, account.Employer, words.Russian); err != nil {
			return err
		}
		scan, err := attachment.Keep(tx, file, worker.ID)
		if err != nil {
			return err
		}
		if c, err = h.Draft(tx, worker, hire, scan); err != nil {
			return err
		}
		filed, defects, err := h.File(tx, worker, employer, c)
		if len(defects) > 0 {
			h.Errorf("%+v", defects)
		}
		c = filed
		return err
	})
	return worker, employer, c
}

// issue lets everybody answer and decides the first case.
func (h *house) issue() {
	h.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = h.asks.Flush(context.Background())
		ok(h, err)
		h.clock.Advance(10 * time.Second)
	}
	h.write(func(tx *db.Tx) error {
		if _, err := h.Office.AnswerPolice(tx, h.Staff["sarsenov"], h.mine.ID, true, ""); err != nil {
			return err
		}
		c, err := application.Find(tx, h.mine.ID)
		if err == nil {
			h.mine, err = h.Approve(tx, h.Staff["abenov"], h.Staff["temirbekova"], c)
		}
		if err == nil {
			h.permit, err = permit.ByCase(tx, h.mine.ID)
		}
		return err
	})
}

// token is a session of somebody.
func (h *house) token(login string) (token string) {
	h.Helper()
	policy := account.DefaultPolicy()
	policy.SecondFactor = false
	var try account.Try
	h.write(func(tx *db.Tx) (err error) {
		try, err = account.Attempt(tx, account.Credential{Login: login, Address: "192.0.2.1"}, policy)
		return err
	})
	try, err := try.Verify(context.Background(), sample.Password)
	ok(h, err)
	h.write(func(tx *db.Tx) error {
		s, _, err := account.SignIn(tx, try, policy, "")
		token = s.Token
		return err
	})
	if token == "" {
		h.Fatalf("%s cannot sign in", login)
	}
	return token
}

// call is one request, and its answer read as JSON.
type call struct {
	method, path, language, token string
	header                        map[string]string
}

func (h *house) do(c call) (*httptest.ResponseRecorder, map[string]any) {
	h.Helper()
	if c.method == "" {
		c.method = http.MethodGet
	}
	r := httptest.NewRequest(c.method, c.path, strings.NewReader(""))
	if c.token != "" {
		r.AddCookie(&http.Cookie{Name: "ruqsat", Value: c.token})
	}
	if c.language != "" {
		r.Header.Set("Accept-Language", c.language)
	}
	for name, value := range c.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r)
	if w.Code >= 500 {
		h.Errorf("%s %s: %d %s", c.method, c.path, w.Code, w.Body)
	}
	if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Cache-Control") != "no-store" {
		h.Errorf("%s %s lacks a header", c.method, c.path)
	}
	var body map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		h.Errorf("%s %s: no JSON: %v: %s", c.method, c.path, err, w.Body)
	}
	return w, body
}

func (h *house) get(path string) map[string]any {
	h.Helper()
	w, body := h.do(call{path: path})
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		h.Errorf("GET %s: %d %s %s", path, w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	return body
}
