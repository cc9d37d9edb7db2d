package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Tx is one transaction. It belongs to one goroutine and ends with the function it was given to.
type Tx struct {
	ctx    context.Context
	now    time.Time
	engine Engine
	run    runner
	failed error // the first failed statement; nothing runs after it
	after  []func()
	note   *note // of a Recording; nil in all but measurements
}

// runner sends statements to one connection.
type runner interface {
	exec(ctx context.Context, text string, args []any) (sql.Result, error)
	query(ctx context.Context, text string, args []any) (*sql.Rows, error)
}

func newTx(ctx context.Context, now time.Time, e Engine, r runner) *Tx {
	return &Tx{ctx: context.WithValue(ctx, insideKey{}, true), now: now, engine: e, run: r, note: newNote(ctx)}
}

// Now is the act's own moment, the same from its beginning to its end; zero in a Read.
func (t *Tx) Now() time.Time { return t.now }

// Context is the caller's context. A transaction cannot be opened with it.
func (t *Tx) Context() context.Context { return t.ctx }

// Engine tells which database this is.
func (t *Tx) Engine() Engine { return t.engine }

// Lock ends a SELECT that must keep its rows still until the end of the act: " FOR UPDATE" on
// PostgreSQL, nothing on SQLite, whose writers go one by one anyway.
func (t *Tx) Lock() string {
	if t.engine == PostgreSQL {
		return " FOR UPDATE"
	}
	return ""
}

// LockSkip is Lock that passes over the rows another act holds: " FOR UPDATE SKIP LOCKED".
func (t *Tx) LockSkip() string {
	if t.engine == PostgreSQL {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// After keeps f to be run once, after the act has been committed. It may not use the Tx.
func (t *Tx) After(f func()) { t.after = append(t.after, f) }

// Exec runs a statement and tells how many rows it changed.
func (t *Tx) Exec(text string, args ...any) (int64, error) {
	if err := t.ready(); err != nil {
		return 0, err
	}
	bound, err := bind(args)
	if err != nil {
		return 0, t.fail(err)
	}
	t.note.keep(text, bound)
	result, err := t.run.exec(t.ctx, text, bound)
	if err != nil {
		return 0, t.fail(err)
	}
	rows, err := result.RowsAffected()
	return rows, t.fail(err)
}

// Get reads the first row into dst, a pointer to a struct with `db:"column"` tags or to a scalar.
// ErrNone when there is no row; that leaves the act whole.
func (t *Tx) Get(dst any, text string, args ...any) error {
	return t.rows(text, args, func(rows *sql.Rows) error { return scanOne(rows, dst) })
}

// Select reads all rows into dst, a pointer to a slice of structs or scalars. No rows give an
// empty slice and no error.
func (t *Tx) Select(dst any, text string, args ...any) error {
	return t.rows(text, args, func(rows *sql.Rows) error { return scanAll(rows, dst) })
}

func (t *Tx) rows(text string, args []any, scan func(*sql.Rows) error) error {
	if err := t.ready(); err != nil {
		return err
	}
	bound, err := bind(args)
	if err != nil {
		return t.fail(err)
	}
	t.note.keep(text, bound)
	rows, err := t.run.query(t.ctx, text, bound)
	if err != nil {
		return t.fail(err)
	}
	defer rows.Close()

	if err := scan(rows); err != nil {
		return t.fail(err)
	}
	return t.fail(rows.Err())
}

// ready refuses a statement after a failed one: PostgreSQL would refuse it, and SQLite may have
// rolled the whole transaction back, so that it would run outside of any.
func (t *Tx) ready() error {
	if t.failed != nil {
		return t.failed
	}
	if err := t.ctx.Err(); err != nil {
		t.failed = err
	}
	return t.failed
}

// fail turns the engine's error into ours and remembers it; ErrNone breaks nothing.
func (t *Tx) fail(err error) error {
	if err = known(err); err == nil || errors.Is(err, ErrNone) {
		return err
	}
	if t.ctx.Err() != nil {
		err = t.ctx.Err() // an interrupted statement has many names
	}
	if taken, ok := errors.AsType[*Taken](err); ok && taken.table != "" {
		t.name(taken)
	}
	t.failed = err
	return err
}

// name finds the CREATE UNIQUE INDEX over the columns that SQLite told, for its own name.
func (t *Tx) name(taken *Taken) {
	const text = `SELECT l.name FROM pragma_index_list(?) l WHERE l."unique" = 1 AND l.origin = 'c' AND ? =
		(SELECT group_concat(i.name, ',') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno) i)`
	rows, err := t.run.query(t.ctx, text, []any{taken.table, taken.columns})
	if err != nil {
		return
	}
	defer rows.Close()
	if rows.Next() {
		rows.Scan(&taken.Constraint)
	}
}

// do runs the act: an error that was swallowed inside comes out here.
func (t *Tx) do(fn func(*Tx) error) error {
	if err := fn(t); err != nil {
		return err
	}
	return t.failed
}

// close makes a Tx that outlives its function useless.
func (t *Tx) close() { t.failed = errOver }

// committed runs what was kept for after the commit.
func (t *Tx) committed() {
	for _, f := range t.after {
		f()
	}
}

// bind turns arguments into what both engines keep alike: moments as fixed-width text, booleans
// as 0 and 1.
func bind(args []any) ([]any, error) {
	bound := make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case time.Time:
			a = At(v)
		case *time.Time:
			a = nil
			if v != nil {
				a = At(*v)
			}
		}
		if v, ok := a.(driver.Valuer); ok {
			value, err := driver.DefaultParameterConverter.ConvertValue(v)
			if err != nil {
				return nil, fmt.Errorf("db: argument %d cannot be kept: %w", i+1, err)
			}
			a = value
		}
		if v, ok := a.(bool); ok {
			a = int64(0)
			if v {
				a = int64(1)
			}
		}
		bound[i] = a
	}
	return bound, nil
}
