package application_test

import (
	"errors"
	"testing"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

// P5a: a policy that begins on the day the decision is due covers the permit that was expected, and not
// the one that would start today; on the due day it does.
func TestThePermitsOwnDaysMustBeInsured(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.ready(h.hire(sample.Zhitikara, 6, func(hire *sample.Hire) {
			hire.Insured, hire.Until = calendar.NewDay(2026, 3, 30), calendar.NewDay(2026, 12, 30)
		}))
		approve := func() error {
			return h.try(func(tx *db.Tx) error {
				_, err := h.Approve(tx, h.Staff["abenov"], h.Staff["temirbekova"], c)
				return err
			})
		}
		if err := approve(); !errors.Is(err, application.ErrNotJudged) {
			t.Errorf("the first days of the permit are not insured: %v", err)
		}
		h.clock.Set(calendar.NewDay(2026, 3, 30).At(9, 0))
		if err := approve(); err != nil {
			t.Errorf("on the due day: %v", err)
		}
	})
}
