package register_test

import (
	"strings"
	"testing"

	"ruqsat/db"
	"ruqsat/db/dbtest"
)

// A backlog must not be sorted anew for every batch.
func TestWhatWaitsIsReadInItsOrder(t *testing.T) {
	const text = `SELECT id FROM register_entry WHERE +seq IS NULL ORDER BY at, id LIMIT 5`
	var plan []struct {
		ID     int    `db:"id"`
		Parent int    `db:"parent"`
		Unused int    `db:"notused"`
		Detail string `db:"detail"`
	}
	d := dbtest.Open(t, db.SQLite)
	err := d.Read(ctx, func(tx *db.Tx) error { return tx.Select(&plan, `EXPLAIN QUERY PLAN `+text) })
	if err != nil || len(plan) != 1 || !strings.Contains(plan[0].Detail, "register_entry_unplaced") {
		t.Errorf("%v, %v", plan, err)
	}

	var lines []string
	d = dbtest.Open(t, db.PostgreSQL)
	h := build(t, d)
	h.fill(t, 5000)
	h.exec(t, `ANALYZE register_entry`) // an empty table would be sorted
	err = d.Read(ctx, func(tx *db.Tx) error { return tx.Select(&lines, `EXPLAIN `+text) })
	if got := strings.Join(lines, "\n"); err != nil || !strings.Contains(got, "register_entry_unplaced") || strings.Contains(got, "Sort") {
		t.Errorf("%s, %v", got, err)
	}
}
