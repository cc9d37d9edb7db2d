package application_test

import (
	"testing"

	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/notice"
)

// P13: an account whose ИИН nobody has proven is told nothing of who names that ИИН as employer.
func TestAnUnprovenNamesakeGetsNoLetter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 3)
		h.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET proven_at = NULL WHERE id = ?`, p.employer.ID)
			return err
		})
		c := h.draft(p)
		h.write(func(tx *db.Tx) error {
			_, _, err := h.Office.Confirm(tx, p.worker, c.ID, h.sumIn(tx, c))
			return err
		})
		h.read(func(tx *db.Tx) error {
			l, err := notice.Letters(tx, p.employer.ID)
			if len(l) != 0 {
				t.Errorf("letters: %v", l)
			}
			return err
		})
	})
}
