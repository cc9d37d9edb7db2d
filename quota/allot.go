package quota

import (
	"errors"
	"fmt"

	"ruqsat/calendar"
	"ruqsat/db"
)

// Allot enters an order: the first sets the places of a region and year, a later one
// changes them, with its own first day and citation (P6, P19). The total never falls below
// what is held and used: ErrBelowUse. An order of a day to come is ErrNotYet. The order
// that is already the last one, entered again, changes nothing.
func Allot(tx *db.Tx, a Allotment) error {
	if a.Since.IsZero() {
		a.Since = calendar.DayOf(tx.Now())
	}
	if a.Region == "" || a.Year <= 0 || a.Ledger == "" || a.Cite == "" || a.Places < 0 {
		return ErrIncomplete
	}
	if a.Since.After(calendar.DayOf(tx.Now())) {
		return ErrNotYet
	}
	before, err := locked(tx, a)
	if err != nil || before.same(a) {
		return err
	}
	return order(tx, a, before)
}

// balance is the row of quota_balance that an order changes.
type balance struct {
	Allotted int          `db:"allotted"`
	Orders   int          `db:"orders"`
	Since    calendar.Day `db:"since"`
	Cite     string       `db:"cite"`
	Sample   bool         `db:"sample"`
}

func (b balance) same(a Allotment) bool {
	return b.Allotted == a.Places && b.Since == a.Since && b.Cite == a.Cite && b.Sample == a.Sample
}

// locked reads the balance and keeps it still until the end of the act.
func locked(tx *db.Tx, a Allotment) (balance, error) {
	var b balance
	read := func() error {
		return tx.Get(&b, `SELECT allotted, orders, since, cite, sample FROM quota_balance
			WHERE ledger = ? AND year = ? AND region = ?`+tx.Lock(), a.Ledger, a.Year, a.Region)
	}
	err := read()
	if !errors.Is(err, db.ErrNone) {
		return b, err
	}
	_, err = tx.Exec(`INSERT INTO quota_balance (region, year, ledger) VALUES (?, ?, ?)
		ON CONFLICT DO NOTHING`, a.Region, a.Year, a.Ledger)
	if err != nil {
		return b, err
	}
	return b, read()
}

// order moves the difference from the allotted to the free places. The balance goes first
// here: it is locked anyway, and its row count says whether the order is possible at all.
func order(tx *db.Tx, a Allotment, before balance) error {
	n, err := tx.Exec(`UPDATE quota_balance SET allotted = ?, orders = orders + 1, since = ?, cite = ?, sample = ?
		WHERE ledger = ? AND year = ? AND region = ? AND held + used <= ?`,
		a.Places, a.Since, a.Cite, a.Sample, a.Ledger, a.Year, a.Region, a.Places)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrBelowUse
	}
	number := before.Orders + 1
	_, err = tx.Exec(`INSERT INTO quota_order (region, year, ledger, number, places, since, cite, sample, entered_by, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Region, a.Year, a.Ledger, number, a.Places, a.Since, a.Cite, a.Sample, a.By, tx.Now())
	if err != nil || a.Places == before.Allotted {
		return err
	}
	subject := fmt.Sprintf("order:%s:%d:%s:%d", a.Ledger, a.Year, a.Region, number)
	_, err = enter(tx, Place{a.Region, a.Year, a.Ledger, subject},
		movement{1, allotted, free, a.Places - before.Allotted, a.Cite})
	return err
}
