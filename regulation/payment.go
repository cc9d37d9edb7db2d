package regulation

import (
	"errors"
	"fmt"
	"time"

	"ruqsat/calendar"
)

// ErrNoFigure means that the law holds no figure for the day asked: the answer is unknown, never a
// guess (P4).
var ErrNoFigure = errors.New("regulation: the law holds no figure for this day")

// Payment (предварительный платёж по ИПН) is the prepayment with its working (P9):
// Months x Coefficient x MRP = Sum, in tenge. Month is the sum for one month, Year the МРП's year.
type Payment struct {
	Months      int
	Coefficient int
	MRP         int64
	Month       int64
	Sum         int64
	Year        int
	KBK         string
	Cite        []Cite
	Unconfirmed []string
}

// Payment is the prepayment for so many months filed on that day: the МРП is the one of 1 January
// of the year of filing. ErrNoFigure when the year's МРП is not loaded.
func (e *Edition) Payment(op string, months int, filed calendar.Day) (Payment, error) {
	if _, ok := e.Operation(op); !ok || months < 1 {
		return Payment{}, fmt.Errorf("regulation: no prepayment for %d months of %q", months, op)
	}
	year, _, _ := filed.Date()
	mrp, ok := e.law.MRP.On(calendar.NewDay(year, time.January, 1))
	if since, _, _ := mrp.Since.Date(); !ok || since != year {
		return Payment{}, fmt.Errorf("%w: МРП of %d", ErrNoFigure, year)
	}
	coefficient, ok := e.law.Tax.Coefficient.On(filed)
	if !ok {
		return Payment{}, fmt.Errorf("%w: coefficient on %s", ErrNoFigure, filed)
	}
	kbk, _ := e.law.Tax.KBK.On(filed)

	month := int64(coefficient.Value) * mrp.Value
	return Payment{
		Months: months, Coefficient: coefficient.Value, MRP: mrp.Value, Month: month, Sum: int64(months) * month,
		Year: year, KBK: kbk.Value, Cite: coefficient.Cite,
		Unconfirmed: reasons(mrp.Unconfirmed, coefficient.Unconfirmed, kbk.Unconfirmed),
	}, nil
}

func reasons(all ...string) []string {
	var list []string
	for _, r := range all {
		if r != "" {
			list = append(list, r)
		}
	}
	return list
}
