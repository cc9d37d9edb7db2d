package db

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Engine names the database under the house.
type Engine string

// The two engines. SQLite serves one machine; PostgreSQL serves several nodes.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// DB is an open database. It is safe for many goroutines.
type DB struct {
	engine Engine
	dsn    string
	store  store
}

// store is what differs between the engines.
type store interface {
	read(ctx context.Context, fn func(*Tx) error) error
	peek(ctx context.Context, fn func(*Tx) error) error
	write(ctx context.Context, now time.Time, fn func(*Tx) error) error
	migrate(ctx context.Context) error
	close() error
}

// Open opens "sqlite:PATH" or "postgres://..." and asks it one question, so that a wrong address
// is known at once. ErrUnavailable when the database does not answer.
func Open(ctx context.Context, dsn string) (*DB, error) {
	d := &DB{dsn: dsn}

	var err error
	switch scheme, rest, _ := strings.Cut(dsn, ":"); scheme {
	case "sqlite":
		d.engine = SQLite
		d.store, err = openSQLite(ctx, rest)
	case "postgres", "postgresql":
		d.engine = PostgreSQL
		d.store, err = openPostgres(ctx, dsn)
	default:
		return nil, errors.New("db: the address must begin with sqlite: or postgres://")
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Engine tells which database this is.
func (d *DB) Engine() Engine { return d.engine }

// Migrate brings the tables up to this program's version. Several nodes may start at once.
func (d *DB) Migrate(ctx context.Context) error {
	if err := d.store.migrate(ctx); err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	return nil
}

// Ping asks the database one question: is it there? ErrBusy or ErrUnavailable when not.
func (d *DB) Ping(ctx context.Context) error {
	return d.Peek(ctx, func(tx *Tx) error {
		var one int
		return tx.Get(&one, `SELECT 1`)
	})
}

// Close waits for the acts that run and closes every connection.
func (d *DB) Close() error { return d.store.close() }

// Read runs fn over one snapshot of the database. It cannot change anything; its Tx.Now is zero.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	if inside(ctx) {
		return errInside
	}
	return d.store.read(ctx, fn)
}

// Peek is Read for a single question: each statement stands alone, without a snapshot around it, which
// spares two of the three ways to a server. It must not be used for two rows that belong together.
func (d *DB) Peek(ctx context.Context, fn func(*Tx) error) error {
	if inside(ctx) {
		return errInside
	}
	return d.store.peek(ctx, fn)
}

// Write runs fn as one act at the moment now and returns when the act is on the disk, or is
// undone. Errors of fn come back as they are; of the database: *Taken, ErrLimit, ErrBusy,
// ErrUnavailable. After ErrUnavailable from a commit it is unknown whether the act was kept.
func (d *DB) Write(ctx context.Context, now time.Time, fn func(*Tx) error) error {
	if inside(ctx) {
		return errInside
	}
	return d.store.write(ctx, now, fn)
}

// insideKey marks the context of a transaction: on SQLite an act that opened another would wait
// for itself.
type insideKey struct{}

func inside(ctx context.Context) bool { return ctx.Value(insideKey{}) != nil }
