package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresStore is a pool of connections; pgx keeps prepared statements on each.
type postgresStore struct {
	config *pgx.ConnConfig // without the timeouts, for migrations
	pool   *pgxpool.Pool
	sql    *sql.DB
	texts  sync.Map // text with ? -> text with $n
	taking pace
}

// collisions is how often an act is run before ErrBusy.
const collisions = 6

func openPostgres(ctx context.Context, dsn string) (*postgresStore, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("db: postgres: the address cannot be read") // its text may hold a password
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = 24
	}
	plain := config.ConnConfig.Copy()

	set := config.ConnConfig.RuntimeParams
	set["timezone"] = "UTC"
	for name, value := range map[string]string{
		"lock_timeout":                        fmt.Sprint(patience.Milliseconds()),
		"statement_timeout":                   "15000",
		"idle_in_transaction_session_timeout": "60000",
	} {
		if set[name] == "" {
			set[name] = value
		}
	}
	if config.ConnConfig.ConnectTimeout == 0 || !strings.Contains(dsn, "connect_timeout") {
		config.ConnConfig.ConnectTimeout = patience
	}

	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, known(err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, known(err)
	}
	return &postgresStore{config: plain, pool: pool, sql: stdlib.OpenDBFromPool(pool)}, nil
}

func (p *postgresStore) read(ctx context.Context, fn func(*Tx) error) error {
	return p.act(ctx, time.Time{}, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, fn)
}

// peek sends the statements without a transaction around them; the server refuses to change anything
// by the look of the statement, as Tx.Exec is refused here.
func (p *postgresStore) peek(ctx context.Context, fn func(*Tx) error) error {
	for try := 1; ; try++ {
		conn, err := p.take(ctx)
		if err != nil {
			return err
		}
		l := &postgresLook{p: p, conn: conn}
		err = look(ctx, l, PostgreSQL, fn)
		p.give(conn)
		if err == nil || l.answered || try == 3 || !errors.Is(known(err), ErrUnavailable) {
			return err
		}
	}
}

// postgresLook asks on a connection of the pool without a transaction.
type postgresLook struct {
	p        *postgresStore
	conn     *sql.Conn
	answered bool // something has been read already
}

func (l *postgresLook) exec(context.Context, string, []any) (sql.Result, error) {
	return nil, errReadOnly
}

func (l *postgresLook) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	rows, err := l.conn.QueryContext(ctx, l.p.text(text), args...)
	switch {
	case err == nil:
		l.answered = true
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case l.p.closed(err):
		return nil, ErrClosed
	}
	return rows, err
}

// take waits for a connection as long as others get theirs.
func (p *postgresStore) take(ctx context.Context) (conn *sql.Conn, err error) {
	err = p.taking.wait(ctx, func(hurry context.Context) (err error) {
		conn, err = p.sql.Conn(hurry)
		return err
	})
	if err != nil && p.closed(err) {
		return nil, ErrClosed
	}
	return conn, err
}

// give puts it back for the next one.
func (p *postgresStore) give(conn *sql.Conn) {
	conn.Close()
	p.taking.step()
}

// write runs the act again while it collides with another.
func (p *postgresStore) write(ctx context.Context, now time.Time, fn func(*Tx) error) error {
	for try := 1; ; try++ {
		err := p.act(ctx, now, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, fn)
		if !errors.Is(err, errCollided) || try == collisions {
			return err
		}
		if err := pause(ctx, time.Duration(rand.Int64N(int64(5*time.Millisecond)<<try))); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-wait.C:
		return nil
	}
}

// act runs fn in one transaction. A panic undoes it and goes on.
func (p *postgresStore) act(ctx context.Context, now time.Time, how *sql.TxOptions, fn func(*Tx) error) error {
	conn, inner, err := p.begin(ctx, how)
	if err != nil {
		return err
	}
	defer p.give(conn)
	defer inner.Rollback() // does nothing after the commit

	tx := newTx(ctx, now, PostgreSQL, postgresTx{p, inner})
	defer tx.close()
	if err := tx.do(fn); err != nil {
		return err
	}
	if err := inner.Commit(); err != nil {
		return p.uncommitted(ctx, err)
	}
	tx.committed()
	return nil
}

// uncommitted names a failed commit; sql.ErrTxDone means that the context ended the act.
func (p *postgresStore) uncommitted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, sql.ErrTxDone) {
		return ErrUnavailable
	}
	return known(err)
}

// begin takes a connection and opens the transaction. Connections die while they wait in the pool (a
// restarted server); nothing has been done yet, so another is tried.
func (p *postgresStore) begin(ctx context.Context, how *sql.TxOptions) (*sql.Conn, *sql.Tx, error) {
	for try := 1; ; try++ {
		conn, err := p.take(ctx)
		if err == nil {
			var inner *sql.Tx
			if inner, err = conn.BeginTx(ctx, how); err == nil {
				return conn, inner, nil
			}
			p.give(conn)
		}
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case p.closed(err):
			return nil, nil, ErrClosed
		case errors.Is(err, ErrBusy):
			return nil, nil, err
		case try == 3 || !errors.Is(known(err), ErrUnavailable):
			return nil, nil, known(err)
		}
	}
}

func (p *postgresStore) closed(err error) bool {
	return strings.Contains(err.Error(), "closed pool") || strings.Contains(err.Error(), "database is closed")
}

func (p *postgresStore) close() error {
	err := p.sql.Close()
	p.pool.Close()
	return err
}

// postgresTx sends the one SQL text with PostgreSQL's placeholders.
type postgresTx struct {
	p  *postgresStore
	tx *sql.Tx
}

func (t postgresTx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, t.p.text(text), args...)
}

func (t postgresTx) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, t.p.text(text), args...)
}

func (p *postgresStore) text(text string) string {
	if known, ok := p.texts.Load(text); ok {
		return known.(string)
	}
	numbered := Number(text)
	p.texts.Store(text, numbered)
	return numbered
}

// Number turns each ? into $1, $2 ...; not inside 'text', "name" or a comment.
func Number(text string) string {
	var b strings.Builder
	n := 0
	for i := 0; i < len(text); i++ {
		end := i + 1
		switch {
		case text[i] == '?':
			n++
			fmt.Fprintf(&b, "$%d", n)
			continue
		case text[i] == '\'', text[i] == '"':
			end = after(text, i+1, text[i:i+1]) // '' inside a text is two texts side by side
		case strings.HasPrefix(text[i:], "--"):
			end = after(text, i, "\n")
		case strings.HasPrefix(text[i:], "/*"):
			end = after(text, i+2, "*/")
		}
		b.WriteString(text[i:end])
		i = end - 1
	}
	return b.String()
}

// after is the place behind the next mark.
func after(text string, from int, mark string) int {
	if i := strings.Index(text[from:], mark); i >= 0 {
		return from + i + len(mark)
	}
	return len(text)
}
