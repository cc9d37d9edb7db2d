package application_test

import (
	"errors"
	"testing"
	"time"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/permit"
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

// P5a: a refusal is decided by what is so on that day: a fifth worker who has left is no ground any more.
func TestARefusalNeedsItsGroundOnTheDayItIsMade(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 6)
		c := h.file(p)
		h.settle()
		h.answerPolice(c, true, "")
		full := h.fullHouse(p)
		c = h.find(c.ID)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.DraftDecision(tx, h.Staff["abenov"], c.ID, c.Version, false, []string{"R-EMPLOYER5"}, "")
			return err
		})
		h.write(func(tx *db.Tx) error { return permit.End(tx, full, permit.Revoked, "R", h.clock.Now()) })
		h.clock.Advance(time.Second)
		err := h.try(func(tx *db.Tx) error {
			_, err := h.Office.Decide(tx, h.Staff["temirbekova"], c.ID, c.Version, "")
			return err
		})
		if !errors.Is(err, application.ErrGround) {
			t.Errorf("refused for a sixth worker who is the fifth: %v", err)
		}
	})
}

// fullHouse gives the employer five permits and tells the last one's id.
func (h *house) fullHouse(p parties) (id string) {
	h.Helper()
	same := func(hire *sample.Hire) { hire.Employer, hire.Address = p.Employer, p.Address }
	for range 5 {
		c := h.readyFor(p, same)
		h.answerPolice(c, true, "")
		h.write(func(tx *db.Tx) error {
			c, err := h.Approve(tx, h.Staff["abenov"], h.Staff["temirbekova"], h.find(c.ID))
			if err != nil {
				return err
			}
			made, err := permit.ByCase(tx, c.ID)
			id = made.ID
			return err
		})
	}
	return id
}
