package exchange_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/regulation"
)

// house is a database, the simulated systems over HTTP, and an exchange between them.
type house struct {
	*testing.T
	db     *db.DB
	clock  *calendar.Adjustable
	sim    *simulator.Simulator
	server *httptest.Server
	log    *safeBuffer
	ex     *exchange.Exchange

	mu    sync.Mutex
	heard []exchange.Answer
	deaf  int // how often the listener fails before it listens
}

// patient is a time-out that a busy machine keeps; hasty is for what is meant to take too long.
const (
	patient = 10 * time.Second
	hasty   = 300 * time.Millisecond
)

// safeBuffer takes the log of many lanes.
type safeBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// each opens a house on either engine.
func each(t *testing.T, f func(h *house)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(open(t, d)) })
}

func open(t *testing.T, d *db.DB) *house {
	h := &house{T: t, db: d, log: &safeBuffer{}}
	h.clock = calendar.NewAdjustable(time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone))
	sim, err := simulator.New(h.clock, simulator.Demo())
	h.must(err)
	h.sim, h.server = sim, httptest.NewServer(sim)
	t.Cleanup(func() { h.server.CloseClientConnections(); h.server.Close() })
	h.ex = h.gateway(patient)
	return h
}

// gateway is another process of the same house.
func (h *house) gateway(timeout time.Duration) *exchange.Exchange {
	systems := simulator.Systems(h.server.URL)
	for name, s := range systems {
		s.Timeout, s.Again = timeout, 100*time.Millisecond
		systems[name] = s
	}
	ex := exchange.New(h.db, h.clock, slog.New(slog.NewTextHandler(h.log, nil)), systems)
	ex.Jitter(func() float64 { return 0 })
	ex.Hear(h.listen)
	return ex
}

// listen is the case; what it has taken counts from the commit on.
func (h *house) listen(tx *db.Tx, a exchange.Answer) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.deaf > 0 {
		h.deaf--
		return fmt.Errorf("the case could not take it")
	}
	tx.After(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.heard = append(h.heard, a)
	})
	return nil
}

func (h *house) told() []exchange.Answer {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]exchange.Answer(nil), h.heard...)
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) write(f func(tx *db.Tx) error) {
	h.Helper()
	h.must(h.db.Write(context.Background(), h.clock.Now(), f))
}

func (h *house) ask(subject string, q regulation.Question) (id string) {
	h.Helper()
	h.write(func(tx *db.Tx) (err error) {
		id, err = exchange.Ask(tx, subject, q)
		return err
	})
	return id
}

func (h *house) answer(subject, key string) (a regulation.Answer) {
	h.Helper()
	h.must(h.db.Read(context.Background(), func(tx *db.Tx) error {
		all, err := exchange.Answers(tx, subject)
		a = all[key]
		return err
	}))
	return a
}

func (h *house) silences(subject string) (all []exchange.Silence) {
	h.Helper()
	h.must(h.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		all, err = exchange.Silences(tx, subject)
		return err
	}))
	return all
}

func (h *house) journal(subject string) (outcomes []string) {
	h.Helper()
	h.must(h.db.Read(context.Background(), func(tx *db.Tx) error {
		lines, err := exchange.Journal(tx, subject)
		for _, l := range lines {
			outcomes = append(outcomes, l.Outcome)
		}
		return err
	}))
	return outcomes
}

func (h *house) status(system string) (s exchange.SystemStatus) {
	h.Helper()
	h.must(h.db.Read(context.Background(), func(tx *db.Tx) error {
		all, err := exchange.Status(tx)
		for _, one := range all {
			if one.System == system {
				s = one
			}
		}
		return err
	}))
	return s
}

func (h *house) flush() (n int) {
	h.Helper()
	n, err := h.ex.Flush(context.Background())
	h.must(err)
	return n
}

func (h *house) turn(system, mode string) {
	h.Helper()
	h.must(h.sim.Set(simulator.Switch{System: system, Mode: mode, Delay: 50}))
}

// run starts an exchange, and gives the means to stop it and wait for its end.
func (h *house) run(ex *exchange.Exchange) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	go func() { ex.Run(ctx); close(over) }()
	stop = sync.OnceFunc(func() { cancel(); <-over })
	h.Cleanup(stop)
	return stop
}

// within waits until it is so.
func (h *house) within(limit time.Duration, what string, so func() bool) {
	h.Helper()
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if so() {
			return
		}
	}
	h.Fatalf("not within %v: %s", limit, what)
}

// mostWithin asks nine cases one after another, and wants most of the answers within the limit, far below the second in
// which a lane looks by itself; a busy machine may be late with a few.
func (h *house) mostWithin(limit time.Duration, q regulation.Question) {
	h.Helper()
	var took []time.Duration
	for i := range 9 {
		subject, began := fmt.Sprintf("case:timed-%d", i), time.Now()
		h.ask(subject, q)
		h.within(20*time.Second, "the answer is there", func() bool { return h.answer(subject, q.Key).State == exchange.Answered })
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	if took[len(took)/2] > limit {
		h.Errorf("the answers took %v", took)
	}
}

// push plays a system that writes by itself.
func (h *house) push(system, message, body string) (fresh bool, err error) {
	err = h.db.Write(context.Background(), h.clock.Now(), func(tx *db.Tx) error {
		fresh, err = h.ex.Receive(tx, system, message, []byte(body))
		return err
	})
	return fresh, err
}

// callback is the door through which the simulator writes by itself.
func (h *house) callback() {
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		body.ReadFrom(r.Body)
		if _, err := h.push(r.URL.Query().Get("system"), r.URL.Query().Get("message"), body.String()); err != nil {
			http.Error(w, "not taken", http.StatusUnprocessableEntity)
		}
	}))
	h.Cleanup(door.Close)
	h.sim.Callback(door.URL)
}

func policy(number string) regulation.Question {
	return regulation.Question{Key: "policy", System: exchange.ESBD, Kind: "policy", Fields: map[string]string{"number": number}}
}

func crossing(passport, country string) regulation.Question {
	return regulation.Question{Key: "crossings", System: exchange.Border, Kind: "crossings",
		Fields: map[string]string{"passport": passport, "country": country}}
}

func agreement(passport, country string) regulation.Question {
	return regulation.Question{Key: "police", System: exchange.MP, Kind: "agreement",
		Fields: map[string]string{"passport": passport, "country": country}}
}

func has(all []string, one string) bool { return strings.Contains(strings.Join(all, " "), one) }
