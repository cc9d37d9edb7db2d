package calendar

import (
	"fmt"
	"time"
)

// Due is the moment at which a term of working days ends (мерзім / срок), with
// its trace, one line a day: the day of receipt is not counted, and the term ends
// with the closing of the n-th working day, from which moment it is overdue (P4,
// M-19). A term of no days ends with the hours of the day of receipt, or of the
// next working day when that day is off. ErrUnknownYear beyond the loaded years.
func (c *Calendar) Due(received time.Time, workingDays int, h Hours) (time.Time, []Traced, error) {
	if workingDays < 0 || !h.Valid() {
		return time.Time{}, nil, fmt.Errorf("calendar: a term of %d working days, hours %s-%s", workingDays, h.Open, h.Close)
	}
	day := DayOf(received)
	if workingDays == 0 {
		return c.dueSameDay(day, h)
	}
	if _, _, err := c.Working(day); err != nil {
		return time.Time{}, nil, err
	}

	trace := make([]Traced, 1, min(workingDays, 300)*7/5+8)
	trace[0] = Traced{Day: day, Why: NotCountedReceipt}
	for n := 1; n <= workingDays; n++ {
		row, off, err := c.opening(day.AddDays(1))
		if err != nil {
			return time.Time{}, nil, err
		}
		day = row.Day
		trace = append(append(trace, off...), counted(row, n))
	}
	trace[len(trace)-1].Why = OnDue
	return h.Close.On(day), trace, nil
}

func (c *Calendar) dueSameDay(day Day, h Hours) (time.Time, []Traced, error) {
	row, off, err := c.opening(day)
	if err != nil {
		return time.Time{}, nil, err
	}
	return h.Close.On(row.Day), append(off, Traced{Day: row.Day, Why: OnDue}), nil
}

// WorkingDaysBetween is by how many working days b is later than a. Both are
// first taken as received (P2), then the day of a is not counted and the day of
// b is (P4), so that the end of a term of n days lies n days after its receipt;
// what comes after hours or on a day off is late by the day on which it is
// received. Zero when b is not later; ErrUnknownYear beyond the loaded years.
func (c *Calendar) WorkingDaysBetween(a, b time.Time, h Hours) (int, error) {
	from, _, err := c.Receive(a, h)
	if err != nil {
		return 0, err
	}
	to, _, err := c.Receive(b, h)
	if err != nil {
		return 0, err
	}

	n := 0
	for day, last := DayOf(from).AddDays(1), DayOf(to); !day.After(last); day = day.AddDays(1) {
		works, _, err := c.Working(day)
		if err != nil {
			return 0, err
		}
		if works {
			n++
		}
	}
	return n, nil
}

// LastDay is the last day of a span of months that begins on a day and is valid
// through its end (P5, M-42): the day before the same date that many months
// later. Where that month has no such date, it is the end of the month: one month
// from 31 January runs through 28 February, in a leap year through the 29th.
func LastDay(first Day, months int) Day {
	same := first.AddMonths(months)
	if same.day != first.day {
		return same // clamped: the month's end itself
	}
	return same.AddDays(-1)
}
