package ruqsat_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"ruqsat/account"
	"ruqsat/api"
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
	"ruqsat/timer"
	"ruqsat/web"
	"ruqsat/words"
)

// morning is a Thursday in working hours.
var morning = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

// town is the whole house behind its two doors over HTTP, with the simulated state systems, two
// districts with their staff, and cases in every state.
type town struct {
	*testing.T
	*sample.Town
	clock  *calendar.Adjustable
	asks   *exchange.Exchange
	state  *simulator.Simulator
	wheel  *timer.Wheel
	site   *web.Site
	api    *api.API
	server *httptest.Server
	log    *register.Log
	seal   *permit.Seal
	lines  bytes.Buffer
	hires  []sample.Hire
	people int
	policy account.Policy
}

// newTown builds it; door, where it is given, changes what the people's door is told.
func newTown(t *testing.T, d *db.DB, door ...func(*web.Config)) *town {
	t.Helper()
	l, err := regulation.Load(law.Files)
	must(t, err)
	w := &town{T: t, clock: calendar.NewAdjustable(morning), policy: account.DefaultPolicy()}
	w.policy.SecondFactor = false
	w.policy.Address, w.policy.Account, w.policy.Code = plenty, plenty, plenty
	w.state, err = simulator.New(w.clock, simulator.Scenario{Police: &simulator.Police{Decision: "agree"}})
	must(t, err)
	systems := httptest.NewServer(w.state)
	t.Cleanup(systems.Close)
	log := slog.New(slog.NewJSONHandler(&w.lines, nil))
	office := application.NewOffice(l)
	w.asks, w.wheel = exchange.New(d, w.clock, log, simulator.Systems(systems.URL)), timer.NewWheel(d, w.clock, log)
	w.asks.Hear(office.Hear)
	office.Wind(w.wheel)
	store, err := attachment.OpenFolder(t.TempDir())
	must(t, err)
	w.Town, err = sample.Settle(context.Background(), d, office, store, morning)
	must(t, err)
	w.open(log, door)
	return w
}

// plenty is more tries than any test makes.
var plenty = account.Limit{Burst: 1_000_000, Every: time.Millisecond}

// open opens the doors.
func (w *town) open(log *slog.Logger, door []func(*web.Config)) {
	w.Helper()
	secret, public, err := note.GenerateKey(nil, "ruqsat")
	must(w, err)
	signer, err := note.NewSigner(secret)
	must(w, err)
	verifier, err := note.NewVerifier(public)
	must(w, err)
	w.log = register.New(w.DB, signer, "ruqsat")
	w.seal, err = permit.KeyFile(w.TempDir() + "/seal")
	must(w, err)
	config := web.Config{DB: w.DB, Clock: w.clock, Law: w.Office.Law, Log: log, Seal: w.seal, Cases: w.Office, Store: w.Store,
		Policy: w.policy, Contact: w.asks.Contact, Print: w.print, Checkpoint: w.log.Checkpoint, Sample: true}
	for _, change := range door {
		change(&config)
	}
	w.site = web.New(config)
	w.api = api.New(api.Config{DB: w.DB, Clock: w.clock, Cases: w.Office, Log: log, Register: w.log, Cookie: w.site.CookieName()})
	mux := http.NewServeMux()
	mux.Handle("/api/", w.api)
	mux.Handle("/", w.site)
	w.server = httptest.NewServer(mux)
	w.Cleanup(func() {
		w.server.Close()
		must(w, w.BooksUnder(context.Background(), w.clock.Now(), signer, verifier))
		if wrong := w.faults(); w.Failed() && wrong != "" {
			w.Logf("the log says:\n%s", wrong)
		}
		w.silent()
	})
}

func (w *town) print(ctx context.Context, id string) (raw []byte, err error) {
	err = w.DB.Read(ctx, func(tx *db.Tx) error {
		p, err := permit.Find(tx, id)
		if err == nil {
			raw, err = permit.Render(p, "HTTPS://RUQSAT.EXAMPLE/P/ABC", w.clock.Now())
		}
		return err
	})
	return raw, err
}

// faults are the lines of the log that tell of a fault of ours.
func (w *town) faults() string {
	var wrong strings.Builder
	for line := range strings.Lines(w.lines.String()) {
		if strings.Contains(line, `"level":"ERROR"`) {
			wrong.WriteString(line)
		}
	}
	return wrong.String()
}

// silent fails when the log, every request of the test in it, tells of a person.
func (w *town) silent() {
	w.Helper()
	for _, h := range w.hires {
		for _, p := range []sample.Person{h.Worker, h.Employer} {
			for _, private := range []string{p.IIN, p.Surname, p.SurnameLatin, p.Passport, p.Phone} {
				if private != "" && strings.Contains(w.lines.String(), private) {
					w.Errorf("the log holds %s", private)
				}
			}
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *town) write(f func(*db.Tx) error) {
	w.Helper()
	must(w, w.DB.Write(context.Background(), w.clock.Now(), f))
}

func (w *town) read(f func(*db.Tx) error) {
	w.Helper()
	must(w, w.DB.Read(context.Background(), f))
}

// settle lets fall due what is due and the other systems answer what is asked.
func (w *town) settle() {
	w.Helper()
	for range 20 {
		fired, err := w.wheel.Fire(context.Background())
		must(w, err)
		asked, err := w.asks.Flush(context.Background())
		must(w, err)
		if fired+asked == 0 {
			return
		}
		w.clock.Advance(10 * time.Second)
	}
}

// couple is a worker and an employer with proven identities, for one hiring.
type couple struct {
	sample.Hire
	worker, employer account.Account
	file             attachment.File
}

// hire invents a couple; with one given, it is another hiring of the same employer and worker.
func (w *town) hire(unit string) couple {
	w.Helper()
	w.people++
	h, err := sample.Invent(w.Office.Law(), w.people, calendar.DayOf(w.clock.Now()), unit, 6)
	must(w, err)
	must(w, w.state.Add(h.Scenario()))
	w.hires = append(w.hires, h)
	c := couple{Hire: h}
	c.file, err = w.Scan(context.Background(), "Көшірме", w.clock.Now())
	must(w, err)
	w.write(func(tx *db.Tx) (err error) {
		if c.worker, err = w.Join(tx, h.Worker, account.Immigrant, words.Kazakh); err != nil {
			return err
		}
		c.employer, err = w.Join(tx, h.Employer, account.Employer, words.Russian)
		return err
	})
	return c
}

func (w *town) draft(p couple) (c application.Case) {
	w.Helper()
	w.write(func(tx *db.Tx) error {
		scan, err := attachment.Keep(tx, p.file, p.worker.ID)
		if err == nil {
			c, err = w.Draft(tx, p.worker, p.Hire, scan)
		}
		return err
	})
	return c
}

// sum is what the parties confirm.
func (w *town) sum(tx *db.Tx, c application.Case) (string, error) {
	papers, err := application.Papers(tx, c.ID)
	if err != nil {
		return "", err
	}
	_, sum, err := c.Canonical(papers)
	return sum, err
}

func (w *town) awaiting(p couple) (c application.Case) {
	w.Helper()
	c = w.draft(p)
	w.write(func(tx *db.Tx) error {
		sum, err := w.sum(tx, c)
		if err == nil {
			c, _, err = w.Office.Confirm(tx, p.worker, c.ID, sum)
		}
		return err
	})
	return c
}

func (w *town) filed(p couple) (c application.Case) {
	w.Helper()
	c = w.draft(p)
	w.write(func(tx *db.Tx) error {
		filed, defects, err := w.File(tx, p.worker, p.employer, c)
		if len(defects) > 0 {
			w.Fatalf("%+v", defects)
		}
		c = filed
		return err
	})
	return c
}

func (w *town) current(c application.Case) application.Case {
	w.Helper()
	w.read(func(tx *db.Tx) (err error) { c, err = application.Find(tx, c.ID); return err })
	return c
}

// token signs somebody in and gives the session's token.
func (w *town) token(login string) (token string) {
	w.Helper()
	var try account.Try
	w.write(func(tx *db.Tx) (err error) {
		try, err = account.Attempt(tx, account.Credential{Login: login, Address: "192.0.2.1"}, w.policy)
		return err
	})
	try, err := try.Verify(context.Background(), sample.Password)
	must(w, err)
	w.write(func(tx *db.Tx) error {
		s, ok, err := account.SignIn(tx, try, w.policy, "")
		if !ok {
			w.Errorf("%s cannot sign in", login)
		}
		token = s.Token
		return err
	})
	return token
}
