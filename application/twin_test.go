package application_test

import (
	"testing"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

// M-07: a receipt that another running or approved case names is told, until that case is refused or withdrawn.
func TestTheSameReceiptInAnotherCaseIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		first := h.hire(sample.Zhitikara, 1)
		one := h.file(first)
		h.settle()
		same := func(hire *sample.Hire) { hire.Paid = first.Paid }
		other := h.file(h.hire(sample.Zhitikara, 1, same))
		h.settle()
		alone := h.file(h.hire(sample.Zhitikara, 1))
		h.settle()
		twins := func(c application.Case) (list []application.Twin) {
			t.Helper()
			h.read(func(tx *db.Tx) (err error) { list, err = h.Office.Twins(tx, h.find(c.ID)); return err })
			return list
		}
		for _, x := range []struct{ of, in application.Case }{{one, other}, {other, one}} {
			list := twins(x.of)
			if len(list) != 1 || list[0].Number != h.find(x.in.ID).Number || list[0].Unit != h.find(x.in.ID).Unit || list[0].Paper == "" {
				t.Errorf("%s: %+v", x.of.Number, list)
			}
		}
		if list := twins(alone); len(list) != 0 {
			t.Errorf("a receipt of its own is told as another's: %+v", list)
		}
		h.write(func(tx *db.Tx) error {
			_, err := h.Office.Withdraw(tx, first.worker, one.ID, h.find(one.ID).Version)
			return err
		})
		if list := twins(other); len(list) != 0 {
			t.Errorf("a withdrawn case is told: %+v", list)
		}
	})
}
