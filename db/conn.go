package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"
)

// conn is one SQLite connection with the statements prepared on it.
type conn struct {
	from *sql.DB
	sql  *sql.Conn
	kept map[string]*sql.Stmt
}

// keptMost bounds the statements of one connection: lists of IN (...) come in many lengths.
const keptMost = 400

// begin opens the connection when it is not open, or was lost, and begins a transaction.
func (c *conn) begin(ctx context.Context, how string) error {
	for try := 0; ; try++ {
		err := c.open(ctx)
		if err == nil {
			_, err = c.exec(ctx, how, nil)
		}
		if err == nil {
			return nil
		}
		c.rollback()
		if bad := errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone); !bad || try > 0 {
			return err
		}
		c.drop()
	}
}

func (c *conn) open(ctx context.Context) (err error) {
	if c.sql == nil {
		c.kept = map[string]*sql.Stmt{}
		c.sql, err = c.from.Conn(ctx)
	}
	return err
}

// drop gives the connection up; its statements go with it.
func (c *conn) drop() {
	if c.sql == nil {
		return
	}
	for _, stmt := range c.kept {
		stmt.Close()
	}
	c.sql.Close()
	c.sql = nil
}

func (c *conn) rollback() {
	if c.sql != nil {
		c.sql.ExecContext(context.Background(), "ROLLBACK") // fails when SQLite has done it already
	}
}

func (c *conn) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt, ok := c.kept[text]; ok {
		return stmt, nil
	}
	if len(c.kept) >= keptMost {
		for _, stmt := range c.kept {
			stmt.Close()
		}
		clear(c.kept)
	}
	// A statement that is to look at the value of its LIMIT would be prepared anew at each use.
	stmt, err := c.sql.PrepareContext(ctx, strings.ReplaceAll(text, "LIMIT ?", "LIMIT +?"))
	if err == nil {
		c.kept[text] = stmt
	}
	return stmt, err
}

func (c *conn) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	stmt, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

func (c *conn) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	stmt, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}
