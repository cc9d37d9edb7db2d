// Package timer keeps what falls due (мерзім / срок) and wakes someone: the lapse of a place, a
// reminder, an overdue step.
//
// A verb sets a timer in its own transaction; the wheel fires it in a transaction of its own, in
// which the timer goes away and its handler acts: both or neither. A handler that fails leaves the
// timer to be tried again, later and later. Several wheels may turn on several nodes: each timer
// is fired by one of them.
package timer

import (
	"errors"
	"time"

	"ruqsat/db"
)

// ErrTimer says that a timer lacks its kind, its subject or its moment.
var ErrTimer = errors.New("timer: kind, subject and moment are needed")

// Timer is one moment that someone waits for.
type Timer struct {
	ID      string
	Kind    string // "quota.lapse"
	Subject string // "case:ID"
	Due     time.Time
}

// row is a timer in the table.
type row struct {
	ID      string  `db:"id"`
	Kind    string  `db:"kind"`
	Subject string  `db:"subject"`
	Due     db.Time `db:"due"`
	Tries   int     `db:"tries"`
}

const columns = `id, kind, subject, due, tries`

func (r row) timer() Timer { return Timer{r.ID, r.Kind, r.Subject, r.Due.Time} }

// Set lets the handler of kind be called for subject at due. There is one timer of a kind and a
// subject: setting it again moves it.
func Set(tx *db.Tx, kind, subject string, due time.Time) error {
	if kind == "" || subject == "" || due.IsZero() {
		return ErrTimer
	}
	_, err := tx.Exec(`INSERT INTO timer (id, kind, subject, due, next_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (kind, subject) DO UPDATE SET id = excluded.id, due = excluded.due, next_at = excluded.due, tries = 0`,
		db.NewID(tx.Now()), kind, subject, db.At(due), db.At(due))
	return err
}

// Cancel takes the timer away; there need not be one.
func Cancel(tx *db.Tx, kind, subject string) error {
	_, err := tx.Exec(`DELETE FROM timer WHERE kind = ? AND subject = ?`, kind, subject)
	return err
}

// Find gives the timer of a kind and a subject; db.ErrNone when none is set.
func Find(tx *db.Tx, kind, subject string) (Timer, error) {
	var r row
	err := tx.Get(&r, `SELECT `+columns+` FROM timer WHERE kind = ? AND subject = ?`, kind, subject)
	return r.timer(), err
}

// Of gives all timers of a subject, the next first.
func Of(tx *db.Tx, subject string) ([]Timer, error) {
	var rows []row
	if err := tx.Select(&rows, `SELECT `+columns+` FROM timer WHERE subject = ? ORDER BY due, id`, subject); err != nil {
		return nil, err
	}
	timers := make([]Timer, len(rows))
	for i, r := range rows {
		timers[i] = r.timer()
	}
	return timers, nil
}

// Late counts the timers that were due before the moment and have not been fired.
func Late(tx *db.Tx, before time.Time) (int, error) {
	var n int
	err := tx.Get(&n, `SELECT COUNT(*) FROM timer WHERE due < ?`, db.At(before))
	return n, err
}
