package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/exchange"
)

type serveCommand struct {
	storage
	Listen string   `default:":8080" env:"RUQSAT_LISTEN" help:"Address to answer at."`
	Ops    string   `default:"127.0.0.1:9091" env:"RUQSAT_OPS" help:"Address of /metrics, for operators; empty: none."`
	Host   string   `default:"localhost:8080" env:"RUQSAT_HOST" help:"The address people reach it by, printed in the QR."`
	Secure bool     `env:"RUQSAT_SECURE" help:"Served over https: strict cookies and HSTS."`
	Proxy  []string `env:"RUQSAT_PROXY" placeholder:"ADDRESS" help:"Trusted proxies in front, addresses or networks: their X-Forwarded-For names the client."`
	Region string   `env:"RUQSAT_REGION" help:"КАТО code of the oblast whose quota the first page shows."`
	Office string   `env:"RUQSAT_OFFICE" placeholder:"FILE" help:"YAML file that names the department of pages without a case: name, address, hours, phone."`
	postFlags
	Systems map[string]string `name:"system" env:"RUQSAT_SYSTEMS" placeholder:"NAME=URL" help:"Addresses of the other systems: esbd, tax, border, property, person, mp."`
}

// Run serves until it is told to stop.
func (c serveCommand) Run(e *env) error {
	l, err := e.law()
	if err != nil {
		return err
	}
	clock, err := e.clock()
	if err != nil {
		return err
	}
	trusted, err := prefixes(c.Proxy)
	if err != nil {
		return err
	}
	office, err := readOffice(c.Office)
	if err != nil {
		return err
	}
	systems := map[string]exchange.System{}
	for name, url := range c.Systems {
		systems[name] = exchange.System{URL: strings.TrimRight(url, "/")}
	}
	carriers, err := c.carriers(clock)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(e.err, nil))
	if !office.Complete() {
		log.Warn("pages without a case name no address: RUQSAT_OFFICE is not set")
	}
	h, err := open(e.ctx, setting{
		DSN: c.DB, Data: c.Data, Host: c.Host, Secure: c.Secure, Region: c.Region,
		Office: office, Policy: account.DefaultPolicy(), Systems: systems, Carriers: carriers,
	}, l, clock, log)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(e.ctx) // a door that cannot open ends the loops too
	defer stop()
	h.run(ctx)
	if c.Ops != "" {
		ops := http.NewServeMux()
		ops.Handle("GET /metrics", h.metrics.page())
		opsServer := newServer(c.Ops, ops, log)
		go func() {
			if err := h.serve(ctx, opsServer, opsServer.ListenAndServe); err != nil {
				log.Error("metrics are not served", "error", err.Error())
			}
		}()
	}
	fmt.Fprintf(e.out, "ruqsat listens on %s\n", c.Listen)
	server := newServer(c.Listen, behind(trusted, h.handler), log)
	err = h.serve(ctx, server, server.ListenAndServe)
	stop()
	var no *net.OpError
	if errors.As(err, &no) && no.Op == "listen" {
		err = usagef("--listen %s: %w", c.Listen, err)
	}
	if closed := h.close(); err == nil {
		err = closed
	}
	return err
}

type migrateCommand struct{ storage }

// Run brings the tables up to this program's version.
func (c migrateCommand) Run(e *env) error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	d, err := db.Open(e.ctx, c.DB)
	if err != nil {
		return usagef("%w", err)
	}
	defer d.Close()
	if err := d.Migrate(e.ctx); err != nil {
		return err
	}
	fmt.Fprintln(e.out, "the database is up to date")
	return nil
}

// sqlitePath is the file of a SQLite address.
func sqlitePath(dsn string) (string, bool) { return strings.CutPrefix(dsn, "sqlite:") }
