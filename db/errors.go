package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

var (
	// ErrNone says that there is no such row.
	ErrNone = errors.New("no such row")

	// ErrStale says that the row was changed by another since it was read: the save is refused.
	ErrStale = errors.New("changed by another since it was read")

	// ErrTaken says that a unique value is taken already; errors.As to *Taken tells which.
	ErrTaken = errors.New("taken already")

	// ErrLimit says that a CHECK of the table was violated.
	ErrLimit = errors.New("outside the limit")

	// ErrBusy says that a lock, a connection or the writer did not come free in time, or that
	// acts collided again and again. Nothing was changed; the same act may be tried later.
	ErrBusy = errors.New("the database is busy")

	// ErrUnavailable says that the database is down, cut off, full or not writable.
	ErrUnavailable = errors.New("the database is unavailable")

	// ErrClosed says that the database was closed by this program.
	ErrClosed = errors.New("the database is closed")
)

var (
	errInside    = errors.New("db: a transaction inside a transaction")
	errAbandoned = errors.New("db: the act was abandoned")
	errReadOnly  = errors.New("db: nothing is changed in a Read or a Peek")
	errOver      = errors.New("db: the transaction is over")
)

// Taken is the unique violation. Constraint is the same on both engines: table_column_column_key
// for a UNIQUE of the table, table_pkey for its key, its own name for a CREATE UNIQUE INDEX. A
// named CONSTRAINT must bear the default name, which SQLite forgets.
type Taken struct {
	Constraint     string
	table, columns string // as SQLite tells them
}

// Error names the constraint and no value.
func (t *Taken) Error() string { return "taken already: " + t.Constraint }

// Is makes errors.Is(err, ErrTaken) true.
func (t *Taken) Is(target error) bool { return target == ErrTaken }

// known turns an engine's error into one of ours. Texts of the engines may hold values of rows,
// so only the code of the engine is kept.
func known(err error) error {
	var pg *pgconn.PgError
	var lite *sqlite.Error

	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return ErrNone
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &pg):
		return knownPostgres(pg)
	case errors.As(err, &lite):
		return knownSQLite(lite)
	case lost(err):
		return fmt.Errorf("%w: connection lost", ErrUnavailable)
	}
	return discreet(err)
}

// quoted finds the values that database/sql and pgx put into the text of a failed conversion.
var quoted = regexp.MustCompile(`(?s)\(".*"\)|unable to encode .* into`)

// discreet takes the value out of a failed conversion: it may be personal data.
func discreet(err error) error {
	if text := err.Error(); quoted.MatchString(text) {
		return errors.New("db: " + quoted.ReplaceAllString(text, "(a value) into"))
	}
	return err
}

// lost tells whether err is the connection's and not the statement's.
func lost(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &network) || errors.As(err, &connect) || pgconn.SafeToRetry(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// errCollided is a serialization failure or a deadlock: the act is run again.
var errCollided = fmt.Errorf("%w: acts collided", ErrBusy)

func knownPostgres(e *pgconn.PgError) error {
	switch e.Code {
	case "23505":
		return &Taken{Constraint: e.ConstraintName}
	case "23514":
		return fmt.Errorf("%w: %s", ErrLimit, e.ConstraintName)
	case "40001", "40P01":
		return errCollided
	case "55P03", "57014": // lock_not_available; statement_timeout
		return fmt.Errorf("%w: postgres %s", ErrBusy, e.Code)
	case "25006", "3D000", "28P01", "28000":
		return fmt.Errorf("%w: postgres %s", ErrUnavailable, e.Code)
	}
	switch e.Code[:2] {
	case "08", "53", "57", "58", "XX":
		return fmt.Errorf("%w: postgres %s", ErrUnavailable, e.Code)
	case "42": // a mistake in our own text, or a missing right: the message names tables, no values
		return fmt.Errorf("db: postgres %s: %s", e.Code, e.Message)
	}
	return fmt.Errorf("db: postgres %s: table %q, column %q, constraint %q", e.Code, e.TableName, e.ColumnName, e.ConstraintName)
}

// Codes of SQLite, https://sqlite.org/rescode.html
const (
	liteBusy, liteLocked, liteReadOnly, liteInterrupt, liteIO = 5, 6, 8, 9, 10
	liteCorrupt, liteFull, liteCantOpen, liteNotADB           = 11, 13, 14, 26
	liteCheck, liteUnique, litePrimary                        = 275, 2067, 1555
)

func knownSQLite(e *sqlite.Error) error {
	switch e.Code() {
	case liteUnique:
		return liteTaken(e.Error(), "key")
	case litePrimary:
		return liteTaken(e.Error(), "pkey")
	case liteCheck:
		return fmt.Errorf("%w: a check of sqlite", ErrLimit)
	}
	switch e.Code() & 0xff {
	case liteBusy, liteLocked:
		return fmt.Errorf("%w: sqlite %d", ErrBusy, e.Code())
	case liteInterrupt:
		return context.Canceled
	case liteReadOnly, liteIO, liteCorrupt, liteFull, liteCantOpen, liteNotADB:
		return fmt.Errorf("%w: sqlite %d", ErrUnavailable, e.Code())
	}
	return fmt.Errorf("db: %w", e) // SQLite's messages name tables and columns, no values
}

// liteTaken reads the table and the columns out of SQLite's message, "UNIQUE constraint failed:
// person.iin, person.country (2067)", and names the constraint as PostgreSQL does by default.
func liteTaken(message, suffix string) *Taken {
	list := message[strings.LastIndex(message, ": ")+2:]
	if i := strings.LastIndex(list, " ("); i >= 0 {
		list = list[:i]
	}
	if name, ok := strings.CutPrefix(list, "index '"); ok {
		return &Taken{Constraint: strings.TrimSuffix(name, "'")}
	}

	t := &Taken{}
	var columns []string
	for pair := range strings.SplitSeq(list, ", ") {
		table, column, _ := strings.Cut(pair, ".")
		t.table, columns = table, append(columns, column)
	}
	t.columns = strings.Join(columns, ",")
	t.Constraint = t.table + "_" + strings.Join(columns, "_") + "_" + suffix
	if suffix == "pkey" {
		t.Constraint = t.table + "_pkey"
	}
	return t
}
