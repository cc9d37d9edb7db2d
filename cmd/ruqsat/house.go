package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ruqsat/account"
	"ruqsat/api"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/register"
	"ruqsat/regulation"
	"ruqsat/report"
	"ruqsat/timer"
	"ruqsat/web"
	"ruqsat/web/part"
)

// setting is what a running house is told from outside.
type setting struct {
	DSN      string // sqlite:PATH or postgres://...
	Data     string // folder of keys and attachments
	Host     string // the address people reach it by, for the QR: ruqsat.example
	Secure   bool   // served over https
	Region   string // КАТО code of the oblast on the first page
	Office   part.Office
	Policy   account.Policy
	Systems  map[string]exchange.System
	Carriers map[account.Way]notice.Carrier // how letters leave; a way without one sends nothing
	Sample   bool                           // a demonstration
}

// house is the rooms wired together: the database, the law, the doors and the loops.
type house struct {
	setting
	clock    calendar.Clock
	log      *slog.Logger
	db       *db.DB
	office   *application.Office
	exchange *exchange.Exchange
	wheel    *timer.Wheel
	courier  *notice.Courier
	register *register.Log
	seal     *permit.Seal
	store    attachment.Store
	site     *web.Site
	metrics  *metrics
	handler  http.Handler
	loops    sync.WaitGroup
}

// open wires a house and migrates its database. Nothing runs before run is called.
func open(ctx context.Context, s setting, l *regulation.Law, clock calendar.Clock, log *slog.Logger) (*house, error) {
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return nil, err
	}
	h := &house{setting: s, clock: clock, log: log, office: application.NewOffice(l)}
	if err := h.rooms(ctx); err != nil {
		return nil, err
	}
	h.doors()
	return h, nil
}

func (h *house) rooms(ctx context.Context) error {
	var err error
	if h.db, err = db.Open(ctx, h.DSN); err != nil {
		return usagef("%w", err)
	}
	if err := h.db.Migrate(ctx); err != nil {
		return errors.Join(err, h.db.Close())
	}
	if err := h.keepOld(ctx); err != nil {
		return err
	}
	folder, err := attachment.OpenFolder(filepath.Join(h.Data, "files"))
	if err != nil {
		return err
	}
	if err := folder.Sweep(time.Now().Add(-time.Hour)); err != nil { // what a crash left half written
		return err
	}
	h.store = folder
	if h.seal, err = permit.KeyFile(filepath.Join(h.Data, "seal.key")); err != nil {
		return err
	}
	if err := h.publish(); err != nil {
		return err
	}
	signer, _, err := register.KeyFile(filepath.Join(h.Data, "register.key"))
	if err != nil {
		return err
	}
	h.register = register.New(h.db, signer, "ruqsat")
	h.exchange = exchange.New(h.db, h.clock, h.log, h.Systems)
	h.exchange.Hear(h.office.Hear)
	h.wheel = timer.NewWheel(h.db, h.clock, h.log)
	h.office.Wind(h.wheel)
	report.NewWatch(h.office.Law).Wind(h.wheel)
	h.courier = notice.NewCourier(h.db, h.clock, h.log, h.link(), h.Carriers)
	return nil
}

// keepOld gives the cases that an older program registered the words they are found by.
func (h *house) keepOld(ctx context.Context) error {
	for {
		var n int
		err := h.db.Write(ctx, h.clock.Now(), func(tx *db.Tx) (err error) { n, err = h.office.KeepOld(tx); return err })
		if err != nil || n == 0 {
			return err
		}
	}
}

// doors are the people's, the machines' and the operators'.
func (h *house) doors() {
	h.site = web.New(web.Config{
		DB: h.db, Clock: h.clock, Law: h.office.Law, Log: h.log, Seal: h.seal, Office: h.setting.Office,
		Region: h.Region, Secure: h.Secure, Sample: h.Sample, Cases: h.office, Store: h.store, Policy: h.Policy,
		Contact: h.exchange.Contact, Print: h.print, Checkpoint: h.register.Checkpoint,
		Letters: h.courier,
	})
	h.metrics = newMetrics(h)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", h.healthz)
	mux.HandleFunc("GET /readyz", h.readyz)
	mux.Handle("/api/", api.New(api.Config{
		DB: h.db, Clock: h.clock, Cases: h.office, Log: h.log, Register: h.register, Cookie: h.site.CookieName(), Secure: h.Secure,
	}))
	mux.Handle("/", h.site)
	h.handler = h.metrics.watch(mux)
}

// address is where the QR leads: the host, with http:// before it where there is no TLS.
func (h *house) address() string {
	if h.Secure {
		return h.Host
	}
	return "http://" + h.Host
}

// link is where the links of letters lead: the host with its scheme.
func (h *house) link() string {
	if h.Secure {
		return "https://" + h.Host
	}
	return "http://" + h.Host
}

func (h *house) healthz(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") }

// readyz says whether a request would be served: the database answers.
func (h *house) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := h.db.Ping(ctx); err != nil {
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}

// run starts the loops: exchange, timers, letters, the register's sequencer, the printing of permits. They end with ctx.
func (h *house) run(ctx context.Context) {
	h.loop(func() {
		if err := h.exchange.Run(ctx); err != nil && ctx.Err() == nil {
			h.log.Error("exchange stopped", "error", err)
		}
	})
	h.loop(func() {
		if err := h.db.Write(ctx, h.clock.Now(), report.Begin); err != nil && ctx.Err() == nil {
			h.log.Error("report: the watch does not begin", "error", err.Error())
		}
		h.wheel.Run(ctx)
	})
	h.loop(func() { h.courier.Run(ctx) })
	h.loop(func() { h.register.Run(ctx, h.clock, h.log) })
	h.loop(func() { h.printing(ctx) })
	h.loop(func() { h.sweeping(ctx) })
}

func (h *house) loop(f func()) {
	h.loops.Add(1)
	go func() { defer h.loops.Done(); f() }()
}

// sweeping removes what nobody needs any more, once an hour: ended sessions and spent codes.
func (h *house) sweeping(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := h.db.Write(ctx, h.clock.Now(), account.Sweep); err != nil && ctx.Err() == nil {
				h.log.Warn("account: sweep", "error", err.Error())
			}
		}
	}
}

// close waits for the loops and shuts the database.
func (h *house) close() error {
	h.loops.Wait()
	return h.db.Close()
}

// serve answers at the address until ctx ends, then lets running requests finish.
func (h *house) serve(ctx context.Context, server *http.Server, listen func() error) error {
	ended := make(chan error, 1)
	go func() { ended <- listen() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	return server.Shutdown(last)
}

// server has the limits that a slow or endless client meets.
func newServer(addr string, handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Addr: addr, Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
