package application_test

import (
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/notice"
	"ruqsat/regulation"
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

// D1:32-35, P13: who signs as the worker is the worker that the application names.
func TestNobodyAppliesAsAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p, other := h.hire(sample.Zhitikara, 3), h.hire(sample.Zhitikara, 3)
		for name, iin := range map[string]string{"another's ИИН": p.Worker.IIN, "no ИИН": ""} {
			named := p.Hire
			named.Worker.IIN = iin
			var defects []regulation.Defect
			h.write(func(tx *db.Tx) error {
				c, err := h.Draft(tx, other.worker, named, h.scan)
				must(t, err)
				c, defects, err = h.Office.Confirm(tx, other.worker, c.ID, h.sumIn(tx, c))
				return err
			})
			if len(defects) != 1 || defects[0].Field != application.FieldIIN || !defects[0].Text.Complete() {
				t.Errorf("%s: %v", name, defects)
			}
		}
	})
}

// P16: a case that was withdrawn before the opening was never the police's.
func TestACaseWithdrawnBeforeTheOpeningIsNotThePolices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.clock.Set(time.Date(2026, 3, 20, 18, 45, 0, 0, calendar.Zone))
		p := h.hire(sample.Zhitikara, 6)
		c := h.file(p)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.Withdraw(tx, p.worker, c.ID, c.Version)
			return err
		})
		police := h.Staff["sarsenov"]
		thing := h.find(c.ID).Thing(&police)
		if err := account.May(&police, account.CaseRead, &thing); err != account.ErrHidden {
			t.Errorf("the police may read it: %v", err)
		}
	})
}
