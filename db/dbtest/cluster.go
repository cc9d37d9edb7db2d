package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Cluster is a PostgreSQL of one test's own, with fsync on, which may be killed and started again
// . It is removed when the test ends.
type Cluster struct {
	t testing.TB
	s *server
}

// NewCluster makes and starts one. settings are lines of postgresql.conf. Where PostgreSQL is not
// installed the test is skipped, and with CI=true it fails.
func NewCluster(t testing.TB, settings ...string) *Cluster {
	t.Helper()
	account, err := owner()
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	home, err := os.MkdirTemp("", "ruqsat-pg-own-") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{t: t, s: &server{account: account, home: home}}
	t.Cleanup(func() {
		c.s.stop("immediate")
		os.RemoveAll(home)
	})
	c.must(account.folder(home))
	c.must(c.s.make(settings...))
	c.Start()
	return c
}

// Private starts a PostgreSQL of the caller's own outside a test, for measurements: dsn gives the
// address of a new empty database, stop ends and removes it.
func Private(settings ...string) (dsn func(name string) (string, error), stop func(), err error) {
	account, err := owner()
	if err != nil {
		return nil, nil, err
	}
	home, err := os.MkdirTemp("", "ruqsat-pg-own-")
	if err != nil {
		return nil, nil, err
	}
	s := &server{account: account, home: home}
	stop = func() { s.stop("immediate"); os.RemoveAll(home) }
	for _, step := range []func() error{
		func() error { return account.folder(home) }, func() error { return s.make(settings...) }, s.start,
	} {
		if err := step(); err != nil {
			stop()
			return nil, nil, err
		}
	}
	return s.create, stop, nil
}

// create makes an empty database and gives its address.
func (s *server) create(name string) (string, error) {
	ctx := context.Background()
	to, err := pgx.Connect(ctx, s.dsn("postgres"))
	if err != nil {
		return "", err
	}
	defer to.Close(ctx)
	_, err = to.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	return s.dsn(name), err
}

func (c *Cluster) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// Start starts the server and waits until it answers. The children of a killed one need a moment
// to leave its memory.
func (c *Cluster) Start() {
	c.t.Helper()
	err := c.s.start()
	for tries := 0; err != nil && tries < 20; tries++ {
		time.Sleep(200 * time.Millisecond)
		err = c.s.start()
	}
	c.must(err)
}

// Stop stops it: "smart", "fast" or "immediate".
func (c *Cluster) Stop(mode string) {
	c.t.Helper()
	c.must(c.s.stop(mode))
}

// Kill sends SIGKILL to the server itself; its children see that it is gone and leave.
func (c *Cluster) Kill() {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.s.data(), "postmaster.pid"))
	c.must(err)
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(first)
	c.must(err)
	c.must(syscall.Kill(pid, syscall.SIGKILL))
}

// DSN gives the address of the database called name in this cluster; Create makes it.
func (c *Cluster) DSN(name string) string { return c.s.dsn(name) }

// Create makes an empty database and gives its address.
func (c *Cluster) Create(name string) string {
	c.t.Helper()
	dsn, err := c.s.create(name)
	c.must(err)
	return dsn
}
