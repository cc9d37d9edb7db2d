package browser

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/law"
	"ruqsat/permit"
	"ruqsat/register"
	"ruqsat/regulation"
	"ruqsat/timer"
	"ruqsat/web"
	"ruqsat/web/part"
	"ruqsat/words"
)

// now is Thursday 26 March 2026, 10:20, the first day after Nauryz.
var now = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

// town is a whole house in this process, with cases in every state, behind three doors: the usual one;
// a strict one that asks staff for a second factor; and a broken one.
type town struct {
	*sample.Town
	t      testing.TB
	law    *regulation.Law
	clock  *calendar.Adjustable
	state  *simulator.Simulator
	asks   *exchange.Exchange
	wheel  *timer.Wheel
	record *register.Log
	seal   *permit.Seal
	site   *web.Site
	doors  map[string]string // base addresses: "", "strict", "broken"
	people int

	cases  map[string]application.Case // by what they show
	hires  map[string]sample.Hire
	scans  map[string]string // the first attachment of a case
	papers map[string]string // the first paper of a case
	codes  map[string]string // of permits, by their state
	qr     string            // token of a valid permit
	stop   string            // link of a letter; see stopLink
	number string            // of the same
	orders map[string]string // of substitution, by their time
	entry  string            // of the journal: acceptance refused
	tray   string            // a scan of omarov's tray
}

func newTown(t testing.TB) *town {
	t.Helper()
	l, err := regulation.Load(law.Files)
	ok(t, err)
	d := dbtest.Open(t, db.SQLite)
	w := &town{t: t, law: l, clock: calendar.NewAdjustable(now), doors: map[string]string{},
		cases: map[string]application.Case{}, hires: map[string]sample.Hire{}, scans: map[string]string{}, papers: map[string]string{}, codes: map[string]string{}, orders: map[string]string{}}
	w.state, err = simulator.New(w.clock, simulator.Demo())
	ok(t, err)
	states := httptest.NewServer(w.state)
	t.Cleanup(states.Close)
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	office := application.NewOffice(l)
	w.asks, w.wheel = exchange.New(d, w.clock, log, simulator.Systems(states.URL)), timer.NewWheel(d, w.clock, log)
	w.asks.Hear(office.Hear)
	office.Wind(w.wheel)
	store, err := attachment.OpenFolder(t.TempDir())
	ok(t, err)
	signer, _, err := register.KeyFile(t.TempDir() + "/register.key")
	ok(t, err)
	w.record = register.New(d, signer, "ruqsat")
	w.seal, err = permit.KeyFile(t.TempDir() + "/seal.key")
	ok(t, err)
	w.Town, err = sample.Settle(context.Background(), d, office, store, now.AddDate(0, 0, -60))
	ok(t, err)
	config := web.Config{
		DB: d, Clock: w.clock, Law: office.Law, Log: log, Seal: w.seal, Region: "390000000", Sample: true, Cases: office, Store: store,
		Policy: account.DefaultPolicy(), Contact: w.asks.Contact, Print: w.print, Checkpoint: w.checkpoint,
		Office: part.Office{
			Name:    words.Text{KK: "Жұмыспен қамту бөлімі", RU: "Отдел занятости", EN: "Department of Employment"},
			Address: words.Text{KK: "Жітіқара қаласы, Ыбырай Алтынсарин көшесі, 14", RU: "г. Житикара, ул. Ибрая Алтынсарина, 14", EN: "14 Ybyray Altynsarin Street, Zhitikara"},
			Hours:   words.Text{KK: "Дүйсенбі – жұма, 09:00–18:30", RU: "Понедельник – пятница, 09:00–18:30", EN: "Monday to Friday, 09:00–18:30"},
			Phone:   "+77143520000", PhoneShown: "8 (71435) 2-00-00"},
	}
	config.Policy.SecondFactor = false
	w.site = w.door("", config)
	config.Policy.SecondFactor = true
	w.door("strict", config)
	config.Session = func(context.Context, string, time.Time) (account.Session, error) {
		return account.Session{}, fmt.Errorf("sessions are broken on purpose")
	}
	w.door("faulty", config)
	closed := dbtest.Open(t, db.SQLite)
	closed.Close()
	config.Session, config.DB = nil, closed
	w.door("silent", config)
	return w
}

func (w *town) door(name string, c web.Config) *web.Site {
	site := web.New(c)
	server := httptest.NewServer(site)
	w.t.Cleanup(server.Close)
	w.doors[name] = server.URL
	return site
}

func (w *town) print(ctx context.Context, id string) (raw []byte, err error) {
	err = w.DB.Read(ctx, func(tx *db.Tx) error {
		p, err := permit.Find(tx, id)
		if err != nil {
			return err
		}
		text, err := w.seal.QR("ruqsat.example", p)
		if err == nil {
			raw, err = permit.Render(p, text, w.clock.Now())
		}
		return err
	})
	return raw, err
}

func (w *town) checkpoint(ctx context.Context) ([]byte, int64, tlog.Hash, error) {
	return w.record.Checkpoint(ctx)
}

func (w *town) write(f func(*db.Tx) error) {
	w.t.Helper()
	ok(w.t, w.DB.Write(context.Background(), w.clock.Now(), f))
}

// settle lets everything that is due happen: timers, and the answers of the other systems.
func (w *town) settle() {
	w.t.Helper()
	for range 20 {
		fired, err := w.wheel.Fire(context.Background())
		ok(w.t, err)
		sent, err := w.asks.Flush(context.Background())
		ok(w.t, err)
		if fired+sent == 0 {
			return
		}
		w.clock.Advance(10 * time.Second)
	}
}

func (w *town) at(day calendar.Day, hour, minute int) {
	w.t.Helper()
	w.clock.Set(day.At(hour, minute))
	w.settle()
}

// visitor signs in over HTTP and gives the cookies.
func (w *town) visitor(door, by, login string) map[string]string {
	w.t.Helper()
	login, absent, _ := strings.Cut(login, " for ")
	jar, err := cookiejar.New(nil)
	ok(w.t, err)
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	form := url.Values{"by": {by}, "login": {login}, "password": {sample.Password}}
	if country, passport, both := strings.Cut(login, " "); both {
		form.Set("country", country)
		form.Set("passport", passport)
	}
	answer, err := client.Post(w.doors[door]+"/signin", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	ok(w.t, err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		w.t.Fatalf("%s cannot sign in: %d", login, answer.StatusCode)
	}
	if absent != "" { // and acts for another, by the order that runs
		answer, err = client.PostForm(w.doors[door]+"/duty", url.Values{"order": {w.orders["running"]}})
		ok(w.t, err)
		answer.Body.Close()
	}
	home, _ := url.Parse(w.doors[door])
	kept := map[string]string{}
	for _, c := range jar.Cookies(home) {
		kept[c.Name] = c.Value
	}
	return kept
}

// sections are the pages of the form, in order.
func (w *town) sections() []string {
	w.t.Helper()
	_, op, err := w.Office.EditionOf(w.cases["draft"])
	ok(w.t, err)
	return op.Sections
}

func (w *town) version(name string) string { return strconv.Itoa(w.cases[name].Version) }

// failing is the ground of refusal that a check of the case has opened.
func (w *town) failing(name string) string {
	w.t.Helper()
	for _, v := range w.cases[name].Verdicts {
		if v.Result == regulation.Failed {
			return v.Ground
		}
	}
	w.t.Fatalf("%s: no check has failed", name)
	return ""
}
