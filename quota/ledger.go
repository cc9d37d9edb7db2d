package quota

import (
	"errors"

	"ruqsat/db"
)

// movement carries places from one account to another: a row with minus and a row with plus.
type movement struct {
	step     int
	from, to string
	places   int
	reason   string
}

// enter writes a movement of the subject, if nobody has written that step yet.
func enter(tx *db.Tx, p Place, m movement) (fresh bool, err error) {
	n, err := tx.Exec(`INSERT INTO quota_entry (subject, step, account, places, region, year, ledger, reason, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p.Subject, m.step, m.from, -m.places, p.Region, p.Year, p.Ledger, m.reason, tx.Now(),
		p.Subject, m.step, m.to, m.places, p.Region, p.Year, p.Ledger, m.reason, tx.Now())
	return n == 2, err
}

// entry is where the last movement of a subject put its place.
type entry struct {
	Step    int    `db:"step"`
	Account string `db:"account"`
	Region  string `db:"region"`
	Year    int    `db:"year"`
	Ledger  string `db:"ledger"`
}

// latest reads the last movement of a subject; the zero entry when it never had one.
func latest(tx *db.Tx, subject string) (entry, error) {
	var e entry
	err := tx.Get(&e, `SELECT step, account, region, year, ledger FROM quota_entry
		WHERE subject = ? AND places > 0 ORDER BY step DESC LIMIT 1`, subject)
	if errors.Is(err, db.ErrNone) {
		err = nil
	}
	return e, err
}

// has tells whether the subject has a place now.
func (e entry) has() bool { return e.Account == held || e.Account == used }

func (e entry) sameAs(p Place) error {
	if e.Region != p.Region || e.Year != p.Year || e.Ledger != p.Ledger {
		return ErrElsewhere
	}
	return nil
}

func (e entry) place(subject string) Place { return Place{e.Region, e.Year, e.Ledger, subject} }

func (e entry) state() State {
	switch e.Account {
	case held:
		return Held
	case used:
		return Used
	case free:
		return Released
	}
	return None
}

// Find tells which place the subject has, or had last, and its state.
func Find(tx *db.Tx, subject string) (Place, State, error) {
	e, err := latest(tx, subject)
	return e.place(subject), e.state(), err
}
