package quota

import (
	"errors"

	"ruqsat/calendar"
	"ruqsat/db"
)

// Line is a row of the public board (B-09): the places of one region.
type Line struct {
	Region string       `db:"region"` // КАТО code
	Set    int          `db:"allotted"`
	Used   int          `db:"used"`
	Held   int          `db:"held"`
	Free   int          `db:"free"` // Set - Used - Held
	Sample bool         `db:"sample"`
	Cite   string       `db:"cite"`  // the last order
	Since  calendar.Day `db:"since"` // its first day
}

// Board is табло квоты / квота тақтасы: every region that has an order for the year, by
// region code, read in one statement, so that it equals the books at every moment (B-09).
func Board(tx *db.Tx, year int, ledger string) ([]Line, error) {
	var lines []Line
	err := tx.Select(&lines, `SELECT region, allotted, used, held, allotted - used - held AS free, sample, cite, since
		FROM quota_balance WHERE ledger = ? AND year = ? AND cite <> '' ORDER BY region`, ledger, year)
	return lines, err
}

// Free tells how many places are free; known is false when no order has set any.
func Free(tx *db.Tx, region string, year int, ledger string) (free int, known bool, err error) {
	err = tx.Get(&free, `SELECT allotted - used - held FROM quota_balance
		WHERE ledger = ? AND year = ? AND region = ? AND cite <> ''`, ledger, year, region)
	if errors.Is(err, db.ErrNone) {
		return 0, false, nil
	}
	return free, err == nil, err
}
