package main

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"ruqsat/db"
)

// record walks one case and keeps the statements that wrote its rows, act by act.
func (b *bench) record() ([][]db.Statement, error) {
	b.recording.Reset()
	defer b.recording.Stop()
	id, err := b.clients[0].one()
	if err != nil {
		return nil, err
	}
	var acts [][]db.Statement
	for _, act := range b.recording.Acts() {
		var writes []db.Statement
		for _, s := range act {
			if !s.Read && !strings.HasPrefix(strings.TrimSpace(s.Text), "SAVEPOINT") {
				writes = append(writes, s)
			}
		}
		if len(writes) > 0 {
			acts = append(acts, writes)
		}
	}
	if len(acts) == 0 {
		return nil, fmt.Errorf("nothing was recorded of case %s", id)
	}
	return acts, nil
}

func statements(acts [][]db.Statement) (n int) {
	for _, act := range acts {
		n += len(act)
	}
	return n
}

// What is unique in a case is made anew for every copy of it.
var (
	uuidForm   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	numberForm = regexp.MustCompile(`\b(OT|ZH)-[0-9]{4}-[0-9]{2}-[0-9]{6}\b`)
	codeForm   = regexp.MustCompile(`^[a-z2-7]{26}$`)
)

// copier makes copies of what a case wrote. The ids of accounts and units stay: they are no rows of the
// case.
type copier struct{ ids, numbers, codes []string }

func newCopier(rows [][]db.Statement, keep map[string]bool) copier {
	var c copier
	seen := map[string]bool{}
	add := func(list *[]string, found ...string) {
		for _, s := range found {
			if !seen[s] && !keep[s] {
				seen[s] = true
				*list = append(*list, s)
			}
		}
	}
	for _, act := range rows {
		for _, s := range act {
			for _, a := range s.Args {
				text := textOf(a)
				add(&c.ids, uuidForm.FindAllString(text, -1)...)
				add(&c.numbers, numberForm.FindAllString(text, -1)...)
				add(&c.codes, codeForm.FindAllString(text, -1)...)
			}
		}
	}
	return c
}

func textOf(a any) string {
	switch v := a.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

// replacer turns everything that is unique in the case into that of its k-th copy.
func (c copier) replacer(k int) *strings.Replacer {
	var pairs []string
	for _, id := range c.ids {
		pairs = append(pairs, id, fmt.Sprintf("%s%04x%s", id[:24], k&0xffff, id[28:]))
	}
	for _, n := range c.numbers {
		pairs = append(pairs, n, fmt.Sprintf("%s9%05d", n[:len(n)-6], k))
	}
	for _, code := range c.codes {
		pairs = append(pairs, code, code[:10]+base32Digits(k))
	}
	return strings.NewReplacer(pairs...)
}

func (c copier) act(act []db.Statement, r *strings.Replacer) []db.Statement {
	out := make([]db.Statement, len(act))
	for i, s := range act {
		args := make([]any, len(s.Args))
		for j, a := range s.Args {
			switch v := a.(type) {
			case string:
				args[j] = r.Replace(v)
			case []byte:
				args[j] = []byte(r.Replace(string(v)))
			default:
				args[j] = a
			}
		}
		out[i] = db.Statement{Text: s.Text, Args: args}
	}
	return out
}

// base32Digits writes a number with the letters of a code.
func base32Digits(n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	out := ""
	for range 16 {
		out = string(letters[n%32]) + out
		n /= 32
	}
	return out
}

// floor writes the rows of whole cases by bare SQL: the same statements in the same transactions, from
// the same number of clients, with nothing around them. SQLite has one writer, so its clients take turns
// at one connection; PostgreSQL gives each its own.
func (b *bench) floor(rows [][]db.Statement, turn int) (float64, error) {
	address, err := b.address(fmt.Sprintf("floor%d", turn))
	if err != nil {
		return 0, err
	}
	pool, err := b.bare(address)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	if err := b.seed(address, rows); err != nil {
		return 0, err
	}
	copies := b.copies(rows, 400*int(b.command.For.Seconds()/2+1))
	writers := make([]*writer, b.command.Clients)
	for i := range writers {
		if writers[i], err = newWriter(pool, b.engine); err != nil {
			return 0, err
		}
		defer writers[i].conn.Close()
	}
	if b.engine == db.SQLite {
		for i := range writers {
			writers[i] = writers[0]
		}
	}
	return b.race(writers, copies)
}

func (b *bench) race(writers []*writer, copies func(int) [][]db.Statement) (float64, error) {
	until := time.Now().Add(b.command.For / 2)
	var next, done atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	began := time.Now()
	for _, w := range writers {
		all.Go(func() {
			for time.Now().Before(until) {
				for _, act := range copies(int(next.Add(1))) {
					if err := w.act(act); err != nil {
						failed.Store(&err)
						return
					}
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return 0, fmt.Errorf("the floor: %w", *err)
	}
	return float64(done.Load()) / time.Since(began).Seconds(), nil
}

// copies makes the rows of many cases before the clock runs.
func (b *bench) copies(rows [][]db.Statement, most int) func(int) [][]db.Statement {
	keep := map[string]bool{}
	for _, a := range b.town.Staff {
		keep[a.ID] = true
	}
	for _, u := range b.town.Units {
		keep[u.ID] = true
	}
	made, c := make([][][]db.Statement, most), newCopier(rows, keep)
	for k := range made {
		r := c.replacer(k + 1)
		for _, act := range rows {
			made[k] = append(made[k], c.act(act, r))
		}
	}
	return func(i int) [][]db.Statement { return made[i%most] }
}

// bare opens the database with the house's own settings and no house around it.
func (b *bench) bare(address string) (*sql.DB, error) {
	d, err := db.Open(context.Background(), address)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	if err := d.Migrate(context.Background()); err != nil {
		return nil, err
	}
	if path, ok := sqlitePath(address); ok {
		return sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)")
	}
	return sql.Open("pgx", address)
}

// seed puts in what the acts of a case stand on: the quota.
func (b *bench) seed(address string, _ [][]db.Statement) error {
	d, err := db.Open(context.Background(), address)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Write(context.Background(), b.clock.Now(), allotMany)
}

// writer is one bare connection with its prepared statements.
type writer struct {
	mu         sync.Mutex
	conn       *sql.Conn
	begin      string
	statements map[string]*sql.Stmt
	dollar     bool
}

func newWriter(pool *sql.DB, engine db.Engine) (*writer, error) {
	conn, err := pool.Conn(context.Background())
	w := &writer{conn: conn, statements: map[string]*sql.Stmt{}, begin: "BEGIN", dollar: engine == db.PostgreSQL}
	if engine == db.SQLite {
		w.begin = "BEGIN IMMEDIATE"
	}
	return w, err
}

func (w *writer) act(act []db.Statement) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	ctx := context.Background()
	if _, err := w.conn.ExecContext(ctx, w.begin); err != nil {
		return err
	}
	for _, s := range act {
		stmt, err := w.prepared(ctx, s.Text)
		if err == nil {
			_, err = stmt.ExecContext(ctx, s.Args...)
		}
		if err != nil {
			w.conn.ExecContext(ctx, "ROLLBACK")
			return fmt.Errorf("%.60s: %w", strings.Join(strings.Fields(s.Text), " "), err)
		}
	}
	_, err := w.conn.ExecContext(ctx, "COMMIT")
	return err
}

func (w *writer) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt := w.statements[text]; stmt != nil {
		return stmt, nil
	}
	sent := text
	if w.dollar {
		sent = db.Number(text)
	}
	stmt, err := w.conn.PrepareContext(ctx, sent)
	if err == nil {
		w.statements[text] = stmt
	}
	return stmt, err
}
