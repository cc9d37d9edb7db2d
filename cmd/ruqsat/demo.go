package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"ruqsat/account"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/notice"
	"ruqsat/regulation"
)

type demoCommand struct {
	Data    string  `default:"data/demo" placeholder:"DIR" help:"Folder of the demonstration; it is emptied at every start."`
	DB      string  `name:"db" placeholder:"DSN" help:"Database; by default SQLite in the folder."`
	Listen  string  `default:"127.0.0.1:8080" help:"Address to answer at; port 0 takes a free one."`
	Fill    int     `default:"15" placeholder:"N" help:"Make N sample cases in all states; the first 15 are one of each, from 150 on control finds something to look at."`
	TOTP    bool    `help:"Staff need a second factor."`
	Journey *string `placeholder:"NAME" help:"Walk a journey through the HTTP doors of a server that is started and stopped: issue."`
	List    bool    `help:"Print the names of the journeys, one a line."`
}

// Run starts everything with sample people, or walks a journey.
func (c demoCommand) Run(e *env) error {
	if c.List {
		for _, j := range journeys {
			fmt.Fprintln(e.out, j.name)
		}
		return nil
	}
	if c.Journey != nil {
		return c.walk(e)
	}
	s, err := startDemo(e, c)
	if err != nil {
		return err
	}
	s.greet(e.out)
	<-e.ctx.Done()
	return s.stop()
}

// unkept spares the disk: a demonstration begins anew at every start, so it need not outlive a loss of power.
const unkept = "?_pragma=synchronous(OFF)&_pragma=wal_autocheckpoint(10000)"

// stage is a running demonstration: the house, the simulated state systems, the adjustable clock.
type stage struct {
	*house
	base    string
	clock   *calendar.Adjustable
	state   *simulator.Simulator
	town    *sample.Town
	people  []sample.Hire
	servers []*http.Server
	mail    io.Closer
	cancel  context.CancelFunc
}

// startDemo starts the simulators, the house and its sample people. Nothing of an earlier demonstration
// is kept.
func startDemo(e *env, c demoCommand) (*stage, error) {
	l, err := e.law()
	if err != nil {
		return nil, err
	}
	now, err := demoMoment(e, l)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", c.Listen) // before anything of a running demonstration is touched
	if err != nil {
		return nil, err
	}
	if err := clear(c.Data); err != nil {
		return nil, err
	}
	s := &stage{clock: calendar.NewAdjustable(now)}
	systems, carriers, err := s.simulate()
	if err != nil {
		return nil, err
	}
	dsn := c.DB
	if dsn == "" {
		dsn = "sqlite:" + filepath.Join(c.Data, "ruqsat.db") + unkept
	}
	policy := account.DefaultPolicy()
	policy.SecondFactor = c.TOTP
	log, err := demoLog(c.Data)
	if err != nil {
		return nil, err
	}
	s.base = "http://" + listener.Addr().String()
	s.house, err = open(e.ctx, setting{
		DSN: dsn, Data: c.Data, Host: listener.Addr().String(), Region: "390000000", Office: sampleOffice(),
		Policy: policy, Systems: systems, Carriers: carriers, Sample: true,
	}, l, s.clock, log)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return s, s.begin(e.ctx, c, listener, now)
}

// begin settles the sample town, fills it, and opens the doors.
func (s *stage) begin(ctx context.Context, c demoCommand, listener net.Listener, now time.Time) error {
	var err error
	since := s.workday(now, span+2)
	if s.town, err = sample.Settle(ctx, s.db, s.office, s.store, since.At(9, 0)); err != nil {
		return err
	}
	if year := calendar.DayOf(now).Year(); year != since.Year() {
		if err := s.db.Write(ctx, now, func(tx *db.Tx) error { return s.town.Allot(tx, year) }); err != nil {
			return err
		}
	}
	if err := s.fill(ctx, now, c.Fill); err != nil {
		return fmt.Errorf("the sample cases: %w", err)
	}
	s.clock.Set(now)
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	s.run(inner)
	mux := http.NewServeMux()
	mux.Handle("/simulator/", s.state)
	mux.HandleFunc("GET /demo/{$}", s.page)
	mux.HandleFunc("POST /demo/clock", s.turn)
	mux.Handle("/", s.handler)
	server := newServer("", mux, s.log)
	s.servers = append(s.servers, server)
	go server.Serve(listener)
	return nil
}

// simulate starts the simulated state systems on an address of their own, with the gateway of SMS among them and a mail
// server beside them.
func (s *stage) simulate() (map[string]exchange.System, map[account.Way]notice.Carrier, error) {
	var err error
	if s.state, err = simulator.New(s.clock, simulator.Demo()); err != nil {
		return nil, nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	postbox, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, errors.Join(err, listener.Close())
	}
	s.mail = s.state.ServeMail(postbox)
	server := &http.Server{Handler: s.state, ReadHeaderTimeout: 10 * time.Second}
	s.servers = append(s.servers, server)
	go server.Serve(listener)
	base := "http://" + listener.Addr().String()
	return simulator.Systems(base), map[account.Way]notice.Carrier{
		account.Mail: notice.Mail{Host: "127.0.0.1", Port: postbox.Addr().(*net.TCPAddr).Port, Mode: notice.Plain,
			From: "Ruqsat <no-reply@ruqsat.example>", Clock: s.clock},
		account.SMS: notice.Gateway{URL: base + "/sms/messages", Token: simulator.Token},
	}, nil
}

// stop closes the doors, lets the loops end and shuts the database.
func (s *stage) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var errs []error
	for _, server := range s.servers {
		errs = append(errs, server.Shutdown(ctx))
	}
	s.cancel()
	return errors.Join(append(errs, s.close(), s.mail.Close())...)
}

// demoMoment is the flag's moment, or now; out of working hours it is 10:20 of the next working day, so
// that a newcomer's filing is taken into work at once.
func demoMoment(e *env, l *regulation.Law) (time.Time, error) {
	if e.cli.Clock != "" {
		return parseMoment(e.cli.Clock)
	}
	now := time.Now().In(calendar.Zone)
	day := calendar.DayOf(now)
	if works, _, err := l.Calendar.Working(day); err == nil && works && now.Hour() >= 9 && now.Hour() < 17 {
		return now, nil
	}
	for day = day.AddDays(1); ; day = day.AddDays(1) {
		works, _, err := l.Calendar.Working(day)
		if err != nil {
			return time.Time{}, fmt.Errorf("the calendar ends; start with --clock: %w", err)
		}
		if works {
			return day.At(10, 20), nil
		}
	}
}

// clear empties the demonstration's own folder.
func clear(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.MkdirAll(dir, 0o700)
}

func demoLog(dir string) (*slog.Logger, error) {
	file, err := os.OpenFile(filepath.Join(dir, "ruqsat.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	return slog.New(slog.NewJSONHandler(file, nil)), nil
}

// greet prints the addresses and sign-ins.
func (s *stage) greet(w io.Writer) {
	fmt.Fprintf(w, "\nRuqsat, a demonstration. All people and numbers are invented.\n\n")
	fmt.Fprintf(w, "  portal            %s/\n", s.base)
	fmt.Fprintf(w, "  clock, sign-ins   %s/demo/\n", s.base)
	fmt.Fprintf(w, "  codes on phones   %s/simulator/\n", s.base)
	fmt.Fprintf(w, "  mail and SMS      %s/simulator/post\n", s.base)
	fmt.Fprintf(w, "  API               %s/api/\n\n", s.base)
	fmt.Fprintf(w, "  the demonstration's clock: %s\n", s.clock.Now().Format("Monday, 2 January 2006, 15:04 MST"))
	fmt.Fprintf(w, "  the password of everyone: %s\n\n", sample.Password)
	for _, row := range s.signIns() {
		fmt.Fprintf(w, "  %-14s %-30s %s\n", row.Login, row.Name, row.What)
	}
	fmt.Fprintf(w, "\nStop with Ctrl-C.\n")
}

// signIn is one line of the list of sign-ins.
type signIn struct{ Login, Name, What string }

func (s *stage) signIns() []signIn {
	var rows []signIn
	for _, h := range s.people {
		rows = append(rows, signIn{h.Worker.IIN, h.Worker.Surname + " " + h.Worker.GivenName, "labour immigrant, works for the next one"},
			signIn{h.Employer.IIN, h.Employer.Surname + " " + h.Employer.GivenName, "household employer"})
	}
	for _, login := range []string{"saparova", "abenov", "suleimenova", "temirbekova", "sarsenov", "kim", "petrenko", "iskakova", "volkov", "zhumabaeva", "admin"} {
		a := s.town.Staff[login]
		what := a.Position.EN
		for _, u := range s.town.Units {
			if u.ID == a.Unit {
				what += ", " + u.Name.EN
			}
		}
		rows = append(rows, signIn{login, a.FullName(), what})
	}
	return rows
}
